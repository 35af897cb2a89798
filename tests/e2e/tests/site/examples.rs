//! The calculator in the pages of others, as `www/examples` shows it, made by the programs that it is for.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use e2e::{Server, Session, surroundings};

use crate::{browser, files_of, troubles};

/// 4 GiB, and what Flink 2.3 keeps of them for state: 40 % of what is left for Flink, to the byte.
const TOTAL: &str = "4.00\u{a0}GiB";

/// Copies a folder with all below it.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder").flatten() {
        let place = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &place);
        } else {
            fs::copy(entry.path(), place).expect("a copy");
        }
    }
}

/// An example in a folder of its own, with the site in one below.
fn example(name: &str, calculator: &str) -> PathBuf {
    let folder = surroundings::target().join("site-tests/examples").join(name);
    drop(fs::remove_dir_all(&folder));
    copy(&surroundings::root().join("www/examples").join(name), &folder);
    let calculator = folder.join(calculator);
    fs::create_dir_all(&calculator).expect("a folder");
    for (name, content) in files_of(&surroundings::site()) {
        fs::write(calculator.join(name), content).expect("a file");
    }
    folder
}

/// Runs a program of Python's packages in a folder.
fn make(program: &str, arguments: &[&str], folder: &Path) {
    let mut command = Command::new("python3");
    command.args(["-m", program]).args(arguments).current_dir(folder);
    command.env("PYTHONPATH", surroundings::maker(program));
    let output = command.output().expect("Python runs");
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
}

/// Waits for the calculator in the frame that is found.
fn check_frame(session: &Session) {
    session.wait_for("a frame", "document.querySelector('iframe')", &[]);
    session.script("document.querySelector('iframe').scrollIntoView({ block: 'center' })", &[]);
    session.enter_frame("iframe");
    session.wait_for(
        "the calculator in the frame",
        "document.body?.innerText.includes(arguments[0]) && document.querySelector('#page .page')",
        &[TOTAL.into()],
    );
    assert_eq!(troubles(session), Vec::<String>::new());
}

/// Opens a page of a folder, and looks for the calculator in it.
fn check(folder: PathBuf, page: &str) {
    check_at(&Server::of(folder), page);
}

fn check_at(server: &Server, page: &str) {
    let session = browser();
    session.open(&format!("{}{page}", server.url()));
    // An element has its frame in its shadow, where only scripts see it.
    let element = "document.querySelector('flink-memory-calculator')";
    if session.script(&format!("return Boolean({element})"), &[]) == serde_json::Value::Bool(true) {
        session.wait_for(
            "the element to say what it shows",
            &format!("{element}.bytes?.['total-process'] === 2 ** 32"),
            &[],
        );
        let is_high = format!("{element}.getBoundingClientRect().height > 150");
        session.wait_for("the height of what is in it", &is_high, &[]);
        assert_eq!(troubles(&session), Vec::<String>::new());
    } else {
        check_frame(&session);
    }
}

#[test]
fn a_frame_in_a_plain_page() {
    check(surroundings::site(), "examples/frame.html");
}

#[test]
fn a_frame_without_an_origin_in_a_page_with_a_strict_policy() {
    check(surroundings::site(), "examples/sandbox.html");
}

#[test]
fn an_element_tells_the_page_around_it() {
    let server = Server::of(surroundings::site());
    let session = browser();
    session.open(&format!("{}examples/element.html", server.url()));
    // What 4 GiB leave for task heap, as Flink 2.3 says.
    session.wait_for(
        "the page to hear",
        "document.getElementById('heap').textContent.startsWith('1,530,082,070')",
        &[],
    );
    assert_eq!(troubles(&session), Vec::<String>::new());
}

#[test]
fn a_picture_where_frames_are_not_possible() {
    let server = Server::of(surroundings::site());
    let session = browser();
    session.open(&format!("{}examples/picture.html", server.url()));
    session.wait_for("the picture", "document.querySelector('img').naturalWidth > 0", &[]);
}

#[test]
fn a_page_made_by_hugo() {
    let folder = example("hugo", "static/calculator");
    make("hugo", &["--quiet"], &folder);
    check(folder.join("public"), "");
}

#[test]
fn a_page_made_by_mkdocs() {
    let folder = example("mkdocs", "docs/calculator");
    make("mkdocs", &["build", "--quiet", "--strict"], &folder);
    check(folder.join("site"), "");
}

