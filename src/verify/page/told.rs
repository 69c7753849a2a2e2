//! The numbers that the page says outside tables, squares and sentences, section by section, in their order.

use super::facts::{Facts, share};
use super::grids::{DIMENSIONS, SHOWN, levels, most_common};
use super::html::Element;
use super::numbers::numbers_in;
use super::pairs::{Pair, Totals, is_drawn, totals};
use super::reach;
use super::upset;
use crate::verify::printing::Printing;
use crate::vocabulary::Language;

/// The numbers of a section; those of the definitions are [`rule`].
pub(super) fn numbers(section: &str, facts: &Facts, pairs: &[Pair]) -> Vec<String> {
    match section {
        "headline" => {
            let legend = legend(facts);
            // The drawing is described by its legend.
            [statement(facts), legend.clone(), legend].concat()
        }
        "stacking" => {
            let none = facts.stacking(["household", "all", "all", "0"]);
            none.map(|count| facts.count(count)).into_iter().collect()
        }
        "groups" => {
            let tables = DIMENSIONS
                .iter()
                .filter(|dimension| !levels(facts, dimension).is_empty());
            // The columns: with one, two and three or more.
            tables.flat_map(|_| plain(&[1, 2, 3])).collect()
        }
        "pairs" if is_drawn(pairs) => {
            let Totals {
                all,
                shown,
                left_out,
            } = totals(pairs);
            let left_out = left_out.into_iter().filter(|number| *number > 0);
            let mut numbers: Vec<String> = left_out.map(|number| facts.count(number)).collect();
            // Above the drawing, and in its description.
            numbers.extend(plain(&[all, shown, all, shown]));
            // The legend: 4 or more, 2 to 4, 1.2 to 2 times chance.
            numbers.extend(plain(&[4, 2, 4]));
            numbers.push(facts.language.decimal(1.2, 1));
            numbers.extend(plain(&[2]));
            numbers
        }
        "signals" => {
            let least = facts.run["signals"]["roles_at_least"].as_u64();
            least.map(|least| least.to_string()).into_iter().collect()
        }
        "protection" => {
            let (hidden, rows) = facts.tables.hidden_of_rows();
            let rows = [rows, hidden].map(|rows| facts.count(rows as u64));
            [rows.to_vec(), cost(facts)].concat()
        }
        "combinations" => {
            let tables = ["combinations", "domains"].map(|table| most_common(facts, table).0.len());
            let long = tables.into_iter().filter(|length| *length > SHOWN);
            // The name of the table, which is read out, and its caption.
            let both = long.flat_map(|length| [SHOWN, length, SHOWN, length]);
            let both = both.map(|number| facts.count(number as u64));
            upset::read_out(facts).into_iter().chain(both).collect()
        }
        "composition" => super::composition::numbers(facts),
        "corrected" => super::corrected::numbers(facts),
        "types" => super::stacker_types::numbers(facts),
        "expected" => super::funnel::shares(facts),
        "linkage" => super::linkage_quality::numbers(facts),
        // From -1 to 1, and 0 between them.
        "survey" => plain(&[1, 1, 0]),
        "reach" => in_reach(facts),
        "needs" | "reached" => super::needs::sentences(facts, section),
        _ => Vec::new(),
    }
}

/// How much longer a way is, what a minute counts for, and the number of facilities where they are too many to list.
fn in_reach(facts: &Facts) -> Vec<String> {
    let file = &facts.run["facilities"][0];
    let detour = file["detour"]
        .as_f64()
        .filter(|_| !reach::farthest(facts).is_empty());
    let written = |detour: f64| {
        let text = detour.to_string();
        match facts.language {
            Language::Dutch => text.replace('.', ","),
            Language::English => text,
        }
    };
    let all = facts.rows("facilities").count();
    let all = (all > reach::LISTED).then(|| facts.count(all as u64));
    // A minute counts as 80 m.
    let lead = detour.map(|detour| [written(detour), "80".into()]);
    lead.into_iter().flatten().chain(all).collect()
}

