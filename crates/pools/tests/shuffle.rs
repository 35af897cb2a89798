//! Laws of the buffers that partitions, gates and TaskManagers need. Whole numbers are held against recordings elsewhere.

use pools::Release;
use pools::buffer::{GlobalPool, UNBOUNDED};
use pools::shuffle::{
    BufferSettings, InputGate, Owner, PlacedGate, ResultPartition, ResultPartitionType, Task, demand, deploy,
    input_gate, result_partition,
};
use proptest::prelude::*;

fn any_release() -> impl Strategy<Value = Release> {
    prop::sample::select(Release::ALL.to_vec())
}

fn any_exchange() -> impl Strategy<Value = ResultPartitionType> {
    prop::sample::select(ResultPartitionType::ALL.to_vec())
}

/// Settings that no release refuses.
fn any_settings() -> impl Strategy<Value = BufferSettings> {
    let limits = (prop::option::of(1_i32..2000), prop::option::of(1_i32..700));
    (1_i32..9, 1_i32..20, limits, 1_i32..20, 0_i32..20, (1_i32..40, 1_i32..600)).prop_map(
        |(per_channel, floating_per_gate, limits, max_per_channel, max_overdraft_per_gate, sort)| {
            BufferSettings {
                per_channel,
                floating_per_gate,
                max_required_per_gate: limits.0,
                max_per_channel,
                max_overdraft_per_gate,
                sort_min_parallelism: sort.0,
                sort_min_buffers: sort.1,
                tiered_storage: limits.1,
            }
        },
    )
}

fn any_task() -> impl Strategy<Value = Task> {
    let output = (1_i32..30, any_exchange())
        .prop_map(|(subpartitions, exchange)| ResultPartition { subpartitions, exchange });
    let gate = (1_i32..30, 0_i32..30, any_exchange()).prop_map(|(channels, remote, exchange)| PlacedGate {
        gate: InputGate { channels, exchange },
        remote: remote.min(channels),
    });
    (prop::collection::vec(output, 0..3), prop::collection::vec(gate, 0..3))
        .prop_map(|(outputs, gates)| Task { outputs, gates })
}

fn wider(task: &Task, more: i32) -> Task {
    let output =
        |output: &ResultPartition| ResultPartition { subpartitions: output.subpartitions + more, ..*output };
    let gate = |placed: &PlacedGate| PlacedGate {
        gate: InputGate { channels: placed.gate.channels + more, ..placed.gate },
        remote: placed.remote + more,
    };
    Task { outputs: task.outputs.iter().map(output).collect(), gates: task.gates.iter().map(gate).collect() }
}

#[test]
fn streaming_needs_what_is_known_of_it() {
    for release in Release::ALL {
        let settings = BufferSettings::defaults(release);
        let exchange = ResultPartitionType::PipelinedBounded;
        let output = result_partition(release, &settings, ResultPartition { subpartitions: 100, exchange });
        assert_eq!((output.min, output.max), (101, 208), "{release}");
        let gate = input_gate(release, &settings, InputGate { channels: 100, exchange });
        let gate = gate.expect("channels");
        assert_eq!(
            (gate.exclusive_per_channel, gate.floating_min, gate.floating_max),
            (2, 1, 8),
            "{release}"
        );
    }
}

#[test]
fn a_batch_gate_of_many_channels_has_floating_buffers_only() {
    let settings = BufferSettings::defaults(Release::V1_17);
    let gate = InputGate { channels: 1000, exchange: ResultPartitionType::Blocking };
    let buffers = input_gate(Release::V1_17, &settings, gate).expect("channels");
    assert_eq!((buffers.exclusive_per_channel, buffers.floating_min, buffers.floating_max), (0, 1000, 2008));
}

#[test]
fn nothing_panics_on_numbers_of_any_size() {
    let numbers = [i32::MIN, -1, 0, 1, 2, 1000, i32::MAX];
    for release in Release::ALL {
        for (one, other) in numbers.into_iter().flat_map(|one| numbers.map(|other| (one, other))) {
            let settings = BufferSettings {
                per_channel: one,
                floating_per_gate: other,
                max_required_per_gate: Some(one),
                max_per_channel: other,
                max_overdraft_per_gate: one,
                sort_min_parallelism: other,
                sort_min_buffers: one,
                tiered_storage: Some(other),
            };
            for (number, exchange) in numbers.into_iter().zip(ResultPartitionType::ALL) {
                let gate = InputGate { channels: number, exchange };
                let task = Task {
                    outputs: vec![ResultPartition { subpartitions: number, exchange }],
                    gates: vec![PlacedGate { gate, remote: number.min(1000) }],
                };
                let _ = (
                    demand(release, &settings, std::slice::from_ref(&task)),
                    deploy(GlobalPool::new(release, 5000, 4096), &settings, &[task]).is_ok(),
                );
            }
        }
    }
}

