//! A part of a workbook: its elements, their attributes, and its texts.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// What a part says.
#[derive(Debug, Default)]
pub(super) struct Part {
    elements: Vec<(String, Attributes)>,
    /// Its texts, in their order.
    pub(super) texts: Vec<String>,
}

/// Names and values.
type Attributes = Vec<(String, String)>;

/// `None` for what is no XML, and for comments and instructions, which a workbook of factlab has not.
pub(super) fn read_part(text: &str) -> Option<Part> {
    let mut part = Part::default();
    let mut reader = Reader::from_str(text);
    loop {
        match reader.read_event().ok()? {
            Event::Start(element) | Event::Empty(element) => {
                part.elements.push(read_element(&element)?);
            }
            Event::Text(text) => {
                let text: &str = &text;
                if !text.trim().is_empty() {
                    part.texts.push(text.to_owned());
                }
            }
            Event::End(_) | Event::Decl(_) => {}
            // `&amp;` in a name: only shared texts have it, and the cells were compared.
            Event::GeneralRef(_) => part.texts.push("&".into()),
            Event::Eof => return Some(part),
            Event::Comment(_) | Event::CData(_) | Event::PI(_) | Event::DocType(_) => return None,
        }
    }
}

fn read_element(element: &BytesStart<'_>) -> Option<(String, Attributes)> {
    let mut attributes = Vec::new();
    for attribute in element.attributes() {
        let attribute = attribute.ok()?;
        attributes.push((
            attribute.key.as_ref().to_owned(),
            attribute.value.into_owned(),
        ));
    }
    Some((element.local_name().as_ref().to_owned(), attributes))
}

impl Part {
    /// Whether all its elements are listed.
    pub(super) fn has_only(&self, elements: &str) -> bool {
        let mut own = self.elements.iter();
        own.all(|(name, _)| elements.split_whitespace().any(|known| known == name))
    }

    /// How many elements have this name.
    pub(super) fn count(&self, element: &str) -> usize {
        self.attributes(element).count()
    }

    /// The attributes of each element of this name.
    pub(super) fn attributes<'a>(
        &'a self,
        element: &'a str,
    ) -> impl Iterator<Item = &'a Attributes> {
        let own = self
            .elements
            .iter()
            .filter(move |(name, _)| name == element);
        own.map(|(_, attributes)| attributes)
    }

    /// The values of an attribute of the elements of this name.
    pub(super) fn values<'a>(&'a self, element: &'a str, attribute: &'a str) -> Vec<&'a str> {
        let all = self.attributes(element).flatten();
        all.filter(|(name, _)| name == attribute)
            .map(|(_, value)| value.as_str())
            .collect()
    }
}
