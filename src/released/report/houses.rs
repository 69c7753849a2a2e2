//! Three shares as a picture of a hundred houses.

use super::svg::{Drawing, Picture};

const COLUMNS: usize = 20;
const ROWS: usize = 5;
const WIDTH: usize = 32;
const HEIGHT: usize = 34;

/// How many of a hundred houses have no service, just one, just two, and three or more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Houses {
    /// Houses of the hundred with at least one service.
    pub(super) one: usize,
    /// With at least two; `None` when not published.
    pub(super) two: Option<usize>,
    /// With at least three; `None` when not published.
    pub(super) three: Option<usize>,
}

impl Houses {
    /// From the share of households with a service, and the shares of those with two and three or more.
    pub(super) fn new(users: f64, two_of_users: Option<f64>, three_of_users: Option<f64>) -> Self {
        let one = hundredths(users);
        let part = |share: f64| hundredths(users * share).min(one);
        let two = two_of_users.map(part);
        Self {
            one,
            two,
            three: three_of_users
                .map(part)
                .map(|three| three.min(two.unwrap_or(one))),
        }
    }

    /// The class of the house at `index`: the darkest first.
    pub(super) fn class(&self, index: usize) -> &'static str {
        let within = |bound: Option<usize>| bound.is_some_and(|bound| index < bound);
        if within(self.three) {
            "house three"
        } else if within(self.two) {
            "house two"
        } else if index < self.one {
            "house one"
        } else {
            "house none"
        }
    }

    pub(super) fn picture(&self, title: &str, description: &str) -> Picture {
        let size = (COLUMNS * WIDTH, ROWS * HEIGHT);
        let mut drawing = Drawing::new("houses", size, title, description);
        for index in 0..COLUMNS * ROWS {
            // Column by column, so that the used ones stand together on the left.
            let (x, y) = (index / ROWS * WIDTH, index % ROWS * HEIGHT);
            let (left, top) = (x + 3, y + 3);
            let path = format!("M{left} {}l13-11 13 11v16h-26z", top + 11);
            drawing.path(self.class(index), &path);
        }
        drawing.finish()
    }
}

fn hundredths(share: f64) -> usize {
    let whole = (share * 100.0).round();
    (0..=100_u8)
        .rev()
        .find(|n| f64::from(*n) <= whole)
        .map_or(0, usize::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_town_of_2013_has_24_houses_with_a_service_and_8_three() {
        let houses = Houses::new(0.24, Some(0.59), Some(0.33));
        assert_eq!(
            (houses.one, houses.two, houses.three),
            (24, Some(14), Some(8))
        );
        let dark = (0..100).filter(|index| houses.class(*index) == "house three");
        assert_eq!(dark.count(), 8);
    }

    #[test]
    fn a_share_that_is_not_published_colours_no_house() {
        let houses = Houses::new(0.24, None, None);
        assert!((0..24).all(|index| houses.class(index) == "house one"));
        assert_eq!(houses.class(24), "house none");
    }
}
