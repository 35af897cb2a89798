//! Texts read as `Kind::ErrorMessage`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::reading(resolver::text::Kind::ErrorMessage, bytes));
