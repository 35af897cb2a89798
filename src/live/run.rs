//! How the simulation is watched: whether it goes on, how fast, from which seed. Part of the page's state.

use super::charts::Chart;

/// How fast simulated time passes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Speed {
    /// A tenth.
    Tenth,
    /// A quarter.
    Quarter,
    /// As real time does.
    #[default]
    Real,
    /// Twice as fast.
    Twice,
    /// Five times.
    Five,
    /// Ten times.
    Ten,
    /// As fast as it can be computed without the page stuttering.
    Most,
}

impl Speed {
    /// All of them, the slowest first.
    pub const ALL: [Self; 7] =
        [Self::Tenth, Self::Quarter, Self::Real, Self::Twice, Self::Five, Self::Ten, Self::Most];

    /// Its name in markup, and for people where it is a number.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Tenth => "0.1",
            Self::Quarter => "0.25",
            Self::Real => "1",
            Self::Twice => "2",
            Self::Five => "5",
            Self::Ten => "10",
            Self::Most => "max",
        }
    }

    /// The one with this [`id`](Self::id).
    #[must_use]
    pub fn named(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|speed| speed.id() == id)
    }

    /// Simulated nanoseconds for each of real time; `None` for as many as possible.
    #[must_use]
    pub const fn factor(self) -> Option<f64> {
        match self {
            Self::Tenth => Some(0.1),
            Self::Quarter => Some(0.25),
            Self::Real => Some(1.0),
            Self::Twice => Some(2.0),
            Self::Five => Some(5.0),
            Self::Ten => Some(10.0),
            Self::Most => None,
        }
    }
}

/// How far a simulation goes that does not go on by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// One event.
    Event,
    /// The time between two flushes, or 100 ms where there are none.
    Flush,
    /// Until a number of the graph is another.
    Change,
}

impl Step {
    /// All of them, the shortest first.
    pub const ALL: [Self; 3] = [Self::Event, Self::Flush, Self::Change];

    /// Its name in markup.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Event => "event",
            Self::Flush => "flush",
            Self::Change => "change",
        }
    }

    /// The one with this [`id`](Self::id).
    #[must_use]
    pub fn named(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.id() == id)
    }
}

/// How it is watched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// Whether it goes on by itself, while it is in view.
    pub is_playing: bool,
    /// How fast.
    pub speed: Speed,
    /// Of all random choices.
    pub seed: u32,
    /// How often it was begun anew by hand.
    pub restarts: u32,
    /// The last step that was made by hand.
    pub step: Step,
    /// How many were made.
    pub steps: u32,
    /// Whether the present run stays for comparison, whatever comes after it.
    pub is_pinned: bool,
    /// How often what is shown was exchanged for what a link says, or for what was shown earlier: then it is known with what it is compared.
    pub returns: u32,
    /// The last file that was asked for: a chart, or the table of all.
    pub file: Option<Chart>,
    /// How many were.
    pub files: u32,
}

/// The seed of a visit that says nothing about it.
pub const FIRST_SEED: u32 = 1;

impl Run {
    /// How a visit begins.
    #[must_use]
    pub const fn new(is_playing: bool) -> Self {
        Self {
            is_playing,
            speed: Speed::Real,
            seed: FIRST_SEED,
            restarts: 0,
            step: Step::Flush,
            steps: 0,
            is_pinned: false,
            returns: 0,
            file: None,
            files: 0,
        }
    }

    /// A step is made, and the simulation waits for the next.
    #[must_use]
    pub const fn stepped(self, step: Step) -> Self {
        Self { is_playing: false, step, steps: self.steps.wrapping_add(1), ..self }
    }

    /// A file is asked for: a chart, or the table of all.
    #[must_use]
    pub const fn saved(self, file: Option<Chart>) -> Self {
        Self { file, files: self.files.wrapping_add(1), ..self }
    }

    /// It begins anew.
    #[must_use]
    pub const fn restarted(self) -> Self {
        Self { restarts: self.restarts.wrapping_add(1), ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_file_can_be_asked_for_twice() {
        let once = Run::new(true).saved(Some(Chart::Latency));
        let twice = once.saved(Some(Chart::Latency));
        assert_eq!((twice.file, once.files, twice.files), (Some(Chart::Latency), 1, 2));
        assert_ne!(once, twice);
    }
}
