//! The dialog that makes a widget of what is shown.

use e2e::{DESKTOP, PHONE, Visit, keys};

use crate::key;

#[test]
fn the_lines_are_those_of_what_is_shown_and_the_widget_is_beside_them() {
    Visit::default().run(|page| {
        page.set(key::PROCESS_SIZE, "4g");
        page.click("#open-embed");
        assert_eq!(page.text("#dialog-title"), "Embed");
        let home = page.server.url();
        let query = "?embed=1&amp;show=bar,controls&amp;controls=process.size&amp;v=1&amp;flink=2.3&amp;p=tm&amp;process.size=4g";
        let lines = page.text("#preview");
        assert!(lines.starts_with("<iframe title=\"Flink Memory Calculator\""), "{lines}");
        assert!(lines.contains(&format!("src=\"{home}{query}\"")), "{lines}");

        let frame = page.session.find("#embed-preview");
        page.session.post("frame", &serde_json::json!({ "id": frame.value() }));
        page.session.wait_for("the widget", "document.body?.innerText.includes('4.00\u{a0}GiB')", &[]);
        assert_eq!(page.count("[data-key]"), 1);
        page.session.post("frame", &serde_json::json!({ "id": null }));
    });
}

#[test]
fn each_place_has_its_lines_and_blocks_and_colours_are_in_them() {
    Visit::default().run(|page| {
        page.click("#open-embed");
        let choose = |name: &str, value: &str| {
            let click = format!("document.querySelector('input[name={name}][value={value}]').click()");
            page.session.script(&click, &[]);
            page.settle();
            page.text("#preview")
        };
        for (place, start) in [
            ("element", "<script src="),
            ("hugo", "{{< flink-memory-calculator state=\"?v=1&flink=2.3&p=tm"),
            ("mkdocs", "<script src="),
            ("docusaurus", "import FlinkMemoryCalculator"),
            ("mediawiki", "{{#widget:Iframe|url="),
            ("confluence", "<ac:structured-macro"),
            ("picture", "<a href="),
        ] {
            assert!(choose("place", place).starts_with(start), "{place}");
        }
        assert_eq!(page.count("#embed-preview"), 0, "a picture has no frame");
        choose("place", "frame");
        assert!(choose("block", "flags").contains("show=bar,controls,flags"));
        assert!(choose("block", "controls").contains("show=bar,flags&amp;v=1"));
        assert!(choose("colours", "dark").contains("&amp;theme=dark&amp;"));
        page.session.press(None, keys::ESCAPE);
        page.settle();
        page.click("#open-embed");
        assert!(page.text("#preview").contains("show=bar,flags&amp;theme=dark"), "what was chosen stays");
    });
}

#[test]
fn it_can_be_copied_and_read_everywhere() {
    for (size, is_dark) in [(DESKTOP, false), (PHONE, true)] {
        Visit::default().sized(size).dark(is_dark).run(|page| {
            page.allow_clipboard();
            page.click("#open-embed");
            page.check_accessibility("the dialog of widgets");
            page.check_nothing_overflows(size);
            let lines = page.text("#preview");
            page.click("#dialog [data-do='copy embed']");
            page.session.wait_until("the lines to be copied", || page.clipboard().trim() == lines.trim());
        });
    }
}
