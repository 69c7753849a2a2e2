//! What an agreement may say, and what is said of one that may not.

use std::path::Path;

use super::Agreement;
use crate::error::Class;
use crate::vocabulary::ProviderId;

mod engines;
mod extracts;
mod needs;
mod questions;
mod told;

const EXAMPLE: &str = include_str!("../../config.toml");
const SMALLEST: &str = "[project]\nid = \"p\"\nfrom = 2026-01-01\nto = \"2026-12-31\"\n\
    [[service]]\ncode = \"a\"\n[[provider]]\nid = \"x\"\n";

fn read(text: &str) -> crate::error::Result<Agreement> {
    Agreement::parse(text, Path::new("config.toml"))
}

/// The message and hint of the error that `text` gives.
fn complaint(text: &str) -> String {
    let error = read(text).unwrap_err();
    assert_eq!(error.class(), Class::Failed);
    format!("{error}\nhint: {}", error.advice().unwrap_or_default())
}

#[test]
fn no_provider_bears_a_name_that_means_another() {
    for id in ["register", "keyholder", "analyst", "all"] {
        let text = SMALLEST.replace("id = \"x\"", &format!("id = \"{id}\""));
        let said = complaint(&text);
        assert!(said.contains("give the provider another id"), "{said}");
    }
}

#[test]
fn the_example_is_a_whole_agreement() {
    let agreement = read(EXAMPLE).unwrap();
    assert_eq!(agreement.parties().len(), 4);
    assert_eq!(agreement.services().len(), 4);
    assert_eq!(agreement.formats().len(), 5);
    assert_eq!(
        agreement.calculate_settings().organisations,
        ["wmo-loket", "wmo-loket", "sociale-dienst", "schuldhulp",]
    );
}

#[test]
fn what_has_a_sensible_default_may_be_left_out() {
    let agreement = read(SMALLEST).unwrap();
    assert_eq!(agreement.reference_date().to_string(), "2026-12-31");
    let place = agreement
        .handover_path(&ProviderId::new("x").unwrap())
        .unwrap();
    assert_eq!(place, Path::new("handovers/x"));
    assert!(agreement.rules(false).is_ok());
}

#[test]
fn an_unknown_key_is_refused_at_its_line_with_the_nearest_known_one() {
    let text = SMALLEST.replace("to =", "too = 1\nto =");
    assert_eq!(
        complaint(&text),
        "config.toml:4:1: unknown key `too` in [project]\nhint: did you mean `to`?"
    );
    let text = SMALLEST.replace(
        "id = \"x\"",
        "id = \"x\"\n[provider.columns]\nbirthdate = \"b\"",
    );
    assert!(complaint(&text).contains("config.toml:10:1: `birthdate`"));
    assert!(complaint(&text).contains("did you mean `birth_date`?"));
}

#[test]
fn all_mistakes_are_told_at_once_in_the_order_of_the_file() {
    let text = "colour = 1\n[project]\nid = \"P\"\nfrom = 2026-02-01\nto = 2026-01-01\n\
        [[service]]\ncode = \"a\"\n[[service]]\ncode = \"a\"\n\
        [[provider]]\nid = \"register\"\nmax_left_behind = 5\nservice = \"b\"\n\
        [measure]\nage_bands = [5, 1]\n[protect]\nprofile = \"k6\"\n";
    let message = complaint(text);
    let places = [
        "1:1", "3:6", "5:6", "9:8", "11:6", "12:19", "13:11", "15:13", "17:11",
    ];
    let mut from = 0;
    for place in places {
        let found = message[from..].find(&format!("config.toml:{place}: "));
        from += found.unwrap_or_else(|| panic!("{place} in order in\n{message}"));
    }
    assert!(
        message.starts_with("config.toml has 9 mistakes\n"),
        "{message}"
    );
}

