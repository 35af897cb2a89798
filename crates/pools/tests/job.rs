//! Laws of job graphs, shared slots and placement.

use std::collections::{BTreeMap, BTreeSet};

use pools::Release;
use pools::job::{
    ChainingStrategy, Cluster, DistributionPattern, Edge, JobError, JobGraph, LoadBalanceMode, Operator,
    Parallelism, Partitioner, Placement, SlotSharing, SlotSharingGroup, StreamEdge, TaskManagerId, Vertex,
    VertexId, chain,
};
use pools::shuffle::{BufferSettings, ResultPartitionType, demand};
use proptest::prelude::*;

use DistributionPattern::{AllToAll, Pointwise};

fn parallelism(subtasks: u32) -> Parallelism {
    Parallelism::new(subtasks).expect("a parallelism")
}

fn graph(parallelisms: &[u32], edges: &[(usize, usize, DistributionPattern)]) -> JobGraph {
    let vertex = |subtasks: &u32| Vertex {
        parallelism: parallelism(*subtasks),
        slot_sharing_group: SlotSharingGroup::default(),
    };
    let edge = |&(producer, consumer, pattern): &(usize, usize, _)| Edge {
        producer: VertexId(producer),
        consumer: VertexId(consumer),
        pattern,
        exchange: ResultPartitionType::PipelinedBounded,
    };
    JobGraph::new(parallelisms.iter().map(vertex).collect(), edges.iter().map(edge).collect())
        .expect("a graph")
}

const fn cluster(task_managers: u32, slots_each: u32, mode: LoadBalanceMode) -> Cluster {
    Cluster { task_managers, slots_each, mode }
}

#[track_caller]
fn check_homes(placement: &Placement<'_>, vertex: usize, expected: &[u32]) {
    let homes: Vec<u32> = placement.task_managers_of(VertexId(vertex)).map(|home| home.0).collect();
    assert_eq!(homes, expected, "vertex {vertex}");
}

#[test]
fn equal_stages_share_slots() {
    let graph = graph(&[4, 4, 4], &[(0, 1, AllToAll), (1, 2, Pointwise)]);
    let cluster = cluster(2, 2, LoadBalanceMode::None);
    let placement = Placement::new(Release::V2_3, &graph, &cluster).expect("enough slots");
    assert_eq!(placement.slots(), 4);
    for vertex in 0..3 {
        check_homes(&placement, vertex, &[0, 0, 1, 1]);
    }
    // 4 × 4 with half of them local, and four forward channels.
    let channels = placement.channels();
    assert_eq!((channels.local, channels.remote), (8 + 4, 8));
}

#[test]
fn modes_choose_task_managers() {
    // The first slots are the fullest: a task of each stage, then of two, then of one.
    let graph = graph(&[4, 2, 1], &[(0, 1, AllToAll), (1, 2, AllToAll)]);
    let homes = |mode| {
        let cluster = cluster(2, 3, mode);
        let placement = Placement::new(Release::V2_3, &graph, &cluster).expect("enough slots");
        (0..4).map(|slot| placement.task_manager_of_slot(slot).map(|home| home.0)).collect::<Option<Vec<_>>>()
    };
    assert_eq!(homes(LoadBalanceMode::None), Some(vec![0, 0, 0, 1]));
    assert_eq!(homes(LoadBalanceMode::MinResources), Some(vec![0, 0, 0, 1]));
    assert_eq!(homes(LoadBalanceMode::Slots), Some(vec![0, 1, 0, 1]));
    // Slots of two tasks each, the last of one: 2, 2, 2 and 1.
    assert_eq!(homes(LoadBalanceMode::Tasks), Some(vec![0, 1, 0, 0]));
}

#[test]
fn a_release_knows_its_modes() {
    let graph = graph(&[1], &[]);
    for (release, mode, is_known) in [
        (Release::V1_13, LoadBalanceMode::Slots, true),
        (Release::V2_0, LoadBalanceMode::MinResources, false),
        (Release::V2_1, LoadBalanceMode::MinResources, true),
        (Release::V2_1, LoadBalanceMode::Tasks, false),
        (Release::V2_2, LoadBalanceMode::Tasks, true),
    ] {
        let placed = Placement::new(release, &graph, &cluster(1, 1, mode));
        assert_eq!(placed.err(), (!is_known).then_some(JobError::NoSuchMode), "{release}");
    }
}