#[test]
fn a_long_row_of_channels_without_exclusive_buffers_takes_no_time() {
    let settings = BufferSettings { per_channel: 0, ..BufferSettings::defaults(Release::V1_16) };
    let gate = InputGate { channels: i32::MAX, exchange: ResultPartitionType::Pipelined };
    let task = Task { outputs: vec![], gates: vec![PlacedGate { gate, remote: i32::MAX }] };
    assert!(
        deploy(GlobalPool::new(Release::V1_16, 100, 4096), &settings, std::slice::from_ref(&task)).is_ok()
    );
    let refused =
        deploy(GlobalPool::new(Release::V1_13, 100, 4096), &settings, &[task]).expect_err("1.13 wants some");
    assert_eq!(refused.owner, Owner::Channel { task: 0, gate: 0, channel: 0 });
    assert_eq!(refused.to_string(), "Number of buffers to request must be larger than 0.");
}

proptest! {
    #[test]
    fn tasks_start_with_what_they_require_and_not_with_less(
        release in any_release(), settings in any_settings(), tasks in prop::collection::vec(any_task(), 0..5),
    ) {
        // In 1.13 a limit below the requirement is refused, however much there is.
        let release = release.max(Release::V1_14);
        let Ok(needed) = demand(release, &settings, &tasks) else { return Ok(()) };
        let required = i32::try_from(needed.required).expect("small tasks");
        let deployed = deploy(GlobalPool::new(release, required, 4096), &settings, &tasks);
        let deployed = deployed.map_err(|error| TestCaseError::fail(format!("{}: {error}", error.owner)))?;
        prop_assert_eq!(deployed.global.required(), required);
        prop_assert_eq!(deployed.pools.len() as u64, needed.pools);
        if required > 0 {
            let refused = deploy(GlobalPool::new(release, required - 1, 4096), &settings, &tasks);
            prop_assert!(refused.is_err_and(|error| error.to_string().starts_with("Insufficient number of network buffers")));
        }
    }

    #[test]
    fn wider_tasks_need_no_less(
        release in any_release(), settings in any_settings(), task in any_task(), more in 1_i32..20,
    ) {
        let wide = wider(&task, more);
        let (less, wide) = (demand(release, &settings, &[task]), demand(release, &settings, &[wide]));
        let (Ok(less), Ok(wide)) = (less, wide) else { return Ok(()) };
        // A sorting partition may need fewer than one that does not.
        if settings.sort_min_parallelism == 1 {
            prop_assert!(less.required <= wide.required, "{less:?} {wide:?}");
        }
    }

    #[test]
    fn exclusive_buffers_are_part_of_what_a_gate_requires(
        release in any_release(), settings in any_settings(), channels in 1_i32..5000, exchange in any_exchange(),
    ) {
        let Ok(buffers) = input_gate(release, &settings, InputGate { channels, exchange }) else { return Ok(()) };
        let required = buffers.floating_min + buffers.exclusive_per_channel * channels;
        prop_assert_eq!(buffers.total, buffers.floating_max + buffers.exclusive_per_channel * channels);
        prop_assert!(buffers.floating_min >= 1 && buffers.exclusive_per_channel <= settings.per_channel);
        prop_assert!(required <= channels * settings.per_channel + 1);
        if let (Some(limit), true) = (settings.max_required_per_gate, release >= Release::V1_17) {
            prop_assert!(required <= limit);
        }
    }

    #[test]
    fn a_partition_may_have_what_it_requires(
        release in any_release(), settings in any_settings(), subpartitions in 1_i32..5000, exchange in any_exchange(),
    ) {
        let buffers = result_partition(release, &settings, ResultPartition { subpartitions, exchange });
        prop_assert!(buffers.min >= 1);
        prop_assert!(release == Release::V1_13 || buffers.min <= buffers.max);
        if exchange == ResultPartitionType::Pipelined {
            prop_assert_eq!(buffers.max, UNBOUNDED);
        }
        prop_assert_eq!(buffers.overdraft.is_some(), release >= Release::V1_16);
    }
}
