//! Odd names, BSNs, addresses and client numbers go in; no byte of them in any file, log or screen.

#![expect(
    clippy::unwrap_used,
    reason = "an office that cannot work is a failed test"
)]

#[cfg(test)]
mod office;

use std::fs;
use std::path::Path;
use std::process::Output;

use office::Office;
use polars::prelude::{ParquetReader, SerReader};

/// What stands in the extracts and must not stand anywhere else, in the forms that a program could write it in.
fn secrets() -> Vec<(String, Vec<u8>)> {
    let texts = [
        "Ørsted",
        "Żuławski",
        "Orsted",
        "Zulawski",
        "ORSTED",
        "ZULAWSKI",
        "orsted",
        "Fjóla",
        "Fjola",
        "FJOLA",
        "Ínez",
        "Bram",
        "BRAM",
        "Quisthoudt",
        "QUISTHOUDT",
        "quisthoudt",
        "Ruud",
        "RUUD",
        "Ĳsbrandsz",
        "IJsbrandsz",
        "YSBRANDSZ",
        "IJSBRANDSZ",
        "Dieuwertje",
        "DIEUWERTJE",
        "Foutenbsn",
        "FOUTENBSN",
        "Onbekendeling",
        "ONBEKENDELING",
        "Grensgeval",
        "GRENSGEVAL",
        "KLANT-9F3A",
        "KLANT-7C1B",
        "KLANT-0D2E",
        "H-91",
        "H-92",
        "1507XY",
        "1508ZZ",
        "1508 zz",
        "1509WW",
        "1599AA",
        "17-03-1971",
        "1971-03-17",
        "19710317",
        "29-02-1988",
        "1988-02-29",
        "19880229",
        "05-11-2011",
        "2011-11-05",
        "1944-06-06",
        "31-02-1980",
        "1950-00-00",
        "00-00-1950",
        "1933-01-02",
    ];
    let numbers = [
        123_456_782_u32,
        111_222_333,
        999_990_019,
        48_274_641,
        123_456_789,
    ];
    let mut secrets: Vec<(String, Vec<u8>)> = Vec::new();
    for text in texts {
        secrets.push((text.into(), text.into()));
        secrets.push((
            format!("{text} as UTF-16"),
            text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        ));
    }
    for number in numbers {
        secrets.push((format!("{number}"), format!("{number}").into()));
        secrets.push((format!("{number:09}"), format!("{number:09}").into()));
        secrets.push((format!("{number} in bytes"), number.to_le_bytes().into()));
        secrets.push((
            format!("{number} in bytes, turned"),
            number.to_be_bytes().into(),
        ));
    }
    secrets
}

fn assert_silent(what: &str, bytes: &[u8]) {
    for (name, secret) in secrets() {
        let found = bytes.windows(secret.len()).any(|window| window == secret);
        assert!(!found, "{what} holds {name}");
    }
}

fn assert_silent_screen(words: &[&str], output: &Output) {
    assert_silent(&format!("stdout of {words:?}"), &output.stdout);
    assert_silent(&format!("stderr of {words:?}"), &output.stderr);
}

/// A Parquet file is compressed: its values are read back and looked at too.
fn assert_silent_parquet(path: &Path) {
    let frame = ParquetReader::new(fs::File::open(path).unwrap())
        .finish()
        .unwrap();
    for column in frame.columns() {
        let name = column.name().to_string();
        assert_silent(&format!("{} column name", path.display()), name.as_bytes());
        if let Ok(texts) = column.str() {
            for text in texts.iter().flatten() {
                assert_silent(&format!("{} {name}", path.display()), text.as_bytes());
            }
        }
        if let Ok(values) = column.binary() {
            for value in values.iter().flatten() {
                assert_eq!(
                    value.len(),
                    16,
                    "{} {name}: a token has 16 bytes",
                    path.display()
                );
                assert_silent(&format!("{} {name}", path.display()), value);
            }
        }
    }
}

