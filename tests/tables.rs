//! Every table against a count of its own over sets, and every share against the published numbers it is of.

#![expect(
    clippy::unwrap_used,
    reason = "a release that cannot be made is a failed test"
)]

mod made_town;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use factlab::pseudonymous::cells::{CellKey, Cut, Event, Facts};
use factlab::pseudonymous::link::LinkedTown;
use factlab::pseudonymous::measure::{CountingRule, Engine, Moment, StackPlan};
use factlab::pseudonymous::protect::published::PublishedTables;
use factlab::pseudonymous::protect::{Profile, Rules, protect};
use factlab::released::calculate::{CalculateSettings, ReleaseTables, Table, Value, calculate};
use factlab::vocabulary::{
    Dimension, HouseholdIx, HouseholdType, Need, PersonIx, ProviderIx, ServiceIx, Silent, When,
};
use made_town::{Dice, Size};

fn publish(town: &LinkedTown, settings: &StackPlan, profile: Profile) -> PublishedTables {
    let exact = town.count(settings, &Silent).unwrap();
    protect(exact, &Rules { profile }).unwrap()
}

fn released(town: &LinkedTown, settings: &StackPlan, profile: Profile) -> ReleaseTables {
    let names = CalculateSettings {
        services: settings.services.clone(),
        organisations: settings
            .services
            .iter()
            .map(|service| format!("of {}", service.code))
            .collect(),
        providers: settings.providers.clone(),
    };
    calculate(&publish(town, settings, profile), &names)
}

/// A household as the slow count sees it.
#[derive(Default)]
struct Seen {
    /// Person and service.
    uses: BTreeSet<(Option<PersonIx>, ServiceIx)>,
    organisations: BTreeSet<String>,
    /// When each service is used.
    when: BTreeMap<ServiceIx, When>,
    /// By their place.
    needs: BTreeSet<usize>,
}

impl Seen {
    fn services(&self) -> BTreeSet<ServiceIx> {
        self.uses.iter().map(|(_, service)| *service).collect()
    }
}

/// The private households with what counts.
fn look(town: &LinkedTown, settings: &StackPlan) -> BTreeMap<HouseholdIx, Seen> {
    let kinds = (0..).map(HouseholdIx::at).zip(&town.households.kind);
    let private = kinds.filter(|(_, kind)| **kind != HouseholdType::Institution);
    let mut seen: BTreeMap<HouseholdIx, Seen> =
        private.map(|(place, _)| (place, Seen::default())).collect();
    for one in town.uses.iter().map(|key| key.unpack()) {
        let counts = one.when.meets(match settings.moment {
            Moment::Period => When::IN_PERIOD,
            Moment::ReferenceDate => When::ON_REFERENCE_DATE,
        });
        if let (true, Some(seen)) = (counts, seen.get_mut(&one.household)) {
            if let Some(need) = one.service.index().checked_sub(settings.services.len()) {
                seen.needs.insert(need);
                continue;
            }
            seen.uses.insert((one.person, one.service));
            let when = seen.when.entry(one.service).or_default();
            *when = when.or(one.when);
            let agreed = settings.services[one.service.index()].organisation.clone();
            let provider = &settings.providers[one.provider.index()];
            seen.organisations
                .insert(agreed.unwrap_or_else(|| provider.to_string()));
        }
    }
    seen
}

/// Counts above zero, by table and keys.
type Counts = BTreeMap<String, u64>;

