//! The part of the page that is seen later of a job, in a file of its own: charts over time, memory, the editor, and what network buffers it needs.
//!
//! They stand below what one sees first of a job that runs, and are loaded when one of their [places](super::later) comes into view. What is
//! recorded for charts, and what memory does to the job, belongs to the [part of jobs](super::part): a run is the same without this part.
//! As for texts, see [`part`](mod@crate::part).

use std::rc::Rc;

use sim::Simulation;
use sim::scenario::Scenario;
use yew::{Html, Properties, component, html};

use super::board;
use super::charts::Chart;
use super::edit;
use super::editor;
use super::effects;
use super::files::{self, Recorded};
use super::job::Job;
use super::look::Look;
use super::managed;
use super::memory::Kind;
use super::past::RUNS;
use super::recipe::RETELLING;
use super::runs::Record;
use super::series::Series;
use super::story::Retelling;
use super::view::{Outlook, Prepared};
use crate::language::Language;
use crate::link::Runs;
use crate::mark::around;
use crate::network::{Counted, shown};
use crate::page::{Action, Answer, Page};
use crate::split::later;

/// What the part can do.
#[derive(Debug)]
pub struct Details {
    /// Charts of a job with so many stages, and whether its run is pinned; with room for what moves.
    pub board: fn(usize, bool, Language) -> Html,
    /// Writes a part of what there is now, and of what there was before; see [`board::show`].
    pub show_board: fn(usize, &Scenario, &Series, Option<&Record>, Language) -> bool,
    /// Managed memory as it is in slots of these kinds, and what memory does as far as that is estimated.
    pub memory: fn(MemoryProps) -> Html,
    /// Writes what is estimated, of the heap of one of the TaskManagers.
    pub show_memory: fn(&Simulation, u32, Language),
    /// Everything about the job, in tables; and how many TaskManagers it gets, if that is known.
    pub editor: fn(&Job, &Rc<Answer>, Option<u32>, Language) -> Html,
    /// Whether network memory is enough for the job, as it was counted.
    pub network: fn(&Page, Counted, Language) -> Html,
    /// What one of its buttons or fields does: a word, what it is done to or was chosen, and the page.
    pub act: fn(&str, &str, &Page) -> Option<Action>,
    /// How links say something about the run before.
    pub runs: &'static Runs,
    /// What makes that of a run.
    pub retelling: &'static Retelling,
    /// What was recorded, as a file for the user: a chart, or all of it.
    pub save: fn(Option<Chart>, Recorded<'_>, Language),
}

/// It is what it is.
impl PartialEq for Details {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

static PART: Details = Details {
    board: board::board,
    show_board: board::show,
    memory: |props| html! { <MemoryPanel ..props /> },
    show_memory: effects::show,
    editor: editor::editor,
    network: shown::block,
    act: edit::act,
    runs: &RUNS,
    retelling: &RETELLING,
    save: files::save,
};

/// What is shown of memory beside network buffers.
#[derive(Clone, Debug, Properties)]
pub struct MemoryProps {
    /// The memory, and what is estimated of it: of a job that runs.
    pub outlook: Rc<Outlook>,
    /// Slots of the TaskManager that is looked at.
    pub kinds: Vec<Kind>,
    /// The job.
    pub job: Rc<Job>,
    /// What of it is looked at.
    pub look: Look,
    /// The language it speaks.
    pub language: Language,
}

/// Network buffers are of no interest here, which most sliders change, nor is how large the heap is, unless something is estimated of it.
impl PartialEq for MemoryProps {
    fn eq(&self, other: &Self) -> bool {
        let is_alike = |one: &Prepared, other: &Prepared| {
            let is_same = match (&one.memory, &other.memory) {
                (Ok(one), Ok(other)) => (one.page, &one.groups) == (other.page, &other.groups),
                (one, other) => one == other,
            };
            is_same && one.scenario.couplings == other.scenario.couplings
        };
        let are_alike = match (self.outlook.prepared(), other.outlook.prepared()) {
            (Some(one), Some(other)) => is_alike(one, other),
            (one, other) => one.is_none() && other.is_none(),
        };
        (&self.kinds, &self.job, self.look, self.language)
            == (&other.kinds, &other.job, other.look, other.language)
            && (Rc::ptr_eq(&self.outlook, &other.outlook) || are_alike)
    }
}

/// Managed memory as it is, and what memory does. A component of its own: most changes of the configuration change nothing here.
#[component]
fn MemoryPanel(props: &MemoryProps) -> Html {
    let MemoryProps { outlook, kinds, job, look, language } = props;
    let inside = outlook.prepared().map(|prepared| memory(prepared, kinds, job, *look, *language));
    inside.unwrap_or_else(|| around("div", &[], &[], Vec::new()))
}

fn memory(prepared: &Prepared, kinds: &[Kind], job: &Job, look: Look, language: Language) -> Html {
    let mut parts = vec![managed::section(&prepared.memory, kinds, job, language)];
    parts.extend(effects::section(&prepared.scenario, job, look.task_manager, language));
    around("div", &["class"], &["memory-of-job"], parts)
}

later!(details: Details, at once);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::estimates::Estimates;
    use crate::settings::Settings;

    /// What the panel is told where so much is configured.
    fn told(entries: &[(&str, &str)], estimates: Estimates) -> MemoryProps {
        let mut settings = Settings::default();
        entries.iter().for_each(|(key, value)| settings.set(key, (*value).to_owned()));
        let job = Rc::new(Job { estimates, ..Job::default() });
        let outlook = Rc::new(Outlook::of(&Answer::to(settings), &job, 1));
        assert!(outlook.prepared().is_some());
        MemoryProps { outlook, kinds: Vec::new(), job, look: Look::default(), language: Language::default() }
    }

    #[test]
    fn the_panel_of_memory_is_left_alone_while_sliders_of_the_network_are_dragged() {
        let fraction = "taskmanager.memory.network.fraction";
        let before = told(&[(fraction, "0.1")], Estimates::default());
        for entry in [
            (fraction, "0.2"),
            (fraction, "0.31"),
            ("taskmanager.network.memory.floating-buffers-per-gate", "3"),
            ("execution.checkpointing.interval", "3 s"),
        ] {
            assert_eq!(told(&[(fraction, "0.1"), entry], Estimates::default()), before, "{entry:?}");
        }
        assert_ne!(told(&[("taskmanager.memory.managed.fraction", "0.2")], Estimates::default()), before);
        assert_ne!(told(&[("taskmanager.memory.segment-size", "64k")], Estimates::default()), before);
        // What is estimated of the heap depends on its size.
        let estimates = Estimates { has_heap: true, ..Estimates::default() };
        assert_ne!(told(&[(fraction, "0.2")], estimates), told(&[(fraction, "0.1")], estimates));
    }
}
