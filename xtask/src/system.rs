//! The operating system's package manager: used where that needs no question, named otherwise.

use std::process::{Command, Stdio};

use anyhow::{Result, bail};

use crate::process::{find_on_path, output, run, say};

/// Programs that come from the operating system: what each system calls them.
pub(crate) struct SystemPackage {
    /// What is missing, as the subject of a sentence.
    pub(crate) what: &'static str,
    /// What it is needed for.
    pub(crate) purpose: &'static str,
    /// Debian's packages.
    pub(crate) apt: &'static [&'static str],
    /// What to type on macOS.
    pub(crate) mac: &'static str,
    /// What to do on Ubuntu, if its packages are not Debian's.
    pub(crate) ubuntu: Option<&'static str>,
    /// What to do on any other system.
    pub(crate) elsewhere: &'static str,
}

impl SystemPackage {
    /// Installs through `apt-get` when run as root where there is one; otherwise says what to type.
    pub(crate) fn install(&self) -> Result<()> {
        let Self { what, purpose, apt, mac, ubuntu, elsewhere } = *self;
        if cfg!(target_os = "macos") {
            bail!("{what} is missing, needed {purpose}; run: {mac}");
        }
        if let Some(ubuntu) = ubuntu
            && is_ubuntu()
        {
            bail!("{what} is missing, needed {purpose}; {ubuntu}");
        }
        if find_on_path("apt-get").is_none() {
            bail!("{what} is missing, needed {purpose}; {elsewhere}");
        }
        let packages = apt.join(" ");
        if !is_root() {
            bail!("{what} is missing, needed {purpose}; run: sudo apt-get install {packages}");
        }
        say(format_args!("installing {packages} with apt-get, {purpose} (a minute or two)"));
        let installed = run(apt_get().arg("update"))
            .and_then(|()| run(apt_get().args(["install", "-y", "--no-install-recommends"]).args(apt)));
        if let Err(error) = installed {
            bail!(
                "{what} is missing, needed {purpose}, and apt-get cannot install it ({error}); {elsewhere}"
            );
        }
        Ok(())
    }
}

/// `apt-get` that asks nothing.
fn apt_get() -> Command {
    let mut command = Command::new("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive").arg("-q").stdin(Stdio::null());
    command
}

fn is_ubuntu() -> bool {
    std::fs::read_to_string("/etc/os-release")
        .is_ok_and(|release| release.lines().any(|line| line == "ID=ubuntu"))
}

fn is_root() -> bool {
    output(Command::new("id").arg("-u")).is_some_and(|id| id.trim() == "0")
}
