//! Counting tests from what they print.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use crate::process::line;

/// Tests that passed and tests that failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) passed: u32,
    pub(crate) failed: u32,
}

impl Tally {
    /// One check that passed, or did not.
    pub(crate) fn of_check(passed: bool) -> Self {
        Self { passed: passed.into(), failed: (!passed).into() }
    }

    /// Adds the other's counts.
    pub(crate) fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }

    /// The counts in a line such as `test result: ok. 3 passed; 0 failed; 0 ignored; …`, which libtest and wasm-bindgen-test print.
    fn of_line(line: &str) -> Option<Self> {
        let (_, result) = line.split_once("test result: ")?;
        let count = |of: &str| {
            let (before, _) = result.split_once(of)?;
            before.split_whitespace().next_back()?.parse().ok()
        };
        Some(Self { passed: count(" passed")?, failed: count(" failed")? })
    }
}

/// Runs a command that runs tests, shows what it prints and counts. A command that fails without a failed test (it did not compile,
/// say), and one that ran no test at all, count as one failure: neither may go unnoticed.
pub(crate) fn count_tests(command: &mut Command) -> Result<Tally> {
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start `{}`", line(command)))?;
    let mut tally = Tally::default();
    if let Some(stdout) = child.stdout.take() {
        let mut stdout = BufReader::new(stdout);
        let mut bytes = Vec::new();
        // By bytes: what a test prints need not be UTF-8.
        while stdout.read_until(b'\n', &mut bytes)? > 0 {
            std::io::stdout().write_all(&bytes)?;
            if let Some(more) = Tally::of_line(&String::from_utf8_lossy(&bytes)) {
                tally.add(more);
            }
            bytes.clear();
        }
    }
    let succeeded = child.wait()?.success();
    if tally.failed == 0 && (!succeeded || tally.passed == 0) {
        tally.failed = 1;
    }
    Ok(tally)
}

#[cfg(test)]
mod tests {
    use super::Tally;

    #[test]
    fn results_are_read_from_lines() {
        let line = "test result: FAILED. 12 passed; 3 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s";
        let tally = Tally { passed: 12, failed: 3 };
        assert_eq!(Tally::of_line(line), Some(tally));
        for line in ["test sizes ... ok", "test result: ", "12 passed; 3 failed"] {
            assert_eq!(Tally::of_line(line), None, "{line}");
        }
    }
}
