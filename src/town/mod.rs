//! The made-up town: extracts, register and areas, with known answers.
//!
//! The town is made in blocks of households. A block is a pure function of the seed and its number, so blocks are
//! made side by side and written in their order: the same bytes for any number of threads, in memory that does not
//! grow with the town (the truth apart).

mod addresses;
mod agreement;
mod areas;
mod block;
mod bsn;
mod client;
mod clients;
mod composition;
mod errors;
mod external;
mod extracts;
mod facilities;
mod figures;
mod files;
mod forecast;
mod geometry;
mod inhabitants;
mod name_lists;
mod names;
mod needs;
mod norm;
mod organisations;
mod people;
mod periods_of_use;
mod plan;
mod providers;
mod rates;
mod readme;
mod recorded;
mod rng;
mod services;
mod settings;
mod signals;
mod strangers;
mod survey;
#[cfg(test)]
mod tests;
mod truth;
mod uses;
mod verdicts;

use std::path::Path;

use rayon::prelude::*;

use crate::error::{Error, Result};
use crate::vocabulary::Progress;
use block::{Block, block};
use figures::Figures;
use files::{TownFiles, write_file};
use plan::Plan;
pub use rates::TownErrors;
pub use settings::{TownRecipients, TownSettings, TownTokens};
use truth::Truth;

/// Writes the extracts, the register, the areas, the agreement (`config.toml`) and the truth into `folder`,
/// which exists: a folder per role.
///
/// # Errors
/// When the disk refuses, or the user stops.
pub fn write_town(settings: &TownSettings, folder: &Path, progress: &dyn Progress) -> Result<()> {
    let plan = Plan::new(settings.households, settings.seed)?.erring(settings.errors);
    let (marker, words) = readme::MARKER;
    write_file(&folder.join(marker), words.as_bytes())?;
    write_file(&folder.join("README.txt"), readme::README.as_bytes())?;
    write_file(
        &folder.join("config.toml"),
        agreement::agreement(&plan, settings.tokens, settings.recipients.as_ref()).as_bytes(),
    )?;
    for role in ["keyholder", "analyst"] {
        let path = folder.join(role);
        std::fs::create_dir_all(&path).map_err(|e| Error::io(&path, "make the folder", &e))?;
    }
    let areas = geometry::areas_of(&plan);
    write_file(&folder.join("analyst/wijken.geojson"), areas.as_bytes())?;
    let (truth, figures) = write_blocks(&plan, settings.with_truth, folder, progress)?;
    figures.write(plan.seed, &folder.join("analyst"))?;
    facilities::write(&plan, &figures.districts, &folder.join("analyst"))?;
    survey::write(plan.seed, &figures.districts, &folder.join("analyst"))?;
    forecast::write(&figures.districts, &folder.join("analyst"))?;
    external::write(&figures.districts, &folder.join("analyst"))?;
    signals::write(&plan, &folder.join("analyst"))?;
    verdicts::write(&folder.join("analyst"))?;
    norm::write(&folder.join("analyst"))?;
    match truth {
        Some(truth) => truth.write(&facilities::planted(&plan), &folder.join("truth")),
        None => Ok(()),
    }
}

/// Makes the blocks, a few per thread at a time, and meanwhile writes those before, in their order.
fn write_blocks(
    plan: &Plan,
    with_truth: bool,
    folder: &Path,
    progress: &dyn Progress,
) -> Result<(Option<Truth>, Figures)> {
    progress.begin("making the town", Some(plan.households));
    let mut files = TownFiles::create(folder)?;
    let mut truth = with_truth.then(Truth::default);
    let mut figures = Figures::default();
    let numbers: Vec<u64> = (0..plan.blocks()).collect();
    let mut batches = numbers.chunks(rayon::current_num_threads() * 4);
    let blocks_of = |batch: Option<&[u64]>| -> Vec<Block> {
        let numbers = batch.unwrap_or_default().par_iter();
        numbers
            .map(|number| block(plan, *number, with_truth))
            .collect()
    };
    let mut made = blocks_of(batches.next());
    while !made.is_empty() {
        if progress.is_interrupted() {
            return Err(Error::interrupted());
        }
        let next = batches.next();
        let (put, next) = rayon::join(|| files.put(&made), || blocks_of(next));
        put?;
        for block in made {
            figures.add(block.district, &block.inhabitants);
            progress.advance(block.households);
            if let Some(truth) = &mut truth {
                truth.add(block);
            }
        }
        made = next;
    }
    files.finish()?;
    progress.end();
    Ok((truth, figures))
}
