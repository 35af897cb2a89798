//! Names that stand for values.

/// Names with what they stand for. A table for both directions, so that what is written can be read.
pub(crate) type Names<T> = [(&'static str, T)];

/// The name of a value.
pub(crate) fn name_of<T: Copy + PartialEq>(names: &Names<T>, value: T) -> &'static str {
    names.iter().find(|(_, named)| *named == value).map_or("", |(name, _)| name)
}