fn slow_counts(town: &LinkedTown, settings: &StackPlan) -> Counts {
    let mut counts = Counts::new();
    let mut add = |key: String| *counts.entry(key).or_default() += 1;
    let code = |service: ServiceIx| settings.services[service.index()].code.as_str();
    for (household, seen) in look(town, settings) {
        let services = seen.services();
        let number = match settings.count {
            CountingRule::Distinct => services.len(),
            CountingRule::Sum => seen.uses.len(),
        };
        let wijk = town.households.wijk[household.index()];
        let wijk = wijk.map_or("unknown", |area| &town.households.wijken[area.index()].code);
        for level in ["all all".to_owned(), format!("wijk {wijk}")] {
            add(format!("stacking household {level} all"));
            add(format!("stacking household {level} {number}"));
            (1..=number).for_each(|rung| add(format!("stacking household {level} {rung}+")));
        }
        let homes = &town.households;
        let place = household.index();
        let groups = [
            ("age_band", settings.age_bands.label(homes.age_band[place])),
            ("household_type", homes.kind[place].word().to_owned()),
            (
                "household_size",
                homes.size[place].unwrap().get().to_string(),
            ),
        ];
        let all = groups.each_ref().map(|(_, value)| value.as_str()).join("/");
        add(format!(
            "population gemeente all age_band/household_type/household_size {all}"
        ));
        let buurt = homes.buurt[place].map(|area| &*town.households.buurten[area.index()].code);
        let areas = [("wijk", Some(wijk)), ("buurt", buurt)];
        let known = areas.iter().filter(|(_, area)| *area != Some("unknown"));
        for (level, area) in known.filter_map(|(level, area)| Some((level, (*area)?))) {
            for (dimension, value) in &groups {
                add(format!("population {level} {area} {dimension} {value}"));
            }
        }
        let domains: BTreeSet<&str> = (services.iter())
            .map(|one| settings.services[one.index()].domain.as_str())
            .collect();
        let every = areas.iter().chain(&[("gemeente", Some("all"))]);
        for (level, area) in every.filter(|(_, area)| *area != Some("unknown")) {
            if let Some(area) = area {
                let by_area = |what| format!("{what} {level} {area}");
                let of_domain = |domain: &&str| add(by_area(format!("domain_by_area {domain}")));
                domains.iter().for_each(of_domain);
                if *level != "gemeente" {
                    let codes = services.iter().map(|one| code(*one)).collect();
                    let pairs = pairs_of(&codes);
                    let of_pair = |[a, b]: [&str; 2]| add(by_area(format!("pair_by_area {a} {b}")));
                    pairs.into_iter().for_each(of_pair);
                }
            }
        }
        for a in &services {
            for (level, area) in areas.iter().filter(|(_, area)| *area != Some("unknown")) {
                let area = area.iter();
                area.for_each(|area| add(format!("service_by_area {} {level} {area}", code(*a))));
            }
            for (dimension, value) in &groups {
                add(format!("service_by_group {} {dimension} {value}", code(*a)));
            }
            add(format!("service_stacking {} {}", code(*a), services.len()));
            let together = services.iter().filter(|b| code(*a) <= code(**b));
            together.for_each(|b| add(format!("co_occurrence {} {}", code(*a), code(*b))));
        }
        let levels = known_levels(&areas, &groups);
        add_needs(&seen, &services, settings, (&levels, &mut add));
        add_in_time(&seen, settings, &mut add);
        if !services.is_empty() {
            let join = |words: BTreeSet<&str>| words.into_iter().collect::<Vec<_>>().join("+");
            let codes = join(services.iter().map(|service| code(*service)).collect());
            let domain = |service: &ServiceIx| settings.services[service.index()].domain.as_str();
            add(format!("combinations {codes} {}", services.len()));
            add(format!(
                "domains {}",
                join(services.iter().map(domain).collect())
            ));
            add(format!("organisations {}", seen.organisations.len()));
        }
        let own: BTreeSet<_> = seen
            .uses
            .iter()
            .filter(|(person, _)| person.is_some())
            .collect();
        for (_, service) in own {
            add(format!("services {}", code(*service)));
        }
    }
    counts
}

/// Every two of these, the first before the second.
fn pairs_of<'a>(codes: &BTreeSet<&'a str>) -> Vec<[&'a str; 2]> {
    let pairs = codes.iter().flat_map(|a| {
        let after = codes.iter().filter(move |b| a < *b);
        after.map(move |b| [*a, *b])
    });
    pairs.collect()
}

/// Who was there and who was not, and who had two services in one quarter.
fn add_in_time(seen: &Seen, settings: &StackPlan, add: &mut dyn FnMut(String)) {
    let code = |service: &ServiceIx| settings.services[service.index()].code.as_str();
    let is = |when: &When, bit| when.meets(bit);
    for (service, when) in &seen.when {
        let (first, last) = (is(when, When::ON_FIRST_DAY), is(when, When::ON_LAST_DAY));
        for word in [
            if first { "stock_first" } else { "inflow" },
            if last { "stock_last" } else { "outflow" },
        ] {
            add(format!("flow {} {word}", code(service)));
        }
        let before = seen.when.range(..*service);
        for (other, of_other) in before {
            let both = When::IN_QUARTER.iter();
            let mut both = both.filter(|bit| is(when, **bit) && is(of_other, **bit));
            let word = if both.next().is_some() {
                "together"
            } else {
                "one_after_other"
            };
            let mut pair = [code(other), code(service)];
            pair.sort_unstable();
            add(format!("overlap {} {word}", pair.join(" ")));
        }
    }
}

