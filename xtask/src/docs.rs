//! What programmers read, as pages: the engines' crates by rustdoc, the package and the element by TypeDoc. Anything without a word, and any link
//! that leads nowhere, is an error.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, ensure};
use serde_json::json;

use crate::args::Args;
use crate::process::{cargo, run as run_command, say};
use crate::{build, files, package, tools, workspace};

/// The crates that others can use; what they are about stands on the first page.
const CRATES: [&str; 5] = ["resolver", "pools", "sim", "bridge", "java-numbers"];

/// Modules of the package, by the names of their types; and the element.
const MODULES: [&str; 4] = ["calculator", "texts", "simulation", "element"];

pub(crate) fn run(args: Args) -> Result<ExitCode> {
    args.finish()?;
    package::build()?;
    let out = workspace::docs();
    write(&out)?;
    say(format_args!("the pages begin with {}", out.join("index.html").display()));
    Ok(ExitCode::SUCCESS)
}

/// Writes all of it into a folder of its own. The [package] has to be built.
pub(crate) fn write(out: &Path) -> Result<()> {
    // TypeDoc runs in another folder.
    let out = std::path::absolute(out).context("cannot tell the current folder")?;
    files::remove(&out)?;
    rust(&out.join("rust"))?;
    typescript(&out.join("typescript"))?;
    let source = workspace::root().join("www/site");
    let first = files::text(&source.join("docs.html"))?;
    files::write(&out.join("index.html"), &first)?;
    files::write(&out.join("docs.css"), &files::text(&source.join("docs.css"))?)?;
    let links = first.split("href=\"./").skip(1).filter_map(|rest| rest.split(['"', '#']).next());
    for link in links {
        ensure!(out.join(link).is_file(), "docs.html leads to {link}, which is not there");
    }
    Ok(())
}

/// What it is made of: pages that are not the result, but that the next run need not make again.
fn workshop() -> PathBuf {
    workspace::target().join("xtask/docs")
}

fn rust(out: &Path) -> Result<()> {
    // A folder of its own: in the common one are the pages of all crates, with what is private.
    let target = workshop().join("rust");
    let pages = target.join("doc");
    files::remove(&pages)?;
    let mut doc = cargo();
    doc.args(["doc", "--no-deps", "--lib", "--target-dir"]).arg(&target);
    for name in CRATES {
        doc.args(["--package", name]);
    }
    run_command(doc.env("RUSTDOCFLAGS", "--deny warnings"))?;
    files::copy_all(&pages, out)
}

fn typescript(out: &Path) -> Result<()> {
    let types = workshop().join("types");
    fs::create_dir_all(&types).with_context(|| format!("cannot make {}", types.display()))?;
    let element = workspace::root().join("www/embed").join(build::ELEMENT_TYPES);
    for module in MODULES {
        let name = format!("{module}.d.ts");
        let made = workspace::package().join(&name);
        files::write(&types.join(&name), &files::text(if module == "element" { &element } else { &made })?)?;
    }
    let guide = types.join("EMBEDDING.md");
    files::write(&guide, &files::text(&workspace::root().join("docs/EMBEDDING.md"))?)?;
    let entries = MODULES.map(|module| types.join(module).with_extension("d.ts"));
    let compiler = json!({
        "compilerOptions": { "strict": true, "target": "es2022", "lib": ["esnext", "dom"], "types": [], "noEmit": true },
        "files": entries,
    });
    let settings = json!({
        "name": "flink-memory-calculator",
        "entryPoints": entries,
        "basePath": types,
        "tsconfig": types.join("tsconfig.json"),
        "readme": workspace::package().join("README.md"),
        "projectDocuments": [guide],
        "out": out,
        "validation": { "notExported": true, "invalidLink": true, "notDocumented": true },
        "requiredToBeDocumented": ["Class", "Function", "Interface", "TypeAlias"],
        "treatWarningsAsErrors": true,
        "disableGit": true,
        "disableSources": true,
        "hideGenerator": true,
    });
    files::write(&types.join("tsconfig.json"), &compiler.to_string())?;
    files::write(&types.join("typedoc.json"), &settings.to_string())?;
    let mut typedoc = Command::new("node");
    typedoc.arg(tools::typedoc()?).arg("--options").arg(types.join("typedoc.json"));
    run_command(typedoc.current_dir(&types))
}
