//! Texts read as `Kind::FlinkConf`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::reading(resolver::text::Kind::FlinkConf, bytes));
