//! The hand-over rows of a made-up person.
//!
//! The rows come through the real gate, under a key that is thrown away: the digests belong to nobody.

use crate::error::Result;
use crate::identified::household::record_key;
use crate::identified::pseudonymise::{
    Findable, Pseudonymiser, ResidentTokens, Timing, Use, made_up_person, throwaway_secret,
};
use crate::identified::settings::{
    ExtractSettings, Field, ProjectTerms, ProviderSettings, RegisterSettings,
};
use crate::identified::step::PartySettings;
use crate::keys::{Messages, RecordKeys};
use crate::pseudonymous::Tokens;
use crate::vocabulary::{Dimension, HouseholdType, ServiceIx, Sex};

/// The made-up person in words: the same in every example.
pub const PERSON: &str = "Zoë Ånne van der Bøhm-Çelik, 9-2-1968, 1500 AB 12 A bis";

/// A file of a hand-over and what of it the made-up person would have.
#[derive(Debug, Clone)]
pub struct ExampleRow {
    /// The file, such as `persons.parquet`.
    pub file: &'static str,
    /// Columns in the order of the file, with their values; `None` where the column stays empty. Of `tokens.parquet` the row
    /// number and, by the name of its column, each token, as it has a row for each.
    pub columns: Vec<(&'static str, Option<String>)>,
}

impl PartySettings {
    /// The rows of the made-up person in the hand-over, living alone.
    ///
    /// # Errors
    /// When the operating system provides no random numbers.
    pub fn example(&self) -> Result<Vec<ExampleRow>> {
        match self {
            Self::Register(settings) => of_register(settings),
            Self::Provider(settings) => of_provider(settings),
        }
    }
}

fn of_provider(settings: &ProviderSettings) -> Result<Vec<ExampleRow>> {
    let terms = &settings.terms;
    let record = made_up_person(terms, &|field| is_read(&settings.extract, field));
    let secret = throwaway_secret()?;
    let mapped = settings.services.iter().flat_map(|codes| codes.values());
    let service = settings.service.or_else(|| mapped.flatten().copied().min());
    let made = Use {
        service: service.unwrap_or(ServiceIx::new(0)),
        timing: Timing::of(Some(terms.from), None, terms),
    };
    let mut left = Vec::new();
    Pseudonymiser::new((&secret).into(), terms)?.make(
        std::slice::from_ref(&record),
        &[made],
        &mut Messages::new(),
        &mut left,
    );
    let left = left[0];
    let service = terms.services.get(left.service.index());
    let mut uses = vec![row(), ("service", service.map(ToString::to_string))];
    let told = terms.told.columns();
    uses.extend(told.map(|(column, bit)| (column, Some(yes_or_no(left.when.meets(bit))))));
    uses.push(("outside", Some(yes_or_no(left.is_outside))));
    Ok(vec![
        persons(),
        tokens(&left.tokens),
        ExampleRow {
            file: "uses.parquet",
            columns: uses,
        },
    ])
}

fn of_register(settings: &RegisterSettings) -> Result<Vec<ExampleRow>> {
    let terms = &settings.terms;
    let record = made_up_person(terms, &|field| is_read(&settings.extract, field));
    let secret = throwaway_secret()?;
    let mut made = Tokens::default();
    ResidentTokens::new((&secret).into(), terms)?.each(
        std::slice::from_ref(&record),
        std::iter::once(Findable::Wholly),
        &mut Messages::new(),
        |_, column, token| made.set(column, token),
    );
    let keys = RecordKeys::derive(&secret, &terms.series);
    let key = record_key(&keys, std::slice::from_ref(&record));
    let told = |dimension, value: &str| {
        let is_asked = terms.dimensions.has(dimension);
        is_asked.then(|| value.to_owned())
    };
    let word = |dimension, value| told(dimension, value).or_else(|| Some("unknown".to_owned()));
    let age = age_of(&record, terms);
    let band = word(Dimension::AgeBand, &age);
    let sex = record.sex.unwrap_or(Sex::Unknown).word();
    let number = Some("1730".to_owned());
    let members = vec![
        row(),
        ("household", number.clone()),
        ("age_band", band.clone()),
        ("sex", word(Dimension::Sex, sex)),
        ("left", Some(yes_or_no(false))),
    ];
    let households = vec![
        ("number", number),
        ("record_key", Some(format!("{key:016x}"))),
        ("wijk", told(Dimension::Wijk, "WK000001")),
        ("buurt", told(Dimension::Buurt, "BU00000102")),
        (
            "type",
            word(Dimension::HouseholdType, HouseholdType::Single.word()),
        ),
        ("size", told(Dimension::HouseholdSize, "1")),
        ("age_band", band),
    ];
    Ok(vec![
        persons(),
        tokens(&made),
        ExampleRow {
            file: "members.parquet",
            columns: members,
        },
        ExampleRow {
            file: "households.parquet",
            columns: households,
        },
    ])
}

fn age_of(record: &crate::identified::normalise::ClientRecord, terms: &ProjectTerms) -> String {
    let band = record.age_band(terms.reference_date, &terms.age_bands);
    terms.age_bands.label(band)
}

/// Whether the extract may bring a field: a table brings what the agreement maps, another format all that it knows.
fn is_read(extract: &ExtractSettings, field: Field) -> bool {
    let is_table = extract.format.is_none_or(|format| format.is_table);
    let is_mapped = is_table && !extract.columns.is_empty();
    !is_mapped || extract.columns.contains_key(&field)
}

fn persons() -> ExampleRow {
    ExampleRow {
        file: "persons.parquet",
        columns: vec![row()],
    }
}

fn tokens(tokens: &Tokens) -> ExampleRow {
    let tokens = tokens.present().map(|(column, token)| {
        let digits = format!("{:032x}", token.number());
        (column.name(), Some(digits))
    });
    ExampleRow {
        file: "tokens.parquet",
        columns: std::iter::once(row()).chain(tokens).collect(),
    }
}

/// Row numbers are drawn at random: any number will do.
fn row() -> (&'static str, Option<String>) {
    ("row", Some("48213".to_owned()))
}

fn yes_or_no(claim: bool) -> String {
    if claim { "yes" } else { "no" }.to_owned()
}