#[test]
fn a_day_that_the_calendar_lacks_is_a_mistake_with_and_without_quotes() {
    for day in [
        "2026-02-30",
        "\"2026-02-30\"",
        "2026-01-01T10:00:00",
        "20260101",
    ] {
        let message = complaint(&SMALLEST.replace("2026-01-01", day));
        assert!(message.contains("config.toml:3:"), "{day}: {message}");
    }
}

#[test]
fn what_a_later_version_brings_is_refused_with_a_hint() {
    let later = "[[provider]]\nid = \"y\"\nformat = \"vera\"\n";
    let message = complaint(&format!("{SMALLEST}{later}"));
    assert!(
        message.contains("yet") && message.contains("export it as CSV"),
        "{message}"
    );
}

#[test]
fn a_provider_cannot_map_what_only_the_register_knows() {
    let message = complaint(&format!(
        "{SMALLEST}[provider.columns]\nhousehold = \"hh\"\n"
    ));
    assert!(
        message.contains("`household` is not a field that can be mapped here"),
        "{message}"
    );
}

#[test]
fn a_run_without_a_provider_keeps_the_digest_and_loses_the_provider() {
    let agreement = read(EXAMPLE).unwrap();
    let digest = agreement.digest();
    let left = agreement
        .without(&[ProviderId::new("schuldhulp").unwrap()])
        .unwrap();
    assert_eq!(left.digest(), digest);
    assert_eq!(left.participants().len(), 2);
    let unknown = read(EXAMPLE)
        .unwrap()
        .without(&[ProviderId::new("schuldhelp").unwrap()]);
    assert_eq!(
        unknown.unwrap_err().advice(),
        Some("did you mean `schuldhulp`?")
    );
}

#[test]
fn exact_counts_are_refused_unless_the_run_is_internal() {
    let text = format!("{SMALLEST}[protect]\nprofile = \"none\"\n");
    let agreement = read(&text).unwrap();
    assert_eq!(agreement.rules(false).unwrap_err().class(), Class::Refused);
    assert!(agreement.rules(true).is_ok());
}

#[test]
fn a_profile_with_numbers_of_its_own_is_read_with_them() {
    let word = |protect: &str| {
        let agreement = read(&format!("{SMALLEST}[protect]\n{protect}\n")).unwrap();
        agreement.rules(false).unwrap().profile.to_string()
    };
    assert_eq!(word("profile = \"cbs\""), "cbs");
    assert_eq!(word("profile = \"threshold\""), "threshold-10-5");
    let exact = "profile = \"threshold\"\nthreshold = 20\nbase = 1";
    assert_eq!(word(exact), "threshold-20-1");
    let wide = "profile = \"ckm\"\nlargest_change = 10\nvariance = 10\nunprinted = 4";
    assert_eq!(word(wide), "ckm-10-10-4");
}

#[test]
fn numbers_that_no_profile_can_keep_are_refused_with_what_they_must_be() {
    let refused = |protect: &str| complaint(&format!("{SMALLEST}[protect]\n{protect}\n"));
    let narrow = refused("profile = \"ckm\"\nlargest_change = 4\nvariance = 4\nunprinted = 4");
    assert!(
        narrow.contains("must be below `largest_change`"),
        "{narrow}"
    );
    let low = refused("profile = \"threshold\"\nthreshold = 4\nbase = 10");
    assert!(low.contains("would be printed as 0"), "{low}");
    assert!(refused("profile = \"k5\"\nbase = 5").contains("`base`"));
}

#[test]
fn keyholder_and_analyst_are_two_recipients() {
    let of = |keyholder: &crate::keys::Recipient, analyst: &crate::keys::Recipient| {
        format!(
            "{SMALLEST}[keyholder]\nrecipient = \"{keyholder}\"\n[analyst]\nrecipient = \"{analyst}\"\n"
        )
    };
    let [one, other] = [(); 2].map(|()| crate::keys::Identity::generate().recipient());
    assert!(read(&of(&one, &other)).is_ok());
    assert!(complaint(&of(&one, &one)).contains("the same recipient"));
}

