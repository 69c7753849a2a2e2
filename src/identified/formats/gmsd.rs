//! A municipality's Wmo delivery to CBS (GMSD): a row per arrangement.
//!
//! A CSV whose first line bears the names of the protocol. They are compared without regard to case, spaces and signs;
//! where the protocol has two columns for one thing, the first that is filled in a row counts. Sources: the protocol of
//! the Gemeentelijke Monitor Sociaal Domein (2015) and the advice on deliveries at waarstaatjegemeente.nl.

use super::csv::Csv;
use crate::error::{Code, Error, Result};
use crate::identified::settings::{ExtractFormat, ExtractSettings, Field, FileKind};
use crate::identified::source::columns::Wanted;
use crate::identified::source::delimited::{DELIMITERS, Delimited};
use crate::identified::source::file::Source;
use crate::identified::source::format::{Fit, Format};
use crate::identified::source::header::Header;
use crate::identified::source::header_row::{ROWS_FOR_HEADER, first_wide_line};
use crate::identified::source::records::{Records, Step};
use crate::identified::source::rows::Surveyed;
use crate::identified::source::table::{MappedTable, MappedTables, Table, find_columns};
use crate::identified::source::text::{TextFile, texts};

/// Per field the columns that fill it, the preferred first; per column its names, in small letters and digits only.
const FIELDS: &[(Field, &[&[&str]])] = &[
    (
        Field::Bsn,
        &[&["bsn", "burgerservicenummer", "bsnnummer", "bsnclient"]],
    ),
    (
        Field::Service,
        &[
            &["typemaatwerkarrangementdeclaratie"],
            &["typemaatwerkarrangementtoewijzing"],
            &["typemaatwerkarrangement", "productcategorie"],
        ],
    ),
    (
        Field::Start,
        &[
            &[
                "datumstartdaadwerkelijkeondersteuning",
                "startdatumdaadwerkelijkeondersteuning",
                "datumstartondersteuning",
            ],
            &[
                "datumstartrechtsgeldigheidondersteuning",
                "datumstartrechtsgeldigheid",
            ],
            &[
                "beoogdestartdatum",
                "beoogdestartdatumondersteuning",
                "beoogdedatumstartondersteuning",
            ],
        ],
    ),
    (
        Field::End,
        &[
            &[
                "datumeindedaadwerkelijkeondersteuning",
                "einddatumdaadwerkelijkeondersteuning",
                "datumeindeondersteuning",
                "einddatumondersteuning",
                "einddatum",
            ],
            &[
                "datumeinderechtsgeldigheidondersteuning",
                "datumeinderechtsgeldigheid",
            ],
            &[
                "beoogdeeinddatum",
                "beoogdeeinddatumondersteuning",
                "beoogdedatumeindeondersteuning",
            ],
        ],
    ),
];

/// The fields without which a delivery tells nothing, and their names in the protocol.
const REQUIRED: &[(Field, &str)] = &[
    (Field::Bsn, "BSN"),
    (Field::Service, "Type maatwerkarrangement declaratie"),
    (Field::Start, "Datum start daadwerkelijke ondersteuning"),
];

/// A delivery of the Gemeentelijke Monitor Sociaal Domein, Wmo.
const FORMAT: ExtractFormat =
    ExtractFormat::new("gmsd-wmo", "a GMSD delivery", FileKind::Delimited);

pub(super) struct GmsdWmo;

impl Format for GmsdWmo {
    fn format(&self) -> ExtractFormat {
        FORMAT
    }

    fn probe(&self, file: &Source) -> Fit {
        let name = loose(&String::from_utf8_lossy(first_wide_line(file.head())));
        let mut words = ["typemaatwerkarrangement", "bsn", "gemeentecode"].iter();
        Fit::sure_if(words.all(|word| name.contains(word)))
    }

    fn open(&self, settings: &ExtractSettings, files: &[Source]) -> Result<Box<dyn Surveyed>> {
        let files = texts(files, settings.encoding)?;
        let names = all_names(settings, &files)?;
        let wanted = names.iter().map(|names| {
            let columns = names.columns.iter();
            let wanted = columns.map(|(field, name)| Wanted::required(*field, name));
            wanted.collect::<Vec<_>>()
        });
        let wanted: Vec<_> = wanted.collect();
        let mut tables = Vec::with_capacity(files.len());
        for ((file, names), wanted) in files.into_iter().zip(&names).zip(&wanted) {
            let delimiter = Some(names.delimiter);
            tables.push(Delimited::settle(file, FORMAT, delimiter, wanted)?);
        }
        let looked = tables.iter().map(|table| table as &dyn Table);
        let found = find_columns(looked.zip(wanted.iter().map(Vec::as_slice)))?;
        let mapped = tables.into_iter().zip(&names).zip(found);
        let mapped = mapped.map(|((table, names), found)| {
            let fields = names.columns.iter().map(|&(field, _)| field);
            let columns = fields.zip(found);
            MappedTable {
                table: Box::new(table),
                columns: columns
                    .filter_map(|(field, one)| Some((field, one?)))
                    .collect(),
            }
        });
        MappedTables::of(mapped.collect(), settings.dates)
    }

    fn tables(&self, file: &Source, sheet: Option<&str>) -> Result<Vec<Box<dyn Table>>> {
        Csv.tables(file, sheet)
    }
}

/// The columns of a file that fill our fields, and what stands between its cells.
struct Names {
    delimiter: u8,
    columns: Vec<(Field, String)>,
}

