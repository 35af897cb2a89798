//! Texts read as `Kind::Properties`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::reading(resolver::text::Kind::Properties, bytes));
