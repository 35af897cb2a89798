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

/// Has cargo compile the standard library along with a program, under its profile. The one that comes with the toolchain is compiled for speed,
/// and formats a message for each panic, with its place in the source: six bytes in a hundred of what a visitor downloads, none of which
/// a visitor reads. Cargo offers it to stable toolchains by this word only; `rust-toolchain.toml` says exactly which toolchain it is.
pub(crate) const OWN_LIBRARY: [(&str, &str); 3] = [
    ("RUSTC_BOOTSTRAP", "1"),
    ("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort"),
    // Else it would have what prints the way to a panic.
    ("CARGO_UNSTABLE_BUILD_STD_FEATURES", ""),
];

/// Ends a program where it would panic. The page then says so itself, see `www/boot.js`; that also tells of what no panic does, as a full stack.
pub(crate) const ABORT: [&str; 2] = ["-Zunstable-options", "-Cpanic=immediate-abort"];

/// Makes sure that Rust can compile for [`WASM_TARGET`].
pub(crate) fn ensure_wasm_target() -> Result<()> {
    let sysroot = sysroot().context("`rustc --print sysroot` fails; install Rust from https://rustup.rs")?;
    let target = sysroot.join("lib/rustlib").join(WASM_TARGET);
    if target.join("lib").is_dir() {
        return Ok(());
    }
    rustup(&["target", "add", WASM_TARGET], "Rust's standard library for WebAssembly")
}

/// Makes sure that the standard library can be compiled, see [`OWN_LIBRARY`].
pub(crate) fn ensure_library_source() -> Result<()> {
    if library().is_some_and(|library| library.join("Cargo.lock").is_file()) {
        return Ok(());
    }
    rustup(&["component", "add", "rust-src"], "the source of Rust's standard library")
}

/// Where the source of the standard library is.
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
