//! A subpartition: a queue, and what its reader was told.
//!
//! Follows `PipelinedSubpartition`.

use super::buffers::BufferId;
use super::elements::Element;
use crate::behaviour::OutputRules;
use crate::event::{DataType, Event};
use crate::queue::{Arena, Queue};

/// Without a size that was announced, only the segment limits a buffer.
const NO_LIMIT: u32 = i32::MAX.cast_unsigned();

/// Two of them are in one line of the processor's cache.
#[derive(Clone, Copy, Debug)]
#[repr(align(32))]
pub(super) struct Subpartition {
    pub(super) queue: Queue,
    /// Buffers in the queue, open or closed (`buffersInBacklog`).
    pub(super) data: u32,
    /// Elements at the beginning of the queue that overtook others.
    pub(super) priority: u32,
    /// The buffer that is being written for this subpartition alone.
    pub(super) open: Option<BufferId>,
    /// What the receiver announced, bytes; 0 is no limit either.
    pub(super) buffer_size: u32,
    pub(super) flush_requested: bool,
    pub(super) is_blocked: bool,
    /// Whether it stands among those whose readers are to be called.
    pub(super) is_notified: bool,
}

impl Subpartition {
    pub(super) fn new(buffer_size: Option<u32>) -> Self {
        Self {
            queue: Queue::default(),
            data: 0,
            priority: 0,
            open: None,
            buffer_size: buffer_size.unwrap_or(NO_LIMIT),
            flush_requested: false,
            is_blocked: false,
            is_notified: false,
        }
    }

    /// How many elements are known to be finished. That the only buffer was closed is learned when it is read, and then it leaves the
    /// queue; an event is finished from the start.
    fn finished(&self, elements: &Arena<Element>) -> u32 {
        match elements.last(self.queue) {
            Some(Element::Event(_)) if self.queue.len() == 1 => 1,
            _ => self.queue.len().saturating_sub(1),
        }
    }

    /// Puts an element behind the others, or before those without priority; true if the reader is to be called.
    #[inline]
    pub(super) fn add(&mut self, elements: &mut Arena<Element>, element: Element) -> bool {
        self.data += u32::from(element.is_data());
        let mut is_first_priority = false;
        if element.data_type().has_priority() {
            elements.insert(&mut self.queue, self.priority, element);
            self.priority += 1;
            is_first_priority = self.priority == 1;
        } else {
            elements.push(&mut self.queue, element);
        }
        !self.is_blocked && (is_first_priority || self.has_news(elements))
    }

    /// Lets the event behind the first `before` elements overtake those without priority; true if the reader is to be called.
    pub(super) fn prioritize(&mut self, elements: &mut Arena<Element>, before: u32) -> bool {
        let Some(Element::Event(event)) = elements.take(&mut self.queue, before) else { return false };
        self.add(elements, Element::Event(Event { data_type: DataType::PrioritizedEventBuffer, ..event }))
    }

    /// Removes the first element.
    #[inline]
    pub(super) fn remove_first(&mut self, elements: &mut Arena<Element>) {
        elements.pop(&mut self.queue);
        self.priority = self.priority.saturating_sub(1);
    }

    fn has_news(&self, elements: &Arena<Element>) -> bool {
        !self.flush_requested && self.finished(elements) == 1
    }

    /// Whether there is something to read (`isDataAvailableUnsafe`).
    #[inline]
    pub(super) fn is_readable(&self, elements: &Arena<Element>) -> bool {
        !self.is_blocked && (self.flush_requested || self.finished(elements) > 0)
    }

    /// Buffers that wait to be read; an open one at the end only counts if it is to be flushed.
    #[inline]
    pub(super) fn backlog(&self, elements: &Arena<Element>, rules: &OutputRules) -> u32 {
        let ends_with_event =
            rules.backlog_sees_events && elements.last(self.queue).is_some_and(|last| !last.is_data());
        if rules.backlog_sees_events && self.is_blocked {
            0
        } else if self.flush_requested || ends_with_event {
            self.data
        } else {
            self.data.saturating_sub(1)
        }
    }

    /// What would be read next, if there is something to read.
    #[inline]
    pub(super) fn next_type(&self, elements: &Arena<Element>) -> Option<DataType> {
        if self.is_readable(elements) { elements.first(self.queue).map(Element::data_type) } else { None }
    }
}
