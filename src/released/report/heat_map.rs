//! The matrix of pairs as a drawing.

use super::context::Context;
use super::matrix::{Matrix, Pair, Service};
use super::section::Block;
use super::svg::{Drawing, Picture};
use super::texts::fill;

const LABELS: usize = 250;
const RIGHT: usize = 150;
const WIDTH: usize = 640;

/// The drawing and what its colours mean.
pub(super) fn blocks(context: &Context, matrix: &Matrix) -> Vec<Block> {
    let texts = context.texts;
    let legend = [
        ("more-3", texts.lift_4_or_more),
        ("more-2", texts.lift_2_to_4),
        ("more-1", texts.lift_up_to_2),
        ("chance", texts.lift_chance),
        ("less-1", texts.lift_less),
        ("less-2", texts.lift_much_less),
        ("hatched", texts.lift_hidden),
    ];
    vec![
        Block::Heading(texts.heat_map_title.into()),
        Block::Text(texts.heat_map_lead.into()),
        Block::Text(description(context, matrix)),
        Block::WidePicture(texts.heat_map_title.into(), picture(context, matrix)),
        Block::Legend(
            legend
                .map(|(class, text)| (class, text.to_owned()))
                .to_vec(),
        ),
    ]
}

/// The lower triangle; row and column of a service have the same number.
fn picture(context: &Context, matrix: &Matrix) -> Picture {
    let count = matrix.services.len();
    let square = (WIDTH / count.max(1)).clamp(16, 40);
    let size = (LABELS + square * count + RIGHT, square * count + 22);
    let text = description(context, matrix);
    let mut drawing = Drawing::new("heat-map", size, context.texts.heat_map_title, &text);
    drawing.define_hatch();
    for (row, service) in matrix.services.iter().enumerate() {
        let (number, top) = ((row + 1).to_string(), row * square);
        let baseline = top + square / 2 + 4;
        let label = shortened(&service.name);
        drawing.text("label", (LABELS - 30, baseline), &label);
        drawing.text("place", (LABELS - 8, baseline), &number);
        let middle = LABELS + row * square + square / 2;
        drawing.text("place bottom", (middle, square * count + 16), &number);
        for column in 0..row {
            let pair = matrix.pairs.get(&(row, column));
            let words = words(context, service, &matrix.services[column], pair);
            let corner = (LABELS + column * square, top);
            drawing.square(class(pair), corner, square - 1, &words);
        }
        let corner = (LABELS + row * square, top);
        let own_words = own_words(context, service);
        drawing.square("itself", corner, square - 1, &own_words);
        let begins_domain = row == 0 || matrix.services[row - 1].domain != service.domain;
        if begins_domain {
            drawing.text("domain", (corner.0 + square + 6, baseline), &service.domain);
        }
    }
    drawing.finish()
}

/// The class of a pair: how often it occurs, as far as that is no chance; none for one that is not shown, which the style hatches.
fn class(pair: Option<&Pair>) -> &'static str {
    let Some((lift, pair)) = pair.and_then(|pair| Some((pair.lift?, pair))) else {
        return "";
    };
    match lift {
        _ if pair.significance == "0" => "chance",
        4.0.. => "more-3",
        2.0.. => "more-2",
        1.2.. => "more-1",
        _ if lift <= 0.5 => "less-2",
        _ if lift <= 1.0 / 1.2 => "less-1",
        _ => "chance",
    }
}

fn words(context: &Context, a: &Service, b: &Service, pair: Option<&Pair>) -> String {
    let names = format!("{} – {}: ", a.name, b.name);
    let households = pair.and_then(|pair| pair.households);
    let lift = pair.and_then(|pair| pair.spans).map(|spans| spans.lift);
    let said = match (households, lift) {
        (Some(households), Some(lift)) => fill(
            context.texts.pair_numbers,
            &[
                ("households", &*context.language.count(households)),
                ("lift", &*context.language.span(lift)),
            ],
        ),
        (Some(households), None) => fill(
            context.texts.households_number,
            &[("number", &context.language.count(households))],
        ),
        (None, _) => context.texts.hidden.to_owned(),
    };
    names + &said
}

fn own_words(context: &Context, service: &Service) -> String {
    let said = service.households.map_or_else(
        || context.texts.hidden.to_owned(),
        |count| {
            fill(
                context.texts.households_number,
                &[("number", &context.language.count(count))],
            )
        },
    );
    format!("{}: {said}", service.name)
}

fn description(context: &Context, matrix: &Matrix) -> String {
    let count = matrix.services.len();
    let shown = matrix
        .pairs
        .values()
        .filter(|pair| pair.households.is_some())
        .count();
    let all = count * count.saturating_sub(1) / 2;
    let numbers = [("shown", shown.to_string()), ("all", all.to_string())];
    fill(
        context.texts.heat_map_text,
        &numbers
            .each_ref()
            .map(|(name, text)| (*name, text.as_str())),
    )
}

/// At most 32 characters, so that a label fits its room.
pub(super) fn shortened(name: &str) -> String {
    if name.chars().count() <= 32 {
        return name.to_owned();
    }
    let start: String = name.chars().take(31).collect();
    format!("{}…", start.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(lift: Option<f64>, significance: &str) -> Pair {
        Pair {
            households: Some(100),
            expected: Some(50.0),
            lift,
            spans: None,
            significance: significance.into(),
        }
    }

    #[test]
    fn a_hidden_pair_is_hatched_and_never_a_colour() {
        assert_eq!(class(None), "");
        assert_eq!(class(Some(&pair(None, ""))), "");
    }

    #[test]
    fn what_may_be_chance_has_no_colour() {
        assert_eq!(class(Some(&pair(Some(3.0), "0"))), "chance");
        assert_eq!(class(Some(&pair(Some(3.0), "++"))), "more-2");
        assert_eq!(class(Some(&pair(Some(0.4), "--"))), "less-2");
    }

    #[test]
    fn a_long_name_is_cut_between_characters() {
        assert_eq!(shortened("Huishoudelijke hulp"), "Huishoudelijke hulp");
        assert_eq!(shortened(&"é".repeat(40)).chars().count(), 32);
    }
}
