//! The Flink releases whose memory model this crate reproduces.

use std::fmt;

/// A minor line of Apache Flink. Patch releases of a line resolve memory alike; [`FlinkVersion::release`] names the one that was checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FlinkVersion {
    /// 1.10: the first release of today's TaskManager model; the JobManager heap is still computed in the start script.
    V1_10,
    /// 1.11: the JobManager memory model joins.
    V1_11,
    /// 1.12: consumer weights of managed memory.
    V1_12,
    /// 1.13: slots and external resources among the dynamic configs.
    V1_13,
    /// 1.14: CPU cores keep eight decimals.
    V1_14,
    /// 1.15: quoted resource list.
    V1_15,
    /// 1.16: last release that caps network memory at 1 gb by default.
    V1_16,
    /// 1.17: no default cap of network memory.
    V1_17,
    /// 1.18.
    V1_18,
    /// 1.19: reads `config.yaml`.
    V1_19,
    /// 1.20: last release that reads the legacy heap keys.
    V1_20,
    /// 2.0: legacy heap keys and buffer counts are ignored.
    V2_0,
    /// 2.1.
    V2_1,
    /// 2.2.
    V2_2,
    /// 2.3.
    V2_3,
}

impl FlinkVersion {
    /// Every supported line, oldest first.
    pub const ALL: [Self; 15] = [
        Self::V1_10,
        Self::V1_11,
        Self::V1_12,
        Self::V1_13,
        Self::V1_14,
        Self::V1_15,
        Self::V1_16,
        Self::V1_17,
        Self::V1_18,
        Self::V1_19,
        Self::V1_20,
        Self::V2_0,
        Self::V2_1,
        Self::V2_2,
        Self::V2_3,
    ];

    /// The oldest supported line.
    pub const OLDEST: Self = Self::V1_10;

    /// The newest supported line, which a new page starts with.
    pub const LATEST: Self = Self::V2_3;

    /// The patch release whose own classes answered the conformance vectors, such as `1.16.3`.
    #[must_use]
    pub const fn release(self) -> &'static str {
        match self {
            Self::V1_10 => "1.10.3",
            Self::V1_11 => "1.11.4",
            Self::V1_12 => "1.12.5",
            Self::V1_13 => "1.13.6",
            Self::V1_14 => "1.14.6",
            Self::V1_15 => "1.15.4",
            Self::V1_16 => "1.16.3",
            Self::V1_17 => "1.17.2",
            Self::V1_18 => "1.18.1",
            Self::V1_19 => "1.19.3",
            Self::V1_20 => "1.20.5",
            Self::V2_0 => "2.0.2",
            Self::V2_1 => "2.1.3",
            Self::V2_2 => "2.2.1",
            Self::V2_3 => "2.3.0",
        }
    }

    /// The line's name, such as `1.16`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::V1_10 => "1.10",
            Self::V1_11 => "1.11",
            Self::V1_12 => "1.12",
            Self::V1_13 => "1.13",
            Self::V1_14 => "1.14",
            Self::V1_15 => "1.15",
            Self::V1_16 => "1.16",
            Self::V1_17 => "1.17",
            Self::V1_18 => "1.18",
            Self::V1_19 => "1.19",
            Self::V1_20 => "1.20",
            Self::V2_0 => "2.0",
            Self::V2_1 => "2.1",
            Self::V2_2 => "2.2",
            Self::V2_3 => "2.3",
        }
    }

    /// Reads a line (`1.16`) or any of its patch releases (`1.16.3`); `None` for everything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let is_patch = |rest: &str| {
            rest.is_empty()
                || rest
                    .strip_prefix('.')
                    .is_some_and(|patch| !patch.is_empty() && patch.bytes().all(|b| b.is_ascii_digit()))
        };
        Self::ALL.into_iter().find(|version| text.strip_prefix(version.name()).is_some_and(is_patch))
    }
}

impl fmt::Display for FlinkVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::FlinkVersion;

    #[test]
    fn lines_and_patch_releases_are_read() {
        for version in FlinkVersion::ALL {
            assert_eq!(FlinkVersion::parse(version.name()), Some(version));
            assert_eq!(FlinkVersion::parse(version.release()), Some(version));
        }
        for text in ["", "1", "1.1", "1.100", "1.9", "2.3.", "2.3.x", "2.4", "v2.3"] {
            assert_eq!(FlinkVersion::parse(text), None, "{text}");
        }
    }
}
