//! The preview: one page (Dutch and English) of what a party hands over, for a privacy officer to sign.

mod dutch;
mod english;
mod example;
mod texts;

use askama::Template;

pub use example::{ExampleRow, PERSON};

use super::settings::TokenMethod;
use super::{Summary, WITHOUT_QUARTERS};
use crate::error::{Code, Error, Result};
use crate::language::dutch;
use crate::pseudonymous::{K, Rare, TokenColumn};
use crate::vocabulary::{Language, Rule, TOOL_VERSION};
use texts::Texts;

/// How the page begins, to be known again.
pub const BEGINNING: &str = "<!DOCTYPE html>\n<!-- factlab preview -->\n";

/// Who takes part, as far as the agreement records it.
#[derive(Debug, Clone, Default)]
pub struct PreviewOffice {
    /// The name.
    pub name: String,
    /// Whom to write to or call.
    pub contact: Option<String>,
    /// The article of law.
    pub legal_basis: Option<String>,
}

/// What the page says besides counts and the example.
#[derive(Debug, Clone)]
pub struct Preview {
    /// Whether Dutch comes first.
    pub is_dutch_first: bool,
    /// The project.
    pub project: String,
    /// Its purpose.
    pub purpose: String,
    /// First and last day of the period, and the reference date, `yyyy-mm-dd`.
    pub days: [String; 3],
    /// Who hands over.
    pub party: PreviewOffice,
    /// Whether that is the register office.
    pub is_register: bool,
    /// Who joins the tokens, where the agreement names one.
    pub keyholder: Option<PreviewOffice>,
    /// Who counts.
    pub analyst: Option<PreviewOffice>,
    /// The last day on which the hand-over may be kept, `yyyy-mm-dd`.
    pub delete_after: Option<String>,
    /// The key id; `None` when no key was at hand.
    pub key_id: Option<String>,
    /// How tokens are made.
    pub method: TokenMethod,
    /// The agreement digest.
    pub agreement: String,
}

/// A count with its words.
struct Count {
    words: &'static str,
    number: String,
}

struct Column {
    name: &'static str,
    meaning: String,
    value: String,
}

struct Table {
    name: &'static str,
    rows: String,
    columns: Vec<Column>,
}

/// The page in one language.
struct Version<'a> {
    texts: &'static Texts,
    given: &'a Preview,
    counts: Vec<Count>,
    left_behind: Vec<(String, String)>,
    tables: Vec<Table>,
    rare: Vec<String>,
}

impl Version<'_> {
    const fn key_id(&self) -> &'static str {
        self.texts.key_id.of(self.given.method)
    }

    const fn leaves(&self) -> &'static str {
        self.texts.leaves.of(self.given.method)
    }

    const fn still_personal(&self) -> &'static str {
        self.texts.still_personal.of(self.given.method)
    }
}

#[derive(Template)]
#[template(path = "preview.html")]
struct Page<'a> {
    language: &'static str,
    project: &'a str,
    version: &'static str,
    versions: Vec<Version<'a>>,
}

/// The page as HTML, with its own style and no request to any other place. The same input gives the same bytes.
///
/// # Errors
/// When the page cannot be put together.
pub fn preview_page(given: &Preview, summary: &Summary, example: &[ExampleRow]) -> Result<String> {
    let mut versions = vec![
        version(&dutch::TEXTS, given, summary, example),
        version(&english::TEXTS, given, summary, example),
    ];
    if !given.is_dutch_first {
        versions.reverse();
    }
    let page = Page {
        language: versions[0].texts.language.word(),
        project: &given.project,
        version: TOOL_VERSION,
        versions,
    };
    let text = page.render();
    text.map(|text| format!("{BEGINNING}{text}"))
        .map_err(|_| Error::new(Code::InternalError, "the preview could not be put together"))
}

fn version<'a>(
    texts: &'static Texts,
    given: &'a Preview,
    summary: &Summary,
    example: &[ExampleRow],
) -> Version<'a> {
    let rules = summary.left_behind.iter();
    Version {
        texts,
        given,
        counts: counts(texts, given, summary),
        left_behind: rules
            .map(|(code, rows)| (words_of(code, texts.language), texts.language.count(*rows)))
            .collect(),
        tables: example
            .iter()
            .map(|file| table(texts, summary, file))
            .collect(),
        rare: summary
            .rare
            .iter()
            .filter(|(who, rare)| rare.holders > 0 || **who == WITHOUT_QUARTERS)
            .map(|(who, rare)| rarity(texts, who, rare))
            .collect(),
    }
}

