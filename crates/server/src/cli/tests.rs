use clap::CommandFactory;

use super::*;

#[test]
fn the_command_line_is_consistent() {
    Cli::command().debug_assert();
}

#[test]
fn every_command_and_argument_explains_itself() {
    fn walk(command: &clap::Command, path: &str, silent: &mut Vec<String>) {
        let path = format!("{path} {}", command.get_name());
        if command.get_about().is_none() {
            silent.push(path.clone());
        }
        for argument in command.get_arguments() {
            if argument.get_help().is_none() {
                silent.push(format!("{path} --{}", argument.get_id()));
            }
        }
        for command in command.get_subcommands() {
            walk(command, &path, silent);
        }
    }
    let mut silent = Vec::new();
    walk(&Cli::command(), "", &mut silent);
    assert!(silent.is_empty(), "without help: {silent:?}");
}
