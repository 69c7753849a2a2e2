//! The page of a country: `verify` reads it against the tables, as that of a town.

#![expect(
    clippy::unwrap_used,
    reason = "a release that cannot be made is a failed test"
)]

use std::collections::BTreeMap;
use std::path::Path;

use factlab::files::{Existing, WholeFolder};
use factlab::pseudonymous::cells;
use factlab::pseudonymous::protect::Profile;
use factlab::released::calculate::{Column, ReleaseTables, Table, Value};
use factlab::released::export::{ExportSettings, Format, export};
use factlab::released::places::PUBLIC_TABLES;
use factlab::released::places::areas::{Area, Areas, Level, write as write_areas};
use factlab::released::places::figures::FiguresRecord;
use factlab::released::report::report;
use factlab::released::runs::{
    PartyRecord, RunRecord, ServiceRecord, write_certificate, write_run,
};
use factlab::verify::verify_release;
use factlab::vocabulary::{
    AgeBands, AgreementDigest, CountingRule, Day, Dimensions, Language, Moment, ProjectId,
    ProviderId, ServiceCode,
};

#[path = "../src/released/report/tests/example/mod.rs"]
mod example;

/// What `verify` says of the areas on a page that stands beside the tables of so many wijken.
fn said_of(wijken: usize, page_of: impl Fn(String) -> String) -> Vec<String> {
    let (tables, areas) = example::country::country(wijken);
    let mut run = example::run(Language::Dutch);
    run.figures = vec![FiguresRecord {
        file: "0".repeat(64),
        source: "made up".into(),
        year: 2026,
        licence: None,
        indicators: BTreeMap::new(),
        survey: false,
    }];
    let page = page_of(report(&tables, &run, &areas).unwrap());
    let at = tempfile::tempdir().unwrap();
    let path = at.path().join(&run.release);
    write(&path, (&tables, &areas), &run, &page);
    let problems = verify_release(&path).unwrap().problems.into_iter();
    // The rest of the example is not of these wijken.
    let is_of_areas = |problem: &String| {
        let words = [
            "report.html: the ",
            "report.html: a ",
            "report.html: table ",
        ];
        words.iter().any(|word| problem.starts_with(word)) || problem.contains("groups")
    };
    problems.filter(is_of_areas).collect()
}

fn write(path: &Path, (tables, areas): (&ReleaseTables, &Areas), run: &RunRecord, page: &str) {
    let folder = WholeFolder::begin(path, Existing::Refuse).unwrap();
    let settings = ExportSettings {
        release: run.release.clone(),
        project: run.project.clone(),
        purpose: run.purpose.clone(),
        period: [run.from, run.to],
        reference_date: run.reference_date,
        sources: Vec::new(),
        language: run.language,
        is_made_up: run.made_up,
        profile: run.profile.clone(),
        parties: Vec::new(),
        missing: Vec::new(),
    };
    export(tables, Format::Csv, &settings, &folder).unwrap();
    let mut file = folder.file("report.html").unwrap();
    file.put(page.as_bytes()).unwrap();
    drop(file);
    let mut file = folder.file("areas.geojson").unwrap();
    write_areas(areas, tables, &mut |text| file.put(text.as_bytes())).unwrap();
    drop(file);
    write_run(run, &folder).unwrap();
    write_certificate(run, &folder, None).unwrap();
    folder.complete().unwrap();
}

#[test]
fn the_page_of_a_country_and_that_of_a_town_say_what_the_tables_say() {
    for wijken in [69, 3_340] {
        assert_eq!(said_of(wijken, |page| page), [""; 0], "{wijken}");
    }
}

#[test]
fn another_number_a_profile_or_a_map_less_is_found_on_the_page_of_a_country() {
    let spoilt = |behind: &str, old: &str, new: &str, problem: &str| {
        let said = said_of(600, |page| {
            let (before, rest) = page.split_once(behind).unwrap();
            assert!(rest.contains(old), "{old}");
            format!("{before}{behind}{}", rest.replacen(old, new, 1))
        });
        assert!(said.iter().any(|one| one.contains(problem)), "{said:?}");
    };
    let profile = "<article class=\"wijk\" id=\"WK000100\"></article></section>";
    spoilt(
        "<section id=\"wijken\">",
        "</section>",
        profile,
        "the wijken are others",
    );
    spoilt("class=\"matrix\"", "<td>1", "<td>2", "by area does not say");
    spoilt(
        "class=\"map\"",
        "class=\"k0\"",
        "class=\"k1\"",
        "a map does not show",
    );
    spoilt(
        "<details class=\"matrices\">",
        "\"matrix\"",
        "\"plain\"",
        "the tables by area are others",
    );
}
