//! Inspects an extract whose format has fields of its own.

use super::block;
use super::content::{Content, Workbench};
use super::draft;
use super::files::Group;
use super::inspection::{InspectedColumn, Inspection, Surroundings};
use super::parts::{Draft, Services};
use super::row_limit::RowLimit;
use crate::error::Result;
use crate::identified::formats::{Extract, Met};
use crate::identified::settings::{DateOrder, Field};
use crate::identified::source::{Habits, RawRow, Reading};
use crate::vocabulary::{Effect, Progress, Silent};

/// All that reading the rows gave.
struct Looked {
    fields: Vec<(Field, Content)>,
    rows: u64,
    unread: Option<u64>,
    has_findings: bool,
    reading: Reading,
}

impl Looked {
    /// What the user should look at.
    fn remarks(&self, services: &Services) -> impl Iterator<Item = &'static str> {
        let has_others = matches!(
            services,
            Services::Coded {
                has_others: true,
                ..
            }
        );
        let remarks = [
            (self.has_findings, "`check` lists its findings by line"),
            (
                has_others,
                "some service codes are in no national list and too rare to show: map each under [provider.services]",
            ),
            (
                self.rows == 0,
                "it has no client with a service; give all messages of the project at once",
            ),
        ];
        let remarks = remarks.into_iter().filter(|(is_so, _)| *is_so);
        remarks.map(|(_, remark)| remark)
    }
}

/// Looks at the files, which all have the same format.
pub(super) fn inspect(
    group: &Group,
    surroundings: &mut Surroundings,
    progress: &dyn Progress,
) -> Result<Inspection> {
    let looked = look(group, progress)?;
    let content = |field: Field| &looked.fields[field as usize].1;
    let is_register = group.first().format.is_of_register;
    let bsns = content(Field::Bsn);
    let mut draft = Draft {
        id: String::new(),
        name: draft::name(group),
        extract: draft::places(group, surroundings),
        format: group.first().format,
        habits: Habits::default(),
        dates: None,
        columns: Vec::new(),
        asked: Vec::new(),
        shows_names: surroundings.shows_names,
        services: Services::Register,
        is_made_up: bsns.is_made_up(),
    };
    let mut remarks: Vec<String> = remark_on_bsns(bsns).into_iter().collect();
    if !is_register {
        draft.id = draft::id(&draft.name, surroundings);
        let service = content(Field::Service);
        draft.services = if service.filled() > 0 {
            draft::coded(service, false, surroundings)
        } else {
            draft::one_service(&draft.id, &draft.name, surroundings)
        };
        draft::remember(&draft.id, &draft.services, &draft.name, surroundings);
    }
    remarks.extend(looked.remarks(&draft.services).map(str::to_owned));
    Ok(Inspection {
        format: draft.format,
        delimiter: None,
        encoding: None,
        sheet: None,
        dates: Some(looked.reading.dates),
        rows: looked.rows,
        has_more_rows: looked.unread.is_none(),
        unread: looked.unread,
        columns: described(&looked),
        files: looked.reading.detected,
        remarks,
        block: Some(block::write(&draft)),
    })
}

fn look(group: &Group, progress: &dyn Progress) -> Result<Looked> {
    let paths = group.files().iter().map(|file| file.path.clone()).collect();
    let settings = group.first().settings(paths);
    let extract = Extract::unread(&settings)?;
    let mut fields: Vec<_> = Field::ALL
        .iter()
        .map(|&field| (field, Content::of(Some(field), &[])))
        .collect();
    let mut bench = Workbench::new()?;
    let mut limit = RowLimit::new(progress);
    let (mut unread, mut has_findings) = (0, false);
    let (mut rows, mut row) = (extract.rows(&Silent)?, RawRow::new(""));
    let is_whole = loop {
        match rows.next(&mut row)? {
            None => break true,
            Some(Met::Finding(finding)) => {
                has_findings = true;
                unread += u64::from(finding.rule.effect() == Effect::RowLeftBehind);
            }
            Some(Met::Row) if !limit.count()? => break false,
            Some(Met::Row) => {
                bench.begin_row(limit.rows);
                for field in [Field::Bsn, Field::BirthDate] {
                    bench.is_of(row.get(field).unwrap_or_default());
                }
                for (field, content) in &mut fields {
                    if let Some(text) = row.get(*field) {
                        content.add(text, &mut bench);
                    }
                }
            }
        }
    };
    let reading = rows.into_reading();
    let rows = limit.rows;
    Ok(Looked {
        fields,
        rows,
        unread: is_whole.then_some(unread),
        has_findings,
        reading,
    })
}

fn described(looked: &Looked) -> Vec<InspectedColumn> {
    let is_filled = |(_, content): &&(Field, Content)| content.filled() > 0;
    let dates: DateOrder = looked.reading.dates;
    let describe = |(field, content): &(Field, Content)| InspectedColumn {
        place: None,
        name: None,
        field: Some(*field),
        asked: Vec::new(),
        share_filled: content.filled() as f64 / looked.rows.max(1) as f64,
        share_valid: content.share_valid(*field, dates),
        distinct: content.distinct.band(),
    };
    looked
        .fields
        .iter()
        .filter(is_filled)
        .map(describe)
        .collect()
}

/// What is to be said about BSNs that are those of nobody.
pub(super) fn remark_on_bsns(content: &Content) -> Option<String> {
    let share = content.share_of_test_range();
    if content.is_made_up() {
        return Some("its BSNs look made up: set `made_up = true` under [project]".to_owned());
    }
    (share > 0.0).then(|| {
        format!(
            "{:.1} % of its BSNs are from the public test range, which nobody has",
            100.0 * share
        )
    })
}