fn assert_silent_files(office: &Office) {
    let mut seen = 0;
    for path in office.files() {
        let inside = path
            .strip_prefix(office.path(""))
            .unwrap()
            .to_string_lossy()
            .replace('\\', "/");
        if inside.starts_with("extracts/") {
            continue;
        }
        seen += 1;
        assert_silent(&inside, inside.as_bytes());
        assert_silent(&inside, &fs::read(&path).unwrap());
        match path.extension().and_then(|ending| ending.to_str()) {
            Some("parquet") => assert_silent_parquet(&path),
            Some("xlsx") => {
                let mut archive = zip::ZipArchive::new(fs::File::open(&path).unwrap()).unwrap();
                for place in 0..archive.len() {
                    let mut bytes = Vec::new();
                    std::io::copy(&mut archive.by_index(place).unwrap(), &mut bytes).unwrap();
                    assert_silent(&inside, &bytes);
                }
            }
            _ => {}
        }
    }
    assert!(
        seen > 10,
        "the test looks at the files that were written: {seen}"
    );
}

#[test]
fn nothing_that_identifies_is_in_any_file_or_on_any_screen() {
    let office = Office::small();
    office.make_keys();
    let mut steps: Vec<Vec<&str>> = vec![
        vec!["check", "-c", "config.toml"],
        vec!["--json", "check", "-c", "config.toml"],
    ];
    for provider in ["register", "wijkteam", "thuiszorg"] {
        steps.push(vec!["check", "-c", "config.toml", "--provider", provider]);
        steps.push(office::step(provider).to_vec());
    }
    steps.push(vec!["run", "-c", "config.toml"]);
    steps.push(vec![
        "--json",
        "run",
        "-c",
        "config.toml",
        "--internal",
        "-o",
        "inside",
    ]);
    steps.push(vec![
        "link",
        "-c",
        "config.toml",
        "-o",
        "linked",
        "--internal",
    ]);
    for words in &steps {
        let output = office.run(words);
        let screen = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{words:?}: {screen}");
        assert_silent_screen(words, &output);
    }
    assert_silent_files(&office);
}

#[test]
fn errors_and_refusals_say_nothing_that_identifies() {
    // A file without a header, so that a person's row stands where the names of the columns should be.
    let office = Office::small();
    office.make_keys();
    let rows = office::WIJKTEAM.split_once('\n').unwrap().1;
    for (what, content) in [
        ("no header", rows.as_bytes().to_vec()),
        (
            "an open quote",
            office::WIJKTEAM.replace("Fjola", "\"Fjola").into_bytes(),
        ),
        (
            "another delimiter",
            office::WIJKTEAM.replace(';', "|").into_bytes(),
        ),
        (
            "bytes of no encoding",
            office::WIJKTEAM
                .replace("Fjola", "Fjo\u{81}la")
                .bytes()
                .map(|b| if b == 0xc2 { 0xff } else { b })
                .collect(),
        ),
        ("binary", [office::WIJKTEAM.as_bytes(), b"\0\0\0"].concat()),
        (
            "cells too many",
            office::WIJKTEAM
                .replace("KLANT-0D2E;", "KLANT-0D2E;;;;")
                .into_bytes(),
        ),
    ] {
        office.write("extracts/wijkteam.csv", &content);
        for words in [
            vec!["check", "-c", "config.toml", "--provider", "wijkteam"],
            vec![
                "pseudonymise",
                "-c",
                "config.toml",
                "--provider",
                "wijkteam",
                "--key",
                "project.key",
                "--yes",
                "-o",
                "out",
            ],
        ] {
            let output = office.run(&words);
            assert_silent_screen(&words, &output);
            assert_ne!(output.status.code(), Some(101), "{what}: a panic");
        }
        let _ = fs::remove_dir_all(office.path("out"));
    }
}

