//! Charts over time: they move, they compare, and what is saved of them is what the engine computes.

use e2e::{Calculator, Visit};
use flink_memory_calculator::format::readable;
use serde_json::Value;
use sim::Simulation;
use sim::metrics::{Histogram, TaskMetrics};
use sim::scenario::{Nanos, SECOND};

use crate::key;
use crate::live::native;

const TENTH: Nanos = SECOND / 10;

/// Goes on by so many tenths of a second.
fn step(page: &Calculator<'_>, tenths: usize) {
    (0..tenths).for_each(|_| page.click("[data-do^='run-step']"));
}

/// Keeps what is saved from now on, in place of the browser.
fn catch_files(page: &Calculator<'_>) {
    page.session.script(
        "window.saved = [];
         let blob;
         URL.createObjectURL = made => { blob = made; return 'blob:' };
         HTMLAnchorElement.prototype.click = function () {
             const name = this.download;
             blob.text().then(text => saved.push([name, blob.type, text]));
         }",
        &[],
    );
}

/// The file that a button saves: its name, its type, its text.
fn file(page: &Calculator<'_>, button: &str) -> [String; 3] {
    page.session.script("saved.length = 0", &[]);
    page.click(button);
    page.session.wait_for("a file", "saved.length === 1", &[]);
    let file = page.session.script("return saved[0]", &[]);
    [0, 1, 2].map(|part| file[part].as_str().expect("a text").to_owned())
}

fn path(page: &Calculator<'_>, id: &str) -> String {
    let d = page
        .session
        .script("return document.getElementById(arguments[0]).getAttribute('d') ?? ''", &[id.into()]);
    d.as_str().expect("a path").to_owned()
}

fn tasks(engine: &Simulation, vertex: usize) -> Vec<TaskMetrics> {
    (0..4).filter_map(|subtask| engine.task_metrics(vertex, subtask)).collect()
}

fn sum(tasks: &[TaskMetrics], of: fn(&TaskMetrics) -> u64) -> u64 {
    tasks.iter().map(of).sum()
}

fn ages(engine: &Simulation) -> Histogram {
    let mut ages = Histogram::default();
    (0..4).filter_map(|subtask| engine.latency(2, subtask)).for_each(|of_subtask| ages.add(of_subtask));
    ages
}

#[test]
fn charts_move_and_say_what_they_show() {
    Visit::default().run(|page| {
        page.choose_job("slow-sink");
        let charts =
            ["throughput", "latency", "stage-1", "stage-2", "stage-3", "in-flight", "queued-buffers"];
        page.session.wait_for(
            "some time",
            "document.querySelector('#chart-in-flight-line0').getAttribute('d')?.length > 50",
            &[],
        );
        let before = charts.map(|chart| path(page, &format!("chart-{chart}-line0")));
        page.session.wait_until("all lines to grow", || {
            charts
                .iter()
                .zip(&before)
                .all(|(chart, before)| path(page, &format!("chart-{chart}-line0")).len() > before.len())
        });
        for chart in charts {
            let said = page.text(&format!("#chart-{chart}-desc"));
            assert!(said.starts_with("now ") && said.len() > 6, "{chart}: {said}");
        }
    });
}

