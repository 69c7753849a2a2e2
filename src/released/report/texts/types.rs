//! The texts of types of stackers, in each language.

texts! {
    TypesTexts:
    title lead sentence few none caption of one other share services
}

pub(super) const DUTCH: TypesTexts = TypesTexts {
    title: "Typen stapelaars",
    lead: "Welke huishoudens met twee of meer voorzieningen lijken op elkaar? Een berekening zoekt groepen met ongeveer dezelfde voorzieningen. Zij gebruikt alleen hoe vaak twee voorzieningen samen voorkomen. Een type is een schatting en geen etiket: van geen enkel huishouden is bekend bij welk type het hoort, en het kan van twee typen iets hebben. De aantallen zijn ruw.",
    sentence: "Type {number}: ongeveer {households} huishoudens ({share} van de stapelaars), vooral met {services}.",
    few: "Minder dan tweehonderd huishoudens hebben twee of meer voorzieningen: te weinig om typen te onderscheiden.",
    none: "Er zijn geen typen te onderscheiden: er is te weinig getoond, of voorzieningen gaan overal ongeveer op dezelfde manier samen.",
    caption: "Typen van huishoudens met twee of meer voorzieningen, geschat",
    of: "Type",
    one: "Type {number}",
    other: "Overige",
    share: "Aandeel",
    services: "Vooral met",
};

pub(super) const ENGLISH: TypesTexts = TypesTexts {
    title: "Types of stackers",
    lead: "Which households with two or more services are alike? A calculation looks for groups with much the same services. It uses only how often two services occur together. A type is an estimate and not a label: of no household is it known which type it is, and it may be a little of two. The numbers are rough.",
    sentence: "Type {number}: about {households} households ({share} of those who stack), mostly with {services}.",
    few: "Fewer than two hundred households have two or more services: too few to tell types.",
    none: "No types can be told: too little is shown, or services go together in much the same way everywhere.",
    caption: "Types of households with two or more services, estimated",
    of: "Type",
    one: "Type {number}",
    other: "Others",
    share: "Share",
    services: "Mostly with",
};
