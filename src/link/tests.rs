//! Links written, read, and damaged.

use std::io::{Read as _, Write as _};
use std::rc::Rc;

use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::sample::select;
use resolver::Component;
use resolver::catalogue::OptionType;

use super::options::{keys, option};
use super::read::{NAME_LIMIT, PARAMETER_LIMIT, TEXT_LIMIT};
use super::*;
use crate::live::job::Job;
use crate::live::look::Look;
use crate::live::part::LINKS;
use crate::live::past::RUNS;
use crate::live::run::Speed;
use crate::output::Tab;

/// A link as the page makes it.
fn encode(state: &LinkState) -> String {
    let link = super::encode(state, Some(&LINKS));
    link.to_compress.map_or(link.query, |text| fragment(&zlib(text.as_bytes())))
}

/// A link as the page reads it.
fn decode(query: &str, fragment: &str) -> Option<Decoded> {
    let text = compressed(fragment).and_then(|bytes| {
        let mut text = String::new();
        ZlibDecoder::new(&*bytes).read_to_string(&mut text).ok().map(|_| text)
    });
    super::decode(query, fragment, text.as_deref(), PARTS)
}

const PARTS: Parts = Parts { jobs: Some(&LINKS), runs: Some(&RUNS) };

fn parameters(state: &LinkState) -> String {
    super::parameters(state, Some(&LINKS))
}

fn zlib(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).expect("memory takes all");
    encoder.finish().expect("memory takes all")
}

fn state(
    version: FlinkVersion,
    process: Process,
    deployment: Deployment,
    config: Configuration,
) -> LinkState {
    LinkState {
        version,
        process,
        deployment,
        config,
        load: None,
        before: None,
        now: None,
        seen: Seen::default(),
    }
}

/// A TaskManager of 2.3 in a container, with the JobManager's first total, so that only the TaskManager is in the link.
fn ordinary<const N: usize>(entries: [(&str, &str); N]) -> LinkState {
    let mut config = Configuration::from(entries);
    config.set("jobmanager.memory.process.size", "1600m");
    state(FlinkVersion::V2_3, Process::TaskManager, Deployment::Containerized, config)
}

/// Checks both directions.
#[track_caller]
fn check(state: &LinkState, link: &str) {
    assert_eq!(encode(state), link);
    let decoded = decode(link, "").expect("is a link");
    assert_eq!(decoded, Decoded { state: state.clone(), dropped: Vec::new() });
}

#[track_caller]
fn check_dropped(link: &str, expected: &[(&str, Why)]) {
    let dropped = decode(link, "").expect("is a link").dropped;
    let dropped: Vec<_> = dropped.iter().map(|dropped| (&*dropped.name, dropped.why)).collect();
    assert_eq!(dropped, expected, "{link}");
}

#[test]
fn an_ordinary_state_is_readable() {
    let total = "taskmanager.memory.process.size";
    let fraction = "taskmanager.memory.managed.fraction";
    check(
        &ordinary([(total, "4g"), (fraction, "0.3")]),
        "?v=1&flink=2.3&p=tm&process.size=4g&managed.fraction=0.3",
    );
    check(&ordinary([(total, "1728m")]), "?v=1&flink=2.3&p=tm");
    let weights = ("taskmanager.memory.managed.consumer-weights", "OPERATOR:60,PYTHON:40");
    check(
        &ordinary([weights, (total, "1728m")]),
        "?v=1&flink=2.3&p=tm&managed.consumer-weights=OPERATOR:60,PYTHON:40",
    );
}

#[test]
fn a_load_is_in_the_link_of_its_state() {
    let load = Load { job: Rc::default(), seed: 1, speed: Speed::Real };
    let state = LinkState { load: Some(load), ..ordinary([("taskmanager.memory.process.size", "4g")]) };
    let begin = "?v=1&flink=2.3&p=tm&process.size=4g";
    let stages = "&sim.job=p4.r8000.t300_p4.r8000.t300_p4.r8000.t250";
    check(&state, &[begin, stages, "&sim.latency=200&sim.bandwidth=1024&sim.seed=1"].concat());
    let decoded = decode(&[begin, "&sim.seed=5"].concat(), "").expect("is a link");
    assert_eq!(decoded.state.load, None);
}

