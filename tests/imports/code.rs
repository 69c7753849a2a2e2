//! The text of a source file, taken apart as far as imports need it.

use std::collections::BTreeSet;

/// A name that a `use` brings into a module.
pub(crate) struct Import {
    pub(crate) name: String,
    pub(crate) path: Vec<String>,
    /// Whether the module hands the name on.
    pub(crate) is_public: bool,
}

/// What marks an item that only tests have.
const OF_TESTS: [&str; 2] = ["#[cfg(test)]", "#[cfg(all(test"];

/// The code without comments, texts and what only tests have.
pub(crate) fn without_tests(text: &str) -> String {
    let mut code = bare(text);
    while let Some(start) = OF_TESTS.iter().find_map(|mark| code.find(mark)) {
        let end = start + item_length(&code[start..]);
        code.replace_range(start..end, "");
    }
    code
}

/// The modules with files of their own that only tests have.
pub(crate) fn test_modules_in(text: &str) -> Vec<String> {
    let code = bare(text);
    let marked = OF_TESTS.iter().flat_map(|mark| code.match_indices(mark));
    let items = marked.map(|(start, _)| &code[start..start + item_length(&code[start..])]);
    let name = |item: &str| {
        let name = item.trim_end().strip_suffix(';')?.rsplit_once("mod ")?.1;
        Some(name.trim().to_owned())
    };
    items.filter_map(name).collect()
}

/// The imports of a module, and its code without them.
pub(crate) fn imports_in(code: &str) -> (Vec<Import>, String) {
    let (mut imports, mut rest) = (Vec::new(), String::new());
    for statement in code.split_inclusive(';') {
        let mut uses = statement.match_indices("use ");
        let is_word = |at: usize| !statement[..at].ends_with(is_of_name);
        let Some((at, _)) = uses.find(|(at, _)| is_word(*at)) else {
            rest.push_str(statement);
            continue;
        };
        let before = statement[..at].trim_end();
        let visibility = before.rsplit(['{', '}', ']']).next().unwrap_or_default();
        let is_public = visibility.trim_start().starts_with("pub");
        let tree = statement[at + 4..].trim_end_matches(';');
        for (path, name) in leaves(tree) {
            imports.push(Import {
                name,
                path,
                is_public,
            });
        }
        rest.push_str(before);
        rest.push('\n');
    }
    (imports, rest)
}

/// The paths of a `use` tree, each with the name under which it is known.
fn leaves(tree: &str) -> Vec<(Vec<String>, String)> {
    let mut found = Vec::new();
    let mut prefixes: Vec<Vec<String>> = vec![Vec::new()];
    let mut path: Vec<String> = Vec::new();
    let mut name = None;
    let spaced = ["{", "}", ","]
        .iter()
        .fold(tree.replace("::", " "), |tree, sign| {
            tree.replace(sign, &format!(" {sign} "))
        });
    let mut words = spaced.split_whitespace();
    let mut end = |path: &mut Vec<String>, name: &mut Option<String>, prefix: &[String]| {
        if path.len() > prefix.len() {
            if path.last().is_some_and(|it| it == "self") && path.len() > 1 {
                path.pop();
            }
            let last = path.last().cloned().unwrap_or_default();
            found.push((path.clone(), name.take().unwrap_or(last)));
        }
        *path = prefix.to_vec();
    };
    while let Some(word) = words.next() {
        let prefix = prefixes.last().cloned().unwrap_or_default();
        match word {
            "{" => prefixes.push(path.clone()),
            "," => end(&mut path, &mut name, &prefix),
            "}" => {
                end(&mut path, &mut name, &prefix);
                prefixes.pop();
                path = prefixes.last().cloned().unwrap_or_default();
            }
            "as" => name = words.next().map(str::to_owned),
            word => path.push(word.to_owned()),
        }
    }
    end(&mut path, &mut name, &[]);
    found
}

