//! What Flink refuses: its own words beside the control, the last valid picture, and ways out.

use e2e::{Recorded, Visit};

use crate::key;

#[test]
fn a_malformed_size_keeps_text_and_picture_and_says_why() {
    Visit::default().run(|page| {
        page.set(key::PROCESS_SIZE, "3g");
        let (before, flags) = (page.table(), page.output("jvm-flags"));
        page.set(key::PROCESS_SIZE, "1.5g");

        let unit = Recorded::find("memory_size.jsonl.gz", "p-ms-parse-0040");
        page.check_rejected(
            key::PROCESS_SIZE,
            "TaskManager memory configuration failed: Cannot read memory size from config option 'taskmanager.memory.process.size'.",
            &["Could not parse value '1.5g' for key 'taskmanager.memory.process.size'.", unit.message()],
        );
        assert_eq!(page.field(key::PROCESS_SIZE), "1.5g", "the text stays");
        assert_eq!(page.table(), before, "the last valid picture stays");
        assert!(page.is_visible("#stale"), "and is marked");
        assert_ne!(page.output("jvm-flags"), flags, "flags that Flink would not pass on are not offered");

        page.set(key::PROCESS_SIZE, "4g");
        assert!(page.starts());
        assert_eq!(page.chip(key::PROCESS_SIZE), "set");
        assert_eq!(page.bytes("total-process"), 4 << 30);
        assert_eq!(page.count("#stale"), 0);
        assert_eq!(page.count(".error"), 0);
    });
}

#[test]
fn every_kind_of_malformed_size_is_refused_in_flinks_words() {
    Visit::default().run(|page| {
        for number in [2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14] {
            let recorded = Recorded::of("2.3.0", &format!("p-tm-badsize-{number:04}"));
            page.paste(key::PROCESS_SIZE, recorded.configured(key::PROCESS_SIZE));
            page.check_rejected(key::PROCESS_SIZE, recorded.message(), &recorded.causes());
        }
    });
}

#[test]
fn an_empty_configuration_shows_flinks_words_and_a_way_out() {
    Visit::default().run(|page| {
        page.reset(key::PROCESS_SIZE);
        assert!(!page.starts());
        let recorded = Recorded::of("2.3.0", "p-tm-containerized-0010");
        assert!(recorded.message().contains("Either required fine-grained memory"));
        let problem = page.text("#problem .error");
        assert!(problem.contains(recorded.message()), "{problem}");
        page.click("#problem [data-offer='taskmanager.memory.process.size']");
        page.check(&Recorded::of("2.3.0", "p-tm-doc-0001"));
    });
}

#[test]
fn the_other_total_is_a_way_out_too() {
    Visit::default().run(|page| {
        page.reset(key::PROCESS_SIZE);
        page.click("#problem [data-offer='taskmanager.memory.flink.size']");
        page.check(&Recorded::of("2.3.0", "p-tm-doc-0003"));
    });
}

#[test]
fn one_click_leads_back_to_the_last_valid_configuration() {
    Visit::default().run(|page| {
        page.set(key::PROCESS_SIZE, "4g");
        page.set(key::MANAGED_FRACTION, "0.99");
        assert!(!page.starts());
        let before = page.table();
        page.click("#restore");
        assert!(page.starts());
        assert_eq!(page.table(), before);
    });
}

#[test]
fn an_error_inside_a_folded_group_opens_it() {
    Visit::default().run(|page| {
        let min = "taskmanager.memory.network.min";
        page.set(min, "2g");
        page.set("taskmanager.memory.network.max", "1g");
        assert!(!page.starts());
        page.session
            .script("document.querySelectorAll('details').forEach(details => details.open = false)", &[]);
        page.set(key::PROCESS_SIZE, "8g");
        let places = page.count("[data-state='rejected'] .error");
        assert_eq!(places, 1, "the error is beside one control");
    });
}
