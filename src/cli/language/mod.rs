//! The language of the screen: what is said in English is translated on its way there.
//!
//! JSON, files and logs stay English: programs read them.

#[cfg(test)]
mod tests;

use std::path::Path;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU8, Ordering};

use factlab::agreement::Agreement;
use factlab::error::Result;
use factlab::language::{AS_IS, dutch};
use factlab::vocabulary::Language;

const NOT_CHOSEN: u8 = u8::MAX;

/// The language of this command; commands of one process share a screen.
static CHOSEN: AtomicU8 = AtomicU8::new(NOT_CHOSEN);

/// The language asked for on the command line wins over that of the agreement, and that over the user's own.
pub(super) fn ask(language: Language) {
    CHOSEN.store(language as u8, Ordering::Relaxed);
}

/// Reads the agreement; the screen speaks the language that it names, unless one was asked for.
pub(super) fn agreement(path: &Path) -> Result<Agreement> {
    let agreement = Agreement::read(path)?;
    if let Some(language) = agreement.named_language() {
        let _ = CHOSEN.compare_exchange(
            NOT_CHOSEN,
            language as u8,
            Ordering::Relaxed,
            Ordering::Relaxed,
        );
    }
    Ok(agreement)
}

/// The language of the screen.
pub(super) fn now() -> Language {
    static OWN: OnceLock<Language> = OnceLock::new();
    let chosen = CHOSEN.load(Ordering::Relaxed);
    let known = Language::WORDS.iter().map(|(_, language)| *language);
    known
        .clone()
        .find(|language| *language as u8 == chosen)
        .unwrap_or_else(|| *OWN.get_or_init(own))
}

/// The user's own language: Dutch where the system says so.
fn own() -> Language {
    match sys_locale::get_locale() {
        Some(locale) if locale.starts_with("nl") => Language::Dutch,
        _ => Language::English,
    }
}

/// The language asked for, before the words of the command are read: help and usage errors speak it too.
pub(super) fn asked_in(words: impl Iterator<Item = std::ffi::OsString>) -> Option<Language> {
    let words: Vec<String> = words.filter_map(|word| word.into_string().ok()).collect();
    let apart = words.iter().zip(words.iter().skip(1));
    let apart = apart
        .filter(|(option, _)| *option == "--language")
        .map(|(_, word)| word.as_str());
    let joined = words
        .iter()
        .filter_map(|word| word.strip_prefix("--language="));
    apart.chain(joined).find_map(Language::from_word)
}

/// What factlab says, in the language of the screen; what the catalogue lacks stays English. Marks of [`as_is`] stay, for
/// [`laid_out`](super::lines::laid_out).
pub(super) fn said(english: &str) -> String {
    match now() {
        Language::English => english.to_owned(),
        Language::Dutch => dutch(english),
    }
}

/// The text, which stays as it is in every language; a line that begins with it is not broken either.
pub(super) fn as_is(text: &str) -> String {
    let marked = text.split('\n').map(|line| match line {
        "" => String::new(),
        line => format!("{AS_IS}{line}{AS_IS}"),
    });
    marked.collect::<Vec<_>>().join("\n")
}
