//! Terms and settings of a small made-up project, for tests.

use super::settings::{ExtractSettings, Field, ProjectTerms};
use crate::pseudonymous::TokenProfile;
use crate::vocabulary::{
    AgeBands, AgreementDigest, Day, Dimensions, PostcodeRanges, ProjectId, ServiceCode, When,
};

/// The year 2026, postcodes 1500 to 1569, services `bijstand` and `wmo-hbh`, all tokens.
pub(super) fn terms() -> ProjectTerms {
    let day = |text| Day::parse(text).unwrap();
    ProjectTerms {
        project: ProjectId::new("zaandorp-2026").unwrap(),
        series: "zaandorp".into(),
        from: day("2026-01-01"),
        to: day("2026-12-31"),
        reference_date: day("2026-12-31"),
        postcodes: PostcodeRanges::parse(&["1500-1569".into()]).unwrap(),
        made_up: false,
        age_bands: AgeBands::default(),
        dimensions: Dimensions::default(),
        profile: TokenProfile::Standard,
        method: crate::identified::TokenMethod::Hmac,
        told: When::ALWAYS,
        quarters: Vec::new(),
        key_expires: None,
        transport: crate::pseudonymous::handover::Transport::default(),
        services: ["bijstand", "wmo-hbh"]
            .map(|code| ServiceCode::new(code).unwrap())
            .to_vec(),
        agreement: AgreementDigest::new([1; 32]),
    }
}

/// The settings of an extract with these columns, everything else to be detected.
pub(super) fn extract(columns: &[(Field, &str)]) -> ExtractSettings {
    let column = |&(field, name): &(Field, &str)| (field, name.to_owned());
    ExtractSettings {
        columns: columns.iter().map(column).collect(),
        ..ExtractSettings::default()
    }
}

/// BSNs that pass the eleven-test, outside the public test range.
pub(super) fn bsns() -> impl Iterator<Item = u32> {
    let passes = |bsn: &u32| {
        let digit = |place: u32| bsn / 10_u32.pow(place) % 10;
        let sum: u32 = (1..9).map(|place| (place + 1) * digit(place)).sum();
        sum % 11 == digit(0)
    };
    (123_456_000_u32..).filter(passes)
}

/// The names of what is in a folder, sorted.
pub(super) fn names_in(folder: &std::path::Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let name = |entry: std::io::Result<std::fs::DirEntry>| entry.unwrap().file_name();
    let mut names: Vec<_> = entries
        .map(|entry| name(entry).into_string().unwrap())
        .collect();
    names.sort();
    names
}
