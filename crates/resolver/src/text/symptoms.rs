//! What goes wrong with Flink's memory, by the words that tell it: Flink's own messages and those of the JVM, YARN and Kubernetes.
//!
//! One row a problem. The words are those of Flink 1.10 to 2.3; titles, causes and reasons are ours. What is not about sizes (values that
//! cannot be read, lists that are not closed) has no row unless the message names an option and its value.

use super::Span;
use super::advice::{Advice, Change, Remedy};
use crate::catalogue::{
    JM_HEAP, JM_METASPACE, JM_OFF_HEAP, JM_OVERHEAD_FRACTION, JM_OVERHEAD_MAX, JM_OVERHEAD_MIN,
    JM_TOTAL_FLINK, JM_TOTAL_PROCESS, NETWORK_BUFFERS_REQUEST_TIMEOUT, NETWORK_REQUIRED_BUFFERS_PER_GATE_MAX,
    PARALLELISM_DEFAULT, ROCKSDB_HIGH_PRIO_RATIO, ROCKSDB_MANAGED, ROCKSDB_WRITE_BUFFER_RATIO,
    ROCKSDB_WRITE_BUFFER_SIZE, TM_CPU_CORES, TM_FRAMEWORK_HEAP, TM_FRAMEWORK_OFF_HEAP, TM_JVM_METASPACE,
    TM_JVM_OVERHEAD_FRACTION, TM_JVM_OVERHEAD_MAX, TM_JVM_OVERHEAD_MIN, TM_MANAGED_FRACTION, TM_MANAGED_SIZE,
    TM_MANAGED_WEIGHTS, TM_NETWORK_FRACTION, TM_NETWORK_MAX, TM_NETWORK_MIN, TM_NUM_SLOTS, TM_SEGMENT_SIZE,
    TM_TASK_HEAP, TM_TASK_OFF_HEAP, TM_TOTAL_FLINK, TM_TOTAL_PROCESS,
};
use crate::resolution::Process;

/// A problem and the words that tell it.
pub(super) struct Symptom {
    id: &'static str,
    title: &'static str,
    cause: &'static str,
    pub(super) process: Option<Process>,
    /// Words that tell it, any of them. They begin at the beginning of a word.
    says: &'static [&'static str],
    /// What follows these words where the message has numbers, with `{}` for each.
    numbers: &'static str,
    /// Options that have the values of these numbers.
    pub(super) reads: &'static [(usize, &'static str)],
    /// Which numbers are the key of an option and its value.
    pub(super) names: Option<(usize, Option<usize>)>,
    offers: &'static [Offer],
}

/// A remedy, but for what depends on the numbers of the message.
struct Offer {
    key: &'static str,
    rule: Rule,
    why: &'static str,
}

