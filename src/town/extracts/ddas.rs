//! A client's trajectories in a DDAS delivery, a line of JSON each.

use serde_json::{Map, Value, json};

use super::provider::cell;
use crate::town::client::{Client, Row};
use crate::town::providers::{Column, Provider};

/// The service that is a trajectory by itself; guidance of an unknown kind is part of one.
const TRAJECTORY: &str = "schuldhulptraject";

/// A trajectory that ended before anything in this town is counted.
const OVER: (&str, &str) = ("2019-03-01", "2022-02-28");

/// What is before the trajectories of a delivery, and `number` tells it apart.
pub(in crate::town) fn opening(number: usize) -> String {
    format!(
        "{{\"startdatumLevering\":\"2026-01-01\",\"einddatumLevering\":\"2026-12-31\",\
         \"aanleverdatumEnTijd\":\"2027-01-15T09:00:00Z\",\"codeGegevensleverancier\":\"GL000000\",\
         \"leveringen\":[{{\"teller\":{number},\"aanleverende_organisatie\":{{\
         \"(Statutaire) Naam\":\"Kredietbank Zaanoever\",\"KvK-nummer\":\"00000000\",\
         \"postcode\":\"1500AA\",\"gemeentecode\":\"GM9999\",\"contactpersonen\":[]}},\
         \"schuldhulptrajecten\":[\n"
    )
}

/// What is behind the trajectories.
pub(in crate::town) const CLOSING: &str = "\n]}]}\n";

/// Adds the trajectories of a client to `bytes`, a line each.
pub(in crate::town) fn trajectories_of(provider: &Provider, client: &Client, bytes: &mut Vec<u8>) {
    for row in &client.rows {
        bytes.extend_from_slice(trajectory(provider, client, row).to_string().as_bytes());
        bytes.push(b'\n');
    }
}

fn trajectory(provider: &Provider, client: &Client, row: &Row) -> Value {
    let text = |column| cell(provider, client, row, column).into_owned();
    let (start, end) = (text(Column::Start), text(Column::End));
    let service = text(Column::Service);
    let mut trajectory = Map::new();
    if service == TRAJECTORY {
        put(&mut trajectory, "startdatum", start);
        put(&mut trajectory, "einddatum", end);
    } else {
        put(&mut trajectory, "startdatum", OVER.0.to_owned());
        put(&mut trajectory, "einddatum", OVER.1.to_owned());
        let mut guidance = Map::new();
        put(&mut guidance, "soort", service);
        let last = if end.is_empty() { start.clone() } else { end };
        put(&mut guidance, "startdatum", start);
        put(&mut guidance, "einddatum", last);
        trajectory.insert("begeleiding".into(), json!([guidance]));
    }
    trajectory.insert("gemeentecode".into(), json!("GM9999"));
    let mut person = Map::new();
    for (column, name) in provider.columns {
        if !matches!(column, Column::Service | Column::Start | Column::End) {
            put(&mut person, name, text(*column));
        }
    }
    trajectory.insert("client".into(), json!([person]));
    Value::Object(trajectory)
}

/// Sets a member that has a value; a delivery leaves the others out.
fn put(members: &mut Map<String, Value>, name: &str, text: String) {
    if !text.is_empty() {
        members.insert(name.to_owned(), Value::String(text));
    }
}
