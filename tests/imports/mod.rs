//! Which file uses which: every `use` and every inline path, followed through re-exports to the file that
//! defines the name. Code of tests is left out.

mod code;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use code::{Import, imports_in, items_in, paths_in, test_modules_in, without_tests, words_in};

/// A file that names what another file defines; both below `src`.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Clone)]
pub(crate) struct Arrow {
    pub(crate) from: String,
    pub(crate) to: String,
}

/// A module that has a file of its own.
struct Module {
    file: String,
    code: String,
    imports: Vec<Import>,
    /// The names that the file defines itself.
    items: BTreeSet<String>,
}

/// All modules by path: `lib/keys/digest`, and `bin/cli/run` of the program.
pub(crate) struct Modules(BTreeMap<String, Module>);

/// Where a path leads.
enum Target {
    Module(String),
    File(String),
}

impl Modules {
    /// Those of the files below `src`.
    pub(crate) fn read(src: &Path) -> Self {
        let mut files = Vec::new();
        let mut open = vec![src.to_owned()];
        while let Some(folder) = open.pop() {
            for entry in fs::read_dir(&folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    open.push(path);
                } else if path.extension().is_some_and(|ending| ending == "rs") {
                    let file = path.strip_prefix(src).unwrap().to_string_lossy();
                    let text = fs::read_to_string(&path).unwrap();
                    files.push((file.replace('\\', "/"), text));
                }
            }
        }
        Self::of(&files)
    }

    /// Those of these files, each with its text.
    pub(crate) fn of(files: &[(impl AsRef<str>, impl AsRef<str>)]) -> Self {
        let mut modules = BTreeMap::new();
        let mut of_tests = Vec::new();
        for (file, text) in files {
            let (file, text) = (file.as_ref(), text.as_ref());
            let module = module_of(file);
            let tests = test_modules_in(text);
            of_tests.extend(tests.iter().map(|name| format!("{module}/{name}")));
            modules.insert(module, Module::of(file.to_owned(), text));
        }
        modules.retain(|path, _| !of_tests.iter().any(|tests| is_within(path, tests)));
        Self(modules)
    }

    /// Who names what of whom, sorted, each once.
    pub(crate) fn arrows(&self) -> Vec<Arrow> {
        let mut arrows = BTreeSet::new();
        for (path, module) in &self.0 {
            let words = words_in(&module.code);
            let used = module.imports.iter().filter(|import| {
                // What is only handed on is not used here.
                !import.is_public || words.contains(import.name.as_str())
            });
            let paths = used.map(|import| import.path.clone());
            for named in paths.chain(paths_in(&module.code)) {
                if let Some(Target::File(to)) = self.follow(path, &named, 0) {
                    let from = module.file.clone();
                    arrows.insert(Arrow { from, to });
                }
            }
        }
        arrows.retain(|arrow| arrow.from != arrow.to);
        arrows.into_iter().collect()
    }

    /// Follows a path that stands in `module`; `None` when it leads out of the house.
    fn follow(&self, module: &str, path: &[String], depth: usize) -> Option<Target> {
        assert!(depth < 20, "{path:?} of {module} hands itself on");
        let mut here = module.to_owned();
        for (index, name) in path.iter().enumerate() {
            let rest = &path[index + 1..];
            match name.as_str() {
                "crate" => here = root_of(module).to_owned(),
                "factlab" if index == 0 && root_of(module) == "bin" => "lib".clone_into(&mut here),
                "self" if index == 0 => {}
                "super" => here = here.rsplit_once('/')?.0.to_owned(),
                _ => {
                    let known = self.0.get(&here)?;
                    let child = format!("{here}/{name}");
                    let is_module = self.0.contains_key(&child);
                    let import = known.imports.iter().find(|one| one.name == *name);
                    if known.items.contains(name) && (rest.is_empty() || !is_module) {
                        return Some(Target::File(known.file.clone()));
                    }
                    if let Some(import) = import.filter(|_| rest.is_empty() || !is_module) {
                        match self.follow(&here, &import.path, depth + 1)? {
                            Target::Module(found) => here = found,
                            file @ Target::File(_) => return Some(file),
                        }
                    } else if is_module {
                        here = child;
                    } else {
                        // A name out of a macro, or one of another crate.
                        let is_ours = index > 0;
                        return is_ours.then(|| Target::File(known.file.clone()));
                    }
                }
            }
        }
        Some(Target::Module(here))
    }
}

impl Module {
    fn of(file: String, text: &str) -> Self {
        let (imports, code) = imports_in(&without_tests(text));
        let items = items_in(&code);
        Self {
            file,
            code,
            imports,
            items,
        }
    }
}

/// The circles among the files: each a set of files of which every one leads to every other.
pub(crate) fn circles(arrows: &[Arrow]) -> Vec<BTreeSet<String>> {
    let mut next: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for arrow in arrows {
        next.entry(&arrow.from).or_default().push(&arrow.to);
    }
    let reached = |start: &str| {
        let mut seen = BTreeSet::new();
        let mut open = vec![start];
        while let Some(here) = open.pop() {
            for &to in next.get(here).into_iter().flatten() {
                if seen.insert(to) {
                    open.push(to);
                }
            }
        }
        seen
    };
    let reach: BTreeMap<&str, BTreeSet<&str>> =
        next.keys().map(|file| (*file, reached(file))).collect();
    let mut circles = BTreeSet::new();
    for (file, there) in reach.iter().filter(|(file, there)| there.contains(**file)) {
        let back = |other: &&&str| reach.get(**other).is_some_and(|it| it.contains(file));
        let circle: BTreeSet<String> = there.iter().filter(back).map(|it| (*it).into()).collect();
        circles.insert(circle);
    }
    circles.into_iter().collect()
}

/// `keys/mod.rs` is `lib/keys`.
fn module_of(file: &str) -> String {
    let path = file.trim_end_matches(".rs").trim_end_matches("/mod");
    match path {
        "lib" => "lib".into(),
        "main" => "bin".into(),
        _ if is_within(path, "cli") => format!("bin/{path}"),
        _ => format!("lib/{path}"),
    }
}

fn root_of(module: &str) -> &str {
    module.split('/').next().unwrap_or_default()
}

/// Whether a path is `room`, or lies in it.
pub(crate) fn is_within(path: &str, room: &str) -> bool {
    let rest = path.strip_prefix(room);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
