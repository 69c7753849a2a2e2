//! What the annex says of an agreement.

use std::path::Path;

use super::*;
use crate::pseudonymous::TokenColumn;

const EXAMPLE: &str = include_str!("../../../config.toml");
const WHOLE: &str = "[project]\nid='p-1'\nfrom=2026-01-01\nto=2026-11-30\nreference_date=2026-06-15\n\
    purpose='stapeling'\nkey_expires=2027-03-31\ndelete_after=2028-02-01\n\
    [keyholder]\nname='Notaris X'\ncontact='sleutel@x.example'\nlegal_basis='verwerkersovereenkomst 12'\n\
    [analyst]\nname='Onderzoek'\n\
    [register]\nlegal_basis='artikel 3.5 Wet BRP'\n\
    [[service]]\ncode='wmo-hbh'\nname='Hulp | huis'\ndomain='Wmo'\n\
    [[provider]]\nid='loket'\nname='Wmo-loket'\ndelete_after=2027-09-09\nlegal_basis='artikel 5.1.1 Wmo 2015'\n\
    contact='fg@loket.example'\nobjected='bezwaar.csv'\nservice='wmo-hbh'\n[provider.columns]\nbsn='BSN'\n";

fn annex(text: &str) -> String {
    let agreement = Agreement::parse(text, Path::new("config.toml")).unwrap();
    agreement.dpia().unwrap()
}

/// The headings of the Rijksmodel, in their order.
const HEADINGS: [&str; 21] = [
    "## A. Beschrijving kenmerken gegevensverwerkingen",
    "### 1. Voorstel",
    "### 2. Persoonsgegevens",
    "### 3. Gegevensverwerkingen",
    "### 4. Verwerkingsdoeleinden",
    "### 5. Betrokken partijen",
    "### 6. Belangen bij de gegevensverwerkingen",
    "### 7. Verwerkingslocaties",
    "### 8. Techniek en methode van gegevensverwerking",
    "### 9. Juridisch en beleidsmatig kader",
    "### 10. Bewaartermijnen",
    "## B. Beoordeling rechtmatigheid gegevensverwerkingen",
    "### 11. Rechtsgrond",
    "### 12. Bijzondere persoonsgegevens",
    "### 13. Doelbinding",
    "### 14. Noodzaak en evenredigheid",
    "### 15. Rechten van de betrokkene",
    "## C. Beschrijving en beoordeling risico's voor de betrokkenen",
    "### 16. Risico's",
    "## D. Beschrijving voorgenomen maatregelen",
    "### 17. Maatregelen",
];

#[test]
fn questions_are_listed_with_what_answers_them() {
    let question = "\n[[question]]\nask = \"Wie?\"\nwhy = \"Daarom.\"\nstatistics = [\"areas\"]\nlevels = [\"wijk\"]\n";
    let text = format!("{EXAMPLE}{question}");
    let agreement = Agreement::parse(&text, Path::new("config.toml")).unwrap();
    let annex = agreement.dpia().unwrap();
    assert!(annex.contains("\n- Wie? Daarom. (`areas`, `wijk`)\n"));
}

#[test]
fn the_headings_are_those_of_the_rijksmodel_in_their_order() {
    for text in [annex(EXAMPLE), annex(WHOLE)] {
        let found: Vec<&str> = text.lines().filter(|line| line.starts_with("##")).collect();
        assert_eq!(found, HEADINGS);
    }
}

#[test]
fn every_party_service_basis_and_day_of_the_agreement_stands_in_it() {
    let text = annex(WHOLE);
    for word in [
        "p-1",
        "stapeling",
        "2026-01-01",
        "2026-11-30",
        "2026-06-15",
        "2027-03-31",
        "2028-02-01",
        "2027-09-09",
        "Notaris X",
        "sleutel@x.example",
        "verwerkersovereenkomst 12",
        "Onderzoek",
        "artikel 3.5 Wet BRP",
        "`wmo-hbh`",
        "Hulp \\| huis",
        "Wmo-loket",
        "`loket`",
        "artikel 5.1.1 Wmo 2015",
        "fg@loket.example",
        "afspraak: Wmo-loket",
    ] {
        assert!(text.contains(word), "{word} in\n{text}");
    }
    let agreement = Agreement::parse(EXAMPLE, Path::new("config.toml")).unwrap();
    let text = annex(EXAMPLE);
    for office in agreement.offices() {
        assert!(text.contains(&format!("`{}`", office.id)), "{}", office.id);
    }
    for service in agreement.services() {
        assert!(text.contains(&plain(&service.name)), "{}", service.name);
    }
    assert!(text.contains(&agreement.digest().to_string()));
}

#[test]
fn a_cluster_stands_in_it_with_what_it_does_and_sees() {
    let alone = annex(WHOLE);
    assert!(!alone.contains("cluster") && alone.contains("werkt zonder netwerk"));
    let with = |kind: &str, links: bool| {
        let tokens = "[tokens]\nprofile='standard'\n";
        let engine = format!("[engine]\nkind='{kind}'\nfolder='f'\nurl='sc://localhost'\n");
        annex(&format!("{WHOLE}{tokens}{engine}links={links}\n"))
    };
    let (tokens, homes) = (
        "pseudoniemen van alle cliënten",
        "elk huishouden en elk lid",
    );
    for (kind, links, does, sees) in [
        ("emit", false, "Een cluster telt.", [false, true]),
        ("emit", true, "Een cluster koppelt.", [true, false]),
        ("spark", false, "Een cluster telt.", [false, true]),
        ("spark", true, "Een cluster koppelt en telt.", [true, true]),
    ] {
        let text = with(kind, links);
        assert!(text.contains(does), "{text}");
        assert_eq!([tokens, homes].map(|words| text.contains(words)), sees);
        assert_eq!(text.contains("zonder ander netwerk"), kind == "spark");
        assert!(text.contains("wie het cluster beheert"));
    }
}

