//! The texts of numbers beside those of CBS, in each language.

texts! {
    ExternalTexts:
    title lead caption wijken services count clients day moment period missing provisional always area number unit both ours theirs beyond more less same
}

pub(super) const DUTCH: ExternalTexts = ExternalTexts {
    title: "Naast de cijfers van het CBS",
    lead: "Het CBS publiceert ook hoeveel huishoudens en cliënten voorzieningen van het sociaal domein gebruiken. Hier staan beide cijfers naast elkaar. Een verschil telt pas als het groter is dan door het afronden van beide te verklaren is. De cijfers meten niet precies hetzelfde:",
    caption: "De gemeente volgens deze uitgave en volgens het CBS",
    wijken: "De wijken volgens deze uitgave en volgens het CBS",
    services: "Deze uitgave telt ook voorzieningen die niet onder de drie wetten van het sociaal domein vallen. Het CBS telt die niet mee. Daardoor zijn onze aantallen hoger.",
    count: "Het CBS telt een voorziening bij elk lid van een huishouden. Deze uitgave telt haar één keer per huishouden. Daardoor hebben bij ons meer huishoudens maar één voorziening, en minder huishoudens veel.",
    clients: "Van de kerncijfers staan cliënten van het CBS naast huishoudens van deze uitgave. In een huishouden kunnen meer cliënten wonen. Van jeugdhulp telt het CBS alleen wie hulp in natura heeft.",
    day: "Het CBS telt bijstand op één dag, niet in een heel jaar.",
    moment: "Deze uitgave telt alleen gebruik op de peildatum, het CBS gebruik in een heel jaar.",
    period: "Deze uitgave telt gebruik in een deel van het jaar, het CBS in het hele jaar.",
    missing: "Niet elke organisatie leverde gegevens. Daardoor zijn onze aantallen lager.",
    provisional: "De cijfers van het CBS zijn voorlopig.",
    always: "Het CBS kent alleen wat gemeenten leveren en telt wie op de peildatum van het CBS is ingeschreven. Deze uitgave telt de huishoudens van haar eigen peildatum, zonder instellingen.",
    area: "Gebied",
    number: "Voorzieningen",
    unit: "Wat is geteld",
    both: "huishoudens; CBS: cliënten",
    ours: "Deze uitgave",
    theirs: "CBS",
    beyond: "Meer dan afronding?",
    more: "ja, hoger",
    less: "ja, lager",
    same: "nee",
};

pub(super) const ENGLISH: ExternalTexts = ExternalTexts {
    title: "Beside the figures of CBS",
    lead: "CBS publishes too how many households and clients use services of the social domain. Here both figures stand side by side. A difference counts only when it is more than the rounding of both can explain. The figures do not measure quite the same:",
    caption: "The gemeente in this release and in that of CBS",
    wijken: "The wijken in this release and in that of CBS",
    services: "This release also counts services that are not under the three laws of the social domain. CBS does not. Our numbers are higher because of it.",
    count: "CBS counts a service for each member of a household. This release counts it once per household. So more households have a single service here, and fewer have many.",
    clients: "Of the key figures, clients of CBS stand beside households of this release. More clients can live in one household. Of youth care CBS counts only those with care in kind.",
    day: "CBS counts social assistance on one day, not in a whole year.",
    moment: "This release counts use on the reference date only, CBS use in a whole year.",
    period: "This release counts use in a part of the year, CBS in the whole year.",
    missing: "Not every organisation supplied data. Our numbers are lower because of it.",
    provisional: "The figures of CBS are provisional.",
    always: "CBS knows only what gemeenten supply, and counts those registered on its own reference date. This release counts the households of its own reference date, without institutions.",
    area: "Area",
    number: "Services",
    unit: "What is counted",
    both: "households; CBS: clients",
    ours: "This release",
    theirs: "CBS",
    beyond: "More than rounding?",
    more: "yes, higher",
    less: "yes, lower",
    same: "no",
};
