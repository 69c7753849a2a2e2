//! What a party will hand over in, `preview.html` out: a page that a privacy officer can sign.

use std::path::{Path, PathBuf};

use factlab::agreement::{Agreement, Office, PartySettings};
use factlab::error::Result;
use factlab::files;
use factlab::identified::Summary;
use factlab::identified::preview::{
    BEGINNING, ExampleRow, Preview, PreviewOffice, example_of_provider, example_of_register,
    preview_page,
};
use factlab::released::report::Language;
use factlab::vocabulary::ProviderId;

/// The rows of a made-up person in the party's hand-over.
///
/// # Errors
/// When the operating system gives no random numbers.
pub(super) fn example(settings: &PartySettings) -> Result<Vec<ExampleRow>> {
    match settings {
        PartySettings::Register(settings) => example_of_register(settings),
        PartySettings::Provider(settings) => example_of_provider(settings),
    }
}

/// Where the page of a hand-over stands: beside it, never in it.
pub(super) fn beside(handover: &Path) -> PathBuf {
    files::beside(handover, ".preview.html")
}

/// Whether a page of this kind stands there.
pub(super) fn is_preview(place: &Path) -> bool {
    files::begins_with(place, BEGINNING.as_bytes()).unwrap_or(false)
}

/// Refuses a place where something else stands than a page of an earlier run.
///
/// # Errors
/// As told.
pub(super) fn refuse_other_files(place: &Path) -> Result<()> {
    files::refuse_other_files(place, BEGINNING.as_bytes(), "a preview")
}

/// Writes the page to `place`, whole or not at all, over that of an earlier run.
///
/// # Errors
/// When something else stands there, or the disk refuses.
pub(super) fn write(
    place: &Path,
    agreement: &Agreement,
    party: &ProviderId,
    key_id: Option<String>,
    summary: &Summary,
    example: &[ExampleRow],
) -> Result<()> {
    refuse_other_files(place)?;
    let page = preview_page(&given(agreement, party, key_id)?, summary, example)?;
    files::put_file(place, page.as_bytes(), files::Readers::Owner)
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
