//! A format that the agreement gives and the extract is not of is refused with a word, and never read as nothing.

#[cfg(test)]
#[expect(dead_code, reason = "only the samples are used")]
mod every_format;
#[cfg(test)]
mod frame;
#[cfg(test)]
mod made_tables;
#[cfg(test)]
mod office;
#[cfg(test)]
#[expect(dead_code, reason = "nothing is looked for in files")]
mod silence;

use every_format::{SAMPLES, Sample, config};
use office::Office;

/// The words of the agreement for formats.
const FORMATS: [&str; 12] = [
    "csv",
    "fixed",
    "xlsx",
    "xls",
    "ods",
    "parquet",
    "brp",
    "brp-api",
    "istandaarden",
    "ddas",
    "vroegsignalering",
    "gmsd-wmo",
];

/// How `check` ends when the agreement gives `format` for a sample: the rows that were read, or else what is on the screen.
fn check_as(sample: &Sample, format: &str) -> Result<u64, String> {
    let given = format!("format = \"{format}\"\n");
    let mut text = config(sample).replace(&format!("format = \"{}\"\n", sample.format), &given);
    if !["xlsx", "xls", "ods"].contains(&format) {
        text = text.replace("sheet = \"Cliënten\"\n", "");
    }
    let office = Office::with(&[("config.toml", text.as_bytes())]);
    office.write(&format!("extracts/{}", sample.file), &(sample.bytes)());
    let output = office.run(&[
        "--json",
        "check",
        "-c",
        "config.toml",
        "--provider",
        sample.party,
    ]);
    let told: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
    match told["parties"][0]["read"].as_u64() {
        Some(read) if output.status.success() => Ok(read),
        _ => Err(String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned()),
    }
}

/// Whether a format that is given may be read as another: workbooks are alike, and a mapping makes any delimited text a table.
fn is_alike(given: &str, sample: &str) -> bool {
    const ALIKE: [&[&str]; 2] = [&["xlsx", "xls", "ods"], &["csv", "brp", "gmsd-wmo"]];
    let both = |words: &&&[&str]| words.contains(&given) && words.contains(&sample);
    given == sample || ALIKE.iter().any(|words| both(&words))
}

#[test]
fn a_format_that_it_is_not_is_refused_with_a_word_and_never_read_as_nothing() {
    for sample in SAMPLES {
        for format in FORMATS {
            let place = format!("{} as {format}", sample.file);
            match check_as(sample, format) {
                Ok(read) => assert!(
                    read > 0 && is_alike(format, sample.format),
                    "{place}: {read}"
                ),
                Err(screen) => {
                    assert!(format != sample.format, "{place}: {screen}");
                    assert!(screen.contains("\nhint: "), "{place}: {screen}");
                }
            }
        }
    }
}

#[test]
fn the_refusal_says_what_the_file_looks_like_and_what_to_write() {
    for (format, file, right) in [
        ("ddas", "brp.json", "brp-api"),
        ("ddas", "v.json", "vroegsignalering"),
        ("vroegsignalering", "ddas.json", "ddas"),
        ("brp-api", "ddas.json", "ddas"),
        ("istandaarden", "wmo.csv", "gmsd-wmo"),
        ("istandaarden", "c.xlsx", "xlsx"),
        ("ddas", "301.xml", "istandaarden"),
        ("brp", "301.xml", "istandaarden"),
        ("parquet", "c.ods", "ods"),
        ("gmsd-wmo", "c.parquet", "parquet"),
    ] {
        let sample = SAMPLES.iter().find(|sample| sample.file == file).unwrap();
        let screen = check_as(sample, format).unwrap_err();
        assert!(screen.contains(&format!("{file}: looks like ")), "{screen}");
        assert!(
            screen.contains(&format!("hint: write format = \"{right}\"")),
            "{screen}"
        );
    }
}
