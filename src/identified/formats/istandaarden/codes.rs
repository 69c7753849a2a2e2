//! Codes of iStandaarden in, what they say out.

/// A birth date with 00 for the parts that `DatumGebruik` (COD170) says are unknown: 1 the day, 2 and the month, 3 all.
pub(super) fn birth_date(date: &str, usage: &str) -> String {
    match (usage, date.get(..4), date.get(..7)) {
        ("3", ..) => String::new(),
        ("2", Some(year), _) => format!("{year}-00-00"),
        ("1", _, Some(month)) => format!("{month}-00"),
        _ => date.get(..10).unwrap_or(date).to_owned(),
    }
}

/// The order in which addresses (COD757) are preferred: of the BRP, of stay, of temporary stay; `None` when unfit.
pub(super) fn address_rank(kind: &str) -> Option<u8> {
    match kind {
        "01" => Some(0),
        "03" => Some(1),
        "04" => Some(2),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_parts_of_a_birth_date_become_00() {
        assert_eq!(birth_date("1967-08-13", ""), "1967-08-13");
        assert_eq!(birth_date("1967-08-01", "1"), "1967-08-00");
        assert_eq!(birth_date("1967-01-01", "2"), "1967-00-00");
        assert_eq!(birth_date("1900-01-01", "3"), "");
    }
}
