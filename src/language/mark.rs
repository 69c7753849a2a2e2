//! The mark of what no language changes.

/// Stands before and behind what stays as it is: a name or a line that is typed back, such as a field of ours or a column of theirs.
pub const AS_IS: char = '\u{1}';
