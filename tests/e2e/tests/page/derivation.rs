//! Where a number comes from: by pointing, by clicking, by keyboard.

use e2e::{Calculator, Mouse, Visit, keys};

use crate::key;

/// Points at the middle of something.
#[track_caller]
fn point_at(page: &Calculator<'_>, selector: &str) {
    let element = page.find(selector);
    let middle = page.session.script(
        "const box = arguments[0].getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2]",
        &[element.value()],
    );
    let at = |index: usize| middle[index].as_f64().expect("a number");
    page.session.mouse(&[Mouse::To(at(0), at(1))]);
    page.settle();
}

/// The component whose derivation is shown.
#[track_caller]
fn explained(page: &Calculator<'_>) -> String {
    let of = page.session.script("return document.getElementById('derivation').dataset.of", &[]);
    of.as_str().expect("a derivation is always of something").to_owned()
}

#[test]
fn pointing_at_a_row_shows_its_steps_with_their_numbers() {
    Visit::default().run(|page| {
        page.set(key::PROCESS_SIZE, "4g");
        point_at(page, "tr[data-component='managed']");
        assert_eq!(explained(page), "managed");
        let text = page.text("#derivation");
        let managed = page.bytes("managed");
        let flink = page.bytes("total-flink");
        // 0.4 as a 32-bit float, as Java prints it when widened.
        for part in [flink.to_string(), "0.4000000059604645".to_owned(), managed.to_string()] {
            assert!(text.contains(&part), "{text} lacks {part}");
        }
        point_at(page, "tr[data-component='network']");
        assert_eq!(explained(page), "network");
        assert!(page.text("#derivation").contains("0.10000000149011612"));
        point_at(page, "svg.upright [data-component='jvm-overhead'] rect");
        assert_eq!(explained(page), "jvm-overhead");
        point_at(page, &format!("[data-key='{}'] .key", key::MANAGED_FRACTION));
        assert_eq!(explained(page), "managed");
    });
}

#[test]
fn pointing_lights_up_everything_that_stands_for_the_same() {
    Visit::default().run(|page| {
        let look = "const style = selector => getComputedStyle(document.querySelector(selector));
            return JSON.stringify([
                style(`tr[data-component='network']`).backgroundColor,
                style(`svg.upright [data-component='network'] rect`).stroke,
                style(`svg.upright [data-of='network'].rib`).opacity,
                getComputedStyle(document.querySelector(`[data-key='taskmanager.memory.network.fraction']`), '::before').backgroundColor,
            ])";
        point_at(page, "tr[data-component='managed']");
        page.session.wait_for("transitions to end", "!document.getAnimations().length", &[]);
        let off = page.session.script(look, &[]);
        point_at(page, &format!("[data-key='{}'] .key", key::NETWORK_FRACTION));
        page.session.wait_for("transitions to end", "!document.getAnimations().length", &[]);
        let on = page.session.script(look, &[]);
        let parts = |text: &serde_json::Value| -> Vec<String> {
            serde_json::from_str(text.as_str().unwrap_or_default()).expect("a list")
        };
        for (off, on) in parts(&off).iter().zip(&parts(&on)) {
            assert_ne!(off, on, "row, box, ribbon and control are lit together");
        }
    });
}

#[test]
fn a_click_pins_a_derivation_and_escape_lets_it_go() {
    Visit::default().run(|page| {
        page.click("tr[data-component='network'] .name");
        point_at(page, "tr[data-component='managed']");
        assert_eq!(explained(page), "network", "it stays");
        assert_eq!(page.property("tr[data-component='network'] .name", "ariaPressed"), "true");
        page.set(key::PROCESS_SIZE, "4g");
        assert_eq!(explained(page), "network", "also while one goes on");
        assert!(page.text("#derivation").contains(&page.bytes("network").to_string()), "with new numbers");
        page.session.press(None, keys::ESCAPE);
        page.settle();
        point_at(page, "tr[data-component='task-heap']");
        assert_eq!(explained(page), "task-heap");

        page.click("tr[data-component='jvm-metaspace'] .name");
        page.click("tr[data-component='jvm-metaspace'] .name");
        point_at(page, "tr[data-component='managed']");
        assert_eq!(explained(page), "managed", "a second click lets it go");
    });
}

#[test]
fn rows_are_reached_and_pinned_by_keyboard() {
    Visit::default().run(|page| {
        page.session.script("document.querySelector(`tr[data-component='task-heap'] .name`).focus()", &[]);
        page.settle();
        assert_eq!(explained(page), "task-heap", "focus is enough to see it");
        page.session.press(None, keys::TAB);
        page.settle();
        assert_ne!(explained(page), "task-heap", "the next row");
        let next = explained(page);
        page.session.press(None, keys::ENTER);
        page.settle();
        page.session.press(None, keys::TAB);
        page.settle();
        assert_eq!(explained(page), next, "pinned");
    });
}
