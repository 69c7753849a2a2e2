//! Where an extract is and how it is written, as agreed; it looks for the files only when a command reads them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::mistakes::{Located, Mistakes, Spot, nearest};
use super::section::Section;
use crate::identified::{
    DateOrder, Encoding, ExtractFormat, ExtractSettings, Field, FileKind, extract_formats,
    holds_file, is_beside_the_data,
};

/// The keys of an extract in `[register]` or `[[provider]]`.
#[derive(Debug, Clone)]
pub(super) struct Extract {
    paths: Vec<Located<String>>,
    owner: Spot,
    /// The words before a key that is not there.
    lack: String,
    pub(super) format: Option<ExtractFormat>,
    delimiter: Option<u8>,
    encoding: Option<Encoding>,
    dates: Option<DateOrder>,
    sheet: Option<String>,
    pub(super) columns: BTreeMap<Field, String>,
}

/// Reads the keys of an extract; `is_register` allows the fields of the register.
pub(super) fn read_extract(section: &Section<'_>, is_register: bool) -> Extract {
    let orders = [
        DateOrder::DayMonthYear,
        DateOrder::MonthDayYear,
        DateOrder::YearMonthDay,
    ];
    let format = read_format(section);
    Extract {
        paths: section.texts("extract").unwrap_or_default(),
        owner: section.spot,
        lack: section.lack(),
        format,
        delimiter: read_delimiter(section),
        encoding: section.word("encoding", &Encoding::WORDS),
        dates: section.word("dates", &orders.map(|one| (one.word(), one))),
        sheet: read_sheet(section, format),
        columns: read_columns(&section.section("columns"), is_register),
    }
}

fn read_format(section: &Section<'_>) -> Option<ExtractFormat> {
    let text = section.text("format")?;
    if matches!(text.value.as_str(), "vera") {
        let message = format!("the format \"{}\" is not read yet", text.value);
        section.mistake(text.spot, message, "export it as CSV");
        return None;
    }
    let formats: Vec<_> = extract_formats().map(|one| (one.word, one)).collect();
    section.word("format", &formats)
}

fn read_sheet(section: &Section<'_>, format: Option<ExtractFormat>) -> Option<String> {
    let text = section.text("sheet")?;
    if let Some(format) = format.filter(|format| format.kind != FileKind::Workbook) {
        let message = format!(
            "`sheet` is for workbooks, and the format is \"{}\"",
            format.word
        );
        section.mistake(text.spot, message, "leave `sheet` out, or `format`");
    }
    Some(text.value)
}

fn read_delimiter(section: &Section<'_>) -> Option<u8> {
    let found = section.character("delimiter")?;
    let is_sign = |sign: &u8| (sign.is_ascii_punctuation() && *sign != b'"') || *sign == b'\t';
    let delimiter = u8::try_from(found.value).ok().filter(is_sign);
    if delimiter.is_none() {
        let hint = "usual are \";\", \",\", \"\\t\" and \"|\"";
        section.mistake(found.spot, "no file is delimited by this character", hint);
    }
    delimiter
}

fn read_columns(section: &Section<'_>, is_register: bool) -> BTreeMap<Field, String> {
    let allowed = |field: &&Field| {
        if is_register {
            !field.is_of_use()
        } else {
            !field.is_of_register()
        }
    };
    let names: Vec<&str> = Field::ALL
        .iter()
        .filter(allowed)
        .map(|field| field.name())
        .collect();
    let mut columns = BTreeMap::new();
    for (ours, theirs) in section.entries() {
        if let Some(field) = Field::from_name(&ours.value).filter(|field| allowed(&field)) {
            refuse_shared_column(&columns, field, &theirs, section);
            columns.insert(field, theirs.value);
            continue;
        }
        let message = format!("`{}` is not a field that can be mapped here", ours.value);
        if is_register && Field::from_name(&ours.value).is_some() {
            let hint = "it is of a use, and the register has persons and households only; a day of death or departure is `left`";
            section.mistake(ours.spot, message, hint);
            continue;
        }
        let hint = match nearest(&ours.value, &names) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("our fields are {}", names.join(", ")),
        };
        section.mistake(ours.spot, message, hint);
    }
    columns
}

