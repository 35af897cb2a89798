//! A whole directory, from file to report.

use std::io::{self, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use crate::check::{Failure, Matched, Stopwatch, check_line_timed};
use crate::folder::{Folder, RecordedFile};
use crate::kind::Kind;
use crate::lines::Line;
use crate::report::{self, FileOutcome};
use crate::requests::Requests;

/// Failures shown of each file, unless told otherwise.
pub const DEFAULT_SHOWN: usize = 5;

/// Lines that match and lines that do not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Lines that match in every field.
    pub passed: u64,
    /// Lines that differ or cannot be read, and files that cannot be read.
    pub failed: u64,
}

/// Checks every recording in `directory` and reports to `out`, `shown` failures of each file in full. The last line is
/// `N passed, M failed`.
///
/// # Errors
/// Only what `out` fails with. Files that cannot be read are failures in the report.
pub fn run(directory: &Path, shown: usize, out: &mut impl Write) -> io::Result<Tally> {
    let start = Instant::now();
    let mut run = Run {
        shown,
        requests: Requests::new(),
        tally: Tally::default(),
        all: Clock::default(),
        resolve: Clock::default(),
    };
    match Folder::read(directory) {
        Ok(folder) => run.check_folder(&folder, out)?,
        Err(error) => {
            writeln!(out, "cannot read {}: {error}", directory.display())?;
            run.tally.failed += 1;
        }
    }
    let total = start.elapsed();
    report::write_speed(out, "resolutions alone, one thread", run.resolve.answers, run.resolve.time)?;
    report::write_speed(out, "all answers with reading and comparing, one thread", run.all.answers, total)?;
    let Tally { passed, failed } = run.tally;
    writeln!(out, "{passed} passed, {failed} failed")?;
    out.flush()?;
    Ok(run.tally)
}

/// Adds up how long answers take.
#[derive(Default)]
struct Clock {
    answers: u64,
    time: Duration,
}

impl Stopwatch for Clock {
    fn time<T>(&mut self, answer: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let answer = answer();
        self.time += start.elapsed();
        self.answers += 1;
        answer
    }
}

struct Run {
    shown: usize,
    requests: Requests,
    tally: Tally,
    all: Clock,
    resolve: Clock,
}

impl Run {
    fn check_folder(&mut self, folder: &Folder, out: &mut impl Write) -> io::Result<()> {
        for file in folder.files.iter().filter(|file| file.kind == Kind::LogBlock) {
            // What cannot be read here cannot be read again below, and is reported there.
            drop(self.note_wanted(file));
        }
        report::write_head(out)?;
        for file in &folder.files {
            let outcome = self.check_file(file);
            self.tally.failed += outcome.failed;
            self.tally.passed += outcome.lines - outcome.failed;
            report::write_file(out, &file.name, &outcome)?;
        }
        report::write_skipped(out, &folder.skipped)
    }

    fn note_wanted(&mut self, file: &RecordedFile) -> io::Result<()> {
        let mut lines = file.open()?;
        while let Some((_, line)) = lines.next_line()? {
            if let Line::Text(line) = line {
                self.requests.want(line);
            }
        }
        Ok(())
    }

    fn check_file(&mut self, file: &RecordedFile) -> FileOutcome {
        let mut outcome = FileOutcome::default();
        let mut lines = match file.open() {
            Ok(lines) => lines,
            Err(error) => {
                outcome.add_failure(self.shown, 1, unreadable(&error));
                return outcome;
            }
        };
        loop {
            let (number, checked) = match lines.next_line() {
                Ok(Some((number, Line::Text(line)))) => (number, self.check_line(file.kind, line)),
                Ok(Some((number, Line::Unreadable(reason)))) => (number, Err(malformed(reason))),
                Ok(None) => return outcome,
                Err(error) => {
                    outcome.add_failure(self.shown, lines.number(), unreadable(&error));
                    return outcome;
                }
            };
            match checked {
                Ok(Matched { .. }) => outcome.lines += 1,
                Err(failure) => outcome.add_failure(self.shown, number, failure),
            }
        }
    }

    fn check_line(&mut self, kind: Kind, line: &str) -> Result<Matched, Failure> {
        if kind == Kind::Resolve {
            self.requests.offer(line);
        }
        let mut clock = Clock::default();
        let checked = check_line_timed(kind, line, &self.requests, &mut clock);
        self.all.add(&clock);
        if kind == Kind::Resolve {
            self.resolve.add(&clock);
        }
        checked
    }
}

impl Clock {
    fn add(&mut self, other: &Self) {
        self.answers += other.answers;
        self.time += other.time;
    }
}

impl FileOutcome {
    fn add_failure(&mut self, shown: usize, number: u64, failure: Failure) {
        self.lines += 1;
        self.failed += 1;
        let field = match &failure {
            Failure::Malformed { .. } => "malformed",
            Failure::Mismatch { field, .. } => field,
        };
        *self.by_field.entry(field.to_owned()).or_default() += 1;
        if self.shown.len() < shown {
            self.shown.push((number, failure));
        }
    }
}

fn malformed(reason: &str) -> Failure {
    Failure::Malformed { id: None, reason: reason.to_owned() }
}

fn unreadable(error: &io::Error) -> Failure {
    malformed(&format!("the file cannot be read (further): {error}"))
}
