//! Everything a person types to work on this repository: `cargo xtask <command>`.
//!
//! One file per noun. [`tools`], [`browser`] and [`rust`] make a bare machine able to build and test; the others are commands on top.
//! Progress goes to standard error, results to standard output.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command-line program talks through these")]

mod args;
mod bench;
mod browser;
mod build;
mod conformance;
mod docs;
mod engines;
mod files;
mod firefox;
mod fuzz;
mod integrity;
mod live;
mod names;
mod node;
mod package;
mod process;
mod rust;
mod serve;
mod setup;
mod single;
mod site;
mod size;
mod split;
mod styles;
mod system;
mod tally;
mod test;
mod tools;
mod webkit;
mod workspace;

use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::args::Args;

/// A command: what is typed, what it is for, and what runs.
struct Task {
    name: &'static str,
    usage: &'static str,
    summary: &'static str,
    run: fn(Args) -> Result<ExitCode>,
}

/// In the order in which `help` lists them: the most used first.
const TASKS: &[Task] = &[
    Task {
        name: "serve",
        usage: "[--port N] [--release]",
        summary: "set up, build the page, serve it on this machine and print its address",
        run: serve::run,
    },
    Task {
        name: "test",
        usage: "[--fast]",
        summary: "all checks and tests, native and in a headless browser (--fast: native only)",
        run: test::run,
    },
    Task {
        name: "dist",
        usage: "[--url ADDRESS] [--out DIR] [--docs]",
        summary: "the whole site, to be put on any static host, into target/site (--url: where it will be, for search engines; --docs: with pages for programmers)",
        run: site::run,
    },
    Task {
        name: "build",
        usage: "",
        summary: "the release page alone, as tests take it, into dist/",
        run: build::run,
    },
    Task {
        name: "size",
        usage: "",
        summary: "build the release page, print what a visitor downloads, fail above the budget",
        run: size::run,
    },
    Task {
        name: "package",
        usage: "",
        summary: "the package for JavaScript and TypeScript, ready to publish, into target/package; fail above its budgets",
        run: package::run,
    },
    Task {
        name: "docs",
        usage: "",
        summary: "pages for programmers, of the engines, the package and the element, into target/docs",
        run: docs::run,
    },
    Task {
        name: "conformance",
        usage: "[DIR]",
        summary: "compare the resolver with recorded results of Flink (default: those in this repository)",
        run: conformance::run,
    },
    Task {
        name: "live",
        usage: "[DIR] [--all]",
        summary: "simulate what was measured on real clusters and compare (default: the measurements in this repository)",
        run: live::run,
    },
    Task {
        name: "bench",
        usage: "[native|browser|page|widgets|audit]",
        summary: "benchmarks, natively and in a headless browser (default: both), or there of the page without the engines, of widgets alone, or of how soon both are there, as Lighthouse rates it",
        run: bench::run,
    },
    Task {
        name: "fuzz",
        usage: "[TARGET] [--seconds N]",
        summary: "run the property tests and then each fuzz target with fresh random input for a while (default: 60 s, then 20 s each), or one of them",
        run: fuzz::run,
    },
    Task { name: "setup", usage: "", summary: "only install what the other commands need", run: setup::run },
    Task { name: "help", usage: "", summary: "this list", run: help },
];

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    let name = words.next().unwrap_or_else(|| "help".to_owned());
    run(&name, words.collect()).unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::FAILURE
    })
}

fn run(name: &str, words: Vec<String>) -> Result<ExitCode> {
    let name = if matches!(name, "-h" | "--help") { "help" } else { name };
    let Some(task) = TASKS.iter().find(|task| task.name == name) else {
        bail!("there is no command `{name}`; `cargo xtask help` lists those there are");
    };
    if words.iter().any(|word| word == "-h" || word == "--help") {
        println!("cargo xtask {} {}\n\n{}", task.name, task.usage, task.summary);
        return Ok(ExitCode::SUCCESS);
    }
    (task.run)(Args::new(task.name, words))
}

fn help(args: Args) -> Result<ExitCode> {
    args.finish()?;
    println!("cargo xtask <command>\n");
    for task in TASKS {
        let typed = format!("{} {}", task.name, task.usage);
        println!("  {typed:<30} {}", task.summary);
    }
    println!(
        "\nTools are installed once per version into {}\n(set {} to put them elsewhere).",
        tools::cache_dir()?.display(),
        tools::CACHE_VARIABLE,
    );
    Ok(ExitCode::SUCCESS)
}
