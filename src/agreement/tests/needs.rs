//! What an agreement may say of needs and rights.

use super::{SMALLEST, complaint, read};
use crate::vocabulary::{ServiceCode, ServiceIx};

/// Services `a` (Wmo) and `b` (Jeugdwet), need `arm` of the food bank, and `more`.
fn with(more: &str) -> String {
    let head = "[project]\nid = \"p\"\nfrom = 2026-01-01\nto = 2026-12-31\n";
    let services = "[[service]]\ncode = \"arm\"\n[[service]]\ncode = \"a\"\ndomain = \"Wmo\"\n[[service]]\ncode = \"b\"\ndomain = \"Jeugdwet\"\n";
    let providers = "[[provider]]\nid = \"voedselbank\"\nkind = \"need\"\nservice = \"arm\"\n[[provider]]\nid = \"loket\"\n[provider.services]\n\"1\" = \"a\"\n\"2\" = \"b\"\n";
    [head, services, providers, more].concat()
}

#[test]
fn what_a_provider_of_needs_brings_is_a_need_and_no_service() {
    let agreement = read(&with("")).unwrap();
    let plan = agreement.stack_plan();
    let services: Vec<&str> = plan.services.iter().map(|one| one.code.as_str()).collect();
    let needs: Vec<&str> = plan.needs.iter().map(|one| one.code.as_str()).collect();
    assert_eq!((&*services, &*needs), (&["a", "b"][..], &["arm"][..]));
    assert_eq!(plan.of_needs[0].as_str(), "voedselbank");
    let codes = agreement.codes();
    let codes: Vec<&str> = codes.iter().map(ServiceCode::as_str).collect();
    assert_eq!(codes, ["a", "b", "arm"]);
    let brought = [0, 1, 2].map(|place| agreement.ids_of_bringers(place));
    assert_eq!(brought, [["loket"], ["loket"], ["voedselbank"]]);
}

#[test]
fn the_tables_of_needs_and_rights_are_there_when_these_are_agreed() {
    let names = |text: &str| {
        let tables = read(text).unwrap().stack_plan().tables;
        let names: Vec<&str> = tables.into_iter().map(|table| table.name).collect();
        ["needs", "need_by_service", "reached"].map(|name| names.contains(&name))
    };
    assert_eq!(names(SMALLEST), [false; 3]);
    assert_eq!(names(&with("")), [true, true, false]);
    let right = "[[entitled]]\nby = \"a\"\nto = \"b\"\n";
    assert_eq!(names(&with(right)), [true; 3]);
}

#[test]
fn the_domains_that_answer_a_need_are_those_of_services() {
    let answered = |domains: &str| {
        with("").replacen(
            "code = \"arm\"",
            &format!("code = \"arm\"\nanswered_by = {domains}"),
            1,
        )
    };
    let plan = read(&answered("[\"Wmo\"]")).unwrap().stack_plan();
    assert_eq!(plan.needs[0].answered_by, ["Wmo"]);
    let complaint = complaint(&answered("[\"Wmoo\"]"));
    assert!(
        complaint.contains("config.toml:7:16: no service is of the domain \"Wmoo\""),
        "{complaint}"
    );
    assert!(complaint.contains("did you mean \"Wmo\"?"), "{complaint}");
}

#[test]
fn a_provider_is_of_needs_or_of_services_and_says_which() {
    for (from, to, said) in [
        (
            "service = \"arm\"\n",
            "",
            "does not say which needs `voedselbank` brings",
        ),
        (
            "\"2\" = \"b\"",
            "\"2\" = \"arm\"",
            "`loket` brings `arm`, which is a need",
        ),
        (
            "kind = \"need\"",
            "kind = \"needs\"",
            "did you mean \"need\"?",
        ),
        (
            "code = \"arm\"",
            "code = \"arm\"\ndomain = \"Wmo\"",
            "a need has no `domain`",
        ),
        (
            "code = \"arm\"",
            "code = \"arm\"\norganisation = \"x\"",
            "a need has no `domain`",
        ),
        (
            "code = \"arm\"",
            "code = \"arm\"\nattribute_to = \"address\"",
            "a need has no `domain`",
        ),
        (
            "code = \"a\"",
            "code = \"a\"\nanswered_by = [\"Wmo\"]",
            "a service has no `answered_by`",
        ),
    ] {
        let text = with("");
        assert!(text.contains(from), "{from}");
        let complaint = complaint(&text.replacen(from, to, 1));
        assert!(complaint.contains(said), "{to}: {complaint}");
    }
    let of_needs_only =
        SMALLEST.replace("id = \"x\"", "id = \"x\"\nkind = \"need\"\nservice = \"a\"");
    assert!(complaint(&of_needs_only).contains("the agreement has needs only"));
}

#[test]
fn a_right_is_between_two_services_that_differ() {
    let entitled = |by: &str, to: &str| format!("[[entitled]]\nby = \"{by}\"\nto = \"{to}\"\n");
    let plan = read(&with(&entitled("b", "a"))).unwrap().stack_plan();
    assert_eq!(plan.entitled[0].map(ServiceIx::index), [1, 0]);
    for (text, said) in [
        (entitled("a", "c"), "\"c\" is not a service"),
        (entitled("a", "a"), "`by` and `to` are the same service"),
        (entitled("arm", "a"), "`arm` is a need, and gives no right"),
        (
            [entitled("a", "b"), entitled("a", "b")].concat(),
            "the right is listed twice",
        ),
        ("[[entitled]]\nby = \"a\"\n".into(), "[entitled] lacks `to`"),
        (entitled("a", "b") + "since = 2026", "unknown key `since`"),
    ] {
        let complaint = complaint(&with(&text));
        assert!(complaint.contains(said), "{text}: {complaint}");
    }
}

#[test]
fn who_brings_needs_is_agreed_and_what_answers_them_is_not() {
    let plain = read(&with("")).unwrap().digest();
    let services = with("").replace("kind = \"need\"\n", "");
    assert_ne!(read(&services).unwrap().digest(), plain);
    let answered = with("").replace("code = \"arm\"", "code = \"arm\"\nanswered_by = [\"Wmo\"]");
    assert_eq!(read(&answered).unwrap().digest(), plain);
}
