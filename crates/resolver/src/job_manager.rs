//! JobManager memory: from options to components.
//!
//! Follows `JobManagerFlinkMemoryUtils` and `JobManagerProcessUtils` (1.11 to 2.3).

use crate::catalogue::{
    JM_DIRECT_LIMIT_ENABLED, JM_HEAP, JM_HEAP_MB, JM_HEAP_SIZE, JM_METASPACE, JM_OFF_HEAP,
    JM_OVERHEAD_FRACTION, JM_OVERHEAD_MAX, JM_OVERHEAD_MIN, JM_TOTAL_FLINK, JM_TOTAL_PROCESS,
};
use crate::component::Component;
use crate::error::{FlinkError, Sentence};
use crate::legacy::{self, LegacyHeap};
use crate::memory_size::MemorySize;
use crate::process::{FlinkMemory, ProcessOptions, RangeOptions, Solver, derive};
use crate::resolution::{Deployment, JobManagerMemory};

/// Class that divides the Flink memory and logs about it.
const CLASS: &str = "JobManagerFlinkMemoryUtils";

/// `JobManagerOptions.MIN_JVM_HEAP_SIZE`: below it, Flink warns.
const MIN_HEAP: MemorySize = MemorySize::from_mebibytes(128);

/// The heap keys of the releases before 1.11.
const LEGACY_HEAP: LegacyHeap = LegacyHeap { size: &JM_HEAP_SIZE, mebibytes: &JM_HEAP_MB };

/// The parts of a JobManager's Flink memory.
struct Parts {
    heap: MemorySize,
    off_heap: MemorySize,
}

/// Resolves the memory of a JobManager of 1.11 or newer.
pub(crate) fn resolve(
    solver: &mut Solver<'_>,
    deployment: Deployment,
) -> Result<JobManagerMemory, FlinkError> {
    let prefix = solver.reader.behaviour().job_manager_prefix;
    // `bin/jobmanager.sh` reads an old heap key as the heap, YARN and Kubernetes as the process size.
    let option = match deployment {
        Deployment::Standalone => &JM_HEAP,
        Deployment::Containerized => &JM_TOTAL_PROCESS,
    };
    solver.derivation.set_flink_class(CLASS);
    let mut memory = || {
        legacy::map_heap(&mut solver.reader, &LEGACY_HEAP, option)?;
        derive::<Parts>(solver)
    };
    let memory = memory().map_err(|error| error.wrapped(prefix))?;
    Ok(JobManagerMemory {
        jvm_heap: memory.flink.heap,
        off_heap: memory.flink.off_heap,
        jvm_metaspace: memory.metaspace,
        jvm_overhead: memory.overhead,
        limits_direct_memory: false,
    })
}

/// `JobManagerProcessUtils.generateJvmParametersStr` reads one more option, after the memory has been logged and outside of the prefix.
pub(crate) fn resolve_jvm_parameters(
    solver: &mut Solver<'_>,
    memory: JobManagerMemory,
) -> Result<JobManagerMemory, FlinkError> {
    let limits_direct_memory = solver.reader.boolean(&JM_DIRECT_LIMIT_ENABLED)?;
    Ok(JobManagerMemory { limits_direct_memory, ..memory })
}

impl FlinkMemory for Parts {
    const OPTIONS: ProcessOptions = ProcessOptions {
        fine_grained: &[&JM_HEAP],
        fine_grained_keys: &["jobmanager.memory.heap.size"],
        total_flink: &JM_TOTAL_FLINK,
        total_process: &JM_TOTAL_PROCESS,
        metaspace: &JM_METASPACE,
        overhead: RangeOptions {
            min: &JM_OVERHEAD_MIN,
            max: &JM_OVERHEAD_MAX,
            fraction: &JM_OVERHEAD_FRACTION,
        },
    };

