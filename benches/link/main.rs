//! A made-up register and eight providers in, the time of verifying and of linking them out.

#![expect(
    clippy::expect_used,
    reason = "a bench ends where its town cannot be made"
)]

mod town;

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use factlab::keys::KeyedDigest;
use factlab::pseudonymous::TokenProfile;
use factlab::pseudonymous::handover::{Agreed, HandoverSet};
use factlab::pseudonymous::link::link;
use factlab::vocabulary::Silent;
use town::{PROVIDERS, Town, expected};

/// Persons in the register, unless `FACTLAB_PERSONS` says otherwise.
const PERSONS: u32 = 200_000;

fn bench(criterion: &mut Criterion) {
    let persons = std::env::var("FACTLAB_PERSONS")
        .ok()
        .and_then(|text| text.parse().ok());
    for (name, profile) in [
        ("standard", TokenProfile::Standard),
        ("strict", TokenProfile::Strict),
    ] {
        let town = Town {
            key: KeyedDigest::new(b"made up"),
            persons: persons.unwrap_or(PERSONS),
            profile,
        };
        let home = tempfile::tempdir().expect("a folder for the bench");
        let register = town.write_register(home.path()).expect("a register");
        let providers = (0..).zip(PROVIDERS).map(|(first, name)| {
            town.write_provider(home.path(), name, first)
                .expect("a provider")
        });
        let providers: Vec<Agreed> = providers.collect();
        let expected = expected(profile).expect("words of ours");
        let verify = || HandoverSet::verify(&register, &providers, &expected, &Silent);
        let set = verify().expect("hand-overs of ours");
        let mut group = criterion.benchmark_group(format!("hand-overs, {name}"));
        group.sample_size(10);
        group.bench_function("verify", |timer| timer.iter(|| black_box(verify()).is_ok()));
        group.bench_function("link", |timer| {
            timer.iter(|| black_box(link(&set, &expected, None, &Silent)).is_ok());
        });
        group.finish();
    }
}

criterion_group!(benches, bench);
criterion_main!(benches);
