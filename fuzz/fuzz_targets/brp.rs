//! Any bytes in, read as the register's BRP extract with LO3 element numbers.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| factlab_fuzz::check_own("register", "brp", bytes));
