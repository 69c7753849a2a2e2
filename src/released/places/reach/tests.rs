//! Files with facilities as they come, files that are wrong, and what is in reach of a town of four buurten.

mod given;
mod town;
mod types;

use super::{Reach, ReachSettings, Target};
use town::{CODES, file, findings, placed, row, straight};

#[test]
fn a_facility_serves_those_who_can_reach_it() {
    let folder = tempfile::tempdir().unwrap();
    // In the middle of the first buurt, and on the border of the second and the third.
    let text =
        "soort;naam;x;y;capaciteit\nhuiskamer;A;116500;494500;8\nhuiskamer;B;118000;494500;10\n";
    let mut one = file(folder.path(), "f.csv", text);
    one.target = Target::Group {
        dimension: "age_band",
        text: "age=75+".into(),
        values: vec!["75+".into()],
    };
    let (tables, findings) = placed(&[one], &straight()).unwrap();
    assert_eq!(findings, [""; 0]);
    let [facilities, reach] = &tables[..] else {
        panic!("two tables")
    };
    assert_eq!(facilities[0], "huiskamer|A|116500|494500|8|");
    // A: 8 for 10; B: 10 for 20 + 30.
    let numbers = |area: &str| {
        row(reach, area)
            .split('|')
            .skip(5)
            .take(5)
            .collect::<Vec<_>>()
    };
    assert_eq!(numbers(CODES[0]), ["10", "0", "1", "1", "800"]);
    assert_eq!(numbers(CODES[1]), ["20", "500", "1", "1", "200"]);
    assert_eq!(numbers(CODES[2]), ["30", "500", "1", "1", "200"]);
    assert_eq!(numbers(CODES[3]), ["", "1500", "0", "0", "0"]);
    // The average household of the target group: (10 × 0 + 20 × 500) / 30, and (10 × 800 + 20 × 200) / 30.
    assert_eq!(numbers("WK047901"), ["30", "333", "1", "1", "400"]);
    // A hidden number weighs nothing.
    assert_eq!(numbers("WK047902"), ["35", "500", "1", "1", "200"]);
    assert_eq!(numbers("all"), ["65", "417", "1", "1", "300"]);
    // 15 and 17.5 % of the wijken, 400 and 200 of access: one deviation away each.
    assert!(row(reach, "WK047901").ends_with("|-2"));
    assert!(row(reach, "WK047902").ends_with("|2"));
    // Two areas with the same share would differ by access alone; the fourth is not known.
    assert!(row(reach, CODES[3]).ends_with('|'));
}

#[test]
fn what_stands_out_is_said_for_the_farthest_distance_only() {
    let folder = tempfile::tempdir().unwrap();
    let mut one = file(
        folder.path(),
        "f.csv",
        "type,name,x,y\ngp,A,116500,494500\n",
    );
    one.distances_m = vec![100, 600];
    let (tables, _) = placed(&[one], &straight()).unwrap();
    let own = tables[1].iter().filter(|row| row.contains(CODES[0]));
    let ends: Vec<bool> = own.map(|row| row.ends_with('|')).collect();
    assert_eq!(ends, [true, false]);
}

#[test]
fn measured_minutes_replace_the_straight_line() {
    let folder = tempfile::tempdir().unwrap();
    let one = file(
        folder.path(),
        "f.csv",
        "type;naam;x;y\nhuisarts;De Brug;117500;494500\n",
    );
    let minutes = folder.path().join("m.csv");
    let rows = format!(
        "van;naar;minuten\n{};De Brug;30\n{};{};2,5\n{};Onbekend;1\n",
        CODES[1], CODES[0], CODES[1], CODES[2]
    );
    std::fs::write(&minutes, rows).unwrap();
    let settings = ReachSettings {
        costs: vec![(minutes, "m.csv".into())],
        ..straight()
    };
    let (tables, findings) = placed(&[one], &settings).unwrap();
    let nearest = |area| row(&tables[2], area).split('|').nth(6).unwrap().to_owned();
    assert_eq!(nearest(CODES[1]), "2400");
    // To the area that it is in: 2.5 minutes.
    assert_eq!(nearest(CODES[0]), "200");
    assert_eq!(nearest(CODES[2]), "1000");
    assert_eq!(tables[1][0], format!("{}|huisarts|De Brug|2.5", CODES[0]));
    assert_eq!(findings.len(), 1);
    assert!(findings[0].contains("m.csv: 1 rows"), "{findings:?}");
}

#[test]
fn places_come_in_every_system_and_form() {
    let folder = tempfile::tempdir().unwrap();
    let place = |text: &str| {
        let (tables, findings) =
            placed(&[file(folder.path(), "f.csv", text)], &straight()).unwrap();
        let row = tables[0][0].clone();
        let at: Vec<f64> = row
            .split('|')
            .skip(2)
            .take(2)
            .map(|number| number.parse().unwrap())
            .collect();
        (at, findings.len())
    };
    for text in [
        "soort;naam;X-coördinaat;Y-coördinaat\na;b;116500;494500\n",
        "type;name;rd_x;rd_y\na;b;116500,4;494499,6\n",
        "type,name,longitude,latitude\na,b,4.8235,52.4374\n",
        "type;name;wkt\na;b;POINT (116500 494500)\n",
        "Overzicht 2026\n\nsoort;naam;oost_west;noord_zuid\na;b;116500;494500\n",
    ] {
        let (at, odd) = place(text);
        assert!(
            (at[0] - 116_500.0).abs() < 300.0 && (at[1] - 494_500.0).abs() < 300.0,
            "{text}: {at:?}"
        );
        assert_eq!(odd, 0, "{text}");
    }
    let (at, odd) = place("type;name;lon;lat\na;b;52.4374;4.8235\n");
    assert!((at[0] - 116_500.0).abs() < 300.0);
    assert_eq!(odd, 1);
}

