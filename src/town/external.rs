//! What the statistical office publishes of the made-up town: households and clients by number of services of three laws, each service
//! counted for each member, households by these laws, clients of a type, and clients of a law; rounded to multiples of 5 or 10.

use std::fmt::Write as _;
use std::path::Path;

use super::areas::{GEMEENTE, WIJKEN, buurt_code, wijk_code, wijk_of_buurt};
use super::files::write_file;
use super::inhabitants::{Count, HIGHEST};
use crate::error::Result;

/// What the agreement says of the file.
pub(super) const AGREED: &str = "
# The same of CBS, to put beside the release: households by number of services of the Wmo, the Jeugdwet and the Participatiewet.
[[external]]
file   = \"analyst/cbs-sociaal-domein-2026.csv\"
layout = \"gmsd-number\"               # as StatLine saves 85994NED and its like
year   = 2026
source = \"verzonnen, als CBS Gebruik voorzieningen sociaal domein\"

[[external]]
file   = \"analyst/cbs-sociaal-domein-2026.csv\"
layout = \"gmsd-laws\"                 # households with each law, of the same table
year   = 2026
source = \"verzonnen, als CBS Gebruik voorzieningen sociaal domein\"

[[external]]
file   = \"analyst/cbs-wmo-2026.csv\"
layout = \"wmo-types\"                 # as 85639NED: clients by type, where a type is a single service of ours
year   = 2026
source = \"verzonnen, als CBS Wmo-cliënten\"
types  = { \"Hulp bij het huishouden\" = \"wmo-hbh\" }

[[external]]
file   = \"analyst/cbs-kerncijfers-2026.csv\"
layout = \"kwb\"                       # clients of the Wmo, youth care and social assistance, as Kerncijfers wijken en buurten has them
year   = 2026
source = \"verzonnen, als CBS Kerncijfers wijken en buurten\"
types  = { Bijstand = \"pw-bijstand\" }
";

/// What the office calls households with services of certain laws, by [`Count::by_laws`].
const COMBINATIONS: [&str; 8] = [
    "",
    "Alleen Jeugd",
    "Alleen P-wet",
    "Jeugd en P-wet",
    "Alleen Wmo",
    "Jeugd en Wmo",
    "P-wet en Wmo",
    "Jeugd, P-wet en Wmo",
];

/// Writes `cbs-sociaal-domein-2026.csv`, `cbs-wmo-2026.csv` and `cbs-kerncijfers-2026.csv` into the folder of the analyst.
pub(super) fn write(districts: &[Vec<Count>], folder: &Path) -> Result<()> {
    let mut text = String::from(
        "\"Aantal voorzieningen\";\"Soort voorziening sociaal domein\";\"Wijken\";\"Perioden\";\
         \"Sociaal domein cliënten/huishoudens/Cliënten met voorzieningen (aantal)\";\
         \"Sociaal domein cliënten/huishoudens/Huishoudens met voorzieningen (aantal)\"\n",
    );
    let areas = areas(districts);
    for number in 0..=HIGHEST {
        let words = match number {
            0 => "Totaal".to_owned(),
            1 => "1 maatwerkvoorziening".to_owned(),
            HIGHEST => format!("{number} of meer maatwerkvoorzieningen"),
            _ => format!("{number} maatwerkvoorzieningen"),
        };
        for (code, count) in &areas {
            let households = match number {
                0 => count.by_number[1..].iter().sum(),
                number => count.by_number[number],
            };
            // Clients by number are not compared, and left unknown.
            let clients = if number == 0 {
                rounded(count.by_number[0])
            } else {
                ".".into()
            };
            let households = rounded(households);
            // Writing to a String cannot fail.
            let _ = writeln!(
                text,
                "\"{words}\";\"Totaal\";\"{code:<10}\";\"2026*\";\"{clients}\";\"{households}\""
            );
        }
    }
    for (laws, words) in COMBINATIONS.iter().enumerate().skip(1) {
        for (code, count) in &areas {
            let households = rounded(count.by_laws[laws]);
            let _ = writeln!(
                text,
                "\"Totaal\";\"{words}\";\"{code:<10}\";\"2026*\";\".\";\"{households}\""
            );
        }
    }
    write_file(&folder.join("cbs-sociaal-domein-2026.csv"), text.as_bytes())?;
    let mut text = String::from(
        "\"Type maatwerkvoorziening\";\"Wijken\";\"Perioden\";\"Wmo-cliënten (aantal)\"\n",
    );
    for (code, count) in &areas {
        let clients = rounded(count.helped);
        let _ = writeln!(
            text,
            "\"Hulp bij het huishouden\";\"{code:<10}\";\"2026*\";\"{clients}\""
        );
    }
    write_file(&folder.join("cbs-wmo-2026.csv"), text.as_bytes())?;
    write_key_figures(districts, areas, folder)
}

/// Clients of the Wmo, young people with youth care, and people with social assistance on one day; by buurt too.
fn write_key_figures(
    districts: &[Vec<Count>],
    mut areas: Vec<(String, Count)>,
    folder: &Path,
) -> Result<()> {
    let wijk_of = wijk_of_buurt();
    for (district, buurten) in (0..).zip(districts) {
        let of_buurt = buurten.iter().enumerate().map(|(buurt, count)| {
            let code = buurt_code(district, buurt, wijk_of[buurt]);
            (code, *count)
        });
        areas.extend(of_buurt);
    }
    let mut text = String::from("gwb_code;a_soz_wb;a_jz_tn;a_wmo_t\n");
    for (code, count) in areas {
        let [youth, assisted, wmo] = count.clients;
        let assisted = (assisted + 5) / 10 * 10;
        let [youth, wmo] = [youth, wmo].map(rounded);
        let _ = writeln!(text, "{code};{assisted};{youth};{wmo}");
    }
    write_file(&folder.join("cbs-kerncijfers-2026.csv"), text.as_bytes())
}

/// Each gemeente, and its wijken.
fn areas(districts: &[Vec<Count>]) -> Vec<(String, Count)> {
    let mut areas = Vec::new();
    let wijk_of = wijk_of_buurt();
    for (district, buurten) in (0..).zip(districts) {
        let sum = |is_own: &dyn Fn(usize) -> bool| {
            let mut sum = Count::default();
            let own = (0..buurten.len()).filter(|buurt| is_own(*buurt));
            own.for_each(|buurt| sum.add(&buurten[buurt]));
            sum
        };
        areas.push((format!("GM{:04}", GEMEENTE - district), sum(&|_| true)));
        for wijk in 0..WIJKEN.len() {
            let own = sum(&|buurt| wijk_of[buurt] == wijk);
            areas.push((wijk_code(district, wijk), own));
        }
    }
    areas
}

/// To the nearest multiple of 5; fewer than 10 are unknown, but for none.
fn rounded(count: u32) -> String {
    match (count + 2) / 5 * 5 {
        0 if count == 0 => "0".into(),
        few if few < 10 => ".".into(),
        number => number.to_string(),
    }
}
