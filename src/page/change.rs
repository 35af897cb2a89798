//! What happens becomes another state.

use std::rc::Rc;

use super::{Action, Answer, Lent, Open, Page};
use crate::settings::Settings;

/// Bytes of a text from which on it is read only when the typing rests: reading takes longer than a frame.
const LONG: usize = 20_000;

impl Page {
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

    /// Takes back what a preset of jobs configured. What was changed since is the user's.
    fn take_back(&mut self, settings: &mut Settings) {
        for (key, value, before) in self.lent.take().into_iter().flat_map(|lent| lent.entries) {
            if settings.config().get(key) == Some(value) {
                settings.set(key, before.unwrap_or_default());
            }
        }
    }
}
