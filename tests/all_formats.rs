//! All formats of a release say the same: one digit or one name that differs in any of them is found, however the digests
//! were remade.

#![expect(
    clippy::unwrap_used,
    reason = "a town that cannot be made is a failed test"
)]

#[cfg(test)]
mod forged;
#[cfg(test)]
mod office;

use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};

use factlab::verify::verify_release;
use forged::remake_digests;
use office::Office;
use serde_json::Value;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// A made-up town of 2,000 households, and its release.
fn town() -> (Office, PathBuf) {
    let office = Office::with(&[]);
    office.succeeds(&["demo", "town", "--households", "2000"]);
    let release = office.release("town/analyst/releases");
    (office, release)
}

/// A copy of a release in which a file has other bytes, and the digests are remade.
struct Copy {
    folder: tempfile::TempDir,
    name: String,
}

impl Copy {
    fn of(release: &Path) -> Self {
        let name = release.file_name().unwrap().to_str().unwrap().to_owned();
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join(&name)).unwrap();
        let copy = Self { folder, name };
        for file in office::files_below(release) {
            fs::copy(&file, copy.place().join(file.file_name().unwrap())).unwrap();
        }
        copy
    }

    fn place(&self) -> PathBuf {
        self.folder.path().join(&self.name)
    }

    /// What is found wrong with the release when a file has these bytes; the file is as it was afterwards.
    fn problems_with(&self, file: &str, bytes: &[u8]) -> Vec<String> {
        let path = self.place().join(file);
        let before = fs::read(&path).unwrap();
        assert_ne!(before, bytes, "{file}: nothing was changed");
        fs::write(&path, bytes).unwrap();
        remake_digests(&self.place());
        let problems = verify_release(&self.place()).unwrap().problems;
        fs::write(&path, before).unwrap();
        problems
    }

    /// Requires that a change of the text of a file is found in that file.
    fn is_found(&self, file: &str, from: &str, to: &str) {
        let text = fs::read_to_string(self.place().join(file)).unwrap();
        let place = text.find(from);
        assert!(place.is_some(), "{file} does not hold {from}");
        let problems = self.problems_with(file, text.replacen(from, to, 1).as_bytes());
        let is_told =
            |problem: &String| problem.contains(file) || problem.contains("CSV and JSON differ");
        assert!(
            problems.iter().any(is_told),
            "{file}, {from} → {to}: {problems:?}"
        );
    }

    /// Whether the page is refused when it has another sign in one place.
    fn is_page_refused(&self, page: &str, place: usize) -> bool {
        let changed = with_another(page, place);
        let problems = self.problems_with("report.html", changed.as_bytes());
        problems
            .iter()
            .any(|problem| problem.contains("report.html"))
    }

    /// Requires that a change of the text of a part of the workbook is found.
    fn is_found_in_part(&self, part: &str, change: impl FnOnce(&str) -> String) {
        let workbook = fs::read(self.place().join("tables.xlsx")).unwrap();
        let mut changed = parts(&workbook);
        let (_, text) = changed.iter_mut().find(|(name, _)| name == part).unwrap();
        *text = change(text);
        let problems = self.problems_with("tables.xlsx", &zipped(&changed));
        assert!(
            problems
                .iter()
                .any(|problem| problem.contains("tables.xlsx")),
            "{part}: {problems:?}"
        );
    }
}

/// The parts of a workbook, by name.
fn parts(workbook: &[u8]) -> Vec<(String, String)> {
    let mut package = ZipArchive::new(Cursor::new(workbook)).unwrap();
    let mut part = |place| {
        let (mut file, mut text) = (package.by_index(place).unwrap(), String::new());
        file.read_to_string(&mut text).unwrap();
        (file.name().unwrap().into_owned(), text)
    };
    (0..ZipArchive::new(Cursor::new(workbook)).unwrap().len())
        .map(&mut part)
        .collect()
}

fn zipped(parts: &[(String, String)]) -> Vec<u8> {
    let mut package = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        package
            .start_file(name, SimpleFileOptions::default())
            .unwrap();
        package.write_all(text.as_bytes()).unwrap();
    }
    package.finish().unwrap().into_inner()
}

