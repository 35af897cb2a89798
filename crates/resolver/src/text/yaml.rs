//! YAML for others than Flink (Kubernetes, Helm, Docker) as a tree with places. What Flink itself reads goes through [`crate::yaml`], which
//! has the oddities of Flink's parser and none of a general one.
//!
//! The events come from `saphyr-parser`; here they become nodes that know where in the text they stand, in bytes. Nothing is interpreted:
//! keys that stand there twice are both kept, merge keys are ordinary keys, and a scalar is its text.
//!
//! Depth, the number of nodes and what aliases add to it are bounded, since a few lines can ask for more than any machine has.

use std::borrow::Cow;
use std::rc::Rc;

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, Span as Marks, Tag};

use super::Span;
pub(crate) use crate::yaml::{Content, Document, Layout, Node, Style};
use crate::yaml::{DEEPEST, MOST_ADDED, Measured, Open};

/// Nodes of a text that are read. One with more is nothing that anybody wrote, and may need more memory than a page can have.
const MOST_NODES: usize = 1_000_000;

/// Why a text is not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct YamlError {
    /// What is the matter.
    pub(crate) message: String,
    /// Where.
    pub(crate) at: Span,
}

/// Reads all documents of a text; of an empty one, none.
///
/// # Errors
/// For a text that is not YAML, and for one that is nested or multiplied by aliases beyond the bounds.
pub(crate) fn documents(text: &str) -> Result<Vec<Document>, YamlError> {
    let mut builder = Builder {
        offsets: Offsets::new(text),
        text,
        documents: Vec::new(),
        open: Vec::new(),
        anchored: Vec::new(),
        added: 0,
        nodes: 0,
        reached: 0,
    };
    for event in Parser::new_from_str(text) {
        let (event, marks) = event.map_err(|error| builder.parser_error(&error))?;
        builder.event(event, marks)?;
    }
    Ok(builder.documents)
}

/// Byte offsets of characters.
struct Offsets {
    /// The offset of every 64th character; none if each character is one byte.
    known: Vec<usize>,
}

impl Offsets {
    const STEP: usize = 64;

    fn new(text: &str) -> Self {
        let known = if text.is_ascii() {
            Vec::new()
        } else {
            text.char_indices().step_by(Self::STEP).map(|(offset, _)| offset).collect()
        };
        Self { known }
    }

    /// The offset of the character with this index; the end of the text for an index beyond it.
    fn of(&self, text: &str, index: usize) -> usize {
        if self.known.is_empty() {
            return index.min(text.len());
        }
        let Some(start) = self.known.get(index / Self::STEP) else { return text.len() };
        let mut chars = text[*start..].char_indices();
        chars.nth(index % Self::STEP).map_or(text.len(), |(offset, _)| start + offset)
    }
}

struct Builder<'a> {
    text: &'a str,
    offsets: Offsets,
    documents: Vec<Document>,
    /// Collections that are open, and the parser's numbers for their anchors.
    open: Vec<(Open, usize)>,
    /// By the parser's numbers for anchors, which begin at 1 and go on from document to document; each with the number of its document.
    anchored: Vec<Option<(usize, Measured)>>,
    /// Weight that aliases have added.
    added: usize,
    /// Nodes so far.
    nodes: usize,
    /// The end of the last thing that was read.
    reached: usize,
}

