//! The engines alone in a page, to be timed there: compiled and optimised exactly as in the published page, without anything to draw.

use wasm_bindgen::prelude::wasm_bindgen;

fn main() {}

/// [`bench_page::resolve_many`].
#[wasm_bindgen]
#[must_use]
pub fn resolve_many(times: u32) -> f64 {
    bench_page::resolve_many(times) as f64
}

/// [`bench_page::rotate_buffers`]; not a number if it fails.
#[wasm_bindgen]
#[must_use]
pub fn rotate_buffers(operations: u32) -> f64 {
    bench_page::rotate_buffers(operations).map_or(f64::NAN, f64::from)
}
