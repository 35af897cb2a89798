//! The releases whose network stack this crate reproduces.

use std::fmt;

/// A minor line of Apache Flink. Patch releases of a line manage buffers alike; [`Release::patch`] names the one that was looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Release {
    /// 1.13: the oldest whose pools are known.
    V1_13,
    /// 1.14: gates reserve segments; buffer debloating.
    V1_14,
    /// 1.15: pools of a fixed size are left alone by redistribution; sorting blocking shuffles by default.
    V1_15,
    /// 1.16: overdraft buffers.
    V1_16,
    /// 1.17: a limit to the buffers that a gate requires.
    V1_17,
    /// 1.18: tiered storage of hybrid shuffles.
    V1_18,
    /// 1.19.
    V1_19,
    /// 1.20: last release in which the buffers of channels and gates can be configured.
    V1_20,
    /// 2.0: these numbers are constants.
    V2_0,
    /// 2.1.
    V2_1,
    /// 2.2.
    V2_2,
    /// 2.3.
    V2_3,
}

impl Release {
    /// Every known line, oldest first.
    pub const ALL: [Self; 12] = [
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

    /// The newest known line.
    pub const LATEST: Self = Self::V2_3;

    /// The line's name, such as `1.16`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
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

    /// The patch release that was looked at, such as `1.16.3`.
    #[must_use]
    pub const fn patch(self) -> &'static str {
        match self {
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

    /// The line called `name`: `1.16`, or a patch release of it such as `1.16.3`. `None` if it is not known, as 1.12 and older are.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let is_named = |line: &&Self| match name.strip_prefix(line.name()) {
            Some("") => true,
            Some(rest) => rest.strip_prefix('.').is_some_and(is_number),
            None => false,
        };
        Self::ALL.iter().find(is_named).copied()
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

impl fmt::Display for Release {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::Release;

    #[test]
    fn every_line_is_found_by_its_names() {
        for release in Release::ALL {
            assert_eq!(Release::parse(release.name()), Some(release));
            assert_eq!(Release::parse(release.patch()), Some(release));
        }
        assert_eq!(Release::parse("1.20.99"), Some(Release::V1_20));
        assert_eq!(Release::ALL.last(), Some(&Release::LATEST));
    }

    #[test]
    fn other_names_are_not() {
        for name in ["", "1", "1.1", "1.12", "1.12.5", "1.130", "1.13.", "1.13.x", "1.13.6.1", "2.4", " 2.3"]
        {
            assert_eq!(Release::parse(name), None, "{name}");
        }
    }
}
