//! A Flink configuration as its reader sees it: keys and texts.

/// Keys with the texts configured for them, exactly as Flink's `Configuration` would hold them after `setString`.
///
/// Any text is allowed for any key: what Flink makes of it is decided when an option is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Configuration {
    /// Sorted by key, each key once. Configurations are short, and a tree costs a page that is downloaded more than it saves.
    entries: Vec<(String, String)>,
}

impl Configuration {
    /// A configuration in which nothing is set.
    #[must_use]
    pub const fn new() -> Self {
        Self { entries: Vec::new() }
    }

    /// Sets `key` to `value`, replacing what was there.
    pub fn set(&mut self, key: impl Into<String>, value: impl Into<String>) {
        let (key, value) = (key.into(), value.into());
        match self.find(&key) {
            Ok(at) => self.entries[at].1 = value,
            Err(at) => self.entries.insert(at, (key, value)),
        }
    }

    /// Puts `key` back to "not set", which is not the same as setting it to its default.
    pub fn unset(&mut self, key: &str) {
        if let Ok(at) = self.find(key) {
            self.entries.remove(at);
        }
    }

    /// The text configured for exactly this key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&str> {
        self.find(key).ok().map(|at| self.entries[at].1.as_str())
    }

    /// Whether exactly this key is configured, be it to an empty text.
    #[must_use]
    pub fn contains(&self, key: &str) -> bool {
        self.find(key).is_ok()
    }

    /// All entries, sorted by key.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.entries.iter().map(|(key, value)| (key.as_str(), value.as_str()))
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
        self.find(key).ok().map(|at| (at, self.entries[at].1.as_str()))
    }

    /// Where `key` is, or where it would be.
    fn find(&self, key: &str) -> Result<usize, usize> {
        self.entries.binary_search_by(|(known, _)| known.as_str().cmp(key))
    }
}

impl<K: Into<String>, V: Into<String>> FromIterator<(K, V)> for Configuration {
    /// Of entries with the same key, the last counts. For any number of entries, unlike one [`set`](Self::set) after the other.
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        let mut entries: Vec<(String, String)> =
            entries.into_iter().map(|(key, value)| (key.into(), value.into())).collect();
        entries.sort_by(|(one, _), (other, _)| one.cmp(other));
        entries.dedup_by(|(later, value), (earlier, kept)| {
            let is_same = later == earlier;
            if is_same {
                std::mem::swap(value, kept);
            }
            is_same
        });
        Self { entries }
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
