//! Any bytes in, read as text of fixed width.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| factlab_fuzz::check_fixed(bytes));