/// The numbers that the definitions may say: those of the profile, and the smallest denominator.
pub(super) fn rule(facts: &Facts) -> Vec<String> {
    let printing = facts.tables.printing.as_ref();
    let of_profile = printing.map_or(Vec::new(), Printing::numbers_said);
    [plain(&of_profile), plain(&[100])].concat()
}

fn plain(numbers: &[u64]) -> Vec<String> {
    numbers.iter().map(u64::to_string).collect()
}

/// What protecting cost, of which `run.json` is held against the ledger.
fn cost(facts: &Facts) -> Vec<String> {
    let cost = &facts.run["utility"];
    let number = |field: &str| cost[field].as_u64();
    let error = cost["error"].as_f64();
    let error = error.map(|error| facts.language.decimal(error, 1));
    let mut numbers: Vec<String> = number("away").iter().map(u64::to_string).collect();
    numbers.extend(error);
    if cost["oldest"].is_string() {
        let stand = ["printed", "held"].map(number);
        numbers.extend(stand.into_iter().flatten().map(|count| facts.count(count)));
        numbers.extend(number("hold").map(|hold| hold.saturating_sub(1).to_string()));
    }
    let audit = &facts.run["audit"];
    let told = ["organisations", "candidates"].into_iter();
    numbers.extend(told.filter_map(|field| Some(facts.count(audit[field].as_u64()?))));
    numbers
}

/// Households, the shares of those with one, two and three or more, and the most services.
fn statement(facts: &Facts) -> Vec<String> {
    let [users, two, three] = shares(facts);
    let (Some(all), Some(users)) = (facts.town("all"), users) else {
        return Vec::new();
    };
    let mut numbers = vec![facts.count(all)];
    let shares = [Some(users), two, two.and(three)].into_iter().flatten();
    numbers.extend(shares.flat_map(|share| numbers_in(&facts.language.percent(share, 0))));
    numbers.extend(facts.most().map(|most| facts.count(most)));
    numbers
}

/// What the colours of the houses stand for: the first says of how many.
fn legend(facts: &Facts) -> Vec<String> {
    let [_, two, three] = shares(facts);
    let Some([with_three, with_two, with_one, none]) = houses(facts) else {
        return Vec::new();
    };
    let three = three.map_or(Vec::new(), |_| plain(&[with_three, 100]));
    let two = two.map_or(Vec::new(), |_| plain(&[with_two]));
    [three, two, plain(&[with_one, none])].concat()
}

/// Of households with a service, and of those who have two and three or more.
fn shares(facts: &Facts) -> [Option<f64>; 3] {
    let users = facts.town("1+");
    [
        share(users, facts.town("all")),
        share(facts.town("2+"), users),
        share(facts.town("3+"), users),
    ]
}

/// How many of a hundred houses have three or more, just two, just one, and no service.
fn houses(facts: &Facts) -> Option<[u64; 4]> {
    let [users, two, three] = shares(facts);
    let users = users?;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "lies from 0 to 100"
    )]
    let hundredths = |share: f64| (share * 100.0).round().clamp(0.0, 100.0) as u64;
    let one = hundredths(users);
    let part = |share: f64| hundredths(users * share).min(one);
    let two = two.map(part);
    let three = three.map(part).map(|three| three.min(two.unwrap_or(one)));
    let more = two.or(three).unwrap_or(0);
    let three_only = three.unwrap_or(0);
    Some([
        three_only,
        two.map_or(0, |two| two - three_only),
        one - more,
        100 - one,
    ])
}

pub(super) fn houses_problem(page: &Element, facts: &Facts) -> Option<String> {
    let drawings = page.all("svg");
    let drawing = drawings
        .iter()
        .find(|drawing| drawing.attribute("class") == "houses");
    let found = drawing.map(|drawing| {
        let paths = drawing.all("path");
        ["house three", "house two", "house one", "house none"].map(|class| {
            paths
                .iter()
                .filter(|path| path.attribute("class") == class)
                .count() as u64
        })
    });
    (found != houses(facts)).then(|| "the houses are not those of the published shares".into())
}
