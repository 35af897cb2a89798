//! Pictures of the page in its states, for people to look at: `cargo run -p e2e --bin screenshots [FOLDER [WORD]]`, after `cargo xtask build`; of all
//! states, or of those whose names contain the word.

#![expect(clippy::print_stdout, reason = "a command-line program talks through it")]

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::Duration;

use e2e::{Calculator, DESKTOP, PHONE, Size, TABLET, Visit, surroundings};

const TOTAL: &str = "taskmanager.memory.process.size";

/// A widget with all of its blocks, as others put it into their pages.
const WIDGET: &str = "?embed=1&show=bar,table,controls,graph,pools,flags&controls=process.size,managed.fraction&v=1&flink=2.3&p=tm&process.size=4g";

/// What previews of links are made for.
const PREVIEW: Size = (1200, 630);

/// A state of the page, and how to come to it.
type State = (&'static str, fn(&Calculator<'_>));

/// Jobs under load, by their presets.
const JOBS: [&str; 9] =
    ["balanced", "slow-sink", "skew", "bursts", "wide", "checkpoint", "debloated", "too-few", "rocksdb"];

const STATES: [State; 17] = [
    ("ok", |page| page.paste(TOTAL, "4g")),
    ("rejected", |page| page.paste(TOTAL, "1.5g")),
    ("empty", |page| page.reset(TOTAL)),
    ("clamped", |page| {
        page.paste(TOTAL, "20g");
        page.choose_version("1.16");
    }),
    ("legacy", |page| {
        page.choose_version("1.20");
        page.reset(TOTAL);
        page.paste("taskmanager.heap.size", "4g");
        page.paste("taskmanager.network.numberOfBuffers", "4096");
    }),
    ("jobmanager", |page| page.choose("process", "jobmanager")),
    ("terabytes", |page| page.paste(TOTAL, "8000000t")),
    ("chinese", |page| {
        page.paste(TOTAL, "4g");
        page.click("#language");
        page.session.wait_for("the language", "document.documentElement.lang === 'zh-Hans'", &[]);
    }),
    ("chinese-job", |page| {
        page.choose_job("rocksdb");
        page.click("#language");
        page.wait_for_details();
        sleep(Duration::from_secs(4));
        page.session.script("document.getElementById('live').scrollIntoView()", &[]);
    }),
    ("chinese-embed", |page| {
        page.click("#language");
        page.click("#open-embed");
    }),
    ("chinese-widget", |page| {
        let query = "?embed=1&lang=zh&show=bar,table,controls,graph&v=1&flink=2.3&p=tm&process.size=4g";
        page.session.open(&format!("{}{query}", page.server.url()));
        page.wait_until_ready();
    }),
    ("long", |page| page.paste(TOTAL, &"9876543210".repeat(30))),
    ("text", |page| {
        page.paste_anywhere(
            "taskmanager.memory.process.size: 4g  # as the container\ntaskmanager.memory.fraction: 0.7\n",
        )
    }),
    ("presets", |page| page.click("#open-presets")),
    ("export", |page| page.click("#open-export")),
    ("embed", |page| {
        page.paste(TOTAL, "4g");
        page.click("#open-embed");
        sleep(Duration::from_secs(3));
    }),
    ("widget", |page| {
        page.session.open(&[&page.server.url(), WIDGET].concat());
        page.wait_until_ready();
        sleep(Duration::from_secs(3));
    }),
];

fn main() {
    let folder =
        env::args_os().nth(1).map_or_else(|| surroundings::target().join("screenshots"), PathBuf::from);
    fs::create_dir_all(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let word = env::args().nth(2).unwrap_or_default();
    if word.is_empty() {
        preview(&folder);
    }
    for (colours, is_dark) in [("light", false), ("dark", true)] {
        for (state, reach) in STATES.into_iter().filter(|(state, _)| state.contains(&word)) {
            Visit::default().dark(is_dark).run(|page| {
                reach(page);
                shoot(page, &folder, state, colours, "scrollTo(0, 0)");
            });
        }
        for preset in JOBS {
            let state = ["job-", preset].concat();
            if !state.contains(&word) {
                continue;
            }
            Visit::default().dark(is_dark).run(|page| {
                page.choose_job(preset);
                sleep(Duration::from_secs(6));
                shoot(page, &folder, &state, colours, "live.scrollIntoView()");
                if preset == "rocksdb" {
                    let go = "document.getElementById('managed-memory').scrollIntoView()";
                    shoot(page, &folder, "job-rocksdb-memory", colours, go);
                    page.unfold_all();
                    for switch in ["#job-has-heap", "#job-python", "#job-operators"] {
                        page.click(switch);
                    }
                    shoot(page, &folder, "job-rocksdb-all", colours, go);
                    let go = "document.getElementById('job-editor').scrollIntoView()";
                    shoot(page, &folder, "job-rocksdb-editor", colours, go);
                }
            });
        }
    }
}

/// The picture that stands for a link to the page elsewhere: `www/site/social.png`.
fn preview(folder: &Path) {
    Visit::default().sized(PREVIEW).run(|page| {
        page.paste(TOTAL, "4g");
        page.choose_job("slow-sink");
        sleep(Duration::from_secs(6));
        page.session.script("document.activeElement?.blur(); scrollTo(0, 0)", &[]);
        save(&folder.join("social.png"), &page.session.screenshot());
    });
}

fn save(file: &Path, picture: &[u8]) {
    fs::write(file, picture).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    println!("{}", file.display());
}

/// Takes pictures in all sizes, each after a script has moved the window over what is to be seen.
fn shoot(page: &Calculator<'_>, folder: &Path, state: &str, colours: &str, go: &str) {
    for size in [DESKTOP, TABLET, PHONE] {
        page.resize(size);
        page.session.script(&format!("document.activeElement?.blur(); {go}"), &[]);
        page.session.wait_for(
            "transitions to end",
            "!document.getAnimations().some(each => each.playState === 'running')",
            &[],
        );
        let file = folder.join(format!("{state}-{}-{colours}.png", size.0));
        save(&file, &page.session.screenshot());
    }
}
