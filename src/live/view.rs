//! The job under load on the page: its controls, its graph, its metrics, and the frames in which it moves.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::render::{AnimationFrame, request_animation_frame};
use pools::plan::PlanError;
use sim::scenario::{Scenario, ScenarioError};
use yew::{Html, Properties, component, use_effect_with, use_memo};

use super::board;
use super::charts::Chart;
use super::cluster::{Given, Silence};
use super::driver::{Begun, Driver};
use super::editor;
use super::figures::{clock, time};
use super::files::Recorded;
use super::finding;
use super::graph;
use super::grids::{self, Painted};
use super::job::Job;
use super::look::Look;
use super::run::{Run, Speed, Step};
use super::scenario::scenario;
use super::screen;
use super::shell::PLACE;
use super::sight::Sight;
use super::table;
use crate::browser;
use crate::button::{Button, Icon};
use crate::header::option;
use crate::language::Language;
use crate::mark::{around, entry, keyed, mark, text};
use crate::network;
use crate::page::Answer;
use crate::part::{self, Part};
use crate::words::{FindingWords, LiveWords, Words};

/// More channels than this are not simulated here: a frame would hold too little of it to be watched.
const MOST_CHANNELS: u64 = 40_000;
/// Milliseconds between two readings of the numbers.
const REFRESH: f64 = 200.0;
/// Milliseconds between two judgements.
const REFLECT: f64 = 1000.0;
/// Milliseconds between two pictures of the segments.
const REPAINT: f64 = 50.0;
/// Simulated ns for which it is said why it began anew.
const SAID: u64 = 3_000_000_000;

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

    let scene = match outlook.scenario() {
        Some(_) => vec![
            graph::graph(&props.job, live),
            readings(live),
            found(&live.finding),
            editor::dials(&props.job, live),
            grids::segments(&props.job, look, managers, live),
            grids::channels(&props.job, look, live),
            board::board(stages.len(), props.run, &live.charts),
            table::table(&props.job, live),
        ],
        None => {
            let obstacle = obstacle(&outlook, &props.answer, words);
            vec![
                around("div", &["class", "role"], &["no-run", "status"], obstacle),
                editor::dials(&props.job, live),
            ]
        }
    };
    // What the driver writes into must not become something else's place.
    let key = [if outlook.scenario().is_some() { "runs " } else { "" }, &stages.len().to_string()].concat();
    let parts = vec![
        head(outlook.scenario(), props.run, live),
        editor::presets(props.preset, words),
        mark("p", &["class", "id", "role"], &["restarted", "live-said", "status"]),
        keyed(key, "div", &["class"], &["scene"], scene),
        editor::editor(&props.job, &props.answer, live),
    ];
    around("div", &["class"], &["live"], parts)
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

/// Moves the simulation in the browser's frames and shows it.
#[derive(Clone, Debug, Default)]
struct Player {
    stage: Rc<RefCell<Stage>>,
}

/// One player is never exchanged for another.
impl PartialEq for Player {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.stage, &other.stage)
    }
}

#[derive(Debug, Default)]
struct Stage {
    driver: Driver,
    job: Rc<Job>,
    words: Option<&'static LiveWords>,
    frame: Option<AnimationFrame>,
    /// When the last frame was, ms.
    last: Option<f64>,
    /// When numbers were last written; `None` to write them at once.
    written: Option<f64>,
    is_in_sight: bool,
    look: Look,
    painted: Painted,
    /// When it was last said what the job suffers from.
    found_at: Option<f64>,
    /// When segments were last painted.
    painted_at: f64,
    /// Which part of the charts is to be written next; `None` while there is time.
    part: Option<usize>,
    /// How many files were asked for when that was last looked at.
    files: Option<u32>,
}

impl Player {
    /// What is to be simulated from now on, and how it is watched.
    fn follow(
        &self,
        wanted: Option<Scenario>,
        job: Rc<Job>,
        run: Run,
        look: Look,
        words: &'static LiveWords,
    ) {
        let mut stage = self.stage.borrow_mut();
        stage.driver.follow(wanted, run);
        stage.job = job;
        stage.look = look;
        stage.words = Some(words);
        stage.written = None;
        let is_asked = stage.files.replace(run.files).is_some_and(|files| files != run.files);
        drop(stage);
        if is_asked {
            self.save(run.file);
        }
        self.go_on();
    }

    /// Gives the user a chart, or the table of all. What that takes was loaded before it could be asked for.
    fn save(&self, file: Option<Chart>) {
        let player = self.clone();
        wasm_bindgen_futures::spawn_local(async move {
            if let Ok(part) = part::load().await {
                player.stage.borrow().save(part, file);
            }
        });
    }

    /// There will be another frame.
    fn go_on(&self) {
        // Native tests have no frames.
        if cfg!(target_arch = "wasm32") && self.stage.borrow().frame.is_none() {
            let player = self.clone();
            let frame = request_animation_frame(move |time| player.frame(time));
            self.stage.borrow_mut().frame = Some(frame);
        }
    }