#[test]
fn of_the_run_before_a_link_says_what_was_otherwise() {
    let total = "taskmanager.memory.process.size";
    let fraction = "taskmanager.memory.managed.fraction";
    let now = ordinary([(total, "4g"), (fraction, "0.3")]);
    let past = |state: &LinkState, course: &str, is_pinned| {
        Some(Past { start: parameters(state).into(), course: course.into(), is_pinned, by: &RUNS })
    };
    let begin = "?v=1&flink=2.3&p=tm&process.size=4g&managed.fraction=0.3";
    let then = ordinary([(total, "8g")]);
    check(
        &LinkState { before: past(&then, "12.4", false), ..now.clone() },
        &[begin, "&was.process.size=8g&was.unset=managed.fraction&was.run=12.4"].concat(),
    );
    let load = Load { job: Rc::default(), seed: 7, speed: Speed::Real };
    let then = LinkState { load: Some(load.clone()), ..now.clone() };
    let stages = "sim.job=p4.r8000.t300_p4.r8000.t300_p4.r8000.t250";
    check(
        &LinkState { before: past(&then, "60~5.2~1:p4.t9~sim.tm", true), ..now.clone() },
        &[
            &[begin, "&was.", stages].concat(),
            "&was.sim.latency=200&was.sim.bandwidth=1024&was.sim.seed=7&was.pin=1&was.run=60~5.2~1:p4.t9~sim.tm",
        ]
        .concat(),
    );
    // How fast it is watched is no difference, and which process was looked at is one.
    let fast = Load { seed: 1, speed: Speed::Ten, ..load };
    let then = LinkState { load: Some(Load { speed: Speed::Real, ..fast.clone() }), ..now.clone() };
    let now = LinkState { process: Process::JobManager, load: Some(fast), ..now };
    let begin =
        "?v=1&flink=2.3&p=jm&taskmanager.memory.managed.fraction=0.3&taskmanager.memory.process.size=4g&";
    let rest = "&sim.latency=200&sim.bandwidth=1024&sim.seed=1&sim.speed=10&was.p=tm&was.process.size=4g&was.managed.fraction=0.3\
                &was.unset=taskmanager.memory.managed.fraction,taskmanager.memory.process.size&was.run=5";
    check(&LinkState { before: past(&then, "5", false), ..now }, &[begin, stages, rest].concat());
}

#[test]
fn of_the_present_run_a_link_says_what_was_otherwise_too() {
    let total = "taskmanager.memory.process.size";
    let now = ordinary([(total, "4g")]);
    let run = |state: &LinkState, course: &str, is_pinned| {
        Some(Past { start: parameters(state).into(), course: course.into(), is_pinned, by: &RUNS })
    };
    check(
        &LinkState { now: run(&now, "", true), ..now.clone() },
        "?v=1&flink=2.3&p=tm&process.size=4g&now.pin=1&now.run=",
    );
    let load = Load { job: Rc::default(), seed: 1, speed: Speed::Real };
    let loaded = LinkState { load: Some(load), ..now.clone() };
    let before = run(&ordinary([(total, "8g")]), "7", true);
    check(
        &LinkState { before, now: run(&now, "~1.2~0:p4.r9000.t300", false), ..loaded },
        "?v=1&flink=2.3&p=tm&process.size=4g&sim.job=p4.r8000.t300_p4.r8000.t300_p4.r8000.t250&sim.latency=200&sim.bandwidth=1024&sim.seed=1\
         &was.process.size=8g&was.unset=sim.job,sim.latency,sim.bandwidth,sim.seed&was.pin=1&was.run=7\
         &now.unset=sim.job,sim.latency,sim.bandwidth,sim.seed&now.run=~1.2~0:p4.r9000.t300",
    );
    check_dropped(
        "?flink=2.3&now.process.size=/&now.x=1&now.run=2&was.y=1&now.was.run=3&now.now.run=4",
        &[
            ("was.run", Why::NoSuchChoice),
            ("now.process.size", Why::Foreign),
            ("now.x", Why::Unknown),
            ("now.was.run", Why::Unknown),
            ("now.now.run", Why::Unknown),
        ],
    );
    check_dropped("?flink=2.3&now.run=<script>", &[("now.run", Why::NoSuchChoice)]);
    check_dropped("?flink=2.3&now=1", &[("now", Why::Unknown)]);
}

