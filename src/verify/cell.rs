//! The tables of a format that keeps numbers as numbers, cell by cell against those of CSV or JSON.

use super::Verdict;
use super::tables::Table;
use crate::vocabulary::Text;

/// A cell as a file holds it.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    Empty,
    Text(Text),
    Number(f64),
}

impl Cell {
    /// Whether it is the cell that CSV writes as `text`: of a number all digits count, the unseen ones too.
    fn says(&self, text: &str) -> bool {
        match self {
            Self::Empty => text.is_empty(),
            Self::Text(own) => own == text,
            Self::Number(own) => text
                .parse()
                .is_ok_and(|number: f64| number.total_cmp(own).is_eq()),
        }
    }
}

/// Notes where a file says another thing than the table, or in another order.
pub(super) fn compare(file: &str, table: &Table, rows: &[Vec<Cell>], verdict: &mut Verdict) {
    if rows.len() != table.rows.len() {
        verdict.object(format!(
            "{file}: has another number of rows than the other formats"
        ));
        return;
    }
    let differs = |(cells, texts): (&Vec<Cell>, &Vec<String>)| {
        let mut both = cells.iter().zip(texts);
        let column = both.position(|(cell, text)| !cell.says(text));
        column.or_else(|| (cells.len() != texts.len()).then_some(0))
    };
    let found = rows.iter().zip(&table.rows).map(differs);
    let found: Vec<(usize, usize)> = (1..)
        .zip(found)
        .filter_map(|(row, column)| Some((row, column?)))
        .collect();
    if let Some((row, column)) = found.first() {
        let others = match found.len() {
            1 => String::new(),
            many => format!(", and {} more rows", many - 1),
        };
        let column = table.layout.columns[*column];
        verdict.object(format!(
            "{file}: row {row}, {column}: differs from the other formats{others}"
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_says_its_text_and_no_other() {
        assert!(Cell::Empty.says("") && !Cell::Empty.says("0"));
        assert!(Cell::Number(120.0).says("120") && Cell::Number(0.24).says("0.240000"));
        assert!(!Cell::Number(0.240_000_1).says("0.240000"));
        assert!(!Cell::Number(121.0).says("120") && !Cell::Number(0.0).says(""));
        assert!(Cell::Text("++".into()).says("++") && !Cell::Text("+".into()).says("++"));
    }
}
