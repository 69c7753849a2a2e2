//! A made-up release: forty services in a town of 68,960 households, as k5 would publish it.
//!
//! The names come from the module above, so that the benchmark can use this file too.

pub(super) mod country;
mod counts;
mod pairs;

use std::collections::BTreeMap;

use super::{
    AgeBands, AgreementDigest, Area, Areas, Column, CountingRule, Day, Dimensions, Format,
    Language, Level, Moment, PUBLIC_TABLES, PartyRecord, Profile, ProjectId, ProviderId,
    ReleaseTables, RunRecord, ServiceCode, ServiceRecord, Table, Value, cells,
};

const HOUSEHOLDS: f64 = 68_960.0;

/// A service of the example; `households` is the exact number.
struct Of {
    code: &'static str,
    name: &'static str,
    domain: &'static str,
    provider: &'static str,
    households: f64,
}

/// Code, name, domain, provider and households of each service.
const SERVICES: &str = "\
wmo-hbh|Hulp bij het huishouden|Wmo|wmo-loket|3420
wmo-vervoer|Regiotaxi|Wmo|wmo-loket|2910
wmo-begeleiding|Begeleiding thuis|Wmo|wmo-loket|2105
wmo-rolstoel|Rolstoel of scootmobiel|Wmo|wmo-loket|1640
wmo-woning|Woningaanpassing|Wmo|wmo-loket|905
wmo-dagbesteding|Dagbesteding|Wmo|wmo-loket|640
wmo-beschermd|Beschermd wonen|Wmo|wmo-loket|165
wmo-kortverblijf|Kortdurend verblijf|Wmo|wmo-loket|10
pw-bijstand|Bijstandsuitkering|Participatiewet|sociale-dienst|3985
pw-bijzonder|Bijzondere bijstand|Participatiewet|sociale-dienst|2480
pw-reintegratie|Re-integratie|Participatiewet|sociale-dienst|1310
pw-toeslag|Individuele inkomenstoeslag|Participatiewet|sociale-dienst|1205
pw-beschut|Beschut werk|Participatiewet|sociale-dienst|145
jw-ambulant|Ambulante jeugdhulp|Jeugdwet|jeugdteam|1875
jw-dyslexie|Dyslexiezorg|Jeugdwet|jeugdteam|410
jw-pleegzorg|Pleegzorg|Jeugdwet|jeugdteam|120
jw-verblijf|Jeugdhulp met verblijf|Jeugdwet|jeugdteam|110
jw-bescherming|Jeugdbescherming|Jeugdwet|jeugdteam|235
jw-reclassering|Jeugdreclassering|Jeugdwet|jeugdteam|55
schuld-regeling|Schuldregeling|Schuldhulp|kredietbank|890
schuld-budget|Budgetbeheer|Schuldhulp|kredietbank|745
schuld-vroeg|Vroegsignalering betalingsachterstanden|Schuldhulp|kredietbank|1120
uwv-ww|WW-uitkering|UWV|uwv|1985
uwv-wia|WIA-uitkering|UWV|uwv|1745
uwv-wajong|Wajong|UWV|uwv|1240
uwv-ziektewet|Ziektewet|UWV|uwv|620
ggz-basis|Basis-ggz|Ggz|ggz-instelling|1150
ggz-specialistisch|Specialistische ggz|Ggz|ggz-instelling|980
ggz-verslaving|Verslavingszorg|Ggz|verslavingszorg|265
ggz-bemoeizorg|Bemoeizorg|Ggz|ggz-instelling|90
wlz-thuis|Wlz-zorg thuis|Wlz|zorgkantoor|690
wlz-pgb|Persoonsgebonden budget|Wlz|zorgkantoor|310
zvw-verpleging|Wijkverpleging|Zvw|thuiszorg|2230
wonen-urgentie|Urgentieverklaring|Wonen|woningcorporatie|305
wonen-achterstand|Huurachterstand|Wonen|woningcorporatie|960
wonen-overlast|Overlastmelding|Wonen|woningcorporatie|285
ow-leerplicht|Leerplichtbegeleiding|Onderwijs|leerplicht|430
ow-vervoer|Leerlingenvervoer|Onderwijs|leerplicht|325
ow-rmc|Voortijdig schoolverlaten|Onderwijs|leerplicht|215
mw-maatschappelijk|Maatschappelijk werk|Welzijn|welzijn|1415
";

fn all_services() -> Vec<Of> {
    let service = |line: &'static str| {
        let mut parts = line.split('|');
        let mut part = || parts.next().unwrap();
        Of {
            code: part(),
            name: part(),
            domain: part(),
            provider: part(),
            households: part().parse().unwrap(),
        }
    };
    SERVICES.lines().map(service).collect()
}

