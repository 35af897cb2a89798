//! What runs in other browsers than Chromium: everything that others embed, and those parts of the page in which engines differ.

use std::process::Command;

use anyhow::Result;

use crate::process::say;
use crate::tally::{Tally, count_tests};

/// Tests of the end-to-end package for one browser.
pub(crate) struct Selection {
    /// Test targets that run as a whole.
    suites: &'static [&'static str],
    /// Tests of the page, by the beginnings of their names.
    page: &'static [&'static str],
    /// Tests of these that do not run, each with the reason.
    not: &'static [(&'static str, &'static str)],
}

pub(crate) const FIREFOX: Selection = Selection {
    suites: &["widget", "package", "site", "engines"],
    page: &[
        "accessibility::the_keyboard",
        "accessibility::everything",
        "links::",
        "output::",
        "parts::",
        "sliders::",
        "windows::",
    ],
    not: &[],
};

pub(crate) const WEBKIT: Selection = Selection {
    suites: &["widget", "package", "site", "engines"],
    page: &["first_sight::", "windows::"],
    not: &[(
        "windows::no_name_or_number_of_the_table_runs_into_its_neighbour",
        "its font where nobody has installed one, DejaVu Sans, is wider than the fonts of all systems",
    )],
};

impl Selection {
    /// Runs them, each by a command that begins as told.
    pub(crate) fn run(&self, begin: impl Fn() -> Result<Command>) -> Result<Tally> {
        for (test, reason) in self.not {
            say(format_args!("not in this browser: {test}: {reason}"));
        }
        let mut suites = begin()?;
        for suite in self.suites {
            suites.args(["--test", suite]);
        }
        suites.arg("--");
        let mut page = begin()?;
        page.args(["--test", "page", "--"]);
        page.args(self.page);
        let mut tally = Tally::default();
        for mut tests in [suites, page] {
            for (test, _) in self.not {
                tests.args(["--skip", test]);
            }
            tally.add(count_tests(&mut tests)?);
        }
        Ok(tally)
    }
}
