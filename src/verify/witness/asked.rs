//! What the tables ask of a made-up town: under each name from and to how many households.

use foldhash::{HashMap, HashMapExt};

use super::town::{BETWEEN, Name, Sums, named, rung};
use crate::verify::ledger::Older;
use crate::verify::printing::Printing;
use crate::verify::tables::{Table, Tables};

/// No count of households is larger.
const MOST: i64 = 1 << 40;

/// From and to how many, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) low: i64,
    pub(super) high: i64,
    pub(super) is_hidden: bool,
}

pub(super) struct Asked<'a> {
    pub(super) spans: HashMap<Name, Span>,
    /// Of a set without a row.
    without_row: Span,
    /// Whether what is hidden can be large.
    is_open: bool,
    /// How large hidden counts are asked to be shown.
    pub(super) largest: i64,
    printing: &'a Printing,
    older: &'a Older,
    /// Whether each service has one organisation.
    knows_organisations: bool,
}

impl<'a> Asked<'a> {
    /// By all tables; where services of members add up, not by those that count them.
    pub(super) fn of(
        tables: &Tables,
        printing: &'a Printing,
        older: &'a Older,
        (is_distinct, is_open): (bool, bool),
    ) -> Self {
        let [_, high] = hidden(printing);
        // Where no count is hidden for being small: as large as a printed number is uncertain.
        let largest = if high > 0 {
            high
        } else {
            2 * signed(printing.reach())
        };
        let largest = largest + older.changes;
        let high = if is_open { MOST } else { high };
        let without_row = Span {
            low: 0,
            high: high + older.changes,
            is_hidden: true,
        };
        let services = tables.by_name.get("services").into_iter();
        let mut services =
            services.flat_map(|table| table.rows.iter().map(|row| table.text(row, "organisation")));
        let mut asked = Self {
            knows_organisations: services.all(|of| !of.contains('+')),
            spans: HashMap::new(),
            without_row,
            is_open,
            largest,
            printing,
            older,
        };
        for table in tables.by_name.values() {
            for row in &table.rows {
                asked.row(table, row, is_distinct);
            }
        }
        asked
    }

    fn row(&mut self, table: &Table, row: &[String], is_distinct: bool) {
        let text = |column| table.text(row, column);
        let households = table.count(row, "households");
        let town = ["household", "all", "all"];
        match table.layout.name {
            _ if text("status") == "missing" => {}
            "stacking"
                if is_distinct && text("unit") == "household" && text("level") != "institution" =>
            {
                let ladder = ["household", text("dimension"), text("level"), "services"];
                self.rung(&ladder, text("services"), households);
            }
            "areas" if is_distinct => self.area(table, row),
            "services" => {
                let ladder = [&town[..], &["service", text("service")]].concat();
                self.ask(&[&ladder[..], &["all"]].concat(), households);
                if households.is_some() {
                    self.above(&ladder, 1);
                }
            }
            "service_stacking" => {
                let ladder = [&town[..], &["service", text("service")]].concat();
                self.rung(&ladder, text("services"), households);
            }
            "co_occurrence" if row[0] != row[1] => {
                let mut pair = [text("service_a"), text("service_b")];
                pair.sort_unstable();
                self.ask(&[&town[..], &["pair"], &pair].concat(), households);
            }
            "service_by_group" => {
                let name = [
                    "household",
                    text("dimension"),
                    text("value"),
                    "service",
                    text("service"),
                    "all",
                ];
                self.ask(&name, households);
            }
            "service_by_area" => {
                let name = [
                    "household",
                    text("level"),
                    text("area"),
                    "service",
                    text("service"),
                    "all",
                ];
                self.ask(&name, households);
            }
            "organisations" if self.knows_organisations => {
                let ladder = [&town[..], &["organisations"]].concat();
                self.rung(&ladder, text("organisations"), households);
            }
            "combinations" => self.set("set", "services", text("services"), households),
            "domains" => self.set("domains", "domains", text("domains"), households),
            "population" => self.population(table, row),
            _ => {}
        }
    }

    fn area(&mut self, table: &Table, row: &[String]) {
        let level = table.text(row, "level").replace("gemeente", "all");
        let columns = [
            "households",
            "households_1_or_more",
            "households_2_or_more",
            "households_3_or_more",
        ];
        for (least, column) in columns.into_iter().enumerate() {
            let area = table.text(row, "area");
            let ladder = ["household", &level, area, "services"];
            let count = table.count(row, column);
            // Above a rung that is nobody's there is none either.
            if count.is_none() && least > 0 {
                self.above(&ladder, least - 1);
            } else {
                self.ask(&[&ladder[..], &[&rung(least)]].concat(), count);
            }
        }
    }

    fn population(&mut self, table: &Table, row: &[String]) {
        let text = |column| table.text(row, column);
        let level = text("level").replace("gemeente", "all");
        let groups = text("dimension").split('/').zip(text("value").split('/'));
        let mut name = vec!["household", &level, text("area"), "groups"];
        name.extend(groups.flat_map(|(group, level)| [group, level]));
        self.ask_of_population(&name, table.count(row, "households").unwrap_or(0));
    }

