//! Managed memory on the page: what each slot has, who gets it, in bytes and pages, and what RocksDB or ForSt makes of its part. Exact numbers.
//!
//! A bar is as long as its slot's memory, in cells like those of the segments; what it shows stands beside it as text.

use resolver::FlinkError;
use resolver::managed::UseCase;
use resolver::rocksdb::{Budget, Store};
use yew::Html;

use super::figures::fixed;
use super::job::Job;
use super::memory::{Kind, Memory, StoreOfSlot};
use crate::format::{decimals, readable, share, spoken};
use crate::language::Language;
use crate::mark::{ABSENT, around, mark, text};
use crate::words::details::MemoryWords;

/// Id of the block.
pub const PLACE: &str = "managed-memory";

/// Length of a bar in its own unit, and its cells: two rows of 64.
const BAR: f64 = 512.0;
const CELLS: u64 = 128;

/// A part of a bar.
struct Part {
    class: &'static str,
    name: &'static str,
    bytes: u64,
    /// What else is to be said of it.
    more: String,
}

/// What a job's slots have; or Flink's reason why they have nothing.
pub fn section(memory: &Result<Memory, FlinkError>, kinds: &[Kind], job: &Job, language: Language) -> Html {
    let (title, words) = (language.of_jobs().managed_memory, &language.of_details().memory);
    let mut parts = vec![text("h3", &["class"], &["h"], title)];
    match memory {
        Ok(memory) => {
            let scale = text("span", &["class"], &["scale"], &scale(pages(memory), words));
            parts = vec![around("div", &["class"], &["pool-head"], vec![parts.remove(0), scale]), patterns()];
            for kind in kinds {
                bands(*kind, memory, job, language, &mut parts);
            }
        }
        Err(error) => parts.push(text("p", &["class"], &["error"], &error.to_string())),
    }
    parts.push(text("p", &["class"], &["note"], words.exact));
    around("section", &["class", "id", "aria-label"], &["pools", PLACE, title], parts)
}

/// Lines between cells.
fn patterns() -> Html {
    const PATTERN: &[&str] = &["id", "width", "height", "patternUnits"];
    let pattern = |id: &str, side: &str, class: &str, d: &str| {
        let line = mark("path", &["class", "d"], &[class, d]);
        around("pattern", PATTERN, &[id, side, side, "userSpaceOnUse"], vec![line])
    };
    let defs = vec![
        pattern("page-cells", "8", "cell-line", "M7.5 0V8M0 7.5H8"),
        pattern("page-hatch", "4", "hatch-line", "M-1 5L5 -1"),
    ];
    around("svg", &["class", "width", "height", "aria-hidden"], &["defs", "0", "0", "true"], defs)
}

/// Managed memory of each slot: all are of the same size, whoever uses them.
fn slot(memory: &Memory) -> u64 {
    memory.groups.first().map_or(0, |(_, of)| of.slot.managed.bytes())
}

fn pages(memory: &Memory) -> u64 {
    slot(memory) / u64::from(memory.page.max(1))
}

/// How many pages a cell stands for.
fn scale(pages: u64, words: &MemoryWords) -> String {
    let tenths = decimals((pages * 10 + CELLS / 2) / CELLS, 1);
    [words.scale[0], tenths.trim_end_matches(".0"), words.scale[1]].concat()
}

/// Adds slots that are alike, and the store in each.
fn bands(kind: Kind, memory: &Memory, job: &Job, language: Language, bands: &mut Vec<Html>) {
    let words = &language.of_details().memory;
    let (mut within, mut group, mut has_state) = (String::new(), None, false);
    for (number, stage) in
        job.stages.iter().enumerate().filter(|(number, _)| kind.stages & (1 << number) != 0)
    {
        if group.replace(stage.group).is_some() {
            within.push_str(", ");
        }
        within.push_str(&job.name(number));
        has_state |= number > 0 && stage.state_mib > 0;
    }
    let of = group.and_then(|group| memory.group(group));
    let mut shares = Vec::new();
    for share in of.map_or(&[][..], |of| &of.slot.shares) {
        let class = match share.use_case {
            // Where no subtask is that would take it, it stays free.
            UseCase::StateBackend if !has_state => continue,
            UseCase::StateBackend => "state",
            UseCase::Operator => "operators",
            UseCase::Python => "python",
        };
        if let Ok(grant) = &share.grant {
            let more = [", ", &grant.pages.to_string(), words.pages].concat();
            shares.push(Part { class, name: share.use_case.name(), bytes: grant.bytes.bytes(), more });
        }
    }
    let slots = [&kind.count.to_string(), " ", words.slots[usize::from(kind.count != 1)]].concat();
    let size = [&pages(memory).to_string(), words.pages].concat();
    let within = if of.is_some() { &within } else { words.free_slot };
    bands.push(band(&slots, [&size, within], true, slot(memory), shares, language));
    if let Some(store) = of.and_then(|of| of.store.as_ref()).filter(|_| has_state) {
        let from = match store.budget {
            Budget::FixedPerTaskManager(_) => words.of_task_manager,
            Budget::FixedPerSlot(_) => words.fixed,
            _ => words.of_slot,
        };
        let name = if store.store == Store::ForSt { "ForSt" } else { "RocksDB" };
        bands.push(band(name, [from, ""], false, store.total, parts(store, words), language));
    }
}

