//! `[[facilities]]` and `[reach]`: what is near. `run` reads the files; no provider needs them.

use std::collections::BTreeMap;

use super::mistakes::Located;
use super::section::Section;
use crate::released::places::reach::{Target, fields};
use crate::vocabulary::{AgeBands, HouseholdType, Service};

/// `[[facilities]]`.
#[derive(Debug, Clone)]
pub(super) struct Facilities {
    pub(super) file: Located<String>,
    pub(super) kind: Option<String>,
    pub(super) target: Target,
    pub(super) distances_m: Option<Vec<u32>>,
    pub(super) columns: BTreeMap<String, String>,
    pub(super) source: Option<String>,
}

/// `[reach]`.
#[derive(Debug, Clone)]
pub(super) struct Reach {
    pub(super) distances_m: Vec<u32>,
    pub(super) detour: f64,
    pub(super) costs: Vec<Located<String>>,
}

/// Within reach, in metres, where the agreement says nothing: ten minutes on foot.
const DISTANCE: u32 = 800;

/// A way is so many times the straight line, where the agreement says nothing.
const DETOUR: f64 = 1.3;

/// The types that `population` counts by area.
const COUNTED: [HouseholdType; 5] = [
    HouseholdType::Single,
    HouseholdType::Couple,
    HouseholdType::CoupleChildren,
    HouseholdType::SingleParent,
    HouseholdType::Other,
];

/// Reads each `[[facilities]]`.
pub(super) fn read_facilities(
    sections: Vec<Section<'_>>,
    bands: &AgeBands,
    services: &[Service],
) -> Vec<Facilities> {
    let one = |section| read_one(section, bands, services);
    sections.into_iter().filter_map(one).collect()
}

fn read_one(section: Section<'_>, bands: &AgeBands, services: &[Service]) -> Option<Facilities> {
    let file = section.text("file");
    let file = section.required("file", file, "\"scholen.csv\"");
    let [kind, source] = ["type", "source"].map(|key| section.text(key).map(|text| text.value));
    let target = read_target(section.section("target"), bands, services);
    let distances_m = read_distances(&section);
    let mut columns = BTreeMap::new();
    for (field, header) in section.section("columns").entries() {
        if fields().any(|one| one == field.value) {
            columns.insert(field.value, header.value);
        } else {
            let message = format!("`{}` is no field of a facility", field.value);
            let known = fields().collect::<Vec<_>>().join(", ");
            section.mistake(field.spot, message, format!("one of: {known}"));
        }
    }
    section.close();
    Some(Facilities {
        file: file?,
        kind,
        target: target?,
        distances_m,
        columns,
        source,
    })
}

/// `{ age = "65+" }`, `{ household_type = ["couple_children", "single_parent"] }` or `{ service = "wmo-hbh" }`; without
/// one, all households.
fn read_target(section: Section<'_>, bands: &AgeBands, services: &[Service]) -> Option<Target> {
    let spot = section.spot;
    let age = section.text("age");
    let types = section.texts("household_type");
    let service = section.text("service");
    let given = [age.is_some(), types.is_some(), service.is_some()];
    let mut target = Some(Target::Everyone);
    if given.iter().filter(|is_given| **is_given).count() > 1 {
        let hint = "write one of age, household_type and service; another section can have another";
        section.mistake(spot, "a target is one group of households", hint);
        target = None;
    } else if let Some(age) = age {
        target = of_age(&section, &age, bands);
    } else if let Some(types) = types {
        target = of_types(&section, &types);
    } else if let Some(service) = service {
        let mut codes = services.iter().map(|one| one.code.as_str());
        target = codes
            .any(|code| code == service.value)
            .then(|| Target::Service(service.value.clone()));
        if target.is_none() {
            let message = format!("`{}` is no service of the agreement", service.value);
            section.mistake(service.spot, message, "write the code of a [[service]]");
        }
    }
    section.close();
    target
}

