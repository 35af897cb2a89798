//! What of a directory are recordings we know, and what is not.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use crate::kind::Kind;
use crate::lines::Lines;

/// A directory of recordings.
#[derive(Debug, Default)]
pub(crate) struct Folder {
    /// Files of known kinds, by kind, then by release.
    pub(crate) files: Vec<RecordedFile>,
    /// Everything else, folders with a slash behind, sorted.
    pub(crate) skipped: Vec<String>,
}

/// A file of recordings.
#[derive(Debug)]
pub(crate) struct RecordedFile {
    pub(crate) kind: Kind,
    /// Its place in the directory, with slashes.
    pub(crate) name: String,
    path: PathBuf,
}

const PLAIN: &str = ".jsonl";
const PACKED: &str = ".jsonl.gz";

impl Folder {
    pub(crate) fn read(directory: &Path) -> io::Result<Self> {
        let mut folder = Self::default();
        for (name, path, is_directory) in entries(directory)? {
            match Kind::ALL.into_iter().find(|kind| kind.is_folder() == is_directory && kind.is_named(&name))
            {
                Some(kind) if kind.is_folder() => folder.read_releases(kind, &path)?,
                Some(kind) => folder.files.push(RecordedFile { kind, name, path }),
                None => folder.skip(name, is_directory),
            }
        }
        folder.files.sort_by_cached_key(|file| (file.kind, release_order(&file.name)));
        folder.skipped.sort();
        Ok(folder)
    }

    fn read_releases(&mut self, kind: Kind, directory: &Path) -> io::Result<()> {
        for (name, path, is_directory) in entries(directory)? {
            let is_recorded = !is_directory && stem(&name).is_some();
            let name = format!("{kind}/{name}");
            if is_recorded {
                self.files.push(RecordedFile { kind, name, path });
            } else {
                self.skip(name, is_directory);
            }
        }
        Ok(())
    }

    fn skip(&mut self, name: String, is_directory: bool) {
        self.skipped.push(if is_directory { name + "/" } else { name });
    }
}

impl Kind {
    fn is_named(self, name: &str) -> bool {
        if self.is_folder() { name == self.name() } else { stem(name) == Some(self.name()) }
    }
}

impl RecordedFile {
    pub(crate) fn open(&self) -> io::Result<Lines<Box<dyn io::BufRead>>> {
        Ok(Lines::new(File::open(&self.path)?, self.name.ends_with(PACKED)))
    }
}

/// Name, path and whether it is a directory.
fn entries(directory: &Path) -> io::Result<Vec<(String, PathBuf, bool)>> {
    let entries = fs::read_dir(directory)?.map(|entry| {
        let path = entry?.path();
        let name = path.file_name().unwrap_or(OsStr::new("")).to_string_lossy().into_owned();
        // Follows links; a dangling one is a file that cannot be opened, and is reported as such.
        let is_directory = path.is_dir();
        Ok((name, path, is_directory))
    });
    entries.collect()
}

/// The name of a file of recordings without its ending.
fn stem(name: &str) -> Option<&str> {
    name.strip_suffix(PLAIN).or_else(|| name.strip_suffix(PACKED))
}

/// Orders `1.9` before `1.10`: runs of digits by their length first.
fn release_order(name: &str) -> Vec<(usize, String)> {
    let is_digit = |c: char| c.is_ascii_digit();
    let runs = name.split(|c| !is_digit(c)).map(|run| (run.len(), run.to_owned()));
    runs.chain([(0, name.to_owned())]).collect()
}

#[cfg(test)]
mod tests {
    use super::release_order;

    #[test]
    fn releases_are_ordered_by_their_numbers() {
        let mut names =
            ["resolve/2.0.2.jsonl", "resolve/1.10.3.jsonl", "resolve/1.9.1.jsonl", "resolve/1.20.5.jsonl"];
        names.sort_by_cached_key(|name| release_order(name));
        let ordered =
            ["resolve/1.9.1.jsonl", "resolve/1.10.3.jsonl", "resolve/1.20.5.jsonl", "resolve/2.0.2.jsonl"];
        assert_eq!(names, ordered);
    }
}
