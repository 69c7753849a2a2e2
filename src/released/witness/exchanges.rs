//! A count of sets that is too high or too low in, a change that moves it: a household gets a service for another.

use super::cells::{Have, Household, SetOf, Who, each};
use super::random::Random;
use super::town::{Change, Drawer, MOST, Town};

/// Of services: a household gets one that it needs for another, mostly by exchange.
pub(super) fn of_set(
    town: &mut Town,
    who: &Who,
    wants_more: bool,
    random: &mut Random,
) -> Option<Change> {
    if wants_more {
        into_set(town, who.have, random)
    } else {
        out_of_set(town, who, random)
    }
}

/// A household of the count gives a service away.
fn out_of_set(town: &mut Town, who: &Who, random: &mut Random) -> Option<Change> {
    let index = town.member(who, random)?;
    let own = town.households[index].set;
    let gives = match who.have {
        Have::Service(service, _) => service,
        Have::Pair(a, b) => random.pick(&[a, b])?,
        _ => random.one_of(own)?,
    };
    if let Have::Service(_, least @ 2..) = who.have {
        // To one with fewer services, so that as many have it.
        let partner = with_fewer(town, least, random, |one| one & (1 << gives) == 0)?;
        let gets = random.one_of(town.households[partner].set & !own)?;
        return Some(traded(town, (index, gives), (partner, gets)));
    }
    if random.chance(0.1) {
        let mut one = town.households[index];
        one.set &= !(1 << gives);
        if matches!(who.have, Have::Service(..)) || random.chance(0.8) {
            one.set |= 1 << some_service(town, own, random)?;
        }
        return Some(vec![(index, one)]);
    }
    let partner = some_partner(town, own.count_ones() as usize, random, |set| {
        set & (1 << gives) == 0 && set & !own != 0
    })?;
    let gets = random.one_of(town.households[partner].set & !own)?;
    Some(traded(town, (index, gives), (partner, gets)))
}

/// A household with services, mostly with as many.
fn some_partner(
    town: &mut Town,
    number: usize,
    random: &mut Random,
    is_asked: impl Fn(u128) -> bool,
) -> Option<usize> {
    let number = if random.chance(0.75) {
        number
    } else {
        town.number_of((1, MOST), random, Drawer::Number)?
    };
    town.find(Drawer::Number(number), random, |_, one| is_asked(one.set))
}

fn with_fewer(
    town: &mut Town,
    least: usize,
    random: &mut Random,
    is_asked: impl Fn(u128) -> bool,
) -> Option<usize> {
    let most = least - 1;
    let number = if random.chance(0.7) {
        most
    } else {
        town.number_of((1, most), random, Drawer::Number)?
    };
    town.find(Drawer::Number(number), random, |_, one| is_asked(one.set))
}

/// Each gives the other a service.
fn traded(town: &Town, (a, gives): (usize, usize), (b, gets): (usize, usize)) -> Change {
    let (mut one, mut other) = (town.households[a], town.households[b]);
    one.set = one.set & !(1 << gives) | 1 << gets;
    other.set = other.set & !(1 << gets) | 1 << gives;
    vec![(a, one), (b, other)]
}

/// A household that lacks a service for the count: what it gives and gets.
fn lacking(
    town: &mut Town,
    have: Have,
    random: &mut Random,
) -> Option<(usize, Option<usize>, usize)> {
    Some(match have {
        Have::Service(service, least) => {
            let number = if least > 1 && random.chance(0.7) {
                least
            } else {
                town.number_of((least, MOST), random, Drawer::Number)?
            };
            let index = town.find(Drawer::Number(number), random, |_, one| {
                one.set & (1 << service) == 0
            })?;
            (index, random.one_of(town.households[index].set), service)
        }
        Have::Pair(a, b) => {
            let (has, gets) = if random.chance(0.5) { (a, b) } else { (b, a) };
            let number = town.number_of((2, MOST), random, |number| Drawer::Service(has, number));
            let index = number.and_then(|number| {
                town.find(Drawer::Service(has, number), random, |_, one| {
                    one.set & (1 << gets) == 0
                })
            });
            // Where nobody has the one yet, somebody must first.
            let Some(index) = index else {
                return lacking(town, Have::Service(has, 2), random);
            };
            (
                index,
                random.one_of(town.households[index].set & !(1 << has)),
                gets,
            )
        }
        Have::Set(set) => nearly(town, set, random)?,
        Have::Domains(domains) => nearly_of(town, domains, random)?,
        Have::Other(of) => {
            let index = printed(town, of, random)?;
            let own = town.households[index].set;
            (index, random.one_of(own), some_service(town, own, random)?)
        }
        Have::Organisations(least) => {
            let number = town.number_of((least, MOST), random, Drawer::Number)?;
            let index = town.find(Drawer::Number(number), random, |cells, one| {
                !cells.has_set(have, one.set)
            })?;
            let own = town.households[index].set;
            (index, random.one_of(own), some_service(town, own, random)?)
        }
        Have::AtLeast(_) => return None,
    })
}

