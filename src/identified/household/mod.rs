//! For the register only: who lives together, of what type, in which wijk; and record keys.
//!
//! Register rows in, once, in order; then households out, by row number.

mod address;
mod address_ids;
mod areas;
mod assign;
mod codes;
mod composition;
#[cfg(test)]
mod examples;
mod form;
mod households;
mod institutions;
mod lookup;
mod record_key;
mod relations;
mod resident;
mod spread;

pub(super) use address_ids::AddressIds;
pub(super) use composition::Residents;
pub(super) use households::Households;
pub(super) use record_key::{PersonDigests, record_key};

use std::collections::BTreeMap;
use std::collections::hash_map::{DefaultHasher, Entry};
use std::hash::{Hash, Hasher};

use foldhash::HashMap;
use zeroize::Zeroizing;

use address::{CompactAddress, Household};
use areas::{Areas, Named};
use form::Forming;
use institutions::Institutions;
use lookup::Lookup;
use relations::People;
use resident::{Facts, State};

use super::normalise::{ClientRecord, Relatives};
use super::settings::{Field, HouseholdRule, ProjectTerms, RegisterSettings};
use crate::error::Result;
use crate::keys::RecordKeys;
use crate::vocabulary::{HouseholdType, Progress, RowIx, Rule, SuppliedIx};

/// Takes the rows of the register in a first pass and forms households of them.
///
/// Every row that a pass hands on gets a number, from 0 in the order of the extract: call [`push`](Self::push) for
/// a row that is kept and [`skip`](Self::skip) for one that is rejected, so that the second pass numbers alike.
/// A person takes less than 100 bytes here (see [`Facts`]); each supplied household takes at most 60 more.
pub(super) struct HouseholdFormer {
    rule: HouseholdRule,
    terms: ProjectTerms,
    types: BTreeMap<String, HouseholdType>,
    institutions: Institutions,
    areas: Areas,
    lookup: Option<Lookup>,
    /// Wiped on drop; what a growing vector moves away from is not, as std tells no place of it.
    rows: Zeroizing<Vec<Facts>>,
    /// Of each row; likewise.
    relatives: Zeroizing<Vec<Relatives>>,
    /// Dropped as soon as relations are resolved; std lends the keys of a map for reading only, so they stay unwiped.
    row_of_bsn: HashMap<u32, RowIx>,
    supplied: HashMap<u64, SuppliedIx>,
    has_relations: bool,
}

impl HouseholdFormer {
    /// A former for `settings`; reads the list of institutions and the lookup of areas.
    ///
    /// # Errors
    /// When one of the two files cannot be read or lacks a column.
    pub(super) fn begin(settings: &RegisterSettings) -> Result<Self> {
        let institutions = settings.institutions.as_deref().map(Institutions::read);
        let relations = [Field::PartnerBsn, Field::Parent1Bsn, Field::Parent2Bsn];
        let is_mapped = |field: &Field| settings.extract.columns.contains_key(field);
        let mut areas = Areas::begin(settings);
        let lookup = settings
            .lookup
            .as_ref()
            .map(|lookup| Lookup::read(&lookup.file, &settings.terms.postcodes, &mut areas));
        Ok(Self {
            lookup: lookup.transpose()?,
            rule: settings.household,
            terms: settings.terms.clone(),
            types: settings.household_types.clone(),
            institutions: institutions.transpose()?.unwrap_or_default(),
            areas,
            rows: Zeroizing::new(Vec::new()),
            relatives: Zeroizing::new(Vec::new()),
            row_of_bsn: HashMap::default(),
            supplied: HashMap::default(),
            has_relations: relations.iter().any(is_mapped),
        })
    }

    /// Takes the next row; its digest follows by [`HouseholdFormer::set_digest`].
    ///
    /// Gives back the field and the rule that the row breaks, if it does: [`Rule::PersonTwice`] rejects the row
    /// (its number stays taken, do not call `skip` as well), [`Rule::HouseholdTypeUnknown`] does not.
    pub(super) fn push(&mut self, record: &ClientRecord) -> Option<(Field, Rule)> {
        let row = RowIx::at(self.rows.len());
        let bsn = *record.bsn.reveal(Household);
        if bsn > 0 {
            match self.row_of_bsn.entry(bsn) {
                Entry::Vacant(entry) => entry.insert(row),
                Entry::Occupied(_) => {
                    self.skip();
                    return Some((Field::Bsn, Rule::PersonTwice));
                }
            };
        }
        let kind = self.kind(&record.household_type);
        let is_gone = record
            .left
            .is_some_and(|day| day < self.terms.reference_date);
        // Nobody lives at a postal address, whatever number the register gives.
        let supplied = if record.is_postal_only {
            None
        } else {
            self.supplied(&record.household)
        };
        let relatives = *record.relatives.reveal(Household);
        let facts = Facts {
            address: CompactAddress::of(record),
            digest: 0,
            birth_date: *record.birth_date.reveal(Household),
            supplied,
            areas: self
                .areas
                .pair(Named::code(&record.wijk), Named::code(&record.buurt)),
            kind,
            is_secret: record.has_secrecy,
            state: if is_gone { State::Gone } else { State::Present },
        };
        self.has_relations |= relatives != Relatives::default();
        self.rows.push(facts);
        self.relatives.push(relatives);
        let is_unknown = kind.is_none() && !record.household_type.is_empty();
        is_unknown.then_some((Field::HouseholdType, Rule::HouseholdTypeUnknown))
    }

