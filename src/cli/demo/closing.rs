//! The closing screen: the four figures beside the truth, where the report is, and what to try next.

use std::fmt::Write;

use factlab::run::Demo;
use serde_json::json;

use crate::cli::headline::Headline;
use crate::cli::screen::Screen;
use crate::cli::words::shown;

/// Prints it.
pub(super) fn close(demo: &Demo, screen: &Screen) {
    let headline = Headline::of(&demo.released.tables);
    let (place, truth) = (&demo.folder, Headline::of_json(&demo.truth));
    let mut text = format!("{:34} {:>14} {:>14}\n", "", "factlab says", "the truth");
    for ((what, said), (_, truth)) in headline.figures().into_iter().zip(truth.figures()) {
        let _ = writeln!(text, "{what:34} {said:>14} {truth:>14}");
    }
    let report = demo.report();
    let _ = write!(
        text,
        "\nThe report: {}\nOpen it in a browser. {} explains what each role receives.\n\
         Next, try: factlab check -c {} --provider kredietbank",
        report.display(),
        place.join("README.txt").display(),
        demo.agreement().display()
    );
    let object = json!({
        "folder": shown(place),
        "release": demo.released.name,
        "report": shown(&report),
        "headline": headline.as_json(),
        "truth": truth.as_json(),
    });
    screen.result(&text, &object);
}
