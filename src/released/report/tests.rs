use geo::{MultiPolygon, Rect};

use crate::error::Result;
use crate::pseudonymous::cells;
use crate::pseudonymous::protect::profile::Profile;
use crate::released::calculate::{Column, ReleaseTables, Table, Value};
use crate::released::export::Format;
use crate::released::places::PUBLIC_TABLES;
use crate::released::places::areas::{Area, Areas, Level};
use crate::released::runs::{PartyRecord, RunRecord, ServiceRecord};
use crate::vocabulary::{
    AgeBands, AgreementDigest, CountingRule, Day, Dimensions, Language, Moment, ProjectId,
    ProviderId, ServiceCode,
};

mod comparison;
mod corrected;
mod example;
mod stacker_types;

/// The page of a release without borders.
fn report(tables: &ReleaseTables, run: &RunRecord) -> Result<String> {
    super::report(tables, run, &Areas::default())
}

fn page(language: Language) -> String {
    report(&example::tables(), &example::run(language)).unwrap()
}

/// What a reader sees: the page without style and markup.
fn words(page: &str) -> String {
    let body = page.split_once("</style>").unwrap().1;
    let body = body.split_once("<script>").unwrap().0;
    let mut text = String::new();
    for part in body.split('<').skip(1) {
        let (_, after) = part.split_once('>').unwrap();
        if !after.trim().is_empty() {
            text.push_str(after.trim());
            text.push('\n');
        }
    }
    text.replace("&#39;", "'").replace("&#38;", "&")
}

#[test]
fn the_headline_is_one_sentence() {
    let dutch = words(&page(Language::Dutch)).replace('\u{a0}', " ");
    assert!(dutch.contains(
        "Van de 68.960 huishoudens gebruikt 24 % een voorziening; daarvan gebruikt 59 % er meer dan één en 33 % drie of meer. \
         Het hoogste aantal bij één huishouden is ten minste 9."
    ));
    assert!(words(&page(Language::English)).contains(
        "Of the 68,960 households, 24% use a service; of these, 59% use more than one and 33% use three or more. \
         The most in one household is at least 9."
    ));
}

#[test]
fn the_same_release_gives_the_same_page() {
    assert_eq!(page(Language::Dutch), page(Language::Dutch));
}

#[test]
fn no_place_is_left_open_in_any_language() {
    for language in [Language::Dutch, Language::English] {
        let mut run = example::run(language);
        run.missing = vec![example::party("ggd", "GGD")];
        run.accept_stage_1 = Some("besluit 2026-14".into());
        run.accepted = vec![run.parties[1].id.clone()];
        for profile in Profile::ALL {
            run.profile = profile;
            let words = words(&report(&example::tables(), &run).unwrap());
            assert!(!words.contains(['{', '}']));
            assert!(!words.contains("NaN"));
        }
    }
}

#[test]
fn the_page_asks_for_nothing_from_elsewhere() {
    let page = page(Language::Dutch);
    for word in [
        "http:",
        "https:",
        "src=",
        "@import",
        "<script src",
        "<link",
        "url(h",
    ] {
        assert!(!page.contains(word), "{word}");
    }
}

#[test]
fn markup_in_a_name_stays_text() {
    let attack = "<script>alert('x')</script>\"><img src=x>";
    let mut run = example::run(Language::Dutch);
    let mut tables = example::tables();
    for service in &mut run.services {
        service.name = attack.into();
        service.domain = attack.into();
    }
    run.parties = vec![example::party("sociale-dienst", attack)];
    run.missing = vec![example::party("ggd", attack)];
    run.accept_stage_1 = Some(attack.into());
    (run.purpose, run.release) = (attack.into(), attack.into());
    for value in tables
        .tables
        .iter_mut()
        .flat_map(|table| &mut table.rows)
        .flatten()
    {
        if matches!(value, Value::Text(text) if text.contains(' ')) {
            *value = Value::text(attack);
        }
    }
    let page = report(&tables, &run).unwrap();
    assert!(page.contains("alert("));
    assert!(!page.contains("<script>alert") && !page.contains("<img"));
}

#[test]
fn a_release_without_tables_says_so_in_every_section() {
    let nothing = ReleaseTables {
        tables: Vec::new(),
        is_internal: false,
    };
    let words = words(&report(&nothing, &example::run(Language::Dutch)).unwrap());
    assert_eq!(words.matches("Hier is niets te tonen").count(), 13);
    assert!(words.contains("De cijfers voor de hele gemeente worden niet getoond."));
}

