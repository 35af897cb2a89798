//! Sizes of windows, colours, motion.

use e2e::{DESKTOP, PHONE, Size, TABLET, Visit};

use crate::key;

/// Luminance of the page's ground, 0 to 255.
const GROUND: &str = "
    const [red, green, blue] = getComputedStyle(document.body).backgroundColor.match(/[\\d.]+/g).map(Number);
    return Math.round(0.2126 * red + 0.7152 * green + 0.0722 * blue);
";

#[test]
fn nothing_is_wider_than_the_window() {
    Visit::default().run(|page| {
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

#[test]
fn a_wide_screen_needs_no_scrolling_of_the_page() {
    Visit::default().run(|page| {
        for text in ["1728m", "1.5g"] {
            page.paste(key::PROCESS_SIZE, text);
            for size in [(1200, 800), (1280, 800), DESKTOP, (1920, 1080)] {
                page.resize(size);
                let heights =
                    page.session.script("return [document.documentElement.scrollHeight, innerHeight]", &[]);
                assert!(heights[0].as_u64() <= heights[1].as_u64(), "at {size:?} with {text}: {heights}");
            }
        }
    });
}

#[test]
fn no_name_or_number_of_the_table_runs_into_its_neighbour() {
    const SIZES: [Size; 9] = [
        (1200, 800),
        (1280, 800),
        DESKTOP,
        (1920, 1080),
        TABLET,
        (1023, 768),
        (768, 1024),
        PHONE,
        (320, 640),
    ];
    Visit::default().run(|page| {
        let mut touching = Vec::new();
        for text in ["1728m", "20g", "1t", "64t", "8000000t"] {
            page.paste(key::PROCESS_SIZE, text);
            assert!(page.starts());
            for size in SIZES {
                page.resize(size);
                let rows = page.touching_in_table();
                if !rows.is_empty() {
                    touching.push(format!("{text} at {size:?}: {rows:?}"));
                }
            }
        }
        assert!(touching.is_empty(), "{touching:#?}");
    });
}

#[test]
fn the_picture_stays_in_view_on_a_phone_while_a_slider_is_moved() {
    Visit::default().sized(PHONE).run(|page| {
        page.thumb(key::OVERHEAD_FRACTION);
        let is_in_view = page.session.script(
            "return [...document.querySelectorAll('svg.upright, svg.lying')].some(picture => {
                 const box = picture.getBoundingClientRect();
                 return box.height > 20 && box.top >= 0 && box.bottom <= innerHeight;
             })",
            &[],
        );
        assert_eq!(is_in_view, true);
    });
}

#[test]
fn numbers_change_without_moving_anything() {
    Visit::default().run(|page| {
        let places = "return JSON.stringify([...document.querySelectorAll(
            '.ctl, .ctl input, .ctl button, tr, td, th, .verdict, #verdict, #output, #derivation, svg.upright')]
            .map(element => { const box = element.getBoundingClientRect(); return [box.x, box.y, box.width, box.height] }))";
        page.set(key::PROCESS_SIZE, "5g");
        page.set(key::MANAGED_FRACTION, "0.3");
        let before = page.session.script(places, &[]);
        for text in ["0.31", "0.3333", "0.5", "0.05", "0.099"] {
            page.paste(key::MANAGED_FRACTION, text);
            assert!(page.starts());
            assert_eq!(page.session.script(places, &[]), before, "something moved at {text}");
        }
    });
}

#[test]
fn colours_are_those_of_the_system_until_the_switch_says_otherwise() {
    let ground = |page: &e2e::Calculator<'_>| page.session.script(GROUND, &[]).as_u64().expect("a number");
    for is_dark in [false, true] {
        Visit::default().dark(is_dark).run(|page| {
            let system = ground(page);
            assert_eq!(system < 128, is_dark, "the system's colours");
            // System, light, dark, and back to the system's.
            for (name, is_dark_now) in [("light", false), ("dark", true)] {
                page.click("header button[aria-label^='Colours']");
                assert!(page.property("header button[aria-label^='Colours']", "ariaLabel").contains(name));
                assert_eq!(ground(page) < 128, is_dark_now, "{name}");
            }
            page.session.reload();
            page.wait_until_ready();
            assert!(ground(page) < 128, "the choice is kept");
            page.click("header button[aria-label^='Colours']");
            assert_eq!(ground(page), system);
        });
    }
}

#[test]
fn nothing_moves_by_itself_where_motion_is_unwanted() {
    Visit::default().with_less_motion().run(|page| {
        page.unfold_all();
        let moving = page.session.script(
            "return [...document.querySelectorAll('*')].filter(element => {
                 const style = getComputedStyle(element);
                 const seconds = text => Math.max(...text.split(',').map(parseFloat));
                 return seconds(style.transitionDuration) > 0.001 || seconds(style.animationDuration) > 0.001;
             }).map(element => element.outerHTML.slice(0, 100))",
            &[],
        );
        assert_eq!(moving.as_array().map(Vec::len), Some(0), "{moving}");
    });
}
