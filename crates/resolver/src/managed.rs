//! Managed memory of a slot: how much a slot has, and how much of it each kind of consumer in the slot gets.
//!
//! A TaskManager divides its managed memory evenly among its slots. Inside a slot, the kinds of consumers that the slot's operators
//! declare (their use cases) share it by weight; a weight of a use case that is not present does not count. The slot's memory manager
//! then grants a consumer its fraction in bytes (RocksDB, Python) or in whole pages (sorting, hash tables).
//!
//! Follows `ManagedMemoryUtils`, `MemoryManager`, `TaskExecutorResourceUtils.generateDefaultSlotResourceProfile` and
//! `StateBackendLoader` (1.12 to 2.3). Releases before 1.12 have no weights. Not here: how a job graph gives operators their weights,
//! and options of RocksDB other than those of its memory, which may keep its state backend from being made, too.

use std::fmt;

use crate::behaviour::{CHECKPOINT_DIRECTORY, Consumers};
use crate::catalogue::{STATE_BACKEND, STATE_BACKEND_TYPE, TM_MANAGED_WEIGHTS};
use crate::config::Configuration;
use crate::error::{FlinkError, Sentence};
use crate::java;
use crate::memory_size::MemorySize;
use crate::reader::{Reader, number_format};
use crate::rocksdb::{self, Store};
use crate::version::FlinkVersion;

/// Bytes of the smallest page (`MemoryManager.MIN_PAGE_SIZE`).
pub const SMALLEST_PAGE: i32 = 4096;

/// A kind of consumer of managed memory (`ManagedMemoryUseCase`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum UseCase {
    /// Algorithms of operators: sorting, hash tables, caches. Each such operator gets its own part. Called `BATCH_OP` in 1.12.
    Operator,
    /// A state backend in native memory, one for the whole slot.
    StateBackend,
    /// Python processes, shared by all Python operators of the slot.
    Python,
}

impl UseCase {
    /// Every use case, in the order in which Flink reads their weights.
    pub const ALL: [Self; 3] = [Self::Operator, Self::StateBackend, Self::Python];

    /// Flink's name, under which its weight is configured from 1.13 on.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Operator => "OPERATOR",
            Self::StateBackend => "STATE_BACKEND",
            Self::Python => "PYTHON",
        }
    }

    /// Whether the older name of both operators and state backend stands for it, too.
    const fn is_data_processing(self) -> bool {
        matches!(self, Self::Operator | Self::StateBackend)
    }
}

impl fmt::Display for UseCase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The name for operators and state backend together (`MANAGED_MEMORY_CONSUMER_NAME_DATAPROC`).
const DATA_PROCESSING: &str = "DATAPROC";

/// What is asked about a slot.
#[derive(Clone, Copy, Debug)]
pub struct SlotRequest<'a> {
    /// The release that answers, 1.12 or newer to get shares.
    pub version: FlinkVersion,
    /// Managed memory of the whole TaskManager.
    pub managed: MemorySize,
    /// Slots of the TaskManager; less than 1 is an error.
    pub slots: i32,
    /// Bytes of a page (`taskmanager.memory.segment-size`): a power of two, at least [`SMALLEST_PAGE`].
    pub page_size: i32,
    /// The kinds of consumers among the slot's operators.
    pub use_cases: &'a [UseCase],
    /// Whether the state backend uses managed memory.
    pub state_backend: StateBackend,
    /// The operator whose share of [`UseCase::Operator`] is asked.
    pub operator: OperatorShare,
    /// The configuration: weights, state backend.
    pub config: &'a Configuration,
}

/// A job's state backend, as far as managed memory goes.
#[derive(Clone, Copy, Debug)]
pub enum StateBackend {
    /// It uses managed memory, if it is present.
    Managed,
    /// It does not.
    Unmanaged,
    /// The job names none: this finds out from the configuration. A function, so that a program that never asks need not contain the answer;
    /// [`from_configuration`] is the one.
    Configured(FindStateBackend),
}

/// Finds out whether the configured state backend uses managed memory.
///
/// # Errors
/// Flink's own, for memory options of RocksDB and ForSt that cannot be read.
pub type FindStateBackend = fn(FlinkVersion, &Configuration) -> Result<bool, FlinkError>;

/// An operator's part of what all operators of the slot get together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OperatorShare {
    /// The operator's weight, 0 or more (in SQL jobs: mebibytes).
    pub weight: i32,
    /// The weights of all operators of the slot that declare [`UseCase::Operator`]; 0 is an error.
    pub total: i32,
}

