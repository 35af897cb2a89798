//! Settings of buffer debloating (`BufferDebloatConfiguration`). 1.14 reads the same options later, in tasks (`StreamTask`), and only where
//! it is on: there, what is wrong with them does not keep a TaskManager from starting.

use crate::catalogue::{
    DEBLOAT_ENABLED, DEBLOAT_PERIOD, DEBLOAT_SAMPLES, DEBLOAT_TARGET, DEBLOAT_THRESHOLD_PERCENTAGES,
    OptionDef, TM_MIN_SEGMENT_SIZE, TM_SEGMENT_SIZE, TM_STARTING_SEGMENT_SIZE,
};
use crate::duration::Duration;
use crate::error::{FlinkError, Sentence};
use crate::reader::Reader;

/// How a task's buffers shrink to what it can work off in time. From 1.15 on checked even where it is off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BufferDebloating {
    /// Whether it is on.
    pub is_enabled: bool,
    /// Time that the buffers in flight should last, ms, from 1.
    pub target_ms: i64,
    /// Largest size of a buffer, bytes: the segment's.
    pub max_buffer_size: i32,
    /// Smallest size of a buffer, bytes, from 1.
    pub min_buffer_size: i32,
    /// Size of a buffer at first, bytes, between the two; `None` before 2.0, where it is the largest.
    pub starting_buffer_size: Option<i32>,
    /// Least change of the size that is announced, percent; any number.
    pub threshold_percentages: i32,
    /// Samples of the moving average, from 1.
    pub samples: i32,
    /// How often tasks reconsider the size, ms. They read it themselves, in every release; where they cannot, it is `None`.
    pub period_ms: Option<i64>,
}

impl BufferDebloating {
    /// What tasks of 1.14 find; `None` where it is off, or where they fail.
    pub(super) fn read_later(reader: &mut Reader<'_>) -> Option<Self> {
        if !reader.boolean(&DEBLOAT_ENABLED).ok()? {
            return None;
        }
        Self::read(reader).ok()
    }

    /// `BufferDebloatConfiguration.fromConfiguration`.
    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, FlinkError> {
        let target = reader.duration(&DEBLOAT_TARGET)?.unwrap_or(Duration::from_millis(0));
        let max_buffer_size = exact(reader, &TM_SEGMENT_SIZE)?.unwrap_or(0);
        let min_buffer_size = exact(reader, &TM_MIN_SEGMENT_SIZE)?.unwrap_or(0);
        let starting_buffer_size = exact(reader, &TM_STARTING_SEGMENT_SIZE)?;
        let threshold_percentages = reader.integer(&DEBLOAT_THRESHOLD_PERCENTAGES)?;
        let samples = reader.integer(&DEBLOAT_SAMPLES)?;

        let starts_within =
            starting_buffer_size.is_none_or(|size| (min_buffer_size..=max_buffer_size).contains(&size));
        let checks = [
            (max_buffer_size > 0, &TM_SEGMENT_SIZE),
            (min_buffer_size > 0, &TM_MIN_SEGMENT_SIZE),
            (samples > 0, &DEBLOAT_SAMPLES),
            (min_buffer_size <= max_buffer_size, &TM_MIN_SEGMENT_SIZE),
        ];
        check(&checks)?;
        let target_ms = target.millis()?;
        check(&[(target_ms > 0, &DEBLOAT_TARGET), (starts_within, &TM_STARTING_SEGMENT_SIZE)])?;
        Ok(Self {
            is_enabled: reader.boolean(&DEBLOAT_ENABLED)?,
            target_ms,
            max_buffer_size,
            min_buffer_size,
            starting_buffer_size,
            threshold_percentages,
            samples,
            period_ms: reader
                .duration(&DEBLOAT_PERIOD)
                .ok()
                .flatten()
                .and_then(|period| period.millis().ok()),
        })
    }
}

/// Flink's exception says nothing; which option is to blame is for a form.
fn check(checks: &[(bool, &OptionDef)]) -> Result<(), FlinkError> {
    match checks.iter().find(|(holds, _)| !holds) {
        Some((_, option)) => Err(FlinkError::from(Sentence::IllegalDebloating).about(&[option.key])),
        None => Ok(()),
    }
}

/// `Math.toIntExact` of a size.
fn exact(reader: &mut Reader<'_>, option: &'static OptionDef) -> Result<Option<i32>, FlinkError> {
    let Some(read) = reader.plain_size(option)? else { return Ok(None) };
    let bytes = i32::try_from(read.size.bytes());
    bytes.map(Some).map_err(|_| FlinkError::from(Sentence::IntegerOverflow).about(&[option.key]))
}
