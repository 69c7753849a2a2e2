//! A small municipality on disk: an agreement, a register, providers; and the program that is run on it.

#![allow(dead_code, reason = "each test uses a part of the office")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A folder with an agreement and extracts; removed when it goes.
pub(crate) struct Office {
    folder: tempfile::TempDir,
}

impl Office {
    /// The files of `files`, path and content.
    pub(crate) fn with(files: &[(&str, &[u8])]) -> Self {
        let office = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        for (name, content) in files {
            office.write(name, content);
        }
        office
    }

    /// Three households, two providers, everything in order.
    pub(crate) fn small() -> Self {
        Self::with(&[
            ("config.toml", CONFIG.as_bytes()),
            ("extracts/register.csv", REGISTER.as_bytes()),
            ("extracts/wijkteam.csv", WIJKTEAM.as_bytes()),
            ("extracts/thuiszorg.csv", THUISZORG.as_bytes()),
        ])
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, content: &[u8]) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    /// Replaces `old` by `new` in a file; panics when it is not there.
    pub(crate) fn edit(&self, name: &str, old: &str, new: &str) {
        let text = fs::read_to_string(self.path(name)).unwrap();
        assert!(text.contains(old), "{name} does not hold {old}");
        fs::write(self.path(name), text.replace(old, new)).unwrap();
    }

    /// Runs factlab in the folder with these words.
    pub(crate) fn run(&self, words: &[&str]) -> Output {
        self.command(words).output().unwrap()
    }

    /// The command, not yet started.
    pub(crate) fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_factlab"));
        // The agreement of the made-up town is Dutch, and what tests look for is English; of `report` it is the language of the page.
        if words.first() != Some(&"report") {
            command.args(["--language", "en"]);
        }
        command
            .args(words)
            .current_dir(self.folder.path())
            .stdin(Stdio::null());
        command
    }

    /// Runs factlab and expects it to succeed; gives back stdout.
    pub(crate) fn succeeds(&self, words: &[&str]) -> String {
        let output = self.run(words);
        assert!(
            output.status.success(),
            "{words:?}: {}{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8(output.stdout).unwrap()
    }

    /// Runs factlab and expects this exit status; gives back stderr.
    pub(crate) fn fails(&self, status: i32, words: &[&str]) -> String {
        let output = self.run(words);
        let screen = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(status), "{words:?}: {screen}");
        screen
    }

    /// Makes the keys.
    pub(crate) fn make_keys(&self) {
        self.make_key("project.key", "project");
        self.make_key("release.key", "release");
    }

    /// Makes a key of a kind.
    pub(crate) fn make_key(&self, file: &str, kind: &str) {
        self.succeeds(&["key", "new", file, "--kind", kind]);
    }

    /// Each party's step, up to the hand-overs.
    pub(crate) fn hand_over(&self) {
        self.make_keys();
        for provider in ["register", "wijkteam", "thuiszorg"] {
            self.pseudonymise(provider);
        }
    }

    /// The same with the keys that are there, and nothing left of before.
    pub(crate) fn hand_over_again(&self) {
        fs::remove_dir_all(self.path("handovers")).unwrap();
        for provider in ["register", "wijkteam", "thuiszorg"] {
            self.pseudonymise(provider);
        }
    }

    /// One party's step.
    pub(crate) fn pseudonymise(&self, provider: &str) {
        self.succeeds(&step(provider));
    }

    /// The only release in a folder.
    pub(crate) fn release(&self, folder: &str) -> PathBuf {
        let mut releases: Vec<_> = fs::read_dir(self.path(folder))
            .unwrap()
            .map(|e| e.unwrap().path())
            .collect();
        assert_eq!(releases.len(), 1, "{releases:?}");
        releases.remove(0)
    }

    /// Every file below the folder, sorted.
    pub(crate) fn files(&self) -> Vec<PathBuf> {
        files_below(self.folder.path())
    }
}

/// A release of the town that `factlab demo town` makes.
pub(crate) const RUN_TOWN: [&str; 5] = [
    "run",
    "-c",
    "town/config.toml",
    "--identity",
    "town/analyst/identity.txt",
];

