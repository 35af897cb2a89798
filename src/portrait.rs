//! The picture as a file: an SVG document that needs nothing else, for wikis and change requests.
//!
//! It has no script, no style sheet, no font of its own and no reference but the link to the page. Lengths are those of
//! [`geometry`], colours those of `www/css/tokens.css`.

use resolver::{Breakdown, Component, FlinkVersion, Process};

use crate::drawing::{EDGE, INK, INK_2, INK_3, MONO, PAPER, PLATE, SANS, Tone, Writer, whole_number};
use crate::format;
use crate::geometry::{self, Rows, Stretch};
use crate::picture::{Band, LEAVES, RIBBONS, SHELL, band_path, deepest, described, fitting, short_name, svg};

/// The colours of a component: of its box, of ribbon and row, of what is written in the box.
struct Hue {
    fill: Tone,
    soft: Tone,
    on: Tone,
}

const HEAP: Hue = hue(["#4467d4", "#7d9bff"], ["#e4eafb", "#1b2444"], ["#ffffff", "#0a1028"]);
const HEAP_2: Hue = hue(["#8ea5ec", "#4560ba"], ["#e4eafb", "#1b2444"], INK);
const MANAGED: Hue = hue(["#dd9d1f", "#e8b24a"], ["#fbefd6", "#332611"], ["#241800", "#1f1500"]);
const NETWORK: Hue = hue(["#066b63", "#1f9c90"], ["#d6f0ed", "#0f2f2c"], ["#ffffff", "#04211e"]);
const OFF_HEAP: Hue = hue(["#b04f8a", "#d98bbb"], ["#f9e6f1", "#361a2b"], ["#ffffff", "#2a0a1d"]);
const OFF_HEAP_2: Hue = hue(["#dc9fc5", "#854970"], ["#f9e6f1", "#361a2b"], INK);
const JVM: Hue = hue(["#98a2b1", "#667180"], ["#eaedf2", "#232a34"], ["#10141a", "#ffffff"]);
const JVM_2: Hue = hue(["#c0c8d2", "#47515e"], ["#eaedf2", "#232a34"], INK);
const NONE: Hue = hue(INK_2, PLATE, INK);

const fn hue(fill: Tone, soft: Tone, on: Tone) -> Hue {
    Hue { fill, soft, on }
}

/// As the page's style sheet has it.
const fn hue_of(component: Component) -> Hue {
    match component {
        Component::JvmHeap | Component::TaskHeap => HEAP,
        Component::FrameworkHeap => HEAP_2,
        Component::Managed => MANAGED,
        Component::FrameworkOffHeap | Component::OffHeap => OFF_HEAP,
        Component::TaskOffHeap | Component::JvmDirect => OFF_HEAP_2,
        Component::Network => NETWORK,
        Component::JvmOverhead => JVM,
        Component::JvmMetaspace => JVM_2,
        Component::TotalProcess | Component::TotalFlink => NONE,
    }
}

/// Room around everything.
const MARGIN: f64 = 24.0;
/// Height of the title, with the line below it.
const TITLE: f64 = 52.0;
/// Height of the two lines at the foot.
const FOOT: f64 = 46.0;
/// Width of the table.
const TABLE: f64 = 500.0;
/// Where the columns of the table end, from its left: bytes, size, share.
const COLUMNS: [f64; 3] = [324.0, 416.0, 488.0];

/// What a portrait shows.
#[derive(Clone, Copy, Debug)]
pub struct Portrait<'a> {
    /// The release that answered.
    pub version: FlinkVersion,
    /// The process.
    pub process: Process,
    /// Its sizes.
    pub breakdown: &'a Breakdown,
    /// What is written above it.
    pub title: &'a str,
    /// The address that leads back to this state.
    pub link: &'a str,
    /// Whether it is for a dark ground.
    pub is_dark: bool,
}

