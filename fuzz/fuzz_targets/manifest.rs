//! Any bytes in, read as manifest.json of a hand-over; what has the right fields gets its checksum and goes on.
#![no_main]

use std::fs;

use factlab::pseudonymous::TokenProfile;
use factlab::pseudonymous::handover::{Agreed, Expected, HandoverSet, Manifest, Signers};
use factlab::vocabulary::{
    AgeBands, AgreementDigest, ProjectId, ProviderId, ServiceCode, Silent, When,
};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    verify(bytes);
    if let Ok(manifest) = serde_json::from_slice::<Manifest>(bytes) {
        verify(&factlab_fuzz::sealed(manifest));
    }
});

fn verify(bytes: &[u8]) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("manifest.json"), bytes).expect("a temporary file");
    let register = Agreed {
        provider: ProviderId::register(),
        folder: folder.path().to_owned(),
    };
    let expected = Expected {
        project: ProjectId::new("fuzz").expect("an id"),
        agreement: AgreementDigest::new([0; 32]),
        services: vec![ServiceCode::new("one").expect("a code")],
        by_address: Vec::new(),
        age_bands: AgeBands::default(),
        providers: 1,
        of_needs: Vec::new(),
        profile: TokenProfile::Strict,
        told: When::ALWAYS,
        key_id: None,
        accept_stage_1: None,
        signers: Signers::default(),
    };
    assert!(HandoverSet::verify(&register, &[], &expected, &Silent).is_err());
}
