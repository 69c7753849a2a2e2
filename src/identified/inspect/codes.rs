//! Counts codes of national lists among the cells of a service; other codes are only counted together.
//!
//! A code of these lists points at nobody, so it may be shown; what is in no list may be anything, and is shown to its
//! owner only when many rows and clients have it.
//! Sources: iStandaarden code lists WMO020 and JZ020; VNG-Realisatie, DDAS 1.0 and vroegsignalering 0.9.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::few_codes::FewCodes;

/// A code of a national list.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Known {
    /// As it is in extracts.
    pub(super) theirs: &'static str,
    /// As a code of an agreement.
    pub(super) ours: &'static str,
    pub(super) name: &'static str,
    /// Law or field.
    pub(super) domain: &'static str,
}

type Text = &'static str;

const fn known(domain: Text, theirs: Text, ours: Text, name: Text) -> Known {
    Known {
        theirs,
        ours,
        name,
        domain,
    }
}

/// The codes, by list.
#[rustfmt::skip]
static KNOWN: &[Known] = &[
    known("Wmo", "01", "wmo-01", "Hulp bij het huishouden"),
    known("Wmo", "02", "wmo-02", "Begeleiding"),
    known("Wmo", "03", "wmo-03", "Persoonlijke verzorging"),
    known("Wmo", "04", "wmo-04", "Kortdurend verblijf"),
    known("Wmo", "05", "wmo-05", "Woondiensten"),
    known("Wmo", "06", "wmo-06", "Overige ondersteuning individu of huishouden"),
    known("Wmo", "07", "wmo-07", "Dagbesteding"),
    known("Wmo", "08", "wmo-08", "Vervoerdiensten"),
    known("Wmo", "09", "wmo-09", "Overige groepsgerichte ondersteuning"),
    known("Wmo", "10", "wmo-10", "Overige maatwerkarrangementen"),
    known("Wmo", "11", "wmo-11", "Rolstoelen"),
    known("Wmo", "12", "wmo-12", "Vervoervoorzieningen"),
    known("Wmo", "13", "wmo-13", "Woonvoorzieningen"),
    known("Wmo", "14", "wmo-14", "Overige hulpmiddelen"),
    known("Wmo", "15", "wmo-15", "Beschermd wonen"),
    known("Wmo", "16", "wmo-16", "Opvang"),
    known("Wmo", "17", "wmo-17", "Spoedopvang"),
    known("Wmo", "18", "wmo-18", "Overige beschermd wonen en opvang"),
    known("Jeugdwet", "31", "jw-31", "Jeugdhulp door het wijkteam"),
    known("Jeugdwet", "32", "jw-32", "Jeugdhulp ambulant op locatie"),
    known("Jeugdwet", "33", "jw-33", "Daghulp"),
    known("Jeugdwet", "34", "jw-34", "Jeugdhulp in het netwerk"),
    known("Jeugdwet", "35", "jw-35", "Pleegzorg"),
    known("Jeugdwet", "36", "jw-36", "Gezinsgericht"),
    known("Jeugdwet", "37", "jw-37", "Gesloten plaatsing"),
    known("Jeugdwet", "38", "jw-38", "Overig residentieel"),
    known("Jeugdwet", "40", "jw-40", "Persoonlijke verzorging jeugd"),
    known("Jeugdwet", "41", "jw-41", "Dagbehandeling"),
    known("Jeugdwet", "42", "jw-42", "Vervoerdiensten jeugd"),
    known("Jeugdwet", "43", "jw-43", "Verblijf met behandeling"),
    known("Jeugdwet", "44", "jw-44", "Verblijf zonder behandeling"),
    known("Jeugdwet", "45", "jw-45", "Jeugdhulp ambulant"),
    known("Jeugdwet", "46", "jw-46", "Crisis"),
    known("Jeugdwet", "47", "jw-47", "Jeugdreclassering"),
    known("Jeugdwet", "48", "jw-48", "Jeugdbescherming"),
    known("Jeugdwet", "49", "jw-49", "Preventief justitieel"),
    known("Jeugdwet", "50", "jw-50", "Maatwerkarrangementen jeugd"),
    known("Jeugdwet", "51", "jw-51", "Generalistische basis-ggz"),
    known("Jeugdwet", "52", "jw-52", "Specialistische ggz"),
    known("Jeugdwet", "53", "jw-53", "Kindergeneeskunde"),
    known("Jeugdwet", "54", "jw-54", "Jeugd-ggz"),
    known("Jeugdwet", "55", "jw-55", "Landelijk ingekocht"),
    known("Schuldhulp", "Schuldhulp", "schuldhulp", "Schuldhulp"),
    known("Schuldhulp", "Schuldhulptraject", "schuldhulp", "Schuldhulptraject"),
    known("Schuldhulp", "Schuldhulpverlening", "schuldhulp", "Schuldhulpverlening"),
    known("Schuldhulp", "Budgetcoaching", "budgetcoaching", "Budgetcoaching"),
    known("Schuldhulp", "Budgetbeheer", "budgetbeheer", "Budgetbeheer"),
    known("Schuldhulp", "Beschermingsbewind", "beschermingsbewind", "Beschermingsbewind"),
    known("Schuldhulp", "Lange Termijn Begeleiding (DFD)", "lange-termijn-begeleiding", "Lange Termijn Begeleiding (DFD)"),
    known("Schuldhulp", "Budgetbegeleiding", "budgetbegeleiding", "Budgetbegeleiding"),
    known("Schuldhulp", "Betalingsregeling", "betalingsregeling", "Betalingsregeling"),
    known("Schuldhulp", "Herfinanciering", "herfinanciering", "Herfinanciering"),
    known("Schuldhulp", "Saneringskrediet", "saneringskrediet", "Saneringskrediet"),
    known("Schuldhulp", "Schuldbemiddeling", "schuldbemiddeling", "Schuldbemiddeling"),
    known("Schuldhulp", "0%-aanbod", "nul-procent-aanbod", "0%-aanbod"),
    known("Vroegsignalering", "Vroegsignaal", "vroegsignaal", "Vroegsignaal"),
    known("Vroegsignalering", "Vroegsignalering", "vroegsignaal", "Vroegsignaal"),
    known("Vroegsignalering", "Energie", "vroegsignaal-energie", "Vroegsignaal energie"),
    known("Vroegsignalering", "Huur", "vroegsignaal-huur", "Vroegsignaal huur"),
    known("Vroegsignalering", "Hypotheek", "vroegsignaal-hypotheek", "Vroegsignaal hypotheek"),
    known("Vroegsignalering", "CAK Zorgverzekeringen", "vroegsignaal-cak-zorg", "Vroegsignaal CAK zorgverzekering"),
    known("Vroegsignalering", "Zorg", "vroegsignaal-zorg", "Vroegsignaal zorgverzekering"),
    known("Vroegsignalering", "Water", "vroegsignaal-water", "Vroegsignaal water"),
    known("Vroegsignalering", "DUO", "vroegsignaal-duo", "Vroegsignaal DUO"),
    known("Vroegsignalering", "Belastingdienst", "vroegsignaal-belastingdienst", "Vroegsignaal Belastingdienst"),
    known("Vroegsignalering", "CAK Eigen bijdrage", "vroegsignaal-cak-eigen-bijdrage", "Vroegsignaal CAK eigen bijdrage"),
    known("Vroegsignalering", "Overige", "vroegsignaal-overige", "Vroegsignaal overige"),
    known("Vroegsignalering", "Dienst Toeslagen", "vroegsignaal-toeslagen", "Vroegsignaal Dienst Toeslagen"),
];

