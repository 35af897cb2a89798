//! Jobs that are simulated to be timed: a source and a sink, all to all, each record to a subtask at random.

use pools::Release;
use pools::job::LoadBalanceMode;
use pools::shuffle::BufferSettings;
use sim::Simulation;
use sim::coupling::Couplings;
use sim::scenario::{
    BufferTimeout, Edge, Host, Nanos, Network, Operator, Partitioning, SECOND, Scenario, ScenarioError,
    Service, Source, Vertex, Work,
};

const US: Nanos = SECOND / 1_000_000;
const MS: Nanos = SECOND / 1_000;

/// Bytes of a segment.
const SEGMENT_SIZE: u32 = 32 << 10;

/// A job.
#[derive(Clone, Copy, Debug)]
pub struct Job {
    /// What it is called.
    pub name: &'static str,
    /// Subtasks of the source.
    pub producers: u32,
    /// Subtasks of the sink.
    pub consumers: u32,
    /// Slots of each TaskManager.
    pub slots_each: u32,
    /// Whether no TaskManager has subtasks of both, so that all channels are remote.
    pub is_apart: bool,
    /// Records per second of each subtask of the source; as many as can be written if there is no limit.
    pub rate: Option<f64>,
    /// Bytes of a record.
    pub record_bytes: u32,
    /// Time that a record takes, ns.
    pub service: Nanos,
}

/// Every record fills a buffer, so that all that happens is about buffers.
const fn of_buffers(name: &'static str, producers: u32, consumers: u32, slots_each: u32) -> Job {
    Job {
        name,
        producers,
        consumers,
        slots_each,
        is_apart: true,
        rate: Some(1_000.0),
        record_bytes: SEGMENT_SIZE,
        service: 100 * US,
    }
}

/// All of them, those that take much memory last.
pub const JOBS: [Job; 8] = [
    BACKPRESSURED,
    of_buffers("10 channels", 2, 5, 1),
    of_buffers("100 channels", 10, 10, 5),
    of_buffers("1,000 channels", 25, 40, 5),
    of_buffers("10,000 channels", 100, 100, 4),
    of_buffers("100,000 channels", 250, 400, 10),
    of_buffers("1,000,000 channels", 1000, 1000, 10),
    LARGE,
];

/// Places in [`JOBS`].
pub mod place {
    use std::ops::Range;

    /// 100 × 100 with full queues.
    pub const BACKPRESSURED: usize = 0;
    /// Jobs that differ in nothing but their channels, ten times as many in each: every subtask of the source has the same load.
    pub const SIZES: Range<usize> = 1..7;
    /// 1,000 × 1,000.
    pub const LARGE: usize = 7;
}

/// 100 × 100 on 25 TaskManagers with full queues: sources wait, and sinks take a million records of 1000 bytes a second.
const BACKPRESSURED: Job = Job {
    name: "100 × 100 on 25 TaskManagers, backpressured",
    producers: 100,
    consumers: 100,
    slots_each: 4,
    is_apart: false,
    rate: None,
    record_bytes: 1_000,
    service: 100 * US,
};

/// 1,000 × 1,000 on 250 TaskManagers: a million records of 1000 bytes a second, each flushed in a buffer of its own.
const LARGE: Job = Job {
    name: "1,000 × 1,000 on 250 TaskManagers",
    producers: 1000,
    consumers: 1000,
    slots_each: 4,
    is_apart: false,
    rate: Some(1_000.0),
    record_bytes: 1_000,
    service: 100 * US,
};

impl Job {
    /// Channels.
    #[must_use]
    pub const fn channels(&self) -> u64 {
        self.producers as u64 * self.consumers as u64
    }

    /// What is simulated.
    #[must_use]
    pub fn scenario(&self) -> Scenario {
        let release = Release::LATEST;
        let source = self.rate.map_or(Source::Unlimited, |per_second| Source::Rate {
            per_second,
            burst: 1,
            tick: 0,
            catch_up: 20 * MS,
        });
        let sink = Operator { service: Service::Constant(self.service), quantum: 0, selectivity: 0.0 };
        let vertex = |parallelism, slot_sharing_group, work| Vertex {
            parallelism,
            slot_sharing_group,
            work,
            record_bytes: self.record_bytes,
        };
        let slots =
            if self.is_apart { self.producers + self.consumers } else { self.producers.max(self.consumers) };
        Scenario {
            release,
            settings: BufferSettings::defaults(release),
            segment_size: SEGMENT_SIZE,
            network_memory: 4 << 30,
            task_managers: slots.div_ceil(self.slots_each),
            slots_each: self.slots_each,
            mode: LoadBalanceMode::None,
            vertices: vec![
                vertex(self.producers, 0, Work::Source(source)),
                vertex(self.consumers, u32::from(self.is_apart), Work::Operator(sink)),
            ],
            edges: vec![Edge { producer: 0, consumer: 1, partitioning: Partitioning::Hash(Vec::new()) }],
            buffer_timeout: BufferTimeout::Every(100 * MS),
            debloating: None,
            checkpointing: None,
            network: Network { bandwidth: 10 << 30, latency: 50 * US },
            host: Host { per_record_out: US, ..Host::default() },
            couplings: Couplings::default(),
            start_skew: 100 * MS,
            seed: 7,
        }
    }

    /// How long it runs before it is timed, ns of virtual time: all tasks work, and where there is a rate, most channels had records.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "some seconds")]
    pub fn warm_up(&self) -> Nanos {
        self.rate.map_or(2 * SECOND, |rate| {
            let records_each = 2.0 * f64::from(self.consumers);
            500 * MS + (records_each / rate * SECOND as f64) as Nanos
        })
    }

    /// How long a round lasts that is timed, ns of virtual time: 5,000 records. That takes some milliseconds, so that among many rounds there
    /// are some in which the machine did nothing else.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "some seconds")]
    pub fn round(&self) -> Nanos {
        let of_all = self.rate.map_or_else(
            || f64::from(self.consumers) * SECOND as f64 / self.service as f64,
            |rate| f64::from(self.producers) * rate,
        );
        (5_000.0 / of_all * SECOND as f64) as Nanos
    }
}

/// A job while it is timed.
#[derive(Debug)]
pub struct Run(Simulation);

impl Run {
    /// The job at its beginning.
    ///
    /// # Errors
    /// None, but the simulation's own in principle.
    pub fn new(job: &Job) -> Result<Self, ScenarioError> {
        Simulation::new(job.scenario()).map(Self)
    }

    /// Goes on for so long, ns of virtual time.
    pub fn advance(&mut self, time: Nanos) {
        self.0.run_until(self.0.now().saturating_add(time));
    }

    /// What has happened to buffers since the start: each was requested by its writer and closed; what was read of it on the same
    /// TaskManager was taken by the task and recycled; what was sent to another one had credit given for it, was sent, recycled by the
    /// sender, arrived, was taken and recycled. Counted with Flink's own counters of buffers. Barriers are none; what is on its way at the
    /// moment counts as requested and closed only.
    #[must_use]
    pub fn buffer_events(&self) -> u64 {
        let vertices = self.0.scenario().vertices.iter().enumerate();
        let subtasks =
            vertices.flat_map(|(at, vertex)| (0..vertex.parallelism).map(move |subtask| (at, subtask)));
        let of_subtask = |(vertex, subtask)| {
            let counters = self.0.task_metrics(vertex, subtask).unwrap_or_default().counters;
            2 * counters.buffers_out + 2 * counters.buffers_in_local + 6 * counters.buffers_in_remote
        };
        subtasks.map(of_subtask).sum()
    }
}
