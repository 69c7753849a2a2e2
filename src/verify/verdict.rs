//! The result of verifying a release.

use super::signature::Signed;
use crate::keys::VerifyingKey;
use crate::vocabulary::AgreementDigest;

/// How many hidden counts were shown to be as small and as large as they can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Shown {
    /// Both their smallest and their largest, in made-up towns.
    pub both: usize,
    /// All hidden counts that towns were made for.
    pub hidden: usize,
    /// The counts of the tables that a town was held against.
    pub counts: usize,
    /// How many numbers a hidden count is in the towns, from its smallest to its largest: of all hidden ones the fewest.
    pub narrowest: u64,
    /// Of all hidden ones the most.
    pub widest: u64,
}

/// What the verification found: `problems` is empty for a release that holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Verdict {
    /// The name of the release.
    pub release: String,
    /// Who signed it.
    pub signed: Signed,
    /// The digest of the agreement that it says it was made under.
    pub agreement: String,
    /// Whether it holds exact counts and must stay inside.
    pub is_internal: bool,
    /// The release that it follows in its series, and whether that was there to be compared with.
    pub follows: Option<(String, bool)>,
    /// Of a comparison, the two releases, and whether both were there to calculate it again.
    pub compares: Option<([String; 2], bool)>,
    /// Files whose digest was checked.
    pub files: usize,
    /// Published numbers whose form and status were checked.
    pub numbers: usize,
    /// Derived numbers that were calculated again from published ones.
    pub derived: usize,
    /// What made-up towns show of the hidden counts, where the release has them.
    pub shown: Option<Shown>,
    /// What does not hold, each with its file, row and column.
    pub problems: Vec<String>,
}

impl Verdict {
    /// Adds what does not hold.
    pub(super) fn object(&mut self, problem: impl Into<String>) {
        self.problems.push(problem.into());
    }

    /// Notes a problem, before all others, when the release does not carry the signature of `agreed`.
    pub fn hold_against_key(&mut self, agreed: &VerifyingKey) {
        let problem = match &self.signed {
            Signed::By(key) if key == agreed => return,
            Signed::By(_) => "certificate.json: is signed with another key than the agreed one",
            Signed::Nobody => "certificate.json: is not signed, and a key was agreed",
            Signed::Broken => return,
        };
        self.problems.insert(0, problem.into());
    }

    /// Notes a problem when the release was made under another agreement.
    pub fn hold_against_agreement(&mut self, agreed: AgreementDigest) {
        if self.agreement != agreed.to_string() {
            let problem = "run.json: the release was made under another agreement";
            self.problems.insert(0, problem.into());
        }
    }
}