/// The needs and rights of a household at its levels.
fn add_needs(
    seen: &Seen,
    services: &BTreeSet<ServiceIx>,
    settings: &StackPlan,
    (levels, add): (&[String], &mut dyn FnMut(String)),
) {
    let code = |service: ServiceIx| settings.services[service.index()].code.as_str();
    for need in &seen.needs {
        let Need {
            code: name,
            answered_by,
            ..
        } = &settings.needs[*need];
        let answers = |service: &ServiceIx| {
            let domain = &settings.services[service.index()].domain;
            answered_by.is_empty() || answered_by.contains(domain)
        };
        for level in levels {
            add(format!("needs {name} {level}"));
            if !services.iter().any(answers) {
                add(format!("part of needs {name} {level}"));
            }
        }
        let with = services.iter();
        with.for_each(|one| add(format!("need_by_service {name} {}", code(*one))));
    }
    for level in levels {
        let is_of_group = ["age_band", "household_type"].map(|by| level.starts_with(by));
        if is_of_group.contains(&true) || !services.contains(&ServiceIx::new(0)) {
            continue;
        }
        add(format!("reached s0>s1 {level}"));
        if services.contains(&ServiceIx::new(1)) {
            add(format!("part of reached s0>s1 {level}"));
        }
    }
}

/// The levels of tables `needs` and `reached` that a household is at.
fn known_levels(areas: &[(&str, Option<&str>); 2], groups: &[(&str, String); 3]) -> Vec<String> {
    let areas = areas.iter();
    let areas = areas.filter_map(|(level, area)| Some((*level, (*area)?)));
    let known = areas.filter(|(_, area)| *area != "unknown");
    let groups = groups[..2].iter().map(|(by, value)| (*by, value.as_str()));
    let all = [("gemeente", "all")].into_iter().chain(known).chain(groups);
    all.map(|(level, area)| format!("{level} {area}")).collect()
}

/// The rows above zero of the internal tables that the slow count has too.
fn fast_counts(published: &PublishedTables) -> Counts {
    let elsewhere = [
        "headline",
        "areas",
        "linkage",
        "link_effect",
        "linkage_thresholds",
        "linkage_quality",
    ];
    let tables = published.tables().iter();
    let mut counts = Counts::new();
    for table in tables.filter(|table| !elsewhere.contains(&table.def().name)) {
        for row in table.rows() {
            let keys = table.keys(row);
            if ["flow", "overlap"].contains(&table.def().name) {
                let of_row = table.def().counts().zip(&row.cells);
                for (column, number) in of_row.map(|(column, cell)| (column, cell.value().unwrap()))
                {
                    if number > 0 {
                        counts.insert(
                            format!("{} {} {column}", table.def().name, keys.join(" ")),
                            number,
                        );
                    }
                }
                continue;
            }
            let is_cumulative = !["population", "service_by_group", "needs"]
                .contains(&table.def().name)
                && keys.last().is_some_and(|key| key.ends_with('+'));
            let is_elsewhere = table.def().name == "stacking"
                && (keys[0] == "person" || !["all", "wijk"].contains(&keys[1].as_str()));
            let number = row.cells[0].value().unwrap();
            let part = row.cells.get(1).and_then(|cell| cell.value());
            if let Some(part @ 1..) =
                part.filter(|_| ["needs", "reached"].contains(&table.def().name))
            {
                let name = format!("part of {} {}", table.def().name, keys.join(" "));
                counts.insert(name, part);
            }
            if number > 0 && !is_elsewhere && (!is_cumulative || table.def().name == "stacking") {
                counts.insert(format!("{} {}", table.def().name, keys.join(" ")), number);
            }
        }
    }
    counts
}

fn some_town(seed: u64) -> (LinkedTown, StackPlan) {
    let mut dice = Dice(seed);
    let size = Size {
        households: 5 + dice.below(200),
        services: 12,
        wijken: 3,
        rarity: 2 + dice.below(30),
    };
    let count = dice.pick(&[CountingRule::Distinct, CountingRule::Sum]);
    let moment = dice.pick(&[Moment::Period, Moment::ReferenceDate]);
    (
        made_town::town(seed, size),
        made_town::settings(size.services, count, moment),
    )
}

