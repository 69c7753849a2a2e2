//! Counting elsewhere: the linked town and the statements that count it, in a folder that a cluster can see.

use std::path::Path;

use serde_json::json;

use super::outcome::Emitted;
use super::release::{Linked, Run, Verified};
use super::writing::{begin, refuse_existing};
use crate::error::{Code, Error, Result};
use crate::files::{Existing, WholeFolder};
use crate::pseudonymous::cluster::{Order, partitions};
use crate::pseudonymous::link::order_links;
use crate::pseudonymous::measure::sql::{Answered, Tallies};
use crate::pseudonymous::measure::{Engine, ExactTables, StackPlan};
use crate::vocabulary::TOOL_VERSION;

/// What lets Spark answer the statements.
const RUNNER: &str = include_str!("../../templates/run_on_spark.py");

impl Run<'_> {
    /// Writes what a cluster needs to `folder/<release>/`: to count, households one by one, without tokens, as they are linked here; or, where
    /// it links, the tokens by which it does; and the statements. What stands in the way of a release in `releases` is refused now.
    ///
    /// # Errors
    /// As [`Run::release`] up to linking; and when the folder is there already.
    pub fn emit(self, releases: &Path, folder: &Path, existing: Existing) -> Result<Emitted> {
        self.refuse_memory()?;
        let verified = self.ready(releases)?;
        let release = &verified.record.release;
        refuse_existing(&releases.join(release), existing)?;
        let whole = begin(&folder.join(release), existing)?;
        if !self.agreement.engine().links() {
            return verified.linked()?.emit(whole);
        }
        let (handovers, expected) = (&verified.handovers, self.agreement.expected());
        order_links(handovers, &expected, release, |order| {
            verified.emit(order, whole)
        })
    }
}

impl Verified<'_> {
    /// Writes what answers an order, and how.
    fn emit(&self, order: &Order<'_>, folder: WholeFolder) -> Result<Emitted> {
        let progress = self.run.progress;
        progress.begin("writing", None);
        let rows = order.tables.write(&folder)?;
        let (views, statements) = (&order.statements.views, &order.statements.list);
        for (number, view) in (1..).zip(views) {
            let name = format!("views/{number:02}-{}.sql", view.name);
            folder.file(&name)?.put(view.text.as_bytes())?;
        }
        for statement in statements {
            let name = format!("statements/{}.sql", statement.name);
            folder.file(&name)?.put(statement.text.as_bytes())?;
        }
        folder.file("run_on_spark.py")?.put(RUNNER.as_bytes())?;
        let emitted = Emitted {
            folder: folder.path().to_owned(),
            release: order.run.to_owned(),
            plan: order.statements.id.clone(),
            statements: statements.len(),
            rows,
            delete_after: self.keep_until,
            signers_without_key: self.signers_without_key(),
            not_compared: self.not_compared.clone(),
        };
        let statements = statements
            .iter()
            .map(|one| json!({ "name": one.name, "columns": one.columns() }));
        let views = views
            .iter()
            .map(|view| json!({ "name": view.name, "kept": view.is_kept }));
        let tables = emitted.rows.iter();
        let tables = tables.map(|(name, rows)| json!({ "name": name, "rows": rows }));
        let manifest = json!({
            "tool": TOOL_VERSION, "release": emitted.release, "plan": emitted.plan, "delete_after": emitted.delete_after,
            "partitions": partitions(&emitted.rows), "tables": tables.collect::<Vec<_>>(), "views": views.collect::<Vec<_>>(), "statements": statements.collect::<Vec<_>>(),
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
        folder.complete()?;
        progress.end();
        Ok(emitted)
    }
}

impl Linked<'_> {
    fn emit(self, folder: WholeFolder) -> Result<Emitted> {
        let verified = &self.verified;
        let plan = verified.run.agreement.stack_plan();
        let tallies = Tallies::of(&self.town, &plan, &verified.record.release);
        verified.emit(&tallies.order(), folder)
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
