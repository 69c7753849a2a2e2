//! Which column has the types and the names, and which types are one.

use super::town::{file, findings, placed, straight};

/// Type and name of each facility of a file.
fn read(text: &str) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let (tables, _) = placed(&[file(folder.path(), "f.csv", text)], &straight()).unwrap();
    let named = |row: &String| row.split('|').take(2).collect::<Vec<_>>().join("|");
    tables[0].iter().map(named).collect()
}

#[test]
fn a_column_with_two_names_is_what_it_begins_with() {
    for header in [
        "soort;Naam voorziening",
        "type;naam_van_de_voorziening",
        "categorie;Name of facility",
        "Soort voorziening;Naam",
        "Type instelling;Naam instelling",
        "voorziening;naam school",
    ] {
        let found = read(&format!("{header};x;y\nschool;De Brug;116500;494500\n"));
        assert_eq!(found, ["school|De Brug"], "{header}");
    }
    let turned = read("naam voorziening;soort;x;y\nDe Brug;school;116500;494500\n");
    assert_eq!(turned, ["school|De Brug"]);
}

#[test]
fn types_that_differ_in_capitals_are_one() {
    let rows = "School;A;116500;494500\nschool;B;116600;494500\nCAFÉ;C;116500;494500\ncafé;D;116500;494500\n";
    let found = read(&format!("type;naam;x;y\n{rows}"));
    assert_eq!(found, ["CAFÉ|C", "CAFÉ|D", "School|A", "School|B"]);
}

#[test]
fn rows_of_types_that_no_section_names_are_counted_once() {
    let folder = tempfile::tempdir().unwrap();
    let text = "type;naam;x;y\nCafé;A;116500;494500\nschool;B;116500;494500\nkerk;C;116500;494500\nhal;D;116500;494500\n";
    let of = |kind: &str| {
        let mut one = file(folder.path(), "f.csv", text);
        one.kind = Some(kind.into());
        one
    };
    let (tables, found) = placed(&[of("CAFÉ"), of("school")], &straight()).unwrap();
    assert_eq!(tables[0].len(), 2);
    let said = "f.csv: 2 rows have a type that no [[facilities]] names; they are left out";
    assert_eq!(found, [said]);
    let (_, found) = placed(
        &[of("school"), file(folder.path(), "f.csv", text)],
        &straight(),
    )
    .unwrap();
    assert_eq!(found, [""; 0]);
}

#[test]
fn a_column_with_another_type_in_each_row_is_cut_short() {
    let rows: Vec<String> = (0..60)
        .map(|place| format!("soort {place};n;116500;494500\n"))
        .collect();
    let text = format!("type;naam;x;y\n{}", rows.concat());
    assert_eq!(read(&text).len(), 50);
    let found = findings(&text);
    assert!(
        found
            .iter()
            .any(|one| one.contains("more than 50 types: 10 rows")),
        "{found:?}"
    );
}

#[test]
fn of_columns_without_names_the_two_closest_together_are_a_place() {
    for (header, row) in [
        (
            "soort;naam;id;oost_west;noord_zuid",
            "a;b;1234;116500;494500",
        ),
        (
            "soort;naam;noord_zuid;oost_west;id",
            "a;b;494500;116500;1234",
        ),
        ("id;soort;naam;een;twee;drie", "77;a;8;52.4374;4.8235;100"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let text = format!("{header}\n{row}\n");
        let (tables, _) = placed(&[file(folder.path(), "f.csv", &text)], &straight()).unwrap();
        let place: Vec<f64> = tables[0][0]
            .split('|')
            .skip(2)
            .take(2)
            .map(|one| one.parse().unwrap())
            .collect();
        assert!((place[0] - 116_500.0).abs() < 300.0, "{header}: {place:?}");
    }
}

#[test]
fn two_sections_of_one_type_and_target_group_have_the_distances_of_both() {
    let folder = tempfile::tempdir().unwrap();
    let text = "type;naam;x;y\na;b;116500;494500\n";
    let [mut near, mut far] = [(); 2].map(|()| file(folder.path(), "f.csv", text));
    near.distances_m = vec![300, 600];
    far.distances_m = vec![600, 2000];
    let (tables, _) = placed(&[far, near], &straight()).unwrap();
    let own = tables[1].iter().filter(|row| row.contains("BU04790101"));
    let own: Vec<(&str, bool)> = own
        .map(|row| (row.split('|').nth(4).unwrap(), row.ends_with('|')))
        .collect();
    assert_eq!(own, [("300", true), ("600", true), ("2000", false)]);
}
