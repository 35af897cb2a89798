//! The browser that all tests run in, and its WebDriver. Some run in others too: see [`crate::firefox`] and [`crate::webkit`].

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::process::{find_on_path, output};
use crate::system::SystemPackage;
use crate::workspace;

/// Chromium or Chrome, and a driver of the same major version.
pub(crate) struct Browser {
    chrome: PathBuf,
    driver: PathBuf,
}

const CHROME: Program = Program {
    variable: "CHROME",
    names: &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"],
    paths: &[
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/snap/bin/chromium",
    ],
};

const DRIVER: Program = Program {
    variable: "CHROMEDRIVER",
    names: &["chromedriver", "chromium.chromedriver"],
    paths: &["/usr/lib/chromium-browser/chromedriver", "/snap/bin/chromium.chromedriver"],
};

const PACKAGE: SystemPackage = SystemPackage {
    what: "Chromium or its chromedriver",
    purpose: "to test in a browser",
    apt: &["chromium", "chromium-driver"],
    mac: "brew install --cask google-chrome chromedriver",
    // Ubuntu's packages of these names only ask for the snap.
    ubuntu: Some(
        "run: sudo snap install chromium (where there is no snap: npx @puppeteer/browsers install chrome@stable and \
         npx @puppeteer/browsers install chromedriver@stable, then set CHROME and CHROMEDRIVER to the paths they print)",
    ),
    elsewhere: "install both, or set CHROME and CHROMEDRIVER to their paths",
};

impl Browser {
    /// Finds both, after installing them if need be.
    pub(crate) fn ensure() -> Result<Self> {
        if CHROME.find()?.is_none() || DRIVER.find()?.is_none() {
            PACKAGE.install()?;
        }
        let (Some(chrome), Some(driver)) = (CHROME.find()?, DRIVER.find()?) else {
            bail!("{} is still missing; {}", PACKAGE.what, PACKAGE.elsewhere);
        };
        if chrome.major != driver.major {
            bail!(
                "{} is version {}, but {} is for version {}; install two of one version, or set CHROME and CHROMEDRIVER to their paths",
                chrome.path.display(),
                chrome.major,
                driver.path.display(),
                driver.major
            );
        }
        Ok(Self { chrome: chrome.path, driver: driver.path })
    }

    /// Chromium's or Chrome's path.
    pub(crate) fn chrome(&self) -> &Path {
        &self.chrome
    }

    /// The driver's path.
    pub(crate) fn driver(&self) -> &Path {
        &self.driver
    }

    /// Writes `webdriver.json` with the browser's path in it, since a driver would look for one of its own; returns the copy's path.
    pub(crate) fn capabilities(&self) -> Result<PathBuf> {
        let source = workspace::root().join("webdriver.json");
        let text =
            fs::read_to_string(&source).with_context(|| format!("cannot read {}", source.display()))?;
        let mut capabilities: Value = serde_json::from_str(&text).context("webdriver.json is not JSON")?;
        capabilities["goog:chromeOptions"]["binary"] = self.chrome.to_string_lossy().into();

        let folder = workspace::target().join("xtask");
        let copy = folder.join("webdriver.json");
        fs::create_dir_all(&folder)
            .and_then(|()| fs::write(&copy, capabilities.to_string()))
            .with_context(|| format!("cannot write {}", copy.display()))?;
        Ok(copy)
    }
}

/// Where to look for a program: a variable first, then names on the PATH, then places.
pub(crate) struct Program {
    pub(crate) variable: &'static str,
    pub(crate) names: &'static [&'static str],
    pub(crate) paths: &'static [&'static str],
}

/// A program that can be run.
pub(crate) struct Found {
    pub(crate) path: PathBuf,
    major: u32,
}

impl Program {
    /// The first that can say its version: Ubuntu has a `chromium-browser` that only says where to get the real one.
    pub(crate) fn find(&self) -> Result<Option<Found>> {
        if let Some(path) = env::var_os(self.variable).map(PathBuf::from) {
            return match Found::at(path.clone()) {
                Some(found) => Ok(Some(found)),
                None => bail!("{} is `{}`, which cannot be run", self.variable, path.display()),
            };
        }
        let on_path = self.names.iter().filter_map(|name| find_on_path(name));
        Ok(on_path.chain(self.paths.iter().map(PathBuf::from)).find_map(Found::at))
    }
}

impl Found {
    fn at(path: PathBuf) -> Option<Self> {
        let major = major_version(&output(Command::new(&path).arg("--version"))?)?;
        Some(Self { path, major })
    }
}

/// 156 from `Chromium 156.0.8078.79 built on Debian GNU/Linux 12 (bookworm)`.
fn major_version(printed: &str) -> Option<u32> {
    printed.split_whitespace().find_map(|word| word.split_once('.')?.0.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::major_version;

    #[test]
    fn major_versions_are_read_from_what_browsers_print() {
        for (printed, major) in [
            ("Chromium 156.0.8078.79 built on Debian GNU/Linux 12 (bookworm)\n", Some(156)),
            ("Mozilla Firefox 153.7.0esr\n", Some(153)),
            ("ChromeDriver 156.0.8078.79 (a21ce95c-refs/branch-heads/8078@{#1704})\n", Some(156)),
            ("Command '/usr/bin/chromium-browser' requires the chromium snap to be installed.\n", None),
        ] {
            assert_eq!(major_version(printed), major, "{printed}");
        }
    }
}
