//! Any bytes in, read as a provider's delimited text.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| factlab_fuzz::check_table("csv", bytes));
