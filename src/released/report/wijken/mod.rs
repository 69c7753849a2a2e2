//! Section: a profile of each wijk.

pub(super) mod profile;

use super::context::Context;
use super::lack::lacks;
use super::maps::areas::{MOST_WIJKEN, Named, areas};
use super::maps::indicators::indicators;
use super::section::{Block, Section};
use profile::{Profile, Spread, profile};

/// One wijk; `None` where the release does not know it.
pub(super) fn of(context: &Context, code: &str) -> Option<Section> {
    let wijken = areas(context, "wijk");
    let place = wijken.iter().position(|wijk| wijk.code == code)?;
    let indicators = spreads(context, &wijken);
    let lacks = lacks(context);
    let profile = profile(context, (&indicators, &lacks), &wijken[place], place);
    Some(Section {
        id: "wijken",
        title: "",
        blocks: vec![Block::Profile(profile)],
    })
}

/// Each wijk, in the order of their names.
pub(super) fn section(context: &Context) -> Section {
    let wijken = areas(context, "wijk");
    if wijken.len() > MOST_WIJKEN {
        return Section {
            id: "wijken",
            title: "",
            blocks: vec![Block::Text(context.texts.wijken_many.into())],
        };
    }
    let indicators = spreads(context, &wijken);
    let lacks = lacks(context);
    let known = (indicators.as_slice(), lacks.as_slice());
    let profiles = wijken.iter().enumerate();
    let profiles = profiles.map(|(place, wijk)| profile(context, known, wijk, place));
    let mut profiles: Vec<Profile> = profiles.collect();
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

fn spreads<'a>(context: &Context<'a>, wijken: &[Named]) -> Vec<Spread<'a>> {
    let all = indicators(context).into_iter();
    all.map(|one| Spread::of(one, wijken)).collect()
}