#[test]
fn what_is_looked_at_is_in_the_link_and_in_no_run() {
    let total = "taskmanager.memory.process.size";
    let seen = Seen {
        tab: Tab::Slot,
        pinned: Some(Component::Network),
        look: Look { task_manager: 0, edge: 1, subtask: 2 },
    };
    let now = LinkState { seen, ..ordinary([(total, "4g")]) };
    check(&now, "?v=1&flink=2.3&p=tm&process.size=4g&see=slot-memory,network,edge.2,subtask.3");
    let start = parameters(&ordinary([(total, "8g")])).into();
    let before = Some(Past { start, course: "5".into(), is_pinned: false, by: &RUNS });
    check(
        &LinkState { before, ..now },
        "?v=1&flink=2.3&p=tm&process.size=4g&was.process.size=8g&was.run=5&see=slot-memory,network,edge.2,subtask.3",
    );
    let elsewhere = "?flink=2.3&see=network&was.see=managed&was.unset=see&was.run=5";
    let Decoded { state, dropped } = decode(elsewhere, "").expect("is a link");
    assert_eq!(state.seen, Seen { pinned: Some(Component::Network), ..Seen::default() });
    assert_eq!((&*state.before.expect("there was one").start, dropped), ("flink=2.3&p=tm", Vec::new()));
}

#[test]
fn what_cannot_be_looked_at_is_dropped() {
    for value in ["", "script", "tm.0", "tm.2,network,x", "subtask.99999999999", "%3Cscript%3E"] {
        check_dropped(&["?flink=2.3&see=", value].concat(), &[("see", Why::NoSuchChoice)]);
    }
    check_dropped("?flink=2.3&see=network&see=managed", &[("see", Why::Twice)]);
    check_dropped("?flink=2.3&see.tab=network", &[("see.tab", Why::Unknown)]);
    check_dropped("?flink=2.3&see=subtask.4000%2Cnetwork", &[]);
}

#[test]
fn what_is_wrong_with_the_run_before_is_dropped() {
    check_dropped("?flink=2.3&was.process.size=4g", &[("was.run", Why::NoSuchChoice)]);
    check_dropped("?flink=2.3&was.run=5%23~1", &[("was.run", Why::NoSuchChoice)]);
    check_dropped("?flink=2.3&was.run=%ff", &[("was.run", Why::NoSuchChoice)]);
    check_dropped(
        "?flink=2.3&x=1&was.x=2&was.y=3&was.was.run=1&was.process.size=/&was.run=5",
        &[
            ("x", Why::Unknown),
            ("was.x", Why::Unknown),
            ("was.y", Why::Unknown),
            ("was.was.run", Why::Unknown),
            ("was.process.size", Why::Foreign),
        ],
    );
    // Others may escape what need not be.
    let before = |link: &str| decode(link, "").expect("is a link").state.before.expect("there was one");
    let plain = before("?flink=2.3&was.process.size=4g&was.run=5~1~sim.heap:a5");
    assert_eq!(before("?flink=2.3&amp;was.process.size=4g&amp;was.run=5%7E1%7Esim.heap%3Aa5"), plain);
    let deep = ["?flink=2.3&was.run=5&", &"was.".repeat(10_000), "run=5"].concat();
    assert_eq!(decode(&deep, "").expect("is a link").dropped.len(), 1);
}

#[test]
fn what_is_wrong_with_a_load_is_dropped() {
    check_dropped(
        "?v=1&flink=2.3&sim.job=p0_p1&sim.tm=0&sim.latency=-1&sim.bandwidth=x&sim.seed=4294967296&sim.exchange=PIPELINED&sim.consumers=STATE_BACKEND\
         &sim.state=z90000&sim.heap=a-1&sim.speed=99&sim.x=1",
        &[
            ("sim.job", Why::NoSuchChoice),
            ("sim.tm", Why::NoSuchChoice),
            ("sim.latency", Why::NoSuchChoice),
            ("sim.bandwidth", Why::NoSuchChoice),
            ("sim.seed", Why::NoSuchChoice),
            ("sim.exchange", Why::NoSuchChoice),
            ("sim.consumers", Why::NoSuchChoice),
            ("sim.state", Why::NoSuchChoice),
            ("sim.heap", Why::NoSuchChoice),
            ("sim.speed", Why::NoSuchChoice),
            ("sim.x", Why::Unknown),
        ],
    );
}

