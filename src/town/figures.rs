//! Public figures of the made-up town, as the statistical office and the municipality would publish them.
//!
//! They follow from who lives where, rounded to 5 as the office does; values of homes, scores and distances are drawn
//! around what each wijk is like.

use std::fmt::Write as _;
use std::path::Path;

use super::areas::{BUURTEN, WIJKEN, buurt_code, buurt_name, wijk_code, wijk_name, wijk_of_buurt};
use super::files::write_file;
use super::inhabitants::{Count, Inhabitants};
use super::rng::Rng;
use crate::error::Result;

/// The office gives no figure of fewer households than this.
const FEWEST_HOUSEHOLDS: u32 = 100;
/// The draws of the figures are a stream of their own, beyond those of the blocks.
const STREAM: u64 = u64::MAX;

/// Who lives where in the whole town.
#[derive(Default)]
pub(super) struct Figures {
    pub(super) districts: Vec<Vec<Count>>,
}

/// An area, and what its figures follow from.
struct Area {
    level: &'static str,
    code: String,
    name: String,
    count: Count,
    /// How often its people need support; 1 is usual.
    need: f64,
    /// Share of dwellings in a block of flats.
    flats: f64,
}

impl Figures {
    /// Adds a block of a district; the blocks come in their order.
    pub(super) fn add(&mut self, district: u64, inhabitants: &Inhabitants) {
        let place = usize::try_from(district).unwrap_or(0);
        let length = self.districts.len().max(place + 1);
        self.districts
            .resize(length, vec![Count::default(); BUURTEN]);
        for (sum, part) in self.districts[place].iter_mut().zip(&inhabitants.0) {
            sum.add(part);
        }
    }

    /// Writes the files into the folder of the analyst.
    pub(super) fn write(&self, seed: u64, folder: &Path) -> Result<()> {
        let (areas, mut rng) = (self.areas(), Rng::new(seed, STREAM));
        let files = [
            ("kwb-2026.csv", kwb(&areas)),
            ("ses-woa-2026.csv", ses_woa(&areas, &mut rng)),
            ("woz-2026.csv", woz(&areas, &mut rng)),
            ("nabijheid-2026.csv", nabijheid(&areas, &mut rng)),
        ];
        let mut files = files.into_iter();
        files.try_for_each(|(name, text)| write_file(&folder.join(name), text.as_bytes()))
    }

    /// Each gemeente, its wijken and their buurten.
    fn areas(&self) -> Vec<Area> {
        let (wijk_of, mut areas) = (wijk_of_buurt(), Vec::new());
        for (district, buurten) in (0..).zip(&self.districts) {
            let of_wijk = |wijk: usize| {
                let mut sum = Count::default();
                let own = buurten.iter().zip(wijk_of).filter(|(_, of)| *of == wijk);
                own.for_each(|(count, _)| sum.add(count));
                sum
            };
            let mut whole = Count::default();
            for count in buurten {
                whole.add(count);
            }
            let (code, name) = (
                format!("GM{}", &wijk_code(district, 0)[2..6]),
                "Zaandorp".to_owned(),
            );
            areas.push(Area {
                level: "Gemeente",
                code,
                name,
                count: whole,
                need: 1.0,
                flats: 0.3,
            });
            for (wijk, like) in WIJKEN.iter().enumerate() {
                areas.push(Area {
                    level: "Wijk",
                    code: wijk_code(district, wijk),
                    name: wijk_name(district, wijk),
                    count: of_wijk(wijk),
                    need: like.need,
                    flats: like.flats,
                });
                let own = (0..BUURTEN).filter(|buurt| wijk_of[*buurt] == wijk);
                areas.extend(own.map(|buurt| Area {
                    level: "Buurt",
                    code: buurt_code(district, buurt, wijk),
                    name: buurt_name(district, buurt, wijk),
                    count: buurten[buurt],
                    need: like.need,
                    flats: like.flats,
                }));
            }
        }
        areas
    }
}

/// A count rounded to the nearest multiple of 5.
const fn to_5(count: u32) -> u32 {
    (count + 2) / 5 * 5
}

/// A number with a decimal comma.
fn comma(number: f64, decimals: usize) -> String {
    format!("{number:.decimals$}").replace('.', ",")
}

/// The columns of Kerncijfers wijken en buurten, as CBS has them in its workbooks.
fn kwb(areas: &[Area]) -> String {
    let mut text = String::from(
        "gwb_code_10;gwb_code_8;regio;gm_naam;recs;gwb_code;a_inw;a_man;a_vrouw;a_00_14;a_15_24;a_25_44;a_45_64;a_65_oo;\
         a_hh;a_1p_hh;a_hh_z_k;a_hh_m_k;g_hhgro;p_hh_li\n",
    );
    for Area {
        level,
        code,
        name,
        count,
        need,
        ..
    } in areas
    {
        // Of the country 40 % has a low income; more where more people need support, and never all.
        let low_income = comma(100.0 * need / (need + 1.5), 1);
        let others = count.households - count.singles - count.with_children;
        let ages = count.ages.map(|age| to_5(age).to_string()).join(";");
        let size = match count.households {
            0 => "       .".to_owned(),
            households => comma(
                f64::from(count.ages.iter().sum::<u32>()) / f64::from(households),
                1,
            ),
        };
        let numbers = [count.persons, count.men, count.women]
            .map(|one| to_5(one).to_string())
            .join(";");
        let kinds = [count.households, count.singles, others, count.with_children];
        let kinds = kinds.map(|one| to_5(one).to_string()).join(";");
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            "{code};{};{name};Zaandorp;{level};{code};{numbers};{ages};{kinds};{size};{low_income}",
            &code[2..]
        );
    }
    text
}

