//! Source in, what it imports out: `use` lines and inline paths, braces opened.

use std::fs;
use std::path::Path;

/// A path such as `crate::pseudonymous::link::link`, as found in a file.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Clone)]
pub(crate) struct Arrow {
    pub(crate) file: String,
    pub(crate) to: String,
}

/// What every file below `src` imports, sorted.
pub(crate) fn arrows_of(src: &Path) -> Vec<Arrow> {
    let mut arrows = Vec::new();
    let mut open = vec![src.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
                continue;
            }
            if path.extension().is_none_or(|ending| ending != "rs") {
                continue;
            }
            let file = path
                .strip_prefix(src)
                .unwrap()
                .to_string_lossy()
                .replace('\\', "/");
            let text = fs::read_to_string(&path).unwrap();
            let root = if file.starts_with("cli/") || file == "main.rs" {
                "factlab::"
            } else {
                "crate::"
            };
            let found = paths_in(&text, root);
            arrows.extend(found.into_iter().map(|to| Arrow {
                file: file.clone(),
                to,
            }));
        }
    }
    arrows.sort();
    arrows
}

/// Every path in `text` that begins with `root`, its braces opened, with `/` between the parts.
pub(crate) fn paths_in(text: &str, root: &str) -> Vec<String> {
    let code: String = text
        .lines()
        .map(|line| line.split("//").next().unwrap_or_default())
        .collect::<Vec<_>>()
        .join("\n");
    let mut paths = Vec::new();
    for (start, _) in code.match_indices(root) {
        let before = code[..start].chars().next_back();
        let is_visibility = code[..start].ends_with("(in ");
        if !is_visibility && before.is_none_or(|c| !c.is_alphanumeric() && c != '_') {
            open_path(&code[start + root.len()..], "", &mut paths);
        }
    }
    paths
}

/// Reads one path, or a braced list of paths, at the start of `code`; gives back how many bytes it took.
fn open_path(code: &str, prefix: &str, paths: &mut Vec<String>) -> usize {
    let mut path = prefix.to_owned();
    let mut place = 0;
    loop {
        let rest = &code[place..];
        if let Some(inner) = rest.strip_prefix('{') {
            return place + 1 + open_list(inner, &path, paths);
        }
        let name = rest.len()
            - rest
                .trim_start_matches(|c: char| c.is_alphanumeric() || c == '_')
                .len();
        if name > 0 {
            if !path.is_empty() {
                path.push('/');
            }
            path.push_str(&rest[..name]);
        }
        place += name;
        match code[place..].strip_prefix("::") {
            Some(_) => place += 2,
            None => break,
        }
    }
    paths.push(path);
    place
}

fn open_list(code: &str, prefix: &str, paths: &mut Vec<String>) -> usize {
    let mut place = 0;
    loop {
        let rest = &code[place..];
        place += rest.len()
            - rest
                .trim_start_matches(|c: char| c.is_whitespace() || c == ',')
                .len();
        if code[place..].starts_with('}') || place >= code.len() {
            return place + 1;
        }
        let taken = open_path(&code[place..], prefix, paths);
        if taken == 0 {
            return place;
        }
        place += taken;
        // `as Name` behind a path.
        let rest = &code[place..];
        place += rest.find([',', '}']).unwrap_or(rest.len());
    }
}
