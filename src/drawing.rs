//! SVG documents that need nothing else: no script, no style sheet, no font of their own.
//!
//! Colours are those of `www/css/tokens.css`.

use crate::picture::svg;

/// A colour, in light and in dark.
pub type Tone = [&'static str; 2];

/// The ground.
pub const PAPER: Tone = ["#ffffff", "#0f1217"];
/// A ground on it.
pub const PLATE: Tone = ["#eceff3", "#1d232d"];
/// Borders.
pub const EDGE: Tone = ["#858e9c", "#77818f"];
/// What is written.
pub const INK: Tone = ["#12161d", "#e9ecf1"];
/// What is less important.
pub const INK_2: Tone = ["#434c5a", "#b6bec9"];
/// What is least important.
pub const INK_3: Tone = ["#5d6776", "#949eac"];

/// Letters.
pub const SANS: &str =
    "-apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', Arial, Helvetica, sans-serif";
/// Letters that are all as wide.
pub const MONO: &str =
    "ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, Consolas, 'Liberation Mono', monospace";

/// A length in whole pixels.
#[must_use]
pub fn whole_number(length: f64) -> String {
    (length.ceil() as i64).to_string()
}

/// Elements of a document, in light or in dark.
#[derive(Debug)]
pub struct Writer {
    /// What was written so far.
    pub text: String,
    /// 0 in light, 1 in dark.
    pub tone: usize,
}

impl Writer {
    /// An empty document, for a light or a dark ground.
    #[must_use]
    pub fn new(is_dark: bool) -> Self {
        Self { text: String::new(), tone: usize::from(is_dark) }
    }

    /// A tag without its end.
    fn tag(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.text.extend(["<", name]);
        for (name, value) in attributes {
            self.text.extend([" ", name, "=\""]);
            self.escaped(value);
            self.text.push('"');
        }
    }

    /// Begins an element.
    pub fn open(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.tag(name, attributes);
        self.text.push('>');
    }

    /// Ends it.
    pub fn close(&mut self, name: &str) {
        self.text.extend(["</", name, ">\n"]);
    }

    /// An element with nothing inside.
    pub fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.tag(name, attributes);
        self.text.push_str("/>\n");
    }

    /// An element with a text inside.
    pub fn around(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        self.open(name, attributes);
        self.escaped(text);
        self.close(name);
    }

    /// Text as XML allows it: a document with one control character in it is none.
    fn escaped(&mut self, text: &str) {
        for char in text.chars() {
            match char {
                '&' => self.text.push_str("&amp;"),
                '<' => self.text.push_str("&lt;"),
                '>' => self.text.push_str("&gt;"),
                '"' => self.text.push_str("&quot;"),
                '\t' | '\n' | '\r' => self.text.push(' '),
                '\0'..' ' | '\u{fffe}' | '\u{ffff}' => self.text.push('\u{fffd}'),
                _ => self.text.push(char),
            }
        }
    }

    /// A rectangle: its left, its top, its width, its height.
    pub fn rect(&mut self, (x, y, width, height): (f64, f64, f64, f64), fill: Tone, more: &[(&str, &str)]) {
        let [x, y, width, height] = [x, y, width, height].map(svg);
        let place = [("x", &*x), ("y", &*y), ("width", &*width), ("height", &*height)];
        self.empty("rect", &[&place[..], &[("fill", fill[self.tone])], more].concat());
    }

    /// A text that begins, or is anchored, here.
    pub fn label(&mut self, (x, y): (f64, f64), fill: Tone, more: &[(&str, &str)], text: &str) {
        let [x, y] = [x, y].map(svg);
        let place = [("x", &*x), ("y", &*y), ("fill", fill[self.tone])];
        self.around("text", &[&place[..], more].concat(), text);
    }
}
