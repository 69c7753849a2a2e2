//! What was wrong with a border; the rest is drawn.

use std::fmt;

use super::level::Level;

/// Something wrong with an area, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AreaFinding {
    /// The name of the file and the place of the feature in it, from 1, or 0 for the whole file; `None` for what is of
    /// no file.
    pub place: Option<(String, usize)>,
    /// The level and code, as far as they are known.
    pub level: Option<Level>,
    /// The code, as far as it is known.
    pub code: Option<String>,
    /// What is wrong.
    pub problem: AreaProblem,
}

/// What can be wrong with an area.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AreaProblem {
    /// Counted, and in no file.
    NoBorders,
    /// In a file, and nobody of the register lives there.
    NotCounted,
    /// So many of so many counted areas are not in the files: other years, or another place.
    OtherBorders(usize, usize),
    /// No property has a code of an area.
    NoCode,
    /// The code was there before, and the shapes lie over one another; the first is drawn.
    Twice,
    /// The code was there before, and the shapes do not touch; both are drawn as one area.
    Parts,
    /// Its border crosses itself, or a part or hole lies over another or outside; it was mended.
    Crosses,
    /// The file is of this year, and the agreement says another.
    OtherYear(u16, u16),
    /// So many areas are of gemeenten that nobody of the register lives in.
    OtherGemeenten(usize),
    /// So many kilometres from all others of its level.
    Far(u32),
    /// It is no polygon, or has no surface.
    NoSurface,
    /// North comes before east; it was turned around.
    Swapped,
    /// Its coordinates are not of the system that the file or the agreement names; they were taken as what they are.
    OtherSystem,
    /// Its coordinates are neither RD nor WGS84 in the Netherlands.
    Elsewhere,
}

impl AreaFinding {
    pub(super) const fn of_all(problem: AreaProblem) -> Self {
        Self {
            place: None,
            level: None,
            code: None,
            problem,
        }
    }

    pub(super) const fn of_level(level: Level, problem: AreaProblem) -> Self {
        Self {
            place: None,
            level: Some(level),
            code: None,
            problem,
        }
    }

    pub(super) fn of_code(level: Level, code: &str, problem: AreaProblem) -> Self {
        Self {
            code: Some(code.to_owned()),
            ..Self::of_level(level, problem)
        }
    }
}

impl fmt::Display for AreaFinding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((file, place)) = &self.place {
            f.write_str(file)?;
            if *place > 0 {
                write!(f, ", feature {place}")?;
            }
        }
        if let Some(code) = &self.code {
            let before = if self.place.is_some() { " (" } else { "" };
            let behind = if self.place.is_some() { ")" } else { "" };
            write!(f, "{before}{code}{behind}")?;
        } else if let (None, Some(level)) = (&self.place, self.level) {
            write!(f, "level {}", level.word())?;
        }
        match self.problem {
            AreaProblem::NoBorders => f.write_str(": is counted, and no file has its borders"),
            AreaProblem::NotCounted => f.write_str(": nobody of the register lives there"),
            AreaProblem::OtherBorders(missing, all) => write!(
                f,
                ": {missing} of {all} counted areas have no borders; are these of another year?"
            ),
            AreaProblem::NoCode => f.write_str(": has no code of an area; it is not drawn"),
            AreaProblem::Twice => f.write_str(": was there before; the first is drawn"),
            AreaProblem::Parts => f.write_str(": was there before; drawn as parts of one area"),
            AreaProblem::Crosses => f.write_str(
                ": its border crosses itself, or a part or hole lies over another or outside; mended",
            ),
            AreaProblem::OtherYear(year, agreed) => {
                write!(f, ": has the borders of {year}, and `[areas] year` is {agreed}")
            }
            AreaProblem::OtherGemeenten(number) => {
                write!(f, "[areas] geometry: {number} areas of other gemeenten are left out")
            }
            AreaProblem::Far(kilometres) => {
                write!(f, ": lies {kilometres} km from the others; drawn all the same")
            }
            AreaProblem::NoSurface => {
                f.write_str(": is no polygon with a surface; it is not drawn")
            }
            AreaProblem::Swapped => f.write_str(": has north before east; it was turned around"),
            AreaProblem::OtherSystem => {
                f.write_str(": is in the other system of coordinates than was said; taken as it is")
            }
            AreaProblem::Elsewhere => f.write_str(
                ": does not lie in the Netherlands, in RD nor in WGS84; it is not drawn",
            ),
        }
    }
}