#[test]
fn the_internal_tables_equal_a_slow_count_over_sets() {
    for seed in 0..60 {
        let (town, settings) = some_town(seed);
        let published = publish(&town, &settings, Profile::NONE);
        assert_eq!(
            fast_counts(&published),
            slow_counts(&town, &settings),
            "seed {seed}"
        );
    }
}

/// Exact counts by what they count; `by_spelling` and the like of nobody too.
fn cells(published: &PublishedTables) -> HashMap<CellKey, u64> {
    let mut cells = HashMap::new();
    for table in published.tables() {
        for row in table.rows() {
            for (key, cell) in table.def().cell_keys(&row.key).zip(&row.cells) {
                if let Some(number) = cell.value() {
                    let before = cells.insert(key.clone(), number);
                    assert!(before.is_none_or(|before| before == number), "{key:?}");
                }
            }
        }
    }
    cells
}

#[test]
fn exact_counts_add_up_to_the_wholes_that_their_keys_name() {
    let mut cuts = BTreeSet::new();
    for seed in 0..20 {
        let (town, settings) = some_town(seed);
        let cells = cells(&publish(&town, &settings, Profile::NONE));
        let facts = Facts {
            of_needs: vec![ProviderIx::new(2)],
            ..Facts::default()
        };
        let mut sums: HashMap<(CellKey, Cut), u64> = HashMap::new();
        for (key, number) in &cells {
            for addend in key.addend_of(&facts) {
                *sums.entry(addend).or_default() += number;
            }
        }
        for ((whole, cut), sum) in sums {
            if let Some(number) = cells.get(&whole) {
                // Services and the population are not counted where the area is unknown.
                let is_of_ladder =
                    whole.group.is_none() && matches!(whole.event, Event::Services(_));
                let is_by_area = !is_of_ladder
                    && [Dimension::Wijk, Dimension::Buurt]
                        .map(Cut::Dimension)
                        .contains(&cut);
                let fits = sum == *number || is_by_area && sum < *number;
                assert!(
                    fits,
                    "seed {seed}: {whole:?} by {cut:?}: {sum} and {number}"
                );
                cuts.insert(cut);
            }
        }
    }
    assert!(cuts.len() >= 9, "{cuts:?}");
}

/// A town in which little hides: 6000 households, six services.
fn large_town() -> (LinkedTown, StackPlan) {
    let size = Size {
        households: 6000,
        services: 6,
        wijken: 9,
        rarity: 8,
    };
    let settings = made_town::settings(6, CountingRule::Distinct, Moment::Period);
    (made_town::town(7, size), settings)
}

fn count(table: &Table, row: &[Value], column: &str) -> Option<u64> {
    match row[table.column(column).unwrap()] {
        Value::Count(count) => Some(count),
        _ => None,
    }
}

/// The row whose first values are these texts.
fn row<'a>(table: &'a Table, keys: &[&str]) -> &'a [Value] {
    let same = |row: &&Vec<Value>| {
        keys.iter()
            .zip(*row)
            .all(|(key, value)| *value == text(key))
    };
    table.rows.iter().find(same).unwrap()
}

fn text(text: &str) -> Value {
    Value::text(text)
}

fn share(part: Option<u64>, whole: Option<u64>) -> Value {
    match (part, whole) {
        (Some(part), Some(whole)) if whole >= 100 && part <= whole => Value::Decimal(
            format!("{:.6}", part as f64 / whole as f64)
                .parse()
                .unwrap(),
        ),
        _ => Value::Empty,
    }
}

#[test]
fn a_share_of_a_level_is_of_its_own_published_all_and_users() {
    let (town, settings) = large_town();
    let tables = released(&town, &settings, Profile::K5);
    let stacking = tables.table("stacking").unwrap();
    let (mut shown, mut empty) = (0, 0);
    for line in &stacking.rows {
        let part = count(stacking, line, "households");
        let of_level = |services: &str| {
            let level = |other: &&Vec<Value>| other[..3] == line[..3] && other[3] == text(services);
            stacking
                .rows
                .iter()
                .find(level)
                .and_then(|other| count(stacking, other, "households"))
        };
        assert_eq!(line[6], share(part, of_level("all")));
        let is_of_users = line[3] != text("all") && line[3] != text("0");
        let of_users = share(part, of_level("1+").filter(|_| is_of_users));
        assert_eq!(line[7], of_users);
        shown += u32::from(of_users != Value::Empty);
        empty += u32::from(of_users == Value::Empty);
    }
    assert!(shown > 20 && empty > 20, "{shown} and {empty}");
}

