//! Lines that fit the terminal: broken between words, and going on below the place where their text begins.

use std::iter::repeat_n;

use console::{Style, Term};
use factlab::language::AS_IS;

use super::language::said;
use super::words::seen;

/// A tab marks where the broken line goes on; without one that is two columns further in than the line.
const MARK: char = '\t';

/// Below this there is no sensible way to break lines.
const NARROWEST: usize = 20;

/// The text with no line wider than `width` columns, but for words that are; whole lines when there is no width. What is marked
/// to stay as it is loses its marks, and a line that begins with it stays whole.
pub(super) fn laid_out(text: &str, width: Option<usize>) -> String {
    let width = width.filter(|width| *width >= NARROWEST);
    let lines = text.split('\n').map(|line| {
        let width = width.filter(|_| !line.starts_with(AS_IS));
        broken(&line.replace(AS_IS, ""), width)
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn broken(line: &str, width: Option<usize>) -> String {
    let indent = line.chars().take_while(|sign| *sign == ' ').count();
    let mark = line.find(MARK).map(|at| line[..at].chars().count());
    let line = line.replacen(MARK, "", 1);
    let Some(width) = width.filter(|width| line.chars().count() > *width) else {
        return line;
    };
    // A comment goes on as a comment.
    let sign = if line.starts_with("# ") { "#" } else { "" };
    let next = mark.unwrap_or(indent + 2).min(width / 2) - sign.len();
    let next: String = sign.chars().chain(repeat_n(' ', next)).collect();
    let mut text = String::new();
    let mut columns = 0;
    for (index, word) in line.split(' ').enumerate() {
        let letters = word.chars().count();
        if index > 0 && columns + 1 + letters > width && columns > next.chars().count() {
            text.truncate(text.trim_end().len());
            text.push('\n');
            text.push_str(&next);
            columns = next.chars().count();
        } else if index > 0 {
            text.push(' ');
            columns += 1;
        }
        text.push_str(word);
        columns += letters;
    }
    text
}

/// What stands on standard error: in the user's language, within the terminal, its first word in colour where it says what it is.
pub(super) fn told(text: &str) -> String {
    let text = seen(&laid_out(&said(text), columns(&Term::stderr())));
    let Some((first, rest)) = text.split_once(": ") else {
        return text;
    };
    let style = match first.split('[').next() {
        Some("error" | "fout") => Style::new().red().bold(),
        Some("warning" | "let op") => Style::new().yellow().bold(),
        Some("hint" | "advies") => Style::new().cyan().bold(),
        _ => return text,
    };
    format!("{}: {rest}", style.for_stderr().apply_to(first))
}

/// The columns of a terminal; `None` where what is printed goes elsewhere, whole sentences on a line.
pub(super) fn columns(terminal: &Term) -> Option<usize> {
    terminal.size_checked().map(|(_, columns)| columns.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_broken_between_words_and_goes_on_below_its_text() {
        let text = "  wmo: 12 rows read; 12 kept, 0 rejected\nshort";
        let expected = "  wmo: 12 rows read;\n    12 kept, 0\n    rejected\nshort";
        assert_eq!(laid_out(text, Some(20)), expected);
        let marked = "# ! \tguessed from the content";
        assert_eq!(
            laid_out(marked, Some(20)),
            "# ! guessed from the\n#   content"
        );
    }

    #[test]
    fn without_a_width_a_line_stays_whole() {
        let marked = "  5  \trule: words that go on and on and on";
        assert_eq!(
            laid_out(marked, None),
            "  5  rule: words that go on and on and on"
        );
        assert_eq!(laid_out(marked, Some(3)), laid_out(marked, None));
    }

    #[test]
    fn a_line_that_is_typed_back_stays_whole() {
        let line = format!("{AS_IS}service = \"hulp bij het huishouden\"{AS_IS} # the whole");
        let whole = "service = \"hulp bij het huishouden\" # the whole";
        assert_eq!(laid_out(&line, Some(20)), whole);
    }

    #[test]
    fn a_word_that_is_wider_than_the_screen_is_not_broken() {
        let path = "Send /a/very/long/path/to/a/file to Anna";
        assert_eq!(
            laid_out(path, Some(20)),
            "Send\n  /a/very/long/path/to/a/file\n  to Anna"
        );
    }
}
