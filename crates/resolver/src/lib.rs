//! Apache Flink's memory resolution, release by release: options in, bytes or Flink's own error out.

pub mod catalogue;
pub mod version;
