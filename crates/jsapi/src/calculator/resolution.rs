//! What Flink makes of a request.

use resolver::{Process, resolve};
use wasm_bindgen::JsValue;

use super::breakdown::resolved;
use super::names::PROCESSES;
use super::request::Request;
use super::{derivation, failure};
use crate::border::{Built, list, name_of, or_null};

/// `Resolution` in TypeScript, of the process that was asked for.
pub(super) fn answer(request: &Request) -> JsValue {
    of_process(request, request.process)
}

/// The same of either process.
pub(super) fn of_process(request: &Request, process: Process) -> JsValue {
    let base = Built::new()
        .with("flink", request.version.name())
        .with("release", request.version.release())
        .with("process", name_of(PROCESSES, process));
    // Flink reads the file before it reads options.
    if let Some(failure) = request.failure() {
        return base
            .with("log", list(request.text.iter().flat_map(|text| &text.reading.log)))
            .with("logBlock", JsValue::NULL)
            .with("derivation", list::<JsValue>([]))
            .with("ok", false)
            .with("error", failure)
            .done();
    }
    let resolution = resolve(request.for_resolver(process));
    let base = base
        .with("log", list(&resolution.log))
        .with("logBlock", or_null(resolution.log_block(request.version).map(list)))
        .with("derivation", derivation::steps(&resolution.derivation));
    match &resolution.outcome {
        Ok(breakdown) => resolved(base, breakdown, request.version),
        Err(error) => base.with("ok", false).with("error", failure::error(error, request)).done(),
    }
}