/// A code as it is written, and the place in the list of what it stands for.
struct Spelling {
    text: String,
    known: usize,
}

/// Every spelling: as in the list, and in small letters.
static SPELLINGS: LazyLock<Vec<Spelling>> = LazyLock::new(|| {
    let mut spellings: Vec<Spelling> = Vec::new();
    for (known, code) in KNOWN.iter().enumerate() {
        for text in [code.theirs.to_owned(), code.theirs.to_lowercase()] {
            if spellings.last().is_none_or(|last| last.text != text) {
                spellings.push(Spelling { text, known });
            }
        }
    }
    spellings
});

static PLACES: LazyLock<HashMap<&'static str, usize>> = LazyLock::new(|| {
    let spellings = SPELLINGS.iter().enumerate();
    spellings
        .map(|(place, spelling)| (spelling.text.as_str(), place))
        .collect()
});

/// How often each spelling of a known code is in a column, and each of a few others.
pub(super) struct CodeCounts {
    counts: Vec<u64>,
    others: u64,
    own: FewCodes,
}

/// A code of an extract that may be shown, and what it stands for.
pub(super) struct Listed {
    /// As it is in the extract.
    pub(super) theirs: &'static str,
    pub(super) known: &'static Known,
}

impl Default for CodeCounts {
    fn default() -> Self {
        Self {
            counts: vec![0; SPELLINGS.len()],
            others: 0,
            own: FewCodes::default(),
        }
    }
}

impl CodeCounts {
    /// Adds a cell of a row that is this client's.
    pub(super) fn add(&mut self, cell: &str, client: u64) {
        if let Some(&place) = PLACES.get(cell) {
            self.counts[place] += 1;
        } else {
            self.others += 1;
            self.own.add(cell, client);
        }
    }

    /// The codes of no list that may be shown to their owner, with their rows; and whether there are others.
    pub(super) fn own(&self) -> (Vec<(String, u64)>, bool) {
        self.own.shown()
    }

    /// The known codes that are in `least` rows or more, and whether there are rows with another.
    pub(super) fn listed(&self, least: u64) -> (Vec<Listed>, bool) {
        let counted = || SPELLINGS.iter().zip(&self.counts);
        let shown = counted().filter(|(_, count)| **count >= least.max(1));
        let listed = shown.map(|(spelling, _)| Listed {
            theirs: &spelling.text,
            known: &KNOWN[spelling.known],
        });
        (listed.collect(), self.others > 0 || self.has_rare(least))
    }

    /// Whether a known code is in fewer rows than `least`.
    pub(super) fn has_rare(&self, least: u64) -> bool {
        let mut counts = self.counts.iter();
        counts.any(|count| (1..least.max(1)).contains(count))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::ServiceCode;

    #[test]
    fn only_codes_of_the_lists_are_shown() {
        let mut counts = CodeCounts::default();
        for cell in ["01", "01", "Jansen", "budgetbeheer", "01A11"] {
            counts.add(cell, 1);
        }
        let (listed, has_others) = counts.listed(1);
        let codes: Vec<_> = listed
            .iter()
            .map(|code| (code.theirs, code.known.ours))
            .collect();
        assert_eq!(codes, [("01", "wmo-01"), ("budgetbeheer", "budgetbeheer")]);
        assert!(has_others);
        let (listed, has_others) = counts.listed(2);
        assert_eq!((listed.len(), has_others), (1, true));
    }

    #[test]
    fn every_code_of_ours_can_stand_in_an_agreement() {
        for code in KNOWN {
            assert!(ServiceCode::new(code.ours).is_some(), "{}", code.ours);
            assert!(!code.domain.contains('+') && !code.name.is_empty());
        }
        assert_eq!(PLACES.len(), SPELLINGS.len(), "a code stands twice");
    }
}
