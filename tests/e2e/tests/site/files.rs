//! What is in the folder.

use std::collections::BTreeMap;
use std::io::Read as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use e2e::surroundings;
use flate2::read::GzDecoder;
use sha2::{Digest as _, Sha384};

use crate::files_of;

fn files() -> BTreeMap<String, Vec<u8>> {
    files_of(&surroundings::site()).into_iter().collect()
}

fn text(name: &str) -> String {
    String::from_utf8(files()[name].clone()).expect("a text")
}

#[test]
fn compressed_files_hold_what_stands_beside_them() {
    let files = files();
    let mut compressed = 0;
    for (name, content) in &files {
        if let Some(raw) = name.strip_suffix(".gz") {
            let mut held = Vec::new();
            GzDecoder::new(content.as_slice()).read_to_end(&mut held).expect("a gzip file");
            assert_eq!(held, files[raw], "{name}");
            compressed += 1;
        } else if let Some(raw) = name.strip_suffix(".br") {
            let mut held = Vec::new();
            brotli::Decompressor::new(content.as_slice(), 4096)
                .read_to_end(&mut held)
                .expect("a brotli file");
            assert_eq!(held, files[raw], "{name}");
            compressed += 1;
        }
    }
    assert!(compressed >= 16, "{compressed} compressed files");
    for end in [".html", ".js", ".css", ".wasm"] {
        for name in files.keys().filter(|name| name.ends_with(end)) {
            assert!(
                files.contains_key(&format!("{name}.br")) && files.contains_key(&format!("{name}.gz")),
                "{name}"
            );
        }
    }
}

#[test]
fn every_script_style_and_program_is_named_with_its_sum() {
    let page = text("index.html");
    let files = files();
    let mut named = 0;
    for tag in page.split('<').filter(|tag| tag.starts_with("link ") || tag.starts_with("script ")) {
        let value =
            |name: &str| Some(tag.split_once(&format!(" {name}=\""))?.1.split_once('"')?.0.to_owned());
        let file = value("href").or_else(|| value("src")).expect("an address");
        let file = file.strip_prefix("./").unwrap_or_else(|| panic!("{file} is not relative"));
        if [".js", ".css", ".wasm"].iter().any(|end| file.ends_with(end)) {
            let sum = format!("sha384-{}", STANDARD.encode(Sha384::digest(&files[file])));
            assert_eq!(value("integrity"), Some(sum), "{file}");
            named += 1;
        }
    }
    assert_eq!(named, 4, "a style sheet, two scripts, a program");
    let script =
        files.keys().find(|name| name.starts_with("flink-memory-calculator-") && name.ends_with(".js"));
    let script = text(script.expect("the page's script"));
    for name in files.keys().filter(|name| name.ends_with(".wasm") && !name.starts_with("flink")) {
        let sum = STANDARD.encode(Sha384::digest(&files[name]));
        assert!(script.contains(name) && script.contains(&sum), "{name} is loaded without its sum");
    }
}

#[test]
fn nothing_is_inline_and_the_policy_allows_nothing_of_the_kind() {
    let page = text("index.html");
    for inline in ["<style", " style=", " onload=", " onclick=", "javascript:"] {
        assert!(!page.contains(inline), "{inline}");
    }
    let scripts = page.matches("<script").count();
    assert_eq!(page.matches("<script ").count(), scripts, "every script has an address");
    for page in [page, text("calculator.html")] {
        let (_, policy) = page.split_once("Content-Security-Policy\" content=\"").expect("a policy");
        let (policy, _) = policy.split_once('"').expect("its end");
        assert!(
            policy.starts_with("default-src 'none';") && policy.contains("'wasm-unsafe-eval'"),
            "{policy}"
        );
        for loose in ["unsafe-inline", "'unsafe-eval'", "https:", "http:", "*"] {
            assert!(!policy.contains(loose), "{policy} has {loose}");
        }
        let scripts = policy.split(';').find(|rule| rule.trim().starts_with("script-src ")).expect("scripts");
        assert!(!scripts.contains("data:"), "{scripts}");
        assert!(page.contains("<noscript>"));
    }
}

#[test]
fn what_hosts_phones_and_search_engines_look_for_is_there() {
    let files = files();
    let manifest: serde_json::Value = serde_json::from_str(&text("manifest.webmanifest")).expect("JSON");
    for icon in manifest["icons"].as_array().expect("icons") {
        assert!(files.contains_key(icon["src"].as_str().expect("a name")), "{icon}");
    }
    for (name, size) in [
        ("icon-180.png", (180, 180)),
        ("icon-192.png", (192, 192)),
        ("icon-512.png", (512, 512)),
        ("social.png", (1200, 630)),
    ] {
        let header = &files[name];
        let number = |at: usize| u32::from_be_bytes(header[at..at + 4].try_into().expect("four bytes"));
        assert_eq!((number(16), number(20)), size, "{name}");
    }
    assert!(text("robots.txt").starts_with("User-agent: *\nAllow: /\n"));
    assert!(text("404.html").contains("<a href=\"./\">"));
    assert!(!files.contains_key("sitemap.xml"), "it needs the site's address");
    assert!(text("_headers").contains("Access-Control-Allow-Origin: *"));
    let worker = text("sw.js");
    for (name, _) in files.iter().filter(|(name, _)| name.ends_with(".wasm") || name.ends_with(".css")) {
        assert!(worker.contains(&format!("\"./{name}\"")), "{name} is missing offline");
    }
}
