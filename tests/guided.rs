//! The guided way: `factlab` without a word, at a terminal of 80 by 24, from a workbook of two sheets to envelopes that are sent.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::fs;
use std::path::Path;
use std::process::Command;

use factlab::agreement::Agreement;
use factlab::keys::{KeyKind, KeyToSend, create, create_identity};
use rust_xlsxwriter::Workbook;

/// Waits for each text on the terminal and types its answer; prints all that was shown. Arguments: program, text, answer, …
const TERMINAL: &str = r#"
import fcntl, os, pty, select, struct, sys, termios
program, turns = sys.argv[1], sys.argv[2:]
child, screen = pty.fork()
if child == 0:
    os.execv(program, [program])
fcntl.ioctl(screen, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
shown, seen = b"", 0
def more():
    global shown
    if not select.select([screen], [], [], 60)[0]:
        sys.exit("nothing came after: " + shown.decode())
    try:
        piece = os.read(screen, 65536)
    except OSError:
        piece = b""
    shown += piece
    return piece != b""
for text, answer in zip(turns[::2], turns[1::2]):
    while text.encode() not in shown[seen:].replace(b"\r\n", b" "):
        if not more():
            sys.exit(f"never asked {text!r}: " + shown.decode())
    seen = len(shown)
    os.write(screen, answer.encode() + b"\n")
while more():
    pass
sys.stdout.write(shown.decode())
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"#;

fn at_a_terminal(folder: &Path, turns: &[(&str, &str)]) -> String {
    let turns = turns.iter().flat_map(|(text, answer)| [*text, *answer]);
    let output = Command::new("python3")
        .args(["-c", TERMINAL, env!("CARGO_BIN_EXE_factlab")])
        .args(turns)
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .env("LC_ALL", "C.UTF-8")
        .output()
        .unwrap();
    let screen = String::from_utf8_lossy(&output.stdout).replace('\r', "");
    assert!(
        output.status.success(),
        "{screen}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    screen
}

/// A made-up BSN: its eleven-test leaves 5.
fn bsn(number: u32) -> String {
    let digits = format!("{number:08}");
    let sum: u32 = digits
        .chars()
        .zip((2..=9).rev())
        .map(|(digit, weight)| digit.to_digit(10).unwrap() * weight)
        .sum();
    match (sum + 11 - 5) % 11 {
        10 => bsn(number + 1_000),
        last => format!("{digits}{last}"),
    }
}

/// A folder as a provider has it: the agreement of the municipality, the secret, and a workbook with notes on the first sheet.
fn unzipped() -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    let [keyholder, analyst] = ["keyholder.txt", "analyst.txt"].map(|name| {
        let file = home.path().join(name);
        let recipient = create_identity(&file).unwrap().to_string();
        fs::remove_file(file).unwrap();
        recipient
    });
    let agreement = format!(
        "[project]\nid = 'proefdorp-2026'\nfrom = 2026-01-01\nto = 2026-12-31\nlanguage = 'nl'\nmade_up = true\n\n\
         [[service]]\ncode = 'hulp'\nname = 'Hulp bij het huishouden'\n\n[[service]]\ncode = 'dag'\nname = 'Dagbesteding'\n\n\
         [keyholder]\nname = 'Notaris'\nrecipient = '{keyholder}'\n\n[analyst]\nname = 'Onderzoek'\nrecipient = '{analyst}'\n\n\
         [register]\nextract = 'register.csv'\n\n[[provider]]\nid = 'welzijn'\nname = 'Welzijn Proefdorp'\n\n\
         [[provider]]\nid = 'thuiszorg'\nname = 'Thuiszorg'\n"
    );
    fs::write(home.path().join("config.toml"), agreement).unwrap();
    create(&home.path().join("project.key"), KeyKind::Project).unwrap();
    let mut book = Workbook::new();
    let notes = book.add_worksheet().set_name("Toelichting").unwrap();
    notes.write(0, 0, "Gemaakt door de afdeling zorg").unwrap();
    let sheet = book.add_worksheet().set_name("Cliënten 2026").unwrap();
    for (column, name) in (0..).zip([
        "Klantnr",
        "BSN",
        "Achternaam",
        "Geb.datum",
        "Postcode",
        "Huisnr",
        "Soort",
        "Begindatum",
    ]) {
        sheet.write(0, column, name).unwrap();
    }
    for row in 1..=60 {
        let birth = format!(
            "{:02}-{:02}-{}",
            1 + row % 28,
            1 + row % 12,
            1940 + row % 60
        );
        let names = ["Jansen", "de Vries", "Bakker", "Visser"];
        let kinds = ["HH1", "DB"];
        let cells = [
            format!("{}", 1_000 + row),
            bsn(10_000_000 + row * 7_919),
            names[row as usize % 4].to_owned(),
            birth,
            "1501 AB".to_owned(),
            row.to_string(),
            kinds[row as usize % 2].to_owned(),
            "03-02-2025".to_owned(),
        ];
        for (column, cell) in (0..).zip(cells) {
            sheet.write(row, column, cell).unwrap();
        }
    }
    book.save(home.path().join("clienten.xlsx")).unwrap();
    home
}

const TO_THE_CHECK: [(&str, &str); 7] = [
    ("Geef het nummer:", "2"),
    ("Is clienten.xlsx het bestand met uw cliënten?", "j"),
    ("Kolom `Soort`", "j"),
    ("Zal ik dit noteren in config.toml", "j"),
    ("uw code `DB`", "2"),
    ("uw code `HH1`", "1"),
    ("Zal ik een pagina maken", "j"),
];

#[test]
fn a_workbook_of_two_sheets_becomes_envelopes_and_nobody_edits_the_agreement() {
    let home = unzipped();
    let agreement = home.path().join("config.toml");
    let before = Agreement::read(&agreement).unwrap().digest();
    let further = [
        ("Is hij ondertekend", "j"),
        ("Deze aanlevering maken?", "j"),
        ("Hebt u dit allemaal verstuurd?", "n"),
    ];
    let screen = at_a_terminal(home.path(), &[&TO_THE_CHECK[..], &further].concat());
    assert!(
        screen.contains("60 rijen gelezen; 60 behouden (60 cliënten), 0 afgekeurd"),
        "{screen}"
    );
    assert!(
        screen.contains("naar de sleutelbewaarder, Notaris."),
        "{screen}"
    );
    for file in [
        "welzijn.preview.html",
        "handovers/welzijn/welzijn.tokens.age",
        "handovers/welzijn/welzijn.uses.age",
    ] {
        assert!(home.path().join(file).is_file(), "{file}");
    }
    assert_eq!(Agreement::read(&agreement).unwrap().digest(), before);
    let plain = screen.lines().filter(|line| !line.contains('\u{1b}'));
    for line in plain {
        assert!(line.trim().chars().count() <= 80, "{line}");
    }
}

#[test]
fn who_has_sent_it_may_have_it_removed() {
    let home = unzipped();
    let further = [
        ("Is hij ondertekend", "j"),
        ("Deze aanlevering maken?", "j"),
        ("Hebt u dit allemaal verstuurd?", "j"),
        ("van deze computer verwijderen?", "j"),
    ];
    let screen = at_a_terminal(home.path(), &[&TO_THE_CHECK[..], &further].concat());
    assert!(
        screen.contains("Verwijder nu wat u niet meer nodig hebt"),
        "{screen}"
    );
    assert!(!home.path().join("handovers/welzijn").exists());
    assert!(home.path().join("clienten.xlsx").is_file());
}

#[test]
fn without_a_yes_nothing_is_made() {
    let home = unzipped();
    let before = fs::read_to_string(home.path().join("config.toml")).unwrap();
    let screen = at_a_terminal(
        home.path(),
        &[&TO_THE_CHECK[..3], &[("Zal ik dit noteren", "n")]].concat(),
    );
    assert!(screen.contains("Er is niets veranderd."), "{screen}");
    assert_eq!(
        fs::read_to_string(home.path().join("config.toml")).unwrap(),
        before
    );
    at_a_terminal(
        home.path(),
        &[&TO_THE_CHECK[..], &[("Is hij ondertekend", "n")]].concat(),
    );
    assert!(!home.path().join("handovers").exists());
}

#[test]
fn a_secret_that_was_sent_is_unwrapped_and_compared() {
    let home = unzipped();
    let file = |name: &str| home.path().join(name);
    let mine = create_identity(&file("identity.txt")).unwrap();
    let secret = file("project.key");
    KeyToSend::read(&secret)
        .unwrap()
        .seal(&mine, &file("projectsleutel.age"))
        .unwrap();
    fs::remove_file(&secret).unwrap();
    let turns = [
        ("Staat de projectsleutel in projectsleutel.age", "j"),
        ("Is het hetzelfde?", "n"),
    ];
    let screen = at_a_terminal(home.path(), &turns);
    assert!(screen.contains("Gebruik project.key niet."), "{screen}");
    fs::remove_file(&secret).unwrap();
    let turns = [
        turns[0],
        ("Is het hetzelfde?", "j"),
        ("Geef het nummer:", ""),
    ];
    at_a_terminal(home.path(), &turns);
    assert!(secret.is_file());
}

#[test]
fn a_folder_without_an_agreement_says_what_to_put_there() {
    let home = tempfile::tempdir().unwrap();
    let screen = at_a_terminal(home.path(), &[]);
    assert!(screen.contains("This folder has no agreement"), "{screen}");
}