    fn from_fine_grained(solver: &mut Solver<'_>) -> Result<Self, FlinkError> {
        let heap = solver.settle(Component::JvmHeap, &JM_HEAP)?;
        let default_off_heap = solver.reader.size(&JM_OFF_HEAP)?;
        if !solver.reader.contains(&JM_TOTAL_FLINK) {
            let off_heap = default_off_heap.size;
            solver.push(Component::OffHeap, default_off_heap.rule, off_heap);
            let parts = Self::checked(solver, heap, off_heap);
            let total = parts.total()?;
            solver.sum(
                Component::TotalFlink,
                &[(Component::JvmHeap, heap), (Component::OffHeap, off_heap)],
                total,
            );
            return Ok(parts);
        }
        let flink = solver.settle(Component::TotalFlink, &JM_TOTAL_FLINK)?;
        if solver.reader.contains(&JM_OFF_HEAP) {
            let off_heap = default_off_heap.size;
            solver.push(Component::OffHeap, default_off_heap.rule, off_heap);
            if heap.add(off_heap)? != flink {
                return Err(FlinkError::from(Sentence::HeapAndOffHeapDifferFromFlink {
                    heap,
                    off_heap,
                    flink,
                })
                .about(&[JM_TOTAL_FLINK.key, JM_HEAP.key, JM_OFF_HEAP.key]));
            }
            return Ok(Self::checked(solver, heap, off_heap));
        }
        if heap > flink {
            return Err(FlinkError::from(Sentence::HeapExceedsFlink { heap, flink })
                .about(&[JM_HEAP.key, JM_TOTAL_FLINK.key]));
        }
        let off_heap = flink.subtract(heap)?;
        if off_heap != default_off_heap.size {
            solver.reader.log(
                "INFO",
                CLASS,
                format_args!(
                    "The Off-Heap Memory size ({}) is derived the configured Total Flink Memory size ({}) minus the configured JVM \
                     Heap Memory size ({}). The default Off-Heap Memory size ({}) is ignored.",
                    off_heap.human(),
                    flink.human(),
                    heap.human(),
                    default_off_heap.size.human(),
                ),
            );
        }
        solver.remainder(
            Component::OffHeap,
            (Component::TotalFlink, flink),
            &[(Component::JvmHeap, heap)],
            None,
            off_heap,
        );
        Ok(Self::checked(solver, heap, off_heap))
    }

    fn from_total(solver: &mut Solver<'_>, total: MemorySize) -> Result<Self, FlinkError> {
        let off_heap = solver.settle(Component::OffHeap, &JM_OFF_HEAP)?;
        if total <= off_heap {
            return Err(FlinkError::from(Sentence::FlinkNotAboveOffHeap { flink: total, off_heap })
                .about(&[JM_OFF_HEAP.key, JM_TOTAL_FLINK.key, JM_TOTAL_PROCESS.key]));
        }
        let heap = total.subtract(off_heap)?;
        solver.remainder(
            Component::JvmHeap,
            (Component::TotalFlink, total),
            &[(Component::OffHeap, off_heap)],
            None,
            heap,
        );
        Ok(Self::checked(solver, heap, off_heap))
    }

    fn total(&self) -> Result<MemorySize, FlinkError> {
        self.heap.add(self.off_heap)
    }

    fn describe_sums(&self, _: &mut Solver<'_>) {
        // A JobManager's Flink memory has two parts and no sums between.
    }
}

impl Parts {
    /// `createJobManagerFlinkMemory`: a small heap is worth a warning.
    fn checked(solver: &mut Solver<'_>, heap: MemorySize, off_heap: MemorySize) -> Self {
        if heap < MIN_HEAP {
            solver.reader.log(
                "WARN",
                CLASS,
                format_args!(
                    "The configured or derived JVM heap memory size ({}) is less than its recommended minimum value ({})",
                    heap.human(),
                    MIN_HEAP.human(),
                ),
            );
        }
        Self { heap, off_heap }
    }
}

#[cfg(test)]
mod tests {
    use crate::config::Configuration;
    use crate::resolution::{Deployment, Process, Request, resolve};
    use crate::version::FlinkVersion;

    #[test]
    fn a_small_heap_is_told_before_the_sum_fails() {
        let config = Configuration::from([
            ("jobmanager.memory.heap.size", "5473"),
            ("jobmanager.memory.off-heap.size", "9223372036854775807"),
        ]);
        let resolution = resolve(Request {
            version: FlinkVersion::LATEST,
            process: Process::JobManager,
            deployment: Deployment::Standalone,
            config: &config,
        });
        assert_eq!(resolution.outcome.map_err(|error| error.message), Err("long overflow".to_owned()));
        let warning = "WARN JobManagerFlinkMemoryUtils: The configured or derived JVM heap memory size (5.345kb (5473 bytes)) is less \
                       than its recommended minimum value (128.000mb (134217728 bytes))";
        assert_eq!(resolution.log, [warning]);
    }
}
