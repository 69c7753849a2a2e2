//! Results to standard output; notes, questions and errors to standard error.

use std::cell::RefCell;
use std::fmt::Write as _;
use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;
use std::sync::Arc;

use console::Term;
use factlab::error::{Code, Error};
use factlab::keys::open_to_others;
use factlab::vocabulary::{Progress, is_visible};
use serde_json::{Value, json};

use super::bars::Bars;
use super::interrupt;
use super::language::{as_is, said};
use super::letters;
use super::lines::{columns, laid_out, told};
use super::log::Log;
use super::words::seen;

/// How this command talks.
pub(super) struct Screen {
    is_json: bool,
    is_terminal: bool,
    bars: Bars,
    log: Option<Arc<Log>>,
    /// What a failing command found, for the JSON of its error.
    found: RefCell<Value>,
    /// Why the result could not be printed, until the command ends.
    unwritten: RefCell<Option<Error>>,
}

impl Screen {
    pub(super) fn new(is_json: bool, is_quiet: bool, log: Option<Arc<Log>>) -> Self {
        let is_terminal = io::stderr().is_terminal();
        Self {
            is_json,
            is_terminal,
            bars: Bars::new(is_terminal && !is_quiet, is_quiet, log.clone()),
            log,
            found: RefCell::default(),
            unwritten: RefCell::default(),
        }
    }

    /// Prints the result of the command, once: the text in the user's language, or the object when JSON was asked for.
    pub(super) fn result(&self, text: &str, object: &Value) {
        let text = || laid_out(&said(text), columns(&Term::stdout()));
        self.result_as_is(text, object);
    }

    /// The same of a text that a program or an agreement takes, such as a shell's completions: no line is broken.
    pub(super) fn result_as_is(&self, text: impl FnOnce() -> String, object: &Value) {
        self.logged("result", || json!({"result": object}));
        let line = if self.is_json {
            format!("{}\n", escaped(&object.to_string()))
        } else {
            format!("{}\n", seen(text().trim_end()))
        };
        let mut out = io::stdout();
        let print = || out.write_all(line.as_bytes()).and_then(|()| out.flush());
        self.printed(self.bars.aside(print));
    }

    fn logged(&self, kind: &str, what: impl FnOnce() -> Value) {
        if let Some(log) = &self.log
            && let Err(error) = log.write(kind, what())
        {
            self.unwritten.replace(Some(error));
        }
    }

    /// Whether the result goes to a program, as JSON.
    pub(super) const fn is_json(&self) -> bool {
        self.is_json
    }

    /// Remembers whether the result was printed, for [`Screen::end`].
    pub(super) fn printed(&self, written: io::Result<()>) {
        self.unwritten.replace(unwritten(written));
    }

    /// Ends the command: prints its error, or that its result could not be printed; gives the status.
    pub(super) fn end(&self, outcome: anyhow::Result<()>) -> ExitCode {
        for key in open_to_others() {
            let key = key.display();
            self.note(&format!(
                "warning: other users of this machine can read {key}; to prevent that: chmod 600 {key}"
            ));
        }
        let unwritten = self.unwritten.take();
        let outcome = outcome.and_then(|()| unwritten.map_or(Ok(()), |error| Err(error.into())));
        let status = outcome.map_or_else(|error| self.error(&error), |()| 0);
        if let Some(log) = &self.log {
            log.end(status);
        }
        ExitCode::from(status)
    }

    /// Prints what a command found that will fail on it; as JSON it joins the error, for there is one object.
    pub(super) fn result_of_failure(&self, text: &str, object: Value) {
        if self.is_json {
            self.found.replace(object);
        } else {
            self.result(text, &object);
        }
    }

    /// Tells something beside the result.
    pub(super) fn note(&self, text: &str) {
        self.bars.note(text);
    }

    /// Whether there is somebody to ask.
    pub(super) fn can_ask(&self) -> bool {
        self.is_terminal && io::stdin().is_terminal()
    }

