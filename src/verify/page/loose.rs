//! All of the page but tables, squares and sentences: texts and what is read out say the numbers of their section and no
//! other, and there is nothing in which one could be hidden.

use std::collections::{BTreeMap, BTreeSet};

use base64::prelude::{BASE64_STANDARD, Engine as _};
use sha2::{Digest as _, Sha256};

use super::facts::Facts;
use super::grids::GRIDS;
use super::html::{Element, Node};
use super::numbers::Known;
use super::pairs::Pair;
use super::told::{self, houses_problem, rule};

/// The style of a page of this version.
const STYLE: &str = include_str!("../../../templates/report.css");
/// And its script.
const SCRIPT: &str = include_str!("../../../templates/report.js");

/// The elements of a page.
const ELEMENTS: &str = "html head meta title style body aside p strong header h1 span nav ul ol li a main section h2 h3 h4 div \
    table caption thead tbody tr th td svg g use desc defs pattern rect path text figure figcaption b article dl dt dd footer script details \
    tfoot summary output label select option input datalist fieldset legend";

/// The attributes of an element, and those that a drawing has besides.
const ATTRIBUTES: &str = "lang class id href role aria-label aria-labelledby aria-hidden tabindex scope colspan hidden value selected list type \
    data-hidden data-no-data data-save data-below data-above data-level data-group data-source data-row";
/// What a heading says of its map, which is compared with it: the middle of its numbers, and a pattern, of which the page holds how it can begin.
const OF_MAPS: &str = "data-middle data-alike data-unlike data-chance";
const OF_DRAWINGS: &str =
    "viewBox preserveAspectRatio x y width height d patternUnits patternTransform";

/// The classes with a digit: how many times chance, and of a map.
const COLOURS: [&str; 18] = [
    "more-1", "more-2", "more-3", "less-1", "less-2", "k0", "k1", "k2", "k3", "k4", "kind-0",
    "kind-1", "kind-2", "kind-3", "kind-4", "kind-5", "kind-6", "kind-7",
];

/// A style or script as it stands on a page: without the room before its lines, and without comments.
fn as_written(text: &str) -> String {
    let mut lines: Vec<&str> = text.lines().map(str::trim_start).collect();
    lines.retain(|line| !line.starts_with("//"));
    lines.join("\n")
}

/// What the head of a page says to a browser.
fn meta() -> [String; 2] {
    let [style, script] =
        [STYLE, SCRIPT].map(|text| BASE64_STANDARD.encode(Sha256::digest(as_written(text))));
    [
        "width=device-width, initial-scale=1".into(),
        format!(
            "default-src 'none'; style-src 'sha256-{style}'; script-src 'sha256-{script}'; base-uri 'none'; form-action 'none'"
        ),
    ]
}

/// What is wrong with the page, apart from tables, squares and sentences.
pub(super) fn problems(
    page: &Element,
    facts: &Facts,
    known: &Known,
    pairs: &[Pair],
) -> Vec<String> {
    let mut look = Look {
        known,
        numbers: BTreeMap::new(),
        problems: BTreeSet::new(),
    };
    look.at(page, Place::default());
    for (name, own) in [("style", STYLE), ("script", SCRIPT)] {
        let found = page.all(name);
        if !found.iter().map(|one| one.text()).eq([as_written(own)]) {
            look.problems
                .insert(format!("the {name} is not that of this version"));
        }
    }
    for (section, numbers) in &look.numbers {
        let is_said = match *section {
            "definitions" => numbers.iter().all(|number| rule(facts).contains(number)),
            section => *numbers == told::numbers(section, facts, pairs),
        };
        if !is_said {
            let place = if section.is_empty() {
                "the head or foot"
            } else {
                section
            };
            look.problems.insert(format!(
                "a text in {place} says another number than is published"
            ));
        }
    }
    let mut problems: Vec<String> = look.problems.into_iter().collect();
    problems.extend(houses_problem(page, facts));
    problems
}

/// A walk over the page.
struct Look<'a> {
    known: &'a Known,
    /// The numbers that the texts of each section say, in their order.
    numbers: BTreeMap<&'a str, Vec<String>>,
    problems: BTreeSet<String>,
}

/// Where the walk is.
#[derive(Clone, Copy, Default)]
struct Place<'a> {
    section: &'a str,
    is_in_drawing: bool,
    /// Within the rows of a table that is compared.
    is_in_rows: bool,
    /// Within a cell, square, number of a square or sentence that was compared, whose text is known.
    is_compared: bool,
}

