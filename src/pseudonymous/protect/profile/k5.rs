//! Profile k5: a wide, unbiased draw of a multiple of 5; below 10 nothing is printed.

use std::borrow::Cow;

use super::rounding::{Row, step};
use super::{Profile, Rounding};

/// How far a count goes by its remainder after division by 5, in parts of 300; a low draw goes up.
///
/// Of all draws of multiples of 5 with the count as mean under which one household more at most doubles the probability of
/// anything, but for 1 in 100 draws, the one with the least variance: 6.97 on average, by linear programming
/// (docs/disclosure-control.md). A draw below 10 is hidden, so the edge between hidden and printed is as soft as the rest.
const ROWS: &[Row] = &[
    Cow::Borrowed(&[step(5, 37), step(0, 226), step(-5, 37)]),
    Cow::Borrowed(&[step(4, 77), step(-1, 206), step(-6, 17)]),
    Cow::Borrowed(&[step(8, 2), step(3, 123), step(-2, 168), step(-7, 7)]),
    Cow::Borrowed(&[step(7, 7), step(2, 168), step(-3, 123), step(-8, 2)]),
    Cow::Borrowed(&[step(6, 17), step(1, 206), step(-4, 77)]),
];

impl Profile {
    /// A multiple of 5 by a wide keyed draw with the count as mean; hidden when that is below 10.
    pub const K5: Self = Self {
        word: Cow::Borrowed("k5"),
        rounding: Some(Rounding {
            base: 5,
            smallest: 10,
            fewest: 1,
            zero_is_shown: false,
            parts: 300,
            rows: Cow::Borrowed(ROWS),
        }),
        annex: Cow::Borrowed(
            "Elk aantal wordt met toeval afgerond op een vijftal, gelijk voor gelijke huishoudens: meestal naar een van de twee dichtstbijzijnde, soms verder, nooit meer dan 8. Komt er minder dan 10 uit, dan is het aantal verborgen. Aan een getal is daardoor nauwelijks te zien of één huishouden meer of minder meetelt. Verhoudingen komen uit de gepubliceerde aantallen.",
        ),
        dutch: Cow::Borrowed(
            "Elk aantal is willekeurig maar steeds gelijk afgerond op een veelvoud van 5: dezelfde huishoudens worden overal gelijk afgerond. Meestal wordt het een van de twee dichtstbijzijnde, soms het volgende; het verschil is nooit meer dan 8. Komt er minder dan 10 uit, dan wordt het aantal niet getoond. Aan een getal is daardoor nauwelijks te zien of één huishouden wel of niet meetelt. Een deel staat nooit hoger dan het geheel. Afgeronde delen tellen niet precies op. Een verschil van getoonde aantallen staat er alleen als het ten minste 10 is. Niet getoond betekent dus niet nul.",
        ),
        english: Cow::Borrowed(
            "Every number is rounded to a multiple of 5, at random but consistently: the same households are rounded alike everywhere. Mostly it becomes one of the two nearest, sometimes the next; the difference is never more than 8. If that is below 10, the number is not shown. A number therefore hardly tells whether one household is counted or not. A part is never shown above its whole. Rounded parts do not add up exactly. A difference of shown numbers is given only when it is at least 10. Not shown, then, does not mean zero.",
        ),
    };
}
