//! What holds for a town whose links are made elsewhere. That the statements say what the rules say is held by `tests/emitted.py`.

use std::cell::RefCell;
use std::slice::from_ref;

use super::parts::crowd;
use super::*;
use crate::pseudonymous::cluster::{Answers, Order, Statement, Statements, not_portable};
use crate::pseudonymous::link::address::Homes;
use crate::pseudonymous::link::clients::{Clients, Standing};
use crate::pseudonymous::link::elsewhere::{Asked, Elsewhere};

const RUN: &str = "town-2026-12-31-00000000";

/// The rows of an answer: plan and numbers.
pub(super) type Rows = Vec<(String, Vec<i64>)>;

/// What is made of the answer to a statement.
pub(super) type Change = (&'static str, fn(&mut Rows));

/// Whoever tells these rows to a statement of this name, but for what is made of them.
pub(super) struct Teller<'a> {
    rows: &'a dyn Fn(&str) -> Result<Vec<Vec<i64>>>,
    plan: RefCell<String>,
    change: Change,
}

impl Answers for Teller<'_> {
    fn prepare(&self, order: &Order<'_>) -> Result<()> {
        self.plan.replace(order.statements.id.clone());
        Ok(())
    }

    fn answer(
        &self,
        statement: &Statement,
        each: &mut dyn FnMut(&str, &[i64]) -> Result<()>,
    ) -> Result<()> {
        let mut numbers = (self.rows)(&statement.name)?;
        numbers.push(vec![-1; statement.columns().len() - 2]);
        let answers = i64::try_from(numbers.len()).unwrap();
        let plan = self.plan.borrow().clone();
        let row = |numbers: Vec<i64>| (plan.clone(), [&[answers], &numbers[..]].concat());
        let mut rows: Rows = numbers.into_iter().map(row).collect();
        if self.change.0 == statement.name {
            (self.change.1)(&mut rows);
        }
        rows.iter()
            .try_for_each(|(plan, numbers)| each(plan, numbers))
    }
}

/// The town that is linked here, and the one that is linked with these answers.
pub(super) fn both_ways(
    (set, expected): (&HandoverSet, &Expected),
    rows: &dyn Fn(&str) -> Result<Vec<Vec<i64>>>,
    change: Change,
) -> Result<(LinkedTown, Result<LinkedTown>)> {
    let teller = Teller {
        rows,
        plan: RefCell::default(),
        change,
    };
    let elsewhere = Elsewhere {
        answers: &teller,
        run: RUN,
    };
    let there = link_as(set, expected, None, Some(elsewhere), &Silent);
    Ok((link(set, expected, None, &Silent)?, there))
}

/// How many tokens of each kind there are, and how many residents.
pub(super) fn seen(
    set: &HandoverSet,
    homes: &Homes<'_>,
    expected: &Expected,
) -> Result<Vec<Vec<i64>>> {
    let counts = Asked::of(set, homes, expected, RUN)?.counts()?;
    let row = |(key, counted): (&Vec<i64>, &i64)| [&key[..], &[*counted]].concat();
    Ok(counts.iter().map(row).collect())
}

/// Client, how far the search for it is, whom it found, and the home at the address that is given.
pub(super) fn decided(
    set: &HandoverSet,
    homes: &Homes<'_>,
    expected: &Expected,
) -> Result<Vec<Vec<i64>>> {
    let mut clients = Clients::of(set)?;
    let by = (expected, usize::MAX, None);
    let (_, given) = decide(set, homes, &mut clients, by, &Silent)?;
    let found = clients.standing.iter().map(|standing| match standing {
        Standing::Open => (0, -1),
        Standing::Several => (1, -1),
        Standing::Ambiguous | Standing::Doubted => (2, -1),
        Standing::Person(person, ClientFate::ByBsn) => (3, person.number().into()),
        Standing::Person(person, _) => (4, person.number().into()),
        Standing::Home(home, _) => (5, home.number().into()),
    });
    let row = |(client, (number, whom))| {
        let home = given.get(client).copied().flatten();
        let home = home.map_or(-1, |home: HouseholdIx| home.number().into());
        vec![i64::try_from(client).unwrap(), number, whom, home]
    };
    Ok(found.enumerate().map(row).collect())
}

/// The town of a crowd, here and with these answers.
fn both(expected: &Expected, change: Change) -> (LinkedTown, Result<LinkedTown>) {
    let (register, clients) = crowd();
    let (one, other) = clients.split_at(25);
    let providers = [one.to_vec(), other.to_vec()];
    let done = |set: &HandoverSet| {
        let (persons, households) = residents(&set.register, expected)?;
        let homes = Homes {
            persons: &persons,
            households: &households,
        };
        let rows = |statement: &str| match statement {
            "01-seen" => seen(set, &homes, expected),
            _ => decided(set, &homes, expected),
        };
        both_ways((set, expected), &rows, change)
    };
    with_handovers(expected, &register, &HOUSEHOLDS, &providers, done).unwrap()
}

