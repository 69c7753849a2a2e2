//! What linking did not compare.

/// A token that more residents carry tells little of each of them, and is left out.
pub const MOST_RESIDENTS: usize = 100;

/// What was not compared: nothing, where all is well.
#[derive(Debug, Clone, Default)]
pub struct NotCompared {
    /// Names of the fields that clients have, and no resident.
    pub fields: Vec<&'static str>,
    /// The tokens that too many residents carry, by kind.
    pub tokens: Vec<LeftOut>,
}

/// How many tokens of a kind are left out, as more than [`MOST_RESIDENTS`] residents carry each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LeftOut {
    /// What a token of the kind is made of, such as `address_number+initial`.
    pub kind: &'static str,
    /// Different tokens, from 1.
    pub tokens: u64,
}
