//! Sizes of buffers as a gate announces them.

use pools::Release;
use sim::debloat::{BufferDebloater, DebloatSetup, NegativeSize};

use super::{Trouble, check_steps, outcome};
use crate::check::Stopwatch;
use crate::fields::{Fields, Reason};
use crate::json::Json;

pub(super) fn check(
    release: Release,
    mut fields: Fields<'_>,
    stopwatch: &mut impl Stopwatch,
) -> Result<(), Trouble> {
    // Where a line comes from.
    fields.take("seed");
    let debloater = BufferDebloater::new(&DebloatSetup {
        release,
        target_ms: fields.integer("targetMs")?,
        start: fields.integer("start")?,
        max: fields.integer("max")?,
        min: fields.integer("min")?,
        threshold_percentages: fields.integer("percent")?,
        samples: fields.integer("samples")?,
    });
    let mut debloater =
        debloater.ok_or_else(|| format!("there is no debloating of this kind in {release}"))?;
    let steps = fields.list("steps")?;
    fields.finish()?;
    stopwatch.time(|| check_steps(steps, |step| carry_out(&mut debloater, step)))
}

/// Carries out one decision; what is left in `step` is what was recorded of it.
fn carry_out(debloater: &mut BufferDebloater, step: &mut Fields<'_>) -> Result<Json<'static>, Reason> {
    let announced = debloater.recalculate(step.integer("throughput")?, step.integer("inUse")?);
    let mut fields = match announced {
        Ok(announced) => vec![("announce", announced.map_or(Json::Null, Json::integer))],
        Err(error) => outcome(Err((NegativeSize::CLASS, error.to_string()))),
    };
    // Of a failure, the state after it may have been recorded or not.
    let is_recorded = announced.is_ok() || step.contains("size");
    if is_recorded {
        fields.push(("size", Json::integer(debloater.size())));
        fields.push(("estimateMs", Json::integer(debloater.estimate_ms())));
    }
    Ok(Json::object(fields))
}
