//! Profile suppress: exact counts from 8 on; what would give a hidden one away is hidden too.

use std::borrow::Cow;

use super::rounding::{Row, always, step};
use super::{Profile, Rounding};

const EXACT: &[Row] = &[always(&[step(0, 1)])];

impl Profile {
    /// The count itself; 0 to 7 are hidden, and by the audit as many more as leave each of these all its 8 numbers. Its edges are
    /// exact.
    pub const SUPPRESS: Self = Self {
        word: Cow::Borrowed("suppress"),
        rounding: Some(Rounding {
            base: 1,
            smallest: 8,
            fewest: 8,
            zero_is_shown: false,
            parts: 1,
            rows: Cow::Borrowed(EXACT),
        }),
        annex: Cow::Borrowed(
            "Aantallen van 0 tot en met 7 zijn verborgen. Ook verborgen zijn andere aantallen waaruit zo’n aantal te berekenen zou zijn. Alle andere aantallen zijn exact. Daarbij komt geen toeval: wie alle huishoudens van een aantal kent op één na, weet daardoor zeker of dat huishouden meetelt. Verhoudingen komen uit de gepubliceerde aantallen.",
        ),
        dutch: Cow::Borrowed(
            "Aantallen van 0 tot en met 7 worden niet getoond. Andere aantallen worden niet getoond als daaruit zo’n klein aantal te berekenen is. Alle aantallen die er staan, zijn exact. Wie alle huishoudens van een aantal kent op één na, kan eraan zien of dat huishouden meetelt. Niet getoond betekent niet nul, en niet altijd klein.",
        ),
        english: Cow::Borrowed(
            "Numbers from 0 to 7 are not shown. Other numbers are not shown where such a small number could be worked out from them. All numbers that are shown are exact. Someone who knows all households of a number but one can tell from it whether that one is counted. Not shown does not mean zero, and not always small.",
        ),
    };
}
