//! The forty services: their names, who uses them at which age, and which occur together or avoid each other.

use std::sync::LazyLock;

/// How many services there are.
pub(super) const SERVICES: usize = 40;

/// Youngest age of each of the groups that the use of a service is given for.
const GROUPS: [u16; 7] = [0, 12, 18, 25, 45, 65, 75];

#[derive(Debug)]
pub(super) struct ServiceKind {
    pub(super) code: &'static str,
    pub(super) name: &'static str,
    /// Law or field.
    pub(super) domain: &'static str,
    /// Who carries it out, where that is not who hands it over.
    pub(super) organisation: Option<&'static str>,
    /// How strongly the need of a wijk shows in it: the power of [`Wijk::need`](super::areas::Wijk::need).
    pub(super) need: f64,
    /// Whether partners use it together, as they share an income and debts.
    pub(super) is_shared: bool,
    /// Users per 1,000 persons of each age group, roughly.
    use_by_age: [f64; 7],
}

impl ServiceKind {
    /// How likely a person of this age is to use it, compared with other services and ages.
    pub(super) fn use_at(&self, age: u16) -> f64 {
        let group = GROUPS
            .iter()
            .rposition(|youngest| *youngest <= age)
            .unwrap_or(0);
        // Help for children begins late: few get it before they go to school.
        let begins_late = if age < 4 { 0.2 } else { 1.0 };
        self.use_by_age[group] * begins_late
    }
}

macro_rules! services {
    ($($code:literal $name:literal $domain:literal $organisation:expr, $need:literal $shared:literal $ages:expr;)*) => {
        /// The services, in the order of the agreement.
        pub(super) const KINDS: [ServiceKind; SERVICES] = [$(ServiceKind {
            code: $code, name: $name, domain: $domain, organisation: $organisation,
            need: $need, is_shared: $shared, use_by_age: $ages,
        },)*];
    };
}

