//! Sliders: every input event is a new answer.

use e2e::{Mouse, Visit, keys};

use crate::{key, times};

/// Notes at every frame what of the managed fraction is shown, as often as it changes, and when the thumb is let go.
const WATCH: &str = "
    window.seen = [];
    let last;
    const shown = selector => document.querySelector(selector).textContent.trim();
    const control = `[data-key='taskmanager.memory.managed.fraction']`;
    const look = () => {
        const now = [
            Number(shown(`tr[data-component='managed'] .by`)),
            Number(document.querySelector(`svg.upright [data-component='managed'] rect`).getAttribute('height')),
            shown('#output-text pre'),
            document.querySelector(`${control} input[type=text]`).value,
            shown(`${control} .chip .word`),
        ];
        const text = JSON.stringify(now);
        if (text !== last) seen.push(now);
        last = text;
        requestAnimationFrame(look);
    };
    look();
    document.addEventListener('pointerup', () => seen.push('let go'), true);
";

#[test]
fn everything_follows_the_thumb_while_it_is_dragged() {
    Visit::default().run(|page| {
        let track = page.thumb(key::MANAGED_FRACTION);
        page.session.script(WATCH, &[]);
        let steps = (1..=6).flat_map(|step| {
            let way = (track.left - track.thumb) * f64::from(step) / 10.0;
            [Mouse::To(track.thumb + way, track.height), Mouse::Rest]
        });
        let drag =
            [Mouse::To(track.thumb, track.height), Mouse::Down].into_iter().chain(steps).chain([Mouse::Up]);
        page.session.mouse(&drag.collect::<Vec<_>>());
        page.settle();

        let seen = page.session.script("return seen", &[]);
        let seen = seen.as_array().expect("a list");
        let (last, seen) = seen.split_last().expect("something was seen");
        assert_eq!(last, "let go", "letting go changes nothing: {seen:?}");
        // Each is drawn when it is ready, so that a frame on a busy machine may show one ahead of another.
        for (at, what) in [(0, "the table"), (1, "the picture")] {
            let mut numbers: Vec<f64> = seen.iter().filter_map(|now| now[at].as_f64()).collect();
            numbers.dedup_by(|a, b| a.total_cmp(b).is_eq());
            assert!(numbers.windows(2).all(|pair| pair[1] < pair[0]), "{what} follows: {numbers:?}");
            // A browser may divide a step in two.
            assert!(numbers.len() >= 7, "{what} shows each of six steps on the way: {numbers:?}");
        }
        for (at, what, count) in [(2, "the JVM flags", 7), (3, "the field", 7), (4, "the chip", 2)] {
            let mut texts: Vec<&str> = seen.iter().filter_map(|now| now[at].as_str()).collect();
            texts.dedup();
            assert!(texts.len() >= count, "{what} follows: {texts:?}");
        }
        assert_eq!(page.chip(key::MANAGED_FRACTION), "set");
        assert_eq!(page.field(key::MANAGED_FRACTION), "0.16");
        assert_eq!(page.bytes("managed"), times(1280 << 20, "0.1599999964237213"));
    });
}

#[test]
fn a_total_is_dragged_from_end_to_end() {
    Visit::default().run(|page| {
        for (to, text, starts) in [(1.5, "128g", true), (-0.5, "256m", false), (5.0 / 9.0, "8g", true)] {
            let track = page.thumb(key::PROCESS_SIZE);
            let x = (track.left + (track.right - track.left) * to).max(2.0);
            let grab = [Mouse::To(track.thumb, track.height), Mouse::Down];
            page.session.mouse(&[grab[0], grab[1], Mouse::To(x, track.height), Mouse::Up]);
            page.settle();
            assert_eq!((page.field(key::PROCESS_SIZE), page.starts()), (text.to_owned(), starts));
        }
        assert_eq!(page.bytes("total-process"), 8 << 30);
    });
}

#[test]
fn keys_move_a_slider_in_stops_in_fine_steps_and_to_its_ends() {
    Visit::default().run(|page| {
        page.set(key::PROCESS_SIZE, "4g");
        page.session.script(
            "document.querySelector(`[data-key='taskmanager.memory.network.fraction'] input[type=range]`).focus()",
            &[],
        );
        let shift = Some(keys::SHIFT);
        for (modifier, key, text) in [
            (None, keys::RIGHT, "0.11"),
            (None, keys::UP, "0.12"),
            (None, keys::LEFT, "0.11"),
            (None, keys::DOWN, "0.1"),
            (shift, keys::RIGHT, "0.101"),
            (shift, keys::UP, "0.102"),
            (shift, keys::LEFT, "0.101"),
            (None, keys::RIGHT, "0.11"),
            (None, keys::HOME, "0"),
        ] {
            page.session.press(modifier, key);
            page.settle();
            assert_eq!(page.field(key::NETWORK_FRACTION), text);
        }
        // Nothing of nothing is raised to the minimum, 64 MiB.
        assert_eq!(page.bytes("network"), 64 << 20);
        assert_eq!(page.chip(key::NETWORK_FRACTION), "clamped to min");
        page.session.press(None, keys::END);
        page.settle();
        assert_eq!(page.field(key::NETWORK_FRACTION), "0.5");
        let flink = (4 << 30) - (256 << 20) - times(4 << 30, "0.10000000149011612");
        assert_eq!(page.bytes("network"), flink / 2);
    });
}

#[test]
fn a_slider_says_its_value_in_readable_units() {
    Visit::default().run(|page| {
        page.set(key::PROCESS_SIZE, "4g");
        let slider = format!("[data-key='{}'] input[type=range]", key::PROCESS_SIZE);
        let spoken = page.session.script(
            "return document.querySelector(arguments[0]).getAttribute('aria-valuetext')",
            &[slider.into()],
        );
        let spoken = spoken.as_str().unwrap_or_default();
        assert!(spoken.contains("4") && spoken.contains("gibibytes"), "it says `{spoken}`");
    });
}

#[test]
fn reset_puts_an_option_back_to_not_set() {
    Visit::default().run(|page| {
        let before = page.table();
        page.set(key::MANAGED_FRACTION, "0.2");
        assert_eq!(page.chip(key::MANAGED_FRACTION), "set");
        assert_ne!(page.table(), before);
        page.reset(key::MANAGED_FRACTION);
        assert_eq!(page.chip(key::MANAGED_FRACTION), "default");
        assert_eq!(page.field(key::MANAGED_FRACTION), "");
        assert_eq!(page.placeholder(key::MANAGED_FRACTION), "0.4");
        assert_eq!(page.table(), before);
        let border = "return getComputedStyle(document.querySelector(arguments[0])).borderTopStyle";
        let field = format!("[data-key='{}'] input[type=text]", key::MANAGED_FRACTION);
        assert_eq!(page.session.script(border, &[field.into()]), "dashed", "not set looks unlike set");
    });
}
