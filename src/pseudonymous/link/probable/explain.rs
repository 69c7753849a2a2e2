//! What the fitted model makes of made-up pairs, field by field.
//!
//! The fields of a pair are looked at in a fixed order. Before the first, everyone in the register is as likely: the odds are π / (1 − π) over
//! the number of residents. After each, they are π m/λ over 1 − π, where m and λ are of all pairs that are so alike in the fields so far; where
//! independent fields would give more of these than share a token, λ is theirs. After the last they are those by which clients are linked.

use std::collections::BTreeSet;

use super::Fitted;
use super::decide::{LINKED, UNCERTAIN};
use super::kinds::{
    ALIKE, DIFFERENT, DOOR, FULL, Fields, GIVEN_BEGINS, HOUSE_NUMBER, INITIAL, KindSet, MISSING,
    NUMBER, ONLY_INITIAL, PARTS, POSTCODE, SAME, SURNAME_BEGINS, SWAPPED, YEAR,
};
use super::likeness::{Field, Likeness};
use crate::pseudonymous::link::explanation::{ExplainedProvider, MadeUpPair, Step, Verdict};
use crate::vocabulary::ProviderId;

const OTHER_INITIAL: u8 = ONLY_INITIAL[0];
const SAME_INITIAL: u8 = ONLY_INITIAL[1];

const FIELDS: usize = Field::ALL.len();

/// What the two of a pair are in words, the fields without which that is not so, and how they are alike at most: the levels of BSN, birth date,
/// surname, given name and address. Where the BSN is missing, the client has none.
const PAIRS: [(&str, Fields, [u8; 5]); 9] = [
    (
        "all fields the same",
        Fields::NONE,
        [SAME, FULL, FULL, FULL, DOOR],
    ),
    (
        "another BSN, all else the same",
        Fields::BSN,
        [DIFFERENT, FULL, FULL, FULL, DOOR],
    ),
    (
        "no BSN, all else the same",
        Fields::NONE,
        [MISSING, FULL, FULL, FULL, DOOR],
    ),
    (
        "no BSN, moved: another address",
        Fields::ADDRESS,
        [MISSING, FULL, FULL, FULL, DIFFERENT],
    ),
    (
        "no BSN, a surname that sounds alike",
        Fields::SURNAME,
        [MISSING, FULL, ALIKE, FULL, DOOR],
    ),
    (
        "no BSN, a birth date with one part wrong",
        Fields::BIRTH,
        [MISSING, PARTS, FULL, FULL, DOOR],
    ),
    (
        "no BSN, birth date and initial the same, all else different",
        Fields::BIRTH.and(Fields::INITIAL),
        [MISSING, FULL, DIFFERENT, INITIAL, DIFFERENT],
    ),
    (
        "no BSN, a housemate: surname and address the same",
        Fields::SURNAME,
        [MISSING, DIFFERENT, FULL, DIFFERENT, DOOR],
    ),
    (
        "no BSN, a stranger: only the address the same",
        Fields::ADDRESS,
        [MISSING, DIFFERENT, DIFFERENT, DIFFERENT, DOOR],
    ),
];

impl Fitted {
    /// What the model of a provider makes of made-up pairs in which the client has the fields that most of its clients have.
    pub(super) fn explained(&self, provider: usize, id: &ProviderId) -> ExplainedProvider {
        let mut clients = [0_u32; Fields::SETS];
        for (fields, _) in self.compared[provider].clients() {
            clients[fields.index()] += 1;
        }
        let most = Fields::all().max_by_key(|one| clients[one.index()]);
        let fields = most.unwrap_or_default();
        let has_more_than_address = !Fields::ADDRESS.have(fields);
        let mut pairs: Vec<(Likeness, MadeUpPair)> = Vec::new();
        let applies = |needed: Fields| has_more_than_address && fields.have(needed);
        for (is, _, most) in PAIRS.iter().filter(|(_, needed, _)| applies(*needed)) {
            let pair = Pair::of(*most, fields);
            let is_new = pairs.iter().all(|(one, _)| *one != pair.likeness);
            if pair.is_shown && is_new {
                pairs.push((pair.likeness, pair.weighed(is, self, provider)));
            }
        }
        ExplainedProvider {
            provider: id.clone(),
            found: (!pairs.is_empty()).then(|| self.model.found(provider)),
            known: fields.names(),
            pairs: pairs.into_iter().map(|(_, pair)| pair).collect(),
        }
    }
}

