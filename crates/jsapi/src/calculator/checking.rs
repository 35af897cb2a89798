//! What is the matter with a text.

use resolver::text::{Advice, Change, Finding, Fix, Remedy, Severity, findings};
use resolver::{Process, resolve};
use wasm_bindgen::JsValue;

use super::names::{self, PROCESSES};
use super::places::Places;
use super::request::{Request, Text};
use super::resolution::of_process;
use crate::border::{Built, list, name_of, or_null};

/// `Checked` in TypeScript.
pub(super) fn answer(mut request: Request) -> JsValue {
    // What the text tells of who starts Flink counts, unless the request says otherwise.
    request.deployment =
        request.deployment.or(request.text.as_ref().and_then(|text| text.reading.deployment));
    request.text.as_ref().map_or(JsValue::NULL, |text| checked(&request, text))
}

fn checked(request: &Request, text: &Text) -> JsValue {
    let places = Places::of(&text.text);
    let found = |process| {
        let asked = request.for_resolver(process);
        findings(&text.text, &text.reading, asked, &resolve(asked))
    };
    // Both processes are looked at: what is only to be said while one of them is shown, and hurts neither, is left out.
    let other = found(Process::JobManager);
    let is_said = |problem: &Finding| problem.severity != Severity::Hint || other.contains(problem);
    let problems: Vec<Finding> = found(Process::TaskManager).into_iter().filter(is_said).collect();
    let ok = problems.iter().all(|problem| problem.severity != Severity::Error);
    Built::new()
        .with("kind", text.reading.kind.id())
        .with("ok", ok)
        .with("problems", list(problems.iter().map(|one| problem(one, text, &places))))
        .with("taskManager", of_process(request, Process::TaskManager))
        .with("jobManager", of_process(request, Process::JobManager))
        .with("advice", list(text.reading.advice.iter().map(|one| advice(one, &places))))
        .done()
}

fn problem(finding: &Finding, text: &Text, places: &Places<'_>) -> Built {
    Built::new()
        .with("severity", names::severity(finding.severity))
        .with("message", &finding.message)
        .with("key", or_null(finding.key.as_deref()))
        .with("at", places.range(finding.at))
        .with("fix", or_null(finding.fix.as_ref().map(|one| fix(one, text, places))))
}

fn fix(fix: &Fix, text: &Text, places: &Places<'_>) -> Built {
    let edits = if fix.edits.is_empty() {
        // The whole text becomes another.
        let whole = resolver::text::Span::new(0, text.text.len());
        list([places.edit(whole, &fix.apply(&text.text))])
    } else {
        list(fix.edits.iter().map(|edit| places.edit(edit.at, &edit.text)))
    };
    let kind = or_null(fix.kind.map(|kind| kind.id()));
    Built::new().with("label", &fix.label).with("edits", edits).with("kind", kind)
}

fn advice(advice: &Advice, places: &Places<'_>) -> Built {
    Built::new()
        .with("id", advice.id)
        .with("at", places.range(advice.at))
        .with("title", advice.title)
        .with("cause", advice.cause)
        .with("process", or_null(advice.process.map(|process| name_of(PROCESSES, process))))
        .with("remedies", list(advice.remedies.iter().map(remedy)))
}

fn remedy(remedy: &Remedy) -> Built {
    let (change, value) = match &remedy.change {
        Change::To(value) => ("set", Some(value)),
        Change::Raise => ("raise", None),
        Change::Lower => ("lower", None),
        Change::Unset => ("unset", None),
    };
    Built::new()
        .with("key", remedy.key)
        .with("change", change)
        .with("value", or_null(value))
        .with("why", remedy.why)
}
