//! What a map can show: a number for each area, under a name.

use std::collections::BTreeMap;

use super::super::cell::Cell;
use super::super::context::Context;

/// What an indicator is about; the groups stand in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in super::super) enum Group {
    Stacking,
    Domains,
    Services,
    Pairs,
    Households,
    Figures,
    Reach,
    Needs,
    Reached,
    Expected,
}

impl Group {
    /// The groups, in the order of the page.
    pub(in super::super) const ALL: [Self; 10] = [
        Self::Stacking,
        Self::Domains,
        Self::Services,
        Self::Pairs,
        Self::Households,
        Self::Figures,
        Self::Reach,
        Self::Needs,
        Self::Reached,
        Self::Expected,
    ];

    /// What it is called on the page.
    pub(in super::super) fn name(self, context: &Context) -> &'static str {
        let texts = context.texts;
        match self {
            Self::Stacking => texts.group_stacking,
            Self::Domains => texts.group_domains,
            Self::Services => texts.group_services,
            Self::Pairs => texts.group_pairs,
            Self::Households => texts.group_households,
            Self::Figures => texts.group_figures,
            Self::Reach => texts.group_reach,
            Self::Needs => texts.group_needs,
            Self::Reached => texts.group_reached,
            Self::Expected => texts.group_expected,
        }
    }
}

/// How a number is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Unit<'a> {
    /// A share from 0 to 1, shown as a percentage.
    Share,
    /// A number with so many decimals, and the unit behind it.
    Number(usize, &'a str),
}

/// A level of areas and the code of one, as in the tables.
pub(in super::super) type At<'a> = (&'a str, &'a str);

/// A number for each area; one that is hidden is `None`, one that nobody has is absent.
#[derive(Debug, Clone)]
pub(in super::super) struct Indicator<'a> {
    pub(in super::super) group: Group,
    pub(in super::super) name: String,
    /// Whose number it is and of which year; empty where it is counted here.
    pub(in super::super) source: String,
    pub(in super::super) unit: Unit<'a>,
    /// What its numbers lie around: 0 for a difference, 1 for a ratio.
    pub(in super::super) middle: Option<f64>,
    /// What it is a part of: the maps of one dimension are drawn in a row, on one scale.
    pub(in super::super) dimension: Option<&'static str>,
    pub(in super::super) values: BTreeMap<At<'a>, Option<f64>>,
}

impl Indicator<'_> {
    /// Its number in an area.
    pub(in super::super) fn at(&self, at: At) -> Option<f64> {
        self.values.get(&at).copied().flatten()
    }

    /// Whether an area of this level has a number.
    pub(in super::super) fn is_of(&self, level: &str) -> bool {
        let mut values = self.values.iter();
        values.any(|((of, _), value)| *of == level && value.is_some())
    }

    /// A number of it, as the page writes it.
    pub(in super::super) fn written(&self, context: &Context, number: f64) -> String {
        let language = context.language;
        match self.unit {
            Unit::Share => language.percent(number, 1),
            Unit::Number(decimals, unit) => {
                let number = language.number(number, decimals);
                if unit.is_empty() {
                    number
                } else {
                    format!("{number}\u{a0}{unit}")
                }
            }
        }
    }

    /// What is said of an area: its number, or why there is none.
    pub(in super::super) fn said(&self, context: &Context, at: At) -> String {
        match self.values.get(&at) {
            Some(Some(number)) => self.written(context, *number),
            Some(None) => context.texts.hidden.to_owned(),
            None => context.texts.no_data.to_owned(),
        }
    }

    /// The same as a cell of a table.
    pub(in super::super) fn cell(&self, context: &Context, at: At) -> Cell {
        let said = self.said(context, at);
        match self.at(at) {
            Some(_) => Cell::number(said),
            None => Cell::hidden(&said),
        }
    }
}

/// The sources of indicators, each once.
pub(in super::super) fn sources<'a>(indicators: impl Iterator<Item = &'a Indicator<'a>>) -> String {
    let mut sources: Vec<&str> = Vec::new();
    for one in indicators {
        if !one.source.is_empty() && !sources.contains(&one.source.as_str()) {
            sources.push(&one.source);
        }
    }
    sources.join("; ")
}
