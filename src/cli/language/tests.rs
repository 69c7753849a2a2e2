//! The catalogue is whole: each sentence of the source is in it, and each of its sentences is in the source.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use clap::{Command, CommandFactory};
use proc_macro2::{TokenStream, TokenTree};

use super::catalogue::DUTCH;
use super::*;
use crate::cli::Arguments;

/// Folders and files whose texts are not of the screen, or have both languages by themselves.
const APART: &[&str] = &[
    "src/agreement/dpia",
    "src/identified/inspect/codes.rs",
    "src/identified/inspect/names.rs",
    "src/identified/inspect/stems.rs",
    "src/identified/inspect/synonyms.rs",
    "src/identified/normalise/nothing_and_something.rs",
    "src/identified/preview",
    "src/pseudonymous/protect/profile",
    "src/released/export",
    "src/released/places/areas/projection.rs",
    "src/released/places/areas/qml.rs",
    "src/released/places/figures/catalogue.rs",
    "src/released/places/figures/indicator.rs",
    "src/released/report",
    "src/run/compared/page.rs",
    "src/town",
    "src/verify/expected",
    "src/verify/layout.rs",
    "src/verify/page/absent.rs",
    "src/verify/page/by_area",
    "src/verify/page/composition.rs",
    "src/verify/page/expected.rs",
    "src/verify/page/html.rs",
    "src/verify/page/loose.rs",
    "src/verify/page/reach.rs",
    "src/verify/page/said.rs",
    "src/verify/page/told.rs",
    "src/verify/page/upset.rs",
];

/// The sentences of a literal: its lines, and in these what two spaces set apart; only those with a word.
fn sentences(literal: &str) -> Vec<String> {
    let parts = parts(literal).into_iter();
    parts.filter(|part| is_said(part)).collect()
}

fn parts(literal: &str) -> Vec<String> {
    let parts = literal
        .split(['\n', '\t'])
        .flat_map(|line| line.split("  "));
    parts.map(|part| part.trim().to_owned()).collect()
}

/// Whether a text says something: words, or a hole and a word; a single word may be a code.
fn is_said(text: &str) -> bool {
    let fixed = holes_alike(text);
    let words = fixed.split([' ', '…']).filter(|word| {
        let word = word.trim_matches(|sign: char| !sign.is_alphabetic());
        let behind = word.chars().skip(1);
        word.chars().count() > 1
            && behind
                .clone()
                .all(|sign| sign.is_lowercase() || sign == '\'')
    });
    fixed.contains(' ') && words.count() > 0
}

/// The sentence with `{}` for each hole, whatever its name and form; holes that touch are one.
fn holes_alike(sentence: &str) -> String {
    let (fixed, _) = catalogue::cut(sentence);
    fixed.join("{}")
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.to_string_lossy().replace('\\', "/");
        let is_test = ["tests", "known_answers", "hard_cases", "vectors"]
            .iter()
            .any(|word| name.contains(word));
        if is_test {
            continue;
        }
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension() == Some("rs".as_ref()) {
            found.push(path);
        }
    }
}

/// The literals of a source, without those of attributes and tests.
fn literals(tokens: TokenStream, found: &mut Vec<String>) {
    let mut is_attribute = false;
    let mut is_test = false;
    for token in tokens {
        match token {
            TokenTree::Punct(sign) if sign.as_char() == '#' => is_attribute = true,
            TokenTree::Punct(sign) if sign.as_char() == '!' && is_attribute => {}
            TokenTree::Group(group) if is_attribute => {
                is_attribute = false;
                is_test |= group.stream().to_string().replace(' ', "") == "cfg(test)";
            }
            TokenTree::Group(group) => {
                if !is_test {
                    literals(group.stream(), found);
                }
                is_test = false;
            }
            TokenTree::Literal(literal) => {
                if let Ok(text) = syn::parse_str::<syn::LitStr>(&literal.to_string()) {
                    found.push(text.value());
                }
            }
            TokenTree::Punct(sign) => is_test &= sign.as_char() != ';',
            TokenTree::Ident(_) => {}
        }
    }
}

fn helps(command: &Command, found: &mut Vec<String>) {
    found.extend(command.get_about().map(ToString::to_string));
    let arguments = command.get_arguments();
    found.extend(arguments.filter_map(|one| one.get_help().map(ToString::to_string)));
    let values = command
        .get_arguments()
        .flat_map(clap::Arg::get_possible_values);
    found.extend(values.filter_map(|one| one.get_help().map(ToString::to_string)));
    for one in command.get_subcommands() {
        helps(one, found);
    }
}

/// The literals of each source and those of the help, by file, in order.
fn literals_by_file() -> Vec<(String, Vec<String>)> {
    let (mut files, mut helped) = (Vec::new(), Vec::new());
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    sources(&root.join("src"), &mut files);
    files.sort();
    helps(&Arguments::command(), &mut helped);
    let of_file = |file: &PathBuf| {
        let text = fs::read_to_string(file).unwrap();
        let mut found = Vec::new();
        literals(text.parse().unwrap(), &mut found);
        let name = file.strip_prefix(root).unwrap().to_string_lossy();
        (name.replace('\\', "/"), found)
    };
    let files = files.iter().map(of_file);
    std::iter::once(("--help".to_owned(), helped))
        .chain(files)
        .collect()
}

