//! Any bytes in, read as `ddas`: no panic, no endless loop.
#![no_main]

use factlab::identified::ExtractFormat;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| factlab_fuzz::check(ExtractFormat::Ddas, bytes));
