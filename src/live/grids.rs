//! Segments and channels on the page: canvases with their numbers beside them, and the words for those who do not see them.

use yew::Html;

use super::channels::{self, Bar, LISTED};
use super::job::Job;
use super::look::Look;
use super::paint::{self, Inks};
use super::pool::{self, Band, Kind};
use super::screen;
use crate::header::option;
use crate::mark::{around, entry, mark, text};
use crate::words::live::LiveWords;
use sim::Simulation;
use sim::inspect::Segment;

/// Segments of a TaskManager: a canvas for each side of each task, and one for the global pool.
pub fn segments(job: &Job, look: Look, task_managers: u32, words: &LiveWords) -> Html {
    let mut head = vec![text("h3", &["class"], &["h"], words.pools)];
    head.extend(which(words.task_managers[0], "job-look-tm", look.task_manager, task_managers, words));
    let scale = mark("span", &["class", "id"], &["scale", "pool-scale"]);
    head.push(scale);
    let mut parts = vec![around("div", &["class"], &["pool-head"], head), legend(words)];
    for (stage, _) in job.stages.iter().enumerate() {
        let name = job.name(stage);
        if stage > 0 {
            parts.push(band(2 * stage - 1, &[&name, ", ", words.sides[0]].concat()));
        }
        if stage + 1 < job.stages.len() {
            parts.push(band(2 * stage, &[&name, ", ", words.sides[1]].concat()));
        }
    }
    parts.push(band(pool::bands_of(job.stages.len()) - 1, words.global_pool));
    around("section", &["class", "aria-label"], &["pools", words.pools], parts)
}

/// A field that chooses one of so many, counted from 1.
fn which(label: &str, name: &str, chosen: u32, count: u32, words: &LiveWords) -> Vec<Html> {
    const NUMBER: &[&str] = &["type", "name", "min", "max", "step", "inputmode"];
    let most = count.to_string();
    let field =
        entry("input", NUMBER, &["number", name, "1", &most, "1", "numeric"], (chosen + 1).to_string());
    let of = text("span", &[], &[], &[words.of, &most].concat());
    vec![around("label", &["class"], &["which"], vec![text("span", &[], &[], label), field, of])]
}

fn legend(words: &LiveWords) -> Html {
    const KINDS: [&str; 6] = ["data", "reading", "sending", "filling", "credit", "free"];
    let entry = |class: &str, label: &str| {
        let swatch = mark("i", &["class"], &[&["swatch ", class].concat()]);
        around("span", &[], &[], vec![swatch, label.into()])
    };
    let mut parts: Vec<Html> =
        KINDS.iter().zip(words.kinds).map(|(class, label)| entry(class, label)).collect();
    parts.push(entry("over", words.overdraft));
    parts.push(entry("round", words.floating));
    // Whoever paints asks these for their colours.
    let ink = |name: &str| mark("i", &["class", "id"], &[&["ink ", name].concat(), &["ink-", name].concat()]);
    parts.extend(["data", "part", "soft", "line", "over"].map(ink));
    around("p", &["class"], &["legend"], parts)
}

fn band(number: usize, name: &str) -> Html {
    let number = number.to_string();
    let id = |what: &str| ["pool-", &number, what].concat();
    let label =
        vec![text("b", &[], &[], name), screen::room(&id("-used")), mark("small", &["id"], &[&id("-more")])];
    let canvas = mark("canvas", &["id", "role", "aria-label"], &[&id(""), "img", name]);
    let parts = vec![around("p", &["class"], &["band-label"], label), canvas];
    around("div", &["class"], &["band"], parts)
}

/// Channels into a subtask.
pub fn channels(job: &Job, look: Look, words: &LiveWords) -> Html {
    let edges = (1..job.stages.len()).map(|stage| {
        let name = [&job.name(stage - 1), " → ", &job.name(stage)].concat();
        option(&(stage - 1).to_string(), &name, stage - 1 == look.edge as usize)
    });
    let list = around(
        "select",
        &["class", "id", "aria-label"],
        &["sel", "job-look-edge", words.edge],
        edges.collect(),
    );
    let count = job.stages.get(look.edge as usize + 1).map_or(1, |stage| stage.parallelism);
    let mut head = vec![text("h3", &["class"], &["h"], words.channels), list];
    head.extend(which(words.subtask, "job-look-subtask", look.subtask, count, words));
    let rows = words.channel_rows.iter().enumerate().map(|(row, label)| {
        let value = screen::room(&["channel-sum-", &row.to_string()].concat());
        around("p", &[], &[], vec![text("span", &[], &[], label), value])
    });
    let canvas = mark("canvas", &["id", "role", "aria-label"], &["channels", "img", words.channels]);
    let drawn = vec![around("div", &["class"], &["band-label"], rows.collect()), canvas];
    let parts = vec![
        around("div", &["class"], &["pool-head"], head),
        around("div", &["class"], &["band channels"], drawn),
        listed(words),
    ];
    around("section", &["class", "aria-label"], &["pools", words.channels], parts)
}

/// The numbers of channels one by one, for those who want to quote them.
fn listed(words: &LiveWords) -> Html {
    let head = [
        words.from,
        words.channel_rows[0],
        words.channel_rows[1],
        words.channel_rows[2],
        words.channel_rows[3],
    ];
    let head = head.map(|name| text("th", &["scope"], &["col"], name)).to_vec();
    let head = around("thead", &[], &[], vec![around("tr", &[], &[], head)]);
    let body = mark("tbody", &["id"], &["channel-list"]);
    const BOX: &[&str] = &["class", "tabindex", "role", "aria-label"];
    let table = around("table", &["class"], &["metrics"], vec![head, body]);
    let scrolled = around("div", BOX, &["metrics-box", "0", "region", words.channels], vec![table]);
    let title = around("summary", &[], &[], vec![words.as_table.into()]);
    around("details", &["class", "id"], &["fold", "channel-table"], vec![title, scrolled])
}

