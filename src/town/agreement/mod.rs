//! The agreement (`config.toml`) of the made-up town.

mod provider;

use std::fmt::Write as _;

use super::addresses::{FIRST_POSTCODE, POSTCODES_PER_DISTRICT};
use super::extracts::{REGISTER_COLUMNS, TYPE_WORDS};
use super::organisations::PROVIDERS;
use super::plan::Plan;
use super::services::{KINDS, NEED, NeedKind, RIGHT, ServiceKind};
use super::{TownRecipients, TownTokens};
use provider::put_provider;

/// The agreement of the town: with `recipients` in envelopes and through the second stage.
pub(super) fn agreement(
    plan: &Plan,
    tokens: TownTokens,
    recipients: Option<&TownRecipients>,
) -> String {
    let mut text = project(plan, recipients.is_none());
    for kind in &KINDS {
        put_service(kind, &mut text);
    }
    put_need(&mut text);
    put_organisations(&mut text);
    text.push_str(match tokens {
        TownTokens::Standard => STANDARD,
        TownTokens::Strict => STRICT,
    });
    if let Some(recipients) = recipients {
        put_recipients(recipients, &mut text);
    }
    put_register(&mut text);
    for provider in &PROVIDERS {
        put_provider(provider, plan, &mut text);
    }
    text.push_str(REST);
    text.push_str(super::signals::AGREED);
    text.push_str(super::survey::AGREED);
    text.push_str(super::forecast::AGREED);
    text.push_str(super::norm::AGREED);
    text.push_str(super::verdicts::AGREED);
    text.push_str(super::external::AGREED);
    text
}

fn project(plan: &Plan, is_first_stage: bool) -> String {
    let decision = if is_first_stage { ACCEPT_STAGE_1 } else { "" };
    let last = FIRST_POSTCODE + plan.districts() * POSTCODES_PER_DISTRICT + 9;
    format!(
        "# The agreement of the made-up town of Zaandorp: one file for all parties, no secrets.\n\
         # Paths start at the folder of this file. Everybody and everything in it is made up.\n\
         \n\
         [project]\n\
         id             = \"zaandorp-2026\"      # enters every token: another id, unrelated tokens\n\
         series         = \"zaandorp\"           # equal households keep equal published values, also next year\n\
         purpose        = \"stapeling van voorzieningen per huishouden\"\n\
         from           = 2026-01-01           # a use counts when it covers any day from..to\n\
         to             = 2026-12-31\n\
         reference_date = 2026-12-31           # households, ages and areas are those of this day\n\
         postcodes      = [\"{FIRST_POSTCODE}-{last}\"]        # a client elsewhere is counted as outside, not as missed\n\
         language       = \"nl\"                 # of the report\n\
         made_up        = true                 # made-up BSNs: the eleven-test leaves 5, so they never mix with real ones\n\
         {decision}\
         \n\
         # What is counted: the services, with the law or field they belong to.\n"
    )
}

fn put_service(kind: &ServiceKind, text: &mut String) {
    // Writing to a String cannot fail.
    let _ = write!(
        text,
        "\n[[service]]\ncode = \"{}\"\nname = \"{}\"\ndomain = \"{}\"\n",
        kind.code, kind.name, kind.domain
    );
    if let Some(organisation) = kind.organisation {
        let _ = writeln!(
            text,
            "organisation = \"{organisation}\"   # not who hands it over"
        );
    }
}

/// What the tax office says, and whoever surely has a right to something.
fn put_need(text: &mut String) {
    let NeedKind {
        code,
        name,
        answered_by: [one, other],
    } = NEED;
    let [by, to] = RIGHT;
    let _ = write!(
        text,
        "\n# A need: its provider is of kind \"need\". It counts as no service.\n[[service]]\ncode = \"{code}\"\nname = \"{name}\"\n\
         answered_by = [\"{one}\", \"{other}\"]   # the domains whose services answer it\n\
         \n# Whoever has `by` surely has a right to `to`.\n[[entitled]]\nby = \"{by}\"\nto = \"{to}\"\n"
    );
}

/// Who carries out a service and hands nothing over.
const ORGANISATIONS: [(&str, &str); 4] = [
    ("brijder", "Brijder verslavingszorg"),
    ("leerplicht", "Leerplicht"),
    ("werkbedrijf", "Werkbedrijf Zaandorp"),
    ("zaanrijder", "De Zaanrijder"),
];

fn put_organisations(text: &mut String) {
    text.push_str(
        "\n# The names of organisations that carry out a service and hand nothing over.\n",
    );
    for (code, name) in ORGANISATIONS {
        let _ = write!(
            text,
            "\n[[organisation]]\ncode = \"{code}\"\nname = \"{name}\"\n"
        );
    }
}

const ACCEPT_STAGE_1: &str = "accept_stage_1 = \"verzonnen gegevens: niemand kan worden geschaad, daarom blijft de tweede bewerking hier achterwege\"\n";

/// Keyholder and analyst, with the public halves of their identities.
fn put_recipients(recipients: &TownRecipients, text: &mut String) {
    let TownRecipients {
        keyholder,
        analyst,
        signs,
    } = recipients;
    let _ = write!(
        text,
        "
# Passes the tokens through the second stage and sees no use. Nobody else opens the envelopes for it.
[keyholder]
name      = \"Notariskantoor Aan de Dam\"
recipient = \"{keyholder}\"

# Counts, and signs the releases; sees no token of the first stage.
[analyst]
name      = \"Gemeente Zaandorp, onderzoek en statistiek\"
recipient = \"{analyst}\"
signs     = \"{signs}\"
"
    );
}

