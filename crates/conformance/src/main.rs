//! Checks a directory of recorded answers of Flink and reports what differs.

use std::ffi::OsString;
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use conformance::{DEFAULT_SHOWN, Tally, run};

const USAGE: &str = "\
Usage: conformance [DIR] [--show N]

Compares every recorded answer of Flink in DIR (default: the recordings of this repository) with ours.

  --show N  differences shown of each file (default: 5)

Exit status: 0 if every line matches, 1 if one does not, 2 for a wrong command line.
";

/// What the command line asks for.
enum Task {
    Check { directory: PathBuf, shown: usize },
    Help,
}

fn main() -> ExitCode {
    let mut out = Pipe { out: BufWriter::new(io::stdout().lock()), is_closed: false };
    let finished = match parse(std::env::args_os().skip(1)) {
        Ok(Task::Help) => {
            out.write_all(USAGE.as_bytes()).and_then(|()| out.flush()).map(|()| ExitCode::SUCCESS)
        }
        Ok(Task::Check { directory, shown }) => run(&directory, shown, &mut out).map(|tally| match tally {
            Tally { failed: 0, .. } => ExitCode::SUCCESS,
            _ => ExitCode::FAILURE,
        }),
        Err(reason) => {
            complain(&format!("{reason}\n\n{USAGE}"));
            Ok(ExitCode::from(2))
        }
    };
    finished.unwrap_or_else(|error| {
        complain(&format!("cannot write the report: {error}\n"));
        ExitCode::FAILURE
    })
}

/// Writes to standard error, about whose failure nothing can be said.
fn complain(message: &str) {
    drop(io::stderr().write_all(message.as_bytes()));
}

fn parse(mut args: impl Iterator<Item = OsString>) -> Result<Task, String> {
    let mut directory = None;
    let mut shown = DEFAULT_SHOWN;
    while let Some(arg) = args.next() {
        match arg.to_str() {
            Some("-h" | "--help") => return Ok(Task::Help),
            Some("--show") => shown = parse_shown(args.next().as_deref().and_then(|count| count.to_str()))?,
            Some(arg) if arg.starts_with("--show=") => shown = parse_shown(arg.strip_prefix("--show="))?,
            Some(arg) if arg.starts_with('-') => return Err(format!("unknown option: {arg}")),
            _ if directory.is_none() => directory = Some(PathBuf::from(arg)),
            _ => return Err(format!("more than one directory: {}", arg.display())),
        }
    }
    Ok(Task::Check { directory: directory.unwrap_or_else(own_recordings), shown })
}

fn parse_shown(count: Option<&str>) -> Result<usize, String> {
    let count = count.ok_or("--show needs a number")?;
    count.parse().map_err(|_| format!("--show needs a number: {count}"))
}

/// The recordings of this repository, from where it was compiled or from where we are.
fn own_recordings() -> PathBuf {
    let compiled = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors");
    if compiled.is_dir() { compiled } else { PathBuf::from("tests/vectors") }
}

/// An output whose reader may leave: from then on everything is written to nowhere, and only the exit status tells the outcome.
struct Pipe<W> {
    out: W,
    is_closed: bool,
}

impl<W: Write> Pipe<W> {
    fn forgive<T>(&mut self, written: io::Result<T>, instead: T) -> io::Result<T> {
        match written {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => {
                self.is_closed = true;
                Ok(instead)
            }
            other => other,
        }
    }
}

impl<W: Write> Write for Pipe<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.is_closed {
            return Ok(bytes.len());
        }
        let written = self.out.write(bytes);
        self.forgive(written, bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.is_closed {
            return Ok(());
        }
        let flushed = self.out.flush();
        self.forgive(flushed, ())
    }
}
