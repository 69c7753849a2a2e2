//! Bytes in, factlab's readers over them: they may refuse, but must come back, without a panic.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Once;

use factlab::agreement::Agreement;
use factlab::identified::PartySettings;
use factlab::error::untrusted::is_caught;
use factlab::pseudonymous::handover::Manifest;
use factlab::released::calculate::{ReleaseTables, Table, Value};
use factlab::released::places::areas::{self, Areas};
use factlab::released::places::figures::{Figures, FiguresFile, Layout};
use factlab::released::places::norm::{NormFile, Norms};
use factlab::released::places::population::{ForecastFile, Forecasts};
use factlab::released::places::reach::{FacilitiesFile, Reach, ReachSettings, Target};
use factlab::released::places::signals::{Approaches, ApproachesFile, Signals, SignalsFile, Themes};
use factlab::vocabulary::{AgeBands, Day, ProviderId, Silent};
use sha2::{Digest, Sha256};

/// The mapping of the tables; the seeds have these columns.
const COLUMNS: &str = r#"
columns = { client = "Klant", bsn = "BSN", surname = "Naam", birth_date = "Geboren", postcode = "Postcode", house_number = "Nr", service = "Product", start = "Van", end = "Tot" }
"#;

/// An extract of one party in one format; its file is written anew for every input.
pub struct Extract {
    folder: tempfile::TempDir,
    file: PathBuf,
    settings: PartySettings,
}

impl Extract {
    /// A place for an extract of the provider, or of the register, in `format` (the word of the agreement), with
    /// `columns` as the agreement maps them (empty for a format that has its own).
    pub fn of(party: &str, format: &str, columns: &str) -> Self {
        let_caught_panics_pass();
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = folder.path().join("extract");
        for place in [&file, &folder.path().join("areas")] {
            fs::write(place, b"").expect("a temporary file");
        }
        let text = agreement(party, format, columns);
        let agreement = Agreement::parse(&text, &folder.path().join("config.toml"));
        let party = ProviderId::new(party).expect("an id");
        let settings = agreement.and_then(|agreement| agreement.party_settings(&[party]));
        let settings = settings.map(|mut settings| settings.remove(0));
        let settings = settings.unwrap_or_else(|error| panic!("the agreement: {error}"));
        Self {
            folder,
            file,
            settings,
        }
    }

    /// Reads `bytes` as the extract, as `factlab check` does.
    pub fn check(&self, bytes: &[u8]) {
        fs::write(&self.file, bytes).expect("a temporary file");
        let _ = self.settings.check(&mut |_| Ok(()), &Silent);
    }

    /// The folder of the agreement, for what stands beside the extract.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }
}

thread_local! {
    static EXTRACT: RefCell<Option<Extract>> = const { RefCell::new(None) };
}

/// Every panic ends the fuzzing, apart from those of libraries that factlab catches.
pub fn let_caught_panics_pass() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let ends = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if !info.location().is_some_and(|place| is_caught(place.file())) {
                ends(info);
            }
        }));
    });
}

/// Reads `bytes` as a provider's table in `format`, mapped by column.
pub fn check_table(format: &str, bytes: &[u8]) {
    check("fuzz", format, COLUMNS, bytes);
}

/// Reads `bytes` as a provider's text of fixed width.
pub fn check_fixed(bytes: &[u8]) {
    let columns = "columns = { bsn = \"1-9\", surname = \"10-29\", postcode = \"30-35\", service = \"36-37\", start = \"38-45\" }";
    check("fuzz", "fixed", columns, bytes);
}

/// Reads `bytes` as an extract in a format that maps itself; of the register where the format is the register's.
pub fn check_own(party: &str, format: &str, bytes: &[u8]) {
    check(party, format, "", bytes);
}

fn check(party: &str, format: &str, columns: &str, bytes: &[u8]) {
    EXTRACT.with_borrow_mut(|extract| {
        extract
            .get_or_insert_with(|| Extract::of(party, format, columns))
            .check(bytes);
    });
}

/// An agreement with one party under test. A provider's codes of a service are `01` and any other.
fn agreement(party: &str, format: &str, columns: &str) -> String {
    let (register, provider) = if party == "register" {
        (format!("format = \"{format}\"\n{columns}"), String::new())
    } else {
        let of_provider = format!("format = \"{format}\"\n{columns}");
        (String::new(), of_provider)
    };
    format!(
        r#"
[project]
id = "fuzz"
series = "fuzz"
purpose = "finding what a reader cannot bear"
from = 2026-01-01
to = 2026-12-31
reference_date = 2026-12-31

[[service]]
code = "one"
name = "One"
domain = "Wmo"

[register]
extract = "extract"
handover = "register"
household = "address"
{register}

[[provider]]
id = "fuzz"
name = "Fuzz"
extract = "extract"
handover = "fuzz"
max_left_behind = 1.0
{provider}
services = {{ "01" = "one", "02" = "-" }}
"#
    )
}

/// Reads `bytes` as the areas of the register's postcodes, beside a register of two persons.
pub fn check_areas(bytes: &[u8]) {
    EXTRACT.with_borrow_mut(|extract| {
        let extract = extract.get_or_insert_with(|| Extract::of("register", "brp", "\n[areas]\nlookup = \"areas\"\n"));
        fs::write(extract.folder().join("areas"), bytes).expect("a temporary file");
        extract.check(include_bytes!("../seeds/brp/two.csv"));
    });
}

