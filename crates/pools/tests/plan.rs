//! Whether network memory is enough: numbers from arithmetic and from real clusters, and laws.

use pools::Release;
use pools::job::{Cluster, JobError, LoadBalanceMode, Parallelism, Partitioner};
use pools::plan::{Fix, JobShape, NetworkPlan, PRESETS, PlanError, PlanRequest, plan};
use pools::shuffle::{BufferSettings, ResultPartitionType};
use proptest::prelude::*;

const SEGMENT: u32 = 32 << 10;

const fn shape(stages: u32, subtasks: u32, partitioner: Partitioner) -> JobShape {
    let Some(parallelism) = Parallelism::new(subtasks) else { panic!("not a parallelism") };
    JobShape {
        stages,
        parallelism,
        partitioner,
        exchange: ResultPartitionType::PipelinedBounded,
        is_chaining_enabled: true,
    }
}

const fn cluster(task_managers: u32, slots_each: u32) -> Cluster {
    Cluster { task_managers, slots_each, mode: LoadBalanceMode::None }
}

fn ask(
    release: Release,
    shape: &JobShape,
    cluster: &Cluster,
    segments: u64,
) -> Result<NetworkPlan, PlanError> {
    let chained = shape.chain().expect("a small job");
    plan(&PlanRequest {
        release,
        settings: &BufferSettings::defaults(release),
        segment_size: SEGMENT,
        network_memory: segments * u64::from(SEGMENT),
        graph: &chained.graph,
        cluster,
    })
}

#[track_caller]
fn answer(release: Release, shape: &JobShape, cluster: &Cluster, segments: u64) -> NetworkPlan {
    ask(release, shape, cluster, segments).expect("enough slots")
}

#[test]
fn a_cluster_says_what_real_ones_said() {
    let local = shape(2, 4, Partitioner::Hash);
    for release in [Release::V1_20, Release::V2_3] {
        // 4 × 5 for the senders and one for each gate; with 20 segments the gates go short.
        let plan = answer(release, &local, &cluster(1, 4), 20);
        assert_eq!(plan.smallest.segments, 24);
        assert_eq!((plan.channels.local, plan.channels.remote), (16, 0));
        let failure = plan.failure.expect("too few segments");
        assert_eq!(failure.error.class(), Some("java.io.IOException"));
        assert_eq!(
            failure.error.to_string(),
            "Insufficient number of network buffers: required 1, but only 0 available. The total number of network buffers is \
             currently set to 20 of 32768 bytes each. You can increase this number by setting the configuration keys \
             'taskmanager.memory.network.fraction', 'taskmanager.memory.network.min', and 'taskmanager.memory.network.max'."
        );
        // Exactly the minimum over two TaskManagers: the outcome was a race, so it is not recommended.
        let plan = answer(release, &local, &cluster(2, 2), 20);
        assert_eq!((plan.smallest.segments, plan.failure), (20, None));
        assert_eq!(plan.recommended.segments, 24);
        // No segment at all.
        let plan = answer(release, &shape(2, 1, Partitioner::Hash), &cluster(1, 1), 0);
        let message = plan.failure.expect("no segment").error.to_string();
        assert!(
            message.starts_with("Insufficient number of network buffers: required 2, but only 0 available.")
        );
        // Slots are missing.
        let error = ask(release, &local, &cluster(1, 3), 1000).expect_err("three slots");
        assert_eq!(error, PlanError::Job(JobError::NoResources { needed: 4, slots: 3 }));
        assert_eq!(error.to_string(), "Could not acquire the minimum required resources.");
    }
}

#[test]
fn presets_need_what_arithmetic_says() {
    for preset in PRESETS {
        let chained = preset.shape.chain().expect("a small job");
        for release in Release::ALL {
            let plan = plan(&PlanRequest {
                release,
                settings: &BufferSettings::defaults(release),
                segment_size: SEGMENT,
                network_memory: 1 << 30,
                graph: &chained.graph,
                cluster: &preset.cluster,
            });
            let plan = plan.expect("slots for every task");
            let subtasks = u64::from(preset.shape.parallelism.get());
            // In each of four slots: a sender, and a receiver with two buffers for each channel from elsewhere.
            let required = 4 * (subtasks + 1) + 4 * (2 * (subtasks - 4) + 1);
            assert_eq!(plan.smallest.segments, required, "{}, {release}", preset.name);
            assert_eq!(plan.smallest.bytes, required * u64::from(SEGMENT));
            assert_eq!(plan.recommended.segments, required + 8);
            let optimum = 4 * (2 * subtasks + 8) + 4 * (2 * (subtasks - 4) + 8);
            assert_eq!(plan.optimum.map(|optimum| optimum.segments), Some(optimum));
            assert_eq!(plan.rule_of_thumb.segments, 4 * subtasks);
            assert_eq!(plan.slots, preset.shape.parallelism.get());
            assert_eq!((plan.failure, plan.fixes.len()), (None, 0));
        }
    }
    assert_eq!(PRESETS.map(|preset| preset.shape.parallelism.get()), [4, 32, 128, 512]);
}

