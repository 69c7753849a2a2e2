//! `[[external]]`: tables of CBS to compare with. `run` reads them; no provider needs them.

use std::collections::BTreeMap;

use super::mistakes::Located;
use super::section::Section;
use crate::released::places::external;
use crate::vocabulary::Service;

/// What a table of `[[external]]` is of.
#[derive(Clone, Copy)]
enum TableOfCbs {
    Number,
    Laws,
    Types,
    KeyFigures,
}

/// The layouts of `[[external]]` that are read.
const TABLES_OF_CBS: [(&str, TableOfCbs); 4] = [
    ("gmsd-number", TableOfCbs::Number),
    ("gmsd-laws", TableOfCbs::Laws),
    ("wmo-types", TableOfCbs::Types),
    ("kwb", TableOfCbs::KeyFigures),
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
        let known_source = match layout {
            Some(TableOfCbs::KeyFigures) => "CBS, Kerncijfers wijken en buurten",
            _ => "CBS, Gebruik voorzieningen sociaal domein",
        };
        let layout = layout.and_then(|layout| layout_of(&section, layout, services));
        section.close();
        // The licence of CBS is not that of somebody else's figures.
        let known = source.is_none().then(|| "CC BY 4.0".to_owned());
        Some(External {
            file: file?,
            layout: layout?,
            source: source.unwrap_or_else(|| known_source.to_owned()),
            licence: licence.or(known),
            year: year?,
            gemeente,
        })
    };
    sections.into_iter().filter_map(one).collect()
}

/// A layout with its `types`, which clients by type and key figures have.
fn layout_of(
    section: &Section<'_>,
    layout: TableOfCbs,
    services: &[Service],
) -> Option<external::Layout> {
    let spot = section.spot_of("types");
    let mut types = BTreeMap::new();
    let given = section.section("types");
    for (theirs, ours) in given.entries() {
        let is_key_figure = external::is_key_figure(&theirs.value);
        if matches!(layout, TableOfCbs::KeyFigures) && !is_key_figure {
            let message = format!("`{}` is no figure that is compared", theirs.value);
            section.mistake(
                theirs.spot,
                message,
                "write `Wmo`, `Jeugdzorg` or `Bijstand`",
            );
        } else if services.iter().any(|one| one.code.as_str() == ours.value) {
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
        TableOfCbs::KeyFigures => Some(external::Layout::KeyFigures(types)),
        _ if given.is_there() => {
            section.mistake(spot, "this layout has no types of services", hint);
            None
        }
        TableOfCbs::Number => Some(external::Layout::Number),
        TableOfCbs::Laws => Some(external::Layout::Laws),
    }
}
