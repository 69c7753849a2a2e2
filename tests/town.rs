//! The chain on the made-up town gives the known answers.

#![expect(
    clippy::unwrap_used,
    reason = "an office that cannot work is a failed test"
)]

#[cfg(test)]
mod counts;
#[cfg(test)]
mod frame;
#[cfg(test)]
mod office;
#[cfg(test)]
mod truth;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use counts::{count_links, published_rows, rows, text};
use factlab::agreement::Agreement;
use factlab::pseudonymous::cells::{TABLES, TableDef, table};
use factlab::pseudonymous::measure::Engine;
use factlab::pseudonymous::protect::{Profile, Rules, protect};
use factlab::verify::verify_release;
use factlab::vocabulary::Silent;
use office::{Office, RUN_TOWN};
use serde_json::Value as Json;
use truth::true_links;

/// Private households of the town in these tests.
const HOUSEHOLDS: &str = "4000";

fn keys(table: &TableDef) -> Vec<&'static str> {
    table.keys().map(|column| column.name).collect()
}

/// A demo that has run, as a user runs it.
fn demo() -> Office {
    let office = Office::with(&[]);
    office.succeeds(&["demo", "town", "--households", HOUSEHOLDS]);
    office
}

fn truth(office: &Office) -> Json {
    serde_json::from_slice(&fs::read(office.path("town/truth/truth.json")).unwrap()).unwrap()
}

#[test]
fn with_the_true_links_every_exact_table_is_the_truth() {
    let office = demo();
    let agreement = Agreement::read(&office.path("town/config.toml")).unwrap();
    let linked = true_links(&office, &agreement);
    let exact = linked.count(&agreement.stack_plan(), &Silent).unwrap();
    let tables = protect(
        exact,
        &Rules {
            profile: Profile::NONE,
        },
    )
    .unwrap();
    let truth = truth(&office);
    // How good links are follows from probabilities, which the truth has none of.
    for table in TABLES
        .iter()
        .filter(|table| table.name != "linkage_quality")
    {
        let name = table.name;
        // Nobody knows the truth of how clients were linked.
        let is_true = |count: &&str| truth["tables"][name][0].get(count).is_some();
        let counts: Vec<_> = table.counts().filter(is_true).collect();
        // The shares of the headline come after the gate: here its counts.
        let expected = rows(&truth["tables"][name], &keys(table), &counts);
        let found = published_rows(&tables, name, &counts);
        assert!(!expected.is_empty(), "{name} has rows");
        for (key, counts) in &expected {
            assert_eq!(found.get(key), Some(counts), "{name}: {key:?}");
        }
        assert_eq!(
            found.len(),
            expected.len(),
            "{name}: rows that are not true"
        );
    }
}

/// `release.json` of the only release in a folder.
fn release(office: &Office, folder: &str) -> (PathBuf, Json) {
    let release = office.release(folder);
    let json = serde_json::from_slice(&fs::read(release.join("release.json")).unwrap()).unwrap();
    (release, json)
}

fn headline(release: &Json, measure: &str) -> f64 {
    let rows = release["tables"]["headline"].as_array().unwrap();
    rows.iter().find(|row| row["measure"] == measure).unwrap()["value"]
        .as_f64()
        .unwrap()
}

#[test]
fn the_headline_lies_within_two_points_of_the_truth() {
    let office = demo();
    let (_, published) = release(&office, "town/analyst/releases");
    let truth = truth(&office);
    for (measure, known) in [
        ("share_1_or_more", 0.24),
        ("share_of_users_2_or_more", 0.59),
        ("share_of_users_3_or_more", 0.33),
    ] {
        let of_town = headline(&truth, measure);
        assert!(
            (of_town - known).abs() < 0.005,
            "the town was made for {known}: {of_town}"
        );
        let found = headline(&published, measure);
        assert!(
            (found - of_town).abs() < 0.02,
            "{measure}: {found} against {of_town}"
        );
    }
    assert!((headline(&truth, "most_services") - 15.0).abs() < 0.5);
}

