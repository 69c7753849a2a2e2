//! Any bytes in, read as manifest.json of a hand-over; what has the right fields gets its checksum and goes on.
#![no_main]

use std::fs;

use factlab::pseudonymous::TokenProfile;
use factlab::pseudonymous::handover::{Agreed, Expected, HandoverSet, Manifest, Signers};
use factlab::vocabulary::{
    AgeBands, AgreementDigest, ProjectId, ProviderId, ServiceCode, Silent, When,
};
use sha2::{Digest, Sha256};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    verify(bytes);
    if let Ok(mut manifest) = serde_json::from_slice::<Manifest>(bytes) {
        manifest.checksum.clear();
        let digest: [u8; 32] = Sha256::digest(text(&manifest)).into();
        manifest.checksum = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        verify(&text(&manifest));
    }
});

fn text(manifest: &Manifest) -> Vec<u8> {
    let mut text = serde_json::to_vec_pretty(manifest).expect("a manifest is JSON");
    text.push(b'\n');
    text
}

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
