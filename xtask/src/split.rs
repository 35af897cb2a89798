//! The published page in several files: what every visit needs, what only texts need, what only jobs need, what is seen later of these,
//! what only widgets need, what only those need who read Chinese, and what these share.
//!
//! Trunk lays out the page and compiles it; what it makes of the WebAssembly is replaced here. The linker leaves its notes in the module (see
//! [`LINK_NOTES`]), by which `wasm-split-cli` finds what is only reached by way of functions that are marked as split points. Then
//! wasm-bindgen, wasm-opt and esbuild do for the files what Trunk has done for one.

use std::fs;
use std::hash::{DefaultHasher, Hasher};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::files;
use crate::integrity;
use crate::names;
use crate::process::run;
use crate::tools::Toolbox;
use crate::workspace;

/// What rustc is told so that a module can be cut.
pub(crate) const LINK_NOTES: &str = "-Clink-args=--emit-relocs";

/// The feature of the page with the split points.
pub(crate) const FEATURE: &str = "split";

const PROGRAM: &str = "flink-memory-calculator";

/// The name by which `www/boot.js` finds the program's script.
const GLOBAL: &str = "flinkMemoryCalculator";

/// The parts that are loaded later, as the program names them, and as their files are published.
const LATER: [(&str, &str); 5] = [
    ("texts", "texts"),
    ("live", "jobs"),
    ("details", "details"),
    ("embed", "widgets"),
    ("chinese", "chinese"),
];

/// How the tool names what several parts need.
const CHUNK: &str = "chunk_";

/// How the names of files begin that several parts need; the parts' names follow.
pub(crate) const SHARED: &str = "shared-";

/// Bytes of a chunk, optimised, up to which it goes into the first file: one more file costs a visitor more than what is in such a chunk.
const LEAST: usize = 1_500;

/// What modules call the one that has what they share.
const FIRST: &str = "__wasm_split";

/// What rustc enables for wasm32-unknown-unknown: with more, binaryen writes what browsers refuse; with less, it refuses what rustc wrote.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// What compresses best, of what was measured. Rust puts the stack first, so nothing lives below address 1024. Functions of
/// the same module are alike, and lie side by side when they are ordered by their names.
const OPTIMISE: [&str; 9] = [
    "-O2",
    "--shrink-level=2",
    "--converge",
    "--low-memory-unused",
    "--one-caller-inline-max-function-size=45",
    "--always-inline-max-function-size=4",
    "--code-folding",
    "--reorder-functions-by-name",
    "--strip-producers",
];

/// Replaces the page's program in `dist`, which Trunk has just built.
pub(crate) fn cut(toolbox: &Toolbox, dist: &Path) -> Result<()> {
    let module = workspace::target().join("wasm32-unknown-unknown/page").join(PROGRAM).with_extension("wasm");
    let work = workspace::target().join("xtask/split");
    drop(fs::remove_dir_all(&work));
    fs::create_dir_all(&work).with_context(|| format!("cannot make the folder {}", work.display()))?;

    // `page.wasm` and what is loaded later, with the script that loads it.
    run(toolbox.command("wasm-split-cli").arg(&module).arg(&work).args(["--out-name", "page"]))?;
    run(toolbox
        .command("wasm-bindgen")
        .args(["--target", "web", "--no-typescript", "--keep-debug", "--keep-lld-exports", "--out-dir"])
        .arg(&work)
        .arg(work.join("page.wasm")))?;

    let (program, script) = (work.join("page_bg.wasm"), work.join("page.js"));
    let loader = work.join("__wasm_split.js");
    let (module, text) =
        names::shorten(&fs::read(&program)?, &files::text(&script)?, &files::text(&loader)?)?;
    fs::write(&program, module).with_context(|| format!("cannot write {}", program.display()))?;
    files::write(&script, &text)?;

    let mut text = files::text(&loader)?;
    let mut later = Vec::new();
    let mut merge = toolbox.command("wasm-merge");
    merge.arg(&program).arg(FIRST);
    for module in split_off(&work)? {
        let small = optimised(toolbox, &work, &module)?;
        if module.starts_with(CHUNK) && small.len() <= LEAST {
            merge.arg(work.join(&module).with_extension("wasm")).arg(&module);
            text = without_chunk(&text, &module)?;
        } else {
            later.push((module, small));
        }
    }
    // With names, by which functions are ordered.
    run(merge.args(FEATURES).args(["-g", "-o"]).arg(&program))?;
    let first = publish(dist, &optimised(toolbox, &work, "page_bg")?, PROGRAM, "wasm")?;
    for (module, small) in later {
        let published = publish(dist, &small, &published_name(&text, &module)?, "wasm")?;
        text = with_sum(&text, &module, &published, &small)?;
    }
    files::write(&loader, &text)?;
    let script = work.join("bundle.js");
    let mut esbuild = toolbox.command("esbuild");
    esbuild.args(["--bundle", "--format=iife", "--log-level=warning"]).arg(work.join("page.js"));
    esbuild.arg(format!("--global-name={GLOBAL}")).arg("--define:import.meta.url=document.baseURI");
    // wasm-bindgen names the loader of the page's parts once for each of them; it is the same.
    esbuild.arg("--log-override:duplicate-object-key=silent");
    run(esbuild.arg(format!("--outfile={}", script.display())))?;
    let script = publish(dist, files::text(&script)?.as_bytes(), PROGRAM, "js")?;

    let index = dist.join("index.html");
    let page = with_script(&files::text(&index)?, &script)?;
    files::write(&index, &with_address(&page, "page-wasm", &first))?;
    remove_other_programs(dist, &[&first, &script])
}

