//! The tables of a release in, the counts that a made-up town must give out.

use super::cells::{Cells, ELSEWHERE, GROUPS, Have, Lists, SetOf, Who};
use super::span::{Span, Spans, number};
use super::standing::Standing;
use crate::pseudonymous::cells::Number;
use crate::pseudonymous::protect::profile::Rounding;
use crate::released::calculate::{ReleaseTables, Value};

/// A row of a table by the names of its columns.
struct Row<'a> {
    columns: &'a [crate::released::calculate::Column],
    values: &'a [Value],
}

impl<'a> Row<'a> {
    fn value(&self, column: &str) -> &'a Value {
        let place = self.columns.iter().position(|one| one.name == column);
        place.map_or(&Value::Empty, |place| &self.values[place])
    }

    fn text(&self, column: &str) -> &'a str {
        match self.value(column) {
            Value::Text(text) => text,
            _ => "",
        }
    }

    fn count(&self, column: &str) -> Option<u64> {
        match self.value(column) {
            Value::Count(count) => Some(*count),
            _ => None,
        }
    }

    fn is(&self, status: &str) -> bool {
        self.text("status") == status
    }
}

fn rows<'a>(tables: &'a ReleaseTables, name: &str) -> impl Iterator<Item = Row<'a>> {
    let table = tables.table(name);
    table.into_iter().flat_map(|table| {
        table.rows.iter().map(|values| Row {
            columns: &table.columns,
            values,
        })
    })
}

/// The counts of the tables, each with what its number can stand for; what is hidden can be large where it `is_open`.
///
/// `None` when there are more than 128 services, domains or organisations.
pub(super) fn cells(
    tables: &ReleaseTables,
    rounding: &Rounding,
    standing: &Standing,
    (is_distinct, is_open): (bool, bool),
) -> Option<Cells> {
    let spans = Spans { rounding, is_open };
    let without_row = spans.without_row().wider(standing.changes);
    let largest = spans.largest() + standing.changes;
    let mut reader = Reader {
        cells: Cells::new(lists(tables)?, without_row, largest),
        spans,
        standing,
    };
    if is_distinct {
        reader.stacking(tables);
        reader.areas(tables);
    }
    reader.organisations(tables);
    reader.services(tables);
    reader.pairs(tables);
    reader.sets(tables);
    reader.population(tables);
    Some(reader.cells)
}

/// What households can be. Institutions are counted apart, and are no households here.
fn lists(tables: &ReleaseTables) -> Option<Lists> {
    let mut lists = Lists::default();
    let mut organisations: Vec<&str> = Vec::new();
    let bit = |list: &[&str], name: &str| {
        let place = list.iter().position(|one| *one == name)?;
        1_u128.checked_shl(u32::try_from(place).ok()?)
    };
    let mut domains: Vec<&str> = Vec::new();
    for row in rows(tables, "services").filter(|row| !row.is("missing")) {
        let (domain, organisation) = (row.text("domain"), row.text("organisation"));
        if !domains.contains(&domain) {
            domains.push(domain);
        }
        if !organisations.contains(&organisation) {
            organisations.push(organisation);
        }
        lists.services.push(row.text("service").to_owned());
        lists.domain_of.push(bit(&domains, domain)?);
        lists
            .organisation_of
            .push(bit(&organisations, organisation)?);
    }
    lists.organisations = organisations.into_iter().map(str::to_owned).collect();
    lists.domains = domains.into_iter().map(str::to_owned).collect();
    for row in rows(tables, "stacking") {
        let group = GROUPS.iter().position(|one| *one == row.text("dimension"));
        let level = row.text("level");
        if let Some(group) =
            group.filter(|_| row.text("unit") == "household" && level != "institution")
            && !lists.levels[group].iter().any(|one| one == level)
        {
            lists.levels[group].push(level.to_owned());
        }
    }
    for levels in &mut lists.levels[2..] {
        if levels.is_empty() {
            levels.push("all".to_owned());
        }
    }
    lists.places = places(&lists.levels[0], &lists.levels[1]);
    (lists.services.len() <= 128).then_some(lists)
}

