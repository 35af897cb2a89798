//! Where things are in this repository.

use std::env;
use std::path::{Path, PathBuf};

/// The repository's top folder.
pub(crate) fn root() -> &'static Path {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask)
}

/// Where the release page is built.
pub(crate) fn dist() -> PathBuf {
    root().join("dist")
}

/// Where the site is made of it.
pub(crate) fn site() -> PathBuf {
    target().join("site")
}

/// Cargo's build folder, for files that may be deleted at any time.
pub(crate) fn target() -> PathBuf {
    match env::var_os("CARGO_TARGET_DIR") {
        Some(target) => root().join(target),
        None => root().join("target"),
    }
}

/// Where the package for JavaScript is built.
pub(crate) fn package() -> PathBuf {
    target().join("package")
}

/// Where the pages for programmers are made.
pub(crate) fn docs() -> PathBuf {
    target().join("docs")
}

/// Packages with tests for a browser: those that have a `tests/browser.rs`, as paths below [`root`].
pub(crate) fn browser_test_packages() -> std::io::Result<Vec<PathBuf>> {
    let mut packages = vec![PathBuf::from(".")];
    for entry in root().join("crates").read_dir()? {
        packages.push(Path::new("crates").join(entry?.file_name()));
    }
    packages.retain(|package| root().join(package).join("tests/browser.rs").is_file());
    packages.sort();
    Ok(packages)
}
