//! Profile k5: below 8 hidden, 8 and 9 become 10, from 10 on a multiple of 5.

use super::{Profile, Rounding};

impl Profile {
    /// Below 8 hidden, 8 and 9 become 10, from 10 on keyed unbiased random rounding to a multiple of 5.
    pub const K5: Self = Self {
        word: "k5",
        rounding: Some(Rounding {
            threshold: 8,
            smallest: 10,
            base: 5,
        }),
        annex: "Aantallen onder 8 zijn verborgen, 8 en 9 worden 10, en vanaf 10 wordt op vijftallen afgerond, gelijk voor gelijke huishoudens. Verhoudingen komen uit de gepubliceerde aantallen.",
        dutch: "Aantallen onder 8 worden niet getoond; 8 en 9 staan als 10. Elk ander aantal is willekeurig maar steeds gelijk afgerond op een veelvoud van 5: dezelfde huishoudens worden overal gelijk afgerond. Een deel staat nooit hoger dan het geheel. Afgeronde delen tellen daardoor niet precies op. Een verschil van getoonde aantallen staat er alleen als het ten minste 10 is. Niet getoond betekent dus niet nul.",
        english: "Numbers below 8 are not shown; 8 and 9 are shown as 10. Every other number is rounded to a multiple of 5, at random but consistently: the same households are rounded alike everywhere. A part is never shown above its whole. Rounded parts therefore do not add up exactly. A difference of shown numbers is given only when it is at least 10. Not shown, then, does not mean zero.",
    };
}
