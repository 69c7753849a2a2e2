//! Profile midpoint6: each six counts are printed as the number in their middle, and nobody as 0.

use std::borrow::Cow;

use super::rounding::{Row, always, step};
use super::{Profile, Rounding};

/// By the remainder after division by 6: 1 to 6 become 3, 7 to 12 become 9, 6k − 5 to 6k become 6k − 3.
const ROWS: &[Row] = &[
    always(&[step(-3, 1)]),
    always(&[step(2, 1)]),
    always(&[step(1, 1)]),
    always(&[step(0, 1)]),
    always(&[step(-1, 1)]),
    always(&[step(-2, 1)]),
];

impl Profile {
    /// Midpoint-6 rounding of `OpenSAFELY`: 0 stays 0, else 6k − 3. Its edges are exact, and 0 tells of everybody.
    pub const MIDPOINT6: Self = Self {
        word: Cow::Borrowed("midpoint6"),
        rounding: Some(Rounding {
            base: 6,
            smallest: 3,
            fewest: 1,
            zero_is_shown: true,
            parts: 1,
            rows: Cow::Borrowed(ROWS),
        }),
        annex: Cow::Borrowed(
            "Steeds zes opeenvolgende aantallen krijgen hetzelfde getal, het midden: 1 tot en met 6 worden 3, 7 tot en met 12 worden 9, enzovoort. Nul blijft 0, en zegt van iedereen in de groep dat hij er niet bij is. Daarbij komt geen toeval: wie alle huishoudens van een aantal kent op één na, kan uit een sprong naar het volgende getal zeker weten of dat huishouden meetelt. Verhoudingen komen uit de gepubliceerde aantallen.",
        ),
        dutch: Cow::Borrowed(
            "Steeds zes opeenvolgende aantallen krijgen hetzelfde getal: 1 tot en met 6 worden 3, 7 tot en met 12 worden 9, enzovoort. Een getal is nooit meer dan 3 te hoog of te laag. Een 0 is echt nul. De grenzen zijn scherp: wie alle huishoudens van een aantal kent op één na, kan aan het getal soms zien of dat huishouden meetelt. Afgeronde delen tellen niet precies op. Een verschil van getoonde aantallen staat er alleen als het ten minste 6 is; een verschil dat niet getoond wordt, kan nul zijn.",
        ),
        english: Cow::Borrowed(
            "Each six successive numbers become one: 1 to 6 become 3, 7 to 12 become 9, and so on. A number is never more than 3 too high or too low. A 0 is truly zero. The edges are exact: someone who knows all households of a number but one can sometimes tell from it whether that one is counted. Rounded parts do not add up exactly. A difference of shown numbers is given only when it is at least 6; a difference that is not shown can be zero.",
        ),
    };
}
