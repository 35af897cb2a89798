//! Sums by which a browser refuses a file that is not the one that was built.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256, Sha384};

/// The value of an `integrity` attribute for this content.
pub(crate) fn sum(content: &[u8]) -> String {
    format!("sha384-{}", STANDARD.encode(Sha384::digest(content)))
}

/// How a content security policy names an inline script or style of this content.
pub(crate) fn source(content: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(content)))
}

/// The page with a sum in every link to a script, a style sheet or a program in its folder.
///
/// A sum is only checked where the browser may read the file, so that each link also says `crossorigin`: in a sandboxed frame, whose
/// origin is nobody's, the host must allow everybody to read (`Access-Control-Allow-Origin: *`), as it must for WebAssembly anyway.
pub(crate) fn with_sums(page: &str, folder: &Path) -> Result<String> {
    let mut whole = String::with_capacity(page.len() + 1000);
    for part in page.split_inclusive('>') {
        match (part.rfind('<'), address(part)) {
            (Some(_), Some(name)) => {
                let file = folder.join(name);
                let content = fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
                let tag = part.trim_end_matches('>').trim_end_matches('/').trim_end();
                whole.push_str(tag);
                if !tag.contains(" crossorigin") {
                    whole.push_str(" crossorigin");
                }
                whole.push_str(&format!(" integrity=\"{}\">", sum(&content)));
            }
            _ => whole.push_str(part),
        }
    }
    Ok(whole)
}

/// The page with a policy that allows one script by its sum, too: where `'self'` is nobody, as WebKit takes it in frames without an origin.
pub(crate) fn allowing(page: &str, script: &str) -> Result<String> {
    const SCRIPTS: &str = "script-src 'self'";
    let sum = page.split_once(&format!("<script src=\"./{script}")).and_then(|(_, rest)| {
        let (tag, _) = rest.split_once('>')?;
        tag.split_once(" integrity=\"")?.1.split_once('"')
    });
    let (sum, _) = sum.with_context(|| format!("the page has no script {script} with a sum"))?;
    ensure!(page.matches(SCRIPTS).count() == 1, "the page has no one policy for scripts");
    Ok(page.replacen(SCRIPTS, &format!("{SCRIPTS} '{sum}'"), 1))
}

/// The file that a tag at the end of this text loads, if a sum belongs to it.
fn address(text: &str) -> Option<&str> {
    let tag = &text[text.rfind('<')?..];
    let attribute = if tag.starts_with("<link ") {
        " href=\"./"
    } else if tag.starts_with("<script ") {
        " src=\"./"
    } else {
        return None;
    };
    let (_, rest) = tag.split_once(attribute)?;
    let (name, _) = rest.split_once('"')?;
    let is_code = [".js", ".css", ".wasm"].iter().any(|end| name.ends_with(end));
    (is_code && !tag.contains(" integrity=")).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::{allowing, source, sum, with_sums};
    use std::path::Path;

    #[test]
    fn sums_are_those_of_the_standards() {
        // RFC 6234 and FIPS 180-4, for "abc", in base64.
        assert_eq!(sum(b"abc"), "sha384-ywB1P0WjXou1oD1pmsZQBycsMqsO3tFjGotgWkP/W+2AhgcroefMI1i67KE0yCWn");
        assert_eq!(source("abc"), "'sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0='");
    }

    #[test]
    fn code_gets_sums_and_all_else_stays() -> anyhow::Result<()> {
        let folder = tempfile();
        std::fs::create_dir_all(&folder)?;
        std::fs::write(folder.join("a.css"), "abc")?;
        std::fs::write(folder.join("b.js"), "abc")?;
        let page = "<p>x</p><link rel=\"stylesheet\" href=\"./a.css\"/>\n<script defer src=\"./b.js\"></script><link rel=\"icon\" href=\"./i.svg\">";
        let sum = sum(b"abc");
        assert_eq!(
            with_sums(page, &folder)?,
            format!(
                "<p>x</p><link rel=\"stylesheet\" href=\"./a.css\" crossorigin integrity=\"{sum}\">\n\
                 <script defer src=\"./b.js\" crossorigin integrity=\"{sum}\"></script><link rel=\"icon\" href=\"./i.svg\">"
            )
        );
        assert!(with_sums("<script src=\"./c.js\">", &folder).is_err(), "a file that is missing is an error");
        std::fs::remove_dir_all(&folder)?;
        Ok(())
    }

    #[test]
    fn a_script_is_allowed_by_its_sum() -> anyhow::Result<()> {
        let page = "<meta content=\"script-src 'self' 'wasm-unsafe-eval'\"><script src=\"./boot-1.js\" defer integrity=\"sha384-a\">";
        assert!(allowing(page, "boot-")?.contains("script-src 'self' 'sha384-a' 'wasm-unsafe-eval'"));
        assert!(allowing(page, "other-").is_err());
        assert!(allowing(&page.replace("'self'", "data:"), "boot-").is_err());
        Ok(())
    }

    fn tempfile() -> std::path::PathBuf {
        let name = format!("fmc-integrity-{}", std::process::id());
        Path::new(&std::env::temp_dir()).join(name)
    }
}
