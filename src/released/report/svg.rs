//! SVG drawings of simple shapes; all text is escaped.

use std::fmt::{self, Write};

/// A finished drawing; its markup was escaped while it was made.
pub(super) struct Picture(String);

impl fmt::Display for Picture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A drawing under construction; lengths are whole units, colours are classes of the page's style.
pub(super) struct Drawing {
    markup: String,
}

impl Drawing {
    /// Begins a drawing of `size` (width, height), with a title and a description for who cannot see it.
    ///
    /// `id` tells drawings on a page apart.
    pub(super) fn new(id: &str, size: (usize, usize), title: &str, description: &str) -> Self {
        let (width, height) = size;
        let (title, description) = (escaped(title), escaped(description));
        let markup = format!(
            "<svg class=\"{id}\" viewBox=\"0 0 {width} {height}\" role=\"img\" aria-labelledby=\"{id}-title {id}-text\">\
             <title id=\"{id}-title\">{title}</title><desc id=\"{id}-text\">{description}</desc>"
        );
        Self { markup }
    }

    /// A pattern of slanted lines, called `hatch`.
    pub(super) fn define_hatch(&mut self) {
        self.markup.push_str(
            "<defs><pattern id=\"hatch\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\" \
             patternTransform=\"rotate(45)\"><rect class=\"hatch-ground\" width=\"5\" height=\"5\"/>\
             <rect class=\"hatch-line\" width=\"1\" height=\"5\"/></pattern></defs>",
        );
    }

    /// A shape along `path`.
    pub(super) fn path(&mut self, class: &str, path: &str) {
        self.add(format_args!("<path class=\"{class}\" d=\"{path}\"/>"));
    }

    /// A rectangle from `corner` (left, top) of `size` (width, height), with a text that shows when pointed at.
    pub(super) fn rectangle(
        &mut self,
        class: &str,
        corner: (usize, usize),
        size: (usize, usize),
        text: &str,
    ) {
        let ((x, y), (width, height)) = (corner, size);
        let place = format_args!("x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"");
        if text.is_empty() {
            self.add(format_args!("<rect class=\"{class}\" {place}/>"));
        } else {
            let text = escaped(text);
            self.add(format_args!(
                "<rect class=\"{class}\" {place}><title>{text}</title></rect>"
            ));
        }
    }

    /// A square from `corner` (left, top), with a text that shows when pointed at; as a path, the shortest of its forms.
    pub(super) fn square(&mut self, class: &str, corner: (usize, usize), side: usize, text: &str) {
        let ((x, y), text) = (corner, escaped(text));
        let class = match class {
            "" => String::new(),
            class => format!("class=\"{class}\" "),
        };
        self.add(format_args!(
            "<path {class}d=\"M{x} {y}h{side}v{side}h-{side}z\"><title>{text}</title></path>"
        ));
    }

    /// A dot around `at` (left, top), with a text that shows when pointed at; the style makes it as wide as its stroke.
    pub(super) fn dot(&mut self, class: &str, at: (usize, usize), text: &str) {
        let ((x, y), text) = (at, escaped(text));
        self.add(format_args!(
            "<path class=\"{class}\" d=\"M{x} {y}h0\"><title>{text}</title></path>"
        ));
    }

    /// A text whose baseline is at `at` (left, bottom; the style may anchor it elsewhere).
    pub(super) fn text(&mut self, class: &str, at: (usize, usize), text: &str) {
        let ((x, y), text) = (at, escaped(text));
        self.add(format_args!(
            "<text class=\"{class}\" x=\"{x}\" y=\"{y}\">{text}</text>"
        ));
    }

    pub(super) fn finish(mut self) -> Picture {
        self.markup.push_str("</svg>");
        Picture(self.markup)
    }

    fn add(&mut self, markup: fmt::Arguments) {
        // Writing to a String cannot fail.
        let _ = self.markup.write_fmt(markup);
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_a_text_stays_text() {
        let mut drawing = Drawing::new("map", (10, 10), "<script>", "\"&'");
        drawing.text("label", (1, 2), "a<b");
        drawing.rectangle("cell", (0, 0), (1, 1), "</title><script>");
        let markup = drawing.finish().to_string();
        assert!(!markup.contains("<script>"));
        assert!(markup.contains("a&lt;b") && markup.contains("&quot;&amp;&#39;"));
    }
}
