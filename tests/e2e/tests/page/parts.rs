//! The page comes in parts: what every visit needs, what only texts need, what one sees first of a job, and what one sees of it later.

use e2e::{Calculator, DESKTOP, PHONE, TABLET, Visit, keys};

use crate::key;

/// How many files of a part were asked for.
fn asked_for(page: &Calculator<'_>, part: &str) -> u64 {
    let count = "return performance.getEntriesByType('resource').filter(file => file.name.includes(`/${arguments[0]}-`)).length";
    page.session.script(count, &[part.into()]).as_u64().expect("a count")
}

/// Whether the browser says what we made it do; each has its own words.
fn is_of_loading(error: &str) -> bool {
    let words = ["texts-", "details-", "Failed to fetch", "NetworkError", "Load failed"];
    words.iter().any(|word| error.contains(word))
}

const TEXTS: &str = "texts";
const DETAILS: &str = "details";

#[test]
fn what_texts_need_is_loaded_once_and_not_before() {
    Visit::default().run(|page| {
        page.set(key::PROCESS_SIZE, "4g");
        page.set(key::NETWORK_FRACTION, "0.3");
        page.choose_version("1.18");
        page.click("#log-lines");
        assert_eq!(asked_for(page, TEXTS), 0, "sizes and fractions need no reader");
        page.click("#open-presets");
        assert_eq!(page.text("#dialog-title"), "Presets");
        page.click("#close");
        page.click("#open-export");
        assert!(page.text("#preview").contains("taskmanager.memory.network.fraction: 0.3"));
        assert_eq!(asked_for(page, TEXTS), 1);
    });
}

#[test]
fn the_list_of_options_is_loaded_when_it_is_asked_for() {
    Visit::default().run(|page| {
        assert!(page.output("slot-memory").starts_with("network memory"));
        assert_eq!(asked_for(page, TEXTS), 0);
        assert!(page.output("d-list").starts_with("-D "));
        assert_eq!(asked_for(page, TEXTS), 1);
    });
}

#[test]
fn a_link_of_simple_values_needs_the_first_part_alone() {
    Visit::default().run(|page| {
        page.session
            .open(&format!("{}?v=1&flink=2.3&p=tm&process.size=4g&managed.fraction=0.3", page.server.url()));
        page.wait_until_ready();
        assert_eq!(page.field(key::PROCESS_SIZE), "4g");
        assert_eq!(asked_for(page, TEXTS), 0);
    });
}

#[test]
fn a_value_that_takes_a_parser_is_answered_by_one() {
    Visit::default().run(|page| {
        page.set(key::PROCESS_SIZE, "4 # 2");
        assert_eq!(asked_for(page, TEXTS), 1);
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
        page.server.refuse(Some("/texts-"));
        page.click("#open-presets");
        assert!(page.text(".notices").contains("could not be loaded"));
        page.set(key::PROCESS_SIZE, "4 # 2");
        assert_eq!(page.field(key::PROCESS_SIZE), "4 # 2");
        page.set(key::NETWORK_FRACTION, "0.3");
        assert_eq!(page.field(key::NETWORK_FRACTION), "0.3");
        page.server.refuse(None);
        page.click("#open-presets");
        assert_eq!(page.text("#dialog-title"), "Presets");
        page.click("#close");
        assert!(page.config_text().contains("network.fraction: 0.3"));
        assert_eq!(page.field(key::PROCESS_SIZE), "4 # 2");
        let errors = page.session.console_errors();
        assert!(errors.iter().all(|error| is_of_loading(error)), "{errors:?}");
    });
}

/// Waits until so many seconds of the job were simulated.
fn wait_for_seconds(page: &Calculator<'_>, seconds: u32) {
    let passed =
        format!("parseFloat(document.getElementById('live-time')?.textContent.slice(4)) > {seconds}");
    page.session.wait_for("time to pass", &passed, &[]);
}

/// How high the charts are, or what stands for them; and all of the job.
fn heights(page: &Calculator<'_>) -> [f64; 2] {
    ["charts", "live"].map(|id| {
        let height =
            page.session.script("return document.getElementById(arguments[0]).scrollHeight", &[id.into()]);
        height.as_f64().expect("a number")
    })
}