#[test]
fn published_counts_are_the_linked_counts_within_the_rule() {
    let office = demo();
    let config = [
        "-c",
        "town/config.toml",
        "--identity",
        "town/analyst/identity.txt",
    ];
    office.succeeds(&[&["run"], &config[..], &["--internal", "-o", "inside"]].concat());
    office.succeeds(&[&["link"], &config[..], &["--internal", "-o", "linked"]].concat());
    let (_, exact) = release(&office, "inside");
    let (_, published) = release(&office, "town/analyst/releases");
    let counted = count_links(&office);
    let key = |services: &str| {
        ["household", "all", "all", services]
            .map(str::to_owned)
            .to_vec()
    };
    let keys_of_stacking = keys(table("stacking").unwrap());
    let exact_rows = rows(
        &exact["tables"]["stacking"],
        &keys_of_stacking,
        &["households"],
    );
    for (services, households) in &counted {
        assert_eq!(
            exact_rows.get(&key(services)),
            Some(&vec![*households]),
            "{services} services"
        );
    }
    let (mut compared, mut withheld) = (0, 0);
    for table in TABLES.into_iter().filter(|table| table.name != "headline") {
        let (name, keys) = (table.name, keys(table));
        let counts: Vec<_> = table.counts().collect();
        let exact = rows(&exact["tables"][name], &keys, &counts);
        for row in published["tables"][name].as_array().unwrap() {
            let key: Vec<String> = keys.iter().map(|key| text(&row[*key])).collect();
            if key.iter().any(|part| part == "other") || row["status"] == "derived" {
                continue;
            }
            for (place, count) in counts.iter().enumerate() {
                let truth = exact.get(&key).map_or(0, |counts| counts[place]);
                let published = row[*count].as_u64();
                compared += 1;
                match truth {
                    _ if row["status"] == "hidden" && published.is_none() => {}
                    // Nobody has a number too.
                    _ if name == "population" => {
                        let fits =
                            |count: &u64| count.is_multiple_of(5) && count.abs_diff(truth) <= 8;
                        assert!(
                            published.as_ref().is_some_and(fits),
                            "{key:?}: {published:?}"
                        );
                    }
                    0..2 => assert_eq!(published, None, "{name} {key:?} {count}"),
                    2..14 if published.is_none() => {}
                    // It would tell of everyone.
                    _ if published.is_none() => withheld += 1,
                    _ => {
                        let published = published.unwrap();
                        assert!(
                            published >= 10 && published % 5 == 0 && published.abs_diff(truth) <= 8,
                            "{name} {key:?}: {published} for {truth}"
                        );
                    }
                }
            }
        }
    }
    assert!(compared > 1000, "{compared} numbers compared");
    assert!(withheld * 100 < compared, "{withheld} withheld");
}

#[test]
fn the_release_of_the_demo_verifies_and_a_changed_number_does_not() {
    let office = demo();
    let release = office.release("town/analyst/releases");
    let name = release.to_string_lossy().into_owned();
    office.succeeds(&["verify", "-c", "town/config.toml", &name]);
    office.succeeds(&["report", &name]);
    office.succeeds(&["verify", "-c", "town/config.toml", &name]);
    let csv = release.join("services.csv");
    let text = fs::read_to_string(&csv).unwrap();
    fs::write(&csv, text.replacen("0,", "5,", 1)).unwrap();
    let output = office.run(&["verify", &name]);
    assert_eq!(output.status.code(), Some(3));
    let found = String::from_utf8(output.stdout).unwrap();
    assert!(found.contains("services.csv"), "{found}");
}

#[test]
fn an_organisation_that_is_left_out_is_told() {
    let office = demo();
    let agreement = fs::read_to_string(office.path("town/config.toml")).unwrap();
    let provider = agreement.split("[[provider]]").nth(1).unwrap();
    let id = provider
        .split("id")
        .nth(1)
        .unwrap()
        .split('"')
        .nth(1)
        .unwrap();
    let without = ["-o", "without", "--without", id];
    office.succeeds(&[&RUN_TOWN[..], &without].concat());
    let (release, json) = release(&office, "without");
    let providers: Vec<_> = json["tables"]["linkage"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["provider"].clone())
        .collect();
    assert!(!providers.iter().any(|provider| provider == id));
    let rows = |table: &str| json["tables"][table].as_array().unwrap().clone();
    let is_missing = |row: &Json| row["status"] == "missing";
    let missing: Vec<Json> = rows("services").into_iter().filter(is_missing).collect();
    let missing: Vec<&str> = missing
        .iter()
        .map(|row| row["service"].as_str().unwrap())
        .collect();
    assert!(!missing.is_empty());
    for row in rows("co_occurrence") {
        assert!(
            !missing
                .iter()
                .any(|code| row["service_a"] == *code || row["service_b"] == *code)
        );
    }
    let services = rows("headline")
        .into_iter()
        .find(|row| row["measure"] == "services")
        .unwrap();
    assert_eq!(services["value"], 40 - missing.len());
    office.succeeds(&["verify", &release.to_string_lossy()]);
    let report = fs::read_to_string(release.join("report.html")).unwrap();
    assert!(report.contains("niet aangeleverd"));
    assert!(
        report.contains("ten minste") || report.contains("Ten minste"),
        "the report says at least"
    );
}

fn is_a(file: &str, ending: &str) -> bool {
    Path::new(file).extension().is_some_and(|one| one == ending)
}

