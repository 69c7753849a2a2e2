//! The sheets of a workbook before its tables: a cover, charts and sources. They hold texts of a fixed list, names of the
//! run, and the numbers of the charts, which are those of the tables.

use std::collections::BTreeSet;

use calamine::{Data, Range};
use serde_json::Value as Json;
use toml_edit::{DocumentMut, Item, Value as Toml};

use super::layout::PUBLIC;
use super::package::Part;
use super::tables::{Table, Tables};
use crate::vocabulary::{Day, Language};

const LIST: &str = include_str!("../../templates/workbook.toml");

/// The parts of a drawing, beside its charts.
const OF_DRAWING: [&str; 3] = [
    "xl/drawings/drawing1.xml",
    "xl/drawings/_rels/drawing1.xml.rels",
    "xl/worksheets/_rels/sheet2.xml.rels",
];

/// The elements of a chart and of a drawing.
const CHART: &str = "auto axId axPos barChart barDir bodyPr cat catAx chart chartSpace crossAx crossBetween crosses dLbls \
    defRPr delete f formatCode gapWidth grouping headerFooter idx lang layout lblAlgn lblOffset lstStyle numCache numFmt \
    numRef order orientation p pPr pageMargins pageSetup plotArea plotVisOnly printSettings pt ptCount r rPr rich scaling \
    ser showVal solidFill spPr srgbClr strCache strRef t tickLblPos title tx v val valAx";
const DRAWING: &str = "cNvGraphicFramePr cNvPr chart clientData col colOff ext from graphic graphicData graphicFrame \
    nvGraphicFramePr off row rowOff to twoCellAnchor wsDr xfrm";

/// What the pages may say, in the language of the run.
pub(super) struct Pages {
    /// The names of the sheets, in their order.
    pub(super) names: Vec<String>,
    /// All that a cell may say.
    pub(super) words: BTreeSet<String>,
    /// The bars of each chart: a name, and how many households where that is shown.
    charts: Vec<Vec<(String, Option<u64>)>>,
}

/// The widths of the columns of each page, in characters.
pub(super) const WIDTHS: [[&str; 2]; 3] = [
    ["22.7109375", "96.7109375"],
    ["18.7109375", "14.7109375"],
    ["22.7109375", "96.7109375"],
];

impl Pages {
    /// `None` when the run is not as it should be.
    pub(super) fn of(run: &Json, tables: &Tables) -> Option<Self> {
        let language = Language::from_word(run["language"].as_str()?)?;
        let list: DocumentMut = LIST.parse().ok()?;
        let mut texts = Vec::new();
        collect(list.get(language.word())?, &mut texts);
        let day = |field: &str| Some(language.day(Day::parse(run[field].as_str()?)?));
        let names = |field: &str| -> Vec<String> {
            let parties = run[field].as_array().into_iter().flatten();
            let name = |party: &Json| party["name"].as_str().map(str::to_owned);
            parties.filter_map(name).collect()
        };
        let said = |field: &str| run[field].as_str().map(str::to_owned);
        let places = [
            ("{from}", day("from")?),
            ("{to}", day("to")?),
            ("{day}", day("reference_date")?),
            ("{profile}", said("profile")?),
            ("{names}", names("missing").join(", ")),
        ];
        let fill = |text: String| {
            let filled = |text: String, (place, value): &(&str, String)| text.replace(place, value);
            places.iter().fold(text, filled)
        };
        let own = |key: &str| list[language.word()][key].as_str().map(str::to_owned);
        let bars = own("at_least")?;
        let charts = vec![at_least(tables, &bars), exactly(tables)];
        let labels = charts.iter().flatten().map(|(name, _)| name.clone());
        let files = PUBLIC
            .iter()
            .filter_map(|public| run[public.given_by].as_array());
        let source = |file: &Json| {
            let year = file["year"].as_u64().map(|year| format!(", {year}"));
            let licence = file["licence"].as_str().map(|text| format!(" ({text})"));
            let source = file["source"].as_str()?.to_owned();
            Some(source + &year.unwrap_or_default() + &licence.unwrap_or_default())
        };
        let sources = files.flatten().filter_map(source);
        let words = (texts.into_iter().map(fill))
            .chain(labels)
            .chain(
                ["release", "project", "purpose"]
                    .into_iter()
                    .filter_map(said),
            )
            .chain(names("parties"))
            .chain(sources)
            .chain(tables.by_name.keys().map(|name| (*name).to_owned()));
        Some(Self {
            words: words.collect(),
            names: vec![own("cover")?, own("charts")?, own("sources")?],
            charts,
        })
    }

    /// Whether a page says what it may, and the page of charts what is published.
    pub(super) fn is_sound(&self, place: usize, cells: &Range<Data>, banner: Option<&str>) -> bool {
        let is_known = |(row, column, cell): (usize, usize, &Data)| match cell {
            Data::String(text) if row == 0 && column == 0 && banner.is_some() => {
                Some(text.as_str()) == banner
            }
            Data::String(text) => self.words.contains(text),
            Data::Float(_) | Data::Int(_) => place == 1,
            _ => false,
        };
        let has_banner = banner.is_none() || cells.get((0, 0)).is_some();
        let has_numbers = place != 1 || numbers(cells) == self.numbers();
        has_banner && has_numbers && cells.used_cells().all(is_known)
    }

