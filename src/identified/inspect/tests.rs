//! Extracts as they come, and what is proposed for them.

use std::fmt::Write as _;

use proptest::prelude::*;

use super::*;
use crate::identified::settings::Field;
use crate::vocabulary::{ProviderId, Silent};

/// What is found out about a CSV of these bytes, as anybody may see it.
fn inspected(bytes: &[u8]) -> Inspection {
    shown(bytes, false)
}

/// The same, with names and codes for the owner of the file where `shows_names`.
pub(super) fn shown(bytes: &[u8], shows_names: bool) -> Inspection {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("zorg loket.csv");
    std::fs::write(&path, bytes).unwrap();
    let surroundings = Surroundings {
        folder: folder.path().to_owned(),
        shows_names,
        ..Surroundings::default()
    };
    let mut all = inspect_extracts(&[path], &surroundings, &Silent).unwrap();
    assert_eq!(all.len(), 1);
    all.remove(0)
}

/// The fields proposed, column by column.
pub(super) fn fields(inspection: &Inspection) -> Vec<Option<Field>> {
    inspection
        .columns
        .iter()
        .map(|column| column.field)
        .collect()
}

pub(super) fn says(inspection: &Inspection, words: &str) -> bool {
    inspection
        .remarks
        .iter()
        .any(|remark| remark.contains(words))
}

pub(super) fn block(inspection: &Inspection) -> &str {
    inspection.block.as_deref().unwrap_or_default()
}

/// Rows of a caseload: number, birth date, start, end.
fn caseload(header: &str) -> String {
    let mut text = format!("{header}\n");
    let bsns = [
        "123456782",
        "111222333",
        "48274641",
        "999990019",
        "999900006",
    ];
    for (row, bsn) in bsns.iter().cycle().take(40).enumerate() {
        let (year, month) = (1930 + 2 * row, 1 + row % 12);
        let end = if row % 3 == 0 {
            String::new()
        } else {
            format!("{}-{month:02}-28", 2024 + row % 2)
        };
        writeln!(text, "{bsn};{year}-{month:02}-17;2023-{month:02}-01;{end}").unwrap();
    }
    text
}

#[test]
fn names_decide_and_the_block_is_whole() {
    let text = b"\xef\xbb\xbfBSN-nummer;Geb.datum;Achternaam;PC;Huisnr;Toev;Ingangsdatum\r\n123456782;17-03-1971;\xc3\x98rsted;1507XY;12;bis;01-02-2026\r\n";
    let inspection = inspected(text);
    assert_eq!(
        block(&inspection),
        "[[service]]\ncode = \"zorg-loket\"\nname = \"zorg loket\"                   # what the service is called\ndomain = \"unknown\"                    # law or field\n\n\
         [[provider]]\nid = \"zorg-loket\"                     # the organisation; from the name of the file\nname = \"zorg loket\"\nextract = \"zorg loket.csv\"\nformat = \"csv\"\ndelimiter = \";\"\nencoding = \"utf-8\"\ndates = \"d-m-y\"\nservice = \"zorg-loket\"                # the whole extract is one service\n\n\
         [provider.columns]\nbsn = \"BSN-nummer\"\nbirth_date = \"Geb.datum\"\nsurname = \"Achternaam\"\npostcode = \"PC\"\nhouse_number = \"Huisnr\"\nhouse_number_suffix = \"Toev\"\nstart = \"Ingangsdatum\""
    );
}

#[test]
fn content_decides_where_names_do_not() {
    let inspection = inspected(caseload("Nummer;Datum 1;Datum 2;Datum 3").as_bytes());
    assert_eq!(
        fields(&inspection),
        [Field::Bsn, Field::BirthDate, Field::Start, Field::End].map(Some)
    );
    assert!(says(&inspection, "please check: column `Nummer` for bsn"));
    assert!(block(&inspection).contains("dates = \"y-m-d\""));
    let turned = inspected(caseload("Datum einde;Geb.datum;Nummer;Datum aanvraag").as_bytes());
    assert_eq!(
        turned.columns[0].field,
        Some(Field::Bsn),
        "a name that is plainly wrong"
    );
}

#[test]
fn a_column_called_bsn_without_bsns_is_proposed_with_a_warning() {
    let inspection = inspected(b"BSN;Naam\n123456789;Jansen\n987654321;Smit\n");
    assert_eq!(inspection.columns[0].field, Some(Field::Bsn));
    assert_eq!(inspection.columns[0].share_valid, Some(0.0));
    assert!(says(
        &inspection,
        "column `BSN` is called bsn, but most of its values are not valid"
    ));
}

#[test]
fn the_better_of_two_columns_wins_and_the_other_is_told() {
    let inspection = inspected(b"BSN;BSN-nummer;Naam\n;123456782;Jansen\n;111222333;Smit\n");
    assert_eq!(fields(&inspection)[..2], [None, Some(Field::Bsn)]);
    assert!(says(
        &inspection,
        "column `BSN` could be bsn too; column `BSN-nummer` fits better"
    ));
}

