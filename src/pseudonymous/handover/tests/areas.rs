//! Areas that a register office would refuse.

use parquet::record::Field;

use super::forged::{forge, honest, outcome, seal};

#[test]
fn names_of_areas_that_the_register_office_would_refuse_are_refused() {
    for name in [
        "\u{1b}[2J",
        "Oost\r\nWest",
        "Oo\u{202e}st",
        "Jansen 123456782",
        &"x".repeat(61),
    ] {
        let set = honest();
        seal(&set, "register", |manifest| {
            manifest.area_names.insert("WK01".into(), name.into());
        });
        let text = outcome(&set).unwrap_err().to_string();
        assert!(
            text.contains("register") && text.contains("name of an area"),
            "{text}"
        );
        assert!(!text.contains(name), "{text}");
    }
    let set = honest();
    seal(&set, "wijkteam", |manifest| {
        manifest.area_names.insert("WK01".into(), "Oost".into());
    });
    assert!(
        outcome(&set)
            .unwrap_err()
            .to_string()
            .contains("names of areas")
    );
}

#[test]
fn codes_of_areas_that_the_register_office_would_refuse_are_refused() {
    let set = honest();
    forge(&set, "register", "households.parquet", |table| {
        table.filled(
            "wijk",
            &Field::Str("Kerkstraat 12, 1506 AB 19710316".into()),
        )
    });
    let text = outcome(&set).unwrap_err().to_string();
    assert!(text.contains("does not look like areas"), "{text}");
}

#[test]
fn a_buurt_in_two_wijken_is_refused() {
    let set = honest();
    forge(&set, "register", "households.parquet", |table| {
        table.filled("buurt", &Field::Str("BU01".into()))
    });
    let text = outcome(&set).unwrap_err().to_string();
    assert!(text.contains("two wijken"), "{text}");
}
