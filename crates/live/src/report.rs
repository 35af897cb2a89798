//! Reads the scenarios of a directory, compares them, and says what came of it.

use std::fs::{self, File};
use std::io::{self, BufReader, Read as _, Write};
use std::path::{Path, PathBuf};

use flate2::read::GzDecoder;

use crate::compare::{Comparison, Nearness, compare};
use crate::group::Group;

/// How many metrics were near enough.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Near enough, by group as in [`Group::ALL`].
    pub passed: [u32; Group::ALL.len()],
    /// Of these, those that are only as near as repeats were to each other.
    pub as_repeats: [u32; Group::ALL.len()],
    /// Not near enough.
    pub failed: [u32; Group::ALL.len()],
    /// Scenarios that could not be compared at all.
    pub unread: u32,
}

impl Totals {
    /// Metrics that are not near enough, and scenarios that were not read.
    #[must_use]
    pub fn failures(&self) -> u32 {
        self.failed.iter().sum::<u32>() + self.unread
    }

    fn count(&mut self, comparison: &Comparison) {
        let group = comparison.group as usize;
        match comparison.nearness {
            Nearness::Near => self.passed[group] += 1,
            Nearness::NearAsRepeats => {
                self.passed[group] += 1;
                self.as_repeats[group] += 1;
            }
            Nearness::Far => self.failed[group] += 1,
        }
    }
}

/// Compares all scenarios of a directory's `.jsonl` and `.jsonl.gz` files, and writes a line for each metric; only for those that are not
/// near enough, or only as near as repeats are, if not `is_verbose`.
///
/// # Errors
/// What cannot be read or written.
pub fn run(directory: &Path, is_verbose: bool, out: &mut impl Write) -> io::Result<Totals> {
    let mut totals = Totals::default();
    for file in files(directory)? {
        let text = read(&file)?;
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        for line in text.lines().filter(|line| !line.is_empty()) {
            match compare(line) {
                Ok((scenario, comparisons)) => {
                    let near = comparisons.iter().filter(|one| one.nearness != Nearness::Far).count();
                    writeln!(out, "{name} {scenario}: {near} of {} within tolerance", comparisons.len())?;
                    for comparison in &comparisons {
                        totals.count(comparison);
                        if is_verbose || comparison.nearness != Nearness::Near {
                            write_comparison(comparison, out)?;
                        }
                    }
                }
                Err(reason) => {
                    totals.unread += 1;
                    writeln!(out, "{name}: {reason}")?;
                }
            }
        }
    }
    write_totals(&totals, out)?;
    Ok(totals)
}

fn files(directory: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        let name = path.to_string_lossy();
        if name.ends_with(".jsonl") || name.ends_with(".jsonl.gz") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn read(path: &Path) -> io::Result<String> {
    let file = BufReader::new(File::open(path)?);
    if path.extension().is_some_and(|extension| extension == "gz") {
        io::read_to_string(GzDecoder::new(file))
    } else {
        let mut text = String::new();
        BufReader::new(file).read_to_string(&mut text)?;
        Ok(text)
    }
}

fn write_comparison(comparison: &Comparison, out: &mut impl Write) -> io::Result<()> {
    let mark = match comparison.nearness {
        Nearness::Near => "ok",
        Nearness::NearAsRepeats => "spread",
        Nearness::Far => "MISS",
    };
    write!(out, "  {mark:<6} {:<11} {}", comparison.group.name(), comparison.metric)?;
    if let Some([median, least, greatest]) = comparison.measured {
        write!(out, ": measured {least:.4}..{greatest:.4}, median {median:.4}")?;
        match comparison.simulated {
            Some(simulated) => {
                let error = simulated - median;
                write!(
                    out,
                    ", simulated {simulated:.4}, error {error:+.4}, tolerance {:.4}",
                    comparison.tolerance
                )?;
            }
            None => write!(out, ", not simulated")?,
        }
    }
    writeln!(out)
}

fn write_totals(totals: &Totals, out: &mut impl Write) -> io::Result<()> {
    writeln!(out)?;
    for (at, group) in Group::ALL.iter().enumerate() {
        let (passed, all) = (totals.passed[at], totals.passed[at] + totals.failed[at]);
        let as_repeats = totals.as_repeats[at];
        writeln!(
            out,
            "{:<11} {passed} of {all} within tolerance, {as_repeats} by the spread of repeats",
            group.name()
        )?;
    }
    writeln!(out, "{} passed, {} failed", totals.passed.iter().sum::<u32>(), totals.failures())
}
