//! What is unusual of a service, from its households now and before.
//!
//! No rule finds every invention, and no rule may ask about what ordinary months bring: each limit is one that these stay far
//! below (docs/disclosure-control.md).

/// A smaller service comes, goes and coincides with another by chance. Seven known households and one to find out about are 8.
const FEWEST: usize = 8;

/// Nearly all: at most one in so many lacks the other service. Of seven known households and one to find out about, that one may.
const ONE_IN: usize = 8;

/// What is unusual of a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unusual {
    /// Many of its households are new since the release before.
    New { new: usize, of: usize },
    /// Nearly all of its households have one other service too, and had not before.
    Shared { with: usize, of: usize },
    /// It had no households in the release before, or when its number was drawn.
    Appeared { of: usize },
    /// It has none any more.
    Gone { were: usize },
}

/// Of each service its households by record key, sorted.
pub(super) type Users = Vec<Vec<u64>>;

/// What a service is compared with.
pub(super) struct Before<'a> {
    /// Its households in the release before; `None` where not all of its providers took part.
    pub(super) last: Option<&'a [u64]>,
    /// The share of new households above which they are many.
    pub(super) limit: f64,
    /// All services when the printed number of this one was drawn.
    pub(super) drawn: &'a Users,
    /// Whether not all providers of a service took part then.
    pub(super) incomplete: &'a [bool],
}

/// What is unusual of one service. In the first release of a series (`before` is `None`) there is nothing to compare with.
pub(super) fn unusual(
    service: usize,
    now: &Users,
    before: Option<&Before>,
    hold: usize,
) -> Vec<Unusual> {
    let of = now[service].len();
    let shared = shared(service, now);
    let Some(before) = before else {
        let asked = shared.map(|with| Unusual::Shared { with, of });
        return asked.collect();
    };
    let drawn = Change::of(&before.drawn[service], &now[service]);
    let last = before.last.map(|last| Change::of(last, &now[service]));
    let appeared = match &last {
        Some(last) if last.then == 0 => of >= FEWEST,
        // Slowly: now it is enough to be printed.
        _ => drawn.then == 0 && of >= hold,
    };
    let first = match last {
        _ if appeared => Some(Unusual::Appeared { of }),
        Some(last) if of == 0 && last.then >= FEWEST => Some(Unusual::Gone { were: last.then }),
        Some(last) if last.is_jump(hold, before.limit) => Some(Unusual::New { new: last.new, of }),
        _ => None,
    };
    // With fewer changes no printed number moves.
    let moves = appeared || drawn.new + drawn.left >= hold;
    let shared = shared.filter(|with| moves && !before.had(service, *with));
    let shared = shared.map(|with| Unusual::Shared { with, of });
    first.into_iter().chain(shared).collect()
}

impl Before<'_> {
    /// Whether nearly all households of a service had another too, or may have had.
    fn had(&self, service: usize, other: usize) -> bool {
        let (own, other_users) = (&self.drawn[service], &self.drawn[other]);
        let both = common(own, other_users);
        self.incomplete[other] || !own.is_empty() && is_nearly_all(both, own.len())
    }
}

/// How the households of a service changed.
struct Change {
    then: usize,
    stayed: usize,
    new: usize,
    left: usize,
}

impl Change {
    fn of(then: &[u64], now: &[u64]) -> Self {
        let stayed = common(then, now);
        Self {
            then: then.len(),
            stayed,
            new: now.len() - stayed,
            left: then.len() - stayed,
        }
    }

    /// Whether many are new. Where half as many left it has a high turnover, or all record keys differ.
    fn is_jump(&self, hold: usize, limit: f64) -> bool {
        self.new >= hold && self.new > 2 * self.left && self.share() > limit
    }

    /// The share of its households that are new.
    fn share(&self) -> f64 {
        self.new as f64 / (self.new + self.stayed) as f64
    }
}

/// The services that nearly all households of a service have too.
fn shared(service: usize, users: &Users) -> impl Iterator<Item = usize> {
    let own = &users[service];
    let others = (0..users.len()).filter(move |other| *other != service);
    let others = others.filter(|_| own.len() >= FEWEST);
    others.filter(|other| {
        let other = &users[*other];
        // Most are too small to be had by so many.
        let most = own.len().min(other.len());
        is_nearly_all(most, own.len()) && is_nearly_all(common(own, other), own.len())
    })
}

const fn is_nearly_all(part: usize, whole: usize) -> bool {
    (whole - part) * ONE_IN <= whole
}

/// How many are in both; each is sorted.
pub(super) fn common(one: &[u64], other: &[u64]) -> usize {
    let (few, mut many) = if one.len() < other.len() {
        (one, other)
    } else {
        (other, one)
    };
    let mut common = 0;
    for key in few {
        many = behind(many, *key);
        if let Some(rest) = many.strip_prefix(&[*key]) {
            (common, many) = (common + 1, rest);
        }
    }
    common
}

/// From the first that is not smaller on: it is sought in steps that double, as it is near in a list that is as long, and far in
/// a longer one.
fn behind(sorted: &[u64], key: u64) -> &[u64] {
    let mut step = 1;
    while sorted.get(step).is_some_and(|one| *one < key) {
        step *= 2;
    }
    let near = &sorted[..sorted.len().min(step + 1)];
    &sorted[near.partition_point(|one| *one < key)..]
}

/// The share of new households above which they are many: four times what is usual among the other services, for a release may
/// be a month after the last one or a year; at least a quarter, and at most a half.
pub(super) fn limit<'a>(services: impl Iterator<Item = (&'a [u64], &'a [u64])>) -> f64 {
    let compared = services.filter(|(_, now)| now.len() >= FEWEST);
    let mut shares: Vec<f64> = compared
        .map(|(then, now)| Change::of(then, now).share())
        .collect();
    shares.sort_by(f64::total_cmp);
    let median = shares.get(shares.len().saturating_sub(1) / 2);
    (4.0 * median.copied().unwrap_or_default()).clamp(0.25, 0.5)
}
