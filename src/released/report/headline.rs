//! Section: the headline as one sentence, a picture and the key figures.

use super::cell::Cell;
use super::context::Context;
use super::houses::Houses;
use super::reading::{Row, headline, rows};
use super::section::{BarTable, Block, Section, or_nothing};
use super::texts::fill;

/// What the whole town looks like.
pub(super) fn section(context: &Context) -> Section {
    let mut blocks = vec![Block::Statement(statement(context))];
    blocks.extend(picture(context));
    let figures = BarTable {
        caption: context.texts.figures_caption.into(),
        headings: vec![context.texts.figure.into(), context.texts.number.into()],
        rows: rows(context.tables, "headline")
            .map(|row| figure(context, &row))
            .collect(),
    };
    blocks.push(or_nothing(figures.when_filled(), context.texts.nothing));
    Section {
        id: "headline",
        title: "",
        blocks,
    }
}

/// The four figures in words; what is hidden is left out of the sentence.
fn statement(context: &Context) -> String {
    let texts = context.texts;
    let share = |measure| {
        let share = headline(context.tables, measure)?.decimal("value")?;
        Some(context.language.percent(share, 0))
    };
    let count = |measure| headline(context.tables, measure)?.count("value");
    let (Some(households), Some(users)) = (count("households"), share("share_1_or_more")) else {
        return texts.headline_hidden.into();
    };
    let at_least = context.at_least(context.is_incomplete());
    let households = context.language.count(households);
    let of_all = [
        ("households", &*households),
        ("share", &*users),
        ("at_least", &*at_least),
    ];
    let mut text = fill(texts.headline_users, &of_all);
    let of_users = (
        share("share_of_users_2_or_more"),
        share("share_of_users_3_or_more"),
    );
    match &of_users {
        (Some(two), Some(three)) => {
            text += &fill(
                texts.headline_two_and_three,
                &[("two", two), ("three", three)],
            );
        }
        (Some(two), None) => text += &fill(texts.headline_two, &[("two", two)]),
        (None, _) => {}
    }
    text.push('.');
    if let Some(row) = headline(context.tables, "most_services")
        && let Some(most) = row.count("value")
    {
        let at_least = context.at_least(row.is_topcoded() || context.is_incomplete());
        let most = context.language.count(most);
        text += &fill(
            texts.headline_most,
            &[("most", &most), ("at_least", &at_least)],
        );
    }
    text
}

/// A hundred houses and what their colours mean; nothing when the share is hidden.
fn picture(context: &Context) -> Vec<Block> {
    let share = |measure| headline(context.tables, measure).and_then(|row| row.decimal("value"));
    let Some(users) = share("share_1_or_more") else {
        return Vec::new();
    };
    let (two, three) = (
        share("share_of_users_2_or_more"),
        share("share_of_users_3_or_more"),
    );
    let houses = Houses::new(users, two, three);
    let legend = legend(context, &houses);
    let words: Vec<&str> = legend.iter().map(|(_, text)| text.as_str()).collect();
    let picture = houses.picture(context.texts.houses_title, &words.join("; "));
    vec![Block::Picture(picture), Block::Legend(legend)]
}

fn legend(context: &Context, houses: &Houses) -> Vec<(&'static str, String)> {
    let texts = context.texts;
    let one_is_exact = houses.two.is_some();
    let two_is_exact = houses.three.is_some();
    let two = houses.two.map(|two| two - houses.three.unwrap_or(0));
    let one = houses.one - houses.two.or(houses.three).unwrap_or(0);
    [
        ("three", texts.legend_three, houses.three),
        (
            "two",
            if two_is_exact {
                texts.legend_two
            } else {
                texts.legend_two_or_more
            },
            two,
        ),
        (
            "one",
            if one_is_exact {
                texts.legend_one
            } else {
                texts.legend_one_or_more
            },
            Some(one),
        ),
        ("none", texts.legend_none, Some(100 - houses.one)),
    ]
    .into_iter()
    .filter_map(|(class, text, number)| {
        Some((class, fill(text, &[("number", &number?.to_string())])))
    })
    .collect()
}

fn figure(context: &Context, row: &Row) -> Vec<Cell> {
    let measure = row.text("measure");
    let is_of_use = !matches!(
        measure,
        "households" | "persons" | "services" | "organisations"
    );
    // More organisations can bring users with one service only: what is per user can fall.
    let is_of_users = measure.contains("_users");
    let is_lower_bound = if context.is_incomplete() {
        is_of_use && !is_of_users
    } else {
        row.is_topcoded()
    };
    let at_least = context.at_least(is_lower_bound);
    let language = context.language;
    let value = match (row.count("value"), row.decimal("value")) {
        (Some(count), _) => Cell::number(format!("{at_least}{}", language.count(count))),
        (None, Some(share)) if measure.starts_with("share_") => {
            Cell::number(format!("{at_least}{}", language.percent(share, 1)))
        }
        (None, Some(mean)) => Cell::number(format!("{at_least}{}", language.decimal(mean, 2))),
        (None, None) => context.hidden_cell(),
    };
    vec![Cell::text(context.texts.measure(measure)), value]
}
