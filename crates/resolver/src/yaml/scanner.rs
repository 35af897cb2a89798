//! From characters to tokens, as `ScannerImpl` of snakeyaml-engine 2.6 does it: what it accepts, it accepts here, and what it refuses, it
//! refuses here with the same words at the same place.
//!
//! Whether a scalar or a bracket begins a key is known only at the colon behind it. Until then tokens wait, and the place where a key token
//! would go is remembered.

use std::collections::VecDeque;

use super::node::Style;
use super::reader::{END, Mark, Reader, is_blank_or_end, is_break_or_end};
use super::refusal::{Context, Refusal};
use crate::java;

/// A token with its place.
#[derive(Debug)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    pub(super) start: Mark,
    pub(super) end: Mark,
    /// The text of a scalar, the name of an anchor, the suffix of a tag, what a directive says.
    pub(super) text: String,
    /// The handle of a tag, if it has one.
    pub(super) handle: Option<String>,
    /// Of a scalar.
    pub(super) style: Style,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TokenKind {
    StreamEnd,
    /// `%YAML`: the parts of the version are handle and text.
    Version,
    /// `%TAG`: the text is the prefix.
    TagDirective,
    /// Any other directive.
    Directive,
    DocumentStart,
    DocumentEnd,
    BlockSequenceStart,
    BlockMappingStart,
    BlockEnd,
    FlowSequenceStart,
    FlowSequenceEnd,
    FlowMappingStart,
    FlowMappingEnd,
    BlockEntry,
    FlowEntry,
    Key,
    Value,
    Alias,
    Anchor,
    Tag,
    Scalar,
}

impl TokenKind {
    /// What messages call it.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::StreamEnd => "<stream end>",
            Self::Version | Self::TagDirective | Self::Directive => "<directive>",
            Self::DocumentStart => "<document start>",
            Self::DocumentEnd => "<document end>",
            Self::BlockSequenceStart => "<block sequence start>",
            Self::BlockMappingStart => "<block mapping start>",
            Self::BlockEnd => "<block end>",
            Self::FlowSequenceStart => "[",
            Self::FlowSequenceEnd => "]",
            Self::FlowMappingStart => "{",
            Self::FlowMappingEnd => "}",
            Self::BlockEntry => "-",
            Self::FlowEntry => ",",
            Self::Key => "?",
            Self::Value => ":",
            Self::Alias => "<alias>",
            Self::Anchor => "<anchor>",
            Self::Tag => "<tag>",
            Self::Scalar => "<scalar>",
        }
    }

    pub(super) const fn is_directive(self) -> bool {
        matches!(self, Self::Version | Self::TagDirective | Self::Directive)
    }
}

impl Token {
    /// A token that says nothing but what it is.
    const fn new(kind: TokenKind, start: Mark, end: Mark) -> Self {
        Self { kind, start, end, text: String::new(), handle: None, style: Style::Plain }
    }
}

/// Where a key token would go.
struct SimpleKey {
    /// Number of the token it would precede.
    token: usize,
    /// Whether there is nothing else that the token could be.
    is_required: bool,
    index: usize,
    level: i32,
    mark: Mark,
}

pub(super) struct Scanner<'a> {
    reader: Reader<'a>,
    /// Tokens that wait.
    tokens: VecDeque<Token>,
    /// Tokens that have been taken.
    taken: usize,
    indent: i32,
    /// The indentations around this one.
    indents: Vec<i32>,
    /// Brackets that are open; negative where more were closed.
    level: i32,
    is_key_allowed: bool,
    /// In the order of the text; at most one for each level.
    keys: VecDeque<SimpleKey>,
    is_done: bool,
}

/// Characters after which the text counts as too long.
const MOST_CHARACTERS: usize = 3 * 1024 * 1024;

/// Characters that a key without `?` may have.
const LONGEST_KEY: usize = 1024;

