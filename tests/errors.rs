//! Every error code stands in the docs, with its exit status, and on a screen that a test pins.

#![expect(
    clippy::unwrap_used,
    reason = "an office that cannot work is a failed test"
)]

#[cfg(test)]
mod frame;
#[cfg(test)]
#[expect(dead_code, reason = "a part of the keyholder's steps is enough here")]
mod keyholder;
#[cfg(test)]
mod office;
#[cfg(test)]
mod planted;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use factlab::error::Code;
use keyholder::{encrypted, hand_over, in_the_clear, rekey};
use office::Office;

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

#[test]
fn the_docs_list_every_code_with_its_status() {
    let docs = read("docs/errors.md");
    let mut listed = BTreeMap::new();
    for row in docs.lines().filter_map(|line| line.strip_prefix("| `")) {
        let cells: Vec<&str> = row.split(" | ").collect();
        let [word, status, meaning, to_do] = cells[..] else {
            panic!("{row}");
        };
        assert!(!meaning.is_empty() && !to_do.is_empty(), "{row}");
        let earlier = listed.insert(word.trim_end_matches('`'), status.to_owned());
        assert_eq!(earlier, None, "{row}");
    }
    let status = |code: &Code| code.class().exit_status().to_string();
    let codes = Code::ALL.iter().map(|code| (code.word(), status(code)));
    assert_eq!(listed, codes.collect());
}

#[test]
fn every_code_is_on_a_screen_that_a_test_pins() {
    let mut pinned = read("tests/snapshots/errors__screens.snap")
        + &read("src/cli/snapshots/factlab__cli__screen__tests__errors_beyond_tests.snap");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli");
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "trycmd") {
            pinned += &fs::read_to_string(path).unwrap();
        }
    }
    let is_absent = |code: &&Code| !pinned.contains(&format!("error[{}]: ", code.word()));
    let absent: Vec<_> = Code::ALL.iter().filter(is_absent).collect();
    assert!(absent.is_empty(), "no screen shows {absent:?}");
}

/// The screens of commands that fail, one after the other.
#[derive(Default)]
struct Screens(String);

impl Screens {
    /// A command and the error that it ends with; what differs by run is left out.
    fn show(&mut self, office: &Office, command: &str) {
        let output = office.run(&words(command));
        assert!(!output.status.success(), "{command}");
        let screen = String::from_utf8(output.stderr).unwrap();
        let from = screen.find("error[").unwrap();
        let status = output.status.code().unwrap();
        writeln!(
            self.0,
            "$ factlab {command}\n? {status}\n{}",
            &screen[from..]
        )
        .unwrap();
    }
}

fn words(command: &str) -> Vec<&str> {
    command.split(' ').collect()
}

/// What `key id` shows of a key under this name.
fn id_of(office: &Office, key: &str, name: &str) -> String {
    let shown = office.succeeds(&["--json", "key", "id", key]);
    let shown: serde_json::Value = serde_json::from_str(&shown).unwrap();
    shown[name].as_str().unwrap().to_owned()
}

const RUN: &str = "run -c config.toml --internal";

fn step(provider: &str) -> String {
    format!("pseudonymise -c config.toml --provider {provider} --key project.key --yes")
}

/// An office whose agreement or extract differs in one thing.
fn with(file: &str, old: &str, new: &str) -> Office {
    let office = Office::small();
    office.make_keys();
    office.edit(file, old, new);
    office
}

fn agreements_and_extracts(screens: &mut Screens) {
    let office = Office::with(&[]);
    screens.show(&office, "pseudonymise --provider wijkteam");
    let office = Office::small();
    office.hand_over();
    let both = format!("{RUN} --without wijkteam --without thuiszorg");
    screens.show(&office, &both);
    let blind = "oprf blind -c config.toml --provider wijkteam --state s -o blinded";
    screens.show(&office, blind);
    screens.show(&office, "key id extracts");

    let day = "reference_date = 2026-12-31";
    let office = with(
        "config.toml",
        day,
        &format!("{day}\nkey_expires = 2020-01-01"),
    );
    screens.show(&office, &step("wijkteam"));
    let name = "name = \"Wijkteam\"";
    let office = with(
        "config.toml",
        name,
        &format!("{name}\ndelete_after = 2020-01-01"),
    );
    screens.show(&office, &step("wijkteam"));

    let check = "check -c config.toml --provider wijkteam";
    for content in [
        &b"\x7fELF\0\0\0\x01\x02"[..],
        b"{\"klanten\": []}",
        b"Klantnr;BSN\n",
    ] {
        let office = Office::small();
        office.write("extracts/wijkteam.csv", content);
        screens.show(&office, check);
    }
    let office = with(
        "config.toml",
        name,
        &format!("{name}\nobjected = \"extracts/objected.csv\""),
    );
    office.write("extracts/objected.csv", b"wie;wat\nx;y\n");
    screens.show(&office, check);
    let office = with(
        "config.toml",
        "max_left_behind = 0.5",
        "max_left_behind = 0.0",
    );
    screens.show(&office, &step("wijkteam"));
    let office = with("extracts/register.csv", ";WK099902", ";06 12345678");
    screens.show(&office, &step("register"));
}

