//! Odd names, BSNs, addresses and client numbers go in; no byte of them in any file, log or screen.

#![expect(
    clippy::unwrap_used,
    reason = "an office that cannot work is a failed test"
)]

#[cfg(test)]
mod every_format;
#[cfg(test)]
mod frame;
#[cfg(test)]
mod made_tables;
#[cfg(test)]
mod office;
#[cfg(test)]
mod silence;

use std::fmt::Write as _;
use std::fs;
use std::process::Stdio;

use every_format::{SAMPLES, steps};
use office::Office;
use silence::{assert_silent, assert_silent_parquet, assert_silent_screen};

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
    for profile in ["standard", "strict"] {
        nothing_leaves(profile);
    }
}

fn nothing_leaves(profile: &str) {
    let office = Office::small();
    let (path, standard) = (office.path("config.toml"), "profile = \"standard\"");
    let agreement = fs::read_to_string(&path).unwrap();
    assert!(agreement.contains(standard));
    fs::write(&path, agreement.replace("standard", profile)).unwrap();
    office.make_keys();
    let mut steps: Vec<Vec<&str>> = vec![
        vec!["check", "-c", "config.toml"],
        vec!["--json", "check", "-c", "config.toml"],
        vec!["--quiet", "check", "-c", "config.toml"],
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
fn every_extract_of_the_tests_holds_what_is_looked_for() {
    for sample in SAMPLES {
        steps::assert_holds_its_secrets(sample);
    }
}

#[test]
fn nothing_that_identifies_leaves_an_extract_of_any_format() {
    for sample in SAMPLES {
        steps::assert_nothing_leaves_when_all_is_well(sample);
    }
}

#[test]
fn nothing_that_identifies_is_in_the_envelopes_of_an_extract_of_any_format() {
    for sample in SAMPLES {
        steps::assert_nothing_leaves_in_envelopes(sample);
    }
}

#[test]
fn nothing_that_identifies_leaves_a_damaged_extract_of_any_format() {
    for sample in SAMPLES {
        steps::assert_nothing_leaves_when_damaged(sample);
    }
}

#[test]
fn nothing_that_identifies_leaves_an_extract_that_is_mapped_wrong() {
    for sample in SAMPLES {
        steps::assert_nothing_leaves_when_mapped_wrong(sample);
    }
}

#[test]
fn what_a_killed_step_leaves_behind_holds_no_name() {
    let office = Office::small();
    office.make_keys();
    let mut rows = office::WIJKTEAM.to_owned();
    for number in 0..20_000 {
        writeln!(
            rows,
            "K{number};;Quisthoudt;Dieuwertje;17-03-1971;01-02-2026;"
        )
        .unwrap();
    }
    office.write("extracts/wijkteam.csv", rows.as_bytes());
    let words = office::step("wijkteam");
    let mut command = office.command(&words);
    let mut child = command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let partial = office.path("handovers/wijkteam.partial");
    let has_begun = || {
        partial.is_dir()
            && office::files_below(&partial)
                .iter()
                .any(|file| fs::metadata(file).is_ok_and(|file| file.len() > 0))
    };
    while child.try_wait().unwrap().is_none() && !has_begun() {
        std::thread::yield_now();
    }
    let _ = child.kill();
    child.wait().unwrap();
    let left: Vec<_> = office.files();
    let left = left
        .iter()
        .filter(|path| path.starts_with(office.path("handovers")));
    for path in left {
        let bytes = fs::read(path).unwrap();
        for secret in [
            "Quisthoudt",
            "QUISTHOUDT",
            "DIEUWERTJE",
            "Dieuwertje",
            "17-03-1971",
        ] {
            let found = bytes
                .windows(secret.len())
                .any(|window| window == secret.as_bytes());
            assert!(!found, "{} holds {secret}", path.display());
        }
    }
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
    for (wijk, buurt, field) in [
        ("Naam", "BSN", "bsn = \"BSN\"\nsurname = \"Naam\"\n"),
        ("Wijk", "BSN", "bsn = \"BSN\"\n"),
        ("BSN", "Wijk", "bsn = \"BSN\"\n"),
    ] {
        let office = Office::small();
        office.make_keys();
        // A column is one field.
        let register = office::CONFIG.split_once("[[provider]]").unwrap().0;
        office.edit("config.toml", register, &register.replace(field, ""));
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
fn the_look_goes_into_what_is_packed_and_compressed() {
    let parquet = made_tables::parquet(&[
        &["Naam"],
        &["Quisthoudt, at length, so that it is compressed"],
    ]);
    let mut header = tar::Header::new_gnu();
    header.set_size(parquet.len() as u64);
    let mut archive = tar::Builder::new(Vec::new());
    archive
        .append_data(&mut header, "persons.parquet", &parquet[..])
        .unwrap();
    let packed = archive.into_inner().unwrap();
    let found = std::panic::catch_unwind(|| silence::assert_silent_file("an envelope", &packed));
    assert!(found.is_err());
    assert!(
        silence::contents(&packed)
            .iter()
            .any(|piece| piece.starts_with(b"Quisthoudt"))
    );
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
