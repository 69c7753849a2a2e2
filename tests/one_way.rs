//! Imports follow the map in `src/lib.rs`: no arrow runs back.
//!
//! A room is a folder of `src`, or a folder of a zone. The test reads `use` lines and inline paths that begin
//! with `crate::` or, in `src/cli`, `factlab::`.

#[cfg(test)]
mod imports;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use imports::{Arrow, arrows_of, paths_in};

/// Which rooms a room may import. A room is named by its folders below `src`; the longest name that fits counts.
const MAP: &[(&str, &[&str])] = &[
    ("error", &[]),
    ("vocabulary", &["error"]),
    ("files", &["error"]),
    ("columns", &["error"]),
    ("keys", &["error", "vocabulary", "files"]),
    ("pseudonymous", &["error", "vocabulary", "keys"]),
    (
        "pseudonymous/handover",
        &[
            "columns",
            "error",
            "vocabulary",
            "files",
            "keys",
            "pseudonymous",
        ],
    ),
    (
        "pseudonymous/rekey",
        &[
            "error",
            "vocabulary",
            "files",
            "keys",
            "pseudonymous",
            "pseudonymous/handover",
        ],
    ),
    (
        "pseudonymous/link",
        &[
            "error",
            "vocabulary",
            "files",
            "keys",
            "pseudonymous",
            "pseudonymous/handover",
        ],
    ),
    ("pseudonymous/cells", &["vocabulary"]),
    (
        "pseudonymous/measure",
        &[
            "error",
            "vocabulary",
            "pseudonymous/cells",
            "pseudonymous/handover",
            "pseudonymous/link",
        ],
    ),
    (
        "pseudonymous/protect",
        &[
            "error",
            "vocabulary",
            "pseudonymous/cells",
            "pseudonymous/link",
            "pseudonymous/measure",
        ],
    ),
    (
        "identified",
        &[
            "columns",
            "error",
            "vocabulary",
            "files",
            "keys",
            "pseudonymous",
            "pseudonymous/handover",
        ],
    ),
    (
        "released",
        &[
            "columns",
            "error",
            "vocabulary",
            "files",
            "pseudonymous/cells",
            "pseudonymous/protect/profile",
            "pseudonymous/protect/published",
        ],
    ),
    (
        "agreement",
        &[
            "error",
            "vocabulary",
            "files",
            "keys",
            "identified",
            "pseudonymous",
            "released",
        ],
    ),
    (
        "run",
        &[
            "error",
            "vocabulary",
            "files",
            "keys",
            "agreement",
            "identified",
            "pseudonymous",
            "released",
            "town",
        ],
    ),
    ("town", &["columns", "error", "vocabulary", "files"]),
    ("verify", &["error", "vocabulary", "files"]),
    (
        "cli",
        &[
            "error",
            "vocabulary",
            "files",
            "keys",
            "agreement",
            "identified",
            "pseudonymous",
            "released",
            "run",
            "town",
            "verify",
        ],
    ),
];

/// Zone 1 within itself: rooms that may not look at later ones.
const INSIDE: &[(&str, &[&str])] = &[
    (
        "identified/source",
        &[
            "identified/formats",
            "identified/normalise",
            "identified/inspect",
            "identified/household",
            "identified/pseudonymise",
            "identified/step",
        ],
    ),
    (
        "identified/formats",
        &[
            "identified/normalise",
            "identified/inspect",
            "identified/household",
            "identified/pseudonymise",
            "identified/step",
        ],
    ),
    (
        "identified/normalise",
        &[
            "identified/inspect",
            "identified/household",
            "identified/pseudonymise",
            "identified/step",
        ],
    ),
    (
        "identified/inspect",
        &[
            "identified/household",
            "identified/pseudonymise",
            "identified/step",
        ],
    ),
    (
        "identified/household",
        &["identified/pseudonymise", "identified/step"],
    ),
    ("identified/pseudonymise", &["identified/step"]),
    (
        "pseudonymous/handover",
        &[
            "pseudonymous/rekey",
            "pseudonymous/link",
            "pseudonymous/measure",
            "pseudonymous/protect",
        ],
    ),
    (
        "pseudonymous/rekey",
        &[
            "pseudonymous/link",
            "pseudonymous/measure",
            "pseudonymous/protect",
        ],
    ),
    (
        "pseudonymous/link",
        &["pseudonymous/measure", "pseudonymous/protect"],
    ),
    ("pseudonymous/measure", &["pseudonymous/protect"]),
    (
        "released/calculate",
        &["released/export", "released/report", "released/runs"],
    ),
    ("released/export", &["released/report", "released/runs"]),
];

