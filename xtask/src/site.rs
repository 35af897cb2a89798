//! The whole site in a folder, for any static host: the page, and what search engines, previews, offline use and hosts look for.

use std::fs;
use std::hash::{DefaultHasher, Hasher};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail, ensure};
use flate2::{Compression, write::GzEncoder};

use crate::args::Args;
use crate::process::say;
use crate::{build, docs, files, package, single, workspace};

/// Files that are published as they are, from `www/site`.
const AS_THEY_ARE: [&str; 6] =
    ["icon.svg", "icon-180.png", "icon-192.png", "icon-512.png", "manifest.webmanifest", "social.png"];

/// What hosts may send compressed.
const COMPRESSED: [&str; 9] = ["html", "js", "css", "wasm", "svg", "json", "webmanifest", "txt", "xml"];

/// What the page itself consists of, without which it does not work offline.
const PAGE: [&str; 4] = ["js", "css", "wasm", "svg"];

pub(crate) fn run(mut args: Args) -> Result<ExitCode> {
    let url = args.value::<String>("--url")?.map(|url| Home::of(&url)).transpose()?;
    let out = args.value("--out")?.unwrap_or_else(workspace::site);
    let with_docs = args.flag("--docs");
    args.finish()?;
    build::release_page()?;
    publish(&workspace::dist(), &out, url.as_ref())?;
    if with_docs {
        package::build()?;
        docs::write(&out.join("docs"))?;
    }
    say(format_args!("the site is in {}", out.display()));
    Ok(ExitCode::SUCCESS)
}

/// Where the site will be, with a `/` at its end.
pub(crate) struct Home(String);

impl Home {
    /// Checks an address: it is written into HTML and XML as it is.
    fn of(url: &str) -> Result<Self> {
        let is_plain = url.chars().all(|c| c.is_ascii_alphanumeric() || "-._~:/%".contains(c));
        let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
        if !is_plain || rest.is_none_or(|rest| rest.is_empty() || rest.starts_with('/')) {
            bail!("`--url {url}` is no address of a folder, like https://example.org/calculator/");
        }
        Ok(Self(format!("{}/", url.trim_end_matches('/'))))
    }
}

/// Makes the site of the built page in `dist`, in a folder that holds nothing else.
pub(crate) fn publish(dist: &Path, out: &Path, home: Option<&Home>) -> Result<()> {
    empty(out)?;
    files::copy_all(dist, out)?;
    let source = workspace::root().join("www/site");
    for name in AS_THEY_ARE {
        fs::copy(source.join(name), out.join(name)).with_context(|| format!("cannot copy {name}"))?;
    }
    files::copy_all(&workspace::root().join("www/examples"), &out.join("examples"))?;
    let index = out.join("index.html");
    let page = files::text(&index)?;
    files::write(&index, &with_head(&page, home)?)?;
    files::write(&out.join("calculator.html"), &single::page(&page, dist)?)?;

    let start = home.map_or("./", |home| home.0.as_str());
    files::write(&out.join("404.html"), &files::text(&source.join("404.html"))?.replace("@HOME@", start))?;
    files::write(&out.join("robots.txt"), &robots(home))?;
    if let Some(home) = home {
        files::write(&out.join("sitemap.xml"), &sitemap(home))?;
    }
    // GitHub would leave out what begins with a line below.
    files::write(&out.join(".nojekyll"), "")?;
    files::write(&out.join("sw.js"), &worker(&files::text(&source.join("sw.js"))?, out)?)?;
    files::write(&out.join("_headers"), &headers(dist)?)?;
    compress(out)
}

/// A folder with nothing in it. One that holds something which is not a site is left alone.
fn empty(out: &Path) -> Result<()> {
    if out.exists() {
        let is_ours = out.join("sw.js").is_file() || fs::read_dir(out)?.next().is_none();
        ensure!(is_ours, "{} holds something else; name an empty folder", out.display());
        fs::remove_dir_all(out).with_context(|| format!("cannot empty {}", out.display()))?;
    }
    fs::create_dir_all(out).with_context(|| format!("cannot make {}", out.display()))
}

/// The page with what only a published one has.
fn with_head(page: &str, home: Option<&Home>) -> Result<String> {
    const ICON: &str = "<link rel=\"icon\" href=\"data:,\">";
    ensure!(page.contains(ICON), "the page has no place for its icon");
    let mut head = String::from(
        "<link rel=\"icon\" href=\"./icon.svg\" type=\"image/svg+xml\">\n  \
         <link rel=\"apple-touch-icon\" href=\"./icon-180.png\">\n  \
         <link rel=\"manifest\" href=\"./manifest.webmanifest\">\n  \
         <meta name=\"service-worker\" content=\"./sw.js\">\n  \
         <meta property=\"og:type\" content=\"website\">\n  \
         <meta property=\"og:title\" content=\"Flink Memory Calculator\">\n  \
         <meta property=\"og:description\" content=\"What an Apache Flink memory configuration becomes, to the byte, and what it does to a running job.\">\n  \
         <meta name=\"twitter:card\" content=\"summary_large_image\">\n",
    );
    // Previews are made elsewhere: they take whole addresses only.
    if let Some(Home(home)) = home {
        head.push_str(&format!(
            "  <link rel=\"canonical\" href=\"{home}\">\n  <meta property=\"og:url\" content=\"{home}\">\n  \
             <meta property=\"og:image\" content=\"{home}social.png\">\n"
        ));
    }
    Ok(page.replacen(ICON, head.trim_end(), 1))
}

