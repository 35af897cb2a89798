//! What the page says, one constant a language. Keys, component names and Flink's messages are Flink's and are never translated.

use resolver::control::State;
use resolver::derivation::Clamp;
use resolver::{Deployment, Process};

use crate::page::Theme;

/// All words of a language. A second language is one more constant; a missing word does not compile.
#[derive(Debug)]
pub struct Words {
    /// Name of the product.
    pub title: &'static str,
    /// Label of the release selector.
    pub version: &'static str,
    /// Label of the process switch.
    pub process: &'static str,
    /// Label of the deployment switch.
    pub deployment: &'static str,
    /// Names of the deployments.
    pub containerized: &'static str,
    /// Names of the deployments.
    pub standalone: &'static str,
    /// Label of the theme button, before the theme's name.
    pub theme: &'static str,
    /// Names of the themes: system, light, dark.
    pub themes: [&'static str; 3],
    /// Heading of the form.
    pub configuration: &'static str,
    /// Hint beside that heading.
    pub configuration_hint: &'static str,
    /// After a number of options in a group that are set.
    pub count_set: &'static str,
    /// After a number of options in a group, none of which is set.
    pub count_defaults: [&'static str; 2],
    /// After a number of options that Flink rejects.
    pub count_rejected: &'static str,
    /// What became of an option: default, set, derived, to min, to max, legacy, ignored, rejected, not set.
    pub states: [&'static str; 9],
    /// Button that puts an option back, before its key.
    pub reset: &'static str,
    /// Its tooltip.
    pub reset_hint: &'static str,
    /// Stepper buttons, before the label.
    pub less: &'static str,
    /// Stepper buttons, before the label.
    pub more: &'static str,
    /// Placeholder of a field without default and value.
    pub not_set: &'static str,
    /// Heading of the keys that are set and not read.
    pub unread: &'static str,
    /// Button that removes such a key.
    pub remove: &'static str,
    /// Heading of the memory column, for screen readers.
    pub memory: &'static str,
    /// After the process's name, before the bytes.
    pub process_memory: &'static str,
    /// Unit in running text.
    pub bytes: &'static str,
    /// After `Flink 2.3`.
    pub starts: &'static str,
    /// After `Flink 2.3`, where the sizes are right and another option is not.
    pub rejects_an_option: &'static str,
    /// After `Flink 2.3`.
    pub does_not_start: &'static str,
    /// After `Flink 1.10`, where there is nothing to resolve.
    pub is_not_resolved: &'static str,
    /// Said where a start script sets a heap and nothing else.
    pub heap_alone: &'static str,
    /// What the total is then.
    pub heap: &'static str,
    /// Mark of a picture that is not of the present configuration.
    pub stale: &'static str,
    /// Shown where there was never a picture.
    pub no_result: &'static str,
    /// Before a cause of an error, as Java prints it.
    pub caused_by: &'static str,
    /// Before the keys an error is about.
    pub look_at: &'static str,
    /// Button back to the last settings that work.
    pub restore: &'static str,
    /// Before the offers of a total.
    pub way_out: &'static str,
    /// Verb of an offer.
    pub set: &'static str,
    /// Caption of the table.
    pub table: &'static str,
    /// Columns: component and key, bytes, size, share.
    pub columns: [&'static str; 4],
    /// Where a size comes from: default, set, sum, derived, to min, to max, legacy key.
    pub sources: [&'static str; 7],
    /// Title of the picture.
    pub picture: &'static str,
    /// Heading of the derivation for screen readers.
    pub derivation: &'static str,
    /// Said while no component has a derivation.
    pub no_derivation: &'static str,
    /// Button that pins a derivation.
    pub pin: &'static str,
    /// The same, when it is.
    pub unpin: &'static str,
    /// Before the Flink class that computed something.
    pub computed_by: &'static str,
    /// Before the options that size a component.
    pub sized_by: &'static str,
    /// Label of the output's tabs.
    pub output: &'static str,
    /// Tabs: JVM flags, log lines, -D list.
    pub outputs: [&'static str; 4],
    /// Copy button.
    pub copy: &'static str,
    /// After it worked.
    pub copied: &'static str,
    /// After it did not: the text is selected.
    pub copy_by_hand: &'static str,
    /// When a part of the page could not be loaded.
    pub not_loaded: &'static str,
    /// Instead of an output that a failed start does not have.
    pub no_output: &'static str,
    /// Instead of an output that this release does not have.
    pub no_such_output: &'static str,
    /// Instead of log lines when there are none.
    pub no_log: &'static str,
    /// Shows more of a long text.
    pub show_more: &'static str,
    /// Unit of a text's length.
    pub characters: &'static str,
    /// At the foot.
    pub trademark: &'static str,
    /// At the foot.
    pub private: &'static str,
    /// Name of the field that holds the configuration as a text.
    pub config_text: &'static str,
    /// Label of the choice of kinds.
    pub read_as: &'static str,
    /// Before the kind that a text seems to be.
    pub detected: &'static str,
    /// The choice to tell the kind from the text.
    pub detect: &'static str,
    /// Button that opens a file.
    pub open_file: &'static str,
    /// Said of a text that is too long to be edited.
    pub too_long: &'static str,
    /// Before a line and column.
    pub line: &'static str,
    /// Names of severities: hint, warning, error.
    pub severities: [&'static str; 3],
    /// After the number of findings that are not listed.
    pub more_findings: &'static str,
    /// Said where there is nothing to find.
    pub no_findings: &'static str,
    /// After the number of findings above hints.
    pub to_look_at: &'static str,
    /// The two ways to look at the configuration: controls, text.
    pub views: [&'static str; 2],
    /// Name of that choice.
    pub view: &'static str,
    /// Puts a notice away.
    pub dismiss: &'static str,
    /// Link from a widget to the whole page.
    pub open_whole: &'static str,
    /// Before names that a widget was told to show and that mean nothing.
    pub not_shown: &'static str,
    /// About network buffers.
    pub network: NetworkWords,
    /// About the job under load.
    pub live: LiveWords,
    /// Button and heading of the presets.
    pub presets: &'static str,
    /// Before a preset's source.
    pub source: &'static str,
    /// After the name of a preset that was edited since.
    pub edited: &'static str,
    /// Button and heading of the exports.
    pub export: &'static str,
    /// Button and heading of what makes a widget.
    pub embed: &'static str,
    /// In that dialog.
    pub embedding: EmbeddingWords,
    /// Name of the choice of formats.
    pub format: &'static str,
    /// Switch: every size in the export, or only what is set.
    pub everything_explicit: &'static str,
    /// Switch: keys that have nothing to do with memory, too.
    pub with_others: &'static str,
    /// Button that saves a file.
    pub download: &'static str,
    /// Heading of the link.
    pub link: &'static str,
    /// Button that copies the link.
    pub copy_link: &'static str,
    /// Closes a dialog.
    pub close: &'static str,
    /// Verbs of remedies.
    pub raise: &'static str,
    /// Verbs of remedies.
    pub lower: &'static str,
    /// Heading of the crash box.
    pub crashed: &'static str,
    /// Its text.
    pub crashed_text: &'static str,
    /// Its button.
    pub reload: &'static str,
}

/// English.
pub const ENGLISH: Words = Words {
    title: "Flink Memory Calculator",
    version: "Flink version",
    process: "Process",
    deployment: "Deployment",
    containerized: "Kubernetes / YARN",
    standalone: "Standalone",
    theme: "Colours",
    themes: ["as the system", "light", "dark"],
    configuration: "Configuration",
    configuration_hint: "shift + arrow key: fine steps",
    count_set: "set",
    count_defaults: ["default", "defaults"],
    count_rejected: "rejected",
    states: [
        "default",
        "set",
        "derived",
        "clamped to min",
        "clamped to max",
        "legacy key",
        "ignored",
        "rejected",
        "not set",
    ],
    reset: "Reset to not set:",
    reset_hint: "Reset to not set",
    less: "Less:",
    more: "More:",
    not_set: "not set",
    unread: "Set, but not read here",
    remove: "Remove",
    memory: "Memory",
    process_memory: "process",
    bytes: "bytes",
    starts: "starts",
    rejects_an_option: "rejects an option",
    does_not_start: "does not start",
    is_not_resolved: "is not resolved here",
    heap_alone: "In this release the JobManager has no memory model. Its start script passes the heap on as \u{2011}Xms and \u{2011}Xmx; nothing else is limited.",
    heap: "heap",
    stale: "last valid result — not this configuration",
    no_result: "There is no result to show.",
    caused_by: "Caused by:",
    look_at: "Look at",
    restore: "Back to the last valid configuration",
    way_out: "Give the process a total:",
    set: "Set",
    table: "Memory components",
    columns: ["Component, key", "bytes", "size", "share"],
    sources: ["default", "set", "sum", "derived", "clamped to min", "clamped to max", "legacy key"],
    picture: "Process memory to scale",
    derivation: "Where it comes from",
    no_derivation: "Point at a component to see where its size comes from.",
    pin: "Pin",
    unpin: "Unpin",
    computed_by: "Computed by",
    sized_by: "Options",
    output: "What Flink makes of it",
    outputs: ["JVM flags", "Log lines", "-D list", "Slot memory"],
    copy: "Copy",
    copied: "Copied",
    copy_by_hand: "Selected: press Ctrl+C",
    not_loaded: "A part of the calculator could not be loaded. Check the connection and try again, or reload the page.",
    no_output: "Flink does not start with this configuration, so there is nothing to pass on.",
    no_such_output: "This release prints no such list for this process.",
    no_log: "Flink logs nothing above DEBUG here.",
    show_more: "Show more",
    characters: "characters",
    trademark: "Apache Flink is a trademark of the Apache Software Foundation. This calculator is not affiliated with it.",
    private: "Nothing you type leaves this page.",
    config_text: "Configuration text",
    read_as: "Read as",
    detected: "detected:",
    detect: "detect",
    open_file: "Open file…",
    too_long: "Too long to be edited here. All of it was read; its beginning is shown.",
    line: "Line",
    severities: ["Hint", "Warning", "Error"],
    more_findings: "more",
    no_findings: "Nothing to remark on.",
    to_look_at: "to look at",
    views: ["Controls", "Paste / edit"],
    view: "How to configure",
    dismiss: "Dismiss",
    open_whole: "Open in Flink Memory Calculator",
    not_shown: "Not known here, and left out: ",
    network: NetworkWords {
        title: "Network buffers",
        check: "Count for the job",
        put_away: "Hide",
        exchange: "Result partitions",
        task_managers: "TaskManagers",
        no_release: "How releases before 1.13 give out network buffers is not known here.",
        no_duration: "This is no duration that Flink reads: ",
        no_start: "Flink does not start with this configuration, so there are no buffers to give out.",
        enough: "Enough: every TaskManager can start its tasks, with a buffer to spare for every pool.",
        tight: "Just enough: tasks start if none takes a buffer more while another starts. Real clusters need a margin.",
        short: "Too little: not all tasks start. Flink says:",
        slots_needed: "Slots needed: ",
        slots_there: ", slots there: ",
        set: "Set",
        raise_total: "The totals leave no room for what would be enough. Raise them, so that network memory can have ",
        available: "Available",
        required: "Required",
        recommended: "Required, and one to spare for each pool",
        optional: "Optional beyond what is required",
        optimum: "More is of no use",
        rule_of_thumb: "Rule of thumb (rough): slots × channels",
        unlimited: "no limit",
        sums: "Segments of the TaskManager that needs most",
        columns: ["Of each TaskManager", "segments", "size"],
        required_each: "required",
        optional_each: "optional",
        more: "more TaskManagers",
        slots_taken: "slots taken",
        local: "local channels",
        remote: "remote channels",
        estimate: "Required buffers are exact for this placement of subtasks. Which slot lies in which TaskManager is a model: Flink takes them in no fixed order.",
    },
    live: LiveWords {
        title: "Job under load",
        modelled: "modelled",
        with_estimates: " with estimates",
        task_managers: ["TaskManager", "TaskManagers"],
        load: "Run the simulation",
        loading: "Loading the simulation…",
        play: "Play",
        pause: "Pause",
        restart: "Restart from the beginning",
        step: "Step",
        steps: ["one event", "one flush interval", "until a queue changes"],
        speed: "Speed",
        fastest: "max",
        seed: "Seed",
        time: "Simulated time",
        waits: "Paused while it is out of sight",
        restarted: [
            "TaskManagers restarted: their memory or settings changed.",
            "Job restarted: its stages or its network changed.",
        ],
        choose: "Load",
        presets: [
            ["Balanced pipeline", "Every stage keeps up with the source."],
            ["Slow sink", "The sink takes a quarter of what the source offers; buffers fill up from behind."],
            ["Skewed keys", "70 % of the keys go to one sink subtask: it alone limits the job."],
            [
                "Bursts × 1000",
                "Each record becomes a thousand: overdraft buffers, and waiting in the middle of a record.",
            ],
            [
                "Wide shuffle",
                "64 subtasks read from 64: many channels, each with few records in its buffers.",
            ],
            ["Checkpoint under backpressure", "Barriers wait in the queues that the slow sink leaves full."],
            [
                "The same, debloated",
                "Buffers shrink until what is in flight takes a second: checkpoints are quick.",
            ],
            ["Too few buffers", "Network memory does not suffice for the channels: tasks do not start."],
            [
                "RocksDB too small",
                "State that does not fit into RocksDB's cache: most reads go to disk, by an estimate. Raise managed memory.",
            ],
        ],
        own: "Own job",
        graph: "Job graph",
        parallelism: "Parallelism",
        busy_max: "Busy (max)",
        backpressured_max: "Backpressured (max)",
        shares: ["busy", "backpressured", "idle"],
        share_unit: "milliseconds per second, mean of the subtasks",
        inputs: ["HASH", "REBALANCE", "RESCALE", "BROADCAST", "FORWARD"],
        per_second: "/s",
        in_flight: "in flight",
        latency: "Latency p50, p99",
        checkpoint: "Checkpoint",
        no_checkpoint: "none completed",
        counted_only: "Only pipelined exchanges are simulated. What this job needs of network buffers is counted beside.",
        too_many: "This job has too many channels to be simulated here. What it needs of network buffers is counted all the same. Channels: ",
        rate_of: "rate",
        time_of: "time",
        skew_of: "Key skew",
        edit: "Edit the job",
        stage: "Stage",
        stages: "Stages",
        rate: "Records/s, 0 for no limit",
        unlimited: "no limit",
        service: "Time per record, µs",
        record: "Bytes per record",
        selectivity: "Records out per record in",
        skew: "Keys of subtask 0, %",
        input: "Connected by",
        group: "Slot-sharing group",
        cluster: "Cluster",
        managers: "TaskManagers",
        as_needed: "as needed",
        slots: "Slots each",
        latency_field: "Latency, µs",
        bandwidth: "Bandwidth, MiB/s",
        buffer_timeout: "Buffer timeout",
        checkpoints: "Checkpoint interval",
        off: "off",
        pools: "Segment pools",
        sides: ["in", "out"],
        global_pool: "Global pool",
        of: " of ",
        available: " available",
        kinds: ["queued", "being read", "being sent", "being filled", "credit", "free"],
        overdraft: "overdraft",
        floating: "round: floating",
        exclusive: "exclusive",
        scale: ["1 cell = ", " segment", " segments"],
        channels: "Channels",
        channels_unit: "channels",
        edge: "Edge",
        subtask: "into subtask",
        channel_rows: ["backlog", "credit", "on the wire", "received"],
        from: "From subtask",
        local: "local",
        remote: "remote",
        as_table: "Channel by channel",
        barriers: ["barrier", "barriers"],
        unaligned: "Checkpoint barriers",
        alignments: ["aligned", "unaligned"],
        aligned_timeout: "Aligned for",
        out_of_range: "Not simulated, because this is out of its range: ",
        not_simulated: "This job is not simulated.",
        metrics: "Flink metric",
        mean_of: "mean of the subtasks, last second",
        restarts_on: "Rates, times, state and estimates act on the running job. Anything else restarts it.",
        memory: MemoryWords {
            title: "Managed memory",
            exact: "Exact: what Flink gives each slot, by the weights of the consumers that are there.",
            scale: ["1 cell = ", " pages"],
            slots: ["slot", "slots"],
            free_slot: "free",
            pages: "\u{a0}pages",
            free: "not taken",
            of_slot: "in each slot",
            fixed: "beside managed memory",
            of_task_manager: "of all slots, beside managed memory",
            parts: ["write buffers", "index, filters", "data blocks", "kept free"],
            each: "each ",
            mutable: "mutable up to ",
            effects: "What memory does",
            estimate: "estimate",
            of_state: "State in RocksDB",
            hits: "hit rate ",
            in_short: ", RocksDB (estimate)",
            heap: "JVM heap",
            state_rows: [
                "Hit rate of the block cache",
                "Cache for data blocks",
                "Read from disk",
                "Time of a read",
                "Time of a record",
                "Write amplification",
            ],
            heap_rows: ["Time for collections", "Collections", "Allocated", "Alive", "Heartbeat timeout"],
            risks: ["no risk", "low risk", "possible", "certain"],
            silent: ": silent for up to ",
            out_of: " of ",
            out_of_reads: " of the reads",
            of_which: ", for state ",
            pauses: "/s, pauses up to ",
            flushes: "flushes all the time",
            bases: "Formulas and sources",
            assumptions: "Assumed: blocks of 4 KiB unless configured, no memory for the operating system's cache, a local SSD (a read 8 µs, 11 µs more if not cached, 100 µs more from disk; a write 5 µs); G1 as it comes, 64 MiB alive without tasks.",
            group: "Memory (estimates)",
            has_state: "RocksDB takes time",
            has_heap: "Garbage collections",
            others: ["OPERATOR in each slot", "PYTHON in each slot"],
            backend: "State backend",
            object_reuse: "Object reuse",
            off_on: ["off", "on"],
            state: "State, MiB",
            state_of: "state",
            entry: "Bytes per entry of state",
            access_skew: "Skew of reads (Zipf, 0 for none)",
            reads: "Reads per record",
            writes: "Writes per record",
            garbage: "Garbage per record, bytes",
        },
        finding: FindingWords {
            title: "What it suffers from",
            nothing_yet: "Nothing was seen yet.",
            subtask: "{0}\u{a0}{1}",
            keeps_up: "The job keeps up: {0}, the busiest, works {1} of the time.",
            work: "{0} is the bottleneck: it is busy {1} of the time.",
            skew: "{0} is the bottleneck: it gets {2} of the records and is busy {1} of the time.",
            state: "{0} is the bottleneck: it waits for RocksDB for {2} of its time. The cache of {4} holds {5} of its state, hit rate {3} (estimates).",
            collections: "{0} is the bottleneck: its TaskManager collects garbage for about {2} of the time.",
            burst: "{0} waits in the middle of records: one of them makes more than there are buffers, and {1} has nothing to do meanwhile.",
            network: "The network between TaskManagers is the bottleneck, from {0} to {1}.",
            buffers: "Buffers are short between {0} and {1}: nobody works all the time, and yet {0} waits.",
            waits: "{0} is backpressured {1} of the time, with outPoolUsage {2}{3}.",
            because_pool: " because all {0} buffers of its pool are taken",
            because_overdraft: " because {0} buffers beyond its pool have to come back first",
            because_subpartition: " because the queue for {1} is at its limit of {0} buffers",
            cost: "A record waits {0} before {1}; {2} more buffers at each input there would make that {3} longer, and aligned checkpoints too.",
            turn: "To turn: ",
            parallelism: "parallelism of {0}",
            service: "time per record of {0}",
            rate: "rate of {0}",
            keys: "keys of {0}",
            selectivity: "selectivity of {0}",
            managed: "managed memory",
            heap: "task heap",
            network_memory: "network memory",
            bandwidth: "bandwidth",
            debloating: "buffer debloating",
            object_reuse: "object reuse (pipeline.object-reuse)",
        },
        charts: ChartWords {
            title: "Over time",
            modelled: "modelled",
            throughput: "Throughput",
            latency: "Latency",
            in_flight: "In-flight data",
            queued: "Queued buffers",
            checkpoints: "Checkpoint duration",
            units: [
                "read by the sink",
                "at the sink",
                "records",
                "of all subtasks",
                "end to end",
                "mean of subtasks",
            ],
            queues: ["in outputs", "at inputs"],
            shares: ["busy", "backpressured", "idle"],
            save_all: "Save as CSV",
            save: "as SVG",
            pin: "Keep for comparison",
            comparison: "Before and now",
            before: "before",
            now: "now",
            difference: "difference",
            none_before: "Change memory or the job: this run then stays as a dashed line, and its numbers stay here.",
            changed: "Dashed: the run before. Since then:",
            at: "at",
            main: [
                "Throughput",
                "Latency p50",
                "Latency p99",
                "Records in flight",
                "Buffers queued in outputs",
                "Last checkpoint",
            ],
            aspects: [
                "network memory",
                "segment size",
                "TaskManagers × slots",
                "buffers per channel",
                "floating buffers per gate",
                "buffer timeout",
                "checkpoints every",
                "debloating",
                "network latency",
                "bandwidth",
                "RocksDB cache",
                "heap",
                "seed",
            ],
            source_aspect: "rate",
            vertex_aspects: ["time", "parallelism", "record", "selectivity", "state"],
            stages: "stages",
            others: "other settings",
            more_changes: "more",
            off: "off",
            every_record: "every record",
            unaligned: " unaligned",
        },
    },
    presets: "Presets",
    source: "Source:",
    edited: "edited",
    export: "Export",
    embed: "Embed",
    embedding: EmbeddingWords {
        place: "Where it goes",
        places: ["Frame", "Element", "Hugo", "MkDocs", "Docusaurus", "MediaWiki", "Confluence", "Picture"],
        notes: [
            "For any page that allows frames.",
            "For any page that allows scripts: takes its colours, width and language, and has the height that it needs.",
            "Put layouts/shortcodes/flink-memory-calculator.html of the examples into your site, and the calculator into static/calculator/.",
            "In a Markdown page. The script can stand in extra_javascript instead.",
            "In an MDX page, with FlinkMemoryCalculator.jsx of the examples in src/components/.",
            "With the extension Widgets and its widget Iframe.",
            "For the source editor, with a macro named iframe. Where there is a macro for HTML, take the element.",
            "Where frames are not possible. Save the picture by Export, SVG, and put it beside.",
        ],
        show: "What it shows",
        blocks: ["Bar", "Table", "Controls", "Segments", "Job graph", "Flags"],
        colours: "Colours",
        themes: ["as the page or the system", "light", "dark"],
        preview: "The widget",
    },
    format: "Format",
    everything_explicit: "Every size explicit",
    with_others: "Include other keys of the text (they may be secret)",
    download: "Download",
    link: "Link",
    copy_link: "Copy link",
    close: "Close",
    raise: "Raise",
    lower: "Lower",
    crashed: "The calculator crashed",
    crashed_text: "This is a mistake of the calculator, not of your configuration. Reload to go on; what went wrong:",
    reload: "Reload",
};

/// In the dialog that makes a widget.
#[derive(Debug)]
pub struct EmbeddingWords {
    /// Name of the choice of places.
    pub place: &'static str,
    /// The places.
    pub places: [&'static str; 8],
    /// What to do in each of them.
    pub notes: [&'static str; 8],
    /// Name of the choice of blocks.
    pub show: &'static str,
    /// The blocks.
    pub blocks: [&'static str; 6],
    /// Name of the choice of colours.
    pub colours: &'static str,
    /// The themes.
    pub themes: [&'static str; 3],
    /// Title of the frame with the widget.
    pub preview: &'static str,
}

/// Words about network buffers.
#[derive(Clone, Copy, Debug)]
#[expect(missing_docs, reason = "names of what is on the page")]
pub struct NetworkWords {
    pub title: &'static str,
    pub check: &'static str,
    pub put_away: &'static str,
    pub exchange: &'static str,
    pub task_managers: &'static str,
    pub no_release: &'static str,
    pub no_duration: &'static str,
    pub no_start: &'static str,
    pub enough: &'static str,
    pub tight: &'static str,
    pub short: &'static str,
    pub slots_needed: &'static str,
    pub slots_there: &'static str,
    pub set: &'static str,
    pub raise_total: &'static str,
    pub available: &'static str,
    pub required: &'static str,
    pub recommended: &'static str,
    pub optional: &'static str,
    pub optimum: &'static str,
    pub rule_of_thumb: &'static str,
    pub unlimited: &'static str,
    pub sums: &'static str,
    pub columns: [&'static str; 3],
    pub required_each: &'static str,
    pub optional_each: &'static str,
    pub more: &'static str,
    pub slots_taken: &'static str,
    pub local: &'static str,
    pub remote: &'static str,
    pub estimate: &'static str,
}

/// Words about the job under load.
#[derive(Clone, Copy, Debug)]
#[expect(missing_docs, reason = "names of what is on the page")]
pub struct LiveWords {
    pub title: &'static str,
    pub modelled: &'static str,
    pub with_estimates: &'static str,
    pub task_managers: [&'static str; 2],
    pub load: &'static str,
    pub loading: &'static str,
    pub play: &'static str,
    pub pause: &'static str,
    pub restart: &'static str,
    pub step: &'static str,
    pub steps: [&'static str; 3],
    pub speed: &'static str,
    pub fastest: &'static str,
    pub seed: &'static str,
    pub time: &'static str,
    pub waits: &'static str,
    pub restarted: [&'static str; 2],
    pub choose: &'static str,
    /// Names of the presets, and what each shows.
    pub presets: [[&'static str; 2]; 9],
    pub own: &'static str,
    pub graph: &'static str,
    pub parallelism: &'static str,
    pub busy_max: &'static str,
    pub backpressured_max: &'static str,
    pub shares: [&'static str; 3],
    pub share_unit: &'static str,
    pub inputs: [&'static str; 5],
    pub per_second: &'static str,
    pub in_flight: &'static str,
    pub latency: &'static str,
    pub checkpoint: &'static str,
    pub no_checkpoint: &'static str,
    pub counted_only: &'static str,
    pub too_many: &'static str,
    pub rate_of: &'static str,
    pub time_of: &'static str,
    pub skew_of: &'static str,
    pub edit: &'static str,
    pub stage: &'static str,
    pub stages: &'static str,
    pub rate: &'static str,
    pub unlimited: &'static str,
    pub service: &'static str,
    pub record: &'static str,
    pub selectivity: &'static str,
    pub skew: &'static str,
    pub input: &'static str,
    pub group: &'static str,
    pub cluster: &'static str,
    pub managers: &'static str,
    pub as_needed: &'static str,
    pub slots: &'static str,
    pub latency_field: &'static str,
    pub bandwidth: &'static str,
    pub buffer_timeout: &'static str,
    pub checkpoints: &'static str,
    pub off: &'static str,
    pub pools: &'static str,
    pub sides: [&'static str; 2],
    pub global_pool: &'static str,
    pub of: &'static str,
    pub available: &'static str,
    pub kinds: [&'static str; 6],
    pub overdraft: &'static str,
    pub floating: &'static str,
    pub exclusive: &'static str,
    pub scale: [&'static str; 3],
    pub channels: &'static str,
    pub channels_unit: &'static str,
    pub edge: &'static str,
    pub subtask: &'static str,
    pub channel_rows: [&'static str; 4],
    pub from: &'static str,
    pub local: &'static str,
    pub remote: &'static str,
    pub as_table: &'static str,
    pub barriers: [&'static str; 2],
    pub unaligned: &'static str,
    pub alignments: [&'static str; 2],
    pub aligned_timeout: &'static str,
    pub out_of_range: &'static str,
    pub not_simulated: &'static str,
    pub metrics: &'static str,
    pub mean_of: &'static str,
    pub restarts_on: &'static str,
    pub memory: MemoryWords,
    pub finding: FindingWords,
    pub charts: ChartWords,
}

/// Words about managed memory, and about what memory does to tasks.
#[derive(Clone, Copy, Debug)]
#[expect(missing_docs, reason = "names of what is on the page")]
pub struct MemoryWords {
    pub title: &'static str,
    pub exact: &'static str,
    pub scale: [&'static str; 2],
    pub slots: [&'static str; 2],
    pub free_slot: &'static str,
    pub pages: &'static str,
    pub free: &'static str,
    pub of_slot: &'static str,
    pub fixed: &'static str,
    pub of_task_manager: &'static str,
    /// Parts of what RocksDB has.
    pub parts: [&'static str; 4],
    pub each: &'static str,
    pub mutable: &'static str,
    pub effects: &'static str,
    pub estimate: &'static str,
    pub of_state: &'static str,
    pub hits: &'static str,
    pub in_short: &'static str,
    pub heap: &'static str,
    pub state_rows: [&'static str; 6],
    pub heap_rows: [&'static str; 5],
    pub risks: [&'static str; 4],
    pub silent: &'static str,
    pub out_of: &'static str,
    pub out_of_reads: &'static str,
    pub of_which: &'static str,
    pub pauses: &'static str,
    pub flushes: &'static str,
    pub bases: &'static str,
    pub assumptions: &'static str,
    pub group: &'static str,
    pub has_state: &'static str,
    pub has_heap: &'static str,
    pub others: [&'static str; 2],
    pub backend: &'static str,
    pub object_reuse: &'static str,
    pub off_on: [&'static str; 2],
    pub state: &'static str,
    pub state_of: &'static str,
    pub entry: &'static str,
    pub access_skew: &'static str,
    pub reads: &'static str,
    pub writes: &'static str,
    pub garbage: &'static str,
}

/// Words for what a running job suffers from. Numbers in braces stand for what is put in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "a word is named for what it says")]
pub struct FindingWords {
    pub title: &'static str,
    pub nothing_yet: &'static str,
    pub subtask: &'static str,
    pub keeps_up: &'static str,
    pub work: &'static str,
    pub skew: &'static str,
    pub state: &'static str,
    pub collections: &'static str,
    pub burst: &'static str,
    pub network: &'static str,
    pub buffers: &'static str,
    pub waits: &'static str,
    pub because_pool: &'static str,
    pub because_overdraft: &'static str,
    pub because_subpartition: &'static str,
    pub cost: &'static str,
    pub turn: &'static str,
    pub parallelism: &'static str,
    pub service: &'static str,
    pub rate: &'static str,
    pub keys: &'static str,
    pub selectivity: &'static str,
    pub managed: &'static str,
    pub heap: &'static str,
    pub network_memory: &'static str,
    pub bandwidth: &'static str,
    pub debloating: &'static str,
    pub object_reuse: &'static str,
}

/// Words about charts over time.
#[derive(Clone, Copy, Debug)]
#[expect(missing_docs, reason = "names of what is on the page")]
pub struct ChartWords {
    pub title: &'static str,
    pub modelled: &'static str,
    pub throughput: &'static str,
    pub latency: &'static str,
    pub in_flight: &'static str,
    pub queued: &'static str,
    pub checkpoints: &'static str,
    /// What the numbers of each of these are, and those of a vertex.
    pub units: [&'static str; 6],
    pub queues: [&'static str; 2],
    pub shares: [&'static str; 3],
    pub save_all: &'static str,
    /// Behind a chart's name.
    pub save: &'static str,
    pub pin: &'static str,
    pub comparison: &'static str,
    pub before: &'static str,
    pub now: &'static str,
    pub difference: &'static str,
    pub none_before: &'static str,
    /// Before what is different.
    pub changed: &'static str,
    pub at: &'static str,
    /// Numbers that are compared.
    pub main: [&'static str; 6],
    /// In what scenarios can differ.
    pub aspects: [&'static str; 13],
    /// In what vertices can; a source's first one.
    pub source_aspect: &'static str,
    pub vertex_aspects: [&'static str; 5],
    pub stages: &'static str,
    pub others: &'static str,
    pub more_changes: &'static str,
    pub off: &'static str,
    pub every_record: &'static str,
    pub unaligned: &'static str,
}

impl Words {
    /// What became of an option.
    #[must_use]
    pub const fn state(&self, state: State) -> &'static str {
        self.states[match state {
            State::Default => 0,
            State::Set => 1,
            State::Derived => 2,
            State::Clamped(Clamp::ToMin) => 3,
            State::Clamped(Clamp::ToMax) => 4,
            State::LegacyKey => 5,
            State::Ignored => 6,
            State::Rejected => 7,
            State::Unset => 8,
        }]
    }

    /// Name of a deployment.
    #[must_use]
    pub const fn deployment_name(&self, deployment: Deployment) -> &'static str {
        match deployment {
            Deployment::Containerized => self.containerized,
            Deployment::Standalone => self.standalone,
        }
    }

    /// Name of a theme.
    #[must_use]
    pub const fn theme_name(&self, theme: Theme) -> &'static str {
        self.themes[theme as usize]
    }
}

/// Flink's name of a process.
#[must_use]
pub const fn process_name(process: Process) -> &'static str {
    match process {
        Process::TaskManager => "TaskManager",
        Process::JobManager => "JobManager",
    }
}
