//! The job under load on the page: its controls, its graph, its metrics.

use std::rc::Rc;

use pools::plan::PlanError;
use sim::scenario::Scenario;
use yew::{Html, Properties, component, html, use_effect_with, use_memo};

use super::board;
use super::cluster::{Given, Silence};
use super::editor;
use super::finding;
use super::graph;
use super::grids;
use super::job::Job;
use super::look::Look;
use super::player::Player;
use super::run::{Run, Speed, Step};
use super::scenario::scenario;
use super::screen;
use super::table;
use crate::button::{Button, Icon};
use crate::header::option;
use crate::language::Language;
use crate::mark::{around, entry, keyed, mark, text};
use crate::network;
use crate::page::Answer;
use crate::words::{FindingWords, LiveWords, Words};

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
    /// What of it is looked at.
    pub look: Look,
    /// The preset that it is.
    pub preset: Option<&'static str>,
    /// The language it speaks.
    pub language: Language,
}

/// Whether the job can run.
#[derive(Clone, Debug, PartialEq)]
enum Outlook {
    /// It can, but for what only the simulation finds.
    Runs(Box<Scenario>),
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
    fn of(answer: &Answer, job: &Job, seed: u32) -> Self {
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
                _ => Self::Runs(Box::new(scenario(&given, job, seed))),
            },
        }
    }

    fn scenario(&self) -> Option<&Scenario> {
        match self {
            Self::Runs(scenario) => Some(scenario),
            _ => None,
        }
    }
}

/// The job under load.
#[component]
pub fn Live(props: &LiveProps) -> Html {
    let words = props.language.words();
    let live = &words.live;
    let outlook =
        use_memo((Rc::clone(&props.answer), Rc::clone(&props.job), props.run.seed), |(answer, job, seed)| {
            Outlook::of(answer, job, *seed)
        });
    let player = use_memo((), |()| Player::default());
    let managers = outlook.scenario().map_or(1, |scenario| scenario.task_managers);
    let stages = &props.job.stages;
    let edges = u32::try_from(stages.len() - 1).unwrap_or(1);
    let subtasks = |edge: u32| stages.get(edge as usize + 1).map_or(1, |stage| stage.parallelism);
    let look = props.look.within(managers, edges, subtasks);
    use_effect_with((Rc::clone(&outlook), Rc::clone(&props.job), props.run, look), {
        let player = Rc::clone(&player);
        move |(outlook, job, run, look)| {
            player.follow(outlook.scenario().cloned(), Rc::clone(job), *run, *look, &words.live);
        }
    });
    use_effect_with((), {
        let player = Rc::clone(&player);
        move |()| move || player.stop()
    });

    let job = &props.job;
    let scene = match outlook.scenario() {
        Some(_) => {
            let (job, is_pinned, language) = (Rc::clone(job), props.run.is_pinned, props.language);
            html! { <Scene {job} {look} {managers} {is_pinned} {language} /> }
        }
        None => {
            let obstacle = obstacle(&outlook, &props.answer, words);
            let obstacle = around("div", &["class", "role"], &["no-run", "status"], obstacle);
            around("div", &["class"], &["scene"], vec![obstacle, editor::dials(job, live)])
        }
    };
    // What the driver writes into must not become something else's place.
    let key = [if outlook.scenario().is_some() { "runs " } else { "" }, &stages.len().to_string()].concat();
    let parts = vec![
        head(outlook.scenario(), props.run, live),
        editor::presets(props.preset, words),
        mark("p", &["class", "id", "role"], &["restarted", "live-said", "status"]),
        keyed(key, "div", &[], &[], vec![scene]),
        editor::editor(job, &props.answer, live),
    ];
    around("div", &["class"], &["live"], parts)
}

/// What is seen of a job that runs.
#[derive(Clone, Debug, PartialEq, Properties)]
struct SceneProps {
    /// The job.
    job: Rc<Job>,
    /// What of it is looked at.
    look: Look,
    /// TaskManagers of the cluster.
    managers: u32,
    /// Whether the run stays for comparison.
    is_pinned: bool,
    /// The language it speaks.
    language: Language,
}

/// Graph, segments, channels, charts and metrics, with room for what the driver writes. A component of its own: most changes of the configuration
/// change nothing here.
#[component]
fn Scene(props: &SceneProps) -> Html {
    let words = &props.language.words().live;
    let job = &props.job;
    let parts = vec![
        graph::graph(job, words),
        readings(words),
        found(&words.finding),
        editor::dials(job, words),
        grids::segments(job, props.look, props.managers, words),
        grids::channels(job, props.look, words),
        board::board(job.stages.len(), props.is_pinned, &words.charts),
        table::table(job, words),
    ];
    around("div", &["class"], &["scene"], parts)
}

/// Why the job does not run, and what helps.
fn obstacle(outlook: &Outlook, answer: &Answer, words: &Words) -> Vec<Html> {
    let note = |note: &str| vec![text("p", &["class"], &["note"], note)];
    match outlook {
        Outlook::Runs(_) => Vec::new(),
        Outlook::Silent(silence) => network::silent(silence, &words.network),
        Outlook::Refused(error, slots_each) => network::refused(error, *slots_each, &words.network),
        Outlook::Short(plan) => network::short(plan, &answer.settings, &words.network),
        Outlook::TooWide(channels) => note(&[words.live.too_many, &channels.to_string()].concat()),
        Outlook::Counted => note(words.live.counted_only),
    }
}

/// The title, and what moves time.
fn head(scenario: Option<&Scenario>, run: Run, words: &LiveWords) -> Html {
    let managers = scenario.map_or_else(String::new, |scenario| {
        let count = scenario.task_managers;
        [", ", &count.to_string(), " ", words.task_managers[usize::from(count != 1)]].concat()
    });
    let tag = text("small", &["class"], &["tag"], &[words.modelled, &managers].concat());
    let time =
        mark("span", &["class", "id", "role", "aria-label"], &["clock", "live-time", "timer", words.time]);
    let title = around("h2", &["class"], &["h"], vec![words.title.into(), tag]);
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
fn readings(words: &LiveWords) -> Html {
    let reading = |label: &str, id: &str| {
        let value = screen::room(id);
        around("div", &[], &[], vec![text("dt", &[], &[], label), around("dd", &[], &[], vec![value])])
    };
    let parts = vec![reading(words.latency, "live-latency"), reading(words.checkpoint, "live-checkpoint")];
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