/// The modules that were split off, by their names in the folder.
fn split_off(work: &Path) -> Result<Vec<String>> {
    let files = fs::read_dir(work).with_context(|| format!("cannot list {}", work.display()))?;
    let mut modules = Vec::new();
    for file in files {
        let name = file?.file_name().to_string_lossy().into_owned();
        if let Some(module) = name.strip_suffix(".wasm").filter(|module| !module.starts_with("page")) {
            modules.push(module.to_owned());
        }
    }
    modules.sort();
    Ok(modules)
}

/// Makes a module of the folder small.
fn optimised(toolbox: &Toolbox, work: &Path, name: &str) -> Result<Vec<u8>> {
    let small = work.join(name).with_extension("small.wasm");
    let mut wasm_opt = toolbox.command("wasm-opt");
    wasm_opt.arg(work.join(format!("{name}.wasm"))).args(FEATURES).args(OPTIMISE).arg("-o").arg(&small);
    run(&mut wasm_opt)?;
    fs::read(&small).with_context(|| format!("cannot read {}", small.display()))
}

/// What the file of a module is called: by the part that needs it, or by all that do. The loader says who they are, before it fetches a chunk.
fn published_name(loader: &str, module: &str) -> Result<String> {
    let published = |part: &str| {
        let known = LATER.iter().find(|(name, _)| *name == part);
        known.map(|(_, published)| *published).with_context(|| format!("nobody expects the part {part}"))
    };
    if let Some(part) = module.strip_prefix("split_") {
        return Ok(published(part)?.to_owned());
    }
    let (before, _) = loader
        .split_once(&format!("const __{module} "))
        .with_context(|| format!("nobody expects {module}.wasm"))?;
    let parts = before.rsplit_once("/* ").and_then(|(_, parts)| Some(parts.split_once(" */")?.0));
    let parts = parts.with_context(|| format!("nobody needs {module}.wasm"))?.split(", ");
    Ok(SHARED.to_owned() + &parts.map(published).collect::<Result<Vec<_>>>()?.join("-"))
}

/// The loader's text without a chunk, which is there from the beginning.
fn without_chunk(loader: &str, chunk: &str) -> Result<String> {
    let name = format!("__{chunk}");
    let cut = loader.split_once(&format!("const {name} = makeLoad(")).and_then(|(before, definition)| {
        let (before, _parts) = before.rsplit_once("/* ")?;
        Some([before, definition.split_once(", []);\n")?.1])
    });
    let [before, after] = cut.with_context(|| format!("nothing loads {chunk}.wasm"))?;
    let lists = after.split('[').map(|list| match list.split_once(']') {
        Some((list, rest)) if list.contains(&name) => {
            let kept: Vec<_> = list.split(", ").filter(|each| *each != name).collect();
            format!("{}]{rest}", kept.join(", "))
        }
        _ => list.to_owned(),
    });
    Ok(before.to_owned() + &lists.collect::<Vec<_>>().join("["))
}

/// The loader's text, where it fetches a module, with the name that it is published under and the sum of its content.
fn with_sum(text: &str, module: &str, published: &str, content: &[u8]) -> Result<String> {
    let address = format!("new URL(\"./{module}.wasm\", import.meta.url)");
    ensure!(text.contains(&address), "nothing fetches {module}.wasm");
    let sum = integrity::sum(content);
    Ok(text.replace(
        &address,
        &format!("new URL(\"./{published}\", import.meta.url), {{ integrity: \"{sum}\" }}"),
    ))
}

