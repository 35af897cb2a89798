//! Pages that bundlers build out of the package: with no settings of theirs, under a strict policy, they do what the README says.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use e2e::{Server, Session, surroundings};
use serde_json::json;

/// A folder for a bundler, and how it is told to build the page in it.
fn command(bundler: &str, tool: &str) -> (PathBuf, Command) {
    let folder = surroundings::target().join("package-tests").join(bundler);
    drop(fs::remove_dir_all(&folder));
    fs::create_dir_all(&folder).expect("a folder for a test");
    let mut command = Command::new("node");
    command
        .arg(surroundings::root().join("crates/jsapi/tests/bundle.mjs"))
        .arg(bundler)
        .arg(&folder)
        .env("FMC_PACKAGE", surroundings::package())
        .env(format!("FMC_{}", tool.to_uppercase()), surroundings::maker(tool));
    (folder, command)
}

/// Has a bundler build the page, opens it, and compares what it prints.
#[track_caller]
fn check(bundler: &str) {
    let (folder, mut command) = command(bundler, bundler);
    let output = command.output().expect("Node.js 20.19 or newer is there");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}\n{said}", String::from_utf8_lossy(&output.stdout));
    let server = Server::of(folder.join("dist"));
    check_page(&folder, &server.url());
}

#[track_caller]
fn check_page(folder: &Path, url: &str) {
    let session = Session::start();
    session.open(url);
    let expected = fs::read_to_string(folder.join("expected.txt")).expect("what it has to print");
    assert!(expected.contains("\nbusy 1000n ms/s\n"), "{expected}");
    // Modules that wait for their WebAssembly run in the order in which it comes, and none waits for another's.
    let mut expected: Vec<&str> = expected.lines().collect();
    expected.sort_unstable();
    let is_printed = "window.printed && printed.trimEnd().split('\\n').length >= arguments[0]";
    session.wait_for("the examples", is_printed, &[json!(expected.len())]);
    assert_eq!(session.script("return printed.trimEnd().split('\\n').sort()", &[]), json!(expected));
    assert_eq!(session.console_errors(), Vec::<String>::new());
}

#[test]
fn vite() {
    check("vite");
}

#[test]
fn the_server_of_vite() {
    let (folder, mut command) = command("vite-server", "vite");
    // It ends with its input.
    let server = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let mut server = server.expect("Node.js 20.19 or newer is there");
    let printed = BufReader::new(server.stdout.take().expect("its output"));
    let url = printed.lines().map_while(Result::ok).find(|line| line.starts_with("http"));
    check_page(&folder, &url.expect("an address"));
    drop(server.stdin.take());
    assert!(server.wait().expect("it ends").success());
}

#[test]
fn webpack() {
    check("webpack");
}

#[test]
fn esbuild() {
    check("esbuild");
}