/// What to do with an option.
#[derive(Clone, Copy)]
enum Rule {
    Raise,
    Lower,
    Unset,
    /// Set it to at least the sum of these numbers.
    AtLeast(&'static [usize]),
    /// Set it to the memory of all buffers, if those that are missing are added: required, available, in all, bytes of one.
    AllBuffers,
}

use Rule::{AllBuffers, AtLeast, Lower, Raise, Unset};

const fn offer(key: &'static str, rule: Rule, why: &'static str) -> Offer {
    Offer { key, rule, why }
}

const NOTHING: Symptom = Symptom {
    id: "",
    title: "",
    cause: "",
    process: None,
    says: &[],
    numbers: "",
    reads: &[],
    names: None,
    offers: &[],
};

const TASK_MANAGER: Option<Process> = Some(Process::TaskManager);
const JOB_MANAGER: Option<Process> = Some(Process::JobManager);

const PROCESS_TOO_SMALL: &str = "Process size too small";
const FLINK_TOO_SMALL: &str = "Flink memory too small for its parts";

/// All problems. Where several begin at one place, the first one counts.
static SYMPTOMS: &[Symptom] = &[
    // Sizes that do not fit together, as Flink refuses them at the start.
    Symptom {
        id: "process-too-small",
        title: PROCESS_TOO_SMALL,
        cause: "Metaspace and JVM overhead alone need more than the whole process may have.",
        says: &["Sum of configured JVM Metaspace ("],
        numbers: "{}) and JVM Overhead ({}) exceed configured Total Process Memory ({}).",
        reads: &[
            (2, TM_TOTAL_PROCESS.key),
            (0, TM_JVM_METASPACE.key),
            (1, TM_JVM_OVERHEAD_MIN.key),
            (1, TM_JVM_OVERHEAD_MAX.key),
        ],
        offers: &[
            offer(
                TM_TOTAL_PROCESS.key,
                Raise,
                "The parts of the JVM come first, and Flink needs room beside them.",
            ),
            offer(TM_JVM_METASPACE.key, Lower, "Where few classes are loaded, less than 256m is enough."),
            offer(
                TM_JVM_OVERHEAD_MIN.key,
                Lower,
                "Only for very small processes: native memory is then short.",
            ),
        ],
        ..NOTHING
    },
    Symptom {
        id: "process-below-flink",
        title: PROCESS_TOO_SMALL,
        cause: "The process size is smaller than the Flink memory and the metaspace that have to fit into it.",
        says: &["The configured Total Process Memory size ("],
        numbers: "{}) is less than the sum of the derived Total Flink Memory size ({}) and the configured or default JVM Metaspace size  ({}).",
        reads: &[(0, TM_TOTAL_PROCESS.key), (1, TM_TOTAL_FLINK.key), (2, TM_JVM_METASPACE.key)],
        offers: &[
            offer(
                TM_TOTAL_FLINK.key,
                Unset,
                "One total is enough: Flink derives this one from the process size.",
            ),
            offer(
                TM_TOTAL_PROCESS.key,
                AtLeast(&[1, 2]),
                "The least that holds both; overhead comes on top of it.",
            ),
        ],
        ..NOTHING
    },
    Symptom {
        id: "overhead-out-of-range",
        title: "JVM overhead outside of its range",
        cause: "With both totals set, the overhead is what is left between them, and that is not within its minimum and maximum.",
        says: &["Derived JVM Overhead size ("],
        numbers: "{}) is not in configured JVM Overhead range [{}, {}].",
        reads: &[(1, TM_JVM_OVERHEAD_MIN.key), (2, TM_JVM_OVERHEAD_MAX.key)],
        offers: &[
            offer(TM_TOTAL_FLINK.key, Unset, "With the process size alone, Flink makes the overhead fit."),
            offer(
                TM_JVM_OVERHEAD_MAX.key,
                AtLeast(&[0]),
                "Where the overhead that is left is more than its maximum.",
            ),
            offer(TM_TOTAL_PROCESS.key, Raise, "Where the overhead that is left is less than its minimum."),
        ],
        ..NOTHING
    },
    Symptom {
        id: "network-out-of-range",
        title: "Network memory outside of its range",
        cause: "With task heap and a total set, network memory is what is left, and that is not within its minimum and maximum.",
        process: TASK_MANAGER,
        says: &["Derived Network Memory size ("],
        numbers: "{}) is not in configured Network Memory range [{}, {}].",
        reads: &[(1, TM_NETWORK_MIN.key), (2, TM_NETWORK_MAX.key)],
        offers: &[
            offer(TM_TASK_HEAP.key, Unset, "Network memory is then sized first, and the heap gets the rest."),
            offer(TM_NETWORK_MAX.key, AtLeast(&[0]), "Where more is left than the maximum."),
            offer(TM_TOTAL_FLINK.key, Raise, "Where less is left than the minimum."),
        ],
        ..NOTHING
    },
    Symptom {
        id: "flink-too-small",
        title: FLINK_TOO_SMALL,
        cause: "The parts of the Flink memory are together larger than the whole.",
        process: TASK_MANAGER,
        says: &["Sum of configured Framework Heap Memory ("],
        numbers: "{}), Framework Off-Heap Memory ({}), Task Off-Heap Memory ({}), Managed Memory ({}) and Network Memory ({}) exceed configured Total Flink Memory ({}).",
        reads: &[
            (5, TM_TOTAL_FLINK.key),
            (0, TM_FRAMEWORK_HEAP.key),
            (1, TM_FRAMEWORK_OFF_HEAP.key),
            (2, TM_TASK_OFF_HEAP.key),
            (3, TM_MANAGED_SIZE.key),
            (4, TM_NETWORK_MIN.key),
            (4, TM_NETWORK_MAX.key),
        ],
        offers: &[
            offer(
                TM_TOTAL_FLINK.key,
                AtLeast(&[0, 1, 2, 3, 4]),
                "The least that holds the parts; the task heap comes on top of it.",
            ),
            offer(TM_TOTAL_PROCESS.key, Raise, "Where this is the total that is set."),
            offer(TM_MANAGED_SIZE.key, Lower, "Where no state backend or operator needs that much."),
            offer(TM_NETWORK_MIN.key, Lower, "Where the job has few channels."),
        ],
        ..NOTHING
    },
    Symptom {
        id: "flink-too-small",
        title: FLINK_TOO_SMALL,
        cause: "The parts of the Flink memory are together larger than the whole.",
        process: TASK_MANAGER,
        says: &["Sum of configured Framework Heap Memory ("],
        numbers: "{}), Framework Off-Heap Memory ({}), Task Heap Memory ({}), Task Off-Heap Memory ({}) and Managed Memory ({}) exceed configured Total Flink Memory ({}).",
        reads: &[
            (5, TM_TOTAL_FLINK.key),
            (0, TM_FRAMEWORK_HEAP.key),
            (1, TM_FRAMEWORK_OFF_HEAP.key),
            (2, TM_TASK_HEAP.key),
            (3, TM_TASK_OFF_HEAP.key),
            (4, TM_MANAGED_SIZE.key),
        ],
        offers: &[
            offer(
                TM_TOTAL_FLINK.key,
                AtLeast(&[0, 1, 2, 3, 4]),
                "The least that holds the parts; network memory comes on top of it.",
            ),
            offer(TM_TASK_HEAP.key, Unset, "The heap then gets what the other parts leave."),
            offer(TM_MANAGED_SIZE.key, Lower, "Where no state backend or operator needs that much."),
        ],
        ..NOTHING
    },
    Symptom {
        id: "network-inconsistent",
        title: "Network memory does not fit the rest",
        cause: "Task heap, managed memory and a total are set, and what they leave contradicts the options of network memory.",
        process: TASK_MANAGER,
        says: &["If Total Flink, Task Heap and (or) Managed Memory sizes are explicitly configured"],
        offers: &[
            offer(TM_TASK_HEAP.key, Unset, "One part has to be free to take what is left."),
            offer(
                TM_TOTAL_FLINK.key,
                Unset,
                "With task heap and managed memory alone, the total follows from them.",
            ),
            offer(TM_NETWORK_MAX.key, Raise, "Where more is left than the maximum."),
        ],
        ..NOTHING
    },
    Symptom {
        id: "network-differs",
        title: "Network memory set in two ways",
        cause: "A number of buffers is set, and what the other options leave for network memory is not that many.",
        process: TASK_MANAGER,
        says: &["Derived Network Memory size ("],
        numbers: "{}) does not match configured Network Memory size ({}).",
        offers: &[
            offer(
                "taskmanager.network.numberOfBuffers",
                Unset,
                "The options of a size in bytes took its place in 1.10.",
            ),
            offer(TM_TASK_HEAP.key, Unset, "The heap then gets what the other parts leave."),
        ],
        ..NOTHING
    },
    Symptom {
        id: "inconsistent-range",
        title: "Minimum, maximum or fraction is wrong",
        cause: "The minimum is above the maximum, or the fraction is not between 0 and 1.",
        says: &["Inconsistently configured "],
        numbers: "{} (fallback keys: {}) ({}) and its min ({}), max ({}) value",
        names: Some((0, Some(2))),
        ..NOTHING
    },
    Symptom {
        id: "nothing-configured",
        title: "No size is set",
        cause: "Flink needs one of: the process size, the Flink size, or the sizes of the parts that the rest follows from.",
        process: JOB_MANAGER,
        says: &["Either required fine-grained memory (jobmanager"],
        offers: &[
            offer(JM_TOTAL_PROCESS.key, Raise, "In containers: what the container may use."),
            offer(JM_TOTAL_FLINK.key, Raise, "Outside of containers: what Flink itself may use."),
        ],
        ..NOTHING
    },
    Symptom {
        id: "nothing-configured",
        title: "No size is set",
        cause: "Flink needs one of: the process size, the Flink size, or task heap and managed memory.",
        process: TASK_MANAGER,
        says: &["Either required fine-grained memory (", "Either Task Heap Memory size ("],
        offers: &[
            offer(TM_TOTAL_PROCESS.key, Raise, "In containers: what the container may use."),
            offer(TM_TOTAL_FLINK.key, Raise, "Outside of containers: what Flink itself may use."),
        ],
        ..NOTHING
    },
    Symptom {
        id: "jm-heap-above-flink",
        title: "Heap larger than the Flink memory",
        cause: "The JobManager's heap does not fit into its Flink memory.",
        process: JOB_MANAGER,
        says: &["The configured JVM Heap Memory ("],
        numbers: "{}) exceeds the configured Total Flink Memory ({}).",
        reads: &[(1, JM_TOTAL_FLINK.key), (0, JM_HEAP.key)],
        offers: &[
            offer(JM_HEAP.key, Unset, "The heap is then what off-heap memory leaves."),
            offer(JM_TOTAL_FLINK.key, Unset, "The Flink size is then heap and off-heap memory together."),
        ],
        ..NOTHING
    },
    Symptom {
        id: "jm-parts-differ",
        title: "Heap and off-heap memory do not make up the Flink memory",
        cause: "All three sizes of the JobManager are set, and the parts are not the whole.",
        process: JOB_MANAGER,
        says: &["Sum of the configured JVM Heap Memory ("],
        numbers: "{}) and the configured Off-heap Memory ({}) does not match the configured Total Flink Memory ({}).",
        reads: &[(2, JM_TOTAL_FLINK.key), (0, JM_HEAP.key), (1, JM_OFF_HEAP.key)],
        offers: &[
            offer(JM_HEAP.key, Unset, "The heap is then what off-heap memory leaves."),
            offer(JM_TOTAL_FLINK.key, Unset, "The Flink size is then heap and off-heap memory together."),
        ],
        ..NOTHING
    },
    Symptom {
        id: "jm-flink-too-small",
        title: FLINK_TOO_SMALL,
        cause: "The JobManager's off-heap memory leaves nothing for its heap.",
        process: JOB_MANAGER,
        says: &["The configured Total Flink Memory ("],
        numbers: "{}) is less than the configured Off-heap Memory ({}).",
        reads: &[(0, JM_TOTAL_FLINK.key), (1, JM_OFF_HEAP.key)],
        offers: &[
            offer(JM_TOTAL_PROCESS.key, Raise, "Where this is the total that is set."),
            offer(JM_TOTAL_FLINK.key, Raise, "It has to hold the heap, too: 1g is a good start."),
            offer(JM_OFF_HEAP.key, Lower, "128m is its default."),
        ],
        ..NOTHING
    },
    Symptom {
        id: "no-cpu-cores",
        title: "No CPU cores",
        cause: "Cores are set to zero or less, or there are no slots to derive them from.",
        process: TASK_MANAGER,
        says: &["TaskExecutors need to be started with a positive number of CPU cores"],
        offers: &[
            offer(TM_CPU_CORES.key, Unset, "Flink then counts one core a slot."),
            offer(TM_NUM_SLOTS.key, Raise, "At least one."),
        ],
        ..NOTHING
    },
    Symptom {
        id: "illegal-parameter",
        title: "An option has a value that is not allowed",
        cause: "The value is readable, but outside of what Flink accepts.",
        says: &["Invalid configuration value for "],
        numbers: "{} : {} - ",
        names: Some((0, Some(1))),
        ..NOTHING
    },
    Symptom {
        id: "negative-legacy-heap",
        title: "A negative heap size",
        cause: "An old heap option has a number below zero.",
        says: &["Configured total process memory size ("],
        numbers: "{}MB) must not be less than 0.",
        ..NOTHING
    },
    Symptom {
        id: "unreadable-value",
        title: "An option has a value that cannot be read",
        cause: "The text is not of the form that the option needs.",
        says: &["Could not parse value '"],
        numbers: "{}' for key '{}'.",
        names: Some((1, Some(0))),
        ..NOTHING
    },
    Symptom {
        id: "unreadable-value",
        title: "A size cannot be read",
        cause: "The text is not a number with a unit.",
        says: &["Cannot read memory size from config option '"],
        numbers: "{}'.",
        names: Some((0, None)),
        ..NOTHING
    },
    Symptom {
        id: "unknown-unit",
        title: "A size has an unknown unit",
        cause: "A size is a whole number with one of Flink's units: `1536m`, not `1.5g` and not `1536Mi`.",
        says: &["Memory size unit '"],
        numbers: "{}' does not match any of the recognized units",
        ..NOTHING
    },
    Symptom {
        id: "too-many-pages",
        title: "More memory than pages can be counted",
        cause: "Managed memory divided by the page size is more than 2147483647 pages.",
        process: TASK_MANAGER,
        says: &["The given number of memory bytes ("],
        numbers: "{}) corresponds to more than MAX_INT pages",
        offers: &[
            offer(TM_MANAGED_SIZE.key, Lower, "Or divide it by more slots."),
            offer(TM_SEGMENT_SIZE.key, Raise, "Larger pages are fewer."),
        ],
        ..NOTHING
    },
    Symptom {
        id: "no-managed-share",
        title: "A consumer of managed memory has no weight",
        cause: "The job uses managed memory for something that its weights leave out.",
        process: TASK_MANAGER,
        says: &["The fraction of memory to allocate should not be 0"],
        offers: &[offer(TM_MANAGED_WEIGHTS.key, Unset, "The default has a weight for every consumer.")],
        ..NOTHING
    },
    Symptom {
        id: "rocksdb-ratios",
        title: "RocksDB's shares are too large",
        cause: "Write buffers and high-priority blocks together would fill the whole cache.",
        process: TASK_MANAGER,
        says: &["Invalid configuration: writeBufferRatio "],
        numbers: "{} with highPriPoolRatio ",
        offers: &[
            offer(ROCKSDB_WRITE_BUFFER_RATIO.key, Lower, "0.5 is its default."),
            offer(ROCKSDB_HIGH_PRIO_RATIO.key, Lower, "0.1 is its default."),
        ],
        ..NOTHING
    },
    Symptom {
        id: "too-large",
        title: "Sizes too large to add up",
        cause: "A sum or a product of sizes is above 9223372036854775807 bytes.",
        says: &["ArithmeticException: long overflow"],
        ..NOTHING
    },
    Symptom {
        id: "process-too-small",
        title: PROCESS_TOO_SMALL,
        cause: "What is left of a total after its parts is less than nothing.",
        says: &["IllegalArgumentException: bytes must be >= 0"],
        offers: &[
            offer(TM_TOTAL_PROCESS.key, Raise, "It has to hold the Flink memory, metaspace and overhead."),
            offer(
                TM_TOTAL_FLINK.key,
                Unset,
                "One total is enough: Flink derives this one from the process size.",
            ),
        ],
        ..NOTHING
    },
    // What happens later, in Flink's words.
    Symptom {
        id: "network-buffers",
        title: "Too few network buffers",
        cause: "A task asks for more buffers than the TaskManager has left: the more channels, the more buffers.",
        process: TASK_MANAGER,
        says: &["Insufficient number of network buffers"],
        numbers: ": required {}, but only {} available. The total number of network buffers is currently set to {} of {} bytes each",
        reads: &[(3, TM_SEGMENT_SIZE.key)],
        offers: &[
            offer(
                TM_NETWORK_MIN.key,
                AllBuffers,
                "Enough for this request; other tasks may ask for more after it.",
            ),
            offer(
                TM_NETWORK_MAX.key,
                AllBuffers,
                "Where the maximum is smaller: up to 1.16 it is 1g unless set.",
            ),
            offer(
                TM_NETWORK_FRACTION.key,
                Raise,
                "Where the whole process is large, so that network memory grows with it.",
            ),
            offer(TM_NUM_SLOTS.key, Lower, "Fewer tasks on a TaskManager need fewer buffers."),
            offer(
                NETWORK_REQUIRED_BUFFERS_PER_GATE_MAX.key,
                Lower,
                "From 1.17 on: gates then need fewer buffers to start.",
            ),
        ],
        ..NOTHING
    },
    Symptom {
        id: "network-buffers-timeout",
        title: "Buffers did not become free in time",
        cause: "A gate waited for its exclusive buffers, and other tasks kept them.",
        process: TASK_MANAGER,
        says: &["Timeout triggered when requesting exclusive buffers"],
        numbers: ": The total number of network buffers is currently set to {} of {} bytes each",
        reads: &[(1, TM_SEGMENT_SIZE.key)],
        offers: &[
            offer(TM_NETWORK_FRACTION.key, Raise, "More buffers in all."),
            offer(TM_NETWORK_MIN.key, Raise, "The same, as a size."),
            offer(TM_NETWORK_MAX.key, Raise, "Where the maximum is what limits it."),
            offer(
                NETWORK_BUFFERS_REQUEST_TIMEOUT.key,
                Raise,
                "Where tasks of the job before are only slow to end.",
            ),
        ],
        ..NOTHING
    },
    Symptom {
        id: "network-memory-allocation",
        title: "Network memory could not be allocated",
        cause: "The JVM may use less direct memory than the network buffers need.",
        process: TASK_MANAGER,
        says: &["Could not allocate enough memory segments for NetworkBufferPool"],
        offers: &[
            offer(TM_FRAMEWORK_OFF_HEAP.key, Raise, "It is part of the limit of direct memory."),
            offer(TM_NETWORK_MAX.key, Lower, "Where the job does not need that many buffers."),
        ],
        ..NOTHING
    },
    Symptom {
        id: "managed-memory",
        title: "Managed memory is used up",
        cause: "An operator asks for more pages than its share of managed memory has.",
        process: TASK_MANAGER,
        says: &["Could not allocate "],
        numbers: "{} bytes, only {} bytes are remaining",
        offers: MANAGED_OFFERS,
        ..NOTHING
    },
    Symptom {
        id: "managed-memory",
        title: "Managed memory is used up",
        cause: "An operator asks for more pages than its share of managed memory has.",
        process: TASK_MANAGER,
        says: &["Could not allocate "],
        numbers: "{} pages",
        offers: MANAGED_OFFERS,
        ..NOTHING
    },
    Symptom {
        id: "managed-memory",
        title: "Managed memory is used up",
        cause: "An operator or a state backend asks for more than its share of managed memory.",
        process: TASK_MANAGER,
        says: &[
            "Could not created the shared memory resource of size ",
            "Too few memory segments provided",
            "MemoryReservationException",
            "MemoryAllocationException",
            "Hash join exceeded maximum number of recursions",
        ],
        offers: MANAGED_OFFERS,
        ..NOTHING
    },
    Symptom {
        id: "rocksdb-arena",
        title: "RocksDB has too little memory for its write buffers",
        cause: "One block of a write buffer is larger than what makes RocksDB flush, so that it flushes all the time.",
        process: TASK_MANAGER,
        says: &["RocksDBStateBackend performance will be poor", "ForStStateBackend performance will be poor"],
        offers: &[
            offer(TM_MANAGED_SIZE.key, Raise, "RocksDB gets its share of managed memory, slot by slot."),
            offer(TM_MANAGED_FRACTION.key, Raise, "The same, as a part of the Flink memory."),
            offer(TM_NUM_SLOTS.key, Lower, "Fewer slots have more each."),
            offer(ROCKSDB_WRITE_BUFFER_SIZE.key, Lower, "Smaller buffers have smaller blocks."),
        ],
        ..NOTHING
    },
    Symptom {
        id: "heartbeat",
        title: "A TaskManager no longer answers",
        cause: "Most often it was killed for its memory, or its heap is so full that it does nothing but collect garbage.",
        process: TASK_MANAGER,
        says: &[
            "Heartbeat of TaskManager with id ",
            "heartbeat of TaskManager with id ",
            "TaskManager with id ",
        ],
        numbers: "{} timed out",
        offers: LOST_OFFERS,
        ..NOTHING
    },
    Symptom {
        id: "heartbeat",
        title: "A TaskManager no longer answers",
        cause: "Most often it was killed for its memory: see whether its container was, and why.",
        process: TASK_MANAGER,
        says: &["TaskManager with id "],
        numbers: "{} is no longer reachable",
        offers: LOST_OFFERS,
        ..NOTHING
    },
    Symptom {
        id: "no-slots",
        title: "Not enough slots",
        cause: "The job needs more slots than its TaskManagers have.",
        says: &["Could not acquire the minimum required resources", "NoResourceAvailableException"],
        offers: &[
            offer(TM_NUM_SLOTS.key, Raise, "Each slot then has less memory of its own."),
            offer(PARALLELISM_DEFAULT.key, Lower, "Fewer parallel tasks need fewer slots."),
        ],
        ..NOTHING
    },
    // The JVM.
    Symptom {
        id: "heap",
        title: JAVA_HEAP,
        cause: "The JobManager's heap is too small, or something in it is never let go.",
        process: JOB_MANAGER,
        says: &["Java heap space. A heap space-related out-of-memory error"],
        offers: &[
            offer(
                JM_HEAP.key,
                Raise,
                "Many tasks, checkpoints and finished jobs need heap in the JobManager.",
            ),
            offer(JM_TOTAL_PROCESS.key, Raise, "The heap gets what the other parts leave."),
        ],
        ..NOTHING
    },
    Symptom {
        id: "heap",
        title: JAVA_HEAP,
        cause: "User code, or state on the heap, needs more than the heap has, or is never let go.",
        says: &["Java heap space"],
        offers: HEAP_OFFERS,
        ..NOTHING
    },
    Symptom {
        id: "gc-overhead",
        title: "GC overhead limit exceeded",
        cause: "The heap is so full that nearly all time goes into collecting garbage.",
        says: &["GC overhead limit exceeded"],
        offers: HEAP_OFFERS,
        ..NOTHING
    },
    Symptom {
        id: "metaspace",
        title: METASPACE,
        cause: "The JobManager loads more classes than its metaspace has room for, or old ones are never unloaded.",
        process: JOB_MANAGER,
        says: &[
            "Metaspace. The metaspace out-of-memory error has occurred. This can mean two things: either Flink Master",
        ],
        offers: &[offer(
            JM_METASPACE.key,
            Raise,
            "If it fills again after a few jobs, classes leak: restart instead.",
        )],
        ..NOTHING
    },
    Symptom {
        id: "metaspace",
        title: METASPACE,
        cause: "More classes are loaded than metaspace has room for, or those of earlier jobs are never unloaded.",
        says: &[
            "Metaspace. The metaspace out-of-memory error",
            "OutOfMemoryError: Metaspace",
            "OutOfMemoryError: Compressed class space",
        ],
        offers: &[offer(
            TM_JVM_METASPACE.key,
            Raise,
            "If it fills again after a few jobs, classes leak: restart instead.",
        )],
        ..NOTHING
    },
    Symptom {
        id: "direct",
        title: DIRECT,
        cause: "Something in the JobManager allocates more direct memory than its limit.",
        process: JOB_MANAGER,
        says: &[
            "Direct buffer memory. The direct out-of-memory error has occurred. This can mean two things: either Flink Master",
        ],
        offers: &[offer(JM_OFF_HEAP.key, Raise, "It is the limit of direct memory.")],
        ..NOTHING
    },
    Symptom {
        id: "direct",
        title: DIRECT,
        cause: "User code, a library or the network stack allocates more direct memory than its limit.",
        says: &["Direct buffer memory"],
        offers: DIRECT_OFFERS,
        ..NOTHING
    },
    Symptom {
        id: "direct",
        title: DIRECT,
        cause: "User code, a library or the network stack allocates more direct memory than its limit.",
        says: &["Cannot reserve "],
        numbers: "{} bytes of direct buffer memory",
        offers: DIRECT_OFFERS,
        ..NOTHING
    },
    Symptom {
        id: "threads",
        title: "No more threads",
        cause: "The system has no native memory for another stack, or no more threads for this user or container.",
        says: &[
            "unable to create new native thread",
            "unable to create native thread",
            "Unable to create native thread",
        ],
        offers: &[
            offer(
                TM_JVM_OVERHEAD_FRACTION.key,
                Raise,
                "Stacks of threads are overhead; but see `ulimit -u` and the limit of pids first.",
            ),
            offer(TM_NUM_SLOTS.key, Lower, "Fewer tasks have fewer threads."),
        ],
        ..NOTHING
    },
    Symptom {
        id: "native",
        title: "No more native memory",
        cause: "The machine or the container has no memory left for the JVM itself.",
        says: &[
            "Native memory allocation (",
            "There is insufficient memory for the Java Runtime Environment",
        ],
        offers: OVERHEAD_OFFERS,
        ..NOTHING
    },
    // Whoever watches the process.
    Symptom {
        id: "killed",
        title: KILLED,
        cause: "The process used more memory than YARN gave its container.",
        says: &[
            "running beyond physical memory limits. Current usage: ",
            "beyond the 'PHYSICAL' memory limit. Current usage: ",
        ],
        numbers: "{} of {} physical memory used",
        reads: &[(1, TM_TOTAL_PROCESS.key)],
        offers: OVERHEAD_OFFERS,
        ..NOTHING
    },
    Symptom {
        id: "killed",
        title: KILLED,
        cause: "The process reserved more address space than YARN allows; it need not have used it.",
        says: &["running beyond virtual memory limits", "beyond the 'VIRTUAL' memory limit"],
        offers: OVERHEAD_OFFERS,
        ..NOTHING
    },
    Symptom {
        id: "killed",
        title: KILLED,
        cause: "The process used more memory than its container may, outside of the heap: RocksDB, direct memory, thread stacks, malloc.",
        says: &[
            "OOMKilled",
            "Exit code is 137",
            "exit code 137",
            "exit code: 137",
            "exit code is 137",
            "exitCode: 137",
            "exitCode=137",
            "Exit Code: 137",
            "Exit Code:    137",
            "exited with code 137",
            "exit status 137",
            "Memory cgroup out of memory",
        ],
        offers: OVERHEAD_OFFERS,
        ..NOTHING
    },
];

const JAVA_HEAP: &str = "Java heap space";
const METASPACE: &str = "Metaspace";
const DIRECT: &str = "Direct buffer memory";
const KILLED: &str = "Container killed for its memory";

const HEAP_OFFERS: &[Offer] = &[
    offer(TM_TASK_HEAP.key, Raise, "It is what user code and state on the heap live in."),
    offer(TM_TOTAL_PROCESS.key, Raise, "The task heap gets what the other parts leave."),
    offer(TM_MANAGED_FRACTION.key, Lower, "With state on the heap, managed memory may be 0."),
    offer(TM_NUM_SLOTS.key, Lower, "All slots share the heap."),
];

const DIRECT_OFFERS: &[Offer] = &[
    offer(TM_TASK_OFF_HEAP.key, Raise, "Where user code or a library (Netty, a connector) allocates it."),
    offer(TM_FRAMEWORK_OFF_HEAP.key, Raise, "Where Flink itself does: many connections at high parallelism."),
];

const MANAGED_OFFERS: &[Offer] = &[
    offer(TM_MANAGED_SIZE.key, Raise, "It is divided by the slots, and by weight among what uses it."),
    offer(TM_MANAGED_FRACTION.key, Raise, "The same, as a part of the Flink memory."),
    offer(TM_NUM_SLOTS.key, Lower, "Fewer slots have more each."),
];

const OVERHEAD_OFFERS: &[Offer] = &[
    offer(TM_JVM_OVERHEAD_FRACTION.key, Raise, "Memory that nobody accounts for comes out of it."),
    offer(TM_JVM_OVERHEAD_MAX.key, Raise, "Where the maximum, 1g unless set, is what limits it."),
    offer(TM_TOTAL_PROCESS.key, Raise, "The container grows with it."),
    offer(ROCKSDB_MANAGED.key, Unset, "Set to false, RocksDB takes memory beyond all that is configured."),
    offer(TM_MANAGED_FRACTION.key, Lower, "RocksDB may use a little more than its share."),
];

const LOST_OFFERS: &[Offer] = &[
    offer(TM_JVM_OVERHEAD_FRACTION.key, Raise, "If its container was killed."),
    offer(TM_TASK_HEAP.key, Raise, "If its log shows long pauses for garbage collection."),
];

/// A problem found in a text.
pub(super) struct Found {
    pub(super) symptom: &'static Symptom,
    /// The words that tell it.
    pub(super) at: Span,
    /// The numbers of the message, if it has them.
    pub(super) numbers: Vec<Span>,
}

/// Bytes that one number of a message may have, with all that belongs to it.
const LONGEST: usize = 200;

/// Second bytes of words that tell a problem, by the first: a bit for the last five bits of each. Most words of a text tell none, and this
/// is faster than to compare them.
static SECOND_BYTES: [u32; 128] = {
    let mut second_bytes = [0; 128];
    let mut symptom = 0;
    while symptom < SYMPTOMS.len() {
        let says = SYMPTOMS[symptom].says;
        let mut at = 0;
        while at < says.len() {
            let words = says[at].as_bytes();
            second_bytes[words[0] as usize] |= 1 << (words[1] % 32);
            at += 1;
        }
        symptom += 1;
    }
    second_bytes
};

/// The problem told by the words at a place, which is the beginning of a word.
pub(super) fn find(text: &str, at: usize) -> Option<Found> {
    let rest = text.get(at..)?;
    let [first, second, ..] = rest.as_bytes() else { return None };
    if (SECOND_BYTES.get(usize::from(*first))? >> (second % 32)) % 2 == 0 {
        return None;
    }
    for symptom in SYMPTOMS {
        for says in symptom.says {
            if !rest.starts_with(says) {
                continue;
            }
            let end = at + says.len();
            match numbers(text, end, symptom.numbers) {
                Some((numbers, end)) => return Some(Found { symptom, at: Span::new(at, end), numbers }),
                // Words that mean nothing without what follows them end with a blank or a bracket.
                None if !says.ends_with([' ', '(', '\'']) => {
                    return Some(Found { symptom, at: Span::new(at, end), numbers: Vec::new() });
                }
                None => {}
            }
        }
    }
    None
}

/// The numbers in the text from `at` on, if it is as the pattern says, and where it ends.
fn numbers(text: &str, at: usize, pattern: &str) -> Option<(Vec<Span>, usize)> {
    let mut pieces = pattern.split("{}");
    let first = pieces.next().unwrap_or_default();
    let mut at = at;
    if !text[at..].starts_with(first) {
        return None;
    }
    at += first.len();
    let mut found = Vec::new();
    for piece in pieces {
        let window = &text.as_bytes()[at..(at + LONGEST).min(text.len())];
        let line = window.split(|byte| *byte == b'\n').next().unwrap_or_default();
        let length = line.windows(piece.len()).position(|here| here == piece.as_bytes())?;
        found.push(Span::new(at, at + length));
        at += length + piece.len();
    }
    Some((found, at))
}

/// The bytes that a size in a message stands for: `1.250gb (1342177280 bytes)`, `0 bytes`, `32768`; YARN's `4 GB` only if it is whole.
pub(super) fn bytes(size: &str) -> Option<u64> {
    let number = size.split_once('(').map_or(size, |(_, rest)| rest).trim_end_matches(')');
    let digits = number.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, unit) = number.split_at(digits);
    let shift = match unit.trim() {
        "" | "bytes" | "B" => 0,
        "KB" => 10,
        "MB" => 20,
        "GB" => 30,
        "TB" => 40,
        _ => return None,
    };
    let value = digits.parse::<u64>().ok()?;
    value.checked_mul(1 << shift).filter(|bytes| *bytes <= i64::MAX.unsigned_abs())
}

