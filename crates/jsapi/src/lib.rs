//! The engines as a package for JavaScript and TypeScript.
//!
//! Three modules of WebAssembly are made of this crate, by its features: `calculator` (what Flink makes of a configuration), `texts` (the same,
//! for every kind of text) and `simulation` (a job that runs). Each loads alone, so that nobody downloads what he does not use.
//! `cargo xtask package` puts them together; the README beside is that of the package.
//!
//! What is returned is plain: objects, lists, texts, numbers, and `bigint` for all that has 64 bits. Their types are in `types/`, and a test
//! compiles answers against them. What Flink refuses is an answer; an argument that cannot be used is thrown, as an `Error` that says which.
//!
//! Nothing here decides anything about memory.

mod border;
#[cfg(feature = "calculator")]
pub mod calculator;
#[cfg(feature = "simulation")]
pub mod simulation;

use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(typescript_custom_section)]
const COMMON_TYPES: &str = include_str!("../types/common.d.ts");

#[cfg(feature = "calculator")]
#[wasm_bindgen(typescript_custom_section)]
const CALCULATOR_TYPES: &str = include_str!("../types/calculator.d.ts");

#[cfg(feature = "texts")]
#[wasm_bindgen(typescript_custom_section)]
const TEXTS_TYPES: &str = include_str!("../types/texts.d.ts");

#[cfg(feature = "simulation")]
#[wasm_bindgen(typescript_custom_section)]
const SIMULATION_TYPES: &str = include_str!("../types/simulation.d.ts");
