//! The indicators that are known by name: their units, and the names of their columns over the years.
//!
//! Names of columns are those of the tables Kerncijfers wijken en buurten, SES-WOA and Nabijheid of CBS, as workbook
//! (`g_woz`) and as open data (`GemiddeldeWOZWaardeVanWoningen_35`).

/// An indicator.
pub(super) struct Known {
    /// Its word in the tables.
    pub(super) word: &'static str,
    pub(super) unit: &'static str,
    pub(super) dutch: &'static str,
    pub(super) english: &'static str,
    /// The names of its column, in small letters and digits only.
    pub(super) stems: &'static [&'static str],
}

pub(super) const NUMBER: &str = "number";
pub(super) const PERCENT: &str = "%";
pub(super) const KM: &str = "km";
const EUROS: &str = "1000 euro";
const SCORE: &str = "score";

macro_rules! known {
    ($($word:literal $unit:tt $dutch:literal $english:literal [$($stem:literal)*];)*) => {
        /// The indicators in the order of the tables of CBS.
        pub(super) const KNOWN: &[Known] = &[$(Known {
            word: $word, unit: $unit, dutch: $dutch, english: $english, stems: &[$($stem),*],
        },)*];
    };
}

known! {
    "population" NUMBER "Inwoners" "Inhabitants" ["ainw" "aantinw" "aantalinwoners" "inwoners"];
    "men" NUMBER "Mannen" "Men" ["aman" "aantman" "mannen"];
    "women" NUMBER "Vrouwen" "Women" ["avrouw" "aantvrouw" "vrouwen"];
    "households" NUMBER "Huishoudens" "Households" ["ahh" "aantalhh" "huishoudenstotaal"];
    "single_households" NUMBER "Eenpersoonshuishoudens" "One-person households" ["a1phh" "eenpersoonshuishoudens"];
    "single_households_share" PERCENT "Aandeel eenpersoonshuishoudens" "Share of one-person households" ["p1phh" "peenphh"];
    "households_without_children" NUMBER "Huishoudens zonder kinderen" "Households without children" ["ahhzk" "huishoudenszonderkinderen"];
    "households_without_children_share" PERCENT "Aandeel huishoudens zonder kinderen" "Share of households without children" ["phhzk"];
    "households_with_children" NUMBER "Huishoudens met kinderen" "Households with children" ["ahhmk" "huishoudensmetkinderen"];
    "households_with_children_share" PERCENT "Aandeel huishoudens met kinderen" "Share of households with children" ["phhmk"];
    "household_size" NUMBER "Gemiddelde huishoudensgrootte" "Average household size" ["ghhgro" "gemhhgr" "gemiddeldehuishoudensgrootte"];
    "density" "per km2" "Inwoners per vierkante kilometer" "Inhabitants per square kilometre" ["bevdich" "bevdichth" "bevolkingsdichtheid"];
    "homes" NUMBER "Woningen" "Homes" ["awoning" "woningen" "woningvoorraad"];
    "home_value" EUROS "Gemiddelde WOZ-waarde van woningen" "Average WOZ value of homes" ["gwoz" "gwozbag" "woz" "wozwaarde" "gemwoz" "gemiddeldewoz" "gemiddeldewozwaarde" "gemiddeldewozwaardevanwoningen"];
    "owned_homes_share" PERCENT "Aandeel koopwoningen" "Share of owner-occupied homes" ["pkoopw" "pkoopwon" "koopwoningen"];
    "rented_homes_share" PERCENT "Aandeel huurwoningen" "Share of rented homes" ["phuurw" "phuurwon" "huurwoningentotaal" "huurwoningen"];
    "corporation_homes_share" PERCENT "Aandeel woningen van corporaties" "Share of homes of housing corporations" ["pwcorpw" "pwcorp" "inbezitwoningcorporatie"];
    "income_per_person" EUROS "Gemiddeld inkomen per inwoner" "Average income per inhabitant" ["ginkpi" "inkinw" "gemiddeldinkomenperinwoner"];
    "household_income" EUROS "Gemiddeld gestandaardiseerd inkomen van huishoudens" "Average standardised household income" ["ghhsti" "gemgestandaardiseerdinkomenvanhuish"];
    "low_income_share" PERCENT "Huishoudens in de 40% met het laagste inkomen" "Households in the 40% with the lowest income" ["phhli" "k40huishoudensmetlaagsteinkomen"];
    "high_income_share" PERCENT "Huishoudens in de 20% met het hoogste inkomen" "Households in the 20% with the highest income" ["phhhi" "k20huishoudensmethoogsteinkomen"];
    "poverty_share" PERCENT "Personen in armoede" "People in poverty" ["personeninarmoede"];
    "social_minimum_share" PERCENT "Huishoudens onder of rond het sociaal minimum" "Households below or around the social minimum" ["phhosm" "huishonderofrondsociaalminimum"];
    "median_wealth" EUROS "Mediaan vermogen van huishoudens" "Median household wealth" ["mhhver" "mediaanvermogenvanparticulierehuish"];
    "employment_share" PERCENT "Netto arbeidsparticipatie" "Net labour participation" ["parbpp" "nettoarbeidsparticipatie"];
    "social_assistance" NUMBER "Personen met bijstand" "People on social assistance" ["asozwb" "wwbuittot" "personenpersoortuitkeringbijstand"];
    "disability_benefit" NUMBER "Personen met een arbeidsongeschiktheidsuitkering" "People on a disability benefit" ["asozao" "aouittot" "personenpersoortuitkeringao"];
    "unemployment_benefit" NUMBER "Personen met een WW-uitkering" "People on an unemployment benefit" ["asozww" "wwuittot" "personenpersoortuitkeringww"];
    "state_pension" NUMBER "Personen met AOW" "People on a state pension" ["asozow" "aowuittot" "personenpersoortuitkeringaow"];
    "youth_care" NUMBER "Jongeren met jeugdzorg in natura" "Young people with youth care" ["ajztn" "jongerenmetjeugdzorginnatura"];
    "youth_care_share" PERCENT "Aandeel jongeren met jeugdzorg in natura" "Share of young people with youth care" ["pjztn" "percentagejongerenmetjeugdzorg"];
    "wmo_clients" NUMBER "Wmo-cliënten" "Wmo clients" ["awmot" "wmoclienten"];
    "wmo_clients_rate" "per 1000" "Wmo-cliënten per 1.000 inwoners" "Wmo clients per 1,000 inhabitants" ["pwmot" "wmoclientenrelatief"];
    "address_density" "per km2" "Omgevingsadressendichtheid" "Density of addresses around" ["steoad" "oad" "omgevingsadressendichtheid"];
    "ses_score" SCORE "Sociaal-economische score (SES-WOA)" "Socio-economic score (SES-WOA)" ["totaalscore" "seswoa" "totaalscoreseswoa" "seswoatotaalscore" "gemiddeldetotaalscore" "seswoatotaalscoregemiddelde"];
    "ses_spread" SCORE "Spreiding van de sociaal-economische score" "Spread of the socio-economic score" ["spreiding" "spreidingtotaalscore" "spreidingseswoa" "seswoaspreiding"];
}

