//! What the cells of a column could be. Counts only; no cell is kept.

use super::codes::CodeCounts;
use super::dates::Dates;
use super::distinct::{Distinct, InspectionKey};
use super::shape::Shapes;
use crate::identified::normalise::plausible::{self, BsnKind, Trial};
use crate::identified::normalise::write_postcode;
use crate::identified::settings::{DateOrder, Field};

/// The share (0 to 1) of the filled cells that must pass before content alone decides.
const DECIDES: f64 = 0.9;

/// The share (0 to 1) of the filled cells that are most.
const HALF: f64 = 0.5;

/// The cells of a column, counted.
pub(super) struct Content {
    /// The fields that the name speaks for, and how many cells pass as each; `None` where any cell does.
    tries: Vec<(Field, Option<u64>)>,
    filled: u64,
    bsns: Bsns,
    postcodes: u64,
    address_ids: u64,
    sex_letters: u64,
    /// What its cells are made of.
    pub(super) shapes: Shapes,
    pub(super) dates: Dates,
    pub(super) distinct: Distinct,
    /// Which codes, for a column that is called a service.
    pub(super) codes: Option<CodeCounts>,
}

/// The numbers of a column that pass for a BSN.
#[derive(Default)]
struct Bsns {
    real: u64,
    test_range: u64,
    made_up: u64,
    long_real: u64,
    long_made_up: u64,
    /// Numbers of 8 or 9 digits, whatever the eleven-test says.
    long: u64,
}

/// What is needed to look at a cell: room to try it in, wiped on drop.
pub(super) struct Workbench {
    trial: Trial,
    postcode: zeroize::Zeroizing<String>,
    /// The key of this inspection.
    pub(super) key: InspectionKey,
    /// A digest of whose row it is, as far as its columns tell.
    pub(super) client: u64,
    is_client_known: bool,
}

impl Workbench {
    /// A workbench with a key of its own.
    pub(super) fn new() -> crate::error::Result<Self> {
        Ok(Self {
            trial: Trial::new(),
            postcode: zeroize::Zeroizing::new(String::with_capacity(64)),
            key: InspectionKey::new()?,
            client: 0,
            is_client_known: false,
        })
    }

    /// Begins a row; until a cell tells whose it is, each row is a client.
    pub(super) const fn begin_row(&mut self, number: u64) {
        (self.client, self.is_client_known) = (number, false);
    }

    /// Takes a cell that tells clients apart.
    pub(super) fn is_of(&mut self, cell: &str) {
        if cell.trim().is_empty() {
            return;
        }
        let digest = self.key.digest(cell.trim());
        let is_first = !std::mem::replace(&mut self.is_client_known, true);
        let before = if is_first {
            0
        } else {
            // Turned, or one text in two columns would cancel out.
            self.client.rotate_left(7)
        };
        self.client = before ^ digest;
    }
}

impl Content {
    /// A column without cells, of which the name speaks for `field`, or may abbreviate `others`.
    pub(super) fn of(field: Option<Field>, others: &[Field]) -> Self {
        let tries = field.iter().chain(others).map(|field| (*field, None));
        Self {
            tries: tries.collect(),
            filled: 0,
            bsns: Bsns::default(),
            postcodes: 0,
            address_ids: 0,
            sex_letters: 0,
            shapes: Shapes::default(),
            dates: Dates::default(),
            distinct: Distinct::default(),
            codes: (field == Some(Field::Service)).then(CodeCounts::default),
        }
    }

    /// Looks at a cell that is not empty. Gives back its day as a number, when it is a date.
    pub(super) fn add(&mut self, cell: &str, bench: &mut Workbench) -> Option<u32> {
        self.filled += 1;
        self.distinct.add(cell, &bench.key);
        if let Some(codes) = &mut self.codes {
            codes.add(cell, bench.client);
        }
        for (field, passed) in &mut self.tries {
            if let Some(passes) = bench.trial.passes(*field, cell) {
                *passed.get_or_insert(0) += u64::from(passes);
            }
        }
        let digits = cell.bytes().filter(u8::is_ascii_digit).count();
        self.shapes.add(cell, digits);
        if digits > 0 {
            self.bsns.add(cell, digits);
            self.postcodes += u64::from(digits == 4 && write_postcode(cell, &mut bench.postcode));
            self.address_ids += u64::from(digits == 16 && cell.len() == 16);
        } else {
            self.sex_letters += u64::from(is_sex_letter(cell));
        }
        self.dates.add(cell)
    }

    /// Cells that are not empty.
    pub(super) const fn filled(&self) -> u64 {
        self.filled
    }

    /// The share (0 to 1) of the filled cells that are valid as `field`; `None` where any cell is, or none is filled.
    pub(super) fn share_valid(&self, field: Field, dates: DateOrder) -> Option<f64> {
        let valid = match field {
            Field::Bsn | Field::PartnerBsn | Field::Parent1Bsn | Field::Parent2Bsn => {
                self.bsns.valid()
            }
            Field::BirthDate | Field::Start | Field::End | Field::Left => self.dates.valid(dates),
            _ if self.passed(field).is_some() => self.passed(field).unwrap_or_default(),
            Field::Postcode => self.postcodes,
            Field::AddressId => self.address_ids,
            Field::Sex => self.sex_letters,
            _ => return None,
        };
        self.share(valid)
    }

