//! Any bytes in, read as a provider's iWmo or iJw message.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| factlab_fuzz::check_own("fuzz", "istandaarden", bytes));
