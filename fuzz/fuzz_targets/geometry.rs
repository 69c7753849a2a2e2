//! Any bytes in, read as the borders of areas (`[areas] geometry`), and written and read as those of a release.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| factlab_fuzz::read_geometry(bytes));