    fn passed(&self, field: Field) -> Option<u64> {
        let tries = self.tries.iter();
        tries
            .filter(|(one, _)| *one == field)
            .find_map(|(_, passed)| *passed)
    }

    /// Whether nearly all cells are of a make.
    pub(super) fn are(&self, make: impl Fn(&Shapes) -> u64) -> bool {
        self.decides(make(&self.shapes))
    }

    /// Whether a count is of nearly all cells.
    fn decides(&self, count: u64) -> bool {
        self.share(count).is_some_and(|share| share > DECIDES)
    }

    /// What nearly all cells are, whatever the column is called; dates are told apart elsewhere.
    pub(super) fn looks_like(&self) -> Option<Field> {
        let long = self.bsns.long_real.max(self.bsns.long_made_up);
        // One number all the way down is a number of the organisation, not of its clients.
        let varies = !self.distinct.is_at_most(1) || self.filled == 1;
        [
            (Field::Bsn, long),
            (Field::Postcode, self.postcodes),
            (Field::AddressId, self.address_ids),
            (Field::Sex, self.sex_letters),
        ]
        .into_iter()
        .find_map(|(field, count)| (varies && self.decides(count)).then_some(field))
    }

    /// Whether most cells are numbers as long as a BSN, and no dates.
    pub(super) fn is_as_long_as_bsns(&self) -> bool {
        let long = self.bsns.long.saturating_sub(self.dates.most_valid());
        self.share(long).is_some_and(|share| share >= HALF)
    }

    /// Whether nearly all cells are dates.
    pub(super) fn looks_like_dates(&self) -> bool {
        self.decides(self.dates.most_valid())
    }

    /// Whether its BSNs are made up: nearly all have the remainder of made-up numbers.
    pub(super) fn is_made_up(&self) -> bool {
        self.decides(self.bsns.made_up)
    }

    /// The share (0 to 1) of the filled cells that are BSNs of the public test range.
    pub(super) fn share_of_test_range(&self) -> f64 {
        self.share(self.bsns.test_range).unwrap_or_default()
    }

    fn share(&self, count: u64) -> Option<f64> {
        (self.filled > 0).then(|| count as f64 / self.filled as f64)
    }
}

impl Bsns {
    fn add(&mut self, cell: &str, digits: usize) {
        let is_long = matches!(digits, 8 | 9);
        let is_number = cell
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.');
        self.long += u64::from(is_long && is_number);
        match plausible::bsn_kind(cell) {
            Some(BsnKind::MadeUp) => {
                self.made_up += 1;
                self.long_made_up += u64::from(is_long);
            }
            Some(kind) => {
                self.real += 1;
                self.test_range += u64::from(kind == BsnKind::TestRange);
                self.long_real += u64::from(is_long);
            }
            None => {}
        }
    }

    /// Real ones, or made-up ones where those are the most.
    const fn valid(&self) -> u64 {
        if self.made_up > self.real {
            self.made_up
        } else {
            self.real
        }
    }
}

/// `M`, `V` and the words for them; `1` and `2` could be anything.
fn is_sex_letter(cell: &str) -> bool {
    let words = [
        "m", "v", "o", "man", "vrouw", "onbekend", "f", "male", "female",
    ];
    words.iter().any(|word| cell.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(field: Option<Field>, cells: &[&str]) -> Content {
        let mut content = Content::of(field, &[]);
        let mut bench = Workbench::new().unwrap();
        for cell in cells {
            content.add(cell, &mut bench);
        }
        content
    }

    #[test]
    fn content_decides_where_nearly_all_cells_pass() {
        for (cells, expected) in [
            (["123456782", "111222333", "48274641"], Some(Field::Bsn)),
            (["123456782", "111222333", "123456789"], None),
            (["1507XY", "1508 zz", "1509WW"], Some(Field::Postcode)),
            (["M", "V", "v"], Some(Field::Sex)),
            (
                ["0599200000219678", "0599200000219679", "0599200000219680"],
                Some(Field::AddressId),
            ),
            (["152", "1", "2"], None),
            (["123456782", "123456782", "123456782"], None),
        ] {
            assert_eq!(of(None, &cells).looks_like(), expected, "{cells:?}");
        }
    }

    #[test]
    fn made_up_numbers_are_told_from_real_ones() {
        let made_up: Vec<String> = (100_000_000..)
            .map(|number: u32| number.to_string())
            .filter(|text| plausible::bsn_kind(text) == Some(BsnKind::MadeUp))
            .take(20)
            .collect();
        let cells: Vec<&str> = made_up.iter().map(String::as_str).collect();
        let content = of(Some(Field::Bsn), &cells);
        assert!(content.is_made_up());
        assert_eq!(
            content.share_valid(Field::Bsn, DateOrder::DayMonthYear),
            Some(1.0)
        );
        assert!(!of(None, &["123456782", "111222333"]).is_made_up());
    }

    #[test]
    fn the_share_that_is_valid_is_of_the_filled_cells() {
        let content = of(Some(Field::HouseNumber), &["10", "12 bis", "x", "-"]);
        let share = content.share_valid(Field::HouseNumber, DateOrder::DayMonthYear);
        assert_eq!(share, Some(0.5));
        assert_eq!(
            of(Some(Field::Service), &["x"]).share_valid(Field::Service, DateOrder::DayMonthYear),
            None
        );
    }
}
