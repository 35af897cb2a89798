//! How far the simulation may be from the median of what was measured, by the kind of metric. Where repeats differ by more, that counts: see
//! [`Nearness`](crate::compare::Nearness).

/// What is allowed: a share of the median, or an amount, whichever is more.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Tolerance {
    /// Share of the median.
    pub(crate) share: f64,
    /// Amount, in the metric's unit.
    pub(crate) amount: f64,
}

impl Tolerance {
    pub(crate) const fn share(share: f64) -> Self {
        Self { share, amount: 0.0 }
    }

    pub(crate) const fn amount(amount: f64) -> Self {
        Self { share: 0.0, amount }
    }

    pub(crate) const fn or(self, amount: f64) -> Self {
        Self { amount, ..self }
    }

    /// How far from `median` is near enough.
    pub(crate) const fn of(self, median: f64) -> f64 {
        (self.share * median.abs()).max(self.amount)
    }
}

/// What decides about tolerances: what kind of load and edge it is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Circumstances {
    /// Whether the producers wait for this edge most of the time.
    pub(crate) is_saturated: bool,
    /// Whether each consumer has one producer, and the other way round.
    pub(crate) is_one_to_one: bool,
    /// Whether records go by turns.
    pub(crate) is_by_turns: bool,
    /// Whether pools are nearer to what they need than to what they can use.
    pub(crate) is_near_minimum: bool,
}

impl Circumstances {
    pub(crate) const fn throughput(self) -> Tolerance {
        Tolerance::share(if self.is_near_minimum { 0.12 } else { 0.03 }).or(0.05)
    }

    /// Records in flight; `half_buffers` is half a buffer of records for every channel.
    pub(crate) const fn in_flight(self, half_buffers: f64) -> Tolerance {
        if !self.is_saturated {
            return Tolerance::share(0.35).or(half_buffers);
        }
        let share = if self.is_near_minimum {
            0.25
        } else if self.is_one_to_one {
            0.03
        } else if self.is_by_turns {
            0.08
        } else {
            0.05
        };
        Tolerance::share(share).or(1.0)
    }

    /// Sum of the lengths of queues, buffers.
    pub(crate) const fn queue_length(self) -> Tolerance {
        if self.is_one_to_one { Tolerance::amount(0.7) } else { Tolerance::share(0.1).or(0.7) }
    }

    pub(crate) const fn usage(self) -> Tolerance {
        Tolerance::amount(if self.is_saturated { 0.05 } else { 0.1 })
    }

    /// Latency in ms.
    pub(crate) const fn mean_latency(self) -> Tolerance {
        match (self.is_saturated, self.is_one_to_one) {
            (false, _) => Tolerance::share(0.25).or(5.0),
            (true, true) => Tolerance::share(0.05),
            (true, false) => Tolerance::share(0.1),
        }
    }

    /// Latency in ms.
    pub(crate) const fn median_latency(self) -> Tolerance {
        match (self.is_saturated, self.is_one_to_one) {
            (false, _) => Tolerance::share(0.25).or(5.0),
            (true, true) => Tolerance::share(0.03),
            (true, false) => Tolerance::share(0.3),
        }
    }
}