    /// A rung of a ladder, and the one above it, which is hidden when it has no row. A difference asks nothing.
    fn rung(&mut self, ladder: &[&str], rung: &str, households: Option<u64>) {
        let least = match (rung, rung.strip_suffix('+')) {
            ("all", _) => Some(0),
            (_, Some(least)) => least.parse().ok(),
            _ => None,
        };
        if let Some(least) = least {
            self.ask(&[ladder, &[rung]].concat(), households);
            if households.is_some() {
                self.above(ladder, least);
            }
        }
    }

    fn above(&mut self, ladder: &[&str], least: usize) {
        let name = named(&[ladder, &[&rung(least + 1)]].concat());
        let without_row = self.without_row;
        self.spans.entry(name).or_insert(without_row);
    }

    fn set(&mut self, kind: &str, other: &str, text: &str, households: Option<u64>) {
        let mut words = vec!["household", "all", "all"];
        if text == "other" {
            words.extend(["other", other]);
        } else {
            let mut names: Vec<&str> = text.split('+').collect();
            names.sort_unstable();
            words.push(kind);
            words.extend(names);
        }
        self.ask(&words, households);
    }

    fn ask(&mut self, words: &[&str], households: Option<u64>) {
        let [low, high] = match households {
            Some(number) => stands_for(self.printing, number),
            None if self.is_open => [hidden(self.printing)[0], MOST],
            None => hidden(self.printing),
        };
        let is_older = households.is_none_or(|number| number == 0);
        self.insert(words, [low, high], is_older, households.is_none());
    }

    /// Who lives somewhere is drawn as under k5 where it would be hidden, and shown as 0 or 5.
    fn ask_of_population(&mut self, words: &[&str], number: u64) {
        let [_, high] = hidden(self.printing);
        if number >= self.printing.smallest || high == 0 {
            return self.ask(words, Some(number));
        }
        let high = high.min(signed(number) + 8);
        self.insert(words, [0, high], number == 0, false);
    }

    /// What was printed for households of an earlier release can have changed since; of what is hidden that is not known.
    fn insert(&mut self, words: &[&str], [low, high]: [i64; 2], is_older: bool, is_hidden: bool) {
        let name = named(words);
        let changes = if is_older
            || self
                .older
                .names
                .contains(&name.split(BETWEEN).map(str::to_owned).collect::<Vec<_>>())
        {
            self.older.changes
        } else {
            0
        };
        let span = Span {
            low: (low - changes).max(0),
            high: high + changes,
            is_hidden,
        };
        self.spans.insert(name, span);
    }

    /// Adds what has a set without a row to what is printed of all others.
    pub(super) fn pool(&self, sums: &mut Sums) {
        for (kind, other) in [("set", "services"), ("domains", "domains")] {
            let rest = sums
                .iter()
                .filter(|(name, _)| kind_of(name) == kind && !self.spans.contains_key(*name));
            let rest: i64 = rest.map(|(_, count)| count).sum();
            *sums
                .entry(named(&["household", "all", "all", "other", other]))
                .or_insert(0) += rest;
        }
    }

    /// The names under which there are too few or too many households, and how many.
    pub(super) fn outside<'n>(
        &self,
        sums: &Sums,
        names: impl Iterator<Item = &'n Name>,
    ) -> Vec<(String, i64)> {
        let mut found = Vec::new();
        for name in names {
            let is_set = ["set", "domains"].contains(&kind_of(name));
            let without_row = is_set.then_some(&self.without_row);
            let Some(span) = self.spans.get(name).or(without_row) else {
                continue;
            };
            let count = sums.get(name).copied().unwrap_or(0);
            if !(span.low..=span.high).contains(&count) {
                found.push((name.replace(BETWEEN, ", "), count));
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// The counts that can be printed as a number.
fn stands_for(printing: &Printing, number: u64) -> [i64; 2] {
    let near = number.saturating_sub(printing.reach())..=number + printing.reach();
    let can_be = |count: &u64| {
        printing
            .forms(*count)
            .iter()
            .any(|(form, _)| *form == number)
    };
    let mut counts = near.filter(can_be);
    let low = counts.next().unwrap_or(number);
    [signed(low), signed(counts.next_back().unwrap_or(low))]
}

/// The counts that can be hidden.
fn hidden(printing: &Printing) -> [i64; 2] {
    let form = printing.smallest - 1;
    let is_hidden = |count: &u64| printing.forms(*count).iter().any(|(own, _)| *own == form);
    let mut counts = (0..printing.smallest + 2 * printing.reach() + 2).filter(is_hidden);
    let low = counts.next().unwrap_or(0);
    [signed(low), signed(counts.next_back().unwrap_or(low))]
}

fn signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// What kind of count a name is of.
fn kind_of(name: &str) -> &str {
    name.split(BETWEEN).nth(3).unwrap_or_default()
}
