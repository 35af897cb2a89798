//! Node.js, with npm: from there come tools that are no Rust, and some of them are scripts that it runs.

use std::env;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::process::{find_on_path, output, run};
use crate::system::SystemPackage;

const NPM: SystemPackage = SystemPackage {
    what: "npm",
    purpose: "to install wasm-opt and esbuild, which make the page smaller, and what checks it and the package: axe-core, Lighthouse, TypeScript, Vite, webpack",
    apt: &["nodejs", "npm"],
    mac: "brew install node",
    ubuntu: None,
    elsewhere: "install Node.js from https://nodejs.org",
};

/// The oldest Node.js of each line that runs all tools of tests; lines between are too old. Vite asks for the most.
const OLDEST: [Version; 2] = [(20, 19), (22, 12)];

/// Major and minor number.
type Version = (u32, u32);

const CERTIFICATES: &str = "NODE_EXTRA_CA_CERTS";
const SYSTEM_CERTIFICATES: &str = "/etc/ssl/certs/ca-certificates.crt";

/// Installs packages, each as `name@version`, into a folder of their own.
pub(crate) fn install<'package>(
    prefix: &Path,
    packages: impl IntoIterator<Item = &'package str>,
) -> Result<()> {
    ensure_npm()?;
    let mut install = Command::new("npm");
    install.args(["install", "--global", "--no-audit", "--no-fund", "--loglevel", "error", "--prefix"]);
    install.arg(prefix).args(packages).stdin(Stdio::null());
    // Node.js trusts only what it brings along; the system may know more, such as the certificate of a company's proxy.
    if env::var_os(CERTIFICATES).is_none() && Path::new(SYSTEM_CERTIFICATES).is_file() {
        install.env(CERTIFICATES, SYSTEM_CERTIFICATES);
    }
    run(&mut install)
}

/// Makes sure that Node.js is there, and new enough for the scripts that tests run.
pub(crate) fn ensure_for_tests() -> Result<()> {
    ensure_npm()?;
    let printed = output(Command::new("node").arg("--version")).context("`node --version` fails")?;
    if version(&printed).is_some_and(is_new_enough) {
        return Ok(());
    }
    bail!(
        "Node.js {} is too old to run Vite and Lighthouse, which tests need: install 20.19 or newer of version 20, or 22.12 or newer, and \
         put it first on the PATH (from https://nodejs.org/en/download, or `brew install node`, or `sudo snap install node --classic`)",
        printed.trim()
    )
}

fn ensure_npm() -> Result<()> {
    if find_on_path("npm").is_none() {
        NPM.install()?;
    }
    Ok(())
}

/// (20, 19) from `v20.19.4`.
fn version(printed: &str) -> Option<Version> {
    let mut numbers = printed.trim().strip_prefix('v')?.split('.');
    Some((numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?))
}

fn is_new_enough(found: Version) -> bool {
    let newest_line = OLDEST[OLDEST.len() - 1];
    found >= newest_line || OLDEST.iter().any(|oldest| found.0 == oldest.0 && found >= *oldest)
}

#[cfg(test)]
mod tests {
    use super::{is_new_enough, version};

    #[test]
    fn nodes_of_which_vite_or_lighthouse_is_not_sure_are_too_old() {
        for (printed, expected) in [
            ("v18.20.4\n", false),
            ("v20.18.1\n", false),
            ("v20.19.0\n", true),
            ("v21.7.3\n", false),
            ("v22.11.0\n", false),
            ("v22.12.0\n", true),
            ("v24.1.0\n", true),
            ("v24.0.0-nightly\n", true),
            ("not a version\n", false),
        ] {
            assert_eq!(version(printed).is_some_and(is_new_enough), expected, "{printed}");
        }
    }
}
