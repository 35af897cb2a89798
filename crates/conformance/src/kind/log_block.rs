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
    let resolution = request.resolve(version, stopwatch);
    match (resolution.log_block(version), resolution.outcome) {
        // Flink logs the block as soon as the memory is settled, even if it fails over something else afterwards.
        (None, Err(error)) => Answer::of(Err(error), Vec::new()),
        (block, _) => Answer::of_lines(block),
    }
}
