//! Any bytes in, read as a file of `[[facilities]]`, and of `[reach] costs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| factlab_fuzz::read_facilities(bytes));
