//! The presets in all releases that they are for.

use resolver::text::{Kind, read};
use resolver::{Component, Deployment, FlinkVersion, MemorySize, Process, Request, presets, resolve};

const GIB: u64 = 1 << 30;

#[test]
fn every_preset_resolves_in_every_release_it_is_for() {
    for preset in &presets::ALL {
        let deployment = preset.deployment;
        for version in FlinkVersion::ALL {
            let config = preset.config(version);
            assert_eq!(config.is_empty(), version < preset.since, "{} in {version}", preset.id);
            for process in Process::ALL {
                // There is no model to resolve a JobManager in a container with.
                let has_no_model = process == Process::JobManager
                    && version == FlinkVersion::V1_10
                    && deployment == Deployment::Containerized;
                if config.is_empty() || has_no_model {
                    continue;
                }
                let outcome = resolve(Request { version, process, deployment, config: &config }).outcome;
                assert!(outcome.is_ok(), "{} in {version}, {process:?}: {outcome:?}", preset.id);
            }
        }
    }
}

#[test]
fn every_option_of_a_preset_exists_in_the_release() {
    for preset in &presets::ALL {
        for version in FlinkVersion::ALL {
            for (key, _) in preset.entries(version) {
                let option = resolver::catalogue::find(key).and_then(|option| option.span(version));
                assert!(option.is_some(), "{}: {key} in {version}", preset.id);
            }
        }
    }
}

#[test]
fn texts_say_what_the_presets_are() {
    for preset in &presets::ALL {
        for version in FlinkVersion::ALL {
            let reading = read(&preset.text(version), Kind::of_release(version), version);
            assert_eq!(reading.failure, None, "{} in {version}", preset.id);
            assert!(reading.config.iter().eq(preset.config(version).iter()), "{} in {version}", preset.id);
        }
        assert_eq!(presets::named(preset.id), Some(preset));
    }
    assert_eq!(presets::named("no such"), None);
}

#[track_caller]
fn check(id: &str, version: FlinkVersion, process: Process, component: Component, bytes: u64) {
    let preset = presets::named(id).expect("a preset");
    let config = preset.config(version);
    let outcome =
        resolve(Request { version, process, deployment: preset.deployment, config: &config }).outcome;
    let size = outcome.expect("resolves").get(component).map(MemorySize::bytes);
    assert_eq!(size, Some(bytes), "{id} in {version}: {component}");
}

#[test]
fn presets_are_as_large_as_they_say() {
    let (task_manager, job_manager) = (Process::TaskManager, Process::JobManager);
    // What Flink answered for its own files.
    check("shipped", FlinkVersion::V1_10, task_manager, Component::TaskHeap, 402_653_174);
    check("shipped", FlinkVersion::V2_3, task_manager, Component::Managed, 536_870_920);
    check("shipped", FlinkVersion::V1_10, job_manager, Component::JvmHeap, GIB);
    check("shipped", FlinkVersion::V2_3, job_manager, Component::JvmHeap, GIB);
    check("standalone", FlinkVersion::V1_10, job_manager, Component::JvmHeap, 1152 << 20);
    check("standalone", FlinkVersion::V2_3, job_manager, Component::JvmHeap, 1152 << 20);
    check("heap-state", FlinkVersion::V2_3, task_manager, Component::Managed, 0);
    check("batch", FlinkVersion::V1_16, task_manager, Component::TaskHeap, GIB);
    check("session", FlinkVersion::V1_11, job_manager, Component::TotalProcess, 4 * GIB);
    check("operator", FlinkVersion::V2_3, task_manager, Component::TotalProcess, 2 * GIB);
}