#[test]
fn fixes_help() {
    let shape = shape(2, 512, Partitioner::Hash);
    let cluster = cluster(128, 4);
    // 4 × 513 for the senders, 4 × 1017 for the receivers, 8 to spare: 6128 segments of 32 KiB are 191.5 MiB.
    let plan = answer(Release::V2_3, &shape, &cluster, 4096);
    assert_eq!(plan.recommended.segments, 6128);
    let [Fix::NetworkMemory { bytes }, Fix::RequiredPerGate { key, buffers }] = plan.fixes[..] else {
        panic!("{:?}", plan.fixes)
    };
    assert_eq!(bytes, 192 << 20);
    assert_eq!(answer(Release::V2_3, &shape, &cluster, bytes / u64::from(SEGMENT)).fixes, []);
    assert_eq!(key, "taskmanager.network.memory.read-buffer.required-per-gate.max");
    // What 2036 segments leave for each of four gates, with one to spare.
    assert_eq!(buffers, (4096 - 4 * 513 - 8) / 4);

    // Nothing but memory helps where the senders alone need more, and before there was a limit.
    let only_memory = [Fix::NetworkMemory { bytes: 192 << 20 }];
    assert_eq!(answer(Release::V2_3, &shape, &cluster, 2048).fixes, only_memory);
    assert_eq!(answer(Release::V1_16, &shape, &cluster, 4096).fixes, only_memory);
}

#[test]
fn chained_stages_need_nothing() {
    let forward = shape(5, 16, Partitioner::Forward);
    let plan = answer(Release::V2_3, &forward, &cluster(4, 4), 0);
    assert_eq!((plan.smallest.segments, plan.failure, plan.slots), (0, None, 16));
    let apart = JobShape { is_chaining_enabled: false, ..forward };
    // Four edges of two buffers for the sender and one for the receiver, in four slots.
    assert_eq!(answer(Release::V2_3, &apart, &cluster(4, 4), 1000).smallest.segments, 4 * 4 * 3);
}

#[test]
fn what_a_release_refuses_otherwise_is_said_too() {
    let settings = BufferSettings { floating_per_gate: 0, ..BufferSettings::defaults(Release::V1_16) };
    let chained = shape(2, 2, Partitioner::Hash).chain().expect("a small job");
    let plan = plan(&PlanRequest {
        release: Release::V1_16,
        settings: &settings,
        segment_size: SEGMENT,
        network_memory: 1 << 30,
        graph: &chained.graph,
        cluster: &cluster(1, 2),
    });
    let failure = plan.expect("enough slots").failure.expect("no floating buffers");
    let message = "Maximum number of memory segments (0) should not be smaller than minimum (1).";
    assert_eq!(failure.error.to_string(), message);
}

#[test]
fn the_largest_job_is_answered() {
    let shape = shape(4, 32_768, Partitioner::Hash);
    let plan = answer(Release::V2_3, &shape, &cluster(1 << 15, 1), u64::MAX / u64::from(SEGMENT));
    assert_eq!(plan.channels.local + plan.channels.remote, 3 << 30);
    // Two senders and two receivers in the busiest slots; a stage in the middle has one of each.
    assert_eq!(plan.smallest.segments, 3 * (32_769 + 2 * 32_767 + 1));
    assert_eq!(plan.failure, None);
}

proptest! {
    #[test]
    fn less_than_the_smallest_fails_and_the_recommended_does_not(
        stages in 1_u32..5, subtasks in 1_u32..40, slots_each in 1_u32..9, release in prop::sample::select(Release::ALL.to_vec()),
        partitioner in prop::sample::select(vec![Partitioner::Hash, Partitioner::Rescale, Partitioner::Forward, Partitioner::Broadcast]),
        exchange in prop::sample::select(ResultPartitionType::ALL.to_vec()),
    ) {
        let shape = JobShape { exchange, is_chaining_enabled: false, ..shape(stages, subtasks, partitioner) };
        let cluster = cluster(subtasks.div_ceil(slots_each), slots_each);
        let plan = |segments| answer(release, &shape, &cluster, segments);
        let smallest = plan(0).smallest.segments;
        prop_assert_eq!(plan(smallest).failure, None);
        if smallest > 0 {
            prop_assert!(plan(smallest - 1).failure.is_some());
        }
        let recommended = plan(0).recommended.segments;
        prop_assert_eq!(plan(recommended).fixes, []);
        for fix in plan(recommended.saturating_sub(1)).fixes {
            let (settings, segments) = match fix {
                Fix::NetworkMemory { bytes } => (BufferSettings::defaults(release), bytes / u64::from(SEGMENT)),
                Fix::RequiredPerGate { buffers, .. } => {
                    let settings = BufferSettings::defaults(release);
                    (BufferSettings { max_required_per_gate: Some(buffers), ..settings }, recommended - 1)
                }
            };
            let chained = shape.chain().expect("a small job");
            let fixed = pools::plan::plan(&PlanRequest {
                release,
                settings: &settings,
                segment_size: SEGMENT,
                network_memory: segments * u64::from(SEGMENT),
                graph: &chained.graph,
                cluster: &cluster,
            });
            let fixed = fixed.expect("enough slots");
            prop_assert!(fixed.failure.is_none() && fixed.fixes.is_empty(), "{fix:?}");
        }
    }
}