impl<'a> Scanner<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            reader: Reader::new(text),
            tokens: VecDeque::new(),
            taken: 0,
            indent: -1,
            indents: Vec::new(),
            level: 0,
            is_key_allowed: true,
            keys: VecDeque::new(),
            is_done: false,
        }
    }

    /// The next token. Behind the end of the stream, the end again.
    pub(super) fn peek(&mut self) -> Result<&Token, Refusal> {
        self.fill()?;
        self.tokens.front().ok_or_else(|| Refusal::engine("No more Tokens found."))
    }

    /// Takes the next token.
    pub(super) fn next(&mut self) -> Result<Token, Refusal> {
        self.fill()?;
        self.taken += 1;
        self.tokens.pop_front().ok_or_else(|| Refusal::engine("No more Tokens found."))
    }

    fn fill(&mut self) -> Result<(), Refusal> {
        loop {
            let is_enough = match self.fetch_if_needed() {
                Ok(is_enough) => is_enough,
                Err(refusal) => return Err(self.reader.refusal().unwrap_or(refusal)),
            };
            if let Some(refusal) = self.reader.refusal() {
                return Err(refusal);
            }
            if is_enough {
                return Ok(());
            }
        }
    }

    /// Reads on if the next token is not there or may yet get a key before it; whether nothing had to be done.
    fn fetch_if_needed(&mut self) -> Result<bool, Refusal> {
        if self.is_done {
            return Ok(true);
        }
        if !self.tokens.is_empty() {
            self.drop_stale_keys()?;
            if self.keys.front().is_none_or(|key| key.token != self.taken) {
                return Ok(true);
            }
        }
        self.fetch()?;
        Ok(false)
    }

    fn fetch(&mut self) -> Result<(), Refusal> {
        if self.reader.index() > MOST_CHARACTERS {
            let limit = MOST_CHARACTERS.to_string();
            return Err(Refusal::engine(
                ["The incoming YAML document exceeds the limit: ", &limit, " code points."].concat(),
            ));
        }
        self.skip_to_token();
        self.drop_stale_keys()?;
        self.unwind(self.reader.column());
        let c = self.reader.peek();
        let is_first = self.reader.column() == 0;
        match c {
            END => return self.fetch_stream_end(),
            '%' if is_first => return self.fetch_directive(),
            '-' if is_first && self.reader.is_at_document_mark('-') => {
                return self.fetch_document_mark(TokenKind::DocumentStart);
            }
            '.' if is_first && self.reader.is_at_document_mark('.') => {
                return self.fetch_document_mark(TokenKind::DocumentEnd);
            }
            '-' if self.is_blank_second() => return self.fetch_block_entry(),
            '[' => return self.fetch_flow_start(TokenKind::FlowSequenceStart),
            '{' => return self.fetch_flow_start(TokenKind::FlowMappingStart),
            ']' => return self.fetch_flow_end(TokenKind::FlowSequenceEnd),
            '}' => return self.fetch_flow_end(TokenKind::FlowMappingEnd),
            ',' => return self.fetch_flow_entry(),
            '?' if self.is_blank_second() => return self.fetch_key(),
            ':' if !self.is_block() || self.is_blank_second() => return self.fetch_value(),
            '*' | '&' | '!' | '\'' | '"' => {
                self.save_key()?;
                self.is_key_allowed = false;
                let start = self.reader.mark();
                let mut handle = None;
                let (kind, text) = match c {
                    '!' => {
                        let (found, suffix) = self.scan_tag(start)?;
                        handle = found;
                        (TokenKind::Tag, suffix)
                    }
                    '\'' | '"' => (TokenKind::Scalar, self.scan_quoted(c, start)?),
                    '*' => (TokenKind::Alias, self.scan_anchor("while scanning an alias", start)?),
                    _ => (TokenKind::Anchor, self.scan_anchor("while scanning an anchor", start)?),
                };
                let end = self.reader.mark();
                self.tokens.push_back(Token { kind, start, end, text, handle, style: Style::Quoted });
                return Ok(());
            }
            '|' | '>' if self.is_block() => return self.fetch_block_scalar(c == '>'),
            _ => {}
        }
        if self.is_plain_start(c) {
            return self.fetch_plain();
        }
        let shown = match c {
            '\t' => "\\t(TAB)".to_owned(),
            c => c.to_string(),
        };
        let problem = [
            "found character '",
            &shown,
            "' that cannot start any token. (Do not use ",
            &shown,
            " for indentation)",
        ];
        let context = Some(("while scanning for the next token", None));
        Err(Refusal::marked(context, &problem.concat(), self.reader.mark()))
    }

    fn add(&mut self, kind: TokenKind, start: Mark) {
        self.tokens.push_back(Token::new(kind, start, self.reader.mark()));
    }

    /// Adds a token of one character.
    fn add_mark(&mut self, kind: TokenKind) {
        let start = self.reader.mark();
        self.reader.forward();
        self.add(kind, start);
    }

    const fn is_block(&self) -> bool {
        self.level == 0
    }

    fn is_blank_second(&mut self) -> bool {
        is_blank_or_end(self.reader.peek_second())
    }

    fn is_plain_start(&mut self, c: char) -> bool {
        match c {
            '-' | '?' | ':' => {
                let next = self.reader.peek_second();
                let is_free = !is_blank_or_end(next);
                if self.is_block() { is_free } else { is_free && c != ':' && !matches!(next, ',' | ']') }
            }
            ',' | '[' | ']' | '{' | '}' | '#' | '&' | '*' | '!' | '|' | '>' | '\'' | '"' | '%' | '@'
            | '`' => false,
            c => !is_blank_or_end(c),
        }
    }

    // Keys without `?`

    fn drop_stale_keys(&mut self) -> Result<(), Refusal> {
        let (line, index) = (self.reader.line(), self.reader.index());
        // Later keys are nearer, so the first that can still be one ends the search.
        while let Some(key) = self.keys.front() {
            if key.mark.line == line && index - key.index <= LONGEST_KEY {
                break;
            }
            if key.is_required {
                return Err(self.missing_colon(key.mark));
            }
            self.keys.pop_front();
        }
        Ok(())
    }

    fn missing_colon(&self, since: Mark) -> Refusal {
        let context = Some(("while scanning a simple key", Some(since)));
        Refusal::marked(context, "could not find expected ':'", self.reader.mark())
    }

    fn save_key(&mut self) -> Result<(), Refusal> {
        let is_required = self.is_block() && self.indent == self.reader.column();
        if !self.is_key_allowed {
            return if is_required {
                Err(Refusal::engine(
                    "A simple key is required only if it is the first token in the current line",
                ))
            } else {
                Ok(())
            };
        }
        self.remove_key()?;
        self.keys.push_back(SimpleKey {
            token: self.taken + self.tokens.len(),
            is_required,
            index: self.reader.index(),
            level: self.level,
            mark: self.reader.mark(),
        });
        Ok(())
    }

    /// Takes the possible key of this level.
    fn take_key(&mut self) -> Option<SimpleKey> {
        let at = self.keys.iter().rposition(|key| key.level == self.level)?;
        self.keys.remove(at)
    }

    fn remove_key(&mut self) -> Result<(), Refusal> {
        match self.take_key() {
            Some(key) if key.is_required => Err(self.missing_colon(key.mark)),
            _ => Ok(()),
        }
    }

    // Indentation

    fn unwind(&mut self, column: i32) {
        if !self.is_block() {
            return;
        }
        while self.indent > column {
            self.indent = self.indents.pop().unwrap_or(-1);
            self.add(TokenKind::BlockEnd, self.reader.mark());
        }
    }

    fn add_indent(&mut self, column: i32) -> bool {
        let is_deeper = self.indent < column;
        if is_deeper {
            self.indents.push(self.indent);
            self.indent = column;
        }
        is_deeper
    }

    // Tokens

    fn fetch_stream_end(&mut self) -> Result<(), Refusal> {
        self.unwind(-1);
        self.remove_key()?;
        self.is_key_allowed = false;
        self.keys.clear();
        self.add(TokenKind::StreamEnd, self.reader.mark());
        self.is_done = true;
        Ok(())
    }

    fn fetch_directive(&mut self) -> Result<(), Refusal> {
        self.unwind(-1);
        self.remove_key()?;
        self.is_key_allowed = false;
        self.scan_directive()
    }

    fn fetch_document_mark(&mut self, kind: TokenKind) -> Result<(), Refusal> {
        self.unwind(-1);
        self.remove_key()?;
        self.is_key_allowed = false;
        let start = self.reader.mark();
        self.reader.forward_by(3);
        self.add(kind, start);
        Ok(())
    }

    fn fetch_flow_start(&mut self, kind: TokenKind) -> Result<(), Refusal> {
        self.save_key()?;
        self.level += 1;
        self.is_key_allowed = true;
        self.add_mark(kind);
        Ok(())
    }

    fn fetch_flow_end(&mut self, kind: TokenKind) -> Result<(), Refusal> {
        self.remove_key()?;
        self.level -= 1;
        self.is_key_allowed = false;
        self.add_mark(kind);
        Ok(())
    }

    fn fetch_flow_entry(&mut self) -> Result<(), Refusal> {
        self.is_key_allowed = true;
        self.remove_key()?;
        self.add_mark(TokenKind::FlowEntry);
        Ok(())
    }

    fn fetch_block_entry(&mut self) -> Result<(), Refusal> {
        if self.is_block() {
            if !self.is_key_allowed {
                let context = Some(("", None));
                return Err(Refusal::marked(
                    context,
                    "sequence entries are not allowed here",
                    self.reader.mark(),
                ));
            }
            if self.add_indent(self.reader.column()) {
                self.add(TokenKind::BlockSequenceStart, self.reader.mark());
            }
        }
        self.is_key_allowed = true;
        self.remove_key()?;
        self.add_mark(TokenKind::BlockEntry);
        Ok(())
    }

    fn fetch_key(&mut self) -> Result<(), Refusal> {
        if self.is_block() {
            if !self.is_key_allowed {
                return Err(Refusal::marked(None, "mapping keys are not allowed here", self.reader.mark()));
            }
            if self.add_indent(self.reader.column()) {
                self.add(TokenKind::BlockMappingStart, self.reader.mark());
            }
        }
        self.is_key_allowed = self.is_block();
        self.remove_key()?;
        self.add_mark(TokenKind::Key);
        Ok(())
    }

    fn fetch_value(&mut self) -> Result<(), Refusal> {
        if let Some(key) = self.take_key() {
            let at = key.token - self.taken;
            let token = |kind| Token::new(kind, key.mark, key.mark);
            self.tokens.insert(at, token(TokenKind::Key));
            if self.is_block() && self.add_indent(key.mark.column) {
                self.tokens.insert(at, token(TokenKind::BlockMappingStart));
            }
            self.is_key_allowed = false;
        } else {
            if self.is_block() {
                if !self.is_key_allowed {
                    return Err(Refusal::marked(
                        None,
                        "mapping values are not allowed here",
                        self.reader.mark(),
                    ));
                }
                if self.add_indent(self.reader.column()) {
                    self.add(TokenKind::BlockMappingStart, self.reader.mark());
                }
            }
            self.is_key_allowed = self.is_block();
        }
        self.add_mark(TokenKind::Value);
        Ok(())
    }

    fn skip_to_token(&mut self) {
        if self.reader.index() == 0 && self.reader.peek() == '\u{feff}' {
            self.reader.forward();
        }
        loop {
            self.reader.skip_spaces();
            if self.reader.peek() == '#' {
                self.reader.take_until(is_break_or_end);
            }
            if self.reader.take_break().is_none() {
                return;
            }
            if self.is_block() {
                self.is_key_allowed = true;
            }
        }
    }

    /// `before`, then the next character with its number.
    fn unexpected(&mut self, context: Context<'_>, before: &str) -> Refusal {
        let c = self.reader.peek();
        Refusal::marked(context, &[before, &shown(c)].concat(), self.reader.mark())
    }

    // Directives

    fn scan_directive(&mut self) -> Result<(), Refusal> {
        let start = self.reader.mark();
        let context = Some(("while scanning a directive", Some(start)));
        self.reader.forward();
        let name = self.reader.take_until(|c| !is_word(c));
        let is_end = matches!(self.reader.peek(), ' ' | '\r' | '\n' | END);
        if name.is_empty() || !is_end {
            return Err(self.unexpected(context, "expected alphabetic or numeric character, but found "));
        }
        let (kind, handle, text) = match name {
            "YAML" => {
                self.reader.skip_spaces();
                let major = self.scan_version_number(context)?;
                if self.reader.peek() != '.' {
                    return Err(self.unexpected(context, "expected a digit or '.', but found "));
                }
                self.reader.forward();
                let minor = self.scan_version_number(context)?;
                self.expect_space(context, "expected a digit or ' ', but found ")?;
                (TokenKind::Version, Some(major.to_string()), minor.to_string())
            }
            "TAG" => {
                self.reader.skip_spaces();
                let handle = self.scan_tag_handle("while scanning a directive", start)?;
                if self.reader.peek() != ' ' {
                    return Err(self.unexpected(context, "expected ' ', but found "));
                }
                self.reader.skip_spaces();
                let prefix = self.scan_uri("while scanning a directive", true, start)?;
                self.expect_space(context, "expected ' ', but found ")?;
                (TokenKind::TagDirective, Some(handle), prefix)
            }
            _ => {
                self.reader.take_until(is_break_or_end);
                (TokenKind::Directive, None, String::new())
            }
        };
        let end = self.reader.mark();
        self.scan_rest_of_line(context)?;
        self.tokens.push_back(Token { kind, start, end, text, handle, style: Style::Plain });
        Ok(())
    }

    fn scan_version_number(&mut self, context: Context<'_>) -> Result<i32, Refusal> {
        let digits = self.reader.take_until(|c| java::decimal_digit(c).is_none());
        if digits.is_empty() {
            return Err(self.unexpected(context, "expected a digit, but found "));
        }
        java::parse_int(digits)
            .map_err(|message| Refusal::unmarked("java.lang.NumberFormatException", message))
    }

    fn expect_space(&mut self, context: Context<'_>, before: &str) -> Result<(), Refusal> {
        if matches!(self.reader.peek(), ' ' | '\r' | '\n' | END) {
            Ok(())
        } else {
            Err(self.unexpected(context, before))
        }
    }

    /// Spaces and a comment, up to the end of the line.
    fn scan_rest_of_line(&mut self, context: Context<'_>) -> Result<(), Refusal> {
        self.reader.skip_spaces();
        if self.reader.peek() == '#' {
            self.reader.take_until(is_break_or_end);
        }
        if self.reader.peek() == END || self.reader.take_break().is_some() {
            Ok(())
        } else {
            Err(self.unexpected(context, "expected a comment or a line break, but found "))
        }
    }

    // Anchors and tags

    fn scan_anchor(&mut self, what: &str, start: Mark) -> Result<String, Refusal> {
        let context = Some((what, Some(start)));
        self.reader.forward();
        let name = self.reader.take_until(|c| {
            is_blank_or_end(c) || matches!(c, ',' | '[' | ']' | '{' | '}' | '/' | '.' | '*' | '&')
        });
        let next = self.reader.peek();
        let is_end = is_blank_or_end(next) || matches!(next, '?' | ':' | ',' | ']' | '}' | '%' | '@' | '`');
        if name.is_empty() || !is_end {
            return Err(self.unexpected(context, "unexpected character found "));
        }
        Ok(name.to_owned())
    }

    /// Handle, if there is one, and suffix.
    fn scan_tag(&mut self, start: Mark) -> Result<(Option<String>, String), Refusal> {
        const WHAT: &str = "while scanning a tag";
        let (handle, suffix) = match self.reader.peek_second() {
            '<' => {
                self.reader.forward_by(2);
                let suffix = self.scan_uri(WHAT, true, start)?;
                if self.reader.peek() != '>' {
                    return Err(self.unexpected_quoted(start, "expected '>', but found '"));
                }
                self.reader.forward();
                (None, suffix)
            }
            c if is_blank_or_end(c) => {
                self.reader.forward();
                (None, "!".to_owned())
            }
            _ => {
                let handle = if self.has_handle() {
                    self.scan_tag_handle(WHAT, start)?
                } else {
                    self.reader.forward();
                    "!".to_owned()
                };
                (Some(handle), self.scan_uri(WHAT, false, start)?)
            }
        };
        if matches!(self.reader.peek(), ' ' | '\r' | '\n' | END) {
            Ok((handle, suffix))
        } else {
            Err(self.unexpected_quoted(start, "expected ' ', but found '"))
        }
    }

    fn unexpected_quoted(&mut self, start: Mark, before: &str) -> Refusal {
        let c = self.reader.peek();
        let problem = [before, &c.to_string(), "' (", &u32::from(c).to_string(), ")"].concat();
        Refusal::marked(Some(("while scanning a tag", Some(start))), &problem, self.reader.mark())
    }

    /// Whether there is another `!` in the word that begins here.
    fn has_handle(&mut self) -> bool {
        let mut at = self.reader.mark().at + 1;
        loop {
            match self.reader.peek_at(at) {
                '!' => return true,
                ' ' | '\r' | '\n' | END => return false,
                c => at += c.len_utf8(),
            }
        }
    }

    /// `!`, `!!` or `!word!`; a space may stand for all behind the first.
    fn scan_tag_handle(&mut self, what: &str, start: Mark) -> Result<String, Refusal> {
        let context = Some((what, Some(start)));
        if self.reader.peek() != '!' {
            return Err(self.unexpected(context, "expected '!', but found "));
        }
        self.reader.forward();
        let mut handle = "!".to_owned();
        if self.reader.peek() != ' ' {
            handle.push_str(self.reader.take_until(|c| !is_word(c)));
            if self.reader.peek() != '!' {
                return Err(self.unexpected(context, "expected '!', but found "));
            }
            self.reader.forward();
            handle.push('!');
        }
        Ok(handle)
    }

    fn scan_uri(&mut self, what: &str, is_prefix: bool, start: Mark) -> Result<String, Refusal> {
        let context = Some((what, Some(start)));
        let mut uri = String::new();
        loop {
            uri.push_str(self.reader.take_until(if is_prefix { is_prefix_end } else { is_suffix_end }));
            if self.reader.peek() != '%' {
                break;
            }
            let begin = self.reader.mark();
            let mut bytes = Vec::new();
            while self.reader.peek() == '%' {
                self.reader.forward();
                let (first, second) = (self.reader.peek(), self.reader.peek_second());
                let (Some(high), Some(low)) = (first.to_digit(16), second.to_digit(16)) else {
                    let before = "expected URI escape sequence of 2 hexadecimal numbers, but found ";
                    let problem = [before, &shown(first), " and ", &shown(second)].concat();
                    return Err(Refusal::marked(context, &problem, self.reader.mark()));
                };
                bytes.push((high << 4 | low) as u8);
                self.reader.forward_by(2);
            }
            match std::str::from_utf8(&bytes) {
                Ok(text) => uri.push_str(text),
                Err(_) => {
                    return Err(Refusal::marked(context, "expected URI in UTF-8: Input length = 1", begin));
                }
            }
        }
        if uri.is_empty() { Err(self.unexpected(context, "expected URI, but found ")) } else { Ok(uri) }
    }

    // Scalars

    fn fetch_block_scalar(&mut self, is_folded: bool) -> Result<(), Refusal> {
        self.is_key_allowed = true;
        self.remove_key()?;
        let start = self.reader.mark();
        let context = Some(("while scanning a block scalar", Some(start)));
        self.reader.forward();
        let (chomping, increment) = self.scan_block_header(context)?;
        self.scan_rest_of_line(context)?;

        let least = (self.indent + 1).max(1);
        let (mut breaks, indent) = match increment {
            Some(increment) => {
                let indent = least + increment - 1;
                (self.scan_block_breaks(indent), indent)
            }
            None => {
                let (breaks, deepest) = self.scan_block_indentation();
                (breaks, deepest.max(least))
            }
        };
        if self.reader.column() < indent && self.reader.column() != self.indent {
            let spaces = indent.to_string();
            let problem = [
                " the leading empty lines contain more spaces (",
                &spaces,
                ") than the first non-empty line.",
            ];
            return Err(Refusal::marked(context, &problem.concat(), self.reader.mark()));
        }
        let mut text = String::new();
        let mut line_break = None;
        while self.reader.column() == indent && self.reader.peek() != END {
            text.push_str(&breaks);
            let is_indented_more = matches!(self.reader.peek(), ' ' | '\t');
            text.push_str(self.reader.take_until(is_break_or_end));
            line_break = self.reader.take_break();
            breaks = self.scan_block_breaks(indent);
            if self.reader.column() != indent || self.reader.peek() == END {
                break;
            }
            let is_joined = is_folded
                && line_break == Some('\n')
                && !is_indented_more
                && !matches!(self.reader.peek(), ' ' | '\t');
            match line_break {
                _ if is_joined && breaks.is_empty() => text.push(' '),
                Some(line_break) if !is_joined => text.push(line_break),
                _ => {}
            }
        }
        if chomping != Some('-') {
            text.extend(line_break);
        }
        if chomping == Some('+') {
            text.push_str(&breaks);
        }
        let (kind, end) = (TokenKind::Scalar, self.reader.mark());
        self.tokens.push_back(Token { kind, start, end, text, handle: None, style: Style::Block });
        Ok(())
    }

    /// `+` or `-`, and the number of columns, in any order.
    fn scan_block_header(&mut self, context: Context<'_>) -> Result<(Option<char>, Option<i32>), Refusal> {
        let mut chomping = self.scan_chomping();
        let increment = java::decimal_digit(self.reader.peek());
        if let Some(increment) = increment {
            if increment == 0 {
                let problem = "expected indentation indicator in the range 1-9, but found 0";
                return Err(Refusal::marked(context, problem, self.reader.mark()));
            }
            self.reader.forward();
            chomping = chomping.or_else(|| self.scan_chomping());
        }
        self.expect_space(context, "expected chomping or indentation indicators, but found ")?;
        Ok((chomping, increment.map(u32::cast_signed)))
    }

    fn scan_chomping(&mut self) -> Option<char> {
        let c = self.reader.peek();
        let is_chomping = matches!(c, '+' | '-');
        if is_chomping {
            self.reader.forward();
        }
        is_chomping.then_some(c)
    }

    /// Empty lines, and the deepest indentation of them and the first other one.
    fn scan_block_indentation(&mut self) -> (String, i32) {
        let (mut breaks, mut deepest) = (String::new(), 0);
        loop {
            match self.reader.peek() {
                ' ' => {
                    self.reader.forward();
                    deepest = deepest.max(self.reader.column());
                }
                '\n' | '\r' => breaks.extend(self.reader.take_break()),
                _ => return (breaks, deepest),
            }
        }
    }

    /// Empty lines, and the indentation of the one behind.
    fn scan_block_breaks(&mut self, indent: i32) -> String {
        let mut breaks = String::new();
        loop {
            while self.reader.column() < indent && self.reader.peek() == ' ' {
                self.reader.forward();
            }
            match self.reader.take_break() {
                Some(line_break) => breaks.push(line_break),
                None => return breaks,
            }
        }
    }

    fn scan_quoted(&mut self, quote: char, start: Mark) -> Result<String, Refusal> {
        let mut text = String::new();
        self.reader.forward();
        self.scan_quoted_words(quote, start, &mut text)?;
        while self.reader.peek() != quote {
            self.scan_quoted_spaces(start, &mut text)?;
            self.scan_quoted_words(quote, start, &mut text)?;
        }
        self.reader.forward();
        Ok(text)
    }

    fn scan_quoted_words(&mut self, quote: char, start: Mark, text: &mut String) -> Result<(), Refusal> {
        let is_double = quote == '"';
        loop {
            text.push_str(self.reader.take_until(|c| is_blank_or_end(c) || matches!(c, '\'' | '"' | '\\')));
            match self.reader.peek() {
                '\'' if !is_double && self.reader.peek_second() == '\'' => {
                    text.push('\'');
                    self.reader.forward_by(2);
                }
                c @ '\'' if is_double => {
                    text.push(c);
                    self.reader.forward();
                }
                c @ ('"' | '\\') if !is_double => {
                    text.push(c);
                    self.reader.forward();
                }
                '\\' => {
                    self.reader.forward();
                    self.scan_escape(start, text)?;
                }
                _ => return Ok(()),
            }
        }
    }

    /// What follows a backslash.
    fn scan_escape(&mut self, start: Mark, text: &mut String) -> Result<(), Refusal> {
        let context = Some(("while scanning a double-quoted scalar", Some(start)));
        let c = self.reader.peek();
        let digits = match c {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            _ => {
                if let Some(character) = escaped(c) {
                    text.push(character);
                    self.reader.forward();
                } else if self.reader.take_break().is_some() {
                    self.scan_quoted_breaks(start, text)?;
                } else {
                    return Err(self.unexpected(context, "found unknown escape character "));
                }
                return Ok(());
            }
        };
        self.reader.forward();
        let code = self.scan_code(digits, context)?;
        // Java writes a character beyond 16 bits as two.
        let is_half = (0xd800..0xdc00).contains(&code) && digits == 4 && self.reader.peek() == '\\';
        if is_half && self.reader.peek_second() == 'u' {
            self.reader.forward_by(2);
            let second = self.scan_code(4, context)?;
            if (0xdc00..0xe000).contains(&second) {
                let whole = 0x10000 + ((code - 0xd800) << 10) + (second - 0xdc00);
                text.push(char::from_u32(whole).unwrap_or(char::REPLACEMENT_CHARACTER));
                return Ok(());
            }
            text.push(char::REPLACEMENT_CHARACTER);
            text.push(char::from_u32(second).unwrap_or(char::REPLACEMENT_CHARACTER));
            return Ok(());
        }
        text.push(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
        Ok(())
    }

    /// The number of a character, in so many hexadecimal digits.
    fn scan_code(&mut self, digits: usize, context: Context<'_>) -> Result<u32, Refusal> {
        let mut at = self.reader.mark().at;
        let mut code = String::new();
        while code.chars().count() < digits {
            match self.reader.peek_at(at) {
                END => break,
                c => {
                    code.push(c);
                    at += c.len_utf8();
                }
            }
        }
        if !code.chars().all(|c| c.is_ascii_hexdigit()) {
            let problem = [
                "expected escape sequence of ",
                &digits.to_string(),
                " hexadecimal numbers, but found: ",
                &code,
            ];
            return Err(Refusal::marked(context, &problem.concat(), self.reader.mark()));
        }
        let number = u32::from_str_radix(&code, 16).ok().filter(|number| *number <= i32::MAX.cast_unsigned());
        let Some(number) = number else {
            let radix = if code.is_empty() { "" } else { " under radix 16" };
            let message = ["For input string: \"", &code, "\"", radix].concat();
            return Err(Refusal::unmarked("java.lang.NumberFormatException", message));
        };
        if number > u32::from(char::MAX) {
            let message = format!("Not a valid Unicode code point: 0x{number:X}");
            return Err(Refusal::unmarked("java.lang.IllegalArgumentException", message));
        }
        self.reader.forward_by(digits);
        Ok(number)
    }

    fn scan_quoted_spaces(&mut self, start: Mark, text: &mut String) -> Result<(), Refusal> {
        let spaces = self.reader.take_until(is_not_blank);
        if self.reader.peek() == END {
            let context = Some(("while scanning a quoted scalar", Some(start)));
            return Err(Refusal::marked(context, "found unexpected end of stream", self.reader.mark()));
        }
        let Some(line_break) = self.reader.take_break() else {
            text.push_str(spaces);
            return Ok(());
        };
        let mut breaks = String::new();
        self.scan_quoted_breaks(start, &mut breaks)?;
        push_folded(text, line_break, &breaks);
        Ok(())
    }

    fn scan_quoted_breaks(&mut self, start: Mark, breaks: &mut String) -> Result<(), Refusal> {
        loop {
            if self.reader.is_at_document_mark('-') || self.reader.is_at_document_mark('.') {
                let context = Some(("while scanning a quoted scalar", Some(start)));
                return Err(Refusal::marked(
                    context,
                    "found unexpected document separator",
                    self.reader.mark(),
                ));
            }
            self.reader.take_until(is_not_blank);
            match self.reader.take_break() {
                Some(line_break) => breaks.push(line_break),
                None => return Ok(()),
            }
        }
    }

    fn fetch_plain(&mut self) -> Result<(), Refusal> {
        self.save_key()?;
        self.is_key_allowed = false;
        let start = self.reader.mark();
        let mut end = start;
        let mut text = String::new();
        let mut spaces = String::new();
        let indent = self.indent + 1;
        while self.reader.peek() != '#' {
            let word = self.take_plain_word();
            if word.is_empty() {
                break;
            }
            self.is_key_allowed = false;
            text.push_str(&spaces);
            text.push_str(word);
            end = self.reader.mark();
            spaces = self.scan_plain_spaces();
            if spaces.is_empty() || (self.is_block() && self.reader.column() < indent) {
                break;
            }
        }
        let kind = TokenKind::Scalar;
        self.tokens.push_back(Token { kind, start, end, text, handle: None, style: Style::Plain });
        Ok(())
    }

    /// A word without quotes, up to white space, the end of a key, or, between brackets, one of their marks.
    fn take_plain_word(&mut self) -> &'a str {
        let is_flow = !self.is_block();
        let is_end = |c| is_blank_or_end(c) || (is_flow && matches!(c, ',' | '[' | ']' | '{' | '}'));
        let mut at = self.reader.mark().at;
        loop {
            let c = self.reader.peek_at(at);
            let next = at + c.len_utf8();
            if is_end(c) || (c == ':' && is_end(self.reader.peek_at(next))) {
                return self.reader.take_to(at);
            }
            at = next;
        }
    }

    /// White space inside or behind a plain scalar; nothing if the scalar ends there.
    fn scan_plain_spaces(&mut self) -> String {
        let spaces = self.reader.take_until(is_not_blank);
        let Some(line_break) = self.reader.take_break() else { return spaces.to_owned() };
        self.is_key_allowed = true;
        let mut breaks = String::new();
        if self.is_at_plain_end() {
            return breaks;
        }
        loop {
            if self.reader.peek() == ' ' {
                self.reader.forward();
            } else if let Some(line_break) = self.reader.take_break() {
                breaks.push(line_break);
                if self.is_at_plain_end() {
                    return String::new();
                }
            } else {
                break;
            }
        }
        let mut folded = String::new();
        push_folded(&mut folded, line_break, &breaks);
        folded
    }

    /// Whether a document begins or ends here; for a beginning, Flink's parser does not look behind the three dashes.
    fn is_at_plain_end(&mut self) -> bool {
        self.reader.is_at_three('-') || self.reader.is_at_document_mark('.')
    }
}

