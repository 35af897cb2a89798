//! How many buffers there are and who needs them: settings, partitions, gates, edges, and all tasks of a TaskManager.

use pools::Release;
use pools::buffer::GlobalPool;
use pools::job::DistributionPattern;
use pools::shuffle::{
    AnnouncedInput, BufferSettings, DeployError, InputGate, PlacedGate, ResultPartition, ResultPartitionType,
    ShuffleError, Task, announced_buffers, demand, deploy, input_gate, result_partition,
};
use resolver::shuffle::settings;
use resolver::{Configuration, FlinkVersion, MemorySize};

use super::Trouble;
use crate::check::Stopwatch;
use crate::compare::first_difference;
use crate::fields::{Fields, Reason};
use crate::json::Json;
use crate::kind::settings_fields;

/// A result, or class and message of an exception.
type Outcome = Result<Json<'static>, (&'static str, String)>;

/// Bytes of a segment in the recordings of TaskManagers.
const SEGMENT_SIZE: i32 = 1;

pub(super) fn check(
    release: Release,
    mut fields: Fields<'_>,
    stopwatch: &mut impl Stopwatch,
) -> Result<(), Trouble> {
    let kind = fields.text("kind")?;
    let mut given = Fields::of(fields.take("in").ok_or_else(|| "no field `in`".to_owned())?)?;
    let expected = fields.rest();
    let outcome = match kind.as_ref() {
        "config" => {
            let question = Settings::read(&mut given)?;
            given.finish()?;
            stopwatch.time(|| question.answer(release))?
        }
        "edge" => {
            let edge = Edge::read(&mut given)?;
            given.finish()?;
            stopwatch.time(|| edge.answer())
        }
        kind => {
            let settings = read_settings(&mut given)?;
            let question = Question::read(kind, &mut given)?;
            given.finish()?;
            let totals = totals(&expected)?;
            stopwatch.time(|| question.answer(release, &settings, &totals))?
        }
    };
    let found = match outcome {
        Ok(out) => ("out", out),
        Err((class, message)) => ("err", exception(class, message)),
    };
    match first_difference(&expected, &Json::object([found])) {
        Some(difference) => Err(Trouble::Differs(difference)),
        None => Ok(()),
    }
}

