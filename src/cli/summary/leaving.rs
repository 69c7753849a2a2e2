//! What a pass saw in, what the hand-over will hold and what stays out, in words.

use factlab::identified::Summary;
use factlab::pseudonymous::TokenColumn;
use factlab::vocabulary::ProviderId;

use crate::cli::words::counted;

/// What the hand-over will hold, column by column, and what stays.
pub(in crate::cli) fn what_leaves(party: &ProviderId, summary: &Summary) -> String {
    let persons = counted(summary.clients, "row", "rows");
    let uses = counted(summary.kept, "row", "rows");
    let tokens = digest_columns();
    if party.is_register() {
        let households = counted(summary.households + summary.institutions, "row", "rows");
        return format!(
            "What will leave:\n  persons.parquet, {persons}: household number, age band, sex, has left; keyed digests:\n{tokens}\
             \x20 households.parquet, {households}: number, record key, wijk, buurt, type, size, age band\n\
             Names, BSNs, birth dates and addresses stay here."
        );
    }
    format!(
        "What will leave:\n  persons.parquet, {persons}: random row number, lives outside the area; keyed digests:\n{tokens}\
         \x20 uses.parquet, at most {uses}: row number, service code, in the period, on the reference date\n\
         Names, BSNs, birth dates, addresses, dates and amounts stay here."
    )
}

/// The names of the columns of tokens, four on a line.
fn digest_columns() -> String {
    let names: Vec<&str> = TokenColumn::ALL
        .iter()
        .map(|column| column.name())
        .collect();
    let lines: Vec<String> = names.chunks(4).map(|line| line.join(", ")).collect();
    format!("    {}\n", lines.join(",\n    "))
}
