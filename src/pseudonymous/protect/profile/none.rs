//! Profile none: exact counts, for internal use only.

use std::borrow::Cow;

use super::Profile;

impl Profile {
    /// Exact counts, for internal use only.
    pub const NONE: Self = Self {
        word: Cow::Borrowed("none"),
        rounding: None,
        annex: Cow::Borrowed(
            "niets wordt beschermd. De uitkomsten zijn exact en alleen voor intern gebruik; publiceren weigert het programma.",
        ),
        dutch: Cow::Borrowed(
            "Deze uitgave is niet beschermd: alle aantallen zijn exact en blijven binnen.",
        ),
        english: Cow::Borrowed(
            "This release is not protected: all counts are exact and must stay inside.",
        ),
    };
}
