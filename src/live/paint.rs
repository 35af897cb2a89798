//! Cells and bars on canvases: the one thing of the page that is painted and not laid out, because there are too many of them for elements.
//!
//! Colours are those of the legend, as the browser has computed them, so that a theme is known to the style sheet alone.

use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use super::channels::Bar;
use super::pool::{Band, Cell, Kind};
use crate::browser;

/// From one cell to the next, px.
pub const PITCH: u32 = 8;
/// Side of a cell, px.
const SIDE: f64 = 7.0;

/// The colours of the legend.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inks {
    data: String,
    part: String,
    soft: String,
    line: String,
    over: String,
}

impl Inks {
    /// The colours as they are at present.
    #[must_use]
    pub fn now() -> Self {
        let of = |name: &str| browser::colour(&["ink-", name].concat());
        Self { data: of("data"), part: of("part"), soft: of("soft"), line: of("line"), over: of("over") }
    }
}

fn canvas(id: &str) -> Option<HtmlCanvasElement> {
    browser::place(id)?.dyn_into().ok()
}

/// Makes a canvas as large as its place, and says whether it was not. The browser has to lay out the page for that, so it is not done for each picture.
pub fn fit(id: &str) -> bool {
    let Some(canvas) = canvas(id) else { return false };
    let scale = browser::pixels();
    let pixels = |points: i32| whole((f64::from(points) * scale).round());
    let size = [pixels(canvas.client_width()), pixels(canvas.client_height())];
    let is_other = [canvas.width(), canvas.height()] != size;
    if is_other {
        canvas.set_width(size[0]);
        canvas.set_height(size[1]);
    }
    is_other
}

/// A canvas, wiped.
struct Sheet {
    context: CanvasRenderingContext2d,
    width: f64,
    height: f64,
}

impl Sheet {
    fn of(id: &str) -> Option<Self> {
        let canvas = canvas(id)?;
        let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
        let scale = browser::pixels();
        let (width, height) = (f64::from(canvas.width()) / scale, f64::from(canvas.height()) / scale);
        context.set_transform(scale, 0.0, 0.0, scale, 0.0, 0.0).ok()?;
        context.clear_rect(0.0, 0.0, width, height);
        Some(Self { context, width, height })
    }

    /// Fills everything that `shapes` adds to the path, at once.
    fn fill(&self, ink: &str, shapes: impl FnOnce(&CanvasRenderingContext2d)) {
        self.context.set_fill_style_str(ink);
        self.context.begin_path();
        shapes(&self.context);
        self.context.fill();
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a canvas is neither negative nor that large"
)]
const fn whole(number: f64) -> u32 {
    number as u32
}

/// Columns of cells that a band's canvas has room for.
#[must_use]
pub fn columns(id: &str) -> u32 {
    let width = canvas(id).map_or(0.0, |canvas| f64::from(canvas.width()) / browser::pixels());
    (whole(width) + 1) / PITCH
}

/// Paints a band, with so many segments to a cell.
pub fn band(id: &str, band: &Band, bin: u32, inks: &Inks) {
    let Some(sheet) = Sheet::of(id) else { return };
    let columns = columns(id).max(1);
    let place = |number: u32| (f64::from(number % columns * PITCH), f64::from(number / columns * PITCH));
    let cells: Vec<(Cell, (f64, f64))> =
        band.cells(bin).zip(0..).map(|(cell, number)| (cell, place(number))).collect();
    let those = |wanted: fn(&Cell) -> bool| cells.iter().filter(move |(cell, _)| wanted(cell));
    if cells.iter().any(|(cell, _)| cell.is_overdraft) {
        sheet.fill(&inks.over, |path| {
            those(|cell| cell.is_overdraft).for_each(|(_, at)| whole_cell(path, false, *at, -1.0))
        });
    }
    let is_full = |cell: &Cell| matches!(cell.kind, Kind::Data | Kind::Reading);
    sheet.fill(&inks.data, |path| {
        those(is_full).for_each(|(cell, at)| whole_cell(path, cell.is_floating, *at, 0.0))
    });
    let is_open = |cell: &Cell| !matches!(cell.kind, Kind::Data | Kind::Reading);
    sheet.fill(&inks.line, |path| {
        those(is_open).for_each(|(cell, at)| whole_cell(path, cell.is_floating, *at, 0.0))
    });
    sheet.fill(&inks.soft, |path| {
        those(is_open).for_each(|(cell, at)| whole_cell(path, cell.is_floating, *at, 0.7));
        those(|cell| cell.kind == Kind::Reading)
            .for_each(|(_, (x, y))| path.rect(x + 2.0, y + 2.0, 3.0, 3.0));
    });
    sheet.fill(&inks.part, |path| {
        those(|cell| cell.kind == Kind::Filling).for_each(|(_, (x, y))| path.rect(*x, y + 3.5, SIDE, 3.5));
        those(|cell| cell.kind == Kind::Credit).for_each(|(_, (x, y))| path.rect(x + 2.5, y + 2.5, 2.0, 2.0));
    });
    sheet.fill(&inks.data, |path| {
        for (_, (x, y)) in those(|cell| cell.kind == Kind::Sending) {
            path.move_to(*x, *y);
            path.line_to(x + SIDE, y + SIDE / 2.0);
            path.line_to(*x, y + SIDE);
        }
    });
}

/// A cell, made smaller by so much on each side.
fn whole_cell(path: &CanvasRenderingContext2d, is_round: bool, (x, y): (f64, f64), inset: f64) {
    let side = SIDE - 2.0 * inset;
    if is_round {
        let middle = SIDE / 2.0;
        path.move_to(x + SIDE - inset, y + middle);
        // Refused only where the radius is negative.
        let _ = path.arc(x + middle, y + middle, side / 2.0, 0.0, std::f64::consts::TAU);
    } else {
        path.rect(x + inset, y + inset, side, side);
    }
}

/// Paints channels side by side: what waits at the sender above, the credit in the middle, what arrived below.
pub fn channels(id: &str, bars: &[Bar], most: u32, inks: &Inks) {
    let Some(sheet) = Sheet::of(id) else { return };
    let count = u32::try_from(bars.len()).unwrap_or(u32::MAX).max(1);
    let step = (sheet.width / f64::from(count)).min(24.0);
    let thick = (step - 1.0).max(step * 0.6);
    let (axis, reach) = (sheet.height / 2.0, sheet.height / 2.0 - 5.0);
    let length = |number: u32| f64::from(number) / f64::from(most.max(1)) * reach;
    let places = || bars.iter().zip(0_u32..).map(move |(bar, number)| (bar, f64::from(number) * step));
    sheet.fill(&inks.part, |path| {
        places()
            .for_each(|(bar, x)| path.rect(x, axis - 4.0 - length(bar.backlog), thick, length(bar.backlog)));
    });
    sheet.fill(&inks.data, |path| {
        places().for_each(|(bar, x)| path.rect(x, axis + 4.0, thick, length(bar.queue)));
    });
    sheet.fill(&inks.line, |path| {
        path.rect(0.0, axis - 4.0, step * f64::from(count), 0.5);
        path.rect(0.0, axis + 3.5, step * f64::from(count), 0.5);
    });
    sheet.fill(&inks.data, |path| {
        for (_, x) in places().filter(|(bar, _)| bar.credit > 0) {
            path.rect(x + thick / 2.0 - 1.5, axis - 1.5, 3.0, 3.0);
        }
    });
}
