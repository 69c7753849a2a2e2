//! The drawing of the wijken around what is expected: its dots, its names, and what it says of each.

use super::facts::Facts;
use super::html::Element;
use super::numbers::numbers_in;
use crate::verify::expected::chance::{dispersion, distance};
use crate::verify::printing::Printing;

/// With fewer wijken there is none.
const FEWEST: usize = 5;
/// Between so many standard deviations no wijk is named.
const NAMED_BEYOND: f64 = 1.96;

struct Wijk<'a> {
    name: &'a str,
    count: u64,
    expected: f64,
    ratio: f64,
    is_named: bool,
}

fn wijken<'a>(facts: &Facts<'a>) -> Vec<Wijk<'a>> {
    let rows = facts.rows("expected");
    let own = rows.filter(|row| row.text("level") == "wijk" && row.text("what") == "services=2+");
    let number = |text: &str| text.parse::<f64>().ok();
    let wijk = |row: super::facts::Row<'a>| {
        Some(Wijk {
            name: facts.wijk(row.text("area"))?,
            count: row.count("households")?,
            expected: number(row.text("expected"))?,
            ratio: number(row.text("ratio"))?,
            is_named: false,
        })
    };
    let mut wijken: Vec<Wijk> = own.filter_map(wijk).collect();
    if wijken.len() < FEWEST {
        return Vec::new();
    }
    let printing = facts.tables.printing.as_ref();
    let variance = printing.map_or(0.0, Printing::variance);
    let distances: Vec<f64> = (wijken.iter())
        .map(|wijk| distance(&[wijk.count as f64, wijk.expected], variance))
        .collect();
    let beyond = NAMED_BEYOND * dispersion(&distances).sqrt();
    for (wijk, distance) in wijken.iter_mut().zip(distances) {
        wijk.is_named = distance.abs() > beyond;
    }
    wijken
}

/// The shares of the dots that lie between the lines, as the words above the drawing say them.
pub(super) fn shares(facts: &Facts) -> Vec<String> {
    if wijken(facts).is_empty() {
        return Vec::new();
    }
    vec!["95".into(), "100".into()]
}

/// What is wrong with the drawing in the section of expected use.
pub(super) fn problem(section: &Element, facts: &Facts) -> Option<String> {
    let wijken = wijken(facts);
    let drawings = section.with_class("svg", "funnel");
    let is_right = match &drawings[..] {
        [] => wijken.is_empty(),
        [drawing] => says(drawing, facts, &wijken).unwrap_or(false),
        _ => false,
    };
    (!is_right).then(|| "the drawing of the wijken does not say what is expected".into())
}

fn says(drawing: &Element, facts: &Facts, wijken: &[Wijk]) -> Option<bool> {
    let ratio = |wijk: &Wijk| facts.language.decimal(wijk.ratio, 2);
    let named = || wijken.iter().filter(|wijk| wijk.is_named);
    let read_out: Vec<String> = named()
        .map(|wijk| format!("{} ({})", wijk.name, ratio(wijk)))
        .collect();
    let description = drawing.all("desc").first()?.text();
    let is_read_out = if read_out.is_empty() {
        numbers_in(&description).is_empty()
    } else {
        let words = description.strip_suffix(&format!(": {}.", read_out.join("; ")));
        words.is_some_and(|words| numbers_in(words).is_empty())
    };
    let texts = drawing.all("text").into_iter();
    let (labels, others): (Vec<&Element>, Vec<&Element>) =
        texts.partition(|text| text.attribute("class").starts_with("label"));
    let is_named = labels
        .iter()
        .map(|label| label.text())
        .eq(named().map(|wijk| wijk.name.to_owned()));
    let (words, ticks): (Vec<&Element>, Vec<&Element>) =
        (others.into_iter()).partition(|text| text.attribute("class").starts_with("words"));
    let is_wordy = words.iter().all(|text| numbers_in(&text.text()).is_empty());
    let is_only_title =
        |(place, title): (usize, &&Element)| place > 0 || numbers_in(&title.text()).is_empty();
    let is_titled = drawing.all("title").iter().enumerate().all(is_only_title);
    let axes = Axes::of(facts, &ticks)?;
    let (dots, lines): (Vec<&Element>, Vec<&Element>) =
        (drawing.all("path").into_iter()).partition(|path| !path.text().is_empty());
    let is_silent = lines
        .iter()
        .all(|line| !line.attribute("class").starts_with("dot"));
    let is_dot = |(dot, wijk): (&&Element, &Wijk)| {
        let text = dot.text();
        let said = text.strip_prefix(&format!("{}: ", wijk.name));
        let expected = facts.language.number(wijk.expected, 0);
        let numbers = [facts.count(wijk.count), expected, ratio(wijk)];
        let class = if wijk.is_named { "dot out" } else { "dot" };
        dot.attribute("class") == class
            && said.is_some_and(|said| numbers_in(said) == numbers)
            && axes.is_at(dot.attribute("d"), wijk)
    };
    let are_dots = dots.len() == wijken.len() && dots.iter().zip(wijken).all(is_dot);
    Some(is_read_out && is_named && is_wordy && is_titled && is_silent && are_dots)
}

/// Where two numbers of each axis stand: the number and its place.
struct Axes {
    across: [(f64, f64); 2],
    up: [(f64, f64); 2],
}

impl Axes {
    /// From the numbers beside the axes: the ratios, of which 1 is in the middle, then the expected numbers.
    fn of(facts: &Facts, ticks: &[&Element]) -> Option<Self> {
        let [high, one, low, zero, most] = ticks else {
            return None;
        };
        let place = |tick: &Element, side: &str| tick.attribute(side).parse::<f64>().ok();
        // The middle of a number is 4 above where it stands.
        let ratio = |tick: &Element| {
            let number = tick.text().replace(',', ".").parse::<f64>().ok()?;
            Some((number, place(tick, "y")? - 4.0))
        };
        let most_said: u64 = most.text().replace(['.', ','], "").parse().ok()?;
        let axes = Self {
            across: [
                (0.0, place(zero, "x")?),
                (most_said as f64, place(most, "x")?),
            ],
            up: [ratio(low)?, ratio(high)?],
        };
        let is_right = zero.text() == "0"
            && most.text() == facts.count(most_said)
            && one.text() == facts.language.decimal(1.0, 1)
            && (on(&axes.up, 1.0) - ratio(one)?.1).abs() <= 1.0;
        is_right.then_some(axes)
    }

    /// Whether a dot stands where its numbers are on the axes, to a whole unit.
    fn is_at(&self, dot: &str, wijk: &Wijk) -> bool {
        let place = dot.strip_prefix('M').and_then(|dot| dot.strip_suffix("h0"));
        let place = place.and_then(|place| place.split_once(' '));
        let place = place.and_then(|(x, y)| Some([x.parse::<f64>().ok()?, y.parse().ok()?]));
        place.is_some_and(|[x, y]| {
            let away = [
                x - on(&self.across, wijk.expected),
                y - on(&self.up, wijk.ratio),
            ];
            away.iter().all(|away| away.abs() <= 1.0)
        })
    }
}

/// Where a number stands on an axis.
fn on([first, last]: &[(f64, f64); 2], number: f64) -> f64 {
    first.1 + (number - first.0) / (last.0 - first.0) * (last.1 - first.1)
}
