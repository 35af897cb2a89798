//! What the releases do differently about slots.

/// How slots are given out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SchedulingRules {
    /// Key of the switch that spreads slots (up to 1.20).
    pub spread_key: Option<&'static str>,
    /// Key of the mode (from 1.19 on).
    pub mode_key: Option<&'static str>,
    /// The modes there are, the default one first.
    pub modes: &'static [LoadBalanceMode],
}

/// Which TaskManager's slots are used first (`TaskManagerLoadBalanceMode`; up to 1.18 the same as a switch).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoadBalanceMode {
    /// `NONE`: any; one TaskManager after the other.
    None,
    /// `SLOTS`: that with the fewest slots in use.
    Slots,
    /// `MIN_RESOURCES`: that with the most slots in use (≥2.1).
    MinResources,
    /// `TASKS`: slots as in `NONE`, with the tasks spread over them, and the slots over TaskManagers by their tasks (≥2.2).
    Tasks,
}

impl LoadBalanceMode {
    /// Flink's name of it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "NONE",
            Self::Slots => "SLOTS",
            Self::MinResources => "MIN_RESOURCES",
            Self::Tasks => "TASKS",
        }
    }
}