/// The columns of SES-WOA as open data. The score falls as more people need support.
fn ses_woa(areas: &[Area], rng: &mut Rng) -> String {
    let mut text = String::from(
        "\"WijkenEnBuurten\";\"Perioden\";\"ParticuliereHuishoudens_1\";\"TotaalscoreSESWOA_2\";\"Spreiding_3\"\n",
    );
    for Area {
        code, count, need, ..
    } in areas
    {
        let score = 0.35 * (1.0 - need) + 0.08 * (rng.unit() - 0.5);
        let spread = 0.3 + 0.1 * rng.unit();
        let (score, spread) = if count.households < FEWEST_HOUSEHOLDS {
            ("       .".to_owned(), "       .".to_owned())
        } else {
            (comma(score, 3), comma(spread, 3))
        };
        let households = (count.households + 50) / 100 * 100;
        let _ = writeln!(
            text,
            "\"{code:<10}\";\"2026JJ00\";{households};{score};{spread}"
        );
    }
    text
}

/// What a municipality would export: the average value of homes, in thousands of euros.
fn woz(areas: &[Area], rng: &mut Rng) -> String {
    let mut text = String::from("code,naam,gemiddelde_woz\n");
    for Area {
        code,
        name,
        need,
        flats,
        ..
    } in areas
    {
        let value = 480.0 - 90.0 * (need - 1.0) - 160.0 * flats + 40.0 * (rng.unit() - 0.5);
        let _ = writeln!(text, "{code},{name},{value:.0}");
    }
    text
}

/// The columns of Nabijheid as open data: in kilometres by road. Where people live close together, all is near.
fn nabijheid(areas: &[Area], rng: &mut Rng) -> String {
    const TO: [(&str, f64); 5] = [
        ("Huisartsenpraktijk", 1.1),
        ("GroteSupermarkt", 0.9),
        ("Kinderdagverblijf", 0.7),
        ("Basisonderwijs", 0.8),
        ("Bibliotheek", 1.9),
    ];
    let headers = (1..)
        .zip(TO)
        .map(|(place, (to, _))| format!(";\"AfstandTot{to}_{place}\""));
    let mut text = format!("\"WijkenEnBuurten\"{}\n", headers.collect::<String>());
    for Area { code, flats, .. } in areas {
        let _ = write!(text, "\"{code:<10}\"");
        for (_, usual) in TO {
            let km = usual * (1.3 - flats) * (0.8 + 0.4 * rng.unit());
            let _ = write!(text, ";{}", comma(km, 1));
        }
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::town::people::people;
    use crate::town::plan::Plan;

    fn figures() -> Figures {
        let plan = Plan::new(4096, 7).unwrap();
        let people = people(&plan, 0, &mut Rng::new(7, 0));
        let mut figures = Figures::default();
        figures.add(0, &Inhabitants::of(&people, &[]));
        let all = people.homes.iter().map(|home| home.size).sum::<u32>();
        assert_eq!(figures.areas()[0].count.persons, all);
        figures
    }

    #[test]
    fn wijken_sum_to_the_gemeente_and_buurten_to_their_wijk() {
        let areas = figures().areas();
        let sum = |level: &str, code: &str| {
            let own = areas
                .iter()
                .filter(|area| area.level == level && area.code[2..].starts_with(code));
            own.map(|area| area.count.persons).sum::<u32>()
        };
        assert_eq!(sum("Wijk", ""), areas[0].count.persons);
        assert_eq!(sum("Buurt", "099902"), sum("Wijk", "099902"));
        let Count {
            ages,
            persons,
            households,
            singles,
            with_children,
            ..
        } = areas[0].count;
        assert_eq!(ages.iter().sum::<u32>(), persons);
        assert_eq!(households, 4096);
        assert!(singles + with_children < households);
    }

    #[test]
    fn the_score_falls_and_homes_are_cheaper_where_more_need_support() {
        let areas = figures().areas();
        let column = |text: &str, place: usize| -> Vec<f64> {
            let cells = text
                .lines()
                .skip(1)
                .filter_map(|line| line.split([';', ',']).nth(place)?.parse().ok());
            cells.collect()
        };
        let woz = column(&woz(&areas, &mut Rng::new(1, 1)), 2);
        let worth = |name: &str| woz[areas.iter().position(|area| area.name == name).unwrap()];
        assert!(worth("Poelkwartier") < worth("Noorderpolder"));
        assert!(ses_woa(&areas, &mut Rng::new(1, 1)).contains("\"WK099902  \";\"2026JJ00\""));
    }

    #[test]
    fn counts_are_rounded_to_5_and_decimals_have_a_comma() {
        assert_eq!([0, 2, 3, 7, 8, 12].map(to_5), [0, 0, 5, 5, 10, 10]);
        assert_eq!(comma(-0.1234, 3), "-0,123");
        let text = kwb(&figures().areas());
        let row = text.lines().nth(1).unwrap();
        assert!(
            row.starts_with("GM0999;0999;Zaandorp;Zaandorp;Gemeente;GM0999;"),
            "{row}"
        );
    }
}
