use std::path::PathBuf;

use geo::{Area as _, Coord};

use std::collections::BTreeSet;

use super::*;
use crate::error::Code;
use crate::released::calculate::ReleaseTables;

fn file(text: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("areas.geojson");
    std::fs::write(&path, text).unwrap();
    (folder, path)
}

fn collection(features: &[(&str, &str)]) -> String {
    let feature = |(code, ring): &(&str, &str)| {
        format!(
            "{{\"type\":\"Feature\",\"properties\":{{\"code\":\"{code}\",\"naam\":\"Zuid <b>\"}},\
             \"geometry\":{{\"type\":\"Polygon\",\"coordinates\":[[{ring}]]}}}}"
        )
    };
    let features: Vec<String> = features.iter().map(feature).collect();
    format!(
        "{{\"type\":\"FeatureCollection\",\"features\":[{}]}}",
        features.join(",")
    )
}

fn read_text(text: &str) -> (Areas, Vec<AreaProblem>) {
    let (_folder, path) = file(text);
    let (areas, findings, _) = read(&[path], None, None).unwrap();
    (
        areas,
        findings
            .into_iter()
            .map(|finding| finding.problem)
            .collect(),
    )
}

/// A square of a kilometre near Zaandam, in RD.
const SQUARE: &str =
    "[116000,494000],[117000,494000],[117000,495000],[116000,495000],[116000,494000]";
const NEXT: &str =
    "[117000,494000],[118000,494000],[118000,495000],[117000,495000],[117000,494000]";
/// Half over the first, half over the next.
const OVER: &str =
    "[116500,494000],[117500,494000],[117500,495000],[116500,495000],[116500,494000]";

#[test]
fn a_thousand_points_of_rd_lie_where_proj_puts_them() {
    for line in include_str!("rd_points.csv").lines().skip(1) {
        let numbers: Vec<f64> = line
            .split(',')
            .map(|number| number.parse().unwrap())
            .collect();
        let [x, y, east, north] = numbers[..] else {
            panic!("four numbers")
        };
        let back = to_rd(Coord { x: east, y: north }).unwrap();
        assert!((back.x - x).hypot(back.y - y) < 0.01, "{line}: {back:?}");
        let degrees = to_wgs84(Coord { x, y }).unwrap();
        // A millionth of a degree is a decimetre.
        assert!(
            (degrees.x - east).abs() < 1e-7 && (degrees.y - north).abs() < 1e-7,
            "{line}"
        );
    }
}

#[test]
fn the_borders_of_rd_and_of_degrees_are_the_same() {
    let (areas, problems) = read_text(&collection(&[("WK047911", SQUARE), ("WK047912", NEXT)]));
    assert_eq!(problems, []);
    let area = areas.all().next().unwrap();
    assert!((area.shape.unsigned_area() - 1e6).abs() < 1.0);
    let none = ReleaseTables {
        tables: Vec::new(),
        is_internal: false,
    };
    let mut again = String::new();
    let mut put = |text: &str| {
        again.push_str(text);
        Ok(())
    };
    write(&areas, &none, &mut put).unwrap();
    let (_folder, path) = file(&again);
    let (twice, findings, _) = read(&[path], None, None).unwrap();
    assert_eq!((twice, findings.len()), (areas.clone(), 0));
    assert_eq!(
        areas.neighbours(Level::Wijk)[0]
            .iter()
            .copied()
            .collect::<Vec<_>>(),
        [1]
    );
}

#[test]
fn what_is_wrong_with_a_border_is_said_and_the_rest_is_drawn() {
    let bow = "[116000,494000],[117000,495000],[117000,494000],[116000,495000],[116000,494000],[116000,494000]";
    let bow_tie = format!("{bow},[116200,494900],[116000,494000]");
    let swapped = "[494000,116000],[494000,117000],[495000,117000],[494000,116000]";
    let cases = [
        ("WK047913", bow_tie.as_str(), AreaProblem::Crosses),
        ("Zuid", SQUARE, AreaProblem::NoCode),
        ("WK047911", OVER, AreaProblem::Twice),
        ("WK047911", NEXT, AreaProblem::Parts),
        ("WK047914", swapped, AreaProblem::Swapped),
        (
            "WK047915",
            "[2.35,48.85],[2.36,48.85],[2.36,48.86],[2.35,48.85]",
            AreaProblem::Elsewhere,
        ),
        (
            "WK047916",
            "[116000,494000],[117000,494000],[116000,494000]",
            AreaProblem::NoSurface,
        ),
        ("WK047917", "", AreaProblem::NoSurface),
    ];
    for (code, ring, problem) in cases {
        let mut text = collection(&[("WK047911", SQUARE), (code, ring)]);
        if code == "Zuid" {
            text = text.replacen("\"code\":\"Zuid\",", "", 1);
        }
        let (areas, problems) = read_text(&text);
        assert_eq!(problems, [problem], "{code}");
        assert_eq!(areas.all().next().unwrap().code, "WK047911");
    }
}

