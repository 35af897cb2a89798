//! The state of the page and everything that can happen to it.

use std::rc::Rc;

use resolver::derivation::Derivation;
use resolver::text::{Finding, Kind, Reading, findings, is_simple};
use resolver::{Breakdown, Component, Deployment, FlinkVersion, Process, Resolution, resolve};
use yew::Reducible;

use crate::complaint::Complaint;
use crate::embed::Embed;
use crate::embed::snippet::Wish;
use crate::export::{Export, Exported};
use crate::field::{self, Field, Fields};
use crate::language::Language;
use crate::link::{Load, Past, Seen};
use crate::live::charts::Chart;
use crate::live::details::{self, Details};
use crate::live::job::Job;
use crate::live::look::Look;
use crate::live::part::{self as live_part, LivePart};
use crate::live::run::{FIRST_SEED, Run, Speed};
use crate::notice::Notice;
use crate::output::Tab;
use crate::part::{self, Part};
use crate::settings::Settings;
use crate::visit::{self, Moment};

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

/// Settings with what a release makes of them.
#[derive(Clone, Debug)]
pub struct Answer {
    /// What was asked.
    pub settings: Settings,
    /// What Flink would say.
    pub resolution: Resolution,
    /// What Flink throws, if it does not start.
    pub error: Option<Rc<Complaint>>,
    /// The form.
    pub form: Vec<Fields>,
}

/// The rest follows from the settings.
impl PartialEq for Answer {
    fn eq(&self, other: &Self) -> bool {
        self.settings == other.settings
    }
}

impl Answer {
    /// Asks the resolver.
    #[must_use]
    pub fn to(settings: Settings) -> Self {
        let resolution = resolution(&settings);
        let error = resolution.outcome.as_ref().err().map(|error| Rc::new(Complaint::from(error)));
        let form = field::fields(&settings, &resolution, error.as_ref());
        Self { settings, resolution, error, form }
    }

    /// What there is to say about the text, in its order.
    #[must_use]
    pub fn findings(&self) -> Vec<Finding> {
        let document = self.settings.document();
        findings(document.text(), document.reading(), self.settings.request(), &self.resolution)
    }

    /// The sizes, if Flink starts.
    #[must_use]
    pub fn breakdown(&self) -> Option<&Breakdown> {
        self.resolution.outcome.as_ref().ok()
    }

    /// Whether the error is the resolver's own word that this is not something it resolves: no class of Flink's throws it.
    #[must_use]
    pub fn is_unresolved(&self) -> bool {
        self.error.as_ref().is_some_and(|error| error.is_unresolved())
    }

    /// Whether Flink starts, but refuses an option that it reads later than the sizes.
    #[must_use]
    pub fn has_late_error(&self) -> bool {
        self.error.is_none()
            && self.form.iter().flat_map(|group| &group.fields).any(|field| field.error.is_some())
    }

    /// All controls.
    pub fn fields(&self) -> impl Iterator<Item = &Rc<Field>> {
        self.form.iter().flat_map(|group| &group.fields)
    }

    /// Bytes of a component, if Flink starts and the process has it.
    #[must_use]
    pub fn bytes(&self, component: Component) -> Option<u64> {
        self.breakdown()?.get(component).map(|size| size.bytes())
    }
}

