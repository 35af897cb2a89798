//! Everything a person types to work on this repository: `cargo xtask <command>`.

fn main() {}
