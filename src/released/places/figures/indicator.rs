//! Which indicator a column holds, by rules that hold over the years; and what an indicator is called.

use std::borrow::Cow;

use super::catalogue::{FACILITIES, Facility, KM, KNOWN, NUMBER, PERCENT};
use crate::released::places::sheet::stem;
use crate::vocabulary::Language;

/// An indicator and its unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::released::places) struct Indicator {
    /// Its word in the tables: `population`, `age_0_14_share`, `distance_school`; of own files their header.
    pub(in crate::released::places) word: String,
    /// `number`, `%`, `1000 euro`, `km`, `score`, or one of the agreement.
    pub(super) unit: String,
}

impl Indicator {
    pub(super) fn new(word: impl Into<String>, unit: &str) -> Self {
        Self {
            word: word.into(),
            unit: unit.to_owned(),
        }
    }
}

/// A name from this length on may go on in other years.
const LONG: usize = 12;

/// Reads headers from left to right.
#[derive(Default)]
pub(super) struct Headers {
    /// What the last distance was to: the columns behind it count how many lie near.
    last: Option<&'static Facility>,
}

impl Headers {
    /// The indicator of a column, where it is known.
    pub(super) fn indicator(&mut self, header: &str) -> Option<Indicator> {
        let stem = stem(header);
        if let Some(facility) = facility(&stem) {
            self.last = Some(facility);
            return Some(Indicator::new(format!("distance_{}", facility.word), KM));
        }
        if let Some((before, km)) = within(&stem) {
            let school = || FACILITIES.iter().find(|one| one.word == "school");
            let of = if before.is_empty() {
                self.last
            } else {
                school()
            }?;
            return Some(Indicator::new(
                format!("{}_within_{km}_km", of.word),
                NUMBER,
            ));
        }
        age(&stem).or_else(|| known(&stem))
    }
}

fn known(stem: &str) -> Option<Indicator> {
    let fits = |own: &str| stem == own || own.len() >= LONG && stem.starts_with(own);
    let all = KNOWN
        .iter()
        .flat_map(|known| known.stems.iter().map(move |own| (own.len(), known, *own)));
    let fitting = all.filter(|(_, _, own)| fits(own));
    // `WmoClientenRelatief` begins as `WmoClienten` does.
    let (_, known, _) = fitting.max_by_key(|(length, ..)| *length)?;
    Some(Indicator::new(known.word, known.unit))
}

fn facility(stem: &str) -> Option<&'static Facility> {
    let name = stem.strip_prefix("afstandtot").unwrap_or(stem);
    let is_distance = name.len() < stem.len();
    let is_own = |own: &&str| {
        **own == *name && (is_distance || own.starts_with("gafs") || own.starts_with("af"))
    };
    FACILITIES.iter().find(|one| one.stems.iter().any(&is_own))
}

/// What stands before `binnen3km`, and how many kilometres; the workbook has `g_3km_sc` for schools.
fn within(stem: &str) -> Option<(&str, u32)> {
    if stem == "g3kmsc" {
        return Some(("scholen", 3));
    }
    let (before, rest) = stem.split_once("binnen")?;
    let km = rest.strip_suffix("km")?.parse().ok()?;
    (before.is_empty() || before == "scholen").then_some((before, km))
}

/// An age band: `a_00_14`, `p_65_eo_jr`, `k_0Tot15Jaar`, `k_65JaarOfOuder`.
fn age(stem: &str) -> Option<Indicator> {
    let digit = stem.find(|sign: char| sign.is_ascii_digit())?;
    let (before, ages) = stem.split_at(digit);
    if !ages.is_ascii() {
        return None;
    }
    let (ending, unit) = match before {
        "a" | "k" | "aantal" | "aant" | "inwoners" => ("", NUMBER),
        "p" | "percentage" | "perc" => ("_share", PERCENT),
        _ => return None,
    };
    let ages = ages.trim_end_matches("jaar").trim_end_matches("jr");
    let word = if let Some((from, to)) = ages.split_once("tot") {
        let to: u32 = to.parse().ok()?;
        format!("age_{}_{}", from.parse::<u32>().ok()?, to.checked_sub(1)?)
    } else if let Some(from) = ["jaarofouder", "eo", "oo", "plus"]
        .iter()
        .find_map(|open| ages.strip_suffix(open))
    {
        format!("age_{}", from.parse::<u32>().ok()?)
    } else if ages.len() == 4 {
        format!(
            "age_{}_{}",
            ages[..2].parse::<u32>().ok()?,
            ages[2..].parse::<u32>().ok()?
        )
    } else {
        return None;
    };
    Some(Indicator::new(word + ending, unit))
}

/// The name of an indicator to print; of an own file its own.
#[must_use]
pub fn name_of(indicator: &str, language: Language) -> Cow<'_, str> {
    let dutch = language == Language::Dutch;
    let one =
        |dutch_name: &'static str, english: &'static str| if dutch { dutch_name } else { english };
    if let Some(known) = KNOWN.iter().find(|known| known.word == indicator) {
        return one(known.dutch, known.english).into();
    }
    let facility = |word: &str| FACILITIES.iter().find(|one| one.word == word);
    if let Some(to) = indicator.strip_prefix("distance_").and_then(facility) {
        return format!(
            "{} {}",
            one("Afstand tot", "Distance to"),
            one(to.dutch, to.english)
        )
        .into();
    }
    let within = indicator
        .strip_suffix("_km")
        .and_then(|rest| rest.split_once("_within_"));
    if let Some((near, km)) = within.and_then(|(word, km)| Some((facility(word)?, km))) {
        let (name, words) = (one(near.dutch, near.english), one("binnen", "within"));
        return format!("{}: {name} {words} {km} km", one("Aantal", "Number")).into();
    }
    age_name(indicator, dutch).map_or(Cow::Borrowed(indicator), Cow::Owned)
}