fn exception(class: &'static str, message: String) -> Json<'static> {
    // Flink's exceptions have a message or none, never an empty one.
    let message = if message.is_empty() { Json::Null } else { Json::text(message) };
    Json::object([("ex", Json::text(class)), ("msg", message)])
}

/// A configuration with the network memory.
struct Settings {
    network: MemorySize,
    config: Configuration,
}

impl Settings {
    fn read(given: &mut Fields<'_>) -> Result<Self, Reason> {
        let network = MemorySize::new(given.integer("networkBytes")?);
        Ok(Self {
            network: network.ok_or("field `networkBytes` is too large")?,
            config: given.config("options")?,
        })
    }

    fn answer(&self, release: Release) -> Result<Outcome, Reason> {
        let version = FlinkVersion::parse(release.name())
            .ok_or_else(|| format!("the resolver knows no release {release}"))?;
        let settings = settings(version, &self.config, self.network);
        // The recordings were made without a network server, so that nothing is encrypted whatever is configured.
        let encryption = ("isSSLEnabled", Json::Bool(false));
        Ok(settings
            .map(|settings| Json::object(settings_fields(version, &settings).into_iter().chain([encryption])))
            .map_err(|error| (error.class, error.message)))
    }
}

fn read_settings(given: &mut Fields<'_>) -> Result<BufferSettings, Reason> {
    let is_tiered = match given.take("tiered") {
        None | Some(Json::Bool(false)) => false,
        Some(Json::Bool(true)) => true,
        Some(other) => return Err(format!("field `tiered` is not true or false: {other}")),
    };
    // A gate only needs to know that there are tiers.
    let guaranteed = given.optional_integer("tieredExclusive")?.unwrap_or(0);
    Ok(BufferSettings {
        per_channel: given.integer("perChannel")?,
        floating_per_gate: given.integer("floating")?,
        max_required_per_gate: nullable(given, "requiredPerGateMax")?,
        max_per_channel: given.integer("maxPerChannel")?,
        max_overdraft_per_gate: given.integer("overdraft")?,
        sort_min_parallelism: given.integer("sortMinParallelism")?,
        sort_min_buffers: given.integer("sortMinBuffers")?,
        tiered_storage: is_tiered.then_some(guaranteed),
    })
}

/// An integer that may be null.
fn nullable(given: &mut Fields<'_>, name: &str) -> Result<Option<i32>, Reason> {
    if given.take_null(name) { Ok(None) } else { given.integer(name).map(Some) }
}

fn exchange(fields: &mut Fields<'_>) -> Result<ResultPartitionType, Reason> {
    let name = fields.text("type")?;
    ResultPartitionType::parse(&name).ok_or_else(|| format!("field `type` is not known: {name}"))
}

fn objects<'a, T>(
    fields: &mut Fields<'a>,
    name: &str,
    mut read: impl FnMut(&mut Fields<'a>) -> Result<T, Reason>,
) -> Result<Vec<T>, Reason> {
    let read_one = |item| {
        let mut fields = Fields::of(item)?;
        let read = read(&mut fields)?;
        fields.finish()?;
        Ok(read)
    };
    fields.list(name)?.into_iter().map(read_one).collect()
}

/// The totals of the recorded runs. They were drawn by lot: part of the answer, but given to us.
fn totals(expected: &Json<'_>) -> Result<Vec<i32>, Reason> {
    let runs = expected.get("out").and_then(|out| out.get("runs"));
    let Some(Json::List(runs)) = runs else { return Ok(Vec::new()) };
    runs.iter().map(|run| Fields::of(run.clone())?.integer("total")).collect()
}

/// What is asked about buffers.
enum Question {
    Partition(ResultPartition),
    TieredPartition(ResultPartition),
    Gate(InputGate),
    Announce(Vec<AnnouncedInput>, Vec<ResultPartition>),
    TaskManager(Vec<Task>),
}

impl Question {
    fn read(kind: &str, given: &mut Fields<'_>) -> Result<Self, Reason> {
        let partition = |given: &mut Fields<'_>, subpartitions| {
            Ok::<_, Reason>(ResultPartition {
                subpartitions: given.integer(subpartitions)?,
                exchange: exchange(given)?,
            })
        };
        let gate = |given: &mut Fields<'_>| {
            Ok::<_, Reason>(InputGate { channels: given.integer("channels")?, exchange: exchange(given)? })
        };
        Ok(match kind {
            "partition" => Self::Partition(partition(given, "subpartitions")?),
            "partition-tiered" => Self::TieredPartition(partition(given, "subpartitions")?),
            "gate" => Self::Gate(gate(given)?),
            "announce" => Self::Announce(
                objects(given, "inputs", |input| {
                    Ok(AnnouncedInput { gate: gate(input)?, reuse: input.integer("reuse")? })
                })?,
                objects(given, "outputs", |output| partition(output, "subs"))?,
            ),
            "taskmanager" => Self::TaskManager(objects(given, "tasks", |task| {
                Ok(Task {
                    outputs: objects(task, "outputs", |output| partition(output, "subs"))?,
                    gates: objects(task, "gates", |input| {
                        Ok(PlacedGate { gate: gate(input)?, remote: input.integer("remote")? })
                    })?,
                })
            })?),
            other => return Err(format!("field `kind` is not known: {other}")),
        })
    }

    fn answer(&self, release: Release, settings: &BufferSettings, totals: &[i32]) -> Result<Outcome, Reason> {
        let refused = |error: ShuffleError| (error.class(), error.to_string());
        Ok(match self {
            Self::Partition(partition) => {
                let buffers = result_partition(release, settings, *partition);
                Ok(Json::object([
                    ("min", Json::integer(buffers.min)),
                    ("max", Json::integer(buffers.max)),
                    ("subpartitions", Json::integer(buffers.subpartitions)),
                    ("maxPerChannel", Json::integer(buffers.max_per_channel)),
                    ("overdraft", buffers.overdraft.map_or(Json::Null, Json::integer)),
                ]))
            }
            Self::TieredPartition(partition) => {
                let buffers = result_partition(release, settings, *partition);
                Ok(Json::object([("min", Json::integer(buffers.min)), ("max", Json::integer(buffers.max))]))
            }
            Self::Gate(gate) => input_gate(release, settings, *gate).map_err(refused).map(|buffers| {
                Json::object([
                    ("exclusivePerChannel", Json::integer(buffers.exclusive_per_channel)),
                    ("floatingMin", Json::integer(buffers.floating_min)),
                    ("floatingMax", Json::integer(buffers.floating_max)),
                    ("total", Json::integer(buffers.total)),
                ])
            }),
            Self::Announce(inputs, outputs) => {
                let announced = announced_buffers(release, settings, inputs, outputs).map_err(refused);
                announced
                    .map(|buffers| Json::object([("buffers", buffers.map_or(Json::Null, Json::integer))]))
            }
            Self::TaskManager(tasks) => {
                let demand = demand(release, settings, tasks).map_err(refused);
                let runs = totals.iter().map(|total| run(release, settings, tasks, *total));
                let runs = runs.collect::<Result<_, _>>()?;
                demand.map(|demand| {
                    Json::object([("required", Json::integer(demand.required)), ("runs", Json::List(runs))])
                })
            }
        })
    }
}