#[test]
fn a_file_without_areas_is_refused_and_named() {
    for text in [
        "{}",
        "[",
        "{\"type\":\"FeatureCollection\",\"features\":[]}",
        "",
    ] {
        let (_folder, path) = file(text);
        let error = read(&[path], None, None).unwrap_err();
        assert_eq!(error.code(), Code::GeometryUnreadable, "{text}");
        assert!(error.to_string().contains("areas.geojson"), "{error}");
    }
}

#[test]
fn the_system_that_is_said_gives_way_to_what_the_numbers_are() {
    let (_folder, path) = file(&collection(&[("WK047911", SQUARE)]));
    let (areas, findings, _) = read(&[path], Some(Crs::Wgs84), None).unwrap();
    assert_eq!(findings[0].problem, AreaProblem::OtherSystem);
    assert!(areas.sheet().unwrap().width() > 999.0);
}

#[test]
fn areas_that_are_counted_and_areas_that_are_drawn_are_compared() {
    let (areas, _) = read_text(&collection(&[("WK047911", SQUARE), ("WK047912", NEXT)]));
    let counted = |codes: &[&str]| -> Vec<(Level, String)> {
        codes
            .iter()
            .map(|code| (Level::Wijk, (*code).to_owned()))
            .collect()
    };
    let problems = |codes: &[&str]| -> Vec<String> {
        areas
            .beside(&counted(codes))
            .iter()
            .map(ToString::to_string)
            .collect()
    };
    assert_eq!(problems(&["WK047911", "WK047912"]), [""; 0]);
    assert_eq!(
        problems(&["WK047911", "WK047913"]),
        [
            "WK047913: is counted, and no file has its borders",
            "WK047912: nobody of the register lives there"
        ]
    );
    assert_eq!(
        problems(&["WK047901", "WK047902", "WK047911"]),
        ["level wijk: 2 of 3 counted areas have no borders; are these of another year?"]
    );
}

/// The real wijken and buurten of Zaanstad, in both systems.
#[test]
fn the_areas_of_zaanstad_are_read_from_every_file() {
    let geo = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data/geo");
    if !std::path::Path::new(geo).exists() {
        eprintln!("not checked: the areas of Zaanstad are not here");
        return;
    }
    let files = [
        ("zaanstad_wijken_2017_rd.geojson", Level::Wijk, 19),
        ("zaanstad_wijken_2017_wgs84.geojson", Level::Wijk, 19),
        ("zaanstad_buurten_2017_rd.geojson", Level::Buurt, 50),
        ("zaanstad_buurten_2017_wgs84.geojson", Level::Buurt, 50),
        ("nl_gemeenten_2022_rd.geojson", Level::Gemeente, 345),
    ];
    for (name, level, number) in files {
        let (areas, findings, _) = read(&[PathBuf::from(geo).join(name)], None, None).unwrap();
        assert_eq!(areas.of(level).count(), number, "{name}");
        assert_eq!(areas.all().count(), number, "{name}");
        assert_eq!(findings, [], "{name}");
    }
    let read = |name: &str| {
        read(&[PathBuf::from(geo).join(name)], None, None)
            .unwrap()
            .0
    };
    let (rd, degrees) = (read(files[0].0), read(files[1].0));
    for (rd, degrees) in rd.all().zip(degrees.all()) {
        let (rd, degrees) = (rd.centre().unwrap(), degrees.centre().unwrap());
        // The file in degrees has 6 decimals and was made with the grid of RDNAPTRANS.
        assert!((rd.x() - degrees.x()).hypot(rd.y() - degrees.y()) < 5.0);
    }
    // Queen contiguity as libpysal has it: 88 and 250 pairs, both ways.
    let pairs = |areas: &Areas, level| {
        areas
            .neighbours(level)
            .iter()
            .map(BTreeSet::len)
            .sum::<usize>()
    };
    assert_eq!(pairs(&rd, Level::Wijk), 88);
}

#[test]
fn a_border_that_crosses_itself_and_a_hole_outside_are_mended() {
    let bow_tie = "[116000,494000],[117000,495000],[117000,494000],[116000,495000],[116000,494000]";
    let (areas, problems) = read_text(&collection(&[("WK047911", bow_tie)]));
    assert_eq!(problems, [AreaProblem::Crosses]);
    let surface = areas.all().next().unwrap().shape.unsigned_area();
    assert!((surface - 500_000.0).abs() < 5.0, "{surface}");
    let outside =
        format!("{SQUARE}],[[118000,494000],[118100,494000],[118100,494100],[118000,494000]");
    let (_, problems) = read_text(&collection(&[("WK047911", &outside)]));
    assert_eq!(problems, [AreaProblem::Crosses]);
    let inside =
        format!("{SQUARE}],[[116400,494400],[116600,494400],[116600,494600],[116400,494400]");
    let (areas, problems) = read_text(&collection(&[("WK047911", &inside)]));
    assert_eq!(problems, []);
    let surface = areas.all().next().unwrap().shape.unsigned_area();
    assert!((surface - 980_000.0).abs() < 10.0, "{surface}");
}

