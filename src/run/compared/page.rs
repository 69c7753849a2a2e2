//! The comparison as a page: one point per profile, its error to the right and what it tells upwards.

use std::fmt::Write as _;
use std::path::Path;

use super::Compared;
use crate::error::Result;
use crate::files::{Readers, put_file};

const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 360.0;
const EDGE: f64 = 48.0;

/// Writes the page to `path`, for its owner only.
///
/// # Errors
/// When the disk refuses.
pub fn write_comparison(compared: &[Compared], path: &Path) -> Result<()> {
    put_file(path, page(compared).as_bytes(), Readers::Owner)
}

fn page(compared: &[Compared]) -> String {
    let mut rows = String::new();
    for one in compared {
        let _ = writeln!(
            rows,
            "<tr><th>{}<td>{} of {}<td>{:.2}<td>{:.0} %",
            one.profile,
            one.not_shown,
            one.counts,
            one.error,
            100.0 * one.best_guess
        );
    }
    format!(
        "<!doctype html><html lang=en><meta charset=utf-8><title>INTERNAL: profiles compared</title>\n\
         <style>body{{font:16px sans-serif;max-width:50rem;margin:2rem auto}}td,th{{padding:.2rem 1rem;text-align:right}}\
         th:first-child{{text-align:left}}</style>\n\
         <h1>Profiles compared</h1><p><strong>INTERNAL.</strong> Made of exact counts; it must not leave the organisation.\n\
         {}<table><tr><th>profile<th>counts not shown<th>error<th>best guess\n{rows}</table>\n\
         <p>Error: root mean square of shown counts. Best guess: how often someone who knows all households of a cell but one \
         is right about that one; 50 % is a toss.</html>\n",
        chart(compared)
    )
}

fn chart(compared: &[Compared]) -> String {
    let widest = compared.iter().map(|one| one.error).fold(1.0, f64::max);
    let at = |one: &Compared| {
        let x = EDGE + one.error / widest * (WIDTH - 3.0 * EDGE);
        let y = HEIGHT - EDGE - (one.best_guess - 0.5) * 2.0 * (HEIGHT - 2.0 * EDGE);
        (x, y)
    };
    let mut points = String::new();
    for (place, one) in compared.iter().enumerate() {
        let (x, y) = at(one);
        // Profiles with nearly the same numbers share a place: each name gets a line of its own.
        let beside = compared[..place].iter().map(at);
        let beside =
            beside.filter(|(other, above)| (x - other).abs() < 90.0 && (y - above).abs() < 15.0);
        let line = y + 16.0 * beside.count() as f64;
        let _ = write!(
            points,
            "<circle cx={x:.1} cy={y:.1} r=5 fill=#1f5f8b /><text x={:.1} y={line:.1} font-size=13>{}</text>",
            x + 9.0,
            one.profile
        );
    }
    let (right, bottom) = (WIDTH - 2.0 * EDGE, HEIGHT - EDGE);
    format!(
        "<svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=img aria-label=\"error and best guess of each profile\">\
         <path d=\"M{EDGE} {EDGE}V{bottom}H{right}\" fill=none stroke=#444 />\
         <text x={EDGE} y={} font-size=13>best guess: 50 % at the bottom, 100 % at the top</text>\
         <text x={right} y={} font-size=13 text-anchor=end>error, 0 to {widest:.1}</text>{points}</svg>\n",
        EDGE - 14.0,
        HEIGHT - 14.0
    )
}
