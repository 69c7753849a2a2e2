//! Runs the command line and ends with its status.

mod cli;

fn main() -> std::process::ExitCode {
    cli::run()
}