fn by_address() -> Expected {
    Expected {
        by_address: vec![ServiceIx::at(1)],
        ..expected()
    }
}

#[test]
fn links_that_were_made_elsewhere_give_the_same_town() {
    for expected in [expected(), by_address()] {
        let (here, there) = both(&expected, ("", |_| ()));
        assert!(here.uses.len() > 30, "{}", here.uses.len());
        assert_eq!(format!("{:?}", there.unwrap()), format!("{here:?}"));
    }
}

#[test]
fn links_that_are_not_whole_are_refused() {
    let (seen, links) = ("01-seen", "02-links");
    let refusals: [(Change, &str); 14] = [
        ((seen, |rows| rows[0].1[3] += 1), "does not see all tokens"),
        ((seen, |rows| rows[0].1[2] = 99), "does not see all tokens"),
        ((seen, |rows| rows[1] = rows[0].clone()), "there twice"),
        ((links, Vec::clear), "was cut off"),
        ((links, |rows| drop(rows.pop())), "was cut off"),
        ((links, |rows| rows.extend(rows.clone())), "there twice"),
        ((links, |rows| rows[1] = rows[0].clone()), "there twice"),
        (
            (links, |rows| rows[0].0 = "0123456789abcdef".into()),
            "another run or plan",
        ),
        ((links, |rows| rows[0].1.truncate(4)), "other columns"),
        ((links, |rows| rows[1].1[0] += 1), "more than one answer"),
        // A client, standing, resident and household that are not there.
        ((links, |rows| rows[0].1[1] = 60), NOT_HERE),
        ((links, |rows| rows[0].1[2] = 6), NOT_HERE),
        (
            (links, |rows| rows[0].1[2..4].copy_from_slice(&[3, 64])),
            NOT_HERE,
        ),
        ((links, |rows| rows[0].1[4] = 4), NOT_HERE),
    ];
    for (change, words) in refusals {
        let (_, there) = both(&by_address(), change);
        let error = there.unwrap_err();
        assert_eq!(error.code(), Code::ResultsInvalid);
        assert!(error.to_string().contains(words), "{words}: {error}");
    }
}

pub(super) const NOT_HERE: &str = "whom these hand-overs do not have";

#[test]
fn a_client_that_no_row_is_about_is_missed() {
    let all_but_one: fn(&mut Rows) = |rows| {
        rows.remove(0);
        for (_, numbers) in rows {
            numbers[0] -= 1;
        }
    };
    let (_, there) = both(&expected(), ("02-links", all_but_one));
    let error = there.unwrap_err().to_string();
    assert!(error.contains("does not link all clients"), "{error}");
}

#[test]
fn every_token_of_the_profile_is_of_one_kind() {
    let (register, clients) = crowd();
    let linked = |set: &HandoverSet| {
        order_links(set, &expected(), RUN, |order| {
            let names = order.statements.list.iter().map(|one| one.name.clone());
            assert!(names.eq(["01-seen", "02-links"]));
            let Statements { views, list, .. } = order.statements;
            let texts = list.iter().map(|one| &one.text);
            for text in texts.chain(views.iter().map(|view| &view.text)) {
                assert_eq!(not_portable(text), Vec::<&str>::new());
            }
            let home = tempfile::tempdir().unwrap();
            let folder = WholeFolder::begin(&home.path().join("out"), Existing::Refuse)?;
            let rows = order.tables.write(&folder)?;
            let tokens = [
                set.providers[0].count_of_tokens(),
                set.register.count_of_tokens(),
            ];
            Ok((rows, tokens))
        })
    };
    let done = with_handovers(&expected(), &register, &HOUSEHOLDS, &[clients], linked);
    let (rows, tokens) = done.unwrap();
    assert_eq!(
        rows[0],
        ("client_tokens", usize::try_from(tokens[0]).unwrap())
    );
    assert_eq!(
        rows[1],
        ("register_tokens", usize::try_from(tokens[1]).unwrap())
    );
    assert_eq!(rows[2], ("residents", 60));
}

#[test]
fn another_run_has_another_plan() {
    let (register, clients) = crowd();
    let plan = |run: &str| {
        let plan = |set: &HandoverSet| {
            order_links(set, &expected(), run, |order| {
                Ok(order.statements.id.clone())
            })
        };
        with_handovers(
            &expected(),
            &register,
            &HOUSEHOLDS,
            from_ref(&clients),
            plan,
        )
        .unwrap()
    };
    assert_eq!(plan(RUN), plan(RUN));
    assert_ne!(plan(RUN), plan("town-2026-12-31-00000001"));
}
