//! Laws that hold for every configuration, whatever a release makes of it.

use proptest::collection::btree_map;
use proptest::prelude::*;
use proptest::sample::select;
use resolver::control::{controls, unread};
use resolver::{
    Breakdown, Component, Configuration, Deployment, FlinkVersion, MemorySize, Process, Request, Resolution,
    catalogue, resolve,
};

const MIB: u64 = 1 << 20;

/// Every component there is, sums included.
const COMPONENTS: [Component; 13] = [
    Component::TotalProcess,
    Component::TotalFlink,
    Component::JvmHeap,
    Component::FrameworkHeap,
    Component::TaskHeap,
    Component::OffHeap,
    Component::Managed,
    Component::JvmDirect,
    Component::FrameworkOffHeap,
    Component::TaskOffHeap,
    Component::Network,
    Component::JvmMetaspace,
    Component::JvmOverhead,
];

fn version() -> impl Strategy<Value = FlinkVersion> {
    select(FlinkVersion::ALL.to_vec())
}

fn process() -> impl Strategy<Value = Process> {
    select(vec![Process::TaskManager, Process::JobManager])
}

fn deployment() -> impl Strategy<Value = Deployment> {
    select(vec![Deployment::Standalone, Deployment::Containerized])
}

/// Keys that Flink reads, old spellings included, and others.
fn key() -> impl Strategy<Value = String> {
    let mut keys: Vec<String> = catalogue::ALL
        .iter()
        .flat_map(|option| {
            let old = option.spans.iter().flat_map(|span| span.deprecated_keys);
            std::iter::once(option.key).chain(old.copied())
        })
        .map(str::to_owned)
        .collect();
    keys.extend(["external-resources", "external-resource.gpu.amount"].map(str::to_owned));
    prop_oneof![20 => select(keys), 1 => ".{0,40}"]
}

/// Texts that are often what an option wants, and often nearly so.
fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        (0_u64..40_000).prop_map(|mebibytes| format!("{mebibytes}m")),
        (0_u64..=u64::MAX, select(vec!["", "b", " kb", "m", "gb", " tebibytes", "x"]))
            .prop_map(|(number, unit)| format!("{number}{unit}")),
        (-2.0..2.0_f64).prop_map(|fraction| fraction.to_string()),
        "[0-9]{0,3}[.,]?[0-9]{0,20}[eEfFdDxXpP+-]{0,3}[0-9]{0,4}",
        select(vec![
            "true",
            "FALSE",
            "NaN",
            "Infinity",
            "-0",
            "",
            " ",
            "none",
            "gpu",
            "'a;b';\"c",
            "0x1p-2",
            "٤"
        ])
        .prop_map(str::to_owned),
        "(?s).{0,60}",
    ]
}

fn any_configuration() -> impl Strategy<Value = Configuration> {
    btree_map(key(), value(), 0..12).prop_map(|entries| entries.into_iter().collect())
}

/// A configuration of a TaskManager with a total, most often a valid one.
fn task_manager_configuration() -> impl Strategy<Value = Configuration> {
    let total = (
        select(vec!["taskmanager.memory.process.size", "taskmanager.memory.flink.size"]),
        1_000..200_000_u64,
    );
    let fraction = || proptest::option::of(0.0..0.45_f64);
    let size = |limit: u64| proptest::option::of(0..limit);
    (
        total,
        fraction(),
        fraction(),
        fraction(),
        [size(300), size(300), size(300), size(500)],
        proptest::option::of(1..64_u32),
    )
        .prop_map(|((total, mebibytes), managed, network, overhead, sizes, slots)| {
            let mut config = Configuration::from([(total, format!("{mebibytes}m"))]);
            let fractions = [
                ("taskmanager.memory.managed.fraction", managed),
                ("taskmanager.memory.network.fraction", network),
                ("taskmanager.memory.jvm-overhead.fraction", overhead),
            ];
            for (key, fraction) in fractions {
                if let Some(fraction) = fraction {
                    config.set(key, fraction.to_string());
                }
            }
            let keys = [
                "taskmanager.memory.framework.heap.size",
                "taskmanager.memory.framework.off-heap.size",
                "taskmanager.memory.task.off-heap.size",
                "taskmanager.memory.jvm-metaspace.size",
            ];
            for (key, size) in keys.into_iter().zip(sizes) {
                if let Some(mebibytes) = size {
                    config.set(key, format!("{mebibytes}m"));
                }
            }
            if let Some(slots) = slots {
                config.set("taskmanager.numberOfTaskSlots", slots.to_string());
            }
            config
        })
}

fn bytes(breakdown: &Breakdown, component: Component) -> u64 {
    breakdown.get(component).map_or(0, MemorySize::bytes)
}

/// Uses every answer of a resolution once.
fn exercise(request: Request<'_>, resolution: &Resolution) {
    let _ = (controls(request, resolution), unread(request));
    for component in COMPONENTS {
        let _ = resolution.derivation.explain(component);
    }
    if let Ok(breakdown) = &resolution.outcome {
        let _ = (breakdown.jvm_parameters(), breakdown.dynamic_configs(request.version));
        let _ = breakdown.log_block(request.version);
    }
}