services! {
    "wmo-hbh" "Hulp bij het huishouden" "Wmo" Some("wmo-loket"), 0.3 false [0.0, 0.0, 0.4, 3.0, 14.0, 55.0, 190.0];
    "wmo-begeleiding" "Individuele begeleiding" "Wmo" Some("wmo-loket"), 0.8 false [0.0, 0.0, 12.0, 15.0, 18.0, 12.0, 16.0];
    "wmo-vervoer" "Collectief vervoer" "Wmo" Some("zaanrijder"), 0.2 false [0.0, 0.2, 1.0, 2.0, 8.0, 30.0, 110.0];
    "wmo-rolstoel" "Rolstoel" "Wmo" None, 0.1 false [0.6, 0.6, 0.8, 1.5, 5.0, 12.0, 40.0];
    "wmo-woning" "Aanpassing van de woning" "Wmo" None, 0.1 false [0.5, 0.5, 0.4, 1.0, 5.0, 14.0, 45.0];
    "wmo-dagbesteding" "Dagbesteding" "Wmo" None, 0.4 false [0.0, 0.0, 2.5, 3.0, 5.0, 6.0, 22.0];
    "wmo-kortverblijf" "Kortdurend verblijf" "Wmo" None, 0.2 false [0.0, 0.0, 0.5, 0.4, 0.8, 1.2, 4.0];
    "wmo-beschermd-wonen" "Beschermd wonen" "Wmo" None, 0.8 false [0.0, 0.0, 2.6, 2.0, 1.8, 0.6, 0.2];
    "jw-ambulant" "Ambulante jeugdhulp" "Jeugdwet" None, 0.5 false [38.0, 52.0, 2.5, 0.0, 0.0, 0.0, 0.0];
    "jw-opvoedhulp" "Opvoedhulp" "Jeugdwet" None, 0.7 false [40.0, 26.0, 0.5, 0.0, 0.0, 0.0, 0.0];
    "jw-ggz" "Jeugd-ggz" "Jeugdwet" None, 0.1 false [24.0, 46.0, 2.0, 0.0, 0.0, 0.0, 0.0];
    "jw-verblijf" "Jeugdhulp met verblijf" "Jeugdwet" None, 0.7 false [1.6, 6.0, 1.0, 0.0, 0.0, 0.0, 0.0];
    "jw-pleegzorg" "Pleegzorg" "Jeugdwet" None, 0.5 false [4.5, 5.0, 0.8, 0.0, 0.0, 0.0, 0.0];
    "jw-bescherming" "Jeugdbescherming" "Jeugdwet" None, 0.9 false [6.5, 7.5, 0.0, 0.0, 0.0, 0.0, 0.0];
    "jw-reclassering" "Jeugdreclassering" "Jeugdwet" None, 0.9 false [0.0, 6.0, 1.0, 0.0, 0.0, 0.0, 0.0];
    "ow-leerplicht" "Begeleiding door leerplicht" "Onderwijs" Some("leerplicht"), 0.9 false [2.5, 22.0, 3.0, 0.0, 0.0, 0.0, 0.0];
    "pw-bijstand" "Bijstandsuitkering" "Participatiewet" None, 1.2 true [0.0, 0.0, 17.0, 40.0, 48.0, 6.0, 1.5];
    "pw-bijzonder" "Bijzondere bijstand" "Participatiewet" None, 1.1 true [0.0, 0.0, 7.0, 18.0, 22.0, 14.0, 9.0];
    "pw-toeslag" "Individuele inkomenstoeslag" "Participatiewet" None, 1.2 true [0.0, 0.0, 1.0, 20.0, 27.0, 0.8, 0.2];
    "pw-reintegratie" "Begeleiding naar werk" "Participatiewet" Some("werkbedrijf"), 0.9 false [0.0, 0.0, 14.0, 17.0, 13.0, 0.2, 0.1];
    "pw-minima" "Collectieve zorgverzekering minima" "Participatiewet" None, 1.0 true [0.0, 0.0, 6.0, 24.0, 32.0, 24.0, 17.0];
    "sh-schuldregeling" "Schuldregeling" "Schuldhulp" None, 1.0 true [0.0, 0.0, 4.0, 14.0, 11.0, 3.0, 0.8];
    "sh-budgetbeheer" "Budgetbeheer" "Schuldhulp" Some("kredietbank"), 1.0 true [0.0, 0.0, 4.5, 12.0, 11.0, 5.0, 2.5];
    "sh-vroegsignaal" "Gesprek na betalingsachterstand" "Schuldhulp" Some("kredietbank"), 0.9 true [0.0, 0.0, 7.0, 16.0, 12.0, 4.0, 1.2];
    "uwv-ww" "Werkloosheidsuitkering" "UWV" None, 0.3 false [0.0, 0.0, 9.0, 26.0, 27.0, 1.0, 0.1];
    "uwv-wia" "Uitkering bij arbeidsongeschiktheid" "UWV" None, 0.5 false [0.0, 0.0, 1.0, 20.0, 52.0, 4.0, 0.1];
    "uwv-wajong" "Wajong" "UWV" None, 0.5 false [0.0, 0.0, 20.0, 22.0, 13.0, 0.5, 0.1];
    "uwv-ziektewet" "Ziektewet" "UWV" None, 0.5 false [0.0, 0.0, 5.0, 11.0, 9.0, 0.4, 0.1];
    "ggz-basis" "Basis-ggz" "Zvw" None, 0.1 false [0.0, 0.0, 24.0, 24.0, 17.0, 7.0, 5.0];
    "ggz-specialistisch" "Gespecialiseerde ggz" "Zvw" None, 0.5 false [0.0, 0.0, 20.0, 19.0, 15.0, 7.0, 6.0];
    "ggz-verslaving" "Verslavingszorg" "Zvw" Some("brijder"), 0.8 false [0.0, 0.3, 4.0, 6.0, 5.5, 1.5, 0.4];
    "zvw-wijkverpleging" "Wijkverpleging" "Zvw" None, 0.1 false [0.8, 0.5, 1.5, 3.0, 10.0, 34.0, 150.0];
    "wlz-verblijf" "Wlz met verblijf" "Wlz" None, 0.0 false [0.2, 0.5, 1.2, 1.0, 1.2, 2.0, 9.0];
    "wlz-thuis" "Wlz thuis" "Wlz" None, 0.1 false [1.6, 2.4, 4.5, 3.5, 3.5, 6.0, 36.0];
    "wz-maatschappelijk-werk" "Maatschappelijk werk" "Welzijn" None, 0.8 false [0.0, 2.0, 10.0, 18.0, 17.0, 11.0, 12.0];
    "wz-mantelzorg" "Steun voor mantelzorgers" "Welzijn" None, 0.0 false [0.0, 2.5, 3.0, 5.0, 13.0, 19.0, 13.0];
    "wz-ouderenadvies" "Advies aan ouderen" "Welzijn" None, 0.1 false [0.0, 0.0, 0.0, 0.1, 1.0, 18.0, 62.0];
    "wo-huurachterstand" "Voorkomen van uithuiszetting" "Wonen" None, 1.0 true [0.0, 0.0, 3.5, 9.0, 7.0, 2.0, 0.7];
    "wo-woonbegeleiding" "Woonbegeleiding" "Wonen" None, 0.9 false [0.0, 0.0, 5.0, 4.5, 4.5, 3.0, 2.5];
    "wo-energiehulp" "Energiehulp aan huis" "Wonen" None, 0.8 false [0.0, 0.0, 2.5, 11.0, 14.0, 13.0, 12.0];
}