fn keys(screens: &mut Screens) {
    let office = Office::small();
    let unnamed = "pseudonymise -c config.toml --provider wijkteam --yes";
    screens.show(&office, unnamed);
    office.make_keys();
    screens.show(&office, &format!("{unnamed} --key release.key"));
    for key in ["project", "release"] {
        let (file, shares) = (format!("{key}.key"), format!("{key}.shares"));
        office.succeeds(&["key", "split", &file, "-k", "2", "-n", "2", "-o", &shares]);
    }
    let combine =
        "key combine project.shares/share-1-of-2.txt release.shares/share-2-of-2.txt -o x";
    screens.show(&office, combine);
}

fn tokens_without_a_shared_secret(screens: &mut Screens) {
    let office = with(
        "config.toml",
        "profile = \"standard\"",
        "profile = \"id\"\nmethod = \"oprf\"",
    );
    office.succeeds(&["key", "new", "oprf.key", "--kind", "oprf"]);
    office.succeeds(&["key", "new", "other.key", "--kind", "oprf"]);
    screens.show(&office, &step("wijkteam"));
    let blind = "oprf blind -c config.toml --provider wijkteam --state state -o blinded";
    office.succeeds(&words(blind));
    let finalise = "oprf finalise -c config.toml --provider wijkteam --state state --yes";
    screens.show(&office, &format!("{finalise} blinded/wijkteam.blinded"));
    let public = id_of(&office, "oprf.key", "public_key");
    let method = format!("public_key = \"{public}\"\nmethod = ");
    office.edit("config.toml", "method = ", &method);
    fs::remove_dir_all(office.path("blinded")).unwrap();
    fs::remove_file(office.path("state")).unwrap();
    office.succeeds(&words(blind));
    screens.show(&office, &format!("{finalise} blinded/wijkteam.blinded"));
    screens.show(&office, &format!("{finalise} config.toml"));
    let evaluate = "oprf evaluate -c config.toml --key oprf.key -o evaluated";
    screens.show(
        &office,
        &format!("{evaluate} --most 1 blinded/wijkteam.blinded"),
    );
    let evaluate = format!("{evaluate} blinded/wijkteam.blinded");
    office.succeeds(&words(&evaluate));
    office.edit("extracts/wijkteam.csv", "123456782", "111222333");
    screens.show(&office, &format!("{finalise} evaluated/wijkteam.evaluated"));
}

fn hand_overs(screens: &mut Screens) {
    let office = Office::small();
    office.hand_over();
    let at = |name: &str| office.path("handovers/wijkteam").join(name);
    office.write("handovers/wijkteam/note.txt", b"");
    screens.show(&office, RUN);
    fs::remove_file(at("note.txt")).unwrap();
    office.edit(
        "handovers/wijkteam/manifest.json",
        "\"stage\": 1",
        "\"stage\": 2",
    );
    screens.show(&office, RUN);
    fs::remove_file(at("manifest.json")).unwrap();
    screens.show(&office, RUN);
    fs::remove_dir_all(at("")).unwrap();
    fs::remove_file(office.path("project.key")).unwrap();
    office.succeeds(&["key", "new", "project.key", "--kind", "project"]);
    office.pseudonymise("wijkteam");
    screens.show(&office, RUN);
    let id = "id = \"proefdorp-2026\"";
    office.edit("config.toml", id, "id = \"proefdorp-2027\"");
    screens.show(&office, RUN);

    let office = Office::small();
    office.hand_over();
    let seen = "release.key.deliveries.json";
    office.write(seen, b"[]");
    screens.show(&office, RUN);
    fs::remove_file(office.path(seen)).unwrap();
    office.succeeds(&words(RUN));
    office.edit(seen, "\"number\": 1", "\"number\": 2");
    screens.show(&office, RUN);
    let seen = fs::read_to_string(office.path(seen)).unwrap();
    let day = seen.split('"').find(|text| text.starts_with("20")).unwrap();
    screens.0 = screens.0.replace(day, "[day]");
}

