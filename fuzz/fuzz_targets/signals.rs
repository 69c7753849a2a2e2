//! Any bytes in, read as a file of `[signals]` and of `[approaches]`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| factlab_fuzz::read_signals(bytes));
