//! Profile nhs: as NHS England prints counts of patients; 0 shown, 1 to 7 hidden, else the nearest multiple of 5.

use std::borrow::Cow;

use super::{Profile, Rounding};

impl Profile {
    /// The nearest multiple of 5; 1 to 7 are hidden and 0 is printed. Its edges are exact, and 0 tells of everybody.
    pub const NHS: Self = Self {
        word: Cow::Borrowed("nhs"),
        rounding: Some(Rounding::nearest_5(true)),
        annex: Cow::Borrowed(
            "Elk aantal wordt afgerond op het dichtstbijzijnde vijftal; 0 wordt getoond en 1 tot en met 7 zijn verborgen. Een getoonde 0 zegt van iedereen in de groep dat hij er niet bij is, en verborgen zegt dat er iemand is. Daarbij komt geen toeval: wie alle huishoudens van een aantal kent op één na, kan daaruit zeker weten of dat huishouden meetelt. Verhoudingen komen uit de gepubliceerde aantallen.",
        ),
        dutch: Cow::Borrowed(
            "Elk aantal is afgerond op het dichtstbijzijnde veelvoud van 5 en is nooit meer dan 2 te hoog of te laag. Een 0 is echt nul; aantallen van 1 tot en met 7 worden niet getoond. De grenzen zijn scherp: wie alle huishoudens van een aantal kent op één na, kan aan het getal soms zien of dat huishouden meetelt. Afgeronde delen tellen niet precies op. Een verschil van getoonde aantallen staat er alleen als het ten minste 10 is; een verschil dat niet getoond wordt, kan nul zijn.",
        ),
        english: Cow::Borrowed(
            "Every number is rounded to the nearest multiple of 5 and is never more than 2 too high or too low. A 0 is truly zero; numbers from 1 to 7 are not shown. The edges are exact: someone who knows all households of a number but one can sometimes tell from it whether that one is counted. Rounded parts do not add up exactly. A difference of shown numbers is given only when it is at least 10; a difference that is not shown can be zero.",
        ),
    };
}
