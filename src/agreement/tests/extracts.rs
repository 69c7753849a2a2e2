//! Where the files of an extract are, and what is said of those that are not there.

use super::{EXAMPLE, SMALLEST, complaint, read};
use crate::agreement::Agreement;
use crate::identified::{PartySettings, ProviderSettings};
use crate::vocabulary::ProviderId;

#[test]
fn a_folder_without_a_file_of_the_extract_is_told_as_one() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("berichten")).unwrap();
    std::fs::write(folder.path().join("berichten/.verborgen.csv"), "x").unwrap();
    let path = folder.path().join("config.toml");
    let text = SMALLEST.replace("[[provider]]\n", "[[provider]]\nextract = \"berichten\"\n");
    std::fs::write(&path, text).unwrap();
    let agreement = Agreement::read(&path).unwrap();
    let error = agreement.party_settings(&agreement.parties()).unwrap_err();
    let message = error.to_string();
    assert!(
        message.contains("the folder \"berichten\" contains no file"),
        "{message}"
    );
}

#[test]
fn a_file_is_missed_only_by_the_command_that_reads_it() {
    let agreement = read(EXAMPLE).unwrap();
    let one = [ProviderId::new("schuldhulp").unwrap()];
    let error = agreement.party_settings(&one).unwrap_err().to_string();
    assert!(
        error.contains("no file at \"extracts/schuldhulp.csv\""),
        "{error}"
    );
    assert!(!error.contains("sociale-dienst"), "{error}");
    let error = agreement.run_inputs(None, false).unwrap_err().to_string();
    assert!(
        error.contains("has 6 mistakes") && error.contains("release.key"),
        "{error}"
    );
}

#[test]
fn a_register_that_is_not_there_is_missed_by_its_name() {
    let register = [ProviderId::register()];
    let error = read(SMALLEST).unwrap().party_settings(&register);
    let error = error.unwrap_err().to_string();
    assert!(
        error.contains("[register] is missing, and with it `extract`"),
        "{error}"
    );
    let one = [ProviderId::new("x").unwrap()];
    let error = read(SMALLEST).unwrap().party_settings(&one);
    let error = error.unwrap_err().to_string();
    assert!(error.contains("[provider] lacks `extract`"), "{error}");
}

/// The settings of the provider with this extract.
fn provider_of(folder: &tempfile::TempDir, extract: &str) -> ProviderSettings {
    let text = format!("{SMALLEST}extract = {extract}\n");
    let agreement = Agreement::parse(&text, &folder.path().join("config.toml")).unwrap();
    let x = [ProviderId::new("x").unwrap()];
    match agreement.party_settings(&x).unwrap().pop() {
        Some(PartySettings::Provider(provider)) => *provider,
        _ => panic!("one provider"),
    }
}

#[test]
fn an_extract_is_a_path_a_list_a_folder_or_a_glob() {
    let folder = tempfile::tempdir().unwrap();
    let beside = [".hidden", "~$a.csv", "Thumbs.db"];
    for name in ["b.csv", "a.csv", "a.xml"].into_iter().chain(beside) {
        std::fs::write(folder.path().join(name), "").unwrap();
    }
    let files = |extract: &str| {
        let provider = provider_of(&folder, extract);
        let name =
            |file: &std::path::PathBuf| file.file_name().unwrap().to_str().unwrap().to_owned();
        provider.extract.files.iter().map(name).collect::<Vec<_>>()
    };
    assert_eq!(files("\"a.csv\""), ["a.csv"]);
    assert_eq!(files("[\"b.csv\", \"a.csv\"]"), ["a.csv", "b.csv"]);
    assert_eq!(files("\"*.csv\""), ["a.csv", "b.csv"]);
    assert_eq!(files("\".\""), ["a.csv", "a.xml", "b.csv"]);
    assert_eq!(files("\".\"\nformat = \"istandaarden\""), ["a.xml"]);
}

#[test]
fn folders_that_stand_beside_the_files_of_an_extract_and_hold_others_are_counted() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["jaar=1", "oud/leeg", "_temporary", ".git", "retour"] {
        std::fs::create_dir_all(folder.path().join(name)).unwrap();
    }
    let beside = ["_temporary/c.csv", ".git/d.csv", "oud/leeg/.verborgen"];
    for name in ["a.csv", "jaar=1/b.csv", "retour/r.xml"]
        .into_iter()
        .chain(beside)
    {
        std::fs::write(folder.path().join(name), "").unwrap();
    }
    let subfolders = |extract: &str| {
        let provider = provider_of(&folder, extract);
        provider.extract.subfolders
    };
    assert_eq!(subfolders("\".\""), 2);
    assert_eq!(subfolders("\"*\""), 2);
    assert_eq!(subfolders("[\".\", \"jaar=1\"]"), 1);
    assert_eq!(subfolders("[\".\", \"*/*\"]"), 0);
    assert_eq!(subfolders("\"**/*\""), 0);
    assert_eq!(subfolders("\"*.csv\""), 0);
    assert_eq!(subfolders("\"a.csv\""), 0);
}

#[test]
fn a_sheet_is_of_a_workbook() {
    let text = |format: &str| format!("{SMALLEST}sheet = \"Blad1\"\n{format}");
    assert!(read(&text("")).is_ok() && read(&text("format = \"ods\"\n")).is_ok());
    let message = complaint(&text("format = \"csv\"\n"));
    assert!(
        message.starts_with("config.toml:9:9: `sheet` is for workbooks, and the format is \"csv\""),
        "{message}"
    );
}
