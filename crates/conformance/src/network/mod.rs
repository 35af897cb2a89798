//! Recordings of network buffers and managed memory at work.
//!
//! Their lines have a form of their own: a release in `v`, numbers of a set-up, and mostly a list of operations, each with what came of it
//! and the state after it. An operation is carried out here, and everything that was recorded of it is compared.

mod buffer_pool;
mod debloat;
mod flow_input;
mod flow_output;
mod memory_manager;
mod required_buffers;
mod sort_spill;

use pools::Release;
use pools::buffer::PoolError;

use crate::check::{Failure, Matched, Stopwatch};
use crate::compare::{Difference, first_difference};
use crate::fields::{Fields, Reason};
use crate::json::Json;
use crate::kind::Kind;

/// Why a line does not match.
enum Trouble {
    /// It cannot be read.
    Malformed(Reason),
    /// It says something else.
    Differs(Difference),
}

impl From<Reason> for Trouble {
    fn from(reason: Reason) -> Self {
        Self::Malformed(reason)
    }
}

/// Compares every field of a line.
pub(crate) fn check_line(kind: Kind, line: &str, stopwatch: &mut impl Stopwatch) -> Result<Matched, Failure> {
    let malformed = |id: Option<&str>, reason| Failure::Malformed { id: id.map(str::to_owned), reason };
    let mut fields = Fields::read(line).map_err(|reason| malformed(None, reason))?;
    let id = fields.optional_text("id").map_err(|reason| malformed(None, reason))?;
    let id = id.as_deref();
    let name = fields.text("v").map_err(|reason| malformed(id, reason))?;
    let release = Release::parse(&name)
        .ok_or_else(|| malformed(id, format!("field `v` names an unknown release: {name}")))?;
    let checked = match kind {
        Kind::BufferPool => buffer_pool::check(release, fields, stopwatch),
        Kind::MemoryManager => memory_manager::check(fields, stopwatch),
        Kind::RequiredBuffers => required_buffers::check(release, fields, stopwatch),
        Kind::Debloat => debloat::check(release, fields, stopwatch),
        Kind::FlowInput => flow_input::check(release, fields, stopwatch),
        Kind::FlowOutput => flow_output::check(release, fields, stopwatch),
        Kind::SortSpill => sort_spill::check(fields, stopwatch),
        _ => Err(Trouble::Malformed(format!("`{kind}` is not read here"))),
    };
    checked.map(|()| Matched { releases: 1 }).map_err(|trouble| match trouble {
        Trouble::Malformed(reason) => malformed(id, reason),
        Trouble::Differs(Difference { field, expected, found }) => Failure::Mismatch {
            id: id.unwrap_or(kind.name()).to_owned(),
            release: name.into_owned(),
            field,
            expected,
            found,
        },
    })
}

/// Compares what was recorded in `place` with what was found.
fn compare(place: &str, expected: &Json<'_>, found: &Json<'_>) -> Result<(), Trouble> {
    match first_difference(expected, found) {
        Some(difference) => Err(Trouble::Differs(difference.inside(place))),
        None => Ok(()),
    }
}

/// Carries out operation after operation, and compares each with what was recorded of it.
fn check_steps<'a>(
    steps: Vec<Json<'a>>,
    mut carry_out: impl FnMut(&mut Fields<'a>) -> Result<Json<'static>, Reason>,
) -> Result<(), Trouble> {
    for (at, step) in steps.into_iter().enumerate() {
        let place = format!("steps[{at}]");
        let mut step = Fields::of(step)?;
        let found = carry_out(&mut step).map_err(|reason| format!("{place}: {reason}"))?;
        compare(&place, &step.rest(), &found)?;
    }
    Ok(())
}

/// What comes of an operation that has no result to speak of.
fn ok(_: impl Sized) -> Json<'static> {
    Json::text("ok")
}

/// What came of an operation: a result, or class and message of an exception.
fn outcome(result: Result<Json<'static>, (&'static str, String)>) -> Vec<(&'static str, Json<'static>)> {
    match result {
        Ok(result) => vec![("r", result)],
        Err((class, message)) => {
            vec![("r", Json::text("err")), ("ex", Json::text(class)), ("msg", Json::text(message))]
        }
    }
}

/// What a buffer pool said.
fn pool_outcome(
    result: Result<Json<'static>, PoolError>,
) -> Result<Vec<(&'static str, Json<'static>)>, Reason> {
    match result {
        Ok(result) => Ok(outcome(Ok(result))),
        Err(error) => {
            let class = error.class().ok_or_else(|| error.to_string())?;
            Ok(outcome(Err((class, error.to_string()))))
        }
    }
}

/// A `float` as Java prints it: the shortest decimal that reads back to it.
fn float(value: f32) -> Json<'static> {
    value.to_string().parse().map_or(Json::Null, Json::double)
}
