//! The providers and their extracts: thirteen of services, and one of needs.

use super::providers::Column::{
    Birth, Bsn, BsnNumber, Client, End, Given, Initials, Letter, LetterAndSuffix, Number,
    PartnerPrefix, PartnerSurname, Postcode, Prefix, Remark, Service, Sex, Start, Suffix, Surname,
};
use super::providers::{Dates, Layout, Provider, Storage};
use super::services::KINDS;

/// The organisations, in the order of the agreement.
#[rustfmt::skip]
pub(super) const PROVIDERS: [Provider; 14] = [
    Provider {
        id: "sociale-dienst",
        name: "Sociale Dienst",
        file: "uitkeringen.csv",
        layout: Layout::Delimited(';'),
        storage: Storage::Windows1252,
        dates: Dates::Dashes,
        is_quoted: false,
        sexes: ["V", "M", "O"],
        columns: &[
            (BsnNumber, "BSN"), (Surname, "Achternaam"), (Prefix, "Tussenv."),
            (Initials, "Voorl."), (Birth, "Geb.datum"), (Sex, "Geslacht"),
            (Postcode, "Postcode"), (Number, "Huisnr"), (LetterAndSuffix, "Toev"),
            (Service, "Regeling"), (Start, "Ingang"), (End, "Einde"), (Remark, "Team"),
        ],
        codes: &[
            ("pw-bijstand", "P10"), ("pw-bijzonder", "P22"), ("pw-toeslag", "P31"),
            ("pw-reintegratie", "P40"), ("pw-minima", "P55"), ("sh-budgetbeheer", "P60"),
        ],
    },
    Provider {
        id: "wmo-loket",
        name: "Wmo-loket",
        file: "wmo_voorzieningen.csv",
        layout: Layout::Delimited(','),
        storage: Storage::Utf8WithMark,
        dates: Dates::Iso,
        is_quoted: false,
        sexes: ["vrouw", "man", "onbekend"],
        columns: &[
            (Client, "clientnummer"), (Bsn, "bsn"), (Given, "voornamen"),
            (Prefix, "voorvoegsel"), (Surname, "geslachtsnaam"),
            (PartnerPrefix, "voorvoegsel_partner"), (PartnerSurname, "naam_partner"),
            (Birth, "geboortedatum"), (Sex, "geslacht"), (Postcode, "postcode"),
            (Number, "huisnummer"), (Letter, "huisletter"), (Suffix, "toevoeging"),
            (Service, "productcategorie"), (Start, "begindatum"), (End, "einddatum"),
            (Remark, "leveringsvorm"),
        ],
        codes: &[
            ("wmo-hbh", "01"), ("wmo-begeleiding", "02"), ("wmo-vervoer", "08"),
            ("wmo-rolstoel", "11"), ("wmo-woning", "13"),
        ],
    },
    Provider {
        id: "dijkzorg",
        name: "Stichting Dijkzorg",
        file: "berichten",
        layout: Layout::Messages,
        storage: Storage::Utf8,
        dates: Dates::Iso,
        is_quoted: false,
        sexes: ["2", "1", "0"],
        columns: &[],
        codes: &[
            ("wmo-begeleiding", "02"), ("wmo-dagbesteding", "07"), ("wmo-kortverblijf", "04"),
            ("wmo-beschermd-wonen", "15"),
        ],
    },
    Provider {
        id: "jeugdteam",
        name: "Jeugdteams Zaandorp",
        file: "dossiers jeugd *.xlsx",
        layout: Layout::Workbook,
        storage: Storage::Utf8,
        dates: Dates::Dashes,
        is_quoted: false,
        sexes: ["v", "m", "o"],
        columns: &[
            (Client, "Dossier"), (BsnNumber, "BSN kind"), (Given, "Roepnaam"),
            (Prefix, "Tussenvoegsel"), (Surname, "Achternaam"), (Birth, "Geboren"), (Sex, "M/V"),
            (Postcode, "PC"), (Number, "Nr"), (LetterAndSuffix, "Nr toevoeging"),
            (Service, "Soort hulp"), (Start, "Start"), (End, "Gesloten op"),
        ],
        codes: &[
            ("jw-ambulant", "ambulant"), ("jw-opvoedhulp", "opvoedhulp"),
            ("ow-leerplicht", "leerplicht"),
        ],
    },
    Provider {
        id: "jeugdhulp-noord",
        name: "Jeugdhulp Noord",
        file: "jeugdhulp.txt",
        layout: Layout::Delimited('\t'),
        storage: Storage::Utf8,
        dates: Dates::Digits,
        is_quoted: false,
        sexes: ["2", "1", "0"],
        columns: &[
            (Bsn, "BSN"), (Birth, "GEBDAT"), (Sex, "GESL"), (Surname, "NAAM"), (Prefix, "VOORV"),
            (Initials, "VOORL"), (Postcode, "POSTCODE"), (Number, "HUISNR"), (Letter, "HUISLTR"),
            (Suffix, "TOEV"), (Service, "HULPVORM"), (Start, "AANVANG"), (End, "EINDE"),
        ],
        codes: &[
            ("jw-ggz", "54"), ("jw-verblijf", "43"), ("jw-pleegzorg", "35"),
            ("jw-bescherming", "48"), ("jw-reclassering", "47"),
        ],
    },
    Provider {
        id: "kredietbank",
        name: "Kredietbank Zaanoever",
        file: "levering *.json",
        layout: Layout::Ddas,
        storage: Storage::Utf8,
        dates: Dates::Iso,
        is_quoted: false,
        sexes: ["Vrouw", "Man", "Onbekend"],
        columns: &[
            (Bsn, "Burgerservicenummer"), (Birth, "Geboortedatum"), (Sex, "Geslachtsaanduiding"),
            (Postcode, "Postcode"), (Number, "Huisnummer"),
            (LetterAndSuffix, "Huisnummertoevoeging"), (Service, "soort"),
            (Start, "startdatum"), (End, "einddatum"),
        ],
        codes: &[
            ("sh-schuldregeling", "schuldhulptraject"),
        ],
    },
    Provider {
        id: "uwv",
        name: "UWV",
        file: "uitkeringen_uwv.txt",
        layout: Layout::Fixed,
        storage: Storage::Utf8,
        dates: Dates::Digits,
        is_quoted: false,
        sexes: ["V", "M", "O"],
        columns: &[
            (Bsn, "SOFINR"), (Surname, "SIGNIFICANT_DEEL_VAN_DE_ACHTERNAAM"),
            (Prefix, "VOORVOEGSEL"), (Initials, "VOORLETTERS"), (Birth, "GEBOORTEDAT"),
            (Sex, "GESLACHT"), (Postcode, "POSTCD"), (Number, "HUISNR"),
            (LetterAndSuffix, "HUISNRTOEV"), (Service, "WET"), (Start, "DATB"), (End, "DATE"),
        ],
        codes: &[
            ("uwv-ww", "WW"), ("uwv-wia", "WIA"), ("uwv-wajong", "WAJ"), ("uwv-ziektewet", "ZW"),
        ],
    },
    Provider {
        id: "ggz-waterland",
        name: "GGZ Waterland",
        file: "export_clienten.parquet",
        layout: Layout::Parquet,
        storage: Storage::Utf8,
        dates: Dates::Iso,
        is_quoted: false,
        sexes: ["F", "M", "X"],
        columns: &[
            (Client, "client_id"), (Bsn, "bsn"), (Initials, "voorletters"),
            (Prefix, "tussenvoegsel"), (Surname, "achternaam"), (Birth, "geboortedatum"),
            (Sex, "geslacht"), (Postcode, "postcode"), (Number, "huisnummer"),
            (LetterAndSuffix, "huisnummer_toevoeging"), (Service, "zorgprestatie"),
            (Start, "eerste_contact"), (End, "laatste_contact"),
        ],
        codes: &[
            ("ggz-basis", "GB"), ("ggz-specialistisch", "GS"), ("ggz-verslaving", "VZ"),
        ],
    },
    Provider {
        id: "zorgkantoor",
        name: "Zorgkantoor Zaanstreek",
        file: "wlz-indicaties.tab",
        layout: Layout::Delimited('\t'),
        storage: Storage::Windows1252,
        dates: Dates::Dashes,
        is_quoted: false,
        sexes: ["2", "1", "0"],
        columns: &[
            (BsnNumber, "bsn_verzekerde"), (Surname, "naam"), (Prefix, "voorvoegsel"),
            (Initials, "voorletters"), (Birth, "gebdatum"), (Sex, "geslachtcode"),
            (Postcode, "postcode"), (Number, "huisnr"), (LetterAndSuffix, "huisnr_toev"),
            (Service, "leveringsvorm"), (Start, "ingangsdatum"), (End, "einddatum"),
        ],
        codes: &[("wlz-verblijf", "VERBLIJF"), ("wlz-thuis", "THUIS")],
    },
    Provider {
        id: "thuiszorg",
        name: "Thuiszorg De Zaanbocht",
        file: "clienten en zorg.csv",
        layout: Layout::Delimited(';'),
        storage: Storage::Windows1252,
        dates: Dates::Slashes,
        is_quoted: false,
        sexes: ["V", "M", "O"],
        columns: &[
            (Client, "Cliëntnr"), (Bsn, "BSN"), (Surname, "Naam"), (Prefix, "Tussenvoegsel"),
            (PartnerSurname, "Naam partner"), (PartnerPrefix, "Tussenvoegsel partner"),
            (Initials, "Voorletters"), (Birth, "Geboortedatum"), (Sex, "Geslacht"),
            (Postcode, "Postcode"), (Number, "Huisnummer"), (Letter, "Letter"),
            (Suffix, "Toevoeging"), (Service, "Zorgsoort"), (Start, "In zorg"),
            (End, "Uit zorg"), (Remark, "Route"),
        ],
        codes: &[("zvw-wijkverpleging", "WV"), ("wmo-hbh", "HH")],
    },
    Provider {
        id: "welzijn",
        name: "Welzijn Zaandorp",
        file: "deelnemers.csv",
        layout: Layout::Delimited(';'),
        storage: Storage::Utf8WithMark,
        dates: Dates::Dashes,
        is_quoted: false,
        sexes: ["v", "m", ""],
        columns: &[
            (Client, "Nummer"), (Given, "Voornaam"), (Prefix, "Tussen"), (Surname, "Achternaam"),
            (Birth, "Geboortedatum"), (Postcode, "Postcode"), (Number, "Huisnummer"),
            (LetterAndSuffix, "Toevoeging"), (Service, "Activiteit"), (Start, "Vanaf"),
            (End, "Tot en met"), (Remark, "Locatie"),
        ],
        codes: &[
            ("wz-maatschappelijk-werk", "MW"), ("wz-mantelzorg", "MZ"),
            ("wz-ouderenadvies", "OA"),
        ],
    },
    Provider {
        id: "woningcorporatie",
        name: "Wonen aan de Zaan",
        file: "huurders.csv",
        layout: Layout::Delimited(','),
        storage: Storage::Windows1252,
        dates: Dates::Dashes,
        is_quoted: true,
        sexes: ["V", "M", "O"],
        columns: &[
            (Client, "huurdernummer"), (Initials, "voorletters"), (Prefix, "tussenvoegsels"),
            (Surname, "achternaam"), (Birth, "geboortedatum"), (Postcode, "postcode"),
            (Number, "huisnummer"), (Letter, "huisletter"), (Suffix, "huisnummertoevoeging"),
            (Service, "traject"), (Start, "datum_start"), (End, "datum_einde"),
        ],
        codes: &[
            ("wo-huurachterstand", "HA"), ("wo-woonbegeleiding", "WB"),
            ("sh-vroegsignaal", "VSG"),
        ],
    },
    Provider {
        id: "energieloket",
        name: "Energieloket",
        file: "bezoeken.csv",
        layout: Layout::Delimited(';'),
        storage: Storage::Utf8,
        dates: Dates::Dashes,
        is_quoted: false,
        sexes: ["", "", ""],
        columns: &[
            (Client, "Bezoek"), (Postcode, "Postcode"), (Number, "Huisnummer"),
            (Letter, "Letter"), (Suffix, "Toevoeging"), (Start, "Eerste bezoek"),
            (End, "Laatste bezoek"), (Remark, "Maatregel"),
        ],
        codes: &[("wo-energiehulp", "")],
    },
    Provider {
        id: "belastingkantoor",
        name: "Belastingkantoor Zaandorp",
        file: "achterstanden.csv",
        layout: Layout::Delimited(';'),
        storage: Storage::Utf8,
        dates: Dates::Iso,
        is_quoted: false,
        sexes: ["", "", ""],
        columns: &[
            (Bsn, "BSN"), (Surname, "Naam"), (Prefix, "Voorvoegsel"), (Initials, "Voorletters"),
            (Birth, "Geboortedatum"), (Postcode, "Postcode"), (Number, "Huisnummer"),
            (LetterAndSuffix, "Toevoeging"), (Start, "Achterstand sinds"), (End, "Voldaan op"),
        ],
        codes: &[("achterstand", "")],
    },
];