    fn frame(&self, now: f64) {
        let mut stage = self.stage.borrow_mut();
        let ended = stage.frame.take();
        stage.move_on(now);
        let goes_on = stage.driver.is_moving();
        drop(stage);
        if goes_on {
            self.go_on();
        }
        drop(ended);
    }

    fn stop(&self) {
        *self.stage.borrow_mut() = Stage::default();
    }
}

impl Stage {
    fn move_on(&mut self, now: f64) {
        let elapsed = self.last.map_or(0.0, |last| now - last);
        let is_due = self.written.is_none_or(|written| now - written >= REFRESH);
        if is_due {
            self.is_in_sight = browser::is_in_sight(PLACE);
        }
        self.last = Some(now);
        self.driver.frame(if self.is_in_sight { elapsed } else { 0.0 }, browser::now);
        if is_due {
            self.written = Some(now);
            // The theme may be another, or the width.
            self.painted.forget();
        }
        if is_due || (self.is_in_sight && now - self.painted_at >= REPAINT) {
            self.painted_at = now;
            if let Some(simulation) = self.driver.simulation_mut() {
                self.painted.show(simulation, self.look.task_manager);
            }
        }
        if is_due {
            self.show();
            self.part = self.part.or(Some(0));
        }
        let is_old = self.found_at.is_none_or(|found| now - found >= REFLECT);
        if is_due && (is_old || !self.driver.is_moving()) {
            self.found_at = Some(now);
            self.tell();
        }
        self.show_charts();
    }

    /// Writes a part of the charts, so that no frame has to hold them all; all of them, if there may be no other frame.
    fn show_charts(&mut self) {
        let (Some(words), Some(series), Some(simulation)) =
            (self.words, self.driver.series(), self.driver.simulation())
        else {
            return;
        };
        let is_playing = self.driver.is_moving();
        let mut next = if is_playing { self.part } else { self.part.and(Some(0)) };
        while let Some(part) = next {
            let scenario = simulation.scenario();
            next =
                board::show(part, scenario, series, self.driver.before(), &words.charts).then_some(part + 1);
            if is_playing {
                break;
            }
        }
        self.part = next;
    }

    fn tell(&mut self) {
        if let Some(words) = self.words {
            finding::show(self.driver.finding().as_ref(), &self.job, words);
        }
    }

    fn save(&self, part: &Part, file: Option<Chart>) {
        let (Some(words), Some(series), Some(simulation)) =
            (self.words, self.driver.series(), self.driver.simulation())
        else {
            return;
        };
        let recorded = Recorded { scenario: simulation.scenario(), series, before: self.driver.before() };
        (part.save_run)(file, recorded, &words.charts);
    }

    fn show(&mut self) {
        let Some(words) = self.words else { return };
        let Some(sight) = self.driver.sight() else {
            screen::put("live-time", "");
            screen::put(
                "live-said",
                &self.driver.error().map(|error| refusal(error, words)).unwrap_or_default(),
            );
            return;
        };
        screen::put("live-time", &["t = ", &clock(sight.time)].concat());
        screen::put("live-said", said(self.driver.begun(), &sight, words));
        for (number, vertex) in sight.vertices.iter().enumerate() {
            graph::show_vertex(number, vertex);
            table::show(number, &self.job, vertex);
        }
        for (number, edge) in sight.edges.iter().enumerate() {
            graph::show_edge(number, edge, words);
        }
        self.painted.tell(words);
        if let Some(simulation) = self.driver.simulation() {
            grids::show_channels(simulation, self.look, &self.painted, words);
        }
        let latency = sight.latency.map(|[median, most]| [&time(median), ", ", &time(most)].concat());
        screen::put("live-latency", latency.as_deref().unwrap_or("–"));
        let checkpoint =
            sight.checkpoint.map(|(number, took)| ["#", &number.to_string(), ": ", &time(took)].concat());
        screen::put("live-checkpoint", checkpoint.as_deref().unwrap_or(words.no_checkpoint));
    }
}

/// Why it does not run, where that was not found before. What was found is left out: printing fractions would make the part a tenth larger.
fn refusal(error: &ScenarioError, words: &LiveWords) -> String {
    match error {
        ScenarioError::OutOfRange { parameter, range, .. } => {
            [words.out_of_range, parameter, ": ", range].concat()
        }
        _ => words.not_simulated.to_owned(),
    }
}

/// Why it begins anew, for a while.
fn said(begun: Begun, sight: &Sight, words: &'static LiveWords) -> &'static str {
    match begun {
        _ if sight.time > SAID => "",
        Begun::ByHand => "",
        Begun::TaskManagers => words.restarted[0],
        Begun::Job => words.restarted[1],
    }
}
