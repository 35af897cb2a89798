//! What a visitor gets without touching anything.

use std::collections::BTreeSet;

use e2e::{Recorded, Visit, keys};

use crate::key;

#[test]
fn the_page_opens_with_the_defaults_of_the_latest_release() {
    Visit::default().run(|page| {
        assert_eq!(page.property("title", "textContent"), "Flink Memory Calculator");
        assert_eq!(page.property("#version", "value"), "2.3");
        assert_eq!(page.field(key::PROCESS_SIZE), "1728m");
        let recorded = Recorded::of("2.3.0", "p-tm-doc-0001");
        assert_eq!(recorded.configured(key::PROCESS_SIZE), "1728m");
        page.check(&recorded);
        assert_eq!(page.bytes("network"), 134_217_730);
        assert_eq!(page.bytes("managed"), 536_870_920);
        assert_eq!(page.bytes("task-heap"), 402_653_174);
    });
}

#[test]
fn log_lines_and_dynamic_options_are_those_of_flink() {
    Visit::default().run(|page| {
        let recorded = Recorded::of("2.3.0", "p-tm-doc-0001");
        assert_eq!(page.output("d-list"), recorded.text("dynamic_configs"));
        let log = page.output("log-lines");
        for line in recorded.log() {
            let (_, message) = line.split_once(": ").expect("level and class come first");
            assert!(log.contains(message), "{log} lacks {message}");
        }
        assert!(log.contains("Final TaskExecutor Memory configuration:"), "{log}");
    });
}

#[test]
fn nothing_is_loaded_from_elsewhere_and_nothing_after_the_page() {
    Visit::default().run(|page| {
        page.wait_for_job();
        let loaded = page.server.requests();
        page.set(key::PROCESS_SIZE, "4g");
        page.choose_version("1.12");
        page.choose("process", "jobmanager");
        page.click("#log-lines");
        assert_eq!(page.server.requests(), loaded, "requests after the page was there");
        let foreign = page.session.script(
            "return performance.getEntriesByType('resource').map(entry => entry.name)
                 .filter(name => !name.startsWith(location.origin + '/'))",
            &[],
        );
        assert_eq!(foreign.as_array().map(Vec::len), Some(0), "{foreign}");
        let programs: BTreeSet<&String> = loaded.iter().filter(|path| path.ends_with(".wasm")).collect();
        assert_eq!(
            programs.len(),
            5,
            "the program, what jobs need, their details, and what these share: {loaded:?}"
        );
    });
}

#[test]
fn the_page_works_in_any_folder_and_when_reloaded() {
    Visit::default().below().run(|page| {
        let recorded = Recorded::of("2.3.0", "p-tm-doc-0001");
        page.check(&recorded);
        page.set(key::PROCESS_SIZE, "4g");
        // A change that is done is in the address at once; one that goes on, in a moment.
        page.session.press(None, keys::TAB);
        page.session.reload();
        page.wait_until_ready();
        assert_eq!(page.property("title", "textContent"), "Flink Memory Calculator");
        assert!(page.starts());
        assert_eq!(page.bytes("total-process"), 4 << 30, "what was set is in the address");
    });
}
