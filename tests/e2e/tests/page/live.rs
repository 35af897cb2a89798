//! The job under load: it moves, it obeys, and it shows what the engine computes.
//!
//! Expected numbers are those of the engine itself, run natively on the same scenario, and read by the rules of Flink's metrics; not by what the page
//! reads them with.

use std::thread::sleep;
use std::time::Duration;

use e2e::{Calculator, DESKTOP, PHONE, TABLET, Visit, keys};
use flink_memory_calculator::live::cluster::Given;
use flink_memory_calculator::live::job::Job;
use flink_memory_calculator::live::memory::Memory;
use flink_memory_calculator::live::preset::Preset;
use flink_memory_calculator::live::scenario::scenario;
use flink_memory_calculator::page::Answer;
use flink_memory_calculator::settings::Settings;
use sim::Simulation;
use sim::metrics::TaskMetrics;
use sim::scenario::{SECOND, Scenario};

use crate::key;

/// Simulated tenths of a second.
fn time(page: &Calculator<'_>) -> u64 {
    let text = page.text("#live-time");
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    digits.parse().unwrap_or_else(|_| panic!("the time is `{text}`"))
}

fn wait_until_time_passes(page: &Calculator<'_>) {
    let before = page.text("#live-time");
    let other = format!("document.getElementById('live-time')?.textContent !== '{before}'");
    page.session.wait_for("time to pass", &other, &[]);
}

/// What a preset is when it is chosen on a new page.
pub(crate) fn native(preset: &str) -> Simulation {
    let preset = Preset::named(preset).expect("a preset");
    let mut settings = Settings::default();
    for (key, value) in preset.entries(settings.version) {
        settings.set(key, (*value).to_owned());
    }
    simulation(settings, &preset.job())
}

/// What a job is under settings.
pub(crate) fn simulation(settings: Settings, job: &Job) -> Simulation {
    let answer = Answer::to(settings);
    let given = Given::by(&answer).expect("Flink starts");
    let couplings = Memory::by(&answer, &given, job).expect("it divides").couplings(&given, job);
    Simulation::new(Scenario { couplings, ..scenario(&given, job, 1) }).expect("it runs")
}

/// Counters of all subtasks of a vertex.
fn counters(simulation: &Simulation, vertex: usize) -> Vec<TaskMetrics> {
    let subtasks = simulation.scenario().vertices[vertex].parallelism;
    (0..subtasks).filter_map(|subtask| simulation.task_metrics(vertex, subtask)).collect()
}

/// A cell of the table of metrics.
pub(crate) fn metric(page: &Calculator<'_>, name: &str, vertex: usize) -> f64 {
    let text = page.session.script(
        "const row = [...document.querySelectorAll('#metrics tbody tr')].find(row => row.cells[0].textContent === arguments[0]);
         return row.cells[Number(arguments[1]) + 1].textContent",
        &[name.into(), vertex.to_string().into()],
    );
    let text = text.as_str().expect("a text");
    text.parse().unwrap_or_else(|_| panic!("{name} of {vertex} is `{text}`"))
}

