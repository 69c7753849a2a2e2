//! Runs the command line and ends with its status.

mod cli;

/// With musl's own allocator a run takes a quarter more of the processor.
#[cfg(target_env = "musl")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    cli::run()
}