#[test]
fn imports_follow_the_map() {
    let arrows = arrows_of(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    assert!(
        arrows.len() > 100,
        "the test reads the source: {} arrows",
        arrows.len()
    );
    let wrong: Vec<_> = arrows.iter().filter(|arrow| !is_allowed(arrow)).collect();
    assert!(wrong.is_empty(), "arrows that run back:\n{wrong:#?}");
}

#[test]
fn rooms_form_no_circle() {
    let arrows = arrows_of(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    let mut next: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for arrow in &arrows {
        let (from, to) = (room(&arrow.file), room(&arrow.to));
        if from != to {
            next.entry(from).or_default().insert(to);
        }
    }
    for start in next.keys() {
        let mut seen = BTreeSet::new();
        let mut open: Vec<&String> = next[start].iter().collect();
        while let Some(here) = open.pop() {
            assert_ne!(here, start, "a circle runs through {start}");
            if seen.insert(here) {
                open.extend(next.get(here).into_iter().flatten());
            }
        }
    }
}

#[test]
fn an_arrow_that_runs_back_is_caught() {
    let arrow = |file: &str, to: &str| Arrow {
        file: file.into(),
        to: to.into(),
    };
    assert!(!is_allowed(&arrow(
        "released/report/page.rs",
        "pseudonymous/link/link"
    )));
    assert!(!is_allowed(&arrow(
        "released/report/page.rs",
        "identified/check_extract"
    )));
    assert!(!is_allowed(&arrow(
        "identified/mod.rs",
        "released/export/export"
    )));
    assert!(!is_allowed(&arrow(
        "pseudonymous/link/mod.rs",
        "pseudonymous/measure/measure"
    )));
    assert!(!is_allowed(&arrow(
        "town/truth.rs",
        "pseudonymous/measure/measure"
    )));
    assert!(!is_allowed(&arrow(
        "verify/mod.rs",
        "pseudonymous/protect/protect"
    )));
    assert!(!is_allowed(&arrow("vocabulary/day.rs", "keys/Digest")));
    assert!(is_allowed(&arrow(
        "released/calculate/mod.rs",
        "pseudonymous/protect/published/Cell"
    )));
}

#[test]
fn paths_are_found_however_they_are_written() {
    let found = |text: &str| paths_in(text, "crate::");
    assert_eq!(found("use crate::keys::Digest;"), ["keys/Digest"]);
    assert_eq!(
        found("let x = crate::town::write_town(1);"),
        ["town/write_town"]
    );
    assert_eq!(
        found("use crate::pseudonymous::{link, handover::Manifest};"),
        ["pseudonymous/link", "pseudonymous/handover/Manifest"]
    );
    assert_eq!(
        found("use crate::{error::Result, keys};"),
        ["error/Result", "keys"]
    );
    assert_eq!(found("// see crate::town\n/// [`crate::town`]"), [""; 0]);
}

fn is_allowed(arrow: &Arrow) -> bool {
    let from = room(&arrow.file);
    let back = INSIDE
        .iter()
        .filter(|(room, _)| arrow.file.starts_with(room));
    if back
        .flat_map(|(_, later)| *later)
        .any(|later| is_within(&arrow.to, later))
    {
        return false;
    }
    // A zone may use itself; inside zone 2 each stage has its own line.
    let own_zone = from.split('/').next().unwrap_or_default();
    let has_stages = own_zone == "pseudonymous";
    if is_within(&arrow.to, &from) || (!has_stages && is_within(&arrow.to, own_zone)) {
        return true;
    }
    let Some((_, allowed)) = MAP.iter().find(|(room, _)| *room == from) else {
        return from == "lib" || from == "main";
    };
    allowed.iter().any(|room| {
        // The records of zone 2 stand in its own module, not in its stages.
        let only_module =
            *room == "pseudonymous" && !["agreement", "cli", "run"].contains(&from.as_str());
        is_within(&arrow.to, room) && !(only_module && is_a_stage(&arrow.to))
    })
}

fn is_a_stage(path: &str) -> bool {
    ["handover", "link", "cells", "measure", "protect"]
        .iter()
        .any(|stage| is_within(path, &format!("pseudonymous/{stage}")))
}

fn is_within(path: &str, room: &str) -> bool {
    path == room || path.starts_with(&format!("{room}/"))
}

/// The room of a path: the longest name in the map that it begins with.
fn room(path: &str) -> String {
    let path = path.trim_end_matches(".rs");
    let rooms = MAP
        .iter()
        .map(|(room, _)| *room)
        .filter(|room| is_within(path, room));
    rooms
        .max_by_key(|room| room.len())
        .unwrap_or(path)
        .to_owned()
}