impl Found {
    /// The number of the message with this index, as bytes.
    pub(super) fn bytes(&self, text: &str, index: usize) -> Option<u64> {
        bytes(self.numbers.get(index)?.of(text))
    }

    /// What to say about it.
    pub(super) fn advice(&self, text: &str, process: Option<Process>) -> Advice {
        let Symptom { id, title, cause, offers, .. } = self.symptom;
        let process = self.symptom.process.or(process);
        let remedies = offers.iter().filter_map(|offer| {
            let change = match offer.rule {
                Raise => Change::Raise,
                Lower => Change::Lower,
                Unset => Change::Unset,
                AtLeast(parts) => {
                    let sum =
                        parts.iter().try_fold(0_u64, |sum, part| sum.checked_add(self.bytes(text, *part)?));
                    at_least(sum)
                }
                AllBuffers => {
                    let number = |index| self.bytes(text, index);
                    let all = number(2).zip(number(1)).and_then(|(all, free)| all.checked_sub(free));
                    let needed = all.zip(number(0)).and_then(|(used, more)| used.checked_add(more));
                    at_least(needed.zip(number(3)).and_then(|(count, size)| count.checked_mul(size)))
                }
            };
            Some(Remedy { key: key_of(offer.key, process)?, change, why: offer.why })
        });
        Advice { id, at: self.at, title, cause, process, remedies: remedies.collect() }
    }
}