#[test]
fn each_role_of_the_demo_has_what_it_needs_and_no_more() {
    let office = demo();
    let of = |folder: &str| -> BTreeSet<String> {
        let root = office.path("town").join(folder);
        let files = office::files_below(&root);
        let name = |file: &PathBuf| {
            file.strip_prefix(&root)
                .unwrap()
                .to_string_lossy()
                .replace('\\', "/")
        };
        files.iter().map(name).collect()
    };
    assert_eq!(
        of("keyholder"),
        BTreeSet::from(["identity.txt", "stage2.key"].map(str::to_owned))
    );
    let analyst = of("analyst");
    assert!(
        !analyst
            .iter()
            .any(|file| file.ends_with("project.key") || file.ends_with("stage2.key"))
    );
    let handed: Vec<_> = analyst
        .iter()
        .filter(|file| file.starts_with("handovers/"))
        .collect();
    assert_eq!(handed.len(), 2 * 15);
    assert!(handed.iter().all(|file| is_a(file, "age")), "{handed:?}");
    for party in ["register-office", "provider/uwv", "provider/thuiszorg"] {
        let files = of(party);
        assert!(files.contains("project.key"), "{party}: {files:?}");
        assert!(
            !files
                .iter()
                .any(|file| is_a(file, "age") || is_a(file, "parquet"))
        );
    }
}

/// Type, code of the wijk, and what is without what.
type Mismatch = [String; 3];

/// What the table says, by its rows.
fn listed(release: &Json) -> BTreeSet<Mismatch> {
    let rows = release["tables"]["reach"].as_array().unwrap();
    let far = rows
        .iter()
        .filter_map(|row| Some((row["mismatch"].as_f64()?, row)));
    let far = far.filter(|(away, row)| away.abs() > 1.0 && row["level"] == "wijk");
    far.map(|(away, row)| {
        let what = if away > 0.0 {
            "target_without_facility"
        } else {
            "facility_without_target"
        };
        [
            text(&row["facility_type"]),
            text(&row["area"]),
            what.to_owned(),
        ]
    })
    .collect()
}

/// What the profiles say of facilities: the wijk, and the type.
fn said(page: &str) -> BTreeSet<[String; 2]> {
    let mut said = BTreeSet::new();
    for profile in page.split("<article").skip(1) {
        let code = profile
            .split("id=\"")
            .nth(1)
            .unwrap()
            .split('"')
            .next()
            .unwrap();
        for sentence in profile
            .split("<li>")
            .skip(1)
            .filter_map(|rest| rest.split("</li>").next())
        {
            let begin = sentence.split_once(" (doelgroep: ");
            let kind = begin.and_then(|(begin, _)| begin.rsplit_once(" voor "));
            said.extend(kind.map(|(_, kind)| [code.to_owned(), kind.to_owned()]));
        }
    }
    said
}

#[test]
fn the_list_of_mismatches_names_what_is_wrong_with_the_facilities_and_nothing_else() {
    let office = Office::with(&[]);
    office.succeeds(&["demo", "town"]);
    let (folder, published) = release(&office, "town/analyst/releases");
    let planted = truth(&office)["planted_mismatches"].clone();
    let planted = planted.as_array().unwrap().iter();
    let planted: BTreeSet<Mismatch> = planted
        .map(|row| ["facility_type", "area", "what"].map(|key| text(&row[key])))
        .collect();
    assert_eq!(planted.len(), 3);
    assert_eq!(listed(&published), planted);
    let named: BTreeSet<[String; 2]> = planted
        .into_iter()
        .map(|[kind, wijk, _]| [wijk, kind])
        .collect();
    let page = fs::read_to_string(folder.join("report.html")).unwrap();
    assert_eq!(said(&page), named);
}

#[test]
fn a_type_with_digits_that_two_sections_name_is_released_and_verified() {
    let office = demo();
    let place = office.path("town/analyst/facilities.csv");
    let text = fs::read_to_string(&place)
        .unwrap()
        .replace("basisschool", "school 4-12");
    fs::write(&place, text).unwrap();
    office.edit(
        "town/config.toml",
        "type   = \"basisschool\"",
        "type   = \"school 4-12\"",
    );
    let again = "[[facilities]]\nfile = \"analyst/facilities.csv\"\ntype = \"school 4-12\"\n\
        target = { household_type = [\"single_parent\", \"couple_children\"] }\ndistances_m = [500]\nsource = \"Dienst 3\"\n\n[output]";
    office.edit("town/config.toml", "[output]", again);
    office.succeeds(&[&RUN_TOWN[..], &["-o", "again"]].concat());
    let folder = office.release("again");
    assert_eq!(verify_release(&folder).unwrap().problems, [""; 0]);
}
