//! Links opened and made again.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::link(bytes));
