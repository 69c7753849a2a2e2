//! What a page says that changed since the release before.

use std::path::{Path, PathBuf};

use super::forged::change;
use super::{add_clients, forged, office, run, verified};

const CAPTION: &str =
    "De belangrijkste cijfers toen en nu, met het verschil (van aandelen in procentpunt)";

/// The rows of a table of the page, cell by cell.
fn rows(page: &str, caption: &str) -> Vec<Vec<String>> {
    let page = page.replace("<div class=\"barred\"><span>", "");
    let (_, table) = page
        .split_once(&format!("<caption>{caption}</caption>"))
        .unwrap();
    let (_, body) = table.split_once("<tbody>").unwrap();
    let (body, _) = body.split_once("</tbody>").unwrap();
    let text = |cell: &str| {
        let text = cell.split_once('>').unwrap().1.split('<').next().unwrap();
        text.replace('\u{a0}', " ")
    };
    let cells = |row: &str| row.split("<t").skip(1).map(text).collect();
    body.split("<tr>").skip(1).map(cells).collect()
}

fn page(release: &Path) -> String {
    std::fs::read_to_string(release.join("report.html")).unwrap()
}

/// An office, its first release and the next one; under a key that hides none of the numbers that the test is about.
fn two_releases() -> (office::Office, PathBuf, PathBuf) {
    loop {
        let office = office();
        let first = run(&office, "first", &[]);
        assert!(!page(&first).contains("sinds de vorige uitgave"));
        add_clients(&office, 80..140);
        office.hand_over_again();
        let second = run(&office, "second", &["--accept", "wijkteam"]);
        let changes = rows(&page(&second), CAPTION);
        let mut shown = changes[1][1..3].iter();
        if shown.all(|text| text.parse::<i64>().is_ok()) {
            return (office, first, second);
        }
    }
}

#[test]
fn the_page_says_what_changed_since_the_release_before_in_printed_numbers() {
    let (office, first, second) = two_releases();
    let changes = rows(&page(&second), CAPTION);
    let value = |release: &Path, place: usize| {
        let main = rows(&page(release), "De belangrijkste cijfers");
        main[place][1].clone()
    };
    assert_eq!(changes.len(), 7);
    for (place, row) in changes.iter().enumerate() {
        let both = [value(&first, place), value(&second, place)];
        assert_eq!(row[1..3], both, "{row:?}");
    }
    let [then, now, away] = [1, 2, 3].map(|column| changes[1][column].as_str());
    let number = |text: &str| text.parse::<i64>().unwrap();
    assert_eq!(away, format!("+{}", number(now) - number(then)));
    assert!(changes[2][3].starts_with('+') && changes[0][3] == "0");
    assert_eq!(changes[3][3], "niet getoond");

    let screen = office.succeeds(&["report", second.to_str().unwrap()]);
    assert!(screen.starts_with("Unchanged"), "{screen}");
    let (holds, screen) = verified(&office, &[&first, &second]);
    assert!(holds, "{screen}");
    let other = (&*format!(">{away}<"), &*format!(">{away}0<"));
    let screen = forged(&office, &second, ("report.html", other.0, other.1));
    assert!(
        screen.contains("section changes, table 1, row 2"),
        "{screen}"
    );
    // Whoever changes the number of then everywhere is found by the release of then.
    let [old, new] = [then.to_owned(), (number(then) - 5).to_string()];
    change(&second, "run.json", |text| {
        let (before, behind) = text.split_once("\"households\": [").unwrap();
        format!(
            "{before}\"households\": [{}",
            behind.replacen(&old, &new, 1)
        )
    });
    let (_, screen) = verified(&office, &[&first, &second]);
    let found = "run.json: `follows.then.households`, 1+, is not what the release before printed";
    assert!(screen.contains(found), "{screen}");
}

#[test]
fn a_release_that_counts_something_else_is_not_compared_and_the_page_says_why() {
    let office = office();
    run(&office, "first", &[]);
    let page = |release: PathBuf| std::fs::read_to_string(release.join("report.html")).unwrap();
    let same = page(run(&office, "same", &[]));
    assert!(
        !same.contains("sinds de vorige uitgave"),
        "it is the first, made again"
    );
    let without = page(run(&office, "without", &["--without", "thuiszorg"]));
    assert!(without.contains("toen deden andere organisaties of voorzieningen mee"));
    assert!(!without.contains(CAPTION));
    office.edit("config.toml", "2026-01-01", "2026-07-01");
    office.hand_over_again();
    let shorter = run(&office, "shorter", &["--without", "thuiszorg"]);
    let (holds, screen) = verified(&office, &[&shorter]);
    assert!(holds, "{screen}");
    assert!(page(shorter).contains("toen was de periode korter of langer"));
}
