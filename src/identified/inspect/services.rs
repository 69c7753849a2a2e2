//! Maps known codes of an extract to the services of an agreement.

use std::collections::BTreeMap;

use super::codes::{Known, Listed};
use crate::vocabulary::Service;

/// How much alike (0 to 1) two names must be to be one service.
const ALIKE: f64 = 0.75;

/// How codes of an extract become services, and the services that an agreement lacks for it.
#[derive(Default)]
pub(super) struct Translation {
    /// Their code = ours.
    pub(super) codes: Vec<(&'static str, String)>,
    /// Services to add, by their codes.
    pub(super) lacking: BTreeMap<&'static str, &'static Known>,
    /// Codes of no list that may be shown.
    pub(super) own: Vec<Own>,
}

/// A code of no list.
pub(super) struct Own {
    /// As it is in the extract.
    pub(super) code: String,
    pub(super) rows: u64,
    /// Whether it is the code of a service of the agreement.
    pub(super) agreed: bool,
}

/// Finds a service for each code: the one of the agreement that is called most like it, or a new one.
pub(super) fn translate(listed: Vec<Listed>, agreed: &[Service]) -> Translation {
    let mut translation = Translation::default();
    for Listed { theirs, known } in listed {
        let ours = if let Some(service) = alike(known, agreed) {
            service.code.to_string()
        } else {
            translation.lacking.insert(known.ours, known);
            known.ours.to_owned()
        };
        translation.codes.push((theirs, ours));
    }
    translation
}

fn alike<'a>(known: &Known, agreed: &'a [Service]) -> Option<&'a Service> {
    if let Some(same) = agreed
        .iter()
        .find(|service| service.code.as_str() == known.ours)
    {
        return Some(same);
    }
    let of_domain = |service: &&Service| service.domain.eq_ignore_ascii_case(known.domain);
    let likeness = |service: &Service| likeness(&service.name, known.name);
    agreed
        .iter()
        .filter(of_domain)
        .filter(|service| likeness(service) >= ALIKE)
        .max_by(|a, b| likeness(a).total_cmp(&likeness(b)))
}

/// The service of an agreement that is called like a text, such as the name of a file.
pub(super) fn called_like<'a>(text: &str, agreed: &'a [Service]) -> Option<&'a Service> {
    let likeness = |service: &Service| {
        likeness(service.code.as_str(), text).max(likeness(&service.name, text))
    };
    agreed
        .iter()
        .filter(|service| likeness(service) >= ALIKE)
        .max_by(|a, b| likeness(a).total_cmp(&likeness(b)))
}

/// The share of the words of both texts that are in both (Dice), from 0 to 1.
fn likeness(one: &str, other: &str) -> f64 {
    let words = |text: &str| -> Vec<String> {
        let text = text.to_lowercase();
        let words = text.split(|letter: char| !letter.is_alphanumeric());
        words
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let (one, other) = (words(one), words(other));
    let both = one.iter().filter(|word| other.contains(word)).count();
    2.0 * both as f64 / (one.len() + other.len()).max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identified::inspect::codes::CodeCounts;
    use crate::vocabulary::ServiceCode;

    fn service(code: &str, name: &str, domain: &str) -> Service {
        Service {
            code: ServiceCode::new(code).unwrap(),
            name: name.into(),
            domain: domain.into(),
            organisation: None,
            is_by_address: false,
        }
    }

    fn listed(cells: &[&str]) -> Vec<Listed> {
        let mut counts = CodeCounts::default();
        for cell in cells {
            counts.add(cell, 1);
        }
        counts.listed(1).0
    }

    #[test]
    fn a_code_becomes_the_service_that_is_called_like_it() {
        let agreed = [
            service("hbh", "Hulp bij het huishouden", "Wmo"),
            service("jeugd-begeleiding", "Begeleiding", "Jeugdwet"),
        ];
        let translation = translate(listed(&["01", "02"]), &agreed);
        assert_eq!(
            translation.codes,
            [("01", "hbh".to_owned()), ("02", "wmo-02".to_owned())]
        );
        let lacking: Vec<_> = translation.lacking.keys().copied().collect();
        assert_eq!(lacking, ["wmo-02"]);
    }

    #[test]
    fn without_an_agreement_every_service_is_new_and_stands_once() {
        let translation = translate(listed(&["Schuldhulp", "schuldhulp"]), &[]);
        assert_eq!(translation.codes.len(), 2);
        assert_eq!(translation.lacking.len(), 1);
    }

    #[test]
    fn an_extract_is_the_service_that_its_file_is_called_like() {
        let agreed = [service("bijstand", "Bijstandsuitkering", "Participatiewet")];
        assert!(called_like("bijstand 2026", &agreed).is_none());
        assert!(called_like("Bijstand", &agreed).is_some());
    }
}
