//! The elements read from JSON, and what is reported about it.

use proptest::prelude::*;

use super::super::testing::{detect, read};
use super::elements;
use crate::identified::source::broken_files::Stop;
use crate::identified::source::text::TextFile;

/// The elements of the lists, each with its line and its texts as `path=text`; `None` when it cannot be read.
fn seen(json: &[u8], lists: &[&str]) -> Option<Vec<String>> {
    let place = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(place.path(), json).unwrap();
    let file = TextFile::open(place.path(), None).unwrap();
    let mut seen = Vec::new();
    let ended = elements::read(&file, lists, &mut |element| {
        seen.push(format!("line {}", element.line()));
        element.for_each_text(&mut |path, text| seen.push(format!("{path}={text}")));
        Ok(())
    });
    match ended {
        Ok(()) => Some(seen),
        Err(Stop::Broken(_)) => None,
        Err(Stop::Passed(error)) => panic!("{error}"),
    }
}

/// What is said of a file that cannot be read, and of it as a finding beside another.
fn told(json: &[u8]) -> (String, String) {
    let mut settings = detect(&[]);
    settings.format = Some(super::super::brp_api::FORMAT);
    let error = read(&[("a.json", json)], settings.clone()).err().unwrap();
    assert!(error.advice().unwrap().contains("export it again"));
    let other = b"[{\"burgerservicenummer\": \"1\"}]";
    let files = [("a.json", json), ("b.json", &other[..])];
    let mut findings = read(&files, settings).unwrap().findings;
    let words = error.to_string().rsplit('/').next().unwrap().to_owned();
    (words, findings.remove(0))
}

#[test]
fn keys_lead_to_texts_and_lists_add_nothing() {
    let json = b"{\"a\": [{\"b\": 1.50}, {\"b\": \"x\",\n \"c\": {\"d\": [true, null,\n2e3]}}], \"f\": {\"a\": 1}}";
    let elements = ["line 1", "b=1.50", "line 1", "b=x", "c/d=true", "c/d=2e3"];
    assert_eq!(seen(json, &["a"]).unwrap(), elements);
    assert_eq!(
        seen(json, &["f", "a/c"]).unwrap(),
        ["line 2", "d=true", "d=2e3", "line 3", "a=1"]
    );
}

#[test]
fn an_element_is_whole_wherever_the_reader_stops() {
    let element = "{\"b\": {\"c\": [[\"}]\"]]}}, ";
    let json = format!("{{\"a\": [{}{{}}]}}", element.repeat(10_000));
    let seen = seen(json.as_bytes(), &["a"]).unwrap();
    let texts = seen.iter().filter(|text| *text == "b/c=}]");
    assert_eq!((seen.len(), texts.count()), (20_001, 10_000));
}

#[test]
fn what_stands_at_the_root_is_an_element_where_it_holds_no_list() {
    let json = b"{\"a\": {\"b\":\n[{\"c\": 1}]}, \"d\": {\"e\": 2}}\n{\"d\": 3}";
    let elements = ["line 2", "c=1", "line 3", "d=3"];
    assert_eq!(seen(json, &["", "a/b"]).unwrap(), elements);
}

#[test]
fn the_line_of_a_part_is_that_on_which_it_begins() {
    let place = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(
        place.path(),
        "\n{\"a\":\n[{\n}, 1,\n{\"b\":\n{}}], \"c\":\n{}\n}",
    )
    .unwrap();
    let file = TextFile::open(place.path(), None).unwrap();
    elements::read(&file, &[""], &mut |element| {
        let lines = |path| {
            element
                .groups(path)
                .iter()
                .map(|part| part.line())
                .collect::<Vec<_>>()
        };
        assert_eq!(
            [lines(""), lines("a"), lines("a/b"), lines("c")],
            [vec![], vec![3, 5], vec![6], vec![7]]
        );
        assert_eq!(element.line(), 2);
        Ok(())
    })
    .ok()
    .unwrap();
}

