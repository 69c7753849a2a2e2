//! Calls a reader on damaged data, and returns nothing if it panics.
//!
//! Some readers take for granted what a damaged file does not hold to, and panic. That is no mistake of factlab's and
//! is not reported as one: who calls says which file cannot be read.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

static READERS: AtomicUsize = AtomicUsize::new(0);

/// One more reader that may panic, until it is dropped.
struct Reading;

impl Reading {
    fn begin() -> Self {
        READERS.fetch_add(1, Ordering::SeqCst);
        Self
    }
}

impl Drop for Reading {
    fn drop(&mut self) {
        READERS.fetch_sub(1, Ordering::SeqCst);
    }
}

/// Gives what `read` gives, and `None` when it panics. What it works on must not be used again after a panic.
pub(crate) fn without_panic<T>(read: impl FnOnce() -> T) -> Option<T> {
    let reading = Reading::begin();
    let read = catch_unwind(AssertUnwindSafe(read)).ok();
    drop(reading);
    read
}

/// Whether a panic at a place in the source is one that a reader catches: a library is reading, and it is not our own.
/// For the hook of panics, which may then be silent.
#[must_use]
pub fn is_caught(file: &str) -> bool {
    // Whether a library's path is absolute depends on where and for which system the program was built.
    READERS.load(Ordering::SeqCst) > 0 && !Path::new(file).starts_with("src")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_while_reading_is_nothing_and_is_over_then() {
        assert_eq!(without_panic(|| 3), Some(3));
        let caught = without_panic(|| {
            for library in ["/crates/zip/src/read.rs", "crates/zip/src/read.rs"] {
                assert!(is_caught(library));
            }
            assert!(!is_caught(file!()), "our own mistakes are told");
            panic!("as a library does");
        });
        assert_eq!(caught, None::<()>);
    }
}
