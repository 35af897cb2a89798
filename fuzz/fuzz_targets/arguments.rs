//! Texts read as `Kind::Arguments`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::reading(resolver::text::Kind::Arguments, bytes));
