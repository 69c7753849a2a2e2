//! Keeps secrets and rows out of core dumps.

/// From here on the system writes no core of this process, and (on Linux) no other program of the user looks into it.
#[cfg(unix)]
pub(super) fn keep_out_of_dumps() {
    use nix::sys::resource::{Resource, setrlimit};
    // Where the system refuses, all else still holds.
    let _ = setrlimit(Resource::RLIMIT_CORE, 0, 0);
    #[cfg(any(target_os = "linux", target_os = "android"))]
    let _ = nix::sys::prctl::set_dumpable(false);
}

/// Windows writes dumps where its owner has asked for them only.
#[cfg(not(unix))]
pub(super) fn keep_out_of_dumps() {}

#[cfg(all(test, unix))]
mod tests {
    use nix::sys::resource::{Resource, getrlimit};

    #[test]
    fn no_core_is_written_and_none_can_be_asked_for() {
        super::keep_out_of_dumps();
        assert_eq!(getrlimit(Resource::RLIMIT_CORE).unwrap(), (0, 0));
        #[cfg(target_os = "linux")]
        assert!(!nix::sys::prctl::get_dumpable().unwrap());
    }
}
