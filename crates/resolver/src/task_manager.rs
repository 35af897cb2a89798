//! TaskManager memory: from options to components.
//!
//! Follows `TaskExecutorFlinkMemoryUtils` and `TaskExecutorProcessUtils` (1.11 to 2.3; in 1.10 all in the latter) and, for the keys of
//! older releases, `MemoryBackwardsCompatibilityUtils`. Differences between releases are in [`crate::behaviour`].

use crate::behaviour::TaskManagerConfigs;
use crate::catalogue::{
    NETWORK_NUM_BUFFERS, TM_CPU_CORES, TM_FRAMEWORK_HEAP, TM_FRAMEWORK_OFF_HEAP, TM_HEAP_MB, TM_HEAP_SIZE,
    TM_JVM_METASPACE, TM_JVM_OVERHEAD_FRACTION, TM_JVM_OVERHEAD_MAX, TM_JVM_OVERHEAD_MIN,
    TM_MANAGED_FRACTION, TM_MANAGED_SIZE, TM_NETWORK_FRACTION, TM_NETWORK_MAX, TM_NETWORK_MIN, TM_NUM_SLOTS,
    TM_SEGMENT_SIZE, TM_TASK_HEAP, TM_TASK_OFF_HEAP, TM_TOTAL_FLINK, TM_TOTAL_PROCESS,
};
use crate::component::Component;
use crate::derivation::{Range, Rule};
use crate::error::{FlinkError, Sentence, class};
use crate::external_resources::{self, ExternalResource};
use crate::java;
use crate::legacy::{self, LegacyHeap};
use crate::memory_size::MemorySize;
use crate::process::{FlinkMemory, ProcessOptions, RangeFraction, RangeOptions, Solver, add_all, derive};
use crate::reader::{Reader, SizeRead};
use crate::resolution::{Deployment, TaskManagerMemory};

/// `MemoryManager.MIN_PAGE_SIZE`: bytes.
const MIN_PAGE_SIZE: i64 = 4096;

/// The heap keys of the releases before 1.10.
const LEGACY_HEAP: LegacyHeap = LegacyHeap { size: &TM_HEAP_SIZE, mebibytes: &TM_HEAP_MB };

/// How the network memory is sized.
const NETWORK: RangeOptions =
    RangeOptions { min: &TM_NETWORK_MIN, max: &TM_NETWORK_MAX, fraction: &TM_NETWORK_FRACTION };

/// The parts of a TaskManager's Flink memory.
struct Parts {
    framework_heap: MemorySize,
    framework_off_heap: MemorySize,
    task_heap: MemorySize,
    task_off_heap: MemorySize,
    network: MemorySize,
    managed: MemorySize,
}

/// Resolves a TaskManager.
pub(crate) fn resolve(
    solver: &mut Solver<'_>,
    deployment: Deployment,
) -> Result<TaskManagerMemory, FlinkError> {
    let behaviour = solver.reader.behaviour();
    // `bin/taskmanager.sh` reads an old heap key as the Flink size, YARN and Kubernetes as the process size.
    let total = match deployment {
        Deployment::Standalone => &TM_TOTAL_FLINK,
        Deployment::Containerized => &TM_TOTAL_PROCESS,
    };
    solver.derivation.set_flink_class(behaviour.task_manager_utils);
    legacy::map_heap(&mut solver.reader, &LEGACY_HEAP, total)
        .map_err(|error| error.wrapped(behaviour.task_manager_legacy_prefix))?;
    process_spec(solver).map_err(|error| error.wrapped(behaviour.task_manager_prefix))
}

/// `TaskExecutorProcessUtils.processSpecFromConfig`: memory first, so that its errors hide those of CPU and slots.
fn process_spec(solver: &mut Solver<'_>) -> Result<TaskManagerMemory, FlinkError> {
    let memory = derive::<Parts>(solver)?;
    let cpu_cores = cpu_cores(solver)?;
    let (num_slots, external_resources) =
        if solver.reader.behaviour().task_manager_configs >= TaskManagerConfigs::Resources {
            let slots = solver.reader.integer(&TM_NUM_SLOTS)?;
            (Some(slots), external_resources::read(&mut solver.reader)?)
        } else {
            (None, Vec::<ExternalResource>::new())
        };
    let Parts { framework_heap, framework_off_heap, task_heap, task_off_heap, network, managed } =
        memory.flink;
    Ok(TaskManagerMemory {
        framework_heap,
        task_heap,
        framework_off_heap,
        task_off_heap,
        network,
        managed,
        jvm_metaspace: memory.metaspace,
        jvm_overhead: memory.overhead,
        cpu_cores,
        num_slots,
        external_resources,
    })
}

