//! `completions` and `man`.

use anyhow::Result;
use clap::Command;
use clap_complete::Shell;
use serde_json::json;

use super::screen::Screen;

#[derive(clap::Args)]
pub(super) struct CompletionsArguments {
    /// The shell
    shell: Shell,
}

pub(super) fn completions(arguments: &CompletionsArguments, mut command: Command, screen: &Screen) {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut command, "factlab", &mut script);
    let script = String::from_utf8_lossy(&script);
    screen.result_as_is(|| script.to_string(), &json!({"completions": script}));
}

pub(super) fn manual(mut command: Command, screen: &Screen) -> Result<()> {
    command.build();
    let mut page = Vec::new();
    clap_mangen::Man::new(command.clone()).render(&mut page)?;
    for part in command
        .get_subcommands()
        .filter(|part| part.get_name() != "help")
    {
        clap_mangen::Man::new(part.clone()).render(&mut page)?;
    }
    let page = String::from_utf8_lossy(&page);
    screen.result_as_is(|| page.to_string(), &json!({"manual": page}));
    Ok(())
}
