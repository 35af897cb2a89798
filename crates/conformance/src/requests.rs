//! Requests of one file that lines of another name by their id.

use std::collections::{HashMap, HashSet};

use resolver::FlinkVersion;

use crate::fields::{Fields, Reason};
use crate::kind::{Kind, ResolveRequest};

/// The requests of `resolve/` that lines of `log_block.jsonl` name. Holds no more than those.
#[derive(Debug, Default)]
pub struct Requests {
    wanted: HashSet<String>,
    found: HashMap<FlinkVersion, HashMap<String, ResolveRequest>>,
}

impl Requests {
    /// None.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Notes which request a line of [`Kind::LogBlock`] names.
    pub fn want(&mut self, line: &str) {
        if let Ok(id) = Fields::read(line).and_then(|mut fields| fields.text("id").map(Into::into)) {
            self.wanted.insert(id);
        }
    }

    /// Keeps the request of a line of [`Kind::Resolve`], if it is wanted.
    pub fn offer(&mut self, line: &str) {
        if self.wanted.is_empty() || quick_id(line).is_some_and(|id| !self.wanted.contains(id)) {
            return;
        }
        // A line that cannot be read is reported where it is checked.
        drop(self.keep(line));
    }

    fn keep(&mut self, line: &str) -> Result<(), Reason> {
        let mut fields = Fields::read(line)?;
        let id = fields.text("id")?;
        let releases = fields.text_or_texts("flink")?;
        if self.wanted.contains(id.as_ref()) {
            let request = ResolveRequest::read(&mut fields)?;
            for version in releases.iter().filter_map(|release| FlinkVersion::parse(release)) {
                self.found.entry(version).or_default().insert(id.as_ref().to_owned(), request.clone());
            }
        }
        Ok(())
    }

    pub(crate) fn get(&self, id: &str, version: FlinkVersion) -> Result<&ResolveRequest, Reason> {
        let request = self.found.get(&version).and_then(|requests| requests.get(id));
        request.ok_or_else(|| {
            format!("there is no request of this id for {} in `{}`", version.release(), Kind::Resolve)
        })
    }
}

/// The id of a line that begins with it and writes it plainly, without reading the rest.
fn quick_id(line: &str) -> Option<&str> {
    let (id, _) = line.strip_prefix(r#"{"id":""#)?.split_once('"')?;
    (!id.contains('\\')).then_some(id)
}
