//! The catalogue is whole: each sentence of the source is in it, and each of its sentences is in the source.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use clap::{Command, CommandFactory};
use proc_macro2::{TokenStream, TokenTree};

use crate::cli::Arguments;
use factlab::language::{DUTCH, holes_alike, sentences};

/// Folders and files whose texts are not of the screen, or have both languages by themselves.
const APART: &[&str] = &[
    "src/agreement/dpia",
    "src/identified/inspect/codes.rs",
    "src/identified/inspect/names.rs",
    "src/identified/inspect/stems.rs",
    "src/identified/inspect/synonyms.rs",
    "src/identified/normalise/nothing_and_something.rs",
    "src/identified/preview",
    "src/pseudonymous/cluster/statement.rs",
    "src/pseudonymous/link/elsewhere/sql",
    "src/pseudonymous/measure/sql/views.rs",
    "src/pseudonymous/measure/sql/select.rs",
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
fn said(literal: &str) -> Vec<String> {
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

#[test]
fn each_sentence_of_the_source_has_its_dutch() {
    let known = sentences(DUTCH).map(|(english, _)| holes_alike(english));
    let mut known: BTreeSet<String> = known.collect();
    let (mut missing, mut last) = (Vec::new(), String::new());
    for (file, literals) in literals_by_file() {
        if APART.iter().any(|apart| file.starts_with(apart)) {
            continue;
        }
        for sentence in literals.iter().flat_map(|literal| said(literal)) {
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
    let gone: Vec<&str> = sentences(ours)
        .map(|(english, _)| english)
        .filter(|english| !source.contains(&holes_alike(english)))
        .collect();
    assert!(gone.is_empty(), "{}", gone.join("\n"));
}
