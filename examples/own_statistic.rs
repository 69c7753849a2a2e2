//! A statistic of your own, through the gate: in which wijk do households deal with the most organisations?
//!
//! `cargo run --release --example own_statistic -- factlab-demo/config.toml factlab-demo/analyst/identity.txt`

use factlab::agreement::Agreement;
use factlab::error::{Code, Error, Result};
use factlab::keys::Identity;
use factlab::pseudonymous::cells::{
    Column, Counting, Counts, Holds, KeyPart, LadderForm, LadderOf, TableDef,
};
use factlab::released::calculate::{ReleaseTables, Value};
use factlab::run::Run;
use factlab::vocabulary::Dimension;

const fn column(name: &'static str, holds: Holds) -> Column {
    Column { name, holds }
}

/// Says which households are counted. How they are protected, and what the audit must look at, follows from that.
pub(crate) static BY_WIJK: TableDef = TableDef {
    name: "organisations_by_wijk",
    row: "a number of organisations per household with a service, in a wijk",
    counted: Counting::Ladders(
        LadderForm::OfUsers,
        &[LadderOf::Organisations(Some(Dimension::Wijk))],
    ),
    columns: &[
        column("wijk", Holds::Key(KeyPart::Level)),
        column("organisations", Holds::Key(KeyPart::Number)),
        column("households", Holds::Count(Counts::Row)),
        column("status", Holds::Status),
    ],
};

/// The tables of a run with the new one among them: exact where it is internal, else protected.
pub(crate) fn tables(
    agreement: &Agreement,
    identity: &Identity,
    is_internal: bool,
) -> Result<ReleaseTables> {
    let run = Run {
        identity: Some(identity),
        is_internal,
        own_tables: &[&BY_WIJK],
        ..Run::of(agreement)
    };
    let protected = run.verified()?.linked()?.counted()?.protected()?;
    Ok(protected.tables().clone())
}

#[expect(clippy::print_stdout, reason = "an example shows its result")]
fn main() -> Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [agreement, identity] = words.as_slice() else {
        let what = "name the agreement, and the file of the analyst's identity";
        return Err(Error::new(Code::UsageInvalid, what));
    };
    let agreement = Agreement::read(agreement.as_ref())?;
    let tables = tables(&agreement, &Identity::read(identity.as_ref())?, false)?;
    for row in tables.rows(BY_WIJK.name) {
        if let [Value::Text(wijk), Value::Text(organisations), households, _] = row.as_slice() {
            match households {
                Value::Count(households) => println!("{wijk} {organisations:>3} {households:>6}"),
                // A hidden number is no zero.
                _ => println!("{wijk} {organisations:>3} hidden"),
            }
        }
    }
    Ok(())
}
