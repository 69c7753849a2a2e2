//! Ctrl-C, SIGTERM or a closed window sets a flag that long steps check, so that nothing is left half-written.

use std::sync::atomic::{AtomicBool, Ordering};

use factlab::error::Class;
use factlab::files;

// Relaxed throughout: nothing else is read or written by the order of these flags.
static STOPPED: AtomicBool = AtomicBool::new(false);
static ASKING: AtomicBool = AtomicBool::new(false);

/// Begins to listen. A second signal, or one at a question, ends at once and removes what was being written: a window
/// that closes sends two.
pub(super) fn listen() {
    keep_ignoring_a_closed_window();
    // Where no handler can be set, Ctrl-C ends the program as it always did.
    let _ = ctrlc::set_handler(|| {
        let again = STOPPED.swap(true, Ordering::Relaxed);
        if again || ASKING.load(Ordering::Relaxed) {
            files::abandon();
            std::process::exit(i32::from(Class::Interrupted.exit_status()));
        }
    });
}

/// Under `nohup` a closed window is ignored; the handler would end that, and so the signal is held back for good.
#[cfg(unix)]
fn keep_ignoring_a_closed_window() {
    use nix::sys::signal::{SigSet, Signal};
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    if is_ignored(&status, Signal::SIGHUP as u32) {
        let _ = SigSet::from(Signal::SIGHUP).thread_block();
    }
}

#[cfg(not(unix))]
fn keep_ignoring_a_closed_window() {}

/// Whether the kernel's account of a process has it ignore this signal: a mask in hexadecimal digits.
#[cfg(unix)]
fn is_ignored(status: &str, signal: u32) -> bool {
    let mask = status
        .lines()
        .find_map(|line| line.strip_prefix("SigIgn:"))
        .and_then(|digits| u64::from_str_radix(digits.trim(), 16).ok());
    mask.is_some_and(|mask| mask & (1 << (signal - 1)) != 0)
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

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn the_kernel_tells_which_signals_are_ignored() {
        let status = "Name:\tfactlab\nSigIgn:\t0000000000001001\nSigCgt:\t0000000000000002\n";
        assert!(is_ignored(status, 1) && is_ignored(status, 13));
        assert!(!is_ignored(status, 2) && !is_ignored("", 1));
    }
}
