//! Progress bars and spinners; nothing without a terminal.

use std::fmt::Write;
use std::io::{self, Write as _};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use factlab::vocabulary::Progress;
use indicatif::{MultiProgress, ProgressBar, ProgressState, ProgressStyle};
use serde_json::json;

use super::interrupt;
use super::language::said;
use super::lines::told;
use super::log::Log;

/// The bars of one command; steps that run beside each other get a bar each, through [`Bars::beside`].
pub(super) struct Bars {
    all: Option<MultiProgress>,
    now: Mutex<Option<ProgressBar>>,
    /// Which stage of how many, such as `[2/5] `.
    stage: Mutex<String>,
    who: String,
    is_quiet: bool,
    log: Option<Arc<Log>>,
}

impl Bars {
    pub(super) fn new(is_drawn: bool, is_quiet: bool, log: Option<Arc<Log>>) -> Self {
        Self {
            all: is_drawn.then(MultiProgress::new),
            now: Mutex::default(),
            stage: Mutex::default(),
            who: String::new(),
            is_quiet,
            log,
        }
    }

    /// Bars on the same screen.
    pub(super) fn more(&self) -> Self {
        Self {
            all: self.all.clone(),
            now: Mutex::default(),
            stage: Mutex::default(),
            who: self.who.clone(),
            is_quiet: self.is_quiet,
            log: self.log.clone(),
        }
    }

    /// Bars on the same screen for a step of `who`.
    pub(super) fn beside(&self, who: &str) -> Self {
        let mut bars = self.more();
        bars.who = format!("{who}: ");
        bars
    }

    /// Prints while no bar is on the screen; they come back below.
    pub(super) fn aside<T>(&self, print: impl FnOnce() -> T) -> T {
        match &self.all {
            Some(all) => all.suspend(print),
            None => print(),
        }
    }

    fn change(&self, next: Option<ProgressBar>) {
        let Ok(mut now) = self.now.lock() else {
            return;
        };
        if let Some(bar) = std::mem::replace(&mut *now, next) {
            bar.finish_and_clear();
        }
    }
}

impl Progress for Bars {
    fn stage(&self, number: usize, all: usize) {
        if let Ok(mut stage) = self.stage.lock() {
            *stage = format!("[{number}/{all}] ");
        }
    }

    fn begin(&self, step: &str, total: Option<u64>) {
        let Some(all) = &self.all else { return };
        let bar = match total.filter(|total| *total > 0) {
            Some(total) => ProgressBar::new(total).with_style(bar_style()),
            None => ProgressBar::new_spinner().with_style(spinner_style()),
        };
        let stage = self
            .stage
            .lock()
            .map_or_else(|_| String::new(), |stage| stage.clone());
        let step = said(step);
        let bar = all.add(bar.with_message(format!("{}{stage}{step}", self.who)));
        bar.enable_steady_tick(Duration::from_millis(120));
        self.change(Some(bar));
    }

    fn advance(&self, amount: u64) {
        if self.all.is_none() {
            return;
        }
        if let Ok(now) = self.now.lock()
            && let Some(bar) = now.as_ref()
        {
            bar.inc(amount);
        }
    }

    fn end(&self) {
        self.change(None);
    }

    fn note(&self, sentence: &str) {
        if let Some(log) = &self.log {
            // The result goes into the log too; where that fails, the command says so.
            let _ = log.write("note", json!({"text": sentence}));
        }
        if !self.is_quiet {
            let text = told(sentence);
            let _ = self.aside(|| writeln!(io::stderr(), "{text}"));
        }
    }

    fn is_interrupted(&self) -> bool {
        interrupt::is_stopped()
    }
}

impl Drop for Bars {
    fn drop(&mut self) {
        self.change(None);
    }
}

fn bar_style() -> ProgressStyle {
    let style = ProgressStyle::with_template("{msg:40} {bar:24} {percent:>3} % {left}");
    let style = style.unwrap_or_else(|_| ProgressStyle::default_bar());
    style.with_key("left", time_left).progress_chars("━╸─")
}

fn spinner_style() -> ProgressStyle {
    let style = ProgressStyle::with_template("{msg:40} {spinner} {elapsed}");
    style.unwrap_or_else(|_| ProgressStyle::default_spinner())
}

/// Nothing until there is something to go by: in the first two seconds an estimate would be a guess.
fn time_left(state: &ProgressState, out: &mut dyn Write) {
    if state.elapsed() > Duration::from_secs(2) && state.pos() > 0 {
        let left = said(&format!(
            "about {} left",
            indicatif::HumanDuration(state.eta())
        ));
        let _ = write!(out, "{left}");
    }
}
