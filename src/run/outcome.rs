//! What a run leaves: a release, or households and their services for internal use.

use std::path::PathBuf;

use crate::pseudonymous::handover::Issue;
use crate::pseudonymous::link::NotCompared;
use crate::pseudonymous::protect::published::Audited;
use crate::released::calculate::ReleaseTables;
use crate::released::places::FileFinding;
use crate::released::places::areas::AreaFinding;
use crate::released::runs::UtilityRecord;
use crate::vocabulary::{Day, ProviderId};

/// A release that was written.
pub struct Released {
    /// Its name.
    pub name: String,
    /// Its folder.
    pub folder: PathBuf,
    /// The delivery that was counted of each party, the register's first.
    pub deliveries: Vec<(ProviderId, Issue)>,
    /// Who signed, and has no key in the agreement.
    pub signers_without_key: Vec<String>,
    /// The codes of the services that no provider delivered.
    pub missing_services: Vec<String>,
    /// The codes of the needs that no provider delivered.
    pub missing_needs: Vec<String>,
    /// Whether numbers of users are lower bounds, as a provider of services is missing.
    pub is_incomplete: bool,
    /// The providers that were left out, and of whom the agreement does not say how many people they serve.
    pub without_clients: Vec<String>,
    /// Whether it was signed.
    pub is_signed: bool,
    /// Whether made-up towns go with it.
    pub has_witness: bool,
    /// What linking did not compare.
    pub not_compared: NotCompared,
    /// What is wrong with the borders of areas; the others are drawn.
    pub area_findings: Vec<AreaFinding>,
    /// What is wrong with files of public figures; the rest of them is used.
    pub file_findings: Vec<FileFinding>,
    /// What protecting cost; an internal one is not protected.
    pub utility: Option<UtilityRecord>,
    /// What the audit found.
    pub audited: Audited,
    /// Its tables.
    pub tables: ReleaseTables,
}

/// Statements and tables that were written for a cluster to count.
pub struct Emitted {
    /// Their folder.
    pub folder: PathBuf,
    /// The name of the release that their results will make.
    pub release: String,
    /// Of which run and plan they are.
    pub plan: String,
    /// The statements.
    pub statements: usize,
    /// The tables by name, with their numbers of rows.
    pub rows: Vec<(&'static str, usize)>,
    /// The last day on which they may be kept, where one was agreed for all hand-overs.
    pub delete_after: Option<Day>,
    /// What linking did not compare.
    pub not_compared: NotCompared,
    /// Who signed, and has no key in the agreement.
    pub signers_without_key: Vec<String>,
}

/// Households and their services that were written, for internal use.
pub struct WrittenLinks {
    /// Their folder.
    pub folder: PathBuf,
    /// How many households.
    pub households: u64,
    /// How many uses: distinct households, services and providers.
    pub uses: u64,
    /// Persons whom no resident is like, by the number of providers that know them, from 1.
    pub outside: Vec<u64>,
    /// What linking did not compare.
    pub not_compared: NotCompared,
    /// Who signed, and has no key in the agreement.
    pub signers_without_key: Vec<String>,
}
