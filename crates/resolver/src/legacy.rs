//! Heap keys of the releases before 1.10, still read up to 1.20 (`MemoryBackwardsCompatibilityUtils`; in 1.10
//! `TaskExecutorProcessUtils`). The environment variables that Flink asks first are not part of a configuration and are left out.

use crate::catalogue::OptionDef;
use crate::error::{FlinkError, Sentence};
use crate::memory_size::MemorySize;
use crate::reader::Reader;

/// The two old keys of a process's heap.
pub(crate) struct LegacyHeap {
    pub(crate) size: &'static OptionDef,
    pub(crate) mebibytes: &'static OptionDef,
}

/// Lets an old heap key stand for `option`, if that is not configured itself.
pub(crate) fn map_heap(
    reader: &mut Reader<'_>,
    legacy: &LegacyHeap,
    option: &'static OptionDef,
) -> Result<(), FlinkError> {
    if reader.contains(option) {
        return Ok(());
    }
    let (size, spelled) = if reader.contains(legacy.size) {
        (reader.size(legacy.size)?.size, legacy.size.key)
    } else if reader.contains(legacy.mebibytes) {
        let mebibytes = reader.integer(legacy.mebibytes)?;
        let key = legacy.mebibytes.key;
        let count = u32::try_from(mebibytes)
            .map_err(|_| FlinkError::from(Sentence::NegativeLegacyHeap { mebibytes }).about(&[key]))?;
        (MemorySize::from_mebibytes(count), key)
    } else {
        return Ok(());
    };
    reader.put(option, size, spelled);
    let class = reader.behaviour().legacy_utils;
    reader.log(
        "INFO",
        class,
        format_args!(
            "'{}' is not specified, use the configured deprecated task manager heap value ({}) for it.",
            option.key,
            size.human(),
        ),
    );
    Ok(())
}