    /// The bars that are shown, one chart after another.
    fn numbers(&self) -> Vec<(String, String)> {
        let shown =
            |(name, number): &(String, Option<u64>)| Some((name.clone(), (*number)?.to_string()));
        self.charts.iter().flatten().filter_map(shown).collect()
    }

    /// How many charts there are: one without a number is not drawn.
    fn count(&self) -> usize {
        let is_drawn =
            |bars: &&Vec<(String, Option<u64>)>| bars.iter().any(|(_, number)| number.is_some());
        self.charts.iter().filter(is_drawn).count()
    }

    /// The parts that draw the charts.
    pub(super) fn parts(&self) -> Vec<String> {
        let charts = (1..=self.count()).map(|number| format!("xl/charts/chart{number}.xml"));
        let others = (self.count() > 0)
            .then_some(OF_DRAWING)
            .into_iter()
            .flatten();
        charts.chain(others.map(String::from)).collect()
    }

    /// Whether a part that is no sheet draws what the page of charts holds, and says nothing else.
    pub(super) fn is_drawn(&self, name: &str, part: &Part, is_internal: bool) -> bool {
        if name.starts_with("xl/charts/") {
            let words = self.words_of_charts(is_internal);
            return part.has_only(CHART) && part.texts.iter().all(|text| words.contains(text));
        }
        if name == OF_DRAWING[0] {
            // Columns and rows, and how far into them.
            let is_place = |text: &String| text.parse::<u32>().is_ok();
            let said = part.values("cNvPr", "descr");
            return part.has_only(DRAWING)
                && part.texts.iter().all(is_place)
                && said.iter().all(|text| self.words.contains(*text));
        }
        part.texts.is_empty()
    }

    /// Whether the links of a sheet are those of the cover, to the begin of another sheet.
    pub(super) fn has_own_links(&self, part: &Part) -> bool {
        let is_sheet =
            |name: &str| self.names.iter().any(|own| own == name) || self.words.contains(name);
        let is_known = |(name, value): &(String, String)| match name.as_str() {
            "ref" => true,
            "location" => value.strip_suffix("!A1").is_some_and(is_sheet),
            "display" => is_sheet(value),
            _ => false,
        };
        part.attributes("hyperlink").flatten().all(is_known)
    }

    /// What a chart may say: what its cells say, and where they stand.
    fn words_of_charts(&self, is_internal: bool) -> BTreeSet<String> {
        let mut words = self.words.clone();
        words.extend(self.numbers().into_iter().map(|(_, number)| number));
        words.extend(["General", "#,##0"].map(String::from));
        let mut row = 3 + usize::from(is_internal);
        for bars in &self.charts {
            let (first, last) = (row + 1, row + bars.len());
            let sheet = &self.names[1];
            words.extend(["A", "B"].map(|column| span(sheet, column, first, last)));
            row += bars.len().max(15) + 2;
        }
        words
    }
}

/// The names and numbers of a page of charts, as they stand beside each other.
fn numbers(cells: &Range<Data>) -> Vec<(String, String)> {
    let number = |(row, column, cell): (usize, usize, &Data)| match (cell, cells.get((row, 0))) {
        (Data::Float(number), Some(Data::String(name))) if column == 1 => {
            Some((name.clone(), number.to_string()))
        }
        (Data::Float(number), _) => Some((String::new(), number.to_string())),
        _ => None,
    };
    cells.used_cells().filter_map(number).collect()
}

fn at_least(tables: &Tables, name: &str) -> Vec<(String, Option<u64>)> {
    let bar = |number: u8| {
        let measure = format!("households_{number}_or_more");
        let row = |table: &Table| {
            let row = table.rows.iter().find(|row| row[0] == measure)?;
            table.count(row, "value")
        };
        let name = name.replace("{number}", &number.to_string());
        (name, tables.by_name.get("headline").and_then(row))
    };
    (1..=3).map(bar).collect()
}

fn exactly(tables: &Tables) -> Vec<(String, Option<u64>)> {
    let Some(table) = tables.by_name.get("stacking") else {
        return Vec::new();
    };
    let is_of_town = |row: &&Vec<String>| row[0] == "household" && row[1] == "all";
    let of_town = table.rows.iter().filter(is_of_town);
    let exact = of_town.filter(|row| row[3].parse::<u32>().is_ok_and(|number| number > 0));
    exact
        .map(|row| (row[3].clone(), table.count(row, "households")))
        .collect()
}

/// All texts below an item.
fn collect(item: &Item, texts: &mut Vec<String>) {
    if let Some(table) = item.as_table() {
        table.iter().for_each(|(_, item)| collect(item, texts));
    } else if let Some(value) = item.as_value() {
        collect_value(value, texts);
    }
}

fn collect_value(value: &Toml, texts: &mut Vec<String>) {
    match value {
        Toml::String(text) => texts.push(text.value().clone()),
        Toml::Array(values) => values.iter().for_each(|value| collect_value(value, texts)),
        _ => {}
    }
}

/// The cells of a column from one row to another, as a chart names them.
fn span(sheet: &str, column: &str, first: usize, last: usize) -> String {
    let whole = format!("{sheet}!${column}${first}");
    if first == last {
        whole
    } else {
        format!("{whole}:${column}${last}")
    }
}
