//! The state machines as diagrams, drawn from the code and not beside it.
//!
//! The case's edges are found by trying every command of every role on the
//! stories of [`crate::samples`]; the small machines are their tables.

use std::{collections::BTreeMap, fmt::Write as _};

use crate::{
    AdoptionOutcome, CommandName,
    certificate::CertificateStatus,
    criteria_set::SetStatus,
    mail::MailStatus,
    notice::NoticeState,
    samples::{Story, Who},
};

/// A state machine as a graph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagram {
    /// What moves.
    pub name: &'static str,
    /// From and to, with the words on the edge.
    pub edges: BTreeMap<(String, String), Vec<String>>,
}

/// Every state machine, the case first.
pub fn all() -> Vec<Diagram> {
    macro_rules! table {
        ($name:literal, $state:ident) => {
            Diagram::new(
                $name,
                $state::STEPS
                    .iter()
                    .map(|(from, by, to)| (from.as_str(), by.as_str(), to.as_str())),
            )
        };
    }
    vec![
        cycle(),
        assignment(),
        table!("notice", NoticeState),
        table!("mail", MailStatus),
        table!("certificate", CertificateStatus),
        table!("criteria_set", SetStatus),
    ]
}

/// The case. Commands that leave the state as it is are left out.
fn cycle() -> Diagram {
    let mut edges = Vec::new();
    for (_, story) in Story::all() {
        let from = story.cycle.state.name();
        for command in CommandName::ALL {
            let mut ways = vec![story.command(*command)];
            if *command == CommandName::RecordAdoption {
                // The one command whose content decides whether the state changes.
                ways.push(story.council(AdoptionOutcome::Adopted, story.plan));
            }
            for way in ways {
                let to = Who::ALL.iter().find_map(|who| {
                    let decided = story.try_give(&who.actor(), &way).ok()?;
                    Some(decided.cycle.state.name())
                });
                if let Some(to) = to.filter(|to| *to != from) {
                    edges.push((from.as_str(), command.as_str(), to.as_str()));
                }
            }
        }
    }
    Diagram::new("cycle", edges)
}

/// The assignment, found in the same way.
fn assignment() -> Diagram {
    let mut edges = Vec::new();
    for (_, story) in Story::all() {
        let before: BTreeMap<_, _> = assignments(&story.cycle);
        for command in CommandName::ALL {
            let late = story.clone().later(30);
            let after = Who::ALL
                .iter()
                .find_map(|who| late.try_give(&who.actor(), &late.command(*command)).ok());
            let Some(after) = after else { continue };
            for (id, to) in assignments(&after.cycle) {
                match before.get(&id) {
                    Some(from) if *from != to => {
                        edges.push((from.as_str(), command.as_str(), to.as_str()));
                    }
                    Some(_) => {}
                    None => edges.push(("absent", command.as_str(), to.as_str())),
                }
            }
        }
    }
    Diagram::new("assignment", edges)
}

fn assignments(cycle: &crate::Cycle) -> BTreeMap<crate::AssignmentId, crate::AssignmentStatus> {
    cycle
        .assignments()
        .map(|assignment| (assignment.id, assignment.status))
        .collect()
}

impl Diagram {
    fn new<'a>(
        name: &'static str,
        steps: impl IntoIterator<Item = (&'a str, &'a str, &'a str)>,
    ) -> Self {
        let mut edges: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
        for (from, by, to) in steps {
            let words = edges.entry((from.to_owned(), to.to_owned())).or_default();
            if !words.iter().any(|word| word == by) {
                words.push(by.to_owned());
            }
        }
        Self { name, edges }
    }

    /// The diagram in Mermaid's language.
    pub fn mermaid(&self) -> String {
        let mut text = "stateDiagram-v2\n".to_owned();
        for ((from, to), words) in &self.edges {
            let _ = writeln!(text, "    {from} --> {to}: {}", words.join(", "));
        }
        text
    }

    /// The diagram in Graphviz's language.
    pub fn dot(&self) -> String {
        let mut text = format!("digraph {} {{\n", self.name);
        for ((from, to), words) in &self.edges {
            let _ = writeln!(
                text,
                "    {from} -> {to} [label=\"{}\"];",
                words.join("\\n")
            );
        }
        text.push_str("}\n");
        text
    }
}
