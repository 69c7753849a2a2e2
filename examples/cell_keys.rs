//! What a profile prints of cells of which you have the record keys, to compare it with another program.
//!
//! `cargo run --release --example cell_keys -- ckm-5-3-2 < keys` reads a cell a line, its record keys of 8 digits parted by
//! spaces, and prints the number of each, or an empty line where it is hidden. With a number behind the profile it prints
//! the table of the draw up to that count instead: count, number, share of the draws.

use std::io::{Write, read_to_string, stdin, stdout};

use factlab::error::{Code, Error, Result};
use factlab::pseudonymous::protect::profile::{Profile, Rounding};

fn main() -> Result<()> {
    let mut words = std::env::args().skip(1);
    let profile = words.next().and_then(|word| Profile::parse(&word));
    let rounding = profile.and_then(|profile| profile.rounding);
    let rounding = rounding.ok_or_else(|| wrong("name a profile that protects, such as k5"))?;
    let text = match words.next() {
        Some(last) => {
            let last = last
                .parse()
                .map_err(|_| wrong("the last count is a number"))?;
            table(&rounding, last)
        }
        None => numbers(&rounding)?,
    };
    let written = stdout().write_all(text.as_bytes());
    written.map_err(|_| Error::new(Code::UsageInvalid, "the numbers cannot be written"))
}

fn wrong(message: &str) -> Error {
    Error::new(Code::UsageInvalid, message)
}

fn table(rounding: &Rounding, last: u64) -> String {
    let rows = (0..=last).flat_map(|count| {
        let law = rounding.law(count).into_iter();
        law.map(move |(number, share)| format!("{count},{},{share}\n", shown(number)))
    });
    rows.collect()
}

fn numbers(rounding: &Rounding) -> Result<String> {
    let text = read_to_string(stdin()).map_err(|_| wrong("the keys cannot be read"))?;
    let number = |line: &str| {
        let keys = line.split_whitespace().map(str::parse);
        let keys: Vec<u32> = keys.collect::<std::result::Result<_, _>>().ok()?;
        Some(format!("{}\n", shown(rounding.of_record_keys(&keys))))
    };
    let numbers: Option<String> = text.lines().map(number).collect();
    numbers.ok_or_else(|| wrong("record keys are whole numbers of 8 digits"))
}

fn shown(number: Option<u64>) -> String {
    number.map_or_else(String::new, |number| number.to_string())
}
