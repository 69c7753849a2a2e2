//! Digests one by one and side by side; and a provider's step on a made-up extract: reading and normalising alone, and
//! with tokens, sorting and writing.
//!
//! The ratios say what lanes gain and what the tokens cost; what is done in a second depends on the machine.

#![expect(clippy::expect_used, reason = "a benchmark stops at the first error")]

use std::fs;
use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use factlab::agreement::Agreement;
use factlab::identified::PartySettings;
use factlab::keys::{KeyedDigest, Message, Messages, ProjectSecret};
use factlab::town::{TownSettings, write_town};
use factlab::vocabulary::{ProviderId, Silent};

/// The settings of the provider with the most clients, its extract under `folder`.
fn largest_provider(folder: &Path) -> PartySettings {
    let town = TownSettings {
        households: 20_000,
        with_truth: false,
        recipients: None,
        ..TownSettings::default()
    };
    write_town(&town, folder, &Silent).expect("the town is written");
    let agreement = Agreement::read(&folder.join("config.toml")).expect("the agreement is sound");
    let id = ProviderId::new("sociale-dienst").expect("an id");
    agreement
        .party_settings(&[id])
        .expect("its extract is there")
        .remove(0)
}

fn provider_step(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a folder");
    let settings = largest_provider(folder.path());
    let secret = ProjectSecret::from_bytes([7; 32]);
    let rows = settings
        .check(&mut |_| Ok(()), &Silent)
        .expect("it reads")
        .read;
    let mut group = criterion.benchmark_group("provider");
    group.throughput(Throughput::Elements(rows)).sample_size(10);
    group.bench_function("check", |bencher| {
        bencher.iter(|| {
            black_box(settings.check(&mut |_| Ok(()), &Silent)).map(|summary| summary.kept)
        });
    });
    group.bench_function("pseudonymise", |bencher| {
        bencher.iter(|| {
            let place = folder.path().join("handover");
            let _ = fs::remove_dir_all(&place);
            let made = settings.hand_over((&secret).into(), &place, &Silent);
            black_box(made).map(|(summary, _)| summary.kept)
        });
    });
    group.finish();
    let _ = fs::remove_dir_all(folder.path().join("handover"));
}

/// So many messages of a row: a number and two texts, of one block of SHA-256 or two.
const MESSAGES: usize = 256;

fn write(number: usize, message: &mut Message) {
    let name = "HAERSMADEWITHVANDERVEEN";
    message.number(19_680_209 + number as u64);
    message.text(&name[..number % name.len()]);
    message.text("1500AB");
}

fn digests(criterion: &mut Criterion) {
    let key = KeyedDigest::new(&[7; 32]);
    let mut group = criterion.benchmark_group("digests");
    group.throughput(Throughput::Elements(MESSAGES as u64));
    group.bench_function("one by one", |bencher| {
        let mut message = Message::new();
        bencher.iter(|| {
            for number in 0..MESSAGES {
                message.clear();
                write(number, &mut message);
                black_box(key.digest(message.encoded()));
            }
        });
    });
    group.bench_function("side by side", |bencher| {
        let mut messages = Messages::new();
        bencher.iter(|| {
            messages.clear();
            for number in 0..MESSAGES {
                messages.add(|message| {
                    write(number, message);
                    true
                });
            }
            black_box(key.digests(&messages))
        });
    });
    group.finish();
}

criterion_group!(benches, digests, provider_step);
criterion_main!(benches);
