//! The job under load on the page: its controls, its graph, its metrics.

use std::rc::Rc;

use pools::plan::PlanError;
use resolver::FlinkError;
use sim::scenario::Scenario;
use yew::{Html, Properties, UseReducerDispatcher, component, html, use_effect_with, use_memo};

use super::cluster::{Given, Silence};
use super::details::{Details, MemoryProps};
use super::driver::Wanted;
use super::editor;
use super::effects;
use super::finding;
use super::graph;
use super::grids;
use super::job::Job;
use super::later;
use super::look::Look;
use super::memory::{self, Memory};
use super::player::{Player, Watched};
use super::run::{Run, Speed, Step};
use super::runs::Compared;
use super::scenario::scenario;
use super::screen;
use super::shell;
use super::story::Situation;
use super::table;
use crate::browser;
use crate::button::{Button, Icon};
use crate::deed;
use crate::header::option;
use crate::language::Language;
use crate::link::Past;
use crate::mark::{around, entry, keyed, mark, text};
use crate::network;
use crate::page::{Answer, Page, Theme};
use crate::words::fill;
use crate::words::live::{FindingWords, LiveWords};

/// More channels than this are not simulated here: a frame would hold too little of it to be watched.
const MOST_CHANNELS: u64 = 40_000;
/// What is under load, and how it is watched.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct LiveProps {
    /// The present answer.
    pub answer: Rc<Answer>,
    /// The job.
    pub job: Rc<Job>,
    /// How it is watched.
    pub run: Run,
    /// What it is compared with.
    pub before: Option<Past>,
    /// How it is to go, as a link says it.
    pub now: Option<Past>,
    /// What of it is looked at.
    pub look: Look,
    /// The preset that it is.
    pub preset: Option<&'static str>,
    /// What is seen of it later, once it is loaded.
    pub details: Option<&'static Details>,
    /// Whether this is the whole page, with a link of its own.
    pub is_whole: bool,
    /// The page, to have that loaded, and to be told what it does not know by itself.
    pub page: UseReducerDispatcher<Page>,
    /// The colours it has.
    pub theme: Theme,
    /// The language it speaks.
    pub language: Language,
}

/// What is simulated, and the memory that it is simulated with.
#[derive(Debug)]
pub struct Prepared {
    /// What is simulated.
    pub scenario: Scenario,
    /// What the configuration gives a job.
    pub given: Given,
    /// Beside network buffers; or why Flink cannot divide it.
    pub memory: Result<Memory, FlinkError>,
}

/// Whoever asks follows the simulation.
impl PartialEq for Prepared {
    fn eq(&self, other: &Self) -> bool {
        self.lever() == other.lever() && self.scenario == other.scenario
    }
}

impl Prepared {
    /// The option that gives RocksDB more memory.
    fn lever(&self) -> &'static str {
        self.memory.as_ref().map_or("", |memory| memory.lever)
    }
}

/// Whether the job can run.
#[derive(Debug, PartialEq)]
pub enum Outlook {
    /// It can, but for what only the simulation finds.
    Runs(Box<Prepared>),
    /// There is no TaskManager.
    Silent(Silence),
    /// It cannot be placed in so many slots of a TaskManager.
    Refused(PlanError, u32),
    /// A TaskManager has not enough buffers.
    Short(Box<pools::plan::NetworkPlan>),
    /// It has so many channels that it is only counted.
    TooWide(u64),
    /// It is no streaming job.
    Counted,
}

impl Outlook {
    pub(super) fn of(answer: &Answer, job: &Job, seed: u32) -> Self {
        let given = match Given::by(answer) {
            Ok(given) => given,
            Err(silence) => return Self::Silent(silence),
        };
        if !job.is_streaming() {
            return Self::Counted;
        }
        match given.plan(job) {
            Err(error) => Self::Refused(error, given.slots_each),
            Ok(plan) if plan.failure.is_some() => Self::Short(Box::new(plan)),
            Ok(plan) => match plan.channels.local + plan.channels.remote {
                channels if channels > MOST_CHANNELS => Self::TooWide(channels),
                _ => {
                    let memory = Memory::by(answer, &given, job);
                    let couplings = memory.as_ref().map(|memory| memory.couplings(&given, job));
                    let couplings = couplings.unwrap_or_default();
                    let scenario = Scenario { couplings, ..scenario(&given, job, seed) };
                    Self::Runs(Box::new(Prepared { scenario, given, memory }))
                }
            },
        }
    }

    /// What is simulated, if it can.
    #[must_use]
    pub fn prepared(&self) -> Option<&Prepared> {
        match self {
            Self::Runs(prepared) => Some(prepared),
            _ => None,
        }
    }

    pub(super) fn scenario(&self) -> Option<&Scenario> {
        self.prepared().map(|prepared| &prepared.scenario)
    }
}

