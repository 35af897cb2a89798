//! Which subtasks share a slot.

use super::{Edge, JobGraph, SlotSharingGroup, VertexId};

/// Subtasks in slots that are not in any TaskManager yet (`ExecutionSlotSharingGroup`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlotSharing {
    /// The slot of each subtask, vertex after vertex.
    slot_of: Vec<u32>,
    /// Where the subtasks of each vertex begin, and where all end.
    first: Vec<usize>,
    slots: u32,
}

impl SlotSharing {
    /// Number of slots.
    #[must_use]
    pub const fn slots(&self) -> u32 {
        self.slots
    }

    /// The slots of a vertex's subtasks, in their order; none if there is no such vertex.
    #[must_use]
    pub fn slots_of(&self, vertex: VertexId) -> &[u32] {
        match (self.first.get(vertex.0), self.first.get(vertex.0 + 1)) {
            (Some(first), Some(end)) => &self.slot_of[*first..*end],
            _ => &[],
        }
    }

    fn without_subtasks(graph: &JobGraph) -> Self {
        let mut first = vec![0];
        let mut end = 0;
        for vertex in graph.vertices() {
            end += vertex.parallelism.get() as usize;
            first.push(end);
        }
        Self { slot_of: vec![u32::MAX; end], first, slots: 0 }
    }

    fn put(&mut self, vertex: VertexId, subtask: usize, slot: u32) {
        self.slot_of[self.first[vertex.0] + subtask] = slot;
    }

    /// Subtasks in each slot.
    pub(super) fn tasks(&self) -> Vec<u32> {
        let mut tasks = vec![0; self.slots as usize];
        for slot in &self.slot_of {
            tasks[*slot as usize] += 1;
        }
        tasks
    }

    /// Subtasks beside one that they read from, where there is one (`LocalInputPreferredSlotSharingStrategy`): the default.
    ///
    /// Vertices come in the order of [`JobGraph::sorted`]. Each subtask takes the first slot of its producers that has no subtask of its
    /// vertex; those that find none take the oldest slot of their group that has none, or a new one.
    #[must_use]
    pub fn local_inputs(graph: &JobGraph) -> Self {
        let mut sharing = Self::without_subtasks(graph);
        // The slots of each group, in the order in which they were made.
        let mut slots_of_groups: Vec<(SlotSharingGroup, Vec<u32>)> = Vec::new();
        let mut is_free = Vec::new();
        for &vertex in graph.sorted() {
            let group = graph.vertices()[vertex.0].slot_sharing_group;
            let at = slots_of_groups.iter().position(|(other, _)| *other == group);
            let at = at.unwrap_or_else(|| {
                slots_of_groups.push((group, Vec::new()));
                slots_of_groups.len() - 1
            });
            let of_group = &mut slots_of_groups[at].1;
            sharing.place_vertex(graph, vertex, of_group, &mut is_free);
            is_free.resize(sharing.slots as usize, false);
            of_group.iter().for_each(|slot| is_free[*slot as usize] = false);
        }
        sharing
    }

    /// Places the subtasks of one vertex. `is_free` has an entry for every slot, none of which is set.
    fn place_vertex(
        &mut self,
        graph: &JobGraph,
        vertex: VertexId,
        of_group: &mut Vec<u32>,
        is_free: &mut [bool],
    ) {
        let subtasks = graph.subtasks(vertex);
        let group = graph.vertices()[vertex.0].slot_sharing_group;
        of_group.iter().for_each(|slot| is_free[*slot as usize] = true);
        let shares = |edge: &&Edge| graph.vertices()[edge.producer.0].slot_sharing_group == group;
        let mut inputs: Vec<_> =
            graph.inputs(vertex).filter(shares).map(|edge| (edge, Candidates::default())).collect();
        let mut remaining = Vec::new();
        for subtask in 0..subtasks {
            let found = inputs.iter_mut().find_map(|(edge, candidates)| {
                let producers = self.slots_of(edge.producer);
                candidates.take(graph, edge, subtask, producers, is_free)
            });
            match found {
                Some(slot) => {
                    is_free[slot as usize] = false;
                    self.put(vertex, subtask as usize, slot);
                }
                None => remaining.push(subtask),
            }
        }
        let mut free: Vec<u32> = of_group.iter().copied().filter(|slot| is_free[*slot as usize]).collect();
        free.reverse();
        for subtask in remaining {
            let slot = free.pop().unwrap_or_else(|| {
                let slot = self.slots;
                self.slots += 1;
                of_group.push(slot);
                slot
            });
            self.put(vertex, subtask as usize, slot);
        }
    }

    /// Subtasks spread over slots, so that each has about as many (`TaskBalancedPreferredSlotSharingStrategy`, ≥2.2): every group has as
    /// many slots as its largest vertex has subtasks, and smaller vertices go round.
    #[must_use]
    pub fn balanced(graph: &JobGraph) -> Self {
        struct Group {
            id: SlotSharingGroup,
            first: u32,
            slots: u32,
            next: u32,
        }
        let mut sharing = Self::without_subtasks(graph);
        let mut groups: Vec<Group> = Vec::new();
        for vertex in graph.sorted().iter().map(|vertex| &graph.vertices()[vertex.0]) {
            let (id, slots) = (vertex.slot_sharing_group, vertex.parallelism.get());
            match groups.iter_mut().find(|group| group.id == id) {
                Some(group) => group.slots = group.slots.max(slots),
                None => groups.push(Group { id, first: 0, slots, next: 0 }),
            }
        }
        for group in &mut groups {
            group.first = sharing.slots;
            sharing.slots += group.slots;
        }
        for &vertex in graph.sorted() {
            let id = graph.vertices()[vertex.0].slot_sharing_group;
            let subtasks = graph.subtasks(vertex);
            for group in groups.iter_mut().filter(|group| group.id == id) {
                let is_largest = subtasks == group.slots;
                let start = if is_largest { 0 } else { group.next };
                for subtask in 0..subtasks {
                    sharing.put(vertex, subtask as usize, group.first + (start + subtask) % group.slots);
                }
                if !is_largest {
                    group.next = (start + subtasks) % group.slots;
                }
            }
        }
        sharing
    }
}

/// The slots of an edge's producers that were not offered to a consumer yet. What was offered once is not offered again: either it was
/// taken, or it has a subtask of this vertex.
#[derive(Default)]
struct Candidates {
    /// Producers before this one were offered.
    next: u32,
}

impl Candidates {
    fn take(
        &mut self,
        graph: &JobGraph,
        edge: &Edge,
        consumer: u32,
        producers: &[u32],
        is_free: &[bool],
    ) -> Option<u32> {
        let range = graph.consumed(edge, consumer).producers;
        // Ranges never go back, and where consumers have the same range, they share what was offered.
        for producer in range.start.max(self.next)..range.end {
            self.next = producer + 1;
            let slot = *producers.get(producer as usize)?;
            if is_free.get(slot as usize).copied().unwrap_or(false) {
                return Some(slot);
            }
        }
        None
    }
}
