//! Operators and how they are chained into the vertices of a job graph (`StreamingJobGraphGenerator.isChainable`).

use super::error::JobError;
use super::{DistributionPattern, Edge, JobGraph, Parallelism, SlotSharingGroup, Vertex, VertexId};
use crate::shuffle::ResultPartitionType;

/// Whether an operator may be chained (`ChainingStrategy`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ChainingStrategy {
    /// `ALWAYS`: to what is before and after it.
    #[default]
    Always,
    /// `HEAD`: only to what is after it (`startNewChain`).
    Head,
    /// `NEVER`: not at all (`disableChaining`).
    Never,
}

/// An operator of a streaming program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Operator {
    /// How many subtasks it has.
    pub parallelism: Parallelism,
    /// With whom it may share slots.
    pub slot_sharing_group: SlotSharingGroup,
    /// Whether it may be chained.
    pub chaining: ChainingStrategy,
}

/// How records find their subtask (`StreamPartitioner`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Partitioner {
    /// To the subtask of the same number.
    Forward,
    /// To all subtasks by turns.
    Rebalance,
    /// To some subtasks by turns, as few as reach all.
    Rescale,
    /// To the subtask of the record's key.
    Hash,
    /// To all subtasks at once.
    Broadcast,
    /// To any subtask, by lot.
    Shuffle,
    /// To the first subtask.
    Global,
    /// To a subtask of the program's choice.
    Custom,
}

impl Partitioner {
    /// How it connects subtasks (`StreamPartitioner.isPointwise`).
    #[must_use]
    pub const fn pattern(self) -> DistributionPattern {
        match self {
            Self::Forward | Self::Rescale => DistributionPattern::Pointwise,
            _ => DistributionPattern::AllToAll,
        }
    }
}

/// An edge between two operators, by their places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StreamEdge {
    /// Who writes.
    pub from: usize,
    /// Who reads.
    pub to: usize,
    /// How records find their subtask.
    pub partitioner: Partitioner,
    /// How data goes from one to the other, where they are not chained.
    pub exchange: ResultPartitionType,
}

/// A job graph made of operators.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chained {
    /// The graph. Its vertices are in the order of their first operators.
    pub graph: JobGraph,
    /// The vertex of each operator.
    pub vertex_of: Vec<VertexId>,
}

/// Makes a job graph: operators that can be chained become one vertex, all other edges remain.
///
/// # Errors
/// [`JobError::ForwardChangesParallelism`], [`JobError::NoSuchVertex`], or those of [`JobGraph::new`].
pub fn chain(
    operators: &[Operator],
    edges: &[StreamEdge],
    is_chaining_enabled: bool,
) -> Result<Chained, JobError> {
    if operators.len() > JobGraph::MAX_VERTICES || edges.len() > JobGraph::MAX_EDGES {
        return Err(JobError::TooLarge);
    }
    let mut inputs = vec![0_usize; operators.len()];
    for edge in edges {
        let (from, to) = (operators.get(edge.from), operators.get(edge.to));
        let (Some(from), Some(to)) = (from, to) else { return Err(JobError::NoSuchVertex) };
        if edge.partitioner == Partitioner::Forward && from.parallelism != to.parallelism {
            return Err(JobError::ForwardChangesParallelism);
        }
        inputs[edge.to] += 1;
    }
    let is_chained = |edge: &&StreamEdge| {
        is_chaining_enabled
            && inputs[edge.to] == 1
            && is_chainable(&operators[edge.from], &operators[edge.to], edge)
    };
    let mut previous: Vec<Option<usize>> = vec![None; operators.len()];
    for edge in edges.iter().filter(is_chained) {
        previous[edge.to] = Some(edge.from);
    }
    let heads = heads(&previous).ok_or(JobError::Cyclic)?;
    let mut vertex_of = vec![VertexId(0); operators.len()];
    let mut vertices = Vec::new();
    for (number, operator) in operators.iter().enumerate().filter(|(number, _)| heads[*number] == *number) {
        vertex_of[number] = VertexId(vertices.len());
        let Operator { parallelism, slot_sharing_group, .. } = *operator;
        vertices.push(Vertex { parallelism, slot_sharing_group });
    }
    for number in 0..operators.len() {
        vertex_of[number] = vertex_of[heads[number]];
    }
    let remaining = edges.iter().filter(|edge| !is_chained(edge)).map(|edge| Edge {
        producer: vertex_of[edge.from],
        consumer: vertex_of[edge.to],
        pattern: edge.partitioner.pattern(),
        exchange: edge.exchange,
    });
    let graph = JobGraph::new(vertices, remaining.collect())?;
    Ok(Chained { graph, vertex_of })
}

/// Whether an operator may follow another in a chain; that it has no other input is looked at elsewhere.
fn is_chainable(from: &Operator, to: &Operator, edge: &StreamEdge) -> bool {
    from.chaining != ChainingStrategy::Never
        && to.chaining == ChainingStrategy::Always
        && from.slot_sharing_group == to.slot_sharing_group
        && from.parallelism == to.parallelism
        && edge.partitioner == Partitioner::Forward
        && !edge.exchange.is_blocking()
}

/// The first operator of each one's chain; `None` if chained operators go round in a circle.
fn heads(previous: &[Option<usize>]) -> Option<Vec<usize>> {
    let mut heads: Vec<Option<usize>> = vec![None; previous.len()];
    for start in 0..previous.len() {
        let mut path = vec![start];
        let head = loop {
            let here = *path.last()?;
            match (heads[here], previous[here]) {
                (Some(head), _) => break head,
                (None, None) => break here,
                (None, Some(_)) if path.len() > previous.len() => return None,
                (None, Some(before)) => path.push(before),
            }
        };
        for operator in path {
            heads[operator] = Some(head);
        }
    }
    heads.into_iter().collect()
}
