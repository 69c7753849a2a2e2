//! What was detected in each file; files with the same settings share a line.

/// `lines` are `<file>: <settings>`; two or more files of equal settings become one line, `62 files: <settings>`.
/// In the order of each one's first file.
pub(super) fn by_settings(lines: &[String]) -> Vec<String> {
    let mut kinds: Vec<(&str, &str, u64)> = Vec::new();
    for line in lines {
        let settings = line.rsplit_once(": ").map_or("", |(_, settings)| settings);
        match kinds.iter_mut().find(|(_, other, _)| *other == settings) {
            Some((_, _, files)) => *files += 1,
            None => kinds.push((line, settings, 1)),
        }
    }
    let line = |(first, settings, files): (&str, &str, u64)| match files {
        1 => first.to_owned(),
        _ => format!("{files} files: {settings}"),
    };
    kinds.into_iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_equal_settings_share_a_line() {
        let lines = ["a: 1.xml: istandaarden, utf-8", "b.csv: csv, ';', utf-8"]
            .into_iter()
            .chain(["c.xml: istandaarden, utf-8"])
            .map(str::to_owned);
        assert_eq!(
            by_settings(&lines.collect::<Vec<_>>()),
            ["2 files: istandaarden, utf-8", "b.csv: csv, ';', utf-8"]
        );
    }
}
