//! The texts of the funnel plot, in each language.

texts! {
    FunnelTexts:
    title lead text nobody wijk across
}

pub(super) const DUTCH: FunnelTexts = FunnelTexts {
    title: "Twee of meer voorzieningen, per wijk",
    lead: "Elke stip is een wijk. Hoe verder naar rechts, hoe meer huishoudens met twee of meer voorzieningen er verwacht worden; hoe hoger, hoe meer het er zijn vergeleken met verwacht. Door toeval, afronding en de gewone verschillen tussen wijken ligt 95% van de stippen tussen de binnenste lijnen, en 99,8% tussen de buitenste. Bij een wijk buiten de binnenste lijnen staat de naam; ongeveer één op de twintig ligt daar door toeval. De tabel hieronder geeft het laagste en het hoogste gebied.",
    text: "Buiten de binnenste lijnen: {wijken}.",
    nobody: "Geen wijk ligt buiten de binnenste lijnen.",
    wijk: "{wijk}: {households} {households:huishouden|huishoudens}, {expected} verwacht, {ratio} keer",
    across: "Verwacht aantal huishoudens",
};

pub(super) const ENGLISH: FunnelTexts = FunnelTexts {
    title: "Two or more services, by wijk",
    lead: "Each dot is a wijk. The further to the right, the more households with two or more services are expected; the higher, the more there are for each that is expected. Chance, rounding and the usual differences between wijken leave 95% of the dots between the inner lines, and 99.8% between the outer ones. A wijk outside the inner lines is named; about one in twenty is there by chance. The table below has the lowest and the highest area.",
    text: "Outside the inner lines: {wijken}.",
    nobody: "No wijk lies outside the inner lines.",
    wijk: "{wijk}: {households} {households:household|households}, {expected} expected, {ratio} times",
    across: "Households expected",
};