/// The text with one sign in another's place: another digit, or another letter.
fn with_another(text: &str, place: usize) -> String {
    let sign = text[place..].chars().next().unwrap();
    let other = match sign {
        '9' => '8',
        '0'..='8' => char::from_u32(sign as u32 + 1).unwrap(),
        'q' => 'x',
        _ => 'q',
    };
    format!(
        "{}{other}{}",
        &text[..place],
        &text[place + sign.len_utf8()..]
    )
}

/// What stands around a place of the page.
fn around(page: &str, place: usize) -> String {
    page[page.floor_char_boundary(place - 60)..page.ceil_char_boundary(place + 20)].to_owned()
}

/// Where the first number behind these words begins.
fn number_behind(text: &str, words: &str) -> usize {
    let from = text.find(words).unwrap() + words.len();
    from + text[from..].find(|c: char| c.is_ascii_digit()).unwrap()
}

/// Where the number of a cell begins, whatever its style.
fn number_of(sheet: &str, cell: &str) -> usize {
    let from = sheet.find(&format!("<c r=\"{cell}\"")).unwrap();
    from + number_behind(&sheet[from..], "<v>")
}

#[test]
fn a_release_in_all_formats_holds() {
    let (_office, release) = town();
    let copy = Copy::of(&release);
    assert_eq!(
        verify_release(&copy.place()).unwrap().problems,
        Vec::<String>::new()
    );
    // Repacked, with the same parts, it is the same workbook.
    let workbook = fs::read(copy.place().join("tables.xlsx")).unwrap();
    let problems = copy.problems_with("tables.xlsx", &zipped(&parts(&workbook)));
    assert_eq!(problems, Vec::<String>::new());
}

#[test]
fn an_internal_release_in_all_formats_holds() {
    let (office, _) = town();
    let identity = "town/analyst/identity.txt";
    office.succeeds(&[
        "run",
        "-c",
        "town/config.toml",
        "--identity",
        identity,
        "--internal",
        "-o",
        "in",
    ]);
    let release = office.release("in");
    assert_eq!(
        verify_release(&release).unwrap().problems,
        Vec::<String>::new()
    );
}

#[test]
fn one_digit_or_name_in_csv_json_or_parquet_is_found() {
    let (_office, release) = town();
    let copy = Copy::of(&release);
    let run: Value = serde_json::from_slice(&fs::read(release.join("run.json")).unwrap()).unwrap();
    let name = run["services"][0]["name"].as_str().unwrap();
    let changed = with_another(name, 1);
    for file in ["services.csv", "release.json"] {
        copy.is_found(file, name, &changed);
        let text = fs::read_to_string(release.join(file)).unwrap();
        let place = number_behind(&text, name);
        let problems = copy.problems_with(file, with_another(&text, place).as_bytes());
        assert!(!problems.is_empty(), "{file}");
    }
    let domains = fs::read(release.join("domains.parquet")).unwrap();
    let problems = copy.problems_with("organisations.parquet", &domains);
    assert!(
        problems[0].contains("organisations.parquet: has the wrong columns"),
        "{problems:?}"
    );
}

/// The same town rounded with another key: the same names, and other digits here and there.
#[test]
fn a_file_of_another_release_of_the_same_town_is_found() {
    let (office, release) = town();
    fs::remove_file(office.path("town/analyst/release.key")).unwrap();
    office.make_key("town/analyst/release.key", "release");
    let identity = "town/analyst/identity.txt";
    office.succeeds(&[
        "run",
        "-c",
        "town/config.toml",
        "--identity",
        identity,
        "-o",
        "other",
    ]);
    let other = office.release("other");
    let copy = Copy::of(&release);
    let mut found = 0;
    for path in office::files_below(&other) {
        let file = path.file_name().unwrap().to_str().unwrap();
        let bytes = fs::read(&path).unwrap();
        let is_equal = bytes == fs::read(release.join(file)).unwrap();
        if is_equal || file == "certificate.json" {
            continue;
        }
        let problems = copy.problems_with(file, &bytes);
        let is_told = |problem: &String| problem.contains(file) || problem.contains("CSV and JSON");
        assert!(problems.iter().any(is_told), "{file}: {problems:?}");
        found += 1;
    }
    assert!(found > 12, "{found} files differ");
}