impl OperatorShare {
    /// The only operator of its kind in the slot.
    pub const WHOLE: Self = Self { weight: 1, total: 1 };
}

/// A slot's managed memory and who gets it.
#[derive(Clone, Debug, PartialEq)]
pub struct SlotMemory {
    /// Managed memory of the slot.
    pub managed: MemorySize,
    /// Whether the state backend takes part.
    pub state_backend_uses_managed: bool,
    /// The weights as configured, or their defaults, in the order of [`UseCase::ALL`]. A use case without a weight gets nothing.
    pub weights: Vec<(UseCase, i32)>,
    /// The operator's part of [`UseCase::Operator`], in 0..=1.
    pub operator_fraction: f64,
    /// A share for each of the request's use cases, in its order; empty before 1.12.
    pub shares: Vec<Share>,
}

/// What a use case, or an operator, gets of a slot.
#[derive(Clone, Debug, PartialEq)]
pub struct Share {
    /// Who gets it.
    pub use_case: UseCase,
    /// Part of the slot's managed memory: of [`UseCase::Operator`] what the one operator gets, of the others all.
    pub fraction: f64,
    /// What the memory manager grants for that, or how it refuses (a fraction of 0 to begin with).
    pub grant: Result<Grant, FlinkError>,
}

/// What a memory manager grants for a fraction. A consumer takes either bytes or pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grant {
    /// The fraction of the slot's bytes, truncated.
    pub bytes: MemorySize,
    /// The fraction of the slot's whole pages, truncated.
    pub pages: i32,
}

/// Divides a TaskManager's managed memory down to the consumers of a slot.
///
/// ```
/// use resolver::managed::{OperatorShare, SlotRequest, StateBackend, UseCase, divide};
/// use resolver::{Configuration, FlinkVersion, MemorySize};
///
/// let slot = divide(SlotRequest {
///     version: FlinkVersion::V2_3,
///     managed: MemorySize::parse("512m").unwrap(),
///     slots: 2,
///     page_size: 32768,
///     use_cases: &[UseCase::StateBackend, UseCase::Python],
///     state_backend: StateBackend::Managed,
///     operator: OperatorShare::WHOLE,
///     config: &Configuration::new(),
/// })
/// .unwrap();
/// assert_eq!(slot.managed.to_string(), "256 mb");
/// assert_eq!(slot.shares[0].fraction, 0.7);
/// assert_eq!(slot.shares[1].grant.as_ref().unwrap().pages, 2457);
/// ```
///
/// # Errors
/// Flink's own: fewer than 1 slot, weights that are no map of whole numbers of 0 or more, an unknown consumer (1.12), a page size that
/// is too small or no power of two, more than 2^31-1 pages, RocksDB memory options that cannot be read.
pub fn divide(request: SlotRequest<'_>) -> Result<SlotMemory, FlinkError> {
    let SlotRequest { version, managed, slots, page_size, use_cases, operator, config, .. } = request;
    let mut reader = Reader::new(config, version);
    let slot = of_slot(managed, slots, version)?;
    let Some(consumers) = reader.behaviour().consumers else {
        return Ok(SlotMemory {
            managed: slot,
            state_backend_uses_managed: false,
            weights: Vec::new(),
            operator_fraction: 0.0,
            shares: Vec::new(),
        });
    };
    let state_backend_uses_managed = match request.state_backend {
        StateBackend::Managed => true,
        StateBackend::Unmanaged => false,
        StateBackend::Configured(find) => find(version, config)?,
    };
    let weights =
        read_weights(&mut reader, consumers).map_err(|error| error.about(&[TM_MANAGED_WEIGHTS.key]))?;
    let operator_fraction = fraction_rounded_down(operator.weight.into(), operator.total.into())?;
    let manager = MemoryManager::new(slot, page_size)?;

    let weight =
        |use_case| weights.iter().find(|(other, _)| *other == use_case).map_or(0, |(_, weight)| *weight);
    let takes_part = |use_case: &UseCase| *use_case != UseCase::StateBackend || state_backend_uses_managed;
    // Flink adds up in 32 bits, and past their end gives nobody anything.
    let present = UseCase::ALL.iter().filter(|use_case| use_cases.contains(use_case) && takes_part(use_case));
    let total = present.fold(0_i32, |total, use_case| total.wrapping_add(weight(*use_case)));
    let shares = use_cases.iter().map(|use_case| {
        let of_slot = if total > 0 && takes_part(use_case) {
            fraction_rounded_down(weight(*use_case).into(), total.into())?
        } else {
            0.0
        };
        let of_use_case = if *use_case == UseCase::Operator { operator_fraction } else { 1.0 };
        let fraction = of_use_case * of_slot;
        Ok(Share { use_case: *use_case, fraction, grant: manager.grant(fraction) })
    });
    let shares = shares.collect::<Result<_, FlinkError>>()?;
    Ok(SlotMemory { managed: slot, state_backend_uses_managed, weights, operator_fraction, shares })
}

