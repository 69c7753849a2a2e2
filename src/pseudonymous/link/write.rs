//! Writes the linked town as two Parquet files for internal use: no tokens, no record keys.

use super::{LinkedTown, LinkedUses};
use crate::error::Result;
use crate::files::WholeFolder;
use crate::pseudonymous::handover::{
    HouseholdColumns, Kind, Layout, ROW_GROUP, TableWriter, Values,
};
use crate::vocabulary::{AgeBand, AgeBands, Area, ProviderId, Service};

/// Stands in the last column of everything that was not protected.
const INTERNAL: &str = "INTERNAL";

/// Writes `households.parquet` (number, wijk, buurt, type, size, age band, number of distinct services) and `uses.parquet`
/// (household, service, provider, `in_period`, `on_reference_date`; one row per distinct household, service and provider), each with a last column `internal`.
///
/// # Errors
/// When the disk refuses.
pub fn write_linked(
    town: &LinkedTown,
    services: &[Service],
    providers: &[ProviderId],
    bands: &AgeBands,
    folder: &WholeFolder,
) -> Result<()> {
    write_households(&town.households, &service_counts(town), bands, folder)?;
    write_uses(&town.uses, services, providers, folder)
}

/// Distinct services per household, at any moment in the hand-over.
fn service_counts(town: &LinkedTown) -> Vec<u32> {
    let uses = &town.uses;
    let mut pairs: Vec<u64> = uses
        .household
        .iter()
        .zip(&uses.service)
        .map(|(household, service)| (u64::from(*household) << 16) | u64::from(*service))
        .collect();
    pairs.sort_unstable();
    pairs.dedup();
    let mut counts = vec![0; town.households.kind.len()];
    for pair in pairs {
        counts[usize::try_from(pair >> 16).unwrap_or(usize::MAX)] += 1;
    }
    counts
}

fn households_layout() -> Layout {
    vec![
        ("household", Kind::Number),
        ("wijk", Kind::Word),
        ("buurt", Kind::Word),
        ("type", Kind::Word),
        ("size", Kind::Number),
        ("age_band", Kind::Word),
        ("services", Kind::Number),
        ("internal", Kind::Word),
    ]
}

fn write_households(
    households: &HouseholdColumns,
    services: &[u32],
    bands: &AgeBands,
    folder: &WholeFolder,
) -> Result<()> {
    let mut table = TableWriter::begin(folder, "households.parquet", &households_layout())?;
    let labels: Vec<String> = (0..=u8::MAX)
        .map(|place| bands.label(AgeBand::from_place(place)))
        .collect();
    let numbers: Vec<u32> = (0..).take(households.kind.len()).collect();
    for rows in pieces(numbers.len()) {
        let label = |band: &AgeBand| Some(labels[usize::from(band.place())].as_str());
        table.write(&[
            known(&numbers[rows.clone()]),
            areas(&households.wijken, &households.wijk[rows.clone()]),
            areas(&households.buurten, &households.buurt[rows.clone()]),
            words(&households.kind[rows.clone()], |kind| Some(kind.word())),
            sizes(&households.size[rows.clone()]),
            words(&households.age_band[rows.clone()], label),
            known(&services[rows.clone()]),
            words(&numbers[rows], |_| Some(INTERNAL)),
        ])?;
    }
    table.finish()
}

fn write_uses(
    uses: &LinkedUses,
    services: &[Service],
    providers: &[ProviderId],
    folder: &WholeFolder,
) -> Result<()> {
    let layout = vec![
        ("household", Kind::Number),
        ("service", Kind::Word),
        ("provider", Kind::Word),
        ("in_period", Kind::Flag),
        ("on_reference_date", Kind::Flag),
        ("internal", Kind::Word),
    ];
    let mut table = TableWriter::begin(folder, "uses.parquet", &layout)?;
    let uses = household_uses(uses);
    for rows in pieces(uses.len()) {
        let uses = &uses[rows];
        let flags = |bit: u8| uses.iter().map(|(_, flags)| flags & bit != 0).collect();
        let [households, places, carriers] = [32, 16, 0].map(|shift| part(uses, shift));
        table.write(&[
            known(&households),
            words(&places, |place| {
                Some(services.get(*place as usize)?.code.as_str())
            }),
            words(&carriers, |place| {
                Some(providers.get(*place as usize)?.as_str())
            }),
            Values::Flags(flags(1)),
            Values::Flags(flags(2)),
            words(uses, |_| Some(INTERNAL)),
        ])?;
    }
    table.finish()
}

/// Household, service and provider as one number, and whether in the period (1) and on the reference date (2).
fn household_uses(uses: &LinkedUses) -> Vec<(u64, u8)> {
    let mut packed: Vec<(u64, u8)> = (0..uses.household.len())
        .map(|place| {
            let key = (u64::from(uses.household[place]) << 32)
                | (u64::from(uses.service[place]) << 16)
                | u64::from(uses.provider[place]);
            let in_period = u8::from(uses.in_period[place]);
            (
                key,
                in_period | (u8::from(uses.on_reference_date[place]) << 1),
            )
        })
        .collect();
    packed.sort_unstable();
    packed.dedup_by(|later, kept| {
        let is_same = later.0 == kept.0;
        if is_same {
            kept.1 |= later.1;
        }
        is_same
    });
    packed
}

/// One of the three numbers in [`household_uses`]: the household from bit 32, 16 bits of the others.
fn part(uses: &[(u64, u8)], shift: u32) -> Vec<u32> {
    let mask = if shift == 32 { 0xffff_ffff } else { 0xffff };
    uses.iter()
        .map(|(key, _)| u32::try_from((key >> shift) & mask).unwrap_or(u32::MAX))
        .collect()
}

fn pieces(rows: usize) -> impl Iterator<Item = std::ops::Range<usize>> {
    (0..rows)
        .step_by(ROW_GROUP)
        .map(move |start| start..(start + ROW_GROUP).min(rows))
}

fn known(numbers: &[u32]) -> Values<'static> {
    Values::Numbers(numbers.iter().copied().map(Some).collect())
}

fn sizes(sizes: &[u32]) -> Values<'static> {
    let told = |size: &u32| Some(*size).filter(|size| *size != u32::MAX);
    Values::Numbers(sizes.iter().map(told).collect())
}

fn areas<'a>(areas: &'a [Area], places: &[u32]) -> Values<'a> {
    words(places, |place| {
        Some(areas.get(*place as usize)?.code.as_str())
    })
}

fn words<'a, T>(values: &[T], word: impl Fn(&T) -> Option<&'a str>) -> Values<'a> {
    Values::Words(values.iter().map(word).collect())
}
