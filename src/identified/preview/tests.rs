use super::*;
use crate::identified::PartySettings;
use crate::identified::example::{extract, terms};
use crate::identified::settings::{Field, ProviderSettings};
use crate::vocabulary::ProviderId;

fn party() -> PartySettings {
    PartySettings::Provider(Box::new(ProviderSettings {
        provider: ProviderId::new("wmo-loket").unwrap(),
        extract: extract(&[(Field::Bsn, "BSN")]),
        service: None,
        services: None,
        objected: None,
        max_left_behind: 0.05,
        terms: terms(),
    }))
}

fn given() -> Preview {
    Preview {
        is_dutch_first: true,
        project: "zaandorp-2026".into(),
        purpose: "a <b>purpose</b>".into(),
        days: ["2026-01-01", "2026-12-31", "2026-12-31"].map(str::to_owned),
        party: PreviewOffice {
            name: "Wmo-loket".into(),
            ..PreviewOffice::default()
        },
        is_register: false,
        keyholder: None,
        analyst: None,
        delete_after: None,
        key_id: None,
        method: TokenMethod::Hmac,
        agreement: "a".repeat(64),
    }
}

fn page() -> String {
    page_of(&given())
}

fn page_of(given: &Preview) -> String {
    let summary = Summary {
        read: 1_234,
        kept: 1_200,
        clients: 900,
        objected: 4,
        ..Summary::default()
    };
    let example = party().example().unwrap();
    preview_page(given, &summary, &example).unwrap()
}

#[test]
fn one_row_is_singular() {
    let summary = Summary {
        read: 1,
        kept: 1,
        clients: 1,
        ..Summary::default()
    };
    let example = party().example().unwrap();
    let page = preview_page(&given(), &summary, &example).unwrap();
    for words in [
        "persons.parquet: 1 rij<",
        "persons.parquet: 1 row<",
        "tokens.parquet: een rij per code<",
        "tokens.parquet: a row for each code<",
        "uses.parquet: at most 1 row<",
    ] {
        assert!(page.contains(words), "{words}");
    }
}

#[test]
fn the_page_says_the_same_in_two_languages_the_own_first() {
    let page = page();
    let (dutch, english) = (page.find("id=\"nl\""), page.find("id=\"en\""));
    assert!(dutch.unwrap() < english.unwrap());
    for words in [
        "1.234",
        "1,234",
        "rijen van mensen die bezwaar maakten",
        "Handtekening",
    ] {
        assert!(page.contains(words), "{words}");
    }
    assert!(page.starts_with(BEGINNING) && page.contains("&#60;b&#62;"));
}

#[test]
fn the_page_asks_nothing_of_any_other_place() {
    let page = page();
    for word in ["http:", "https:", "src=", "<script", "url(", "@import"] {
        assert!(!page.contains(word), "{word}");
    }
}

#[test]
fn it_says_all_that_the_keyholder_sees() {
    for is_register in [false, true] {
        let page = page_of(&Preview {
            keyholder: Some(PreviewOffice::default()),
            is_register,
            ..given()
        });
        assert!(page.contains("Keyholder (persons.parquet and tokens.parquet only: the codes"));
        assert!(
            page.contains("Sleutelbewaarder (alleen persons.parquet en tokens.parquet: de codes")
        );
    }
}

#[test]
fn without_a_shared_secret_nobody_is_said_to_have_a_project_key() {
    let has_project_key =
        |page: &str| page.contains("projectsleutel") || page.contains("project key");
    assert!(has_project_key(&page()) && !page().contains("OPRF"));
    let page = page_of(&Preview {
        method: TokenMethod::Oprf,
        ..given()
    });
    assert!(!has_project_key(&page));
    for words in ["Id of the OPRF key", "Kenmerk van de OPRF-sleutel"] {
        assert!(page.contains(words), "{words}");
    }
}

#[test]
fn every_column_has_a_meaning_in_both_languages() {
    let provider = party().example().unwrap();
    let columns = provider.iter().flat_map(|file| &file.columns);
    let register = [
        "household",
        "age_band",
        "sex",
        "left",
        "number",
        "record_key",
        "wijk",
        "buurt",
        "type",
        "size",
    ];
    for name in columns.map(|(name, _)| *name).chain(register) {
        for texts in [&dutch::TEXTS, &english::TEXTS] {
            assert!(!meaning(texts, name).is_empty(), "{name}");
        }
    }
}

#[test]
fn every_part_of_a_token_has_words_in_both_languages() {
    for part in TokenColumn::ALL
        .iter()
        .flat_map(|one| one.kind().split('+'))
    {
        for texts in [&dutch::TEXTS, &english::TEXTS] {
            assert!(texts.parts.iter().any(|(name, _)| *name == part), "{part}");
        }
    }
}

#[test]
fn the_example_has_the_tokens_of_the_mapped_fields_and_another_digest_each_time() {
    let bsn = || {
        let tokens = party().example().unwrap().remove(1);
        let present: Vec<_> = tokens
            .columns
            .into_iter()
            .filter(|(_, value)| value.as_ref().is_some_and(|text| text.len() == 32))
            .collect();
        assert_eq!(present.len(), 1);
        assert_eq!(present[0].0, "bsn");
        present[0].1.clone()
    };
    assert_ne!(bsn(), bsn());
}

#[test]
fn how_many_are_rare_is_a_sentence_also_when_all_are() {
    let line = |holders, all_holders| {
        let rare = Rare {
            combinations: 1,
            holders,
            all_holders,
            alone: 0,
            all_combinations: 1,
        };
        [&dutch::TEXTS, &english::TEXTS].map(|texts| rarity(texts, "clients", &rare))
    };
    let [dutch, english] = line(2, 1_000);
    assert!(dutch.starts_with("Minder dan 10 van de 1.000 cliënten hebben "));
    assert!(english.starts_with("Fewer than 10 of the 1,000 clients have "));
    let [dutch, english] = line(2, 2);
    assert!(dutch.starts_with("Alle 2 cliënten hebben "), "{dutch}");
    assert!(english.starts_with("All 2 clients have "), "{english}");
    let [dutch, english] = line(1, 1);
    assert!(dutch.starts_with("De enige cliënt heeft "), "{dutch}");
    assert!(english.starts_with("The only client has "), "{english}");
}
