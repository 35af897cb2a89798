//! Network buffers: what a job needs against what a TaskManager has. Expected numbers are worked out from Flink's rules, beside each.

use e2e::{Calculator, PHONE, TABLET, Visit};

use crate::key;

const SLOTS: &str = "taskmanager.numberOfTaskSlots";

/// Segments in a row of the table.
fn segments(page: &Calculator<'_>, row: &str) -> String {
    page.property(&format!("#network-sums .{row} td"), "textContent")
}

/// Puts a text into one of the job's fields.
fn set(page: &Calculator<'_>, field: &str, text: &str) {
    page.set_job(field, text);
}

/// An all-to-all shuffle of two stages.
fn shuffle(page: &Calculator<'_>, parallelism: &str) {
    page.wait_for_job();
    set(page, "job-stages", "2");
    set(page, "job-parallelism-0", parallelism);
    set(page, "job-parallelism-1", parallelism);
    if page.count("#network-buffers .net-result") == 0 {
        page.click("#check-job");
    }
}

#[test]
fn a_small_job_has_enough() {
    Visit::default().run(|page| {
        shuffle(page, "4");
        // Four TaskManagers with a slot each: 4 + 1 for the partition, 1 floating buffer, 2 exclusive ones for each of 3 remote channels.
        assert_eq!(segments(page, "needs"), "12");
        // A buffer more for each of two pools.
        assert_eq!(segments(page, "wants"), "14");
        // 2 × 4 + 8 for the partition, 8 floating buffers, 2 × 3 exclusive ones.
        assert_eq!(segments(page, "most"), "30");
        assert_eq!(segments(page, "has"), (page.bytes("network") >> 15).to_string());
        assert!(page.text("#network-verdict").starts_with("Enough"));
        page.set(SLOTS, "4");
        // All in one TaskManager: 4 × (5 + 1), and no channel is remote.
        assert_eq!(segments(page, "needs"), "24");
        page.click("#check-job");
        assert_eq!(page.count("#network-sums"), 0);
    });
}

#[test]
fn a_wide_shuffle_that_is_short_says_so_in_flinks_words_and_can_be_helped() {
    Visit::default().run(|page| {
        page.set(SLOTS, "4");
        shuffle(page, "512");
        // 4 × (513 + 1 + 2 × 508), of 4 × 512 subtasks in 128 TaskManagers.
        assert_eq!(segments(page, "needs"), "6120");
        assert!(page.text("#network-verdict").starts_with("Too little"));
        let there = page.bytes("network") >> 15;
        // The count and the simulation say the same.
        for error in [page.text("#network-buffers .error"), page.text("#live .error")] {
            assert!(
                error.starts_with("java.io.IOException: Insufficient number of network buffers: required "),
                "{error}"
            );
            assert!(error.contains(&format!("is currently set to {there} of 32768 bytes each")), "{error}");
        }
        page.set(key::PROCESS_SIZE, "4g");
        page.set("taskmanager.memory.network.fraction", "0.02");
        page.click(".net .offers button");
        assert!(page.text("#network-verdict").starts_with("Enough"), "what is offered helps");
        assert!(page.field("taskmanager.memory.network.min").ends_with('m'));
    });
}

#[test]
fn slots_that_are_missing_are_flinks_error() {
    Visit::default().run(|page| {
        page.set(SLOTS, "2");
        shuffle(page, "32");
        set(page, "job-task-managers", "3");
        for error in [page.text("#network-buffers .error"), page.text("#live .error")] {
            assert!(error.ends_with("Could not acquire the minimum required resources."), "{error}");
        }
        page.click(".net .offers button");
        assert_eq!(page.property("[name=job-task-managers]", "value"), "16");
        assert!(page.text("#network-verdict").starts_with("Enough"));
    });
}

#[test]
fn exchanges_that_are_not_simulated_are_counted() {
    Visit::default().run(|page| {
        shuffle(page, "4");
        page.click("#job-exchange option[value=BLOCKING]");
        assert!(page.text("#live").contains("Only pipelined exchanges are simulated"));
        assert_eq!(page.count("#network-sums"), 1);
    });
}

#[test]
fn it_fits_and_can_be_read_everywhere() {
    for size in [e2e::DESKTOP, TABLET, PHONE] {
        Visit::default().sized(size).run(|page| {
            shuffle(page, "512");
            page.check_nothing_overflows(size);
            page.check_accessibility("network buffers");
        });
    }
}

#[test]
fn it_is_about_task_managers_and_releases_that_are_known() {
    Visit::default().run(|page| {
        page.wait_for_job();
        page.click("#check-job");
        page.choose_version("1.12");
        assert!(page.text(".net-result").contains("before 1.13"));
        page.choose("process", "jobmanager");
        assert!(!page.is_visible("#network-buffers"));
        assert!(!page.is_visible("#live"));
    });
}
