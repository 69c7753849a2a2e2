//! Imports follow the map in `src/lib.rs`: no arrow runs back, and no files import each other in a circle.
//!
//! A room is a folder of `src`, or a folder of a zone. Every `use` and every inline path is followed to the file
//! that defines the name.

#[cfg(test)]
mod imports;

use std::collections::BTreeSet;
use std::path::Path;

use imports::{Arrow, Modules, circles, is_within};

/// Which rooms a room may import: some of those that stand above it. A room is named by its folders below `src`;
/// of two names that fit the longest counts.
const MAP: &[(&str, &str)] = &[
    ("error", ""),
    ("vocabulary", "error"),
    ("files", "error vocabulary"),
    ("language", "vocabulary"),
    ("columns", "error"),
    ("keys", "error vocabulary files"),
    ("pseudonymous", "error vocabulary keys"),
    (
        "pseudonymous/handover",
        "error vocabulary files columns keys pseudonymous",
    ),
    (
        "pseudonymous/rekey",
        "error vocabulary files keys pseudonymous pseudonymous/handover",
    ),
    ("pseudonymous/cluster", "error vocabulary files"),
    (
        "pseudonymous/link",
        "error vocabulary files keys pseudonymous pseudonymous/handover pseudonymous/cluster",
    ),
    ("pseudonymous/cells", "vocabulary"),
    (
        "pseudonymous/measure",
        "error vocabulary files pseudonymous/handover pseudonymous/cluster pseudonymous/link pseudonymous/cells",
    ),
    ("pseudonymous/protect/cell", ""),
    (
        "pseudonymous/protect/profile",
        "vocabulary pseudonymous/measure pseudonymous/protect/cell",
    ),
    (
        "pseudonymous/protect/published",
        "vocabulary pseudonymous/cells pseudonymous/protect/cell pseudonymous/protect/profile",
    ),
    (
        "pseudonymous/protect",
        "error vocabulary pseudonymous/link pseudonymous/cells pseudonymous/measure pseudonymous/protect/cell \
         pseudonymous/protect/profile pseudonymous/protect/published",
    ),
    (
        "pseudonymous/ledger",
        "error vocabulary files keys pseudonymous/cells pseudonymous/link pseudonymous/measure pseudonymous/protect \
         pseudonymous/protect/profile",
    ),
    (
        "identified",
        "error vocabulary files columns keys language pseudonymous pseudonymous/handover",
    ),
    (
        "released",
        "error vocabulary files columns keys pseudonymous/cells pseudonymous/protect/cell \
         pseudonymous/protect/profile pseudonymous/protect/published",
    ),
    (
        "agreement",
        "error vocabulary files keys pseudonymous pseudonymous/handover pseudonymous/link pseudonymous/cells \
         pseudonymous/measure pseudonymous/protect pseudonymous/protect/profile pseudonymous/ledger identified \
         released",
    ),
    ("town", "error vocabulary files columns"),
    ("verify", "error vocabulary files columns keys"),
    (
        "run",
        "error vocabulary files keys pseudonymous pseudonymous/handover pseudonymous/rekey pseudonymous/cluster pseudonymous/link \
         pseudonymous/cells pseudonymous/measure pseudonymous/protect pseudonymous/protect/cell \
         pseudonymous/protect/profile pseudonymous/protect/published pseudonymous/ledger identified released \
         agreement town verify",
    ),
    (
        "cli",
        "error vocabulary files keys language pseudonymous pseudonymous/handover pseudonymous/rekey pseudonymous/cluster pseudonymous/link \
         pseudonymous/cells pseudonymous/measure pseudonymous/protect pseudonymous/protect/cell \
         pseudonymous/protect/profile pseudonymous/protect/published identified released agreement town verify run",
    ),
    ("lib", ""),
    ("main", "cli"),
];

