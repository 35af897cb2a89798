//! The picture, to scale: a nested icicle whose leaves are joined by ribbons to the rows of the table. Pure numbers, no markup.
//!
//! Lengths are exact. A part too small to see is not made larger: its ribbon widens towards its row and names it.

use resolver::{Component, Process};

/// A part of a process: a sum of parts, or memory of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Node {
    /// Which.
    pub component: Component,
    /// How many sums it is nested in.
    pub depth: usize,
    /// Whether it holds memory of its own.
    pub is_leaf: bool,
}

const fn sum(component: Component, depth: usize) -> Node {
    Node { component, depth, is_leaf: false }
}

const fn leaf(component: Component, depth: usize) -> Node {
    Node { component, depth, is_leaf: true }
}

const TASK_MANAGER: [Node; 13] = [
    sum(Component::TotalProcess, 0),
    sum(Component::TotalFlink, 1),
    sum(Component::JvmHeap, 2),
    leaf(Component::FrameworkHeap, 3),
    leaf(Component::TaskHeap, 3),
    sum(Component::OffHeap, 2),
    leaf(Component::Managed, 3),
    sum(Component::JvmDirect, 3),
    leaf(Component::FrameworkOffHeap, 4),
    leaf(Component::TaskOffHeap, 4),
    leaf(Component::Network, 4),
    leaf(Component::JvmMetaspace, 1),
    leaf(Component::JvmOverhead, 1),
];

const JOB_MANAGER: [Node; 6] = [
    sum(Component::TotalProcess, 0),
    sum(Component::TotalFlink, 1),
    leaf(Component::JvmHeap, 2),
    leaf(Component::OffHeap, 2),
    leaf(Component::JvmMetaspace, 1),
    leaf(Component::JvmOverhead, 1),
];

/// The parts of a process, nested, in the order of Flink's log block, which is the order of the table and of the picture.
#[must_use]
pub const fn nodes(process: Process) -> &'static [Node] {
    match process {
        Process::TaskManager => &TASK_MANAGER,
        Process::JobManager => &JOB_MANAGER,
    }
}

/// The component with this id, of whichever process.
#[must_use]
pub fn component(id: &str) -> Option<Component> {
    let mut nodes = Process::ALL.into_iter().flat_map(nodes);
    nodes.find(|node| node.component.id() == id).map(|node| node.component)
}

/// Heights of the table's rows. The style sheet uses the same numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rows {
    /// The heading.
    pub head: f64,
    /// A sum.
    pub sum: f64,
    /// A leaf.
    pub leaf: f64,
}

impl Rows {
    /// The rows of a process's table; the JobManager has few and gives them more room.
    #[must_use]
    pub const fn of(process: Process) -> Self {
        match process {
            Process::TaskManager => Self { head: 24.0, sum: 24.0, leaf: 40.0 },
            Process::JobManager => Self { head: 24.0, sum: 32.0, leaf: 56.0 },
        }
    }

    /// Height of the whole table.
    #[must_use]
    pub fn height(self, process: Process) -> f64 {
        self.head + nodes(process).iter().map(|node| self.row(*node)).sum::<f64>()
    }

    const fn row(self, node: Node) -> f64 {
        if node.is_leaf { self.leaf } else { self.sum }
    }
}

/// A stretch of memory, as parts of the whole.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stretch {
    /// What it is.
    pub node: Node,
    /// Its bytes.
    pub bytes: u64,
    /// Where it begins, 0 to 1.
    pub start: f64,
    /// How long it is, 0 to 1.
    pub length: f64,
}