/// Finds the columns of every file; all that is missing is reported at once.
fn all_names(settings: &ExtractSettings, files: &[TextFile]) -> Result<Vec<Names>> {
    let (mut all, mut mistakes) = (Vec::new(), Vec::new());
    for file in files {
        let names = names(settings, file)?;
        let lacks = |(field, _): &&(Field, &str)| !names.columns.iter().any(|one| one.0 == *field);
        let missing: Vec<_> = REQUIRED
            .iter()
            .filter(lacks)
            .map(|(field, name)| format!("column `{name}` (for {}) is absent", field.name()))
            .collect();
        if !missing.is_empty() {
            mistakes.push(format!("{}: {}", file.path.display(), missing.join("; ")));
        }
        all.push(names);
    }
    if mistakes.is_empty() {
        return Ok(all);
    }
    Err(Error::new(Code::ColumnsWrong, mistakes.join("\n")).hint(
        "the first line must have the column names of the protocol; map any other name under `columns`",
    ))
}

fn names(settings: &ExtractSettings, file: &TextFile) -> Result<Names> {
    let sample = file.sample()?;
    let tried = match settings.delimiter.or(file.separator) {
        Some(given) => vec![given],
        None => DELIMITERS.to_vec(),
    };
    let mut best = Names {
        delimiter: tried[0],
        columns: Vec::new(),
    };
    for delimiter in tried {
        let mut records = Records::new(sample.as_slice(), delimiter);
        for _ in 0..ROWS_FOR_HEADER {
            let step = records.next();
            if step.map_err(|error| Error::io(&file.path, "read", &error))? != Step::Record {
                continue;
            }
            let columns = known(&Header::read(&records, file.encoding));
            if columns.len() > best.columns.len() {
                best = Names { delimiter, columns };
            }
        }
    }
    best.columns
        .retain(|(field, _)| !settings.columns.contains_key(field));
    let given = settings.columns.iter();
    best.columns
        .extend(given.map(|(&field, name)| (field, name.clone())));
    Ok(best)
}

/// The columns of a header that the protocol knows, by field, the preferred first.
fn known(header: &Header) -> Vec<(Field, String)> {
    let mut found = Vec::new();
    for (field, columns) in FIELDS {
        for aliases in *columns {
            let is_it =
                |name: &&zeroize::Zeroizing<String>| aliases.contains(&loose(name).as_str());
            found.extend(
                header
                    .names()
                    .iter()
                    .find(is_it)
                    .map(|name| (*field, name.to_string())),
            );
        }
    }
    found
}

/// A name in small letters and digits only.
fn loose(name: &str) -> String {
    let letters = name.chars().filter(|letter| letter.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Trial, detect, read};
    use super::*;
    use crate::identified::settings::DateOrder;

    const ALL: &str = "Gemeentecode;Aanmaakdatum_bestand;BSN;Type maatwerkarrangement declaratie;\
        Type maatwerkarrangement toewijzing;Datum start daadwerkelijke ondersteuning;\
        Datum_start_rechtsgeldigheid_ondersteuning;Beoogde einddatum";

    fn delivery(text: &str, columns: &[(Field, &str)]) -> Result<Trial> {
        read(&[("wmo.csv", text.as_bytes())], detect(columns))
    }

    #[test]
    fn a_delivery_is_recognised_and_needs_no_mapping() {
        let text = format!(
            "{ALL}\n0479;20260701;999990019;01;;20260115;;\n0479;20260701;999990020;;02;;20260201;20261231\n"
        );
        let trial = delivery(&text, &[]).unwrap();
        assert_eq!(
            trial.reading.detected,
            ["wmo.csv: gmsd-wmo, ';', utf-8, dates y-m-d"]
        );
        assert_eq!(trial.reading.dates, DateOrder::YearMonthDay);
        let fields = |row| {
            [Field::Bsn, Field::Service, Field::Start, Field::End]
                .map(|field| trial.field(row, field))
        };
        assert_eq!(fields(0), ["999990019", "01", "20260115", ""]);
        assert_eq!(fields(1), ["999990020", "02", "20260201", "20261231"]);
        assert_eq!(trial.places(), ["wmo.csv:2", "wmo.csv:3"]);
    }

    #[test]
    fn names_are_compared_without_case_spaces_and_signs() {
        let text = "GEMEENTE_CODE,bsn,TYPE_MAATWERKARRANGEMENT_TOEWIJZING,DatumStartRechtsgeldigheidOndersteuning,x\n0479,1,03,31-01-2026,\n";
        let trial = delivery(text, &[]).unwrap();
        assert_eq!(trial.field(0, Field::Service), "03");
        assert_eq!(trial.reading.dates, DateOrder::DayMonthYear);
    }

    #[test]
    fn the_agreement_may_name_another_column() {
        let text = "gemeentecode;bsn;client;type maatwerkarrangement;code;begin\n0479;1;c7;03;K1;2026-01-31\n";
        let columns = [
            (Field::Service, "code"),
            (Field::Start, "Begin"),
            (Field::Client, "client"),
        ];
        let trial = delivery(text, &columns).unwrap();
        let fields =
            [Field::Service, Field::Start, Field::Client].map(|field| trial.field(0, field));
        assert_eq!(fields, ["K1", "2026-01-31", "c7"]);
    }

    #[test]
    fn all_that_a_delivery_lacks_is_told_at_once() {
        let error = delivery(
            "Gemeentecode;BSN nr;Type maatwerkarrangement\n0479;1;03\n",
            &[],
        )
        .err()
        .unwrap();
        let message = error.to_string();
        assert!(
            message.contains("column `BSN` (for bsn) is absent"),
            "{message}"
        );
        assert!(
            message.contains("`Datum start daadwerkelijke ondersteuning` (for start)"),
            "{message}"
        );
        assert!(!message.contains("BSN nr") && error.advice().is_some());
    }
}
