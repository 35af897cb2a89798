//! What both processes have in common: totals, JVM metaspace and JVM overhead.
//!
//! Follows `ProcessMemoryUtils` and `RangeFraction` of 1.11 to 2.3; in 1.10 the same rules stand in `TaskExecutorProcessUtils`. The order
//! of reads and checks is Flink's, because the first failure is the one it reports.

use crate::catalogue::OptionDef;
use crate::component::Component;
use crate::derivation::{Clamp, Derivation, Fraction, Range, Rule, Step, Term};
use crate::error::{FlinkError, Sentence};
use crate::java;
use crate::memory_size::MemorySize;
use crate::reader::{Reader, SizeRead, describe};

/// The options that size one kind of process.
pub(crate) struct ProcessOptions {
    /// Sizes that, all configured, settle the Flink memory without a total.
    pub(crate) fine_grained: &'static [&'static OptionDef],
    /// Their keys.
    pub(crate) fine_grained_keys: &'static [&'static str],
    pub(crate) total_flink: &'static OptionDef,
    pub(crate) total_process: &'static OptionDef,
    pub(crate) metaspace: &'static OptionDef,
    pub(crate) overhead: RangeOptions,
}

/// A fraction with the range it is brought into.
pub(crate) struct RangeOptions {
    pub(crate) min: &'static OptionDef,
    pub(crate) max: &'static OptionDef,
    pub(crate) fraction: &'static OptionDef,
}

impl RangeOptions {
    /// The keys, the fraction first.
    pub(crate) const fn keys(&self) -> [&'static str; 3] {
        [self.fraction.key, self.min.key, self.max.key]
    }
}

/// How one kind of process divides its Flink memory.
pub(crate) trait FlinkMemory: Sized {
    /// The options of this kind of process.
    const OPTIONS: ProcessOptions;