#[test]
fn the_headline_has_the_shares_of_the_whole_town() {
    let (town, settings) = large_town();
    let tables = released(&town, &settings, Profile::K5);
    let headline = tables.table("headline").unwrap();
    let number = |measure: &str| count(headline, row(headline, &[measure]), "value");
    let value = |measure: &str| row(headline, &[measure])[1].clone();
    let users = number("households_1_or_more");
    assert_eq!(value("share_1_or_more"), share(users, number("households")));
    assert_eq!(
        value("share_of_users_2_or_more"),
        share(number("households_2_or_more"), users)
    );
    assert_eq!(
        value("share_of_users_3_or_more"),
        share(number("households_3_or_more"), users)
    );
    assert_eq!(row(headline, &["most_services"])[2], text("topcoded"));
    assert_eq!(
        row(headline, &["mean_services_of_users"])[2],
        text("topcoded")
    );
    assert_eq!(
        row(headline, &["services"])[1..],
        [Value::Count(6), text("exact")]
    );
}

/// The mean over published rungs is the mean of the households, but for the rounding and the rungs left out.
#[test]
fn the_mean_is_the_mean_of_households_with_a_service() {
    let (town, settings) = large_town();
    let seen = look(&town, &settings);
    let numbers: Vec<usize> = seen.values().map(|seen| seen.services().len()).collect();
    let users = numbers.iter().filter(|number| **number > 0).count();
    let mean = numbers.iter().sum::<usize>() as f64 / users as f64;
    let mean_of = |profile| {
        let tables = released(&town, &settings, profile);
        match row(
            tables.table("headline").unwrap(),
            &["mean_services_of_users"],
        )[1]
        {
            Value::Decimal(mean) => mean,
            _ => 0.0,
        }
    };
    assert!((mean_of(Profile::NONE) - mean).abs() < 1e-6);
    assert!((mean_of(Profile::K5) - mean).abs() < 0.02);
}

#[test]
fn services_have_their_names_and_areas_and_providers_their_shares() {
    let (town, settings) = large_town();
    let tables = released(&town, &settings, Profile::K5);
    let services = tables.table("services").unwrap();
    let expected = ["s4", "Service 4", "Jeugdwet", "of s4"].map(text);
    assert_eq!(row(services, &["s4"])[..4], expected);
    let areas = tables.table("areas").unwrap();
    for line in &areas.rows {
        let all = count(areas, line, "households");
        for number in 1..=3 {
            let part = count(areas, line, &format!("households_{number}_or_more"));
            let place = areas.column(&format!("share_{number}_or_more")).unwrap();
            assert_eq!(line[place], share(part, all));
        }
    }
    let by_area = tables.table("service_by_area").unwrap();
    for line in &by_area.rows {
        let area = areas
            .rows
            .iter()
            .find(|area| area[..2] == line[1..3])
            .unwrap();
        let of_area = share(
            count(by_area, line, "households"),
            count(areas, area, "households"),
        );
        assert_eq!(line[5], of_area);
    }
    let is_shown = |line: &&Vec<Value>| line[5] != Value::Empty;
    assert!(by_area.rows.iter().filter(is_shown).count() > 20);
    let linkage = tables.table("linkage").unwrap();
    for line in &linkage.rows {
        let linked = share(
            count(linkage, line, "linked"),
            count(linkage, line, "clients"),
        );
        assert!(line[13] == linked && linked != Value::Empty);
    }
}

#[test]
fn a_hidden_count_is_empty_and_says_so() {
    let (town, settings) = some_town(11);
    let tables = released(&town, &settings, Profile::K5);
    let mut hidden = 0;
    for table in tables
        .tables
        .iter()
        .filter(|table| table.name != "headline")
    {
        let Some(status) = table.column("status") else {
            continue;
        };
        let first = table
            .columns
            .iter()
            .position(|column| column.name == "persons" || column.name == "households");
        for line in &table.rows {
            let is_hidden = line[status] == text("hidden");
            assert_eq!(
                line[first.unwrap()] == Value::Empty,
                is_hidden,
                "{}",
                table.name
            );
            hidden += u32::from(is_hidden);
        }
    }
    assert!(hidden > 0);
}
