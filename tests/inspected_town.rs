//! What `inspect` proposes for the extracts of the made-up town, held against the agreement that the town was written
//! with: every column of it is proposed or asked about, and nothing is proposed that it does not say.

#![expect(
    clippy::unwrap_used,
    reason = "a town that cannot be written is a failed test"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use factlab::identified::{Field, Inspection, Surroundings, inspect_extracts};
use factlab::town::{TownSettings, write_town};
use factlab::vocabulary::Silent;
use toml_edit::{DocumentMut, Item};

/// The columns that the agreement of a town maps, of all its parties together.
const COLUMNS: usize = 165;

/// The extract of a party and what the agreement says of its columns.
struct Party {
    id: String,
    files: Vec<PathBuf>,
    columns: BTreeMap<Field, String>,
}

/// The parties whose columns the agreement maps; those of formats with fields of their own have none.
fn parties(town: &Path) -> Vec<Party> {
    let text = std::fs::read_to_string(town.join("config.toml")).unwrap();
    let agreement: DocumentMut = text.parse().unwrap();
    let providers = agreement["provider"].as_array_of_tables().unwrap().iter();
    let providers = providers.map(|table| {
        (
            table["id"].as_str().unwrap(),
            table.get("columns"),
            &table["extract"],
        )
    });
    let register = agreement["register"].as_table().unwrap();
    let register = ("register", register.get("columns"), &register["extract"]);
    let party = |(id, columns, extract): (&str, Option<&Item>, &Item)| {
        let columns = columns?.as_table_like().unwrap().iter();
        let column = |(field, name): (&str, &Item)| {
            (
                Field::from_name(field).unwrap(),
                name.as_str().unwrap().to_owned(),
            )
        };
        Some(Party {
            id: id.to_owned(),
            files: files(&town.join(extract.as_str().unwrap())),
            columns: columns.map(column).collect(),
        })
    };
    providers.chain([register]).filter_map(party).collect()
}

/// The files at a path, whose name may hold a `*`.
fn files(path: &Path) -> Vec<PathBuf> {
    let name = path.file_name().unwrap().to_string_lossy();
    let (begin, end) = name.split_once('*').unwrap_or((&name, ""));
    let entries = std::fs::read_dir(path.parent().unwrap()).unwrap();
    let is_one = |path: &PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy();
        name.starts_with(begin) && name.ends_with(end)
    };
    let mut files: Vec<_> = entries
        .map(|entry| entry.unwrap().path())
        .filter(is_one)
        .collect();
    files.sort();
    files
}

fn inspected(party: &Party) -> Inspection {
    let surroundings = Surroundings {
        shows_names: true,
        ..Surroundings::default()
    };
    let mut all = inspect_extracts(&party.files, &surroundings, &Silent).unwrap();
    assert_eq!(all.len(), 1, "{}", party.id);
    all.remove(0)
}

/// The field of the agreement that the column of this name has.
fn agreed(party: &Party, name: &str) -> Option<Field> {
    // A single place may be written as `100` or as `100-100`.
    let same = |theirs: &str| theirs == name || theirs == format!("{name}-{name}");
    let mut columns = party.columns.iter();
    columns
        .find(|(_, theirs)| same(theirs))
        .map(|(field, _)| *field)
}

/// Adds to `told` what is wrong; gives back the columns of the agreement that are proposed, and those asked about.
fn look(party: &Party, told: &mut Vec<String>) -> (usize, usize) {
    let inspection = inspected(party);
    let (mut proposed, mut asked) = (0, 0);
    for column in &inspection.columns {
        let name = column.name.as_deref().unwrap_or_default();
        let agreed = agreed(party, name);
        match (agreed, column.field) {
            (Some(agreed), Some(field)) if agreed == field => proposed += 1,
            (Some(agreed), None) if column.asked.contains(&agreed) => asked += 1,
            (None, None) => {}
            (agreed, field) => told.push(format!(
                "{}, column {:?} `{name}`: {field:?} is proposed, {:?} asked, and it is {agreed:?}",
                party.id, column.place, column.asked
            )),
        }
    }
    let block = inspection.block.unwrap_or_default();
    if block.parse::<DocumentMut>().is_err() {
        told.push(format!("{}: its block is no TOML", party.id));
    }
    (proposed, asked)
}

#[test]
fn every_column_of_the_town_is_proposed_or_asked_about_and_none_is_wrong() {
    for seed in [1, 7, 2013] {
        let folder = tempfile::tempdir().unwrap();
        let settings = TownSettings {
            households: 2_000,
            seed,
            with_truth: false,
            ..TownSettings::default()
        };
        write_town(&settings, folder.path(), &Silent).unwrap();
        let mut told = Vec::new();
        let parties = parties(folder.path());
        let counts: Vec<_> = parties.iter().map(|party| look(party, &mut told)).collect();
        assert!(told.is_empty(), "seed {seed}: {told:#?}");
        let proposed: usize = counts.iter().map(|(proposed, _)| proposed).sum();
        let asked: usize = counts.iter().map(|(_, asked)| asked).sum();
        assert_eq!(proposed + asked, COLUMNS, "seed {seed}");
        assert!(
            asked * 5 < proposed,
            "seed {seed}: {asked} questions are too many"
        );
    }
}
