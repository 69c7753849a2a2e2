//! The page that says what a party hands over, for a privacy officer to sign.

use std::path::{Path, PathBuf};

use crate::agreement::{Agreement, Office};
use crate::error::Result;
use crate::files::{Readers, begins_with, beside, put_file, refuse_other_files};
use crate::identified::Summary;
use crate::identified::preview::{BEGINNING, ExampleRow, Preview, PreviewOffice, preview_page};
use crate::vocabulary::{Language, ProviderId};

/// Where the page of a hand-over goes, which is never in the hand-over itself.
pub struct PreviewPage(PathBuf);

impl PreviewPage {
    /// What the name of the page adds to that of the hand-over.
    pub(super) const ENDING: &'static str = ".preview.html";

    /// A page at `path`, where an earlier one may stand.
    ///
    /// # Errors
    /// When something else is there.
    pub fn at(path: PathBuf) -> Result<Self> {
        refuse_other_files(&path, BEGINNING.as_bytes(), "a preview")?;
        Ok(Self(path))
    }

    /// The page of an earlier hand-over, when one is beside it.
    #[must_use]
    pub fn left_at(handover: &Path) -> Option<PathBuf> {
        let path = beside(handover, Self::ENDING);
        let is_page = begins_with(&path, BEGINNING.as_bytes()).unwrap_or(false);
        is_page.then_some(path)
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }

    /// Writes the page, whole or not at all, over that of an earlier run.
    ///
    /// # Errors
    /// When something else is there by now, or the disk refuses.
    pub fn write(
        &self,
        agreement: &Agreement,
        party: &ProviderId,
        key_id: Option<String>,
        summary: &Summary,
        example: &[ExampleRow],
    ) -> Result<()> {
        refuse_other_files(&self.0, BEGINNING.as_bytes(), "a preview")?;
        let page = preview_page(&given(agreement, party, key_id)?, summary, example)?;
        put_file(&self.0, page.as_bytes(), Readers::Owner)
    }
}

fn given(agreement: &Agreement, party: &ProviderId, key_id: Option<String>) -> Result<Preview> {
    let office = agreement.office(party)?;
    let (from, to) = agreement.period();
    Ok(Preview {
        is_dutch_first: agreement.language() == Language::Dutch,
        project: agreement.project().to_string(),
        purpose: agreement.purpose().to_owned(),
        days: [from, to, agreement.reference_date()].map(|day| day.to_string()),
        party: preview_office(office),
        is_register: party.is_register(),
        keyholder: agreement.keyholder().map(preview_office),
        analyst: agreement.analyst().map(preview_office),
        delete_after: agreement.delete_after(office).map(|day| day.to_string()),
        key_id,
        method: agreement.token_method(),
        agreement: agreement.digest().to_string(),
    })
}

fn preview_office(office: &Office) -> PreviewOffice {
    PreviewOffice {
        name: office.name.clone(),
        contact: office.contact.clone(),
        legal_basis: office.legal_basis.clone(),
    }
}
