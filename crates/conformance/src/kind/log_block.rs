//! The block of sizes that a process logs when it starts. The request is one of `resolve/`, found by its id.

use resolver::FlinkVersion;

use crate::answer::Answer;
use crate::check::Stopwatch;
use crate::kind::ResolveRequest;

pub(crate) fn answer(
    request: &ResolveRequest,
    version: FlinkVersion,
    stopwatch: &mut impl Stopwatch,
) -> Answer<'static> {
    match request.resolve(version, stopwatch).outcome {
        Ok(breakdown) => Answer::of_lines(breakdown.log_block(version)),
        Err(error) => Answer::of(Err(error), Vec::new()),
    }
}
