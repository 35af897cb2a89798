//! Which subtasks of a job share a slot.

use std::borrow::Cow;

use pools::job::{
    DistributionPattern, Edge, JobGraph, Parallelism, SlotSharing, SlotSharingGroup, Vertex, VertexId,
};
use pools::shuffle::ResultPartitionType;

use crate::answer::Answer;
use crate::fields::{Fields, Reason};
use crate::json::Json;

/// A job and how its subtasks are put into slots.
pub(crate) struct SlotSharingRequest {
    graph: JobGraph,
    is_balanced: bool,
}

impl SlotSharingRequest {
    pub(crate) fn read(fields: &mut Fields<'_>) -> Result<Self, Reason> {
        let is_balanced = match fields.text("strategy")?.as_ref() {
            "local_inputs" => false,
            "balanced" => true,
            other => return Err(format!("field `strategy` is not known: {other}")),
        };
        let mut groups: Vec<Cow<'_, str>> = Vec::new();
        let mut vertices = Vec::new();
        for vertex in fields.list("vertices")? {
            let mut vertex = Fields::of(vertex)?;
            let (subtasks, group) = (vertex.integer("parallelism")?, vertex.text("group")?);
            vertex.finish()?;
            let at = groups.iter().position(|other| *other == group).unwrap_or(groups.len());
            groups.push(group);
            vertices.push(Vertex {
                parallelism: Parallelism::new(subtasks)
                    .ok_or_else(|| format!("{subtasks} is not a parallelism"))?,
                slot_sharing_group: SlotSharingGroup(u32::try_from(at).unwrap_or(u32::MAX)),
            });
        }
        let edges = fields.list("edges")?.into_iter().map(edge).collect::<Result<_, _>>()?;
        let graph = JobGraph::new(vertices, edges).map_err(|error| error.to_string())?;
        Ok(Self { graph, is_balanced })
    }

    /// Slots are numbered as they occur, whatever numbers they were given.
    pub(crate) fn answer(&self) -> Answer<'static> {
        let sharing = if self.is_balanced {
            SlotSharing::balanced(&self.graph)
        } else {
            SlotSharing::local_inputs(&self.graph)
        };
        let mut seen: Vec<u32> = Vec::new();
        let mut number = |slot: &u32| {
            let at = seen.iter().position(|other| other == slot).unwrap_or_else(|| {
                seen.push(*slot);
                seen.len() - 1
            });
            Json::integer(at as i128)
        };
        let mut of_vertex = |vertex| Json::List(sharing.slots_of(vertex).iter().map(&mut number).collect());
        let slots = (0..self.graph.vertices().len()).map(|vertex| of_vertex(VertexId(vertex)));
        Answer::of(Ok(Json::List(slots.collect())), Vec::new())
    }
}

fn edge(edge: Json<'_>) -> Result<Edge, Reason> {
    let mut edge = Fields::of(edge)?;
    let patterns = [DistributionPattern::AllToAll, DistributionPattern::Pointwise];
    let name = edge.text("pattern")?;
    let pattern = patterns.into_iter().find(|pattern| pattern.name() == name);
    let read = Edge {
        producer: VertexId(edge.integer("producer")?),
        consumer: VertexId(edge.integer("consumer")?),
        pattern: pattern.ok_or_else(|| format!("field `pattern` is not known: {name}"))?,
        // Does not matter to slots.
        exchange: ResultPartitionType::PipelinedBounded,
    };
    edge.finish()?;
    Ok(read)
}