proptest! {
    #[test]
    fn no_configuration_makes_it_panic(
        version in version(),
        process in process(),
        deployment in deployment(),
        config in any_configuration(),
    ) {
        let request = Request { version, process, deployment, config: &config };
        let resolution = resolve(request);
        exercise(request, &resolution);
        prop_assert_eq!(resolve(request), resolution, "the same question has the same answer");
    }

    #[test]
    fn components_add_up_to_the_totals(
        version in version(),
        process in process(),
        deployment in deployment(),
        config in any_configuration(),
        task_manager in task_manager_configuration(),
    ) {
        for config in [&config, &task_manager] {
            let Ok(breakdown) = resolve(Request { version, process, deployment, config }).outcome else { continue };
            if matches!(breakdown, Breakdown::StartScript(_)) {
                continue;
            }
            let sum = |components: &[Component]| components.iter().map(|c| bytes(&breakdown, *c)).sum::<u64>();
            prop_assert_eq!(sum(breakdown.leaves()), bytes(&breakdown, Component::TotalProcess));
            prop_assert_eq!(
                sum(&[Component::TotalFlink, Component::JvmMetaspace, Component::JvmOverhead]),
                bytes(&breakdown, Component::TotalProcess)
            );
            prop_assert_eq!(sum(&[Component::JvmHeap, Component::OffHeap]), bytes(&breakdown, Component::TotalFlink));
            if process == Process::TaskManager {
                prop_assert_eq!(sum(&[Component::Managed, Component::JvmDirect]), bytes(&breakdown, Component::OffHeap));
            }
        }
    }

    #[test]
    fn a_configured_total_is_kept(version in version(), config in task_manager_configuration()) {
        let request =
            Request { version, process: Process::TaskManager, deployment: Deployment::Containerized, config: &config };
        if let Ok(breakdown) = resolve(request).outcome {
            for (key, component) in [
                ("taskmanager.memory.process.size", Component::TotalProcess),
                ("taskmanager.memory.flink.size", Component::TotalFlink),
            ] {
                if let Some(text) = config.get(key) {
                    let configured = MemorySize::parse(text).expect("a size by construction").bytes();
                    prop_assert_eq!(bytes(&breakdown, component), configured);
                }
            }
        }
    }

    /// A mebibyte more, at least: with a single byte more, two fractions may both round up and take two bytes from the task heap.
    #[test]
    fn more_memory_never_shrinks_a_component(
        version in version(),
        config in task_manager_configuration(),
        more in 1..10_000_u64,
    ) {
        let resolve = |config| {
            let (process, deployment) = (Process::TaskManager, Deployment::Containerized);
            resolve(Request { version, process, deployment, config }).outcome
        };
        let mut larger = config.clone();
        for key in ["taskmanager.memory.process.size", "taskmanager.memory.flink.size"] {
            if let Some(text) = config.get(key) {
                let size = MemorySize::parse(text).expect("a size by construction").bytes();
                larger.set(key, (size + more * MIB).to_string());
            }
        }
        let (Ok(before), after) = (resolve(&config), resolve(&larger)) else { return Ok(()) };
        let after = after.expect("a valid configuration stays valid with more memory");
        for component in COMPONENTS {
            prop_assert!(
                bytes(&after, component) >= bytes(&before, component),
                "{component}: {} before, {} after", bytes(&before, component), bytes(&after, component)
            );
        }
    }

    #[test]
    fn what_flink_passes_on_resolves_to_the_same(
        version in version(),
        process in process(),
        deployment in deployment(),
        any in any_configuration(),
        task_manager in task_manager_configuration(),
    ) {
        for config in [&any, &task_manager] {
            let Ok(breakdown) = resolve(Request { version, process, deployment, config }).outcome else { continue };
            let Some(options) = breakdown.dynamic_options(version) else { continue };
            // A size near 2^63 overflows where the fraction of the rest is computed again.
            if bytes(&breakdown, Component::TotalProcess) > 1 << 60 {
                continue;
            }
            let passed_on: Configuration = options.into_iter().collect();
            let again = resolve(Request { version, process, deployment, config: &passed_on }).outcome;
            let again = again.expect("what Flink passes on is valid");
            for component in breakdown.leaves() {
                // 1.10 and 1.11 do not pass metaspace and overhead on.
                let is_outside = matches!(component, Component::JvmMetaspace | Component::JvmOverhead);
                if !(is_outside && version < FlinkVersion::V1_12) {
                    prop_assert_eq!(bytes(&again, *component), bytes(&breakdown, *component), "{}", component);
                }
            }
            prop_assert_eq!(again.dynamic_configs(version), breakdown.dynamic_configs(version));
        }
    }

    #[test]
    fn a_printed_size_reads_back(bytes in 0..=i64::MAX as u64) {
        let size = MemorySize::new(bytes).expect("in range");
        prop_assert_eq!(MemorySize::parse(&size.to_string()), Ok(size));
    }

    #[test]
    fn a_fraction_of_a_size_is_no_larger(bytes in 0..=i64::MAX as u64, fraction in 0.0..=1.0_f64) {
        let size = MemorySize::new(bytes).expect("in range");
        prop_assert!(size.multiply(fraction).expect("no overflow") <= size);
    }
}