    /// Asks a question that only `y` or `yes`, or `j` or `ja`, agrees with; without a terminal nothing is asked and nobody agrees.
    pub(super) fn agrees(&self, question: &str) -> bool {
        let answer = self.asked(&format!("{} {}", told(question), said("[y/N]")));
        let answer = answer.unwrap_or_default().to_lowercase();
        matches!(answer.as_str(), "y" | "yes" | "j" | "ja")
    }

    /// The line that answers a question; `None` for an empty one, and without a terminal, where nothing is asked.
    pub(super) fn answer(&self, question: &str) -> Option<String> {
        self.asked(&told(question))
    }

    fn asked(&self, question: &str) -> Option<String> {
        if !self.can_ask() {
            return None;
        }
        let _ = write!(io::stderr(), "{question} ");
        let _ = io::stderr().flush();
        let mut answer = String::new();
        let read = interrupt::while_asking(|| io::stdin().read_line(&mut answer));
        let answer = seen(answer.trim());
        read.ok().filter(|_| !answer.is_empty()).map(|_| answer)
    }

    /// Asks for one of a numbered list, from 0; `None` where nothing is chosen.
    pub(super) fn chooses(&self, question: &str, list: &[String]) -> Option<usize> {
        for (index, line) in list.iter().enumerate() {
            self.note(&format!("  {:>2}  {}", index + 1, as_is(line)));
        }
        loop {
            let number = self.answer(question)?.parse::<usize>().ok();
            if let Some(number) = number.filter(|number| (1..=list.len()).contains(number)) {
                return Some(number - 1);
            }
            self.note(&format!(
                "Give a number from 1 to {}, or only Enter to stop.",
                list.len()
            ));
        }
    }

    /// Shows how far a long step is.
    pub(super) fn bars(&self) -> Bars {
        self.bars.more()
    }

    /// Prints an error and goes on.
    pub(super) fn shows(&self, error: &anyhow::Error) {
        let _ = self.error(error);
    }

    /// Prints an error with its hint, and gives the status to end with.
    pub(super) fn error(&self, error: &anyhow::Error) -> u8 {
        let known = error.downcast_ref::<Error>();
        let code = known.map_or(Code::InternalError, Error::code);
        let status = code.class().exit_status();
        let hint = known.and_then(Error::advice);
        let owners = known.and_then(Error::owners).filter(|_| !self.is_json);
        let found = known.and_then(Error::disagreements);
        if let Some(found) = found.filter(|found| self.is_json || !found.letters.is_empty()) {
            self.result_of_failure(&letters::in_words(found), letters::as_json(found));
        }
        for line in in_words(code, &error.to_string(), owners, hint) {
            let _ = writeln!(io::stderr(), "{}", told(&line));
        }
        self.logged("error", || {
            json!({"code": code.word(), "text": error.to_string(), "hint": hint, "status": status})
        });
        if self.is_json {
            let found = self.found.take();
            let mut object = json!({"code": code.word(), "error": error.to_string(), "hint": hint, "status": status});
            if !found.is_null() {
                object["found"] = found;
            }
            self.result("", &object);
        }
        status
    }
}

/// An error as it is on the screen.
fn in_words(code: Code, message: &str, owners: Option<&str>, hint: Option<&str>) -> Vec<String> {
    let first = format!("error[{}]: {message}", code.word());
    let hint = hint.map(|hint| format!("hint: {hint}"));
    let lines = [Some(first), owners.map(str::to_owned), hint];
    lines.into_iter().flatten().collect()
}

/// The JSON with each sign that would steer the terminal escaped: such a sign can be in a text only and is written as its number.
fn escaped(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    for sign in json.chars() {
        if is_visible(sign) {
            text.push(sign);
        } else {
            for unit in sign.encode_utf16(&mut [0; 2]) {
                // Writing to a String cannot fail.
                let _ = write!(text, "\\u{unit:04x}");
            }
        }
    }
    text
}