#[test]
fn who_carries_out_a_service_stands_in_it_by_name() {
    let own = |text: &str| {
        let text = annex(text);
        let line = text.lines().find(|line| line.starts_with("| `wmo-hbh`"));
        line.unwrap().rsplit(" | ").next().unwrap().to_owned()
    };
    assert_eq!(own(WHOLE), "Wmo-loket |");
    let of = |organisation: &str| {
        WHOLE.replace(
            "domain='Wmo'",
            &format!("domain='Wmo'\norganisation='{organisation}'"),
        )
    };
    let named = "[[organisation]]\ncode='vervoer'\nname='De Vervoerder'\n";
    assert_eq!(own(&(of("vervoer") + named)), "De Vervoerder |");
    assert_eq!(own(&of("vervoer")), "vervoer |");
    let second = "[[provider]]\nid='thuis'\nname='Thuiszorg'\nservice='wmo-hbh'\n";
    assert_eq!(own(&(WHOLE.to_owned() + second)), "Wmo-loket, Thuiszorg |");
}

#[test]
fn every_column_that_travels_stands_in_it_and_no_other_token() {
    let others = "row outside service in_period on_reference_date household age_band sex left number \
        record_key wijk buurt type size";
    for profile in TokenProfile::ALL {
        let text = annex(&format!("{WHOLE}[tokens]\nprofile='{}'\n", profile.word()));
        for name in others.split(' ') {
            assert!(text.contains(&format!("`{name}`")), "{name}");
        }
        for column in TokenColumn::ALL {
            let is_there = text.contains(&format!("`{}`", column.name()));
            assert_eq!(is_there, profile.has(*column), "{column:?}");
        }
    }
}

#[test]
fn nobody_is_said_to_have_a_key_that_the_method_does_not_know() {
    let (secret, oprf) = ("leutel van het project", "leutel van de OPRF");
    let head = WHOLE.replace("[analyst]\nname='Onderzoek'\n", "");
    for text in [WHOLE, head.as_str(), EXAMPLE] {
        let shared = annex(text);
        assert!(
            shared.contains(secret) && !shared.contains(oprf),
            "{shared}"
        );
        assert!(shared.contains("het bevolkingsregister, de sleutel van het project |"));
    }
    for text in [WHOLE, head.as_str()] {
        let text = annex(&format!("{text}[tokens]\nmethod='oprf'\nprofile='id'\n"));
        assert!(text.contains(oprf) && !text.contains(secret), "{text}");
        assert!(!text.contains("HMAC") && text.contains("| bewaarder van de OPRF-sleutel |"));
        let never = "| de sleutel van de OPRF, de tweede sleutel, bestanden met namen |";
        assert!(text.contains(never), "{text}");
    }
}

#[test]
fn a_stage_that_is_not_agreed_is_not_claimed() {
    let two = annex(WHOLE);
    assert!(two.contains("Hij krijgt alleen rijnummers") && !two.contains("niet afgesproken.\n3."));
    let head = "[project]\naccept_stage_1 = 'decision 2026-14'";
    let (before, rest) = EXAMPLE.split_once("\n[keyholder]").unwrap();
    let (_, after) = rest.split_once("\n[analyst]").unwrap();
    let one = annex(&format!("{before}\n[analyst]{after}").replacen("[project]", head, 1));
    assert!(one.contains("Een tweede bewerking door een sleutelbewaarder is niet afgesproken. De reden volgens de afspraak: decision 2026-14."));
    assert!(!one.contains("Hij krijgt alleen rijnummers") && !one.contains("OPRF"));
    let none = annex(&format!("{WHOLE}[protect]\nprofile='none'\n"));
    assert!(none.contains("niets wordt beschermd") && !none.contains("`k5`"));
}

#[test]
fn it_says_that_record_keys_connect_the_projects_of_a_series() {
    let text = annex(&WHOLE.replace("id='p-1'\n", "id='p-1'\nseries='reeks-x'\n"));
    assert!(text.contains("hoort bij de reeks `reeks-x`"), "{text}");
    assert!(text.contains("ziet dus welke huishoudens gelijk bleven"));
}

#[test]
fn what_is_not_counted_by_is_said_to_stay_behind() {
    assert!(!annex(WHOLE).contains("Niet afgesproken als indeling"));
    let fewer = format!("{WHOLE}[measure]\ndimensions=['wijk', 'age_band', 'household_type']\n");
    assert!(annex(&fewer).contains("van het register: buurt, grootte, geslacht."));
}

#[test]
fn it_says_pseudonymised_and_never_that_a_hand_over_is_anonymous() {
    for text in [annex(EXAMPLE), annex(WHOLE)] {
        assert!(text.contains("gepseudonimiseerde persoonsgegevens"));
        for (place, _) in text.match_indices("anoniem") {
            assert!(text[..place].ends_with("geen "), "{}", &text[place - 20..]);
        }
        assert!(text.matches("in te vullen door de gemeente").count() > 12);
    }
}
