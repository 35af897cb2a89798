//! The calculator's page.

fn main() {}
