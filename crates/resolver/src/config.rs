//! A Flink configuration as its reader sees it: keys and texts.

use crate::order::sorted;
use crate::structured::{Collection, yaml_collection};
use crate::yaml;

/// Keys with the texts configured for them, exactly as Flink's `Configuration` would hold them after `setString`.
///
/// Any text is allowed for any key: what Flink makes of it is decided when an option is read. A configuration that was read from a file also
/// knows what only that tells: which values are numbers of Java already, and that a release which reads YAML in values does not here. Two
/// configurations are equal that hold the same texts, wherever they are from.
#[derive(Clone, Debug)]
pub struct Configuration {
    /// Sorted by key, each key once. Configurations are short, and a tree costs a page that is downloaded more than it saves.
    entries: Vec<Setting>,
    is_legacy: bool,
    collection: ReadCollection,
}

/// What tells a text that is a list or a map in YAML.
pub(crate) type ReadCollection = fn(&str) -> Option<Collection>;

impl Default for Configuration {
    fn default() -> Self {
        Self::new()
    }
}

impl PartialEq for Configuration {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Eq for Configuration {}

/// A key with what is configured for it.
#[derive(Clone, Debug)]
struct Setting {
    key: String,
    value: Value,
}

/// What is configured for a key.
#[derive(Clone, Debug)]
pub(crate) struct Value {
    /// As `Configuration.toMap` prints it.
    pub(crate) text: String,
    pub(crate) class: Class,
}

/// The class of a value, as far as it makes a difference to those who read an option.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    /// A text, or something that is read as if it were one.
    Text,
    /// `Long`: what does not fit an `Integer` is not refused as a text would be.
    Long,
    /// `Double`: rounded to a `Float` rather than read as one.
    Double,
}

impl Value {
    /// A text.
    pub(crate) const fn text(text: String) -> Self {
        Self { text, class: Class::Text }
    }

    /// `Object.toString`, which is what options are read from.
    pub(crate) fn java_text(&self) -> &str {
        match self.class {
            Class::Double => yaml::java_text(&self.text),
            _ => &self.text,
        }
    }
}

impl Configuration {
    /// A configuration in which nothing is set.
    #[must_use]
    pub const fn new() -> Self {
        Self { entries: Vec::new(), is_legacy: false, collection: yaml_collection }
    }

    /// Sets `key` to `value`, replacing what was there.
    pub fn set(&mut self, key: impl Into<String>, value: impl Into<String>) {
        let (key, value) = (key.into(), Value::text(value.into()));
        match self.find(&key) {
            Ok(at) => self.entries[at].value = value,
            Err(at) => self.entries.insert(at, Setting { key, value }),
        }
    }

    /// What a file says. Of entries with the same key, the last counts; for any number of entries.
    pub(crate) fn of_file(entries: Vec<(String, Value)>, is_legacy: bool) -> Self {
        let order = sorted(entries.len(), &|one, other| entries[one].0 < entries[other].0);
        let mut entries: Vec<_> = entries.into_iter().map(Some).collect();
        let mut settings: Vec<Setting> = Vec::with_capacity(entries.len());
        for (key, value) in order.into_iter().filter_map(|at| entries[at].take()) {
            match settings.last_mut() {
                Some(earlier) if earlier.key == key => earlier.value = value,
                _ => settings.push(Setting { key, value }),
            }
        }
        Self { entries: settings, is_legacy, collection: yaml_collection }
    }

    /// A configuration in which nothing is set, and will be but texts that are [simple](crate::text::is_simple): it takes no parser of YAML,
    /// so that a page which begins with it need not have one.
    #[must_use]
    pub const fn plain() -> Self {
        Self { entries: Vec::new(), is_legacy: false, collection: |_| None }
    }