/// The bands between two ages: `0-24`, or `65+` for 65-74 and 75+.
fn of_age(section: &Section<'_>, age: &Located<String>, bands: &AgeBands) -> Option<Target> {
    let lower = bands.lower_bounds();
    let text = age.value.trim();
    let ends = match text.strip_suffix('+') {
        Some(from) => Some((from, None)),
        None => text.split_once('-').map(|(from, to)| (from, Some(to))),
    };
    let place = |age: u8| lower.iter().position(|bound| *bound == age);
    let chosen = ends.and_then(|(from, to)| {
        let first = place(from.trim().parse().ok()?)?;
        let last = match to {
            None => lower.len(),
            Some(to) => place(to.trim().parse::<u8>().ok()?.checked_add(1)?)?,
        };
        (first < last).then_some(first..last)
    });
    let labels: Vec<String> = lower
        .iter()
        .map(|from| bands.label(bands.band(i32::from(*from))))
        .collect();
    let Some(chosen) = chosen else {
        let message = format!("`{text}` are no age bands of the agreement");
        let hint = format!("begin and end with one of these: {}", labels.join(", "));
        section.mistake(age.spot, message, hint);
        return None;
    };
    let text = match lower.get(chosen.end) {
        Some(next) => format!("age={}-{}", lower[chosen.start], next - 1),
        None => format!("age={}+", lower[chosen.start]),
    };
    Some(Target::Group {
        dimension: "age_band",
        text,
        values: labels[chosen].to_vec(),
    })
}

fn of_types(section: &Section<'_>, types: &[Located<String>]) -> Option<Target> {
    let mut words: Vec<&str> = Vec::new();
    for one in types {
        let is_counted = |kind: &HouseholdType| COUNTED.contains(kind);
        let Some(kind) = HouseholdType::from_word(&one.value).filter(is_counted) else {
            let message = format!("`{}` is no type of households", one.value);
            let known = COUNTED.map(HouseholdType::word).join(", ");
            section.mistake(one.spot, message, format!("one of: {known}"));
            return None;
        };
        words.push(kind.word());
    }
    words.sort_unstable();
    words.dedup();
    Some(Target::Group {
        dimension: "household_type",
        text: format!("household_type={}", words.join("+")),
        values: words.into_iter().map(str::to_owned).collect(),
    })
}

/// Reads `[reach]`.
pub(super) fn read_reach(section: Section<'_>) -> Reach {
    let distances_m = read_distances(&section);
    let detour = section.number("detour", "a number from 1 to 3, such as 1.3", 1.0..=3.0);
    let costs = section.texts("costs").unwrap_or_default();
    section.close();
    Reach {
        distances_m: distances_m.unwrap_or_else(|| vec![DISTANCE]),
        detour: detour.unwrap_or(DETOUR),
        costs,
    }
}

fn read_distances(section: &Section<'_>) -> Option<Vec<u32>> {
    let listed = section.wholes("distances_m")?;
    let metres = listed
        .value
        .iter()
        .map(|metres| u32::try_from(*metres).ok());
    let metres: Option<Vec<u32>> = metres.collect();
    let is_fit = |all: &Vec<u32>| {
        let is_near = |metres: &u32| (1..=100_000).contains(metres);
        !all.is_empty()
            && all.len() <= 5
            && all.iter().all(is_near)
            && all.is_sorted_by(|a, b| a < b)
    };
    let fit = metres.filter(is_fit);
    if fit.is_none() {
        let message = "distances are one to five whole numbers of metres, the nearest first";
        section.mistake(listed.spot, message, "write distances_m = [400, 800]");
    }
    fit
}

/// Facilities are measured from areas: without borders there is nothing to measure from.
pub(super) fn refuse_without_borders(
    facilities: &[Facilities],
    has_borders: bool,
    root: &Section<'_>,
) {
    if let Some(first) = facilities.first().filter(|_| !has_borders) {
        let hint = "name a file with the borders of wijken and buurten: [areas] geometry";
        root.mistake(
            first.file.spot,
            "facilities need the borders of areas",
            hint,
        );
    }
}
