//! From tokens to a tree, as `ParserImpl` and `Composer` of snakeyaml-engine 2.6 do it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::rc::Rc;

use super::node::{DEEPEST, Layout, MOST_ADDED, Measured, Node, Open, Style};
use super::reader::Mark;
use super::refusal::Refusal;
use super::scanner::{Scanner, Token, TokenKind};
use crate::text::Span;

/// What comes next inside of a collection that is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    BlockItem,
    /// An item of a list that is not indented more than the key it belongs to.
    IndentlessItem,
    BlockKey,
    BlockValue,
    FlowItem {
        is_first: bool,
    },
    FlowKey {
        is_first: bool,
    },
    FlowValue,
    /// Of an entry that has no colon.
    FlowNoValue,
    /// The key of a map without brackets in a list with brackets.
    PairKey,
    PairValue,
    PairEnd,
}

/// A collection that is open, and what comes next in it.
struct Level {
    open: Open,
    /// The number of its anchor.
    anchor: Option<usize>,
    state: State,
    /// Where it began, as messages name it.
    mark: Mark,
}

pub(super) struct Parser<'a> {
    text: &'a str,
    scanner: Scanner<'a>,
    levels: Vec<Level>,
    /// Prefixes of tags by their handles.
    prefixes: BTreeMap<String, String>,
    /// Anchors in the order of the text, each once. The kind of map that `saphyr-parser` has: another kind is as much code again.
    anchors: BTreeMap<Cow<'static, str>, usize>,
    /// What they stand for; nothing yet while the node is open.
    anchored: Vec<Option<Measured>>,
    aliases_of_collections: usize,
    /// Weight that aliases have added.
    added: usize,
    /// Where a node contains itself, so that it has no end.
    recursion: Option<Mark>,
    root: Option<Node>,
}

/// Prefix of the tags that `!!` stands for.
pub(super) const PREFIX: &str = "tag:yaml.org,2002:";

/// Aliases of collections that a document may have.
const MOST_ALIASES: usize = 50;

/// Reads the one document of a text; `None` if there is none.
///
/// # Errors
/// Flink's own for a text that is not YAML, or holds more than one document.
pub(super) fn parse(text: &str) -> Result<Option<Node>, Refusal> {
    let mut parser = Parser {
        text,
        scanner: Scanner::new(text),
        levels: Vec::new(),
        prefixes: BTreeMap::new(),
        anchors: BTreeMap::new(),
        anchored: Vec::new(),
        aliases_of_collections: 0,
        added: 0,
        recursion: None,
        root: None,
    };
    let Some(first) = parser.document_start(true)? else { return Ok(None) };
    let start = parser.document(first)?;
    match parser.document_start(false)? {
        None => match parser.recursion {
            None => Ok(parser.root.take()),
            Some(mark) => Err(Refusal::too_deep().with_place(mark)),
        },
        Some(Start { mark, .. }) => {
            let context = Some(("expected a single document in the stream", Some(start)));
            Err(Refusal::marked(context, "but found another document", mark))
        }
    }
}

/// The beginning of a document.
struct Start {
    mark: Mark,
    is_explicit: bool,
}

