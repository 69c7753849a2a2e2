//! Ctrl-C in, a flag out that the long steps read; they leave nothing half-written.

use std::sync::atomic::{AtomicBool, Ordering};

use factlab::error::Class;

static STOPPED: AtomicBool = AtomicBool::new(false);
static ASKING: AtomicBool = AtomicBool::new(false);

/// Begins to listen. A second Ctrl-C, or one at a question, ends at once: the next run removes what is left.
pub(super) fn listen() {
    // Where no handler can be set, Ctrl-C ends the program as it always did.
    let _ = ctrlc::set_handler(|| {
        let again = STOPPED.swap(true, Ordering::Relaxed);
        if again || ASKING.load(Ordering::Relaxed) {
            std::process::exit(i32::from(Class::Interrupted.exit_status()));
        }
    });
}

/// Whether the user wants to stop.
pub(super) fn is_stopped() -> bool {
    STOPPED.load(Ordering::Relaxed)
}

/// Runs a question, during which Ctrl-C ends the program.
pub(super) fn while_asking<T>(ask: impl FnOnce() -> T) -> T {
    ASKING.store(true, Ordering::Relaxed);
    let answer = ask();
    ASKING.store(false, Ordering::Relaxed);
    answer
}
