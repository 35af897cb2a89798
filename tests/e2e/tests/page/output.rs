//! What is passed on: flags, log lines, options, and their copies.

use e2e::{Recorded, Visit, keys};

use crate::key;

#[test]
fn copying_takes_exactly_what_flink_passes_on_and_says_so() {
    Visit::default().run(|page| {
        page.allow_clipboard();
        let recorded = Recorded::of("2.3.0", "p-tm-doc-0001");
        for (tab, text) in [("jvm-flags", "jvm_params"), ("d-list", "dynamic_configs")] {
            page.click(&format!("#{tab}"));
            page.click("#output .copy");
            page.session.wait_until("the button to say so", || page.text("#output .copy") == "Copied");
            assert_eq!(page.clipboard(), recorded.text(text));
            page.session.wait_until("the button to be itself again", || page.text("#output .copy") == "Copy");
        }
    });
}

#[test]
fn without_a_clipboard_the_text_is_selected() {
    Visit::default().run(|page| {
        page.deny_clipboard();
        page.click("#output .copy");
        page.session.wait_until("the button to say so", || page.text("#output .copy").contains("Ctrl+C"));
        // A moment later, when the button's words are drawn.
        let selected = || page.session.script("return getSelection().toString()", &[]);
        page.session.wait_until("the text to be selected", || selected() != "");
        let selected = selected();
        let selected = selected.as_str().unwrap_or_default();
        let recorded = Recorded::of("2.3.0", "p-tm-doc-0001");
        assert_eq!(selected.split_whitespace().collect::<Vec<_>>().join(" "), recorded.text("jvm_params"));
    });
}

#[test]
fn outputs_are_chosen_by_keyboard() {
    Visit::default().run(|page| {
        page.click("#jvm-flags");
        page.session.press(None, keys::RIGHT);
        page.settle();
        assert_eq!(page.property("#log-lines", "ariaSelected"), "true");
        for _ in 0..3 {
            page.session.press(None, keys::LEFT);
        }
        page.settle();
        assert_eq!(page.property("#d-list", "ariaSelected"), "true");
        assert!(page.text("#output-text pre").starts_with("-D taskmanager.memory.network.min="));
    });
}

#[test]
fn what_flink_does_not_pass_on_cannot_be_copied() {
    Visit::default().run(|page| {
        page.set(key::PROCESS_SIZE, "4 gigs");
        assert_eq!(page.text("#output-text pre"), "");
        assert_eq!(page.count("#output .copy"), 0);
        assert!(!page.text("#output-text").is_empty(), "it says why");
    });
}