/// The job under load.
#[component]
pub fn Live(props: &LiveProps) -> Html {
    let language = props.language;
    let live = language.of_jobs();
    let outlook =
        use_memo((Rc::clone(&props.answer), Rc::clone(&props.job), props.run.seed), |(answer, job, seed)| {
            Outlook::of(answer, job, *seed)
        });
    let player = use_memo((), |()| Player::new(props.is_whole.then(|| props.page.clone())));
    let managers = outlook.scenario().map_or(1, |scenario| scenario.task_managers);
    let stages = &props.job.stages;
    let look = props.look.at(&props.job, managers);
    let looks = (props.theme, language);
    let shown = (Rc::clone(&outlook), Rc::clone(&props.job), props.run, look, props.details, looks);
    use_effect_with(shown, {
        let (player, answer) = (Rc::clone(&player), Rc::clone(&props.answer));
        let (past, now) = (props.before.clone(), props.now.clone());
        move |(outlook, job, run, look, details, (theme, language))| {
            let lever = outlook.prepared().map_or("", Prepared::lever);
            let library = answer.settings.document().library();
            let compared = Compared { past, now, library, retelling: details.map(|part| part.retelling) };
            let situation = Situation { answer, job: Rc::clone(job), seed: run.seed };
            let wanted = outlook.scenario().map(|scenario| Wanted { scenario: scenario.clone(), situation });
            let (job, run, look, details) = (Rc::clone(job), *run, *look, *details);
            let (theme, language) = (*theme, *language);
            let watched = Watched { job, lever, run, look, details, theme, language };
            player.follow(wanted, &compared, watched);
        }
    });
    use_effect_with((), {
        let player = Rc::clone(&player);
        move |()| {
            let seen = Rc::clone(&player);
            let looks = browser::when_looks_change(move || seen.look_again());
            move || {
                drop(looks);
                player.stop();
            }
        }
    });

    let job = &props.job;
    let has_estimates = outlook.scenario().is_some_and(effects::are_any);
    let scenes = match outlook.prepared() {
        Some(prepared) => {
            let states = effects::states(&prepared.scenario);
            let scene = |is_first| {
                let (job, is_pinned) = (Rc::clone(job), props.run.is_pinned);
                let details = props.details;
                html! { <Scene {is_first} {job} {look} {managers} {states} {is_pinned} {details} {language} /> }
            };
            let mut scenes = vec![scene(true), scene(false)];
            // What memory does comes first where that is the question.
            let memory = match props.details {
                Some(details) => {
                    let kinds = memory::kinds(&prepared.given, job, look.task_manager);
                    let (outlook, job) = (Rc::clone(&outlook), Rc::clone(job));
                    (details.memory)(MemoryProps { outlook, kinds, job, look, language })
                }
                None => later::memory(live),
            };
            scenes.insert(if has_estimates { 1 } else { 2 }, memory);
            scenes
        }
        None => {
            let obstacle = obstacle(&outlook, &props.answer, live);
            let obstacle = around("div", &["class", "role"], &["no-run", "status"], obstacle);
            vec![around("div", &["class"], &["scene"], vec![obstacle, editor::dials(job, live)])]
        }
    };
    // What the driver writes into must not become something else's place.
    let what = match outlook.scenario() {
        None => "",
        Some(_) if has_estimates => "estimates ",
        Some(_) => "runs ",
    };
    let key = [what, language.tag(), &stages.len().to_string()].concat();
    use_effect_with((props.details.is_none(), key.clone()), {
        let page = props.page.clone();
        move |(is_missing, _)| {
            let load = move || deed::load_details(&page);
            let near = is_missing.then(|| shell::when_near(&later::PLACES, "0px", load));
            move || drop(near)
        }
    });
    let inside = match props.details {
        Some(details) => {
            let given = Given::by(&props.answer).ok();
            let managers = given.map(|given| given.cluster(job).task_managers);
            (details.editor)(job, &props.answer, managers, language)
        }
        None => later::editor(live),
    };
    let parts = vec![
        head(outlook.scenario(), has_estimates, props.run, language),
        editor::presets(props.preset, live),
        mark("p", &["class", "id", "role"], &["restarted", "live-said", "status"]),
        keyed(key, "div", &["class"], &["scenes"], scenes),
        editor::fold(inside, live),
    ];
    around("div", &["class"], &["live"], parts)
}

/// What is seen of a job that runs.
#[derive(Clone, Debug, PartialEq, Properties)]
struct SceneProps {
    /// Whether it is the half that is seen first.
    is_first: bool,
    /// The job.
    job: Rc<Job>,
    /// What of it is looked at.
    look: Look,
    /// TaskManagers of the cluster.
    managers: u32,
    /// Stages with a state that is estimated, a bit for each.
    states: u8,
    /// Whether the run stays for comparison.
    is_pinned: bool,
    /// What is seen of it later, once it is loaded.
    details: Option<&'static Details>,
    /// The language it speaks.
    language: Language,
}

/// Graph and controls, or segments, channels, charts and metrics, with room for what the driver writes. A component of its own: most changes of the configuration
/// change nothing here.
#[component]
fn Scene(props: &SceneProps) -> Html {
    let words = props.language.of_jobs();
    let job = &props.job;
    if props.is_first {
        let parts = vec![
            graph::graph(job, words),
            readings(job, props.states, words),
            found(&words.finding),
            editor::dials(job, words),
        ];
        return around("div", &["class"], &["scene"], parts);
    }
    let parts = vec![
        grids::segments(job, props.look, props.managers, words),
        grids::channels(job, props.look, words),
        match props.details {
            Some(details) => (details.board)(job.stages.len(), props.is_pinned, props.language),
            None => later::board(job.stages.len(), words),
        },
        table::table(job, words),
    ];
    around("div", &["class"], &["scene"], parts)
}

