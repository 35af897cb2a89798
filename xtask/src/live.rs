//! The simulation against measurements of real clusters.

use std::process::ExitCode;

use anyhow::Result;

use crate::args::Args;
use crate::process::{cargo, hand_over};

/// The comparison is a package of its own, as that of the exact engines is.
pub(crate) fn run(args: Args) -> Result<ExitCode> {
    let mut command = cargo();
    command.args(["run", "--quiet", "--release", "--package", "live", "--"]);
    // Relative folders are meant from where the user is, not from the repository's folder.
    command.args(args.rest()).current_dir(std::env::current_dir()?);
    hand_over(command)
}
