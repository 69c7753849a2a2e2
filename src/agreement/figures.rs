//! `[[figures]]`, `[[forecast]]` and `[[norm]]`: files with public figures of areas, with their population in later years, and with
//! how often households have a service elsewhere. `run` reads them; no provider needs them.

use super::mistakes::Located;
use super::section::Section;
use crate::released::places::figures::{Chosen, Layout};
use crate::vocabulary::is_visible;

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