/// A made-up pair: what the client has, and how the two are alike.
struct Pair {
    fields: Fields,
    likeness: Likeness,
    /// Whether the two share a token.
    is_shown: bool,
}

impl Pair {
    /// Alike at most so, as far as the fields go.
    fn of(most: [u8; 5], fields: Fields) -> Self {
        let is_missing = |one: &Field| most[*one as usize] == MISSING;
        let missing = Field::ALL.into_iter().filter(is_missing).map(fields_of);
        let fields = missing.fold(fields, Fields::without);
        let carried = KindSet::within(fields);
        let shared = carried.up_to(most);
        Self {
            fields,
            likeness: Likeness::of(shared, carried),
            is_shown: !shared.is_empty(),
        }
    }

    /// How likely it is that the two are one, and what each field adds to it.
    fn weighed(&self, is: &'static str, fitted: &Fitted, provider: usize) -> MadeUpPair {
        let model = &fitted.model;
        let found = model.found(provider);
        let others = self.others(fitted);
        let odds = |fields: usize| {
            let itself = model.itself(provider, self.likeness.first(fields));
            found * itself / others[fields] / (1.0 - found)
        };
        let before = odds(0);
        let (mut now, mut steps) = (before, Vec::new());
        for (field, level) in Field::ALL.into_iter().zip(self.likeness.levels()) {
            if level != MISSING {
                let next = odds(field as usize + 1);
                steps.push(Step {
                    field: name(field),
                    alike: alike(field, level),
                    factor: next / now,
                    odds: next,
                });
                now = next;
            }
        }
        let probability = now / (1.0 + now);
        MadeUpPair {
            is,
            before,
            steps,
            probability,
            verdict: match probability {
                LINKED.. => Verdict::Linked,
                UNCERTAIN.. => Verdict::Uncertain,
                _ => Verdict::NotLinked,
            },
        }
    }

    /// How many others are so like a client in the first fields (λ), by the number of fields.
    fn others(
        &self,
        Fitted {
            background, model, ..
        }: &Fitted,
    ) -> [f64; FIELDS + 1] {
        let rates = background.rates(self.fields);
        let possible = possible(self.fields);
        std::array::from_fn(|fields| {
            let so_far = self.likeness.first(fields);
            if so_far == self.likeness {
                return model.others(so_far, rates[so_far.index()]);
            }
            let so_alike = possible.iter().filter(|one| one.first(fields) == so_far);
            let that_share: f64 = so_alike.map(|one| rates[one.index()]).sum();
            that_share.max(background.independent(so_far))
        })
    }
}

/// How two can be alike who share a token, and have these fields.
fn possible(fields: Fields) -> BTreeSet<Likeness> {
    let carried = KindSet::within(fields);
    let shared = Likeness::all().map(|most| carried.up_to(most.levels()));
    let shared: BTreeSet<KindSet> = shared.filter(|one| !one.is_empty()).collect();
    let alike = shared
        .into_iter()
        .map(|shared| Likeness::of(shared, carried));
    alike.collect()
}

const fn fields_of(field: Field) -> Fields {
    match field {
        Field::Bsn => Fields::BSN,
        Field::Birth => Fields::BIRTH,
        Field::Surname => Fields::SURNAME,
        Field::Given => Fields::GIVEN.and(Fields::INITIAL),
        Field::Address => Fields::ADDRESS,
    }
}

const fn name(field: Field) -> &'static str {
    match field {
        Field::Bsn => "BSN",
        Field::Birth => "birth date",
        Field::Surname => "surname",
        Field::Given => "given name",
        Field::Address => "address",
    }
}

/// How two are alike in a field, in words.
const fn alike(field: Field, level: u8) -> &'static str {
    match (field, level) {
        (_, DIFFERENT) => "different",
        (Field::Birth, YEAR) => "year",
        (Field::Birth, PARTS) => "two parts",
        (Field::Surname, ALIKE) => "sounds alike",
        (Field::Surname, SURNAME_BEGINS) | (Field::Given, GIVEN_BEGINS) => "begins alike",
        (Field::Given, INITIAL | SAME_INITIAL) => "same initial",
        (Field::Given, OTHER_INITIAL) => "other initial",
        (Field::Given, SWAPPED) => "swapped",
        (Field::Address, HOUSE_NUMBER) => "house number",
        (Field::Address, POSTCODE) => "postcode",
        (Field::Address, NUMBER) => "same number",
        (Field::Address, DOOR) => "same door",
        _ => "same",
    }
}