    /// From explicit sizes of the required parts, with or without a Flink total.
    fn from_fine_grained(solver: &mut Solver<'_>) -> Result<Self, FlinkError>;

    /// From a Flink total, configured or derived.
    fn from_total(solver: &mut Solver<'_>, total: MemorySize) -> Result<Self, FlinkError>;

    /// The sum of the parts.
    fn total(&self) -> Result<MemorySize, FlinkError>;

    /// The sums that the log block and a picture show, for the derivation.
    fn describe_sums(&self, solver: &mut Solver<'_>);
}

/// The sizes of a process.
pub(crate) struct ProcessMemory<F> {
    pub(crate) flink: F,
    pub(crate) metaspace: MemorySize,
    pub(crate) overhead: MemorySize,
}

/// A range and a fraction, read and checked together.
#[derive(Clone, Copy)]
pub(crate) struct RangeFraction {
    pub(crate) range: Range,
    pub(crate) fraction: Fraction,
}

/// One resolution under way: what is read, and what has been derived.
pub(crate) struct Solver<'a> {
    pub(crate) reader: Reader<'a>,
    pub(crate) derivation: Derivation,
}

/// `ProcessMemoryUtils.memoryProcessSpecFromConfig`.
pub(crate) fn derive<F: FlinkMemory>(solver: &mut Solver<'_>) -> Result<ProcessMemory<F>, FlinkError> {
    let options = &F::OPTIONS;
    let memory = if options.fine_grained.iter().all(|option| solver.reader.contains(option)) {
        let flink = F::from_fine_grained(solver)?;
        let total = flink.total()?;
        let has_total = solver.reader.contains(options.total_flink);
        if !has_total {
            flink.describe_sums(solver);
        }
        let (metaspace, overhead) = jvm_memory_from_flink(solver, options, total)?;
        if has_total {
            flink.describe_sums(solver);
        }
        ProcessMemory { flink, metaspace, overhead }
    } else if solver.reader.contains(options.total_flink) {
        let total = solver.settle(Component::TotalFlink, options.total_flink)?;
        let flink = F::from_total(solver, total)?;
        flink.describe_sums(solver);
        let (metaspace, overhead) = jvm_memory_from_flink(solver, options, total)?;
        ProcessMemory { flink, metaspace, overhead }
    } else if solver.reader.contains(options.total_process) {
        let process = solver.settle(Component::TotalProcess, options.total_process)?;
        let (metaspace, overhead) = jvm_memory_from_process(solver, options, process)?;
        let total = process.subtract(metaspace.add(overhead)?)?;
        solver.remainder(
            Component::TotalFlink,
            (Component::TotalProcess, process),
            &[(Component::JvmMetaspace, metaspace), (Component::JvmOverhead, overhead)],
            None,
            total,
        );
        let flink = F::from_total(solver, total)?;
        flink.describe_sums(solver);
        ProcessMemory { flink, metaspace, overhead }
    } else {
        let keys = [options.total_process.key, options.total_flink.key];
        return Err(FlinkError::from(Sentence::NothingConfigured {
            version: solver.reader.version(),
            fine_grained: options.fine_grained_keys,
            flink: options.total_flink.key,
            process: options.total_process.key,
        })
        .about(&keys)
        .about(options.fine_grained_keys));
    };
    Ok(memory)
}

/// Metaspace and overhead as parts of a configured process size.
fn jvm_memory_from_process(
    solver: &mut Solver<'_>,
    options: &ProcessOptions,
    process: MemorySize,
) -> Result<(MemorySize, MemorySize), FlinkError> {
    let metaspace = solver.settle(Component::JvmMetaspace, options.metaspace)?;
    let range = solver.range_fraction(&options.overhead)?;
    let overhead = solver.fraction(Component::JvmOverhead, (Component::TotalProcess, process), range)?;
    if metaspace.add(overhead)? > process {
        return Err(FlinkError::from(Sentence::MetaspaceAndOverheadExceedProcess {
            metaspace,
            overhead,
            process,
        })
        .about(&[options.total_process.key, options.metaspace.key])
        .about(&options.overhead.keys()));
    }
    Ok((metaspace, overhead))
}

/// Metaspace and overhead on top of a known Flink size.
fn jvm_memory_from_flink(
    solver: &mut Solver<'_>,
    options: &ProcessOptions,
    flink: MemorySize,
) -> Result<(MemorySize, MemorySize), FlinkError> {
    let metaspace = solver.settle(Component::JvmMetaspace, options.metaspace)?;
    let flink_and_metaspace = flink.add(metaspace)?;
    let terms = [(Component::TotalFlink, flink), (Component::JvmMetaspace, metaspace)];
    if solver.reader.contains(options.total_process) {
        let process = solver.settle(Component::TotalProcess, options.total_process)?;
        if solver.reader.behaviour().checks_process_size && process < flink_and_metaspace {
            return Err(FlinkError::from(Sentence::ProcessSmallerThanFlinkAndMetaspace {
                process,
                flink,
                metaspace,
            })
            .about(&[options.total_process.key, options.total_flink.key, options.metaspace.key]));
        }
        let overhead = process
            .subtract(flink_and_metaspace)
            .map_err(|error| error.about(&[options.total_process.key, options.total_flink.key]))?;
        let range = check_overhead(solver, options, overhead, process)?;
        solver.remainder(
            Component::JvmOverhead,
            (Component::TotalProcess, process),
            &terms,
            Some(range),
            overhead,
        );
        return Ok((metaspace, overhead));
    }
    let range = solver.range_fraction(&options.overhead)?;
    let overhead = solver.inverse_fraction(Component::JvmOverhead, &terms, flink_and_metaspace, range)?;
    let process = flink_and_metaspace.add(overhead)?;
    solver.sum(
        Component::TotalProcess,
        &[
            (Component::TotalFlink, flink),
            (Component::JvmMetaspace, metaspace),
            (Component::JvmOverhead, overhead),
        ],
        process,
    );
    Ok((metaspace, overhead))
}

/// An overhead that is a rest has to lie in its range; a fraction that it does not match is only logged.
fn check_overhead(
    solver: &mut Solver<'_>,
    options: &ProcessOptions,
    overhead: MemorySize,
    process: MemorySize,
) -> Result<Range, FlinkError> {
    let RangeFraction { range, fraction } = solver.range_fraction(&options.overhead)?;
    if overhead > range.max || overhead < range.min {
        let (min, max) = (range.min, range.max);
        return Err(FlinkError::from(Sentence::NotInRange {
            component: Component::JvmOverhead,
            size: overhead,
            min,
            max,
        })
        .about(&[options.total_process.key, options.overhead.min.key, options.overhead.max.key]));
    }
    if solver.reader.contains(options.overhead.fraction) && overhead != process.multiply(fraction.value)? {
        let behaviour = solver.reader.behaviour();
        let value = java::double_to_string(fraction.value);
        solver.reader.log(
            "INFO",
            behaviour.process_utils,
            format_args!(
                "The derived JVM Overhead size ({}) does not match the {} ({value}) from the configured Total Process Memory size \
                 ({}). The derived {} size will be used.",
                overhead.human(),
                behaviour.overhead_fraction_words,
                process.human(),
                behaviour.overhead_words,
            ),
        );
    }
    Ok(range)
}

/// How a component is called in the log lines about its fraction.
const fn fraction_words(component: Component) -> &'static str {
    match component {
        Component::JvmOverhead => "jvm overhead memory",
        Component::Network => "network memory",
        _ => "managed memory",
    }
}

impl<'a> Solver<'a> {
    pub(crate) fn new(reader: Reader<'a>) -> Self {
        Self { reader, derivation: Derivation::default() }
    }

    /// Reads the size of a component from its option.
    pub(crate) fn settle(
        &mut self,
        component: Component,
        option: &'static OptionDef,
    ) -> Result<MemorySize, FlinkError> {
        let SizeRead { size, rule } = self.reader.size(option)?;
        self.push(component, rule, size);
        Ok(size)
    }

    /// Reads a range and its fraction, in Flink's order: minimum, maximum, fraction, then the checks.
    pub(crate) fn range_fraction(&mut self, options: &RangeOptions) -> Result<RangeFraction, FlinkError> {
        let min = self.reader.size(options.min)?.size;
        let max = self.reader.size(options.max)?.size;
        let range = Range { min_key: options.min.key, min, max_key: options.max.key, max };
        self.fraction_in(range, options.fraction, &options.keys())
    }