impl Builder<'_> {
    fn event(&mut self, event: Event<'_>, marks: Marks) -> Result<(), YamlError> {
        let start = self.offsets.of(self.text, marks.start.index());
        let end = self.offsets.of(self.text, marks.end.index());
        self.nodes += 1;
        if self.nodes > MOST_NODES {
            let message = "this text has too many parts".to_owned();
            return Err(YamlError { message, at: self.char_at(start) });
        }
        match event {
            Event::DocumentStart(_) => {
                self.reached = self.reached.max(start);
            }
            Event::Scalar(text, style, anchor, tag) => {
                let at = self.scalar_at(start, end, &text, style);
                let style = match style {
                    ScalarStyle::Plain => Style::Plain,
                    ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => Style::Quoted,
                    ScalarStyle::Literal | ScalarStyle::Folded => Style::Block,
                };
                let body = self.skip_properties(at.start, at.end);
                self.add(Measured::scalar(at, body, tag_text(tag), &text, style), anchor);
            }
            Event::SequenceStart(anchor, tag) => self.begin(start, end, anchor, tag, false)?,
            Event::MappingStart(anchor, tag) => self.begin(start, end, anchor, tag, true)?,
            Event::SequenceEnd | Event::MappingEnd => self.finish(start),
            Event::Alias(anchor) => self.alias(Span::new(start, end), anchor)?,
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => {}
        }
        Ok(())
    }

    fn begin(
        &mut self,
        start: usize,
        end: usize,
        anchor: usize,
        tag: Option<Cow<'_, Tag>>,
        is_map: bool,
    ) -> Result<(), YamlError> {
        if self.open.len() >= DEEPEST {
            return Err(self.too_deep(start));
        }
        let content = self.skip_properties(start, end);
        let is_inside_brackets = self.open.last().is_some_and(|(parent, _)| parent.layout != Layout::Block);
        // What the parser says about a bracket ends behind it; other collections begin with something that is not theirs.
        let layout = match self.text.as_bytes().get(content) {
            Some(b'[' | b'{') if content < end => Layout::Flow,
            _ if is_inside_brackets => Layout::Pair,
            _ => Layout::Block,
        };
        // Of a list that is not indented, the parser gives the place behind the first dash.
        let is_behind = !is_map && layout == Layout::Block && self.text.as_bytes().get(start) != Some(&b'-');
        let start = if is_behind { self.find_mark(b"-", start) } else { start };
        self.reached = self.reached.max(content + usize::from(layout == Layout::Flow));
        self.open.push((Open::new(start, content.max(start), tag_text(tag), layout, is_map), anchor));
        Ok(())
    }

    /// Ends a collection; `mark` is where the closing bracket stands, if it has one.
    fn finish(&mut self, mark: usize) {
        if let Some((open, anchor)) = self.open.pop() {
            let measured = open.close(mark + 1);
            self.reached = self.reached.max(measured.node.at.end);
            self.add(measured, anchor);
        }
    }

    fn alias(&mut self, at: Span, anchor: usize) -> Result<(), YamlError> {
        let fail = |message: &str| {
            let message = [message, " (", at.of(self.text), ")"].concat();
            Err(YamlError { message, at })
        };
        // A node's anchor is known when the node has ended, so that no node can contain itself.
        let document = self.documents.len();
        let anchored = self.anchored.get(anchor).and_then(Option::as_ref);
        let Some((_, target)) = anchored.filter(|(number, _)| *number == document) else {
            return fail("this alias has no anchor before it");
        };
        self.added += target.weight;
        if self.added > MOST_ADDED {
            return fail("aliases make this text too large");
        }
        if self.open.len() + target.height > DEEPEST {
            return Err(self.too_deep(at.start));
        }
        let mut copy = target.clone();
        copy.node.at = at;
        copy.node.body = at.start;
        copy.node.is_alias = true;
        self.reached = self.reached.max(at.end);
        self.add(copy, 0);
        Ok(())
    }

    /// Puts a node that has ended to where it belongs.
    fn add(&mut self, measured: Measured, anchor: usize) {
        if anchor > 0 {
            if self.anchored.len() <= anchor {
                self.anchored.resize_with(anchor + 1, || None);
            }
            self.anchored[anchor] = Some((self.documents.len(), measured.clone()));
        }
        match self.open.last_mut() {
            Some((parent, _)) => parent.add(measured),
            None => self.documents.push(Document { root: measured.node }),
        }
    }

    /// Where a scalar stands, given what the parser says about it: quoted ones come with the white space and the comment behind them, those on
    /// lines of their own without what is before the first line, empty ones with whatever is next to them.
    fn scalar_at(&mut self, start: usize, end: usize, text: &str, style: ScalarStyle) -> Span {
        let at = match style {
            ScalarStyle::Plain if text.is_empty() => {
                let is_mark = matches!(self.text.as_bytes().get(start), Some(b':')) && start >= self.reached;
                let before = if is_mark { start + 1 } else { start.max(self.reached) };
                // With a tag or an anchor, there is something after all.
                if self.skip_properties(start, end) > start {
                    Span::new(start, end)
                } else {
                    Span::new(before, before)
                }
            }
            ScalarStyle::Plain => Span::new(start, end),
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => {
                let quote = self.skip_properties(start, end);
                Span::new(start, self.quote_end(quote, end))
            }
            ScalarStyle::Literal | ScalarStyle::Folded => {
                let before = self.text.get(..end).unwrap_or(self.text).trim_end().len();
                let start = self.find_mark(b"|>", start);
                Span::new(start, before.max(start + 1))
            }
        };
        self.reached = self.reached.max(at.end);
        at
    }

    /// Where a node's content begins: behind its tag and anchor, if that is what it begins with.
    fn skip_properties(&self, start: usize, end: usize) -> usize {
        let bytes = self.text.as_bytes();
        let mut at = start;
        while let Some(byte) = bytes.get(at) {
            match byte {
                _ if at >= end => return end,
                b'&' | b'!' => at = self.property_end(at),
                b'#' if at > start => at = line_end(bytes, at),
                byte if is_space(*byte) && at > start => at += 1,
                _ => break,
            }
        }
        at
    }

    /// Where a tag or an anchor ends.
    fn property_end(&self, start: usize) -> usize {
        let rest = &self.text.as_bytes()[start + 1..];
        let is_end = |byte: &u8| is_space(*byte) || matches!(byte, b',' | b'[' | b']' | b'{' | b'}');
        let length = match rest.first() {
            Some(b'<') => rest.iter().position(|byte| *byte == b'>').map(|at| at + 1),
            _ => rest.iter().position(is_end),
        };
        start + 1 + length.unwrap_or(rest.len())
    }

    /// Where a quoted scalar ends that begins at `start`.
    fn quote_end(&self, start: usize, end: usize) -> usize {
        let bytes = self.text.as_bytes();
        let quote = bytes.get(start);
        let mut at = start + 1;
        while at < end {
            let is_pair = bytes.get(at) == quote && quote == Some(&b'\'') && bytes.get(at + 1) == quote;
            let is_escape = bytes[at] == b'\\' && quote == Some(&b'"');
            if is_pair || is_escape {
                at += 2;
            } else if bytes.get(at) == quote {
                return at + 1;
            } else {
                at += 1;
            }
        }
        end
    }

    /// Where, behind what was read last, one of these marks stands, or a tag or an anchor before it; `end` if there is none up to there.
    fn find_mark(&self, marks: &[u8], end: usize) -> usize {
        let bytes = self.text.as_bytes();
        let mut at = self.reached;
        while at < end {
            match bytes[at] {
                b'#' | b'%' => at = line_end(bytes, at),
                byte if marks.contains(&byte) || matches!(byte, b'&' | b'!') => return at,
                _ => at += 1,
            }
        }
        end
    }

    fn too_deep(&self, at: usize) -> YamlError {
        YamlError { message: "collections are nested too deeply".to_owned(), at: self.char_at(at) }
    }

    fn parser_error(&self, error: &ScanError) -> YamlError {
        let at = self.offsets.of(self.text, error.marker().index());
        YamlError { message: error.info().to_owned(), at: self.char_at(at) }
    }

    /// The one character at a place; nothing at the end.
    fn char_at(&self, at: usize) -> Span {
        let length = self.text.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        Span::new(at, at + length)
    }
}

