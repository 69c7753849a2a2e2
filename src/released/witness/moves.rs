//! A count that is too high or too low in, a change that moves it.

use super::cells::{ELSEWHERE, Have, Household, Who};
use super::exchanges::{of_set, some_service};
use super::random::Random;
use super::town::{Change, Drawer, MOST, Town};

/// Which of place, age band, type and size a group is of.
const ATTRIBUTE: [usize; 5] = [0, 0, 1, 2, 3];

/// A change that may bring a count nearer to its span; `None` when no household is found for it.
pub(super) fn propose(town: &mut Town, cell: usize, random: &mut Random) -> Option<Change> {
    let change = some_change(town, cell, random)?;
    let is_of_one = matches!(change[..], [(a, _), (b, _)] if a == b);
    (!is_of_one).then_some(change)
}

fn some_change(town: &mut Town, cell: usize, random: &mut Random) -> Option<Change> {
    let who = town.cells.all[cell].who;
    let wants_more = town.counts[cell] < town.cells.all[cell].span.low;
    let has_levels = who.levels.iter().any(Option::is_some);
    match (who.have, has_levels) {
        (Have::AtLeast(0), false) => None,
        (Have::AtLeast(0), true) => of_levels(town, &who, wants_more, random),
        (_, true) => of_both(town, &who, wants_more, random),
        (Have::AtLeast(number), false) => of_number(town, number, wants_more, random),
        (_, false) => of_set(town, &who, wants_more, random),
    }
}

/// Of a level, or of several together: another household comes to one of them, or one leaves it.
fn of_levels(town: &mut Town, who: &Who, wants_more: bool, random: &mut Random) -> Option<Change> {
    let groups: Vec<usize> = (0..5)
        .filter(|group| who.levels[*group].is_some())
        .collect();
    let group = random.pick(&groups)?;
    let level = who.levels[group]?;
    let without = |levels: &[Option<u16>; 5]| {
        let mut levels = *levels;
        levels[group] = None;
        levels
    };
    let rest = Who {
        levels: without(&who.levels),
        ..*who
    };
    let is_alone = groups.len() == 1;
    let index = if wants_more {
        let mut found = None;
        for _ in 0..8 {
            found = town.member(&rest, random).filter(|index| {
                town.cells.lists.levels_of(&town.households[*index])[group] != level
            });
            if found.is_some() {
                break;
            }
        }
        found?
    } else {
        town.member(who, random)?
    };
    let own = town.households[index];
    // A lone level needs one household more, and no exchange brings it.
    if is_alone || random.chance(0.15) {
        let level = if wants_more {
            level
        } else {
            other_level(town, group, level, random)?
        };
        return Some(vec![(index, moved(town, own, group, level, random)?)]);
    }
    let number = own.number();
    let drawer = if wants_more {
        Drawer::Level(group, level, number)
    } else {
        Drawer::Number(number)
    };
    let partner = town.find(drawer, random, |cells, one| {
        let at_level = cells.lists.levels_of(one)[group] == level;
        at_level == wants_more && !cells.has(&rest, one)
    })?;
    Some(exchange(town, index, partner, ATTRIBUTE[group], random))
}

fn other_level(town: &Town, group: usize, level: u16, random: &mut Random) -> Option<u16> {
    let count = town.cells.lists.levels[group].len();
    for _ in 0..8 {
        let other = u16::try_from(random.below(count)).ok()?;
        if other != level {
            return Some(other);
        }
    }
    None
}

/// The household at another level of a group.
fn moved(
    town: &mut Town,
    mut one: Household,
    group: usize,
    level: u16,
    random: &mut Random,
) -> Option<Household> {
    if group > 1 {
        one.at[ATTRIBUTE[group]] = level;
        if group > 2 {
            // A size that goes with the type, and the other way round.
            let number = town.number_of((0, MOST), random, |number| {
                Drawer::Level(group, level, number)
            });
            let like = number.and_then(|number| {
                town.find(Drawer::Level(group, level, number), random, |_, _| true)
            });
            if let Some(like) = like {
                let like = town.households[like].at;
                one.at[2..].copy_from_slice(&like[2..]);
            }
        }
        return Some(one);
    }
    let places = town.cells.lists.places.iter().enumerate();
    let fitting: Vec<usize> = places
        .filter(|(_, place)| {
            place[group] == level && (group == 1 || place[1] != ELSEWHERE || random.chance(0.05))
        })
        .map(|(index, _)| index)
        .collect();
    one.at[0] = u16::try_from(random.pick(&fitting)?).ok()?;
    Some(one)
}