/// What a store makes of its memory: write buffers and the rest of the cache, and what stays free because write buffers may overshoot.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "a part of the cache, which is below 2^53"
)]
fn parts(store: &StoreOfSlot, words: &MemoryWords) -> Vec<Part> {
    let bytes = |size: i64| u64::try_from(size).unwrap_or(0);
    let (cache, write_buffers) =
        (bytes(store.shared.cache_capacity), bytes(store.shared.write_buffer_manager_capacity));
    let high = (store.shared.settings.high_priority_ratio.max(0.0) * cache as f64) as u64;
    let data = cache.saturating_sub(write_buffers).saturating_sub(high);
    let mut more = [", ", words.each, &readable(store.shared.write_buffer_size.bytes())].concat();
    if let Some(arena) = store.shared.arena {
        more.push_str(&[", ", words.mutable, &readable(bytes(arena.mutable_limit))].concat());
    }
    let part = |class, name, bytes, more| Part { class, name, bytes, more };
    let [buffers, index, blocks, reserve] = words.parts;
    vec![
        part("operators", buffers, write_buffers, more),
        part("python", index, high, String::new()),
        part("state", blocks, data, String::new()),
        part("rest", reserve, store.total.saturating_sub(cache), String::new()),
    ]
}

/// A bar with its numbers: parts of a whole, and what is left of it.
fn band(
    name: &str,
    more: [&str; 2],
    has_cells: bool,
    whole: u64,
    mut parts: Vec<Part>,
    language: Language,
) -> Html {
    let (spoken, words) = (|size| spoken(size, language.words()), &language.of_details().memory);
    const RECT: &[&str] = &["class", "x", "width", "height", "fill"];
    let taken: u64 = parts.iter().map(|part| part.bytes).sum();
    let free = whole.saturating_sub(taken);
    // Shares are cut off at their last byte.
    if free > whole / 1000 {
        parts.push(Part { class: "rest", name: words.free, bytes: free, more: String::new() });
    }
    let mut spoken_parts = [name, ", ", &spoken(whole)].concat();
    let (mut at, mut rects, mut keys) = (0, Vec::new(), Vec::new());
    for Part { class, name, bytes, more } in &parts {
        spoken_parts
            .push_str(&[if at == 0 { ": " } else { "; " }, name, " ", &*spoken(*bytes), more].concat());
        let (from, width) = (length(at, whole), length(*bytes, whole));
        let class = ["m-", class].concat();
        rects.push(mark("rect", RECT, &[&class, &from, &width, "16", ABSENT]));
        if class == "m-operators" {
            rects.push(mark("rect", RECT, &["over", &from, &width, "16", "url(#page-hatch)"]));
        }
        let swatch = mark("i", &["class"], &[&["swatch ", &class].concat()]);
        let number = text("b", &[], &[], &readable(*bytes));
        let share = [" (", &*share(*bytes, whole), ")", more].concat();
        keys.push(around("span", &[], &[], vec![swatch, name.into(), " ".into(), number, share.into()]));
        at += bytes;
    }
    if has_cells {
        rects.push(mark("rect", RECT, &["over", "0", "512", "16", "url(#page-cells)"]));
    }
    const SVG: &[&str] = &["class", "viewBox", "role", "aria-label"];
    let bar = around("svg", SVG, &["bar", "0 0 512 16", "img", &spoken_parts], rects);
    let label = vec![
        text("b", &[], &[], name),
        text("span", &[], &[], &readable(whole)),
        text("small", &[], &[], more[0]),
        text("small", &[], &[], more[1]),
    ];
    let drawn = vec![bar, around("p", &["class"], &["legend"], keys)];
    let parts =
        vec![around("p", &["class"], &["band-label"], label), around("div", &["class"], &["bar-box"], drawn)];
    around("div", &["class"], &["band memory-band"], parts)
}

/// How long so many bytes of a bar are.
#[expect(clippy::cast_precision_loss, reason = "hundredths of a point are seen")]
fn length(bytes: u64, whole: u64) -> String {
    fixed((bytes as f64 / whole.max(1) as f64).min(1.0) * BAR, 2)
}
