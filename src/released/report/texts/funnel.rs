//! The texts of the funnel plot, in each language.

texts! {
    FunnelTexts:
    title lead text nobody wijk across
}

pub(super) const DUTCH: FunnelTexts = FunnelTexts {
    title: "Twee of meer voorzieningen, per wijk",
    lead: "Elke stip is een wijk. Naar rechts: meer huishoudens met twee of meer voorzieningen verwacht. Naar boven: meer huishoudens dan verwacht. Als wijken alleen op de gewone manier verschillen, liggen ongeveer 95 van de 100 stippen tussen de binnenste lijnen, en bijna alle tussen de buitenste. Wijken buiten de binnenste lijnen hebben een naam. Zo’n wijk wijkt niet altijd duidelijk af: dat doen alleen de wijken in de tabel hierboven.",
    text: "Buiten de binnenste lijnen: {wijken}.",
    nobody: "Geen wijk ligt buiten de binnenste lijnen.",
    wijk: "{wijk}: {households} {households:huishouden|huishoudens}, {expected} verwacht, {ratio} keer",
    across: "Verwacht aantal huishoudens",
};

pub(super) const ENGLISH: FunnelTexts = FunnelTexts {
    title: "Two or more services, by wijk",
    lead: "Each dot is a wijk. To the right: more households with two or more services expected. Up: more households than expected. If wijken differ in the usual way only, about 95 of 100 dots lie between the inner lines, and nearly all between the outer ones. Wijken outside the inner lines are named. Such a wijk does not always clearly differ: only those in the table above do.",
    text: "Outside the inner lines: {wijken}.",
    nobody: "No wijk lies outside the inner lines.",
    wijk: "{wijk}: {households} {households:household|households}, {expected} expected, {ratio} times",
    across: "Households expected",
};
