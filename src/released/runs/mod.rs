//! The record of a run (`run.json`, `certificate.json`), the name of a release, and a release read back.

mod absent;
mod audit;
mod certificate;
mod comparable;
mod follows;
mod question;
mod read;
mod record;
mod series;
mod sources;
mod utility;

pub use audit::AuditRecord;
pub use certificate::{Certificate, certify, write_certificate};
pub use follows::FollowsRecord;
pub use question::QuestionRecord;
pub use read::{read_certified, read_release};
pub use record::{
    EntitledRecord, NeedRecord, OrganisationRecord, PartyRecord, RunRecord, ServiceRecord,
    write_run,
};
pub use series::refuse_other_rounding;
pub use utility::UtilityRecord;

#[cfg(test)]
pub(in crate::released) use record::tests::record as example_record;