const STANDARD: &str = "
[tokens]
profile = \"standard\"                  # BSN, address, and exact combinations of birth date, names and address
";

const STRICT: &str = "
[tokens]
profile = \"strict\"                    # BSN, address, and combinations of birth date, names and address that allow for errors
";

fn put_register(text: &mut String) {
    text.push_str(
        "
# The register office: who lives with whom, where. Only `pseudonymise` opens the extract.
[register]
extract      = \"register-office/register.csv\"
handover     = \"analyst/handovers/register\"
household    = \"column\"               # the register supplies a number for each household
institutions = \"register-office/institutions.csv\"

[register.columns]                    # our field = their column
",
    );
    for (field, header) in REGISTER_COLUMNS {
        let _ = writeln!(text, "{field} = \"{header}\"");
    }
    text.push_str("\n[register.household_types]            # their word = ours\n");
    for (kind, word) in TYPE_WORDS {
        let _ = writeln!(text, "\"{word}\" = \"{}\"", kind.word());
    }
}

const REST: &str = "
[areas]
lookup   = \"register-office/pc6-buurt.csv\"   # register office: postcode and house number to buurt and wijk
geometry = \"analyst/wijken.geojson\"          # run: maps
year     = 2026

[measure]
count     = \"distinct\"                # services of the household, each once
moment    = \"period\"                  # a use on any day of the period counts
age_bands = [0, 25, 45, 65, 75]       # lower bounds, in years
flow      = true                      # two bits a use travel: on the first and on the last day of the period
succession = true                     # four bits a use travel: in which quarters, for pairs one after the other

[protect]
profile     = \"k5\"                    # a wide draw of a multiple of 5, hidden below 10
release_key = \"analyst/release.key\"   # made with `factlab key new --kind release`
ledger      = \"analyst/ledger\"

[output]
folder  = \"analyst/releases\"
formats = [\"csv\", \"json\", \"parquet\", \"xlsx\", \"html\"]

# Public figures of the areas: who lives there, how people are doing, what homes are worth, what is near.
[[figures]]
file   = \"analyst/kwb-2026.csv\"
layout = \"kwb\"                       # columns as in Kerncijfers wijken en buurten of CBS
source = \"verzonnen, als CBS Kerncijfers wijken en buurten\"
year   = 2026

[[figures]]
file   = \"analyst/ses-woa-2026.csv\"
layout = \"ses-woa\"
source = \"verzonnen, als CBS SES-WOA\"
year   = 2026

[[figures]]
file   = \"analyst/woz-2026.csv\"
layout = \"woz\"
source = \"verzonnen, als van de gemeente\"
year   = 2026

[[figures]]
file   = \"analyst/nabijheid-2026.csv\"
layout = \"nabijheid\"
source = \"verzonnen, als CBS Nabijheid voorzieningen\"
year   = 2026

# Facilities, and whom they are for: who can reach them, and where one is without the other.
[reach]
distances_m = [400, 800]              # straight line x 1.3, but for the ways in this file:
costs       = \"analyst/minutes.csv\"   # the canal has one bridge

[[facilities]]
file   = \"analyst/facilities.csv\"
type   = \"basisschool\"
target = { household_type = [\"couple_children\", \"single_parent\"] }
source = \"verzonnen, als van de gemeente\"

[[facilities]]
file   = \"analyst/facilities.csv\"
type   = \"huisarts\"                  # without a target: for everyone
source = \"verzonnen, als van de gemeente\"

[[facilities]]
file   = \"analyst/facilities.csv\"
type   = \"huiskamer\"
target = { age = \"75+\" }
source = \"verzonnen, als van de gemeente\"
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_agreement_is_toml_with_every_service_and_provider() {
        let text = agreement(&Plan::new(1000, 1).unwrap(), TownTokens::Standard, None);
        let parsed: toml_edit::DocumentMut = text.parse().unwrap();
        assert_eq!(parsed["service"].as_array_of_tables().unwrap().len(), 41);
        assert_eq!(parsed["provider"].as_array_of_tables().unwrap().len(), 14);
        assert_eq!(
            parsed["project"]["postcodes"][0].as_str(),
            Some("1500-1569")
        );
        assert!(parsed["project"].get("accept_stage_1").is_some());
    }

    #[test]
    fn with_recipients_the_town_has_a_keyholder_and_no_decision() {
        let recipients = TownRecipients {
            keyholder: "age1keyholder".into(),
            analyst: "age1analyst".into(),
            signs: "0123".into(),
        };
        let text = agreement(
            &Plan::new(1000, 1).unwrap(),
            TownTokens::Strict,
            Some(&recipients),
        );
        let parsed: toml_edit::DocumentMut = text.parse().unwrap();
        assert_eq!(
            parsed["keyholder"]["recipient"].as_str(),
            Some("age1keyholder")
        );
        assert_eq!(parsed["analyst"]["recipient"].as_str(), Some("age1analyst"));
        assert_eq!(parsed["analyst"]["signs"].as_str(), Some("0123"));
        assert!(parsed["project"].get("accept_stage_1").is_none());
    }
}
