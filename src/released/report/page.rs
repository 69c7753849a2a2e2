//! The page around the sections.

use askama::Template;
use base64::prelude::{BASE64_STANDARD, Engine as _};
use sha2::{Digest as _, Sha256};

use super::context::Context;
use super::maps::areas::{draws_wijken, is_gemeente_of_wijken, paths};
use super::maps::pattern::{Lead, leads};
use super::section::Chapter;
use super::texts::{Texts, fill};
use crate::error::{Code, Error, Result};

/// The style of the page.
const STYLE: &str = include_str!("../../../templates/report.css");
/// What the page can do besides being read: switch maps, sort, find and save.
const SCRIPT: &str = include_str!("../../../templates/report.js");

/// A notice above the page.
pub(super) struct Notice {
    class: &'static str,
    title: &'static str,
    text: String,
}

/// What stands above the chapters.
pub(super) struct Head<'a> {
    pub(super) title: &'static str,
    pub(super) purpose: &'a str,
    pub(super) period: String,
    pub(super) release: &'a str,
    pub(super) notices: Vec<Notice>,
    /// In which formats the numbers are beside the page.
    pub(super) source_note: &'static str,
}

#[derive(Template)]
#[template(path = "report.html")]
struct Page<'a> {
    language: &'static str,
    texts: &'static Texts,
    project: &'a str,
    head: Head<'a>,
    version: &'static str,
    style: String,
    script: String,
    /// SHA-256 of the style and of the script, in base 64: a browser uses no others.
    style_digest: String,
    script_digest: String,
    /// Name and path of the shapes that its maps use.
    shapes: Vec<(String, String)>,
    /// How what is said of a map can begin, for the script.
    leads: [Lead; 3],
    /// Whether a picture shows all wijken together.
    shows_wijken: bool,
    is_gemeente_of_wijken: bool,
    chapters: Vec<Chapter>,
}

/// The page of a release.
pub(super) fn page(context: &Context, chapters: Vec<Chapter>) -> Result<String> {
    let run = context.run;
    let day = |day| context.language.day(day);
    let head = Head {
        title: context.texts.page_title,
        purpose: &run.purpose,
        period: fill(
            context.texts.period,
            &[
                ("from", day(run.from).as_str()),
                ("to", day(run.to).as_str()),
                ("reference_date", day(run.reference_date).as_str()),
            ],
        ),
        release: &run.release,
        notices: notices(context),
        source_note: context.texts.source_note,
    };
    page_under(head, context, chapters)
}

/// A page under another head.
pub(super) fn page_under(head: Head, context: &Context, chapters: Vec<Chapter>) -> Result<String> {
    let [style, script] = [STYLE, SCRIPT].map(shortened);
    let page = Page {
        language: context.language.word(),
        texts: context.texts,
        project: context.run.project.as_str(),
        head,
        version: env!("CARGO_PKG_VERSION"),
        style_digest: digest(&style),
        script_digest: digest(&script),
        style,
        script,
        shapes: paths(context),
        leads: leads(context),
        shows_wijken: draws_wijken(context) || chapters.iter().any(Chapter::has_profiles),
        is_gemeente_of_wijken: is_gemeente_of_wijken(context),
        chapters,
    };
    page.render().map_err(|_| not_made())
}

pub(super) fn not_made() -> Error {
    Error::new(
        Code::InternalError,
        "report.html: the page could not be put together",
    )
    .hint("leave \"html\" out of `[output] formats`; the other formats have the same numbers")
}

/// The lines of a style or a script, without the room before them and without comments.
pub(super) fn shortened(text: &str) -> String {
    let lines = text.lines().map(str::trim_start);
    let lines = lines.filter(|line| !line.starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

pub(super) fn digest(text: &str) -> String {
    BASE64_STANDARD.encode(Sha256::digest(text))
}

/// Whether the page may leave, and what of it is made up.
pub(super) fn warnings(context: &Context, made_up: Option<&str>) -> Vec<Notice> {
    let texts = context.texts;
    let mut notices = Vec::new();
    let mut add = |class, title, text| notices.push(Notice { class, title, text });
    if context.tables.is_internal {
        add("stop", texts.internal_title, texts.internal_text.to_owned());
    }
    if let Some(text) = made_up {
        add("note", texts.made_up_title, text.to_owned());
    }
    notices
}

fn notices(context: &Context) -> Vec<Notice> {
    let (texts, run) = (context.texts, context.run);
    let mut notices = warnings(context, run.made_up.then_some(texts.made_up_text));
    let mut add = |class, title, text| notices.push(Notice { class, title, text });
    let needs = run.needs.iter().filter(|need| need.missing);
    let needs: Vec<&str> = needs.map(|need| need.name.as_str()).collect();
    if context.is_incomplete() || !needs.is_empty() || !run.missing.is_empty() {
        let missing = run.missing.iter().map(|one| one.id.as_str());
        let names: Vec<&str> = missing.map(|id| context.organisation(id)).collect();
        let services: Vec<&str> = context.missing_services().collect();
        let mut text = String::new();
        for (words, names) in [
            (texts.missing_text, names.join(", ")),
            (texts.missing_services_text, services.join(", ")),
            (texts.missing_needs_text, needs.join(", ")),
        ] {
            if !names.is_empty() {
                text += &fill(words, &[("names", &names)]);
                text.push(' ');
            }
        }
        if context.is_incomplete() {
            text += texts.missing_means;
        }
        add("note", texts.missing_title, text);
    }
    if let Some(reason) = &run.accept_stage_1 {
        add(
            "note",
            texts.stage_1_title,
            fill(texts.stage_1_text, &[("reason", reason)]),
        );
    }
    let accepted = run
        .accepted
        .iter()
        .map(|id| context.organisation(id.as_str()));
    let names: Vec<&str> = accepted.collect();
    if !names.is_empty() {
        let text = fill(texts.accepted_text, &[("names", &names.join(", "))]);
        add("note", texts.accepted_title, text);
    }
    notices
}
