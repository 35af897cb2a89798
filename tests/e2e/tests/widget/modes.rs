//! What parameters of the address lay out, in which width and colours.

use e2e::{Calculator, DESKTOP, PHONE, Server, Session};
use serde_json::json;

use crate::{LINK, TOTAL, browser, calculator, enter, leave, page, said, troubles};

const ALL: &str = "show=bar,table,controls,pools,graph,flags&controls=process.size,managed.fraction";

/// The widths that frames have, from the narrowest on.
const NARROW: (u32, u32) = (320, 900);
const WIDE: (u32, u32) = (640, 900);

fn opened<'a>(session: &'a Session, server: &'a Server, query: &str) -> Calculator<'a> {
    session.open(&format!("{}?embed=1&{query}", server.url()));
    let page = Calculator::new(session, server);
    page.wait_until_ready();
    page
}

#[test]
fn the_named_blocks_are_laid_out_and_no_others() {
    let (session, server) = (browser(), calculator());
    let page = opened(
        &session,
        &server,
        &format!("show=controls,bar&controls=managed.fraction,process.size&{LINK}"),
    );
    let keys =
        session.script("return [...document.querySelectorAll('[data-key]')].map(it => it.dataset.key)", &[]);
    assert_eq!(keys, json!(["taskmanager.memory.managed.fraction", "taskmanager.memory.process.size"]));
    assert!(page.is_visible(".strip .lying"));
    for absent in ["#components", ".top", "#live", "#output-text", "#derivation", "dialog"] {
        assert_eq!(page.count(absent), 0, "{absent}");
    }
    let order = session.script(
        "const [first, second] = document.querySelectorAll('.block');
         return [Boolean(first.querySelector('[data-key]')), Boolean(second.querySelector('.strip')), document.querySelectorAll('.block').length]",
        &[],
    );
    assert_eq!(order, json!([true, true, 2]));
    assert_eq!(said(&page, "total-process"), TOTAL);
    assert_eq!(said(&page, "jvm-metaspace"), 256 << 20);

    for (query, there) in
        [("show=table", "#components"), ("show=flags", "#output-text"), ("show=graph", "#live")]
    {
        let page = opened(&session, &server, query);
        assert_eq!((page.count(there), page.count("[data-key]")), (1, 0), "{query}");
    }
    assert_eq!(troubles(&session), Vec::<String>::new());
}

#[test]
fn nothing_is_kept_and_the_link_leads_to_the_same_in_the_whole_page() {
    let (session, server) = (browser(), calculator());
    let page =
        opened(&session, &server, &format!("show=bar,controls&controls=process.size&theme=dark&{LINK}"));
    let before = session.script("return [location.href, history.length]", &[]);
    page.set("taskmanager.memory.process.size", "6g");
    assert_eq!(said(&page, "total-process"), 6 << 30);
    assert_eq!(session.script("return [location.href, history.length]", &[]), before);
    assert_eq!(session.script("return [localStorage.length, document.cookie]", &[]), json!([0, ""]));
    let workers =
        session.script("return navigator.serviceWorker.getRegistrations().then(all => all.length)", &[]);
    assert_eq!(workers, json!(0));

    let link = session.script(
        "const link = document.querySelector('.embed footer a');
         return [link.getAttribute('href').includes('://'), link.target, link.rel, link.href]",
        &[],
    );
    assert_eq!((&link[0], &link[1], &link[2]), (&json!(false), &json!("_blank"), &json!("noopener")));
    session.open(link[3].as_str().expect("an address"));
    let whole = Calculator::new(&session, &server);
    whole.wait_until_ready();
    assert_eq!(whole.count(".top"), 1);
    assert_eq!(whole.bytes("total-process"), 6 << 30);
    assert_eq!(troubles(&session), Vec::<String>::new());
}

#[test]
fn all_blocks_fit_from_320_points_on_and_break_no_rule() {
    for theme in ["light", "dark"] {
        let (session, server) = (browser(), calculator());
        let page = opened(&session, &server, &format!("{ALL}&theme={theme}&{LINK}"));
        page.find("#live");
        session.wait_for("the job to begin", "document.querySelector('#live-time')?.textContent", &[]);
        for size in [NARROW, PHONE, WIDE, DESKTOP] {
            page.check_nothing_overflows(size);
            assert_eq!(page.touching_in_table(), Vec::<String>::new(), "at {size:?}");
            page.check_accessibility(&format!("{theme} at {size:?}"));
        }
        let scheme = session.script("return getComputedStyle(document.documentElement).colorScheme", &[]);
        assert_eq!(scheme, json!(theme));
        assert_eq!(troubles(&session), Vec::<String>::new());
    }
}

#[test]
fn what_is_not_known_is_said_and_what_is_hostile_breaks_nothing() {
    let (session, server) = (browser(), calculator());
    let page =
        opened(&session, &server, &format!("show=bar,nonsense&controls=process.size,no.such.key&{LINK}"));
    let note = page.text(".in-vain");
    assert!(note.contains("nonsense") && note.contains("no.such.key"), "{note}");
    assert_eq!(page.count("[data-key]"), 0, "controls are not shown");
    for query in [
        "show=%3Cimg%20src=x%20onerror=alert(1)%3E&controls=%3Cscript%3Ealert(1)%3C/script%3E",
        "show=%&controls=%E2%82&theme=%00&lang=%FF",
        "show=,,,,&controls=,&theme=&lang=",
        &format!("show={}&controls={}", "a,".repeat(2000), "b".repeat(3000)),
        "show=bar&show=table&theme=dark&theme=purple&process.size=%F0&v=99",
        "show=__proto__,constructor&controls=toString",
    ] {
        let page = opened(&session, &server, query);
        assert!(page.is_visible(".verdict"), "{query}");
        page.check_nothing_overflows(NARROW);
    }
    assert_eq!(troubles(&session), Vec::<String>::new());
}

