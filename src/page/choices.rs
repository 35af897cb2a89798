//! What one chooses and looks at.

use crate::embed::snippet::Wish;
use crate::export::Export;
use crate::live::look::Look;
use crate::output::Tab;

/// Which colours the page is shown in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// Those of the operating system.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// The theme that the button leads to.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::System => Self::Light,
            Self::Light => Self::Dark,
            Self::Dark => Self::System,
        }
    }

    /// Its name in markup and storage.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The theme with this name; an unknown one is the system's.
    #[must_use]
    pub fn named(name: &str) -> Self {
        [Self::Light, Self::Dark].into_iter().find(|theme| theme.name() == name).unwrap_or_default()
    }
}

/// What is looked at: nothing here changes an answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct View {
    /// Whether the configuration is shown as a text.
    pub is_text: bool,
    /// The output that is shown.
    pub tab: Tab,
    /// Whether it is looked at what the job needs of network buffers.
    pub has_buffers: bool,
    /// Which segments and channels of the job are looked at.
    pub look: Look,
    /// What is open over the page.
    pub open: Open,
    /// The export that was chosen.
    pub export: Option<Export>,
    /// How much of it.
    pub extent: Extent,
    /// The widget that is put together.
    pub wish: Wish,
    /// What was copied a moment ago.
    pub copied: Option<Copied>,
}

/// What is open over the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Open {
    /// Nothing is.
    #[default]
    Nothing,
    /// The presets.
    Presets,
    /// The exports.
    Export,
    /// What makes a widget of it.
    Embed,
    /// The link, to be copied by hand.
    Link,
}

impl Open {
    /// The menu of this name in markup.
    #[must_use]
    pub fn named(name: &str) -> Self {
        match name {
            "presets" => Self::Presets,
            "export" => Self::Export,
            "embed" => Self::Embed,
            _ => Self::Nothing,
        }
    }
}

/// How much is exported.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Extent {
    /// Every size, not only what is set.
    pub is_explicit: bool,
    /// Keys that have nothing to do with memory, too.
    pub has_others: bool,
}

/// What can be copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Copy {
    /// The output that is shown.
    Output,
    /// The export that is shown.
    Export,
    /// What makes a widget of it.
    Embed,
    /// The link.
    Link,
}

impl Copy {
    /// Its name in markup.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Output => "output",
            Self::Export => "export",
            Self::Embed => "embed",
            Self::Link => "link",
        }
    }

    /// The one with this [`id`](Self::id).
    #[must_use]
    pub fn named(id: &str) -> Self {
        [Self::Output, Self::Export, Self::Embed]
            .into_iter()
            .find(|copy| copy.id() == id)
            .unwrap_or(Self::Link)
    }
}

/// What became of a copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Copied {
    /// What was copied.
    pub what: Copy,
    /// Whether the browser allowed it.
    pub is_copied: bool,
}
