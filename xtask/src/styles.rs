//! One style sheet of several. All are needed before anything is painted; together they compress better, and are asked for once.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::files;
use crate::split::publish;

/// What links a style sheet, up to its address.
const LINK: &str = "<link rel=\"stylesheet\" href=\"./";

/// Replaces the style sheets of the page in `dist`, which Trunk has just built.
pub(crate) fn join(dist: &Path) -> Result<()> {
    let index = dist.join("index.html");
    let page = files::text(&index)?;
    let mut all = String::new();
    for name in linked(&page) {
        let file = dist.join(name);
        all += &files::text(&file)?;
        fs::remove_file(&file).with_context(|| format!("cannot remove {}", file.display()))?;
    }
    let name = publish(dist, all.as_bytes(), "styles", "css")?;
    files::write(&index, &with_one(&page, &name))
}

/// The style sheets of a page, in their order.
fn linked(page: &str) -> impl Iterator<Item = &str> {
    page.split(LINK).skip(1).filter_map(|rest| rest.split_once('"')).map(|(name, _)| name)
}

/// The page with one style sheet where the first was. Each link is a line.
fn with_one(page: &str, name: &str) -> String {
    let mut is_linked = false;
    let lines = page.split_inclusive('\n').filter_map(|line| {
        let Some((before, after)) = line.split_once(LINK) else { return Some(line.to_owned()) };
        let (_, after) = after.split_once('"')?;
        let is_first = !std::mem::replace(&mut is_linked, true);
        is_first.then(|| [before, LINK, name, "\"", after].concat())
    });
    lines.collect()
}

#[cfg(test)]
mod tests {
    use super::{linked, with_one};

    #[test]
    fn one_link_is_left_in_the_place_of_the_first() {
        let page = "<p>\n <link rel=\"stylesheet\" href=\"./a.css\" x/>\n <link rel=\"stylesheet\" href=\"./b.css\" x/>\n<i>";
        assert_eq!(linked(page).collect::<Vec<_>>(), ["a.css", "b.css"]);
        assert_eq!(with_one(page, "c.css"), "<p>\n <link rel=\"stylesheet\" href=\"./c.css\" x/>\n<i>");
    }
}
