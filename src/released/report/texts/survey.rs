//! The texts of surveys, in each language.

texts! {
    SurveyTexts:
    title lead found none all answers question what level rho chance to reading higher lower value between people
}

pub(super) const DUTCH: SurveyTexts = SurveyTexts {
    title: "Wat mensen vinden, naast gebruik",
    lead: "Zijn mensen minder of meer tevreden in gebieden met meer gebruik? Samenhang gaat van -1 (precies omgekeerd) tot 1 (precies gelijk op); bij 0 is er geen verband. Onder ‘zonder verband’ staat tussen welke getallen de samenhang dan meestal ligt. Van de rijen hieronder is ongeveer één op de tien toch toeval, en meer als gebieden naast elkaar op elkaar lijken. Let op: gebieden zijn geen mensen. Wie ontevreden is, hoeft geen voorziening te hebben, en andersom. Samenhang zegt ook niets over de oorzaak: beide kunnen komen door iets anders, zoals inkomen of leeftijd. Gebieden waar te weinig mensen hebben geantwoord, of waar het gebruik niet getoond is, tellen niet mee.",
    found: "Samenhang die groter is dan toeval, de sterkste boven",
    none: "Er is geen samenhang die duidelijk groter is dan toeval.",
    all: "Alles wat is vergeleken",
    answers: "Antwoorden per wijk, naast het gebruik",
    question: "Vraag",
    what: "Gebruik",
    level: "Per",
    rho: "Samenhang",
    chance: "Zonder verband",
    to: "tot",
    reading: "Waar meer gebruik is",
    higher: "is het antwoord hoger",
    lower: "is het antwoord lager",
    value: "Antwoord",
    between: "Tussen",
    people: "Antwoorden",
};

pub(super) const ENGLISH: SurveyTexts = SurveyTexts {
    title: "What people think, beside use",
    lead: "Are people less or more content in areas where more is used? Correlation goes from -1 (exactly opposite) to 1 (exactly alike); at 0 there is none. ‘Without a relation’ says between which numbers it mostly lies then. About one in ten of the rows below is chance after all, and more where neighbouring areas are alike. Mind: areas are not people. Who is not content need not have a service, nor the other way round. A correlation says nothing of the cause either: both may come from something else, such as income or age. Areas where too few people answered, or whose use is not shown, do not count.",
    found: "Correlations beyond chance, the strongest on top",
    none: "There is no correlation that is clearly beyond chance.",
    all: "All that was compared",
    answers: "Answers by wijk, beside use",
    question: "Question",
    what: "Use",
    level: "By",
    rho: "Correlation",
    chance: "Without a relation",
    to: "to",
    reading: "Where more is used",
    higher: "the answer is higher",
    lower: "the answer is lower",
    value: "Answer",
    between: "Between",
    people: "Answers",
};
