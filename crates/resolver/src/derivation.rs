//! Where every number comes from: the steps Flink takes, with the operands it used.
//!
//! A resolution records one [`Step`] for every component it settles, in Flink's own order, including the steps before an error. Steps
//! are data; [`Step::lines`] and [`Derivation::explain`] turn them into sentences only when somebody looks.

use crate::catalogue::{NETWORK_NUM_BUFFERS, TM_SEGMENT_SIZE};
use crate::component::Component;
use crate::java;
use crate::memory_size::MemorySize;

/// The steps of one resolution, in the order in which Flink takes them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Derivation {
    steps: Vec<Step>,
    flink_class: &'static str,
}

/// How one component got its size.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// What this step settles.
    pub component: Component,
    /// How.
    pub rule: Rule,
    /// The size it has from here on.
    pub size: MemorySize,
    /// Simple name of the Flink class that does this in the resolved release.
    pub class: &'static str,
}

/// A component with the size it had when it was used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    /// The component.
    pub component: Component,
    /// Its size.
    pub size: MemorySize,
}

/// One end of a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Clamp {
    /// The value was below the range and raised to its lower end.
    ToMin,
    /// The value was above the range and cut to its upper end.
    ToMax,
}

/// The sizes between which a component may lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    /// Key of the option that holds the lower end.
    pub min_key: &'static str,
    /// Lower end, included.
    pub min: MemorySize,
    /// Key of the option that holds the upper end.
    pub max_key: &'static str,
    /// Upper end, included.
    pub max: MemorySize,
}

/// A fraction option as read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fraction {
    /// Its key.
    pub key: &'static str,
    /// The 32-bit float, widened: what Flink computes with (0.4 is 0.4000000059604645).
    pub value: f64,
    /// Whether it was configured, or is the default.
    pub configured: bool,
}

/// How a component got its size.
#[derive(Clone, Debug, PartialEq)]
pub enum Rule {
    /// The option was set. `spelled` is the key that the configuration used, which may be an old spelling of `key`.
    Configured {
        /// Main key of the option.
        key: &'static str,
        /// Key found in the configuration.
        spelled: &'static str,
    },
    /// The option was not set; its default in this release.
    Default {
        /// Key of the option.
        key: &'static str,
    },
    /// The sum of others.
    Sum {
        /// What was added, in order.
        terms: Vec<Term>,
    },
    /// What others leave of a total.
    Remainder {
        /// The total.
        of: Term,
        /// What was taken away, in order.
        minus: Vec<Term>,
        /// Where the result has to lie, if Flink checks that.
        within: Option<Range>,
    },
    /// A fraction of a total, brought into a range.
    Fraction {
        /// The total.
        of: Term,
        /// The fraction.
        fraction: Fraction,
        /// `of × fraction`, truncated to bytes, before the range was applied.
        exact: MemorySize,
        /// The range.
        range: Range,
        /// Which end of the range decided, if one did.
        clamp: Option<Clamp>,
    },
    /// A fraction of a total that is not known yet: the others are `1 - fraction` of it.
    InverseFraction {
        /// What is known, added up.
        of: Vec<Term>,
        /// The sum of `of`.
        base: MemorySize,
        /// The fraction.
        fraction: Fraction,
        /// `fraction / (1 - fraction)`, as a 64-bit float.
        factor: f64,
        /// `base × factor`, truncated to bytes, before the range was applied.
        exact: MemorySize,
        /// The range.
        range: Range,
        /// Which end of the range decided, if one did.
        clamp: Option<Clamp>,
    },
    /// Legacy (to 1.20): a number of buffers times the segment size.
    NumberOfBuffers {
        /// `taskmanager.network.numberOfBuffers`.
        buffers: i32,
        /// Bytes of a segment.
        segment_size: MemorySize,
    },
}

/// One line of an explanation: what was done, with the numbers, and what it gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What this line settles, or the options that decide it.
    pub what: String,
    /// The formula with its operands as used, such as `3597035104 × 0.10000000149011612`.
    pub formula: String,
    /// Result in bytes.
    pub bytes: u64,
    /// Whether the next line replaces this number (it was cut or raised).
    pub superseded: bool,
    /// Simple name of the Flink class that does this.
    pub class: &'static str,
}

impl Derivation {
    /// All steps, in order.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// The step that settled `component`.
    #[must_use]
    pub fn of(&self, component: Component) -> Option<&Step> {
        // A step may be revised by a later one (a total that is checked again); the last word counts.
        self.steps.iter().rev().find(|step| step.component == component)
    }

    /// Adds a step.
    pub(crate) fn push(&mut self, step: Step) {
        if self.steps.is_empty() {
            // One allocation for what is about the number of steps of any resolution.
            self.steps.reserve(16);
        }
        self.steps.push(step);
    }

    /// Class that divides the Flink memory in the resolved release.
    pub(crate) const fn flink_class(&self) -> &'static str {
        self.flink_class
    }

    /// Sets the class that divides the Flink memory.
    pub(crate) const fn set_flink_class(&mut self, class: &'static str) {
        self.flink_class = class;
    }

    /// The lines that lead to `component`: those of the total it is a part of, where that was computed, then its own.
    #[must_use]
    pub fn explain(&self, component: Component) -> Vec<Line> {
        let Some(step) = self.of(component) else { return Vec::new() };
        let base = match &step.rule {
            Rule::Fraction { of, .. } | Rule::Remainder { of, .. } => self.of(of.component),
            _ => None,
        };
        let computed = base.filter(|step| matches!(step.rule, Rule::Remainder { .. } | Rule::Sum { .. }));
        computed.into_iter().chain(Some(step)).flat_map(Step::lines).collect()
    }
}