#[test]
#[expect(clippy::cast_precision_loss, reason = "numbers that are shown with few digits")]
fn numbers_are_those_of_the_engine() {
    for preset in ["slow-sink", "bursts", "debloated", "rocksdb"] {
        Visit::default().with_less_motion().run(|page| {
            page.choose_job(preset);
            page.session.wait_for(
                "the beginning",
                "document.getElementById('live-time').textContent.includes('0.0')",
                &[],
            );
            for _ in 0..30 {
                page.click("[data-do^='run-step']");
            }
            assert_eq!(time(page), 30, "thirty flushes of 100 ms");

            let mut engine = native(preset);
            engine.run_until(2 * SECOND);
            let before: Vec<_> = (0..3).map(|vertex| counters(&engine, vertex)).collect();
            engine.run_until(3 * SECOND);
            for (vertex, before) in before.iter().enumerate() {
                let since: Vec<TaskMetrics> =
                    counters(&engine, vertex).iter().zip(before).map(|(now, then)| now.since(then)).collect();
                let subtasks = since.len() as f64;
                let mean = |of: fn(&TaskMetrics) -> u64| since.iter().map(of).sum::<u64>() as f64 / subtasks;
                let check = |name: &str, expected: f64, unit: f64| {
                    let shown = metric(page, name, vertex);
                    assert!(
                        (shown - expected).abs() <= unit / 2.0 + 1e-6,
                        "{preset}, {name} of {vertex}: {shown}, not {expected}"
                    );
                };
                check("busyTimeMsPerSecond", mean(|task| task.times.busy) / 1e6, 1.0);
                check("idleTimeMsPerSecond", mean(|task| task.times.idle) / 1e6, 1.0);
                check(
                    "hardBackPressuredTimeMsPerSecond",
                    mean(|task| task.times.hard_backpressured) / 1e6,
                    1.0,
                );
                if vertex > 0 {
                    check("numRecordsInPerSecond", mean(|task| task.counters.records_in), 0.1);
                }
                let gauges: Vec<_> =
                    (0..4).filter_map(|subtask| engine.task_gauges(vertex, subtask)).collect();
                if vertex < 2 {
                    let queued: u64 = gauges.iter().map(|gauges| gauges.output_queue_length).sum();
                    check("buffers.outputQueueLength", queued as f64 / subtasks, 0.1);
                    let usage: f32 = gauges.iter().map(|gauges| gauges.out_pool_usage).sum();
                    check("buffers.outPoolUsage", f64::from(usage) / subtasks, 0.01);
                }
                let busiest = since.iter().map(|task| task.times.busy).max().unwrap_or(0) as f64 / 1e7;
                assert_eq!(page.text(&format!("#v{vertex}-busy-max")), format!("{:.0}%", busiest.min(100.0)));
            }
            for edge in 0..2 {
                let in_flight = engine.edge_metrics(edge).expect("it is there").in_flight();
                assert_eq!(page.text(&format!("#e{edge}-in-flight")), in_flight.to_string(), "{preset}");
            }
            let used = engine.used_memory_segments(0).expect("it is there");
            let available = (page.bytes("network") >> 15) - u64::from(used);
            assert_eq!(page.text("#pool-4-used"), format!("{available} available"), "{preset}");
        });
    }
}

#[test]
fn time_passes_stops_and_is_stepped_through() {
    Visit::default().run(|page| {
        page.choose_job("slow-sink");
        wait_until_time_passes(page);
        page.click("#run-play");
        let stopped = time(page);
        page.click("[data-do^='run-step']");
        assert_eq!(time(page), stopped + 1, "a flush interval");
        page.click("#run-step-kind option[value=event]");
        page.click("[data-do='run-step event']");
        assert!(time(page) <= stopped + 2);
        page.click("[data-do='run-restart']");
        assert_eq!(time(page), 0);
        page.set_job("run-seed", "7");
        assert_eq!(time(page), 0);
        page.click("#run-speed option[value='10']");
        page.click("#run-play");
        page.session.wait_for(
            "ten seconds",
            "parseFloat(document.getElementById('live-time').textContent.slice(4)) > 10",
            &[],
        );
    });
}

/// On a slow machine a job is made when the controls rest.
fn wait_for_the_beginning(page: &Calculator<'_>) {
    page.session.wait_until("the job to begin anew", || time(page) == 0);
}

#[test]
fn load_acts_at_once_and_memory_restarts_the_task_managers() {
    Visit::default().with_less_motion().run(|page| {
        page.choose_job("balanced");
        for _ in 0..5 {
            page.click("[data-do^='run-step']");
        }
        page.set_job("job-service-dial-2", "60");
        assert_eq!(time(page), 5, "it goes on");
        assert_eq!(page.text("#live-said"), "");
        page.set(key::NETWORK_FRACTION, "0.2");
        wait_for_the_beginning(page);
        assert!(page.text("#live-said").starts_with("TaskManagers restarted"));
        page.click("[data-do^='run-step']");
        page.set_job("job-parallelism-1", "3");
        wait_for_the_beginning(page);
        assert!(page.text("#live-said").starts_with("Job restarted"));
    });
}