/// Puts a file into the page, under a name that changes with its content.
pub(crate) fn publish(dist: &Path, content: &[u8], name: &str, extension: &str) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    hasher.write(content);
    let name = format!("{name}-{:016x}.{extension}", hasher.finish());
    let place = dist.join(&name);
    fs::write(&place, content).with_context(|| format!("cannot write {}", place.display()))?;
    Ok(name)
}

/// The page with its program's script in an element, before the one that starts it. What is imported instead has no sum to be checked against.
fn with_script(page: &str, name: &str) -> Result<String> {
    let (before, link) = page.split_once("<link id=\"page-script\"").context("the page names no script")?;
    let (_, after) = link.split_once('>').context("the page names no script")?;
    let page = format!("{before}{}", after.trim_start());
    let (before, start) = page.split_once("<script").context("the page has no script that starts it")?;
    Ok(format!("{before}<script src=\"./{name}\" defer></script>\n  <script{start}"))
}

/// The page with another address in the link of this id, and without the sum of what was there before.
fn with_address(page: &str, id: &str, name: &str) -> String {
    let mark = format!("id=\"{id}\"");
    let tag = |tag: &str| {
        let mut words = tag.split(' ').filter(|word| !word.starts_with("integrity="));
        let mut kept = words.next().unwrap_or_default().to_owned();
        for word in words {
            kept.push(' ');
            if word.starts_with("href=") {
                kept.push_str(&format!("href=\"./{name}\""));
            } else {
                kept.push_str(word);
            }
        }
        kept
    };
    let tags = page.split_inclusive('>').map(|part| match part.rsplit_once('<') {
        Some((before, rest)) if rest.contains(&mark) => {
            let end = if rest.ends_with("/>") { "/>" } else { ">" };
            format!("{before}<{}{end}", tag(rest.trim_end_matches(end)))
        }
        _ => part.to_owned(),
    });
    tags.collect()
}

/// Removes what Trunk made.
fn remove_other_programs(dist: &Path, kept: &[&str]) -> Result<()> {
    let files = fs::read_dir(dist).with_context(|| format!("cannot list {}", dist.display()))?;
    for file in files {
        let file: PathBuf = file?.path();
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with(PROGRAM) && !kept.contains(&&*name) {
            fs::remove_file(&file).with_context(|| format!("cannot remove {}", file.display()))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{published_name, with_address, with_script, without_chunk};

    #[test]
    fn nothing_loads_a_chunk_that_is_there() -> anyhow::Result<()> {
        let loader = "const a = b;\n/* live, texts */\nconst __chunk_1 = makeLoad(() => 1\n, []);\n/* embed, texts */\nconst __chunk_11 = makeLoad(() => 2\n, []);\nexport const texts = makeLoad(() => 3\n, [__chunk_1, __chunk_11]);\nexport const live = makeLoad(() => 4\n, [__chunk_1]);";
        assert_eq!(
            without_chunk(loader, "chunk_1")?,
            "const a = b;\n/* embed, texts */\nconst __chunk_11 = makeLoad(() => 2\n, []);\nexport const texts = makeLoad(() => 3\n, [__chunk_11]);\nexport const live = makeLoad(() => 4\n, []);"
        );
        assert!(without_chunk(loader, "chunk_2").is_err());
        Ok(())
    }

    #[test]
    fn files_are_named_by_who_needs_them() {
        let loader =
            "/* embed, texts */\nconst __chunk_1 = load;\n/* details, live */\nconst __chunk_12 = load;";
        let name = |module| published_name(loader, module).ok();
        assert_eq!(name("split_live").as_deref(), Some("jobs"));
        assert_eq!(name("chunk_1").as_deref(), Some("shared-widgets-texts"));
        assert_eq!(name("chunk_12").as_deref(), Some("shared-details-jobs"));
        assert_eq!(name("chunk_2"), None);
        assert_eq!(name("split_other"), None);
    }

    #[test]
    fn the_script_comes_before_the_one_that_starts_it() -> anyhow::Result<()> {
        let page = "<link id=\"page-script\" rel=\"modulepreload\" href=\"./a.js\">\n<b><script src=\"./boot.js\"></script>";
        assert_eq!(
            with_script(page, "c.js")?,
            "<b><script src=\"./c.js\" defer></script>\n  <script src=\"./boot.js\"></script>"
        );
        Ok(())
    }

    #[test]
    fn addresses_change_in_the_link_that_is_meant() {
        let page = "<p>a\n<link id=\"x\" href=\"./a.js\" integrity=\"sha\">\n<link id=\"y\" href=\"./b.js\">";
        assert_eq!(
            with_address(page, "x", "c.js"),
            "<p>a\n<link id=\"x\" href=\"./c.js\">\n<link id=\"y\" href=\"./b.js\">"
        );
    }
}