#[test]
fn when_a_job_flushes_and_takes_checkpoints_is_in_the_link() {
    check(
        &ordinary([
            ("taskmanager.memory.process.size", "4g"),
            ("execution.buffer-timeout.interval", "20 ms"),
            ("execution.checkpointing.interval", "5 s"),
            ("execution.checkpointing.timeout", "soon"),
            ("execution.checkpointing.unaligned.enabled", "true"),
        ]),
        "?v=1&flink=2.3&p=tm&process.size=4g&execution.buffer-timeout.interval=20%20ms&execution.checkpointing.interval=5%20s\
         &execution.checkpointing.timeout=soon&execution.checkpointing.unaligned.enabled=true",
    );
    check_dropped(
        "?flink=2.3&execution.checkpointing.interval=s3://bucket&execution.checkpointing.dir=x",
        &[("execution.checkpointing.interval", Why::Foreign), ("execution.checkpointing.dir", Why::Unknown)],
    );
}

#[test]
fn the_order_is_fixed_and_names_are_short_for_the_process() {
    let config = Configuration::from([
        ("jobmanager.memory.jvm-overhead.max", "2g"),
        ("jobmanager.memory.flink.size", "1g"),
        ("jobmanager.memory.process.size", "1600m"),
        ("parallelism.default", "8"),
        ("taskmanager.memory.process.size", "1728m"),
        ("taskmanager.memory.network.min", "1b"),
    ]);
    check(
        &state(FlinkVersion::V1_10, Process::JobManager, Deployment::Containerized, config.clone()),
        "?v=1&flink=1.10&p=jm&process.size=1600m&flink.size=1g&jvm-overhead.max=2g&parallelism.default=8\
         &taskmanager.memory.network.min=1b",
    );
    check(
        &state(FlinkVersion::V1_20, Process::TaskManager, Deployment::Standalone, config),
        "?v=1&flink=1.20&p=tm&d=standalone&process.size=1728m&network.min=1b&jobmanager.memory.flink.size=1g\
         &jobmanager.memory.jvm-overhead.max=2g&jobmanager.memory.process.size=1600m&parallelism.default=8",
    );
}

#[test]
fn a_total_that_is_not_set_is_not_the_first_total() {
    let of = |deployment, config| state(FlinkVersion::V2_3, Process::TaskManager, deployment, config);
    check(&of(Deployment::Containerized, Configuration::new()), "?v=1&flink=2.3&p=tm&tm=none&jm=none");
    let flink_sizes = [("taskmanager.memory.flink.size", "1280m"), ("jobmanager.memory.flink.size", "1280m")];
    check(&of(Deployment::Standalone, flink_sizes.into()), "?v=1&flink=2.3&p=tm&d=standalone");
    check(
        &of(Deployment::Containerized, flink_sizes.into()),
        "?v=1&flink=2.3&p=tm&flink.size=1280m&jobmanager.memory.flink.size=1280m",
    );
    // A total that cannot be in a link does not become another one.
    let secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    let linked = encode(&ordinary([("taskmanager.memory.process.size", secret)]));
    assert_eq!(linked, "?v=1&flink=2.3&p=tm&tm=none");
    let opened = decode(&["?flink=2.3&process.size=", secret].concat(), "").expect("is a link");
    assert_eq!(opened.state.config.get("taskmanager.memory.process.size"), None);
}

#[test]
fn what_is_typed_survives() {
    for (value, escaped) in [
        ("", ""),
        ("1.5g", "1.5g"),
        ("4.", "4%2E"),
        (" 4 g ", "%204%20g%20"),
        ("+4g", "%2B4g"),
        ("50%", "50%25"),
        ("%41", "%2541"),
        ("4&p", "4%26p"),
        ("4#g", "4%23g"),
        ("４ｇ", "%EF%BC%94%EF%BD%87"),
        ("\u{202e}\u{fffd}\"'<>`", "%E2%80%AE%EF%BF%BD%22%27%3C%3E%60"),
        ("🙂", "%F0%9F%99%82"),
    ] {
        let link = ["?v=1&flink=2.3&p=tm&process.size=", escaped].concat();
        let state = ordinary([("taskmanager.memory.process.size", value)]);
        check(&state, &link);
    }
}

