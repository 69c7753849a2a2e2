//! Every text of the page of a comparison, in each language.

use crate::vocabulary::Language;

/// The texts of a language.
pub(in crate::released::report) fn comparison_texts(
    language: Language,
) -> &'static ComparisonTexts {
    match language {
        Language::Dutch => &DUTCH,
        Language::English => &ENGLISH,
    }
}

texts! {
    ComparisonTexts:
    title lead
    compared first second project period organisations profile counted hidden_in_one
    otherwise otherwise_none nobody
    made_up moment period_length municipality series count only_first only_second services_means missing domains carried_out providers providers_of_needs needs borders age_bands profiles
    headline headline_caption beyond more less same not_comparable
    largest largest_lead largest_none by_service by_wijk by_group by_service_and_area by_pair name
    sure sure_beyond sure_chance sure_many sure_held sure_cause
}

const DUTCH: ComparisonTexts = ComparisonTexts {
    title: "Twee uitgaven naast elkaar",
    lead: "{first} en {second}",
    compared: "Wat is vergeleken",
    first: "Eerste uitgave",
    second: "Tweede uitgave",
    project: "Project",
    period: "Periode",
    organisations: "Organisaties die gegevens leverden",
    profile: "Bescherming",
    counted: "Er zijn {all} getallen vergeleken. Daarvan zijn er in de tweede uitgave {more} hoger en {less} lager dan door afronding en toeval te verklaren is. Van de andere {same} zegt het verschil niets.",
    hidden_in_one: "Bij {number} getallen is het getal in een van beide uitgaven niet getoond. Die zijn niet vergeleken.",
    otherwise: "Wat anders is, en wat daardoor niet te vergelijken is",
    otherwise_none: "Beide uitgaven zijn op dezelfde manier gemaakt. Alles is te vergelijken.",
    nobody: "geen",
    made_up: "De gegevens van een van beide uitgaven zijn verzonnen. Daarom is niets vergeleken.",
    moment: "De ene uitgave telt gebruik in een hele periode, de andere alleen op de peildatum. Daarom is gebruik niet vergeleken.",
    period_length: "De periodes zijn niet even lang. In een langere periode gebruiken meer huishoudens iets. Daarom is gebruik niet vergeleken.",
    municipality: "De uitgaven gaan over verschillende gemeenten. Daarom zijn geen aantallen vergeleken, alleen aandelen.",
    series: "De uitgaven zijn van verschillende reeksen ({a} en {b}). Elk aantal is dus opnieuw afgerond. Daar is rekening mee gehouden.",
    count: "De ene uitgave telt een voorziening één keer per huishouden, de andere bij elk lid. Daarom is niet vergeleken hoeveel voorzieningen huishoudens hebben.",
    only_first: "Alleen de eerste uitgave telt deze voorzieningen, of telt ze volledig: {names}.",
    only_second: "Alleen de tweede uitgave telt deze voorzieningen, of telt ze volledig: {names}.",
    services_means: "Daarom zijn deze voorzieningen niet vergeleken, en ook niet wat over alle voorzieningen samen gaat.",
    missing: "Organisaties die ontbreken: in de eerste uitgave {a}, in de tweede {b}. Daarom is niet vergeleken wat over alle voorzieningen samen gaat.",
    domains: "Sommige voorzieningen vallen in de ene uitgave onder een ander domein dan in de andere. Daarom zijn domeinen niet vergeleken.",
    carried_out: "Sommige voorzieningen worden in de ene uitgave door een andere organisatie uitgevoerd dan in de andere. Daarom is niet vergeleken met hoeveel organisaties huishoudens te maken hebben.",
    providers: "Organisaties die maar voor één uitgave gegevens leverden: alleen voor de eerste {a}, alleen voor de tweede {b}. Daarom is het aantal cliënten van alle organisaties samen niet vergeleken.",
    providers_of_needs: "Organisaties die maar voor één uitgave behoeften leverden: alleen voor de eerste {a}, alleen voor de tweede {b}. Daarom zijn behoeften niet vergeleken.",
    needs: "Een behoefte wordt in de ene uitgave door andere voorzieningen beantwoord dan in de andere. Daarom is niet vergeleken hoeveel huishoudens geen voorziening hebben die past.",
    borders: "De grenzen van wijken en buurten zijn van een ander jaar: {a} en {b}. Daarom zijn wijken en buurten niet vergeleken.",
    age_bands: "De leeftijdsgroepen zijn anders. Alleen groepen die in beide uitgaven staan, zijn vergeleken.",
    profiles: "De aantallen zijn anders beschermd ({a} en {b}). Daar is rekening mee gehouden.",
    headline: "De belangrijkste cijfers",
    headline_caption: "De belangrijkste cijfers van beide uitgaven, met het verschil (van aandelen in procentpunt)",
    beyond: "Meer dan afronding en toeval?",
    more: "ja, hoger",
    less: "ja, lager",
    same: "nee",
    not_comparable: "niet te vergelijken",
    largest: "De grootste verschillen",
    largest_lead: "Hier staan alleen verschillen die groter zijn dan door afronding en toeval te verklaren is, het grootste eerst en ten hoogste tien per onderwerp. Alle getallen staan in de tabel comparison.",
    largest_none: "Geen verschil is groter dan door afronding en toeval te verklaren is.",
    by_service: "Huishoudens per voorziening",
    by_wijk: "Huishoudens per wijk",
    by_group: "Huishoudens per leeftijd, type en grootte",
    by_service_and_area: "Huishoudens met een voorziening, per wijk of buurt",
    by_pair: "Huishoudens met twee voorzieningen samen",
    name: "Wat",
    sure: "Hoe zeker een verschil is",
    sure_beyond: "Een verschil kan komen door het afronden van beide getallen, of door toeval: ook als er niets verandert, gebruiken niet steeds evenveel huishoudens iets. Alleen een groter verschil telt. Bij het aantal inwoners en huishoudens telt alleen afronding, want die staan in het bevolkingsregister.",
    sure_chance: "De berekening doet alsof in beide uitgaven andere huishoudens zitten. In dezelfde gemeente zijn het grotendeels dezelfde. Daardoor is er minder toeval dan hier is aangenomen, en kan een echt verschil onopgemerkt blijven.",
    sure_many: "Wie veel getallen vergelijkt, vindt altijd wel verschillen. Daar is rekening mee gehouden: van alles wat hoger of lager wordt genoemd, is naar verwachting hooguit één op de twintig toch toeval.",
    sure_held: "Binnen een reeks blijft een getal staan zolang er te weinig huishoudens bij komen of weggaan. Gelijke getallen betekenen dus niet dat er niets veranderd is.",
    sure_cause: "Een verschil zegt niet waardoor het komt.",
};

