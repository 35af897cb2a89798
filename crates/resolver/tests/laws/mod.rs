//! What holds for every text, whatever is in it: laws for the property tests here and for the fuzz targets in `fuzz/`. They fail by panic.

use resolver::text::{Document, Finding, Kind, Reading, Span, detect, findings, read};
use resolver::{Deployment, FlinkVersion, MemorySize, Process, Request, resolve};

/// A reading may hold so many times the bytes of its text, and so many besides: a few words about nothing.
const GROWTH: usize = 64;
const WORDS: usize = 16 << 10;
/// What nested keys and aliases may add where the text is YAML, or has some in it: whole keys repeat those that they are nested in.
const NESTED: usize = 64 << 20;

/// Reads a text as one kind, and checks what must hold for the reading.
pub(crate) fn check_reading(text: &str, kind: Kind, version: FlinkVersion) -> Reading {
    let reading = read(text, kind, version);
    assert_eq!(reading.kind, kind);
    assert_eq!(read(text, kind, version), reading, "the same text is read the same way");
    for entry in &reading.entries {
        check_span(text, entry.key_at);
        check_span(text, entry.value_at);
        check_span(text, entry.whole);
    }
    for at in reading.remarks.iter().map(|remark| remark.at) {
        check_span(text, at);
    }
    if let Some(at) = reading.failure.as_ref().and_then(|failure| failure.at) {
        check_span(text, at);
    }
    for insertion in reading.insertion.iter().chain(&reading.other_insertion) {
        check_span(text, Span::new(insertion.at, insertion.at));
    }
    let weight = weight(&reading);
    let besides = match kind {
        Kind::ConfigYaml | Kind::Properties | Kind::Manifest | Kind::Values => NESTED,
        _ => WORDS,
    };
    assert!(weight <= GROWTH * text.len() + besides, "{weight} bytes are read from {}", text.len());
    check_findings(text, &reading, version);
    reading
}

/// Reads a text as what it seems to be.
pub(crate) fn check_detected(text: &str, version: FlinkVersion) {
    let kind = detect(text, version);
    assert_eq!(detect(text, version), kind);
    let reading = check_reading(text, kind, version);
    let document = Document::new(text, None, version);
    assert_eq!(**document.reading(), reading);
    assert_eq!(document.config(), &reading.config);
}

#[track_caller]
fn check_span(text: &str, span: Span) {
    let is_of_text = span.start <= span.end && text.get(span.start..span.end).is_some();
    assert!(is_of_text, "{span:?} of {} bytes", text.len());
}

/// Bytes that a reading takes, nearly.
fn weight(reading: &Reading) -> usize {
    let entries = reading.entries.iter().map(|entry| entry.key.len() + entry.value.len() + 1);
    let config = reading.config.iter().map(|(key, value)| key.len() + value.len() + 1);
    let remarks = reading.remarks.iter().map(|remark| remark.message.len() + 1);
    let log = reading.log.iter().map(|line| line.len() + 1);
    let failure = reading.failure.iter().map(|failure| failure.error.to_string().len());
    entries.chain(config).chain(remarks).chain(log).chain(failure).sum()
}

/// What is said about a reading is about places in its text, and its remedies can be applied.
fn check_findings(text: &str, reading: &Reading, version: FlinkVersion) {
    let request = Request {
        version,
        process: Process::TaskManager,
        deployment: Deployment::Containerized,
        config: &reading.config,
    };
    let found = findings(text, reading, request, &resolve(request));
    let mut fixed = 0;
    for Finding { at, fix, .. } in &found {
        check_span(text, *at);
        // Applying all of a thousand to a long text would take longer than all else together.
        if let Some(fix) = fix.as_ref().filter(|_| fixed < 8) {
            fixed += 1;
            let kind = fix.kind.unwrap_or(reading.kind);
            let _ = read(&fix.apply(text), kind, version);
        }
    }
}

/// A change of a document.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// A key is set.
    Set(String, String),
    /// A key is unset.
    Unset(String),
    /// Another release reads it.
    Version(FlinkVersion),
}

/// Edits a document step by step, and checks after each that exactly that was done.
pub(crate) fn check_edits(text: &str, chosen: Option<Kind>, version: FlinkVersion, steps: &[Step]) {
    let mut document = Document::new(text, chosen, version);
    for step in steps {
        let before = document.clone();
        match step {
            Step::Set(key, value) => {
                document.set(key, value);
                assert_eq!(document.config().get(key), Some(&**value), "{step:?}");
                check_others(&before, &document, key);
            }
            Step::Unset(key) => {
                document.unset(key);
                assert_eq!(document.config().get(key), None, "{step:?}");
                check_others(&before, &document, key);
            }
            Step::Version(version) => document.set_version(*version),
        }
        let again = read(document.text(), document.reading().kind, document.version());
        assert_eq!(**document.reading(), again, "after {step:?}");
        let shown = Document::new(document.text().clone(), document.chosen(), document.version());
        assert_eq!(shown.reading().kind, again.kind, "the kind is still told after {step:?}");
    }
}

/// Every other key has what it had. Of a size that was set in words which a text cannot say, what the text says may show: `4g`, then `4 gb`.
fn check_others(before: &Document, after: &Document, key: &str) {
    let others = |document: &Document| -> Vec<(String, String)> {
        let entries = document.config().iter().filter(|(other, _)| *other != key);
        entries
            .map(|(key, value)| {
                let size = MemorySize::parse(value).map(|size| size.to_string());
                (key.to_owned(), size.unwrap_or_else(|_| value.to_owned()))
            })
            .collect()
    };
    assert_eq!(others(before), others(after), "nothing but {key} has changed");
}
