//! What Flink makes of a configuration.

mod breakdown;
#[cfg(feature = "texts")]
mod checking;
mod cluster;
mod derivation;
#[cfg(feature = "texts")]
mod exporting;
mod failure;
mod names;
mod options;
mod places;
mod reading;
mod request;
mod resolution;

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use self::request::Request;
use crate::border::Value;

/// What Flink makes of a configuration: every component of the process's memory to the byte, JVM flags and log lines, with the derivation of
/// every number; or Flink's own error.
///
/// Throws a `CalculatorError` for arguments that cannot be used.
#[wasm_bindgen(unchecked_return_type = "Resolution")]
pub fn resolve(
    #[wasm_bindgen(unchecked_param_type = "ResolveRequest")] request: JsValue,
) -> Result<JsValue, JsValue> {
    let request = Value::argument(request, "request");
    Ok(resolution::answer(&Request::of(&request, &["process"])?))
}

/// What a text says: its keys with their places, and the configuration that Flink then has, or what Flink's loader throws.
///
/// Throws a `CalculatorError` for arguments that cannot be used.
#[wasm_bindgen(unchecked_return_type = "Reading")]
pub fn parse(
    #[wasm_bindgen(unchecked_param_type = "ParseRequest")] request: JsValue,
) -> Result<JsValue, JsValue> {
    let request = Value::argument(request, "request");
    Ok(reading::answer(&Request::of_text(&request, &[])?))
}

/// A configuration as a text to take away.
///
/// Throws a `CalculatorError` for arguments that cannot be used.
#[cfg(feature = "texts")]
#[wasm_bindgen(js_name = exportConfig, unchecked_return_type = "Exported")]
pub fn export_config(
    #[wasm_bindgen(unchecked_param_type = "ExportRequest")] request: JsValue,
) -> Result<JsValue, JsValue> {
    Ok(exporting::answer(&Value::argument(request, "request"))?)
}

/// Every option about memory, network buffers, state backends and parallelism that a release has, sorted by key.
///
/// `flink`: the release; `"2.3"` by default. Throws a `CalculatorError` for arguments that cannot be used.
#[wasm_bindgen(unchecked_return_type = "readonly Option[]")]
pub fn options(
    #[wasm_bindgen(unchecked_optional_param_type = "FlinkVersion")] flink: JsValue,
) -> Result<JsValue, JsValue> {
    Ok(options::answer(request::version(Value::argument(flink, "flink").present().as_ref())?))
}

/// What a configuration gives a job: network memory, slots, buffers, times. It is what `Simulation` and `requiredBuffers` of the subpath
/// `/simulation` take. From Flink 1.13 on; older releases give an error.
///
/// Throws a `CalculatorError` for arguments that cannot be used.
#[wasm_bindgen(js_name = clusterSettings, unchecked_return_type = "ClusterAnswer")]
pub fn cluster_settings(
    #[wasm_bindgen(unchecked_param_type = "ResolveRequest")] request: JsValue,
) -> Result<JsValue, JsValue> {
    let request = Value::argument(request, "request");
    Ok(cluster::answer(&Request::of(&request, &["process"])?))
}

/// What is the matter with a text: every problem with its place and, often, a change that settles it; what both processes make of it; and what
/// helps against the problems that a log tells of.
///
/// Throws a `CalculatorError` for arguments that cannot be used.
#[cfg(feature = "texts")]
#[wasm_bindgen(unchecked_return_type = "Checked")]
pub fn check(
    #[wasm_bindgen(unchecked_param_type = "CheckRequest")] request: JsValue,
) -> Result<JsValue, JsValue> {
    let request = Value::argument(request, "request");
    Ok(checking::answer(Request::of_text(&request, &["deployment"])?))
}