#[test]
fn a_hidden_number_is_words_and_never_zero() {
    let mut tables = example::tables();
    for table in &mut tables.tables {
        for value in table.rows.iter_mut().flatten() {
            if matches!(value, Value::Count(_) | Value::Decimal(_)) {
                *value = Value::Empty;
            }
        }
    }
    let page = report(&tables, &example::run(Language::Dutch)).unwrap();
    assert!(page.contains("niet getoond"));
    assert!(!page.contains("class=\"number"));
    assert!(!page.contains("class=\"bar\""));
    assert!(!page.contains("class=\"houses\""));
}

#[test]
fn an_internal_or_made_up_release_says_so_first() {
    let mut tables = example::tables();
    tables.is_internal = true;
    let text = words(&report(&tables, &example::run(Language::Dutch)).unwrap());
    let place = |part: &str| text.find(part).unwrap();
    assert!(place("Intern") < place("Voorzieningen in huishoudens"));
    assert!(place("Verzonnen gegevens") < place("Voorzieningen in huishoudens"));
    assert!(!words(&page(Language::Dutch)).contains("Niet publiceren"));
}

#[test]
fn a_missing_organisation_makes_numbers_lower_bounds() {
    let mut run = example::run(Language::Dutch);
    run.missing = vec![example::party("ggd", "GGD")];
    let words = words(&report(&example::tables(), &run).unwrap()).replace('\u{a0}', " ");
    assert!(words.contains("Nog geen gegevens van: GGD."));
    assert!(words.contains("gebruikt ten minste 24 % een voorziening"));
    assert!(!words.contains("ten minste ten minste"));
    // What is per user can fall.
    let mean = "Gemiddeld aantal voorzieningen bij huishoudens met een voorziening\n2,31";
    assert!(words.contains(mean));
    let exactly = |line: &&str| line.starts_with("ten minste") && line.ends_with("6.785");
    assert_eq!(words.lines().find(exactly), None);
}

#[test]
fn the_users_of_a_service_are_a_lower_bound_where_a_missing_organisation_brings_it_too() {
    let mut run = example::run(Language::Dutch);
    run.missing = vec![example::party("ggd", "GGD")];
    let lines = |run: &RunRecord| {
        let words = words(&report(&example::tables(), run).unwrap());
        words
            .replace('\u{a0}', " ")
            .matches("ten minste 3.420")
            .count()
    };
    assert_eq!(lines(&run), 0);
    let hbh = run
        .services
        .iter_mut()
        .find(|one| one.code.as_str() == "wmo-hbh");
    hbh.unwrap().partial = true;
    // In its table, in the drawing of combinations, and in what is read out of that.
    assert_eq!(lines(&run), 3);
}

#[test]
fn a_service_that_nobody_was_asked_for_is_not_delivered_rather_than_hidden() {
    let mut tables = example::tables();
    let services = tables
        .tables
        .iter_mut()
        .find(|table| table.name == "services");
    let row = &mut services.unwrap().rows[0];
    for value in &mut row[4..] {
        *value = Value::Empty;
    }
    row[6] = Value::text("missing");
    let words = words(&report(&tables, &example::run(Language::Dutch)).unwrap());
    assert!(words.contains("Daardoor is niets bekend over: Hulp bij het huishouden."));
    assert_eq!(words.matches("niet aangeleverd").count(), 4);
}

#[test]
fn the_page_of_a_wijk_has_its_profile_and_no_other() {
    let (tables, run) = (example::tables(), example::run(Language::Dutch));
    let page = |code: &str| super::report_of_wijk(&tables, &run, &Areas::default(), code).unwrap();
    let all = report(&tables, &run).unwrap();
    let first = all.split("<article class=\"wijk\" id=\"").nth(1).unwrap();
    let code = first.split('"').next().unwrap();
    let one = page(code).unwrap();
    assert_eq!(one.matches("<article").count(), 1);
    assert!(one.contains(first.split("</article>").next().unwrap()));
    assert!(page("WK000000").is_none());
}

