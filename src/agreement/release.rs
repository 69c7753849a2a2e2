//! `[areas]`, `[measure]`, `[protect]` and `[output]`: how counts are made and released.

use super::mistakes::Located;
use super::section::Section;
use crate::pseudonymous::ledger::HOLD;
use crate::pseudonymous::measure::{CountingRule, Moment};
use crate::pseudonymous::protect::Profile;
use crate::released::export::Format;
use crate::released::places::areas::Crs;
use crate::vocabulary::{AgeBands, Dimension, Dimensions, Told, When};

/// `[areas]`.
#[derive(Debug, Clone)]
pub(super) struct Areas {
    pub(super) lookup: Option<Located<String>>,
    pub(super) addresses: Option<Located<String>>,
    pub(super) geometry: Vec<Located<String>>,
    pub(super) crs: Option<Crs>,
    pub(super) year: Option<u16>,
}

/// `[measure]`.
#[derive(Debug, Clone)]
pub(super) struct Measure {
    pub(super) count: CountingRule,
    pub(super) moment: Moment,
    pub(super) age_bands: AgeBands,
    pub(super) dimensions: Dimensions,
    /// The days and quarters of a use that are handed over.
    pub(super) told: When,
}

impl Measure {
    /// Whether its table is counted, which is about a period.
    pub(super) fn counts(&self, told: Told) -> bool {
        self.told.meets(told.when()) && self.moment == Moment::Period
    }

    /// What hand-overs say of the time of a use, as far as a table counts it.
    pub(super) fn told_and_counted(&self) -> Vec<Told> {
        let all = Told::WORDS.into_iter().map(|(_, told)| told);
        all.filter(|told| self.counts(*told)).collect()
    }
}

/// `[protect]`.
#[derive(Debug, Clone)]
pub(super) struct Protect {
    pub(super) profile: Profile,
    pub(super) ledger: String,
    pub(super) hold: u64,
    pub(super) public_totals: Option<String>,
    pub(super) release_key: Located<String>,
}

/// `[output]`.
#[derive(Debug, Clone)]
pub(super) struct Output {
    pub(super) folder: String,
    pub(super) formats: Vec<Format>,
}

/// The formats of a release, in the words of the agreement.
pub(super) const FORMATS: [(&str, Format); 5] = [
    ("csv", Format::Csv),
    ("json", Format::Json),
    ("parquet", Format::Parquet),
    ("xlsx", Format::Xlsx),
    ("html", Format::Html),
];

/// Reads `[areas]`.
pub(super) fn read_areas(section: Section<'_>) -> Areas {
    let lookup = section.text("lookup");
    let addresses = section.text("addresses");
    let geometry = section.texts("geometry").unwrap_or_default();
    let crs = section.word("crs", &[("rd", Crs::Rd), ("wgs84", Crs::Wgs84)]);
    let year = section.whole("year", 1990..=2100_u16);
    section.close();
    Areas {
        lookup,
        addresses,
        geometry,
        crs,
        year,
    }
}

/// Reads `[measure]`.
pub(super) fn read_measure(section: Section<'_>) -> Measure {
    let counts = [
        ("distinct", CountingRule::Distinct),
        ("sum", CountingRule::Sum),
    ];
    let moments = [
        ("period", Moment::Period),
        ("reference_date", Moment::ReferenceDate),
    ];
    let measure = Measure {
        count: section.word("count", &counts).unwrap_or_default(),
        moment: section.word("moment", &moments).unwrap_or_default(),
        age_bands: read_age_bands(&section).unwrap_or_default(),
        dimensions: read_dimensions(&section),
        told: read_told(&section),
    };
    section.close();
    measure
}

/// Reads `flow` and `succession`; every hand-over has the period and the reference date.
fn read_told(section: &Section<'_>) -> When {
    let asked = Told::WORDS.into_iter();
    let asked = asked.map(|(key, told)| told.when().when(section.boolean(key) == Some(true)));
    asked.fold(When::ALWAYS, When::or)
}

