//! The texts of how well clients are linked, in each language.

texts! {
    QualityTexts:
    heading lead caption provider all clients found from_to wrong without groups group wijken wijk age partner_name shared_number without_bsn
    warning fields fields_lead birth_date surname given_name address bsn
}

use crate::vocabulary::Language;

/// The texts of a language.
pub(in crate::released::report) const fn quality_texts(
    language: Language,
) -> &'static QualityTexts {
    match language {
        Language::Dutch => &DUTCH,
        Language::English => &ENGLISH,
    }
}

const DUTCH: QualityTexts = QualityTexts {
    heading: "Wie gevonden kon worden",
    lead: "Niemand weet zeker welke koppelingen kloppen. Wel is dat te schatten: cliënten die met hun BSN zijn gevonden, zijn nog eens gezocht zonder BSN. Het deel dat dan weer wordt gevonden, geldt voor iedereen met dezelfde gegevens. De grenzen gelden in negen van de tien gevallen; ook de afronding zit erin. Vergelijk kleine groepen daarom op hun grenzen, niet op hun percentage. Wie niet in de gemeente woont, telt niet als gemist.",
    caption: "Hoeveel van de cliënten die hier wonen zijn gevonden",
    provider: "Aanleverende organisatie",
    all: "Alle organisaties samen",
    clients: "Cliënten",
    found: "Gevonden",
    from_to: "Van – tot",
    wrong: "Waarschijnlijk fout gekoppeld",
    without: "Zonder BSN",
    groups: "Hoeveel van de cliënten zijn gevonden, per groep",
    group: "Groep",
    wijken: "Hoeveel van de cliënten zijn gevonden, per wijk",
    wijk: "Wijk",
    age: "Leeftijd {age}",
    partner_name: "Met de achternaam van een partner",
    shared_number: "Met een huisnummer dat huishoudens delen",
    without_bsn: "Zonder BSN",
    warning: "Let op: de groep ‘{group}’ is minder goed gevonden dan alle cliënten samen. Daardoor lijken huishoudens uit deze groep minder voorzieningen te hebben dan zij hebben. Vergelijk deze groep niet zomaar met andere groepen.",
    fields: "Welke gegevens van cliënten bekend zijn",
    fields_lead: "Hoe meer gegevens een organisatie aanlevert, hoe beter haar cliënten te vinden zijn.",
    birth_date: "Geboortedatum",
    surname: "Achternaam",
    given_name: "Voornaam of voorletter",
    address: "Adres",
    bsn: "BSN",
};

const ENGLISH: QualityTexts = QualityTexts {
    heading: "Who could be found",
    lead: "Nobody knows for certain which links are right, but it can be estimated: clients who were found by their BSN were searched for once more without it. The share that is found again holds for everyone with the same data. The limits hold in nine of ten cases, with rounding included. So compare small groups by their limits, not by their percentage. People who do not live in the municipality do not count as missed.",
    caption: "How many of the clients who live here were found",
    provider: "Provider",
    all: "All providers together",
    clients: "Clients",
    found: "Found",
    from_to: "From – to",
    wrong: "Probably linked wrongly",
    without: "Without BSN",
    groups: "How many of the clients were found, by group",
    group: "Group",
    wijken: "How many of the clients were found, by wijk",
    wijk: "Wijk",
    age: "Age {age}",
    partner_name: "With the surname of a partner",
    shared_number: "With a house number that households share",
    without_bsn: "Without BSN",
    warning: "Note: the group ‘{group}’ was found less well than all clients together. Its households therefore seem to have fewer services than they really have. Be careful when you compare it with other groups.",
    fields: "What is known of clients",
    fields_lead: "The more data a provider hands over, the better its clients can be found.",
    birth_date: "Birth date",
    surname: "Surname",
    given_name: "Given name or initial",
    address: "Address",
    bsn: "BSN",
};
