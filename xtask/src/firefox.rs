//! Firefox and its WebDriver: a second engine to run the published files in.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Result, bail};

use crate::browser::Program;
use crate::system::SystemPackage;
use crate::tools::Tool;

/// Firefox, and a driver, which goes with many versions of it.
pub(crate) struct Firefox {
    firefox: PathBuf,
    driver: PathBuf,
}

const FIREFOX: Program = Program {
    variable: "FIREFOX",
    names: &["firefox", "firefox-esr"],
    paths: &["/Applications/Firefox.app/Contents/MacOS/firefox"],
};

const DRIVER: Program = Program { variable: "GECKODRIVER", names: &[], paths: &[] };

const PACKAGE: SystemPackage = SystemPackage {
    what: "Firefox",
    purpose: "to test in a second browser",
    apt: &["firefox-esr"],
    mac: "brew install --cask firefox",
    // Ubuntu's package of this name only asks for the snap, which comes with a driver that may use it.
    ubuntu: Some(
        "run: sudo snap install firefox, then set FIREFOX to /snap/bin/firefox and GECKODRIVER to /snap/bin/geckodriver (where there is no \
         snap: npx @puppeteer/browsers install firefox@stable, then set FIREFOX to the path it prints)",
    ),
    elsewhere: "install it, or set FIREFOX to its path",
};

impl Firefox {
    /// Finds both, after installing them if need be.
    pub(crate) fn ensure() -> Result<Self> {
        if FIREFOX.find()?.is_none() {
            PACKAGE.install()?;
        }
        let Some(firefox) = FIREFOX.find()? else {
            bail!("{} is still missing; {}", PACKAGE.what, PACKAGE.elsewhere);
        };
        let driver = match DRIVER.find()? {
            Some(driver) => driver.path,
            None => Tool::geckodriver().program()?,
        };
        Ok(Self { firefox: firefox.path, driver })
    }

    /// Tells tests of the end-to-end package to take this browser.
    pub(crate) fn give_to(&self, mut tests: Command) -> Command {
        tests.env("FMC_BROWSER", "firefox").env("FIREFOX", &self.firefox).env("GECKODRIVER", &self.driver);
        tests
    }
}
