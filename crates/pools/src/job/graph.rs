//! The graph of a job: vertices with their subtasks, and edges.

use super::error::JobError;
use super::{ConsumedRange, DistributionPattern};
use crate::shuffle::ResultPartitionType;

/// A parallelism, 1 to 32,768 (`KeyGroupRangeAssignment.UPPER_BOUND_MAX_PARALLELISM`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Parallelism(u32);

impl Parallelism {
    /// The highest parallelism that Flink knows.
    pub const MAX: Self = Self(1 << 15);
    /// A single subtask.
    pub const ONE: Self = Self(1);

    /// `subtasks` subtasks; `None` if they are not 1 to 32,768.
    #[must_use]
    pub const fn new(subtasks: u32) -> Option<Self> {
        if 1 <= subtasks && subtasks <= Self::MAX.0 { Some(Self(subtasks)) } else { None }
    }

    /// Number of subtasks.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0
    }
}

/// A vertex of a job graph, by its place in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VertexId(pub usize);

/// A slot sharing group: vertices of one may share a slot. A number of the caller's choice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SlotSharingGroup(pub u32);

/// A vertex: chained operators that run as one task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Vertex {
    /// How many subtasks it has.
    pub parallelism: Parallelism,
    /// With whom it may share slots.
    pub slot_sharing_group: SlotSharingGroup,
}

/// An edge between two vertices. Each has a result partition and an input gate of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edge {
    /// Who writes.
    pub producer: VertexId,
    /// Who reads.
    pub consumer: VertexId,
    /// How their subtasks are connected.
    pub pattern: DistributionPattern,
    /// How data goes from one to the other.
    pub exchange: ResultPartitionType,
}

/// The graph of a job (`JobGraph`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobGraph {
    vertices: Vec<Vertex>,
    edges: Vec<Edge>,
    /// Vertices in the order in which they are scheduled.
    sorted: Vec<VertexId>,
    /// Edges of each vertex, in the order of all edges.
    inputs: Vec<Vec<usize>>,
    outputs: Vec<Vec<usize>>,
}

impl JobGraph {
    /// More vertices than this are refused.
    pub const MAX_VERTICES: usize = 1 << 10;
    /// More edges than this are refused.
    pub const MAX_EDGES: usize = 1 << 12;
    /// More subtasks than this, of all vertices together, are refused.
    pub const MAX_SUBTASKS: u64 = 1 << 20;
    /// More result partitions and input gates than this, of all subtasks together, are refused.
    pub const MAX_PARTITIONS: u64 = 1 << 21;

    /// A graph. The order of `vertices` and that of `edges` matter to placement: both are meant as they were added.
    ///
    /// # Errors
    /// [`JobError::Cyclic`]; and [`JobError::TooLarge`], [`JobError::NoSuchVertex`], which are not Flink's.
    pub fn new(vertices: Vec<Vertex>, edges: Vec<Edge>) -> Result<Self, JobError> {
        let subtasks: u64 = vertices.iter().map(|vertex| u64::from(vertex.parallelism.get())).sum();
        if vertices.len() > Self::MAX_VERTICES
            || edges.len() > Self::MAX_EDGES
            || subtasks > Self::MAX_SUBTASKS
        {
            return Err(JobError::TooLarge);
        }
        let mut inputs = vec![Vec::new(); vertices.len()];
        let mut outputs = inputs.clone();
        let mut partitions = 0;
        for (number, edge) in edges.iter().enumerate() {
            inputs.get_mut(edge.consumer.0).ok_or(JobError::NoSuchVertex)?.push(number);
            outputs.get_mut(edge.producer.0).ok_or(JobError::NoSuchVertex)?.push(number);
            let ends = [edge.producer, edge.consumer].map(|vertex| vertices[vertex.0].parallelism.get());
            partitions += u64::from(ends[0]) + u64::from(ends[1]);
        }
        if partitions > Self::MAX_PARTITIONS {
            return Err(JobError::TooLarge);
        }
        let mut graph = Self { vertices, edges, sorted: Vec::new(), inputs, outputs };
        graph.sorted = graph.sort()?;
        Ok(graph)
    }

    /// Its vertices, as given.
    #[must_use]
    pub fn vertices(&self) -> &[Vertex] {
        &self.vertices
    }

    /// Its edges, as given.
    #[must_use]
    pub fn edges(&self) -> &[Edge] {
        &self.edges
    }

    /// Its vertices in the order in which they are scheduled, producers before consumers.
    #[must_use]
    pub fn sorted(&self) -> &[VertexId] {
        &self.sorted
    }

    /// Subtasks of a vertex; 0 if there is none.
    #[must_use]
    pub fn subtasks(&self, vertex: VertexId) -> u32 {
        self.vertices.get(vertex.0).map_or(0, |vertex| vertex.parallelism.get())
    }

    /// Edges that `vertex` reads.
    pub fn inputs(&self, vertex: VertexId) -> impl Iterator<Item = &Edge> {
        self.inputs.get(vertex.0).into_iter().flatten().map(|edge| &self.edges[*edge])
    }

    /// Edges that `vertex` writes.
    pub fn outputs(&self, vertex: VertexId) -> impl Iterator<Item = &Edge> {
        self.outputs.get(vertex.0).into_iter().flatten().map(|edge| &self.edges[*edge])
    }

    /// What subtask `consumer` reads of an edge.
    #[must_use]
    pub fn consumed(&self, edge: &Edge, consumer: u32) -> ConsumedRange {
        edge.pattern.consumed(self.subtasks(edge.producer), self.subtasks(edge.consumer), consumer)
    }

    /// Subpartitions that subtask `producer` writes of an edge.
    #[must_use]
    pub fn subpartitions(&self, edge: &Edge, producer: u32) -> u32 {
        let readers =
            edge.pattern.consumers_of(self.subtasks(edge.producer), self.subtasks(edge.consumer), producer);
        readers.end - readers.start
    }

    /// `JobGraph.getVerticesSortedTopologicallyFromSources`: sources first, then depth first whatever has no other producer left.
    fn sort(&self) -> Result<Vec<VertexId>, JobError> {
        let mut is_left: Vec<bool> = self.inputs.iter().map(|inputs| !inputs.is_empty()).collect();
        let ids = (0..self.vertices.len()).map(VertexId);
        let mut sorted: Vec<VertexId> = ids.filter(|vertex| !is_left[vertex.0]).collect();
        let mut next = 0;
        while sorted.len() < self.vertices.len() {
            let start = *sorted.get(next).ok_or(JobError::Cyclic)?;
            next += 1;
            // The edges that are still to be followed, of the vertex at hand and of those through which it was reached.
            let mut path = vec![self.outputs[start.0].iter()];
            while let Some(edges) = path.last_mut() {
                let Some(edge) = edges.next() else {
                    path.pop();
                    continue;
                };
                let vertex = self.edges[*edge].consumer;
                let waits = |other: &usize| other != edge && is_left[self.edges[*other].producer.0];
                if is_left[vertex.0] && !self.inputs[vertex.0].iter().any(waits) {
                    is_left[vertex.0] = false;
                    sorted.push(vertex);
                    path.push(self.outputs[vertex.0].iter());
                }
            }
        }
        Ok(sorted)
    }
}
