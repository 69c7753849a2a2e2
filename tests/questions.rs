//! With questions, only what answers them is counted, published and shown: in their order and under their words.

#![expect(
    clippy::unwrap_used,
    reason = "an office that cannot work is a failed test"
)]

#[cfg(test)]
mod office;

use std::fs;
use std::path::PathBuf;

use office::Office;

const QUESTIONS: &str = "
[[question]]
ask = \"Welke voorzieningen komen samen voor bij 2 of meer?\"
why = \"Wie 2 voorzieningen heeft, heeft vaak 2 organisaties.\"
statistics = [\"co_occurrence\"]

[[question]]
ask = \"Waar wonen zij?\"
statistics = [\"service_by_area\", \"stacking\"]
dimensions = [\"age_band\"]
levels = [\"wijk\"]
";

/// A made-up town whose agreement asks these.
fn town(questions: &str) -> (Office, PathBuf) {
    let office = Office::with(&[]);
    office.succeeds(&["demo", "town", "--households", "2000"]);
    let agreement = fs::read_to_string(office.path("town/config.toml")).unwrap();
    office.write(
        "town/config.toml",
        format!("{agreement}{questions}").as_bytes(),
    );
    let identity = ["--identity", "town/analyst/identity.txt"];
    let run = ["run", "--new-series", "-c", "town/config.toml", "-o", "out"];
    office.succeeds(&[&run[..], &identity].concat());
    let release = office.release("out");
    (office, release)
}

fn tables(release: &PathBuf) -> Vec<String> {
    let files = fs::read_dir(release).unwrap();
    let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
    let mut tables: Vec<String> = names
        .filter_map(|name| Some(name.strip_suffix(".csv")?.to_owned()))
        .collect();
    tables.sort_unstable();
    tables
}

#[test]
fn a_release_has_what_is_asked_and_nothing_else() {
    let (office, release) = town(QUESTIONS);
    let expected = [
        "areas",
        "co_occurrence",
        "headline",
        "linkage",
        "linkage_quality",
        "service_by_area",
        "services",
        "stacking",
    ];
    assert_eq!(tables(&release), expected);
    let stacking = fs::read_to_string(release.join("stacking.csv")).unwrap();
    for (words, is_there) in [
        (",age_band,", true),
        (",household_type,", false),
        (",buurt,", false),
    ] {
        assert_eq!(stacking.contains(words), is_there, "{words}");
    }
    let screen = office.succeeds(&["verify", release.to_str().unwrap()]);
    assert!(
        screen.contains("holds") || screen.contains("verified"),
        "{screen}"
    );
    let page = fs::read_to_string(release.join("report.html")).unwrap();
    let places = [
        "bij 2 of meer?</h2>",
        "heeft vaak 2 organisaties.</p>",
        "id=\"pairs\"",
        "Waar wonen zij?</h2>",
        "id=\"stacking\"",
        "id=\"where\"",
        "id=\"linkage\"",
    ];
    let places = places.map(|text| page.find(text).unwrap_or_else(|| panic!("{text}")));
    assert!(places.is_sorted(), "{places:?}");
    assert!(!page.contains("id=\"organisations\"") && !page.contains("id=\"combinations\""));
    // Another question under the same numbers is not what was agreed.
    let other = page.replace("Waar wonen zij?", "Waar wonen wij?");
    assert_ne!(other, page);
    fs::write(release.join("report.html"), other).unwrap();
    let output = office.run(&["verify", release.to_str().unwrap()]);
    let screen = String::from_utf8(output.stdout).unwrap();
    let said = "report.html: does not give the questions as run.json does";
    assert!(
        !output.status.success() && screen.contains(said),
        "{screen}"
    );
}

#[test]
fn a_question_for_any_one_table_gives_a_release_that_holds() {
    for statistic in [
        "organisations",
        "domains",
        "population",
        "pair_by_area",
        "reach",
        "figures",
        "pairs_by_composition",
        "stacker_types",
        "expected",
        "look_first",
        "norm",
        "needs",
        "reached",
        "correlations",
        "forecast",
        "overlap",
    ] {
        let question = format!(
            "[[question]]\nask = \"Wat?\"\nstatistics = [\"{statistic}\"]\nlevels = [\"wijk\", \"buurt\"]\n"
        );
        let (office, release) = town(&question);
        assert!(
            tables(&release).contains(&statistic.to_owned()),
            "{statistic}"
        );
        office.succeeds(&["verify", release.to_str().unwrap()]);
        let again = office.succeeds(&["report", release.to_str().unwrap()]);
        assert!(again.contains("report.html"), "{again}");
    }
}
