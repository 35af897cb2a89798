//! Texts read as `Kind::LogBlock`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::reading(resolver::text::Kind::LogBlock, bytes));
