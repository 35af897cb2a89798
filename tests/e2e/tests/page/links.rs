//! Links, the history, presets and exports: what leaves the page, and what comes back.

use e2e::{Calculator, Visit, keys};
use serde_json::json;

use crate::key;

const SECRET: &str = "AKIAIOSFODNN7EXAMPLE";

fn link(page: &Calculator<'_>) -> String {
    let link = page.session.script("return location.search + location.hash", &[]);
    link.as_str().expect("a text").to_owned()
}

/// Opens the page with a link in a browser that knows nothing of the one it was copied from.
fn open(link: &str, what: impl FnOnce(&Calculator<'_>)) {
    Visit::default().run(|page| {
        page.session.open(&(page.server.url() + link));
        page.wait_until_ready();
        what(page);
    });
}

#[test]
fn a_copied_link_shows_the_same_bytes_elsewhere() {
    let mut copied = String::new();
    let mut table = None;
    // Without a run that could be compared with.
    Visit::default().with_less_motion().run(|page| {
        page.allow_clipboard();
        page.choose_version("1.20");
        page.set(key::PROCESS_SIZE, "4g");
        page.set(key::MANAGED_FRACTION, "0.3");
        page.click("#copy-link");
        page.session.wait_until("the button to say so", || page.text("#copy-link") == "Copied");
        copied = page.clipboard();
        table = Some(page.table());
    });
    let (_, link) = copied.split_once('?').expect("a query");
    assert_eq!(link, "v=1&flink=1.20&p=tm&process.size=4g&managed.fraction=0.3");
    open(&["?", link].concat(), |page| {
        assert_eq!(Some(page.table()), table);
        assert_eq!(page.property("#version", "value"), "1.20");
        assert_eq!(page.field(key::MANAGED_FRACTION), "0.3");
    });
}

#[test]
fn a_long_link_is_compressed_and_shows_the_same() {
    let mut address = String::new();
    let mut table = None;
    let keys = [
        "state.backend.rocksdb.memory.fixed-per-slot",
        "state.backend.rocksdb.memory.fixed-per-tm",
        "state.backend.rocksdb.block.cache-size",
        "state.backend.rocksdb.block.blocksize",
        "state.backend.rocksdb.block.metadata-blocksize",
        "state.backend.rocksdb.writebuffer.size",
        "state.backend.rocksdb.write-batch-size",
        "state.backend.forst.memory.fixed-per-slot",
        "state.backend.forst.memory.fixed-per-tm",
        "taskmanager.network.memory.max-buffers-per-channel",
        "taskmanager.network.memory.max-overdraft-buffers-per-gate",
        "taskmanager.network.memory.exclusive-buffers-request-timeout-ms",
        "taskmanager.network.memory.buffer-debloat.samples",
        "taskmanager.network.memory.buffer-debloat.threshold-percentages",
        "taskmanager.network.sort-shuffle.min-buffers",
        "taskmanager.network.sort-shuffle.min-parallelism",
        "taskmanager.network.hybrid-shuffle.num-retained-in-memory-regions-max",
        "taskmanager.network.hybrid-shuffle.spill-index-region-group-size",
        "taskmanager.network.hybrid-shuffle.spill-index-segment-size",
        "taskmanager.network.max-num-tcp-connections",
        "taskmanager.network.netty.num-arenas",
        "taskmanager.network.netty.server.numThreads",
        "taskmanager.network.adaptive-partitioner.max-traverse-size",
        "state.backend.rocksdb.writebuffer.count",
        "state.backend.rocksdb.writebuffer.number-to-merge",
        "state.backend.rocksdb.files.open",
        "state.backend.rocksdb.thread.num",
    ];
    let file: String = keys.iter().map(|key| format!("{key}: 170000000\n")).collect();
    Visit::default().run(|page| {
        page.paste_anywhere(
            &(file + "taskmanager.memory.process.size: 6g\njobmanager.memory.process.size: 2g\n"),
        );
        page.session.wait_until("the address to follow", || link(page).contains("#1:"));
        address = link(page);
        table = Some(page.table());
    });
    assert!(address.len() < 1200, "{}", address.len());
    open(&address, |page| {
        // It takes a moment to be uncompressed.
        page.session.wait_until("what the link says", || Some(page.table()) == table);
        for key in keys {
            assert!(page.config_text().contains(&format!("{key}: 170000000\n")), "{key}");
        }
    });
}

#[test]
fn going_back_and_forward_shows_what_was() {
    Visit::default().run(|page| {
        let bytes = || page.bytes("total-process");
        page.set(key::PROCESS_SIZE, "4g");
        page.session.press(None, keys::TAB);
        page.set(key::PROCESS_SIZE, "8g");
        page.session.press(None, keys::TAB);
        page.choose("process", "jobmanager");
        page.session.script("history.back()", &[]);
        page.session.wait_until("the TaskManager", || page.count("tr[data-component='managed']") == 1);
        assert_eq!(bytes(), 8 << 30);
        page.session.script("history.back()", &[]);
        page.session.wait_until("what was before", || bytes() == 4 << 30);
        page.session.script("history.back()", &[]);
        page.session.wait_until("what the page began with", || bytes() == 1728 << 20);
        page.session.script("history.go(2)", &[]);
        page.session.wait_until("what came later", || bytes() == 8 << 30);
        assert_eq!(page.field(key::PROCESS_SIZE), "8g");
    });
}

#[test]
fn going_back_brings_back_the_text_itself() {
    Visit::default().run(|page| {
        let file = "# mine\ntaskmanager.memory.process.size: 4g\nsome.other.key: kept\n";
        page.paste_anywhere(file);
        page.choose_version("1.20");
        page.click("#open-presets");
        page.click("[data-preset='as-shipped'], .preset");
        assert_ne!(page.config_text(), file);
        page.session.script("history.back()", &[]);
        page.session.wait_until("the text to be back", || page.config_text() == file);
    });
}

#[test]
fn bad_parts_of_a_link_are_named_and_the_good_ones_kept() {
    open("?v=1&flink=9.9&p=tm&process.size=4g&s3.secret-key=x&managed.fraction=0.3", |page| {
        assert_eq!(page.bytes("total-process"), 4 << 30);
        assert_eq!(page.field(key::MANAGED_FRACTION), "0.3");
        let notices = page.text(".notices");
        assert!(notices.contains("flink") && notices.contains("s3.secret-key"), "{notices}");
        page.click("#dismiss");
        assert_eq!(page.text(".notices"), "");
    });
}

#[test]
fn a_damaged_link_says_so_and_the_page_begins_as_always() {
    open("#1:eJx_damaged", |page| {
        assert!(page.text(".notices").contains("incomplete"), "{}", page.text(".notices"));
        assert_eq!(page.bytes("total-process"), 1728 << 20);
    });
}

#[test]
fn a_secret_stays_in_its_text() {
    Visit::default().run(|page| {
        page.allow_clipboard();
        page.paste_anywhere(&format!("taskmanager.memory.process.size: 4g\ns3.secret-key: {SECRET}\n"));
        page.set(key::MANAGED_FRACTION, "0.3");
        page.session.press(None, keys::TAB);
        page.click("#copy-link");
        page.session.wait_until("the button to say so", || page.text("#copy-link") == "Copied");
        assert!(!page.clipboard().contains(SECRET));
        let kept = page.session.script(
            "return location.href + JSON.stringify(localStorage) + JSON.stringify(sessionStorage) + JSON.stringify(history.state) + document.cookie",
            &[],
        );
        assert!(!kept.to_string().contains(SECRET), "{kept}");
        page.click("#open-export");
        for format in formats(page) {
            page.click(&format!("label:has(input[name='format'][value='{format}'])"));
            let shown = page.session.script("return document.querySelector('dialog').innerHTML", &[]);
            assert!(!shown.to_string().contains(SECRET), "{format}");
        }
        page.click("label:has(input[value='config-yaml'])");
        page.click("label:has(#others)");
        assert!(!page.text("#preview").contains(SECRET), "what looks like a secret is in no export");
        assert!(page.config_text().contains(SECRET), "and stays where it was pasted");
    });
}

fn formats(page: &Calculator<'_>) -> Vec<String> {
    let formats = page
        .session
        .script("return [...document.querySelectorAll('input[name=format]')].map(input => input.value)", &[]);
    let formats = formats.as_array().expect("a list").iter();
    formats.map(|format| format.as_str().expect("a text").to_owned()).collect()
}

#[test]
fn every_export_of_the_configuration_read_back_shows_the_same() {
    Visit::default().run(|page| {
        page.choose_version("1.20");
        page.set(key::PROCESS_SIZE, "4g");
        page.set(key::NETWORK_FRACTION, "0.2");
        let table = page.table();
        for is_explicit in [false, true] {
            for format in ["config-yaml", "flink-conf", "arguments", "properties", "deployment"] {
                page.click("#open-export");
                page.click(&format!("label:has(input[name='format'][value='{format}'])"));
                if (page.property("#explicit", "checked") == "true") != is_explicit {
                    page.click("label:has(#explicit)");
                }
                let text = page.text("#preview");
                page.click("#close");
                page.write_config("# nothing\n");
                assert!(!page.starts());
                page.paste_anywhere(&text);
                assert_eq!(page.table(), table, "{format}: {text}");
            }
        }
    });
}

#[test]
fn exports_are_copied_and_saved() {
    Visit::default().run(|page| {
        page.allow_clipboard();
        page.session.script(
            "window.saved = [];
             HTMLAnchorElement.prototype.click = function () { saved.push([this.download, this.href.split(':')[0]]); };",
            &[],
        );
        page.click("#open-export");
        page.click("dialog .copy");
        page.session.wait_until("the button to say so", || page.text("dialog .copy") == "Copied");
        assert_eq!(page.clipboard().trim(), page.text("#preview"));
        page.click("#download");
        page.click("label:has(input[value='png'])");
        page.click("#download");
        page.session.wait_for("the picture to be drawn", "saved.length === 2", &[]);
        let saved = page.session.script("return saved", &[]);
        assert_eq!(saved, json!([["config.yaml", "blob"], ["flink-memory.png", "blob"]]));
        page.session.press(None, keys::ESCAPE);
        page.session.wait_for("the dialog to close", "!document.querySelector('dialog').open", &[]);
        page.click("#open-export");
        assert!(page.is_visible("dialog .preview, dialog .portrait"), "it opens again");
    });
}

#[test]
fn a_preset_is_named_and_said_to_be_edited() {
    Visit::default().run(|page| {
        page.click("#open-presets");
        let presets = page.count(".preset");
        assert!(presets >= 8, "{presets}");
        assert!(page.text(".presets").contains("Source:"));
        page.click(".presets li:nth-child(4) .preset");
        assert_eq!(page.text(".origin"), "Streaming with RocksDB");
        assert_eq!(page.field(key::MANAGED_FRACTION), "0.5");
        page.set(key::MANAGED_FRACTION, "0.6");
        assert_eq!(page.text(".origin"), "Streaming with RocksDB · edited");
    });
}

#[test]
fn an_error_message_brings_advice_and_leaves_the_configuration_alone() {
    Visit::default().run(|page| {
        page.set(key::PROCESS_SIZE, "4g");
        let message =
            "java.lang.OutOfMemoryError: Metaspace. The metaspace out-of-memory error has occurred.";
        page.drop_clipboard(message, 1, "");
        page.session.wait_until("advice", || page.count(".counsel") > 0);
        assert_eq!(page.bytes("total-process"), 4 << 30);
        assert!(page.text(".counsel").contains("taskmanager.memory.jvm-metaspace.size"));
        page.click(".counsel [data-offer='taskmanager.memory.jvm-metaspace.size']");
        assert_eq!(page.bytes("jvm-metaspace"), 384 << 20);
        page.click(".counsel .reset");
        assert_eq!(page.count(".counsel"), 0);
    });
}

#[test]
fn a_link_shows_what_was_looked_at() {
    let mut sent = String::new();
    Visit::default().with_less_motion().run(|page| {
        page.choose_job("slow-sink");
        page.click("#log-lines");
        page.click("tr[data-component='managed'] .name");
        page.click("#job-look-edge option[value='1']");
        page.set_job("job-look-subtask", "3");
        page.set_job("job-look-tm", "2");
        page.session.wait_until("the address to follow", || {
            link(page).ends_with("&see=log-lines,managed,tm.2,edge.2,subtask.3")
        });
        sent = link(page);
    });
    Visit::default().with_less_motion().run(|page| {
        page.session.open(&(page.server.url() + &sent));
        page.wait_until_ready();
        page.wait_for_job();
        assert_eq!(page.property("#log-lines", "ariaSelected"), "true");
        assert_eq!(page.property(".why .pin", "ariaPressed"), "true");
        assert_eq!(
            page.session.script("return document.getElementById('derivation').dataset.of", &[]),
            "managed"
        );
        let numbers = ["tm", "edge", "subtask"]
            .map(|what| page.property(&format!("[name='job-look-{what}'], #job-look-{what}"), "value"));
        assert_eq!(numbers, ["2", "1", "3"]);
        assert_eq!(page.text(".notices"), "");
        // What is not there is left out, and said.
        page.session.open(&(page.server.url() + &sent.replace("subtask.3", "subtask.33")));
        page.wait_until_ready();
        page.wait_for_job();
        assert!(page.text(".notices").contains("see was left out"), "{}", page.text(".notices"));
        assert_eq!(page.property("[name='job-look-subtask']", "value"), "1");
        assert_eq!(page.property("#log-lines", "ariaSelected"), "true");
    });
}

#[test]
fn a_link_brings_the_present_run_with_its_changes_and_where_it_stands() {
    let seen = |page: &Calculator<'_>| {
        ["#live-time", "#live-latency", "#chart-throughput-desc"].map(|place| page.text(place))
    };
    let step =
        |page: &Calculator<'_>, tenths: usize| (0..tenths).for_each(|_| page.click("[data-do^='run-step']"));
    let (mut sent, mut shown) = (String::new(), None);
    Visit::default().with_less_motion().run(|page| {
        page.choose_job("slow-sink");
        step(page, 12);
        page.set_job("job-rate-dial-0", "110");
        step(page, 5);
        page.click("#run-pin");
        page.session.wait_until("the address to follow", || {
            let link = link(page);
            link.contains("&now.pin=1&now.run=1.7~") && link.contains("~1.2~0:")
        });
        (sent, shown) = (link(page), Some(seen(page)));
    });
    Visit::default().with_less_motion().run(|page| {
        page.session.open(&(page.server.url() + &sent));
        page.wait_until_ready();
        page.wait_for_job();
        page.session
            .wait_until("a word about it", || page.text("#live-said").starts_with("As the link says"));
        assert_eq!(page.text("#live-time"), "t = 0.0\u{a0}s");
        assert_eq!(page.property("#run-pin", "ariaPressed"), "true");
        // It goes on to where it stood, and stands.
        page.click("#run-play");
        page.session.wait_until("it to stand", || page.property("#run-play", "title") == "Play");
        page.session.wait_until("the same numbers", || Some(seen(page)) == shown);
        assert_eq!(page.text("#live-said"), "");
        page.session.wait_until("the address to follow", || link(page) == sent);
        // What hands do comes after it.
        page.set_job("job-rate-dial-0", "36");
        page.session.wait_until("the address to follow", || {
            link(page).contains("&now.run=1.7~") && link(page).contains("~1.7~0:")
        });
    });
}
