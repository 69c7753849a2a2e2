//! Any bytes in, read as `brp-api` deliveries.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| factlab_fuzz::check_own("register", "brp-api", bytes));
