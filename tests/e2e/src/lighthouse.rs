//! Lighthouse, which rates a page by loading it in a browser of its own.

use std::fs;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::surroundings;

/// What Lighthouse takes the visitor's machine for.
#[derive(Clone, Copy, Debug)]
pub enum Form {
    /// A computer with a good line.
    Desktop,
    /// A phone of the middle class with a slow line.
    Phone,
}

/// How good a page is in one respect.
#[derive(Clone, Debug)]
pub struct Category {
    /// Lighthouse's word for it, such as `best-practices`.
    pub name: String,
    /// Of 100 points.
    pub score: f64,
    /// What took points: the audits that were not passed, each with what it found.
    pub lost: Vec<String>,
}

/// Has the page at this address rated. `name` is of this rating alone: its report stays in a file of this name, to be looked at.
#[must_use]
pub fn rate(name: &str, address: &str, form: Form, categories: &[&str]) -> Vec<Category> {
    let folder = surroundings::target().join("lighthouse");
    fs::create_dir_all(&folder).expect("a folder for reports");
    let file = folder.join(name).with_extension("json");
    let mut lighthouse = Command::new("node");
    lighthouse.arg(surroundings::lighthouse()).arg(address);
    lighthouse.args(["--quiet", "--no-enable-error-reporting", "--output=json"]);
    lighthouse.arg(format!("--output-path={}", file.display()));
    lighthouse.arg(format!("--only-categories={}", categories.join(",")));
    lighthouse.arg(format!("--chrome-flags={}", surroundings::chrome_arguments().join(" ")));
    if matches!(form, Form::Desktop) {
        lighthouse.arg("--preset=desktop");
    }
    lighthouse.env("CHROME_PATH", surroundings::chrome()).stdin(Stdio::null());
    let output = lighthouse.output().unwrap_or_else(|error| panic!("node cannot be started: {error}"));
    assert!(
        output.status.success(),
        "Lighthouse cannot rate {name}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    let report = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let report: Value = serde_json::from_str(&report).expect("a report is JSON");
    assert_eq!(report["runtimeError"], Value::Null, "Lighthouse could not load {name}");
    categories.iter().map(|category| Category::of(&report, category)).collect()
}

impl Category {
    fn of(report: &Value, name: &str) -> Self {
        let category = &report["categories"][name];
        let score = category["score"].as_f64().unwrap_or_else(|| panic!("{name} has no score: {category}"));
        let parts = category["auditRefs"].as_array().into_iter().flatten();
        let counted = parts.filter(|part| part["weight"].as_f64() > Some(0.0));
        let audits = counted.filter_map(|part| Some(&report["audits"][part["id"].as_str()?]));
        Self { name: name.to_owned(), score: score * 100.0, lost: audits.filter_map(lost).collect() }
    }
}

/// What an audit found, unless it was passed or does not apply.
fn lost(audit: &Value) -> Option<String> {
    let is_passed = audit["score"].as_f64().is_none_or(|score| score >= 1.0);
    // One that could not be made takes no points, and shows nothing.
    let is_broken = audit["scoreDisplayMode"] == "error";
    if is_passed && !is_broken {
        return None;
    }
    let told = |name: &str| audit[name].as_str().unwrap_or_default();
    let mut found = format!("{} ({})", told("id"), told("title"));
    for more in ["displayValue", "errorMessage"].map(told).into_iter().filter(|more| !more.is_empty()) {
        found.push_str(": ");
        found.push_str(more);
    }
    for item in audit["details"]["items"].as_array().into_iter().flatten().take(4) {
        found.push_str("\n    ");
        found.push_str(&item.to_string().chars().take(600).collect::<String>());
    }
    Some(found)
}