impl<'a> Place<'a> {
    /// Of what is in `child`, which is in `element`.
    fn within(self, element: &Element, child: &'a Element) -> Self {
        let name = child.name.as_str();
        let section = if name == "section" {
            child.attribute("id")
        } else {
            self.section
        };
        let is_table = GRIDS.iter().any(|(id, _)| *id == section);
        let is_square = section == "pairs" && name == "path" && self.is_in_drawing;
        let is_number = child.attribute("class").starts_with("place");
        let is_number = section == "pairs" && name == "text" && is_number;
        let is_of_area = section == "where" && ["use", "thead", "tbody", "tfoot", "li"].contains(&name)
            || section == "where" && name == "p" && child.attribute("class") == "pattern"
            // The title of a map, which its table repeats.
            || section == "where" && (name == "b" || name == "caption" && element.attribute("class") != "matrix")
            || section == "wijken" && ["tbody", "li", "h3"].contains(&name);
        // All but its labels, which are names.
        let is_upset = section == "combinations" && element.attribute("class") == "upset";
        let is_upset =
            is_upset && (name == "rect" || name == "text" && child.attribute("class") != "label");
        let is_funnel = section == "expected" && element.attribute("class") == "funnel";
        let is_sentence = section == "pairs" && element.attribute("class") == "sentences";
        Self {
            section,
            is_in_drawing: self.is_in_drawing || name == "svg",
            is_in_rows: self.is_in_rows || is_table && name == "tbody",
            is_compared: self.is_compared
                || self.is_in_rows && element.name == "tr"
                || is_square
                || is_of_area
                || is_number && self.is_in_drawing
                || is_upset
                || is_funnel
                || is_sentence && name == "li",
        }
    }
}

impl<'a> Look<'a> {
    fn at(&mut self, element: &'a Element, place: Place<'a>) {
        let is_listed = |list: &str, word: &str| list.split_whitespace().any(|known| known == word);
        if !element.name.is_empty() && !is_listed(ELEMENTS, &element.name) {
            self.note("holds an element that no page has");
        }
        for (name, value) in &element.attributes {
            let is_one = is_listed(ATTRIBUTES, name)
                || place.is_in_drawing && is_listed(OF_DRAWINGS, name)
                || ["main", "th"].contains(&element.name.as_str()) && is_listed(OF_MAPS, name)
                || element.name == "meta" && is_listed("name content charset http-equiv", name);
            if !is_one {
                self.note("holds an attribute that no page has");
            }
            self.attribute(name, value, place.section);
        }
        if ["style", "script"].contains(&element.name.as_str()) {
            return;
        }
        for node in &element.children {
            match node {
                Node::Element(child) => self.at(child, place.within(element, child)),
                Node::Text(_) if place.is_compared => {}
                Node::Text(text) => self.text(text, place.section),
            }
        }
    }

    fn attribute(&mut self, name: &str, value: &str, section: &'a str) {
        let has_digit = value.chars().any(char::is_numeric);
        let is_wrong = match name {
            "content" => !meta().iter().any(|known| known == value),
            "tabindex" => value != "0",
            "colspan" => value != "3",
            "class" => value
                .split(' ')
                .any(|class| class.chars().any(char::is_numeric) && !COLOURS.contains(&class)),
            "id" | "href"
                if is_shape(value)
                    || is_question(value)
                    || self.known.numbers_in(value).is_empty() =>
            {
                false
            }
            "aria-label" | "data-hidden" | "data-no-data" | "data-save" | "data-below"
            | "data-above" | "value" | "data-source" => {
                self.text(value, section);
                false
            }
            _ if OF_MAPS.split(' ').any(|known| known == name) => false,
            "charset" => value != "utf-8",
            _ if OF_DRAWINGS.split(' ').any(|known| known == name) => false,
            _ => has_digit,
        };
        if is_wrong {
            self.note("an attribute says what no page says");
        }
    }

    fn text(&mut self, text: &str, section: &'a str) {
        let numbers = self.known.numbers_in(text);
        self.numbers.entry(section).or_default().extend(numbers);
    }

    fn note(&mut self, problem: &str) {
        self.problems.insert(problem.to_owned());
    }
}

/// Whether a name is that of the chapter of a question.
fn is_question(name: &str) -> bool {
    let name = name.strip_prefix('#').unwrap_or(name);
    let number = name.strip_prefix("question-");
    number.is_some_and(|number| number.parse::<u16>().is_ok())
}

/// Whether a name is that of the shape of an area, of which there are no more than a table has rows.
fn is_shape(name: &str) -> bool {
    let name = name.strip_prefix('#').unwrap_or(name);
    let place = ["gemeente-", "wijk-", "buurt-"]
        .iter()
        .find_map(|level| name.strip_prefix(level));
    place.is_some_and(|place| place.parse::<u16>().is_ok())
}
