//! Profile none: exact counts, for internal use only.

use super::Profile;

impl Profile {
    /// Exact counts, for internal use only.
    pub const NONE: Self = Self {
        word: "none",
        rounding: None,
        annex: "niets wordt beschermd. De uitkomsten zijn exact en alleen voor intern gebruik; publiceren weigert het programma.",
        dutch: "Deze uitgave is niet beschermd: alle aantallen zijn exact en blijven binnen.",
        english: "This release is not protected: all counts are exact and must stay inside.",
    };
}
