//! The tables of a release as a workbook: cell by cell as in the other formats, with nothing beside them but a cover,
//! charts and sources: no part, element, text or width of a column that does not follow from its cells.

use std::collections::BTreeSet;
use std::io::{Cursor, Read};
use std::path::Path;

use calamine::{Data, Range, Reader as _, SheetVisible, Xlsx};
use serde_json::Value as Json;
use zip::ZipArchive;

use super::Verdict;
use super::cell::{Cell, compare};
use super::files::LONGEST;
use super::layout::Layout;
use super::package::{Part, read_part};
use super::tables::{Table, Tables};
use super::workbook_pages::{Pages, WIDTHS};
use crate::error::untrusted::without_panic;
use crate::files::read_plain;

const NAME: &str = "tables.xlsx";

/// What stands above the tables of an internal release.
pub(super) const BANNER: &str =
    "INTERNAL: exact counts, not protected. Do not publish, do not pass on.";

/// The parts of a workbook, beside its sheets.
const PARTS: [&str; 9] = [
    "[Content_Types].xml",
    "_rels/.rels",
    "docProps/app.xml",
    "docProps/core.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/sharedStrings.xml",
    "xl/styles.xml",
    "xl/theme/theme1.xml",
    "xl/workbook.xml",
];

/// The elements of a sheet and of the shared texts.
const SHEET: &str = "worksheet dimension sheetViews sheetView pane selection sheetFormatPr cols col sheetData row c v \
    autoFilter pageMargins pageSetup sheetPr pageSetUpPr hyperlinks hyperlink drawing";
const TEXTS: &str = "sst si t";

/// A table with more rows than a sheet has below its banner and header has no sheet.
const MOST_ROWS: usize = (1 << 20) - 2;

/// The attributes of rows and cells: a row has a style only when it is the banner.
const OF_ROWS: [&str; 2] = ["r", "spans"];
const OF_BANNER: [&str; 4] = ["r", "spans", "s", "customFormat"];
const OF_PAGES: [&str; 6] = ["r", "spans", "s", "customFormat", "ht", "customHeight"];
const OF_CELLS: [&str; 3] = ["r", "s", "t"];

/// How numbers are shown: counts, shares, other ratios, years.
const SHOWN_AS: [&str; 4] = ["#,##0", "0.0%", "#,##0.00", "0"];

/// Checks `tables.xlsx`, where the release has one.
pub(super) fn check(
    (folder, layouts): (&Path, &[&Layout]),
    tables: &Tables,
    run: &Json,
    verdict: &mut Verdict,
) {
    let path = folder.join(NAME);
    if !path.exists() {
        return;
    }
    let bytes = read_plain(&path, LONGEST).ok();
    let read = |bytes: Vec<u8>| without_panic(|| sheets(bytes)).flatten();
    let (book, pages) = (bytes.and_then(read), Pages::of(run, tables));
    let (Some((sheets, parts)), Some(pages)) = (book, pages) else {
        verdict.object(format!("{NAME}: is not a workbook that factlab writes"));
        return;
    };
    let banner = verdict.is_internal.then_some(BANNER);
    for (place, name) in pages.names.iter().enumerate() {
        let is_page = |(own, cells): &Sheet| own == name && pages.is_sound(place, cells, banner);
        if !sheets.get(place).is_some_and(is_page) {
            verdict.object(format!("{NAME}, sheet {name}: is not what belongs there"));
        }
    }
    let of_tables = sheets.iter().skip(pages.names.len());
    let fits = |layout: &&&Layout| {
        let table = tables.by_name.get(layout.name);
        table.is_none_or(|table| table.rows.len() <= MOST_ROWS)
    };
    let layouts: Vec<&Layout> = layouts.iter().filter(fits).copied().collect();
    for (layout, (name, sheet)) in layouts.iter().zip(of_tables) {
        let (file, table) = (
            format!("{NAME}, sheet {name}"),
            tables.by_name.get(layout.name),
        );
        let rows = rows(sheet, layout.columns, verdict.is_internal);
        match (table, rows) {
            (Some(table), Some(rows)) if name == layout.name => {
                compare(&file, table, &rows, verdict);
            }
            _ => verdict.object(format!("{file}: is not the table that belongs there")),
        }
    }
    let cells = sheets.iter().flat_map(|(_, sheet)| sheet.used_cells());
    let texts: BTreeSet<&str> = cells.filter_map(|(_, _, cell)| text_of(cell)).collect();
    let beside = Beside {
        sheets: &sheets,
        texts: texts.len(),
        is_internal: verdict.is_internal,
        words: words((tables, &layouts), &pages, run, verdict.is_internal),
        pages: &pages,
    };
    if sheets.len() != pages.names.len() + layouts.len() || !beside.is_nothing_in(&parts) {
        verdict.object(format!("{NAME}: holds something beside its tables"));
    }
}

