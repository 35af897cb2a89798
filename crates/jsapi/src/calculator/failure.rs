//! Flink's exceptions.

use resolver::text::Failure;
use resolver::{Cause, FlinkError};
use wasm_bindgen::JsValue;

use super::places::Places;
use super::request::{Request, Text};
use crate::border::{Built, list};

/// `FlinkError` in TypeScript, at the first of its keys that stands in the request's text.
pub(super) fn error(error: &FlinkError, request: &Request) -> JsValue {
    let at = request.text.as_ref().and_then(|text| {
        let entries = &text.reading.entries;
        let entry = error.keys.iter().find_map(|key| entries.iter().rev().find(|entry| entry.key == *key))?;
        Some(Places::of(&text.text).range(entry.value_at))
    });
    written(error, at)
}

/// The same for what Flink's loader throws.
pub(super) fn of_loader(failure: &Failure, text: &Text) -> JsValue {
    written(&failure.error, failure.at.map(|at| Places::of(&text.text).range(at)))
}

/// The same in words of ours, where there is no answer.
pub(super) fn ours(message: String) -> JsValue {
    written(&FlinkError { class: "", message, causes: Vec::new(), keys: Vec::new() }, None)
}

fn written(error: &FlinkError, at: Option<JsValue>) -> JsValue {
    let cause = |cause: &Cause| Built::new().with("flinkClass", cause.class).with("message", &cause.message);
    Built::new()
        .with("flinkClass", error.class)
        .with("message", &error.message)
        .with("causes", list(error.causes.iter().map(cause)))
        .with("keys", list(error.keys.iter().copied()))
        .with("at", at.unwrap_or(JsValue::NULL))
        .done()
}