/// The managed memory of one slot. Flink divides the CPU cores first, whose complaint about a negative number of slots hides that of the
/// size.
fn of_slot(managed: MemorySize, slots: i32, version: FlinkVersion) -> Result<MemorySize, FlinkError> {
    if slots < 0 {
        return Err(Sentence::NegativeResource.into());
    }
    managed.divide(slots.into(), version)
}

/// `getManagedMemoryUseCaseWeightsFromConfig`.
fn read_weights(reader: &mut Reader<'_>, consumers: Consumers) -> Result<Vec<(UseCase, i32)>, FlinkError> {
    let configured = reader.map(&TM_MANAGED_WEIGHTS)?;
    let mut weights = Vec::new();
    match consumers {
        Consumers::DataProcessing => {
            for (name, text) in java::hash_map_order(configured, |(name, _)| name) {
                let weight = parse_weight(&name, &text)?;
                match name.as_str() {
                    DATA_PROCESSING => {
                        weights.extend([(UseCase::Operator, weight), (UseCase::StateBackend, weight)]);
                    }
                    "PYTHON" => weights.push((UseCase::Python, weight)),
                    _ => return Err(Sentence::UnknownConsumer { name }.into()),
                }
            }
            // Two at most: one name stands for operators and state backend.
            if matches!(weights.first(), Some((UseCase::Python, _))) {
                weights.rotate_left(1);
            }
        }
        Consumers::UseCasesOrDataProcessing | Consumers::UseCases => {
            let find = |name| configured.iter().find(|(other, _)| *other == name).map(|(_, text)| text);
            for use_case in UseCase::ALL {
                let stands_in =
                    consumers == Consumers::UseCasesOrDataProcessing && use_case.is_data_processing();
                let older = || stands_in.then(|| find(DATA_PROCESSING)).flatten();
                if let Some(text) = find(use_case.name()).or_else(older) {
                    weights.push((use_case, parse_weight(use_case.name(), text)?));
                }
            }
        }
    }
    Ok(weights)
}

fn parse_weight(consumer: &str, text: &str) -> Result<i32, FlinkError> {
    let weight = java::parse_int(text).map_err(number_format)?;
    if weight < 0 {
        return Err(Sentence::NegativeWeight { consumer: consumer.to_owned(), weight }.into());
    }
    Ok(weight)
}

/// `StateBackendLoader.stateBackendFromApplicationOrConfigOrDefaultUseManagedMemory`, for a job that names no state backend itself: what
/// cannot be made is taken for one that uses managed memory.
pub fn from_configuration(version: FlinkVersion, config: &Configuration) -> Result<bool, FlinkError> {
    let reader = &mut Reader::new(config, version);
    // The option changed its key; only one of the two exists in a release.
    let Some(choice) = reader.text(&STATE_BACKEND_TYPE).or_else(|| reader.text(&STATE_BACKEND)) else {
        return Ok(false);
    };
    let name = java::to_lower_case(choice);
    let backends = reader.behaviour().heap_backends;
    if let Some(backend) = backends.iter().find(|backend| [choice, name.as_str()].contains(&backend.choice)) {
        return Ok(backend.needs.is_some_and(|key| reader.raw(key).is_none()));
    }
    let is_chosen = |store: &Store| store.exists(reader.version()) && store.name() == name;
    let can_be_made = !reader.behaviour().stores_need_directory || reader.raw(CHECKPOINT_DIRECTORY).is_some();
    if let Some(store) = Store::ALL.into_iter().find(is_chosen).filter(|_| can_be_made) {
        rocksdb::check_options(reader, store)?;
    }
    Ok(true)
}