/// What a line break in a scalar becomes, given the ones of the empty lines behind it.
fn push_folded(text: &mut String, line_break: char, breaks: &str) {
    if line_break != '\n' {
        text.push(line_break);
    } else if breaks.is_empty() {
        text.push(' ');
    }
    text.push_str(breaks);
}

/// A character with its number.
fn shown(c: char) -> String {
    [&c.to_string(), "(", &u32::from(c).to_string(), ")"].concat()
}

/// What an escape of one letter stands for.
const fn escaped(c: char) -> Option<char> {
    Some(match c {
        '0' => '\0',
        'a' => '\u{7}',
        'b' => '\u{8}',
        't' => '\t',
        'n' => '\n',
        'v' => '\u{b}',
        'f' => '\u{c}',
        'r' => '\r',
        'e' => '\u{1b}',
        'N' => '\u{85}',
        '_' => '\u{a0}',
        'L' => '\u{2028}',
        'P' => '\u{2029}',
        ' ' | '"' | '/' | '\\' => c,
        _ => return None,
    })
}

const fn is_not_blank(c: char) -> bool {
    !matches!(c, ' ' | '\t')
}

const fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_')
}

/// Ends a part of a tag, or begins an escape in it.
const fn is_suffix_end(c: char) -> bool {
    !(is_word(c)
        || matches!(
            c,
            ';' | '/' | '?' | ':' | '@' | '&' | '=' | '+' | '$' | '.' | '!' | '~' | '*' | '\'' | '(' | ')'
        ))
}

/// The same for the prefix of a tag and a tag that is given in full.
const fn is_prefix_end(c: char) -> bool {
    is_suffix_end(c) && !matches!(c, ',' | '[' | ']')
}