#[test]
fn a_ring_that_runs_the_wrong_way_is_written_as_rfc_7946_asks() {
    let turned = "[116000,494000],[116000,495000],[117000,495000],[117000,494000],[116000,494000]";
    let (areas, problems) = read_text(&collection(&[("WK047911", turned)]));
    assert_eq!(problems, []);
    assert!(areas.all().next().unwrap().outline.signed_area() > 0.0);
}

#[test]
fn water_that_is_drawn_apart_is_no_second_area() {
    let text = collection(&[("WK047911", SQUARE), ("WK047911", NEXT)]);
    let (before, behind) = text.rsplit_once("\"naam\"").unwrap();
    let text = format!("{before}\"H2O\":\"JA\",\"naam\"{behind}");
    let (areas, problems) = read_text(&text);
    assert_eq!(problems, []);
    assert_eq!(areas.all().next().unwrap().shape.0.len(), 1);
}

#[test]
fn borders_of_another_year_are_said_once() {
    let folder = tempfile::tempdir().unwrap();
    let written = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    };
    let two = collection(&[("WK047911", SQUARE), ("WK047912", NEXT)]);
    let of_2017 = two.replace("\"code\"", "\"jrstatcode\":\"2017WK047911\",\"code\"");
    let files = [
        written("wijken_2022_rd.geojson", &two),
        written("wijken.geojson", &of_2017),
    ];
    for (file, year) in files.into_iter().zip([2022, 2017]) {
        let (_, findings, records) = read(std::slice::from_ref(&file), None, Some(2026)).unwrap();
        assert_eq!(records[0].year, Some(year));
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].problem, AreaProblem::OtherYear(year, 2026));
        let text = findings[0].to_string();
        let name = file.file_name().unwrap().to_string_lossy();
        assert_eq!(
            text,
            format!("{name}: has the borders of {year}, and `[areas] year` is 2026")
        );
        assert_eq!(read(&[file], None, Some(year)).unwrap().1, []);
    }
}

#[test]
fn a_file_that_is_too_large_or_lies_elsewhere_is_refused_with_what_to_do() {
    let mercator = "[538000,6880000],[539000,6880000],[539000,6881000],[538000,6880000]";
    let (_folder, path) = file(&collection(&[("WK047911", mercator)]));
    let error = read(std::slice::from_ref(&path), None, None).unwrap_err();
    assert!(
        error
            .to_string()
            .ends_with("lies nowhere in the Netherlands, in RD nor in WGS84")
    );
    let large = std::fs::File::options().write(true).open(&path).unwrap();
    large.set_len(200 << 20).unwrap();
    let error = read(&[path], None, None).unwrap_err();
    assert!(error.to_string().ends_with("is larger than 64 MB"));
    assert!(error.advice().unwrap().contains("gegeneraliseerd"));
}

#[test]
fn codes_with_letters_and_codes_of_ones_own_by_the_stem_of_their_key_are_known() {
    let text = collection(&[("WK0363AA", SQUARE)]);
    assert_eq!(read_text(&text).0.all().next().unwrap().level, Level::Wijk);
    let text = collection(&[("B01", SQUARE)]).replace("\"code\"", "\"BU_CODE\"");
    assert_eq!(read_text(&text).0.all().next().unwrap().level, Level::Buurt);
}

#[test]
fn of_a_file_of_the_country_the_own_gemeente_is_drawn() {
    let far = "[196000,494000],[197000,494000],[197000,495000],[196000,494000]";
    let (areas, _) = read_text(&collection(&[
        ("WK047911", SQUARE),
        ("WK047912", NEXT),
        ("WK047913", far),
        ("WK036301", OVER),
        ("GM0479", SQUARE),
        ("GM0363", NEXT),
    ]));
    let counted = ["WK047911", "WK047912"].map(|code| (Level::Wijk, code.to_owned()));
    let (areas, findings) = areas.chosen(&counted).unwrap();
    let codes: Vec<&str> = areas.all().map(|area| area.code.as_str()).collect();
    assert_eq!(codes, ["GM0479", "WK047911", "WK047912", "WK047913"]);
    let findings: Vec<String> = findings.iter().map(ToString::to_string).collect();
    let expected = [
        "[areas] geometry: 2 areas of other gemeenten are left out",
        "WK047913: lies 78 km from the others; drawn all the same",
    ];
    assert_eq!(findings, expected);
}
