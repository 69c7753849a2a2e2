//! Whose numbers a release shows besides its own.

use std::collections::BTreeSet;

use super::record::RunRecord;

impl RunRecord {
    /// Where public figures, facilities, forecasts, norms and tables of CBS are from, of which year where that is known, and under which terms they may
    /// be used; each once, in order.
    #[must_use]
    pub fn sources(&self) -> Vec<[String; 3]> {
        let figures = self.figures.iter();
        let figures = figures.map(|file| {
            let year = file.year.to_string();
            (Some(&file.source), year, file.licence.as_ref())
        });
        let facilities = self
            .facilities
            .iter()
            .map(|file| (file.source.as_ref(), String::new(), None));
        let forecast = self.forecast.iter();
        let forecast =
            forecast.map(|file| (Some(&file.source), String::new(), file.licence.as_ref()));
        let norm = self.norm.iter();
        let norm = norm.map(|file| (Some(&file.source), String::new(), file.licence.as_ref()));
        let external = self.external.iter();
        let external = external.map(|file| {
            (
                Some(&file.source),
                file.year.to_string(),
                file.licence.as_ref(),
            )
        });
        let all = figures
            .chain(facilities)
            .chain(forecast)
            .chain(norm)
            .chain(external);
        let named = all.filter_map(|(source, year, licence)| {
            Some([source?.clone(), year, licence.cloned().unwrap_or_default()])
        });
        let sources: BTreeSet<[String; 3]> = named.collect();
        sources.into_iter().collect()
    }
}
