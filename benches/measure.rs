//! How long counting and protecting take: a town of Zaanstad's size, and one a tenth of the country.

#[path = "../tests/made_town/mod.rs"]
mod made_town;

use criterion::{Criterion, criterion_group, criterion_main};
use factlab::pseudonymous::measure::{CountingRule, Engine, Moment};
use factlab::pseudonymous::protect::{Profile, Rules, protect};
use factlab::vocabulary::Silent;
use made_town::Size;

fn count_and_protect(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("measure");
    group.sample_size(10);
    for (name, households, wijken) in [("town", 68_960, 19), ("tenth", 840_000, 340)] {
        let size = Size {
            households,
            services: 40,
            wijken,
            rarity: 50,
        };
        let town = made_town::town(1, size);
        let settings = made_town::settings(size.services, CountingRule::Distinct, Moment::Period);
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                let exact = town.count(&settings, &Silent)?;
                let profile = Profile::K5;
                protect(exact, &Rules { profile })
            });
        });
    }
    group.finish();
}

criterion_group!(benches, count_and_protect);
criterion_main!(benches);