fn age_name(indicator: &str, dutch: bool) -> Option<String> {
    let ages = indicator.strip_prefix("age_")?;
    let (ages, is_share) = match ages.strip_suffix("_share") {
        Some(ages) => (ages, true),
        None => (ages, false),
    };
    let parse = |age: &str| age.parse::<u32>().ok();
    let band = match ages.split_once('_') {
        Some((from, to)) if dutch => format!("van {} tot en met {} jaar", parse(from)?, parse(to)?),
        Some((from, to)) => format!("aged {} to {}", parse(from)?, parse(to)?),
        None if dutch => format!("van {} jaar of ouder", parse(ages)?),
        None => format!("aged {} or over", parse(ages)?),
    };
    let who = match (dutch, is_share) {
        (true, true) => "Aandeel inwoners",
        (true, false) => "Inwoners",
        (false, true) => "Share of inhabitants",
        (false, false) => "Inhabitants",
    };
    Some(format!("{who} {band}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(headers: &str) -> Vec<String> {
        let mut read = Headers::default();
        let word = |header| match read.indicator(header) {
            Some(found) => format!("{}/{}", found.word, found.unit),
            None => "-".into(),
        };
        headers.split_whitespace().map(word).collect()
    }

    #[test]
    fn a_column_is_the_same_indicator_in_every_year() {
        for headers in [
            "a_inw aant_inw AantalInwoners_5",
            "g_woz g_wozbag GemiddeldeWOZWaardeVanWoningen_35 GemiddeldeWOZWaardeVanWoningen_39",
            "a_hh aantal_hh HuishoudensTotaal_28 HuishoudensTotaal_29",
            "a_00_14 k_0Tot15Jaar_8",
            "a_65_oo k_65JaarOfOuder_12",
            "p_00_14_jr p_00_14",
            "p_65_eo_jr p_65_oo",
            "g_afs_hp AfstandTotHuisartsenpraktijk_110",
            "a_soz_ow PersonenPerSoortUitkeringAOW_92",
            "m_hh_ver MediaanVermogenVanParticuliereHuish_82",
            "p_jz_tn PercentageJongerenMetJeugdzorgInNatura_90",
            "g_3km_sc ScholenBinnen3Km_114",
            "TotaalscoreSESWOA_2 Totaalscore",
        ] {
            let words = words(headers);
            assert!(
                words[0] != "-" && words.iter().all(|word| *word == words[0]),
                "{headers}: {words:?}"
            );
        }
    }

    #[test]
    fn alike_names_are_told_apart() {
        assert_eq!(
            words(
                "PersonenPerSoortUitkeringAO_1 WmoClienten_2 WmoClientenRelatief_3 a_00_14 p_00_14_jr k_25Tot45Jaar_10"
            ),
            [
                "disability_benefit/number",
                "wmo_clients/number",
                "wmo_clients_rate/per 1000",
                "age_0_14/number",
                "age_0_14_share/%",
                "age_25_44/number"
            ]
        );
        let others =
            words("gm_naam recs postcode a_99 ind_wbz SoortRegio_2 p_ongehuwd Binnen3Km_2 g_3km");
        assert!(others.iter().all(|word| word == "-"), "{others:?}");
    }

    #[test]
    fn what_lies_near_is_of_the_distance_before_it() {
        assert_eq!(
            words("AfstandTotHuisartsenpraktijk_1 Binnen1Km_2 AfstandTotApotheek_5 Binnen3Km_6"),
            [
                "distance_gp/km",
                "gp_within_1_km/number",
                "distance_pharmacy/km",
                "pharmacy_within_3_km/number"
            ]
        );
    }

    #[test]
    fn every_word_has_a_name_in_both_languages_and_no_stem_is_of_two() {
        let mut stems: Vec<&str> = KNOWN
            .iter()
            .flat_map(|known| known.stems)
            .copied()
            .collect();
        let all = stems.len();
        stems.sort_unstable();
        stems.dedup();
        assert_eq!(stems.len(), all);
        let name = |word: &str| {
            [Language::Dutch, Language::English]
                .map(|language| name_of(word, language).into_owned())
        };
        assert_eq!(
            name("age_0_14_share"),
            [
                "Aandeel inwoners van 0 tot en met 14 jaar",
                "Share of inhabitants aged 0 to 14"
            ]
        );
        assert_eq!(
            name("age_65"),
            [
                "Inwoners van 65 jaar of ouder",
                "Inhabitants aged 65 or over"
            ]
        );
        assert_eq!(
            name("distance_school"),
            ["Afstand tot basisschool", "Distance to primary school"]
        );
        assert_eq!(
            name("gp_within_3_km"),
            [
                "Aantal: huisartsenpraktijk binnen 3 km",
                "Number: GP practice within 3 km"
            ]
        );
        assert_eq!(name("Aandeel rokers"), ["Aandeel rokers", "Aandeel rokers"]);
    }
}