#[test]
fn a_bsn_of_another_is_not_the_clients() {
    let inspection = inspected(b"Naam;BSN partner\nJansen;123456782\nSmit;111222333\n");
    assert_eq!(fields(&inspection), [Some(Field::Surname), None]);
}

#[test]
fn a_bsn_under_an_unusual_name_is_proposed_with_a_warning_where_it_is_a_number() {
    let inspection = inspected(
        b"BSN kind;BSN bekend;Datum BSN;BSN moeder;Begin\n123456789;ja;01-02-2026;123456788;01-02-2026\n\
          987654321;nee;02-02-2026;987654322;01-02-2026\n",
    );
    // A first day is of a use: this is no register, and its mothers are no clients.
    let expected = [Some(Field::Bsn), None, None, None, Some(Field::Start)];
    assert_eq!(fields(&inspection), expected);
    assert!(says(
        &inspection,
        "column `BSN kind` is called bsn, but most of its values are not valid"
    ));
    assert!(block(&inspection).contains("bsn = \"BSN kind\""));
    let both = inspected(
        b"BSN kind;BSN;Begin\n123456782;111222333;1-2-2026\n111222333;48274641;1-2-2026\n",
    );
    assert_eq!(fields(&both)[..2], [None, Some(Field::Bsn)]);
}

#[test]
fn names_that_may_be_a_persons_are_not_shown() {
    let inspection =
        inspected(b"BSN;Quisthoudt;Naam\n123456782;1507XY;Jansen\n111222333;1508ZZ;Smit\n");
    assert_eq!(inspection.columns[1].name, None);
    assert_eq!(inspection.columns[1].field, Some(Field::Postcode));
    let block = block(&inspection);
    assert!(block.contains("# postcode = \"…\"") && block.contains("# column 2: its name"));
    assert!(!format!("{inspection:?}").contains("Quisthoudt"));
}

#[test]
fn a_file_without_a_header_shows_no_name_and_proposes_no_block() {
    for text in [
        &b"123456782;Fjola;17-03-1971\n111222333;Ruud;05-11-2011\n"[..],
        b"Quisthoudt;Fjola\nJansen;Ruud\n",
    ] {
        let inspection = inspected(text);
        assert!(inspection.block.is_none() && says(&inspection, "looks like a row of data"));
        let text = format!("{inspection:?}");
        assert!(
            !text.contains("Fjola") && !text.contains("Quisthoudt") && !text.contains("123456782")
        );
    }
}

#[test]
fn codes_of_a_table_are_shown_when_they_are_national_and_of_ten_rows() {
    let mut text = "BSN;Product\n".to_owned();
    for (code, rows) in [("01", 10), ("02", 9), ("Jansen", 30)] {
        text += &format!("123456782;{code}\n").repeat(rows);
    }
    let inspection = inspected(text.as_bytes());
    let block = block(&inspection);
    assert!(
        block.contains("\"01\" = \"wmo-01\"\n# \"their code\""),
        "{block}"
    );
    assert!(block.contains("[[service]]\ncode = \"wmo-01\"\n"));
    assert!(!block.contains("02") && !block.contains("Jansen"));
}

#[test]
fn a_column_of_more_than_fifty_different_texts_shows_no_code() {
    let mut text = "BSN;Product\n".to_owned();
    text += &"123456782;01\n".repeat(20);
    for number in 0..60 {
        writeln!(text, "123456782;x{number}").unwrap();
    }
    let inspection = inspected(text.as_bytes());
    assert!(
        !block(&inspection).contains("wmo-01"),
        "{}",
        block(&inspection)
    );
}

#[test]
fn made_up_numbers_are_told() {
    let mut bench = 100_000_000_u32..;
    let mut text = "BSN;Naam\n".to_owned();
    for _ in 0..20 {
        let looks = |number: &u32| {
            crate::identified::normalise::plausible::bsn_kind(&number.to_string())
                == Some(crate::identified::normalise::plausible::BsnKind::MadeUp)
        };
        writeln!(text, "{};Jansen", bench.find(looks).unwrap()).unwrap();
    }
    let inspection = inspected(text.as_bytes());
    assert!(says(&inspection, "look made up"));
    assert!(block(&inspection).starts_with("# Its BSNs look made up: set `made_up = true`"));
}

#[test]
fn only_the_beginning_of_a_long_file_is_looked_at_and_that_is_said() {
    let text = "Product\n".to_owned() + &"01\n".repeat(200_001);
    let inspection = inspected(text.as_bytes());
    assert_eq!((inspection.rows, inspection.has_more_rows), (200_000, true));
    let text = "Product\n".to_owned() + &"01\n".repeat(200_000);
    let inspection = inspected(text.as_bytes());
    assert_eq!(
        (inspection.rows, inspection.has_more_rows),
        (200_000, false)
    );
}

