//! A provider's step on a made-up extract: reading and normalising alone, and with tokens, sorting and writing.
//!
//! The ratio of the two says what the tokens cost; rows per second depend on the machine.

#![expect(clippy::expect_used, reason = "a benchmark stops at the first error")]

use std::fs;
use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use factlab::agreement::{Agreement, PartySettings};
use factlab::folder::Existing;
use factlab::identified::{ProviderSettings, check_extract, pseudonymise_extract};
use factlab::keys::ProjectSecret;
use factlab::town::{TownSettings, write_town};
use factlab::vocabulary::{ProviderId, Silent};

/// The settings of the provider with the most clients, its extract under `folder`.
fn largest_provider(folder: &Path) -> ProviderSettings {
    let town = TownSettings {
        households: 20_000,
        with_truth: false,
        recipients: None,
        ..TownSettings::default()
    };
    write_town(&town, folder, &Silent).expect("the town is written");
    let agreement = Agreement::read(&folder.join("config.toml")).expect("the agreement is sound");
    let id = ProviderId::new("sociale-dienst").expect("an id");
    match agreement
        .party_settings(&[id])
        .expect("its extract is there")
        .remove(0)
    {
        PartySettings::Provider(settings) => *settings,
        PartySettings::Register(_) => unreachable!("the social service is a provider"),
    }
}

fn provider_step(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a folder");
    let settings = largest_provider(folder.path());
    let secret = ProjectSecret::from_bytes([7; 32]);
    let rows = check_extract(&settings, &mut |_| Ok(()), &Silent)
        .expect("it reads")
        .read;
    let mut group = criterion.benchmark_group("provider");
    group.throughput(Throughput::Elements(rows)).sample_size(10);
    group.bench_function("check", |bencher| {
        bencher.iter(|| {
            black_box(check_extract(&settings, &mut |_| Ok(()), &Silent))
                .map(|summary| summary.kept)
        });
    });
    group.bench_function("pseudonymise", |bencher| {
        bencher.iter(|| {
            let place = folder.path().join("handover");
            let made = pseudonymise_extract(
                &settings,
                (&secret).into(),
                &place,
                Existing::Replace,
                &Silent,
            );
            black_box(made).map(|(summary, _)| summary.kept)
        });
    });
    group.finish();
    let _ = fs::remove_dir_all(folder.path().join("handover"));
}

criterion_group!(benches, provider_step);
criterion_main!(benches);