/// A household gets the service that it lacks for the count.
fn into_set(town: &mut Town, have: Have, random: &mut Random) -> Option<Change> {
    let Some((index, Some(gives), gets)) = lacking(town, have, random) else {
        return outright(town, have, random);
    };
    let own = town.households[index].set;
    if random.chance(0.1) {
        let mut one = town.households[index];
        one.set = own & !(1 << gives) | 1 << gets;
        return Some(vec![(index, one)]);
    }
    let is_asked = |set: u128| set & (1 << gives) == 0 && set & (1 << gets) != 0;
    let partner = match have {
        Have::Service(_, least) if least > 1 => {
            let number = town.number_of((1, least - 1), random, |number| {
                Drawer::Service(gets, number)
            })?;
            town.find(Drawer::Service(gets, number), random, |_, one| {
                is_asked(one.set)
            })?
        }
        Have::Service(..) => return Some(vec![(index, with(town, index, gives, gets))]),
        _ => {
            let own_number = own.count_ones() as usize;
            let number = if random.chance(0.75) {
                own_number
            } else {
                town.number_of((1, MOST), random, |number| Drawer::Service(gets, number))?
            };
            town.find(Drawer::Service(gets, number), random, |_, one| {
                is_asked(one.set)
            })?
        }
    };
    Some(traded(town, (index, gives), (partner, gets)))
}

/// Where nobody is near the set, a household with as many services gets all of it.
fn outright(town: &mut Town, have: Have, random: &mut Random) -> Option<Change> {
    let set = match have {
        Have::Set(set) => set,
        Have::Domains(domains) => each(domains).try_fold(0, |set, domain| {
            Some(set | 1 << town.service_of(1 << domain, random)?)
        })?,
        _ => return None,
    };
    let drawer = Drawer::Number(set.count_ones() as usize);
    let index = town.find(drawer, random, |cells, one| !cells.has_set(have, one.set))?;
    let at = town.households[index].at;
    Some(vec![(index, Household { set, at })])
}

fn with(town: &Town, index: usize, gives: usize, gets: usize) -> Household {
    let mut one = town.households[index];
    one.set = one.set & !(1 << gives) | 1 << gets;
    one
}

/// A household that has all of a set but one, and another instead: what it gives and gets.
fn nearly(
    town: &mut Town,
    set: u128,
    random: &mut Random,
) -> Option<(usize, Option<usize>, usize)> {
    let gets = random.one_of(set)?;
    let rest = set & !(1 << gets);
    let number = set.count_ones() as usize;
    let drawer = match random.one_of(rest) {
        Some(service) => Drawer::Service(service, number),
        None => Drawer::Number(1),
    };
    let index = town.find(drawer, random, |_, one| {
        one.set & rest == rest && one.set & (1 << gets) == 0 && one.number() == number
    })?;
    let gives = random.one_of(town.households[index].set & !rest);
    Some((index, gives, gets))
}

/// A household that comes to have services of exactly these domains with one service for another.
fn nearly_of(
    town: &mut Town,
    domains: u128,
    random: &mut Random,
) -> Option<(usize, Option<usize>, usize)> {
    let least = domains.count_ones() as usize;
    for _ in 0..8 {
        let base = town.service_of(domains, random)?;
        // Of one domain, somebody who has none of it can come to have it.
        let is_from_others = least == 1 && random.chance(0.5);
        let drawer = |number| {
            if is_from_others {
                Drawer::Number(number)
            } else {
                Drawer::Service(base, number)
            }
        };
        let number = town.number_of((least, MOST), random, drawer)?;
        let index = town.find(drawer(number), random, |cells, one| {
            let own = cells.lists.domains_of(one.set);
            own != domains
                && (own & !domains).count_ones() <= 1
                && (domains & !own).count_ones() <= 1
        })?;
        let own = town.households[index].set;
        let has = town.cells.lists.domains_of(own);
        let missing = domains & !has;
        let gets = town.service_of(if missing == 0 { domains } else { missing }, random)?;
        let gives = random.one_of(own)?;
        let becomes = own & !(1 << gives) | 1 << gets;
        if own & (1 << gets) == 0 && town.cells.lists.domains_of(becomes) == domains {
            return Some((index, Some(gives), gets));
        }
    }
    None
}

/// A household whose set is printed.
fn printed(town: &mut Town, of: SetOf, random: &mut Random) -> Option<usize> {
    let number = town.number_of((1, MOST), random, Drawer::Number)?;
    town.find(Drawer::Number(number), random, |cells, one| {
        !cells.has_set(Have::Other(of), one.set)
    })
}

/// A service that a household does not have, as often as others have it.
pub(super) fn some_service(town: &mut Town, set: u128, random: &mut Random) -> Option<usize> {
    for _ in 0..8 {
        let number = town.number_of((1, MOST), random, Drawer::Number)?;
        let index = town.find(Drawer::Number(number), random, |_, _| true)?;
        let service = random.one_of(town.households[index].set & !set);
        if service.is_some() {
            return service;
        }
    }
    None
}