/// The name of a sheet, and its cells.
type Sheet = (String, Range<Data>);

/// The parts of a file by name.
type Parts = Vec<(String, Part)>;

/// The sheets by name, and the parts of the file; `None` for another workbook.
fn sheets(bytes: Vec<u8>) -> Option<(Vec<Sheet>, Parts)> {
    let mut package = ZipArchive::new(Cursor::new(bytes.as_slice())).ok()?;
    let (mut parts, mut left) = (Parts::new(), LONGEST);
    for place in 0..package.len() {
        let file = package.by_index(place).ok()?;
        let (name, mut text) = (file.name().ok()?.into_owned(), String::new());
        file.take(left).read_to_string(&mut text).ok()?;
        left = left
            .checked_sub(text.len() as u64)
            .filter(|left| *left > 0)?;
        parts.push((name, read_part(&text)?));
    }
    drop(package);
    let mut book = Xlsx::new(Cursor::new(bytes)).ok()?;
    let is_visible = |sheet: &calamine::Sheet| sheet.visible == SheetVisible::Visible;
    if !book.sheets_metadata().iter().all(is_visible) {
        return None;
    }
    let names = book.sheet_names().into_iter();
    let sheet = |name: String| {
        let range = book.worksheet_range(&name).ok()?;
        Some((name, range))
    };
    let sheets = names.map(sheet).collect::<Option<_>>()?;
    Some((sheets, parts))
}

/// The rows below the names of the columns; `None` when the sheet does not begin as it should.
fn rows(sheet: &Range<Data>, columns: &[&str], is_internal: bool) -> Option<Vec<Vec<Cell>>> {
    let mut rows = sheet.rows();
    if is_internal {
        let banner = rows.next()?;
        let is_banner = |(place, cell): (usize, &Data)| match place {
            0 => text_of(cell) == Some(BANNER),
            _ => *cell == Data::Empty,
        };
        banner.iter().enumerate().all(is_banner).then_some(())?;
    }
    let names = rows.next()?.iter().map(text_of);
    let is_whole =
        sheet.start() == Some((0, 0)) && names.eq(columns.iter().map(|name| Some(*name)));
    let cells = |row: &[Data]| row.iter().map(cell).collect::<Option<Vec<_>>>();
    is_whole.then(|| rows.map(cells).collect()).flatten()
}

fn text_of(cell: &Data) -> Option<&str> {
    match cell {
        Data::String(text) => Some(text),
        _ => None,
    }
}

/// `None` for a date, an error and what else no table holds.
fn cell(cell: &Data) -> Option<Cell> {
    match cell {
        Data::Empty => Some(Cell::Empty),
        Data::String(text) => Some(Cell::Text(text.into())),
        Data::Float(number) => Some(Cell::Number(*number)),
        Data::Int(number) => u32::try_from(*number)
            .ok()
            .map(|number| Cell::Number(number.into())),
        _ => None,
    }
}

/// What the parts beside the cells may say.
fn words(
    (tables, layouts): (&Tables, &[&Layout]),
    pages: &Pages,
    run: &Json,
    is_internal: bool,
) -> BTreeSet<String> {
    let said = |field: &str| run[field].as_str().unwrap_or_default().to_owned();
    let (release, day) = (said("release"), said("reference_date"));
    let first = 1 + usize::from(is_internal);
    let filter = |table: &Table| {
        // No table has more than 26 columns.
        let last = (b'A'..=b'Z')
            .nth(table.layout.columns.len() - 1)
            .map_or('Z', char::from);
        let rows = first + table.rows.len();
        format!("{}!$A${first}:${last}${rows}", table.layout.name)
    };
    let fixed = [
        "Microsoft Excel",
        "0",
        "false",
        "Worksheets",
        "12.0000",
        &release,
    ];
    let words = fixed.into_iter().map(str::to_owned);
    let names = layouts.iter().map(|layout| layout.name.to_owned());
    let count = pages.names.len() + layouts.len();
    let made = [format!("{day}T00:00:00Z"), count.to_string()];
    words
        .chain(names)
        .chain(pages.names.iter().cloned())
        .chain(tables.by_name.values().map(filter))
        .chain(made)
        .collect()
}

