//! The resolver alone in a page, to be timed there: compiled and optimised exactly as in the published page, without anything to draw.

use std::hint::black_box;

use resolver::{Configuration, Deployment, FlinkVersion, Process, Request, resolve};
use wasm_bindgen::prelude::wasm_bindgen;

fn main() {}

/// Resolves the TaskManager's default configuration, derivation included, so many times. What is returned says that it was done.
#[wasm_bindgen]
#[must_use]
pub fn resolve_many(times: u32) -> f64 {
    let config = Configuration::from([("taskmanager.memory.process.size", "1728m")]);
    let request = Request {
        version: FlinkVersion::LATEST,
        process: Process::TaskManager,
        deployment: Deployment::Containerized,
        config: &config,
    };
    let mut steps = 0_usize;
    for _ in 0..times {
        let resolution = resolve(black_box(request));
        steps += black_box(&resolution).derivation.steps().len();
    }
    steps as f64
}