/// Behind this line of the catalogue stand sentences that no source of ours has whole: put together of parts, or of libraries.
const OF_OTHERS: &str = "// of parts and of libraries";

fn known() -> BTreeSet<String> {
    let entries = Catalogue::dutch().entries;
    entries
        .iter()
        .map(|entry| holes_alike(entry.english))
        .collect()
}

#[test]
fn each_sentence_of_the_source_has_its_dutch() {
    let mut known = known();
    let (mut missing, mut last) = (Vec::new(), String::new());
    for (file, literals) in literals_by_file() {
        if APART.iter().any(|apart| file.starts_with(apart)) {
            continue;
        }
        for sentence in literals.iter().flat_map(|literal| sentences(literal)) {
            if known.insert(holes_alike(&sentence)) {
                if file != last {
                    missing.push(format!("// {file}"));
                    last.clone_from(&file);
                }
                missing.push(sentence);
            }
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[test]
fn each_sentence_of_the_catalogue_is_in_the_source() {
    let files = literals_by_file().into_iter();
    let literals = files.flat_map(|(_, literals)| literals);
    let source: BTreeSet<String> = literals
        .flat_map(|text| parts(&text))
        .map(|text| holes_alike(&text))
        .collect();
    let ours = DUTCH.split_once(OF_OTHERS).map_or(DUTCH, |(ours, _)| ours);
    let ours = Catalogue::of(ours);
    let gone: Vec<&str> = ours
        .entries
        .iter()
        .filter(|entry| !source.contains(&holes_alike(entry.english)))
        .map(|entry| entry.english)
        .collect();
    assert!(gone.is_empty(), "{}", gone.join("\n"));
}

#[test]
fn the_dutch_has_every_hole_of_the_english_and_no_other() {
    for entry in Catalogue::dutch().entries {
        if entry.dutch == "=" {
            continue;
        }
        let mut used: Vec<usize> = entry.parts.iter().filter_map(|(_, hole)| *hole).collect();
        used.sort_unstable();
        let all: Vec<usize> = (0..entry.holes.len()).collect();
        assert_eq!(used, all, "{}\n{}", entry.english, entry.dutch);
    }
}

#[test]
fn no_sentence_has_two_translations() {
    let mut seen = BTreeSet::new();
    for entry in Catalogue::dutch().entries {
        assert!(seen.insert(holes_alike(entry.english)), "{}", entry.english);
    }
}

fn of(pairs: &'static str, english: &str) -> String {
    Catalogue::of(pairs).line(english).text
}

const SENTENCES: &str = "{file}: cannot {action}: {why}\n{action} van {file} lukt niet: {why}\n\n\
    read it\nlezen\n\n{count} rows\n{count} rijen\n\n1 row\n1 rij\n\ncolumn `{field}`\nkolom `{field}`\n\n\
    is not a date\nis geen datum\n\nfindings\ngevonden\n\n{a} read; {b} kept\n{a} gelezen; {b} bruikbaar";

#[test]
fn what_stands_in_a_hole_is_translated_too() {
    assert_eq!(
        of(SENTENCES, "a b.csv: cannot read it: gone"),
        "lezen van a b.csv lukt niet: gone"
    );
    assert_eq!(
        of(SENTENCES, "1,204 rows read; 1 row kept"),
        "1.204 rijen gelezen; 1 rij bruikbaar"
    );
    assert_eq!(
        of(SENTENCES, "x.csv:3: column `read it` is not a date"),
        "x.csv:3: kolom `read it` is geen datum"
    );
}

#[test]
fn columns_stay_where_they_were() {
    assert_eq!(
        of(SENTENCES, "  findings    rejected  rule"),
        "  gevonden    rejected  rule"
    );
    assert_eq!(of(SENTENCES, "  1 row       5.0 %"), "  1 rij       5,0 %");
}

#[test]
fn what_the_catalogue_lacks_stays_english_with_dutch_numbers_and_days() {
    assert_eq!(
        of(SENTENCES, "until 2026-12-31, 5.0 % of 68,960"),
        "until 31 december 2026, 5,0 % of 68.960"
    );
    let names = "a-2026-12-31 `1,000` v0.1.0 wmo-1.5.csv 10.0.0.1";
    assert_eq!(of(SENTENCES, names), names);
}

/// The screens of `tests/cli`, line by line, without JSON, names of files and what is no language.
fn lines_of_screens() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli");
    let mut lines = BTreeSet::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension() == Some("trycmd".as_ref()) {
            let text = fs::read_to_string(&path).unwrap();
            let said = text
                .lines()
                .filter(|line| !line.starts_with(['$', '?', '{', '`', '[']));
            lines.extend(said.map(str::to_owned));
        }
    }
    lines.into_iter().collect()
}

#[test]
#[ignore = "to look at"]
fn screens() {
    for line in lines_of_screens() {
        println!("{}", Catalogue::dutch().line(&line).text);
    }
}