const ENGLISH: ComparisonTexts = ComparisonTexts {
    title: "Two releases side by side",
    lead: "{first} and {second}",
    compared: "What is compared",
    first: "First release",
    second: "Second release",
    project: "Project",
    period: "Period",
    organisations: "Organisations that supplied data",
    profile: "Protection",
    counted: "{all} numbers were compared. Of these, {more} are higher in the second release and {less} lower than rounding and chance can explain. Of the other {same}, the difference says nothing.",
    hidden_in_one: "Of {number} numbers, at least one of the two releases does not show it. These were not compared.",
    otherwise: "What differs, and what cannot be compared because of it",
    otherwise_none: "Both releases were made in the same way. Everything can be compared.",
    nobody: "none",
    made_up: "The data of one of the releases are made up. Therefore nothing is compared.",
    moment: "One release counts use in a whole period, the other on the reference date only. Therefore use is not compared.",
    period_length: "The periods are not equally long. In a longer period, more households use something. Therefore use is not compared.",
    municipality: "The releases are about different municipalities. Therefore no numbers of households are compared, only shares.",
    series: "The releases are of different series ({a} and {b}), so every number was rounded anew. The comparison allows for that.",
    count: "One release counts a service once per household, the other for each member. Therefore it is not compared how many services households have.",
    only_first: "Only the first release counts these services, or counts them fully: {names}.",
    only_second: "Only the second release counts these services, or counts them fully: {names}.",
    services_means: "Therefore these services are not compared, nor is what is about all services together.",
    missing: "Organisations that are missing: from the first release {a}, from the second {b}. Therefore what is about all services together is not compared.",
    domains: "Some services are in another domain in one release than in the other. Therefore domains are not compared.",
    carried_out: "Some services are carried out by another organisation in one release than in the other. Therefore it is not compared how many organisations households deal with.",
    providers: "Organisations that supplied data for one release only: for the first {a}, for the second {b}. Therefore the number of clients of all organisations together is not compared.",
    providers_of_needs: "Organisations that supplied needs for one release only: for the first {a}, for the second {b}. Therefore needs are not compared.",
    needs: "A need is answered by other services in one release than in the other. Therefore it is not compared how many households have no service that answers it.",
    borders: "The borders of wijken and buurten are of another year: {a} and {b}. Therefore wijken and buurten are not compared.",
    age_bands: "The age bands differ. Only those that both releases have are compared.",
    profiles: "The numbers are protected in different ways ({a} and {b}). The comparison allows for that.",
    headline: "The main figures",
    headline_caption: "The main figures of both releases, with the difference (of shares in percentage points)",
    beyond: "More than rounding and chance?",
    more: "yes, higher",
    less: "yes, lower",
    same: "no",
    not_comparable: "cannot be compared",
    largest: "The largest differences",
    largest_lead: "Only differences that are larger than rounding and chance can explain, the largest first and ten at most of each subject. Table comparison has all numbers.",
    largest_none: "No difference is larger than rounding and chance can explain.",
    by_service: "Households by service",
    by_wijk: "Households by wijk",
    by_group: "Households by age, type and size",
    by_service_and_area: "Households with a service, by wijk or buurt",
    by_pair: "Households with two services together",
    name: "What",
    sure: "How sure a difference is",
    sure_beyond: "A difference can come from rounding both numbers, or from chance: even when nothing changes, not always as many households use something. Only a larger difference counts. Of people and households themselves only rounding counts, as they are in the population register.",
    sure_chance: "The calculation takes the households of the two releases to be different ones. In one municipality most are the same. There is less chance, then, than is assumed here, and a real difference can go unnoticed.",
    sure_many: "Whoever compares many numbers always finds differences. The comparison allows for that: of all that is called higher or lower, one in twenty at most is expected to be chance after all.",
    sure_held: "Within a series a number stays as long as too few households join or leave. Equal numbers, then, do not mean that nothing changed.",
    sure_cause: "A difference does not say what causes it.",
};