#[test]
#[expect(clippy::cast_precision_loss, reason = "numbers that are written with three decimals")]
fn the_table_is_what_the_engine_computes() {
    Visit::default().with_less_motion().run(|page| {
        page.choose_job("slow-sink");
        step(page, 25);
        catch_files(page);
        let [name, media_type, text] = file(page, "#run-csv");
        assert_eq!((&*name, &*media_type), ("flink-run.csv", "text/csv"));
        let mut lines = text.lines();
        let head: Vec<&str> = lines.next().expect("a head").split(',').collect();
        let rows: Vec<Vec<&str>> = lines.map(|line| line.split(',').collect()).collect();
        assert_eq!(rows.len(), 26);
        let cell = |row: &[&str], name: &str| {
            let column =
                head.iter().position(|column| *column == name).unwrap_or_else(|| panic!("no {name}"));
            row[column].to_owned()
        };

        let mut engine = native("slow-sink");
        let mut seen = Vec::new();
        for (row, time) in rows.iter().zip((0..).map(|tenth| tenth * TENTH)) {
            engine.run_until(time);
            assert_eq!(cell(row, "time_s"), format!("{:.3}", time as f64 / 1e9));
            for (vertex, name) in ["Source", "Map", "Sink"].into_iter().enumerate() {
                let now = tasks(&engine, vertex);
                let read = sum(&now, |task| task.counters.records_in);
                assert_eq!(cell(row, &format!("{name}.numRecordsIn")), read.to_string());
                let written = sum(&now, |task| task.counters.records_out);
                assert_eq!(cell(row, &format!("{name}.numRecordsOut")), written.to_string());
                let queued = (0..4).filter_map(|subtask| engine.task_gauges(vertex, subtask));
                let queued: u64 = queued.map(|gauges| gauges.output_queue_length).sum();
                assert_eq!(cell(row, &format!("{name}.outputQueueLength")), queued.to_string());
            }
            for (edge, name) in ["Source to Map", "Map to Sink"].into_iter().enumerate() {
                let in_flight = engine.edge_metrics(edge).expect("it is there").in_flight();
                assert_eq!(cell(row, &format!("{name}.recordsInFlight")), in_flight.to_string());
            }
            seen.push((tasks(&engine, 2), ages(&engine)));
        }
        // Rates and ages of the last second.
        let (last, (before, ages_before), (now, ages_now)) = (&rows[25], &seen[15], &seen[25]);
        let grown = |of| sum(now, of) - sum(before, of);
        let read = grown(|task| task.counters.records_in) as f64;
        assert_eq!(cell(last, "Sink.numRecordsInPerSecond"), format!("{read:.3}"));
        let busy = grown(|task| task.times.busy) as f64 / 1e6 / 4.0;
        assert_eq!(cell(last, "Sink.busyTimeMsPerSecond"), format!("{busy:.3}"));
        let ages = ages_now.since(ages_before);
        for (percent, name) in [(50, "latency_p50_ms"), (99, "latency_p99_ms")] {
            let age = ages.percentile(percent) as f64 / 1e6;
            assert_eq!(cell(last, name), format!("{age:.3}"));
        }
    });
}

#[test]
fn charts_are_saved_as_documents_that_need_nothing_else() {
    Visit::default().with_less_motion().run(|page| {
        page.choose_job("checkpoint");
        step(page, 25);
        page.set(key::NETWORK_FRACTION, "0.2");
        step(page, 5);
        catch_files(page);
        let buttons = page.count(".chart [data-do^='run-file']");
        assert_eq!(buttons, 8);
        for chart in ["throughput", "latency", "stage-2", "in-flight", "queued-buffers", "checkpoints"] {
            let [name, media_type, text] = file(page, &format!("[data-do='run-file {chart}']"));
            assert_eq!((name, &*media_type), (format!("flink-{chart}.svg"), "image/svg+xml"));
            for word in ["<script", "style", "url(", "href", "class="] {
                assert!(!text.contains(word), "{chart}: {word}");
            }
            let drawn = page.session.script(
                "const text = arguments[0];
                 const document = new DOMParser().parseFromString(text, 'image/svg+xml');
                 return new Promise(done => {
                     const image = new Image();
                     image.onload = () => done([document.querySelectorAll('parsererror').length, image.naturalWidth]);
                     image.onerror = () => done('not an image');
                     image.src = 'data:image/svg+xml;charset=utf-8,' + encodeURIComponent(text);
                 })",
                &[text.into()],
            );
            assert_eq!(drawn, Value::from(vec![0, 720]), "{chart}");
        }
    });
}