#[test]
fn too_few_buffers_are_flinks_error_and_what_is_offered_helps() {
    Visit::default().run(|page| {
        page.choose_job("too-few");
        let error = page.text("#live .error");
        assert!(error.starts_with("java.io.IOException: Insufficient number of network buffers"), "{error}");
        page.click("#live .no-run .offers button");
        assert_eq!(page.count("#live .error"), 0);
        wait_until_time_passes(page);
        // Another preset takes back what this one configured, but not what was changed since.
        page.choose_job("balanced");
        assert_eq!(page.field("taskmanager.numberOfTaskSlots"), "");
    });
}

#[test]
fn it_waits_where_it_is_not_seen_and_is_not_loaded_before() {
    Visit::default().sized(PHONE).run(|page| {
        assert_eq!(page.count("#job-preset"), 0, "far below");
        page.wait_for_first_view_of_job();
        wait_until_time_passes(page);
        page.session.script("scrollTo(0, 0)", &[]);
        page.session.wait_until("time to stand still", || {
            let before = page.text("#live-time");
            sleep(Duration::from_millis(700));
            page.text("#live-time") == before
        });
    });
}

#[test]
fn without_motion_it_waits_to_be_asked() {
    Visit::default().with_less_motion().run(|page| {
        page.choose_job("balanced");
        assert_eq!(page.property("#run-play", "ariaLabel"), "Play");
        assert_eq!(time(page), 0);
        page.session.script("document.getElementById('run-play').focus()", &[]);
        page.session.press(None, keys::ENTER);
        page.settle();
        assert_eq!(page.property("#run-play", "ariaLabel"), "Pause");
        wait_until_time_passes(page);
    });
}

#[test]
fn segments_and_channels_are_told_in_words_too() {
    Visit::default().with_less_motion().run(|page| {
        page.choose_job("slow-sink");
        for _ in 0..20 {
            page.click("[data-do^='run-step']");
        }
        assert!(
            page.property("#pool-0", "ariaLabel").contains("queued"),
            "{}",
            page.property("#pool-0", "ariaLabel")
        );
        assert!(page.property("#channels", "ariaLabel").starts_with("4 channels, backlog "));
        page.click("#channel-table > summary");
        page.click("[data-do^='run-step']");
        assert_eq!(page.count("#channel-list tr"), 4);
        let painted = page.session.script(
            "const canvas = document.getElementById('pool-0');
             const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
             return pixels.some(value => value > 0)",
            &[],
        );
        assert_eq!(painted, true);
    });
}

#[test]
fn it_fits_and_can_be_read_everywhere() {
    for (preset, size) in
        [("checkpoint", DESKTOP), ("wide", TABLET), ("skew", PHONE), ("too-few", (1200, 800))]
    {
        for is_dark in [false, true] {
            Visit::default().sized(size).dark(is_dark).run(|page| {
                page.choose_job(preset);
                page.unfold_all();
                page.check_nothing_overflows(size);
                page.check_accessibility(preset);
            });
        }
    }
}

#[test]
fn six_stages_fit() {
    Visit::default().run(|page| {
        page.wait_for_job();
        page.set_job("job-stages", "6");
        assert_eq!(page.count(".vx"), 6);
        page.unfold_all();
        for size in [DESKTOP, (1200, 800), TABLET, (768, 1024), PHONE, (320, 640)] {
            page.check_nothing_overflows(size);
        }
    });
}

#[test]
fn what_the_job_suffers_from_is_said_with_what_to_turn() {
    Visit::default().with_less_motion().run(|page| {
        page.choose_job("skew");
        for _ in 0..40 {
            page.click("[data-do^='run-step']");
        }
        let said = page.text("#live-finding");
        assert!(said.starts_with("Sink\u{a0}0 is the bottleneck: it gets "), "{said}");
        assert!(said.contains("limit of 10 buffers"), "{said}");
        page.click("#live-remedies [data-do='look job-skew-2']");
        let focused = page.session.script("return document.activeElement.id", &[]);
        assert_eq!(focused.as_str(), Some("job-skew-2"));
        assert!(page.is_visible("#job-skew-2"), "its group is open");
    });
}

