//! What keys are for.

/// What a key is for; a key of one kind is refused where another is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyKind {
    /// Shared by the providers and the register office; makes tokens.
    Project,
    /// Held by the analyst; draws the rounding of a series.
    Release,
    /// Held by the keyholder; makes tokens of the second stage of tokens of the first.
    Stage2,
    /// Held by the keyholder; evaluates blinded elements (OPRF).
    Oprf,
    /// Held by whoever signs manifests.
    Signing,
    /// Held by a party between `oprf blind` and `oprf finalise`.
    Blinding,
}

impl KeyKind {
    /// All kinds.
    pub const ALL: [Self; 6] = [
        Self::Project,
        Self::Release,
        Self::Stage2,
        Self::Oprf,
        Self::Signing,
        Self::Blinding,
    ];

    /// The word in the header of a key file.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Project => "project",
            Self::Release => "release",
            Self::Stage2 => "stage2",
            Self::Oprf => "oprf",
            Self::Signing => "signing",
            Self::Blinding => "blinding",
        }
    }

    /// Who may have it, and for how long.
    #[must_use]
    pub const fn advice(self) -> &'static str {
        match self {
            Self::Project => {
                "Send it to each provider and the register office: factlab key send.\nNever give it to the analyst or the keyholder."
            }
            Self::Release => {
                "Keep it as long as the series lasts: another key starts the rounding anew."
            }
            Self::Blinding => "Keep it until the hand-over is made, then destroy it.",
            Self::Stage2 => "Only the keyholder may have it.",
            Self::Oprf => {
                "Only the evaluator may have it: never anyone who receives tokens or runs `rekey`."
            }
            Self::Signing => {
                "Keep it only where hand-overs are made.\n`factlab key id` prints its public half, for the agreement."
            }
        }
    }

    /// The kind with this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// What a key of this kind is called in an error.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Project => "a project secret",
            Self::Release => "a release key",
            Self::Stage2 => "a key of the second stage",
            Self::Oprf => "an OPRF key",
            Self::Signing => "a signing key",
            Self::Blinding => "a blinding key",
        }
    }
}