#[test]
fn missing_slots_are_said_in_flinks_words() {
    let graph = graph(&[3, 5], &[(0, 1, AllToAll)]);
    let error =
        Placement::new(Release::V1_20, &graph, &cluster(2, 2, LoadBalanceMode::None)).expect_err("too few");
    assert_eq!(error, JobError::NoResources { needed: 5, slots: 4 });
    assert_eq!(error.to_string(), "Could not acquire the minimum required resources.");
    let class = "org.apache.flink.runtime.jobmanager.scheduler.NoResourceAvailableException";
    assert_eq!(error.class(), Some(class));
}

#[test]
fn what_is_too_large_is_refused() {
    assert_eq!(Parallelism::new(0), None);
    assert_eq!(Parallelism::new(32_769), None);
    let vertex = Vertex { parallelism: Parallelism::MAX, slot_sharing_group: SlotSharingGroup::default() };
    let edge = Edge {
        producer: VertexId(0),
        consumer: VertexId(1),
        pattern: AllToAll,
        exchange: ResultPartitionType::Pipelined,
    };
    assert_eq!(JobGraph::new(vec![vertex; 33], vec![]), Err(JobError::TooLarge));
    assert_eq!(JobGraph::new(vec![vertex; 2], vec![edge; 64]), Err(JobError::TooLarge));
    assert_eq!(JobGraph::new(vec![vertex], vec![edge]), Err(JobError::NoSuchVertex));
    let graph = JobGraph::new(vec![vertex; 2], vec![edge]).expect("2^30 channels are only counted");
    let cluster = cluster(1 << 10, 32, LoadBalanceMode::None);
    let channels = Placement::new(Release::V2_3, &graph, &cluster).expect("enough slots").channels();
    assert_eq!((channels.local, channels.remote), (1 << 20, (1 << 30) - (1 << 20)));
}

#[test]
fn circles_are_refused() {
    let vertex = Vertex { parallelism: Parallelism::ONE, slot_sharing_group: SlotSharingGroup::default() };
    let edge = |producer, consumer| Edge {
        producer: VertexId(producer),
        consumer: VertexId(consumer),
        pattern: AllToAll,
        exchange: ResultPartitionType::Pipelined,
    };
    let error =
        JobGraph::new(vec![vertex; 3], vec![edge(0, 1), edge(1, 2), edge(2, 1)]).expect_err("a circle");
    assert_eq!(error.to_string(), "The job graph is cyclic.");
}

fn operator(subtasks: u32, group: u32, chaining: ChainingStrategy) -> Operator {
    Operator { parallelism: parallelism(subtasks), slot_sharing_group: SlotSharingGroup(group), chaining }
}

const fn stream_edge(from: usize, to: usize, partitioner: Partitioner) -> StreamEdge {
    StreamEdge { from, to, partitioner, exchange: ResultPartitionType::PipelinedBounded }
}

#[test]
fn operators_are_chained_where_nothing_forbids_it() {
    use ChainingStrategy::{Always, Head, Never};
    use Partitioner::{Forward, Hash, Rebalance};
    let row = |second: Operator, partitioner| {
        let operators = [operator(2, 0, Always), second];
        let chained = chain(&operators, &[stream_edge(0, 1, partitioner)], true).expect("two operators");
        chained.graph.vertices().len()
    };
    assert_eq!(row(operator(2, 0, Always), Forward), 1);
    assert_eq!(row(operator(2, 0, Always), Rebalance), 2);
    assert_eq!(row(operator(2, 0, Head), Forward), 2);
    assert_eq!(row(operator(2, 0, Never), Forward), 2);
    assert_eq!(row(operator(2, 1, Always), Forward), 2);
    assert_eq!(row(operator(3, 0, Always), Hash), 2);

    let union = [stream_edge(0, 2, Forward), stream_edge(1, 2, Forward)];
    let chained = chain(&[operator(2, 0, Always); 3], &union, true).expect("a union");
    assert_eq!(chained.vertex_of, [VertexId(0), VertexId(1), VertexId(2)]);

    let forward = [stream_edge(0, 1, Forward), stream_edge(1, 2, Forward)];
    let chained = chain(&[operator(2, 0, Always); 3], &forward, true).expect("a row");
    assert_eq!(chained.vertex_of, [VertexId(0); 3]);
    let apart = chain(&[operator(2, 0, Always); 3], &forward, false).expect("a row");
    assert_eq!(apart.graph.edges().len(), 2);
    let error = chain(&[operator(2, 0, Always), operator(3, 0, Always)], &forward[..1], true);
    assert_eq!(error, Err(JobError::ForwardChangesParallelism));
    let circle = [stream_edge(0, 1, Forward), stream_edge(1, 0, Forward)];
    assert_eq!(chain(&[operator(2, 0, Always); 2], &circle, true), Err(JobError::Cyclic));
}