#[test]
fn what_others_make_of_links_is_read() {
    let state = ordinary([("taskmanager.memory.process.size", "4 g"), ("parallelism.default", "50%")]);
    for link in [
        "v=1&flink=2.3&p=tm&process.size=4+g&parallelism.default=50%",
        "?parallelism.default=50%&process.size=4%20g&flink=2.3.0",
        "?v=1&amp;flink=2.3&amp;p=tm&amp;process.size=4%20g&&amp;parallelism.default=50%25",
        "?flink=2.3&taskmanager.memory.process.size=%34%20g&parallelism%2edefault=50%25&d=containerized",
    ] {
        let decoded = decode(link, "#components").expect("is a link");
        assert_eq!(decoded, Decoded { state: state.clone(), dropped: Vec::new() }, "{link}");
    }
}

#[test]
fn what_is_not_a_link_is_none() {
    for (query, fragment) in [
        ("", ""),
        ("?", "#"),
        ("?utm_source=x&p=3&tm=5", "#components"),
        ("", "#a:b"),
        ("", "#:"),
        ("", "1"),
        ("%FF", ""),
    ] {
        assert_eq!(decode(query, fragment), None, "{query} {fragment}");
    }
}

#[test]
fn what_is_wrong_is_dropped_and_the_rest_is_kept() {
    check_dropped("?v=1&flink=2.3&p=tm&d=standalone&process.size=1.5g", &[]);
    check_dropped("?v=1", &[("flink", Why::NoRelease)]);
    check_dropped("?v=2&flink=2.3", &[("v", Why::Later)]);
    check_dropped("?v=x&flink=2.3", &[("v", Why::NoSuchChoice)]);
    check_dropped("?v=1&flink=3.0", &[("flink", Why::NoSuchChoice)]);
    check_dropped(
        "?flink=2.3&p=x&d=yarn&jm=all",
        &[("p", Why::NoSuchChoice), ("d", Why::NoSuchChoice), ("jm", Why::NoSuchChoice)],
    );
    check_dropped(
        "?flink=2.3&managed.fraktion=1&s3.secret-key=x&sim.seed=1&=&tm",
        &[
            ("tm", Why::NoSuchChoice),
            ("managed.fraktion", Why::Unknown),
            ("s3.secret-key", Why::Unknown),
            ("sim.seed", Why::Unknown),
            ("", Why::Unknown),
        ],
    );
    check_dropped(
        "?flink=2.3&process.size=%ff&parallelism.default=%ED%A0%80&network.min=%00",
        &[
            ("process.size", Why::NotText),
            ("parallelism.default", Why::NotText),
            ("network.min", Why::Foreign),
        ],
    );
    check_dropped(
        "?flink=2.3&state.backend.forst.cache.dir=x",
        &[("state.backend.forst.cache.dir", Why::Free)],
    );
    let long = ["?flink=2.3&process.size=", &"9".repeat(33)].concat();
    check_dropped(&long, &[("process.size", Why::TooLong)]);
}

#[test]
fn of_a_parameter_given_twice_the_last_counts() {
    let link = "?flink=1.20&flink=2.3&process.size=1g&taskmanager.memory.process.size=4g&process.size=/";
    check_dropped(
        link,
        &[
            ("flink", Why::Twice),
            ("taskmanager.memory.process.size", Why::Twice),
            ("process.size", Why::Foreign),
        ],
    );
    let state = ordinary([("taskmanager.memory.process.size", "4g")]);
    assert_eq!(decode(link, "").map(|decoded| decoded.state), Some(state));
}

#[test]
fn too_much_is_not_read() {
    let many = ["?flink=2.3", &"&x=1".repeat(PARAMETER_LIMIT)].concat();
    let dropped = decode(&many, "").expect("is a link").dropped;
    assert_eq!(dropped.len(), PARAMETER_LIMIT);
    assert_eq!(dropped.last().map(|dropped| dropped.why), Some(Why::TooMany));
    // Cut within a value, or within a character of it.
    for filler in ["9", "ä"] {
        let long = ["?flink=2.3&parallelism.default=2&process.size=", &filler.repeat(TEXT_LIMIT)].concat();
        check_dropped(&long, &[("…", Why::TooMany)]);
        let config = decode(&long, "").expect("is a link").state.config;
        assert_eq!(config.get("parallelism.default"), Some("2"));
    }
}

/// All keys with values of the greatest length.
fn everything() -> LinkState {
    let config = keys().map(|key| {
        let (_, option) = option(key).expect("is a key");
        let limit = match option.and_then(|option| option.spans.last()).map(|span| span.kind) {
            Some(OptionType::Map) => 200,
            _ => 32,
        };
        // Characters that take nine bytes each.
        (key, ["７８９ ", "ab,"].concat().chars().cycle().take(limit).collect::<String>())
    });
    state(FlinkVersion::V1_20, Process::JobManager, Deployment::Standalone, config.collect())
}

