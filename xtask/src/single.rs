//! The page as one HTML file: for wikis that take attachments, for frames without an origin whose host sends no headers, and for opening from a disk.
//!
//! Style sheets and scripts stand in it and are named in its policy by their sums, so that it lets nothing else run. Programs stand in it as
//! `data:` addresses, in the places from where the page's script fetches them.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::{files, integrity};

/// The page of the built files in `dist` as one file.
pub(crate) fn page(page: &str, dist: &Path) -> Result<String> {
    let mut inline = Inline { dist, styles: Vec::new(), scripts: Vec::new(), last: String::new() };
    let mut text = String::new();
    for part in page.split_inclusive('>') {
        let (before, tag) = part.split_at(part.rfind('<').unwrap_or(part.len()));
        text.push_str(before);
        text.push_str(&inline.instead_of(tag)?);
    }
    ensure!(
        inline.scripts.len() == 2 && !inline.styles.is_empty(),
        "the page is not made of what was expected"
    );
    // Deferred scripts run when all of the page is there; so do those at its end.
    let text = replaced(&text, "</body>", &format!("{}</body>", inline.last))?;
    let scripts = between(&text, "script-src ", " 'wasm-unsafe-eval'")?.to_owned();
    let text = replaced(
        &text,
        &format!("script-src {scripts}"),
        &format!("script-src {}", inline.scripts.join(" ")),
    )?;
    let text = replaced(&text, "style-src 'self'", &format!("style-src {}", inline.styles.join(" ")))?;
    replaced(&text, "connect-src 'self'", "connect-src data:")
}

struct Inline<'a> {
    dist: &'a Path,
    /// How the policy names what is inline.
    styles: Vec<String>,
    scripts: Vec<String>,
    /// What comes at the end of the page.
    last: String,
}

impl Inline<'_> {
    /// What stands in the place of a tag: what it loads, or the tag itself.
    fn instead_of(&mut self, tag: &str) -> Result<String> {
        // All scripts of the page have moved to its end.
        if tag == "</script>" {
            return Ok(String::new());
        }
        let attribute = |name: &str| Some(tag.split_once(&format!(" {name}=\""))?.1.split_once('"')?.0);
        let file = attribute("href").or_else(|| attribute("src")).and_then(|file| file.strip_prefix("./"));
        let Some(file) = file else { return Ok(tag.to_owned()) };
        let path = self.dist.join(file);
        match attribute("id") {
            Some("page-wasm") => Ok(format!(
                "<link id=\"page-wasm\" href=\"{}\">",
                data("application/wasm", &files::bytes(&path)?)
            )),
            _ if tag.contains("rel=\"stylesheet\"") => {
                let style = files::text(&path)?;
                ensure!(!style.contains("</"), "{file} could end its element");
                self.styles.push(integrity::source(&style));
                Ok(format!("<style>{style}</style>"))
            }
            _ if tag.starts_with("<script ") => {
                self.add_script(&with_programs(files::text(&path)?, self.dist)?)?;
                Ok(String::new())
            }
            _ => Ok(tag.to_owned()),
        }
    }

    fn add_script(&mut self, script: &str) -> Result<()> {
        ensure!(!script.contains("</script") && !script.contains("<!--"), "a script could end its element");
        self.scripts.push(integrity::source(script));
        self.last.push_str(&format!("<script>{script}</script>"));
        Ok(())
    }
}

/// A script with programs instead of their addresses.
fn with_programs(mut script: String, dist: &Path) -> Result<String> {
    for file in fs::read_dir(dist).with_context(|| format!("cannot list {}", dist.display()))? {
        let file = file?.path();
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let address = format!("\"./{name}\"");
        if name.ends_with(".wasm") && script.contains(&address) {
            script =
                script.replace(&address, &format!("\"{}\"", data("application/wasm", &files::bytes(&file)?)));
        }
    }
    Ok(script)
}

fn data(kind: &str, content: &[u8]) -> String {
    format!("data:{kind};base64,{}", STANDARD.encode(content))
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> Result<&'a str> {
    let rest = text.split_once(before).map(|(_, rest)| rest);
    let found = rest.and_then(|rest| rest.split_once(after));
    found
        .map(|(found, _)| found)
        .with_context(|| format!("the page has nothing between `{before}` and `{after}`"))
}

fn replaced(text: &str, from: &str, to: &str) -> Result<String> {
    ensure!(text.matches(from).count() == 1, "the page has no one `{from}`");
    Ok(text.replacen(from, to, 1))
}
