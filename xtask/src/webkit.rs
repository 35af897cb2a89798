//! WebKit's WebDriver, with the small browser that comes with it, on a display that nobody sees: the engine of Safari, where it can be had.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Result, bail};

use crate::process::find_on_path;
use crate::system::SystemPackage;

/// The driver, and the display for its browser.
pub(crate) struct WebKit {
    driver: PathBuf,
    display: PathBuf,
}

const DRIVER: &str = "WebKitWebDriver";
const DISPLAY: &str = "Xvfb";

const PACKAGE: SystemPackage = SystemPackage {
    what: "WebKitWebDriver or Xvfb",
    purpose: "to test in WebKit",
    apt: &["webkit2gtk-driver", "xvfb"],
    mac: "nothing, the tests know no driver of WebKit's for macOS",
    ubuntu: None,
    elsewhere: "install WebKitGTK with its driver and its MiniBrowser, and Xvfb",
};

impl WebKit {
    /// Finds both, after installing them if need be.
    pub(crate) fn ensure() -> Result<Self> {
        if let Some(found) = Self::find() {
            return Ok(found);
        }
        PACKAGE.install()?;
        match Self::find() {
            Some(found) => Ok(found),
            None => bail!("{} is still missing; {}", PACKAGE.what, PACKAGE.elsewhere),
        }
    }

    fn find() -> Option<Self> {
        Some(Self { driver: find_on_path(DRIVER)?, display: find_on_path(DISPLAY)? })
    }

    /// Tells tests of the end-to-end package to take this browser.
    pub(crate) fn give_to(&self, mut tests: Command) -> Command {
        tests.env("FMC_BROWSER", "webkit").env("WEBKITDRIVER", &self.driver).env("XVFB", &self.display);
        tests
    }
}
