//! Counting elsewhere: the linked town and the statements that count it, in a folder that a cluster can see.

use std::path::Path;

use serde_json::json;

use super::outcome::Emitted;
use super::release::{Linked, Run};
use super::writing::{begin, refuse_existing};
use crate::error::{Code, Error, Result};
use crate::files::{Existing, WholeFolder};
use crate::pseudonymous::measure::sql::{Answered, Statements, TABLES, write_tables};
use crate::pseudonymous::measure::{Engine, ExactTables, StackPlan};
use crate::vocabulary::TOOL_VERSION;

/// What lets Spark answer the statements.
const RUNNER: &str = include_str!("../../templates/run_on_spark.py");

impl Run<'_> {
    /// Links the hand-overs and writes what a cluster needs to count them to `folder/<release>/`: households one by one,
    /// without tokens, and the statements. What stands in the way of a release in `releases` is refused now.
    ///
    /// # Errors
    /// As [`Run::release`] up to linking; and when the folder is there already.
    pub fn emit(self, releases: &Path, folder: &Path, existing: Existing) -> Result<Emitted> {
        self.refuse_memory()?;
        let verified = self.ready(releases)?;
        let release = &verified.record.release;
        refuse_existing(&releases.join(release), existing)?;
        let whole = begin(&folder.join(release), existing)?;
        verified.linked()?.emit(whole)
    }
}

impl Linked<'_> {
    fn emit(self, folder: WholeFolder) -> Result<Emitted> {
        let verified = &self.verified;
        let (run, release) = (verified.run, &verified.record.release);
        let plan = run.agreement.stack_plan();
        run.progress.begin("writing", None);
        let rows = write_tables(&self.town, &plan, &folder)?;
        let Statements { id, list } = Statements::of(&self.town, &plan, release);
        for statement in &list {
            let name = format!("statements/{}.sql", statement.name);
            folder.file(&name)?.put(statement.text.as_bytes())?;
        }
        folder.file("run_on_spark.py")?.put(RUNNER.as_bytes())?;
        let delete_after = verified.keep_until;
        let statements = list
            .iter()
            .map(|one| json!({ "name": one.name, "columns": one.columns() }));
        let tables = TABLES
            .iter()
            .zip(rows)
            .map(|(name, rows)| json!({ "name": name, "rows": rows }));
        let manifest = json!({
            "tool": TOOL_VERSION, "release": release, "plan": id, "delete_after": delete_after,
            "tables": tables.collect::<Vec<_>>(), "statements": statements.collect::<Vec<_>>(),
        });
        let manifest = serde_json::to_string_pretty(&manifest);
        let manifest = manifest.map_err(|_| {
            Error::new(
                Code::InternalError,
                "the manifest cannot be written as JSON",
            )
        })?;
        folder
            .file("manifest.json")?
            .put((manifest + "\n").as_bytes())?;
        let folder = folder.complete()?;
        run.progress.end();
        Ok(Emitted {
            folder,
            release: release.clone(),
            plan: id,
            statements: list.len(),
            rows,
            delete_after,
            signers_without_key: verified.signers_without_key(),
            not_compared: self.town.not_compared,
        })
    }

    /// The counts of a plan, by whoever counts.
    pub(super) fn exact(&self, plan: &StackPlan) -> Result<ExactTables> {
        let run = self.verified.run;
        let town = &self.town;
        match run.answers {
            None => town.count(plan, run.progress),
            Some(answers) => {
                let run_name = &self.verified.record.release;
                let counted = Answered {
                    town,
                    answers,
                    run: run_name,
                };
                counted.count(plan, run.progress)
            }
        }
    }
}
