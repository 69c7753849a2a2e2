//! The order of rows, the number of threads, a split over files and the case of names do not matter.

#![expect(
    clippy::unwrap_used,
    reason = "an office that cannot work is a failed test"
)]

#[cfg(test)]
mod office;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use office::Office;

/// The files of a release by name; `run.json` and the certificate tell inputs apart, the rest must not.
fn tables(release: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut tables = BTreeMap::new();
    for path in office::files_below(release) {
        let name = path
            .strip_prefix(release)
            .unwrap()
            .to_string_lossy()
            .into_owned();
        let is_table = Path::new(&name)
            .extension()
            .is_some_and(|ending| ending == "csv" || ending == "parquet");
        if is_table {
            tables.insert(name, fs::read(&path).unwrap());
        }
    }
    assert!(
        tables.len() >= 10,
        "a release has its tables: {:?}",
        tables.keys()
    );
    tables
}

/// The exact and the published tables that come of the extracts as they stand.
fn both_releases(office: &Office) -> (BTreeMap<String, Vec<u8>>, BTreeMap<String, Vec<u8>>) {
    for folder in ["handovers", "exact", "published"] {
        let _ = fs::remove_dir_all(office.path(folder));
    }
    for provider in ["register", "wijkteam", "thuiszorg"] {
        office.pseudonymise(provider);
    }
    office.succeeds(&["run", "-c", "config.toml", "-o", "exact", "--internal"]);
    office.succeeds(&["run", "-c", "config.toml", "-o", "published"]);
    (
        tables(&office.release("exact")),
        tables(&office.release("published")),
    )
}

/// A municipality of 60 households in which the second half of the persons uses services.
fn village() -> Office {
    let office = Office::small();
    office.make_keys();
    let mut register = office::REGISTER.lines().next().unwrap().to_owned() + "\n";
    let mut wijkteam = office::WIJKTEAM.lines().next().unwrap().to_owned() + "\n";
    let mut thuiszorg = office::THUISZORG.lines().next().unwrap().to_owned() + "\n";
    for number in 0..120_u32 {
        let (bsn, name) = (
            bsn(number),
            format!(
                "Naam{}",
                char::from(b'a' + u8::try_from(number % 26).unwrap())
            ),
        );
        let given = format!(
            "Voor{}{}",
            char::from(b'a' + u8::try_from(number / 26).unwrap()),
            "en"
        );
        let day = format!(
            "{:02}-{:02}-{}",
            1 + number % 28,
            1 + number % 12,
            1930 + number % 80
        );
        let house = 1 + number / 2;
        writeln!(
            register,
            "{bsn};{name};{given};{day};V;1507XY;{house};{house};WK{}",
            number % 40 / 20
        )
        .unwrap();
        if number > 50 {
            writeln!(wijkteam, "{number};{bsn};{name};{given};{day};01-02-2026;").unwrap();
        }
        if number % 3 == 0 {
            writeln!(thuiszorg, "{name},{day},1507XY,{house},0101,2026-03-01").unwrap();
        }
    }
    office.write("extracts/register.csv", register.as_bytes());
    office.write("extracts/wijkteam.csv", wijkteam.as_bytes());
    office.write("extracts/thuiszorg.csv", thuiszorg.as_bytes());
    office
}

/// The `number`-th BSN from 100000000 on that passes the eleven-test.
fn bsn(number: u32) -> u32 {
    let passes = |bsn: &u32| {
        let digit = |place: u32| i64::from(bsn / 10_u32.pow(place) % 10);
        let sum: i64 = (1..9)
            .map(|place| i64::from(place + 1) * digit(place))
            .sum();
        (sum - digit(0)) % 11 == 0
    };
    (100_000_000..)
        .filter(passes)
        .nth(usize::try_from(number).unwrap())
        .unwrap()
}

fn reversed(csv: &str) -> String {
    let (header, rows) = csv.split_once('\n').unwrap();
    let mut rows: Vec<_> = rows.lines().collect();
    rows.reverse();
    format!("{header}\n{}\n", rows.join("\n"))
}

#[test]
fn the_order_of_rows_does_not_matter() {
    let office = village();
    let before = both_releases(&office);
    for name in [
        "extracts/register.csv",
        "extracts/wijkteam.csv",
        "extracts/thuiszorg.csv",
    ] {
        let csv = fs::read_to_string(office.path(name)).unwrap();
        office.write(name, reversed(&csv).as_bytes());
    }
    assert!(before == both_releases(&office));
}

#[test]
fn a_split_over_files_does_not_matter() {
    let office = village();
    let before = both_releases(&office);
    let csv = fs::read_to_string(office.path("extracts/wijkteam.csv")).unwrap();
    let (header, rows) = csv.split_once('\n').unwrap();
    let (first, second) = rows.split_at(rows[..rows.len() / 2].rfind('\n').unwrap() + 1);
    office.write(
        "extracts/parts/1.csv",
        format!("{header}\n{first}").as_bytes(),
    );
    office.write(
        "extracts/parts/2.csv",
        format!("{header}\n{second}").as_bytes(),
    );
    office.edit(
        "config.toml",
        "extracts/wijkteam.csv",
        "extracts/parts/*.csv",
    );
    assert!(before == both_releases(&office));
}

#[test]
fn the_case_of_names_and_spaces_around_them_do_not_matter() {
    let office = village();
    let before = both_releases(&office);
    let csv = fs::read_to_string(office.path("extracts/thuiszorg.csv")).unwrap();
    let (header, rows) = csv.split_once('\n').unwrap();
    let rows = rows
        .to_uppercase()
        .replace("1507XY", " 1507 xy ")
        .replace("NAAM", "  naam");
    office.write(
        "extracts/thuiszorg.csv",
        format!("{header}\n{rows}").as_bytes(),
    );
    assert!(before == both_releases(&office));
}

#[test]
fn the_number_of_threads_does_not_matter() {
    let office = village();
    for provider in ["register", "wijkteam", "thuiszorg"] {
        office.pseudonymise(provider);
    }
    let mut releases = Vec::new();
    for threads in ["1", "2", "7"] {
        let folder = format!("with-{threads}");
        let output = office
            .command(&["run", "-c", "config.toml", "-o", &folder])
            .env("RAYON_NUM_THREADS", threads)
            .env("POLARS_MAX_THREADS", threads)
            .output()
            .unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        let release = office.release(&folder);
        let mut files: BTreeMap<_, _> = office::files_below(&release)
            .into_iter()
            .map(|path| {
                (
                    path.strip_prefix(&release).unwrap().to_owned(),
                    fs::read(&path).unwrap(),
                )
            })
            .collect();
        files.remove(Path::new("certificate.json")); // holds the time
        releases.push((release.file_name().unwrap().to_owned(), files));
    }
    assert!(
        releases.windows(2).all(|pair| pair[0] == pair[1]),
        "the same name and the same bytes"
    );
}

#[test]
fn a_changed_row_does_matter() {
    let office = village();
    let (exact, _) = both_releases(&office);
    let csv = fs::read_to_string(office.path("extracts/wijkteam.csv")).unwrap();
    let mut lines: Vec<_> = csv.lines().collect();
    lines.remove(1);
    office.write(
        "extracts/wijkteam.csv",
        (lines.join("\n") + "\n").as_bytes(),
    );
    assert!(exact != both_releases(&office).0);
}