/// The words of a party's step.
pub(crate) const fn step(provider: &str) -> [&str; 8] {
    [
        "pseudonymise",
        "-c",
        "config.toml",
        "--provider",
        provider,
        "--key",
        "project.key",
        "--yes",
    ]
}

/// Copies a folder and what is in it, into one that may be there.
pub(crate) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let to = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &to);
        } else {
            fs::copy(path, to).unwrap();
        }
    }
}

/// Every file below `folder`, sorted.
pub(crate) fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

pub(crate) const CONFIG: &str = r#"
[project]
id = "proefdorp-2026"
series = "proefdorp"
purpose = "stacking of services by household"
from = 2026-01-01
to = 2026-12-31
reference_date = 2026-12-31
accept_stage_1 = "a test"

[[service]]
code = "hulp"
name = "Hulp bij het huishouden"
domain = "Wmo"

[[service]]
code = "schuld"
name = "Schuldhulp"
domain = "Schuldhulp"

[tokens]
profile = "standard"

[register]
extract = "extracts/register.csv"
handover = "handovers/register"
household = "column"

[register.columns]
bsn = "BSN"
surname = "Naam"
given_names = "Voornamen"
birth_date = "Geboren"
sex = "Geslacht"
postcode = "Postcode"
house_number = "Huisnummer"
household = "Huishouden"
wijk = "Wijk"

[[provider]]
id = "wijkteam"
name = "Wijkteam"
extract = "extracts/wijkteam.csv"
handover = "handovers/wijkteam"
service = "schuld"
max_left_behind = 0.5

[provider.columns]
client = "Klantnr"
bsn = "BSN"
surname = "Achternaam"
given_names = "Voornaam"
birth_date = "Geb.datum"
start = "Begin"
end = "Einde"

[[provider]]
id = "thuiszorg"
name = "Thuiszorg"
extract = "extracts/thuiszorg.csv"
handover = "handovers/thuiszorg"
max_left_behind = 0.5

[provider.columns]
surname = "Naam"
birth_date = "Geboortedatum"
postcode = "PC"
house_number = "Nr"
service = "Product"
start = "Van"

[provider.services]
"0101" = "hulp"

[protect]
profile = "k5"
release_key = "release.key"

[output]
folder = "releases"
"#;

pub(crate) const REGISTER: &str = "\
BSN;Naam;Voornamen;Geboren;Geslacht;Postcode;Huisnummer;Huishouden;Wijk
123456782;Ørsted-Żuławski;Fjóla Ínez;17-03-1971;V;1507XY;7331;H-91;WK099901
111222333;Ørsted-Żuławski;Bram;05-11-2011;M;1507XY;7331;H-91;WK099901
999990019;van der Quisthoudt;Ruud;00-00-1950;M;1508ZZ;8442;H-92;WK099902
048274641;Ĳsbrandsz;Dieuwertje;29-02-1988;V;1509WW;9553;H-93;WK099902
";

pub(crate) const WIJKTEAM: &str = "\
Klantnr;BSN;Achternaam;Voornaam;Geb.datum;Begin;Einde
KLANT-9F3A;123456782;Orsted-Zulawski;Fjola;17-03-1971;01-02-2026;
KLANT-7C1B;48274641;IJsbrandsz;Dieuwertje;29-02-1988;01-02-2025;01-03-2026
KLANT-7C1B;48274641;IJsbrandsz;Dieuwertje;29-02-1988;01-02-2025;01-03-2026
KLANT-0D2E;123456789;Foutenbsn;Piet;31-02-1980;01-02-2026;
";

pub(crate) const THUISZORG: &str = "\
Naam,Geboortedatum,PC,Nr,Product,Van
\"Quisthoudt, van der\",1950-00-00,1508 zz,8442,0101,2026-03-01
Onbekendeling,1944-06-06,1599AA,12,0101,2026-03-01
Grensgeval,1933-01-02,geen,0,0999,2026-03-01
";
