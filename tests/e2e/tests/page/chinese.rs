//! The page in Chinese: chosen, asked for by the address, or what the reader's browser prefers.

use e2e::{Calculator, DESKTOP, PHONE, TABLET, Visit};

use crate::key;

const SWITCH: &str = "#language";

/// How many files of the language were asked for.
fn asked_for(page: &Calculator<'_>) -> u64 {
    let count = "return performance.getEntriesByType('resource').filter(file => file.name.includes('/chinese-')).length";
    page.session.script(count, &[]).as_u64().expect("a count")
}

fn language(page: &Calculator<'_>) -> String {
    page.session.script("return document.documentElement.lang", &[]).as_str().expect("a text").to_owned()
}

/// Presses the switch, and waits until the page is in this language.
#[track_caller]
fn switch_to(page: &Calculator<'_>, tag: &str) {
    page.click(SWITCH);
    page.session.wait_for("the language", "document.documentElement.lang === arguments[0]", &[tag.into()]);
    page.settle();
}

/// Opens the page with more in its address.
#[track_caller]
fn open(page: &Calculator<'_>, query: &str) {
    page.session.open(&format!("{}{query}", page.server.url()));
    page.wait_until_ready();
}

#[test]
fn the_switch_changes_the_language_and_nothing_else() {
    Visit::default().run(|page| {
        assert_eq!((language(page), asked_for(page)), ("en".to_owned(), 0));
        page.set(key::PROCESS_SIZE, "4g");
        page.session.wait_for("the address to follow", "location.search.includes('size=4g')", &[]);
        let before = (page.table(), page.session.script("return location.search", &[]));
        switch_to(page, "zh-Hans");
        assert_eq!(page.text(SWITCH), "English");
        assert_eq!(page.text("label[for='taskmanager.memory.process.size']"), "进程总内存");
        assert_eq!(page.chip(key::PROCESS_SIZE), "已设置");
        assert_eq!(page.text(".pill"), "Flink 2.3 可以启动");
        assert_eq!(page.text(".form-head h2"), "配置");
        assert_eq!(page.field(key::PROCESS_SIZE), "4g");
        assert_eq!((page.table(), page.session.script("return location.search", &[])), before);
        assert!(page.text("#components").contains("taskmanager.memory.managed.fraction"), "keys are Flink's");
        assert_eq!(asked_for(page), 1);
        switch_to(page, "en");
        assert_eq!(page.text("label[for='taskmanager.memory.process.size']"), "Total process memory");
        assert_eq!(page.field(key::PROCESS_SIZE), "4g");
        switch_to(page, "zh-Hans");
        assert_eq!(asked_for(page), 1, "once is enough");
    });
}

#[test]
fn a_choice_is_kept_for_the_next_visit() {
    Visit::default().run(|page| {
        switch_to(page, "zh-Hans");
        page.session.reload();
        page.wait_until_ready();
        assert_eq!(
            (language(page), page.text(".pill")),
            ("zh-Hans".to_owned(), "Flink 2.3 可以启动".to_owned())
        );
        switch_to(page, "en");
        page.session.reload();
        page.wait_until_ready();
        assert_eq!(
            (language(page), page.text(".pill"), asked_for(page)),
            ("en".to_owned(), "Flink 2.3 starts".to_owned(), 0)
        );
    });
}

#[test]
fn the_address_of_a_link_can_ask_for_a_language() {
    Visit::default().run(|page| {
        for (asked, shown) in
            [("zh", "zh-Hans"), ("en", "en"), ("ZH-cn", "zh-Hans"), ("tlh", "zh-Hans"), ("%00", "zh-Hans")]
        {
            open(page, &format!("?v=1&flink=2.3&lang={asked}&p=tm&process.size=4g"));
            assert_eq!(language(page), shown, "{asked}");
            assert_eq!(page.field(key::PROCESS_SIZE), "4g");
            assert_eq!(page.text(".notices"), "", "it is no mistake of the link");
            let address = page.session.script("return location.search", &[]);
            assert_eq!(address, "?v=1&flink=2.3&p=tm&process.size=4g");
        }
    });
}

#[test]
fn what_was_left_out_of_a_link_is_said_in_the_language() {
    Visit::default().run(|page| {
        open(page, "?lang=zh&v=1&flink=2.3&p=tm&nonsense=1");
        assert!(page.text(".notices").contains("链接中的 nonsense 已略去：不是此处已知的配置项。"));
        page.click("#dismiss");
        assert_eq!(page.text(".notices"), "");
    });
}

