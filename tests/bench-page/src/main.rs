//! The engines alone in a page, to be timed there: compiled and optimised exactly as in the published page, without anything to draw.

use bench_page::jobs;
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

/// [`bench_page::digests::digest`], in hexadecimal digits: JavaScript has no whole numbers of 64 bits. Words instead if it fails.
#[wasm_bindgen]
#[must_use]
pub fn digest(number: u32) -> String {
    match bench_page::digests::digest(number) {
        Ok(digest) => format!("{digest:016x}"),
        Err(error) => error.to_string(),
    }
}

/// [`jobs::Run`].
#[wasm_bindgen]
#[derive(Debug)]
pub struct Run(jobs::Run);

#[wasm_bindgen]
impl Run {
    /// The job of this number; nothing if there is none, or it cannot be simulated.
    #[must_use]
    pub fn of(job: usize) -> Option<Self> {
        jobs::Run::new(jobs::JOBS.get(job)?).ok().map(Self)
    }

    /// [`jobs::Run::advance`], for so many seconds.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "some seconds")]
    pub fn advance(&mut self, seconds: f64) {
        self.0.advance((seconds * 1e9) as u64);
    }

    /// [`jobs::Run::buffer_events`].
    #[must_use]
    pub fn buffer_events(&self) -> f64 {
        self.0.buffer_events() as f64
    }
}

/// Memory of the whole program, bytes; it never shrinks.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen]
#[must_use]
pub fn memory_bytes() -> f64 {
    (core::arch::wasm32::memory_size::<0>() << 16) as f64
}
