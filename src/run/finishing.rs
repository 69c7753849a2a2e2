//! The last stage of a run: its release is written.

use super::outcome::Released;
use super::release::{Protected, STAGES, Verified};
use super::writing::{audit, follows, utility, write_ledger, write_tables};
use crate::error::Result;
use crate::files::WholeFolder;
use crate::pseudonymous::ledger::Entry;
use crate::pseudonymous::protect::published::Audited;
use crate::released::calculate::ReleaseTables;
use crate::released::runs::{write_certificate, write_run};

impl Verified<'_> {
    /// Puts in the record what only the tables tell.
    fn complete(&mut self, tables: &ReleaseTables, audited: Audited, entry: Option<&Entry>) {
        let is_protected = !self.run.is_internal;
        self.record.audit = is_protected.then(|| audit(audited, &self.totals));
        let by = (&self.rules.profile, self.run.agreement.hold());
        let utility = |entry| utility(entry, self.ledger.as_ref(), by, tables);
        self.record.utility = entry.map(utility);
        self.record.follows = follows(self.ledger.as_ref(), entry);
    }
}

impl Protected<'_> {
    /// Writes the release, and keeps in the ledger what it printed.
    ///
    /// # Errors
    /// When the disk refuses.
    pub(super) fn write(self, folder: WholeFolder) -> Result<Released> {
        self.verified.run.progress.stage(5, STAGES);
        let Self {
            mut verified,
            tables,
            placed,
            audited,
            entry,
        } = self;
        verified.complete(&tables, audited, entry.as_ref());
        let (run, record) = (verified.run, &verified.record);
        let agreed = (run.agreement, run.progress);
        let kept = verified.ledger.as_ref().zip(entry.as_ref());
        let asked = (run.witnesses, run.progress);
        let (written, has_witness) = rayon::join(
            || write_tables(agreed, &tables, &placed.areas, record, &folder),
            || match kept {
                Some(kept) => write_ledger(kept, (&tables, record), &folder, asked),
                None => Ok(false),
            },
        );
        written?;
        let has_witness = has_witness?;
        write_run(record, &folder)?;
        write_certificate(record, &folder, run.signing)?;
        run.progress.end();
        let signers_without_key = verified.signers_without_key();
        let Verified {
            handovers,
            seen,
            record,
            ledger,
            not_compared,
            ..
        } = verified;
        let services = record.services.iter().filter(|one| one.missing);
        let needs = record.needs.iter().filter(|one| one.missing);
        let deliveries = handovers.all();
        Ok(Released {
            missing_services: services.map(|one| one.code.to_string()).collect(),
            missing_needs: needs.map(|one| one.code.to_string()).collect(),
            is_incomplete: record.is_incomplete(),
            without_clients: record.without_clients(),
            name: record.release,
            deliveries: deliveries
                .map(|one| (one.provider().clone(), one.issue()))
                .collect(),
            signers_without_key,
            // Kept before the release is at its path: after a crash in between the same deliveries count again, as
            // they are not older.
            folder: folder.complete_after(|| {
                if let (Some(ledger), Some(entry)) = (ledger, entry) {
                    ledger.keep(entry)?;
                }
                seen.keep(&handovers)
            })?,
            is_signed: run.signing.is_some(),
            has_witness,
            not_compared,
            area_findings: placed.area_findings,
            file_findings: placed.file_findings,
            utility: record.utility,
            audited,
            tables,
        })
    }
}
