//! The texts of types of stackers, in each language.

texts! {
    TypesTexts:
    title lead sentence few none caption of one other share services
}

pub(super) const DUTCH: TypesTexts = TypesTexts {
    title: "Typen stapelaars",
    lead: "Welke huishoudens met twee of meer voorzieningen lijken op elkaar? Een berekening zoekt groepen: zij kijkt welke voorzieningen vaak samengaan. Een type is een schatting en geen etiket: van geen enkel huishouden weten we bij welk type het hoort. De aantallen zijn ruw en vaak te hoog, want ook huishoudens die bij geen type passen, worden verdeeld. Vergelijk ze niet met die van een andere uitgave.",
    sentence: "Type {number}: ongeveer {households} huishoudens ({share} van de stapelaars). Vaker dan andere stapelaars hebben zij: {services}.",
    few: "Minder dan tweehonderd huishoudens hebben twee of meer voorzieningen: te weinig om typen te onderscheiden.",
    none: "Er zijn geen typen te onderscheiden: er is te weinig getoond, of voorzieningen gaan overal ongeveer op dezelfde manier samen.",
    caption: "Typen van huishoudens met twee of meer voorzieningen, geschat",
    of: "Type",
    one: "Type {number}",
    other: "Overige",
    share: "Aandeel",
    services: "Vaker met",
};

pub(super) const ENGLISH: TypesTexts = TypesTexts {
    title: "Types of stackers",
    lead: "Which households with two or more services are alike? A calculation looks for groups: it sees which services often go together. A type is an estimate and not a label: we know of no household which type it is. The numbers are rough and often too high, as households that fit no type are shared out too. Do not compare them with those of another release.",
    sentence: "Type {number}: about {households} households ({share} of those who stack). More often than others who stack, they have: {services}.",
    few: "Fewer than two hundred households have two or more services: too few to tell types.",
    none: "No types can be told: too little is shown, or services go together in much the same way everywhere.",
    caption: "Types of households with two or more services, estimated",
    of: "Type",
    one: "Type {number}",
    other: "Others",
    share: "Share",
    services: "More often with",
};
