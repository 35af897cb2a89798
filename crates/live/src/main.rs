//! Simulates the scenarios of a directory and compares them with what was measured.

use std::ffi::OsString;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const USAGE: &str = "\
Usage: live [DIR] [--all]

Simulates every scenario in DIR (default: those of this repository) and compares it with what was measured on real clusters.

  --all  also show the metrics that are within tolerance

Exit status: 0 if every metric is within tolerance, 1 if one is not, 2 for a wrong command line.
";

fn main() -> ExitCode {
    let mut out = BufWriter::new(io::stdout().lock());
    match parse(std::env::args_os().skip(1)) {
        Ok((directory, is_verbose)) => match live::run(&directory, is_verbose, &mut out) {
            Ok(totals) if out.flush().is_ok() && totals.failures() == 0 => ExitCode::SUCCESS,
            Ok(_) => ExitCode::FAILURE,
            Err(error) => {
                drop(writeln!(io::stderr(), "{}: {error}", directory.display()));
                ExitCode::FAILURE
            }
        },
        Err(reason) => {
            drop(write!(io::stderr(), "{reason}\n\n{USAGE}"));
            ExitCode::from(2)
        }
    }
}

fn parse(args: impl Iterator<Item = OsString>) -> Result<(PathBuf, bool), String> {
    let mut directory = None;
    let mut is_verbose = false;
    for arg in args {
        match arg.to_str() {
            Some("--all") => is_verbose = true,
            Some(arg) if arg.starts_with('-') => return Err(format!("unknown option: {arg}")),
            _ if directory.is_none() => directory = Some(PathBuf::from(arg)),
            _ => return Err(format!("more than one directory: {}", arg.display())),
        }
    }
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/live");
    Ok((directory.unwrap_or(own), is_verbose))
}