/// Each buurt in its wijk, which the codes of CBS tell; other codes say nothing, and so do households whose buurt is unknown.
/// And in each wijk what has no buurt that is printed.
fn places(wijken: &[String], buurten: &[String]) -> Vec<[u16; 2]> {
    let index = |place: usize| u16::try_from(place).unwrap_or(ELSEWHERE);
    let all_wijken = || (0..wijken.len()).map(index).chain([ELSEWHERE]);
    let mut places = Vec::new();
    for (buurt, code) in buurten.iter().enumerate() {
        let of_cbs = code.strip_prefix("BU").filter(|digits| digits.len() == 8);
        match of_cbs {
            Some(digits) => {
                let wijk = format!("WK{}", &digits[..6]);
                let wijk = wijken.iter().position(|one| *one == wijk);
                places.push([wijk.map_or(ELSEWHERE, index), index(buurt)]);
            }
            None => places.extend(all_wijken().map(|wijk| [wijk, index(buurt)])),
        }
    }
    places.extend(all_wijken().map(|wijk| [wijk, ELSEWHERE]));
    places
}

struct Reader<'a> {
    cells: Cells,
    spans: Spans<'a>,
    standing: &'a Standing,
}

impl Reader<'_> {
    /// A count that is printed, or hidden.
    fn add(&mut self, who: Who, count: Option<u64>) {
        let span = match count {
            Some(count) => self.spans.printed(count),
            None => self.spans.hidden(),
        };
        self.add_within(who, span, count);
    }

    /// A count with its span; one that stands since an earlier release can have changed.
    fn add_within(&mut self, who: Who, span: Span, count: Option<u64>) {
        let Standing { changes, older } = self.standing;
        // Of what is hidden, or nobody, the ledger does not say since when.
        let is_older = *changes > 0
            && (count.is_none_or(|count| count == 0)
                || older.contains(&self.cells.lists.name(&who)));
        let span = if is_older { span.wider(*changes) } else { span };
        self.cells.add(who, span, count.map(number));
    }

    /// The levels of a group; `None` for one that is not of households here.
    fn levels(&self, groups: &str, levels: &str) -> Option<[Option<u16>; 5]> {
        let mut found = [None; 5];
        if groups == "all" || groups == "gemeente" {
            return Some(found);
        }
        for (group, level) in groups.split('/').zip(levels.split('/')) {
            let group = GROUPS.iter().position(|one| *one == group)?;
            let mut known = self.cells.lists.levels[group].iter();
            let place = known.position(|one| one == level)?;
            found[group] = u16::try_from(place).ok();
        }
        Some(found)
    }

    fn service(&self, code: &str) -> Option<usize> {
        self.cells.lists.services.iter().position(|one| one == code)
    }

    /// Rungs that are printed, and the first that is not.
    fn ladder(&mut self, rungs: &[(usize, Option<u64>)], who: impl Fn(usize) -> Who) {
        for (number, count) in rungs {
            self.add(who(*number), *count);
        }
        let last = rungs.iter().map(|(number, _)| *number).max();
        let is_printed = rungs.iter().all(|(_, count)| count.is_some());
        if let Some(last) = last.filter(|_| is_printed) {
            self.add_within(who(last + 1), self.spans.without_row(), None);
        }
    }

    fn stacking(&mut self, tables: &ReleaseTables) {
        let of_households =
            || rows(tables, "stacking").filter(|row| row.text("unit") == "household");
        let mut before = None;
        for row in of_households() {
            let key = (row.text("dimension"), row.text("level"));
            if before.replace(key) == Some(key) {
                continue;
            }
            let Some(levels) = self.levels(key.0, key.1) else {
                continue;
            };
            let own =
                of_households().filter(|row| (row.text("dimension"), row.text("level")) == key);
            let rungs: Vec<_> = own.filter_map(|row| rung(&row, "services")).collect();
            self.ladder(&rungs, |number| Who {
                levels,
                have: Have::AtLeast(number),
            });
        }
    }

    /// Households of a service that several providers hand over have who knows how many organisations.
    fn organisations(&mut self, tables: &ReleaseTables) {
        let rungs: Vec<_> = rows(tables, "organisations")
            .filter_map(|row| rung(&row, "organisations"))
            .collect();
        let joined = |row: Row| row.text("organisation").contains('+');
        if !rows(tables, "services").any(joined) {
            self.ladder(&rungs, |number| of_town(Have::Organisations(number)));
        }
    }

    fn areas(&mut self, tables: &ReleaseTables) {
        for row in rows(tables, "areas") {
            let Some(levels) = self.levels(row.text("level"), row.text("area")) else {
                continue;
            };
            let names = [
                "households",
                "households_1_or_more",
                "households_2_or_more",
                "households_3_or_more",
            ];
            for (number, name) in names.into_iter().enumerate() {
                let who = Who {
                    levels,
                    have: Have::AtLeast(number),
                };
                match row.count(name) {
                    // Above a rung that is nobody's there is none either.
                    None if number > 0 => self.add_within(who, self.spans.without_row(), None),
                    count => self.add(who, count),
                }
            }
        }
    }

    fn services(&mut self, tables: &ReleaseTables) {
        for row in rows(tables, "services").filter(|row| !row.is("missing")) {
            let Some(service) = self.service(row.text("service")) else {
                continue;
            };
            let own = rows(tables, "service_stacking")
                .filter(|one| one.text("service") == row.text("service"));
            let mut rungs = vec![(1, row.count("households"))];
            rungs.extend(own.filter_map(|row| rung(&row, "services")));
            self.ladder(&rungs, |number| of_town(Have::Service(service, number)));
        }
        for (table, group, level) in [
            ("service_by_group", "dimension", "value"),
            ("service_by_area", "level", "area"),
        ] {
            for row in rows(tables, table).filter(|row| !row.is("missing")) {
                let levels = self.levels(row.text(group), row.text(level));
                if let (Some(levels), Some(service)) = (levels, self.service(row.text("service"))) {
                    let have = Have::Service(service, 1);
                    self.add(Who { levels, have }, row.count("households"));
                }
            }
        }
    }

    fn pairs(&mut self, tables: &ReleaseTables) {
        for row in rows(tables, "co_occurrence") {
            let pair = ["service_a", "service_b"].map(|column| self.service(row.text(column)));
            if let [Some(a), Some(b)] = pair
                && a != b
                && !row.is("missing")
            {
                self.add(of_town(Have::Pair(a, b)), row.count("households"));
            }
        }
    }

    fn sets(&mut self, tables: &ReleaseTables) {
        for (table, of) in [
            ("combinations", SetOf::Services),
            ("domains", SetOf::Domains),
        ] {
            for row in rows(tables, table) {
                let text = row.text(if table == "domains" {
                    "domains"
                } else {
                    "services"
                });
                let names = match of {
                    SetOf::Services => &self.cells.lists.services,
                    SetOf::Domains => &self.cells.lists.domains,
                };
                let have = if text == "other" {
                    Some(Have::Other(of))
                } else {
                    set_of(text, names).map(|set| match of {
                        SetOf::Services => Have::Set(set),
                        SetOf::Domains => Have::Domains(set),
                    })
                };
                if let Some(have) = have {
                    self.add(of_town(have), row.count("households"));
                }
            }
        }
    }

    fn population(&mut self, tables: &ReleaseTables) {
        for row in rows(tables, "population") {
            let area = self.levels(row.text("level"), row.text("area"));
            let groups = self.levels(row.text("dimension"), row.text("value"));
            if let (Some(area), Some(groups), Some(count)) = (area, groups, row.count("households"))
            {
                let mut levels = area;
                for (own, group) in levels.iter_mut().zip(groups) {
                    *own = own.or(group);
                }
                let have = Have::AtLeast(0);
                let span = self.spans.of_population(count);
                self.add_within(Who { levels, have }, span, Some(count));
            }
        }
    }
}

const fn of_town(have: Have) -> Who {
    Who {
        levels: [None; 5],
        have,
    }
}

/// The rung of a row, and its number; `None` for a difference of two.
fn rung(row: &Row, column: &str) -> Option<(usize, Option<u64>)> {
    let number = match Number::parse(row.text(column))? {
        Number::All => 0,
        Number::AtLeast(number) => number,
        Number::Exactly(_) => return None,
    };
    Some((number, row.count("households")))
}

/// The set that a table names; a name may hold a `+` too, so the names are tried from the left.
fn set_of(text: &str, names: &[String]) -> Option<u128> {
    if text.is_empty() {
        return Some(0);
    }
    names.iter().enumerate().find_map(|(place, name)| {
        let rest = text.strip_prefix(name.as_str())?;
        let rest = match rest.strip_prefix('+') {
            Some(rest) if !rest.is_empty() => rest,
            _ if rest.is_empty() => "",
            _ => return None,
        };
        Some(set_of(rest, names)? | 1 << place)
    })
}
