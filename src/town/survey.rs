//! What people in the made-up town answer in a survey: they are less content with their wijk, and feel less safe, where more people need
//! support.

use std::fmt::Write as _;
use std::path::Path;

use super::areas::{WIJKEN, buurt_code, wijk_code, wijk_of_buurt};
use super::files::write_file;
use super::inhabitants::Count;
use super::rng::Rng;
use crate::error::Result;

/// The draws of the survey are a stream of their own, before that of the figures.
const STREAM: u64 = u64::MAX - 1;

/// One of so many people answers.
const PER_ANSWER: u32 = 40;

/// The standard deviation of the marks that people give, on a scale to ten.
const MARKS_DIFFER: f64 = 1.3;

/// What the agreement says of the file.
pub(super) const AGREED: &str = "
# What people answer about their wijk: beside use, on maps and in the profile of a wijk.
[[figures]]
file   = \"analyst/leefbaarheid-2026.csv\"
layout = \"survey\"                    # n: how many answered; marge: how sure that is
source = \"verzonnen, als een leefbaarheidsonderzoek\"
year   = 2026
";

/// Writes `leefbaarheid-2026.csv` into the folder of the analyst: a row per wijk or buurt and question.
pub(super) fn write(seed: u64, districts: &[Vec<Count>], folder: &Path) -> Result<()> {
    let (wijk_of, mut rng) = (wijk_of_buurt(), Rng::new(seed, STREAM));
    let mut text = String::from("gebied;vraag;waarde;n;marge\n");
    for (district, buurten) in (0..).zip(districts) {
        for (wijk, like) in WIJKEN.iter().enumerate() {
            let own = (0..buurten.len()).filter(|buurt| wijk_of[*buurt] == wijk);
            let own: Vec<usize> = own.collect();
            let persons = own.iter().map(|buurt| buurten[*buurt].persons).sum();
            let code = wijk_code(district, wijk);
            put(&code, persons, like.need, &mut rng, &mut text);
            for buurt in own {
                let code = buurt_code(district, buurt, wijk);
                put(
                    &code,
                    buurten[buurt].persons,
                    like.need,
                    &mut rng,
                    &mut text,
                );
            }
        }
    }
    write_file(&folder.join("leefbaarheid-2026.csv"), text.as_bytes())
}

/// The rows of an area, with the noise of as many answers as it gives.
fn put(code: &str, persons: u32, need: f64, rng: &mut Rng, text: &mut String) {
    let answers = (persons / PER_ANSWER).max(1);
    let root = f64::from(answers).sqrt();
    // Nearly normal, with deviation 1.
    let mut noise = || (0..12).map(|_| rng.unit()).sum::<f64>() - 6.0;
    let mark = (8.2 - 0.8 * need + MARKS_DIFFER / root * noise()).clamp(1.0, 10.0);
    let unsafe_share = 0.06 + 0.12 * need;
    let deviation = (unsafe_share * (1.0 - unsafe_share)).sqrt() / root;
    let unsafe_share = (unsafe_share + deviation * noise()).clamp(0.0, 1.0);
    let comma = |number: f64| format!("{number:.1}").replace('.', ",");
    let [mark, margin, unsafe_share] =
        [mark, 1.96 * MARKS_DIFFER / root, 100.0 * unsafe_share].map(comma);
    // Writing to a String cannot fail.
    let _ = writeln!(
        text,
        "{code};Rapportcijfer voor de buurt;{mark};{answers};{margin}\n\
         {code};Voelt zich wel eens onveilig (%);{unsafe_share};{answers};"
    );
}
