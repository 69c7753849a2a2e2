//! Hand-overs changed on purpose and sealed anew: digests, rows and checksum are right, and a rule of the method is broken.

use crate::vocabulary::When;
use parquet::record::Field;

use super::*;
use crate::columns::made::Frame;

/// A change of a hand-over: whose, which file, what, and a word of the refusal.
type Forgery = (&'static str, &'static str, fn(Frame) -> Frame, &'static str);

pub(super) fn read_table(path: &Path) -> Frame {
    Frame::read(fs::read(path).unwrap())
}

/// Hand-overs that keep every rule: five persons in three households, and two providers of two clients.
pub(super) fn honest() -> Set {
    let set = Set::new();
    let folder = WholeFolder::begin(&set.folder("register"), Existing::Replace).unwrap();
    let wijk = |code: &str| Area {
        code: code.into(),
        name: code.into(),
    };
    let wijken = [wijk("WK02"), wijk("WK01")];
    let mut writer = RegisterWriter::begin(&folder, &AgeBands::default(), &wijken, &[]).unwrap();
    for (number, home) in [(9, 0), (3, 1), (5, 1), (7, 2), (11, 2)] {
        let person = RegisterRecord {
            tokens: bsn(number),
            household: Some(HouseholdIx::at(home)),
            age_band: AgeBand::from_index(4),
            sex: Sex::Female,
            has_left: false,
        };
        writer.push(&person).unwrap();
    }
    for (number, size) in [1, 2, 2].into_iter().enumerate() {
        let home = HouseholdRecord {
            size: NonMax::new(size),
            ..household(number, 30 - number as u64)
        };
        writer.push_household(&home).unwrap();
    }
    writer.finish(&Silent).unwrap();
    finish(folder, parties("register")).unwrap();
    set
}

/// Puts `change` of the file `name` in its place and a manifest around it that agrees with it.
pub(super) fn forge(set: &Set, party: &str, name: &str, change: fn(Frame) -> Frame) {
    let path = set.folder(party).join(name);
    let table = change(read_table(&path));
    fs::write(&path, table.bytes(None)).unwrap();
    seal(set, party, |_| {});
}

/// Makes digests, rows and checksum anew, after `change`.
pub(super) fn seal(set: &Set, party: &str, change: impl FnOnce(&mut Manifest)) {
    let path = set.folder(party).join("manifest.json");
    let mut manifest = Manifest::read(&path, party).unwrap();
    let names: Vec<String> = manifest.files.keys().cloned().collect();
    for name in names {
        manifest.measure(&set.folder(party), &name).unwrap();
    }
    change(&mut manifest);
    let (_, text) = manifest.sealed().unwrap();
    fs::write(path, text).unwrap();
}

/// What a run would say: all that is checked before and while rows are read.
pub(super) fn outcome(set: &Set) -> Result<()> {
    let verified = set.verify()?;
    let bands = AgeBands::default();
    let register = &verified.register;
    let (persons, households) = (
        register.register_persons(&bands)?,
        register.households(&bands)?,
    );
    register.check_members(&persons, &households)?;
    for handover in verified.all() {
        handover.check_order()?;
    }
    verified
        .providers
        .iter()
        .try_for_each(|one| one.uses(&services(), When::ALWAYS).map(|_| ()))
}

fn number(table: Frame, name: &str, place: usize, number: Option<u32>) -> Frame {
    let number = number.map_or(Field::Null, Field::UInt);
    table.with(name, |values| values[place] = number)
}

/// Gives a row the number of a person that is not there.
fn of_another_row(table: Frame, place: usize) -> Frame {
    table.with("row", |rows| match &mut rows[place] {
        Field::UInt(row) => *row ^= 1,
        other => panic!("{other}"),
    })
}

fn flagged(table: Frame, name: &str, value: Option<bool>) -> Frame {
    table.filled(name, &value.map_or(Field::Null, Field::Bool))
}

fn tokens_of(table: Frame, token: [u8; 16]) -> Frame {
    table.filled("token", &Field::Bytes(token.to_vec().into()))
}

fn twice(table: Frame) -> Frame {
    table.all(|values| values.extend_from_within(..))
}

fn reversed(table: Frame) -> Frame {
    table.all(|values| values.reverse())
}

pub(super) fn head(table: Frame, rows: usize) -> Frame {
    table.all(|values| values.truncate(rows))
}

const FORGERIES: [Forgery; 30] = [
    (
        "register",
        "persons.parquet",
        |t| t.all(|values| values.extend_from_within(..1)),
        "share a row number",
    ),
    (
        "wijkteam",
        "persons.parquet",
        |t| number(t, "row", 0, None),
        "`row` is empty",
    ),
    (
        "wijkteam",
        "persons.parquet",
        reversed,
        "not in the order of its persons",
    ),
    (
        "wijkteam",
        "tokens.parquet",
        reversed,
        "not in the order of its persons",
    ),
    (
        "wijkteam",
        "tokens.parquet",
        |t| t.with("token", |tokens| tokens.reverse()),
        "not sorted by their tokens",
    ),
    (
        "wijkteam",
        "tokens.parquet",
        |t| tokens_of(t, [0; 16]),
        "token of zeros",
    ),
    (
        "wijkteam",
        "tokens.parquet",
        |t| t.with("token", |tokens| tokens[1] = Field::Null),
        "`token` is empty",
    ),
    (
        "wijkteam",
        "tokens.parquet",
        |t| number(t, "row", 1, None),
        "`row` is empty",
    ),
    (
        "wijkteam",
        "tokens.parquet",
        |t| number(t, "column", 0, None),
        "`column` is empty",
    ),
    (
        "wijkteam",
        "tokens.parquet",
        |t| number(t, "column", 0, Some(255)),
        "an unknown column",
    ),
    (
        "wijkteam",
        "tokens.parquet",
        |t| of_another_row(t, 1),
        "of nobody in it",
    ),
    (
        "wijkteam",
        "tokens.parquet",
        |t| t.with("row", |rows| rows[1] = rows[0].clone()),
        "one occurs twice",
    ),
    (
        "wijkteam",
        "tokens.parquet",
        twice,
        "not in the order of its persons",
    ),
    (
        "wijkteam",
        "uses.parquet",
        reversed,
        "not sorted by row and service",
    ),
    (
        "wijkteam",
        "uses.parquet",
        |t| of_another_row(t, 0),
        "of a client that is not in it",
    ),
    (
        "wijkteam",
        "uses.parquet",
        |t| head(t, 1),
        "a client has no use",
    ),
    (
        "wijkteam",
        "uses.parquet",
        |t| {
            flagged(
                flagged(t, "in_period", Some(false)),
                "on_reference_date",
                Some(false),
            )
        },
        "neither in the period",
    ),
    (
        "wijkteam",
        "uses.parquet",
        |t| flagged(t, "in_period", None),
        "`in_period` is empty",
    ),
    (
        "wijkteam",
        "uses.parquet",
        |t| flagged(t, "outside", None),
        "`outside` is empty",
    ),
    (
        "wijkteam",
        "uses.parquet",
        |t| twice(twice(twice(t))),
        "more uses than its clients",
    ),
    (
        "register",
        "tokens.parquet",
        |t| tokens_of(t, [7; 16]),
        "share a BSN",
    ),
    (
        "register",
        "tokens.parquet",
        |t| t.with("token", |tokens| tokens.reverse()),
        "not sorted by their tokens",
    ),
    ("register", "members.parquet", |t| head(t, 2), "each person"),
    (
        "register",
        "members.parquet",
        |t| flagged(t, "left", None),
        "`left` is empty",
    ),
    (
        "register",
        "members.parquet",
        |t| t.filled("household", &Field::UInt(1)),
        "has no member",
    ),
    (
        "register",
        "members.parquet",
        |t| number(t, "household", 0, Some(9)),
        "of a household that is not in it",
    ),
    (
        "register",
        "households.parquet",
        |t| number(t, "size", 0, Some(0)),
        "the size of a household",
    ),
    (
        "register",
        "households.parquet",
        |t| number(t, "size", 1, Some(u32::MAX)),
        "the size of a household",
    ),
    (
        "register",
        "households.parquet",
        |t| t.filled("record_key", &Field::ULong(4)),
        "not sorted by record key",
    ),
    (
        "register",
        "households.parquet",
        |t| t.filled("record_key", &Field::Null),
        "`record_key` is empty",
    ),
];

#[test]
fn a_hand_over_that_breaks_a_rule_of_the_method_is_refused_however_it_was_sealed() {
    outcome(&honest()).unwrap();
    for (party, name, change, words) in FORGERIES {
        let set = honest();
        forge(&set, party, name, change);
        let error = outcome(&set).expect_err(words);
        assert_eq!(error.class(), Class::Refused, "{words}");
        let text = error.to_string();
        assert!(
            text.contains(words) && text.contains(party),
            "{words}: {text}"
        );
    }
}

#[test]
fn a_manifest_that_contradicts_its_files_is_refused_however_it_was_sealed() {
    type Change = fn(&mut Manifest);
    let changes: [(Change, &str); 6] = [
        (|m| m.counts = None, "no row counts"),
        (
            |m| m.counts.as_mut().unwrap().kept = BandedCount::Exact(0),
            "were kept",
        ),
        (
            |m| m.counts.as_mut().unwrap().left_behind = BandedCount::Exact(1 << 60),
            "sum of its rules",
        ),
        (
            |m| m.counts.as_mut().unwrap().read = BandedCount::Exact(20),
            "than were read",
        ),
        (|m| m.envelope = Envelope::Uses, "an unpacked envelope"),
        (|m| m.parties.stage = 2, "stage"),
    ];
    for (change, words) in changes {
        let set = honest();
        seal(&set, "wijkteam", change);
        let text = outcome(&set).expect_err(words).to_string();
        assert!(
            text.contains(words) && text.contains("wijkteam"),
            "{words}: {text}"
        );
    }
}

#[test]
fn what_no_rows_need_is_refused() {
    let set = honest();
    for name in ["persons.parquet", "tokens.parquet"] {
        let path = set.folder("wijkteam").join(name);
        let whole = fs::read(&path).unwrap();
        let mut table = read_table(&path);
        for _ in 0..12 {
            table = twice(table);
        }
        fs::write(&path, table.bytes(None)).unwrap();
        seal(&set, "wijkteam", |_| {});
        let text = outcome(&set).unwrap_err().to_string();
        assert!(text.contains("too short for its rows"), "{text}");
        fs::write(&path, whole).unwrap();
    }
    let set = honest();
    let path = set.folder("wijkteam").join("uses.parquet");
    fs::write(&path, read_table(&path).bytes(Some("Jansen"))).unwrap();
    seal(&set, "wijkteam", |_| {});
    let text = outcome(&set).unwrap_err().to_string();
    assert!(text.contains("more than its columns"), "{text}");
}

#[test]
fn a_hand_over_of_a_version_with_a_column_per_token_is_to_be_made_again() {
    let set = honest();
    fs::remove_file(set.folder("wijkteam").join("tokens.parquet")).unwrap();
    let path = set.folder("wijkteam").join("manifest.json");
    let mut manifest = Manifest::read(&path, "wijkteam").unwrap();
    manifest.files.remove("tokens.parquet");
    manifest.rows.remove("tokens.parquet");
    fs::write(&path, manifest.sealed().unwrap().1).unwrap();
    let error = outcome(&set).unwrap_err();
    assert_eq!(error.class(), Class::Refused);
    assert!(error.to_string().contains("an earlier version"), "{error}");
    assert!(
        error
            .advice()
            .unwrap()
            .contains("ask for the hand-over again")
    );
}
