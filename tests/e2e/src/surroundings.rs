//! What `cargo xtask` passes on. Each variable has a fallback, so that a single test can be run by hand after `cargo xtask build`.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::engine::Engine;

/// The built page.
#[must_use]
pub fn dist() -> PathBuf {
    let dist = variable("FMC_DIST").unwrap_or_else(|| root().join("dist"));
    assert!(dist.join("index.html").is_file(), "no page in {}; run `cargo xtask build`", dist.display());
    dist
}

/// The site as it is put on hosts.
#[must_use]
pub fn site() -> PathBuf {
    let site = variable("FMC_SITE").unwrap_or_else(|| target().join("site"));
    assert!(site.join("sw.js").is_file(), "no site in {}; run `cargo xtask dist`", site.display());
    site
}

/// The page that has the engines alone.
#[must_use]
pub fn bench_page() -> PathBuf {
    let page = variable("FMC_BENCH_PAGE").unwrap_or_else(|| target().join("xtask/bench-page"));
    assert!(
        page.join("index.html").is_file(),
        "no page in {}; run `cargo xtask bench browser`",
        page.display()
    );
    page
}

/// The package for JavaScript.
#[must_use]
pub fn package() -> PathBuf {
    let package = variable("FMC_PACKAGE").unwrap_or_else(|| target().join("package"));
    let is_there = package.join("package.json").is_file();
    assert!(is_there, "no package in {}; run `cargo xtask package`", package.display());
    package
}

/// TypeScript's compiler, one JavaScript file.
#[must_use]
pub fn typescript() -> PathBuf {
    variable("FMC_TSC").expect("FMC_TSC is not set to tsc.js; `cargo xtask test` does that")
}

/// The accessibility checker, one JavaScript file.
#[must_use]
pub fn axe() -> PathBuf {
    variable("FMC_AXE").expect("FMC_AXE is not set to axe.min.js; `cargo xtask test` does that")
}

/// The script that rates pages.
#[must_use]
pub fn lighthouse() -> PathBuf {
    variable("FMC_LIGHTHOUSE")
        .expect("FMC_LIGHTHOUSE is not set to lighthouse's cli/index.js; `cargo xtask test` does that")
}

/// Where files go that may be deleted at any time.
#[must_use]
pub fn target() -> PathBuf {
    variable("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |target| root().join(target))
}

/// The repository's top folder.
#[must_use]
pub fn root() -> &'static Path {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.ancestors().nth(2).expect("the package is in tests/e2e")
}

/// Where a program is that makes pages: for `mkdocs` and `hugo`, where Python finds it; of `vite` and `webpack` the script; of `react`
/// the folder of packages; `esbuild` itself.
#[must_use]
pub fn maker(program: &str) -> PathBuf {
    let name = format!("FMC_{}", program.to_uppercase());
    variable(&name).unwrap_or_else(|| panic!("{name} is not set; `cargo xtask test` does that"))
}

/// Chromium itself, for what is done without a driver.
#[must_use]
pub fn chrome() -> PathBuf {
    variable("CHROME").unwrap_or_else(|| "chromium".into())
}

/// What it is told on its command line.
#[must_use]
pub fn chrome_arguments() -> Vec<String> {
    let capabilities = chromium_capabilities();
    let arguments = capabilities["goog:chromeOptions"]["args"].as_array().cloned().unwrap_or_default();
    arguments.iter().filter_map(|argument| argument.as_str().map(str::to_owned)).collect()
}

/// Firefox itself, where it is not where its driver looks.
pub(crate) fn firefox() -> Option<PathBuf> {
    variable("FIREFOX")
}

/// The program that drives a browser.
pub(crate) fn driver(engine: Engine) -> PathBuf {
    let (name, program) = match engine {
        Engine::Chromium => ("CHROMEDRIVER", "chromedriver"),
        Engine::Firefox => ("GECKODRIVER", "geckodriver"),
        Engine::WebKit => ("WEBKITDRIVER", "WebKitWebDriver"),
    };
    variable(name).unwrap_or_else(|| program.into())
}

/// The program that is a display which nobody sees.
pub(crate) fn display() -> PathBuf {
    variable("XVFB").unwrap_or_else(|| "Xvfb".into())
}

/// The browser to test in.
#[must_use]
pub fn engine() -> Engine {
    let name = env::var("FMC_BROWSER").unwrap_or_default();
    match name.as_str() {
        "" | "chromium" => Engine::Chromium,
        "firefox" => Engine::Firefox,
        "webkit" => Engine::WebKit,
        _ => panic!("FMC_BROWSER is `{name}`, and not chromium, firefox or webkit"),
    }
}

/// What is asked of Chromium, as WebDriver's capabilities.
pub(crate) fn chromium_capabilities() -> Value {
    let path = variable("FMC_WEBDRIVER_JSON").unwrap_or_else(|| root().join("webdriver.json"));
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn variable(name: &str) -> Option<PathBuf> {
    env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from)
}
