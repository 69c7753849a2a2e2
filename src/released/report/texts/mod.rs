//! Every text of the page, in each language.
//!
//! A text may hold places such as `{number}`; [`fill`] puts the numbers there.

macro_rules! texts {
    ($name:ident: $($field:ident)* $(; $($part:ident: $kind:ident)*)?) => {
        /// Every text of the page, in one language.
        pub(in crate::released::report) struct $name {
            $(pub(in crate::released::report) $field: &'static str,)*
            $($(pub(in crate::released::report) $part: $kind,)*)?
        }

        #[cfg(test)]
        impl $name {
            /// Name and text of every field.
            pub(super) fn all(&self) -> Vec<(&'static str, &'static str)> {
                let own = vec![$((stringify!($field), self.$field)),*];
                let parts: Vec<Vec<_>> = vec![$($(self.$part.all()),*)?];
                own.into_iter().chain(parts.into_iter().flatten()).collect()
            }
        }
    };
}

mod absent;
mod comparison;
mod composition;
mod corrected;
mod dutch;
mod english;
mod external;
mod flow;
mod forecast;
mod form;
mod funnel;
mod norm;
mod quality;
mod sources;
mod survey;
mod types;
mod words;

pub(super) use comparison::{ComparisonTexts, comparison_texts};
pub(super) use corrected::{CorrectedTexts, corrected_texts};
pub(super) use flow::{FlowTexts, OverlapTexts};
pub(super) use quality::{QualityTexts, quality_texts};
pub(super) use words::Texts;

use crate::vocabulary::Language;

/// The texts of a language.
pub(super) fn texts(language: Language) -> &'static Texts {
    match language {
        Language::Dutch => &dutch::TEXTS,
        Language::English => &english::TEXTS,
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
        let of_two = [Language::Dutch, Language::English].map(comparison_texts);
        let of_two = of_two[0].all().into_iter().zip(of_two[1].all());
        let corrected = [Language::Dutch, Language::English].map(corrected_texts);
        let corrected = corrected[0].all().into_iter().zip(corrected[1].all());
        let of_links = [Language::Dutch, Language::English].map(quality_texts);
        let of_links = of_links[0].all().into_iter().zip(of_links[1].all());
        let more = corrected.chain(of_links);
        for ((field, dutch), (_, english)) in both.chain(of_two).chain(more) {
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
    fn one_number_that_cannot_be_compared_is_singular_in_both_languages() {
        for (language, words) in [
            (Language::Dutch, "1 getal is niet te vergelijken, omdat het"),
            (Language::English, "1 number cannot be compared, as it does"),
        ] {
            let said = fill(comparison_texts(language).incomparable, &[("number", "1")]);
            assert!(said.starts_with(words), "{said}");
        }
    }

    #[test]
    fn a_value_with_a_place_in_it_stays_as_it_is() {
        let text = fill("{a} and {b}", &[("a", "{b}"), ("b", "two")]);
        assert_eq!(text, "{b} and two");
        assert_eq!(fill("open { and {c}", &[]), "open { and {c}");
    }
}
