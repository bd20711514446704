//! Rebuilds the crate when a template or an asset changes: both are embedded at compile time.

fn main() {
    println!("cargo::rerun-if-changed=templates");
    println!("cargo::rerun-if-changed=assets");
}