impl Portrait<'_> {
    /// The document, `None` where there is no total to draw. Width and height are in its first tag, in pixels.
    #[must_use]
    pub fn svg(&self) -> Option<String> {
        let stretches = geometry::stretches(self.process, |component| {
            self.breakdown.get(component).map(|size| size.bytes())
        });
        let whole = stretches.first()?.bytes;
        let rows = Rows::of(self.process);
        #[expect(clippy::cast_precision_loss, reason = "depths are single digits")]
        let left = MARGIN + (deepest(&stretches) + 1) as f64 * SHELL;
        let table = left + LEAVES + RIBBONS;
        let (width, bottom) = (table + TABLE + MARGIN, MARGIN + TITLE + rows.height(self.process));
        let height = bottom + FOOT + MARGIN;

        let mut svg = Writer::new(self.is_dark);
        svg.open(
            "svg",
            &[
                ("xmlns", "http://www.w3.org/2000/svg"),
                ("width", &whole_number(width)),
                ("height", &whole_number(height)),
                ("viewBox", &["0 0 ", &whole_number(width), " ", &whole_number(height)].concat()),
                ("role", "img"),
                ("font-family", SANS),
                ("font-size", "13"),
            ],
        );
        let (flink, process) = (["Flink ", self.version.name()].concat(), self.process.name());
        let title = if self.title.is_empty() { [process, " memory"].concat() } else { self.title.to_owned() };
        svg.around("title", &[], &title);
        svg.around("desc", &[], &[&*flink, ", ", process, ": ", &described(&stretches)].concat());
        svg.rect((0.0, 0.0, width, height), PAPER, &[("rx", "8")]);

        let title = cut(&title, 70);
        svg.label((MARGIN, MARGIN + 14.0), INK, &[("font-size", "17"), ("font-weight", "600")], &title);
        let total = [&*flink, " · ", process, " · ", &format::readable(whole)].concat();
        svg.label((MARGIN, MARGIN + 36.0), INK_2, &[], &total);

        svg.open("g", &[("transform", &["translate(0 ", &self::svg(MARGIN + TITLE), ")"].concat())]);
        svg.picture(self.process, &stretches, rows, left, whole);
        svg.table(&stretches, rows, table, whole);
        svg.close("g");

        svg.label((MARGIN, bottom + 30.0), INK_3, &[("font-size", "11")], "Flink Memory Calculator");
        // About a hundred letters fit; the whole address is behind them.
        let shown = cut(self.link, 100);
        let is_web = self.link.starts_with("https://") || self.link.starts_with("http://");
        if is_web {
            svg.open("a", &[("href", self.link), ("target", "_top")]);
        }
        let small = [("font-family", MONO), ("font-size", "10")];
        svg.label((MARGIN, bottom + 46.0), INK_3, &small, &shown);
        if is_web {
            svg.close("a");
        }
        svg.close("svg");
        svg.text.push('\n');
        Some(svg.text)
    }
}

/// A text of one line, with an ellipsis if it is longer.
fn cut(text: &str, limit: usize) -> String {
    let clip = format::clip(text, limit);
    let ellipsis = if clip.of.is_some() { "…" } else { "" };
    clip.head.into_owned() + ellipsis
}

/// The parts of a portrait.
impl Writer {
    /// Boxes in boxes, and the ribbons from them to the table.
    fn picture(&mut self, process: Process, stretches: &[Stretch], rows: Rows, left: f64, whole: u64) {
        let height = rows.height(process) - rows.head;
        for band in geometry::ribbons(process, stretches) {
            let hue = hue_of(band.component);
            match band_path(band, left + LEAVES) {
                Band::Thread(d) => {
                    let line =
                        [("stroke", hue.fill[self.tone]), ("stroke-dasharray", "2 3"), ("fill", "none")];
                    self.empty("path", &[&[("d", &*d)], &line[..]].concat());
                }
                Band::Area(d) => {
                    self.empty("path", &[("d", &d), ("fill", hue.soft[self.tone]), ("opacity", ".75")]);
                }
            }
        }
        let rim = ("stroke", PAPER[self.tone]);
        for stretch in stretches {
            let (y, length) = (rows.head + stretch.start * height, stretch.length * height);
            let (node, middle) = (stretch.node, y + length * 0.5);
            let hue = hue_of(node.component);
            if node.is_leaf {
                self.rect((left, y, LEAVES, length), hue.fill, &[rim]);
                if length >= 15.0 {
                    let more = [("text-anchor", "middle"), ("font-size", "11"), ("font-weight", "600")];
                    self.label(
                        (left + LEAVES * 0.5, middle + 4.0),
                        hue.on,
                        &more,
                        &format::share(stretch.bytes, whole),
                    );
                }
            } else {
                #[expect(clippy::cast_precision_loss, reason = "depths are single digits")]
                let x = MARGIN + node.depth as f64 * SHELL;
                self.rect((x, y, left - x, length), PLATE, &[rim]);
                let label = fitting(node.component, stretch.bytes, length);
                let turn = ["rotate(-90 ", &svg(x + 14.0), " ", &svg(middle), ")"].concat();
                let more = [("text-anchor", "middle"), ("font-size", "11"), ("transform", &turn)];
                self.label((x + 14.0, middle), INK_2, &more, &label);
            }
        }
        let rim = [("stroke", EDGE[self.tone]), ("fill-opacity", "0")];
        self.rect((left, rows.head, LEAVES, height), PAPER, &rim);
    }

