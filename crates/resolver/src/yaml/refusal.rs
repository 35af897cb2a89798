//! Why a YAML text is refused, in the words of snakeyaml-engine as Flink passes them on: places, but no lines of the text.

use crate::error::FlinkError;
use crate::text::Span;

use super::reader::Mark;

/// An exception of the parser.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Refusal {
    /// What Flink makes of it.
    pub(crate) error: Box<FlinkError>,
    /// The place of the problem, if it is at one place.
    pub(super) at: Option<Span>,
    /// Where that began of which the problem is a part.
    since: Option<usize>,
    /// Whether Flink logs it.
    pub(crate) is_logged: bool,
}

/// The class of the parser's exceptions.
const ENGINE: &str = "org.snakeyaml.engine.v2.exceptions.YamlEngineException";

/// What is being read when a problem appears.
pub(super) type Context<'a> = Option<(&'a str, Option<Mark>)>;

impl Refusal {
    /// A problem at a place, in a context.
    pub(super) fn marked(context: Context<'_>, problem: &str, at: Mark) -> Self {
        let mut message = String::new();
        if let Some((context, mark)) = context {
            message.push_str(context);
            message.push('\n');
            if let Some(mark) = mark {
                push_place(&mut message, mark);
            }
        }
        message.push_str(problem);
        message.push('\n');
        push_place(&mut message, at);
        let since = context.and_then(|(_, mark)| mark).map(|mark| mark.at);
        let at = Some(Span::new(at.at, at.at));
        Self { error: Box::new(FlinkError::new(ENGINE, message)), at, since, is_logged: true }
    }

    /// A problem with the text as a whole.
    pub(super) fn unmarked(class: &'static str, message: impl Into<String>) -> Self {
        let error = Box::new(FlinkError::new(class, message.into()));
        Self { error, at: None, since: None, is_logged: false }
    }

    /// The parser's own exception about the text as a whole.
    pub(super) fn engine(message: impl Into<String>) -> Self {
        Self::unmarked(ENGINE, message)
    }

    /// An exception that the parser catches and throws again.
    pub(super) fn rethrown(class: &'static str, message: String) -> Self {
        let outer = [class, ": ", &message].concat();
        let error = Box::new(FlinkError::new(ENGINE, outer).caused_by(FlinkError::new(class, message)));
        Self { error, at: None, since: None, is_logged: false }
    }

    /// A character that YAML does not allow.
    pub(super) fn unprintable(at: Span) -> Self {
        let class = "org.snakeyaml.engine.v2.exceptions.ReaderException";
        Self { at: Some(at), ..Self::unmarked(class, "special characters are not allowed") }
    }

    /// The text before here can be read without coming upon the problem again; `None` if that is not known.
    pub(crate) fn cut(&self) -> Option<usize> {
        let at = self.at?.start;
        Some(self.since.map_or(at, |since| since.min(at)))
    }

    /// The place to look at: that of the problem, or where it began if that is only missed at the end of the text.
    pub(crate) fn place(&self, text: &str) -> Option<Span> {
        let Span { start, end } = self.at?;
        let is_at_end = text.get(start..).is_none_or(|rest| rest.trim_end().is_empty());
        let (start, end) = match self.since {
            Some(since) if is_at_end => (since, since),
            _ => (start, end),
        };
        let length = text.get(start..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        Some(Span::new(start, end.max(start + length)))
    }

    /// What the JVM throws where the parser would recurse too deeply.
    pub(crate) fn too_deep() -> Self {
        Self::unmarked("java.lang.StackOverflowError", "")
    }

    /// What the JVM throws where aliases multiply a text beyond its memory.
    pub(crate) fn too_large() -> Self {
        Self::unmarked("java.lang.OutOfMemoryError", "Java heap space")
    }

    pub(super) fn with_place(mut self, mark: Mark) -> Self {
        self.at = Some(Span::new(mark.at, mark.at));
        self
    }
}

fn push_place(message: &mut String, mark: Mark) {
    message.push_str(" in reader, line ");
    message.push_str(&(mark.line + 1).to_string());
    message.push_str(", column ");
    message.push_str(&(mark.column + 1).to_string());
    message.push('\n');
}
