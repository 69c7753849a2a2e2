//! Error rates of the organisations: one table, two towns.
//!
//! `docs/town.md` has the same table with the source of each rate; a test compares the two.

/// How much the organisations of a town err.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TownErrors {
    /// A few errors of every sort, alike for everybody.
    #[default]
    Mild,
    /// As many as in life, and more for the young, for the old and for migrants.
    Hard,
}

impl TownErrors {
    pub(super) const fn rates(self) -> &'static Rates {
        match self {
            Self::Mild => &MILD,
            Self::Hard => &HARD,
        }
    }
}

macro_rules! rates {
    ($($(#[$doc:meta])* $rate:ident: $mild:literal, $hard:literal;)*) => {
        /// Shares from 0 to 1 of the clients it can happen to.
        #[derive(Debug)]
        pub(super) struct Rates { $($(#[$doc])* pub(super) $rate: f64,)* }

        const MILD: Rates = Rates { $($rate: $mild,)* };
        const HARD: Rates = Rates { $($rate: $hard,)* };

        /// Name, share in a mild town, share in a hard one.
        #[cfg(test)]
        const TABLE: &[(&str, f64, f64)] = &[$((stringify!($rate), $mild, $hard),)*];
    };
}

rates! {
    /// Lives elsewhere by now than where the organisation has it.
    old_address: 0.03, 0.10;
    /// The same from 18 to 35.
    old_address_young: 0.03, 0.18;
    /// The same from 75 on.
    old_address_elderly: 0.03, 0.05;
    /// Of those, who came from outside the town; others live at the old address of the rest.
    old_address_outside: 0.0, 0.35;
    /// Of those, who are known by their address only and still are there.
    old_address_alone: 0.0, 1.0;
    /// House letter and addition not written down, where there is one.
    addition_missing: 0.0, 0.25;
    /// The letter or addition of a neighbour.
    addition_wrong: 0.0, 0.04;
    /// A typing error in the surname.
    surname_misspelt: 0.035, 0.03;
    /// The same in a surname that came with a migrant.
    surname_misspelt_migrant: 0.035, 0.08;
    /// Two errors in such a surname.
    surname_misspelt_twice: 0.0, 0.02;
    /// Under the surname of a former partner: women from 40 on.
    former_name: 0.0, 0.03;
    /// Under the partner's surname, where there is no column for it.
    partner_name: 0.45, 0.45;
    /// Under the partner's and the own surname with a hyphen, where there is no column for it.
    partner_and_own_name: 0.10, 0.10;
    /// Under the name one is called by, from 50 on.
    call_name: 0.0, 0.30;
    /// Of those, whose initial is another one for it.
    call_name_other_initial: 0.0, 0.40;
    /// Only the year of birth.
    birth_year_only: 0.004, 0.004;
    /// 1 January for a day of birth that nobody knew.
    birth_first_of_january: 0.003, 0.005;
    /// The same with the surname of a migrant.
    birth_first_of_january_migrant: 0.003, 0.035;
    /// Day and month of birth swapped, where both are months.
    birth_swapped: 0.003, 0.006;
    /// Year, month or day of birth wrong.
    birth_part_wrong: 0.0, 0.008;
    /// No BSN with an organisation that knows BSNs; messages cannot be sent without one.
    bsn_missing: 0.006, 0.015;
    /// A BSN with a wrong digit, so that it fails the eleven-test.
    bsn_mistyped: 0.007, 0.01;
    /// The BSN of somebody else of the household.
    bsn_of_housemate: 0.0, 0.003;
    /// Clients who left the register before it was drawn; others live at their address.
    left_the_register: 0.0, 0.03;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_of_the_town_has_every_rate() {
        let page = include_str!("../../docs/town.md");
        let percent = |share: f64| {
            let text = format!("{:.1}", 100.0 * share);
            text.trim_end_matches(".0").to_owned() + " %"
        };
        for (name, mild, hard) in TABLE {
            let cells = format!("| `{name}` | {} | {} |", percent(*mild), percent(*hard));
            assert!(page.contains(&cells), "{cells}");
        }
        assert_eq!(page.matches("\n| `").count(), TABLE.len());
    }
}
