//! The texts of logical and surprising pairs, in each language.

texts! {
    CompositionTexts:
    title lead new nothing_new surprising unknown explained why logical sentence left_out caption pair by_figures by_people not_more unclear called_logical called_surprising called_unknown called_nothing
}

pub(super) const DUTCH: CompositionTexts = CompositionTexts {
    title: "Logisch of verrassend",
    lead: "Sommige voorzieningen gaan samen omdat hun gebruikers op elkaar lijken: wie oud is en alleen woont, heeft vaker hulp in huis en ook vaker vervoer. Zo’n paar is logisch. Andere paren gaan vaker samen dan door leeftijd, soort huishouden en aantal bewoners te verklaren is. Zo’n paar is verrassend: ga na wat erachter zit. De verwachting weet niets van inkomen, gezondheid of regels. Paren waarbij weinig huishoudens verwacht worden, zijn niet vergeleken.",
    new: "Nieuw: verrassend, en niemand heeft er nog iets over gezegd",
    nothing_new: "Er is geen verrassend paar waarover nog niemand iets heeft gezegd.",
    surprising: "Door mensen die ermee werken verrassend genoemd",
    unknown: "Mensen weten het niet, of zijn het niet eens",
    explained: "Logisch door wie de voorzieningen gebruiken",
    why: "Deze paren gaan vaker samen dan door toeval. Dat komt doordat gebruikers van beide vaak even oud zijn en in hetzelfde soort huishouden wonen.",
    logical: "Door mensen die ermee werken logisch genoemd",
    sentence: "{a} en {b}: {households} {households:huishouden heeft|huishoudens hebben} beide, {expected} verwacht.",
    left_out: "Nog {number} {number:paar staat|paren staan} in de tabel hieronder.",
    caption: "Paren die vaker samengaan, en wat mensen ervan zeggen",
    pair: "Paar",
    by_figures: "Volgens de cijfers",
    by_people: "Volgens mensen die ermee werken",
    not_more: "gaat niet vaker samen",
    unclear: "niet duidelijk",
    called_logical: "logisch",
    called_surprising: "verrassend",
    called_unknown: "niet bekend",
    called_nothing: "nog niets gezegd",
};

pub(super) const ENGLISH: CompositionTexts = CompositionTexts {
    title: "Logical or surprising",
    lead: "Some services go together because their users are alike: who is old and lives alone has help at home more often, and transport too. Such a pair is logical. Others go together more often than age, type and size of the household explain. Such a pair is surprising: find out what is behind it. The expectation knows nothing of income, health or rules. Pairs of which few households are expected were not compared.",
    new: "New: surprising, and nobody has said anything of it yet",
    nothing_new: "There is no surprising pair of which nobody has said anything.",
    surprising: "Called surprising by those who work with them",
    unknown: "People do not know, or do not agree",
    explained: "Logical because of who uses the services",
    why: "These pairs go together more often than by chance. That is because users of both are often of the same age and live in the same type of household.",
    logical: "Called logical by those who work with them",
    sentence: "{a} and {b}: {households} {households:household has|households have} both, {expected} expected.",
    left_out: "{number} more {number:pair is|pairs are} in the table below.",
    caption: "Pairs that go together more often, and what people say of them",
    pair: "Pair",
    by_figures: "By the figures",
    by_people: "By those who work with them",
    not_more: "not more often together",
    unclear: "not clear",
    called_logical: "logical",
    called_surprising: "surprising",
    called_unknown: "not known",
    called_nothing: "nothing said yet",
};
