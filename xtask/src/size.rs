//! What a visitor downloads.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Result;
use flate2::{Compression, write::GzEncoder};

use crate::args::Args;
use crate::{build, files, split, workspace};

/// Bytes, compressed by brotli, that everything a first visit loads must not exceed.
const BUDGET: usize = 181_000;

/// Bytes, compressed by brotli, that a visit must not exceed in which a job is watched.
const JOB_BUDGET: usize = 300_000;

/// The same for one that looks at all of the job.
const WHOLE_JOB_BUDGET: usize = 327_000;

/// The same for all files together.
const WHOLE_BUDGET: usize = 479_000;

/// A part of the page that is loaded when it is first needed, or by other pages.
struct Part {
    /// What it is for; its files begin with this name, or have it among those who share them.
    name: &'static str,
    /// Bytes, compressed by brotli, that it must not exceed; those that parts share count for each.
    budget: usize,
}

const JOBS: Part = Part { name: "jobs", budget: 109_000 };
const DETAILS: Part = Part { name: "details", budget: 48_500 };
const PARTS: [Part; 6] = [
    Part { name: "texts", budget: 142_500 },
    JOBS,
    DETAILS,
    Part { name: "widgets", budget: 6_300 },
    Part { name: "chinese", budget: 8_500 },
    Part { name: build::ELEMENT, budget: 5_000 },
];

impl Part {
    /// Whether it takes the file of this name.
    fn takes(&self, file: &str) -> bool {
        match file.strip_prefix(split::SHARED) {
            Some(parts) => parts.split('-').any(|part| part == self.name),
            None => file.strip_prefix(self.name).is_some_and(|rest| rest.is_empty() || rest.starts_with('-')),
        }
    }
}

/// What a first visit loads. Other files (icons, pictures) are loaded on demand or not at all.
const COUNTED: [&str; 4] = ["html", "js", "css", "wasm"];

/// Bytes of a file, or of all: as it is, and in the two encodings that hosts offer.
#[derive(Clone, Copy, Default)]
struct Sizes {
    raw: usize,
    gzip: usize,
    brotli: usize,
}

pub(crate) fn run(args: Args) -> Result<ExitCode> {
    args.finish()?;
    build::release_page()?;
    Ok(if is_within_budget()? { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Prints what the built page weighs.
pub(crate) fn is_within_budget() -> Result<bool> {
    let files = measure(&workspace::dist())?;

    println!("{:<64} {:>9} {:>9} {:>9}", "file", "raw", "gzip", "brotli");
    let first = |name: &str| !PARTS.iter().any(|part| part.takes(name));
    let of = |is_of: &dyn Fn(&str) -> bool| {
        let its = files.iter().filter(|(name, _)| is_of(name));
        its.cloned().collect::<Vec<_>>()
    };
    let mut are_within = is_part_within("first visit", &of(&first), BUDGET);
    for part in &PARTS {
        are_within &= is_part_within(part.name, &of(&|name| part.takes(name)), part.budget);
    }
    let job = |name: &str| first(name) || JOBS.takes(name);
    let sums = [
        ("first visit and jobs", of(&job), JOB_BUDGET),
        ("first visit, jobs and details", of(&|name| job(name) || DETAILS.takes(name)), WHOLE_JOB_BUDGET),
        ("all of it", files, WHOLE_BUDGET),
    ];
    for (what, files, budget) in sums {
        let brotli = files.iter().map(|(_, sizes)| sizes.brotli).sum();
        are_within &= is_sum_within(what, brotli, budget);
    }
    Ok(are_within)
}

/// Prints what these files of a folder weigh, and whether they keep to a budget.
pub(crate) fn are_files_within(what: &str, folder: &Path, names: &[&str], budget: usize) -> Result<bool> {
    let mut files = Vec::new();
    for name in names {
        let file = folder.join(name);
        files.push(((*name).to_owned(), sizes(&files::bytes(&file)?)?));
    }
    Ok(is_part_within(what, &files, budget))
}

/// Prints what files weigh, and whether they keep to a budget.
fn is_part_within(what: &str, files: &[(String, Sizes)], budget: usize) -> bool {
    let mut total = Sizes::default();
    for (name, sizes) in files {
        print_row(name, *sizes);
        total.raw += sizes.raw;
        total.gzip += sizes.gzip;
        total.brotli += sizes.brotli;
    }
    print_row(what, total);
    is_sum_within(what, total.brotli, budget)
}

fn is_sum_within(what: &str, brotli: usize, budget: usize) -> bool {
    let share = brotli * 100 / budget;
    let is_within = brotli <= budget;
    let verdict = if is_within { "within" } else { "over" };
    println!("{what}: {verdict} the budget, {brotli} of {budget} bytes brotli ({share} %)\n");
    is_within
}

fn print_row(name: &str, sizes: Sizes) {
    println!("{name:<64} {:>9} {:>9} {:>9}", sizes.raw, sizes.gzip, sizes.brotli);
}

/// Every counted file below the folder, by name.
fn measure(folder: &Path) -> Result<Vec<(String, Sizes)>> {
    let is_counted = |path: &PathBuf| {
        path.extension().is_some_and(|extension| COUNTED.iter().any(|counted| extension == *counted))
    };
    let mut measured = Vec::new();
    for path in files::all(folder)?.into_iter().filter(is_counted) {
        let name = path.strip_prefix(folder).unwrap_or(&path).display().to_string();
        measured.push((name, sizes(&files::bytes(&path)?)?));
    }
    measured.sort_by(|(left, _), (right, _)| left.cmp(right));
    Ok(measured)
}

fn sizes(bytes: &[u8]) -> Result<Sizes> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    gzip.write_all(bytes)?;

    let mut brotli = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams { quality: 11, ..Default::default() };
    brotli::BrotliCompress(&mut &*bytes, &mut brotli, &parameters)?;

    Ok(Sizes { raw: bytes.len(), gzip: gzip.finish()?.len(), brotli: brotli.len() })
}