impl Step {
    /// Which end of a range decided, if one did.
    #[must_use]
    pub const fn clamp(&self) -> Option<Clamp> {
        match self.rule {
            Rule::Fraction { clamp, .. } | Rule::InverseFraction { clamp, .. } => clamp,
            _ => None,
        }
    }

    /// The lines of this step alone.
    #[must_use]
    pub fn lines(&self) -> Vec<Line> {
        let name = self.component.name().to_owned();
        let line = |what: String, formula: String| Line {
            what,
            formula,
            bytes: self.size.bytes(),
            superseded: false,
            class: self.class,
        };
        match &self.rule {
            Rule::Configured { key, spelled } if key == spelled => {
                vec![line(name, format!("{key}, as configured"))]
            }
            Rule::Configured { key, spelled } => vec![line(name, format!("{spelled}, read for {key}"))],
            Rule::Default { key } => vec![line(name, format!("{key}, default"))],
            Rule::Sum { terms } => vec![line(name, join(terms, " + "))],
            Rule::Remainder { of, minus, within } => {
                let all: Vec<Term> = std::iter::once(*of).chain(minus.iter().copied()).collect();
                let mut lines = vec![line(name, join(&all, " − "))];
                if let Some(range) = within {
                    lines.push(line(range.options(), range.formula(self.size)));
                }
                lines
            }
            Rule::Fraction { of, fraction, exact, range, clamp } => {
                let formula = format!("{} {} × {}", of.component, of.size.bytes(), fraction.text());
                self.fraction_lines(vec![line(fraction.what(), formula)], *exact, range, *clamp)
            }
            Rule::InverseFraction { of, base, fraction, factor, exact, range, clamp } => {
                let value = fraction.text();
                let mut sum =
                    line(format!("{} without {}", total_of(self.component), self.component), join(of, " + "));
                sum.bytes = base.bytes();
                let formula = format!(
                    "{} × {value} / (1 − {value}) = {} × {}",
                    base.bytes(),
                    base.bytes(),
                    java::double_to_string(*factor)
                );
                self.fraction_lines(vec![sum, line(fraction.what(), formula)], *exact, range, *clamp)
            }
            Rule::NumberOfBuffers { buffers, segment_size } => vec![line(
                format!("{} × {}", NETWORK_NUM_BUFFERS.key, TM_SEGMENT_SIZE.key),
                format!("{buffers} × {}", segment_size.bytes()),
            )],
        }
    }

    /// Adds to the last line, the product, what the range makes of it.
    fn fraction_lines(
        &self,
        mut lines: Vec<Line>,
        exact: MemorySize,
        range: &Range,
        clamp: Option<Clamp>,
    ) -> Vec<Line> {
        if let Some(product) = lines.last_mut() {
            product.bytes = exact.bytes();
            product.superseded = clamp.is_some();
        }
        if !range.is_unbounded() {
            lines.push(Line {
                what: range.options(),
                formula: range.formula(exact),
                bytes: self.size.bytes(),
                superseded: false,
                class: self.class,
            });
        }
        lines
    }

    /// For a fraction: the values of the fraction below which the minimum and above which the maximum decides, for marks on a track.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "a place on a track, not a size")]
    pub fn clamp_edges(&self) -> Option<(f64, f64)> {
        let (range, edge): (&Range, Box<dyn Fn(f64) -> f64>) = match &self.rule {
            Rule::Fraction { of, range, .. } => {
                let base = of.size.bytes() as f64;
                (range, Box::new(move |end| end / base))
            }
            Rule::InverseFraction { base, range, .. } => {
                let base = base.bytes() as f64;
                (range, Box::new(move |end| end / (base + end)))
            }
            _ => return None,
        };
        let edges = (edge(range.min.bytes() as f64), edge(range.max.bytes() as f64));
        (!range.is_unbounded() && edges.0.is_finite() && edges.1.is_finite()).then_some(edges)
    }
}

impl Fraction {
    fn text(&self) -> String {
        java::double_to_string(self.value)
    }

    fn what(&self) -> String {
        format!("{}{}", self.key, if self.configured { "" } else { ", default" })
    }
}

impl Range {
    /// Whether every size is in the range (managed memory has no limits of its own).
    const fn is_unbounded(&self) -> bool {
        self.min_key.is_empty()
    }

    fn options(&self) -> String {
        // The two keys differ in their last word only.
        let last = self.max_key.rsplit('.').next().unwrap_or(self.max_key);
        format!("{} and {last}", self.min_key)
    }

    fn formula(&self, size: MemorySize) -> String {
        let max =
            if self.max == MemorySize::MAX { "no limit".to_owned() } else { self.max.bytes().to_string() };
        format!("{} ≤ {} ≤ {max}", self.min.bytes(), size.bytes())
    }
}

fn join(terms: &[Term], operator: &str) -> String {
    let terms: Vec<String> =
        terms.iter().map(|term| format!("{} {}", term.component, term.size.bytes())).collect();
    terms.join(operator)
}

/// The total that a component with an inverse fraction belongs to.
const fn total_of(component: Component) -> Component {
    match component {
        Component::JvmOverhead => Component::TotalProcess,
        _ => Component::TotalFlink,
    }
}
