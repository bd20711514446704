//! The demo as people start it: one command, and pages that answer.

use std::{
    io::{BufRead, BufReader},
    process::{Child, Stdio},
};

use crate::cli;

/// A running demo that ends with the test.
struct Demo(Child);

impl Drop for Demo {
    fn drop(&mut self) {
        // It may have ended by itself, which the test has told then.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn the_demo_says_where_it_runs_and_answers_there() {
    let folder = tempfile::tempdir().expect("room in the temporary folder");
    let mut demo = Demo(
        cli::lustrum(&["demo", "--addr", "127.0.0.1:0"])
            .current_dir(folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts"),
    );
    let mut lines = BufReader::new(demo.0.stdout.take().expect("a pipe")).lines();
    let mut said = String::new();
    while !said.contains("delete it to start anew") {
        let line = lines.next().expect("it says all, and goes on");
        said.push_str(&line.expect("text"));
        said.push('\n');
    }
    let address = said
        .split_whitespace()
        .find_map(|word| {
            word.strip_suffix('/')
                .filter(|it| it.starts_with("http://"))
        })
        .expect("the address of the front page");
    assert!(!address.ends_with(":0"), "{said}");
    for path in ["/mailbox", "/api/v1/openapi.json"] {
        assert!(said.contains(&format!("{address}{path}\n")), "{said}");
    }
    for (path, words) in [
        ("/", "Kim Koordinator"),
        ("/register", "Odder"),
        ("/criteria", "cctf-ka@0.1"),
        ("/mailbox", ".example</td>"),
        ("/api/v1/openapi.json", "\"openapi\":\"3.1.0\""),
        ("/healthz", "alive"),
        ("/readyz", "ready"),
        ("/metrics", "http_requests_total"),
    ] {
        let answer = ureq::get(format!("{address}{path}")).call();
        let mut answer = answer.unwrap_or_else(|error| panic!("{path}: {error}"));
        let text = answer.body_mut().read_to_string().expect("text");
        assert!(text.contains(words), "{path}: {text:.900}");
    }
}
