//! What is said of how links are weighed is what links are weighed by.

use super::*;

/// What the model makes of made-up pairs, from these clients.
fn explained(clients: &[Someone]) -> ExplainedProvider {
    let explained = |set: &HandoverSet, expected: &Expected| explain(set, expected, &Silent);
    let explanation = handed_over(&Someone::resident, &[clients], explained).unwrap();
    assert_eq!(explanation.residents, u64::from(RESIDENTS));
    explanation.providers.into_iter().next().unwrap()
}

fn verdict(explained: &ExplainedProvider, is: &str) -> Option<Verdict> {
    let pair = explained.pairs.iter().find(|pair| pair.is == is)?;
    Some(pair.verdict)
}

#[test]
fn the_steps_multiply_to_the_odds_of_the_link() {
    for unknown in WHAT_IS_UNKNOWN {
        for pair in explained(&residents(unknown)).pairs {
            let odds = pair.steps.iter().fold(pair.before, |odds, step| {
                let next = odds * step.factor;
                assert!((next / step.odds - 1.0).abs() < 1e-9, "{pair:?}");
                next
            });
            assert!(
                (odds / (1.0 + odds) - pair.probability).abs() < 1e-9,
                "{pair:?}"
            );
        }
    }
}

#[test]
fn a_field_that_is_the_same_never_makes_a_link_much_less_likely() {
    for unknown in WHAT_IS_UNKNOWN {
        let explained = explained(&residents(unknown));
        let same = explained.pairs.iter().flat_map(|pair| &pair.steps);
        for step in same.filter(|step| step.alike == "same") {
            assert!(step.factor > 0.5, "{unknown:?}: {step:?}");
        }
    }
}

#[test]
fn who_moved_is_linked_and_a_housemate_is_not() {
    let explained = explained(&residents(&[]));
    assert_eq!(
        explained.known,
        ["BSN", "birth date", "surname", "given name", "address"]
    );
    assert!(explained.found > Some(0.95), "{:?}", explained.found);
    let linked = ["all fields the same", "no BSN, moved: another address"];
    for is in linked {
        assert_eq!(verdict(&explained, is), Some(Verdict::Linked), "{is}");
    }
    let apart = [
        "no BSN, a housemate: surname and address the same",
        "no BSN, a stranger: only the address the same",
    ];
    for is in apart {
        assert_eq!(verdict(&explained, is), Some(Verdict::NotLinked), "{is}");
    }
}

#[test]
fn no_pair_is_shown_of_what_a_provider_does_not_know() {
    let no_names = explained(&residents(&["bsn", "names"]));
    assert_eq!(no_names.known, ["birth date", "address"]);
    assert_eq!(
        verdict(&no_names, "no BSN, a surname that sounds alike"),
        None
    );
    assert_eq!(verdict(&no_names, "another BSN, all else the same"), None);
    let only_address = explained(&residents(&["bsn", "birth", "names"]));
    assert!(only_address.pairs.is_empty());
    assert_eq!(only_address.found, None, "nothing was weighed");
}
