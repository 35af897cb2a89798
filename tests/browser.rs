//! Runs in a headless browser, by `cargo xtask test`.

#![cfg(target_arch = "wasm32")]

use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
fn runs_in_a_document() {
    assert!(gloo::utils::document().body().is_some());
}
