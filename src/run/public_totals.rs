//! Reads what anyone can look up: households per area, a CSV with the columns `area` and `households`.

use std::collections::BTreeSet;
use std::path::Path;

use serde::Deserialize;

use crate::error::{Code, Error, Result};
use crate::pseudonymous::protect::PublicTotal;

#[derive(Deserialize)]
struct Row {
    area: String,
    households: u64,
}

/// The totals of the file that the agreement names, if it names one.
///
/// # Errors
/// When it is not there or no such table, or an area stands in it twice.
pub(super) fn read(path: Option<&Path>) -> Result<Vec<PublicTotal>> {
    let Some(path) = path else {
        return Ok(Vec::new());
    };
    let fail = |message: String| Error::at(Code::PublicTotals, path, message);
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_path(path)
        .map_err(|error| fail(error.to_string()))?;
    let mut areas = BTreeSet::new();
    let mut totals = Vec::new();
    for (row, line) in reader.deserialize().zip(2..) {
        let Row { area, households } =
            row.map_err(|error| fail(format!("line {line}: {error}")))?;
        if !areas.insert(area.clone()) {
            return Err(fail(format!("line {line}: {area} was there before")));
        }
        totals.push(PublicTotal { area, households });
    }
    Ok(totals)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str) -> Result<Vec<PublicTotal>> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("households.csv");
        std::fs::write(&path, text).unwrap();
        read(Some(&path))
    }

    #[test]
    fn each_area_has_one_total() {
        let totals = read_text("area,households\nW01 , 120\nB0101,40\n").unwrap();
        assert_eq!(totals[0].area, "W01");
        assert_eq!(totals[1].households, 40);
        let refused = |text: &str| read_text(text).unwrap_err().to_string();
        let twice = refused("area,households\nW01,120\nW01,121\n");
        assert!(twice.contains("line 3: W01 was there before"), "{twice}");
        assert!(refused("area,households\nW01,many\n").contains("line 2"));
        assert!(refused("wijk,aantal\nW01,120\n").contains("missing field"));
    }
}
