//! What can happen to the page.

use std::rc::Rc;

use resolver::text::{Kind, Reading, is_simple};
use resolver::{Component, Deployment, FlinkVersion, Process};

use super::{Copied, Extent, Open, Theme};
use crate::embed::Embed;
use crate::embed::snippet::Wish;
use crate::export::Export;
use crate::language::Language;
use crate::link::{Past, Seen};
use crate::live::charts::Chart;
use crate::live::details::Details;
use crate::live::job::Job;
use crate::live::look::Look;
use crate::live::part::LivePart;
use crate::live::run::Run;
use crate::notice::Notice;
use crate::output::Tab;
use crate::part::Part;
use crate::visit::Moment;

/// What can happen.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Another release.
    Version(FlinkVersion),
    /// The other process.
    Process(Process),
    /// The other deployment.
    Deployment(Deployment),
    /// A text was typed, or a slider moved.
    Set {
        /// The key.
        key: String,
        /// The text, as typed.
        text: String,
    },
    /// Several options are set at once.
    SetAll(Vec<(String, String)>),
    /// Another job.
    Job(Rc<Job>),
    /// A job to begin with, and what is configured for it; what another one configured is taken back.
    JobPreset {
        /// Its name.
        id: &'static str,
        /// The job.
        job: Rc<Job>,
        /// The options.
        entries: &'static [(&'static str, &'static str)],
    },
    /// It is watched otherwise.
    Run(Run),
    /// It is compared with another run.
    Before(Option<Past>),
    /// Links say something else of the present run.
    Now(Option<Past>),
    /// It stands still.
    Stand,
    /// A file is made of the run: of a chart, or of all that was recorded.
    SaveRun(Option<Chart>),
    /// Other segments or channels of the job are looked at.
    Look(Look),
    /// It is looked at what the job needs of network buffers, or no longer.
    ShowBuffers(bool),
    /// What jobs need is loaded.
    LiveLoaded(&'static LivePart),
    /// What is seen of them later is.
    DetailsLoaded(&'static Details),
    /// An option goes back to "not set".
    Unset {
        /// The key.
        key: String,
    },
    /// The text of the configuration was edited, or replaced by another.
    Text(Rc<str>),
    /// The same, character by character: a long text is read when it [rests](Self::Rest).
    Type(Rc<str>),
    /// This text has not been typed on in a while.
    Rest(Rc<str>),
    /// A text came from the clipboard or a file: a configuration takes the place of the one there is, a mere message does not.
    Paste(Rc<str>),
    /// What a message says is shown, or put away.
    Tell(Option<Rc<Reading>>),
    /// The text is changed as a finding suggests.
    Fix {
        /// The text it becomes.
        text: String,
        /// The kind that it is then, if that is another.
        kind: Option<Kind>,
    },
    /// The text is to be read as this kind; `None` as the kind it seems to be.
    Kind(Option<Kind>),
    /// Begin anew with a preset.
    Preset {
        /// Its id.
        id: &'static str,
        /// Its name.
        name: &'static str,
        /// Who starts Flink in it.
        deployment: Deployment,
        /// Its text.
        text: String,
    },
    /// Other settings altogether: those of a link, or of an earlier time.
    Load(Box<Moment>),
    /// Something else is looked at.
    See(Seen),
    /// The configuration is looked at as a text, or no longer.
    ShowText(bool),
    /// Another output is looked at.
    Tab(Tab),
    /// Something is opened over the page, or nothing.
    Open(Open),
    /// Another export is looked at.
    Export(Export),
    /// Another widget is put together.
    Wish(Wish),
    /// More or less of it.
    Extent(Extent),
    /// Something was copied, or that is long ago.
    Copied(Option<Copied>),
    /// There is something to tell.
    Notify(Rc<[Notice]>),
    /// What texts need is being loaded.
    Loading,
    /// It is loaded, or could not be.
    Loaded(Option<&'static Part>),
    /// Back to the last settings with which Flink starts.
    Restore,
    /// Other colours.
    Theme(Theme),
    /// Another language.
    Language(Language),
    /// A component's derivation stays; once more, and it follows again.
    Pin(Component),
    /// The derivation follows again.
    Unpin,
    /// The page around wants something else to be shown.
    Embed(Rc<Embed>),
}

impl Action {
    /// Whether it takes the [`Part`] of the page that texts need.
    #[must_use]
    pub fn needs_part(&self) -> bool {
        match self {
            Self::Paste(_) | Self::ShowText(true) => true,
            Self::Open(open) => *open != Open::Nothing,
            Self::Tab(tab) => tab.needs_part(),
            Self::Set { key, text } => !text.is_empty() && !is_simple(key, text),
            Self::JobPreset { entries, .. } => entries.iter().any(|(key, value)| !is_simple(key, value)),
            _ => false,
        }
    }

    /// Whether it needs what is being typed to be read first.
    pub(super) const fn is_about_settings(&self) -> bool {
        matches!(
            self,
            Self::Version(_)
                | Self::Process(_)
                | Self::Deployment(_)
                | Self::Set { .. }
                | Self::SetAll(_)
                | Self::JobPreset { .. }
                | Self::Unset { .. }
                | Self::Fix { .. }
                | Self::Kind(_)
        )
    }
}