fn read_age_bands(section: &Section<'_>) -> Option<AgeBands> {
    let listed = section.wholes("age_bands")?;
    let bounds = listed.value.iter().map(|bound| u8::try_from(*bound).ok());
    let bands = bounds
        .collect::<Option<Vec<u8>>>()
        .and_then(|bounds| AgeBands::new(&bounds));
    if bands.is_none() {
        let message = "`measure.age_bands` are not bands of ages";
        let hint =
            "lower bounds in years that begin with 0, rise and stay below 130: [0, 25, 45, 65, 75]";
        section.mistake(listed.spot, message, hint);
    }
    bands
}

/// All dimensions where the agreement names none.
fn read_dimensions(section: &Section<'_>) -> Dimensions {
    let Some(listed) = section.texts("dimensions") else {
        return Dimensions::default();
    };
    let dimension = |text: &Located<String>| {
        let mut all = Dimension::ALL.iter();
        let found = all.find(|(word, _)| *word == text.value);
        if found.is_none() {
            let words = Dimension::ALL.map(|(word, _)| word).join(", ");
            let message = format!("nothing is counted by \"{}\"", text.value);
            section.mistake(text.spot, message, format!("it may be {words}"));
        }
        found.map(|(_, dimension)| *dimension)
    };
    listed.iter().filter_map(dimension).collect()
}

/// Reads `[protect]`.
pub(super) fn read_protect(section: Section<'_>) -> Protect {
    let profile = read_profile(&section);
    let ledger = section
        .text("ledger")
        .map_or_else(|| "ledger".into(), |text| text.value);
    let release_key = section.text("release_key").unwrap_or_else(|| Located {
        value: "release.key".into(),
        spot: section.spot,
    });
    // Two more than the changes that somebody may know; fewer than 12 were measured to leak.
    let hold = section.whole("hold", HOLD..=1000).unwrap_or(HOLD);
    let public_totals = section.text("public_totals").map(|text| text.value);
    section.close();
    Protect {
        profile,
        ledger,
        hold,
        public_totals,
        release_key,
    }
}

/// The profile, with the numbers that it asks for; those of another are unknown keys.
fn read_profile(section: &Section<'_>) -> Profile {
    let fixed = Profile::ALL;
    let others = ["threshold", "ckm"];
    let words: Vec<(&str, &str)> = (fixed.iter().map(|profile| &*profile.word))
        .chain(others)
        .map(|word| (word, word))
        .collect();
    let word = section.word("profile", &words).unwrap_or("k5");
    let (profile, message, hint) = match word {
        "threshold" => (
            Profile::threshold(
                section.whole("threshold", 1..=1000).unwrap_or(10),
                section.whole("base", 1..=1000).unwrap_or(5),
            ),
            "a count from `protect.threshold` on would be printed as 0",
            "`threshold` must be at least half of `base`",
        ),
        "ckm" => (
            Profile::ckm(
                section.whole("largest_change", 1..=50).unwrap_or(5),
                section.whole("variance", 1..=1000).unwrap_or(3),
                section.whole("unprinted", 0..=20).unwrap_or(2),
            ),
            "no draw has these numbers of `protect`",
            "`unprinted` must be below `largest_change`, and `variance` above (unprinted + 1)² / 4, without its fraction",
        ),
        word => (Profile::parse(word), "", ""),
    };
    profile.unwrap_or_else(|| {
        section.mistake(section.spot, message, hint);
        Profile::K5
    })
}

/// Reads `[output]`.
pub(super) fn read_output(section: Section<'_>) -> Output {
    let folder = section
        .text("folder")
        .map_or_else(|| "releases".into(), |text| text.value);
    let listed = section.texts("formats");
    let mut formats: Vec<Format> = Vec::new();
    for text in listed.iter().flatten() {
        if let Some((_, format)) = FORMATS.iter().find(|(word, _)| *word == text.value) {
            formats.push(*format);
        } else {
            let words = FORMATS.map(|(word, _)| word).join(", ");
            let message = format!("a release cannot be written as \"{}\"", text.value);
            section.mistake(text.spot, message, format!("it may be {words}"));
        }
    }
    if listed.is_none() {
        formats = FORMATS.map(|(_, format)| format).to_vec();
    }
    // The formats enter the record that names the release, whose digest must not hang on their order.
    formats.sort();
    formats.dedup();
    section.close();
    Output { folder, formats }
}