/// Notes a column that two fields name: one of them would hold what it is not.
fn refuse_shared_column(
    columns: &BTreeMap<Field, String>,
    field: Field,
    theirs: &Located<String>,
    section: &Section<'_>,
) {
    let mut others = columns.iter();
    if let Some((other, _)) = others.find(|(_, column)| **column == theirs.value) {
        let (other, field) = (other.name(), field.name());
        let message = format!("`{other}` and `{field}` are mapped to the same column");
        let hint = "a column is one field: keep the right one and remove the other";
        section.mistake(theirs.spot, message, hint);
    }
}

impl Extract {
    /// The settings with the files that are there now; what is not there is a mistake.
    pub(super) fn settings(&self, folder: &Path, mistakes: &Mistakes) -> ExtractSettings {
        if self.paths.is_empty() {
            let hint = "add a line such as extract = \"extracts/clients.csv\"";
            let message = format!("{} `extract`", self.lack);
            mistakes.add_with_hint(self.owner, message, hint);
        }
        let (mut files, mut folders) = (Vec::new(), Vec::new());
        for path in &self.paths {
            let found = self.entries_at(folder, &path.value);
            let (beneath, found): (Vec<_>, Vec<_>) =
                found.into_iter().partition(|path| path.is_dir());
            if found.is_empty() {
                let (message, hint) = nothing_at(folder, &path.value);
                mistakes.add_with_hint(path.spot, message, hint);
            }
            files.extend(found);
            folders.extend(beneath);
        }
        for list in [&mut files, &mut folders] {
            list.sort();
            list.dedup();
        }
        let is_left_out = |file: &PathBuf| self.is_fit(file) && files.binary_search(file).is_err();
        folders.retain(|folder| holds_file(folder, &is_left_out));
        ExtractSettings {
            files,
            subfolders: folders.len(),
            format: self.format,
            delimiter: self.delimiter,
            encoding: self.encoding,
            dates: self.dates,
            sheet: self.sheet.clone(),
            columns: self.columns.clone(),
        }
    }

    /// The files at a path of the agreement, and the folders that are beside them.
    fn entries_at(&self, folder: &Path, path: &str) -> Vec<PathBuf> {
        let whole = folder.join(path);
        if whole.is_dir() {
            let entries = std::fs::read_dir(whole).into_iter().flatten().flatten();
            let wanted = |entry: &PathBuf| {
                !is_beside_the_data(entry) && (entry.is_dir() || self.is_fit(entry))
            };
            return entries.map(|entry| entry.path()).filter(wanted).collect();
        }
        if whole.exists() {
            return vec![whole];
        }
        // Only the configured part is a pattern: the folder of the agreement may hold brackets.
        let pattern = if Path::new(path).is_absolute() {
            path.to_owned()
        } else {
            let folder = glob::Pattern::escape(&folder.to_string_lossy());
            Path::new(&folder).join(path).to_string_lossy().into_owned()
        };
        let found = glob::glob(&pattern).into_iter().flatten().flatten();
        found.filter(|entry| !is_beside_the_data(entry)).collect()
    }

    /// Whether a file of a folder can be of the format, by its ending, where the format has one of its own.
    fn is_fit(&self, file: &Path) -> bool {
        let endings = self.format.map_or(&[][..], |format| format.kind.endings());
        if endings.is_empty() {
            return true;
        }
        let ending = file.extension().map(|ending| ending.to_string_lossy());
        ending.is_some_and(|ending| endings.iter().any(|one| ending.eq_ignore_ascii_case(one)))
    }
}

/// What is wrong with a path of the agreement that gives no file, and what to do.
fn nothing_at(folder: &Path, path: &str) -> (String, &'static str) {
    let whole = folder.join(path);
    if !whole.is_dir() {
        let hint = "a path, a list of paths, a folder or a glob, from the folder of this file";
        return (format!("no file at \"{path}\""), hint);
    }
    match std::fs::read_dir(&whole) {
        Ok(_) => (
            format!("the folder \"{path}\" contains no file of the extract"),
            "put the extract there, and name folders in it by themselves; hidden files and, for XML and JSON formats, files of another ending are passed over",
        ),
        Err(_) => (
            format!("the folder \"{path}\" cannot be read"),
            "check who may read there: the account that runs factlab must",
        ),
    }
}
