//! The package for JavaScript and TypeScript, built by wasm-pack: three modules, each for Node and for browsers, and as bundlers take it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};

use crate::args::Args;
use crate::process::{run as run_command, say};
use crate::tools::{Tool, Toolbox};
use crate::{build, files, rust, size, workspace};

/// A module of the package.
struct Module {
    /// What its files are called, and the feature of the crate that it is made with.
    name: &'static str,
    /// How it is compiled.
    profile: &'static str,
    /// Bytes, compressed by brotli, that whoever imports it for the web may have to load.
    budget: usize,
}

const MODULES: [Module; 3] = [
    Module { name: "calculator", profile: "calculator", budget: 120_000 },
    Module { name: "simulation", profile: "page", budget: 120_000 },
    // All that the others read, and what is told from seven more kinds of text. Nobody has to load it who has Flink's own files.
    Module { name: "texts", profile: "calculator", budget: 215_000 },
];

/// A target: wasm-pack's name of it, and its folder in the package.
type Target = (&'static str, &'static str);

/// The target whose WebAssembly is optimised. That of the other is the same, and optimising takes long.
const OPTIMISED: Target = ("nodejs", "node");
const OTHER: Target = ("web", "web");

/// Types that name what only newer libraries of TypeScript have say so.
const NEWER: &str = "/// <reference lib=\"esnext.disposable\" />\n";

pub(crate) fn run(args: Args) -> Result<ExitCode> {
    args.finish()?;
    build()?;
    say(format_args!("the package is in {}", workspace::package().display()));
    Ok(if is_within_budget()? { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Builds the package, with what that takes.
pub(crate) fn build() -> Result<()> {
    rust::ensure_wasm_target()?;
    release_package(&Toolbox::with(&[Tool::wasm_bindgen()?, Tool::wasm_pack(), Tool::wasm_opt()])?)
}

/// Builds the package as it is published, into [`workspace::package`].
pub(crate) fn release_package(toolbox: &Toolbox) -> Result<()> {
    let package = workspace::package();
    files::remove(&package)?;
    for module in &MODULES {
        pack(toolbox, module, OPTIMISED, true)?;
        pack(toolbox, module, OTHER, false)?;
        gather(module, &package)?;
        // wasm-bindgen writes the same types for all targets, but for how the module is loaded.
        let types = format!("{}.d.ts", module.name);
        let written = files::text(&made(module, OPTIMISED.0).join(&types))?;
        let head = if written.contains("Symbol.dispose") { NEWER } else { "" };
        files::write_below(&package.join(&types), &(head.to_owned() + &with_words(written)))?;
        for (template, file) in [
            ("web.d.ts", format!("web/{types}")),
            ("bundler.d.ts", format!("bundler/{types}")),
            ("bundler.js", format!("bundler/{}.js", module.name)),
        ] {
            let text = files::text(&source().join("npm").join(template))?.replace("MODULE", module.name);
            files::write_below(&package.join(file), &text)?;
        }
    }
    for folder in ["bundler", "web"] {
        let main = MODULES[0].name;
        let manifest =
            format!("{{ \"type\": \"module\", \"main\": \"./{main}.js\", \"types\": \"./{main}.d.ts\" }}\n");
        files::write_below(&package.join(folder).join("package.json"), &manifest)?;
    }
    let manifest =
        files::text(&source().join("npm/package.json"))?.replace("VERSION", env!("CARGO_PKG_VERSION"));
    files::write_below(&package.join("package.json"), &manifest)?;
    let command = "flink-memory-calculator.mjs";
    files::copy(&source().join("npm").join(command), &package.join("bin").join(command))?;
    files::copy(&source().join("README.md"), &package.join("README.md"))?;
    for file in ["LICENSE", "NOTICE"] {
        files::copy(&workspace::root().join(file), &package.join(file))?;
    }
    Ok(())
}

/// Says of methods that wasm-bindgen adds to every class what they do.
fn with_words(types: String) -> String {
    const FREE: &str = "    free(): void;";
    const DISPOSE: &str = "    [Symbol.dispose](): void;";
    types
        .replace(
            FREE,
            &format!("    /** Gives its memory back. No other method may be called then. */\n{FREE}"),
        )
        .replace(DISPOSE, &format!("    /** The same, for `using`. */\n{DISPOSE}"))
}

/// Prints what a page loads that imports a module of the package.
pub(crate) fn is_within_budget() -> Result<bool> {
    let web = workspace::package().join("web");
    let mut are_within = true;
    for Module { name, budget, .. } in MODULES {
        are_within &= size::are_files_within(
            &format!("package, {name}"),
            &web,
            &[&format!("{name}.js"), &format!("{name}_bg.wasm")],
            budget,
        )?;
    }
    Ok(are_within)
}

/// The crate that it is made of.
fn source() -> PathBuf {
    workspace::root().join("crates/jsapi")
}

/// Where wasm-pack puts what it makes for a target.
fn made(module: &Module, target: &str) -> PathBuf {
    workspace::target().join("xtask/package").join(format!("{}-{target}", module.name))
}

fn pack(toolbox: &Toolbox, module: &Module, (target, _): Target, is_optimised: bool) -> Result<()> {
    let mut pack = toolbox.command("wasm-pack");
    pack.env("RUSTFLAGS", build::without_paths());
    pack.args(["build", "--mode", "no-install", "--no-pack", "--target", target]);
    pack.args(["--profile", module.profile, "--out-name", module.name, "--out-dir"]);
    pack.arg(made(module, target)).arg(source());
    if !is_optimised {
        pack.arg("--no-opt");
    }
    run_command(pack.args(["--no-default-features", "--features", module.name]))
}

/// Puts what was made for both targets into the package: scripts of each, and the same WebAssembly.
fn gather(module: &Module, package: &Path) -> Result<()> {
    let wasm = format!("{}_bg.wasm", module.name);
    for (target, folder) in [OPTIMISED, OTHER] {
        let (made, folder) = (made(module, target), package.join(folder));
        for entry in fs::read_dir(&made).with_context(|| format!("cannot list {}", made.display()))? {
            let file = entry?.path();
            if file.extension().is_some_and(|extension| extension == "js")
                && let Some(name) = file.file_name()
            {
                files::copy(&file, &folder.join(name))?;
            }
        }
        files::copy(&self::made(module, OPTIMISED.0).join(&wasm), &folder.join(&wasm))?;
    }
    Ok(())
}