/// Two households exchange an attribute; type and size go together as often as not.
fn exchange(town: &Town, a: usize, b: usize, attribute: usize, random: &mut Random) -> Change {
    let (mut one, mut other) = (town.households[a], town.households[b]);
    let mut swap =
        |attribute: usize| std::mem::swap(&mut one.at[attribute], &mut other.at[attribute]);
    swap(attribute);
    if attribute >= 2 && random.chance(0.95) {
        swap(5 - attribute);
    }
    vec![(a, one), (b, other)]
}

/// Two households exchange all their services.
fn exchange_sets(town: &Town, a: usize, b: usize) -> Change {
    let (mut one, mut other) = (town.households[a], town.households[b]);
    std::mem::swap(&mut one.set, &mut other.set);
    vec![(a, one), (b, other)]
}

/// Of a level and a number of services or a service.
fn of_both(town: &mut Town, who: &Who, wants_more: bool, random: &mut Random) -> Option<Change> {
    let group = (0..5).find(|group| who.levels[*group].is_some())?;
    let level = who.levels[group]?;
    // Of the only wijk, or where others stand in the way, no household can come or go: then what it has changes.
    if random.chance(0.15) {
        return of_one(town, who, (group, level), wants_more, random);
    }
    let index = whom(town, who, (group, level), wants_more, random)?;
    let own = town.households[index];
    if random.chance(0.1) {
        let level = if wants_more {
            level
        } else {
            other_level(town, group, level, random)?
        };
        return Some(vec![(index, moved(town, own, group, level, random)?)]);
    }
    let drawer = |number| {
        if wants_more {
            Drawer::Level(group, level, number)
        } else {
            Drawer::Number(number)
        }
    };
    let number = match who.have {
        Have::AtLeast(number) => number - 1,
        _ if random.chance(0.15) => town.number_of((0, MOST), random, drawer)?,
        _ => own.number(),
    };
    let drawer = drawer(number);
    let partner = town.find(drawer, random, |cells, one| {
        let at_level = cells.lists.levels_of(one)[group] == level;
        at_level == wants_more && !cells.has_set(who.have, one.set)
    })?;
    if random.chance(0.5) {
        return Some(exchange_sets(town, index, partner));
    }
    Some(exchange(town, index, partner, ATTRIBUTE[group], random))
}

/// A household to bring to the level of a count, or to take from it.
fn whom(
    town: &mut Town,
    who: &Who,
    (group, level): (usize, u16),
    wants_more: bool,
    random: &mut Random,
) -> Option<usize> {
    if wants_more {
        let anywhere = Who {
            levels: [None; 5],
            ..*who
        };
        let from = match who.have {
            // The one that is next to it in number changes least.
            Have::AtLeast(number) if random.chance(0.7) => {
                town.find(Drawer::Number(number), random, |cells, one| {
                    !cells.has(who, one)
                })
            }
            _ => town.member(&anywhere, random),
        };
        from.filter(|index| !town.cells.has(who, &town.households[*index]))
    } else {
        match who.have {
            Have::AtLeast(number) if random.chance(0.7) => {
                town.find(Drawer::Level(group, level, number), random, |_, _| true)
            }
            _ => town.member(who, random),
        }
    }
}

/// A household at the level gets a service or gives one away.
fn of_one(
    town: &mut Town,
    who: &Who,
    (group, level): (usize, u16),
    wants_more: bool,
    random: &mut Random,
) -> Option<Change> {
    let at_level = |number| Drawer::Level(group, level, number);
    let number = match who.have {
        Have::AtLeast(number) => number - usize::from(wants_more),
        _ => town.number_of((1, MOST), random, at_level)?,
    };
    let index = town.find(at_level(number), random, |cells, one| {
        one.number() == number && cells.has_set(who.have, one.set) != wants_more
    })?;
    let mut one = town.households[index];
    match (who.have, wants_more) {
        (Have::Service(service, _), true) => {
            one.set = one.set & !(1 << random.one_of(one.set)?) | 1 << service;
        }
        (Have::Service(service, _), false) => {
            one.set = one.set & !(1 << service) | 1 << some_service(town, one.set, random)?;
        }
        (_, true) => one.set |= 1 << some_service(town, one.set, random)?,
        (_, false) => one.set &= !(1 << random.one_of(one.set)?),
    }
    Some(vec![(index, one)])
}

/// Of a number of services in the town: a household gets one more, or one less.
fn of_number(
    town: &mut Town,
    number: usize,
    wants_more: bool,
    random: &mut Random,
) -> Option<Change> {
    let from = if wants_more { number - 1 } else { number };
    let index = town.find(Drawer::Number(from), random, |_, one| one.number() == from)?;
    let mut one = town.households[index];
    if wants_more {
        one.set |= 1 << some_service(town, one.set, random)?;
    } else {
        one.set &= !(1 << random.one_of(one.set)?);
    }
    Some(vec![(index, one)])
}
