//! Expiry and retention dates, checked against a day that the caller gives: nothing here reads the clock.

use std::path::PathBuf;

use super::Agreement;
use crate::error::{Code, Error, Result};
use crate::vocabulary::{Day, ProviderId};

/// What a party handed over, past the last day on which it may be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastItsDay {
    /// Whose it is.
    pub party: ProviderId,
    /// The last day on which it may be kept.
    pub last_day: Day,
    /// Where it stands when it stands as agreed.
    pub folder: PathBuf,
}

impl Agreement {
    /// Refuses the project secret after its last day.
    ///
    /// # Errors
    /// [`Class::Refused`](crate::error::Class::Refused) when `today` is later than `key_expires`.
    pub fn refuse_expired_key(&self, today: Day) -> Result<()> {
        match self.project.key_expires {
            Some(last_day) if today > last_day => Err(Error::new(Code::KeyExpired, format!(
                "the project secret of {} was valid until {last_day}",
                self.project.id
            ))
            .hint("agree on a new secret (`factlab key new`) and a new `key_expires`, and destroy the old secret")),
            _ => Ok(()),
        }
    }

    /// Refuses to make what the party's own last day says should be gone.
    ///
    /// # Errors
    /// [`Class::Refused`](crate::error::Class::Refused) when `today` is later than the `delete_after` of `party`.
    pub fn refuse_past_day_of(&self, party: &ProviderId, today: Day) -> Result<()> {
        let past = self.past_their_day(today);
        let Some(past) = past.iter().find(|one| one.party == *party) else {
            return Ok(());
        };
        let message = format!(
            "the retention date of a hand-over of {party} ({}) has passed",
            past.last_day
        );
        Err(Error::new(Code::RetentionOver, message)
            .hint("agree on a new `delete_after` before making the hand-over"))
    }

    /// Refuses hand-overs past the last day on which they may be kept; who is left out does not count.
    ///
    /// # Errors
    /// [`Class::Refused`](crate::error::Class::Refused), naming every party whose day has passed.
    pub fn refuse_past_their_day(&self, today: Day) -> Result<()> {
        let missing = |party: &ProviderId| {
            let mut providers = self.providers.iter();
            providers.any(|one| one.id == *party && one.is_missing)
        };
        let past: Vec<String> = self
            .past_their_day(today)
            .iter()
            .filter(|one| !missing(&one.party))
            .map(|one| format!("{} (until {})", one.party, one.last_day))
            .collect();
        if past.is_empty() {
            return Ok(());
        }
        let message = format!("hand-overs past their retention date: {}", past.join(", "));
        Err(Error::new(Code::RetentionOver, message).hint(
            "delete them with `factlab purge`; to count again, ask for hand-overs under a new agreement",
        ))
    }

    /// The hand-overs that should be gone, in the order of the agreement.
    #[must_use]
    pub fn past_their_day(&self, today: Day) -> Vec<PastItsDay> {
        let register = (
            ProviderId::register(),
            &self.register.office,
            &self.register.handover,
        );
        let providers = self
            .providers
            .iter()
            .map(|one| (one.id.clone(), &one.office, &one.handover));
        let past =
            |(party, office, handover): (ProviderId, &_, &super::mistakes::Located<String>)| {
                let last_day = self.delete_after(office).filter(|day| today > *day)?;
                let folder = self.resolve(&handover.value);
                Some(PastItsDay {
                    party,
                    last_day,
                    folder,
                })
            };
        std::iter::once(register)
            .chain(providers)
            .filter_map(past)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Class;
    use std::path::Path;

    const AGREEMENT: &str = "[project]\nid='p'\nfrom=2026-01-01\nto=2026-12-31\nkey_expires=2027-03-31\n\
        delete_after=2028-12-31\n[[service]]\ncode='a'\n[register]\ndelete_after=2027-06-30\n\
        [[provider]]\nid='x'\n[[provider]]\nid='y'\ndelete_after=2029-12-31\n";

    fn agreement() -> Agreement {
        Agreement::parse(AGREEMENT, Path::new("config.toml")).unwrap()
    }

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    #[test]
    fn the_secret_is_refused_after_its_last_day_and_not_on_it() {
        let agreement = agreement();
        assert!(agreement.refuse_expired_key(day("2027-03-31")).is_ok());
        let error = agreement.refuse_expired_key(day("2027-04-01")).unwrap_err();
        assert_eq!(error.class(), Class::Refused);
        assert!(error.to_string().contains("2027-03-31") && error.advice().is_some());
    }

    #[test]
    fn a_party_without_a_day_of_its_own_has_that_of_the_project() {
        let agreement = agreement();
        let past = |text| {
            let past = agreement.past_their_day(day(text));
            past.iter()
                .map(|one| one.party.to_string())
                .collect::<Vec<_>>()
        };
        assert_eq!(past("2027-06-30"), [""; 0]);
        assert_eq!(past("2027-07-01"), ["register"]);
        assert_eq!(past("2029-01-01"), ["register", "x"]);
        assert_eq!(past("2030-01-01"), ["register", "x", "y"]);
    }

    #[test]
    fn a_party_makes_nothing_after_its_own_last_day_whatever_that_of_others() {
        let agreement = agreement();
        let refused = |party: &str, today| {
            let party = ProviderId::new(party).unwrap();
            agreement.refuse_past_day_of(&party, day(today)).err()
        };
        assert!(refused("x", "2028-12-31").is_none() && refused("y", "2029-01-01").is_none());
        let error = refused("x", "2029-01-01").unwrap();
        assert_eq!(error.class(), Class::Refused);
        assert!(error.to_string().contains("2028-12-31") && error.advice().is_some());
    }

    #[test]
    fn hand_overs_past_their_day_are_refused_by_name_unless_left_out() {
        let agreement = agreement();
        assert!(agreement.refuse_past_their_day(day("2027-06-30")).is_ok());
        let error = agreement
            .refuse_past_their_day(day("2030-01-01"))
            .unwrap_err();
        assert_eq!(error.class(), Class::Refused);
        assert!(
            error.to_string().ends_with(
                "register (until 2027-06-30), x (until 2028-12-31), y (until 2029-12-31)"
            )
        );
        let without = agreement.without(&[ProviderId::new("y").unwrap()]).unwrap();
        let error = without
            .refuse_past_their_day(day("2030-01-01"))
            .unwrap_err();
        assert!(
            error.to_string().ends_with("x (until 2028-12-31)"),
            "{error}"
        );
    }
}
