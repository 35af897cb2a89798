//! Widgets in Chinese: by their address, by messages, and as the page around the element.

use e2e::Session;
use serde_json::json;

use crate::{LINK, browser, calculator, enter, leave, page, troubles};

const TEXT: &str = "document.querySelector('.verdict .pill')?.textContent";

#[track_caller]
fn wait_for(session: &Session, tag: &str, text: &str) {
    session.wait_for(
        "the language",
        &format!("document.documentElement.lang === arguments[0] && {TEXT}?.endsWith(arguments[1])"),
        &[tag.into(), text.into()],
    );
}

#[test]
fn an_address_asks_for_it() {
    let (session, server) = (browser(), calculator());
    session.open(&format!("{}?embed=1&lang=zh-CN&show=bar,controls,table&{LINK}", server.url()));
    wait_for(&session, "zh-Hans", "可以启动");
    let label = "return document.querySelector('label[for=\"taskmanager.memory.process.size\"]').textContent";
    assert_eq!(session.script(label, &[]), json!("进程总内存"));
    let kept = session.script("return localStorage.length", &[]);
    assert_eq!(kept, json!(0), "a widget keeps nothing");
    session.open(&format!("{}?embed=1&show=bar&{LINK}", server.url()));
    wait_for(&session, "en", "starts");
    let files = "return performance.getEntriesByType('resource').filter(file => file.name.includes('/chinese-')).length";
    assert_eq!(session.script(files, &[]), json!(0));
    assert_eq!(troubles(&session), Vec::<String>::new());
}

#[test]
fn the_element_follows_the_nearest_language_around_it() {
    let there = calculator();
    let around = page(
        "chinese",
        &format!(
            "<section><div><flink-memory-calculator flink=\"2.3\" show=\"bar\" config=\"taskmanager.memory.process.size: 4g\"></flink-memory-calculator></div></section>
             <script src=\"{}flink-memory-calculator.js\"></script>",
            there.url()
        ),
    );
    let session = browser();
    session.open(&around.url());
    let shows = |tag: &str, text: &str| {
        enter(&session, 0);
        wait_for(&session, tag, text);
        leave(&session);
    };
    shows("en", "starts");
    for (change, tag, text) in [
        ("document.documentElement.lang = 'zh'", "zh-Hans", "可以启动"),
        ("document.querySelector('section').lang = 'en'", "en", "starts"),
        ("document.querySelector('section').removeAttribute('lang')", "zh-Hans", "可以启动"),
        ("document.querySelector('flink-memory-calculator').lang = 'en'", "en", "starts"),
        ("document.querySelector('flink-memory-calculator').lang = 'zh-Hans'", "zh-Hans", "可以启动"),
    ] {
        session.script(change, &[]);
        shows(tag, text);
    }
    assert_eq!(troubles(&session), Vec::<String>::new());
}
