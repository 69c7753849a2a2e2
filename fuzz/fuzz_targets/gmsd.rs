//! Any bytes in, read as `gmsd-wmo`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| factlab_fuzz::check_own("fuzz", "gmsd-wmo", bytes));