    /// Sets the person's digest, of a row that was taken.
    pub(super) fn set_digest(&mut self, row: RowIx, digest: u64) {
        self.rows[row.index()].digest = digest;
    }

    /// Counts a row that was rejected before it came here.
    pub(super) fn skip(&mut self) {
        self.rows.push(Facts::REJECTED);
        self.relatives.push(Relatives::default());
    }

    /// Forms the households, and makes their record keys of the digests of their members.
    ///
    /// # Errors
    /// When the user stops, when a household number is at many addresses, and when wijken or buurten do not look like
    /// areas.
    pub(super) fn form(self, keys: &RecordKeys<'_>, progress: &dyn Progress) -> Result<Households> {
        progress.begin("forming households", Some(self.rows.len() as u64));
        let people = People::resolve(
            self.rows,
            &self.relatives,
            &self.row_of_bsn,
            self.has_relations,
        );
        drop((self.row_of_bsn, self.relatives, self.supplied));
        let lookup = self.lookup.as_ref();
        let areas_of = |row: RowIx| {
            let facts = people.facts(row);
            facts.areas.or_else(|| lookup?.find(facts.address.place))
        };
        let forming = Forming {
            people: &people,
            rule: self.rule,
            institutions: &self.institutions,
            terms: &self.terms,
            areas_of: &areas_of,
            keys,
            progress,
        };
        let (household_of, formed) = forming.form()?;
        let spread = spread::over_addresses(&people, &household_of, &formed)?;
        let is_rejected = |row: &RowIx| people.facts(*row).state == State::Rejected;
        let is_in_no_area =
            |one: &&form::Formed| self.areas.are_known() && one.areas.is_none() && !one.is_secret;
        let in_no_area = formed.iter().filter(is_in_no_area);
        let mut in_no_area: Vec<RowIx> = in_no_area.map(|one| one.first_row).collect();
        in_no_area.sort_unstable();
        let used = formed.iter().filter_map(|one| one.areas).collect();
        let two_wijken = self.areas.two_wijken(&used, self.terms.dimensions);
        let home = |row: RowIx| household_of[row.index()].map(|home| &formed[home.index()]);
        let first_in = |pair| {
            let is_of = |row: &RowIx| {
                let is_there = |one: &form::Formed| one.areas == Some(pair);
                home(*row).is_some_and(is_there) && areas_of(*row) == Some(pair)
            };
            people.numbers().find(is_of)
        };
        let in_two_wijken = two_wijken.into_iter().flatten().filter_map(first_in);
        let in_two_wijken = in_two_wijken.collect();
        let mut households = Households {
            rejected: people.numbers().filter(is_rejected).collect(),
            household_of,
            formed,
            areas: self.areas.list(&used),
            asked: self.terms.dimensions,
            in_no_area,
            spread,
            in_two_wijken,
        };
        let private = usize::try_from(households.private_households()).unwrap_or(usize::MAX);
        households.areas.refuse_if_none(&used, private)?;
        households.areas.keep_only(self.terms.dimensions);
        progress.end();
        Ok(households)
    }

    /// The supplied type: by the mapping, or else one of our own words.
    fn kind(&self, text: &str) -> Option<HouseholdType> {
        if text.is_empty() {
            return None;
        }
        self.types
            .get(text)
            .copied()
            .or_else(|| HouseholdType::from_word(text))
    }

    /// The supplied household, if any. Texts are told apart by 64 bits of hash.
    fn supplied(&mut self, text: &str) -> Option<SuppliedIx> {
        if text.is_empty() || self.rule != HouseholdRule::Column {
            return None;
        }
        let mut hasher = DefaultHasher::new();
        text.hash(&mut hasher);
        let next = SuppliedIx::at(self.supplied.len());
        Some(*self.supplied.entry(hasher.finish()).or_insert(next))
    }
}
