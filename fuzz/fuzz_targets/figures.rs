//! Any bytes in, read as a file of `[[figures]]` in each layout.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| factlab_fuzz::read_figures(bytes));