/// `ManagedMemoryUtils.getFractionRoundedDown`: 16 decimals, the rest cut off.
fn fraction_rounded_down(dividend: i64, divisor: i64) -> Result<f64, FlinkError> {
    /// One and sixteen decimals.
    const ONE: u64 = 10_u64.pow(16);
    if divisor == 0 {
        // Java divides by a long as long as the scaled dividend fits one, and has other words for it afterwards.
        let is_long =
            dividend.unsigned_abs().checked_mul(ONE).is_some_and(|scaled| i64::try_from(scaled).is_ok());
        return Err(if is_long { Sentence::DivisionByZero } else { Sentence::BigDivisionByZero }.into());
    }
    let sign = if (dividend < 0) == (divisor < 0) { "" } else { "-" };
    let (dividend, divisor) = (dividend.unsigned_abs(), divisor.unsigned_abs());
    let decimals = u128::from(dividend % divisor) * u128::from(ONE) / u128::from(divisor);
    let (whole, decimals) = (dividend / divisor, u64::try_from(decimals).unwrap_or(0));
    // Text in between, because that rounds correctly whatever the number of digits.
    Ok(java::parse_double(&format!("{sign}{whole}.{decimals:016}")).unwrap_or(0.0))
}

/// What hands out a slot's managed memory (`MemoryManager`).
struct MemoryManager {
    bytes: u64,
    pages: u64,
}

impl MemoryManager {
    fn new(managed: MemorySize, page_size: i32) -> Result<Self, FlinkError> {
        if page_size < SMALLEST_PAGE {
            return Err(Sentence::PageTooSmall { least: SMALLEST_PAGE }.into());
        }
        let page_size = u64::from(page_size.unsigned_abs());
        if !page_size.is_power_of_two() {
            return Err(Sentence::PageNotPowerOfTwo.into());
        }
        let pages = managed.bytes() / page_size;
        if pages > u64::from(i32::MAX.unsigned_abs()) {
            return Err(Sentence::TooManyPages { bytes: managed, pages }.into());
        }
        Ok(Self { bytes: managed.bytes(), pages })
    }

    /// `computeMemorySize` and `computeNumberOfPages`.
    fn grant(&self, fraction: f64) -> Result<Grant, FlinkError> {
        if fraction == 0.0 {
            return Err(FlinkError::from(Sentence::NoFraction { key: TM_MANAGED_WEIGHTS.key })
                .about(&[TM_MANAGED_WEIGHTS.key]));
        }
        if !(fraction > 0.0 && fraction <= 1.0) {
            return Err(FlinkError::from(Sentence::FractionOfMemoryOutOfRange { fraction })
                .about(&[TM_MANAGED_WEIGHTS.key]));
        }
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            reason = "Flink computes with doubles and cuts the decimals off"
        )]
        let (bytes, pages) =
            ((self.bytes as f64 * fraction).floor() as i64, (self.pages as f64 * fraction) as i32);
        Ok(Grant { bytes: MemorySize::try_from(bytes)?, pages })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fractions_are_cut_after_sixteen_decimals() {
        for (dividend, divisor, fraction) in [
            (1, 3, 0.333_333_333_333_333_3),
            (2, 3, 0.666_666_666_666_666_6),
            (70, 170, 0.411_764_705_882_352_9),
            (1, 1, 1.0),
            (0, 5, 0.0),
        ] {
            assert_eq!(fraction_rounded_down(dividend, divisor), Ok(fraction), "{dividend}/{divisor}");
        }
    }

    #[test]
    fn weights_past_32_bits_give_nobody_anything_or_too_much() {
        let config = |weights| Configuration::from([(TM_MANAGED_WEIGHTS.key, weights)]);
        let shares = |weights| {
            let request = SlotRequest {
                version: FlinkVersion::LATEST,
                managed: MemorySize::from_mebibytes(512),
                slots: 1,
                page_size: 32768,
                use_cases: &UseCase::ALL,
                state_backend: StateBackend::Managed,
                operator: OperatorShare::WHOLE,
                config: &config(weights),
            };
            divide(request).map(|slot| slot.shares)
        };
        let nothing = shares("OPERATOR:2147483647,STATE_BACKEND:1").expect("weights");
        assert!(nothing.iter().all(|share| share.fraction == 0.0));
        let too_much = shares("OPERATOR:2147483647,STATE_BACKEND:2147483647,PYTHON:4").expect("weights");
        assert_eq!(
            too_much[0].grant.as_ref().map_err(|error| error.message.as_str()),
            Err("The fraction of memory to allocate must within (0, 1], was: 1.0737418235E9.")
        );
    }
}