#[test]
fn what_is_below_a_job_is_loaded_when_one_comes_to_it_and_nothing_jumps() {
    for size in [DESKTOP, TABLET, PHONE] {
        Visit::default().sized(size).run(|page| {
            page.wait_for_first_view_of_job();
            wait_for_seconds(page, 2);
            assert_eq!(asked_for(page, DETAILS), 0, "at {size:?}");
            page.check_accessibility("without its details");
            let [room, whole] = heights(page);
            page.session.script("document.getElementById('charts').scrollIntoView()", &[]);
            page.wait_for_details();
            assert_eq!(asked_for(page, DETAILS), 1);
            assert_eq!(page.count("#job-editor [name=job-stages]"), 1);
            for (before, now) in [room, whole].into_iter().zip(heights(page)) {
                assert!((before - now).abs() <= 8.0, "at {size:?} {before} became {now}");
            }
            // What was recorded before is there, from the first tenths of a second on.
            let line = "document.getElementById('chart-in-flight-line0').getAttribute('d')";
            page.session.wait_for("a line", &format!("{line}?.length > 50"), &[]);
            let start = page.session.script(&format!("return parseFloat({line}.slice(1))"), &[]);
            assert!(start.as_f64().expect("a place") < 20.0, "{start} of 400");
        });
    }
}

#[test]
fn the_editor_of_a_job_and_its_fields_are_loaded_when_they_are_asked_for() {
    let focused = |page: &Calculator<'_>| page.session.script("return document.activeElement.id", &[]);
    Visit::default().run(|page| {
        page.wait_for_first_view_of_job();
        page.click("#job-preset option[value=skew]");
        wait_for_seconds(page, 3);
        assert_eq!(asked_for(page, DETAILS), 0);
        page.session.wait_for("a remedy", "document.querySelector(`[data-do='look job-skew-2']`)", &[]);
        page.click("[data-do='look job-skew-2']");
        page.session.wait_until("the field", || focused(page).as_str() == Some("job-skew-2"));
        assert!(page.is_visible("#job-skew-2"), "its group is open");
    });
    Visit::default().run(|page| {
        page.wait_for_first_view_of_job();
        page.click("#job-preset option[value=too-few]");
        assert_eq!(asked_for(page, DETAILS), 0, "without charts there is less below");
        page.click("#job-editor > summary");
        page.wait_for_details();
        assert!(page.is_visible("#job-parallelism-0"));
    });
    Visit::default().run(|page| {
        page.click("#check-job");
        page.session.wait_for("the count", "document.getElementById('network-verdict')", &[]);
    });
}

#[test]
fn who_comes_to_the_details_by_keyboard_goes_on_with_what_is_there() {
    Visit::default().run(|page| {
        page.wait_for_first_view_of_job();
        // The last control before the charts.
        page.session.script("document.querySelector('#channel-table summary').focus()", &[]);
        page.session.press(None, keys::TAB);
        page.wait_for_details();
        page.session.wait_for("the first control", "document.activeElement.id === 'run-pin'", &[]);
        page.session.press(None, keys::TAB);
        page.session.wait_for("the next one", "document.activeElement.id === 'run-csv'", &[]);
    });
}

#[test]
fn details_that_could_not_be_loaded_can_be_asked_for_again() {
    Visit::default().run(|page| {
        page.wait_for_first_view_of_job();
        page.server.refuse(Some("/details-"));
        page.session.script("document.getElementById('charts').scrollIntoView()", &[]);
        page.session.wait_for("a notice", "document.querySelector('.notices p')", &[]);
        assert!(page.text(".notices").contains("could not be loaded"));
        wait_for_seconds(page, 1);
        page.server.refuse(None);
        page.click("#charts [data-do=load-details]");
        page.wait_for_details();
        assert_eq!(page.count("#charts .plot"), 8);
        let errors = page.session.console_errors();
        assert!(errors.iter().all(|error| is_of_loading(error)), "{errors:?}");
    });
}