#[test]
fn two_parties_cannot_hand_over_at_one_place() {
    let message = complaint(&format!(
        "{SMALLEST}handover = \"h/x\"\n[[provider]]\nid = \"y\"\nhandover = \"h/./x/\"\n"
    ));
    assert!(
        message.starts_with("config.toml:12:12: `y` and `x` hand over at the same place"),
        "{message}"
    );
    let message = complaint(&format!("{SMALLEST}handover = \"handovers/register\"\n"));
    assert!(
        message.contains("`x` and `register` hand over"),
        "{message}"
    );
}

#[test]
fn what_is_of_a_use_is_no_field_of_the_register() {
    for field in ["service", "product", "start", "end", "amount"] {
        let message = complaint(&format!("{SMALLEST}[register.columns]\n{field} = \"X\"\n"));
        let begins = format!("config.toml:10:1: `{field}` is not a field that can be mapped here");
        assert!(
            message.starts_with(&begins) && message.contains("`left`"),
            "{message}"
        );
    }
}

#[test]
fn two_fields_cannot_be_one_column() {
    let message = complaint(&format!(
        "{SMALLEST}[provider.columns]\nsurname = \"Naam\"\ninitials = \"Naam\"\n"
    ));
    assert!(
        message.starts_with(
            "config.toml:11:12: `surname` and `initials` are mapped to the same column"
        ),
        "{message}"
    );
}

#[test]
fn an_oprf_needs_the_profile_of_bsn_and_address() {
    let message = complaint(&format!("{SMALLEST}[tokens]\nmethod = \"oprf\"\n"));
    assert!(
        message.starts_with("config.toml:10:10: `tokens.method`"),
        "{message}"
    );
    assert!(message.contains("profile = \"id\""), "{message}");
    assert!(
        read(&format!(
            "{SMALLEST}[tokens]\nmethod = \"oprf\"\nprofile = \"id\"\n"
        ))
        .is_ok()
    );
}

#[test]
fn an_organisation_that_hands_nothing_over_has_a_name_outside_the_digest() {
    let with = |organisation: &str| {
        let own = "organisation = \"vervoerder\"";
        let text = EXAMPLE.replace("organisation = \"wmo-loket\"", own);
        Agreement::parse(&(text + organisation), Path::new("config.toml"))
    };
    let named = "\n[[organisation]]\ncode = \"vervoerder\"\nname = \"De Vervoerder\"\n";
    let agreement = with(named).unwrap();
    assert_eq!(agreement.organisations[0].name, "De Vervoerder");
    assert_eq!(agreement.digest(), with("").unwrap().digest());
    for (organisation, message) in [
        (
            named.replace("vervoerder", "vervoerders"),
            "no service is of `vervoerders`",
        ),
        (
            named.replace("vervoerder", "wmo-loket"),
            "`wmo-loket` is a provider",
        ),
        (named.repeat(2), "`vervoerder` is listed twice"),
    ] {
        let error = with(&organisation).unwrap_err().to_string();
        assert!(error.contains(message), "{error}");
    }
}

#[test]
fn a_service_that_nobody_brings_is_missing_and_one_that_is_brought_in_part_is_partial() {
    let never = "[[service]]\ncode = \"wlz\"\n\n[tokens]\nprofile";
    let text = EXAMPLE.replace("[tokens]\nprofile", never);
    let all = read(&text).unwrap();
    let places = |flags: Vec<bool>| -> Vec<usize> {
        let flagged = flags.into_iter().enumerate().filter(|(_, flag)| *flag);
        flagged.map(|(place, _)| place).collect()
    };
    let wlz = all.services().len() - 1;
    // One provider of the example uses the codes of the agreement: it may bring any.
    assert_eq!(places(all.missing_services()), Vec::<usize>::new());
    let able = ProviderId::new("schuldhulp").unwrap();
    let without = all.without(&[able]).unwrap();
    assert!(places(without.missing_services()).contains(&wlz));
    assert!(!places(without.partial_services()).contains(&wlz));
    assert!(!places(without.partial_services()).is_empty());
}