#[test]
fn files_with_the_same_columns_are_one_extract_and_others_another() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    for (name, text) in [
        ("zorg-1.csv", "BSN;Naam\n123456782;Jansen\n"),
        ("zorg-2.csv", "BSN;Naam\n111222333;Smit\n"),
        ("bijstand.csv", "BSN;Achternaam\n111222333;Smit\n"),
    ] {
        std::fs::write(path(name), text).unwrap();
    }
    let surroundings = Surroundings {
        parties: vec![ProviderId::new("zorg").unwrap()],
        folder: folder.path().to_owned(),
        ..Surroundings::default()
    };
    let paths = [path("zorg-1.csv"), path("bijstand.csv"), path("zorg-2.csv")];
    let all = inspect_extracts(&paths, &surroundings, &Silent).unwrap();
    assert_eq!(all.len(), 2);
    let first = block(&all[0]);
    assert!(
        first.contains("extract = [\"zorg-1.csv\", \"zorg-2.csv\"]"),
        "{first}"
    );
    assert!(
        first.contains("id = \"zorg-2\""),
        "the id `zorg` is taken: {first}"
    );
    assert_eq!(all[0].rows, 2);
}

#[test]
fn what_office_and_windows_leave_in_a_folder_is_passed_over() {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in [
        ("a.csv", &b"BSN;Naam\n123456782;Jansen\n"[..]),
        ("~$a.xlsx", b"\0\0"),
        ("Thumbs.db", b"\xd0\xcf\x11\xe0"),
        ("desktop.ini", b"[x]"),
    ] {
        std::fs::write(folder.path().join(name), bytes).unwrap();
    }
    let paths = [folder.path().to_owned()];
    let all = inspect_extracts(&paths, &Surroundings::default(), &Silent).unwrap();
    assert_eq!((all.len(), all[0].rows), (1, 1));
}

#[test]
fn folders_beside_the_files_that_hold_others_are_told_and_not_named() {
    let folder = tempfile::tempdir().unwrap();
    let bytes = b"BSN;Naam\n123456782;Jansen\n";
    for name in ["Jansen", "oud"] {
        std::fs::create_dir(folder.path().join(name)).unwrap();
    }
    std::fs::write(folder.path().join("Jansen/a.csv"), bytes).unwrap();
    let paths = [folder.path().to_owned()];
    let inspect = || inspect_extracts(&paths, &Surroundings::default(), &Silent);
    let error = inspect().err().unwrap();
    assert!(error.advice().unwrap().contains("give one of them"));
    std::fs::write(folder.path().join("b.csv"), bytes).unwrap();
    let all = inspect().unwrap();
    assert_eq!((all.len(), all[0].rows), (1, 1));
    assert!(says(&all[0], "1 folder beside the files"));
    assert!(!all[0].remarks.concat().contains("Jansen"));
}

#[test]
fn a_part_without_rows_is_no_hindrance_beside_one_with_rows() {
    let folder = tempfile::tempdir().unwrap();
    let header = "BSN;Naam;Einddatum\n";
    let parts = [header.to_owned(), format!("{header}123456782;Jansen;\n")];
    for (number, text) in parts.iter().enumerate() {
        std::fs::write(folder.path().join(format!("part-{number}.csv")), text).unwrap();
    }
    let paths = [folder.path().to_owned()];
    let all = inspect_extracts(&paths, &Surroundings::default(), &Silent).unwrap();
    assert_eq!((all.len(), all[0].files.len(), all[0].rows), (1, 2, 1));
}

#[test]
fn what_check_refuses_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    for (bytes, words) in [
        (&b""[..], "is empty"),
        (b"BSN;Naam\n", "has a header and no rows"),
    ] {
        let path = folder.path().join("a.csv");
        std::fs::write(&path, bytes).unwrap();
        let error = inspect_extracts(&[path], &Surroundings::default(), &Silent)
            .err()
            .unwrap();
        assert!(error.to_string().contains(words), "{error}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn no_cell_of_any_table_is_ever_told(
        rows in prop::collection::vec(prop::collection::vec("[A-Z][a-z]{3}Qx[a-z]{3}|[0-9]{2}-[0-9]{2}-19[0-9]{2}|[1-9][0-9]{7,8}|[1-9][0-9]{3}[A-Z]{2}", 4), 1..30),
        header in prop::sample::select(vec![Some("BSN;Naam;Product;Veld"), Some("Nummer;Datum;Product;Quisthoudt"), None]),
    ) {
        let mut text = header.map(|header| format!("{header}\n")).unwrap_or_default();
        for row in &rows {
            writeln!(text, "{}", row.join(";")).unwrap();
        }
        if header.is_none() {
            writeln!(text, "{}", rows[0].join(";")).unwrap();
        }
        let text = format!("{:?}", inspected(text.as_bytes()));
        for cell in rows.iter().flatten() {
            prop_assert!(!text.contains(cell.as_str()), "{}", text);
        }
        prop_assert!(!text.contains("Quisthoudt"));
    }

    #[test]
    fn any_bytes_are_looked_at_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        let mut text = b"BSN;Naam;Datum\n".to_vec();
        text.extend(bytes);
        std::fs::write(&path, text).unwrap();
        let _ = inspect_extracts(&[path], &Surroundings::default(), &Silent);
    }
}
