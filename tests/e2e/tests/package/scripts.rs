//! The tests that are written in JavaScript, each file by Node's own runner.

use std::fs;
use std::process::Command;

use e2e::surroundings;

use crate::course::courses;

/// Runs a file of tests; it and Node say what is wrong.
#[track_caller]
fn run(file: &str) {
    let scenarios = std::env::temp_dir().join(format!("courses-{}-{file}.json", std::process::id()));
    fs::write(&scenarios, courses().to_string()).expect("there is room");
    let tests = surroundings::root().join("crates/jsapi/tests").join(file);
    let output = Command::new("node")
        .arg("--test")
        .arg(&tests)
        .env("FMC_PACKAGE", surroundings::package())
        .env("FMC_TSC", surroundings::typescript())
        .env("FMC_SCENARIOS", &scenarios)
        .output()
        .expect("Node.js 20 or newer is there");
    drop(fs::remove_file(&scenarios));
    let printed = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{file}:\n{printed}\n{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn recorded_answers_of_flink() {
    run("vectors.test.mjs");
}

#[test]
fn arguments_that_nobody_should_pass() {
    run("hostile.test.mjs");
}

#[test]
fn simulations() {
    run("simulation.test.mjs");
}

#[test]
fn examples_of_the_readme() {
    run("readme.test.mjs");
}

#[test]
fn types() {
    run("types.test.mjs");
}

#[test]
fn command_line() {
    run("command.test.mjs");
}

#[test]
fn targets() {
    run("targets.test.mjs");
}
