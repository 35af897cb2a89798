//! Whatever is put into the page, it stays a page.

use e2e::{Calculator, Recorded, Size, Visit, keys};

use crate::key;

/// Windows from a wide screen to the smallest phone.
const SIZES: [Size; 4] = [(1440, 900), (1024, 768), (390, 844), (320, 640)];

/// Puts a text into a field, waits until that is drawn, puts another, and says how many milliseconds that one took until it was drawn.
/// (Chromium by itself needs a second for the first, if it has ten megabytes: all of it is laid out as one line.)
const SURVIVE: &str = "
    const field = document.querySelector(`[data-key='${arguments[0]}'] input[type=text]`);
    const drawn = () => new Promise(done => requestAnimationFrame(() => setTimeout(done)));
    const put = text => {
        field.value = text;
        field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    };
    put(arguments[1]);
    return drawn().then(() => {
        const start = performance.now();
        put(arguments[2]);
        return drawn().then(() => performance.now() - start);
    });
";

/// Puts `text` into the field of an option and `next` in its place, in good time.
#[track_caller]
fn check_survives(page: &Calculator<'_>, key: &str, text: &str, next: &str) {
    let took = page.session.script(SURVIVE, &[key.into(), text.into(), next.into()]);
    let took = took.as_f64().expect("a time");
    assert!(took < 2000.0, "the page froze for {took} ms");
    assert_eq!(page.count("#crashed"), 0);
    assert!(page.starts());
}

#[test]
fn ten_megabytes_in_a_field_do_not_freeze_the_page() {
    Visit::default().run(|page| {
        let text = "9".repeat(10 << 20);
        check_survives(page, key::PROCESS_SIZE, &text, "4g");
        assert_eq!(page.bytes("total-process"), 4 << 30);

        page.paste(key::PROCESS_SIZE, &"x".repeat(10 << 20));
        check_says_length(page);
        page.set(key::PROCESS_SIZE, "4g");
        assert!(page.starts());
    });
}

/// The page says of a text that it does not show whole how long it is, and has room for all of it.
#[track_caller]
fn check_says_length(page: &Calculator<'_>) {
    assert!(!page.starts());
    let control = page.text(&format!("[data-key='{}']", key::PROCESS_SIZE));
    assert!(control.contains("10485760 characters"), "{}", &control[..control.len().min(5000)]);
    for size in SIZES {
        page.check_nothing_overflows(size);
    }
    page.resize(SIZES[0]);
}

#[test]
fn ten_megabytes_from_the_clipboard_are_kept_whole() {
    Visit::default().run(|page| {
        page.allow_clipboard();
        page.session.script("return navigator.clipboard.writeText('7'.repeat(10 << 20))", &[]);
        page.select_all_in(key::PROCESS_SIZE);
        page.session.press(Some(keys::CONTROL), 'v');
        page.session.wait_until("the text to be refused", || !page.starts());
        check_says_length(page);
        page.set(key::PROCESS_SIZE, "4g");
        assert!(page.starts());
    });
}

#[test]
fn ten_megabytes_in_a_fraction_and_in_a_list_do_not_freeze_the_page_either() {
    let weights = "taskmanager.memory.managed.consumer-weights";
    Visit::default().run(|page| {
        page.unfold(weights);
        let numbers = "0.".to_owned() + &"1".repeat(10 << 20);
        let pairs = "OPERATOR:70,".repeat((10 << 20) / 12);
        for (key, text) in [(key::MANAGED_FRACTION, numbers), (weights, pairs)] {
            check_survives(page, key, &text, "");
        }
    });
}

