//! What people who work in the made-up town know of its wijken, and what is done there.
//!
//! Where more people need support, people signal it. They signal it most in the wijk that gets half of it: that is where
//! to look first. Nothing is done in the wijk that needs it most.

use std::fmt::Write as _;
use std::path::Path;

use super::areas::{UNDER_SERVED, WIJKEN, wijk_code};
use super::files::write_file;
use super::plan::Plan;
use crate::error::Result;

/// From this need on, and up to that, people signal trouble with money, or less of it.
const NEEDY: f64 = 1.4;
const QUIET: f64 = 0.7;

/// The wijk where one teacher signals something, which is too little to show.
const ALONE: usize = 6;

/// What is done: the wijk, the approach, and since when.
const APPROACHES: [(usize, &str, &str); 3] = [
    (0, "Buurtteam", "2023"),
    (2, "Vroeg eropaf", "2024-03-01"),
    (3, "Vroeg eropaf", "2025"),
];

/// What the agreement says of the files.
pub(super) const AGREED: &str = "
# What people who work in the wijken know, and what is done there.
[signals]
file           = \"analyst/signalen.csv\"
roles_at_least = 2                    # what one person says is never shown

[signals.themes]                      # a theme = the services or domains that it is about
\"Geldzorgen\" = [\"Participatiewet\", \"Schuldhulp\"]
\"Opvoeden\"   = [\"Jeugdwet\"]
\"Zorg thuis\" = [\"Wmo\"]

[approaches]
file = \"analyst/aanpakken.csv\"
";

/// Theme, role, direction, certainty and note.
type Signal = [&'static str; 5];

/// Writes `signalen.csv` and `aanpakken.csv` into the folder of the analyst.
pub(super) fn write(plan: &Plan, folder: &Path) -> Result<()> {
    let mut signals = String::from("gebied;thema;functie;richting;zekerheid;datum;notitie\n");
    let mut approaches = String::from("gebied;aanpak;sinds\n");
    for district in 0..plan.districts() {
        for wijk in 0..WIJKEN.len() {
            let code = wijk_code(district, wijk);
            for [theme, role, direction, certainty, note] in of_wijk(wijk) {
                // Writing to a String cannot fail.
                let _ = writeln!(
                    signals,
                    "{code};{theme};{role};{direction};{certainty};2026-11-12;{note}"
                );
            }
            for (_, approach, since) in APPROACHES.iter().filter(|one| one.0 == wijk) {
                let _ = writeln!(approaches, "{code};{approach};{since}");
            }
        }
    }
    write_file(&folder.join("signalen.csv"), signals.as_bytes())?;
    write_file(&folder.join("aanpakken.csv"), approaches.as_bytes())
}

fn of_wijk(wijk: usize) -> Vec<&'static Signal> {
    const HERE: [Signal; 5] = [
        [
            "Geldzorgen",
            "huisarts",
            "2",
            "3",
            "mensen vertellen van schulden, maar vragen geen hulp",
        ],
        [
            "Geldzorgen",
            "woonconsulent",
            "2",
            "2",
            "huur wordt vaak te laat betaald",
        ],
        ["Geldzorgen", "sociaal werker", "1", "2", ""],
        [
            "Zorg thuis",
            "huisarts",
            "2",
            "2",
            "ouderen redden het thuis net",
        ],
        ["Zorg thuis", "wijkverpleegkundige", "2", "3", ""],
    ];
    const NEED: [Signal; 2] = [
        ["Geldzorgen", "wijkagent", "1", "2", ""],
        [
            "Geldzorgen",
            "sociaal werker",
            "2",
            "3",
            "veel vragen over aanmaningen",
        ],
    ];
    const CALM: [Signal; 2] = [
        ["Geldzorgen", "docent", "-1", "2", ""],
        ["Geldzorgen", "sociaal werker", "-1", "3", ""],
    ];
    const ONE: [Signal; 1] = [["Opvoeden", "docent", "2", "1", ""]];
    let need = WIJKEN[wijk].need;
    let signals: &[Signal] = match wijk {
        UNDER_SERVED => &HERE,
        ALONE => &ONE,
        _ if need >= NEEDY => &NEED,
        _ if need <= QUIET => &CALM,
        _ => &[],
    };
    signals.iter().collect()
}
