//! The resolver's property tests, for as long as one likes.

use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::Result;

use crate::args::Args;
use crate::process::{cargo, run as run_command, say};

/// Long enough that starting up does not matter, short enough that `--seconds` is kept.
const CASES_PER_ROUND: u32 = 20_000;

pub(crate) fn run(mut args: Args) -> Result<ExitCode> {
    let length = Duration::from_secs(args.value("--seconds")?.unwrap_or(60));
    let test = args.positional();
    args.finish()?;

    let start = Instant::now();
    let mut rounds = 0_u32;
    while rounds == 0 || start.elapsed() < length {
        let mut round = cargo();
        round.args(["test", "--quiet", "--release", "--package", "resolver", "--test", "properties"]);
        // Each round draws its input anew.
        round.args(&test).env("PROPTEST_CASES", CASES_PER_ROUND.to_string());
        run_command(&mut round)?;
        rounds += 1;
    }
    say(format_args!(
        "{rounds} rounds of {CASES_PER_ROUND} cases per property in {} s, nothing found",
        start.elapsed().as_secs()
    ));
    Ok(ExitCode::SUCCESS)
}
