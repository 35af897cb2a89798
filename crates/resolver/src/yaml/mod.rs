//! YAML as Flink reads it from 1.19 on: `YamlParserUtils`, which is snakeyaml-engine 2.6 with YAML's core schema.
//!
//! Of `config.yaml` as of a value that is a list or a map, what is accepted, what it means, and how a refusal is worded is that parser's
//! decision, beyond and against the specification. So it is repeated here step by step: [characters](reader), [tokens](scanner), a
//! [tree](parser), [objects of Java](schema), and the [way back](mod@dump) for collections in values.
//!
//! Different from the original: nesting and the growth by aliases have bounds, where the original runs into those of the JVM, whose error
//! is given then. Not here: YAML for others than Flink, which [`crate::text`] reads.

mod dump;
mod node;
mod parser;
mod reader;
mod refusal;
mod scanner;
mod schema;

pub(crate) use dump::dump;
pub(crate) use node::{Content, DEEPEST, Document, Layout, MOST_ADDED, Measured, Node, Open, Style};
pub(crate) use reader::is_printable;
pub(crate) use refusal::Refusal;
pub(crate) use schema::{Class, Kind, Scalar, java_text};

/// Reads the one document of a text, without asking what it means.
///
/// # Errors
/// Flink's own, for what is not YAML or more than one document.
pub(crate) fn parse(text: &str) -> Result<Option<Node>, Refusal> {
    parser::parse(text)
}

/// Reads the one document of a text as what a release takes a value for: a list or a map, of which [`Node::value_text`] tells the parts.
/// `None` for everything else, over which Flink stumbles and takes another way.
pub(crate) fn read_collection(text: &str) -> Option<Node> {
    let node = parse(text).ok()??;
    let is_collection = matches!(node.kind(), Kind::List | Kind::Map);
    (is_collection && check(&node, text).is_ok()).then_some(node)
}

impl Node {
    /// `ConfigurationUtils.convertToString`; `None` for null, over which Flink stumbles.
    pub(crate) fn value_text(&self) -> Option<String> {
        match self.scalar() {
            _ if self.text().is_none() => Some(dump(self, &mut 0)),
            Ok(Scalar { class: Class::Null, .. }) | Err(_) => None,
            Ok(scalar) => Some(scalar.text),
        }
    }
}

/// Checks that a tree can be made objects of Java; `text` is what it was read from.
///
/// # Errors
/// Flink's own, for tags that are not known, numbers that are none, and keys that stand there twice.
pub(crate) fn check(root: &Node, text: &str) -> Result<(), Refusal> {
    schema::check(root, text)
}

#[cfg(test)]
mod tests;
