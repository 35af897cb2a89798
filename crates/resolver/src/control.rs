//! What a form needs to know about one option after a resolution: is it in force, what value stands in its place, where is it cut.

use crate::catalogue::OptionDef;
use crate::component::Component;
use crate::derivation::Clamp;
use crate::memory_size::MemorySize;
use crate::resolution::{Request, Resolution};

/// What became of an option in a resolution.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// Not set, and its default is what counts.
    Default,
    /// Set, and in force as set.
    Set,
    /// Not set; the size follows from the others.
    Derived,
    /// A fraction (set or not) whose result was raised or cut.
    Clamped(Clamp),
    /// Set under an old spelling that this release still reads.
    LegacyKey,
    /// Set, but this release does not use it here (another option wins). The reason is in [`Control::note`].
    Ignored,
    /// Took part in the error.
    Rejected,
}

/// One option, seen after a resolution.
#[derive(Clone, Debug, PartialEq)]
pub struct Control {
    /// The option.
    pub option: &'static OptionDef,
    /// What became of it.
    pub state: State,
    /// Whether it is configured under any spelling; the spelling found.
    pub spelled: Option<String>,
    /// The component it sizes or limits, if it is about one.
    pub component: Option<Component>,
    /// The size of that component, if the resolution came so far and the option is a size.
    pub effective: Option<MemorySize>,
    /// For a fraction: where on its track the minimum and the maximum decide.
    pub clamp_edges: Option<(f64, f64)>,
    /// One short sentence of ours, if there is something to say (why it is ignored, what raised it).
    pub note: Option<String>,
}

/// All memory options of the request's process and release, in the order in which a form shows them, grouped.
#[must_use]
pub fn controls(request: Request<'_>, resolution: &Resolution) -> Vec<Group> {
    let _ = (request, resolution);
    Vec::new()
}

/// A group of controls under one heading.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// Stable identifier, such as `network`.
    pub id: &'static str,
    /// Plain heading. The first group has none of the less used options and is always open.
    pub heading: &'static str,
    /// Its controls.
    pub controls: Vec<Control>,
}
