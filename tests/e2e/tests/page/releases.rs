//! Releases, processes and deployments: the same configuration, other answers.

use e2e::{Recorded, Visit};

use crate::{key, times};

#[test]
fn network_memory_is_limited_to_a_gibibyte_until_1_16_and_unlimited_from_1_17() {
    Visit::default().run(|page| {
        page.set(key::PROCESS_SIZE, "20g");
        page.choose_version("1.16");
        assert_eq!(page.bytes("network"), 1 << 30);
        assert_eq!(page.chip(key::NETWORK_FRACTION), "clamped to max");

        page.choose_version("1.17");
        // Overhead is limited to 1 GiB, and metaspace is 256 MiB.
        let flink = (20 << 30) - (1 << 30) - (256 << 20);
        assert_eq!(page.bytes("total-flink"), flink);
        let network = times(flink, "0.10000000149011612");
        assert!(network > 1 << 30);
        assert_eq!(page.bytes("network"), network);
        assert_eq!(page.chip(key::NETWORK_FRACTION), "default");
    });
}

#[test]
fn every_release_answers_as_it_did_itself() {
    const RELEASES: [&str; 15] = [
        "1.10.3", "1.11.4", "1.12.5", "1.13.6", "1.14.6", "1.15.4", "1.16.3", "1.17.2", "1.18.1", "1.19.3",
        "1.20.5", "2.0.2", "2.1.3", "2.2.1", "2.3.0",
    ];
    Visit::default().run(|page| {
        assert_eq!(page.count("#version option"), RELEASES.len() as u64);
        for release in RELEASES {
            let (version, _) = release.rsplit_once('.').expect("major, minor, patch");
            page.choose_version(version);
            let recorded = Recorded::of(release, "p-tm-doc-0001");
            page.check(&recorded);
            assert_eq!(page.output("d-list"), recorded.text("dynamic_configs").trim(), "{release}");
        }
    });
}

#[test]
fn the_job_manager_has_components_and_flags_of_its_own() {
    Visit::default().run(|page| {
        page.choose("process", "jobmanager");
        let recorded = Recorded::of("2.3.0", "p-jm-doc-0001");
        assert_eq!(page.field("jobmanager.memory.process.size"), "1600m");
        page.check(&recorded);
        assert_eq!(page.output("jvm-flags"), "-Xmx1073741824 -Xms1073741824 -XX:MaxMetaspaceSize=268435456");
        assert_eq!(page.table().len(), 6);
        assert_eq!(page.count("[data-key^='taskmanager.']"), 0);

        page.set("jobmanager.memory.process.size", "2g");
        page.choose("process", "taskmanager");
        page.check(&Recorded::of("2.3.0", "p-tm-doc-0001"));
        page.choose("process", "jobmanager");
        assert_eq!(page.field("jobmanager.memory.process.size"), "2g", "the other process's options wait");
    });
}

#[test]
fn a_standalone_process_starts_from_flink_memory() {
    Visit::default().run(|page| {
        page.choose("deployment", "standalone");
        assert_eq!(page.field(key::FLINK_SIZE), "1280m");
        page.check(&Recorded::of("2.3.0", "p-tm-doc-0003"));
        page.choose("deployment", "containerized");
        assert_eq!(page.field(key::PROCESS_SIZE), "1728m");
        page.check(&Recorded::of("2.3.0", "p-tm-doc-0001"));
    });
}

#[test]
fn the_old_heap_key_stands_for_the_process_in_containers_and_is_ignored_from_2_0_on() {
    let old = "taskmanager.heap.size";
    Visit::default().run(|page| {
        page.choose_version("1.20");
        page.reset(key::PROCESS_SIZE);
        page.set(old, "4g");
        let recorded = Recorded::of("1.20.5", "p-tm-containerized-0001");
        assert_eq!(recorded.configured(old), "4g");
        page.check(&recorded);
        assert_eq!(page.chip(old), "legacy key");

        page.choose_version("2.0");
        assert!(!page.starts());
        assert!(page.text("#problem .error").contains("Either required fine-grained memory"));
        let unread = page.text(&format!("[data-unread='{old}']"));
        assert!(unread.contains("Flink 1.20 was the last release to read it"), "{unread}");

        page.choose_version("1.20");
        page.check(&recorded);
    });
}

#[test]
fn a_row_names_the_key_that_decides_it() {
    let buffers = "taskmanager.network.numberOfBuffers";
    Visit::default().run(|page| {
        let named = |component: &str| page.text(&format!("tr[data-component='{component}'] th code"));
        assert_eq!(named("network"), key::NETWORK_FRACTION);
        assert_eq!(named("jvm-overhead"), "taskmanager.memory.jvm-overhead.min");
        page.choose_version("1.20");
        page.set(buffers, "4096");
        assert_eq!(page.bytes("network"), 4096 * 32768);
        assert_eq!(named("network"), buffers);
    });
}