/// The stages of a zone in the order of the flow: none imports a later one.
const FLOW: &[&[&str]] = &[
    &[
        "identified/dates",
        "identified/source",
        "identified/formats",
        "identified/normalise",
        "identified/inspect",
        "identified/household",
        "identified/pseudonymise",
        "identified/step",
    ],
    &[
        "released/calculate",
        "released/places",
        "released/estimates",
        "released/export",
        "released/runs",
        "released/witness",
        "released/compare",
        "released/report",
    ],
];

fn arrows() -> Vec<Arrow> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    Modules::read(&src).arrows()
}

#[test]
fn imports_follow_the_map() {
    let arrows = arrows();
    let count = arrows.len();
    assert!(count > 1000, "the test reads the source: {count} arrows");
    let wrong: Vec<_> = arrows.iter().filter(|arrow| !is_allowed(arrow)).collect();
    assert!(wrong.is_empty(), "arrows that run back:\n{wrong:#?}");
}

#[test]
fn rooms_form_no_circle() {
    for (index, (room, allowed)) in MAP.iter().enumerate() {
        for other in allowed.split_whitespace() {
            let is_above = MAP[..index].iter().any(|(above, _)| *above == other);
            assert!(is_above, "{other} must stand above {room}");
        }
    }
}

#[test]
fn files_form_no_circle() {
    let arrows = arrows();
    let circles = circles(&arrows);
    let inside = arrows.iter().filter(|arrow| {
        circles
            .iter()
            .any(|circle| circle.contains(&arrow.from) && circle.contains(&arrow.to))
    });
    let told: Vec<String> = inside
        .map(|arrow| format!("{} -> {}", arrow.from, arrow.to))
        .collect();
    assert!(told.is_empty(), "in a circle:\n{}", told.join("\n"));
}

/// A name, BSN, birth date or address is read with a type that implements `MayReveal`, which is private to its room.
#[test]
fn four_rooms_read_what_points_at_a_person() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let may_reveal = |file: &String| {
        let text = std::fs::read_to_string(src.join(file)).unwrap();
        text.contains(" MayReveal for ")
    };
    let files: BTreeSet<String> = arrows().into_iter().map(|arrow| arrow.from).collect();
    let rooms: Vec<String> = files.into_iter().filter(may_reveal).collect();
    assert_eq!(
        rooms,
        [
            "identified/household/address.rs",
            "identified/normalise/record.rs",
            "identified/pseudonymise/parts.rs",
            "identified/source/row.rs"
        ]
    );
}

/// The commands are those that `src/cli/mod.rs` runs.
#[test]
fn a_command_is_short_and_imports_no_other() {
    let cli = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/cli");
    let read = |file: String| std::fs::read_to_string(cli.join(file));
    let all = read("mod.rs".into()).unwrap();
    let runs = all.lines().filter_map(|line| line.split_once("::run("));
    let commands: Vec<&str> = runs
        .filter_map(|(before, _)| before.split(' ').next_back())
        .collect();
    assert!(commands.len() > 10, "{commands:?}");
    for command in &commands {
        let file = read(format!("{command}.rs")).or_else(|_| read(format!("{command}/mod.rs")));
        let lines = file.unwrap().lines().count();
        assert!(lines < 80, "{command} has {lines} lines");
    }
    let command_of = |file: &str| {
        let name = file.strip_prefix("cli/")?.split(['/', '.']).next()?;
        commands.contains(&name).then(|| name.to_owned())
    };
    for Arrow { from, to } in arrows() {
        let both = command_of(&from).zip(command_of(&to));
        assert!(
            both.is_none_or(|(one, other)| one == other),
            "{from} -> {to}"
        );
    }
}

