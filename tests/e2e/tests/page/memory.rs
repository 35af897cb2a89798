//! What memory does to the job under load: managed memory as Flink divides it, and estimates that say so.

use e2e::{DESKTOP, Mouse, PHONE, TABLET, Visit};
use flink_memory_calculator::live::job::Job;
use flink_memory_calculator::live::preset::Preset;
use flink_memory_calculator::settings::Settings;
use sim::Simulation;
use sim::coupling::Estimate;
use sim::scenario::SECOND;

use crate::key;
use crate::live::{metric, simulation};

/// The preset's job with another part of the memory managed.
fn native(fraction: &str) -> Simulation {
    let preset = Preset::named("rocksdb").expect("a preset");
    let mut settings = Settings::default();
    for (key, value) in preset.entries(settings.version) {
        settings.set(key, (*value).to_owned());
    }
    settings.set(key::MANAGED_FRACTION, fraction.to_owned());
    simulation(settings, &preset.job())
}

/// The hit rate as the page has it, and records that a subtask of the sink reads in the third second.
#[expect(clippy::cast_precision_loss, reason = "a few thousand")]
fn expected(fraction: &str) -> (String, f64) {
    let mut engine = native(fraction);
    let Estimate(estimate) = engine.vertex_estimate(1).expect("an estimate");
    let hit_rate = estimate.state.expect("of its state").hit_rate;
    let records = |engine: &Simulation| {
        let tasks = (0..4).filter_map(|subtask| engine.task_metrics(2, subtask));
        tasks.map(|task| task.counters.records_in).sum::<u64>()
    };
    engine.run_until(2 * SECOND);
    let before = records(&engine);
    engine.run_until(3 * SECOND);
    (format!("{:.1}\u{202f}%", hit_rate * 100.0), (records(&engine) - before) as f64 / 4.0)
}

#[test]
fn state_that_does_not_fit_gets_faster_with_managed_memory() {
    Visit::default().with_less_motion().run(|page| {
        page.choose_job("rocksdb");
        let check = |fraction: &str| {
            let (hit_rate, records) = expected(fraction);
            assert_eq!(page.text("#state-0-1"), hit_rate, "at once, with {fraction}");
            for _ in 0..30 {
                page.click("[data-do^='run-step']");
            }
            let shown = metric(page, "numRecordsInPerSecond", 2);
            assert!((shown - records).abs() <= 0.051, "{fraction}: {shown}, not {records}");
            shown
        };
        let before = check("0.1");
        let said = page.text("#live-finding");
        assert!(said.starts_with("Map is the bottleneck: it waits for RocksDB for "), "{said}");
        assert!(said.contains("(estimates)"), "{said}");
        let turn = format!("[data-do='look {}']", key::MANAGED_FRACTION);
        page.click(&["#live-remedies ", &turn].concat());

        let track = page.thumb(key::MANAGED_FRACTION);
        let to = track.left + (track.right - track.left) * 0.45;
        page.session.mouse(&[
            Mouse::To(track.thumb, track.height),
            Mouse::Down,
            Mouse::To((track.thumb + to) / 2.0, track.height),
            Mouse::Rest,
            Mouse::To(to, track.height),
            Mouse::Rest,
            Mouse::Up,
        ]);
        page.settle();
        assert!(page.text("#live-said").starts_with("TaskManagers restarted"));
        let fraction = page.field(key::MANAGED_FRACTION);
        let after = check(&fraction);
        assert!(after > before * 1.5, "{before} with 0.1, {after} with {fraction}");
    });
}

#[test]
fn managed_memory_is_shown_slot_by_slot() {
    Visit::default().with_less_motion().run(|page| {
        page.choose_job("rocksdb");
        assert_eq!(page.count("#managed-memory .memory-band"), 2, "two slots that are alike, and RocksDB");
        let managed = page.bytes("managed");
        let label = page.property("#managed-memory svg.bar", "ariaLabel");
        assert!(label.starts_with("2 slots, 64.0 mebibytes: STATE_BACKEND 64.0 mebibytes"), "{label}");
        assert!(label.contains(&format!("{}\u{a0}pages", managed / 2 / 32_768)), "{label}");
        page.unfold_all();
        page.click("#job-python");
        let label = page.property("#managed-memory svg.bar", "ariaLabel");
        assert!(label.contains("STATE_BACKEND 44.8 mebibytes") && label.contains("PYTHON 19.2"), "{label}");
        assert!(page.text("#live-said").starts_with("TaskManagers restarted"));
    });
}

#[test]
fn estimates_say_so_and_can_be_switched_off() {
    Visit::default().with_less_motion().run(|page| {
        page.choose_job("balanced");
        assert_eq!(page.count("#effects"), 0);
        assert!(!page.text("#live .tag").contains("estimates"));
        page.unfold_all();
        page.click("#job-has-heap");
        assert_eq!(page.text("#effects .tag"), "estimate");
        assert!(page.text("#live .tag").contains("with estimates"));
        assert_eq!(page.text("#heap-4-0"), "no risk: silent for up to 10.0\u{a0}s of 50.0\u{a0}s");
        page.unfold_all();
        assert_eq!(page.count("#bases li"), 4, "three of collections, one of heartbeats");
        page.click("#job-has-heap");
        assert_eq!(page.count("#effects"), 0);
    });
}

#[test]
fn estimates_are_in_the_link() {
    let mut link = String::new();
    Visit::default().with_less_motion().run(|page| {
        page.choose_job("rocksdb");
        page.set_job("job-state-1", "300");
        page.set_job("job-access-skew", "0.75");
        let search = || {
            let search = page.session.script("return location.search", &[]);
            search.as_str().expect("a text").to_owned()
        };
        page.session.wait_until("the address to follow", || search().contains("z75"));
        link = search();
        assert!(link.contains(".s300"), "{link}");
        assert!(link.contains("&state.backend.type=rocksdb"), "{link}");
    });
    Visit::default().with_less_motion().run(|page| {
        page.session.open(&(page.server.url() + &link));
        page.wait_until_ready();
        page.wait_for_job();
        assert_eq!(page.property("#job-state-1", "value"), "300");
        assert_eq!(page.property("#job-backend", "value"), "rocksdb");
        assert!(page.text("#state-0-1").ends_with('%'));
        assert_eq!(Job::default().estimates.access_skew, 80, "another one than in the link");
        assert_eq!(page.property("#job-access-skew", "value"), "0.75");
    });
}

#[test]
fn memory_fits_and_can_be_read_everywhere() {
    for (size, is_dark) in [(DESKTOP, false), (TABLET, true), (PHONE, false)] {
        Visit::default().sized(size).dark(is_dark).run(|page| {
            page.choose_job("rocksdb");
            page.unfold_all();
            page.click("#job-has-heap");
            page.click("#job-operators");
            page.click("#job-python");
            page.unfold_all();
            page.check_nothing_overflows(size);
            page.check_accessibility("rocksdb");
        });
    }
}