/// Pairs of services and how much more (or, below 1, less) likely the one is in a household with the other.
const PAIRS: &[(&str, &str, f64)] = &[
    ("sh-schuldregeling", "sh-budgetbeheer", 9.0),
    ("sh-vroegsignaal", "sh-schuldregeling", 3.0),
    ("sh-vroegsignaal", "wo-huurachterstand", 5.0),
    ("wo-huurachterstand", "sh-schuldregeling", 3.0),
    ("pw-bijstand", "sh-schuldregeling", 2.5),
    ("pw-bijstand", "sh-budgetbeheer", 2.5),
    ("pw-bijstand", "pw-reintegratie", 6.0),
    ("pw-bijstand", "pw-toeslag", 6.0),
    ("pw-bijstand", "pw-bijzonder", 4.0),
    ("pw-bijstand", "pw-minima", 4.0),
    ("pw-toeslag", "pw-minima", 2.0),
    ("jw-ggz", "jw-ambulant", 4.0),
    ("jw-ambulant", "jw-opvoedhulp", 2.0),
    ("jw-bescherming", "jw-pleegzorg", 5.0),
    ("jw-bescherming", "jw-verblijf", 4.0),
    ("jw-reclassering", "ow-leerplicht", 4.0),
    ("jw-opvoedhulp", "wz-maatschappelijk-werk", 2.0),
    ("wmo-hbh", "zvw-wijkverpleging", 2.0),
    ("wmo-vervoer", "wmo-rolstoel", 3.0),
    ("wmo-woning", "wmo-rolstoel", 3.0),
    ("wmo-dagbesteding", "wz-mantelzorg", 4.0),
    ("wmo-kortverblijf", "wz-mantelzorg", 5.0),
    ("ggz-specialistisch", "wmo-beschermd-wonen", 5.0),
    ("ggz-specialistisch", "wmo-begeleiding", 3.0),
    ("ggz-verslaving", "wo-woonbegeleiding", 5.0),
    ("wo-woonbegeleiding", "wmo-begeleiding", 2.5),
    ("uwv-wia", "ggz-basis", 2.0),
    ("uwv-ww", "pw-bijstand", 0.01),
    ("uwv-ww", "uwv-wia", 0.05),
    ("uwv-wajong", "uwv-ww", 0.02),
    ("uwv-wajong", "pw-bijstand", 0.03),
    ("wlz-thuis", "wmo-hbh", 0.01),
    ("wlz-thuis", "zvw-wijkverpleging", 0.01),
    ("wlz-thuis", "wmo-begeleiding", 0.02),
    ("wlz-verblijf", "wmo-hbh", 0.03),
    ("jw-verblijf", "jw-pleegzorg", 0.1),
    ("ggz-basis", "ggz-specialistisch", 0.06),
    ("wmo-beschermd-wonen", "wmo-begeleiding", 0.03),
];