#[test]
fn a_page_made_as_docusaurus_does() {
    let folder = example("docusaurus", "static/calculator");
    let made = Command::new("node")
        .arg(surroundings::root().join("tests/e2e/tests/site/docusaurus.mjs"))
        .arg(&folder)
        .env("FMC_ESBUILD", surroundings::maker("esbuild"))
        .env("FMC_REACT", surroundings::maker("react"))
        .output()
        .expect("Node.js 20 or newer is there");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    // Without a script there is a link.
    let page = fs::read_to_string(folder.join("static/index.html")).expect("a page");
    let drawn = "<flink-memory-calculator flink=\"2.3\" config=\"taskmanager.memory.process.size: 4g\" show=\"bar,controls\"";
    assert!(page.contains(drawn) && page.contains("<a href=\"/calculator/\">"), "{page}");
    check(folder.join("static"), "");
}

/// An example as it stands in the repository, for a calculator at this address in place of the one that it names.
fn text(name: &str, home: &str) -> String {
    const NAMED: &str = "https://example.org/calculator/";
    let file = surroundings::root().join("www/examples").join(name);
    let text = fs::read_to_string(&file).expect("an example");
    assert!(text.contains(NAMED), "{name}");
    text.replace(NAMED, home)
}

/// What is in `text` between two others.
fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    let (_, rest) = text.split_once(start).unwrap_or_else(|| panic!("{start} is not in {text}"));
    rest.split_once(end).unwrap_or_else(|| panic!("{end} is not in {rest}")).0
}

/// Looks for the calculator in a page with this content, whose host has nothing else, as a wiki.
fn check_content(name: &str, content: &str, calculator: &Server) {
    let folder = surroundings::target().join("site-tests/examples").join(name);
    drop(fs::remove_dir_all(&folder));
    fs::create_dir_all(&folder).expect("a folder");
    let page = format!(
        "<!doctype html><html lang=\"en\"><title>A wiki</title><link rel=\"icon\" href=\"data:,\"><body>{content}"
    );
    fs::write(folder.join("index.html"), page).expect("a page");
    let wiki = Server::of(folder);
    check_at(&wiki, "");
    // Or the page as one file, which has its program in it.
    let is_program = |path: &String| path.ends_with(".wasm") || path.ends_with("/calculator.html");
    assert!(calculator.requests().iter().any(is_program));
    assert!(wiki.requests().iter().all(|path| path == "/"), "{:?}", wiki.requests());
}

/// What the extension Widgets makes of a page of its own, with parameters: of `<!--{$name|…|default:value}-->` the parameter, or the value.
fn filled(template: &str, parameters: &[(&str, &str)]) -> String {
    let mut pieces = template.split("<!--{$");
    let mut page = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (variable, rest) = piece.split_once("}-->").expect("the end of a variable");
        let (name, modifiers) = variable.split_once('|').expect("modifiers");
        assert!(modifiers.starts_with("escape:"), "whatever stands in a wiki is escaped: {variable}");
        let (_, default) = modifiers.split_once("default:").expect("a default");
        let given = parameters.iter().find(|(given, _)| *given == name).map(|(_, value)| *value);
        let value = given.unwrap_or(default.trim_matches('\''));
        page.push_str(&if modifiers.contains("'url'") {
            value.replace(',', "%2C")
        } else {
            value.to_owned()
        });
        page.push_str(rest);
    }
    page
}

#[test]
fn a_page_of_mediawiki_with_the_extension_widgets() {
    let calculator = Server::open_to_all(surroundings::site());
    let widget = text("mediawiki/Widget-FlinkMemoryCalculator.wiki", &calculator.url());
    let page = fs::read_to_string(surroundings::root().join("www/examples/mediawiki/page.wiki"));
    let page = page.expect("an example");
    let call = between(&page, "{{#widget:FlinkMemoryCalculator|", "}}");
    let parameters: Vec<(&str, &str)> = call.split('|').filter_map(|one| one.split_once('=')).collect();
    assert_eq!(parameters, [("flink", "2.3"), ("size", "4g"), ("show", "bar,controls")]);
    let template = between(&widget, "<includeonly>", "</includeonly>");
    check_content("mediawiki", &filled(template, &parameters), &calculator);
    check_content("mediawiki-without", &filled(template, &[]), &calculator);
}

#[test]
fn pages_of_confluence_with_its_macros() {
    let calculator = Server::open_to_all(surroundings::site());
    let html = text("confluence/html-macro.xml", &calculator.url());
    check_content("confluence-html", between(&html, "<![CDATA[", "]]>"), &calculator);

    let frame = text("confluence/iframe-macro.xml", &calculator.url());
    let parameter = |name: &str| {
        between(&frame, &format!("<ac:parameter ac:name=\"{name}\">"), "</ac:parameter>").to_owned()
    };
    // An attribute of XML has the same escapes as one of HTML.
    let address = between(&frame, "<ri:url ri:value=\"", "\"").to_owned();
    let frame = format!(
        "<iframe src=\"{address}\" width=\"{}\" height=\"{}\" title=\"{}\"></iframe>",
        parameter("width"),
        parameter("height"),
        parameter("title")
    );
    check_content("confluence-iframe", &frame, &calculator);
}
