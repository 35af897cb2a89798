//! Configurations resolved.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::resolution(bytes));