#[test]
fn a_change_of_memory_leaves_the_run_before_as_a_dashed_line() {
    Visit::default().with_less_motion().run(|page| {
        page.choose_job("slow-sink");
        step(page, 10);
        let at_one_second = page.text("#compared-now3");
        step(page, 15);
        assert_eq!(path(page, "chart-throughput-old0"), "");
        assert!(page.text("#compared-said").starts_with("Change memory or the job"));
        assert_eq!(page.text("#compared-before3"), "–");

        page.set(key::NETWORK_FRACTION, "0.2");
        step(page, 10);
        for id in [
            "throughput-old0",
            "throughput-line0",
            "latency-old1",
            "stage-2-old0",
            "stage-2-line2",
            "in-flight-old0",
        ] {
            assert!(path(page, &format!("chart-{id}")).starts_with('M'), "{id}");
        }
        assert!(page.text("#compared-said").contains("network memory"), "{}", page.text("#compared-said"));
        assert_eq!(page.text("#compared-at"), "at 1.0\u{a0}s");
        assert_eq!(page.text("#compared-before3"), at_one_second);
        assert!(page.text("#compared-change3").ends_with('%'));
        assert!(page.text("#chart-throughput-desc").contains("; before "));

        // One that is pinned stays, whatever is tried after it.
        step(page, 15);
        let pinned = readable(page.bytes("network"));
        page.click("#run-pin");
        assert_eq!(page.property("#run-pin", "ariaPressed"), "true");
        for fraction in ["0.3", "0.35"] {
            page.set(key::NETWORK_FRACTION, fraction);
            step(page, 25);
        }
        let (said, now) = (page.text("#compared-said"), readable(page.bytes("network")));
        assert!(said.contains(&format!("network memory {pinned} → {now}")), "{said}");
    });
}

/// What the page says and draws of the run before.
fn of_the_run_before(page: &Calculator<'_>) -> Vec<String> {
    let texts = (0..6).map(|row| page.text(&format!("#compared-before{row}")));
    let paths = ["throughput-old0", "latency-old0", "latency-old1", "stage-2-old0", "in-flight-old0"];
    let paths = paths.map(|id| path(page, &format!("chart-{id}")));
    let said = ["#compared-at", "#compared-said", "#chart-throughput-desc"].map(|place| page.text(place));
    texts.chain(paths).chain(said).collect()
}

#[test]
fn a_link_brings_the_run_before_with_it() {
    let address = |page: &Calculator<'_>| {
        let address = page.session.script("return location.search", &[]);
        address.as_str().expect("a text").to_owned()
    };
    let mut link = String::new();
    let mut sent = Vec::new();
    Visit::default().with_less_motion().run(|page| {
        page.choose_job("slow-sink");
        step(page, 15);
        // Its load is changed while it runs.
        page.set_job("job-rate-dial-0", "110");
        step(page, 12);
        page.click("#run-pin");
        page.set(key::NETWORK_FRACTION, "0.2");
        page.session.wait_until("the address to follow", || {
            address(page).contains("&was.pin=1&was.run=2.7~") && address(page).contains("~1.5~0:")
        });
        step(page, 22);
        // Where it stands still is in the link, too.
        page.session.wait_until("the address to follow", || address(page).ends_with("&now.run=2.2"));
        (link, sent) = (address(page), of_the_run_before(page));
        assert!(sent[6].starts_with('M'), "{sent:?}");
    });
    Visit::default().with_less_motion().run(|page| {
        page.session.open(&(page.server.url() + &link));
        page.wait_until_ready();
        page.wait_for_job();
        page.session.wait_until("the run to be made", || !page.text("#compared-said").contains("made again"));
        step(page, 22);
        assert_eq!(of_the_run_before(page), sent);
        assert_eq!(page.property("#run-pin", "ariaPressed"), "true");
        page.session.wait_until("the address to follow", || address(page) == link);
        // It is in the history, too.
        page.click("#run-pin");
        page.set(key::NETWORK_FRACTION, "0.3");
        page.session.wait_until("the address to follow", || {
            address(page).contains("&was.run=2.2&") || address(page).ends_with("&was.run=2.2")
        });
        page.session.script("history.back()", &[]);
        page.session.wait_until("what was before", || address(page).contains("&was.run=2.7~"));
        page.session.wait_until("the run before to be made", || {
            page.text("#compared-said").contains("network memory")
                && !page.text("#compared-said").contains("made again")
        });
    });
}

#[test]
fn what_a_link_says_in_vain_of_a_run_is_said() {
    Visit::default().with_less_motion().run(|page| {
        page.session.open(&(page.server.url() + "?v=1&flink=2.3&p=tm&was.process.size=1k&was.run=5"));
        page.wait_until_ready();
        page.wait_for_job();
        page.session.wait_until("a notice", || page.text(".notices").contains("there is no such run"));
        assert!(page.text("#compared-said").starts_with("Change memory or the job"));
        page.session.wait_until("the address to follow", || {
            page.session.script("return location.search", &[]).as_str() == Some("?v=1&flink=2.3&p=tm")
        });
    });
}
