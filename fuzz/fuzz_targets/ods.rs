//! Any bytes in, read as `ods`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| factlab_fuzz::check_table("ods", bytes));
