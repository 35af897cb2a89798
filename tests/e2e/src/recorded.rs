//! What Flink itself answered, from `tests/vectors/`: where expected numbers come from.

use std::fs::File;
use std::io::{BufRead as _, BufReader};

use flate2::read::GzDecoder;
use serde_json::Value;

use crate::surroundings;

/// One recorded answer.
#[derive(Debug)]
pub struct Recorded(Value);

impl Recorded {
    /// The answer of a release, such as `2.3.0`, to the request with this name.
    #[must_use]
    #[track_caller]
    pub fn of(release: &str, id: &str) -> Self {
        Self::find(&format!("resolve/{release}.jsonl.gz"), id)
    }

    /// The answer with this name in a file of vectors.
    #[must_use]
    #[track_caller]
    pub fn find(file: &str, id: &str) -> Self {
        let path = surroundings::root().join("tests/vectors").join(file);
        let opened = File::open(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let named = format!("{{\"id\":\"{id}\"");
        let mut lines = BufReader::new(GzDecoder::new(opened)).lines().map_while(Result::ok);
        let line = lines.find(|line| line.starts_with(&named));
        let line = line.unwrap_or_else(|| panic!("{} has no {id}", path.display()));
        Self(serde_json::from_str(&line).expect("vectors are JSON"))
    }

    /// What is configured for a key.
    #[must_use]
    #[track_caller]
    pub fn configured(&self, key: &str) -> &str {
        self.0["config"][key]
            .as_str()
            .unwrap_or_else(|| panic!("{key} is not configured in {}", self.0["id"]))
    }

    /// Components and their bytes, named as the page names them in `data-component`.
    #[must_use]
    #[track_caller]
    pub fn components(&self) -> Vec<(String, u64)> {
        let ok = self.0["ok"].as_object().unwrap_or_else(|| panic!("{} is an error", self.0["id"]));
        let sizes = ok.iter().filter(|(name, _)| *name != "num_slots");
        sizes.filter_map(|(name, size)| Some((name.replace('_', "-"), size.as_u64()?))).collect()
    }

    /// A text of the answer, such as `jvm_params`.
    #[must_use]
    #[track_caller]
    pub fn text(&self, name: &str) -> &str {
        self.0["ok"][name].as_str().unwrap_or_else(|| panic!("{} has no {name}", self.0["id"]))
    }

    /// The lines logged.
    #[must_use]
    pub fn log(&self) -> Vec<&str> {
        self.0["log"].as_array().into_iter().flatten().filter_map(Value::as_str).collect()
    }

    /// The error's message.
    #[must_use]
    #[track_caller]
    pub fn message(&self) -> &str {
        self.0["error"]["message"].as_str().unwrap_or_else(|| panic!("{} is no error", self.0["id"]))
    }

    /// The messages of its causes, outermost first.
    #[must_use]
    pub fn causes(&self) -> Vec<&str> {
        let causes = self.0["error"]["causes"].as_array().into_iter().flatten();
        causes.filter_map(|cause| cause["message"].as_str()).collect()
    }
}
