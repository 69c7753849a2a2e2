//! Bytes in, a check of them as an extract: it may refuse them, but must come back.

use std::collections::BTreeMap;
use std::io::Write;

use factlab::identified::{
    ExtractFormat, ExtractSettings, Field, ProjectTerms, ProviderSettings, TokenMethod, TokenProfile,
    check_extract,
};
use factlab::vocabulary::{
    AgeBands, AgreementDigest, Day, PostcodeRanges, ProjectId, ProviderId, ServiceCode, Silent,
};

/// The mapping of a CSV; seeds of a corpus begin with `BSN;Naam;Geboren;Postcode;Nr;Product;Van;Tot`.
const COLUMNS: &[(Field, &str)] = &[
    (Field::Bsn, "BSN"),
    (Field::Surname, "Naam"),
    (Field::BirthDate, "Geboren"),
    (Field::Postcode, "Postcode"),
    (Field::HouseNumber, "Nr"),
    (Field::Service, "Product"),
    (Field::Start, "Van"),
    (Field::End, "Tot"),
];

/// Checks `bytes` as an extract of `format`.
pub fn check(format: ExtractFormat, bytes: &[u8]) {
    let Ok(mut file) = tempfile::NamedTempFile::new() else {
        return;
    };
    if file.write_all(bytes).is_err() {
        return;
    }
    let columns = match format {
        format if format.is_table() => COLUMNS,
        _ => &[],
    };
    let extract = ExtractSettings {
        files: vec![file.path().to_owned()],
        format: Some(format),
        delimiter: None,
        encoding: None,
        dates: None,
        sheet: None,
        columns: columns
            .iter()
            .map(|&(field, name)| (field, name.to_owned()))
            .collect(),
    };
    if let Some(settings) = settings(extract) {
        let _ = check_extract(&settings, &mut |_| Ok(()), &Silent);
    }
}

fn settings(extract: ExtractSettings) -> Option<ProviderSettings> {
    Some(ProviderSettings {
        provider: ProviderId::new("fuzz")?,
        extract,
        service: None,
        services: Some(BTreeMap::from([("01".to_owned(), Some(0))])),
        objected: None,
        max_left_behind: 1.0,
        terms: ProjectTerms {
            project: ProjectId::new("fuzz")?,
            series: "fuzz".to_owned(),
            from: Day::parse("2026-01-01")?,
            to: Day::parse("2026-12-31")?,
            reference_date: Day::parse("2026-12-31")?,
            postcodes: PostcodeRanges::parse(&[]).ok()?,
            made_up: false,
            age_bands: AgeBands::new(&[0, 25, 45, 65, 75])?,
            profile: TokenProfile::Standard,
            method: TokenMethod::Hmac,
            key_expires: None,
            services: vec![ServiceCode::new("service")?],
            agreement: AgreementDigest::new([0; 32]),
        },
    })
}
