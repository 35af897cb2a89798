//! The page, built by Trunk.

use std::env::{self, home_dir};
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, bail};

use crate::args::Args;
use crate::process::{run as run_command, say};
use crate::tools::{Tool, Toolbox};
use crate::{files, integrity, rust, split, styles, workspace};

/// The script of the element by which other pages have the calculator in them. Its name stays: it is written into those pages.
pub(crate) const ELEMENT: &str = "flink-memory-calculator.js";

/// How the name of the script begins that starts the page.
const START: &str = "boot-";

/// What TypeScript knows of it.
pub(crate) const ELEMENT_TYPES: &str = "flink-memory-calculator.d.ts";

pub(crate) fn run(args: Args) -> Result<ExitCode> {
    args.finish()?;
    release_page()?;
    say(format_args!("the page is in {}", workspace::dist().display()));
    Ok(ExitCode::SUCCESS)
}

/// Builds the page as it is published, into [`workspace::dist`].
pub(crate) fn release_page() -> Result<()> {
    let toolbox = toolbox(Profile::Release)?;
    let mut build = release_trunk(&toolbox, &[split::LINK_NOTES]);
    build.args(["build", "--release", "--features", split::FEATURE, "--dist"]);
    run_command(build.arg(workspace::dist()))?;
    if !workspace::dist().join("index.html").is_file() {
        bail!("Trunk built no index.html in {}", workspace::dist().display());
    }
    split::cut(&toolbox, &workspace::dist())?;
    styles::join(&workspace::dist())?;
    for name in [ELEMENT, ELEMENT_TYPES] {
        let source = workspace::root().join("www/embed").join(name);
        fs::copy(source, workspace::dist().join(name)).with_context(|| format!("cannot copy {name}"))?;
    }
    minify(&toolbox, &workspace::dist())?;
    let index = workspace::dist().join("index.html");
    let page = files::text(&index)?;
    let page = integrity::with_sums(&page, &workspace::dist())?;
    files::write(&index, &integrity::allowing(&page, START)?)
}

/// Makes scripts, style sheets and HTML smaller, in place. Trunk's own minifier does not understand what wasm-bindgen writes.
fn minify(toolbox: &Toolbox, dist: &Path) -> Result<()> {
    let folder = fs::read_dir(dist).with_context(|| format!("cannot list {}", dist.display()))?;
    for entry in folder {
        let file = entry?.path();
        let is_text = file.extension().is_some_and(|extension| extension == "js" || extension == "css");
        if is_text {
            let mut esbuild = toolbox.command("esbuild");
            esbuild.args(["--minify", "--allow-overwrite", "--charset=utf8", "--log-level=warning"]);
            esbuild.arg("--log-override:duplicate-object-key=silent");
            esbuild.arg(&file).arg(format!("--outfile={}", file.display()));
            run_command(&mut esbuild)?;
        } else if file.extension().is_some_and(|extension| extension == "html") {
            files::write(&file, &without_comments(&files::text(&file)?))?;
        }
    }
    Ok(())
}

/// Our own HTML without what only its authors read. It has no script or style in it, where `<!--` could mean something else.
fn without_comments(html: &str) -> String {
    let mut parts = html.split("<!--");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |kept, part| kept + part.split_once("-->").map_or("", |(_, rest)| rest))
}

/// Builds the page in which the engines alone are timed, into the folder that is returned.
pub(crate) fn bench_page() -> Result<PathBuf> {
    let toolbox = toolbox(Profile::Release)?;
    let source = workspace::root().join("tests/bench-page");
    let dist = workspace::target().join("xtask/bench-page");
    let mut build = release_trunk(&toolbox, &[]);
    run_command(build.args(["build", "--release", "--dist"]).arg(&dist).current_dir(source))?;
    Ok(dist)
}

/// Quick to build, or as published.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    Dev,
    Release,
}

/// What building the page takes. wasm-opt and esbuild run for releases only.
pub(crate) fn toolbox(profile: Profile) -> Result<Toolbox> {
    rust::ensure_wasm_target()?;
    let mut tools = vec![Tool::trunk(), Tool::wasm_bindgen()?];
    if profile == Profile::Release {
        rust::ensure_library_source()?;
        tools.extend([Tool::wasm_split(), Tool::wasm_opt(), Tool::esbuild()]);
    }
    Toolbox::with(&tools)
}

/// Trunk, asking nobody for newer versions of itself.
pub(crate) fn trunk(toolbox: &Toolbox) -> Command {
    let mut trunk = toolbox.command("trunk");
    trunk.arg("--skip-version-check");
    trunk.env("RUSTFLAGS", without_paths());
    if env::var_os("NO_COLOR").is_some() {
        // By convention any value will do; Trunk stops at every other than these two words.
        trunk.env("NO_COLOR", "true");
    }
    trunk
}

/// Trunk, with the standard library compiled as the page is and rustc told so much more.
fn release_trunk(toolbox: &Toolbox, more: &[&str]) -> Command {
    let mut trunk = trunk(toolbox);
    let mut flags = without_paths();
    for flag in rust::ABORT.iter().chain(more) {
        flags.push(" ");
        flags.push(flag);
    }
    trunk.env("RUSTFLAGS", flags).envs(rust::OWN_LIBRARY);
    trunk
}

/// The user's flags for rustc, and those that keep this machine's folders out of the messages of panics: the page is the same wherever it is
/// built, and a little smaller.
pub(crate) fn without_paths() -> OsString {
    let mut flags = env::var_os("RUSTFLAGS").unwrap_or_default();
    let cargo_home =
        env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| Some(home_dir()?.join(".cargo")));
    let registry = cargo_home.map(|home| home.join("registry/src"));
    // Flags are separated by blanks, so a folder with one in its name cannot be named; it then stays in the messages.
    let folders = registry.into_iter().chain(rust::library()).chain([workspace::root().to_path_buf()]);
    for folder in folders.filter(|folder| !folder.to_string_lossy().contains(' ')) {
        flags.push(" --remap-path-prefix=");
        flags.push(folder);
        flags.push("=");
    }
    flags
}

#[cfg(test)]
mod tests {
    use super::without_comments;

    #[test]
    fn comments_go_and_the_rest_stays() {
        assert_eq!(without_comments("<p>a<!-- b --></p><!--\n--><i>c</i>"), "<p>a</p><i>c</i>");
        assert_eq!(without_comments("<p>"), "<p>");
    }
}
