//! A release in one format that somebody protected badly, and that agrees with itself: `verify` names what is wrong.
//!
//! Other ways to break one: a digit or name in any one format, and a hover text (`all_formats.rs`); another file, note or
//! signature (`signed.rs`); a number that changed too soon (`series.rs`); widths, order and a broken hold (`attack.py`).

#![expect(
    clippy::unwrap_used,
    reason = "a town that cannot be made is a failed test"
)]

#[cfg(test)]
mod forged;
#[cfg(test)]
mod office;

use std::fs;

use factlab::verify::verify_release;
use forged::{change, remake_digests};
use office::{Office, RUN_TOWN};

/// Changes one cell of the first row of a table that fits.
fn with(
    text: &str,
    fits: impl Fn(&[&str]) -> bool,
    cell: usize,
    new: impl Fn(&str) -> String,
) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let row = lines
        .iter()
        .skip(1)
        .position(|line| fits(&line.split(',').collect::<Vec<_>>()));
    let line = &mut lines[row.unwrap() + 1];
    let mut cells: Vec<String> = line.split(',').map(str::to_owned).collect();
    cells[cell] = new(&cells[cell]);
    *line = cells.join(",");
    lines.join("\n") + "\n"
}

/// What somebody makes of a table.
type Broken = fn(&str) -> String;

fn more(by: u64) -> impl Fn(&str) -> String {
    move |number| (number.parse::<u64>().unwrap() + by).to_string()
}

/// Of what is estimated: of pairs by composition and types so small a town says nothing, and it has a norm.
const OF_ESTIMATES: [(&str, &str, Broken); 7] = [
    (
        "a pair that nobody expects",
        "pairs_by_composition.csv",
        |text| with(text, |row| row[4].is_empty(), 4, |_| "12.000000".to_owned()),
    ),
    (
        "a surprise that is none",
        "pairs_by_composition.csv",
        |text| with(text, |row| row[6].is_empty(), 6, |_| "++".to_owned()),
    ),
    (
        "a type of stackers that nothing shows",
        "stacker_types.csv",
        |text| text.to_owned() + "1,120,estimated,pw-bijstand\n",
    ),
    (
        "a verdict that nobody gives",
        "pairs_by_composition.csv",
        |text| with(text, |_| true, 7, |_| "obvious".to_owned()),
    ),
    ("a norm that was never given", "norm.csv", |text| {
        text.replacen(",0.025,", ",0.026,", 1)
    }),
    ("a town that is as the norm says", "expected.csv", |text| {
        with(
            text,
            |row| row[0] == "gemeente",
            6,
            |_| "1.000000".to_owned(),
        )
    }),
    ("a difference that is no rounding", "external.csv", |text| {
        text.replacen(",more,", ",same,", 1)
    }),
];

#[test]
fn each_way_to_protect_a_release_badly_is_named() {
    let office = Office::with(&[]);
    office.succeeds(&["demo", "town", "--households", "2000"]);
    let formats = "formats = [\"csv\", \"json\", \"parquet\", \"xlsx\", \"html\"]";
    office.edit("town/config.toml", formats, "formats = [\"csv\"]");
    office.succeeds(&[&RUN_TOWN[..], &["-o", "one", "--new-series"]].concat());
    let release = office.release("one");
    remake_digests(&release);
    assert_eq!(
        verify_release(&release).unwrap().problems,
        Vec::<String>::new()
    );

    let breaks: [(&str, &str, Broken); 15] = [
        ("a share of exact counts", "services.csv", |text| {
            let is_shared = |row: &[&str]| !row[7].is_empty();
            with(text, is_shared, 7, |share| {
                format!("{:.6}", share.parse::<f64>().unwrap() + 0.0011)
            })
        }),
        ("a lift of exact counts", "co_occurrence.csv", |text| {
            let has_lift = |row: &[&str]| !row[7].is_empty();
            with(text, has_lift, 7, |lift| {
                format!("{:.6}", lift.parse::<f64>().unwrap() + 0.02)
            })
        }),
        (
            "a zero where the number is hidden",
            "service_by_group.csv",
            |text| text.replacen(",,hidden", ",0,rounded", 1),
        ),
        ("a margin that was summed", "areas.csv", |text| {
            with(text, |row| row[0] == "gemeente", 3, more(15))
        }),
        ("a part above its whole", "service_stacking.csv", |text| {
            with(
                text,
                |row| row[1] == "3+" && !row[2].is_empty(),
                2,
                more(2000),
            )
        }),
        ("more users than follow", "forecast.csv", |text| {
            with(
                text,
                |row| row[1] == "2041" && !row[3].is_empty(),
                3,
                |_| "987.654321".to_owned(),
            )
        }),
        ("an exact count", "services.csv", |text| {
            with(text, |row| !row[5].is_empty(), 5, more(1))
        }),
        (
            "a facility that is nearer than it is",
            "reach.csv",
            |text| with(text, |row| row[0] == "buurt", 6, more(3)),
        ),
        ("a mismatch that is none", "reach.csv", |text| {
            with(
                text,
                |row| row[0] == "wijk" && !row[10].is_empty(),
                10,
                |_| "2.5".to_owned(),
            )
        }),
        ("a facility that moved", "facilities.csv", |text| {
            with(text, |_| true, 2, more(900))
        }),
        ("an area that lies elsewhere", "areas.geojson", |text| {
            text.replacen("\"centre_x\":", "\"centre_x\":2", 1)
        }),
        ("a column that is not there", "datapackage.json", |text| {
            text.replacen("\"households\"", "\"exact\"", 1)
        }),
        ("words of somebody else", "datapackage.json", |text| {
            text.replacen("A row is a service.", "A row is Jan, who has 7.", 1)
        }),
        (
            "a type that cells do not have",
            "datapackage.json",
            |text| text.replacen("\"string\"", "\"integer\"", 1),
        ),
        ("one thing more", "datapackage.json", |text| {
            text.replacen("\"profile\"", "\"version\": \"7\", \"profile\"", 1)
        }),
    ];
    for (name, file, broken) in breaks.into_iter().chain(OF_ESTIMATES) {
        let before = fs::read_to_string(release.join(file)).unwrap();
        change(&release, file, broken);
        let problems = verify_release(&release).unwrap().problems;
        // Of a facility that moved it is its reach that is wrong, and of another norm what is expected.
        let table = file.trim_end_matches(".csv").replace("facilities", "reach");
        let table = table.replace("norm", "expected");
        let is_named = problems.iter().any(|problem| problem.contains(&table));
        assert!(is_named, "{name}: {problems:?}");
        fs::write(release.join(file), before).unwrap();
    }
    remake_digests(&release);
    assert_eq!(
        verify_release(&release).unwrap().problems,
        Vec::<String>::new()
    );
}