/// The providers that hand a service over, as places in [`PROVIDERS`].
pub(super) fn suppliers(service: u8) -> impl Iterator<Item = usize> {
    let providers = PROVIDERS.iter().enumerate();
    providers
        .filter(move |(_, one)| one.services().any(|other| other == service))
        .map(|(place, _)| place)
}

/// Who carries a service out: who the agreement names, else the one who hands it over.
pub(super) fn organisation_of(service: u8) -> &'static str {
    let named = KINDS[usize::from(service)].organisation;
    named.unwrap_or_else(|| {
        suppliers(service)
            .next()
            .map_or("", |place| PROVIDERS[place].id)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_service_is_handed_over_and_has_one_organisation() {
        for service in 0..40 {
            let count = suppliers(service).count();
            let kind = &KINDS[usize::from(service)];
            assert!(
                count == 1 || (count == 2 && kind.organisation.is_some()),
                "{}",
                kind.code
            );
        }
    }

    #[test]
    fn some_know_no_bsn_and_one_knows_addresses_only() {
        let count =
            |claim: fn(&Provider) -> bool| PROVIDERS.iter().filter(|one| claim(one)).count();
        assert_eq!(count(Provider::knows_bsn), 11);
        assert_eq!(count(Provider::knows_only_addresses), 1);
        assert_eq!(count(Provider::writes_messages), 1);
    }
}
