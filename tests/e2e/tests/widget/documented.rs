//! `docs/EMBEDDING.md` names what the scripts and the page know, and nothing else.

use std::collections::BTreeSet;
use std::fs;

use e2e::surroundings;

fn read(file: &str) -> String {
    fs::read_to_string(surroundings::root().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

fn document() -> String {
    read("docs/EMBEDDING.md")
}

/// What is in `text` between two others.
#[track_caller]
fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    let (_, rest) = text.split_once(start).unwrap_or_else(|| panic!("{start} is not in {text}"));
    rest.split_once(end).unwrap_or_else(|| panic!("{end} is not in {rest}")).0
}

/// Texts in quotation marks.
fn quoted(text: &str) -> BTreeSet<&str> {
    text.split('"').skip(1).step_by(2).collect()
}

/// What stands as code in the first column of the table whose heading begins like this.
#[track_caller]
fn rows<'a>(document: &'a str, heading: &str) -> BTreeSet<&'a str> {
    let (_, table) = document.split_once(heading).unwrap_or_else(|| panic!("no table {heading}"));
    let lines = table.lines().skip(2).take_while(|line| line.starts_with('|'));
    lines.flat_map(|line| line.split('|').nth(1).unwrap_or_default().split('`').skip(1).step_by(2)).collect()
}

#[test]
fn attributes_and_properties() {
    let (document, script) = (document(), read("www/embed/flink-memory-calculator.js"));
    let mut known = quoted(between(&script, "const REFLECTED = [", "]"));
    known.extend(quoted(between(&script, "observedAttributes = [...REFLECTED,", "]")));
    // Every element has one; this gives it to its frame.
    assert!(script.contains("this.title"));
    known.insert("title");
    assert_eq!(rows(&document, "| attribute, and property |"), known);
    let getters = script.matches("\n    get ").count();
    assert_eq!(rows(&document, "| property | |").len() + 1, getters, "and `state`");
}

#[test]
fn parameters_and_blocks() {
    let (document, page) = (document(), read("src/embed/mod.rs"));
    let arms = between(&page, "if !matches!(name, ", ")");
    assert_eq!(rows(&document, "| parameter |"), quoted(arms));
    let names = between(&page, "pub const fn name(self)", "\n    }\n");
    assert_eq!(rows(&document, "| block |"), quoted(names));
    assert!(page.contains("const LONGEST: usize = 2000;") && document.contains("2,000 bytes"));
    assert!(page.contains("const MOST: usize = 24;") && document.contains("\n24 names"));
}

#[test]
fn messages_and_their_limits() {
    let (document, frame) = (document(), read("www/boot.js"));
    let element = read("www/embed/flink-memory-calculator.js");
    let heard = between(&frame, "const TEXTS = {", "};");
    let heard: BTreeSet<&str> =
        heard.split(':').filter_map(|piece| piece.split([' ', ',']).rfind(|word| !word.is_empty())).collect();
    let heard: BTreeSet<&str> =
        heard.into_iter().filter(|word| word.chars().all(char::is_alphabetic)).collect();
    assert_eq!(rows(&document, "| to the frame |"), heard);
    let said = |script: &str, call: &str| -> BTreeSet<String> {
        let calls = script.split(call).skip(1);
        calls.filter_map(|rest| rest.split_once('"')).map(|(name, _)| name.to_owned()).collect()
    };
    let from_frame = said(&frame, "send(\"");
    assert_eq!(rows(&document, "| from the frame |"), from_frame.iter().map(String::as_str).collect());
    assert_eq!(said(&element, "#tell(\""), heard.iter().map(|&name| name.to_owned()).collect());
    for (script, code, words) in [
        (&frame, "const LONGEST = 16384;", "16,384 characters"),
        (&element, "const LONGEST = 16384;", "At most 16,384 characters"),
        (&frame, "const GATHER = 30;", "gathered for 30 ms"),
        (&element, "const TALLEST = 20000;", "from 0 to 20,000 pixels"),
        (&element, "slice(0, 64)", "of `bytes` 64 numbers"),
        (&element, "const VERSION = 1;", "{ \"flink-memory-calculator\": 1, type: … }"),
    ] {
        assert!(script.contains(code), "{code}");
        assert!(document.contains(words), "{words}");
    }
}
