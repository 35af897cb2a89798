//! Random input, for as long as one likes: first to the property tests, then to the fuzz targets, which learn from the paths that the code
//! takes.
//!
//! The targets are in `fuzz/`, apart from the workspace. They are built for coverage with this repository's own toolchain: no nightly one is
//! needed without a sanitizer, and there is no unsafe code for one to look at.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use flate2::read::GzDecoder;
use serde_json::Value;

use crate::args::Args;
use crate::process::{cargo, run as run_command, say};
use crate::tools::{Tool, Toolbox};
use crate::workspace;

/// Long enough that starting up does not matter, short enough that `--seconds` is kept.
const CASES_PER_ROUND: u32 = 20_000;

/// Packages with property tests, and the files that have them.
const PROPERTIES: [(&str, &[&str]); 3] = [
    ("resolver", &["properties", "slot_properties", "texts", "text_properties", "exports"]),
    ("pools", &["buffer_laws", "buffer_model", "memory_laws"]),
    ("sim", &["flow_laws", "debloat_laws", "hostile"]),
];

/// Recordings of a kind that a target begins with. They are many, and nearly alike.
const MOST_RECORDINGS: usize = 400;

pub(crate) fn run(mut args: Args) -> Result<ExitCode> {
    let seconds: Option<u64> = args.value("--seconds")?;
    let name = args.positional();
    args.finish()?;

    let targets = targets()?;
    match name {
        Some(target) if targets.contains(&target) => fuzz(&[target], seconds.unwrap_or(60))?,
        Some(test) => properties(Some(&test), seconds.unwrap_or(60))?,
        None => {
            properties(None, seconds.unwrap_or(60))?;
            let targets: Vec<_> = targets.into_iter().collect();
            fuzz(&targets, seconds.unwrap_or(20))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Property tests, or those of a name, round after round.
fn properties(test: Option<&str>, seconds: u64) -> Result<()> {
    let length = Duration::from_secs(seconds);
    let start = Instant::now();
    let mut rounds = 0_u32;
    while rounds == 0 || start.elapsed() < length {
        for (package, files) in PROPERTIES {
            let mut round = cargo();
            round.args(["test", "--quiet", "--release", "--package", package]);
            for file in files {
                round.args(["--test", file]);
            }
            // Each round draws its input anew.
            round.args(test).env("PROPTEST_CASES", CASES_PER_ROUND.to_string());
            run_command(&mut round)?;
        }
        rounds += 1;
    }
    say(format_args!(
        "{rounds} rounds of {CASES_PER_ROUND} cases per property in {} s, nothing found",
        start.elapsed().as_secs()
    ));
    Ok(())
}

/// Names of the fuzz targets: those of their files.
fn targets() -> Result<BTreeSet<String>> {
    let folder = folder().join("fuzz_targets");
    let files = folder.read_dir().with_context(|| format!("cannot read {}", folder.display()))?;
    let mut names = BTreeSet::new();
    for file in files {
        if let Some(name) = file?.path().file_stem() {
            names.insert(name.to_string_lossy().replace('_', "-"));
        }
    }
    Ok(names)
}

fn folder() -> PathBuf {
    workspace::root().join("fuzz")
}

/// Fuzz targets one after the other, each for some seconds.
fn fuzz(targets: &[String], seconds: u64) -> Result<()> {
    let toolbox = Toolbox::with(&[Tool::cargo_fuzz()])?;
    let build = workspace::target().join("fuzz");
    for target in targets {
        let seeds = build.join("seeds").join(target);
        plant(target, &seeds)?;
        // What was found earlier on this machine; libFuzzer adds to it.
        let corpus = folder().join("corpus").join(target);
        fs::create_dir_all(&corpus).with_context(|| format!("cannot make {}", corpus.display()))?;

        say(format_args!("fuzzing {target} for {seconds} s"));
        let mut fuzzer = toolbox.command("cargo-fuzz");
        fuzzer.args(["run", "--fuzz-dir", "fuzz", "--sanitizer", "none", "--target-dir"]);
        fuzzer.arg(&build).arg(target).arg(&corpus).arg(&seeds).arg("--");
        fuzzer.arg(format!("-max_total_time={seconds}"));
        fuzzer.arg(format!("-dict={}", folder().join("flink.dict").display()));
        // Ten seconds for a few kilobytes would be a reader that hangs.
        fuzzer.args(["-timeout=10", "-rss_limit_mb=1024", "-max_len=8192", "-len_control=20"]);
        fuzzer.args(["-verbosity=0", "-print_final_stats=1"]);
        run_command(&mut fuzzer).with_context(|| {
            format!(
                "the input is in fuzz/artifacts/{target}, if the target failed; to build it takes a C++ compiler \
                 (`sudo apt-get install build-essential` or `xcode-select --install`)"
            )
        })?;
    }
    say("nothing found");
    Ok(())
}

/// Writes what a target begins with: inputs of this repository, each in a file of its own.
fn plant(target: &str, seeds: &Path) -> Result<()> {
    let root = workspace::root();
    let mut texts = Vec::new();
    match target {
        "link" => {
            let links = root.join("tests/links.txt");
            let links =
                fs::read_to_string(&links).with_context(|| format!("cannot read {}", links.display()))?;
            texts.extend(links.lines().filter_map(|line| line.strip_prefix("link ")).map(str::to_owned));
        }
        "resolve" => {
            texts.extend(recorded(&root.join("tests/vectors/resolve"), |line| {
                let entries = line["config"].as_object()?.iter();
                Some(
                    entries.map(|(key, value)| format!("{key}={}\n", value.as_str().unwrap_or(""))).collect(),
                )
            })?);
        }
        _ => {
            collect(&root.join("tests/inputs"), &mut texts)?;
            texts.extend(recorded(&root.join("tests/vectors/file"), |line| {
                line["text"].as_str().map(str::to_owned)
            })?);
        }
    }
    if matches!(target, "log-block" | "detect") {
        texts.extend(recorded(&root.join("tests/vectors/log_block.jsonl.gz"), |line| {
            let lines = line["lines"].as_array()?.iter();
            Some(lines.filter_map(|line| Some(line.as_str()?.to_owned() + "\n")).collect())
        })?);
    }
    if matches!(target, "error-message" | "detect") {
        texts.extend(recorded(&root.join("tests/vectors/resolve"), |line| {
            line["error"]["message"].as_str().map(str::to_owned)
        })?);
    }

    match fs::remove_dir_all(seeds) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
        _ => {}
    }
    fs::create_dir_all(seeds).with_context(|| format!("cannot make {}", seeds.display()))?;
    for (number, text) in texts.iter().enumerate() {
        fs::write(seeds.join(number.to_string()), text)?;
    }
    Ok(())
}

/// All files below a folder, if there is one.
fn collect(folder: &Path, texts: &mut Vec<String>) -> Result<()> {
    let Ok(entries) = folder.read_dir() else { return Ok(()) };
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, texts)?;
        } else if path.extension().is_none_or(|extension| extension != "expected") {
            let bytes = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
            texts.push(String::from_utf8_lossy(&bytes).into_owned());
        }
    }
    Ok(())
}

/// Different texts in the lines of a packed recording, or of all in a folder; none if it is not there.
fn recorded(path: &Path, text: impl Fn(&Value) -> Option<String>) -> Result<BTreeSet<String>> {
    let mut files = match path.read_dir() {
        Ok(entries) => entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?,
        Err(_) if path.is_file() => vec![path.to_owned()],
        Err(_) => Vec::new(),
    };
    files.sort();
    let mut texts = BTreeSet::new();
    for file in files {
        // The releases' files begin with the same requests: some of each.
        let most = texts.len() + MOST_RECORDINGS / 15 + MOST_RECORDINGS * usize::from(path.is_file());
        let open = File::open(&file).with_context(|| format!("cannot read {}", file.display()))?;
        for line in BufReader::new(GzDecoder::new(open)).lines() {
            let line: Value = serde_json::from_str(&line?).with_context(|| file.display().to_string())?;
            texts.extend(text(&line));
            if texts.len() >= most {
                break;
            }
        }
    }
    Ok(texts)
}