/// The inline paths of code that has no imports.
pub(crate) fn paths_in(code: &str) -> Vec<Vec<String>> {
    let mut paths = Vec::new();
    let mut path: Vec<String> = Vec::new();
    let mut rest = code;
    while let Some(first) = rest.chars().next() {
        let length = rest.find(|it| !is_of_name(it)).unwrap_or(rest.len());
        if length == 0 {
            rest = &rest[first.len_utf8()..];
            continue;
        }
        path.push(rest[..length].to_owned());
        rest = &rest[length..];
        let next = rest.strip_prefix("::");
        if let Some(next) = next.filter(|next| next.starts_with(is_of_name)) {
            rest = next;
        } else if path.len() > 1 {
            paths.push(std::mem::take(&mut path));
        } else {
            path.clear();
        }
    }
    paths
}

/// The names that stand in code, declarations of modules apart.
pub(crate) fn words_in(code: &str) -> BTreeSet<&str> {
    let is_declaration = |line: &&str| line.contains("mod ") && line.ends_with(';');
    let lines = code.lines().filter(|line| !is_declaration(line));
    lines
        .flat_map(|line| line.split(|it| !is_of_name(it)))
        .collect()
}

/// The names that a module defines, at the margin of its file.
pub(crate) fn items_in(code: &str) -> BTreeSet<String> {
    const KINDS: [&str; 8] = [
        "fn",
        "struct",
        "enum",
        "trait",
        "type",
        "const",
        "static",
        "macro_rules",
    ];
    let mut items = BTreeSet::new();
    for line in code.lines().filter(|line| line.starts_with(is_of_name)) {
        let mut words = line
            .split(|it| !is_of_name(it))
            .filter(|word| !word.is_empty());
        if let Some(kind) = words.find(|word| KINDS.contains(word)) {
            let is_kind = |word: &&str| ["fn", "mut", "unsafe"].contains(word);
            let name = words.find(|word| !(is_kind(word) && kind != "fn"));
            items.extend(name.map(str::to_owned));
        }
    }
    items
}

/// How long the item is that stands first in `code`, its attributes included.
fn item_length(code: &str) -> usize {
    let (mut braces, mut others) = (0, 0);
    for (at, sign) in code.char_indices() {
        match sign {
            '(' | '[' => others += 1,
            ')' | ']' => others -= 1,
            '{' => braces += 1,
            '}' => braces -= 1,
            _ => {}
        }
        let is_end = sign == '}' && braces == 0 || sign == ';' && braces == 0 && others == 0;
        // The braces of `use a::{b, c};` are not those of a body.
        if is_end && !(sign == '}' && code[at + 1..].starts_with(';')) {
            return at + 1;
        }
    }
    code.len()
}

/// The text without comments, and with texts and characters emptied.
fn bare(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_name_before = code.ends_with(is_of_name);
        let skipped = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if first == '"' {
            1 + text_length(&rest[1..])
        } else if first == '\'' {
            character_length(rest)
        } else if !is_name_before
            && (rest.starts_with("r\"") || rest.starts_with("r#") || rest.starts_with("br"))
        {
            raw_length(rest)
        } else {
            0
        };
        if skipped == 0 {
            code.push(first);
            rest = &rest[first.len_utf8()..];
        } else {
            rest = &rest[skipped..];
        }
    }
    code
}

/// Up to and with the quote that ends a text.
fn text_length(text: &str) -> usize {
    let mut is_escaped = false;
    for (at, sign) in text.char_indices() {
        match sign {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// A character such as `'a'` or `'\''`; 0 for a lifetime.
fn character_length(text: &str) -> usize {
    let mut signs = text.char_indices().skip(1);
    match signs.next() {
        Some((_, '\\')) => text[3..].find('\'').map_or(0, |end| end + 4),
        Some(_) => match signs.next() {
            Some((at, '\'')) => at + 1,
            _ => 0,
        },
        None => 0,
    }
}

/// A raw text such as `r#"…"#`; 0 for what is none.
fn raw_length(text: &str) -> usize {
    let begin = text.trim_start_matches('b').trim_start_matches('r');
    let hashes = begin.len() - begin.trim_start_matches('#').len();
    let offset = text.len() - begin.len() + hashes + 1;
    if !begin[hashes..].starts_with('"') {
        return 0;
    }
    let end = format!("\"{}", "#".repeat(hashes));
    text[offset..]
        .find(&end)
        .map_or(text.len(), |at| offset + at + end.len())
}

fn is_of_name(sign: char) -> bool {
    sign.is_alphanumeric() || sign == '_'
}
