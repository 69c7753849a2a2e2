//! Any bytes in, read as a file of `[[forecast]]` and of `[[norm]]`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| factlab_fuzz::read_rates(bytes));
