//! `[[figures]]`, `[[forecast]]` and `[[norm]]`: files with public figures of areas, with their population in later years, and with
//! how often households have a service elsewhere. `run` reads them; no provider needs them.

use std::collections::BTreeMap;

use super::mistakes::Located;
use super::section::Section;
use crate::released::places::external;
use crate::released::places::figures::{Chosen, Layout};
use crate::vocabulary::{Service, is_visible};

/// `[[figures]]`.
#[derive(Debug, Clone)]
pub(super) struct Figures {
    pub(super) file: Located<String>,
    pub(super) layout: Layout,
    pub(super) source: String,
    pub(super) year: u16,
    pub(super) licence: Option<String>,
    pub(super) chosen: Vec<Chosen>,
}

/// Reads each `[[figures]]`.
pub(super) fn read_figures(sections: Vec<Section<'_>>) -> Vec<Figures> {
    sections.into_iter().filter_map(read_one).collect()
}

fn read_one(section: Section<'_>) -> Option<Figures> {
    let file = section.text("file");
    let file = section.required("file", file, "\"kwb-2026.csv\"");
    let layout = section.word("layout", &Layout::ALL);
    let layout = section.required("layout", layout, "\"kwb\"");
    let year = section.whole("year", 1990..=2100_u16);
    let year = section.required("year", year, "2026");
    let known = layout.and_then(Layout::source);
    let [source, licence] =
        ["source", "licence"].map(|key| section.text(key).map(|text| text.value));
    // The licence of CBS is not that of somebody else's figures.
    let known_licence = known.filter(|_| source.is_none());
    let licence = licence.or_else(|| known_licence.map(|(_, licence)| licence.to_owned()));
    let source = source.or_else(|| known.map(|(source, _)| source.to_owned()));
    let source = match layout {
        Some(_) => section.required("source", source, "\"Gemeente Zaandorp\""),
        None => source,
    };
    let indicators = section.section("indicators");
    let chosen = indicators.entries().into_iter();
    let chosen = chosen.filter_map(|(column, name)| chosen_of(&section, column.value, &name));
    let chosen = chosen.collect();
    section.close();
    Some(Figures {
        file: file?,
        layout: layout?,
        source: source?,
        year: year?,
        licence,
        chosen,
    })
}

/// A file and whose it is: a `[[forecast]]`, or a `[[norm]]`.
#[derive(Debug, Clone)]
pub(super) struct Sourced {
    pub(super) file: Located<String>,
    pub(super) source: String,
    pub(super) licence: Option<String>,
}

/// Reads each section with a file, such as `file` of `source`.
pub(super) fn read_sourced(sections: Vec<Section<'_>>, [file, source]: [&str; 2]) -> Vec<Sourced> {
    let one = |section: Section<'_>| {
        let own = section.text("file");
        let own = section.required("file", own, &format!("\"{file}\""));
        let [by, licence] =
            ["source", "licence"].map(|key| section.text(key).map(|text| text.value));
        let by = section.required("source", by, &format!("\"{source}\""));
        section.close();
        Some(Sourced {
            file: own?,
            source: by?,
            licence,
        })
    };
    sections.into_iter().filter_map(one).collect()
}

/// What a table of `[[external]]` is of.
#[derive(Clone, Copy)]
enum TableOfCbs {
    Number,
    Laws,
    Types,
}

/// The layouts of `[[external]]` that are read.
const TABLES_OF_CBS: [(&str, TableOfCbs); 3] = [
    ("gmsd-number", TableOfCbs::Number),
    ("gmsd-laws", TableOfCbs::Laws),
    ("wmo-types", TableOfCbs::Types),
];

/// `[[external]]`.
#[derive(Debug, Clone)]
pub(super) struct External {
    pub(super) file: Located<String>,
    pub(super) layout: external::Layout,
    pub(super) source: String,
    pub(super) licence: Option<String>,
    pub(super) year: u16,
    pub(super) gemeente: Option<String>,
}

/// Reads each `[[external]]`.
pub(super) fn read_external(sections: Vec<Section<'_>>, services: &[Service]) -> Vec<External> {
    let one = |section: Section<'_>| {
        let file = section.text("file");
        let file = section.required("file", file, "\"85994NED.csv\"");
        let layout = section.word("layout", &TABLES_OF_CBS);
        let layout = section.required("layout", layout, "\"gmsd-number\"");
        let year = section.whole("year", 2015..=2100_u16);
        let year = section.required("year", year, "2026");
        let [source, licence, gemeente] =
            ["source", "licence", "gemeente"].map(|key| section.text(key).map(|text| text.value));
        let layout = layout.and_then(|layout| layout_of(&section, layout, services));
        section.close();
        // The licence of CBS is not that of somebody else's figures.
        let known = source.is_none().then(|| "CC BY 4.0".to_owned());
        Some(External {
            file: file?,
            layout: layout?,
            source: source.unwrap_or_else(|| "CBS, Gebruik voorzieningen sociaal domein".into()),
            licence: licence.or(known),
            year: year?,
            gemeente,
        })
    };
    sections.into_iter().filter_map(one).collect()
}

/// A layout with its `types`, which only clients by type have.
fn layout_of(
    section: &Section<'_>,
    layout: TableOfCbs,
    services: &[Service],
) -> Option<external::Layout> {
    let spot = section.spot_of("types");
    let mut types = BTreeMap::new();
    let given = section.section("types");
    for (theirs, ours) in given.entries() {
        if services.iter().any(|one| one.code.as_str() == ours.value) {
            types.insert(theirs.value, ours.value);
        } else {
            let message = format!("`{}` is no service of the agreement", ours.value);
            section.mistake(ours.spot, message, "write the code of a [[service]]");
        }
    }
    let hint =
        "write types = { \"Hulp bij het huishouden\" = \"wmo-hbh\" } beside layout = \"wmo-types\"";
    match layout {
        TableOfCbs::Types if !given.is_there() => {
            section.mistake(
                spot,
                "names no type with the service that is the same",
                hint,
            );
            None
        }
        TableOfCbs::Types => Some(external::Layout::Types(types)),
        _ if given.is_there() => {
            section.mistake(spot, "this layout has no types of services", hint);
            None
        }
        TableOfCbs::Number => Some(external::Layout::Number),
        TableOfCbs::Laws => Some(external::Layout::Laws),
    }
}

/// `"Aandeel rokers, %"`: a name and its unit; without one, a number.
fn chosen_of(section: &Section<'_>, column: String, text: &Located<String>) -> Option<Chosen> {
    let (name, unit) = text
        .value
        .rsplit_once(',')
        .unwrap_or((&text.value, "number"));
    let [name, unit] = [name, unit].map(|text| text.trim().to_owned());
    let is_fit = |text: &String| !text.is_empty() && text.chars().all(is_visible);
    if ![&name, &unit].into_iter().all(is_fit) {
        let message = "an indicator must be a name, or a name and a unit";
        section.mistake(text.spot, message, "write it as \"Aandeel rokers, %\"");
        return None;
    }
    Some(Chosen { column, name, unit })
}
