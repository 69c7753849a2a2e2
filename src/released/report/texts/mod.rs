//! A language in, every text of the page out.
//!
//! A text may hold places such as `{number}`; [`fill`] puts the numbers there.

mod dutch;
mod english;

use crate::vocabulary::Language;

macro_rules! texts {
    ($($field:ident)*) => {
        /// Every text of the page, in one language.
        pub(super) struct Texts {
            $(pub(super) $field: &'static str,)*
        }

        #[cfg(test)]
        impl Texts {
            /// Name and text of every field.
            fn all(&self) -> Vec<(&'static str, &'static str)> {
                vec![$((stringify!($field), self.$field)),*]
            }
        }
    };
}

texts! {
    page_title contents period purpose release made_with source_note
    internal_title internal_text made_up_title made_up_text missing_title missing_text missing_services_text missing_means missing_service stage_1_title stage_1_text
    at_least hidden no_share nothing unknown register or_more households_number
    headline_title headline_hidden headline_users headline_two_and_three headline_two headline_most
    houses_title legend_three legend_two legend_two_or_more legend_one legend_one_or_more legend_none
    figures_caption figure number
    households households_1_or_more share_1_or_more households_2_or_more share_of_users_2_or_more
    households_3_or_more share_of_users_3_or_more most_services mean_services_of_users persons
    persons_with_service client_records services organisations
    stacking_title stacking_lead stacking_none stacking_exact_caption stacking_cumulative_caption
    stacking_incomplete services_number share_of_all share_of_users
    groups_title groups_lead groups_caption by_wijk by_age by_type by_size wijk age household_type household_size
    one_or_more two_or_more three_or_more
    type_single type_couple type_couple_children type_single_parent type_other type_institution
    pairs_title pairs_lead pairs_across pairs_within pairs_apart pairs_left_out no_such_pair pair_attracts pair_avoids pair_numbers
    heat_map_title heat_map_lead heat_map_text
    lift_4_or_more lift_2_to_4 lift_up_to_2 lift_chance lift_less lift_much_less lift_hidden
    combinations_title combinations_lead combinations_caption domains_caption domains other_combinations most_common_of
    organisations_title organisations_lead organisations_caption organisations_number organisations_cumulative_caption
    services_title services_lead services_caption service domain organisation with_other_services
    linkage_title linkage_lead linked_caption provider records clients linked share_linked
    found_by_caption by_bsn by_combination by_spelling by_address
    not_linked_caption ambiguous not_found outside left left_behind
    definitions_title word_household household_means word_service counted_distinct counted_sum
    word_period moment_period moment_reference_date word_organisation organisation_means
    word_protection word_share share_means word_chance chance_means
    word_linked linked_means word_at_least at_least_means
}

/// The texts of a language.
pub(super) fn texts(language: Language) -> &'static Texts {
    match language {
        Language::Dutch => &dutch::TEXTS,
        Language::English => &english::TEXTS,
    }
}

impl Texts {
    /// The words for a measure of the headline; the measure itself when it is not known.
    pub(super) fn measure(&self, measure: &str) -> String {
        let words = match measure {
            "households" => self.households,
            "households_1_or_more" => self.households_1_or_more,
            "share_1_or_more" => self.share_1_or_more,
            "households_2_or_more" => self.households_2_or_more,
            "share_of_users_2_or_more" => self.share_of_users_2_or_more,
            "households_3_or_more" => self.households_3_or_more,
            "share_of_users_3_or_more" => self.share_of_users_3_or_more,
            "most_services" => self.most_services,
            "mean_services_of_users" => self.mean_services_of_users,
            "persons" => self.persons,
            "persons_with_service" => self.persons_with_service,
            "client_records" => self.client_records,
            "services" => self.services,
            "organisations" => self.organisations,
            other => other,
        };
        words.to_owned()
    }

    /// The words for a type of household; the word of the table when it is not known.
    pub(super) fn household_type_name<'a>(&self, word: &'a str) -> &'a str {
        match word {
            "single" => self.type_single,
            "couple" => self.type_couple,
            "couple_children" => self.type_couple_children,
            "single_parent" => self.type_single_parent,
            "other" => self.type_other,
            "institution" => self.type_institution,
            "unknown" => self.unknown,
            other => other,
        }
    }
}

/// The text with its places filled, and `{number:one|more}` with the word that fits the number; a place without a value stays as it is, and values are not looked into.
pub(super) fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let place = after.split_once('}');
        let known = place.and_then(|(name, after)| {
            let (name, words) = name.split_once(':').unwrap_or((name, ""));
            let value = values.iter().find(|(known, _)| *known == name)?.1;
            let said = match words.split_once('|') {
                Some((one, _)) if value == "1" => one,
                Some((_, more)) => more,
                None => value,
            };
            Some((said, after))
        });
        if let Some((value, after)) = known {
            filled.push_str(value);
            rest = after;
        } else {
            filled.push('{');
            rest = after;
        }
    }
    filled + rest
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn places(text: &str) -> BTreeSet<&str> {
        let names = text.split('{').skip(1);
        names
            .map(|after| after.split(['}', ':']).next().unwrap())
            .collect()
    }

    #[test]
    fn both_languages_fill_the_same_places() {
        let both = dutch::TEXTS.all().into_iter().zip(english::TEXTS.all());
        for ((field, dutch), (_, english)) in both {
            assert_eq!(places(dutch), places(english), "{field}");
            assert!(!dutch.is_empty() && !english.is_empty(), "{field}");
        }
    }

    #[test]
    fn one_household_is_singular_in_both_languages() {
        for (texts, one, more) in [
            (
                &english::TEXTS,
                "1 household has no",
                "0 households have no",
            ),
            (
                &dutch::TEXTS,
                "1 huishouden heeft geen",
                "0 huishoudens hebben geen",
            ),
        ] {
            for (number, words) in [("1", one), ("0", more)] {
                let said = fill(texts.stacking_none, &[("number", number)]);
                assert!(said.starts_with(words), "{said}");
            }
        }
    }

    #[test]
    fn a_value_with_a_place_in_it_stays_as_it_is() {
        let text = fill("{a} and {b}", &[("a", "{b}"), ("b", "two")]);
        assert_eq!(text, "{b} and two");
        assert_eq!(fill("open { and {c}", &[]), "open { and {c}");
    }
}
