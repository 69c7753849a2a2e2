//! The texts of use beside a norm from outside, in each language.

texts! {
    NormTexts:
    title lead caption whose source
}

pub(super) const DUTCH: NormTexts = NormTexts {
    title: "Vergeleken met een norm van buiten",
    lead: "Van wat hieronder staat, zegt niet de gemeente zelf hoeveel gebruik er te verwachten is, maar een norm van buiten. Dat geldt ook voor de gebieden, in de andere tabellen en op de kaarten. De gemeente als geheel kan dus ook onder of boven de norm liggen, en alle gebieden samen ook. Ligt het gebruik lager, dan kan dat ook komen doordat de norm voor andere huishoudens geldt of anders telt.",
    caption: "De hele gemeente, vergeleken met de norm",
    whose: "Norm van",
    source: "Norm voor gebruik: {source}.",
};

pub(super) const ENGLISH: NormTexts = NormTexts {
    title: "Compared with a norm from outside",
    lead: "Of what is in this table, it is not the town itself that says how much use to expect, but a norm from outside. That also goes for areas, in the other tables and on the maps. So the town as a whole can lie below or above the norm, and so can all areas together. Where use is lower, the norm may also be of other households, or count in another way.",
    caption: "The whole town, compared with the norm",
    whose: "Norm of",
    source: "Norm for use: {source}.",
};
