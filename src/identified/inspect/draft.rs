//! The names that a proposal uses for the files of an extract: paths, an id, a name, a service.

use std::path::Path;

use unicode_normalization::UnicodeNormalization;

use super::content::Content;
use super::few_codes::{LEAST_ROWS, MOST_CODES};
use super::files::Group;
use super::inspection::Surroundings;
use super::parts::Services;
use super::services::{Own, called_like, translate};
use crate::vocabulary::{ProviderId, Service, ServiceCode};

/// The name of an extract: of its file, or of its folder; of one line.
pub(super) fn name(group: &Group) -> String {
    let places = group.places();
    let stems: Vec<String> = places.iter().map(|place| stem(place)).collect();
    let first = stems.first().map_or("", String::as_str);
    let common = stems.iter().fold(first, |common, stem| {
        let alike = common.char_indices().zip(stem.chars());
        let end = alike.take_while(|((_, a), b)| a == b).last();
        end.map_or("", |((at, letter), _)| &common[..at + letter.len_utf8()])
    });
    let is_end = |letter: char| letter.is_ascii_digit() || !letter.is_alphanumeric();
    let common = common.trim_end_matches(is_end);
    let name = match common.len() {
        _ if stems.len() == 1 => first,
        3.. => common,
        _ => first,
    };
    if name.contains(char::is_alphanumeric) {
        name.trim().to_owned()
    } else {
        "extract".to_owned()
    }
}

fn stem(path: &Path) -> String {
    let stem = path.file_stem().unwrap_or(path.as_os_str());
    let letters = stem.to_string_lossy();
    letters
        .chars()
        .filter(|letter| !letter.is_control())
        .collect()
}

/// An id for the provider, made of its name; none that is taken, and `register` is.
pub(super) fn id(name: &str, surroundings: &Surroundings) -> String {
    let mut id = String::new();
    for letter in name.nfkd().flat_map(char::to_lowercase) {
        if letter.is_ascii_alphanumeric() {
            id.push(letter);
        } else if letter.is_ascii() && !id.is_empty() && !id.ends_with('-') {
            id.push('-');
        }
    }
    id.truncate(60);
    let id = match id.trim_end_matches('-') {
        "" => "extract",
        id => id,
    };
    let is_free = |id: &str| {
        let taken = surroundings
            .parties
            .iter()
            .any(|party| party.as_str() == id);
        !taken && id != ProviderId::REGISTER && id != "other"
    };
    let mut numbered = (2..).map(|number| format!("{id}-{number}"));
    if is_free(id) {
        id.to_owned()
    } else {
        numbered.find(|id| is_free(id)).unwrap_or_default()
    }
}

/// The paths as the agreement names them: from its folder where they are below it.
pub(super) fn places(group: &Group, surroundings: &Surroundings) -> Vec<String> {
    let write = |path: &&Path| {
        let whole = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let (file, folder) = (whole(path), whole(&surroundings.folder));
        let place = file.strip_prefix(&folder).unwrap_or(&file);
        // A path between quotes; `/` works on Windows too and needs no escape.
        place
            .to_string_lossy()
            .replace(std::path::MAIN_SEPARATOR, "/")
    };
    group.places().iter().map(write).collect()
}

/// Which services the cells of a service name; a code of a table is shown only when it is one of a few and of many rows.
pub(super) fn coded(content: &Content, is_table: bool, surroundings: &Surroundings) -> Services {
    let least = if is_table { LEAST_ROWS } else { 1 };
    let is_codes = !is_table || content.distinct.is_at_most(MOST_CODES);
    let codes = content.codes.as_ref().filter(|_| is_codes);
    let (listed, mut has_others) = codes.map_or((Vec::new(), true), |codes| codes.listed(least));
    let mut translation = translate(listed, &surroundings.services);
    if let Some(codes) = codes.filter(|_| surroundings.shows_names) {
        let (own, has_more) = codes.own();
        let is_agreed = |code: &str| {
            let mut services = surroundings.services.iter();
            services.any(|service| service.code.as_str() == code)
        };
        let own = own.into_iter().map(|(code, rows)| Own {
            agreed: is_agreed(&code),
            code,
            rows,
        });
        translation.own = own.collect();
        has_others = has_more || codes.has_rare(least);
    }
    Services::Coded {
        translation,
        has_others,
    }
}

/// The one service of an extract without codes.
pub(super) fn one_service(id: &str, name: &str, surroundings: &Surroundings) -> Services {
    let like = called_like(name, &surroundings.services);
    let same = |code: &&Service| code.code.as_str() == id;
    match like.or_else(|| surroundings.services.iter().find(same)) {
        Some(service) => Services::Agreed(service.code.to_string()),
        None => Services::Lacking,
    }
}

/// Remembers what is proposed, so that the next extract of the same command fits in.
pub(super) fn remember(id: &str, services: &Services, name: &str, surroundings: &mut Surroundings) {
    let mut add = |code: &str, name: &str, domain: &str| {
        if let Some(code) = ServiceCode::new(code) {
            surroundings.services.push(Service {
                code,
                name: name.to_owned(),
                domain: domain.to_owned(),
                organisation: None,
                is_by_address: false,
            });
        }
    };
    match services {
        Services::Lacking => add(id, name, "unknown"),
        Services::Coded { translation, .. } => {
            for known in translation.lacking.values() {
                add(known.ours, known.name, known.domain);
            }
        }
        Services::Register | Services::Agreed(_) | Services::Asked => {}
    }
    surroundings.parties.extend(ProviderId::new(id));
}
