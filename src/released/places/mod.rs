//! What is known of areas besides counts: their borders, and public figures. Public files name it, and a provider never
//! needs them.

pub mod areas;
pub mod figures;
pub mod spatial;
mod table;

pub use table::PublicTable;

/// The public tables, in the order in which they follow the others.
pub static PUBLIC_TABLES: [&PublicTable; 1] = [&figures::TABLE];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::released::calculate::Column;

    /// The line of a table in the documentation.
    fn line(table: &PublicTable) -> String {
        let names = |columns: &[Column]| {
            let names: Vec<_> = columns
                .iter()
                .map(|one| format!("`{}`", one.name))
                .collect();
            names.join(", ")
        };
        let (keys, others) = table.columns.split_at(table.keys);
        let (name, row) = (table.name, table.row);
        format!("| `{name}` | {row}: {} | {} |", names(keys), names(others))
    }

    #[test]
    fn the_documentation_lists_every_public_table_with_its_columns() {
        let documented = include_str!("../../../docs/tables.md");
        let public = documented.split("## Public tables").nth(1).unwrap();
        let lines = public.lines().filter(|line| line.starts_with("| `"));
        let expected: Vec<_> = PUBLIC_TABLES.into_iter().map(line).collect();
        assert_eq!(lines.collect::<Vec<_>>(), expected);
    }
}
