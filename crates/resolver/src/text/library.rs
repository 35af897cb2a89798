//! Which kinds of text can be read.

use super::{Document, Kind, Reading, detect, read};
use crate::version::FlinkVersion;

/// Readers for some kinds of text, and what it takes to edit these.
///
/// A program that meets texts late, if at all, can begin with [`Library::PLAIN`] and leave the readers to a part of itself that is loaded when
/// there is a text: only who names [`Library::ALL`] needs them.
#[derive(Clone, Copy, Debug)]
pub struct Library {
    pub(super) detect: fn(&str, FlinkVersion) -> Kind,
    pub(super) read: fn(&str, Kind, FlinkVersion) -> Reading,
    pub(super) set: fn(&mut Document, &str, &str),
    pub(super) unset: fn(&mut Document, &str),
}

impl Library {
    /// Every kind.
    pub const ALL: Self = Self { detect, read, set: Document::set_in_text, unset: Document::unset_in_text };

    /// What kind of text this is; `version` decides where two kinds look alike.
    #[must_use]
    pub fn detect(self, text: &str, version: FlinkVersion) -> Kind {
        (self.detect)(text, version)
    }

    /// Reads `text` as `kind`, as `version` would. Never panics; takes time and memory in proportion to the text.
    #[must_use]
    pub fn read(self, text: &str, kind: Kind, version: FlinkVersion) -> Reading {
        (self.read)(text, kind, version)
    }
}
