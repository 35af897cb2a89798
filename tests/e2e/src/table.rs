//! Whether the texts of the table of components keep clear of each other.

use crate::calculator::Calculator;

/// Texts of neighbouring cells that touch or cover each other, and texts of one cell that cover each other. Boxes of lines are higher than what is
/// written in them, by a few pixels.
const TOUCHING: &str = "
    const boxes = text => {
        const range = document.createRange();
        range.selectNodeContents(text);
        return [...range.getClientRects()].filter(box => box.width > 0);
    };
    const texts = cell => {
        const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
        const found = [];
        while (walker.nextNode()) found.push(boxes(walker.currentNode));
        return found;
    };
    const isBeside = (a, b) => a.top < b.bottom && b.top < a.bottom && a.right + 3 > b.left;
    const covers = (a, b) => a.top + 4 < b.bottom && b.top + 4 < a.bottom && a.left + 1 < b.right && b.left + 1 < a.right;
    return [...document.querySelectorAll('#components tr')].flatMap(row => {
        const cells = [...row.cells].map(texts);
        return cells.flatMap((cell, at) => {
            const before = cells[at - 1]?.flat() ?? [];
            const isTouched = before.some(a => cell.flat().some(b => isBeside(a, b)));
            const isCovered = cell.some((some, index) =>
                cell.slice(index + 1).some(others => some.some(a => others.some(b => covers(a, b)))));
            return isTouched || isCovered ? [row.textContent + ' at ' + at] : [];
        });
    });
";

impl Calculator<'_> {
    /// The rows of the table of components in which texts touch their neighbours or cover each other.
    #[track_caller]
    pub fn touching_in_table(&self) -> Vec<String> {
        let rows = self.session.script(TOUCHING, &[]);
        rows.as_array().expect("a list").iter().map(ToString::to_string).collect()
    }
}
