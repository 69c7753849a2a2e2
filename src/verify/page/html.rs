//! A page as a tree of elements and texts. It reads what factlab writes: a tag that is closed elsewhere, a comment, a
//! character by an unknown name or an attribute without quotes is refused.

/// An element.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Element {
    pub(super) name: String,
    pub(super) attributes: Vec<(String, String)>,
    pub(super) children: Vec<Node>,
}

/// What is in an element.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node {
    Element(Element),
    Text(String),
}

/// Elements that have no end.
const VOID: [&str; 2] = ["meta", "input"];

/// An element is not deeper than this.
const DEEPEST: usize = 64;

impl Element {
    /// The elements that it holds.
    pub(super) fn elements(&self) -> impl Iterator<Item = &Self> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// Those of this name and class.
    pub(super) fn with_class<'a>(&'a self, name: &str, class: &str) -> Vec<&'a Self> {
        let mut found = self.all(name);
        found.retain(|element| element.attribute("class") == class);
        found
    }

    /// All elements of this name within it, in their order.
    pub(super) fn all<'a>(&'a self, name: &str) -> Vec<&'a Self> {
        let mut found = Vec::new();
        for element in self.elements() {
            if element.name == name {
                found.push(element);
            }
            found.extend(element.all(name));
        }
        found
    }

    /// All texts within it, one behind the other.
    pub(super) fn text(&self) -> String {
        let text = |node: &Node| match node {
            Node::Element(element) => element.text(),
            Node::Text(text) => text.clone(),
        };
        self.children.iter().map(text).collect()
    }

    /// The value of an attribute; empty when it has none.
    pub(super) fn attribute(&self, name: &str) -> &str {
        let found = self.attributes.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value)
    }
}

/// The page behind its `<!DOCTYPE html>`; `None` for what factlab does not write.
pub(super) fn parse(page: &str) -> Option<Element> {
    let mut rest = page.strip_prefix("<!DOCTYPE html>\n")?;
    let mut open = vec![Element::default()];
    while !rest.is_empty() {
        let (text, behind) = rest.split_at(rest.find('<').unwrap_or(rest.len()));
        if !text.is_empty() {
            let text = unescaped(text)?;
            open.last_mut()?.children.push(Node::Text(text));
        }
        let Some(tag) = behind.strip_prefix('<') else {
            break;
        };
        if let Some(end) = tag.strip_prefix('/') {
            let (name, behind) = end.split_once('>')?;
            let element = open.pop().filter(|element| element.name == name)?;
            open.last_mut()?.children.push(Node::Element(element));
            rest = behind;
            continue;
        }
        let (element, is_whole, mut behind) = begin(tag)?;
        if ["style", "script"].contains(&element.name.as_str()) {
            // What is in it is no text of the page.
            let (own, after) = behind.split_once(&format!("</{}>", element.name))?;
            let children = vec![Node::Text(own.to_owned())];
            let own = Element {
                children,
                ..element
            };
            open.last_mut()?.children.push(Node::Element(own));
            behind = after;
        } else if is_whole || VOID.contains(&element.name.as_str()) {
            open.last_mut()?.children.push(Node::Element(element));
        } else if open.len() < DEEPEST {
            open.push(element);
        } else {
            return None;
        }
        rest = behind;
    }
    open.pop().filter(|_| open.is_empty())
}

/// An element from its first tag, whether that is its last too, and what is behind.
fn begin(tag: &str) -> Option<(Element, bool, &str)> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let (name, mut rest) = tag.split_at(tag.find(|c| !is_name(c))?);
    let mut element = Element {
        name: name.to_owned(),
        ..Element::default()
    };
    if name.is_empty() {
        return None;
    }
    loop {
        if let Some(behind) = rest.strip_prefix('>') {
            return Some((element, false, behind));
        }
        if let Some(behind) = rest.strip_prefix("/>") {
            return Some((element, true, behind));
        }
        let (name, behind) = rest.strip_prefix(' ')?.split_once("=\"")?;
        let (value, behind) = behind.split_once('"')?;
        if name.is_empty() || !name.chars().all(is_name) {
            return None;
        }
        let attribute = (name.to_owned(), unescaped(value)?);
        element.attributes.push(attribute);
        rest = behind;
    }
}

/// The text with its characters in the place of their names and numbers.
fn unescaped(text: &str) -> Option<String> {
    let mut pieces = text.split('&');
    let mut plain = pieces.next()?.to_owned();
    for piece in pieces {
        let (name, behind) = piece.split_once(';')?;
        let sign = match name {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            _ => char::from_u32(name.strip_prefix('#')?.parse().ok()?)?,
        };
        plain.push(sign);
        plain.push_str(behind);
    }
    Some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: &str) -> Option<Element> {
        parse(&format!("<!DOCTYPE html>\n{body}"))
    }

    #[test]
    fn texts_and_attributes_are_read_with_their_signs() {
        let page = read("<p class=\"a &#34;b\">x &amp; <b>y</b> &lt;z</p>").unwrap();
        let paragraph = page.all("p")[0];
        assert_eq!(paragraph.text(), "x & y <z");
        assert_eq!(paragraph.attribute("class"), "a \"b");
        assert_eq!(page.all("b").len(), 1);
    }

    #[test]
    fn a_style_and_an_element_without_an_end_are_read_as_they_are() {
        let page = read(
            "<meta charset=\"utf-8\"><style>a > b { x: 1 }</style><svg><rect width=\"5\"/></svg>",
        );
        let page = page.unwrap();
        assert_eq!(page.all("style")[0].text(), "a > b { x: 1 }");
        assert_eq!(page.all("rect")[0].attribute("width"), "5");
    }

    #[test]
    fn what_factlab_does_not_write_is_no_page() {
        for body in [
            "<p>",
            "</p>",
            "<p></b></p>",
            "<!-- 3 --><p></p>",
            "<p a=3></p>",
            "<p hidden></p>",
            "<p>&nbsp;</p>",
            "<p>a & b</p>",
            "<![CDATA[3]]>",
        ] {
            assert_eq!(read(body), None, "{body}");
        }
        assert_eq!(parse("<p></p>"), None);
        assert_eq!(read(&"<p>".repeat(100_000)), None);
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_a_page_or_none(text in "[<>/=\"&;#a-z0-9é ]{0,60}") {
            let _ = read(&text);
        }
    }
}
