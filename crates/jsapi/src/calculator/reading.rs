//! What a text says.

use js_sys::Object;
use resolver::text::{Entry, Reading, Remark};
use wasm_bindgen::JsValue;

use super::names::{self, DEPLOYMENTS, PROCESSES};
use super::places::Places;
use super::request::Request;
use crate::border::{Built, list, name_of, or_null};

/// `Reading` in TypeScript.
pub(super) fn answer(request: &Request) -> JsValue {
    let Some(text) = &request.text else { return JsValue::NULL };
    let Reading { kind, entries, config, log, remarks, version, deployment, process, .. } = &text.reading;
    let places = Places::of(&text.text);
    Built::new()
        .with("kind", kind.id())
        .with("config", record(config.iter()))
        .with("entries", list(entries.iter().map(|one| entry(one, &places))))
        .with("error", or_null(request.failure()))
        .with("log", list(log))
        .with("problems", list(remarks.iter().map(|one| remark(one, &places))))
        .with("flink", or_null(version.map(|version| version.name())))
        .with("deployment", or_null(deployment.map(|deployment| name_of(DEPLOYMENTS, deployment))))
        .with("process", or_null(process.map(|process| name_of(PROCESSES, process))))
        .done()
}

/// An object with whatever keys, `__proto__` among them: they become properties of its own.
fn record<'a>(entries: impl Iterator<Item = (&'a str, &'a str)>) -> JsValue {
    let entries = list(entries.map(|(key, value)| list([key, value])));
    // Pairs of texts always make an object.
    Object::from_entries(&entries).map_or(JsValue::NULL, Into::into)
}

fn entry(entry: &Entry, places: &Places<'_>) -> Built {
    Built::new()
        .with("key", &entry.key)
        .with("value", &entry.value)
        .with("keyAt", places.range(entry.key_at))
        .with("valueAt", places.range(entry.value_at))
}

fn remark(remark: &Remark, places: &Places<'_>) -> Built {
    Built::new()
        .with("severity", names::severity(remark.severity))
        .with("message", &remark.message)
        .with("key", JsValue::NULL)
        .with("at", places.range(remark.at))
        .with("fix", JsValue::NULL)
}