/// A party that brings nothing but its name.
pub(super) fn party(id: &str, name: &str) -> PartyRecord {
    PartyRecord {
        of_needs: false,
        id: ProviderId::new(id).unwrap(),
        name: name.into(),
        services: Vec::new(),
        clients: None,
        files: BTreeMap::new(),
    }
}

/// The record that goes with the tables.
pub(super) fn run(language: Language) -> RunRecord {
    let service = |of: &Of| ServiceRecord {
        code: ServiceCode::new(of.code).unwrap(),
        name: of.name.into(),
        domain: of.domain.into(),
        organisation: Some(of.provider.into()),
        by_address: false,
        missing: false,
        partial: false,
    };
    let mut parties: Vec<PartyRecord> = Vec::new();
    for of in all_services() {
        if parties.iter().all(|party| party.id.as_str() != of.provider) {
            parties.push(party(of.provider, &capitalised(of.provider)));
        }
    }
    RunRecord {
        release: "zaandorp-2026-2026-12-31-0a1b2c3d".into(),
        utility: None,
        audit: None,
        follows: None,
        tool: "0.1.0".into(),
        normalisation: 1,
        agreement: AgreementDigest::new([0; 32]),
        project: ProjectId::new("zaandorp-2026").unwrap(),
        series: "zaandorp".into(),
        purpose: "stapeling van voorzieningen per huishouden".into(),
        from: Day::of(2026, 1, 1).unwrap(),
        to: Day::of(2026, 12, 31).unwrap(),
        reference_date: Day::of(2026, 12, 31).unwrap(),
        language,
        made_up: true,
        accept_stage_1: None,
        stage: 2,
        delete_after: Day::of(2027, 12, 31),
        signs: Some("ea4a6c63e29c520abef5507b132ec5f9954776aebebe7b92421eea691446d22c".into()),
        count: CountingRule::Distinct,
        moment: Moment::Period,
        age_bands: AgeBands::default(),
        dimensions: Dimensions::default(),
        told: Vec::new(),
        profile: Profile::K5,
        internal: false,
        release_key: None,
        formats: vec![Format::Html],
        questions: Vec::new(),
        services: all_services().iter().map(service).collect(),
        needs: Vec::new(),
        entitled: Vec::new(),
        organisations: Vec::new(),
        parties,
        missing: Vec::new(),
        accepted: Vec::new(),
        figures: Vec::new(),
        facilities: Vec::new(),
        travel: Vec::new(),
        signals: None,
        approaches: None,
        forecast: Vec::new(),
        norm: Vec::new(),
        external: Vec::new(),
        verdicts: None,
        borders: Vec::new(),
    }
}

pub(super) fn tables() -> ReleaseTables {
    let tables = vec![
        counts::headline(),
        counts::stacking(),
        pairs::services(),
        pairs::service_stacking(),
        pairs::co_occurrence(),
        pairs::combinations(),
        pairs::domains(),
        counts::organisations(),
        counts::areas(),
        counts::linkage(),
    ];
    ReleaseTables {
        tables,
        is_internal: false,
    }
}

fn capitalised(id: &str) -> String {
    let words = id.replace('-', " ");
    words[..1].to_uppercase() + &words[1..]
}

fn text(text: &str) -> Value {
    Value::text(text)
}

/// A count as k5 shows it, and its status.
fn count(number: f64) -> (Value, Value) {
    if number < 8.0 {
        return (Value::Empty, text("hidden"));
    }
    let fives: u64 = format!("{:.0}", number / 5.0).parse().unwrap();
    (Value::Count((fives * 5).max(10)), text("rounded"))
}

fn share(part: &Value, whole: &Value) -> Value {
    match (part, whole) {
        (Value::Count(part), Value::Count(whole)) if *whole >= 100 && part <= whole => {
            Value::Decimal(*part as f64 / *whole as f64)
        }
        _ => Value::Empty,
    }
}

/// A number from 0 to 1 that follows from its place.
fn chance(place: usize) -> f64 {
    let mixed = (place as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    ((mixed ^ (mixed >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9) >> 40) as f64 / f64::from(1 << 24)
}

/// Columns that the example says nothing of stay empty.
fn table(name: &'static str, mut rows: Vec<Vec<Value>>) -> Table {
    let columns = Column::of(cells::table(name).unwrap());
    for row in &mut rows {
        row.resize(columns.len(), Value::Empty);
    }
    Table {
        name,
        columns,
        rows,
    }
}
