//! Pages that bundlers build out of the package: with no settings of theirs, under a strict policy, they do what the README says.

use std::fs;
use std::process::Command;

use e2e::{Server, Session, surroundings};
use serde_json::json;

/// Has a bundler build the page, opens it, and compares what it prints.
#[track_caller]
fn check(bundler: &str) {
    let folder = surroundings::target().join("package-tests").join(bundler);
    drop(fs::remove_dir_all(&folder));
    fs::create_dir_all(&folder).expect("a folder for a test");
    let output = Command::new("node")
        .arg(surroundings::root().join("crates/jsapi/tests/bundle.mjs"))
        .arg(bundler)
        .arg(&folder)
        .env("FMC_PACKAGE", surroundings::package())
        .env(format!("FMC_{}", bundler.to_uppercase()), surroundings::maker(bundler))
        .output()
        .expect("Node.js 20.19 or newer is there");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}\n{said}", String::from_utf8_lossy(&output.stdout));
    let server = Server::of(folder.join("dist"));
    let session = Session::start();
    session.open(&server.url());
    session.wait_for("the examples", "window.isOver", &[]);
    let expected = fs::read_to_string(folder.join("expected.txt")).expect("what it has to print");
    assert!(expected.contains("\nbusy 1000n ms/s\n"), "{expected}");
    // Modules that wait for their WebAssembly run in the order in which it comes.
    let mut expected: Vec<&str> = expected.lines().collect();
    expected.sort_unstable();
    assert_eq!(session.script("return printed.trimEnd().split('\\n').sort()", &[]), json!(expected));
    assert_eq!(session.console_errors(), Vec::<String>::new());
}

#[test]
fn vite() {
    check("vite");
}

#[test]
fn webpack() {
    check("webpack");
}

#[test]
fn esbuild() {
    check("esbuild");
}
