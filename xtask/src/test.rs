//! All checks and tests: natively, in a browser, and on the finished page.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use crate::args::Args;
use crate::browser::Browser;
use crate::firefox::Firefox;
use crate::process::{cargo, run as run_command, say};
use crate::tally::{Tally, count_tests};
use crate::tools::{self, Toolbox};
use crate::webkit::WebKit;
use crate::{build, docs, engines, package, rust, setup, site, size, workspace};

/// Seconds for the tests of one package in the browser; the runner's own limit of 20 is for small suites.
const BROWSER_TEST_SECONDS: &str = "600";

/// Packages that are not compiled for the browser.
const NATIVE_ONLY: [&str; 2] = ["xtask", "e2e"];

pub(crate) fn run(mut args: Args) -> Result<ExitCode> {
    let fast = args.flag("--fast");
    args.finish()?;

    let mut report = Report::default();
    report.stage("format", || {
        rust::ensure_fmt_and_clippy()?;
        check(cargo().args(["fmt", "--all", "--check"]))
    });
    report.stage("lints", || {
        check(deny_warnings(cargo().args(["clippy", "--keep-going", "--workspace", "--all-targets"])))
    });
    report.stage("documentation", || {
        let mut doc = cargo();
        doc.args(["doc", "--workspace", "--no-deps", "--document-private-items"]);
        check(doc.env("RUSTDOCFLAGS", "--deny warnings"))
    });
    report.stage("native tests", || {
        count_tests(cargo().args(["test", "--workspace", "--exclude", "e2e", "--no-fail-fast"]))
    });
    if !fast {
        report.browser_stages();
    }
    Ok(report.print())
}

/// Tells the end-to-end package where browser, driver, page and the checkers of pages are.
pub(crate) fn give_browser(command: &mut Command, browser: &Browser) -> Result<()> {
    command
        .env("CHROME", browser.chrome())
        .env("CHROMEDRIVER", browser.driver())
        .env("FMC_WEBDRIVER_JSON", browser.capabilities()?)
        .env("FMC_AXE", tools::axe()?)
        .env("FMC_LIGHTHOUSE", tools::lighthouse()?)
        .env("FMC_TSC", tools::typescript()?)
        .env("FMC_PACKAGE", workspace::package())
        .env("FMC_DIST", workspace::dist())
        .env("FMC_SITE", workspace::site());
    Ok(())
}

/// All tests of the end-to-end package, on what was built.
fn end_to_end(browser: &Browser, bench_page: &Path) -> Result<Command> {
    let mut tests = cargo();
    tests.args(["test", "--package", "e2e", "--no-fail-fast"]);
    give_browser(&mut tests, browser)?;
    tests.envs(tools::makers()?).env("FMC_BENCH_PAGE", bench_page);
    Ok(tests)
}

/// What happened, stage by stage.
#[derive(Default)]
struct Report {
    stages: Vec<(&'static str, Tally, Duration)>,
    /// Stages that this machine has nothing to run with, and why.
    not_run: Vec<String>,
}

impl Report {
    /// Runs a stage and notes its outcome; a stage that cannot run is a failure, and the next ones go on.
    fn stage(&mut self, name: &'static str, run: impl FnOnce() -> Result<Tally>) {
        say(format_args!("── {name} ──"));
        let start = Instant::now();
        let tally = run().unwrap_or_else(|error| {
            say(format_args!("{name}: {error:#}"));
            Tally::of_check(false)
        });
        self.stages.push((name, tally, start.elapsed()));
    }

