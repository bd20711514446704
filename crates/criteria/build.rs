//! Rebuilds the crate when a shipped set changes: the sets are embedded at compile time.

fn main() {
    println!("cargo::rerun-if-changed=../../criteria");
}