#[test]
fn one_digit_name_width_or_text_in_the_workbook_is_found() {
    let (_office, release) = town();
    let copy = Copy::of(&release);
    let replace = |from: &'static str, to: &'static str| {
        move |text: &str| {
            assert!(text.contains(from), "{from}");
            text.replacen(from, to, 1)
        }
    };
    let sheet = "xl/worksheets/sheet4.xml";
    let households = |text: &str| number_of(text, "B2");
    copy.is_found_in_part(sheet, |text| with_another(text, households(text)));
    copy.is_found_in_part(sheet, |text| {
        let (before, behind) = text.split_at(households(text));
        format!("{before}{}", behind.replacen("</v>", ".0001</v>", 1))
    });
    copy.is_found_in_part(sheet, replace("<row r=\"2\"", "<row ht=\"17\" r=\"2\""));
    copy.is_found_in_part(sheet, replace("<row r=\"2\"", "<row hidden=\"1\" r=\"2\""));
    copy.is_found_in_part(
        sheet,
        replace("width=\"25.7109375\"", "width=\"26.7109375\""),
    );
    copy.is_found_in_part(sheet, |text| {
        let cell = text.find("<c r=\"B4\"").unwrap();
        let (before, behind) = text.split_at(cell + text[cell..].find("<v>").unwrap());
        format!("{before}<f>0.2+0.04</f>{behind}")
    });
    copy.is_found_in_part("xl/sharedStrings.xml", replace("Bijstand", "Bystand"));
    // The cover, the charts and what a chart keeps of its numbers.
    copy.is_found_in_part("xl/sharedStrings.xml", replace("Wat dit is", "Jan, 7"));
    copy.is_found_in_part(
        "xl/worksheets/sheet1.xml",
        replace("location=\"headline!A1\"", "location=\"jan!A1\""),
    );
    let charted = |text: &str| with_another(text, number_of(text, "B4"));
    copy.is_found_in_part("xl/worksheets/sheet2.xml", charted);
    let kept = |text: &str| {
        with_another(
            text,
            number_behind(
                &text.replace("<c:strCache><c:ptCount", "<c:strCache><c:ptcount"),
                "<c:ptCount val=\"3\"/><c:pt idx=\"0\"><c:v>",
            ),
        )
    };
    copy.is_found_in_part("xl/charts/chart1.xml", kept);
    copy.is_found_in_part(
        "xl/charts/chart2.xml",
        replace("grafieken!$B$21", "grafieken!$B$22"),
    );
    copy.is_found_in_part(
        "xl/drawings/drawing1.xml",
        replace("descr=\"Huis", "descr=\"Jan"),
    );
    copy.is_found_in_part(
        "xl/sharedStrings.xml",
        replace("</sst>", "<si><t>exact: 7</t></si></sst>"),
    );
    copy.is_found_in_part(
        "docProps/core.xml",
        replace("<dc:creator></dc:creator>", "<dc:creator>7</dc:creator>"),
    );
    copy.is_found_in_part("xl/styles.xml", replace("0.0%", "\\\"7\\\""));
    // Two rows in each other's place.
    copy.is_found_in_part("xl/worksheets/sheet13.xml", |text| {
        let row = |number: u32| {
            let begin = text.find(&format!("<row r=\"{number}\"")).unwrap();
            let end = begin + text[begin..].find("</row>").unwrap();
            text[begin..end].to_owned()
        };
        let renumbered = |row: &str, from: &str, to: &str| {
            let row = row.replace(&format!("r=\"{from}\""), &format!("r=\"{to}\""));
            ('A'..='Z').fold(row, |row, column| {
                row.replace(
                    &format!("r=\"{column}{from}\""),
                    &format!("r=\"{column}{to}\""),
                )
            })
        };
        let (two, three) = (row(2), row(3));
        let text = text
            .replace(&two, "TWO")
            .replace(&three, &renumbered(&two, "2", "3"));
        text.replace("TWO", &renumbered(&three, "3", "2"))
    });
    let workbook = fs::read(release.join("tables.xlsx")).unwrap();
    let mut more = parts(&workbook);
    more.push(("xl/comments1.xml".into(), "<comments/>".into()));
    let problems = copy.problems_with("tables.xlsx", &zipped(&more));
    assert!(
        problems[0].contains("holds something beside its tables"),
        "{problems:?}"
    );
}

