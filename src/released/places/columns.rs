//! Which columns of a public file hold which fields.

use std::collections::BTreeMap;

use crate::released::places::number::{Decimals, Read};
use crate::released::places::sheet::{Cell, Sheet, stem};

/// The header is among so many first rows, below titles.
const FIRST_ROWS: usize = 30;

/// A field: its word, and how columns of it are named; of a name of at least [`LONG`] letters also in part.
pub(super) type Field = (&'static str, &'static [&'static str]);

/// The column with the code of an area.
pub(super) const AREA: Field = (
    "area",
    &[
        "area",
        "gebied",
        "wijk",
        "buurt",
        "gebiedscode",
        "wijkcode",
        "buurtcode",
    ],
);

/// From so many letters on a name may have others before and behind it: `max_capaciteit_2026`.
const LONG: usize = 5;

/// From so many letters on a name may stand before another: `naam_voorziening`.
const SHORT: usize = 4;

/// The columns of a table.
pub(super) struct Columns {
    /// The line of the header.
    pub(super) header: usize,
    places: BTreeMap<&'static str, usize>,
    decimals: BTreeMap<usize, Decimals>,
}

impl Columns {
    /// The columns of `fields` in a table: those that the agreement names, else by their names; `None` where no row of
    /// the first names two.
    pub(super) fn of(
        sheet: &Sheet,
        fields: &[Field],
        named: &BTreeMap<String, String>,
    ) -> Option<Self> {
        let mut best: Option<Self> = None;
        let mut rows = 0;
        sheet.for_each(|line, cells| {
            rows += 1;
            let places = places(cells, fields, named);
            let most = best.as_ref().map_or(1, |best| best.places.len());
            if places.len() > most {
                let decimals = BTreeMap::new();
                best = Some(Self {
                    header: line,
                    places,
                    decimals,
                });
            }
            rows < FIRST_ROWS
        });
        let mut columns = best?;
        columns.learn(sheet);
        Some(columns)
    }

    /// How each column writes its numbers.
    fn learn(&mut self, sheet: &Sheet) {
        let header = self.header;
        let decimals = &mut self.decimals;
        sheet.for_each(|line, cells| {
            let texts = cells.iter().enumerate().filter(|_| line > header);
            for (place, text) in texts.filter_map(|(place, cell)| Some((place, cell.text()?))) {
                let own = decimals.entry(place).or_default();
                own.learn(text, sheet.has_commas_between_cells());
            }
            true
        });
    }

    pub(super) fn has(&self, field: &str) -> bool {
        self.places.contains_key(field)
    }

    /// Where the column of a field is.
    pub(super) fn place(&self, field: &str) -> Option<usize> {
        self.places.get(field).copied()
    }

    /// Takes two columns as those of a pair of fields.
    pub(super) fn put(&mut self, fields: [&'static str; 2], places: [usize; 2]) {
        self.places.extend(fields.into_iter().zip(places));
    }

    /// The cell of a field as text; empty where there is none.
    pub(super) fn text(&self, cells: &[Cell], field: &str) -> String {
        let cell = self.places.get(field).and_then(|place| cells.get(*place));
        match cell {
            Some(Cell::Text(text)) => text.trim().to_owned(),
            Some(Cell::Number(number)) => number.to_string(),
            None => String::new(),
        }
    }

    /// The cell of a field as a number.
    pub(super) fn number(&self, cells: &[Cell], field: &str) -> Read {
        let place = self.places.get(field);
        place.map_or(Read::Nothing, |place| self.number_at(cells, *place))
    }

    /// The cell of a column as a number.
    pub(super) fn number_at(&self, cells: &[Cell], place: usize) -> Read {
        let decimals = self.decimals.get(&place).copied().unwrap_or_default();
        match cells.get(place) {
            Some(Cell::Text(text)) => decimals.read(text),
            Some(Cell::Number(number)) => Decimals::number(*number),
            None => Read::Nothing,
        }
    }
}

/// Whether a field may stand in a column: the word of the field, the stem of the header, and a name of the field.
type Fits<'a> = dyn Fn(&str, &str, &str) -> bool + 'a;

/// The fields that a row names, each by the column that fits best: an exact name, then the first of two names
/// (`naam_voorziening` is a name), then a part of one. What begins with `naam` is a name.
fn places(
    cells: &[Cell],
    fields: &[Field],
    named: &BTreeMap<String, String>,
) -> BTreeMap<&'static str, usize> {
    let stems: Vec<String> = cells
        .iter()
        .map(|cell| stem(cell.text().unwrap_or_default()))
        .collect();
    let mut places: BTreeMap<&'static str, usize> = BTreeMap::new();
    for (field, _) in fields {
        let header = named.get(*field).map(|header| stem(header));
        let place = header.and_then(|header| stems.iter().position(|one| *one == header));
        places.extend(place.map(|place| (*field, place)));
    }
    let has_part = |stem: &str, name: &str| name.chars().count() >= LONG && stem.contains(name);
    let is_exact = |_: &str, stem: &str, name: &str| stem == name;
    let is_first = |_: &str, stem: &str, name: &str| {
        let rest = stem.strip_prefix(name).filter(|_| name.len() >= SHORT);
        let mut others = fields.iter().flat_map(|(_, names)| *names);
        rest.is_some_and(|rest| others.any(|other| has_part(rest, other)))
    };
    let is_part = |field: &str, stem: &str, name: &str| {
        has_part(stem, name) || field == "name" && stem.starts_with(name)
    };
    let fits: [&Fits; 3] = [&is_exact, &is_first, &is_part];
    for fits in fits {
        for (field, names) in fields {
            let is_taken = |place: &usize, places: &BTreeMap<_, usize>| {
                places.values().any(|taken| taken == place)
            };
            if places.contains_key(field) || named.contains_key(*field) {
                continue;
            }
            let mut free = (0..stems.len()).filter(|place| !is_taken(place, &places));
            let place =
                free.find(|place| names.iter().any(|name| fits(field, &stems[*place], name)));
            places.extend(place.map(|place| (*field, place)));
        }
    }
    places
}