/// What a failed write to standard output says; who reads may have heard enough (`| head`), that is no error.
fn unwritten(written: io::Result<()>) -> Option<Error> {
    let error = written.err()?;
    (error.kind() != io::ErrorKind::BrokenPipe)
        .then(|| Error::new(Code::OutputFailed, "cannot write the result"))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn a_result_that_cannot_be_written_is_an_error_unless_nobody_reads_on() {
        let failed = |kind: io::ErrorKind| unwritten(Err(kind.into())).map(|error| error.code());
        assert_eq!(failed(io::ErrorKind::StorageFull), Some(Code::OutputFailed));
        assert_eq!(failed(io::ErrorKind::BrokenPipe), None);
        assert!(unwritten(Ok(())).is_none());
    }

    #[test]
    fn no_sign_of_a_file_steers_the_terminal() {
        let text = "a\n\tb\u{1b}[2J\u{202e}c";
        assert_eq!(seen(text), "a\n\tb\u{fffd}[2J\u{fffd}c");
        let object = json!({"a": "b\u{9b}\u{202e}\u{e0041}\n"});
        let printed = escaped(&object.to_string());
        assert_eq!(printed, r#"{"a":"b\u009b\u202e\udb40\udc41\n"}"#);
        let read: Value = serde_json::from_str(&printed).unwrap();
        assert_eq!(read, object);
    }

    #[test]
    fn without_a_terminal_nobody_agrees() {
        let screen = Screen {
            is_terminal: false,
            ..Screen::new(false, true, None)
        };
        assert!(!screen.agrees("Destroy it?"));
    }
    /// What no command of a test comes to: a machine that fails, an answer at a terminal, an attack.
    #[test]
    fn errors_that_no_test_can_cause_read_as_written() {
        let io = |kind: io::ErrorKind| Error::io(Path::new("a"), "write", &kind.into());
        let errors = [
            io(io::ErrorKind::PermissionDenied),
            io(io::ErrorKind::StorageFull),
            io(io::ErrorKind::TimedOut),
            unwritten(Err(io::ErrorKind::StorageFull.into())).unwrap(),
            Error::interrupted(),
            Error::new(
                Code::NotConfirmed,
                "nothing was written: the answer was not yes",
            ),
            Error::new(Code::InternalError, "the run does not fit in JSON"),
            Error::new(Code::HandoverMissing, "the hand-over of a is not there"),
            Error::new(
                Code::HandoverUnencrypted,
                "a is not encrypted, but the agreement names a recipient",
            ),
            Error::at(Code::FileInUse, Path::new("a"), "another run is writing it"),
            Error::new(
                Code::MemoryFull,
                "a: there is not enough memory to open the envelope",
            ),
            Error::new(
                Code::MemorySmall,
                "this run takes at least 290 MB of memory, and may take 100 MB",
            ),
            Error::new(
                Code::NoRandomness,
                "the operating system provides no random numbers",
            ),
            Error::new(
                Code::ExtractChanged,
                "the extract changed while it was being read",
            ),
            Error::new(
                Code::TooManyRows,
                "a hand-over holds at most 4,294,967,295 clients",
            ),
            Error::new(Code::AnswersWrong, "the keyholder's answers are wrong"),
            Error::new(Code::HandoverInvalid, "a: two persons share a BSN"),
            Error::new(
                Code::AuditFailed,
                "kredietbank can work out that the count `household all all set a` is 5 to 7, from \
                 household all all service a all; household all all set a",
            ),
            Error::new(
                Code::ClusterFailed,
                "the cluster did not answer `16-pairs`: FAILED_READ_FILE",
            ),
            Error::new(Code::TableTooLarge, "table areas does not fit in xlsx"),
            Error::new(
                Code::LinkingContradicted,
                "most clients of `a` who have the BSN of a resident are like that resident in nothing else",
            ),
        ];
        let shown =
            |error: &Error| in_words(error.code(), &error.to_string(), None, error.advice());
        let lines: Vec<String> = errors.iter().flat_map(shown).collect();
        let text = lines.join("\n");
        insta::assert_snapshot!("errors_beyond_tests", text);
    }
}