/// CPU cores: as configured, else one a slot.
fn cpu_cores(solver: &mut Solver<'_>) -> Result<f64, FlinkError> {
    let cores = match solver.reader.double(&TM_CPU_CORES)? {
        Some(cores) => cores,
        None => f64::from(solver.reader.integer(&TM_NUM_SLOTS)?),
    };
    if cores <= 0.0 {
        return Err(FlinkError::from(Sentence::NoCpuCores).about(&[TM_CPU_CORES.key, TM_NUM_SLOTS.key]));
    }
    if !cores.is_finite() {
        // What `BigDecimal.valueOf` makes of these.
        let first = if cores.is_nan() { 'N' } else { 'I' };
        return Err(FlinkError::from(Sentence::NotADecimal { first }).about(&[TM_CPU_CORES.key]));
    }
    Ok(solver
        .reader
        .behaviour()
        .cpu_decimals
        .map_or(cores, |decimals| java::truncate_decimals(cores, decimals)))
}

impl FlinkMemory for Parts {
    const OPTIONS: ProcessOptions = ProcessOptions {
        fine_grained: &[&TM_TASK_HEAP, &TM_MANAGED_SIZE],
        fine_grained_keys: &["taskmanager.memory.task.heap.size", "taskmanager.memory.managed.size"],
        total_flink: &TM_TOTAL_FLINK,
        total_process: &TM_TOTAL_PROCESS,
        metaspace: &TM_JVM_METASPACE,
        overhead: RangeOptions {
            min: &TM_JVM_OVERHEAD_MIN,
            max: &TM_JVM_OVERHEAD_MAX,
            fraction: &TM_JVM_OVERHEAD_FRACTION,
        },
    };

    fn from_fine_grained(solver: &mut Solver<'_>) -> Result<Self, FlinkError> {
        let task_heap = solver.settle(Component::TaskHeap, &TM_TASK_HEAP)?;
        let managed = solver.settle(Component::Managed, &TM_MANAGED_SIZE)?;
        let (framework_heap, framework_off_heap, task_off_heap) = fixed_parts(solver)?;
        let others = Others { framework_heap, framework_off_heap, task_heap, task_off_heap, managed };
        let terms = others.terms();
        let sum = add_all(&terms)?;
        let network = if solver.reader.contains(&TM_TOTAL_FLINK) {
            let total = solver.settle(Component::TotalFlink, &TM_TOTAL_FLINK)?;
            others.network_as_remainder(solver, total)?
        } else if uses_buffer_count(solver) {
            network_from_buffer_count(solver, true)?
        } else {
            let range = solver.range_fraction(&NETWORK)?;
            solver.inverse_fraction(Component::Network, &terms, sum, range)?
        };
        let parts = others.with_network(network);
        if !solver.reader.contains(&TM_TOTAL_FLINK) {
            let total = parts.total()?;
            let terms = parts.terms();
            solver.sum(Component::TotalFlink, &terms, total);
        }
        Ok(parts)
    }

    fn from_total(solver: &mut Solver<'_>, total: MemorySize) -> Result<Self, FlinkError> {
        let (framework_heap, framework_off_heap, task_off_heap) = fixed_parts(solver)?;
        if solver.reader.contains(&TM_TASK_HEAP) {
            let task_heap = solver.settle(Component::TaskHeap, &TM_TASK_HEAP)?;
            let managed = managed(solver, total)?;
            let others = Others { framework_heap, framework_off_heap, task_heap, task_off_heap, managed };
            let network = others.network_as_remainder(solver, total)?;
            return Ok(others.with_network(network));
        }
        let managed = managed(solver, total)?;
        let network = if uses_buffer_count(solver) {
            network_from_buffer_count(solver, true)?
        } else {
            let range = solver.range_fraction(&NETWORK)?;
            solver.fraction(Component::Network, (Component::TotalFlink, total), range)?
        };
        let terms = [
            (Component::FrameworkHeap, framework_heap),
            (Component::FrameworkOffHeap, framework_off_heap),
            (Component::TaskOffHeap, task_off_heap),
            (Component::Managed, managed),
            (Component::Network, network),
        ];
        let task_heap = rest_of_flink(solver, &terms, total)?;
        solver.remainder(Component::TaskHeap, (Component::TotalFlink, total), &terms, None, task_heap);
        Ok(Self { framework_heap, framework_off_heap, task_heap, task_off_heap, network, managed })
    }

    fn total(&self) -> Result<MemorySize, FlinkError> {
        add_all(&self.terms())
    }