#[test]
fn strange_texts_are_shown_as_texts() {
    Visit::default().run(|page| {
        for text in [
            "NaN",
            "9223372036854775808",
            "-1",
            "<img src=x onerror=alert(1)>",
            "\"><script>alert(1)</script>",
            "javascript:alert(1)",
            "{{constructor.constructor('alert(1)')()}}",
            "שלום עולם 4g",
            "\u{202e}g4",
            "👩‍👩‍👧‍👦🇩🇪 4g",
            "４ｇ",
            "4\u{a0}g",
            "\u{0}\u{1}\u{7f}",
            "%00%0a",
            "٤g",
        ] {
            page.paste(key::PROCESS_SIZE, text);
            assert!(!page.starts(), "{text}");
            assert_eq!(page.field(key::PROCESS_SIZE), text);
            assert_eq!(page.chip(key::PROCESS_SIZE), "rejected", "{text}");
            assert_eq!(page.count("#page :is(img, script)"), 0, "{text} became markup");
            check_survives(page, key::PROCESS_SIZE, text, "4g");
        }
    });
}

#[test]
fn what_is_not_a_number_is_refused_by_fractions_and_counts() {
    Visit::default().run(|page| {
        page.set(key::PROCESS_SIZE, "4g");
        let recorded = Recorded::of("2.3.0", "p-tm-fraction-0026");
        assert_eq!(recorded.configured(key::OVERHEAD_FRACTION), "NaN");
        page.set(key::OVERHEAD_FRACTION, "NaN");
        page.check_rejected(key::OVERHEAD_FRACTION, recorded.message(), &recorded.causes());
        page.reset(key::OVERHEAD_FRACTION);
        page.paste("taskmanager.numberOfTaskSlots", "9223372036854775808");
        assert!(!page.starts());
        assert_eq!(page.chip("taskmanager.numberOfTaskSlots"), "rejected");
    });
}

#[test]
fn long_values_fit_into_every_window() {
    Visit::default().run(|page| {
        page.unfold_all();
        for (key, text) in [
            (key::PROCESS_SIZE, "9".repeat(300)),
            (key::MANAGED_FRACTION, "0.1".repeat(100)),
            ("taskmanager.memory.managed.consumer-weights", "W".repeat(300)),
            ("taskmanager.numberOfTaskSlots", "1".repeat(300)),
            (key::PROCESS_SIZE, "1000000t".to_owned()),
            (key::PROCESS_SIZE, "9223372036854775807".to_owned()),
        ] {
            page.paste(key, &text);
            for size in SIZES {
                page.check_nothing_overflows(size);
            }
            page.paste(key, if key == key::PROCESS_SIZE { "4g" } else { "" });
            assert!(page.starts());
        }
    });
}

/// Tells the page of an error that nobody has caught, as the browser does. (Of one in a driver's script it would not say what it is.)
const TRAP: &str = "
    const error = new (arguments[0] ? WebAssembly.RuntimeError : Error)(arguments[1]);
    window.dispatchEvent(new ErrorEvent('error', { error, message: error.message }));
";

#[test]
fn a_program_that_ended_says_so_and_offers_a_way_back() {
    Visit::default().run(|page| {
        page.set(key::PROCESS_SIZE, "3g");
        page.session.wait_for("the address says what was set", "location.href.includes('=3g')", &[]);
        // What an extension of the browser does wrong is no end of the calculator.
        page.session.script(TRAP, &[false.into(), "of an extension".into()]);
        assert_eq!(page.count("#crashed"), 0);
        page.session.script(TRAP, &[true.into(), "the first".into()]);
        page.session.script(TRAP, &[true.into(), "the second".into()]);
        assert_eq!(page.count("#crashed"), 1);
        assert_eq!(page.text("#crashed h2"), "The calculator crashed");
        assert_eq!(page.text("#crashed pre"), "RuntimeError: the first");
        // What was set is in the address, to go on with.
        assert!(page.text("#crashed p a").contains("process.size=3g"), "{}", page.text("#crashed p a"));
        for size in SIZES {
            page.check_nothing_overflows(size);
        }
        page.click("#crashed .btn");
        page.session.wait_until("it begins again", || page.count("#crashed") == 0 && page.starts());
        assert_eq!(page.bytes("total-process"), 3 << 30);
    });
}