fn tag_text(tag: Option<Cow<'_, Tag>>) -> Option<Rc<str>> {
    tag.map(|tag| Rc::from([tag.handle.as_str(), &tag.suffix].concat()))
}

const fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// Where the line ends in which `start` is.
fn line_end(bytes: &[u8], start: usize) -> usize {
    let length = bytes[start..].iter().position(|byte| matches!(byte, b'\n' | b'\r'));
    length.map_or(bytes.len(), |length| start + length)
}

#[cfg(test)]
mod tests {
    use super::{Content, Document, Node, Style, documents};

    /// The nodes of a text with what stands at their places.
    fn outline(text: &str) -> String {
        let documents = documents(text).map_err(|error| error.message).expect(text);
        documents.iter().map(|Document { root }| outline_node(root, text)).collect::<Vec<_>>().join(" --- ")
    }

    fn outline_node(node: &Node, text: &str) -> String {
        let at = node.at.of(text).replace('\n', "/");
        let tag = node.tag.as_deref().map_or(String::new(), |tag| format!("!({tag})"));
        let alias = if node.is_alias { "*" } else { "" };
        let content = match &node.content {
            Content::Scalar { text, style } => {
                let mark = match style {
                    Style::Plain => "",
                    Style::Quoted => "'",
                    Style::Block => "|",
                };
                format!("{mark}{}", text.replace('\n', "/"))
            }
            Content::List { items } => {
                let items: Vec<_> = items.iter().map(|item| outline_node(item, text)).collect();
                format!("[{}]", items.join(", "))
            }
            Content::Map { entries, layout } => {
                let entry = |(key, value): &(Node, Node)| {
                    format!("{}: {}", outline_node(key, text), outline_node(value, text))
                };
                format!("{layout:?}{{{}}}", entries.iter().map(entry).collect::<Vec<_>>().join(", "))
            }
        };
        format!("{alias}{tag}{content}<{at}>")
    }

