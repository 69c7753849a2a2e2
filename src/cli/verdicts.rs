//! What was found of a release, on the screen: who signed it first.

use std::fmt::Write;

use factlab::verify::{Signed, Verdict};
use serde_json::{Value, json};

use super::words::{counted, grouped};

/// A few lines for each release; `is_agreed` where the key was held against an agreed one.
pub(super) fn in_words(verdict: &Verdict, is_agreed: bool) -> String {
    let inside = if verdict.is_internal {
        " INTERNAL,"
    } else {
        ""
    };
    let signed = signed(&verdict.signed, is_agreed);
    let checked = format!(
        "{} and {} checked, {} recalculated",
        counted(verdict.files as u64, "file", "files"),
        counted(verdict.numbers as u64, "count", "counts"),
        counted(verdict.derived as u64, "derived number", "derived numbers")
    );
    let outcome = match verdict.problems.len() as u64 {
        0 => "verified".to_owned(),
        many => format!("FAILED: {}", counted(many, "problem", "problems")),
    };
    let release = &verdict.release;
    let mut text = format!("{release}:{inside} {signed}\n  {outcome}; {checked}\n");
    // Writing to a String cannot fail.
    if let Some((before, is_there)) = &verdict.follows {
        let chain = if *is_there {
            "compared with it"
        } else {
            "NOT COMPARED: give the folder of that release too"
        };
        let _ = writeln!(text, "  follows {before}; {chain}");
    }
    if let Some(([a, b], is_there)) = &verdict.compares {
        let calculated = if *is_there {
            "calculated again"
        } else {
            "NOT CALCULATED: give the folders of both releases too"
        };
        let _ = writeln!(text, "  compares {b} with {a}; {calculated}");
    }
    if let Some(shown) = verdict.shown.filter(|_| verdict.problems.is_empty()) {
        let _ = writeln!(
            text,
            "  made-up towns give all {} numbers of households; of {} hidden counts {} are in them as small and as large as they can be; from its smallest to its largest a hidden count can be {} to {} numbers",
            grouped(shown.counts as u64),
            grouped(shown.hidden as u64),
            grouped(shown.both as u64),
            shown.narrowest,
            shown.widest
        );
    }
    for problem in &verdict.problems {
        let _ = writeln!(text, "  {problem}");
    }
    text
}

fn signed(signed: &Signed, is_agreed: bool) -> String {
    match signed {
        Signed::Nobody => "NOT SIGNED, so anyone could have made it".into(),
        Signed::Broken => "the SIGNATURE DOES NOT HOLD".into(),
        Signed::By(key) if is_agreed => format!("signed with {key}"),
        Signed::By(key) => format!(
            "signed with {key}\n  whose key that is, only -c CONFIG or --signed-by KEY can tell"
        ),
    }
}

/// The same as JSON.
pub(super) fn as_json(verdict: &Verdict) -> Value {
    let (is_signed, key) = match &verdict.signed {
        Signed::Nobody => (false, None),
        Signed::Broken => (true, None),
        Signed::By(key) => (true, Some(key.to_string())),
    };
    let follows = verdict.follows.as_ref();
    json!({
        "release": verdict.release,
        "follows": follows.map(|(before, _)| before),
        "compares": verdict.compares.as_ref().map(|(both, _)| both),
        "calculated": verdict.compares.as_ref().map(|(_, is_there)| is_there),
        "compared": follows.map(|(_, is_there)| is_there),
        "signed": is_signed,
        "signed_by": key,
        "internal": verdict.is_internal,
        "holds": verdict.problems.is_empty(),
        "files": verdict.files,
        "numbers": verdict.numbers,
        "derived": verdict.derived,
        "made_up_towns": verdict.shown.filter(|_| verdict.problems.is_empty()).map(|shown| json!({
            "counts": shown.counts,
            "hidden": shown.hidden,
            "hidden_at_both_ends": shown.both,
            "fewest_candidates": shown.narrowest,
            "most_candidates": shown.widest,
        })),
        "problems": verdict.problems,
    })
}