    /// A row for each component, where its ribbon ends.
    fn table(&mut self, stretches: &[Stretch], rows: Rows, left: f64, whole: u64) {
        let small = [("text-anchor", "end"), ("font-size", "11")];
        for (column, name) in COLUMNS.into_iter().zip(["bytes", "size", "share"]) {
            self.label((left + column, rows.head - 8.0), INK_3, &small, name);
        }
        let mut top = rows.head;
        for stretch in stretches {
            let node = stretch.node;
            let row = if node.is_leaf { rows.leaf } else { rows.sum };
            let hue = hue_of(node.component);
            let (baseline, weight) = (top + row * 0.5 + 4.5, if node.is_leaf { "400" } else { "600" });
            if node.is_leaf {
                self.rect((left, top + 0.5, TABLE, row - 1.0), hue.soft, &[]);
                self.rect((left, top + 0.5, 4.0, row - 1.0), hue.fill, &[]);
            }
            #[expect(clippy::cast_precision_loss, reason = "depths are single digits")]
            let indent = 14.0 + if node.is_leaf { 0.0 } else { node.depth as f64 * 6.0 };
            self.label(
                (left + indent, baseline),
                INK,
                &[("font-weight", weight)],
                short_name(node.component),
            );
            let cells = [
                format::groups(stretch.bytes).join("\u{202f}"),
                format::readable(stretch.bytes),
                format::share(stretch.bytes, whole),
            ];
            for (column, cell) in COLUMNS.into_iter().zip(cells) {
                let more = [("text-anchor", "end"), ("font-weight", weight)];
                self.label((left + column, baseline), INK, &more, &cell);
            }
            top += row;
        }
    }
}

#[cfg(test)]
mod tests {
    use resolver::{Configuration, Deployment, Request, resolve};

    use super::*;

    const TOKENS: &str = include_str!("../www/css/tokens.css");
    const RULES: &str = include_str!("../www/css/page.css");

    fn drawn(process: Process, entries: &[(&str, &str)], title: &str, link: &str) -> Option<String> {
        let config: Configuration = entries.iter().copied().collect();
        let version = FlinkVersion::V2_3;
        let request = Request { version, process, deployment: Deployment::Containerized, config: &config };
        let breakdown = resolve(request).outcome.expect("Flink starts");
        Portrait { version, process, breakdown: &breakdown, title, link, is_dark: false }.svg()
    }

    fn task_manager(title: &str, link: &str) -> String {
        let total = [("taskmanager.memory.process.size", "1728m")];
        drawn(Process::TaskManager, &total, title, link).expect("has a total")
    }

    /// What stands between tags; fails where tags do not fit together.
    fn texts(svg: &str) -> Vec<&str> {
        let (mut open, mut texts) = (Vec::new(), Vec::new());
        for piece in svg.split('<').skip(1) {
            let (tag, text) = piece.split_once('>').expect("a tag ends");
            assert_eq!(tag.matches('"').count() % 2, 0, "{tag}");
            if let Some(name) = tag.strip_prefix('/') {
                assert_eq!(open.pop(), Some(name));
            } else if !tag.ends_with('/') {
                open.push(tag.split(' ').next().unwrap_or_default());
            }
            if !text.trim().is_empty() {
                texts.push(text);
            }
        }
        assert!(open.is_empty(), "{open:?}");
        texts
    }