/// Set to so many bytes, in whole mebibytes; only raise where the message does not say how many.
fn at_least(bytes: Option<u64>) -> Change {
    bytes.map_or(Change::Raise, |bytes| Change::To([&bytes.div_ceil(1 << 20).to_string(), "m"].concat()))
}

/// The same option of the process that has the problem; `None` if that has none.
pub(super) fn key_of(key: &'static str, process: Option<Process>) -> Option<&'static str> {
    if process != JOB_MANAGER {
        return Some(key);
    }
    let of_job_manager: &[(&'static str, &'static str)] = &[
        (TM_TOTAL_PROCESS.key, JM_TOTAL_PROCESS.key),
        (TM_TOTAL_FLINK.key, JM_TOTAL_FLINK.key),
        (TM_TASK_HEAP.key, JM_HEAP.key),
        (TM_TASK_OFF_HEAP.key, JM_OFF_HEAP.key),
        (TM_JVM_METASPACE.key, JM_METASPACE.key),
        (TM_JVM_OVERHEAD_MIN.key, JM_OVERHEAD_MIN.key),
        (TM_JVM_OVERHEAD_MAX.key, JM_OVERHEAD_MAX.key),
        (TM_JVM_OVERHEAD_FRACTION.key, JM_OVERHEAD_FRACTION.key),
    ];
    match of_job_manager.iter().find(|(other, _)| *other == key) {
        Some((_, key)) => Some(key),
        None => (!key.starts_with("taskmanager.") && !key.starts_with("state.")).then_some(key),
    }
}
