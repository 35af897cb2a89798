//! Texts read as `Kind::Values`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::reading(resolver::text::Kind::Values, bytes));
