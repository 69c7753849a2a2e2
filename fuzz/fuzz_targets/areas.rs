//! Any bytes in, read as the table of postcodes and areas (`[areas] lookup`), zipped or not.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| factlab_fuzz::check_areas(bytes));