/// A graph without circles, of up to six vertices in up to three groups.
fn any_graph() -> impl Strategy<Value = JobGraph> {
    let vertex = (1_u32..24, 0_u32..3).prop_map(|(subtasks, group)| Vertex {
        parallelism: parallelism(subtasks),
        slot_sharing_group: SlotSharingGroup(group),
    });
    let pattern = prop_oneof![Just(AllToAll), Just(Pointwise)];
    let edge = (any::<prop::sample::Index>(), any::<prop::sample::Index>(), pattern);
    (prop::collection::vec(vertex, 1..6), prop::collection::vec(edge, 0..9)).prop_map(|(vertices, edges)| {
        let edge = |(one, other, pattern): &(prop::sample::Index, prop::sample::Index, _)| {
            let (one, other) = (one.index(vertices.len()), other.index(vertices.len()));
            (one != other).then(|| Edge {
                producer: VertexId(one.min(other)),
                consumer: VertexId(one.max(other)),
                pattern: *pattern,
                exchange: ResultPartitionType::PipelinedBounded,
            })
        };
        let edges = edges.iter().filter_map(edge).collect();
        JobGraph::new(vertices, edges).expect("no circle")
    })
}

fn any_mode() -> impl Strategy<Value = LoadBalanceMode> {
    prop::sample::select(Release::V2_3.behaviour().scheduling.modes)
}

fn group_of(graph: &JobGraph, vertex: usize) -> SlotSharingGroup {
    graph.vertices()[vertex].slot_sharing_group
}

