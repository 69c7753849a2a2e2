//! Which part of an `.xlsx` file is which sheet, and what is hidden in it: the library does not say.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::hidden::Hidden;
use crate::error::Result;
use crate::identified::source::file::open;

/// The parts of an `.xlsx` workbook.
#[derive(Default)]
pub(super) struct Parts {
    /// The part of each sheet, in their order.
    sheets: Vec<String>,
    /// Whether the workbook asks to be calculated when it is opened: then nobody has done so yet.
    pub(super) is_uncalculated: bool,
}

type Zip = ZipArchive<BufReader<File>>;

impl Parts {
    /// Looks up the parts. Of a workbook that is made in an odd way there may be none, which the library then refuses.
    pub(super) fn of(path: &Path) -> Result<Self> {
        let mut parts = Self::default();
        let Some(mut zip) = zip_at(path)? else {
            return Ok(parts);
        };
        let names: Vec<String> = zip
            .file_names()
            .filter_map(|name| Some(name.ok()?.into_owned()))
            .collect();
        let is_book = |name: &&String| {
            let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
            file.eq_ignore_ascii_case("workbook.xml")
        };
        let Some(book) = names.iter().find(is_book) else {
            return Ok(parts);
        };
        let folder = book.rfind(['/', '\\']).map_or("", |end| &book[..=end]);
        let file = &book[folder.len()..];
        let mut targets = Vec::new();
        each_tag(
            &mut zip,
            &format!("{folder}_rels/{file}.rels"),
            &mut |tag, name| {
                if name == "Relationship"
                    && let (Some(id), Some(target)) =
                        (attribute(tag, "Id"), attribute(tag, "Target"))
                {
                    targets.push((id, target));
                }
                true
            },
        );
        each_tag(&mut zip, book, &mut |tag, name| {
            if name == "sheet" {
                let id = attribute(tag, "id");
                let target = targets.iter().find(|(one, _)| Some(one) == id.as_ref());
                let part = target.map(|(_, target)| match target.strip_prefix('/') {
                    Some(whole) => whole.to_owned(),
                    None => format!("{folder}{target}"),
                });
                parts.sheets.push(part.unwrap_or_default());
            }
            parts.is_uncalculated |= name == "calcPr" && is_set(tag, "fullCalcOnLoad");
            true
        });
        Ok(parts)
    }

    /// The hidden rows and columns of a sheet.
    pub(super) fn hidden(&self, path: &Path, sheet: usize) -> Result<Hidden> {
        let (mut hidden, mut row) = (Hidden::default(), 0);
        if let (Some(mut zip), Some(part)) = (zip_at(path)?, self.sheets.get(sheet)) {
            each_tag(&mut zip, part, &mut |tag, name| {
                let number = |name| attribute(tag, name)?.trim().parse::<u64>().ok();
                // No height or width hides as well.
                let is_flat = |name| attribute(tag, name).is_some_and(|size| size.trim() == "0");
                match name {
                    "row" => {
                        row = number("r").unwrap_or(row + 1);
                        if is_set(tag, "hidden") || is_flat("ht") {
                            hidden.rows.add(row, 1);
                        }
                    }
                    "col" if is_set(tag, "hidden") || is_flat("width") => {
                        if let (Some(min), Some(max)) = (number("min"), number("max")) {
                            hidden
                                .columns
                                .add(min.saturating_sub(1), (max + 1).saturating_sub(min));
                        }
                    }
                    _ => {}
                }
                // Nothing that is asked for is behind the cells.
                name != "sheetProtection" && name != "autoFilter"
            });
        }
        Ok(hidden)
    }
}

fn zip_at(path: &Path) -> Result<Option<Zip>> {
    Ok(ZipArchive::new(BufReader::new(open(path)?)).ok())
}

/// Calls `each` with the tags of a part and their names without prefix, until it has seen enough or the part ends.
fn each_tag(zip: &mut Zip, part: &str, each: &mut dyn FnMut(&BytesStart<'_>, &str) -> bool) {
    let loose = |name: &str| name.replace('\\', "/").to_ascii_lowercase();
    let names = zip
        .file_names()
        .filter_map(|name| Some(name.ok()?.into_owned()));
    let Some(name) = names.into_iter().find(|name| loose(name) == loose(part)) else {
        return;
    };
    let Ok(part) = zip.by_name(&name) else { return };
    read_tags(part, each);
}

fn read_tags(part: impl Read, each: &mut dyn FnMut(&BytesStart<'_>, &str) -> bool) {
    let mut xml = Reader::from_reader(BufReader::with_capacity(1 << 16, part));
    xml.config_mut().check_end_names = false;
    let mut buffer = Vec::with_capacity(1 << 12);
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer) {
            Ok(Event::Start(tag) | Event::Empty(tag)) => {
                if !each(&tag, tag.local_name().as_ref()) {
                    return;
                }
            }
            Ok(Event::Eof) | Err(_) => return,
            Ok(_) => {}
        }
    }
}

/// The attribute of this name, whatever its prefix.
fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = tag.attributes().flatten();
    let found = attributes.find(|one| one.key.local_name().as_ref() == name)?;
    let text = quick_xml::escape::unescape(&found.value).ok()?;
    Some(text.into_owned())
}

fn is_set(tag: &BytesStart<'_>, name: &str) -> bool {
    attribute(tag, name).is_some_and(|text| matches!(text.trim(), "1" | "true"))
}