#[test]
fn a_long_link_is_a_compressed_fragment() {
    let state = everything();
    let parameters = parameters(&state);
    assert!(parameters.len() < TEXT_LIMIT, "{}", parameters.len());
    let link = encode(&state);
    assert!(link.starts_with("#1:eJ"), "{link}");
    assert!(link[3..].bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)));
    assert!(link.len() < parameters.len() / 3, "{}", link.len());
    let decoded = decode("?utm_source=x", &link).expect("is a link");
    let left_out: Vec<_> = left_out(&state.config).into_iter().map(|dropped| dropped.name).collect();
    assert_eq!(left_out.len(), 2);
    assert_eq!(decoded.state.config.len(), state.config.len() - left_out.len());
    assert!(decoded.state.config.iter().all(|(key, value)| state.config.get(key) == Some(value)));
    // A full stop behind it is not a part of it, and the colon may be escaped.
    assert_eq!(decode("", &[&link, ")."].concat()).as_ref(), Some(&decoded));
    assert_eq!(decode("", &link.replace(':', "%3A")).as_ref(), Some(&decoded));
}

#[test]
fn a_damaged_fragment_says_so_and_nothing_of_it_is_kept() {
    let link = encode(&everything());
    let first = decode("?v=1&flink=2.3", "").map(|decoded| decoded.state);
    for damaged in ["#1:", "#1:x", "#1:eNo", &link[..link.len() / 2], &link.replacen('A', "B", 1)] {
        let decoded = decode("?v=1&flink=1.10", damaged).expect("is a link");
        assert_eq!(decoded.dropped.len(), 1);
        assert_eq!(decoded.dropped[0].why, Why::Damaged, "{damaged}");
        assert_eq!(Some(decoded.state), first);
    }
    let later = decode("", "#2:abc").expect("is a link").dropped;
    assert_eq!(later, [Dropped { name: "v".to_owned(), why: Why::Later }]);
}

#[test]
fn secrets_do_not_enter_a_link() {
    let secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    let plain = "wJalrXUtnFEMIaK7MDENGabPxRfiCYEXAMPLEKEY";
    let mut config = Configuration::new();
    for key in ["s3.secret-key", "fs.s3a.secret.key", "security.ssl.key-password", "env.java.opts"] {
        config.set(key, secret);
    }
    let uri = ["s3://key:", secret, "@bucket"].concat();
    for key in keys() {
        for value in [
            secret,
            plain,
            &uri,
            &["4g ", plain].concat(),
            "4g -Ds3.secret-key=hunter2",
            "4g s3.key: hunter2",
        ] {
            // Of a map, only what cannot be one is refused.
            if key == "taskmanager.memory.managed.consumer-weights" && value.contains("hunter2") {
                continue;
            }
            config.set(key, value);
            let link = encode(&state(
                FlinkVersion::V2_3,
                Process::TaskManager,
                Deployment::Standalone,
                config.clone(),
            ));
            assert_eq!(link, "?v=1&flink=2.3&p=tm&d=standalone&tm=none&jm=none", "{key}={value}");
            assert_eq!(left_out(&config).len(), 1);
        }
        config.unset(key);
    }
}

fn any_state(value: BoxedStrategy<String>) -> impl Strategy<Value = LinkState> {
    let known: Vec<&str> = keys().collect();
    let key = prop_oneof![20 => select(known).prop_map(str::to_owned), 1 => ".{0,30}"];
    let entries = prop_oneof![4 => btree_map(key.clone(), value, 0..12), 1 => btree_map(key, "[0-9]{1,4}[mg]", 40..100)];
    (
        select(FlinkVersion::ALL.to_vec()),
        select(Process::ALL.to_vec()),
        select(vec![Deployment::Containerized, Deployment::Standalone]),
        [any::<bool>(), any::<bool>()],
        entries,
    )
        .prop_map(|(version, process, deployment, firsts, entries)| {
            let mut config: Configuration = entries.into_iter().collect();
            for (process, is_first) in Process::ALL.into_iter().zip(firsts) {
                if is_first {
                    let (key, value) = first_total(process, deployment);
                    config.set(key, value);
                }
            }
            state(version, process, deployment, config)
        })
}