/// Two providers that use the codes of the agreement, or one that does and one of a single service.
#[test]
fn a_service_of_an_organisation_that_is_left_out_is_missing_whoever_else_maps_nothing() {
    let id = |text| ProviderId::new(text).unwrap();
    let start = SMALLEST.replace(
        "[[service]]\ncode = \"a\"\n[[provider]]",
        "[[service]]\ncode = \"a\"\norganisation = \"bank\"\n[[service]]\ncode = \"b\"\n\
         [[service]]\ncode = \"c\"\norganisation = \"third\"\n[[provider]]",
    );
    let bank = "[[provider]]\nid = \"bank\"\n";
    let left_out = |text: &str, who| {
        let agreement = read(text).unwrap().without(&[id(who)]).unwrap();
        (agreement.missing_services(), agreement.partial_services())
    };
    let both = start.clone() + bank;
    let all = read(&both).unwrap().missing_services();
    assert_eq!(all, [false; 3]);
    let bank_alone = (vec![true, false, false], vec![false, true, true]);
    assert_eq!(left_out(&both, "bank"), bank_alone);
    assert_eq!(left_out(&both, "x"), (vec![false; 3], vec![true; 3]));
    let of_one = start.replace("organisation = \"bank\"\n", "") + bank + "service = \"a\"\n";
    let a_alone = (vec![true, false, false], vec![false; 3]);
    assert_eq!(left_out(&of_one, "bank"), a_alone);
}

/// An agreement with borders, and a section with facilities.
fn with_facilities(rows: &str) -> String {
    format!(
        "{SMALLEST}[areas]\ngeometry = \"a.geojson\"\n[[facilities]]\nfile = \"f.csv\"\n{rows}\n"
    )
}

#[test]
fn facilities_are_for_everyone_or_for_one_group() {
    for target in [
        "",
        "target = { age = \"65+\" }",
        "target = { age = \"0 - 24\" }",
        "target = { household_type = \"single\" }",
        "target = { household_type = [\"couple_children\", \"single_parent\"] }",
        "target = { service = \"a\" }",
        "distances_m = [400, 800]\n[facilities.columns]\nx = \"oost\"",
        "[reach]\ndistances_m = [500]\ndetour = 1.2\ncosts = \"m.csv\"",
    ] {
        read(&with_facilities(target)).unwrap();
    }
    for (target, said) in [
        ("target = { age = \"70+\" }", "no age bands"),
        ("target = { age = \"25-64\", service = \"a\" }", "one group"),
        (
            "target = { household_type = \"institution\" }",
            "no type of households",
        ),
        (
            "target = { household_type = \"families\" }",
            "no type of households",
        ),
        ("target = { service = \"b\" }", "no service"),
        ("distances_m = [800, 400]", "the nearest first"),
        ("[facilities.columns]\neast = \"x\"", "no field"),
        ("[reach]\ndetour = 0.5", "from 1 to 3"),
    ] {
        let complaint = complaint(&with_facilities(target));
        assert!(complaint.contains(said), "{target}: {complaint}");
    }
    let without = format!("{SMALLEST}[[facilities]]\nfile = \"f.csv\"\n");
    assert!(complaint(&without).contains("need the borders"));
}

#[test]
fn only_a_table_of_types_says_which_service_each_is() {
    let with = |rest: &str| {
        let text = "[[external]]\nfile = \"cbs.csv\"\nyear = 2026\n";
        complaint(&format!("{EXAMPLE}\n{text}{rest}\n"))
    };
    let types = |code: &str| format!("types = {{ Hulp = \"{code}\" }}");
    for (layout, rest, what) in [
        ("wmo-types", String::new(), "names no type"),
        ("wmo-types", types("wmo-x"), "`wmo-x` is no service"),
        ("gmsd-laws", types("wmo-hbh"), "has no types"),
        ("kwb", types("wmo-hbh"), "`Hulp` is no figure"),
    ] {
        let said = with(&format!("layout = \"{layout}\"\n{rest}"));
        assert!(said.contains(what), "{said}");
    }
}
