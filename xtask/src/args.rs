//! The words behind a command's name.

use std::str::FromStr;

use anyhow::{Result, bail};

/// Words not yet taken. A command takes what it knows, then calls [`Args::finish`], which refuses the rest.
pub(crate) struct Args {
    command: &'static str,
    words: Vec<String>,
}

impl Args {
    pub(crate) fn new(command: &'static str, words: Vec<String>) -> Self {
        Self { command, words }
    }

    /// Takes `--name`, if it is there.
    pub(crate) fn flag(&mut self, name: &str) -> bool {
        let position = self.words.iter().position(|word| word == name);
        position.map(|at| self.words.remove(at)).is_some()
    }

    /// Takes `--name VALUE` or `--name=VALUE`, if it is there.
    pub(crate) fn value<T: FromStr>(&mut self, name: &str) -> Result<Option<T>> {
        let with_equals = format!("{name}=");
        let Some(at) = self.words.iter().position(|word| word == name || word.starts_with(&with_equals))
        else {
            return Ok(None);
        };
        let word = self.words.remove(at);
        let text = match word.strip_prefix(&with_equals) {
            Some(text) => text.to_owned(),
            None if at < self.words.len() => self.words.remove(at),
            None => bail!("`{name}` needs a value"),
        };
        match text.parse() {
            Ok(value) => Ok(Some(value)),
            Err(_) => bail!("`{name} {text}`: `{text}` is not a value `{name}` accepts"),
        }
    }

    /// Takes the first word that is not an option, if there is one.
    pub(crate) fn positional(&mut self) -> Option<String> {
        let at = self.words.iter().position(|word| !word.starts_with('-'))?;
        Some(self.words.remove(at))
    }

    /// Takes everything, for a program that reads its own arguments.
    pub(crate) fn rest(self) -> Vec<String> {
        self.words
    }

    /// Refuses what nobody took: a mistyped option must not be silently without effect.
    pub(crate) fn finish(self) -> Result<()> {
        match self.words.first() {
            None => Ok(()),
            Some(word) => {
                bail!("`cargo xtask {}` does not know `{word}`; see `cargo xtask help`", self.command)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Args;

    fn args(words: &[&str]) -> Args {
        Args::new("serve", words.iter().map(|word| (*word).to_owned()).collect())
    }

    #[test]
    fn options_and_words_are_taken_in_any_order() {
        let mut args = args(&["--port=81", "native", "--release"]);
        assert!(args.flag("--release"));
        assert!(!args.flag("--release"));
        assert_eq!(args.value("--port").ok(), Some(Some(81_u16)));
        assert_eq!(args.positional().as_deref(), Some("native"));
        assert!(args.finish().is_ok());
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        assert!(args(&["--port"]).value::<u16>("--port").is_err());
        assert!(args(&["--port", "many"]).value::<u16>("--port").is_err());
        assert!(args(&["--relaese"]).finish().is_err());
    }
}