/// The places of the page whose digits a reader sees: texts, hover texts, and what is read out.
fn seen_digits(page: &str) -> Vec<usize> {
    let body = page.find("<body>").unwrap();
    let mut places = Vec::new();
    let (mut is_in_tag, mut is_read_out) = (false, false);
    for (place, sign) in page.char_indices().skip_while(|(place, _)| *place < body) {
        match sign {
            '<' => is_in_tag = true,
            '>' => is_in_tag = false,
            '"' if is_in_tag => {
                is_read_out = !is_read_out && page[..place].ends_with("aria-label=");
            }
            _ if sign.is_ascii_digit() && (!is_in_tag || is_read_out) => places.push(place),
            _ => {}
        }
    }
    // A sign that is written by its number, such as &#39;, shows none.
    let is_digit = |sign: char| sign.is_ascii_digit();
    places.retain(|place| !page[..*place].trim_end_matches(is_digit).ends_with("&#"));
    places
}

#[test]
fn any_other_digit_that_a_reader_of_the_page_sees_is_found() {
    let (_office, release) = town();
    let copy = Copy::of(&release);
    let page = fs::read_to_string(release.join("report.html")).unwrap();
    let places = seen_digits(&page);
    assert!(places.len() > 1000, "{} digits", places.len());
    let first = places.iter().copied().take(15);
    let sampled = places.iter().copied().step_by(places.len() / 50);
    let unseen = first
        .chain(sampled)
        .filter(|place| !copy.is_page_refused(&page, *place));
    let unseen: Vec<String> = unseen.map(|place| around(&page, place)).collect();
    assert_eq!(unseen, Vec::<String>::new());
}

#[test]
fn any_other_name_on_the_page_is_found() {
    let (_office, release) = town();
    let copy = Copy::of(&release);
    let page = fs::read_to_string(release.join("report.html")).unwrap();
    let run: Value = serde_json::from_slice(&fs::read(release.join("run.json")).unwrap()).unwrap();
    let listed = |list: &str, place: usize| run[list][place]["name"].as_str().unwrap().to_owned();
    let names = [
        listed("services", 0),
        listed("services", 7),
        listed("parties", 2),
        run["services"][3]["domain"].as_str().unwrap().to_owned(),
        run["project"].as_str().unwrap().to_owned(),
        run["release"].as_str().unwrap().to_owned(),
        "december".to_owned(),
        run["figures"][1]["source"].as_str().unwrap().to_owned(),
        run["signs"].as_str().unwrap().to_owned(),
    ];
    for name in names {
        let places: Vec<usize> = page.match_indices(&name).map(|(place, _)| place).collect();
        assert!(!places.is_empty(), "{name}");
        for place in places.iter().step_by(places.len().div_ceil(4)) {
            let is_refused = copy.is_page_refused(&page, place + 1);
            assert!(is_refused, "{}", around(&page, *place));
        }
    }
}

#[test]
fn another_source_below_any_profile_is_found() {
    let (_office, release) = town();
    let copy = Copy::of(&release);
    let page = fs::read_to_string(release.join("report.html")).unwrap();
    let profiles = page.match_indices("<article").map(|(place, _)| place);
    let mut number = 0;
    for profile in profiles {
        let Some(below) = page[profile..]
            .split("</article>")
            .next()
            .unwrap()
            .find("<p class=\"source\">")
        else {
            continue;
        };
        let begin = profile + below + "<p class=\"source\">".len();
        let end = begin + page[begin..].find("</p>").unwrap();
        let begins = page[begin..end]
            .match_indices("; ")
            .map(|(place, _)| begin + place + 2);
        for place in std::iter::once(begin).chain(begins) {
            assert!(
                copy.is_page_refused(&page, place),
                "{}",
                around(&page, place)
            );
            number += 1;
        }
    }
    assert!(number > 40, "{number} sources");
}

