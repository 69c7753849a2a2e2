//! The same clients in every kind of table: the same counts, and no name on any screen.

#![expect(
    clippy::unwrap_used,
    reason = "an office that cannot work is a failed test"
)]

#[cfg(test)]
mod made_tables;
#[cfg(test)]
mod office;

use office::{CONFIG, Office, REGISTER};
use rust_xlsxwriter::Workbook;

const HEADER: [&str; 4] = ["BSN", "Achternaam", "Geb.datum", "Begin"];

/// The third client's number fails the eleven-test, and her birth date is none.
const CLIENTS: [[&str; 4]; 4] = [
    ["123456782", "Ørsted-Żuławski", "17-03-1971", "01-02-2026"],
    ["048274641", "Ĳsbrandsz", "29-02-1988", "01-02-2026"],
    ["123456789", "Foutenbsn", "31-02-1980", "01-02-2026"],
    [
        "999990019",
        "van der Quisthoudt",
        "00-00-1950",
        "01-02-2027",
    ],
];

const FORMATS: [&str; 4] = ["csv", "fixed", "xlsx", "parquet"];

fn office() -> Office {
    let office = Office::with(&[("extracts/register.csv", REGISTER.as_bytes())]);
    let mut config = CONFIG[..CONFIG.find("[[provider]]").unwrap()].to_owned();
    for format in FORMATS {
        let columns: Vec<String> = if format == "fixed" {
            ["1-9", "10-29", "30-39", "40-49"]
                .map(str::to_owned)
                .to_vec()
        } else {
            HEADER.map(str::to_owned).to_vec()
        };
        let fields = ["bsn", "surname", "birth_date", "start"];
        let line = |(ours, theirs): (&&str, String)| format!("{ours} = \"{theirs}\"");
        let mapped: Vec<_> = fields.iter().zip(columns).map(line).collect();
        let given = if format == "fixed" {
            "format = \"fixed\""
        } else {
            ""
        };
        let about =
            format!("id = \"{format}\"\nextract = \"clients.{format}\"\nservice = \"hulp\"");
        let lines = [
            "[[provider]]",
            &about,
            given,
            "[provider.columns]",
            &mapped.join("\n"),
            "",
        ];
        config.push_str(&lines.join("\n"));
    }
    office.write("config.toml", config.as_bytes());
    office.write("clients.csv", csv().as_bytes());
    office.write("clients.fixed", fixed().as_bytes());
    write_xlsx(&office);
    write_parquet(&office);
    office
}

fn csv() -> String {
    let rows = CLIENTS.iter().map(|client| client.join(";"));
    [HEADER.join(";")]
        .into_iter()
        .chain(rows)
        .collect::<Vec<_>>()
        .join("\r\n")
}

fn fixed() -> String {
    let row =
        |[bsn, name, birth, start]: &[&str; 4]| format!("{bsn:9}{name:20}{birth:10}{start:10}\n");
    CLIENTS.iter().map(row).collect()
}

/// Numbers are numbers, as Excel makes of them: the second client's first zero is lost.
fn write_xlsx(office: &Office) {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_row(0, 0, HEADER).unwrap();
    for (row, [bsn, rest @ ..]) in (1..).zip(&CLIENTS) {
        sheet.write(row, 0, bsn.parse::<f64>().unwrap()).unwrap();
        sheet.write_row(row, 1, *rest).unwrap();
    }
    book.save(office.path("clients.xlsx")).unwrap();
}

fn write_parquet(office: &Office) {
    let rows: Vec<&[&str]> = [&HEADER[..]]
        .into_iter()
        .chain(CLIENTS.iter().map(|client| &client[..]))
        .collect();
    office.write("clients.parquet", &made_tables::parquet(&rows));
}

/// What `check` says of a provider, and that it says no more than that.
fn check(office: &Office, format: &str) -> serde_json::Value {
    let words = ["--json", "check", "-c", "config.toml", "--provider", format];
    let output = office.run(&words);
    let screen = [output.stdout.clone(), output.stderr].concat();
    let screen = String::from_utf8_lossy(&screen).to_lowercase();
    for secret in [
        "rsted",
        "sbrands",
        "fouten",
        "quist",
        "48274641",
        "123456789",
        "1971",
    ] {
        assert!(!screen.contains(secret), "{format}: {screen}");
    }
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn the_same_clients_give_the_same_counts_in_every_format() {
    let office = office();
    for format in FORMATS {
        let told = check(&office, format);
        let party = &told["parties"][0];
        let counts = ["read", "kept", "clients"].map(|name| party[name].as_u64());
        assert_eq!(counts, [Some(4), Some(2), Some(2)], "{format}: {told}");
    }
}

#[test]
fn a_mapping_that_does_not_fit_names_no_one() {
    let office = office();
    for (old, new) in [
        ("surname = \"Achternaam\"", "surname = \"Naam\""),
        ("1-9", "1-x"),
    ] {
        office.edit("config.toml", old, new);
    }
    for format in FORMATS {
        let screen = office.fails(1, &["check", "-c", "config.toml", "--provider", format]);
        assert!(screen.contains("(for "), "{format}: {screen}");
        for secret in [
            "rsted",
            "sbrands",
            "Fouten",
            "Quist",
            "48274641",
            "123456789",
        ] {
            assert!(!screen.contains(secret), "{format}: {screen}");
        }
    }
}
