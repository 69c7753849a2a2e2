//! `areas.qml`: how QGIS draws `areas.geojson`: classes of the share of households with a service, hidden ones hatched.

use std::fmt::Write;

use super::level::Level;
use crate::released::calculate::{ReleaseTables, Value};
use crate::released::places::spatial::classes::{Method, breaks};

/// The property that is drawn.
const SHARE: &str = "share_1_or_more";

/// From few to many: the colours of the page.
const COLOURS: [&str; 5] = [
    "228,240,239,255",
    "181,215,217,255",
    "125,183,189,255",
    "63,143,153,255",
    "13,82,93,255",
];

/// The style: of wijken, and switched off of buurten, the five classes of the page (fewer where shares
/// are equal), and a hatch for what is hidden.
#[must_use]
pub fn qml(tables: &ReleaseTables) -> String {
    let (mut rules, mut symbols) = (String::new(), String::new());
    for level in [Level::Wijk, Level::Buurt] {
        add_level(level, &ends(&shares(tables, level)), &mut rules);
        // QGIS takes a symbol away for the first rule that names it: each rule has one of its own.
        for (class, colour) in (0..).zip(COLOURS) {
            let name = format!("{}-{class}", level.word());
            add_symbol(&name, colour, "solid", &mut symbols);
        }
        let name = format!("{}-hidden", level.word());
        add_symbol(&name, "110,110,110,255", "b_diagonal", &mut symbols);
    }
    format!(
        "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n\
         <qgis version=\"3.28.0\" styleCategories=\"Symbology\">\n\
         <renderer-v2 type=\"RuleRenderer\" symbollevels=\"0\" forceraster=\"0\" enableorderby=\"0\">\n\
         <rules key=\"all\">\n{rules}</rules>\n<symbols>\n{symbols}</symbols>\n</renderer-v2>\n\
         <layerGeometryType>2</layerGeometryType>\n</qgis>\n"
    )
}

/// The published shares of a level.
fn shares(tables: &ReleaseTables, level: Level) -> Vec<Option<f64>> {
    let place = tables.table("areas").and_then(|table| table.column(SHARE));
    let of_row = |row: &Vec<Value>| match (row.first()?, row.get(place?)?) {
        (Value::Text(word), Value::Decimal(share)) if word == level.word() => Some(*share),
        _ => None,
    };
    tables.rows("areas").iter().map(of_row).collect()
}

/// The ends of the classes as text: the lowest share, the breaks of the page, the highest; no two the same.
fn ends(shares: &[Option<f64>]) -> Vec<String> {
    let known = || shares.iter().flatten().copied();
    let lowest = known().reduce(f64::min);
    let highest = known().reduce(f64::max);
    let between = breaks(Method::Quantile, shares, COLOURS.len());
    let ends = lowest.into_iter().chain(between).chain(highest);
    let mut ends: Vec<String> = ends.map(|end| format!("{end:.6}")).collect();
    ends.dedup();
    if let [only] = &ends[..] {
        ends.push(only.clone());
    }
    ends
}

fn add_level(level: Level, ends: &[String], text: &mut String) {
    let word = level.word();
    let is_off = if level == Level::Buurt {
        " checkstate=\"0\""
    } else {
        ""
    };
    // Writing to a String cannot fail.
    let _ = writeln!(
        text,
        "<rule key=\"{word}\" label=\"{word}\" filter=\"&quot;level&quot; = '{word}'\"{is_off}>"
    );
    let percent = |end: &str| {
        let share: f64 = end.parse().unwrap_or_default();
        format!("{:.1}", share * 100.0).replace('.', ",")
    };
    for (class, pair) in ends.windows(2).enumerate() {
        let (low, high) = (&pair[0], &pair[1]);
        let above = if class == 0 { "&gt;=" } else { "&gt;" };
        let _ = writeln!(
            text,
            "<rule key=\"{word}-{class}\" symbol=\"{word}-{class}\" label=\"{} – {} %\" \
             filter=\"&quot;{SHARE}&quot; {above} {low} AND &quot;{SHARE}&quot; &lt;= {high}\"/>",
            percent(low),
            percent(high)
        );
    }
    let _ = writeln!(
        text,
        "<rule key=\"{word}-hidden\" symbol=\"{word}-hidden\" label=\"niet getoond\" filter=\"&quot;{SHARE}&quot; IS NULL\"/>\n</rule>"
    );
}

fn add_symbol(name: &str, colour: &str, style: &str, text: &mut String) {
    let _ = writeln!(
        text,
        "<symbol name=\"{name}\" type=\"fill\" alpha=\"1\" clip_to_extent=\"1\" force_rhr=\"0\">\
         <layer class=\"SimpleFill\" enabled=\"1\" pass=\"0\" locked=\"0\"><Option type=\"Map\">"
    );
    for (key, value) in [
        ("color", colour),
        ("style", style),
        ("outline_color", "60,60,60,255"),
        ("outline_style", "solid"),
        ("outline_width", "0.2"),
        ("outline_width_unit", "MM"),
    ] {
        let _ = writeln!(
            text,
            "<Option name=\"{key}\" type=\"QString\" value=\"{value}\"/>"
        );
    }
    text.push_str("</Option></layer></symbol>\n");
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_rule_has_a_symbol_of_its_own() {
        let mut rules = String::new();
        for level in [Level::Wijk, Level::Buurt] {
            add_level(level, &["0.1", "0.2", "0.3"].map(String::from), &mut rules);
        }
        let style = qml(&ReleaseTables {
            tables: Vec::new(),
            is_internal: false,
        });
        let named = rules.split(" symbol=\"").skip(1);
        let named: BTreeSet<&str> = named.filter_map(|rule| rule.split('"').next()).collect();
        assert_eq!(named.len(), 6);
        for name in named {
            assert!(
                style.contains(&format!("<symbol name=\"{name}\"")),
                "{name}"
            );
        }
    }

    #[test]
    fn classes_are_those_of_the_shares_and_none_is_empty() {
        let shares = |shares: &[f64]| ends(&shares.iter().copied().map(Some).collect::<Vec<_>>());
        let tenths = shares(&[0.1, 0.2, 0.3, 0.4, 0.5, 0.6]);
        assert_eq!(tenths.len(), 6);
        assert_eq!((&*tenths[0], &*tenths[5]), ("0.100000", "0.600000"));
        assert_eq!(shares(&[0.2, 0.2, 0.2]), ["0.200000", "0.200000"]);
        assert_eq!(shares(&[]), [""; 0]);
        assert_eq!(ends(&[None]), [""; 0]);
    }
}
