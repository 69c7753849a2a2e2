//! The texts of figures corrected for missed links, in each language.

use crate::vocabulary::Language;

/// The texts of a language.
pub(in crate::released::report) fn corrected_texts(language: Language) -> &'static CorrectedTexts {
    match language {
        Language::Dutch => &DUTCH,
        Language::English => &ENGLISH,
    }
}

texts! {
    CorrectedTexts:
    title lead caption raw corrected low high sure sure_caption probability
}

const DUTCH: CorrectedTexts = CorrectedTexts {
    title: "Als niemand gemist was",
    lead: "Niet elke cliënt wordt in het bevolkingsregister gevonden, en een enkele keer wordt de verkeerde gevonden. Als ook de gemiste koppelingen meetellen en de verkeerde niet, hebben naar schatting {corrected} huishoudens drie of meer voorzieningen: waarschijnlijk tussen {low} en {high}. Geteld zijn er {raw}. Wie in geen enkel register staat, telt ook in deze schatting niet mee.",
    caption: "Kerncijfers, gecorrigeerd voor gemiste en verkeerde koppelingen; in negen van de tien gevallen ligt het echte getal tussen laag en hoog",
    raw: "Geteld",
    corrected: "Geschat",
    low: "Laag",
    high: "Hoog",
    sure: "Een koppeling telt mee als zij waarschijnlijk goed is. De tabel laat zien hoeveel huishoudens het zijn als koppelingen zekerder moeten zijn. Verschillen de rijen weinig, dan hangt het beeld niet af van die keuze.",
    sure_caption: "Huishoudens naar hoe zeker koppelingen moeten zijn",
    probability: "Kans dat een koppeling goed is, ten minste",
};

const ENGLISH: CorrectedTexts = CorrectedTexts {
    title: "If nobody were missed",
    lead: "Not every client is found in the population register, and now and then the wrong person is. If missed links counted too, and wrong ones did not, an estimated {corrected} households would have three or more services: probably between {low} and {high}. {raw} were counted. Anyone who is in no register is not in this estimate either.",
    caption: "Key figures, corrected for missed and wrong links; in nine of ten cases the true number lies between low and high",
    raw: "Counted",
    corrected: "Corrected",
    low: "Low",
    high: "High",
    sure: "A link counts when it is more likely right than wrong. The table shows how many households there would be if links had to be surer. Where the rows differ little, the picture does not depend on that choice.",
    sure_caption: "Households by how sure links must be",
    probability: "Probability that a link is right, at least",
};
