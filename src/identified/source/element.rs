//! An element of an XML or JSON message, with its values by path.
//!
//! A list in JSON is so many parts of one name, as XML writes it. All texts are in one piece of memory, which serves
//! the next element too and is wiped on drop.

use zeroize::Zeroizing;

use super::RawRow;
use super::inline_text::Short;
use crate::identified::settings::Field;

/// The bytes that an element may have: a client with thousands of products has one or two million.
pub(in crate::identified) const LARGEST: usize = 16 << 20;

/// An element with all that stands in it, in the order of the file.
pub(in crate::identified) struct Tree {
    text: Zeroizing<String>,
    nodes: Vec<Node>,
    open: Vec<usize>,
}

struct Node {
    name: (usize, usize),
    text: Option<(usize, usize)>,
    line: u64,
    /// The first node behind those within it.
    end: usize,
}

impl Default for Tree {
    fn default() -> Self {
        Self {
            text: Zeroizing::new(String::with_capacity(1 << 16)),
            nodes: Vec::new(),
            open: Vec::new(),
        }
    }
}

impl Tree {
    /// An element without a name begins at this line and takes the place of all that was.
    pub(in crate::identified) fn begin_anew(&mut self, line: u64) {
        self.text.clear();
        self.nodes.clear();
        self.open.clear();
        self.begin("", line);
    }

    /// An element begins within the one that is open.
    pub(in crate::identified) fn begin(&mut self, name: &str, line: u64) {
        self.open.push(self.nodes.len());
        let name = self.push(name);
        self.nodes.push(Node {
            name,
            text: None,
            line,
            end: 0,
        });
    }

    /// Sets the text of the element that is open.
    pub(in crate::identified) fn set_text(&mut self, text: &str) {
        let text = self.push(text);
        if let Some(node) = self.open.last().and_then(|&at| self.nodes.get_mut(at)) {
            node.text = Some(text);
        }
    }

    /// The element that is open ends.
    pub(in crate::identified) fn end(&mut self) {
        let end = self.nodes.len();
        if let Some(node) = self.open.pop().and_then(|at| self.nodes.get_mut(at)) {
            node.end = end;
        }
    }

    /// How many elements are open.
    pub(in crate::identified) const fn depth(&self) -> usize {
        self.open.len()
    }

    /// Whether it takes more memory than an element of a message does: each part of a list has its name once more.
    pub(in crate::identified) fn is_too_large(&self) -> bool {
        self.text.len() + self.nodes.len() * size_of::<Node>() > LARGEST
    }

    /// The outermost element, once it has ended; `None` before the first.
    pub(in crate::identified) fn root(&self) -> Option<Element<'_>> {
        let is_whole = !self.nodes.is_empty() && self.open.is_empty();
        is_whole.then_some(Element { tree: self, at: 0 })
    }

    fn push(&mut self, text: &str) -> (usize, usize) {
        let begin = self.text.len();
        push_wiped(&mut self.text, text);
        (begin, self.text.len())
    }
}

/// Adds to a text; what is left behind when it moves is wiped.
pub(in crate::identified) fn push_wiped(text: &mut Zeroizing<String>, more: &str) {
    if text.capacity() - text.len() < more.len() {
        let mut larger = String::with_capacity((text.len() + more.len()) * 2);
        larger.push_str(text);
        *text = Zeroizing::new(larger);
    }
    text.push_str(more);
}

/// An element within a tree.
#[derive(Clone, Copy)]
pub(in crate::identified) struct Element<'a> {
    tree: &'a Tree,
    at: usize,
}