/// What is allowed beside the cells.
struct Beside<'a> {
    sheets: &'a [Sheet],
    /// How many different texts the cells hold.
    texts: usize,
    is_internal: bool,
    words: BTreeSet<String>,
    pages: &'a Pages,
}

impl Beside<'_> {
    fn is_nothing_in(&self, parts: &Parts) -> bool {
        let of_sheets =
            (1..=self.sheets.len()).map(|number| format!("xl/worksheets/sheet{number}.xml"));
        let expected: BTreeSet<String> = PARTS
            .into_iter()
            .map(String::from)
            .chain(of_sheets)
            .chain(self.pages.parts())
            .collect();
        let names: BTreeSet<String> = parts.iter().map(|(name, _)| name.clone()).collect();
        names == expected
            && names.len() == parts.len()
            && parts.iter().all(|(name, part)| self.is_sound(name, part))
    }

    fn is_sound(&self, name: &str, part: &Part) -> bool {
        let is_known = |text: &String| self.words.contains(text);
        match name {
            "xl/sharedStrings.xml" => part.has_only(TEXTS) && part.count("si") == self.texts,
            "xl/styles.xml" => {
                let formats = part.values("numFmt", "formatCode");
                part.texts.is_empty() && formats.iter().all(|format| SHOWN_AS.contains(format))
            }
            "docProps/app.xml" | "docProps/core.xml" | "xl/workbook.xml" => {
                part.texts.iter().all(is_known)
            }
            _ => {
                let number = name
                    .strip_prefix("xl/worksheets/sheet")
                    .and_then(|name| name.strip_suffix(".xml"));
                let place = number.and_then(|number| number.parse::<usize>().ok()?.checked_sub(1));
                let sheet = place.and_then(|place| Some((place, self.sheets.get(place)?)));
                match sheet {
                    Some((place, (_, cells))) => self.is_sheet(part, place, cells),
                    None => self.pages.is_drawn(name, part, self.is_internal),
                }
            }
        }
    }

    fn is_sheet(&self, part: &Part, place: usize, cells: &Range<Data>) -> bool {
        let has_only = |element: &str, known: &[&str]| {
            part.attributes(element).all(|attributes| {
                attributes
                    .iter()
                    .all(|(name, _)| known.contains(&name.as_str()))
            })
        };
        let of_rows = match (self.is_internal, WIDTHS.get(place)) {
            (_, Some(_)) => &OF_PAGES[..],
            (true, None) => &OF_BANNER,
            (false, None) => &OF_ROWS,
        };
        part.has_only(SHEET)
            && has_only("row", of_rows)
            && has_only("c", &OF_CELLS)
            && self.pages.has_own_links(part)
            && widths(part) == Some(self.expected_widths(place, cells))
    }

    /// Room for the longest text of a column, from 10 to 60 characters, and for the arrow behind its name.
    fn expected_widths(&self, place: usize, cells: &Range<Data>) -> Vec<String> {
        if let Some(widths) = WIDTHS.get(place) {
            return widths.map(String::from).to_vec();
        }
        let first = usize::from(self.is_internal);
        let width = |column: usize| {
            let texts = cells
                .rows()
                .skip(first)
                .enumerate()
                .filter_map(|(row, cells)| {
                    let characters = text_of(cells.get(column)?)?.chars().count();
                    Some(characters + if row == 0 { 2 } else { 0 })
                });
            let widest = texts.max().unwrap_or(0).clamp(10, 60);
            // A character is 7 points wide, with 5 around all; what is left is cut to a 256th.
            format!("{}.7109375", widest + 1)
        };
        (0..cells.width()).map(width).collect()
    }
}

/// The width of each column.
fn widths(part: &Part) -> Option<Vec<String>> {
    let mut widths = Vec::new();
    for attributes in part.attributes("col") {
        let value = |name: &str| {
            attributes
                .iter()
                .find(|(known, _)| known == name)
                .map(|(_, value)| value)
        };
        let (from, to): (usize, usize) = (value("min")?.parse().ok()?, value("max")?.parse().ok()?);
        if from != widths.len() + 1 || to < from || to > 64 || attributes.len() != 4 {
            return None;
        }
        widths.resize(to, value("width")?.clone());
    }
    Some(widths)
}