/// The words of a rule; the code where it has none.
fn words_of(code: &'static str, language: Language) -> String {
    let rule = Rule::ALL.iter().find(|rule| rule.code() == code);
    let words = rule.map_or(code, |rule| rule.words());
    match language {
        Language::Dutch => dutch(words),
        Language::English => words.to_owned(),
    }
}

fn counts(texts: &'static Texts, given: &Preview, summary: &Summary) -> Vec<Count> {
    let [
        read,
        kept,
        clients,
        persons,
        households,
        institutions,
        without_household,
        outside,
        double,
        dropped,
        objected,
        left,
    ] = texts.counts;
    let mut counts = vec![(read, summary.read)];
    if given.is_register {
        counts.extend([
            (persons, summary.clients),
            (households, summary.households),
            (institutions, summary.institutions),
        ]);
    } else {
        counts.extend([(kept, summary.kept), (clients, summary.clients)]);
    }
    let rest = [
        (without_household, summary.without_household),
        (outside, summary.outside_period),
        (double, summary.double),
        (dropped, summary.dropped),
        (objected, summary.objected),
        (left, summary.rows_left_behind()),
    ];
    counts.extend(rest.into_iter().filter(|(_, number)| *number > 0));
    let count = |(words, number)| Count {
        words,
        number: texts.language.count(number),
    };
    counts.into_iter().map(count).collect()
}

fn table(texts: &'static Texts, summary: &Summary, file: &ExampleRow) -> Table {
    let rows = |count: u64| {
        let words = texts.rows[usize::from(count != 1)];
        format!("{} {words}", texts.language.count(count))
    };
    let rows = match file.file {
        "persons.parquet" | "members.parquet" => rows(summary.clients),
        "households.parquet" => rows(summary.households + summary.institutions),
        "tokens.parquet" => texts.row_per_code.to_owned(),
        _ => format!("{} {}", texts.at_most, rows(summary.kept)),
    };
    let column = |(name, value): &(&'static str, Option<String>)| Column {
        name,
        meaning: meaning(texts, name),
        value: match value.as_deref() {
            None => texts.empty.to_owned(),
            Some("yes") => texts.yes.to_owned(),
            Some("no") => texts.no.to_owned(),
            Some(value) => value.to_owned(),
        },
    };
    Table {
        name: file.file,
        rows,
        columns: file.columns.iter().map(column).collect(),
    }
}

fn meaning(texts: &Texts, name: &str) -> String {
    let token = TokenColumn::ALL.iter().find(|column| column.name() == name);
    if let Some(column) = token {
        let parts: Vec<&str> = column
            .kind()
            .split('+')
            .map(|part| texts.part(part))
            .collect();
        let partner = if name.ends_with("_partner") {
            texts.of_partner
        } else {
            ""
        };
        return format!("{} {}{partner}", texts.digest_of, parts.join(", "));
    }
    let mut columns = texts.columns.iter();
    let found = columns.find(|(column, _)| *column == name);
    found.map_or_else(String::new, |(_, meaning)| (*meaning).to_owned())
}

fn rarity(texts: &Texts, who: &'static str, rare: &Rare) -> String {
    if who == WITHOUT_QUARTERS {
        let rest = match rare.holders {
            0 => texts.rare_none.to_owned(),
            _ => rarity(texts, "clients", rare),
        };
        return format!("{} {rest}", texts.without_quarters);
    }
    if rare.all_holders == 1 {
        return texts.only(who).to_owned();
    }
    let few = |count: u64| match count {
        1..K => format!("{} {K}", texts.fewer_than),
        _ => texts.language.count(count),
    };
    let some = if rare.holders == rare.all_holders {
        texts.rare_all
    } else {
        texts.rare_some
    };
    let some = some
        .replace("{holders}", &few(rare.holders))
        .replace("{all}", &texts.language.count(rare.all_holders))
        .replace("{who}", texts.holder(who));
    let line = texts
        .rare
        .replace("{some}", &some)
        .replace("{alone}", &few(rare.alone));
    capitalised(&line)
}

/// The sentence with a capital in front.
fn capitalised(sentence: &str) -> String {
    let mut letters = sentence.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).collect()
}

#[cfg(test)]
mod tests;
