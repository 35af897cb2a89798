//! Texts read as `Kind::Manifest`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::reading(resolver::text::Kind::Manifest, bytes));
