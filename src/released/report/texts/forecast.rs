//! The texts of later years, in each language.

texts! {
    ForecastTexts:
    chapter title lead caption between change ages source
}

pub(super) const DUTCH: ForecastTexts = ForecastTexts {
    chapter: "Vooruitkijken",
    title: "Gebruik in latere jaren",
    lead: "Hoeveel mensen gebruiken straks een voorziening, als mensen van elke leeftijd dat even vaak blijven doen als nu? Dit is een scenario en geen voorspelling. Alleen het aantal mensen per leeftijd verandert sinds {base}, zoals in de bevolkingsprognose. Nieuwe regels, wachtlijsten, gezondheid en inkomen tellen niet mee. De prognose zelf kan ook anders uitpakken. De leeftijd van een huishouden is die van de referentiepersoon, dus bij hulp voor kinderen meestal die van een ouder.",
    caption: "Personen met een voorziening, de grootste groei boven",
    between: "Laatste jaar tussen",
    change: "Verschil",
    ages: "Verschil in aantal inwoners per leeftijd, volgens de prognose",
    source: "Bevolking in latere jaren: {source}.",
};

pub(super) const ENGLISH: ForecastTexts = ForecastTexts {
    chapter: "Looking ahead",
    title: "Use in later years",
    lead: "How many people would use a service, if people of each age keep using it as often as now? This is a scenario and no prediction. Only the number of people of each age changes from {base} on, as in the population forecast. New rules, waiting lists, health and income do not count, and the population forecast itself may not come true. The age of a household is that of its reference person; with help for children it is mostly that of a parent.",
    caption: "People with a service, the largest growth on top",
    between: "Last year between",
    change: "Change",
    ages: "Change in the number of people by age, as forecast",
    source: "Population of later years: {source}.",
};
