//! Sizes.

use resolver::{Breakdown, FlinkVersion, MemorySize};
use wasm_bindgen::JsValue;

use super::names::COMPONENTS;
use crate::border::{Built, list, or_null};

/// Bytes, as a `bigint`.
pub(super) fn bytes(size: MemorySize) -> JsValue {
    size.bytes().into()
}

/// `Memory` in TypeScript.
fn memory(breakdown: &Breakdown) -> JsValue {
    let memory = COMPONENTS.iter().fold(Built::new(), |memory, (name, component)| {
        memory.with(name, or_null(breakdown.get(*component).map(bytes)))
    });
    memory.done()
}

/// What `Resolved` has in TypeScript beyond all resolutions.
pub(super) fn resolved(answer: Built, breakdown: &Breakdown, version: FlinkVersion) -> JsValue {
    let options = breakdown
        .dynamic_options(version)
        .map(|options| list(options.into_iter().map(|(key, value)| list([key, value]))));
    let (cpu_cores, num_slots) = match breakdown {
        Breakdown::TaskManager(memory) => (Some(memory.cpu_cores), memory.num_slots),
        Breakdown::JobManager(_) | Breakdown::StartScript(_) => (None, None),
    };
    answer
        .with("ok", true)
        .with("memory", memory(breakdown))
        .with("jvmParameters", breakdown.jvm_parameters())
        .with("dynamicOptions", or_null(options))
        .with("dynamicConfigs", or_null(breakdown.dynamic_configs(version)))
        .with("cpuCores", or_null(cpu_cores))
        .with("numSlots", or_null(num_slots))
        .done()
}