    #[test]
    fn scalars_know_their_places() {
        for (text, expected) in [
            ("a: b", "Block{a<a>: b<b>}<a: b>"),
            ("a:  'b''c'  # d", "Block{a<a>: 'b'c<'b''c'>}<a:  'b''c'>"),
            ("\"a\" : \"b\\\"\\x41\"", "Block{'a<\"a\">: 'b\"A<\"b\\\"\\x41\">}<\"a\" : \"b\\\"\\x41\">"),
            ("ä: ö # ü\nß: €\n", "Block{ä<ä>: ö<ö>, ß<ß>: €<€>}<ä: ö # ü/ß: €>"),
            ("a:\nb: # c\n", "Block{a<a>: <>, b<b>: <>}<a:/b:>"),
            ("a: !!str 1", "Block{a<a>: !(tag:yaml.org,2002:str)1<!!str 1>}<a: !!str 1>"),
            ("a: &x 'b' # c", "Block{a<a>: 'b<&x 'b'>}<a: &x 'b'>"),
            ("a: |\n  b\n   c\n\nd: e", "Block{a<a>: |b/ c/<|/  b/   c>, d<d>: e<e>}<a: |/  b/   c//d: e>"),
            ("a: &x >- # |\n  b\n  c\n# d\n", "Block{a<a>: |b c<&x >- # |/  b/  c>}<a: &x >- # |/  b/  c>"),
            ("- b\n- |\n c", "[b<b>, |c/<|/ c>]<- b/- |/ c>"),
            ("a:\n  # | no\n  |\n  b\n", "Block{a<a>: |b/<|/  b>}<a:/  # | no/  |/  b>"),
            ("--- >\n b", "|b/<>/ b>"),
            ("\u{feff}a: b", "Block{a<a>: b<b>}<a: b>"),
            ("a: b\r\nc: d\r\n", "Block{a<a>: b<b>, c<c>: d<d>}<a: b\r/c: d>"),
            ("a b\n c", "a b c<a b/ c>"),
        ] {
            assert_eq!(outline(text), expected, "{text}");
        }
    }

