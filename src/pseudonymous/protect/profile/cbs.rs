//! Profile cbs: as CBS prints its tables on care; 0 to 7 hidden, else the nearest multiple of 5.

use std::borrow::Cow;

use super::{Profile, Rounding};

impl Profile {
    /// The nearest multiple of 5; 0 to 7 are hidden. Its edges are exact.
    pub const CBS: Self = Self {
        word: Cow::Borrowed("cbs"),
        rounding: Some(Rounding::nearest_5(false)),
        annex: Cow::Borrowed(
            "Elk aantal wordt afgerond op het dichtstbijzijnde vijftal; aantallen van 0 tot en met 7 zijn verborgen. Daarbij komt geen toeval: wie alle huishoudens van een aantal kent op één na, kan uit een sprong naar het volgende vijftal, of uit het verschijnen van een aantal, zeker weten of dat huishouden meetelt. Verhoudingen komen uit de gepubliceerde aantallen.",
        ),
        dutch: Cow::Borrowed(
            "Elk aantal is afgerond op het dichtstbijzijnde veelvoud van 5. Aantallen van 0 tot en met 7 worden niet getoond. Een getoond aantal is nooit meer dan 2 te hoog of te laag. De grenzen zijn scherp: wie alle huishoudens van een aantal kent op één na, kan aan het getal soms zien of dat huishouden meetelt. Afgeronde delen tellen niet precies op. Een verschil van getoonde aantallen staat er alleen als het ten minste 10 is. Niet getoond betekent dus niet nul.",
        ),
        english: Cow::Borrowed(
            "Every number is rounded to the nearest multiple of 5. Numbers from 0 to 7 are not shown. A number that is shown is never more than 2 too high or too low. The edges are exact: someone who knows all households of a number but one can sometimes tell from it whether that one is counted. Rounded parts do not add up exactly. A difference of shown numbers is given only when it is at least 10. Not shown, then, does not mean zero.",
        ),
    };
}