/// What was painted last.
#[derive(Clone, Debug, Default)]
pub struct Painted {
    segments: Vec<Segment>,
    bands: Vec<Band>,
    columns: u32,
    inks: Inks,
}

impl Painted {
    /// Sees to it that canvases have the size of their places, so many bands, and notes the colours of the theme. Whether something became different:
    /// then everything is to be painted anew.
    pub fn fit(&mut self, bands: usize) -> bool {
        let inks = Inks::now();
        let mut is_other = inks != self.inks;
        self.inks = inks;
        for band in 0..bands {
            is_other |= paint::fit(&["pool-", &band.to_string()].concat());
        }
        is_other |= paint::fit("channels");
        if is_other {
            self.bands.clear();
        }
        is_other
    }

    /// Paints the segments of a TaskManager, unless they are where they were.
    pub fn show(&mut self, simulation: &mut Simulation, task_manager: u32) {
        let stages = simulation.scenario().vertices.len();
        let number = task_manager as usize;
        let Some(pools) = simulation.pools(number) else { return };
        if !simulation.segments(number, &mut self.segments) {
            return;
        }
        let bands = pool::bands(stages, &pools, &self.segments);
        let columns = paint::columns("pool-0");
        let is_same = self.columns == columns && self.bands.len() == bands.len();
        let before = std::mem::replace(&mut self.bands, bands);
        for (place, band) in self.bands.iter().enumerate() {
            if !is_same || before.get(place) != Some(band) {
                let bin = Self::bin(&self.bands, place, columns);
                paint::band(&["pool-", &place.to_string()].concat(), band, bin, &self.inks);
            }
        }
        self.columns = columns;
    }

    /// Segments to a cell: the same for all tasks, that of the one with the most; the global pool has its own.
    fn bin(bands: &[Band], place: usize, columns: u32) -> u32 {
        match bands.split_last() {
            Some((_, tasks)) if place < tasks.len() => {
                tasks.iter().map(|band| band.bin(columns)).max().unwrap_or(1)
            }
            Some((global, _)) => global.bin(columns),
            None => 1,
        }
    }

    /// Writes the numbers beside the canvases.
    pub fn tell(&self, words: &LiveWords) {
        for (place, band) in self.bands.iter().enumerate() {
            let id = |what: &str| ["pool-", &place.to_string(), what].concat();
            let is_global = place + 1 == self.bands.len();
            let (used, mut more) = numbers(band, is_global, words);
            if is_global {
                more = scale(Self::bin(&self.bands, place, self.columns), words);
            }
            screen::put(&id("-used"), &used);
            screen::put(&id("-more"), &more);
            screen::set(&id(""), "aria-label", &spoken(&used, band, words));
        }
        let scale = scale(Self::bin(&self.bands, 0, self.columns), words);
        screen::put("pool-scale", &scale);
    }
}

/// How many segments a cell stands for.
fn scale(bin: u32, words: &LiveWords) -> String {
    [words.scale[0], &bin.to_string(), words.scale[usize::from(bin != 1) + 1]].concat()
}

/// What stands beside a band: what is used, and what else is to be said.
fn numbers(band: &Band, is_global: bool, words: &LiveWords) -> (String, String) {
    if is_global {
        return ([&band.total().to_string(), words.available].concat(), String::new());
    }
    let used = [&band.used().to_string(), words.of, &band.room.max(band.total()).to_string()].concat();
    let credit = band.counts[Kind::Credit as usize];
    let more = match (band.overdraft, credit) {
        (0, 0) => String::new(),
        (0, credit) => [&credit.to_string(), " ", words.kinds[Kind::Credit as usize]].concat(),
        (overdraft, _) => [&overdraft.to_string(), " ", words.overdraft].concat(),
    };
    (used, more)
}

/// A band in words.
fn spoken(used: &str, band: &Band, words: &LiveWords) -> String {
    let mut text = used.to_owned();
    for (count, kind) in band.counts.iter().zip(words.kinds).filter(|(count, _)| **count > 0) {
        text.push_str(&[", ", &count.to_string(), " ", kind].concat());
    }
    for (count, what) in [(band.exclusive, words.exclusive), (band.overdraft, words.overdraft)] {
        if count > 0 {
            text.push_str(&[", ", &count.to_string(), " ", what].concat());
        }
    }
    text
}

/// Paints the channels into a subtask and writes their numbers.
pub fn show_channels(simulation: &Simulation, look: Look, inks: &Painted, words: &LiveWords) {
    let bars = channels::bars(simulation, look);
    let most = bars.iter().map(|bar| bar.backlog.max(bar.queue)).max().unwrap_or(0).max(10);
    paint::channels("channels", &bars, most, &inks.inks);
    let sums = channels::sums(&bars);
    let mut spoken = bars.len().to_string() + " " + words.channels_unit;
    for (row, (sum, label)) in sums.iter().zip(words.channel_rows).enumerate() {
        screen::put(&["channel-sum-", &row.to_string()].concat(), &sum.to_string());
        spoken.push_str(&[", ", label, " ", &sum.to_string()].concat());
    }
    screen::set("channels", "aria-label", &spoken);
    if screen::is_open("channel-table") {
        let row = |bar: &Bar| {
            let place = if bar.is_remote { words.remote } else { words.local };
            let name = [&(bar.producer + 1).to_string(), ", ", place].concat();
            let [backlog, credit, wire, queue] = bar.numbers().map(|number| number.to_string());
            [name, backlog, credit, wire, queue]
        };
        screen::rows("channel-list", bars.iter().take(LISTED).map(row));
    }
}
