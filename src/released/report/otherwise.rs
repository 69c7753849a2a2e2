//! What two releases have otherwise, in sentences.

use super::context::Context;
use super::section::Block;
use super::texts::{ComparisonTexts, fill};
use crate::released::compare::Definition;

/// A sentence for each thing; one where there is nothing.
pub(super) fn otherwise(
    contexts: [&Context; 2],
    texts: &ComparisonTexts,
    list: &[Definition],
) -> Vec<Block> {
    let is_of_services = list.iter().any(|one| one.what == "services");
    let sentences: Vec<String> = list
        .iter()
        .map(|one| {
            let said = sentence(contexts, texts, one);
            // Beside `services` the same was said already.
            match one.what {
                "missing" if !is_of_services => format!("{said} {}", texts.missing_means),
                _ => said,
            }
        })
        .collect();
    if sentences.is_empty() {
        return vec![Block::Text(texts.otherwise_none.into())];
    }
    vec![Block::Sentences(sentences)]
}

fn sentence([a, b]: [&Context; 2], texts: &ComparisonTexts, one: &Definition) -> String {
    let name_in = |context: &Context, code: &str| match one.what {
        "services" => context.service(code).to_owned(),
        "missing" | "providers" | "providers_of_needs" => context.organisation(code).to_owned(),
        _ => code.to_owned(),
    };
    // What only the first release has is not named in the second.
    let name = |code: &str| match name_in(b, code) {
        unnamed if unnamed == code => name_in(a, code),
        name => name,
    };
    let named = |codes: &str| {
        let codes = codes.split(' ').filter(|code| !code.is_empty());
        codes.map(name).collect::<Vec<_>>().join(", ")
    };
    let [a, b] = [named(&one.a), named(&one.b)];
    if one.what == "services" {
        let only = [(texts.only_first, &a), (texts.only_second, &b)];
        let only = only.into_iter().filter(|(_, names)| !names.is_empty());
        let mut said: Vec<String> = only
            .map(|(text, names)| fill(text, &[("names", names)]))
            .collect();
        said.push(texts.services_means.into());
        return said.join(" ");
    }
    let text = match one.what {
        "made_up" => texts.made_up,
        "moment" => texts.moment,
        "period" => texts.period_length,
        "municipality" => texts.municipality,
        "series" => texts.series,
        "count" => texts.count,
        "missing" => texts.missing,
        "domains" => texts.domains,
        "organisations" => texts.carried_out,
        "providers" => texts.providers,
        "providers_of_needs" => texts.providers_of_needs,
        "needs" => texts.needs,
        "borders" => texts.borders,
        "age_bands" => texts.age_bands,
        _ => texts.profiles,
    };
    let shown = |names: String| {
        if names.is_empty() {
            texts.nobody.to_owned()
        } else {
            names
        }
    };
    fill(text, &[("a", &shown(a)), ("b", &shown(b))])
}