/// The parts of a process side by side, exact by length; empty where a size is unknown or everything is empty.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "a picture has fewer points than a double has digits")]
pub fn stretches(process: Process, bytes: impl Fn(Component) -> Option<u64>) -> Vec<Stretch> {
    let nodes = nodes(process);
    let leaves = nodes.iter().filter(|node| node.is_leaf);
    let Some(whole) = leaves.map(|node| bytes(node.component).map(u128::from)).sum::<Option<u128>>() else {
        return Vec::new();
    };
    if whole == 0 {
        return Vec::new();
    }
    let mut before = 0_u128;
    let mut stretches = Vec::with_capacity(nodes.len());
    for (index, node) in nodes.iter().enumerate() {
        let own = if node.is_leaf {
            bytes(node.component).map_or(0, u128::from)
        } else {
            // What lies in a sum follows it, nested deeper.
            let inside = nodes[index + 1..].iter().take_while(|inner| inner.depth > node.depth);
            inside
                .filter(|inner| inner.is_leaf)
                .filter_map(|inner| bytes(inner.component))
                .map(u128::from)
                .sum()
        };
        stretches.push(Stretch {
            node: *node,
            bytes: u64::try_from(own).unwrap_or(u64::MAX),
            start: before as f64 / whole as f64,
            length: own as f64 / whole as f64,
        });
        if node.is_leaf {
            before += own;
        }
    }
    stretches
}

/// The band that joins a leaf's box to its row, from the box's edge to the row's.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ribbon {
    /// What it joins.
    pub component: Component,
    /// Upper and lower end at the box; the same for a part of no bytes.
    pub from: (f64, f64),
    /// Upper and lower end at the row.
    pub to: (f64, f64),
}

/// The ribbons of a picture that is as high as the rows below the table's heading.
#[must_use]
pub fn ribbons(process: Process, stretches: &[Stretch]) -> Vec<Ribbon> {
    let rows = Rows::of(process);
    let height = rows.height(process) - rows.head;
    let mut top = rows.head;
    let mut ribbons = Vec::new();
    for stretch in stretches {
        let row = rows.row(stretch.node);
        if stretch.node.is_leaf {
            let from = rows.head + stretch.start * height;
            ribbons.push(Ribbon {
                component: stretch.node.component,
                from: (from, from + stretch.length * height),
                to: (top, top + row),
            });
        }
        top += row;
    }
    ribbons
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(component: Component) -> Option<u64> {
        Some(match component {
            Component::FrameworkHeap | Component::FrameworkOffHeap => 128,
            Component::TaskHeap => 1024,
            Component::Managed => 640,
            Component::TaskOffHeap => 0,
            Component::Network => 64,
            Component::JvmMetaspace => 256,
            Component::JvmOverhead => 192,
            _ => return None,
        })
    }

    #[test]
    fn parts_lie_side_by_side_and_sums_around_them() {
        let stretches = stretches(Process::TaskManager, of);
        let find = |component| *stretches.iter().find(|s| s.node.component == component).expect("is drawn");
        assert_eq!(find(Component::TotalProcess).bytes, 2432);
        assert_eq!(find(Component::JvmHeap).bytes, 1152);
        assert_eq!(find(Component::JvmDirect).bytes, 192);
        assert_eq!(find(Component::TotalProcess).length.to_bits(), 1.0_f64.to_bits());
        let mut end = 0.0;
        for stretch in stretches.iter().filter(|stretch| stretch.node.is_leaf) {
            assert!((stretch.start - end).abs() < 1e-12, "no gap before {}", stretch.node.component);
            end = stretch.start + stretch.length;
        }
        assert!((end - 1.0).abs() < 1e-12);
        assert!((find(Component::TaskOffHeap).length).abs() < f64::EPSILON, "nothing has no length");
    }

    #[test]
    fn ribbons_end_at_their_rows() {
        let stretches = stretches(Process::TaskManager, of);
        let ribbons = ribbons(Process::TaskManager, &stretches);
        assert_eq!(ribbons.len(), 8);
        let rows = Rows::of(Process::TaskManager);
        assert!((ribbons[7].to.1 - rows.height(Process::TaskManager)).abs() < 1e-9);
        assert!((ribbons[7].from.1 - ribbons[7].to.1).abs() < 1e-9, "picture and table end together");
        assert!((ribbons[0].to.0 - (rows.head + 3.0 * rows.sum)).abs() < 1e-9);
    }

    #[test]
    fn nothing_is_drawn_of_what_is_not_known() {
        assert!(stretches(Process::JobManager, |_| None).is_empty());
        assert!(stretches(Process::JobManager, |_| Some(0)).is_empty());
        let largest = stretches(Process::TaskManager, |_| Some(i64::MAX as u64));
        assert_eq!(largest.len(), 13);
    }
}
