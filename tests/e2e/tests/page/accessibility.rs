//! For everybody: what a program can check of WCAG 2.2 AA, and the keyboard alone.

use e2e::{Calculator, DESKTOP, PHONE, Visit, keys};
use serde_json::Value;

use crate::key;

#[track_caller]
fn check_all_states(is_dark: bool) {
    Visit::default().dark(is_dark).run(|page| {
        page.unfold_all();
        for size in [DESKTOP, PHONE] {
            let check = |page: &Calculator<'_>, what: &str| {
                page.resize(size);
                page.check_accessibility(&format!("{what} at {size:?}"));
                page.resize(DESKTOP);
            };
            check(page, "defaults");
            page.set("taskmanager.memory.network.max", "70m");
            page.set(key::MANAGED_FRACTION, "0.3");
            page.click("tr[data-component='network'] .name");
            check(page, "set, clamped, pinned");
            page.set(key::PROCESS_SIZE, "1.5g");
            check(page, "rejected");
            page.reset(key::PROCESS_SIZE);
            check(page, "empty");
            page.click("#problem [data-offer='taskmanager.memory.process.size']");
            page.reset("taskmanager.memory.network.max");
            page.reset(key::MANAGED_FRACTION);
            page.click("tr[data-component='network'] .name");
            page.choose("process", "jobmanager");
            check(page, "JobManager");
            page.choose("process", "taskmanager");
            page.choose_version("1.20");
            page.unfold("taskmanager.heap.size");
            page.paste("taskmanager.heap.size", "2g");
            check(page, "legacy");
            page.choose_version("2.3");
            check(page, "unread key");
            page.click("[data-unread] button");
        }
    });
}

#[test]
fn no_rule_is_broken_in_light_colours() {
    check_all_states(false);
}

#[test]
fn no_rule_is_broken_in_dark_colours() {
    check_all_states(true);
}

/// What the keyboard must reach: one of each group of radio buttons, of a list of tabs, and everything else that acts.
const REACHABLE: &str = "
    const selector = 'a[href], button, input, select, textarea, summary, [tabindex]';
    window.targets = [...document.querySelectorAll(selector)].filter(element =>
        element.tabIndex >= 0 && !element.disabled && element.checkVisibility({ visibilityProperty: true })
            && !(element.type === 'radio' && !element.checked));
    document.activeElement?.blur();
    document.body.tabIndex = -1;
    document.body.focus();
    document.body.removeAttribute('tabindex');
    return window.targets.length;
";

/// Where the focus is among them, and whether one sees it: an outline on the element itself, on what is drawn in its place beside it, or
/// on a slider's thumb.
const FOCUS: &str = "
    const active = document.activeElement;
    const outlined = (element, part) => {
        const style = element && getComputedStyle(element, part);
        return Boolean(style) && style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1;
    };
    const part = CSS.supports('selector(::-moz-range-thumb)') ? '-moz-range-thumb' : '-webkit-slider-thumb';
    const rule = (rules) => [...rules].some(rule => rule.cssRules?.length && !rule.selectorText ? visit(rule) :
        rule.selectorText?.includes(':focus-visible::' + part) && /outline: (?!none)/.test(rule.cssText));
    const visit = group => rule(group.cssRules);
    const thumb = () => active.type === 'range' && [...document.styleSheets].some(sheet => rule(sheet.cssRules));
    const box = active.getBoundingClientRect();
    return [
        window.targets.indexOf(active),
        outlined(active) || outlined(active.nextElementSibling) || thumb(),
        box.bottom > 0 && box.top < innerHeight,
        active.outerHTML.slice(0, 160),
        window.targets.includes(active) || active.scrollHeight <= active.clientHeight,
    ];
";

#[test]
fn the_keyboard_reaches_everything_in_order_and_shows_where_it_is() {
    Visit::default().run(|page| {
        page.set(key::MANAGED_FRACTION, "0.3");
        page.unfold_all();
        page.session.script(
            "scrollTo(0, 0); document.querySelectorAll('.col').forEach(column => column.scrollTo(0, 0))",
            &[],
        );
        let count = page.session.script(REACHABLE, &[]).as_u64().expect("a count");
        assert!(count > 60, "there are only {count} controls");
        for expected in 0..count {
            // In Firefox also what can be scrolled, so that keys can scroll it.
            let focus = loop {
                page.session.press(None, keys::TAB);
                let focus = page.session.script(FOCUS, &[]);
                if focus[4] == true {
                    break focus;
                }
            };
            let target = page
                .session
                .script("return window.targets[arguments[0]].outerHTML.slice(0, 160)", &[expected.into()]);
            assert_eq!(focus[0], expected, "the focus is on {} and not on {target}", focus[3]);
            assert_eq!(focus[1], true, "one does not see the focus on {}", focus[3]);
            assert_eq!(focus[2], true, "the focus is out of view on {}", focus[3]);
        }
    });
}

#[test]
fn results_are_announced_when_they_rest_and_not_at_every_step() {
    Visit::default().run(|page| {
        page.session.wait_until("the first announcement", || !page.text("#announcer").is_empty());
        page.session.script(
            "window.said = [];
             new MutationObserver(() => said.push(document.getElementById('announcer').textContent))
                 .observe(document.getElementById('announcer'), { childList: true, characterData: true, subtree: true });",
            &[],
        );
        for text in ["5g", "6g", "7g", "8g"] {
            page.paste(key::PROCESS_SIZE, text);
        }
        page.session.wait_for("the announcement", "window.said.length", &[]);
        let said = page.session.script("return window.said", &[]);
        let said: Vec<&str> = said.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        assert_eq!(said.len(), 1, "{said:?}");
        assert!(said[0].contains("starts") && said[0].contains("8.00 gibibytes"), "{said:?}");
    });
}

#[test]
fn everything_can_be_done_by_keyboard_alone() {
    Visit::default().run(|page| {
        page.session.script("document.getElementById('version').focus()", &[]);
        page.session.press(None, keys::TAB);
        page.session.press(None, keys::RIGHT);
        page.settle();
        assert_eq!(page.text("tr[data-component='jvm-heap'] .name"), "JVM Heap");
        assert_eq!(page.table().len(), 6, "the JobManager");
        page.session.press(None, keys::LEFT);
        page.session.press(None, keys::TAB);
        page.session.press(None, keys::RIGHT);
        page.settle();
        assert_eq!(page.field(key::FLINK_SIZE), "1280m", "standalone");
        page.session.script("document.querySelector('summary').focus()", &[]);
        page.session.press(None, keys::ENTER);
        page.settle();
        assert_eq!(page.count("details[open]"), 1);
    });
}