/// A page of wijken in a row that touch, with these shares of households with a service.
fn row_of_wijken(shares: &[f64], language: Language) -> String {
    let mut tables = example::tables();
    let is_areas = |table: &&mut Table| table.name == "areas";
    let table = tables.tables.iter_mut().find(is_areas).unwrap();
    let column = table.column("share_1_or_more").unwrap();
    let mut areas = Vec::new();
    for (place, share) in shares.iter().enumerate() {
        table.rows[place][column] = Value::Decimal(*share);
        let Value::Text(code) = &table.rows[place][1] else {
            panic!("a wijk has a code");
        };
        let left = 4.0 + place as f64 / 100.0;
        let corners = Rect::new((left, 52.0), (left + 0.01, 52.01));
        areas.push(Area {
            level: Level::Wijk,
            code: code.to_string(),
            name: code.to_string(),
            outline: MultiPolygon::from(corners.to_polygon()),
            shape: MultiPolygon::from(corners.to_polygon()),
        });
    }
    let areas = Areas::new(areas);
    super::report(&tables, &example::run(language), &areas).unwrap()
}

/// Nine of 10 % and three of 40 %: the deviations are -0.25 and 0.75 of their difference, with squares of 2.25 together. Their
/// products with the mean of their neighbours are 1.25 together, so I is 0.56; it is -0.09 by chance, with a variance of
/// 0.0786. The middle one of the three is 2.25 above, which has a standard deviation of 0.68.
#[test]
fn a_map_says_whether_wijken_that_touch_are_alike_and_which_are_high_together() {
    let mut shares = [0.1; 12];
    shares[4..7].fill(0.4);
    let dutch = row_of_wijken(&shares, Language::Dutch);
    let said = "Gebieden naast elkaar lijken meer op elkaar dan door toeval (Moran’s I 0,56; z 2,3). Hoog in en rond Kogerpolder.";
    assert_eq!(dutch.matches(said).count(), 1);
    assert_eq!(
        dutch
            .matches(" data-alike=\"0,56; z 2,3). Hoog in en rond Kogerpolder.\"")
            .count(),
        1
    );
    let english = row_of_wijken(&shares, Language::English);
    assert!(
        english.contains(
            "alike than by chance (Moran’s I 0.56; z 2.3). High in and around Kogerpolder."
        )
    );
    // One high, one low: each differs from both its neighbours.
    let unlike: Vec<f64> = (0..12)
        .map(|place| 0.1 + 0.1 * f64::from(place % 2))
        .collect();
    let said = "Gebieden naast elkaar verschillen meer van elkaar dan door toeval (Moran’s I -1,00; z -3,2).";
    assert!(row_of_wijken(&unlike, Language::Dutch).contains(said));
}

#[test]
fn of_fewer_than_ten_areas_no_pattern_is_said() {
    let said = |number: usize| {
        let mut shares = vec![0.1; number];
        shares[0] = 0.4;
        row_of_wijken(&shares, Language::Dutch)
            .matches("; z ")
            .count()
    };
    // Under the map, and in the table for it.
    assert_eq!((said(9), said(10)), (0, 2));
}

fn page_of_country(wijken: usize) -> String {
    let (tables, areas) = example::country::country(wijken);
    super::report(&tables, &example::run(Language::Dutch), &areas).unwrap()
}

#[test]
fn the_page_of_a_country_has_at_most_two_and_a_half_megabytes() {
    let page = page_of_country(3_340);
    assert!(page.len() <= 2_500_000, "{}", page.len());
    // A map of all wijken, and the first numbers of each kind.
    assert_eq!(page.matches("<path id=\"wijk-").count(), 3_340);
    assert_eq!(page.matches("class=\"matrix\"").count(), 4);
    assert!(words(&page).contains("Het zijn te veel gebieden om alle cijfers"));
}

#[test]
fn of_more_than_250_wijken_there_is_neither_a_profile_nor_a_line_in_a_table_of_groups() {
    for (wijken, profiles) in [(250, 250), (251, 0)] {
        let page = page_of_country(wijken);
        assert_eq!(page.matches("<article").count(), profiles);
        let groups = page.split("id=\"groups\"").nth(1).unwrap();
        let groups = groups.split("</section>").next().unwrap();
        assert_eq!(
            groups.matches("<caption").count(),
            if profiles > 0 { 4 } else { 3 }
        );
        assert_eq!(
            words(&page).contains("Het zijn te veel wijken"),
            profiles == 0
        );
    }
}

#[test]
fn the_words_of_the_page_are_as_read_before() {
    let shown = words(&page(Language::Dutch));
    let parts: Vec<&str> = shown.lines().take(60).collect();
    insta::assert_snapshot!(parts.join("\n"));
}