    fn browser_stages(&mut self) {
        self.stage("lints for wasm32", || {
            rust::ensure_wasm_target()?;
            let mut clippy = cargo();
            // Benchmarks are native, and so are all tests but those for the browser.
            clippy.args(["clippy", "--keep-going", "--workspace", "--lib", "--bins", "--test", "browser"]);
            clippy.args(["--target", rust::WASM_TARGET]);
            for package in NATIVE_ONLY {
                clippy.args(["--exclude", package]);
            }
            check(deny_warnings(&mut clippy))
        });

        let mut found = None;
        self.stage("tools and browser", || {
            found = Some(setup::everything()?);
            Ok(Tally::of_check(true))
        });
        let Some((toolbox, browser)) = found else {
            // Their failure is already counted, and there is nothing to run the rest with.
            return;
        };
        self.stage("browser tests", || browser_tests(&toolbox, &browser));

        let mut bench_page = None;
        self.stage("release page", || {
            build::release_page()?;
            site::publish(&workspace::dist(), &workspace::site(), None)?;
            bench_page = Some(build::bench_page()?);
            Ok(Tally::of_check(true))
        });
        let mut is_packed = false;
        self.stage("package", || {
            package::release_package(&toolbox)?;
            is_packed = true;
            Ok(Tally::of_check(package::is_within_budget()?))
        });
        if is_packed {
            self.stage("documentation pages", || {
                docs::write(&workspace::docs())?;
                Ok(Tally::of_check(true))
            });
        }
        if bench_page.is_some() {
            self.stage("page size", || Ok(Tally::of_check(size::is_within_budget()?)));
        }
        if let (Some(bench_page), true) = (bench_page, is_packed) {
            self.end_to_end_stages(|| end_to_end(&browser, &bench_page));
        }
    }

    /// The finished page, site and package, in each browser that can be had.
    fn end_to_end_stages(&mut self, tests: impl Fn() -> Result<Command>) {
        self.stage("end to end", || count_tests(&mut tests()?));
        self.stage("Firefox", || {
            let firefox = Firefox::ensure()?;
            engines::FIREFOX.run(|| Ok(firefox.give_to(tests()?)))
        });
        match WebKit::ensure() {
            Ok(webkit) => {
                self.stage("WebKit", || engines::WEBKIT.run(|| Ok(webkit.give_to(tests()?))));
            }
            // Its driver is for few systems, and its engine is nobody's only one.
            Err(error) => self.not_run.push(format!("WebKit: {error:#}")),
        }
    }

    /// Prints a line for each stage and the sum last.
    fn print(&self) -> ExitCode {
        let mut sum = Tally::default();
        println!("\n{:<20} {:>7} {:>7} {:>9}", "stage", "passed", "failed", "time");
        for (name, tally, time) in &self.stages {
            println!("{name:<20} {:>7} {:>7} {:>7.1} s", tally.passed, tally.failed, time.as_secs_f32());
            sum.add(*tally);
        }
        for stage in &self.not_run {
            println!("not run: {stage}");
        }
        println!("{} passed, {} failed", sum.passed, sum.failed);
        // Nothing can be done about a closed standard output, and the exit status tells the outcome anyway.
        drop(std::io::stdout().flush());
        if sum.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}

/// A command that either succeeds or does not.
fn check(command: &mut Command) -> Result<Tally> {
    run_command(command)?;
    Ok(Tally::of_check(true))
}

fn deny_warnings(clippy: &mut Command) -> &mut Command {
    clippy.args(["--", "--deny", "warnings"])
}

/// The `tests/browser.rs` of each package that has one.
fn browser_tests(toolbox: &Toolbox, browser: &Browser) -> Result<Tally> {
    let capabilities = browser.capabilities()?;
    let mut tally = Tally::default();
    for package in workspace::browser_test_packages().context("cannot list the packages")? {
        let mut tests = toolbox.command("wasm-pack");
        tests.args(["test", "--headless", "--chrome", "--mode", "no-install", "--chromedriver"]);
        tests.arg(browser.driver()).arg(package).args(["--test", "browser"]);
        tests.env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", &capabilities);
        tests.env("WASM_BINDGEN_TEST_TIMEOUT", BROWSER_TEST_SECONDS);
        tally.add(count_tests(&mut tests)?);
    }
    Ok(tally)
}