fn any_load() -> impl Strategy<Value = Option<Load>> {
    let load = |seed, latency_us, managers| Load {
        job: Rc::new(Job {
            latency_us,
            task_managers: Some(managers).filter(|count| *count > 2),
            ..Job::default()
        }),
        seed,
        speed: Speed::Real,
    };
    prop::option::of(
        (0..3_u32, 0..3_u32, 1..5_u32)
            .prop_map(move |(seed, latency, managers)| load(seed, latency, managers)),
    )
}

fn any_value() -> impl Strategy<Value = String> {
    prop_oneof![
        "[0-9]{1,6} ?(b|k|m|gb|mebibytes)?",
        "[+-]?[0-9]?[.][0-9]{1,4}",
        "true|false|none|NaN|LZ4",
        "[A-Z_]{1,8}:[0-9]{1,3}(,[A-Z_]{1,8}:[0-9]{1,3}){0,3}",
        "(?s).{0,40}",
        "[a-zA-Z0-9./]{0,300}",
    ]
}

fn split(link: &str) -> (&str, &str) {
    link.split_at(link.find('#').unwrap_or(link.len()))
}

proptest! {
    #[test]
    fn a_link_leads_back_to_the_state(state in any_state(any_value().boxed())) {
        let link = encode(&state);
        let (query, fragment) = split(&link);
        prop_assert!(query.len() <= READABLE);
        prop_assert!(link.is_ascii() && !link.contains(['"', '\'', '<', '>', '`', ' ', '\\', ')', '|', '*']));
        let decoded = decode(query, fragment).expect("is a link");
        let left_out = left_out(&state.config);
        let linked = state.config.iter().filter(|(key, _)| {
            option(key).is_some() && !left_out.iter().any(|dropped| dropped.name == *key)
        });
        let linked: Configuration = linked.collect();
        prop_assert_eq!(decoded, Decoded { state: LinkState { config: linked, ..state }, dropped: Vec::new() });
    }

    #[test]
    fn a_link_leads_back_to_both_runs(
        [now, then] in [any_state(any_value().boxed()), any_state(any_value().boxed())],
        loads in (any_load(), any_load()),
        courses in ["[0-9]{1,5}(~[0-9.]{1,9}){0,2}", "[0-9]{0,5}(~[0-9.]{1,9}(~[a-z0-9.]{1,9}:[a-zA-Z0-9._,%-]{0,9}){0,2}){0,3}"],
        [is_pinned, is_present]: [bool; 2],
    ) {
        let linked = |state: LinkState| decode(&super::encode(&state, Some(&LINKS)).query, "").expect("is a link").state;
        let start: Rc<str> = parameters(&linked(LinkState { load: loads.1, ..then })).into();
        let [before, now_run] = courses.map(|course| {
            Some(Past { start: Rc::clone(&start), course: course.into(), is_pinned, by: &RUNS })
        });
        let now_run = now_run.filter(|_| is_present);
        let state = LinkState { before, now: now_run, ..linked(LinkState { load: loads.0, ..now }) };
        let link = encode(&state);
        let (query, fragment) = split(&link);
        prop_assert_eq!(decode(query, fragment), Some(Decoded { state, dropped: Vec::new() }));
    }

    #[test]
    fn any_text_is_read_as_far_as_it_goes(
        query in prop_oneof!["(?s).{0,200}", "([?&=%+#;.a-z0-9]|flink=2.3|v=|process.size=|amp;|&was.|&now.|run=5|unset=|&see=|managed|tm[.][0-9]|,|%[0-9A-F]{2}){0,60}"],
        fragment in prop_oneof!["(?s).{0,50}", "#[0-9]{1,3}:[A-Za-z0-9_-]{0,200}", "#1:eNo[A-Za-z0-9_-]{0,200}"],
        packed in vec(any::<u8>(), 0..200),
    ) {
        let packed = ["#1:", &base64url::encode(&zlib(&packed))].concat();
        for fragment in ["", &*fragment, &*packed] {
            let Some(Decoded { state, dropped }) = decode(&query, fragment) else { continue };
            prop_assert!(dropped.iter().all(|dropped| dropped.name.chars().count() <= NAME_LIMIT));
            prop_assert_eq!(left_out(&state.config), []);
            let link = encode(&state);
            let (query, fragment) = split(&link);
            prop_assert_eq!(decode(query, fragment), Some(Decoded { state, dropped: Vec::new() }));
        }
    }
}