#[test]
fn a_file_may_name_its_own_columns_and_hold_other_types() {
    let folder = tempfile::tempdir().unwrap();
    let text = "wat;waar_x;waar_y;hoeveel\nSchool;116500;494500;7\nkerk;116500;494500;9\n";
    let mut one = file(folder.path(), "f.csv", text);
    let named = [
        ("type", "wat"),
        ("x", "waar_x"),
        ("y", "waar_y"),
        ("capacity", "hoeveel"),
    ];
    one.columns = named
        .map(|(field, header)| (field.to_owned(), header.to_owned()))
        .into();
    one.kind = Some("school".into());
    let (tables, findings) = placed(&[one], &straight()).unwrap();
    assert_eq!(tables[0], ["school|school|116500|494500|7|"]);
    assert_eq!(findings.len(), 1);
    assert!(findings[0].contains("1 rows have a type"), "{findings:?}");
}

#[test]
fn an_address_is_placed_by_the_table_of_addresses() {
    let folder = tempfile::tempdir().unwrap();
    let text = "soort;naam;postcode;huisnummer\na;hier;1506 BC;1\na;weg;1506BC;2\n";
    let one = file(folder.path(), "f.csv", text);
    let bag = folder.path().join("bag.csv");
    std::fs::write(
        &bag,
        "huisnummer;huisletter;huisnummertoevoeging;postcode;x;y\n1;;;1506BC;116500;494500\n",
    )
    .unwrap();
    let settings = ReachSettings {
        addresses: Some(bag),
        ..straight()
    };
    let (tables, found) = placed(std::slice::from_ref(&one), &settings).unwrap();
    assert_eq!(tables[0], ["a|hier|116500|494500||"]);
    assert_eq!(found.len(), 1);
    let (_, found) = placed(&[one], &straight()).unwrap();
    assert!(found[0].contains("[areas] addresses"), "{found:?}");
}

#[test]
fn what_is_odd_is_said_and_the_rest_is_used() {
    let header = "type;naam;x;y;capaciteit;opening\n";
    for (rows, said) in [
        ("", "no facility"),
        ("a;b;0;0;1;\n", "no place in the Netherlands"),
        ("a;b;494500;116500;1;\n", "north before east"),
        ("a;b;116500;494500;-1;\n", "from 0 on"),
        ("a;b;116500;494500;veel;\n", "from 0 on"),
        (
            "a;b;116500;494500;1;\na;c;4.82;52.44;1;\n",
            "in metres of RD and in degrees",
        ),
        ("a;b;116500;494500;1;\na;c;116500;494500;;\n", "no capacity"),
        ("a;b;130000;494500;1;\n", "outside the areas"),
        (";b;116500;494500;1;\n", "has no type"),
        ("a;b;116500;494500;1;op afspraak\n", "no part of the day"),
    ] {
        let found = findings(&format!("{header}{rows}"));
        assert!(
            found.iter().any(|one| one.contains(said)),
            "{rows}: {found:?}"
        );
    }
}

#[test]
fn without_facilities_everyone_is_without() {
    let folder = tempfile::tempdir().unwrap();
    let mut one = file(folder.path(), "f.csv", "type;naam;x;y\n");
    one.kind = Some("huisarts".into());
    let (tables, findings) = placed(&[one], &straight()).unwrap();
    assert_eq!(tables[0], [""; 0]);
    assert_eq!(findings.len(), 1);
    assert_eq!(
        row(&tables[1], CODES[0]),
        format!("buurt|{}|huisarts|all|600|100||0|0|0|0", CODES[0])
    );
}

#[test]
fn a_file_without_places_or_types_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    for text in ["", "naam;adres\nb;Dam 1\n", "naam;x;y\nb;116500;494500\n"] {
        let one = file(folder.path(), "f.csv", text);
        assert!(placed(&[one], &straight()).is_err(), "{text}");
    }
    let minutes = folder.path().join("m.csv");
    std::fs::write(&minutes, "a;b\n1;2\n").unwrap();
    let settings = ReachSettings {
        costs: vec![(minutes, "m.csv".into())],
        ..straight()
    };
    assert!(Reach::read(&[], &settings).is_err());
}

#[test]
fn a_group_whose_numbers_are_not_published_has_no_reach() {
    let folder = tempfile::tempdir().unwrap();
    let mut one = file(folder.path(), "f.csv", "type;naam;x;y\na;b;116500;494500\n");
    one.target = Target::Service("wmo".into());
    let (tables, findings) = placed(&[one], &straight()).unwrap();
    assert_eq!(tables[1], [""; 0]);
    assert!(findings[0].contains("target group"), "{findings:?}");
}

#[test]
fn facilities_of_one_name_are_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let text = "type;x;y\nschool;116500;494500\nschool;117500;494500\n";
    let minutes = folder.path().join("m.csv");
    std::fs::write(
        &minutes,
        format!("van;naar;minuten\n{};{};25\n", CODES[0], CODES[1]),
    )
    .unwrap();
    let settings = ReachSettings {
        costs: vec![(minutes, "m.csv".into())],
        ..straight()
    };
    let (tables, _) = placed(&[file(folder.path(), "f.csv", text)], &settings).unwrap();
    assert_eq!(tables[0][1], "school|school 2|117500|494500||");
    assert_eq!(tables[1], [format!("{}|school|school 2|25", CODES[0])]);
    // The one in the area itself is as near as before.
    assert_eq!(row(&tables[2], CODES[0]).split('|').nth(6), Some("0"));
}
