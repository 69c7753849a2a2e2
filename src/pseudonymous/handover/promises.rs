//! Rules of the published method that a manifest must keep, whatever its digests.

use super::layout::{HOUSEHOLDS, PERSONS, TOKENS, USES};
use super::{BandedCount, Counts, Envelope, Manifest};
use crate::error::{Code, Error, Result};
use crate::vocabulary::{ProviderId, is_credible};

/// The most rules that leave rows behind, and the longest code of one: the method has some twenty.
const RULES: usize = 100;
const LONGEST_CODE: usize = 40;

/// Refuses what a version made that had a column per token in the file of persons.
pub(super) fn check_form(manifest: &Manifest, whose: &str) -> Result<()> {
    let files = &manifest.files;
    if files.contains_key(PERSONS) && !files.contains_key(TOKENS) {
        let message =
            format!("{whose} was made by an earlier version of factlab, and has no {TOKENS}");
        return Err(Error::new(Code::HandoverMismatch, message).hint(
            "let all parties use the same version of factlab, and ask for the hand-over again",
        ));
    }
    Ok(())
}

/// Refuses an envelope whose manifest holds what its kind does not, or counts that contradict each other.
pub(super) fn check_envelope(manifest: &Manifest, whose: &str) -> Result<()> {
    let is_sealed_for_keyholder = manifest.envelope == Envelope::Tokens;
    match &manifest.counts {
        None if is_sealed_for_keyholder => {}
        Some(_) if is_sealed_for_keyholder => {
            return Err(broken(
                whose,
                "an envelope of tokens must not have row counts",
            ));
        }
        None => return Err(broken(whose, "its manifest has no row counts")),
        Some(counts) => check_counts(counts, whose)?,
    }
    let names = &manifest.area_names;
    let of_register = manifest.parties.provider == ProviderId::REGISTER;
    if !names.is_empty() && (!of_register || is_sealed_for_keyholder) {
        return Err(broken(
            whose,
            "only the households may come with names of areas",
        ));
    }
    if !names.iter().all(|(code, name)| is_credible(code, name)) {
        return Err(broken(
            whose,
            "`area_names` has a text that cannot be the name of an area",
        ));
    }
    if !manifest.envelope.has_tokens() && !manifest.canaries.is_empty() {
        return Err(broken(whose, "only the tokens may come with canaries"));
    }
    Ok(())
}

fn check_counts(counts: &Counts, whose: &str) -> Result<()> {
    let rules = &counts.left_behind_by_rule;
    let is_code = |code: &String| {
        code.len() <= LONGEST_CODE
            && !code.is_empty()
            && code
                .bytes()
                .all(|sign| sign.is_ascii_lowercase() || sign == b'-')
    };
    if rules.len() > RULES || !rules.keys().all(is_code) {
        return Err(broken(whose, "`left_behind_by_rule` lists unknown rules"));
    }
    let told = rules.values().filter_map(|count| count.known());
    let sum = told.fold(0_u64, u64::saturating_add);
    let is_few = sum == 0 && rules.values().any(|count| count.known().is_none());
    let expected = if is_few {
        BandedCount::Few
    } else {
        BandedCount::of(sum)
    };
    if counts.left_behind != expected {
        return Err(broken(whose, "`left_behind` is not the sum of its rules"));
    }
    let parts = [
        counts.kept,
        counts.double,
        counts.outside_period,
        counts.left_behind,
    ];
    let told = parts.into_iter().filter_map(BandedCount::known);
    let least = told.fold(0_u64, u64::saturating_add);
    // Rows that the mapping drops are read too, and are no part that travels.
    if counts.read.known().is_some_and(|read| read < least) {
        return Err(broken(whose, "it accounts for more rows than were read"));
    }
    Ok(())
}