impl Parser<'_> {
    /// The beginning of the next document, if there is one. Only the first can do without a mark.
    fn document_start(&mut self, is_first: bool) -> Result<Option<Start>, Refusal> {
        let token = self.scanner.peek()?;
        let mark = token.start;
        let is_implicit = !token.kind.is_directive()
            && !matches!(token.kind, TokenKind::DocumentStart | TokenKind::StreamEnd);
        if is_first && is_implicit {
            self.set_prefixes(BTreeMap::new());
            return Ok(Some(Start { mark, is_explicit: false }));
        }
        while self.scanner.peek()?.kind == TokenKind::DocumentEnd {
            self.scanner.next()?;
        }
        let token = self.scanner.peek()?;
        let mark = token.start;
        if token.kind == TokenKind::StreamEnd {
            return Ok(None);
        }
        self.directives()?;
        let token = self.scanner.peek()?;
        if token.kind != TokenKind::DocumentStart {
            let problem = ["expected '<document start>', but found '", token.kind.name(), "'"].concat();
            return Err(Refusal::marked(None, &problem, token.start));
        }
        self.scanner.next()?;
        Ok(Some(Start { mark, is_explicit: true }))
    }

    fn directives(&mut self) -> Result<(), Refusal> {
        let mut prefixes = BTreeMap::new();
        let mut has_version = false;
        loop {
            if !self.scanner.peek()?.kind.is_directive() {
                self.set_prefixes(prefixes);
                return Ok(());
            }
            let Token { kind, start, handle, text, .. } = self.scanner.next()?;
            let handle = handle.unwrap_or_default();
            match kind {
                TokenKind::Version if has_version => {
                    return Err(Refusal::marked(None, "found duplicate YAML directive", start));
                }
                TokenKind::Version => {
                    has_version = true;
                    if handle != "1" {
                        let message = ["Version{major=", &handle, ", minor=", &text, "}"].concat();
                        let class = "org.snakeyaml.engine.v2.exceptions.YamlVersionException";
                        return Err(Refusal::unmarked(class, message).with_place(start));
                    }
                }
                TokenKind::TagDirective => {
                    if prefixes.contains_key(&handle) {
                        let problem = ["duplicate tag handle ", &handle].concat();
                        return Err(Refusal::marked(None, &problem, start));
                    }
                    prefixes.insert(handle, text);
                }
                _ => {}
            }
        }
    }

    fn set_prefixes(&mut self, mut prefixes: BTreeMap<String, String>) {
        for (handle, prefix) in [("!", "!"), ("!!", PREFIX)] {
            if !prefixes.contains_key(handle) {
                prefixes.insert(handle.to_owned(), prefix.to_owned());
            }
        }
        self.prefixes = prefixes;
    }

    /// Reads a document that has begun, and tells where its root stands.
    fn document(&mut self, start: Start) -> Result<Mark, Refusal> {
        let token = self.scanner.peek()?;
        let root = token.start;
        let is_end = |kind: TokenKind| {
            matches!(kind, TokenKind::DocumentStart | TokenKind::DocumentEnd | TokenKind::StreamEnd)
        };
        let is_empty = start.is_explicit && (token.kind.is_directive() || is_end(token.kind));
        if is_empty {
            self.add_empty(root);
        } else {
            self.node(true, false)?;
        }
        while let Some(level) = self.levels.last() {
            let state = level.state;
            self.step(state)?;
        }
        let token = self.scanner.peek()?;
        match token.kind {
            TokenKind::DocumentEnd => {
                self.scanner.next()?;
            }
            kind if kind.is_directive() => {
                let problem = "expected '<document end>' before directives, but found '<directive>'";
                return Err(Refusal::marked(None, problem, token.start));
            }
            _ => {}
        }
        Ok(root)
    }

    /// Goes on with the innermost collection.
    fn step(&mut self, state: State) -> Result<(), Refusal> {
        match state {
            State::BlockItem => self.block_item(),
            State::IndentlessItem => self.indentless_item(),
            State::BlockKey => self.block_key(),
            State::BlockValue => self.block_value(),
            State::FlowItem { is_first } => self.flow_item(is_first),
            State::FlowKey { is_first } => self.flow_key(is_first),
            State::FlowValue => self.flow_value(),
            State::FlowNoValue => {
                self.set_state(State::FlowKey { is_first: false });
                let mark = self.scanner.peek()?.start;
                self.add_empty(mark);
                Ok(())
            }
            State::PairKey => self.pair_key(),
            State::PairValue => self.pair_value(),
            State::PairEnd => {
                self.close();
                Ok(())
            }
        }
    }

    fn set_state(&mut self, state: State) {
        if let Some(level) = self.levels.last_mut() {
            level.state = state;
        }
    }

    /// Takes the mark in front and reads the node behind it, unless there is none.
    fn node_after(&mut self, next: State, is_block: bool, ends: &[TokenKind]) -> Result<(), Refusal> {
        let mark = self.scanner.next()?.end;
        self.set_state(next);
        if ends.contains(&self.scanner.peek()?.kind) {
            self.add_empty(mark);
            return Ok(());
        }
        // Only beside a key, a list may do without indentation.
        let is_entry = matches!(next, State::BlockKey | State::BlockValue);
        self.node(is_block, is_entry)
    }

    fn block_item(&mut self) -> Result<(), Refusal> {
        match self.scanner.peek()?.kind {
            TokenKind::BlockEntry => {
                self.node_after(State::BlockItem, true, &[TokenKind::BlockEntry, TokenKind::BlockEnd])
            }
            TokenKind::BlockEnd => self.close_at_token(),
            _ => {
                self.unexpected("while parsing a block collection", "expected <block end>, but found '", "'")
            }
        }
    }

    fn indentless_item(&mut self) -> Result<(), Refusal> {
        if self.scanner.peek()?.kind == TokenKind::BlockEntry {
            let ends = [TokenKind::BlockEntry, TokenKind::Key, TokenKind::Value, TokenKind::BlockEnd];
            return self.node_after(State::IndentlessItem, true, &ends);
        }
        self.close();
        Ok(())
    }

    fn block_key(&mut self) -> Result<(), Refusal> {
        match self.scanner.peek()?.kind {
            TokenKind::Key => {
                let ends = [TokenKind::Key, TokenKind::Value, TokenKind::BlockEnd];
                self.node_after(State::BlockValue, true, &ends)
            }
            TokenKind::BlockEnd => self.close_at_token(),
            _ => self.unexpected("while parsing a block mapping", "expected <block end>, but found '", "'"),
        }
    }

    fn block_value(&mut self) -> Result<(), Refusal> {
        let token = self.scanner.peek()?;
        let mark = token.start;
        match token.kind {
            TokenKind::Value => {
                let ends = [TokenKind::Key, TokenKind::Value, TokenKind::BlockEnd];
                self.node_after(State::BlockKey, true, &ends)
            }
            TokenKind::Scalar => {
                self.set_state(State::BlockKey);
                self.node(true, true)
            }
            _ => {
                self.set_state(State::BlockKey);
                self.add_empty(mark);
                Ok(())
            }
        }
    }

    fn flow_item(&mut self, is_first: bool) -> Result<(), Refusal> {
        if self.scanner.peek()?.kind != TokenKind::FlowSequenceEnd {
            if !is_first {
                if self.scanner.peek()?.kind != TokenKind::FlowEntry {
                    return self.unexpected(
                        "while parsing a flow sequence",
                        "expected ',' or ']', but got ",
                        "",
                    );
                }
                self.scanner.next()?;
            }
            let token = self.scanner.peek()?;
            let mark = token.start;
            match token.kind {
                TokenKind::Key => {
                    self.set_state(State::FlowItem { is_first: false });
                    return self.begin(mark, mark, None, None, Layout::Pair, State::PairKey);
                }
                TokenKind::FlowSequenceEnd => {}
                _ => {
                    self.set_state(State::FlowItem { is_first: false });
                    return self.node(false, false);
                }
            }
        }
        self.close_at_token()
    }

    fn flow_key(&mut self, is_first: bool) -> Result<(), Refusal> {
        if self.scanner.peek()?.kind != TokenKind::FlowMappingEnd {
            if !is_first {
                if self.scanner.peek()?.kind != TokenKind::FlowEntry {
                    return self.unexpected(
                        "while parsing a flow mapping",
                        "expected ',' or '}', but got ",
                        "",
                    );
                }
                self.scanner.next()?;
            }
            match self.scanner.peek()?.kind {
                TokenKind::Key => {
                    let ends = [TokenKind::Value, TokenKind::FlowEntry, TokenKind::FlowMappingEnd];
                    return self.node_after(State::FlowValue, false, &ends);
                }
                TokenKind::FlowMappingEnd => {}
                _ => {
                    self.set_state(State::FlowNoValue);
                    return self.node(false, false);
                }
            }
        }
        self.close_at_token()
    }

    fn flow_value(&mut self) -> Result<(), Refusal> {
        let next = State::FlowKey { is_first: false };
        let ends = [TokenKind::FlowEntry, TokenKind::FlowMappingEnd];
        self.value(next, &ends)
    }

    fn pair_key(&mut self) -> Result<(), Refusal> {
        let ends = [TokenKind::Value, TokenKind::FlowEntry, TokenKind::FlowSequenceEnd];
        self.node_after(State::PairValue, false, &ends)
    }

    fn pair_value(&mut self) -> Result<(), Refusal> {
        self.value(State::PairEnd, &[TokenKind::FlowEntry, TokenKind::FlowSequenceEnd])
    }

    /// A value between brackets, if there is one.
    fn value(&mut self, next: State, ends: &[TokenKind]) -> Result<(), Refusal> {
        let token = self.scanner.peek()?;
        if token.kind == TokenKind::Value {
            return self.node_after(next, false, ends);
        }
        let mark = token.start;
        self.set_state(next);
        self.add_empty(mark);
        Ok(())
    }

    fn unexpected(&mut self, what: &str, before: &str, after: &str) -> Result<(), Refusal> {
        let since = self.levels.last().map(|level| level.mark);
        let token = self.scanner.peek()?;
        let problem = [before, token.kind.name(), after].concat();
        Err(Refusal::marked(Some((what, since)), &problem, token.start))
    }

    /// A node with its tag and anchor, or the beginning of it.
    fn node(&mut self, is_block: bool, is_entry: bool) -> Result<(), Refusal> {
        let token = self.scanner.peek()?;
        let start = token.start;
        if token.kind == TokenKind::Alias {
            return self.alias();
        }
        let (mut anchor, mut tag, mut end) = (None, None, start);
        // One of each, in any order.
        for _ in 0..2 {
            match self.scanner.peek()?.kind {
                TokenKind::Anchor if anchor.is_none() => {
                    let token = self.scanner.next()?;
                    end = token.end;
                    anchor = Some(self.anchor(token.text));
                }
                TokenKind::Tag if tag.is_none() => {
                    let token = self.scanner.next()?;
                    end = token.end;
                    tag = Some(token);
                }
                _ => break,
            }
        }
        let tag = match tag {
            Some(token) => Some(self.resolve_tag(token, start)?),
            None => None,
        };
        let token = self.scanner.peek()?;
        let mark = token.start;
        let (layout, state) = match token.kind {
            TokenKind::BlockEntry if is_entry => (Layout::Block, State::IndentlessItem),
            TokenKind::Scalar => {
                let Token { end, text, style, .. } = self.scanner.next()?;
                // The empty lines behind it belong to the text, but not to the place.
                let end = match style {
                    Style::Block => self.text.get(..end.at).unwrap_or_default().trim_end().len(),
                    _ => end.at,
                };
                let at = Span::new(start.at, end.max(mark.at));
                self.add(Measured::scalar(at, mark.at, tag, &text, style), anchor);
                return Ok(());
            }
            TokenKind::FlowSequenceStart => (Layout::Flow, State::FlowItem { is_first: true }),
            TokenKind::FlowMappingStart => (Layout::Flow, State::FlowKey { is_first: true }),
            TokenKind::BlockSequenceStart if is_block => (Layout::Block, State::BlockItem),
            TokenKind::BlockMappingStart if is_block => (Layout::Block, State::BlockKey),
            _ if anchor.is_some() || tag.is_some() => {
                let at = Span::new(start.at, end.at);
                self.add(Measured::scalar(at, end.at, tag, "", Style::Plain), anchor);
                return Ok(());
            }
            _ => {
                let what = if is_block { "while parsing a block node" } else { "while parsing a flow node" };
                let problem = ["expected the node content, but found '", token.kind.name(), "'"].concat();
                return Err(Refusal::marked(Some((what, Some(start))), &problem, mark));
            }
        };
        if state != State::IndentlessItem {
            self.scanner.next()?;
        }
        self.begin(start, mark, tag, anchor, layout, state)
    }

    /// The number of an anchor.
    fn anchor(&mut self, name: String) -> usize {
        if let Some(number) = self.anchors.get(name.as_str()) {
            return *number;
        }
        let number = self.anchored.len();
        self.anchored.push(None);
        self.anchors.insert(Cow::Owned(name), number);
        number
    }

    fn begin(
        &mut self,
        start: Mark,
        mark: Mark,
        tag: Option<Rc<str>>,
        anchor: Option<usize>,
        layout: Layout,
        state: State,
    ) -> Result<(), Refusal> {
        if self.levels.len() >= DEEPEST {
            return Err(Refusal::too_deep().with_place(start));
        }
        let is_map = matches!(state, State::BlockKey | State::FlowKey { .. } | State::PairKey);
        if let Some(anchor) = anchor {
            self.anchored[anchor] = None;
        }
        self.levels.push(Level {
            open: Open::new(start.at, mark.at, tag, layout, is_map),
            anchor,
            state,
            mark,
        });
        Ok(())
    }

    fn close_at_token(&mut self) -> Result<(), Refusal> {
        let end = self.scanner.next()?.end;
        self.close_at(end.at);
        Ok(())
    }

    fn close(&mut self) {
        self.close_at(0);
    }

    fn close_at(&mut self, end: usize) {
        if let Some(Level { open, anchor, .. }) = self.levels.pop() {
            // Where a node inside has the same anchor, that one counts.
            let anchor = anchor.filter(|anchor| self.anchored[*anchor].is_none());
            self.add(open.close(end), anchor);
        }
    }

    fn add_empty(&mut self, mark: Mark) {
        let at = Span::new(mark.at, mark.at);
        self.add(Measured::scalar(at, mark.at, None, "", Style::Plain), None);
    }

    /// Puts a node that has ended to where it belongs.
    fn add(&mut self, measured: Measured, anchor: Option<usize>) {
        if let Some(anchor) = anchor {
            self.anchored[anchor] = Some(measured.clone());
        }
        match self.levels.last_mut() {
            Some(level) => level.open.add(measured),
            None => self.root = Some(measured.node),
        }
    }

    fn alias(&mut self) -> Result<(), Refusal> {
        let token = self.scanner.next()?;
        let name = &token.text;
        let number = self.anchors.get(name.as_str()).copied();
        let mut copy = match number.map(|number| &self.anchored[number]) {
            Some(Some(target)) => target.clone(),
            Some(None) => {
                self.recursion.get_or_insert(token.start);
                self.add_empty(token.start);
                return Ok(());
            }
            None => {
                let problem = ["found undefined alias ", name].concat();
                return Err(Refusal::marked(Some(("", None)), &problem, token.start));
            }
        };
        if copy.height > 0 {
            self.aliases_of_collections += 1;
            if self.aliases_of_collections > MOST_ALIASES {
                let message = "Number of aliases for non-scalar nodes exceeds the specified max=50";
                return Err(Refusal::engine(message).with_place(token.start));
            }
        }
        self.added += copy.weight;
        if self.added > MOST_ADDED {
            return Err(Refusal::too_large().with_place(token.start));
        }
        if self.levels.len() + copy.height > DEEPEST {
            return Err(Refusal::too_deep().with_place(token.start));
        }
        copy.node.at = Span::new(token.start.at, token.end.at);
        copy.node.body = token.start.at;
        copy.node.is_alias = true;
        self.add(copy, None);
        Ok(())
    }

    fn resolve_tag(&self, token: Token, since: Mark) -> Result<Rc<str>, Refusal> {
        let Token { start, handle, text: suffix, .. } = token;
        let Some(handle) = handle else { return Ok(Rc::from(suffix)) };
        match self.prefixes.get(&handle) {
            Some(prefix) => Ok(Rc::from([prefix.as_str(), &suffix].concat())),
            None => {
                let problem = ["found undefined tag handle ", &handle].concat();
                let context = Some(("while parsing a node", Some(since)));
                Err(Refusal::marked(context, &problem, start))
            }
        }
    }
}