    fn describe_sums(&self, solver: &mut Solver<'_>) {
        let heap = [(Component::FrameworkHeap, self.framework_heap), (Component::TaskHeap, self.task_heap)];
        let direct = [
            (Component::FrameworkOffHeap, self.framework_off_heap),
            (Component::TaskOffHeap, self.task_off_heap),
            (Component::Network, self.network),
        ];
        let sums = (add_all(&heap), add_all(&direct));
        if let (Ok(heap_size), Ok(direct_size)) = sums {
            solver.sum(Component::JvmHeap, &heap, heap_size);
            solver.sum(Component::JvmDirect, &direct, direct_size);
            let off_heap = [(Component::Managed, self.managed), (Component::JvmDirect, direct_size)];
            if let Ok(size) = add_all(&off_heap) {
                solver.sum(Component::OffHeap, &off_heap, size);
            }
        }
    }
}

impl Parts {
    /// The parts in the order in which Flink adds them up.
    const fn terms(&self) -> [(Component, MemorySize); 6] {
        [
            (Component::FrameworkHeap, self.framework_heap),
            (Component::FrameworkOffHeap, self.framework_off_heap),
            (Component::TaskHeap, self.task_heap),
            (Component::TaskOffHeap, self.task_off_heap),
            (Component::Network, self.network),
            (Component::Managed, self.managed),
        ]
    }
}

/// All parts but the network memory.
struct Others {
    framework_heap: MemorySize,
    framework_off_heap: MemorySize,
    task_heap: MemorySize,
    task_off_heap: MemorySize,
    managed: MemorySize,
}

impl Others {
    const fn terms(&self) -> [(Component, MemorySize); 5] {
        [
            (Component::FrameworkHeap, self.framework_heap),
            (Component::FrameworkOffHeap, self.framework_off_heap),
            (Component::TaskHeap, self.task_heap),
            (Component::TaskOffHeap, self.task_off_heap),
            (Component::Managed, self.managed),
        ]
    }

    const fn with_network(self, network: MemorySize) -> Parts {
        Parts {
            framework_heap: self.framework_heap,
            framework_off_heap: self.framework_off_heap,
            task_heap: self.task_heap,
            task_off_heap: self.task_off_heap,
            network,
            managed: self.managed,
        }
    }

    /// The network memory is what is left; it has to agree with its own options.
    fn network_as_remainder(
        &self,
        solver: &mut Solver<'_>,
        total: MemorySize,
    ) -> Result<MemorySize, FlinkError> {
        let terms = self.terms();
        let network = rest_of_flink(solver, &terms, total)?;
        let within = check_network(solver, network, total)
            .map_err(|cause| match cause.class {
                class::ILLEGAL_CONFIGURATION => {
                    FlinkError::from(Sentence::NetworkInconsistent).caused_by(cause)
                }
                _ => cause,
            })
            .map_err(|error| error.about(&[TM_TASK_HEAP.key, TM_MANAGED_SIZE.key]))?;
        solver.remainder(Component::Network, (Component::TotalFlink, total), &terms, within, network);
        Ok(network)
    }
}

/// Framework heap, framework off-heap and task off-heap, which are always read from their options.
fn fixed_parts(solver: &mut Solver<'_>) -> Result<(MemorySize, MemorySize, MemorySize), FlinkError> {
    Ok((
        solver.settle(Component::FrameworkHeap, &TM_FRAMEWORK_HEAP)?,
        solver.settle(Component::FrameworkOffHeap, &TM_FRAMEWORK_OFF_HEAP)?,
        solver.settle(Component::TaskOffHeap, &TM_TASK_OFF_HEAP)?,
    ))
}

/// Managed memory: its size if configured, and then its fraction is not even read.
fn managed(solver: &mut Solver<'_>, total: MemorySize) -> Result<MemorySize, FlinkError> {
    if solver.reader.contains(&TM_MANAGED_SIZE) {
        return solver.settle(Component::Managed, &TM_MANAGED_SIZE);
    }
    let range = Range { min_key: "", min: MemorySize::ZERO, max_key: "", max: MemorySize::MAX };
    let range = solver.fraction_in(range, &TM_MANAGED_FRACTION, &[TM_MANAGED_FRACTION.key])?;
    solver.fraction(Component::Managed, (Component::TotalFlink, total), range)
}

/// What `terms` leave of the Flink memory.
fn rest_of_flink(
    solver: &Solver<'_>,
    terms: &[(Component, MemorySize)],
    flink: MemorySize,
) -> Result<MemorySize, FlinkError> {
    let sum = add_all(terms)?;
    if sum > flink {
        let total = key_of_total(solver);
        return Err(FlinkError::from(Sentence::PartsExceedFlink { parts: terms.to_vec(), flink })
            .about(&[total, largest(terms)]));
    }
    flink.subtract(sum)
}

