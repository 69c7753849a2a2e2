//! Section: a profile of each wijk.

pub(super) mod profile;

use super::context::Context;
use super::maps::areas::areas;
use super::maps::indicators::indicators;
use super::section::{Block, Section};
use profile::{Profile, profile};

/// One wijk; `None` where the release does not know it.
pub(super) fn of(context: &Context, code: &str) -> Option<Section> {
    let wijken = areas(context, "wijk");
    let place = wijken.iter().position(|wijk| wijk.code == code)?;
    let profile = profile(context, &indicators(context), &wijken, place);
    Some(Section {
        id: "wijken",
        title: "",
        blocks: vec![Block::Profile(profile)],
    })
}

/// Each wijk, in the order of their names.
pub(super) fn section(context: &Context) -> Section {
    let indicators = indicators(context);
    let wijken = areas(context, "wijk");
    let profile = |place| profile(context, &indicators, &wijken, place);
    let mut profiles: Vec<Profile> = (0..wijken.len()).map(profile).collect();
    profiles.sort_by(|a, b| a.name.cmp(&b.name));
    let mut blocks = vec![Block::Text(context.texts.wijken_lead.into())];
    if profiles.is_empty() {
        blocks = vec![Block::Text(context.texts.nothing.into())];
    }
    blocks.extend(profiles.into_iter().map(Block::Profile));
    Section {
        id: "wijken",
        title: "",
        blocks,
    }
}
