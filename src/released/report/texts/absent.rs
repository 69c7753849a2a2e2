//! The texts of who is absent, in each language.

texts! {
    AbsentTexts:
    title lead caption organisation clients now at_most cannot_tell
}

pub(super) const DUTCH: AbsentTexts = AbsentTexts {
    title: "Wie we niet zien omdat een organisatie ontbreekt",
    lead: "Deze organisaties leverden geen gegevens. Hoeveel zou één van hen toevoegen? Misschien niets: al haar cliënten kunnen al in beeld zijn. Hoeveel ten hoogste, volgt uit de cijfers van nu en uit hoeveel cliënten zij ongeveer heeft volgens de afspraak. Hoeveel het echt is, weten we pas na koppelen. Tel de organisaties niet bij elkaar op.",
    caption: "De belangrijkste cijfers nu, en ten hoogste als een organisatie erbij komt",
    organisation: "Organisatie die ontbreekt",
    clients: "Cliënten",
    now: "Nu",
    at_most: "Ten hoogste",
    cannot_tell: "niet te zeggen",
};

pub(super) const ENGLISH: AbsentTexts = AbsentTexts {
    title: "Whom we do not see because an organisation is absent",
    lead: "These organisations supplied no data. How much would one of them add? Perhaps nothing: all its clients may be in view already. The most follows from the figures of now and from how many clients it roughly has by the agreement. How much it really is, we only know after linking. Do not add the organisations up.",
    caption: "The main figures now, and at most if an organisation joins",
    organisation: "Absent organisation",
    clients: "Clients",
    now: "Now",
    at_most: "At most",
    cannot_tell: "cannot be told",
};
