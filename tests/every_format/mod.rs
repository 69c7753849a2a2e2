//! One small extract with odd names in every format. A new format is one entry of [`SAMPLES`].

pub(crate) mod steps;
mod texts;

use crate::made_tables;

/// An extract and how the agreement maps it.
pub(crate) struct Sample {
    /// The word of the agreement.
    pub(crate) format: &'static str,
    /// `register`, or a provider.
    pub(crate) party: &'static str,
    /// The name of the file.
    pub(crate) file: &'static str,
    /// What stands in it.
    pub(crate) bytes: fn() -> Vec<u8>,
    /// What identifies in it: some of the secrets of the test, as they stand there.
    pub(crate) holds: &'static [&'static str],
    /// The lines of the party in the agreement, behind extract and format.
    pub(crate) mapping: &'static str,
}

/// A sample that holds [`PERSON`].
const fn sample(
    format: &'static str,
    party: &'static str,
    file: &'static str,
    bytes: fn() -> Vec<u8>,
    mapping: &'static str,
) -> Sample {
    Sample {
        format,
        party,
        file,
        bytes,
        holds: PERSON,
        mapping,
    }
}

impl Sample {
    const fn holding(self, holds: &'static [&'static str]) -> Self {
        Self { holds, ..self }
    }
}

/// The person of most formats.
const PERSON: &[&str] = &["123456782", "Quisthoudt", "1971-03-17", "1507XY"];

/// The same person, as a table has her.
const CLIENT: &[&str] = &["123456782", "Quisthoudt", "17-03-1971", "1507XY"];

/// The columns of [`CLIENTS`].
const MAPPED: &str = r#"service = "schuld"
columns = { client = "Klantnr", bsn = "BSN", surname = "Achternaam", birth_date = "Geb.datum", postcode = "PC", house_number = "Nr", start = "Begin" }
"#;

/// The third client has no valid number or birth date.
const CLIENTS: &made_tables::Rows = &[
    &[
        "Klantnr",
        "BSN",
        "Achternaam",
        "Geb.datum",
        "PC",
        "Nr",
        "Begin",
        "Opmerking",
    ],
    &[
        "KLANT-9F3A",
        "123456782",
        "Quisthoudt",
        "17-03-1971",
        "1507XY",
        "7331",
        "01-02-2026",
        "Kwelderpad",
    ],
    &[
        "KLANT-7C1B",
        "48274641",
        "Ĳsbrandsz",
        "29-02-1988",
        "1509WW",
        "9553",
        "01-02-2026",
        "Ruud",
    ],
    &[
        "KLANT-0D2E",
        "123456789",
        "Foutenbsn",
        "31-02-1980",
        "1508ZZ",
        "8442",
        "01-02-2026",
        "Bram",
    ],
];

/// All formats.
pub(crate) const SAMPLES: &[Sample] = &[
    sample("csv", "wijkteam", "c.csv", || made_tables::csv(CLIENTS), MAPPED).holding(CLIENT),
    sample(
        "fixed",
        "wijkteam",
        "c.txt",
        || texts::FIXED.into(),
        r#"service = "schuld"
columns = { bsn = "1-9", surname = "10-29", birth_date = "30-39", postcode = "40-46", start = "47-56" }
"#,
    )
    .holding(&["123456782", "Ørsted", "17-03-1971", "1507XY"]),
    sample("xlsx", "wijkteam", "c.xlsx", || made_tables::xlsx(CLIENTS), MAPPED).holding(CLIENT),
    sample("ods", "wijkteam", "c.ods", || made_tables::ods(CLIENTS), MAPPED).holding(CLIENT),
    // Written by another program; one birth date is text.
    sample(
        "xls",
        "wijkteam",
        "c.xls",
        || include_bytes!("../extracts/clienten.xls").to_vec(),
        r#"service = "schuld"
sheet = "Cliënten"
columns = { bsn = "BSN", surname = "Achternaam", birth_date = "Geb.datum" }
"#,
    )
    .holding(&["Jansén", "Żuławski", "999900018"]),
    sample("parquet", "wijkteam", "c.parquet", || made_tables::parquet(CLIENTS), MAPPED)
        .holding(CLIENT),
    sample("brp", "register", "brp.csv", || texts::BRP.into(), FAMILY)
        .holding(&["123456782", "Quisthoudt", "19710317", "Kwelderpad", "1507XY"]),
    sample("brp-api", "register", "brp.json", || texts::BRP_API.into(), FAMILY),
    sample("istandaarden", "thuiszorg", "301.xml", || texts::WMO_301.into(), CATEGORIES),
    sample("istandaarden", "thuiszorg", "323.xml", || texts::WMO_323.into(), CATEGORIES)
        .holding(&["123456782", "KLANT-9F3A"]),
    sample("ddas", "wijkteam", "ddas.json", || texts::DDAS.into(), "service = \"schuld\"\n"),
    sample(
        "vroegsignalering",
        "wijkteam",
        "v.json",
        || texts::VROEGSIGNALERING.into(),
        "service = \"schuld\"\n",
    ),
    sample("gmsd-wmo", "thuiszorg", "wmo.csv", || texts::GMSD.into(), CATEGORIES)
        .holding(&["123456782", "Quisthoudt", "KLANT-7C1B"]),
];

const FAMILY: &str = "household = \"family\"\n";

const CATEGORIES: &str = "services = { \"01\" = \"hulp\" }\n";

/// An agreement in which the party of the sample reads it.
pub(crate) fn config(sample: &Sample) -> String {
    let Sample {
        format,
        party,
        file,
        mapping,
        ..
    } = sample;
    let lines = format!("extract = \"extracts/{file}\"\nformat = \"{format}\"\n{mapping}");
    let nobody = "extract = \"extracts/nothing.csv\"\ncolumns = { bsn = \"BSN\" }\n";
    let is_register = *party == "register";
    let (register, provider) = if is_register {
        (lines, nobody.to_owned())
    } else {
        (nobody.to_owned(), lines)
    };
    let rule = if is_register {
        ""
    } else {
        "household = \"address\"\n"
    };
    let service = if is_register {
        "service = \"hulp\"\n"
    } else {
        "max_left_behind = 0.95\n"
    };
    let id = if is_register { "thuiszorg" } else { party };
    let project = crate::office::CONFIG.split_once("[register]").unwrap().0;
    format!(
        "{project}\n[register]\nhandover = \"handovers/register\"\n{rule}{register}\n\
         [[provider]]\nid = \"{id}\"\nname = \"Provider\"\nhandover = \"handovers/{id}\"\n{service}{provider}"
    )
}