#[test]
fn escapes_are_resolved_and_half_a_character_is_broken() {
    let text = |text: &str| {
        seen(format!("{{\"a\": \"{text}\"}}").as_bytes(), &[""])
            .unwrap()
            .remove(1)
    };
    assert_eq!(
        text(r#"Ren\u00e9 \"\/\\\t\ud83d\ude00"#),
        "a=René \"/\\\t😀"
    );
    for half in [r"a\ud83d", r"a\ud83d\n", r"\ude00", r"\ud83d\ud83d"] {
        assert_eq!(text(half), "a=\u{fffd}", "{half}");
    }
    assert_eq!(seen(b"{\"a\": \"Ren\xe9\"}", &[""]).unwrap()[1], "a=René");
}

#[test]
fn a_file_that_breaks_off_is_told_with_its_line_and_column_and_no_value() {
    let whole = "{\"personen\": [\n  {\"naam\": \"Jansen\", \"nr\": 10},\n  {\"naam\": \"Smit\"}]}";
    for cut in 1..whole.len() {
        let (words, finding) = told(&whole.as_bytes()[..cut]);
        assert!(words.ends_with(": is cut off here"), "{cut}: {words}");
        assert!(finding.ends_with(" file-broken"));
    }
    let (words, finding) = told(b"{\"a\":\n  [1,");
    assert_eq!(
        (words.as_str(), finding.as_str()),
        ("a.json:2:6: is cut off here", "a.json:2 file-broken")
    );
}

#[test]
fn what_is_no_json_is_told_with_what_was_expected_and_no_value() {
    for (json, expected) in [
        (
            "{\"Jansen\" 1}",
            "1:11: is not well-formed JSON: expected `:`",
        ),
        ("{\"é\":1,}", "1:9: is not well-formed JSON: trailing comma"),
        (
            "[{} {\"Jansen\": 2}]",
            "1:5: is not well-formed JSON: expected `,` or `]`",
        ),
        (
            "[[], Jansen]",
            "1:6: is not well-formed JSON: expected value",
        ),
        (
            "[\"a\nb\"]",
            "1:4: has a text that is not closed on its line",
        ),
        (
            "{\"a\":\"\\x\"}",
            "1:8: is not well-formed JSON: invalid escape",
        ),
        (
            "{\"personen\": [\"Jansen\"]}",
            "1:22: has no list where there should be one",
        ),
        ("[[], 01x]", "1:7: is not well-formed JSON: invalid number"),
    ] {
        let (words, finding) = told(json.as_bytes());
        assert!(
            words.contains(expected) && !words.contains("Jansen"),
            "{json}: {words}"
        );
        assert_eq!(finding, "a.json:1 file-broken");
    }
}

#[test]
fn what_is_wrong_in_an_element_or_behind_it_is_told_with_its_place() {
    for (json, expected) in [
        (
            "[{\"a\": [1}]",
            "4:10: is not well-formed JSON: expected `,` or `]`",
        ),
        (
            "[{\"a\": 1,\n \"b\" 2}]",
            "5:6: is not well-formed JSON: expected `:`",
        ),
        (
            "[{\"\\ud83d\": 1}]",
            "4:14: ends a value with half a character in a name",
        ),
        (
            "[{\"a\": \"b\n\"}]",
            "4:10: has a text that is not closed on its line",
        ),
        ("[{\"\u{e9}\": {},\n\"a\": 1},", "5:9: is cut off here"),
        (
            "[{\"a\":\n1} {}]",
            "5:4: is not well-formed JSON: expected `,` or `]`",
        ),
    ] {
        let (words, finding) = told(format!("\n{{\n\"personen\":\n{json}").as_bytes());
        assert_eq!(words, format!("a.json:{expected}"), "{json}");
        let line = expected.split(':').next().unwrap();
        assert_eq!(finding, format!("a.json:{line} file-broken"));
    }
}

#[test]
fn nesting_and_length_have_bounds() {
    let long = "x".repeat(1_000_001);
    for json in [
        "[".repeat(1_000_000),
        "{\"a\":".repeat(1_000_000),
        format!("[\"{long}\"]"),
        format!("{{\"{long}\": 1}}"),
        format!("[{{\"a\": [{}1]}}]", "1,".repeat(9 << 20)),
        format!("[{{\"a\": [{}1]}}]", "1,".repeat(1 << 19)),
        format!(
            "[{{\"{}\": [{}1]}}]",
            "x".repeat(100_000),
            "1,".repeat(1000)
        ),
    ] {
        let (words, finding) = told(json.as_bytes());
        assert_eq!(finding, "a.json:1 file-unsafe", "{words}");
    }
    let deep = format!("{}{}", "[".repeat(64), "]".repeat(64));
    assert!(seen(deep.as_bytes(), &[""]).is_some());
    let list = format!("{{\"a\": [{}{{}}]}}", "{},".repeat(9 << 20));
    assert!(seen(list.as_bytes(), &["b"]).is_some());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_damage_is_read_or_told(
        cut in 0..60_usize,
        length in 0..20_usize,
        bytes in prop::collection::vec(
            prop_oneof![any::<u8>(), prop::sample::select(b"{}[]\",:\\u0".to_vec())], 0..12,
        ),
    ) {
        let mut json = b"{\"a\": [{\"b\": 1.5}, {\"b\": \"x\\u00e9\"}], \"f\": {}}".to_vec();
        let begin = cut.min(json.len());
        let end = (begin + length).min(json.len());
        json.splice(begin..end, bytes);
        // A few more make a binary file of it.
        json.retain(|byte| !matches!(byte, 0..=8 | 14..=25));
        json.push(b' ');
        json.insert(0, b' ');
        let _ = seen(&json, &["", "a"]);
    }
}
