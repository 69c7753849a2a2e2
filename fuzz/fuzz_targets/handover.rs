//! Hand-overs that are right but for some bytes of one table, of which the manifest gives the digest: verified, and linked.
//!
//! The first byte chooses the profile and the table, the second where the table ends; then each four are a place and what stands there.
#![no_main]

#[path = "../../benches/link/town.rs"]
mod town;

use std::cell::LazyCell;
use std::fs;
use std::path::PathBuf;

use factlab::keys::KeyedDigest;
use factlab::pseudonymous::TokenProfile;
use factlab::pseudonymous::handover::{Agreed, Expected, HandoverSet, Manifest};
use factlab::pseudonymous::link::link;
use factlab::vocabulary::Silent;
use town::Town;

const PROFILES: [TokenProfile; 2] = [TokenProfile::Standard, TokenProfile::Strict];

/// A register and a provider; `tables` has the path and the bytes of each table.
struct Made {
    _home: tempfile::TempDir,
    register: Agreed,
    providers: Vec<Agreed>,
    expected: Expected,
    tables: Vec<(PathBuf, Vec<u8>)>,
}

thread_local! {
    static MADE: LazyCell<Vec<Made>> = LazyCell::new(|| PROFILES.map(made).into());
}

fn made(profile: TokenProfile) -> Made {
    let home = tempfile::tempdir().expect("a temporary folder");
    let town = Town {
        key: KeyedDigest::new(b"made up"),
        persons: 40,
        profile,
    };
    let register = town.write_register(home.path()).expect("a register");
    let providers = vec![town.write_provider(home.path(), "one", 0).expect("a provider")];
    let folders = providers.iter().chain([&register]).map(|party| &party.folder);
    let files = folders.flat_map(|folder| fs::read_dir(folder).expect("a hand-over"));
    let paths = files.map(|file| file.expect("a file").path());
    let paths = paths.filter(|path| path.extension().is_some_and(|ending| ending == "parquet"));
    let mut paths: Vec<PathBuf> = paths.collect();
    paths.sort();
    let read = |path: PathBuf| (path.clone(), fs::read(path).expect("a table"));
    Made {
        register,
        providers,
        expected: Expected {
            providers: 1,
            ..town::expected(profile).expect("words of ours")
        },
        tables: paths.into_iter().map(read).collect(),
        _home: home,
    }
}

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    factlab_fuzz::let_caught_panics_pass();
    let [choice, end, changes @ ..] = bytes else {
        return;
    };
    MADE.with(|made| {
        let made = &made[usize::from(*choice) % PROFILES.len()];
        let (path, whole) = &made.tables[usize::from(*choice) / PROFILES.len() % made.tables.len()];
        let mut table = whole.clone();
        table.truncate(whole.len() - usize::from(*end) % whole.len());
        for [high, middle, low, value] in changes.as_chunks().0 {
            let place = u32::from_be_bytes([0, *high, *middle, *low]) as usize;
            let length = table.len();
            table[place % length] = *value;
        }
        replace(path, &table);
        let set = HandoverSet::verify(&made.register, &made.providers, &made.expected, &Silent);
        if let Ok(set) = set {
            let _ = link(&set, &made.expected, None, &Silent);
        }
        replace(path, whole);
    });
});

/// Writes the table, and its digest into the manifest beside it.
fn replace(path: &PathBuf, table: &[u8]) {
    fs::write(path, table).expect("a table");
    let at = path.with_file_name("manifest.json");
    let text = fs::read(&at).expect("a manifest");
    let mut manifest: Manifest = serde_json::from_slice(&text).expect("a manifest of ours");
    let name = path.file_name().and_then(|name| name.to_str()).expect("a name");
    manifest.files.insert(name.into(), factlab_fuzz::digest(table));
    fs::write(at, factlab_fuzz::sealed(manifest)).expect("a manifest");
}
