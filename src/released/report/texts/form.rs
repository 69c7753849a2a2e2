//! The texts of the form on which people say what they know, in each language.

texts! {
    FormTexts:
    title lead nobody role role_hint direction certainty sure fairly_sure guess more save none saved
}

pub(super) const DUTCH: FormTexts = FormTexts {
    title: "Wat weet u van uw wijk?",
    lead: "U werkt in een wijk of buurt en ziet wat cijfers niet laten zien. Kies een gebied en een thema, en zeg of er meer of minder problemen zijn dan gewoon. Laat leeg wat u niet weet. Sla het op en stuur het bestand naar de gemeente. Dit formulier stuurt zelf niets.",
    nobody: "Het gaat over gebieden, nooit over personen. Schrijf geen namen, adressen of nummers op. De gemeente toont een thema pas als mensen met verschillende functies het noemen.",
    role: "Uw functie",
    role_hint: "in kleine letters, zoals huisarts of wijkagent; niet uw naam",
    direction: "Problemen",
    certainty: "Hoe zeker bent u?",
    sure: "zeker",
    fairly_sure: "vrij zeker",
    guess: "een vermoeden",
    more: "Nog een regel",
    save: "Opslaan als CSV",
    none: "Vul eerst een regel in: gebied, thema en problemen.",
    saved: "Opgeslagen. Stuur het bestand naar de gemeente.",
};

pub(super) const ENGLISH: FormTexts = FormTexts {
    title: "What do you know of your wijk?",
    lead: "You work in a wijk or buurt and see what figures do not show. Choose an area and a theme, and say whether there is more or less trouble than usual. Leave empty what you do not know. Save it and send the file to the municipality. This form itself sends nothing.",
    nobody: "This is about areas, and never about people. Write down no names, addresses or numbers. The municipality shows a theme only when people in different roles mention it.",
    role: "Your role",
    role_hint: "in small letters, such as family doctor; not your name",
    direction: "Trouble",
    certainty: "How sure are you?",
    sure: "sure",
    fairly_sure: "fairly sure",
    guess: "a guess",
    more: "Another line",
    save: "Save as CSV",
    none: "Fill in a line first: area, theme and trouble.",
    saved: "Saved. Send the file to the municipality.",
};
