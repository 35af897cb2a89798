//! Texts read as `Kind::ConfigYaml`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::reading(resolver::text::Kind::ConfigYaml, bytes));