fn robots(home: Option<&Home>) -> String {
    let sitemap = home.map(|Home(home)| format!("Sitemap: {home}sitemap.xml\n"));
    format!("User-agent: *\nAllow: /\n{}", sitemap.unwrap_or_default())
}

fn sitemap(Home(home): &Home) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n  \
         <url><loc>{home}</loc></url>\n</urlset>\n"
    )
}

/// The service worker for the files of the page in this folder, under a name that changes when one of them does.
fn worker(template: &str, out: &Path) -> Result<String> {
    let mut names = Vec::new();
    let mut hasher = DefaultHasher::new();
    for file in files::all(out)? {
        let is_of_page = file.parent() == Some(out) && has_extension(&file, &PAGE);
        let is_of_page = is_of_page && !file.ends_with(build::ELEMENT);
        let is_start = file == out.join("index.html");
        if !is_of_page && !is_start {
            continue;
        }
        hasher.write(&fs::read(&file)?);
        let name = file.strip_prefix(out)?.to_string_lossy().replace('\\', "/");
        names.push(if is_start { "./".to_owned() } else { format!("./{name}") });
    }
    let files = serde_json::to_string(&names)?;
    Ok(template.replace("[\"@FILES@\"]", &files).replace("@SET@", &format!("{:016x}", hasher.finish())))
}

/// For hosts that read such a file: what frames without an origin, streaming and caches need.
fn headers(dist: &Path) -> Result<String> {
    let mut text = String::from(
        "/*\n  Access-Control-Allow-Origin: *\n  X-Content-Type-Options: nosniff\n  Referrer-Policy: no-referrer\n",
    );
    for file in files::all(dist)? {
        let name = file.strip_prefix(dist)?.to_string_lossy().into_owned();
        // The others have names that change with what is in them.
        if has_extension(&file, &["js", "css", "wasm"]) && name != build::ELEMENT {
            text.push_str(&format!("/{name}\n  Cache-Control: public, max-age=31536000, immutable\n"));
        }
    }
    Ok(text)
}

/// Lays compressed files beside those that are better sent so.
fn compress(out: &Path) -> Result<()> {
    let parameters = brotli::enc::BrotliEncoderParams { quality: 11, ..Default::default() };
    for file in files::all(out)? {
        if !has_extension(&file, &COMPRESSED) {
            continue;
        }
        let bytes = fs::read(&file)?;
        let beside = |end: &str| PathBuf::from(format!("{}.{end}", file.display()));
        let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
        gzip.write_all(&bytes)?;
        fs::write(beside("gz"), gzip.finish()?)?;
        let mut small = Vec::new();
        brotli::BrotliCompress(&mut &*bytes, &mut small, &parameters)?;
        fs::write(beside("br"), small)?;
    }
    Ok(())
}

fn has_extension(file: &Path, extensions: &[&str]) -> bool {
    file.extension().is_some_and(|extension| extensions.iter().any(|one| extension == *one))
}

#[cfg(test)]
mod tests {
    use super::{Home, robots, sitemap, with_head};

    #[test]
    fn an_address_is_a_folder_and_nothing_that_html_could_misread() {
        for (typed, folder) in
            [("https://a.b/c", "https://a.b/c/"), ("http://127.0.0.1:80/", "http://127.0.0.1:80/")]
        {
            assert_eq!(Home::of(typed).ok().map(|home| home.0).as_deref(), Some(folder));
        }
        for typed in [
            "a.b",
            "javascript://x",
            "https://",
            "https:///x",
            "https://a\"b/",
            "https://a/?b",
            "https://a/<",
        ] {
            assert!(Home::of(typed).is_err(), "{typed}");
        }
    }

    #[test]
    fn whole_addresses_are_said_only_where_they_are_known() -> anyhow::Result<()> {
        let page = "<head><link rel=\"icon\" href=\"data:,\"></head>";
        let home = Home::of("https://a.b/c")?;
        let known = with_head(page, Some(&home))?;
        assert!(
            known.contains("\"https://a.b/c/social.png\"")
                && known.contains("rel=\"canonical\" href=\"https://a.b/c/\"")
        );
        let unknown = with_head(page, None)?;
        assert!(!unknown.contains("://") && unknown.contains("./manifest.webmanifest"), "{unknown}");
        assert!(with_head("<head></head>", None).is_err());
        assert_eq!(robots(None), "User-agent: *\nAllow: /\n");
        assert!(robots(Some(&home)).ends_with("Sitemap: https://a.b/c/sitemap.xml\n"));
        assert!(sitemap(&home).contains("<loc>https://a.b/c/</loc>"));
        Ok(())
    }
}
