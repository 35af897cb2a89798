//! The JobManager of 1.10, which has no memory model yet: `bin/jobmanager.sh` turns a heap size into `-Xms` and `-Xmx` and nothing else.
//!
//! Follows `readFromConfig`, `parseBytes` and `getMebiBytes` of `bin/config.sh` (1.10.3), their quirks included: only the first word of a
//! size counts, so `1 gb` is one byte; and an unset heap gives no flags at all.

use crate::catalogue::{JM_HEAP_MB, JM_HEAP_SIZE};
use crate::component::Component;
use crate::derivation::Rule;
use crate::error::FlinkError;
use crate::memory_size::MemorySize;
use crate::process::Solver;
use crate::resolution::{Deployment, StartScriptMemory};

/// What stands in for an exception's class where a shell script complains.
const SCRIPT: &str = "bin/jobmanager.sh";

/// Resolves the JobManager of 1.10 as its start script does.
pub(crate) fn resolve(
    solver: &mut Solver<'_>,
    deployment: Deployment,
) -> Result<StartScriptMemory, FlinkError> {
    if deployment == Deployment::Containerized {
        return Err(FlinkError::new(
            "",
            "Flink 1.10 has no memory model of a JobManager; on YARN and Kubernetes its client cuts the heap out of the container by \
             the containerized.heap-cutoff options, which are not resolved here.",
        )
        .about(&[JM_HEAP_SIZE.key]));
    }
    let heap = solver.reader.raw(JM_HEAP_SIZE.key).map(value).filter(|heap| !heap.is_empty() && *heap != "0");
    let (key, mebibytes) = match heap {
        Some(heap) => (JM_HEAP_SIZE.key, script_bytes(heap).map(|bytes| bytes >> 20)),
        None => match solver.reader.raw(JM_HEAP_MB.key).map(value).filter(|heap| !heap.is_empty()) {
            Some(heap) => (JM_HEAP_MB.key, mebibytes(heap)),
            None => return Ok(StartScriptMemory { heap: None }),
        },
    };
    let size = mebibytes.and_then(|mebibytes| mebibytes.checked_mul(1 << 20)).and_then(MemorySize::new);
    let size = size.ok_or_else(|| {
        let message = format!(
            "[ERROR] Configured JobManager memory size is not a valid value. Please set '{}' in flink-conf.yaml.",
            JM_HEAP_SIZE.key
        );
        FlinkError::new(SCRIPT, message).about(&[key])
    })?;
    solver.derivation.set_flink_class(SCRIPT);
    solver.push(Component::JvmHeap, Rule::Configured { key: JM_HEAP_SIZE.key, spelled: key }, size);
    Ok(StartScriptMemory { heap: (size != MemorySize::ZERO).then_some(size) })
}

/// `readFromConfig`: what stands before a `#`, without blanks around it.
fn value(text: &str) -> &str {
    text.split('#').next().unwrap_or(text).trim_matches(' ')
}

/// A whole number of mebibytes, digits only.
fn mebibytes(text: &str) -> Option<u64> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

/// `parseBytes`, given a text that the shell has split into words.
fn script_bytes(text: &str) -> Option<u64> {
    let word = text.split_ascii_whitespace().next()?;
    MemorySize::parse(word).ok().map(MemorySize::bytes)
}