    /// The same with these settings, each of its own key.
    pub(crate) fn of_plain(settings: Vec<(String, Value)>, is_legacy: bool) -> Self {
        let mut config = Self { is_legacy, ..Self::plain() };
        for (key, value) in settings {
            let at = config.find(&key).unwrap_or_else(|at| at);
            config.entries.insert(at, Setting { key, value });
        }
        config
    }

    /// What tells a value that is a list or a map in YAML.
    pub(crate) const fn collection(&self) -> ReadCollection {
        self.collection
    }

    /// Whether it was read from `flink-conf.yaml`, so that lists and maps are not written as YAML, even if the release reads that.
    pub(crate) const fn is_legacy(&self) -> bool {
        self.is_legacy
    }

    /// Puts `key` back to "not set", which is not the same as setting it to its default.
    pub fn unset(&mut self, key: &str) {
        if let Ok(at) = self.find(key) {
            self.entries.remove(at);
        }
    }

    /// Replaces what is configured for a key that is there.
    pub(crate) fn put(&mut self, key: &str, value: &Value) {
        if let Ok(at) = self.find(key) {
            self.entries[at].value.clone_from(value);
        }
    }

    /// Keeps the entries of these keys only.
    pub(crate) fn retain(&mut self, mut keeps: impl FnMut(&str, &str) -> bool) {
        self.entries.retain(|setting| keeps(&setting.key, &setting.value.text));
    }

    /// The text configured for exactly this key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&str> {
        self.value(key).map(|value| value.text.as_str())
    }

    /// What is configured for exactly this key.
    pub(crate) fn value(&self, key: &str) -> Option<&Value> {
        self.find(key).ok().map(|at| &self.entries[at].value)
    }

    /// The entries whose keys begin with this text, sorted, without it.
    pub(crate) fn with_prefix<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'a str, &'a Value)> {
        let start = self.entries.partition_point(|setting| setting.key.as_str() < prefix);
        self.entries[start..]
            .iter()
            .map_while(move |setting| Some((setting.key.strip_prefix(prefix)?, &setting.value)))
    }

    /// Whether exactly this key is configured, be it to an empty text.
    #[must_use]
    pub fn contains(&self, key: &str) -> bool {
        self.find(key).is_ok()
    }

    /// All entries, sorted by key.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.entries.iter().map(|setting| (setting.key.as_str(), setting.value.text.as_str()))
    }

    /// Number of configured keys.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether nothing is configured.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The place of `key` among the entries sorted by key, and its text.
    pub(crate) fn position(&self, key: &str) -> Option<(usize, &str)> {
        self.find(key).ok().map(|at| (at, self.entries[at].value.text.as_str()))
    }

    /// Where `key` is, or where it would be.
    fn find(&self, key: &str) -> Result<usize, usize> {
        self.entries.binary_search_by(|setting| setting.key.as_str().cmp(key))
    }
}

impl<K: Into<String>, V: Into<String>> FromIterator<(K, V)> for Configuration {
    /// Of entries with the same key, the last counts. For any number of entries, unlike one [`set`](Self::set) after the other.
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        let text = |(key, value): (K, V)| (key.into(), Value::text(value.into()));
        Self::of_file(entries.into_iter().map(text).collect(), false)
    }
}

impl<K: Into<String>, V: Into<String>, const N: usize> From<[(K, V); N]> for Configuration {
    fn from(entries: [(K, V); N]) -> Self {
        let mut config = Self::new();
        for (key, value) in entries {
            config.set(key, value);
        }
        config
    }
}

#[cfg(test)]
mod tests {
    use super::Configuration;

    #[test]
    fn of_entries_with_the_same_key_the_last_counts() {
        let entries = [("b", "1"), ("a", "2"), ("b", "3"), ("a", "4"), ("b", "5")];
        let config: Configuration = entries.into_iter().collect();
        assert_eq!(config, Configuration::from(entries));
        assert_eq!(config.iter().collect::<Vec<_>>(), [("a", "4"), ("b", "5")]);
    }
}
