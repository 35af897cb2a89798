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
        "document.body.innerText.includes(arguments[0]) && document.querySelector('#page .page')",
        &[TOTAL.into()],
    );
    assert_eq!(troubles(session), Vec::<String>::new());
}

/// Opens a page of a folder, and looks for the calculator in it.
fn check(folder: PathBuf, page: &str) {
    let server = Server::of(folder);
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
