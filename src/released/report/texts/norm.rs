//! The texts of use beside a norm from outside, in each language.

texts! {
    NormTexts:
    title lead caption whose source by_norm
}

pub(super) const DUTCH: NormTexts = NormTexts {
    title: "Vergeleken met een norm van buiten",
    lead: "Hoeveel gebruik hiervan te verwachten is, komt uit een norm van buiten, en niet uit de gemeente zelf. Ook in de andere tabellen hier, waar ‘(norm)’ achter de naam staat, en op de kaarten. De hele gemeente kan dus lager of hoger liggen dan de norm. Lager hoeft geen tekort te zijn: misschien gaat de norm over andere huishoudens, of telt hij anders.",
    caption: "De hele gemeente, vergeleken met de norm",
    whose: "Norm van",
    by_norm: "{what} (norm)",
    source: "Norm voor gebruik: {source}.",
};

pub(super) const ENGLISH: NormTexts = NormTexts {
    title: "Compared with a norm from outside",
    lead: "How much use to expect of these comes from a norm from outside, and not from the town itself. So it does in the other tables here, where ‘(norm)’ is behind the name, and on the maps. The whole town can therefore lie below or above the norm. Lower need not be a shortage: the norm may be of other households, or count in another way.",
    caption: "The whole town, compared with the norm",
    whose: "Norm of",
    by_norm: "{what} (norm)",
    source: "Norm for use: {source}.",
};
