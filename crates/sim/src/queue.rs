//! Many short queues that share one array: an item names the one behind it, so that moving one allocates nothing once there is room.

/// A queue, first in, first out. Its items are in an [`Arena`], always the same one.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Queue {
    /// Meaningless in an empty queue, as is `tail`.
    head: u32,
    tail: u32,
    len: u32,
}

impl Queue {
    /// A queue without anything in it.
    pub(crate) const EMPTY: Self = Self { head: 0, tail: 0, len: 0 };

    pub(crate) const fn len(self) -> u32 {
        self.len
    }

    pub(crate) const fn is_empty(self) -> bool {
        self.len == 0
    }
}

#[derive(Clone, Copy, Debug)]
struct Node<T> {
    item: T,
    /// The node behind this one, in a queue or among those that are unused; meaningless for the last.
    next: u32,
}

/// The items of all queues.
#[derive(Clone, Debug)]
pub(crate) struct Arena<T> {
    nodes: Vec<Node<T>>,
    /// Nodes to be used again: the one that was used last comes first, since it is still in the processor's cache.
    unused: Queue,
}

impl<T: Copy> Arena<T> {
    pub(crate) const fn new() -> Self {
        Self { nodes: Vec::new(), unused: Queue::EMPTY }
    }

    #[inline]
    pub(crate) fn push(&mut self, queue: &mut Queue, item: T) {
        let node = self.node(item);
        if queue.len == 0 {
            queue.head = node;
        } else {
            self.nodes[queue.tail as usize].next = node;
        }
        queue.tail = node;
        queue.len += 1;
    }

    /// Puts an item behind the first `before` ones; behind all if there are no more.
    pub(crate) fn insert(&mut self, queue: &mut Queue, before: u32, item: T) {
        if before >= queue.len {
            return self.push(queue, item);
        }
        let node = self.node(item);
        let mut previous = None;
        for _ in 0..before {
            previous = Some(previous.map_or(queue.head, |previous: u32| self.nodes[previous as usize].next));
        }
        match previous {
            None => {
                self.nodes[node as usize].next = queue.head;
                queue.head = node;
            }
            Some(previous) => {
                self.nodes[node as usize].next = self.nodes[previous as usize].next;
                self.nodes[previous as usize].next = node;
            }
        }
        queue.len += 1;
    }

    /// Takes out the item behind the first `before` ones; `None` if there are no more.
    pub(crate) fn take(&mut self, queue: &mut Queue, before: u32) -> Option<T> {
        if before == 0 || before >= queue.len {
            return if before == 0 { self.pop(queue) } else { None };
        }
        let mut previous = queue.head;
        for _ in 1..before {
            previous = self.nodes[previous as usize].next;
        }
        let number = self.nodes[previous as usize].next;
        let node = &mut self.nodes[number as usize];
        let (item, next) = (node.item, node.next);
        node.next = self.unused.head;
        self.nodes[previous as usize].next = next;
        if number == queue.tail {
            queue.tail = previous;
        }
        queue.len -= 1;
        self.unused.head = number;
        self.unused.len += 1;
        Some(item)
    }

    /// The items of a queue, in order.
    pub(crate) fn items(&self, queue: Queue) -> impl Iterator<Item = &T> {
        let mut next = queue.head;
        (0..queue.len).map(move |_| {
            let node = &self.nodes[next as usize];
            next = node.next;
            &node.item
        })
    }

    #[expect(clippy::cast_possible_truncation, reason = "memory ends before")]
    fn node(&mut self, item: T) -> u32 {
        if self.unused.is_empty() {
            self.nodes.push(Node { item, next: 0 });
            return self.nodes.len() as u32 - 1;
        }
        let node = self.unused.head;
        self.unused.head = self.nodes[node as usize].next;
        self.unused.len -= 1;
        self.nodes[node as usize].item = item;
        node
    }

    /// Removes the first item.
    #[inline]
    pub(crate) fn pop(&mut self, queue: &mut Queue) -> Option<T> {
        if queue.len == 0 {
            return None;
        }
        let number = queue.head;
        let node = &mut self.nodes[number as usize];
        queue.head = node.next;
        queue.len -= 1;
        node.next = self.unused.head;
        self.unused.head = number;
        self.unused.len += 1;
        Some(node.item)
    }

    /// The first item.
    #[inline]
    pub(crate) fn first(&self, queue: Queue) -> Option<&T> {
        if queue.len == 0 { None } else { self.nodes.get(queue.head as usize).map(|node| &node.item) }
    }

    /// The first item, to be changed.
    #[inline]
    pub(crate) fn first_mut(&mut self, queue: Queue) -> Option<&mut T> {
        if queue.len == 0 { None } else { self.nodes.get_mut(queue.head as usize).map(|node| &mut node.item) }
    }

    /// The last item.
    #[inline]
    pub(crate) fn last(&self, queue: Queue) -> Option<&T> {
        if queue.len == 0 { None } else { self.nodes.get(queue.tail as usize).map(|node| &node.item) }
    }
}

#[cfg(test)]
mod tests {
    use super::{Arena, Queue};

    #[test]
    fn queues_that_share_an_arena_keep_their_order() {
        let mut arena = Arena::new();
        let mut queues = [Queue::default(); 3];
        for round in 0..5 {
            for item in 0..12 {
                arena.push(&mut queues[item % 3], round * 12 + item);
            }
            for (at, queue) in queues.iter_mut().enumerate() {
                assert_eq!((arena.first(*queue), queue.len()), (Some(&(round * 12 + at)), 4));
                assert_eq!(arena.last(*queue), Some(&(round * 12 + at + 9)));
                let items: Vec<_> = std::iter::from_fn(|| arena.pop(queue)).collect();
                assert_eq!(items, [0, 3, 6, 9].map(|item| round * 12 + at + item));
                assert_eq!((arena.first(*queue), arena.last(*queue)), (None, None));
            }
        }
        assert_eq!(arena.nodes.len(), 12);
    }

    #[test]
    fn items_can_be_put_before_others() {
        let (mut arena, mut queue) = (Arena::new(), Queue::default());
        for (before, item) in [(0, 'c'), (0, 'a'), (1, 'b'), (9, 'e'), (3, 'd')] {
            arena.insert(&mut queue, before, item);
        }
        arena.push(&mut queue, 'f');
        assert_eq!(arena.items(queue).collect::<String>(), "abcdef");
        assert_eq!((arena.pop(&mut queue), arena.last(queue), queue.len()), (Some('a'), Some(&'f'), 5));
    }

    #[test]
    fn items_can_be_taken_from_among_others() {
        let (mut arena, mut queue) = (Arena::new(), Queue::default());
        for item in 'a'..='e' {
            arena.push(&mut queue, item);
        }
        let taken = [4, 1, 0, 9, 1].map(|before| arena.take(&mut queue, before));
        assert_eq!(taken, [Some('e'), Some('b'), Some('a'), None, Some('d')]);
        assert_eq!((arena.first(queue), arena.last(queue), queue.len()), (Some(&'c'), Some(&'c'), 1));
        for item in 'f'..='i' {
            arena.push(&mut queue, item);
        }
        assert_eq!((arena.items(queue).collect::<String>(), arena.nodes.len()), ("cfghi".to_owned(), 5));
    }
}
