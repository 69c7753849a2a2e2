//! The texts of who is absent, in each language.

texts! {
    AbsentTexts:
    title lead caption organisation clients now at_most
}

pub(super) const DUTCH: AbsentTexts = AbsentTexts {
    title: "Wie we niet zien omdat een organisatie ontbreekt",
    lead: "Niet elke organisatie leverde gegevens. Hoeveel huishoudens zouden we meer zien als een van hen erbij komt? Ten minste blijft elk cijfer zoals het nu is: al haar cliënten kunnen al in beeld zijn. Ten hoogste wordt het wat hieronder staat. Dat volgt uit de cijfers van nu en uit het aantal cliënten dat de organisatie noemt: elke cliënt hoort bij één huishouden, en dat krijgt er niet meer voorzieningen bij dan de organisatie heeft. Hoeveel het echt is, weten we pas na koppelen. Is het aantal cliënten niet bekend, of is een cijfer niet getoond, dan is ook niet te zeggen hoeveel het ten hoogste wordt.",
    caption: "De belangrijkste cijfers nu, en ten hoogste als een organisatie erbij komt",
    organisation: "Organisatie die ontbreekt",
    clients: "Cliënten",
    now: "Nu",
    at_most: "Ten hoogste",
};

pub(super) const ENGLISH: AbsentTexts = AbsentTexts {
    title: "Whom we do not see because an organisation is absent",
    lead: "Not every organisation supplied data. How many more households would we see if one of them joins? At the least every figure stays as it is now: all of its clients may be in view already. At the most it becomes what is below. That follows from the figures of now and from the number of clients that the organisation names: each client belongs to one household, which gets no more services than the organisation has. How many it really is, we only know after linking. Where the number of clients is not known, or a figure is not shown, nothing can be said of the most.",
    caption: "The main figures now, and at most if an organisation joins",
    organisation: "Absent organisation",
    clients: "Clients",
    now: "Now",
    at_most: "At most",
};