/// Something that CBS gives the distance to by road.
pub(super) struct Facility {
    pub(super) word: &'static str,
    pub(super) dutch: &'static str,
    pub(super) english: &'static str,
    /// Its column as open data behind `AfstandTot`, and its whole name in the workbook.
    pub(super) stems: &'static [&'static str],
}

macro_rules! facilities {
    ($($word:literal $dutch:literal $english:literal [$($stem:literal)*];)*) => {
        /// The facilities in the order of the tables of CBS.
        pub(super) const FACILITIES: &[Facility] = &[$(Facility {
            word: $word, dutch: $dutch, english: $english, stems: &[$($stem),*],
        },)*];
    };
}

facilities! {
    "gp" "huisartsenpraktijk" "GP practice" ["huisartsenpraktijk" "gafshp" "afhap"];
    "out_of_hours_gp" "huisartsenpost" "out-of-hours GP" ["huisartsenpost" "afhpst"];
    "pharmacy" "apotheek" "pharmacy" ["apotheek" "afapth"];
    "hospital" "ziekenhuis" "hospital" ["ziekenhuis" "ziekenhuisinclbuitenpolikliniek" "afziki"];
    "supermarket" "grote supermarkt" "large supermarket" ["grotesupermarkt" "gafsgs" "afsuper"];
    "groceries" "winkel voor dagelijkse levensmiddelen" "food shop" ["ovdagellevensmiddelen" "winkelsovdaglevensmiddelen" "afdaglmd"];
    "cafe" "café" "café" ["cafe" "cafeed" "afcafe"];
    "restaurant" "restaurant" "restaurant" ["restaurant" "afrest"];
    "daycare" "kinderdagverblijf" "day nursery" ["kinderdagverblijf" "gafskv" "afkdv"];
    "after_school_care" "buitenschoolse opvang" "after-school care" ["buitenschoolseopvang" "afbso"];
    "school" "basisschool" "primary school" ["school" "basisonderwijs" "basisschool" "gafssc" "afondbas"];
    "secondary_school" "school voor voortgezet onderwijs" "secondary school" ["voortgezetonderwijs" "schoolvoortgezetonderwijs" "afondvrt"];
    "station" "treinstation" "railway station" ["treinstation" "treinstationstotaal" "aftreinst"];
    "library" "bibliotheek" "library" ["bibliotheek" "afbibli"];
    "swimming_pool" "zwembad" "swimming pool" ["zwembad" "afzwemb"];
    "sports_ground" "sportterrein" "sports ground" ["sportterrein"];
    "green" "openbaar groen" "public green" ["openbaargroentotaal" "openbaargroen"];
    "park" "park of plantsoen" "park" ["parkofplantsoen"];
}
