//! The texts of where the figures come from, in each language.

texts! {
    SourcesTexts:
    title lead none figures facilities licence borders year_unknown
}

pub(super) const DUTCH: SourcesTexts = SourcesTexts {
    title: "Bronnen",
    lead: "Alle aantallen huishoudens, personen en cliënten komen uit de aanleveringen. Daarnaast zijn deze openbare bestanden gebruikt:",
    none: "Alle cijfers komen uit de aanleveringen. Er zijn geen openbare bestanden gebruikt.",
    figures: "{source}, {year}",
    facilities: "Voorzieningen: {source}.",
    licence: "; licentie: {licence}",
    borders: "Grenzen van de gebieden, {year}",
    year_unknown: "jaar onbekend",
};

pub(super) const ENGLISH: SourcesTexts = SourcesTexts {
    title: "Sources",
    lead: "All numbers of households, people and clients come from the hand-overs. These public files were used beside them:",
    none: "All figures come from the hand-overs. No public files were used.",
    figures: "{source}, {year}",
    facilities: "Facilities: {source}.",
    licence: "; licence: {licence}",
    borders: "Borders of the areas, {year}",
    year_unknown: "year unknown",
};
