//! A statistic of your own, from the published numbers of a release: in which wijk do households stack most?
//!
//! `cargo run --release --example own_statistic -- factlab-demo/analyst/releases/RELEASE`

use std::path::PathBuf;

use factlab::error::{Code, Error, Result};
use factlab::released::calculate::Value;
use factlab::released::runs::read_release;

fn main() -> Result<()> {
    let folder = std::env::args().nth(1).map(PathBuf::from);
    let folder =
        folder.ok_or_else(|| Error::new(Code::UsageInvalid, "name the folder of a release"))?;
    let (record, tables) = read_release(&folder)?;
    let areas = tables
        .table("areas")
        .ok_or_else(|| Error::new(Code::ReleaseUnreadable, "the release has no areas"))?;
    let place = |column: &str| areas.column(column).unwrap_or_default();
    let mut stacking: Vec<(f64, &str)> = Vec::new();
    for row in &areas.rows {
        // A hidden number is no zero: a wijk without its numbers is passed over.
        let (one, two) = (
            &row[place("households_1_or_more")],
            &row[place("households_2_or_more")],
        );
        if let (Value::Text(level), Value::Text(name), Value::Count(one), Value::Count(two)) =
            (&row[place("level")], &row[place("name")], one, two)
            && level == "wijk"
            && *one >= 100
        {
            stacking.push((*two as f64 / *one as f64, name));
        }
    }
    stacking.sort_by(|a, b| b.0.total_cmp(&a.0));
    write_lines(&record.release, &stacking);
    Ok(())
}

#[expect(clippy::print_stdout, reason = "an example shows its result")]
fn write_lines(release: &str, stacking: &[(f64, &str)]) {
    println!("{release}: of the households with a service, this share uses two or more");
    for (share, name) in stacking {
        println!("{:5.1} %  {name}", share * 100.0);
    }
}
