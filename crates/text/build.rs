//! Rebuilds the crate when a text changes: the catalogue is embedded at compile time.

fn main() {
    println!("cargo::rerun-if-changed=catalogue");
}
