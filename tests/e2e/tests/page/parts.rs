//! The page comes in two parts: what every visit needs, and what only texts need.

use e2e::{Calculator, Visit};
use serde_json::json;

use crate::key;

/// How many files of the second part were asked for.
fn asked_for(page: &Calculator<'_>) -> u64 {
    let count = "return performance.getEntriesByType('resource').filter(file => file.name.includes('/texts-')).length";
    page.session.script(count, &[]).as_u64().expect("a count")
}

fn block(page: &Calculator<'_>, addresses: &[&str]) {
    page.session.devtools("Network.enable", json!({}));
    page.session.devtools("Network.setBlockedURLs", json!({ "urls": addresses }));
}

#[test]
fn what_texts_need_is_loaded_once_and_not_before() {
    Visit::default().run(|page| {
        page.set(key::PROCESS_SIZE, "4g");
        page.set(key::NETWORK_FRACTION, "0.3");
        page.choose_version("1.18");
        page.click("#log-lines");
        assert_eq!(asked_for(page), 0, "sizes and fractions need no reader");
        page.click("#open-presets");
        assert_eq!(page.text("#dialog-title"), "Presets");
        page.click("#close");
        page.click("#open-export");
        assert!(page.text("#preview").contains("taskmanager.memory.network.fraction: 0.3"));
        assert_eq!(asked_for(page), 1);
    });
}

#[test]
fn the_list_of_options_is_loaded_when_it_is_asked_for() {
    Visit::default().run(|page| {
        assert!(page.output("slot-memory").starts_with("network memory"));
        assert_eq!(asked_for(page), 0);
        assert!(page.output("d-list").starts_with("-D "));
        assert_eq!(asked_for(page), 1);
    });
}

#[test]
fn a_link_of_simple_values_needs_the_first_part_alone() {
    Visit::default().run(|page| {
        page.session
            .open(&format!("{}?v=1&flink=2.3&p=tm&process.size=4g&managed.fraction=0.3", page.server.url()));
        page.wait_until_ready();
        assert_eq!(page.field(key::PROCESS_SIZE), "4g");
        assert_eq!(asked_for(page), 0);
    });
}

#[test]
fn a_value_that_takes_a_parser_is_answered_by_one() {
    Visit::default().run(|page| {
        page.set(key::PROCESS_SIZE, "4 # 2");
        assert_eq!(asked_for(page), 1);
        assert_eq!(page.field(key::PROCESS_SIZE), "4 # 2");
        assert!(!page.starts());
        page.set(key::PROCESS_SIZE, "4g");
        assert!(page.starts());
        assert_eq!(page.config_text().lines().next(), Some("taskmanager.memory.process.size: 4g"));
    });
}

#[test]
fn without_a_connection_nothing_typed_is_lost_and_another_try_helps() {
    Visit::default().run(|page| {
        block(page, &["*/texts-*"]);
        page.click("#open-presets");
        assert!(page.text(".notices").contains("could not be loaded"));
        page.set(key::PROCESS_SIZE, "4 # 2");
        assert_eq!(page.field(key::PROCESS_SIZE), "4 # 2");
        page.set(key::NETWORK_FRACTION, "0.3");
        assert_eq!(page.field(key::NETWORK_FRACTION), "0.3");
        block(page, &[]);
        page.click("#open-presets");
        assert_eq!(page.text("#dialog-title"), "Presets");
        page.click("#close");
        assert!(page.config_text().contains("network.fraction: 0.3"));
        assert_eq!(page.field(key::PROCESS_SIZE), "4 # 2");
        // The browser says what we made it do.
        let errors = page.session.console_errors();
        assert!(
            errors.iter().all(|error| error.contains("texts-") || error.contains("Failed to fetch")),
            "{errors:?}"
        );
    });
}
