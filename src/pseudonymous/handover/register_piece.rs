//! What a piece of the register tells beside tokens.

use std::collections::BTreeMap;

use foldhash::HashMap;

use super::piece::Piece;
use crate::error::Result;
use crate::vocabulary::{AgeBand, AgeBands, Area, AreaIx, HouseholdIx, HouseholdType, NonMax, Sex};

/// Some rows of `members.parquet`.
pub(super) struct Members {
    pub(super) rows: Vec<u32>,
    pub(super) households: Vec<Option<HouseholdIx>>,
    pub(super) age_bands: Vec<AgeBand>,
    pub(super) sexes: Vec<Sex>,
    pub(super) left: Vec<bool>,
}

impl Members {
    pub(super) fn read(piece: &Piece<'_>, bands: &Bands) -> Result<Self> {
        Ok(Self {
            rows: piece.numbers("row")?,
            households: piece.optional_numbers("household", HouseholdIx::new)?,
            age_bands: bands.read(piece)?,
            sexes: piece.words("sex", |word| Sex::from_word(word?))?,
            left: piece.flags("left")?,
        })
    }
}

/// Some rows of `households.parquet`.
pub(super) struct Homes {
    pub(super) record_keys: Vec<u64>,
    pub(super) wijken: InPiece,
    pub(super) buurten: InPiece,
    pub(super) kinds: Vec<HouseholdType>,
    pub(super) sizes: Vec<Option<NonMax>>,
    pub(super) age_bands: Vec<AgeBand>,
}

impl Homes {
    pub(super) fn read(piece: &Piece<'_>, bands: &Bands) -> Result<Self> {
        Ok(Self {
            record_keys: piece.keys("record_key")?,
            wijken: Codes::read(piece, "wijk")?,
            buurten: Codes::read(piece, "buurt")?,
            kinds: piece.words("type", |word| HouseholdType::from_word(word?))?,
            sizes: piece.optional_numbers("size", NonMax::new)?,
            age_bands: bands.read(piece)?,
        })
    }
}

/// The areas of a piece by the order in which it has them, and those of its rows.
type InPiece = (Codes, Vec<Option<AreaIx>>);

/// The labels of the agreed age bands.
pub(super) struct Bands(Vec<(String, AgeBand)>);

impl Bands {
    pub(super) fn of(bands: &AgeBands) -> Self {
        let all = bands.with_unknown();
        Self(all.map(|band| (bands.label(band), band)).collect())
    }

    fn read(&self, piece: &Piece<'_>) -> Result<Vec<AgeBand>> {
        piece.words("age_band", |word| {
            let word = word?;
            let found = self.0.iter().find(|(label, _)| label == word);
            found.map(|(_, band)| *band)
        })
    }
}

/// Codes of areas in the order they were met.
#[derive(Default)]
pub(super) struct Codes {
    met: HashMap<String, AreaIx>,
    codes: Vec<String>,
}

impl Codes {
    /// The areas in a column of a piece.
    fn read(piece: &Piece<'_>, name: &str) -> Result<InPiece> {
        let mut codes = Self::default();
        let index = |code: Option<&str>| Some(code.map(|code| codes.index(code)));
        let areas = piece.words(name, index)?;
        Ok((codes, areas))
    }

    /// The areas of a piece, numbered as in the pieces before.
    pub(super) fn numbered(&mut self, (codes, areas): InPiece) -> Vec<Option<AreaIx>> {
        let known: Vec<AreaIx> = codes.codes.iter().map(|code| self.index(code)).collect();
        let numbered = areas.into_iter();
        numbered
            .map(|area| area.map(|area| known[area.index()]))
            .collect()
    }

    fn index(&mut self, code: &str) -> AreaIx {
        if let Some(area) = self.met.get(code) {
            return *area;
        }
        let area = AreaIx::at(self.codes.len());
        self.codes.push(code.to_owned());
        self.met.insert(code.to_owned(), area);
        area
    }

    /// The areas sorted by code; `indexes` then point into them.
    pub(super) fn sorted(
        self,
        indexes: &mut [Option<AreaIx>],
        names: &BTreeMap<String, String>,
    ) -> Vec<Area> {
        let mut order: Vec<(String, usize)> = self.codes.into_iter().zip(0..).collect();
        order.sort_unstable();
        let mut sorted = vec![AreaIx::at(0); order.len()];
        for (new, (_, old)) in order.iter().enumerate() {
            sorted[*old] = AreaIx::at(new);
        }
        for index in indexes.iter_mut().flatten() {
            *index = sorted[index.index()];
        }
        order
            .into_iter()
            .map(|(code, _)| Area {
                name: names.get(&code).unwrap_or(&code).clone(),
                code,
            })
            .collect()
    }
}