    #[test]
    fn it_says_every_component_with_its_bytes() {
        let svg = task_manager("Orders", "https://example.org/?v=1&flink=2.3&p=tm");
        let texts = texts(&svg);
        for text in [
            "Orders",
            "Flink 2.3 · TaskManager · 1.69\u{a0}GiB",
            "Task Heap",
            "402\u{202f}653\u{202f}174",
            "384.0\u{a0}MiB",
            "22.2\u{202f}%",
            "https://example.org/?v=1&amp;flink=2.3&amp;p=tm",
        ] {
            assert!(texts.contains(&text), "{text}");
        }
        let names = geometry::nodes(Process::TaskManager).iter().map(|node| short_name(node.component));
        assert!(names.into_iter().all(|name| texts.contains(&name)));
        assert!(svg.contains(r#"role="img""#) && svg.contains(r#"viewBox="0 0 736 "#));
        assert!(svg.contains(r#"<a href="https://example.org/?v=1&amp;flink=2.3&amp;p=tm""#));
    }

    #[test]
    fn lengths_are_to_scale() {
        // 402,653,174 of 1,811,939,328 bytes, on 440 points.
        let svg = task_manager("", "");
        assert!(svg.contains(r##"height="97.78" fill="#4467d4""##), "{svg}");
        assert!(texts(&svg).contains(&"TaskManager memory"));
    }

    #[test]
    fn nothing_in_it_can_run() {
        let svg =
            task_manager("</title><script>alert('1 & \"2\"')</script>\u{0}\u{ffff}\n", "javascript:alert(1)");
        texts(&svg);
        assert!(svg.contains(
            "&lt;/title&gt;&lt;script&gt;alert('1 &amp; &quot;2&quot;')&lt;/script&gt;\u{fffd}\u{fffd} "
        ));
        for word in ["<script", "<a ", "style", "url(", "@import", "\u{0}", "onload", "href"] {
            assert!(!svg.contains(word), "{word}");
        }
    }

    #[test]
    fn there_is_no_picture_of_a_heap_alone() {
        let (version, process) = (FlinkVersion::V1_10, Process::JobManager);
        let config = Configuration::from([("jobmanager.heap.size", "1g")]);
        let request = Request { version, process, deployment: Deployment::Standalone, config: &config };
        let breakdown = resolve(request).outcome.expect("the script starts");
        let portrait =
            Portrait { version, process, breakdown: &breakdown, title: "", link: "", is_dark: true };
        assert_eq!(portrait.svg(), None);
        let total = [("jobmanager.memory.process.size", "1600m")];
        assert!(drawn(Process::JobManager, &total, "", "").is_some());
    }

    fn token(name: &str) -> Tone {
        let line = ["--", name, ": light-dark("].concat();
        let rest = TOKENS.split_once(&*line).unwrap_or_else(|| panic!("no {name}")).1;
        let (light, rest) = rest.split_once(", ").expect("two colours");
        [light, rest.split_once(')').expect("two colours").0]
    }

    #[test]
    fn colours_are_those_of_the_page() {
        for (name, tone) in [
            ("bg-0", PAPER),
            ("bg-2", PLATE),
            ("edge", EDGE),
            ("ink", INK),
            ("ink-2", INK_2),
            ("ink-3", INK_3),
        ] {
            assert_eq!(token(name), tone, "{name}");
        }
        for node in geometry::nodes(Process::TaskManager).iter().filter(|node| node.is_leaf || node.depth > 1)
        {
            let selector = ["[data-of=", node.component.id(), "]"].concat();
            let rule = RULES.split_once(&*selector).expect("has a rule").1;
            let value = |property: &str| {
                let property = [property, ": var(--"].concat();
                let rest = rule.split_once(&*property).expect("has this property").1;
                token(rest.split_once(')').expect("ends").0)
            };
            let Hue { fill, soft, on } = hue_of(node.component);
            assert_eq!([fill, soft, on], [value("--c"), value("--cs"), value("--on")], "{selector}");
        }
    }
}
