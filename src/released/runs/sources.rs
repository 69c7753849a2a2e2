//! Whose numbers a release shows besides its own.

use std::collections::BTreeSet;

use super::record::RunRecord;

impl RunRecord {
    /// Where public figures, facilities, forecasts, norms and tables of CBS are from, of which year where that is known, and under
    /// which terms they may be used; each once, in order.
    #[must_use]
    pub fn sources(&self) -> Vec<[String; 3]> {
        let of = |source: &String, year: Option<u16>, licence: Option<&String>| {
            let year = year.map(|year| year.to_string());
            let rest = [year, licence.cloned()].map(Option::unwrap_or_default);
            let [year, licence] = rest;
            [source.clone(), year, licence]
        };
        let figures = self.figures.iter();
        let figures = figures.map(|file| of(&file.source, Some(file.year), file.licence.as_ref()));
        let facilities = self.facilities.iter();
        let facilities = facilities.filter_map(|file| Some(of(file.source.as_ref()?, None, None)));
        let undated = self.forecast.iter().chain(&self.norm);
        let undated = undated.map(|file| of(&file.source, None, file.licence.as_ref()));
        let external = self.external.iter();
        let external =
            external.map(|file| of(&file.source, Some(file.year), file.licence.as_ref()));
        let named = figures.chain(facilities).chain(undated).chain(external);
        let sources: BTreeSet<[String; 3]> = named.collect();
        sources.into_iter().collect()
    }
}
