//! What is withheld, as the attacker names it.

use std::collections::BTreeSet;

use factlab::pseudonymous::cells::{CellKey, Event, Fate, KeyPart, Number, Unit};
use factlab::pseudonymous::protect::published::{PublishedRow, PublishedTables};

use super::quality;

pub(super) fn names(published: &PublishedTables) -> BTreeSet<String> {
    let keys = published.withheld().iter();
    keys.filter_map(|key| name(published, key)).collect()
}

fn name(published: &PublishedTables, key: &CellKey) -> Option<String> {
    let table = &published.tables()[0];
    let text = |part: KeyPart| {
        let row = PublishedRow {
            key: key.clone(),
            cells: Vec::new(),
        };
        table.text(part, &row)
    };
    let [unit, dimension, level] = [KeyPart::Unit, KeyPart::Dimension, KeyPart::Level].map(text);
    let of_need = || {
        [KeyPart::Need, KeyPart::AreaLevel, KeyPart::AreaCode]
            .map(text)
            .join(" ")
    };
    let number = |number: Number| number.to_string().replace('+', "").replace("all", "0");
    match &key.event {
        Event::Services(_) if key.unit == Unit::Client => Some("client records".into()),
        Event::Services(of) => Some(format!("{unit} {dimension} {level} {}", number(*of))),
        Event::Service(_, Number::All) => {
            let service = text(KeyPart::Service);
            Some(format!("group {service} {dimension} {level}"))
        }
        Event::Service(_, of) => Some(format!("stack {} {}", text(KeyPart::Service), number(*of))),
        Event::Domain(_) => {
            let area = if key.group.is_some() {
                dimension
            } else {
                "gemeente".into()
            };
            Some(format!("domain {} {area} {level}", text(KeyPart::Domain)))
        }
        Event::Pair(..) if key.group.is_some() => Some(format!(
            "together {} {} {dimension} {level}",
            text(KeyPart::Service),
            text(KeyPart::Other)
        )),
        Event::Need(_) => Some(format!("need {}", of_need())),
        Event::NeedWithout(_) => Some(format!("without {}", of_need())),
        Event::NeedWith(..) => {
            let [need, service] = [KeyPart::Need, KeyPart::Service].map(text);
            Some(format!("need_with {need} {service}"))
        }
        Event::Flow(_, flow) => {
            let kind = format!("{flow:?}").to_lowercase();
            Some(format!("flow {} {kind}", text(KeyPart::Service)))
        }
        Event::Quality(_, _, count) => {
            let [provider, group] = [KeyPart::Provider, KeyPart::LinkGroup].map(text);
            Some(quality::name(&provider, &group, count.word()))
        }
        Event::Fate(_, fate) => {
            let column = match fate {
                Fate::Records => "records",
                Fate::Any => "clients",
                Fate::Linked => "linked",
                Fate::By(way) => way,
                Fate::Not(reason) => reason,
                Fate::LeftBehind => "left_behind",
            };
            Some(format!("linkage {} {column}", text(KeyPart::Provider)))
        }
        Event::Overlap(_, _, overlap) => {
            let [a, b] = [KeyPart::Service, KeyPart::Other].map(text);
            let kind = format!("{overlap:?}").to_lowercase();
            Some(format!("overlap {a} {b} {kind}"))
        }
        Event::Pair(..) => Some(format!(
            "pair {} {}",
            text(KeyPart::Service),
            text(KeyPart::Other)
        )),
        Event::Decisive(_, number) => {
            Some(format!("decisive {} {number}", text(KeyPart::Provider)))
        }
        Event::Surer(_, of) => Some(format!(
            "surer {} {}",
            text(KeyPart::Probability),
            number(*of)
        )),
        Event::Set(_) => Some(format!("combinations {}", text(KeyPart::Set))),
        Event::Domains(_) => Some(format!("domains {}", text(KeyPart::Set))),
        Event::Organisations(of) => Some(format!("organisations {}", number(*of))),
        _ => None,
    }
}