/// How the presence of one service changes the likelihood of another: square, 1 where it does not.
pub(super) static ATTRACTION: LazyLock<Vec<[f64; SERVICES]>> = LazyLock::new(|| {
    let mut factors = vec![[1.0; SERVICES]; SERVICES];
    for (one, other, factor) in PAIRS {
        if let (Some(one), Some(other)) = (place_of(one), place_of(other)) {
            factors[one][other] = *factor;
            factors[other][one] = *factor;
        }
    }
    factors
});

/// The pairs whose factor is above 1 or, `is_apart`, below: the codes in their order.
pub(super) fn planted(is_apart: bool) -> Vec<[&'static str; 2]> {
    let own = PAIRS
        .iter()
        .filter(|(.., factor)| (*factor < 1.0) == is_apart);
    own.map(|(one, other, _)| [*one.min(other), *one.max(other)])
        .collect()
}

/// The place of the service with this code in the agreement; the need stands behind the services.
pub(super) fn place_of(code: &str) -> Option<usize> {
    let place = KINDS.iter().position(|kind| kind.code == code);
    place.or_else(|| (code == NEED.code).then_some(SERVICES))
}

/// The code of the service, or need, at a place.
pub(super) fn code_at(place: u8) -> &'static str {
    let kind = KINDS.get(usize::from(place));
    kind.map_or(NEED.code, |kind| kind.code)
}

/// A need: what a provider says that somebody lacks.
#[derive(Debug)]
pub(super) struct NeedKind {
    pub(super) code: &'static str,
    pub(super) name: &'static str,
    /// The domains whose services answer it.
    pub(super) answered_by: [&'static str; 2],
}

/// The only need.
pub(super) const NEED: NeedKind = NeedKind {
    code: "achterstand",
    name: "Achterstand bij gemeentebelasting",
    answered_by: ["Schuldhulp", "Participatiewet"],
};

/// Its place.
pub(super) const NEED_PLACE: u8 = 40;

/// Whoever has the first of these has a right to the second.
pub(super) const RIGHT: [&str; 2] = ["pw-bijstand", "pw-minima"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pair_names_two_services_that_exist() {
        for (one, other, factor) in PAIRS {
            assert!(
                place_of(one).is_some() && place_of(other).is_some(),
                "{one} {other}"
            );
            assert!(one != other && *factor > 0.0);
        }
    }

    #[test]
    fn the_need_stands_behind_the_services() {
        assert_eq!(usize::from(NEED_PLACE), SERVICES);
        assert_eq!(place_of(code_at(NEED_PLACE)), Some(SERVICES));
        for domain in NEED.answered_by {
            assert!(KINDS.iter().any(|kind| kind.domain == domain), "{domain}");
        }
        assert!(RIGHT.iter().all(|code| place_of(code).is_some()));
    }

    #[test]
    fn every_adult_can_have_fifteen_services() {
        for age in [18, 25, 45, 65, 75] {
            let open = KINDS.iter().filter(|kind| kind.use_at(age) > 0.0).count();
            assert!(open >= 15, "{age}: {open}");
        }
    }
}