#[test]
fn without_a_connection_the_page_stays_english_and_another_try_helps() {
    Visit::default().run(|page| {
        page.server.refuse(Some("/chinese-"));
        page.set(key::PROCESS_SIZE, "4g");
        page.click(SWITCH);
        page.session.wait_for("a word about it", "document.querySelector('.notices p')", &[]);
        assert!(page.text(".notices").contains("could not be loaded"));
        assert_eq!((language(page), page.field(key::PROCESS_SIZE)), ("en".to_owned(), "4g".to_owned()));
        open(page, "?lang=zh&v=1&flink=2.3&p=tm&process.size=5g");
        assert_eq!((language(page), page.field(key::PROCESS_SIZE)), ("en".to_owned(), "5g".to_owned()));
        assert!(page.text(".notices").contains("could not be loaded"));
        page.server.refuse(None);
        page.click("#dismiss");
        switch_to(page, "zh-Hans");
        let errors = page.session.script("return window.troubles.splice(0)", &[]);
        let errors =
            errors.as_array().expect("a list").iter().filter_map(|error| error.as_str().map(str::to_owned));
        let errors: Vec<String> = errors.chain(page.session.console_errors()).collect();
        for error in errors {
            let words = ["chinese-", "Failed to fetch", "NetworkError", "Load failed"];
            assert!(words.iter().any(|word| error.contains(word)), "{error}");
        }
    });
}

#[test]
fn a_job_and_its_details_speak_it_too() {
    Visit::default().run(|page| {
        page.choose_job("slow-sink");
        switch_to(page, "zh-Hans");
        page.wait_for_details();
        page.session.wait_for(
            "what it suffers from",
            "document.getElementById('live-finding')?.textContent.includes('是瓶颈')",
            &[],
        );
        assert!(page.text("#live h2").starts_with("负载下的作业"));
        assert!(page.text(".charts").contains("吞吐量"));
        page.click("#open-presets");
        assert_eq!(page.text("#dialog-title"), "预设");
        assert!(page.text("#dialog").contains("使用 RocksDB 的流作业"));
        page.click("#close");
        switch_to(page, "en");
        page.session.wait_for(
            "the same in English",
            "document.getElementById('live-finding')?.textContent.includes('is the bottleneck')",
            &[],
        );
    });
}

#[test]
fn nothing_in_chinese_is_wider_than_the_window() {
    Visit::default().run(|page| {
        switch_to(page, "zh-Hans");
        page.unfold_all();
        for process in ["taskmanager", "jobmanager"] {
            page.resize(DESKTOP);
            page.choose("process", process);
            for size in [DESKTOP, (1199, 800), TABLET, (1023, 768), (768, 1024), PHONE, (320, 640)] {
                page.check_nothing_overflows(size);
            }
        }
    });
}

/// Things of the header that cover each other, or whose text does not fit into them.
const COVERED: &str = "
    const parts = [...document.querySelectorAll('.top select, .top button, .top label:has(span), .top .brand svg')];
    const boxes = parts.map(part => part.getBoundingClientRect());
    const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
    return parts.flatMap((part, at) => {
        const covers = boxes.some((box, other) => other > at && !part.contains(parts[other]) && meet(boxes[at], box));
        return covers || part.scrollWidth > part.clientWidth + 1 ? [part.textContent] : [];
    });
";

#[test]
fn the_header_has_room_for_both_languages() {
    Visit::default().run(|page| {
        for language in ["zh-Hans", "en"] {
            page.resize(DESKTOP);
            switch_to(page, language);
            for width in [1440, 1280, 1200, 1199, 1024, 1023, 768, 390, 320] {
                page.resize((width, 800));
                assert_eq!(page.session.script(COVERED, &[]), serde_json::json!([]), "{language} at {width}");
            }
        }
    });
}

#[test]
fn no_rule_of_accessibility_is_broken_in_chinese() {
    for is_dark in [false, true] {
        Visit::default().dark(is_dark).run(|page| {
            switch_to(page, "zh-Hans");
            page.unfold_all();
            page.set(key::MANAGED_FRACTION, "0.3");
            for size in [DESKTOP, PHONE] {
                page.resize(size);
                page.check_accessibility(&format!("Chinese at {size:?}"));
            }
            page.resize(DESKTOP);
            page.set(key::PROCESS_SIZE, "1.5g");
            page.check_accessibility("a rejected value");
            page.click("#open-embed");
            page.check_accessibility("the dialog");
        });
    }
}
