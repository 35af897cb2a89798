//! The site as it is put on a host: below a folder, offline, framed, as one file, and with files that are not what was built.

mod examples;
mod files;
mod hosts;
mod offline;

use std::fs;
use std::path::{Path, PathBuf};

use e2e::{Calculator, Session, Visit, surroundings};

/// A site of a test's own, whose files it may change.
fn copy(name: &str) -> PathBuf {
    let folder = surroundings::target().join("site-tests").join(name);
    drop(fs::remove_dir_all(&folder));
    fs::create_dir_all(&folder).expect("a folder for a copy");
    for (name, content) in files_of(&surroundings::site()) {
        fs::write(folder.join(name), content).expect("a file of a copy");
    }
    folder
}

/// Name and content of each file.
fn files_of(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let entries = fs::read_dir(folder).expect("a folder").flatten();
    let files = entries.filter(|entry| entry.path().is_file());
    let mut files: Vec<_> = files
        .map(|entry| {
            let content = fs::read(entry.path()).expect("a file");
            (entry.file_name().to_string_lossy().into_owned(), content)
        })
        .collect();
    files.sort();
    files
}

/// A browser that notes what goes wrong.
fn browser() -> Session {
    Visit::default().browser()
}

/// Uses each part of the page: controls, texts, a job.
#[track_caller]
fn use_all(page: &Calculator<'_>) {
    page.wait_until_ready();
    page.set("taskmanager.memory.process.size", "4g");
    assert_eq!(page.bytes("total-process"), 4 << 30);
    page.click("#open-export");
    assert!(page.text("#preview").contains("taskmanager.memory.process.size: 4g"));
    page.click("#close");
    page.wait_for_job();
    // There and back, as what is kept of a choice must not be of the next visit.
    for tag in ["zh-Hans", "en"] {
        page.click("#language");
        page.session.wait_for(
            "the language",
            "document.documentElement.lang === arguments[0]",
            &[tag.into()],
        );
    }
}

/// What went wrong unseen.
fn troubles(session: &Session) -> Vec<String> {
    let noted = session.script("return window.troubles ?? []", &[]);
    let noted = noted.as_array().cloned().unwrap_or_default();
    let noted = noted.iter().map(|trouble| trouble.as_str().unwrap_or_default().to_owned());
    noted.chain(session.console_errors()).collect()
}