fn envelopes(screens: &mut Screens) {
    let office = encrypted();
    hand_over(&office);
    screens.show(&office, RUN);
    screens.show(&office, &format!("{RUN} --identity keyholder.identity"));

    let office = in_the_clear();
    hand_over(&office);
    screens.show(&office, RUN);
    office.succeeds(&["key", "new", "me.identity", "--kind", "identity"]);
    let recipient = id_of(&office, "me.identity", "recipient");
    let analyst = format!("[analyst]\nrecipient = \"{recipient}\"");
    office.edit("config.toml", "[analyst]", &analyst);
    screens.show(&office, RUN);

    let office = in_the_clear();
    office.succeeds(&["key", "new", "signing.key", "--kind", "signing"]);
    let signs = id_of(&office, "signing.key", "signs");
    for section in ["id = \"wijkteam\"", "[keyholder]"] {
        let signed = format!("{section}\nsigns = \"{signs}\"");
        office.edit("config.toml", section, &signed);
    }
    screens.show(&office, &step("wijkteam"));
    office.pseudonymise("register");
    office.pseudonymise("thuiszorg");
    office.succeeds(&words(&(step("wijkteam") + " --sign signing.key")));
    rekey(&office);
    screens.show(&office, RUN);
}

fn releases(screens: &mut Screens) {
    let office = Office::small();
    office.hand_over();
    office.write("release/certificate.json", b"{}");
    office.write("release/run.json", b"{}");
    office.write("release/release.json", b"{}");
    screens.show(&office, "verify release");
    screens.show(&office, "report release");
    office.succeeds(&["run", "-c", "config.toml"]);
    fs::remove_file(office.path("release.key")).unwrap();
    office.succeeds(&["key", "new", "release.key", "--kind", "release"]);
    let release = office.release("releases");
    screens.show(&office, "run -c config.toml");
    let totals = "[protect]\npublic_totals = \"households.csv\"";
    office.edit("config.toml", "[protect]", totals);
    office.write("households.csv", b"area,households\nWK01,12\nWK01,13\n");
    screens.show(&office, "run -c config.toml");
    let figures = "[[figures]]\nfile = \"wijken.csv\"\nlayout = \"kwb\"\nyear = 2026\n\n[protect]";
    office.edit("config.toml", "[protect]", figures);
    office.write("wijken.csv", b"naam;inwoners\nZuid;1200\n");
    screens.show(&office, "run -c config.toml");
    let areas = "[areas]\ngeometry = \"wijken.geojson\"\n\n[protect]";
    office.edit("config.toml", "[protect]", areas);
    office.write("wijken.geojson", b"{\"type\": \"Topology\"}");
    screens.show(&office, "run -c config.toml");
    let facilities = "[[facilities]]\nfile = \"f.csv\"\n\n[areas]";
    office.edit("config.toml", "[areas]", facilities);
    office.write("wijken.csv", b"gwb_code;a_inw\nWK000101;1200\n");
    let wijk = r#"{"type":"Feature","properties":{"code":"WK000101"},"geometry":{"type":"Polygon","coordinates":[[[4.8,52.4],[4.9,52.4],[4.9,52.5],[4.8,52.4]]]}}"#;
    let areas = format!(r#"{{"type":"FeatureCollection","features":[{wijk}]}}"#);
    office.write("wijken.geojson", areas.as_bytes());
    office.write("f.csv", b"naam;adres\nDe Brug;Dam 1\n");
    screens.show(&office, "run -c config.toml");
    let signals = "[signals]\nfile = \"signalen.csv\"\n";
    office.edit(
        "config.toml",
        facilities.trim_end_matches("\n[areas]"),
        signals,
    );
    office.write("signalen.csv", b"gebied;thema\nWK000101;Wmo\n");
    screens.show(&office, "run -c config.toml");
    let named = b"gebied;thema;functie;richting;wie\nWK000101;Wmo;huisarts;2;Jan de Vries\n";
    office.write("signalen.csv", named);
    screens.show(&office, "run -c config.toml");
    let name = release.file_name().unwrap().to_string_lossy();
    screens.0 = screens.0.replace(&*name, "[release]");
}

fn counted_elsewhere(screens: &mut Screens) {
    let office = Office::small();
    office.hand_over();
    let engine = "[engine]\nkind = \"emit\"\nfolder = \"cluster\"\n\n[protect]";
    office.edit("config.toml", "[protect]", engine);
    office.succeeds(&words(RUN));
    let emitted = office.release("cluster");
    let name = emitted.file_name().unwrap().to_string_lossy().into_owned();
    let import = format!("import -c config.toml --internal cluster/{name}");
    // Nothing was answered; or all but the first.
    screens.show(&office, &import);
    let mut statements: Vec<_> = fs::read_dir(emitted.join("statements")).unwrap().collect();
    statements.sort_by_key(|file| file.as_ref().unwrap().path());
    for file in statements.into_iter().skip(1) {
        let stem = file.unwrap().path().with_extension("csv");
        let stem = stem.file_name().unwrap().to_string_lossy().into_owned();
        office.write(&format!("cluster/{name}/{stem}"), b"plan\n");
    }
    screens.show(&office, &import);
    office.write(&format!("cluster/{name}/01-households.csv"), b"plan\n");
    screens.show(&office, &import);
    // Links are asked of the same folder, which has none, and then of one with counts.
    let links = ["kind = \"emit\"", "kind = \"emit\"\nlinks = true"];
    office.edit("config.toml", links[0], links[1]);
    screens.show(&office, &import);
    for answer in ["01-seen", "02-links"] {
        let file = format!("cluster/{name}/{answer}.csv");
        office.write(
            &file,
            b"plan,answers,is_private,has_more,counted,high,low\n",
        );
    }
    screens.show(&office, &import);
    office.edit("config.toml", links[1], links[0]);
    let spark = "kind = \"spark\"\nurl = \"sc://localhost\"";
    office.edit("config.toml", "kind = \"emit\"", spark);
    screens.show(&office, RUN);
    screens.0 = screens.0.replace(&name, "[release]");
}

fn unusual_hand_overs(screens: &mut Screens) {
    let office = planted::municipality();
    planted::hand_over(&office, 0..40, 0..8);
    screens.show(&office, "run -c config.toml");
    let both = "run -c config.toml --accept wijkteam --accept thuiszorg";
    screens.show(&office, both);
    office.succeeds(&words("run -c config.toml --accept thuiszorg"));
    let release = office.release("releases");
    planted::hand_over(&office, 0..80, 0..0);
    screens.show(&office, "run -c config.toml");
    let name = release.file_name().unwrap().to_string_lossy();
    screens.0 = screens.0.replace(&*name, "[release]");
}

fn ledgers(screens: &mut Screens) {
    let office = Office::small();
    office.hand_over();
    let run = "run -c config.toml";
    office.succeeds(&words(run));
    let mut ledgers = fs::read_dir(office.path("ledger")).unwrap();
    let ledger = ledgers.next().unwrap().unwrap().path();
    let id = ledger.file_stem().unwrap().to_string_lossy().into_owned();
    let release = office.release("releases");
    let name = release.file_name().unwrap().to_string_lossy().into_owned();
    let kept = fs::read(&ledger).unwrap();
    fs::write(&ledger, b"age-encryption.org/v1").unwrap();
    screens.show(&office, run);
    fs::write(&ledger, &kept[1..]).unwrap();
    screens.show(&office, run);
    fs::remove_file(&ledger).unwrap();
    screens.show(&office, run);
    fs::write(&ledger, &kept).unwrap();
    let certificate = release.join("certificate.json");
    let made = fs::read_to_string(&certificate).unwrap();
    let later = made.replace("\"time\": ", "\"time\": 9");
    fs::write(&certificate, later).unwrap();
    screens.show(&office, run);
    fs::write(&certificate, made).unwrap();
    let day = ["reference_date = 2026-12-31", "reference_date = 2026-12-30"];
    office.edit("config.toml", day[0], day[1]);
    office.hand_over_again();
    screens.show(&office, run);
    office.edit("config.toml", day[1], day[0]);
    let series = ["series = \"proefdorp\"", "series = \"village\""];
    let bands = ["[register]", "[measure]\nage_bands = [0, 65]\n\n[register]"];
    for [old, new] in [series, [series[1], series[0]], bands] {
        office.edit("config.toml", old, new);
        office.hand_over_again();
        if old != series[1] {
            screens.show(&office, run);
        }
    }
    screens.0 = screens.0.replace(&id, "[key]").replace(&name, "[release]");
}

#[test]
fn each_error_reads_as_written() {
    let mut screens = Screens::default();
    for of_area in [
        agreements_and_extracts,
        keys,
        tokens_without_a_shared_secret,
        hand_overs,
        envelopes,
        releases,
        counted_elsewhere,
        unusual_hand_overs,
        ledgers,
    ] {
        of_area(&mut screens);
    }
    insta::assert_snapshot!("screens", screens.0);
}