proptest! {
    #[test]
    fn every_subpartition_is_read_once(producers in 1_u32..200, consumers in 1_u32..200) {
        for pattern in [AllToAll, Pointwise] {
            let mut read = BTreeSet::new();
            let mut most = 0;
            for consumer in 0..consumers {
                let range = pattern.consumed(producers, consumers, consumer);
                most = most.max(range.producers.end - range.producers.start);
                for producer in range.producers {
                    prop_assert!(pattern.consumers_of(producers, consumers, producer).contains(&consumer));
                    prop_assert!(read.insert((producer, range.subpartition)));
                }
            }
            let all = (0..producers).flat_map(|producer| {
                let readers = pattern.consumers_of(producers, consumers, producer);
                (0..readers.end - readers.start).map(move |subpartition| (producer, subpartition))
            });
            prop_assert!(read.into_iter().eq(all));
            prop_assert_eq!(pattern.most_channels(producers, consumers), most);
        }
    }

    #[test]
    fn a_slot_has_at_most_one_subtask_of_each_vertex(graph in any_graph()) {
        let mut widest: BTreeMap<SlotSharingGroup, u32> = BTreeMap::new();
        for vertex in graph.vertices() {
            let most = widest.entry(vertex.slot_sharing_group).or_default();
            *most = vertex.parallelism.get().max(*most);
        }
        for sharing in [SlotSharing::local_inputs(&graph), SlotSharing::balanced(&graph)] {
            let mut groups: BTreeMap<u32, SlotSharingGroup> = BTreeMap::new();
            for vertex in 0..graph.vertices().len() {
                let slots = sharing.slots_of(VertexId(vertex));
                prop_assert_eq!(slots.len(), graph.subtasks(VertexId(vertex)) as usize);
                prop_assert_eq!(slots.iter().collect::<BTreeSet<_>>().len(), slots.len());
                for slot in slots {
                    let group = *groups.entry(*slot).or_insert(group_of(&graph, vertex));
                    prop_assert_eq!(group, group_of(&graph, vertex));
                }
            }
            // As many slots as the widest vertex of each group has subtasks, and none empty.
            prop_assert_eq!(sharing.slots(), widest.values().sum::<u32>());
            prop_assert!(groups.into_keys().eq(0..sharing.slots()));
        }
    }

    #[test]
    fn every_task_and_channel_has_its_place(
        graph in any_graph(), slots_each in 1_u32..9, mode in any_mode(), more in 0_u32..3,
    ) {
        let slots = SlotSharing::local_inputs(&graph).slots();
        let cluster = cluster(slots.div_ceil(slots_each) + more, slots_each, mode);
        let placement = Placement::new(Release::V2_3, &graph, &cluster).expect("enough slots");

        let mut used = vec![0_u32; cluster.task_managers as usize];
        for slot in 0..placement.slots() {
            let home = placement.task_manager_of_slot(slot).expect("a slot");
            used[home.0 as usize] += 1;
        }
        prop_assert!(used.iter().all(|slots| *slots <= slots_each));
        if mode == LoadBalanceMode::Slots {
            let (least, most) = (used.iter().min(), used.iter().max());
            prop_assert!(most.zip(least).is_none_or(|(most, least)| most - least <= 1));
        }

        let channels = placement.channels();
        let all: u64 = graph.edges().iter().map(|edge| {
            let (producers, consumers) = (graph.subtasks(edge.producer), graph.subtasks(edge.consumer));
            match edge.pattern {
                AllToAll => u64::from(producers) * u64::from(consumers),
                Pointwise => u64::from(producers.max(consumers)),
            }
        }).sum();
        prop_assert_eq!(channels.local + channels.remote, all);

        let settings = BufferSettings::defaults(Release::V2_3);
        let demands = placement.demands(Release::V2_3, &settings).expect("channels");
        let (mut tasks, mut remote) = (0, 0);
        for (number, expected) in (0..).zip(demands) {
            let own = placement.tasks_on(TaskManagerId(number));
            prop_assert_eq!(demand(Release::V2_3, &settings, &own), Ok(expected));
            tasks += own.len() as u64;
            let gates = own.iter().flat_map(|task| &task.gates);
            remote += gates.map(|gate| u64::from(gate.remote.unsigned_abs())).sum::<u64>();
        }
        let subtasks: u64 = graph.vertices().iter().map(|vertex| u64::from(vertex.parallelism.get())).sum();
        prop_assert_eq!(tasks, subtasks);
        prop_assert_eq!(remote, channels.remote);
    }

    #[test]
    fn chains_keep_all_edges_or_swallow_them(graph in any_graph(), chaining in prop::collection::vec(0_usize..3, 6)) {
        let strategies = [ChainingStrategy::Always, ChainingStrategy::Head, ChainingStrategy::Never];
        let operators: Vec<_> = graph.vertices().iter().zip(chaining).map(|(vertex, strategy)| Operator {
            parallelism: vertex.parallelism,
            slot_sharing_group: vertex.slot_sharing_group,
            chaining: strategies[strategy],
        }).collect();
        let edges: Vec<_> = graph.edges().iter().map(|edge| {
            let is_same = graph.subtasks(edge.producer) == graph.subtasks(edge.consumer);
            let partitioner = if is_same { Partitioner::Forward } else { Partitioner::Hash };
            stream_edge(edge.producer.0, edge.consumer.0, partitioner)
        }).collect();
        let chained = chain(&operators, &edges, true).expect("no circle");
        let swallowed = edges.iter().filter(|edge| chained.vertex_of[edge.from] == chained.vertex_of[edge.to]).count();
        prop_assert_eq!(chained.graph.edges().len() + swallowed, edges.len());
        // Every chain of n operators swallows n - 1 edges.
        prop_assert_eq!(chained.graph.vertices().len() + swallowed, operators.len());
    }
}