/// Reads `bytes` as a file of public figures, in each layout.
pub fn read_figures(bytes: &[u8]) {
    let_caught_panics_pass();
    with_file(bytes, |path| {
        for (shown, layout) in Layout::ALL {
            let file = FiguresFile {
                path: path.to_owned(),
                shown: shown.to_owned(),
                layout,
                source: "CBS".to_owned(),
                year: 2026,
                licence: None,
                chosen: Vec::new(),
            };
            let nowhere = ReleaseTables {
                tables: Vec::new(),
                is_internal: false,
            };
            if let Ok(figures) = Figures::read(&[file]) {
                let _ = figures.placed(&nowhere);
            }
        }
    });
}

/// Reads `bytes` as the population of later years, and as a norm for use in a town with two kinds of households.
pub fn read_rates(bytes: &[u8]) {
    let_caught_panics_pass();
    let text = |text: &str| Value::text(text);
    let row = |labels: &str| {
        let dimension = text("age_band/household_type/household_size");
        vec![text("gemeente"), text("all"), dimension, text(labels), Value::Count(100)]
    };
    let population = Table {
        name: "population",
        columns: Vec::new(),
        rows: vec![row("0-64/single/1"), row("65+/couple/2")],
    };
    let town = ReleaseTables {
        tables: vec![population],
        is_internal: false,
    };
    with_file(bytes, |path| {
        let file = ForecastFile {
            path: path.to_owned(),
            shown: "forecast".to_owned(),
            source: "CBS".to_owned(),
            licence: None,
            age_bands: AgeBands::default(),
            year: 2026,
        };
        if let Ok(forecasts) = Forecasts::read(&[file]) {
            let _ = forecasts.placed(&town);
        }
        let file = NormFile {
            path: path.to_owned(),
            shown: "norm".to_owned(),
            source: "CBS".to_owned(),
            licence: None,
            things: BTreeMap::from([("help".to_owned(), "service=help".to_owned())]),
            partial: BTreeSet::new(),
        };
        if let Ok(norms) = Norms::read(&[file]) {
            let _ = norms.placed(&town);
        }
    });
}

/// Reads `bytes` as borders of areas; what is drawn of them reads back from a release as it was.
pub fn read_geometry(bytes: &[u8]) {
    with_file(bytes, |file| {
        let Ok((areas, _, _)) = areas::read(&[file.to_owned()], None, None) else {
            return;
        };
        let (areas, _) = areas.chosen(&[]).expect("areas in the Netherlands can be projected");
        let tables = ReleaseTables { tables: Vec::new(), is_internal: false };
        let release = file.with_file_name("areas.geojson");
        let mut text = String::new();
        let mut put = |piece: &str| {
            text.push_str(piece);
            Ok(())
        };
        areas::write(&areas, &tables, &mut put).expect("memory takes all");
        fs::write(release, text).expect("a temporary file");
        let folder = file.parent().expect("a folder");
        assert_eq!(areas::read_released(folder).expect("areas of a release"), areas);
    });
}

/// Writes `bytes` to a file of its own and gives its path to `read`.
pub fn with_file(bytes: &[u8], read: impl FnOnce(&Path)) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("file");
    fs::write(&file, bytes).expect("a temporary file");
    read(&file);
}

/// Reads bytes as a file with facilities, and as one with ways to them.
pub fn read_facilities(bytes: &[u8]) {
    let_caught_panics_pass();
    with_file(bytes, |path| {
        let file = FacilitiesFile {
            path: path.to_owned(),
            shown: "facilities".to_owned(),
            kind: Some("school".to_owned()),
            target: Target::Everyone,
            distances_m: vec![800],
            columns: BTreeMap::new(),
            source: None,
        };
        let settings = |costs| ReachSettings {
            detour: 1.3,
            costs,
            addresses: None,
        };
        let nowhere = ReleaseTables {
            tables: Vec::new(),
            is_internal: false,
        };
        for costs in [Vec::new(), vec![(path.to_owned(), "ways".to_owned())]] {
            if let Ok(mut reach) = Reach::read(std::slice::from_ref(&file), &settings(costs)) {
                let _ = reach.placed(&Areas::default(), &nowhere);
            }
        }
    });
}

/// Reads bytes as a file with signals, and as one with approaches.
pub fn read_signals(bytes: &[u8]) {
    let_caught_panics_pass();
    with_file(bytes, |path| {
        let nowhere = ReleaseTables {
            tables: Vec::new(),
            is_internal: false,
        };
        let file = SignalsFile {
            path: path.to_owned(),
            shown: "signals".to_owned(),
            roles_at_least: 2,
            themes: Themes::from([("Geldzorgen".to_owned(), vec!["domain=Schuldhulp".to_owned()])]),
            reference_date: Day::parse("2026-12-31").expect("a day"),
        };
        if let Ok(signals) = Signals::read(&file) {
            let _ = signals.placed(&nowhere);
        }
        let file = ApproachesFile {
            path: path.to_owned(),
            shown: "approaches".to_owned(),
        };
        if let Ok(approaches) = Approaches::read(&file) {
            let _ = approaches.placed(&nowhere);
        }
    });
}

/// The text of a manifest with the checksum that belongs to it.
pub fn sealed(mut manifest: Manifest) -> Vec<u8> {
    manifest.checksum.clear();
    manifest.checksum = digest(&text(&manifest));
    text(&manifest)
}

fn text(manifest: &Manifest) -> Vec<u8> {
    let mut text = serde_json::to_vec_pretty(manifest).expect("a manifest is JSON");
    text.push(b'\n');
    text
}

/// SHA-256, in hexadecimal digits.
pub fn digest(bytes: &[u8]) -> String {
    let bytes: [u8; 32] = Sha256::digest(bytes).into();
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