#[test]
fn the_job_is_in_the_link_and_in_the_history() {
    let mut link = String::new();
    let address = |page: &Calculator<'_>| {
        let address = page.session.script("return location.search", &[]);
        address.as_str().expect("a text").to_owned()
    };
    Visit::default().with_less_motion().run(|page| {
        page.wait_for_job();
        assert!(!address(page).contains("sim."), "what a page begins with is in no link");
        page.click("#job-editor > summary");
        page.set_job("job-parallelism-1", "3");
        page.set_job("job-latency", "700");
        page.set_job("job-checkpoints", "3 s");
        page.click("#job-unaligned option[value=true]");
        page.click("#run-speed option[value='5']");
        page.set_job("run-seed", "9");
        page.session.wait_until("the address to follow", || address(page).contains("sim.seed=9"));
        link = address(page);
        assert!(link.contains("&sim.latency=700&") && link.contains("_p3."), "{link}");
        page.session.script("history.back()", &[]);
        page.session.wait_until("the seed before", || page.property("#run-seed", "value") == "1");
        assert_eq!(page.property("#job-latency", "value"), "700");
        assert_eq!(page.property("#run-speed", "value"), "5");
        page.session.script("history.back()", &[]);
        page.session.wait_until("the speed before", || page.property("#run-speed", "value") == "1");
        page.session.script("history.back()", &[]);
        page.session.wait_until("barriers before", || page.property("#job-unaligned", "value").is_empty());
        assert_eq!(page.property("[name=job-checkpoints]", "value"), "3 s");
        page.session.script("history.go(-2)", &[]);
        page.session.wait_until("the network before", || page.property("#job-latency", "value") != "700");
        assert_eq!(page.property("#job-parallelism-1", "value"), "3");
    });
    Visit::default().with_less_motion().run(|page| {
        page.session.open(&(page.server.url() + &link));
        page.wait_until_ready();
        page.wait_for_job();
        let value = |field: &str| page.property(&["#", field].concat(), "value");
        assert_eq!(
            ["job-parallelism-1", "job-latency", "job-unaligned", "run-speed", "run-seed"].map(value),
            ["3", "700", "true", "5", "9"].map(str::to_owned)
        );
        assert_eq!(page.property("[name=job-checkpoints]", "value"), "3 s");
        assert_eq!(address(page), link);
    });
}

/// Whether the first band is painted as sharp as the screen is, and its first cell in the colour that queued segments have in the legend.
const IS_PAINTED: &str = "(() => {
    const canvas = document.getElementById('pool-0');
    if (!canvas || canvas.width !== Math.round(canvas.clientWidth * devicePixelRatio)) return false;
    const pixel = canvas.getContext('2d').getImageData(3 * devicePixelRatio, devicePixelRatio, 1, 1).data;
    const ink = getComputedStyle(document.getElementById('ink-data')).color.match(/\\d+/g);
    return pixel[3] === 255 && [0, 1, 2].every(part => Math.abs(pixel[part] - ink[part]) < 2);
})()";

#[test]
fn what_stands_still_is_painted_anew_for_other_windows_and_colours() {
    Visit::default().run(|page| {
        page.choose_job("slow-sink");
        page.wait_for_first_view_of_job();
        page.session.wait_for("segments to be queued", IS_PAINTED, &[]);
        page.click("#run-play");
        let time = page.text("#live-time");
        for size in [TABLET, PHONE, DESKTOP] {
            page.resize(size);
            page.session.wait_for("the band to be painted anew", IS_PAINTED, &[]);
        }
        for theme in ["light", "dark", "system"] {
            page.click("[data-do='theme']");
            page.session.wait_for(theme, IS_PAINTED, &[]);
        }
        assert_eq!(page.text("#live-time"), time);
    });
}