/// Extracts that say as much about persons as extracts can, where names and values stand in odd places.
fn odd_extracts() -> Vec<(&'static str, Vec<u8>)> {
    let wijkteam = office::WIJKTEAM;
    let without_header = wijkteam.split_once('\n').unwrap().1;
    let names_only = "Quisthoudt;Fjola;Bram\nOnbekendeling;Ruud;Dieuwertje\n";
    let pivot =
        "Datum;BSN;Quisthoudt;Fjóla Ínez;IJsbrandsz\n17-03-1971;123456782;Ruud;Bram;1507XY\n";
    let in_header = "BSN 123456782;Naam Quisthoudt;Geboren 17-03-1971;1507XY;Product\n\
                     48274641;IJsbrandsz;29-02-1988;1509WW;Dieuwertje\n";
    let unknown_names = "Naam;Ruud;Fjola\nBram;123456782;1507XY\nDieuwertje;48274641;1509WW\n";
    let codes =
        "BSN;Product\n".to_owned() + &"123456782;Quisthoudt\n48274641;KLANT-9F3A\n".repeat(30);
    let message = format!(
        "<Bericht><Header><BerichtCode>414</BerichtCode></Header><Client><Bsn>123456782</Bsn><Naam><Geslachtsnaam>\
         <Achternaam>Quisthoudt</Achternaam></Geslachtsnaam></Naam><ToegewezenProducten><ToegewezenProduct>\
         <ToewijzingNummer>1</ToewijzingNummer><Product><Categorie>{}</Categorie></Product>\
         <Ingangsdatum>2026-01-01</Ingangsdatum></ToegewezenProduct></ToegewezenProducten></Client></Bericht>",
        "Bram"
    );
    vec![
        ("register.csv", office::REGISTER.into()),
        ("wijkteam.csv", wijkteam.into()),
        ("thuiszorg.csv", office::THUISZORG.into()),
        ("without_header.csv", without_header.into()),
        ("names_only.csv", names_only.into()),
        ("pivot.csv", pivot.into()),
        ("in_header.csv", in_header.into()),
        ("unknown_names.csv", unknown_names.into()),
        ("codes.csv", codes.into()),
        (
            "open_quote.csv",
            wijkteam.replace("Fjola", "\"Fjola").into(),
        ),
        (
            "header_open_quote.csv",
            wijkteam.replacen("BSN", "\"Quisthoudt", 1).into(),
        ),
        ("binary.csv", [wijkteam.as_bytes(), b"\0\0"].concat()),
        ("message.xml", message.into()),
        (
            "cut_off.xml",
            b"<Bericht><Client><Bsn>123456782</Bsn><Naam>Quisthoudt".to_vec(),
        ),
    ]
}

#[test]
fn an_inspection_shows_no_value_and_no_header_that_is_a_persons() {
    let office = Office::small();
    let mut proposed = 0;
    for (name, content) in odd_extracts() {
        office.write(name, &content);
        for words in [
            vec!["inspect", name],
            vec!["--json", "inspect", name],
            vec!["--quiet", "inspect", name, "-c", "config.toml"],
        ] {
            let output = office.run(&words);
            assert_silent_screen(&words, &output);
            assert_ne!(output.status.code(), Some(101), "{words:?}: a panic");
            proposed +=
                usize::from(String::from_utf8_lossy(&output.stdout).contains("[[provider]]"));
        }
    }
    assert!(proposed >= 9, "the test looks at proposals: {proposed}");
}

#[test]
fn a_mistaken_mapping_lets_no_name_or_bsn_pass_as_an_area() {
    for (wijk, buurt) in [("Naam", "BSN"), ("Wijk", "BSN"), ("BSN", "Wijk")] {
        let office = Office::small();
        office.make_keys();
        let mapped = format!("wijk = \"{wijk}\"\nbuurt = \"{buurt}\"");
        office.edit("config.toml", "wijk = \"Wijk\"", &mapped);
        let words = office::step("register");
        let output = office.run(&words);
        assert_eq!(
            output.status.code(),
            Some(3),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        assert_silent_screen(&words, &output);
        assert!(!office.path("handovers/register").exists());
    }
}

#[test]
fn the_look_for_secrets_finds_them() {
    for (text, found) in [
        ("… Quisthoudt …", true),
        ("… 123456782 …", true),
        ("WK099901", false),
    ] {
        let result = std::panic::catch_unwind(|| assert_silent("a text", text.as_bytes()));
        assert_eq!(result.is_err(), found, "{text}");
    }
}