/// Why the job does not run, and what helps.
fn obstacle(outlook: &Outlook, answer: &Answer, words: &LiveWords) -> Vec<Html> {
    let note = |note: &str| vec![text("p", &["class"], &["note"], note)];
    match outlook {
        Outlook::Runs(_) => Vec::new(),
        Outlook::Silent(silence) => network::silent(silence, &words.obstacles),
        Outlook::Refused(error, slots_each) => network::refused(error, *slots_each, &words.obstacles),
        Outlook::Short(plan) => network::short(plan, &answer.settings, &words.obstacles),
        Outlook::TooWide(channels) => note(&[words.too_many, &channels.to_string()].concat()),
        Outlook::Counted => note(words.counted_only),
    }
}

/// The title, and what moves time.
fn head(scenario: Option<&Scenario>, has_estimates: bool, run: Run, language: Language) -> Html {
    let words = language.of_jobs();
    let managers = scenario.map_or_else(String::new, |scenario| {
        let count = scenario.task_managers;
        fill(words.on[usize::from(count != 1)], &[&count.to_string()])
    });
    let estimates = if has_estimates { words.with_estimates } else { "" };
    let tag = text("small", &["class"], &["tag"], &[words.modelled, estimates, &managers].concat());
    let time =
        mark("span", &["class", "id", "role", "aria-label"], &["clock", "live-time", "timer", words.time]);
    let title = around("h2", &["class"], &["h"], vec![language.words().job.into(), tag]);
    let parts = vec![around("div", &["class"], &["card-head"], vec![title, time]), transport(run, words)];
    around("div", &["class"], &["live-head"], parts)
}

fn transport(run: Run, words: &LiveWords) -> Html {
    let icon = |deed: &str, label: &str, icon: Icon| {
        let inside = vec![icon.html()];
        Button { class: "btn icon line", deed, label, inside, ..Button::default() }.html()
    };
    let (play, icon_of_play) =
        if run.is_playing { (words.pause, Icon::PAUSE) } else { (words.play, Icon::PLAY) };
    let play = Button {
        class: "btn icon line",
        id: "run-play",
        deed: "run-play",
        label: play,
        inside: vec![icon_of_play.html()],
        ..Button::default()
    };
    let select = |id: &str, label: &str, options: Vec<Html>| {
        around("select", &["class", "id", "aria-label", "title"], &["sel", id, label, label], options)
    };
    let kinds = Step::ALL.into_iter().zip(words.steps);
    let kinds = kinds.map(|(step, word)| option(step.id(), word, step == run.step)).collect();
    let speeds = Speed::ALL.into_iter().map(|speed| {
        let name = if speed == Speed::Most { words.fastest.to_owned() } else { [speed.id(), "×"].concat() };
        option(speed.id(), &name, speed == run.speed)
    });
    const SEED: &[&str] = &["type", "name", "id", "min", "max", "step", "inputmode"];
    let seed = entry(
        "input",
        SEED,
        &["number", "run-seed", "run-seed", "0", "4294967295", "1", "numeric"],
        run.seed.to_string(),
    );
    let parts = vec![
        play.html(),
        icon(
            &["run-step ", run.step.id()].concat(),
            &[words.step, ": ", words.steps[run.step as usize]].concat(),
            Icon::STEP,
        ),
        select("run-step-kind", words.step, kinds),
        icon("run-restart", words.restart, Icon::RESTART),
        select("run-speed", words.speed, speeds.collect()),
        around("label", &["class"], &["seed"], vec![text("span", &[], &[], words.seed), seed]),
    ];
    around("div", &["class", "role", "aria-label"], &["trans", "group", words.time], parts)
}

/// What is neither of a vertex nor of an edge.
fn readings(job: &Job, states: u8, words: &LiveWords) -> Html {
    let reading = |label: &str, id: &str| {
        let value = screen::room(id);
        around("div", &[], &[], vec![text("dt", &[], &[], label), around("dd", &[], &[], vec![value])])
    };
    let mut parts =
        vec![reading(words.latency, "live-latency"), reading(words.checkpoint, "live-checkpoint")];
    for stage in (0..job.stages.len()).filter(|stage| states & (1 << stage) != 0) {
        let label = [&job.name(stage), words.in_short].concat();
        parts.push(reading(&label, &effects::in_short(stage)));
    }
    around("dl", &["class"], &["readings"], parts)
}

/// What the job suffers from.
fn found(words: &FindingWords) -> Html {
    let [sentence, remedies] = finding::PLACES;
    let parts = vec![
        mark("p", &["id", "role"], &[sentence, "status"]),
        mark("p", &["id", "class"], &[remedies, "offers"]),
    ];
    around("section", &["class", "aria-label"], &["found", words.title], parts)
}