#[test]
fn the_document_says_the_language_of_its_texts_whatever_is_asked_for() {
    let (session, server) = (browser(), calculator());
    for (asked, shown) in [
        ("en", "en"),
        ("en-GB", "en"),
        ("de", "en"),
        ("zh-Hant-TW", "zh-Hans"),
        ("no%20language", "en"),
        ("%00", "en"),
        ("", "en"),
    ] {
        let page = opened(&session, &server, &format!("show=bar&lang={asked}&{LINK}"));
        // Screen readers would read English as if it were something else.
        assert_eq!(session.script("return document.documentElement.lang", &[]), json!(shown), "{asked}");
        assert_eq!(said(&page, "total-process"), TOTAL, "{asked}");
    }
    assert_eq!(troubles(&session), Vec::<String>::new());
}

#[test]
fn a_frame_without_an_origin_has_all_that_works() {
    let there = calculator();
    let around = page(
        "sandboxed",
        &format!(
            "<iframe sandbox=\"allow-scripts\" width=\"640\" height=\"900\" src=\"{}?embed=1&show=bar,table,controls,graph&{LINK}\"></iframe>",
            there.url()
        ),
    );
    let session = browser();
    session.open(&around.url());
    session.enter_frame("iframe");
    let page = Calculator::new(&session, &there);
    page.wait_until_ready();
    assert_eq!(session.script("return origin", &[]), json!("null"));
    page.set("taskmanager.memory.process.size", "8g");
    session.wait_until("the total to follow", || page.bytes("total-process") == 8 << 30);
    page.find("#live");
    session.wait_for("the job to begin", "document.querySelector('#live-time')?.textContent", &[]);
    assert_eq!(troubles(&session), Vec::<String>::new());
}

#[test]
fn a_widget_begins_when_it_is_seen_and_its_job_rests_when_it_is_not() {
    let there = calculator();
    let around = page(
        "far",
        &format!(
            "<div id=\"gap\" style=\"height: 4000px\"></div><iframe width=\"640\" height=\"700\" src=\"{}?embed=1&show=graph&{LINK}\"></iframe>
             <div style=\"height: 4000px\"></div>",
            there.url()
        ),
    );
    let session = browser();
    session.open(&around.url());
    session.enter_frame("iframe");
    session.script("return new Promise(done => setTimeout(done, 1500))", &[]);
    assert_eq!(
        session.script("return [...document.querySelectorAll('#skeleton')].length", &[]),
        json!(1),
        "nobody looks"
    );
    leave(&session);
    session.script("scrollTo(0, 3900)", &[]);
    session.enter_frame("iframe");
    let page = Calculator::new(&session, &there);
    page.wait_until_ready();
    let time = "Number(document.querySelector('#live-time')?.textContent.replace(/[^0-9.]/g, ''))";
    session.wait_for("the job to run", &format!("{time} > 0.5"), &[]);
    leave(&session);
    session.script("scrollTo(0, 0)", &[]);
    session.enter_frame("iframe");
    session.wait_for("the frame to know", "document.documentElement.hasAttribute('data-away')", &[]);
    session.script("return new Promise(done => setTimeout(done, 800))", &[]);
    let rest = session.script(&format!("return {time}"), &[]);
    session.script("return new Promise(done => setTimeout(done, 1200))", &[]);
    assert_eq!(session.script(&format!("return {time}"), &[]), rest, "it rests");
    leave(&session);
    session.script("scrollTo(0, 3900)", &[]);
    session.enter_frame("iframe");
    session.wait_for("the job to go on", &format!("{time} > arguments[0]"), &[rest]);
    assert_eq!(troubles(&session), Vec::<String>::new());
}

#[test]
fn ten_widgets_begin_one_after_another() {
    let there = calculator();
    let one = "<flink-memory-calculator flink=\"2.3\" config=\"taskmanager.memory.process.size: 4g\"></flink-memory-calculator>
               <p style=\"height: 900px\">";
    let script = format!("<script src=\"{}flink-memory-calculator.js\"></script>", there.url());
    let around = page("ten", &(script + &one.repeat(10)));
    let session = browser();
    session.open(&around.url());
    let frames = "[...document.querySelectorAll('flink-memory-calculator')].filter(it => it.shadowRoot.querySelector('iframe')).length";
    assert!(
        session.script(&format!("return {frames}"), &[]).as_u64() < Some(3),
        "those below are not there yet"
    );
    for number in 0..10_usize {
        session.script(
            "document.querySelectorAll('flink-memory-calculator')[arguments[0]].scrollIntoView()",
            &[number.into()],
        );
        enter(&session, number);
        let page = Calculator::new(&session, &there);
        page.wait_until_ready();
        assert_eq!(said(&page, "total-process"), TOTAL);
        leave(&session);
    }
    assert_eq!(troubles(&session), Vec::<String>::new());
}