/// Refuses a hand-over whose files have more rows than its clients and the agreed `services` can give, before one is read.
pub(super) fn check_rows(manifest: &Manifest, services: usize, whose: &str) -> Result<()> {
    let rows = |name: &str| manifest.rows.get(name).copied().unwrap_or(0);
    let (persons, uses) = (rows(PERSONS), rows(USES));
    if uses > persons.saturating_mul(services as u64) {
        return Err(broken(
            whose,
            "it has more uses than its clients times the agreed services: a client has each service once",
        ));
    }
    let of_register = manifest.parties.provider == ProviderId::REGISTER;
    if of_register && persons == 0 {
        return Err(broken(whose, "it contains nobody"));
    }
    if rows(HOUSEHOLDS) > persons {
        return Err(broken(whose, "it has more households than persons"));
    }
    let kept = manifest.counts.as_ref().map(|counts| counts.kept);
    // Fewer than 10 rows were kept where the count is banded.
    let most = kept.map_or(u64::MAX, |kept| kept.known().unwrap_or(9));
    if persons.max(uses) > most {
        return Err(broken(
            whose,
            "it has more rows than its manifest says were kept",
        ));
    }
    Ok(())
}

/// A refusal for a rule of the published method that a hand-over breaks.
pub(super) fn broken(whose: &str, rule: &str) -> Error {
    Error::new(Code::HandoverInvalid, format!("{whose}: {rule}"))
}

#[cfg(test)]
mod tests {
    use super::super::manifest::tests::{counts, manifest};
    use super::*;

    fn refusal(change: impl FnOnce(&mut Counts)) -> Option<String> {
        let mut counts = counts();
        change(&mut counts);
        check_counts(&counts, "")
            .err()
            .map(|error| error.to_string())
    }

    #[test]
    fn counts_that_follow_from_each_other_pass() {
        assert_eq!(refusal(|_| {}), None);
        let two_rules = |counts: &mut Counts| {
            counts
                .left_behind_by_rule
                .insert("service-unknown".into(), BandedCount::Exact(10));
            counts.left_behind = BandedCount::Exact(10);
        };
        assert_eq!(refusal(two_rules), None);
    }

    #[test]
    fn a_count_that_contradicts_another_is_refused() {
        let is_refused = |change: fn(&mut Counts), words: &str| {
            let refusal = refusal(change).unwrap();
            assert!(refusal.contains(words), "{refusal}");
        };
        is_refused(
            |c| c.left_behind = BandedCount::Exact(0),
            "sum of its rules",
        );
        is_refused(
            |c| c.left_behind = BandedCount::Exact(1 << 60),
            "sum of its rules",
        );
        is_refused(|c| c.read = BandedCount::Exact(80), "than were read");
        is_refused(|c| c.kept = BandedCount::Exact(u64::MAX), "than were read");
        is_refused(
            |c| {
                let rules = (0..200).map(|n: u32| {
                    (
                        "x".repeat(1 + n as usize % 30 + n as usize / 30),
                        BandedCount::Few,
                    )
                });
                c.left_behind_by_rule.extend(rules);
                c.left_behind_by_rule.insert("<b>".into(), BandedCount::Few);
            },
            "unknown rules",
        );
    }

    #[test]
    fn what_another_envelope_carries_is_refused() {
        let refusal = |change: fn(&mut Manifest)| {
            let mut manifest = manifest();
            change(&mut manifest);
            let refused = check_envelope(&manifest, "").err();
            refused.map_or_else(String::new, |error| error.to_string())
        };
        assert_eq!(refusal(|_| {}), "");
        let with_canaries: fn(&mut Manifest) = |it| it.envelope = Envelope::Uses;
        assert!(refusal(with_canaries).contains("only the tokens may come with canaries"));
        let with_counts: fn(&mut Manifest) = |it| it.envelope = Envelope::Tokens;
        assert!(refusal(with_counts).contains("must not have row counts"));
        let with_names: fn(&mut Manifest) = |it| {
            it.envelope = Envelope::Tokens;
            it.counts = None;
            it.parties.provider = ProviderId::REGISTER.into();
            it.area_names.insert("WK01".into(), "Oost".into());
        };
        assert!(refusal(with_names).contains("names of areas"));
    }
}
