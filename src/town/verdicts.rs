//! What professionals of the made-up town say of pairs of services.
//!
//! They know most of what goes together; of one pair they do not agree, and of others nobody has said anything yet.

use std::fmt::Write as _;
use std::path::Path;

use super::files::write_file;
use crate::error::Result;

/// What the agreement says of the file.
pub(super) const AGREED: &str = "
# What professionals say of pairs of services: logical or surprising. The file is kept from run to run.
[verdicts]
file = \"analyst/oordelen.csv\"
";

/// The two services, the verdict and the role.
const VERDICTS: [[&str; 4]; 10] = [
    ["pw-bijstand", "pw-minima", "logisch", "inkomensconsulent"],
    ["pw-bijstand", "pw-toeslag", "logisch", "inkomensconsulent"],
    [
        "sh-schuldregeling",
        "sh-budgetbeheer",
        "logisch",
        "schuldhulpverlener",
    ],
    [
        "sh-schuldregeling",
        "sh-budgetbeheer",
        "logisch",
        "sociaal werker",
    ],
    ["wmo-rolstoel", "wmo-woning", "logisch", "ergotherapeut"],
    ["wmo-hbh", "wmo-vervoer", "logisch", "wmo-consulent"],
    [
        "wmo-dagbesteding",
        "wz-mantelzorg",
        "verrassend",
        "wmo-consulent",
    ],
    ["uwv-wia", "ggz-basis", "verrassend", "arbeidsdeskundige"],
    [
        "ggz-specialistisch",
        "wmo-begeleiding",
        "verrassend",
        "wmo-consulent",
    ],
    [
        "ggz-specialistisch",
        "wmo-begeleiding",
        "logisch",
        "psychiater",
    ],
];

/// Writes `oordelen.csv` into the folder of the analyst.
pub(super) fn write(folder: &Path) -> Result<()> {
    let mut verdicts = String::from("voorziening_a;voorziening_b;oordeel;functie;datum\n");
    for [a, b, verdict, role] in VERDICTS {
        // Writing to a String cannot fail.
        let _ = writeln!(verdicts, "{a};{b};{verdict};{role};2026-11-19");
    }
    write_file(&folder.join("oordelen.csv"), verdicts.as_bytes())
}
