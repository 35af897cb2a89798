//! Texts read as `Kind::RestAnswer`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::reading(resolver::text::Kind::RestAnswer, bytes));
