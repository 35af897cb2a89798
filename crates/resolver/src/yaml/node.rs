//! A YAML text as a tree whose nodes know their places.

use std::rc::Rc;

use crate::text::Span;

/// One of the documents of a text.
#[derive(Clone, Debug)]
pub(crate) struct Document {
    /// What it holds; an empty scalar if that is nothing.
    pub(crate) root: Node,
}

/// A node of the tree.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    /// Where it stands, with its tag and anchor, up to its last character that is not white space. Of an alias, the alias.
    pub(crate) at: Span,
    /// Where its content begins, behind tag and anchor.
    pub(crate) body: usize,
    /// Its tag in full, such as `tag:yaml.org,2002:str`, or `!name`.
    pub(crate) tag: Option<Rc<str>>,
    /// Whether it is only a reference to a node that stands elsewhere. What is inside of it then has places over there.
    pub(crate) is_alias: bool,
    /// What it is.
    pub(crate) content: Content,
}

/// What a node is. Collections are shared with their aliases.
#[derive(Clone, Debug)]
pub(crate) enum Content {
    /// A text as it reads, escapes and folded lines resolved.
    Scalar { text: Rc<str>, style: Style },
    /// Nodes in order.
    List { items: Rc<[Node]> },
    /// Keys and values in order, also of a key that stands there twice.
    Map { entries: Rc<[(Node, Node)]>, layout: Layout },
}

/// How a scalar is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// Without quotes; what it means depends on its letters.
    Plain,
    /// In single or double quotes.
    Quoted,
    /// On lines of its own after `|` or `>`.
    Block,
}

/// How a collection is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Layout {
    /// By indentation.
    Block,
    /// Between brackets.
    Flow,
    /// A map of one entry in a list between brackets, without brackets of its own.
    Pair,
}

impl Node {
    /// The text of a scalar.
    pub(crate) fn text(&self) -> Option<&str> {
        match &self.content {
            Content::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    /// The entries of a map; of anything else, none.
    pub(crate) fn entries(&self) -> &[(Self, Self)] {
        match &self.content {
            Content::Map { entries, .. } => entries,
            _ => &[],
        }
    }

    /// The items of a list; of anything else, none.
    pub(crate) fn items(&self) -> &[Self] {
        match &self.content {
            Content::List { items, .. } => items,
            _ => &[],
        }
    }

    /// What a map has under a key; the last one if the key stands there twice.
    pub(crate) fn get(&self, key: &str) -> Option<&Self> {
        self.entries().iter().rev().find(|(name, _)| name.text() == Some(key)).map(|(_, value)| value)
    }
}

/// A node with what its aliases need to know.
#[derive(Clone)]
pub(crate) struct Measured {
    pub(crate) node: Node,
    /// Nodes in it, itself and what aliases add included, and units of text.
    pub(crate) weight: usize,
    /// Levels of collections in it.
    pub(crate) height: usize,
}

/// A collection that has begun.
pub(crate) struct Open {
    start: usize,
    body: usize,
    tag: Option<Rc<str>>,
    pub(crate) layout: Layout,
    is_map: bool,
    /// Keys and values in turn, if it is a map.
    nodes: Vec<Node>,
    weight: usize,
    height: usize,
}

impl Open {
    /// One that begins at `start`, with its content at `body`.
    pub(crate) const fn new(
        start: usize,
        body: usize,
        tag: Option<Rc<str>>,
        layout: Layout,
        is_map: bool,
    ) -> Self {
        Self { start, body, tag, layout, is_map, nodes: Vec::new(), weight: 1, height: 1 }
    }

    pub(crate) fn add(&mut self, Measured { node, weight, height }: Measured) {
        self.weight += weight;
        self.height = self.height.max(height + 1);
        self.nodes.push(node);
    }

    /// The whole collection; without brackets it ends where the last node in it does.
    pub(crate) fn close(self, bracket_end: usize) -> Measured {
        let Self { start, body, tag, layout, is_map, nodes, weight, height } = self;
        let end = match layout {
            Layout::Flow => bracket_end,
            _ => nodes.last().map_or(body, |node| node.at.end.max(body)),
        };
        let content = if is_map {
            let mut entries = Vec::with_capacity(nodes.len() / 2);
            let mut nodes = nodes.into_iter();
            while let (Some(key), Some(value)) = (nodes.next(), nodes.next()) {
                entries.push((key, value));
            }
            Content::Map { entries: entries.into(), layout }
        } else {
            Content::List { items: nodes.into() }
        };
        let node = Node { at: Span::new(start, end), body, tag, is_alias: false, content };
        Measured { node, weight, height }
    }
}

impl Measured {
    /// A scalar at `at`, with its content at `body`.
    pub(crate) fn scalar(at: Span, body: usize, tag: Option<Rc<str>>, text: &str, style: Style) -> Self {
        let content = Content::Scalar { text: Rc::from(text), style };
        let weight = 1 + text.len() / 64;
        Self { node: Node { at, body, tag, is_alias: false, content }, weight, height: 0 }
    }
}

/// Collections in collections that are read.
pub(crate) const DEEPEST: usize = 256;

/// Nodes that all aliases of a text may add to it, and units of 64 bytes of text.
pub(crate) const MOST_ADDED: usize = 100_000;