    #[test]
    fn collections_know_their_places() {
        for (text, expected) in [
            ("a: {b: c, d: } # e", "Block{a<a>: Flow{b<b>: c<c>, d<d>: <>}<{b: c, d: }>}<a: {b: c, d: }>"),
            ("[a: b, c]", "[Pair{a<a>: b<b>}<a: b>, c<c>]<[a: b, c]>"),
            ("[a]: b", "Block{[a<a>]<[a]>: b<b>}<[a]: b>"),
            ("&x {a: b}", "Flow{a<a>: b<b>}<&x {a: b}>"),
            (
                "a: &x\n  b: c\nd: *x\n",
                "Block{a<a>: Block{b<b>: c<c>}<&x/  b: c>, d<d>: *Block{b<b>: c<c>}<*x>}<a: &x/  b: c/d: *x>",
            ),
            (
                "a:\n- b\n- c:\n    d\n\n# e\nf: g",
                "Block{a<a>: [b<b>, Block{c<c>: d<d>}<c:/    d>]<- b/- c:/    d>, f<f>: g<g>}<a:/- b/- c:/    d//# e/f: g>",
            ),
            ("- - a\n  - b\n", "[[a<a>, b<b>]<- a/  - b>]<- - a/  - b>"),
            ("[]", "[]<[]>"),
            ("{ }", "Flow{}<{ }>"),
            ("a: b\na: c", "Block{a<a>: b<b>, a<a>: c<c>}<a: b/a: c>"),
            ("? a\n: b\n", "Block{a<a>: b<b>}<? a/: b>"),
        ] {
            assert_eq!(outline(text), expected, "{text}");
        }
    }

    #[test]
    fn documents_are_told_apart() {
        assert_eq!(outline(""), "");
        assert_eq!(outline("# a\n"), "");
        assert_eq!(outline("---\n"), "<>");
        assert_eq!(outline("a\n---\n# b\nc: d\n...\n--- e"), "a<a> --- Block{c<c>: d<d>}<c: d> --- e<e>");
        // An anchor belongs to its document.
        assert!(documents("&a b\n--- *a").is_err());
    }

    #[test]
    fn what_is_not_yaml_is_refused_at_its_place() {
        for (text, at) in
            [("a: b: c", 4), ("a: @b", 3), ("ä: [b\n", 7), ("a: *b", 3), ("a: &b [*b]", 7), ("{a: b}}", 6)]
        {
            assert_eq!(documents(text).expect_err(text).at.start, at, "{text}");
        }
    }

    #[test]
    fn nothing_takes_more_than_its_share() {
        let mut bomb = "a: &a0 [x]\n".to_owned();
        for level in 1..30 {
            let aliases = vec![format!("*a{}", level - 1); 9].join(", ");
            bomb += &format!("b{level}: &a{level} [{aliases}]\n");
        }
        assert_eq!(
            documents(&bomb).map(drop).expect_err("a bomb").message,
            "aliases make this text too large (*a4)"
        );
        for text in ["[", "{", "- ", "? ", "[{"] {
            assert!(documents(&text.repeat(30_000)).is_err(), "{text}");
        }
        let indented: String = (0..2_000).map(|depth| " ".repeat(depth) + "a:\n").collect();
        assert!(documents(&indented).is_err());
    }

    #[test]
    fn long_texts_are_read_in_time() {
        let line = "key.of.some.option: { \"a\": [ä, 'b', c] } # comment\n";
        let text: String = (0..10_000).map(|at| format!("{at}.{line}")).collect();
        assert_eq!(documents(&text).map(|documents| documents[0].root.entries().len()), Ok(10_000));
        for text in ["[a,", "'a", "a ", "a: |\n  b\n", "#", "\n", "\t", "&a ", "!a "] {
            drop(documents(&text.repeat(30_000)));
        }
        assert_eq!(
            documents(&format!("[{}]", "a,".repeat(30_000))).map(|documents| documents[0].root.items().len()),
            Ok(30_000)
        );
    }
}
