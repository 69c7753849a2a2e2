//! One small extract with odd names in every format. A new format is one entry of [`SAMPLES`].

/// An extract and how the agreement maps it.
pub(crate) struct Sample {
    /// The word of the agreement.
    pub(crate) format: &'static str,
    /// `register`, or a provider.
    pub(crate) party: &'static str,
    /// The name of the file.
    pub(crate) file: &'static str,
    /// What stands in it; what identifies is of the list of secrets of the test.
    pub(crate) bytes: fn() -> Vec<u8>,
    /// The lines of the party in the agreement, behind extract and format.
    pub(crate) mapping: &'static str,
}

/// All formats.
pub(crate) const SAMPLES: &[Sample] = &[
    Sample {
        format: "csv",
        party: "wijkteam",
        file: "wijkteam.csv",
        bytes: || crate::office::WIJKTEAM.into(),
        mapping: r#"
service = "schuld"
columns = { client = "Klantnr", bsn = "BSN", surname = "Achternaam", given_names = "Voornaam", birth_date = "Geb.datum", start = "Begin", end = "Einde" }
"#,
    },
    Sample {
        format: "brp",
        party: "register",
        file: "brp.csv",
        bytes: || BRP.into(),
        mapping: "household = \"family\"\n",
    },
    Sample {
        format: "istandaarden",
        party: "thuiszorg",
        file: "wmo301.xml",
        bytes: || WMO_301.into(),
        mapping: "services = { \"01\" = \"hulp\" }\n",
    },
];

const BRP: &str = "\u{feff};01.01.20;01.02.40;01.03.10;05.01.20;05.02.40;05.07.10;05.H;07.67.10;07.67.20;08.10.10;08.11.20;08.11.60;08.13.10;;\r
KLANT-9F3A;123456782;Quisthoudt;19710317;111222333;Ørsted;20000101;;;;W;7331;1507XY;;;\r
KLANT-7C1B;111222333;Ørsted;19880229;123456782;Quisthoudt;20000101;;;;W;7331;1507XY;;;\r
KLANT-0D2E;123456789;Foutenbsn;31-02-1980;;;;;;;W;8442;1508ZZ;;;\r
";

const WMO_301: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<wmo301:Bericht xmlns:iwmo="http://www.istandaarden.nl/iwmo/3_2/basisschema/schema" xmlns:wmo301="http://www.istandaarden.nl/iwmo/3_2/wmo301/schema">
<wmo301:Header><wmo301:BerichtCode>414</wmo301:BerichtCode><wmo301:BerichtVersie>3</wmo301:BerichtVersie><wmo301:BerichtSubversie>2</wmo301:BerichtSubversie><wmo301:Afzender>0999</wmo301:Afzender><wmo301:Ontvanger>99990002</wmo301:Ontvanger><wmo301:BerichtIdentificatie><iwmo:Identificatie>000000000001</iwmo:Identificatie><iwmo:Dagtekening>2026-12-31</iwmo:Dagtekening></wmo301:BerichtIdentificatie></wmo301:Header>
<wmo301:Client><wmo301:Bsn>123456782</wmo301:Bsn><wmo301:Geboortedatum><iwmo:Datum>1971-03-17</iwmo:Datum></wmo301:Geboortedatum><wmo301:Geslacht>2</wmo301:Geslacht>
<wmo301:Naam><iwmo:Geslachtsnaam><iwmo:Achternaam>Quisthoudt</iwmo:Achternaam></iwmo:Geslachtsnaam><iwmo:Voornamen>Dieuwertje</iwmo:Voornamen></wmo301:Naam>
<wmo301:Contactgegevens><wmo301:Contact><wmo301:Soort>01</wmo301:Soort><wmo301:Adres><iwmo:Huis><iwmo:Huisnummer>7331</iwmo:Huisnummer></iwmo:Huis><iwmo:Postcode>1507XY</iwmo:Postcode></wmo301:Adres></wmo301:Contact></wmo301:Contactgegevens>
<wmo301:ToegewezenProducten><wmo301:ToegewezenProduct><wmo301:ToewijzingNummer>8</wmo301:ToewijzingNummer><wmo301:Product><iwmo:Categorie>01</iwmo:Categorie><iwmo:Code>01A01</iwmo:Code></wmo301:Product><wmo301:Toewijzingsdatum>2026-01-01</wmo301:Toewijzingsdatum><wmo301:Ingangsdatum>2026-01-01</wmo301:Ingangsdatum></wmo301:ToegewezenProduct></wmo301:ToegewezenProducten>
</wmo301:Client>
</wmo301:Bericht>
"#;

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
        "max_left_behind = 0.9\n"
    };
    let id = if is_register { "thuiszorg" } else { party };
    let project = crate::office::CONFIG.split_once("[register]").unwrap().0;
    format!(
        "{project}\n[register]\nhandover = \"handovers/register\"\n{rule}{register}\n\
         [[provider]]\nid = \"{id}\"\nname = \"Provider\"\nhandover = \"handovers/{id}\"\n{service}{provider}"
    )
}
