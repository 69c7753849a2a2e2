//! The texts of who came and who went, and of pairs together or one after the other, in each language.

texts! {
    FlowTexts:
    title lead caption first came stopped last
}

texts! {
    OverlapTexts:
    title lead caption other together apart share
}

pub(super) const DUTCH: FlowTexts = FlowTexts {
    title: "Wie kwam en wie ging",
    lead: "Per voorziening: hoeveel huishoudens haar op de eerste dag van de periode hadden, hoeveel erbij kwamen, hoeveel ermee stopten, en hoeveel haar op de laatste dag hadden. Wie in de periode begon en weer stopte, telt bij beide. Elk getal is apart afgerond.",
    caption: "Huishoudens met een voorziening, van de eerste tot de laatste dag",
    first: "Eerste dag",
    came: "Erbij gekomen",
    stopped: "Gestopt",
    last: "Laatste dag",
};

pub(super) const DUTCH_OVERLAP: OverlapTexts = OverlapTexts {
    title: "Samen of na elkaar",
    lead: "Een huishouden kan twee voorzieningen tegelijk hebben, of de ene na de andere. Samen betekent: in minstens één kwartaal allebei. Hier staan de paren die het vaakst na elkaar komen, van minstens honderd huishoudens.",
    caption: "Paren die het vaakst na elkaar komen",
    other: "Andere voorziening",
    together: "Samen",
    apart: "Na elkaar",
    share: "Aandeel na elkaar",
};

pub(super) const ENGLISH: FlowTexts = FlowTexts {
    title: "Who came and who went",
    lead: "For each service: how many households had it on the first day of the period, how many came, how many stopped, and how many had it on the last day. Who began and stopped in the period counts in both. Each number is rounded apart.",
    caption: "Households with a service, from the first to the last day",
    first: "First day",
    came: "Came",
    stopped: "Stopped",
    last: "Last day",
};

pub(super) const ENGLISH_OVERLAP: OverlapTexts = OverlapTexts {
    title: "Together or one after the other",
    lead: "A household can have two services at a time, or one after the other. Together means: both in at least one quarter. These are the pairs that most often come one after the other, of at least a hundred households.",
    caption: "Pairs that most often come one after the other",
    other: "Other service",
    together: "Together",
    apart: "One after the other",
    share: "Share one after the other",
};
