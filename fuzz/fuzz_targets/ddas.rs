//! Any bytes in, read as `ddas` deliveries.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| factlab_fuzz::check_own("fuzz", "ddas", bytes));