/// The option that the Flink total comes from.
fn key_of_total(solver: &Solver<'_>) -> &'static str {
    let is_configured = solver
        .derivation
        .of(Component::TotalFlink)
        .is_some_and(|step| matches!(step.rule, Rule::Configured { .. }));
    if is_configured { TM_TOTAL_FLINK.key } else { TM_TOTAL_PROCESS.key }
}

/// The option of the largest part.
fn largest(terms: &[(Component, MemorySize)]) -> &'static str {
    let largest = terms.iter().max_by_key(|(_, size)| *size).map(|(component, _)| *component);
    match largest {
        Some(Component::FrameworkHeap) => TM_FRAMEWORK_HEAP.key,
        Some(Component::FrameworkOffHeap) => TM_FRAMEWORK_OFF_HEAP.key,
        Some(Component::TaskHeap) => TM_TASK_HEAP.key,
        Some(Component::TaskOffHeap) => TM_TASK_OFF_HEAP.key,
        Some(Component::Managed) => TM_MANAGED_SIZE.key,
        _ => TM_NETWORK_FRACTION.key,
    }
}

/// Whether the network memory is a number of buffers: only if none of its newer options is configured.
fn uses_buffer_count(solver: &mut Solver<'_>) -> bool {
    let reader = &mut solver.reader;
    let is_sized = reader.contains(&TM_NETWORK_MIN)
        || reader.contains(&TM_NETWORK_MAX)
        || reader.contains(&TM_NETWORK_FRACTION);
    reader.contains(&NETWORK_NUM_BUFFERS) && !is_sized
}

/// `getNetworkMemorySizeWithLegacyConfig`.
fn network_from_buffer_count(solver: &mut Solver<'_>, settles: bool) -> Result<MemorySize, FlinkError> {
    let buffers = solver.reader.integer(&NETWORK_NUM_BUFFERS)?;
    let segment_size = segment_size(&mut solver.reader)?;
    let bytes = i64::from(buffers) * i64::from(segment_size);
    let size = MemorySize::from_long(bytes).map_err(|error| error.about(&[NETWORK_NUM_BUFFERS.key]))?;
    if settles {
        let segment_size = MemorySize::from_long(i64::from(segment_size))?;
        solver.push(Component::Network, Rule::NumberOfBuffers { buffers, segment_size }, size);
    }
    Ok(size)
}

/// `ConfigurationParserUtils.getPageSize`.
pub(crate) fn segment_size(reader: &mut Reader<'_>) -> Result<i32, FlinkError> {
    let key = TM_SEGMENT_SIZE.key;
    let read = reader.plain_size(&TM_SEGMENT_SIZE)?;
    let bytes = read.map_or(0, |SizeRead { size, .. }| size.bytes());
    let value = bytes.cast_signed();
    let size = i32::try_from(value)
        .map_err(|_| FlinkError::from(Sentence::CannotDowncast { value }).about(&[key]))?;
    let rule = if value < MIN_PAGE_SIZE {
        "Minimum memory segment size is 4096"
    } else if size.count_ones() != 1 {
        "Memory segment size must be a power of 2."
    } else {
        return Ok(size);
    };
    Err(FlinkError::from(Sentence::IllegalParameter { key, value, rule }).about(&[key]))
}

/// `sanityCheckNetworkMemory`: a rest has to match the buffer count, or to lie in the range.
fn check_network(
    solver: &mut Solver<'_>,
    network: MemorySize,
    total: MemorySize,
) -> Result<Option<Range>, FlinkError> {
    if uses_buffer_count(solver) {
        let configured = network_from_buffer_count(solver, false)?;
        if configured != network {
            let derived = network;
            return Err(FlinkError::from(Sentence::NetworkDiffersFromBufferCount { derived, configured })
                .about(&[NETWORK_NUM_BUFFERS.key]));
        }
        return Ok(None);
    }
    let RangeFraction { range, fraction } = solver.range_fraction(&NETWORK)?;
    if network > range.max || network < range.min {
        let (component, size, min, max) = (Component::Network, network, range.min, range.max);
        let end = if network > range.max { TM_NETWORK_MAX.key } else { TM_NETWORK_MIN.key };
        return Err(FlinkError::from(Sentence::NotInRange { component, size, min, max }).about(&[end]));
    }
    if solver.reader.contains(&TM_NETWORK_FRACTION) && network != total.multiply(fraction.value)? {
        let class = solver.reader.behaviour().task_manager_utils;
        let value = java::double_to_string(fraction.value);
        solver.reader.log(
            "INFO",
            class,
            format_args!(
                "The derived Network Memory size ({}) does not match the configured Network Memory fraction ({value}) from the \
                 configured Total Flink Memory size ({}). The derived Network Memory size will be used.",
                network.human(),
                total.human(),
            ),
        );
    }
    Ok(Some(range))
}