impl<'a> Element<'a> {
    fn node(self) -> &'a Node {
        &self.tree.nodes[self.at]
    }

    /// The line on which it begins.
    pub(in crate::identified) fn line(self) -> u64 {
        self.node().line
    }

    pub(in crate::identified) fn name(self) -> &'a str {
        let (begin, end) = self.node().name;
        &self.tree.text[begin..end]
    }

    /// Its own text; `None` for a group.
    pub(in crate::identified) fn text(self) -> Option<&'a str> {
        let (begin, end) = self.node().text?;
        Some(&self.tree.text[begin..end])
    }

    /// Its parts, in the order of the file.
    pub(in crate::identified) fn parts(self) -> impl Iterator<Item = Self> {
        let (mut at, end) = (self.at + 1, self.node().end);
        std::iter::from_fn(move || {
            let part = Self { at, ..self };
            (at < end).then(|| {
                at = part.node().end;
                part
            })
        })
    }

    /// The parts to which these names lead, with `/` between them.
    pub(in crate::identified) fn all(self, path: &str) -> Vec<Self> {
        let (name, rest) = path.split_once('/').unwrap_or((path, ""));
        let named = self.parts().filter(|part| part.name() == name);
        match rest {
            "" => named.collect(),
            rest => named.flat_map(|part| part.all(rest)).collect(),
        }
    }

    /// As [`Element::all`], without those that are a text.
    pub(in crate::identified) fn groups(self, path: &str) -> Vec<Self> {
        let mut groups = self.all(path);
        groups.retain(|part| part.text().is_none());
        groups
    }

    /// The text to which these names lead, the last where there are more.
    pub(in crate::identified) fn get(self, path: &str) -> Option<&'a str> {
        let (name, rest) = path.split_once('/').unwrap_or((path, ""));
        let named = self.parts().filter(|part| part.name() == name);
        match rest {
            "" => named.filter_map(Self::text).last(),
            rest => named.filter_map(|part| part.get(rest)).last(),
        }
    }

    /// The beginning of that text; nothing when there is none.
    pub(in crate::identified) fn short<const LENGTH: usize>(self, path: &str) -> Short<LENGTH> {
        Short::of(self.get(path).unwrap_or_default())
    }

    /// Sets the fields of a row to the texts to which these names lead.
    pub(in crate::identified) fn fill(self, row: &mut RawRow, fields: &[(&str, Field)]) {
        for &(path, field) in fields {
            if let Some(text) = self.get(path).filter(|text| !text.is_empty()) {
                row.set(field, text);
            }
        }
    }

    /// Calls `each` with every text within it and the names that lead there.
    pub(in crate::identified) fn for_each_text(self, each: &mut dyn FnMut(&str, &'a str)) {
        self.for_each_below(&mut String::new(), each);
    }

    fn for_each_below(self, path: &mut String, each: &mut dyn FnMut(&str, &'a str)) {
        let length = path.len();
        for part in self.parts() {
            if length > 0 {
                path.push('/');
            }
            path.push_str(part.name());
            if let Some(text) = part.text() {
                each(path, text);
            }
            part.for_each_below(path, each);
            path.truncate(length);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two groups `b` with a `c` each, of which one has another `b`, and a text `d`.
    fn tree() -> Tree {
        let mut tree = Tree::default();
        tree.begin_anew(1);
        for (line, text) in [(2, "1"), (3, "2")] {
            tree.begin("b", line);
            tree.begin("c", line);
            tree.set_text(text);
            tree.end();
            tree.end();
        }
        tree.begin("d", 4);
        tree.set_text("");
        tree.end();
        assert!(tree.root().is_none());
        tree.end();
        tree
    }

    #[test]
    fn names_lead_to_parts_and_the_last_of_the_texts() {
        let tree = tree();
        let root = tree.root().unwrap();
        assert_eq!((root.get("b/c"), root.get("d")), (Some("2"), Some("")));
        assert_eq!((root.get("b"), root.get("c")), (None, None));
        let lines: Vec<_> = root.groups("b").iter().map(|part| part.line()).collect();
        assert_eq!((lines, root.groups("d").len()), (vec![2, 3], 0));
        let mut seen = Vec::new();
        root.for_each_text(&mut |path, text| seen.push(format!("{path}={text}")));
        assert_eq!(seen, ["b/c=1", "b/c=2", "d="]);
    }

    #[test]
    fn a_tree_forgets_the_element_before_and_keeps_what_moves() {
        let mut tree = tree();
        tree.begin_anew(9);
        let long = "x".repeat(1 << 17);
        for text in ["y", &long] {
            tree.begin("f", 9);
            tree.set_text(text);
            tree.end();
        }
        tree.end();
        let root = tree.root().unwrap();
        let texts: Vec<_> = root.parts().filter_map(Element::text).collect();
        assert_eq!((texts, root.line()), (vec!["y", long.as_str()], 9));
    }
}
