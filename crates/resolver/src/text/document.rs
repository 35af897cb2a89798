//! A text that can be edited key by key.

use std::rc::Rc;

use super::edit;
use super::{Kind, Library, Reading};
use crate::config::Configuration;
use crate::memory_size::MemorySize;
use crate::version::FlinkVersion;

/// Bytes of a value that are written into a text. A longer one is a mistake, and would make every change after it slow.
const LONGEST_VALUE: usize = 1 << 16;

/// Entries of the same key that are cut one by one where they cannot be cut all at once.
const MOST_CUT: usize = 8;

/// A text with what it says, editable as text and key by key.
///
/// Setting a key changes its value in the text and nothing else: comments, the order of lines, their ends and everything unrelated stay.
/// After each change the text is read again, and if it does not say exactly what it said before but for that key, the change is kept
/// beside the text instead: a value that the text cannot hold (`4g # x` in a format where `#` starts a comment), a key that cannot be
/// taken out of it. So [`config`](Self::config) always has what was set.
///
/// A log, a REST answer or an error message cannot be edited: with the first change it becomes the file that the release reads, with the
/// pasted lines above as comments.
#[derive(Clone, Debug)]
pub struct Document {
    text: Rc<str>,
    chosen: Option<Kind>,
    pub(super) version: FlinkVersion,
    library: Library,
    /// What is set, in the order in which it was, while there is no text.
    pub(super) plain: Option<Vec<(String, String)>>,
    pub(super) reading: Rc<Reading>,
    /// What was set and the text cannot hold.
    beside: Configuration,
    /// What was unset and the text cannot lose; sorted.
    hidden: Vec<String>,
    /// What was set where the text says the same size in other words.
    typed: Vec<(String, String)>,
    pub(super) config: Configuration,
    /// What the last change took out of the text.
    removed: Option<Rc<Removed>>,
}

/// A document before a key was removed from it.
#[derive(Debug)]
struct Removed {
    key: String,
    before: Document,
}

impl PartialEq for Document {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
            && self.chosen == other.chosen
            && self.version == other.version
            && self.plain == other.plain
            && self.beside == other.beside
            && self.hidden == other.hidden
            && self.typed == other.typed
    }
}

impl Document {
    /// Reads a text: as the kind `chosen`, or as the kind it seems to be.
    #[must_use]
    pub fn new(text: impl Into<Rc<str>>, chosen: Option<Kind>, version: FlinkVersion) -> Self {
        Self::by(Library::ALL, text, chosen, version)
    }

