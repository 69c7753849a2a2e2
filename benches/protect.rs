//! How long protecting and auditing take: a town of 69,000 households, 40 services and 69 areas.

#![expect(
    clippy::expect_used,
    clippy::print_stderr,
    reason = "a bench ends where its town cannot be made, and says how large it is"
)]

#[path = "../tests/made_town/mod.rs"]
mod made_town;

use std::path::Path;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use factlab::pseudonymous::ledger::{Entry, HOLD, Ledger, LedgerPlace, Making};
use factlab::pseudonymous::link::LinkedTown;
use factlab::pseudonymous::measure::{CountingRule, Engine, ExactTables, Moment, StackPlan};
use factlab::pseudonymous::protect::{Profile, Rules, protect, protect_held};
use factlab::vocabulary::{Comparable, Day, KeyId, Silent};
use made_town::{Dice, Size};

/// 34 wijken with a buurt each, and the town.
const SIZE: Size = Size {
    households: 69_000,
    services: 40,
    wijken: 34,
    rarity: 50,
};

/// With so many wijken a town has 13,000 protected counts and more.
const MANY: Size = Size {
    wijken: 230,
    ..SIZE
};

/// So many releases in the ledger.
const RELEASES: u64 = 10;

/// One household in so many has no uses in a month, another in each.
const CHURN: u64 = 33;

fn plan() -> StackPlan {
    made_town::settings(SIZE.services, CountingRule::Distinct, Moment::Period)
}

/// The town in a month: some leave its counts and as many join.
fn in_month(month: u64) -> LinkedTown {
    let mut town = made_town::town(1, SIZE);
    let keys = town.households.record_key.clone();
    let is_away = |household: usize| keys[household] % CHURN == month;
    town.uses
        .retain(|key| !is_away(key.unpack().household.index()));
    town
}

fn counted(town: &LinkedTown) -> ExactTables {
    town.count(&plan(), &Silent).expect("a town is counted")
}

fn rules(profile: Profile) -> Rules {
    Rules { profile }
}

/// Reads the ledger, compares with what it holds, protects and audits; keeps it where it is asked to.
fn release(folder: &Path, month: u64, town: &LinkedTown, exact: ExactTables, is_kept: bool) {
    let key = folder.join("release.key");
    let ledger = Ledger::open(LedgerPlace {
        folder,
        series: "town",
        release_key: (&key, KeyId::new([7; 8])),
        recipient: None,
        identity: None,
        hold: HOLD,
        is_new: false,
    });
    let ledger = ledger.expect("the ledger opens");
    let day = format!("2025-{:02}-28", month + 1);
    let making = Making {
        release: &format!("town-{day}-00000000"),
        reference_date: Day::parse(&day).expect("a day"),
        keep_until: None,
    };
    let (plan, rules) = (plan(), rules(Profile::K5));
    let by = (&plan, &rules.profile);
    let households = town.snapshot(&plan).expect("households can be packed");
    let history = ledger.history(&making, &exact, households, by);
    let history = history.expect("the releases are of one series");
    let made = protect_held(exact, &rules, &history.held(), &[]);
    let (_, drawn) = made.expect("all counts are protected");
    if is_kept {
        let entry = Entry::new(history, drawn, comparable());
        ledger.keep(entry).expect("the ledger is kept");
    }
}

/// What no number follows from.
fn comparable() -> Comparable {
    let day = Day::parse("2025-01-01").expect("a day");
    Comparable {
        from: day,
        to: day,
        count: CountingRule::Distinct,
        moment: Moment::Period,
        providers: Vec::new(),
        incomplete: Vec::new(),
        households: [None; 4],
    }
}

fn first_release(criterion: &mut Criterion) {
    let town = in_month(0);
    let mut group = criterion.benchmark_group("protect");
    group.sample_size(10);
    for (name, profile) in [("k5", Profile::K5), ("suppress", Profile::SUPPRESS)] {
        let once = protect(counted(&town), &rules(profile.clone())).expect("protected");
        eprintln!("{name}: {:?}", once.audited());
        let rules = rules(profile);
        group.bench_function(name, |bencher| {
            let protect = |exact| protect(exact, &rules).expect("protected");
            bencher.iter_batched(|| counted(&town), protect, BatchSize::PerIteration);
        });
    }
    let many = made_town::town(1, MANY);
    let once = protect(counted(&many), &rules(Profile::SUPPRESS)).expect("protected");
    eprintln!("suppress, many counts: {:?}", once.audited());
    let rules = rules(Profile::SUPPRESS);
    group.bench_function("suppress, many counts", |bencher| {
        let protect = |exact| protect(exact, &rules).expect("protected");
        bencher.iter_batched(|| counted(&many), protect, BatchSize::PerIteration);
    });
    group.finish();
}

fn eleventh_release(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for month in 0..RELEASES {
        let town = in_month(month);
        release(folder.path(), month, &town, counted(&town), true);
    }
    let town = in_month(RELEASES);
    let mut group = criterion.benchmark_group("protect");
    group.sample_size(10);
    group.bench_function("k5 after ten releases", |bencher| {
        let next = |exact| release(folder.path(), RELEASES, &town, exact, false);
        bencher.iter_batched(|| counted(&town), next, BatchSize::PerIteration);
    });
    group.finish();
}

/// Cells of 1 to 60 contributors, by their record keys.
fn keyed_cells(criterion: &mut Criterion) {
    let mut dice = Dice(1);
    let digits = |dice: &mut Dice| u32::try_from(dice.below(100_000_000)).unwrap_or(0);
    let cell = |number: u64| (0..=number % 60).map(|_| digits(&mut dice)).collect();
    let cells: Vec<Vec<u32>> = (0..100_000).map(cell).collect();
    let rounding = Profile::K5.rounding.expect("k5 rounds");
    let mut group = criterion.benchmark_group("keyed");
    group.throughput(Throughput::Elements(cells.len() as u64));
    group.bench_function("cells", |bencher| {
        let sum = || {
            cells
                .iter()
                .filter_map(|keys| rounding.of_record_keys(keys))
                .sum::<u64>()
        };
        bencher.iter(sum);
    });
    group.finish();
}

criterion_group!(benches, keyed_cells, first_release, eleventh_release);
criterion_main!(benches);
