//! Writes the linked town as two Parquet files for internal use: no tokens, no record keys.

use super::{LinkedTown, Use, UseKey};
use crate::error::Result;
use crate::files::WholeFolder;
use crate::pseudonymous::handover::{
    HouseholdColumns, Kind, Layout, ROW_GROUP, TableWriter, Values,
};
use crate::vocabulary::{AgeBand, AgeBands, Area, AreaIx, NonMax, ProviderId, ServiceCode, When};

/// Stands in the last column of everything that was not protected.
const INTERNAL: &str = "INTERNAL";

/// Writes `households.parquet` (number, wijk, buurt, type, size, age band, number of distinct services) and `uses.parquet`
/// (household, service or need, provider, `in_period`, `on_reference_date`; one row per distinct household, service and provider), each with a last column
/// `internal`. Of the codes the first `services` are of services, the others of needs.
///
/// # Errors
/// When the disk refuses.
pub fn write_linked(
    town: &LinkedTown,
    (codes, services): (&[ServiceCode], usize),
    providers: &[ProviderId],
    bands: &AgeBands,
    folder: &WholeFolder,
) -> Result<()> {
    let uses = household_uses(town);
    let counts = service_counts(town.households.kind.len(), &uses, services);
    write_households(&town.households, &counts, bands, folder)?;
    write_uses(&uses, codes, providers, folder)
}

/// The uses of each household, whoever of it: sorted by household, service and provider.
fn household_uses(town: &LinkedTown) -> Vec<Use> {
    let of_household = |key: &UseKey| {
        let person = None;
        UseKey::pack(&Use {
            person,
            ..key.unpack()
        })
    };
    let uses = UseKey::merged(town.uses.iter().map(of_household).collect());
    uses.into_iter().map(UseKey::unpack).collect()
}

/// Distinct services per household, at any moment in the hand-over.
fn service_counts(households: usize, uses: &[Use], services: usize) -> Vec<u32> {
    let mut counts = vec![0; households];
    for of_one in uses.chunk_by(|a, b| (a.household, a.service) == (b.household, b.service)) {
        let is_service = of_one[0].service.index() < services;
        counts[of_one[0].household.index()] += u32::from(is_service);
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
        .map(|place| bands.label(AgeBand::from_index(place)))
        .collect();
    let numbers: Vec<u32> = (0..).take(households.kind.len()).collect();
    for rows in pieces(numbers.len()) {
        let label = |band: &AgeBand| Some(labels[usize::from(band.index())].as_str());
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
    uses: &[Use],
    codes: &[ServiceCode],
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
    for uses in uses.chunks(ROW_GROUP) {
        let households: Vec<u32> = uses.iter().map(|one| one.household.number()).collect();
        table.write(&[
            known(&households),
            words(uses, |one| Some(codes.get(one.service.index())?.as_str())),
            words(uses, |one| {
                Some(providers.get(one.provider.index())?.as_str())
            }),
            flags(uses, When::IN_PERIOD),
            flags(uses, When::ON_REFERENCE_DATE),
            words(uses, |_| Some(INTERNAL)),
        ])?;
    }
    table.finish()
}

fn pieces(rows: usize) -> impl Iterator<Item = std::ops::Range<usize>> {
    (0..rows)
        .step_by(ROW_GROUP)
        .map(move |start| start..(start + ROW_GROUP).min(rows))
}

fn known(numbers: &[u32]) -> Values<'static> {
    Values::Numbers(numbers.iter().copied().map(Some).collect())
}

fn sizes(sizes: &[Option<NonMax>]) -> Values<'static> {
    Values::Numbers(sizes.iter().map(|size| size.map(NonMax::get)).collect())
}

fn areas<'a>(areas: &'a [Area], indexes: &[Option<AreaIx>]) -> Values<'a> {
    words(indexes, |area| {
        Some(areas.get(area.as_ref()?.index())?.code.as_str())
    })
}

fn words<'a, T>(values: &[T], word: impl Fn(&T) -> Option<&'a str>) -> Values<'a> {
    Values::Words(values.iter().map(word).collect())
}

fn flags(uses: &[Use], bit: When) -> Values<'_> {
    Values::Flags(uses.iter().map(|one| one.when.meets(bit)).collect())
}
