use super::*;

/// What a text holds below its header: the line and kind of each piece, and the cells of rows.
fn read(text: &str) -> Vec<String> {
    let mut records = Records::new(text.as_bytes(), b';');
    assert_eq!(records.next().unwrap(), Step::Record);
    let all = records.cell_count();
    records.expect_width(Width { named: all, all });
    let mut seen = Vec::new();
    loop {
        let step = records.next().unwrap();
        let cells: Vec<_> = (0..all)
            .map(|i| std::str::from_utf8(records.cell(i)).unwrap().to_owned())
            .collect();
        match step {
            Step::End => return seen,
            Step::Record => seen.push(format!("{} {}", records.line(), cells.join("|"))),
            step => seen.push(format!("{} {step:?}", records.line())),
        }
    }
}

#[test]
fn rows_keep_the_number_of_their_first_line() {
    let seen = read("a;b\r\n1;2\r\n\r\n;\r\n3;\"x\r\ny\"\r\n5;6");
    assert_eq!(seen, ["2 1|2", "5 3|x\r\ny", "7 5|6"]);
}

#[test]
fn quotes_may_hold_the_delimiter_and_quotes() {
    assert_eq!(read("a;b\n\"x;\"\"y\";z\n"), ["2 x;\"y|z"]);
}

#[test]
fn a_row_of_another_width_is_named_and_empty_cells_behind_it_are_not() {
    assert_eq!(
        read("a;b\n1\n1;2;;\n1;2;3\n4;5\n"),
        ["2 Shape", "3 1|2", "4 Shape", "5 4|5"]
    );
}

#[test]
fn a_quote_that_never_closes_costs_its_own_line_only() {
    assert_eq!(
        read("a;b\n1;2\n3;\"4\n5;6\n7;8\n"),
        ["2 1|2", "3 QuoteOpen", "4 5|6", "5 7|8"]
    );
    assert_eq!(read("a;b\n1;2\n3;\"4"), ["2 1|2", "3 QuoteOpen"]);
}

#[test]
fn a_quote_that_closes_in_a_later_row_costs_its_own_line_only() {
    let seen = read("a;b\n\"1;2\n\"3\";\"4\"\n\"5\";\"6\"\n");
    assert_eq!(seen, ["2 QuoteOpen", "3 3|4", "4 5|6"]);
}

#[test]
fn a_quote_that_stays_open_for_more_than_1_mb_costs_its_own_line_only() {
    let text = format!("a;b\n1;\"2\n{}", "3;4\n".repeat(600_000));
    let seen = read(&text);
    assert_eq!((seen.len(), seen[0].as_str()), (600_001, "2 QuoteOpen"));
    assert_eq!(seen[600_000], "600002 3|4");
}

#[test]
fn a_line_of_10_mb_is_left_out_and_reading_goes_on() {
    let text = format!("a;b\n1;2\n3;{}\n5;6\n", "x".repeat(10_000_000));
    assert_eq!(read(&text), ["2 1|2", "3 TooLong", "4 5|6"]);
    let text = format!("a;b\n3;\"{}\"\n5;6\n", "x".repeat(10_000_000));
    assert_eq!(read(&text), ["2 TooLong", "3 5|6"]);
}

#[test]
fn more_cells_than_there_was_room_for_are_all_there() {
    let text = format!("{}z\n{}y\n", "a;".repeat(2_000), "b;".repeat(2_000));
    assert!(read(&text)[0].ends_with("b|y"));
}