/// What becomes of the tasks in a global pool of `total` segments.
fn run(
    release: Release,
    settings: &BufferSettings,
    tasks: &[Task],
    total: i32,
) -> Result<Json<'static>, Reason> {
    let made_with = GlobalPool::new(release, total, SEGMENT_SIZE);
    let total = ("total", Json::integer(total));
    match deploy(made_with, settings, tasks) {
        Ok(mut deployed) => {
            let sizes = deployed.pools.iter().filter_map(|pool| deployed.global.pool(*pool));
            let sizes: Vec<_> = sizes.map(|pool| Json::integer(pool.size)).collect();
            Ok(Json::object([
                total,
                ("required", Json::integer(deployed.global.required())),
                ("available", Json::integer(deployed.global.available())),
                ("sizes", Json::List(sizes)),
            ]))
        }
        Err(error) => {
            let DeployError { owner, step, .. } = error;
            let class = error.class().ok_or_else(|| error.to_string())?;
            Ok(Json::object([
                total,
                ("failedAt", Json::text(owner.to_string())),
                ("step", Json::integer(step)),
                ("ex", Json::text(class)),
                ("msg", Json::text(error.to_string())),
            ]))
        }
    }
}

/// The subtasks on both sides of an edge.
struct Edge {
    pattern: DistributionPattern,
    producers: u16,
    consumers: u16,
}

impl Edge {
    fn read(given: &mut Fields<'_>) -> Result<Self, Reason> {
        let patterns = [DistributionPattern::AllToAll, DistributionPattern::Pointwise];
        let name = given.text("pattern")?;
        let pattern = patterns.into_iter().find(|pattern| pattern.name() == name);
        Ok(Self {
            pattern: pattern.ok_or_else(|| format!("field `pattern` is not known: {name}"))?,
            producers: given.integer("producers")?,
            consumers: given.integer("consumers")?,
        })
    }

    /// Each consumer with the first and the last producer it reads of, and the first and the last of their subpartitions.
    fn answer(&self) -> Outcome {
        let ranges = (0..self.consumers).map(|consumer| {
            let range = self.pattern.consumed(self.producers.into(), self.consumers.into(), consumer.into());
            let last = range.producers.end.wrapping_sub(1);
            let numbers =
                [consumer.into(), range.producers.start, last, range.subpartition, range.subpartition];
            Json::List(numbers.map(Json::integer).into())
        });
        Ok(Json::object([("consumers", Json::List(ranges.collect()))]))
    }
}
