//! The section of a provider in the agreement of the made-up town.

use std::fmt::Write as _;

use crate::town::plan::Plan;
use crate::town::providers::{Dates, Layout, Provider, Storage};

/// The share that may be rejected: in a small town one bad row is a large share of an extract.
const fn left_behind(plan: &Plan) -> &'static str {
    if plan.households < 20_000 {
        "0.25"
    } else {
        "0.05"
    }
}

/// Who says how many people it serves: so many per thousand households, rounded up.
const CLIENTS: [(&str, u64); 2] = [("ggz-waterland", 45), ("uwv", 65)];

pub(super) fn put_provider(provider: &Provider, plan: &Plan, text: &mut String) {
    let id = provider.id;
    let _ = write!(
        text,
        "\n# {}\n[[provider]]\nid = \"{id}\"\nname = \"{}\"\nextract  = \"provider/{id}/{}\"\n\
         handover = \"analyst/handovers/{id}\"\n",
        what_is_known(provider, plan),
        provider.name,
        provider.file,
    );
    if provider.is_of_needs() {
        text.push_str("kind     = \"need\"                  # what it brings are needs\n");
    }
    put_format(provider, text);
    let whole = provider.codes.iter().find(|(_, theirs)| theirs.is_empty());
    if let Some((ours, _)) = whole {
        let _ = writeln!(
            text,
            "service  = \"{ours}\"           # the whole extract is one service"
        );
    }
    let _ = writeln!(text, "max_left_behind = {}", left_behind(plan));
    let named = CLIENTS.iter().find(|(named, _)| *named == id);
    if let Some((_, of_thousand)) = named {
        let clients = (plan.households * of_thousand).div_ceil(100_000) * 100;
        let _ = writeln!(
            text,
            "clients  = {clients}                   # roughly: what it could add when it is left out"
        );
    }
    let mut mapped = mapping(provider);
    if !may_use_bsn(provider, plan) {
        mapped.retain(|(field, _)| *field != "bsn");
    }
    if !mapped.is_empty() {
        text.push_str("[provider.columns]\n");
        for (field, header) in mapped {
            let _ = writeln!(text, "{field} = \"{header}\"");
        }
    }
    if whole.is_none() {
        text.push_str("[provider.services]                   # their code = ours\n");
        for (ours, theirs) in provider.codes {
            let _ = writeln!(text, "\"{theirs}\" = \"{ours}\"");
        }
    }
}

/// Our fields and their columns, where the agreement maps them.
fn mapping(provider: &Provider) -> Vec<(&'static str, String)> {
    if provider.has_own_fields() {
        return Vec::new();
    }
    let mut end = 0;
    let mut mapped = Vec::new();
    for (column, name) in provider.columns {
        let begin = end + 1;
        end += column.width();
        let name = match provider.layout {
            Layout::Fixed => format!("{begin}-{end}"),
            _ => (*name).to_owned(),
        };
        mapped.extend(column.field().map(|field| (field, name)));
    }
    mapped
}

/// The organisations of the municipality, who may use the BSN for any task; others may for some.
const OF_THE_MUNICIPALITY: [&str; 3] = ["sociale-dienst", "wmo-loket", "jeugdteam"];

/// Whether the agreement maps the BSN; formats with fields of their own always do.
fn may_use_bsn(provider: &Provider, plan: &Plan) -> bool {
    plan.may_all_use_bsn || provider.has_own_fields() || OF_THE_MUNICIPALITY.contains(&provider.id)
}

fn what_is_known(provider: &Provider, plan: &Plan) -> &'static str {
    match provider {
        one if one.writes_messages() => "iWmo messages: a folder of 301, 305 and 307",
        one if one.layout == Layout::Ddas => "DDAS deliveries: knows the BSN, and no names",
        one if one.knows_only_addresses() => "Knows addresses only",
        one if one.knows_bsn() && !may_use_bsn(one, plan) => {
            "Knows the BSN and may not use it here"
        }
        one if one.knows_bsn() => "Knows the BSN",
        _ => "Knows names and birth dates, but no BSN",
    }
}

/// Half of the providers say how their file is written; of the others it is detected.
fn put_format(provider: &Provider, text: &mut String) {
    let delimiter = match provider.layout {
        Layout::Delimited(delimiter) => delimiter,
        Layout::Messages => return text.push_str("format = \"istandaarden\"\n"),
        Layout::Fixed => return text.push_str("format = \"fixed\"\ndates = \"y-m-d\"\n"),
        // The file itself tells.
        Layout::Workbook | Layout::Parquet | Layout::Ddas => return,
    };
    if provider.storage != Storage::Windows1252 {
        return;
    }
    let shown = if delimiter == '\t' {
        "\\t".to_owned()
    } else {
        delimiter.to_string()
    };
    let dates = match provider.dates {
        Dates::Dashes | Dates::Slashes => "d-m-y",
        Dates::Iso | Dates::Digits => "y-m-d",
    };
    let _ = write!(
        text,
        "format = \"csv\"\ndelimiter = \"{shown}\"\nencoding = \"windows-1252\"\ndates = \"{dates}\"\n"
    );
}