/// What Flink would say. Where its loader refuses the text, it gets no further than that.
fn resolution(settings: &Settings) -> Resolution {
    let reading = settings.document().reading();
    let mut log = reading.log.clone();
    match &reading.failure {
        Some(failure) => Resolution {
            outcome: Err(failure.error.clone()),
            settled: None,
            log,
            derivation: Derivation::default(),
        },
        None => {
            let mut resolution = resolve(settings.request());
            log.append(&mut resolution.log);
            Resolution { log, ..resolution }
        }
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

/// Everything the page shows follows from this.
#[derive(Clone, Debug)]
pub struct Page {
    /// The present settings and their answer.
    pub answer: Rc<Answer>,
    /// Per process the last answer in which Flink starts: what the picture shows meanwhile.
    valid: [Option<Rc<Answer>>; 2],
    /// The colours.
    pub theme: Theme,
    /// The language.
    pub language: Language,
    /// The component whose derivation stays, whatever is pointed at.
    pub pinned: Option<Component>,
    /// What is looked at.
    pub view: View,
    /// A long text that is being typed, and read when the typing rests.
    pub draft: Option<Rc<str>>,
    /// What to tell the user, until it is put away: parts of a link that could not be used.
    pub notices: Rc<[Notice]>,
    /// What texts need, once it is loaded.
    pub part: Option<&'static Part>,
    /// Whether it is being loaded.
    pub is_loading: bool,
    /// The job under load.
    pub job: Rc<Job>,
    /// How it is watched.
    pub run: Run,
    /// The run that it is compared with, as far as it can be linked.
    pub before: Option<Past>,
    /// The present run, as far as links say more of it than its beginning.
    pub now: Option<Past>,
    /// What jobs need, once it is loaded.
    pub live: Option<&'static LivePart>,
    /// What is seen of them later, once it is loaded.
    pub details: Option<&'static Details>,
    /// The preset of jobs that was chosen last.
    lent: Option<Lent>,
    /// What is shown of it in another page; `None` for the whole page.
    pub embed: Option<Rc<Embed>>,
    /// What a message says that was pasted although there is a configuration, which it does not replace.
    pub told: Option<Rc<Reading>>,
}

/// What a preset of jobs configured, to be taken back when it is put away.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Lent {
    /// The preset's name.
    id: &'static str,
    /// Its job.
    job: Rc<Job>,
    /// Key, what it was set to, and what it was before.
    entries: Vec<(&'static str, &'static str, Option<String>)>,
}

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
    const fn is_about_settings(&self) -> bool {
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

/// Bytes of a text from which on it is read only when the typing rests: reading takes longer than a frame.
const LONG: usize = 20_000;

impl Default for Page {
    fn default() -> Self {
        Self::new(Settings::default(), Theme::default())
    }
}

impl Page {
    /// A page that begins with these settings.
    #[must_use]
    pub fn new(settings: Settings, theme: Theme) -> Self {
        let page = Self {
            answer: Rc::new(Answer::to(settings)),
            valid: [const { None }; 2],
            theme,
            language: Language::English,
            pinned: None,
            view: View::default(),
            draft: None,
            notices: Rc::default(),
            part: part::AT_ONCE,
            is_loading: false,
            job: Rc::default(),
            run: Run::new(true),
            before: None,
            now: None,
            live: live_part::AT_ONCE,
            details: details::AT_ONCE,
            lent: None,
            embed: None,
            told: None,
        };
        page.remembering()
    }

    /// The answer to draw: the present one, or while Flink does not start the last one in which it did.
    #[must_use]
    pub fn shown(&self) -> Option<&Rc<Answer>> {
        if self.answer.is_unresolved() {
            return None;
        }
        self.valid[self.answer.settings.process as usize].as_ref()
    }

    /// Whether what is drawn is not what is configured.
    #[must_use]
    pub fn is_stale(&self) -> bool {
        self.answer.error.is_some()
    }

    /// Everything that can be exported.
    pub fn exports(&self) -> impl Iterator<Item = Export> {
        Export::all(&self.answer)
    }

    /// The export that is looked at: the chosen one, or the first where it is not for this release.
    #[must_use]
    pub fn chosen_export(&self) -> Export {
        let chosen = self.exports().find(|export| Some(*export) == self.view.export);
        chosen.or(self.exports().next()).unwrap_or(Export::JvmFlags)
    }

    /// What it is.
    #[must_use]
    pub fn export(&self) -> Exported {
        let link = visit::address(&self.moment_alone());
        self.chosen_export().of(&self.answer, self.view.extent, &link)
    }

    /// The page after an action, or `None` where it changes nothing.
    #[must_use]
    pub fn after(&self, action: Action) -> Option<Self> {
        let is_edit = matches!(action, Action::Set { .. } | Action::SetAll(_) | Action::Unset { .. });
        let mut page = self.clone();
        let mut settings = self.answer.settings.clone();
        let library = self.part.map(|part| part.library);
        if let Some(library) = library {
            settings.set_library(library);
        }
        if let Some(draft) = self.draft.as_ref().filter(|_| action.is_about_settings()) {
            settings.set_text(Rc::clone(draft));
            page.draft = None;
        }
        match action {
            Action::Version(version) => settings.set_version(version),
            Action::Process(process) => settings.process = process,
            Action::Deployment(deployment) if deployment != settings.deployment => {
                settings.deploy(deployment)
            }
            Action::Deployment(_) => {}
            Action::Set { key, text } => settings.set(&key, text),
            Action::SetAll(entries) => {
                for (key, text) in entries {
                    settings.set(&key, text);
                }
            }
            Action::Job(job) => page.job = job,
            Action::JobPreset { id, job, entries } => {
                page.take_back(&mut settings);
                let entries = entries.iter().map(|(key, value)| {
                    let before = settings.config().get(key).map(str::to_owned);
                    settings.set(key, (*value).to_owned());
                    (*key, *value, before)
                });
                page.lent = Some(Lent { id, job: Rc::clone(&job), entries: entries.collect() });
                page.job = job;
            }
            Action::Run(run) => page.run = run,
            Action::Before(before) => page.before = before,
            Action::Now(now) => page.now = now,
            Action::Stand => page.run.is_playing = false,
            Action::SaveRun(file) => page.run = page.run.saved(file),
            Action::Look(look) => page.view.look = look,
            Action::ShowBuffers(is_shown) => page.view.has_buffers = is_shown,
            Action::LiveLoaded(part) => page.live = Some(part),
            Action::DetailsLoaded(part) => page.details = Some(part),
            Action::Unset { key } => settings.unset(&key),
            Action::Text(text) => settings.set_text(text),
            Action::Type(text) if text.len() > LONG => page.draft = Some(text),
            Action::Type(text) => settings.set_text(text),
            Action::Rest(text) => {
                if page.draft.take_if(|draft| Rc::ptr_eq(draft, &text)).is_some() {
                    settings.set_text(text);
                }
            }
            Action::Paste(text) => {
                page.told = self.part.and_then(|part| (part.message)(&text, &settings)).map(Rc::new);
                if page.told.is_none() {
                    page.view.is_text = true;
                    settings.set_kind(None);
                    settings.set_text(text);
                }
            }
            Action::Tell(told) => page.told = told,
            Action::Fix { text, kind } => {
                settings.set_text(text);
                if kind.is_some() && settings.document().chosen().is_some() {
                    settings.set_kind(kind);
                }
            }
            Action::Kind(kind) => settings.set_kind(kind),
            Action::Preset { id, name, deployment, text } => {
                settings.set_preset([id, name], deployment, text);
                page.view.open = Open::Nothing;
            }
            Action::Load(other) => {
                page.put_under_load(&other);
                settings = other.settings;
            }
            Action::See(seen) => page.see(seen),
            Action::ShowText(is_shown) => page.view.is_text = is_shown,
            Action::Tab(tab) => page.view.tab = tab,
            Action::Open(open) => page.view.open = open,
            Action::Export(export) => page.view.export = Some(export),
            Action::Extent(extent) => page.view.extent = extent,
            Action::Wish(wish) => page.view.wish = wish,
            Action::Copied(copied) => page.view.copied = copied,
            Action::Notify(notices) => page.notices = notices,
            Action::Loading => page.is_loading = true,
            Action::Loaded(part) => {
                page.is_loading = false;
                page.part = part.or(page.part);
            }
            Action::Restore => {
                if let Some(valid) = self.shown() {
                    settings = valid.settings.clone();
                }
            }
            Action::Theme(theme) => page.theme = theme,
            Action::Language(language) => page.language = language,
            Action::Pin(component) => {
                page.pinned = Some(component).filter(|_| self.pinned != Some(component))
            }
            Action::Unpin => page.pinned = None,
            Action::Embed(embed) => {
                page.theme = embed.theme;
                page.embed = Some(embed);
            }
        }
        // These may be from before it was loaded.
        if let Some(library) = library {
            settings.set_library(library);
        }
        let is_other = settings != self.answer.settings;
        if !is_other
            && page.theme == self.theme
            && page.language == self.language
            && page.pinned == self.pinned
            && page.view == self.view
            && page.draft == self.draft
            && page.notices == self.notices
            && page.told == self.told
            && page.embed == self.embed
            && page.part == self.part
            && page.is_loading == self.is_loading
            && page.job == self.job
            && page.run == self.run
            && page.before == self.before
            && page.now == self.now
            && page.live == self.live
            && page.details == self.details
            && page.lent == self.lent
        {
            return None;
        }
        if is_other {
            // Advice outlives the text that it was found in: acting on it makes a configuration of a message.
            let before = self.answer.settings.document().reading();
            if !before.advice.is_empty() && settings.document().reading().advice.is_empty() && is_edit {
                page.told = Some(Rc::clone(before));
            }
            page.answer = Rc::new(Answer::to(settings));
            page = page.remembering();
        }
        Some(page)
    }

    /// What a link to it says.
    #[must_use]
    pub fn moment(&self) -> Moment {
        let load = Load { job: Rc::clone(&self.job), seed: self.run.seed, speed: self.run.speed };
        let (seen, now) = (self.seen(), self.now.clone());
        Moment { seen, now, ..Moment::new(&self.answer.settings, load, self.before.clone(), self.live) }
    }

    /// What is looked at, as far as links say it.
    #[must_use]
    pub const fn seen(&self) -> Seen {
        Seen { tab: self.view.tab, pinned: self.pinned, look: self.view.look }
    }

    /// Looks at what a link names.
    pub const fn see(&mut self, Seen { tab, pinned, look }: Seen) {
        self.view.tab = tab;
        self.view.look = look;
        self.pinned = pinned;
    }

    /// The same without runs and what is looked at, for where it is shown otherwise.
    #[must_use]
    pub fn moment_alone(&self) -> Moment {
        Moment { before: None, now: None, seen: Seen::default(), ..self.moment() }
    }

    /// Puts the job of a link under load, or that of a first visit, in a run as the link tells, and compares it with the one that it tells of.
    pub fn put_under_load(&mut self, moment: &Moment) {
        let load = moment.load.as_ref();
        self.job = load.map_or_else(Rc::default, |load| Rc::clone(&load.job));
        self.run.seed = load.map_or(FIRST_SEED, |load| load.seed);
        self.run.speed = load.map_or(Speed::default(), |load| load.speed);
        self.run.is_pinned = [&moment.before, &moment.now].into_iter().flatten().any(|run| run.is_pinned);
        self.run.returns = self.run.returns.wrapping_add(1);
        self.before.clone_from(&moment.before);
        self.now.clone_from(&moment.now);
        self.live = moment.live.or(self.live);
        self.part = moment.part.or(self.part);
    }

    /// The preset of jobs that is under load: its job, with what it configured.
    #[must_use]
    pub fn preset(&self) -> Option<&'static str> {
        let config = self.answer.settings.config();
        let is_as_lent = |lent: &&Lent| {
            lent.job == self.job && lent.entries.iter().all(|(key, value, _)| config.get(key) == Some(value))
        };
        self.lent.as_ref().filter(is_as_lent).map(|lent| lent.id)
    }

    /// Takes back what a preset of jobs configured. What was changed since is the user's.
    fn take_back(&mut self, settings: &mut Settings) {
        for (key, value, before) in self.lent.take().into_iter().flat_map(|lent| lent.entries) {
            if settings.config().get(key) == Some(value) {
                settings.set(key, before.unwrap_or_default());
            }
        }
    }

    fn remembering(mut self) -> Self {
        if self.answer.breakdown().is_some() {
            self.valid[self.answer.settings.process as usize] = Some(Rc::clone(&self.answer));
        }
        self
    }
}

impl Reducible for Page {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        // The same state means no render.
        self.after(action).map_or(self, Rc::new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOTAL: &str = "taskmanager.memory.process.size";

    fn after(actions: impl IntoIterator<Item = Action>) -> Rc<Page> {
        actions.into_iter().fold(Rc::new(Page::default()), |page, action| page.reduce(action))
    }

    fn set(key: &str, text: &str) -> Action {
        Action::Set { key: key.to_owned(), text: text.to_owned() }
    }

    fn bytes(page: &Page, component: Component) -> Option<u64> {
        page.answer.bytes(component)
    }

    #[test]
    fn it_begins_with_what_flink_ships() {
        let page = Page::default();
        assert_eq!(page.answer.settings.version, FlinkVersion::LATEST);
        assert_eq!(bytes(&page, Component::TotalProcess), Some(1728 << 20));
        assert!(!page.is_stale());
        let page = after([Action::Process(Process::JobManager)]);
        assert_eq!(bytes(&page, Component::TotalProcess), Some(1600 << 20));
    }

    #[test]
    fn what_changes_nothing_gives_the_same_page() {
        let page = after([set(TOTAL, "4g")]);
        for action in [
            set(TOTAL, "4g"),
            Action::Unset { key: "taskmanager.memory.managed.size".to_owned() },
            Action::Version(FlinkVersion::LATEST),
            Action::Process(Process::TaskManager),
            Action::Deployment(Deployment::Containerized),
            Action::Theme(Theme::System),
            Action::Unpin,
            Action::Restore,
        ] {
            assert!(Rc::ptr_eq(&page, &Rc::clone(&page).reduce(action.clone())), "{action:?}");
        }
    }

    #[test]
    fn a_rejected_value_stays_and_the_last_valid_answer_is_shown() {
        let page = after([set(TOTAL, "4g"), set(TOTAL, "1.5g")]);
        assert_eq!(page.answer.settings.config().get(TOTAL), Some("1.5g"));
        assert!(page.is_stale());
        let error = page.answer.error.as_ref().expect("1.5g is not a size of Flink's");
        assert_eq!(error.key, Some(TOTAL));
        let shown = page.shown().expect("4g was valid");
        assert_eq!(shown.bytes(Component::TotalProcess), Some(4 << 30));
        let page = page.reduce(Action::Restore);
        assert_eq!(page.answer.settings.config().get(TOTAL), Some("4g"));
    }

    #[test]
    fn the_last_valid_answer_is_of_the_same_process() {
        let page = after([set("jobmanager.memory.process.size", "x"), Action::Process(Process::JobManager)]);
        assert!(page.shown().is_none());
        assert!(page.clone().reduce(Action::Process(Process::TaskManager)).shown().is_some());
    }

    #[test]
    fn network_memory_is_capped_up_to_1_16() {
        let network = |version| {
            let page = after([set(TOTAL, "20g"), Action::Version(version)]);
            bytes(&page, Component::Network).expect("20g is enough")
        };
        assert_eq!(network(FlinkVersion::V1_16), 1 << 30);
        assert!(network(FlinkVersion::V1_17) > 1 << 30);
    }

    #[test]
    fn pinning_twice_unpins() {
        let page = after([Action::Pin(Component::Network)]);
        assert_eq!(page.pinned, Some(Component::Network));
        assert_eq!(page.reduce(Action::Pin(Component::Network)).pinned, None);
    }

    #[test]
    fn the_job_manager_of_1_10_is_resolved_standalone_alone() {
        let page = after([Action::Process(Process::JobManager), Action::Version(FlinkVersion::V1_10)]);
        assert!(page.answer.is_unresolved());
        assert!(page.shown().is_none(), "an answer of another release would mislead");
        let page =
            page.reduce(Action::Deployment(Deployment::Standalone)).reduce(set("jobmanager.heap.size", "2g"));
        assert_eq!(bytes(&page, Component::JvmHeap), Some(2 << 30));
        assert_eq!(bytes(&page, Component::TotalProcess), None);
    }

    #[test]
    fn any_text_is_kept_whole() {
        let long = "9".repeat(10 << 20);
        let page = after([set(TOTAL, &long)]);
        assert_eq!(page.answer.settings.config().get(TOTAL), Some(&*long));
        assert!(page.is_stale());
        for text in ["NaN", "9223372036854775808", "-1", "\u{0}", "\u{202e}4g", " "] {
            assert!(after([set(TOTAL, text)]).is_stale(), "{text:?}");
        }
    }
}