    /// The same, by the readers of a library; what the document becomes later is read by them too.
    #[must_use]
    pub fn by(
        library: Library,
        text: impl Into<Rc<str>>,
        chosen: Option<Kind>,
        version: FlinkVersion,
    ) -> Self {
        let text = text.into();
        let kind = chosen.unwrap_or_else(|| library.detect(&text, version));
        let reading = Rc::new(library.read(&text, kind, version));
        let config = reading.config.clone();
        Self {
            text,
            chosen,
            version,
            library,
            plain: None,
            reading,
            // Only ever asked for its texts.
            beside: Configuration::plain(),
            hidden: Vec::new(),
            typed: Vec::new(),
            config,
            removed: None,
        }
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &Rc<str> {
        &self.text
    }

    /// The kind it has to be read as; `None` if it is told from the text.
    #[must_use]
    pub const fn chosen(&self) -> Option<Kind> {
        self.chosen
    }

    /// The release that reads it.
    #[must_use]
    pub const fn version(&self) -> FlinkVersion {
        self.version
    }

    /// The readers that read it.
    #[must_use]
    pub const fn library(&self) -> Library {
        self.library
    }

    /// Other readers, for what the document becomes from now on. One without a text gets it now.
    pub fn set_library(&mut self, library: Library) {
        self.library = library;
        if let Some(entries) = self.plain.take() {
            *self = Self::by(library, "", None, self.version);
            for (key, value) in &entries {
                self.set(key, value);
            }
            self.removed = None;
        }
    }

    /// What the text says.
    #[must_use]
    pub fn reading(&self) -> &Rc<Reading> {
        &self.reading
    }

    /// What is configured: what the text says, with what was set and unset and the text cannot say.
    #[must_use]
    pub const fn config(&self) -> &Configuration {
        &self.config
    }

    /// What was set and the text cannot hold.
    #[must_use]
    pub const fn beside(&self) -> &Configuration {
        &self.beside
    }

    /// Keys that were unset and that the text cannot lose, sorted.
    #[must_use]
    pub fn hidden(&self) -> &[String] {
        &self.hidden
    }

    /// The same text, read as another release would. What the text could not say is tried again.
    pub fn set_version(&mut self, version: FlinkVersion) {
        if version == self.version {
            return;
        }
        if let Some(entries) = &self.plain {
            let mut new = Self::plain(version);
            for (key, value) in entries {
                new.set(key, value);
            }
            *self = new;
            return;
        }
        let new = Self::by(self.library, Rc::clone(&self.text), self.chosen, version);
        let old = std::mem::replace(self, new);
        for key in &old.hidden {
            self.unset(key);
        }
        for (key, value) in old.beside.iter() {
            self.set(key, value);
        }
        self.removed = None;
    }

    /// Sets `key`: in the text at the place where it counts, or as a new line. Where the key was unset by the change before, it comes back
    /// to its old place, as a field does that passes through the empty text while somebody types.
    pub fn set(&mut self, key: &str, value: &str) {
        (self.library.set)(self, key, value);
    }

    /// Removes `key` from the text, wherever it stands there. Parents that would be left empty go with it.
    pub fn unset(&mut self, key: &str) {
        (self.library.unset)(self, key);
    }

    /// [`set`](Self::set), in a text.
    pub(super) fn set_in_text(&mut self, key: &str, value: &str) {
        if let Some(removed) = self.removed.take().filter(|removed| removed.key == key) {
            *self = removed.before.clone();
        }
        if self.config.get(key) == Some(value) {
            return;
        }
        self.make_editable();
        let has_extras = !self.beside.is_empty() || !self.hidden.is_empty() || !self.typed.is_empty();
        let is_long = value.len() > LONGEST_VALUE;
        if !has_extras
            && !is_long
            && let Some(quick) = edit::quick(&self.text, &self.reading, key, value)
        {
            self.text = quick.text(&self.text).into();
            quick.change(Rc::make_mut(&mut self.reading), &mut self.config);
            return;
        }
        self.forget(key);
        let changed = edit::with_value(&self.text, &self.reading, key, value)
            .take(if is_long { 0 } else { usize::MAX })
            .find_map(|text| self.read_if(text, key, Some(value)));
        match changed {
            Some((text, reading)) => {
                self.put_text(text, reading);
                let is_same_text = self.reading.config.get(key) == Some(value);
                if !is_same_text {
                    self.typed.push((key.to_owned(), value.to_owned()));
                }
            }
            None => self.beside.set(key, value),
        }
        self.combine();
    }

    /// [`unset`](Self::unset), in a text.
    pub(super) fn unset_in_text(&mut self, key: &str) {
        if !self.config.contains(key) {
            return;
        }
        let before = Self { removed: None, ..self.clone() };
        self.make_editable();
        self.forget(key);
        if self.reading.config.contains(key) {
            let at_once = edit::without_all(&self.text, &self.reading, key);
            match self.read_if(at_once, key, None).or_else(|| self.cut_one_by_one(key)) {
                Some((text, reading)) => self.put_text(text, reading),
                None => self.hide(key),
            }
        }
        self.combine();
        self.removed = Some(Rc::new(Removed { key: key.to_owned(), before }));
    }

    /// Cuts the last entry of `key` and reads again, until there is none: what has to go with one may depend on what is left.
    fn cut_one_by_one(&self, key: &str) -> Option<(String, Reading)> {
        let mut text = edit::without_last(&self.text, &self.reading, key)?;
        for _ in 0..MOST_CUT {
            let reading = self.library.read(&text, self.reading.kind, self.version);
            if !reading.config.contains(key) {
                return self.is_change(&reading, key, None).then_some((text, reading));
            }
            text = edit::without_last(&text, &reading, key)?;
        }
        None
    }

    /// The text and what it says, if that is what this text says but for `key`.
    fn read_if(&self, text: String, key: &str, value: Option<&str>) -> Option<(String, Reading)> {
        let reading = self.library.read(&text, self.reading.kind, self.version);
        self.is_change(&reading, key, value).then_some((text, reading))
    }

    fn is_change(&self, now: &Reading, key: &str, value: Option<&str>) -> bool {
        let before = &*self.reading;
        let others = |reading: &'_ Reading| reading.config.iter().filter(|(other, _)| *other != key).count();
        let mut then = before.config.iter().filter(|(other, _)| *other != key);
        let is_rest_same = others(before) == others(now)
            && now.config.iter().filter(|(other, _)| *other != key).all(|entry| then.next() == Some(entry));
        let is_value_there = match (value, now.config.get(key)) {
            (Some(wanted), Some(found)) => is_same_value(wanted, found),
            (None, None) => true,
            _ => false,
        };
        is_rest_same
            && is_value_there
            && (now.failure.is_none() || before.failure.is_some())
            && (now.version, now.deployment, now.process)
                == (before.version, before.deployment, before.process)
    }

    /// Turns a text that only reports into the file of the release, with its lines as comments.
    fn make_editable(&mut self) {
        if matches!(self.reading.kind, Kind::LogBlock | Kind::RestAnswer | Kind::ErrorMessage) {
            let kind = Kind::of_release(self.version);
            let wanted = self.reading.config.clone();
            let (lines, left_out) = edit::as_lines(&wanted, kind);
            let text = edit::as_comments(&self.text) + &lines;
            let reading = self.library.read(&text, kind, self.version);
            for (key, value) in left_out.iter() {
                self.beside.set(key, value);
            }
            self.chosen = None;
            self.put_text(text, reading);
            self.combine();
        }
    }

    fn put_text(&mut self, text: String, reading: Reading) {
        // A text that its kind can no longer be told from keeps it.
        if self.chosen.is_none() && self.library.detect(&text, self.version) != reading.kind {
            self.chosen = Some(reading.kind);
        }
        self.text = text.into();
        self.reading = Rc::new(reading);
    }

    /// Forgets what is known about `key` beside the text.
    fn forget(&mut self, key: &str) {
        self.beside.unset(key);
        self.hidden.retain(|hidden| hidden != key);
        self.typed.retain(|(typed, _)| typed != key);
        self.removed = None;
    }

    fn hide(&mut self, key: &str) {
        let at = self.hidden.partition_point(|hidden| hidden.as_str() < key);
        self.hidden.insert(at, key.to_owned());
    }

    /// Puts together what is configured.
    fn combine(&mut self) {
        self.config = self.reading.config.clone();
        for key in &self.hidden {
            self.config.unset(key);
        }
        let typed = self.typed.iter().map(|(key, value)| (key.as_str(), value.as_str()));
        for (key, value) in self.beside.iter().chain(typed) {
            self.config.set(key, value);
        }
    }
}

/// Whether two texts are the same, or the same size: the Kubernetes operator, say, turns `4g` into `4 gb`.
fn is_same_value(one: &str, other: &str) -> bool {
    one == other
        || MemorySize::parse(one).is_ok_and(|size| MemorySize::parse(other).is_ok_and(|same| same == size))
}