    /// Reads a fraction for a given range and checks both.
    pub(crate) fn fraction_in(
        &mut self,
        range: Range,
        option: &'static OptionDef,
        keys: &[&'static str],
    ) -> Result<RangeFraction, FlinkError> {
        let (value, configured) = self.reader.float(option)?;
        // The one place where Flink widens: `double fraction = config.getFloat(option)`.
        let value = f64::from(value);
        let problem = if range.min > range.max {
            Some(Sentence::MinAboveMax)
        } else if !(0.0..1.0).contains(&value) {
            Some(Sentence::FractionOutOfRange)
        } else {
            None
        };
        if let Some(problem) = problem {
            // Name the culprit first: a range that is upside down is not the fraction's fault.
            let mut keys = keys.to_vec();
            if problem == Sentence::MinAboveMax {
                keys.rotate_left(1);
            }
            let (min, max) = (range.min, range.max);
            let option = describe(option, self.reader.version());
            let fraction = java::double_to_string(value);
            return Err(FlinkError::from(Sentence::InconsistentFraction { option, fraction, min, max })
                .caused_by(problem.into())
                .about(&keys));
        }
        Ok(RangeFraction { range, fraction: Fraction { key: option.key, value, configured } })
    }

    /// `deriveWithFraction`.
    pub(crate) fn fraction(
        &mut self,
        component: Component,
        (of, base): (Component, MemorySize),
        RangeFraction { range, fraction }: RangeFraction,
    ) -> Result<MemorySize, FlinkError> {
        let exact = base.multiply(fraction.value)?;
        let (size, clamp) = self.cap(component, exact, range);
        let of = Term { component: of, size: base };
        self.push(component, Rule::Fraction { of, fraction, exact, range, clamp }, size);
        Ok(size)
    }

    /// `deriveWithInverseFraction`: `terms`, which add up to `base`, are what the fraction leaves.
    pub(crate) fn inverse_fraction(
        &mut self,
        component: Component,
        terms: &[(Component, MemorySize)],
        base: MemorySize,
        RangeFraction { range, fraction }: RangeFraction,
    ) -> Result<MemorySize, FlinkError> {
        let factor = fraction.value / (1.0 - fraction.value);
        let exact = base.multiply(factor)?;
        let (size, clamp) = self.cap(component, exact, range);
        let of = as_terms(terms);
        self.push(component, Rule::InverseFraction { of, base, fraction, factor, exact, range, clamp }, size);
        Ok(size)
    }

    /// `capToMinMax`.
    fn cap(&mut self, component: Component, exact: MemorySize, range: Range) -> (MemorySize, Option<Clamp>) {
        let (size, clamp, comparison, end) = if exact > range.max {
            (range.max, Clamp::ToMax, "greater", "max")
        } else if exact < range.min {
            (range.min, Clamp::ToMin, "less", "min")
        } else {
            return (exact, None);
        };
        let class = self.reader.behaviour().process_utils;
        self.reader.log(
            "INFO",
            class,
            format_args!(
                "The derived from fraction {} ({}) is {comparison} than its {end} value {}, {end} value will be used instead",
                fraction_words(component),
                exact.human(),
                size.human(),
            ),
        );
        (size, Some(clamp))
    }

    /// Records that `component` is what `minus` leave of `of`.
    pub(crate) fn remainder(
        &mut self,
        component: Component,
        of: (Component, MemorySize),
        minus: &[(Component, MemorySize)],
        within: Option<Range>,
        size: MemorySize,
    ) {
        let of = Term { component: of.0, size: of.1 };
        self.push(component, Rule::Remainder { of, minus: as_terms(minus), within }, size);
    }

    /// Records that `component` is the sum of `terms`.
    pub(crate) fn sum(&mut self, component: Component, terms: &[(Component, MemorySize)], size: MemorySize) {
        self.push(component, Rule::Sum { terms: as_terms(terms) }, size);
    }

    /// Records a step.
    pub(crate) fn push(&mut self, component: Component, rule: Rule, size: MemorySize) {
        let behaviour = self.reader.behaviour();
        let class = match (component, &rule) {
            (Component::TotalProcess | Component::JvmMetaspace | Component::JvmOverhead, _)
            | (Component::TotalFlink, Rule::Remainder { .. } | Rule::Configured { .. }) => {
                behaviour.process_utils
            }
            _ => self.derivation.flink_class(),
        };
        self.derivation.push(Step { component, rule, size, class });
    }
}

fn as_terms(terms: &[(Component, MemorySize)]) -> Vec<Term> {
    terms.iter().map(|&(component, size)| Term { component, size }).collect()
}

/// The sum of sizes, in Flink's order of addition.
pub(crate) fn add_all(terms: &[(Component, MemorySize)]) -> Result<MemorySize, FlinkError> {
    terms.iter().try_fold(MemorySize::ZERO, |sum, (_, size)| sum.add(*size))
}
