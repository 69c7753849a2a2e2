//! The three Parquet tables that statements read: households, persons and uses. No tokens, no record keys, no names: numbers,
//! as the plan has them.

use std::ops::Range;

use crate::error::Result;
use crate::files::WholeFolder;
use crate::pseudonymous::handover::{Kind, Layout, ROW_GROUP, TableWriter, Values};
use crate::pseudonymous::link::{LinkedTown, Use, UseKey};
use crate::pseudonymous::measure::household::level_of;
use crate::pseudonymous::measure::ladders::levels;
use crate::pseudonymous::measure::scene::Scene;
use crate::vocabulary::{Dimension, PersonIx, When};

/// The columns of `persons.parquet`.
pub(super) const OF_PERSON: [&str; 4] = ["person", "household", "age_band", "sex"];

/// The columns of `uses.parquet`.
pub(super) const OF_USE: [&str; 6] = [
    "household",
    "person",
    "service",
    "provider",
    "moments",
    "sure",
];

/// The columns of `households.parquet`: its levels stand between its number and its draw.
pub(super) fn of_household() -> Vec<&'static str> {
    let levels = dimensions().map(|(word, _)| word);
    let first = std::iter::once("household");
    first.chain(levels).chain(["high", "low"]).collect()
}

/// The dimensions that a household has a level in.
fn dimensions() -> impl Iterator<Item = (&'static str, Dimension)> {
    let all = Dimension::ALL.into_iter();
    all.filter(|(_, by)| *by != Dimension::Sex)
}

/// Writes `households.parquet`, `persons.parquet` and `uses.parquet`, and gives their names and numbers of rows.
///
/// A household has a number, its level of each dimension (one that is not known is behind all), and the high and low 32
/// bits of its draw; a person a number, a household, age band and sex; a use a household, a person where one is known,
/// service and provider by their place in the plan, when it was (the bits of a hand-over), and of how many of the surer
/// links it still is.
///
/// # Errors
/// When the disk refuses.
pub(super) fn write_tables(
    scene: &Scene,
    folder: &WholeFolder,
) -> Result<Vec<(&'static str, usize)>> {
    write_households(scene, folder)?;
    write_persons(scene, folder)?;
    write_uses(scene, folder)?;
    let town = scene.town;
    Ok(vec![
        ("households", town.households.kind.len()),
        ("persons", town.persons.household.len()),
        ("uses", town.uses.len()),
    ])
}

/// Writes the columns of some rows at a time.
fn write(
    (folder, name): (&WholeFolder, &str),
    names: &[&'static str],
    rows: usize,
    columns: impl Fn(Range<usize>) -> Vec<Vec<Option<u32>>>,
) -> Result<()> {
    let layout: Layout = names.iter().map(|name| (*name, Kind::Number)).collect();
    let mut table = TableWriter::begin(folder, name, &layout)?;
    for start in (0..rows).step_by(ROW_GROUP) {
        let columns = columns(start..(start + ROW_GROUP).min(rows)).into_iter();
        table.write(&columns.map(Values::Numbers).collect::<Vec<_>>())?;
    }
    table.finish()
}

fn write_households(scene: &Scene, folder: &WholeFolder) -> Result<()> {
    let dimensions: Vec<Dimension> = dimensions().map(|(_, by)| by).collect();
    let draws = &scene.town.draws;
    write(
        (folder, "households.parquet"),
        &of_household(),
        draws.len(),
        |rows| {
            let mut columns = vec![rows.clone().map(number).collect()];
            for by in &dimensions {
                let last = levels(scene, Some(*by)) - 1;
                let level = |index| number(level_of(scene, *by, index).min(last));
                columns.push(rows.clone().map(level).collect());
            }
            let draws = || draws[rows.clone()].iter();
            columns.push(draws().map(|draw| u32::try_from(draw >> 32).ok()).collect());
            columns.push(draws().map(|draw| u32::try_from(draw & LOW).ok()).collect());
            columns
        },
    )
}

/// The low 32 bits of a draw. Sums of halves cannot overflow 64 bits where there are fewer than 2³¹ households.
const LOW: u64 = u32::MAX as u64;

fn write_persons(scene: &Scene, folder: &WholeFolder) -> Result<()> {
    let persons = &scene.town.persons;
    let bands = scene.plan.age_bands.len();
    write(
        (folder, "persons.parquet"),
        &OF_PERSON,
        persons.household.len(),
        |rows| {
            let own = rows.clone();
            vec![
                rows.clone().map(number).collect(),
                own.clone()
                    .map(|row| Some(persons.household[row].number()))
                    .collect(),
                own.clone()
                    .map(|row| number(usize::from(persons.age_band[row].index()).min(bands)))
                    .collect(),
                own.map(|row| number(persons.sex[row] as usize)).collect(),
            ]
        },
    )
}

fn write_uses(scene: &Scene, folder: &WholeFolder) -> Result<()> {
    let town = scene.town;
    write((folder, "uses.parquet"), &OF_USE, town.uses.len(), |rows| {
        let uses: Vec<Use> = town.uses[rows].iter().map(|key| key.unpack()).collect();
        let column = |value: &dyn Fn(&Use) -> Option<u32>| uses.iter().map(value).collect();
        vec![
            column(&|one| Some(one.household.number())),
            column(&|one| one.person.map(PersonIx::number)),
            column(&|one| number(one.service.index())),
            column(&|one| number(one.provider.index())),
            column(&|one| Some(one.when.bits().into())),
            column(&|one| number(surer_links(town, one))),
        ]
    })
}

/// How many of the surer links the use is still of: each kind of them has the ones before, and more, among the less sure.
fn surer_links(town: &LinkedTown, one: &Use) -> usize {
    let without_when = |of: Use| {
        UseKey::pack(&Use {
            when: When::default(),
            ..of
        })
    };
    let own = without_when(*one);
    let is_less_sure = |uses: &Vec<UseKey>| {
        uses.binary_search_by_key(&own, |key| without_when(key.unpack()))
            .is_ok()
    };
    town.less_sure
        .iter()
        .filter(|uses| !is_less_sure(uses))
        .count()
}

fn number(index: usize) -> Option<u32> {
    u32::try_from(index).ok()
}
