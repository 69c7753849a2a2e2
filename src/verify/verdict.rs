//! The result of verifying a release.

/// What the verification found: `problems` is empty for a release that holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Verdict {
    /// The name of the release.
    pub release: String,
    /// Whether it holds exact counts and must stay inside.
    pub is_internal: bool,
    /// Files whose digest was checked.
    pub files: usize,
    /// Published numbers whose form and status were checked.
    pub numbers: usize,
    /// Derived numbers that were calculated again from published ones.
    pub derived: usize,
    /// What does not hold, each with its file, row and column.
    pub problems: Vec<String>,
}

impl Verdict {
    /// Adds what does not hold.
    pub(super) fn object(&mut self, problem: impl Into<String>) {
        self.problems.push(problem.into());
    }
}