#[test]
fn an_arrow_that_runs_back_is_caught() {
    let is_caught = |from: &str, to: &str| {
        !is_allowed(&Arrow {
            from: from.into(),
            to: to.into(),
        })
    };
    for (from, to) in [
        ("released/report/page.rs", "pseudonymous/link/link.rs"),
        ("released/report/page.rs", "identified/settings.rs"),
        ("released/report/page.rs", "pseudonymous/protect/mod.rs"),
        ("released/calculate/mod.rs", "released/runs/record.rs"),
        ("identified/mod.rs", "released/export/mod.rs"),
        ("pseudonymous/link/mod.rs", "pseudonymous/measure/mod.rs"),
        ("town/truth/mod.rs", "pseudonymous/measure/mod.rs"),
        ("verify/mod.rs", "pseudonymous/protect/mod.rs"),
        ("vocabulary/day.rs", "keys/digest.rs"),
    ] {
        assert!(is_caught(from, to), "{from} -> {to}");
    }
    let published = "pseudonymous/protect/published.rs";
    assert!(!is_caught("released/calculate/mod.rs", published));
}

/// Two rooms of a made-up house; `one` stands in `a/one.rs`.
fn house(one: &str) -> Vec<Arrow> {
    let files = [
        ("lib.rs", "mod a;\nmod b;"),
        (
            "a/mod.rs",
            "mod one;\nmod two;\npub use two::{Two, other as said};",
        ),
        ("a/one.rs", one),
        ("a/two.rs", "pub struct Two;\npub(crate) fn other() {}"),
        ("b.rs", "use crate::a::Two;\npub fn b() -> Two { Two }"),
    ];
    Modules::of(&files).arrows()
}

#[test]
fn a_name_is_followed_to_its_file_however_it_is_written() {
    for one in [
        "use super::Two;",
        "use super::{said};",
        "use crate::{a::{self, Two as Three}};",
        "pub use super::two::Two;\ntype T = Two;",
        "fn f() { let x = '\"'; crate::a::said() }",
        "use crate::a;\nfn f() { a::two::other(); }",
    ] {
        let found = house(one);
        let to: Vec<&str> = found
            .iter()
            .filter(|arrow| arrow.from == "a/one.rs")
            .map(|arrow| arrow.to.as_str())
            .collect();
        assert_eq!(to, ["a/two.rs"], "{one}");
    }
    for none in [
        "// use super::Two;\n/// [`crate::a::Two`]",
        "fn f() { \"crate::a::Two\" }",
        "pub use super::Two;",
        "#[cfg(test)]\nmod tests { use super::super::Two; }",
    ] {
        assert_eq!(house(none).len(), 1, "{none}");
    }
}

#[test]
fn files_that_import_each_other_are_a_circle() {
    assert!(circles(&house("use crate::a::Two;")).is_empty());
    let through = house("use crate::b::b;\npub struct One;");
    assert!(circles(&through).is_empty());
    let files = [
        ("a.rs", "use crate::b::B;\npub struct A;"),
        ("b.rs", "use crate::c::C;\npub struct B;"),
        ("c.rs", "pub struct C(crate::a::A);"),
        ("d.rs", "use crate::a::A;"),
        ("lib.rs", ""),
    ];
    let found = circles(&Modules::of(&files).arrows());
    let names: Vec<Vec<&str>> = found
        .iter()
        .map(|circle| circle.iter().map(String::as_str).collect())
        .collect();
    assert_eq!(names, [["a.rs", "b.rs", "c.rs"]]);
}

fn is_allowed(arrow: &Arrow) -> bool {
    for stages in FLOW {
        let stage = |file: &str| stages.iter().position(|stage| is_within(file, stage));
        if let (Some(from), Some(to)) = (stage(&arrow.from), stage(&arrow.to))
            && from < to
        {
            return false;
        }
    }
    let (Some((from, allowed)), Some((to, _))) = (room(&arrow.from), room(&arrow.to)) else {
        return false;
    };
    from == to || allowed.split_whitespace().any(|room| room == *to)
}

/// The room of a file and what it may import: the longest name in the map that the file begins with.
fn room(file: &str) -> Option<&'static (&'static str, &'static str)> {
    let path = file.trim_end_matches(".rs");
    let rooms = MAP.iter().filter(|(room, _)| is_within(path, room));
    rooms.max_by_key(|(room, _)| room.len())
}
