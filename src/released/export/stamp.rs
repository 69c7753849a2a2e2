//! The marks of an internal release.

/// The last column of every table of an internal release.
pub(super) const COLUMN: &str = "internal";

/// The value of that column in every row.
pub(super) const WORD: &str = "INTERNAL";

/// The first row of every sheet.
pub(super) const BANNER: &str =
    "INTERNAL: exact counts, not protected. Do not publish, do not pass on.";
