//! The parts of the Rust toolchain which a minimal installation lacks.
//!
//! `rust-toolchain.toml` names them too, but rustup adds them by itself only where automatic installs are on.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::process::{cargo, find_on_path, output, run, say};
use crate::workspace;

/// What the page is compiled for.
pub(crate) const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// Makes sure that Rust can compile for [`WASM_TARGET`].
pub(crate) fn ensure_wasm_target() -> Result<()> {
    let sysroot = sysroot().context("`rustc --print sysroot` fails; install Rust from https://rustup.rs")?;
    let target = sysroot.join("lib/rustlib").join(WASM_TARGET);
    if target.join("lib").is_dir() {
        return Ok(());
    }
    rustup(&["target", "add", WASM_TARGET], "Rust's standard library for WebAssembly")
}

/// Where the source of the standard library would be: messages of panics name it where it is installed.
pub(crate) fn library() -> Option<PathBuf> {
    Some(sysroot()?.join("lib/rustlib/src/rust/library"))
}

fn sysroot() -> Option<PathBuf> {
    let printed = output(Command::new("rustc").args(["--print", "sysroot"]).current_dir(workspace::root()))?;
    Some(PathBuf::from(printed.trim()))
}

/// Makes sure that `cargo fmt` and `cargo clippy` are there.
pub(crate) fn ensure_fmt_and_clippy() -> Result<()> {
    for (component, subcommand) in [("rustfmt", "fmt"), ("clippy", "clippy")] {
        if output(cargo().args([subcommand, "--version"])).is_none() {
            rustup(&["component", "add", component], component)?;
        }
    }
    Ok(())
}

fn rustup(args: &[&str], what: &str) -> Result<()> {
    if find_on_path("rustup").is_none() {
        bail!(
            "{what} is missing, and there is no rustup to add it; install Rust from https://rustup.rs, or {what} with the package \
             manager Rust came from"
        );
    }
    say(format_args!("adding {what} (a few seconds)"));
    run(Command::new("rustup").args(args).current_dir(workspace::root())).with_context(|| {
        format!("{what} is missing; when the network is back, run: rustup {}", args.join(" "))
    })
}
