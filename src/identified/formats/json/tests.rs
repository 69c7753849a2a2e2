//! JSON as text in, the events that come out.

use proptest::prelude::*;

use super::*;
use crate::identified::source::RawRow;
use crate::identified::source::format::OnFinding;

/// The events of a text as `path=text`, `path{line` and `path}`, or how it ended.
fn events(json: &[u8]) -> std::result::Result<Vec<String>, (Rule, String)> {
    let place = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(place.path(), json).unwrap();
    let file = TextFile::open(place.path(), None).unwrap();
    let mut seen = Vec::new();
    let ended = read(&file, &mut |path, event| {
        seen.push(match event {
            Event::Begin(line) => format!("{path}{{{line}"),
            Event::End => format!("{path}}}"),
            Event::Text(text) => format!("{path}={}", text.unwrap_or("<broken>")),
        });
        Ok(())
    });
    match ended {
        Ok(()) => Ok(seen),
        Err(Stop::Passed(error)) => panic!("{error}"),
        Err(Stop::Broken(trouble)) => {
            let mut told = Vec::new();
            let mut onward = |finding: crate::vocabulary::Finding| {
                told.push(finding.rule);
                Ok(())
            };
            let mut none = |_: &RawRow, _: &mut OnFinding<'_>| Ok(());
            let mut sink = Sink::new(&mut onward, &mut none, &crate::vocabulary::Silent);
            let mut troubles = Troubles::default();
            let _ = troubles.note("a.json", Err::<(), _>(Stop::Broken(trouble)));
            let error = troubles.tell(&mut sink).unwrap_err().to_string();
            let words = error.rsplit('/').next().unwrap().to_owned();
            let is_unsafe = ["nests", "longer"].iter().any(|word| words.contains(word));
            let rule = if is_unsafe {
                Rule::FileUnsafe
            } else {
                Rule::FileBroken
            };
            Err((rule, words))
        }
    }
}

#[test]
fn keys_lead_to_texts_and_lists_add_nothing() {
    let json = b"{\"a\": [{\"b\": 1.5}, {\"b\": \"x\",\n \"c/d\": true, \"e\": null}], \"f\": {}}";
    let seen = [
        "{1",
        "a{1",
        "a/b=1.5",
        "a}",
        "a{1",
        "a/b=x",
        "a/c?d=true",
        "a}",
        "f{2",
        "f}",
        "}",
    ];
    assert_eq!(events(json).unwrap(), seen);
}

#[test]
fn values_may_follow_one_another_line_by_line() {
    assert_eq!(
        events(b"{\"a\":1}\n{\"a\":2}\n").unwrap(),
        ["{1", "a=1", "}", "{2", "a=2", "}"]
    );
}

#[test]
fn escapes_are_resolved_and_half_a_character_is_broken() {
    let texts = |json: &str| events(json.as_bytes()).unwrap();
    assert_eq!(
        texts(r#""Ren\u00e9 \"\/\\\t\ud83d\ude00""#),
        ["=René \"/\\\t😀"]
    );
    assert_eq!(texts(r#""a\ud83d""#), ["=<broken>"]);
    assert_eq!(texts(r#""a\ud83d\n""#), ["=<broken>"]);
    assert_eq!(events(b"\"Ren\xe9\"").unwrap(), ["=René"]);
}

#[test]
fn a_file_that_breaks_off_is_told_with_its_line_and_column_and_no_value() {
    let whole = "{\"a\": [\n  {\"naam\": \"Jansen\", \"nr\": 10},\n  {\"naam\": \"Smit\"}]}";
    for cut in 1..whole.len() {
        let (rule, words) = events(&whole.as_bytes()[..cut]).unwrap_err();
        assert_eq!(rule, Rule::FileBroken);
        assert!(words.contains(": is cut off here"), "{cut}: {words}");
        assert!(
            !words.contains("Jansen") && !words.contains("Smit"),
            "{words}"
        );
    }
    let (_, words) = events(b"{\"a\":\n  [1,").unwrap_err();
    assert!(words.contains(":2:6: is cut off here"), "{words}");
}

#[test]
fn what_is_no_json_is_told_in_our_own_words() {
    for json in [
        "{a:1}",
        "{\"a\" 1}",
        "[1 2]",
        "[Jansen]",
        "\"a\nb\"",
        "{\"a\":1,}",
        "\"\\x\"",
        "[01x]",
    ] {
        let (_, words) = events(json.as_bytes()).unwrap_err();
        assert!(words.contains(": has "), "{json}: {words}");
        assert!(!words.contains("Jansen"));
    }
}

#[test]
fn nesting_and_length_have_bounds() {
    for json in [
        "[".repeat(1_000_000),
        "{\"a\":".repeat(1_000_000),
        format!("\"{}\"", "x".repeat(1_000_001)),
    ] {
        assert_eq!(events(json.as_bytes()).unwrap_err().0, Rule::FileUnsafe);
    }
    let deep = format!("{}{}", "[".repeat(64), "]".repeat(64));
    assert!(events(deep.as_bytes()).is_ok());
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
        json.insert(0, b'1');
        let _ = events(&json);
    }
}