#[test]
fn a_hover_text_a_bar_a_colour_or_a_hidden_place_that_tells_more_is_found() {
    let (_office, release) = town();
    let copy = Copy::of(&release);
    let is_found = |from: &str, to: &str| copy.is_found("report.html", from, to);
    // A count that is hidden, where one points at it.
    is_found(": niet getoond</title>", ": 7 huishoudens</title>");
    is_found(
        "<td class=\"number",
        "<td title=\"exact: 483\" class=\"number",
    );
    is_found(
        "<td class=\"number",
        "<td data-exact=\"483\" class=\"number",
    );
    is_found("<td class=\"number", "<td id=\"exact-483\" class=\"number");
    is_found("<h2>", "<h2 aria-label=\"483\">");
    is_found("<tbody>", "<!-- 483 --><tbody>");
    is_found("<tbody>", "<tbody>483");
    is_found("</header>", "</header><p hidden=\"\">483</p>");
    is_found("</header>", "</header><script>483</script>");
    is_found(
        "</header>",
        "</header><section id=\"more\"><p>483</p></section>",
    );
    is_found("</header>", "</header><section id=\"services\"></section>");
    is_found("<style>", "<style>/* 483 */");
    is_found("class=\"house none\"", "class=\"house one\"");
    is_found("<path d=\"M", "<path class=\"more-3\" d=\"M");
    is_found("<rect width=\"100%\"/>", "<rect width=\"99.7%\"/>");
    is_found("initial-scale=1", "initial-scale=483");
}

#[test]
fn a_small_map_a_number_of_the_gemeente_or_a_middle_that_is_other_is_found() {
    let (_office, release) = town();
    let copy = Copy::of(&release);
    let page = fs::read_to_string(release.join("report.html")).unwrap();
    for (behind, before) in [
        ("<div class=\"small\">", "class=\"k"),
        ("<div class=\"small\">", "<b>"),
        ("<div class=\"small\">", "</span>"),
        ("<tfoot>", "<td>"),
        ("<th", " data-middle=\""),
    ] {
        let from = page.find(behind).unwrap();
        let place = from + page[from..].find(before).unwrap() + before.len();
        let is_refused = copy.is_page_refused(&page, place);
        assert!(is_refused, "{}", around(&page, place));
    }
}

#[test]
fn what_a_map_says_of_a_pattern_is_worked_out_again() {
    let (_office, release) = town();
    let copy = Copy::of(&release);
    let page = fs::read_to_string(release.join("report.html")).unwrap();
    let under_map = page.find("<p class=\"pattern\">Gebieden").unwrap();
    let of_heading = page.rfind("). Hoog in en rond ").unwrap();
    let of_heading = page[..of_heading].rfind("=\"").unwrap();
    for from in [under_map, of_heading] {
        let index = from + page[from..].find(|c: char| c.is_ascii_digit()).unwrap();
        let z = from + page[from..].find("; z ").unwrap() + 4;
        let names = from + page[from..].find("rond ").unwrap();
        for place in [index, index + 3, z, z + 2, names, names + 6] {
            let place = place + usize::from(!page.is_char_boundary(place));
            let is_refused = copy.is_page_refused(&page, place);
            assert!(is_refused, "{}", around(&page, place));
        }
    }
    let is_found = |from: &str, to: &str| copy.is_found("report.html", from, to);
    is_found(
        "<p class=\"pattern\">Gebieden",
        "<p class=\"pattern\"></p><p>Gebieden",
    );
    is_found(
        "meer op elkaar dan door toeval (Moran’s I \"",
        "niet op elkaar (Moran’s I \"",
    );
    is_found("Hoog in en rond ", "Laag in en rond ");
    is_found(" data-alike=\"0", " data-unlike=\"0");
    is_found(
        "<th scope=\"row\">",
        "<th scope=\"row\" data-alike=\"0,54; z 4,4).\">",
    );
    is_found("<h2>", "<h2 data-alike=\"0,54; z 4,4).\">");
    is_found("</figure>", "<p class=\"pattern\">exact: 483</p></figure>");
    // The borders that it follows from: a buurt lies elsewhere.
    let borders = fs::read_to_string(release.join("areas.geojson")).unwrap();
    let level = borders.find("\"level\":\"buurt\"").unwrap();
    let begin = borders[..level].rfind("[[[[").unwrap();
    let end = begin + borders[begin..].find("]]]]").unwrap();
    let elsewhere = "[[[[4.0,52.0],[4.1,52.0],[4.1,52.1],[4.0,52.0";
    let moved = format!("{}{elsewhere}{}", &borders[..begin], &borders[end..]);
    let problems = copy.problems_with("areas.geojson", moved.as_bytes());
    assert!(
        problems
            .iter()
            .any(|problem| problem.contains("report.html")),
        "{problems:?}"
    );
}
