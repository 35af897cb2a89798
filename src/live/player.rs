//! The frames in which the job under load moves, and what is written in which of them.
//!
//! A few times a second everything that is shown is written anew, a part in each frame, so that no frame has to hold them all; what is out of sight,
//! less often. How much room there is for what, the browser is asked between frames, when it knows: asked in the middle of one, it would have to
//! lay out the page twice.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::render::{AnimationFrame, request_animation_frame};
use sim::scenario::ScenarioError;
use yew::UseReducerDispatcher;

use super::board;
use super::charts::Chart;
use super::details::Details;
use super::driver::{Begun, Driver, Wanted};
use super::effects;
use super::figures::{clock, time};
use super::files::Recorded;
use super::finding;
use super::graph;
use super::grids::{self, Painted};
use super::job::Job;
use super::look::Look;
use super::pool::bands_of;
use super::run::Run;
use super::runs::{Compared, News};
use super::screen;
use super::shell;
use super::sight::Sight;
use super::table;
use crate::browser;
use crate::language::Language;
use crate::notice::Notice;
use crate::page::{Action, Page, Theme};
use crate::words::live::LiveWords;

/// Milliseconds between two readings of the numbers.
const REFRESH: f64 = 200.0;
/// Milliseconds between two pictures of the segments.
const REPAINT: f64 = 50.0;
/// How many times as long as it takes to show something it is left alone: of large jobs there is much to look through.
const SPARING: f64 = 10.0;
/// One of so many readings is of everything: of what the job suffers from, and of what is out of sight.
const SELDOM: u32 = 5;
/// Simulated ns for which it is said why it began anew.
const SAID: u64 = 3_000_000_000;

/// Moves the simulation in the browser's frames and shows it.
#[derive(Clone, Debug, Default)]
pub struct Player {
    stage: Rc<RefCell<Stage>>,
}

/// One player is never exchanged for another.
impl PartialEq for Player {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.stage, &other.stage)
    }
}

/// What is watched of a simulation.
#[derive(Clone, Debug, PartialEq)]
pub struct Watched {
    /// The job.
    pub job: Rc<Job>,
    /// The option that gives RocksDB more memory.
    pub lever: &'static str,
    /// How it is watched.
    pub run: Run,
    /// What of it is looked at.
    pub look: Look,
    /// What is seen of it later, once it is loaded.
    pub details: Option<&'static Details>,
    /// The colours it has.
    pub theme: Theme,
    /// The language it speaks.
    pub language: Language,
}

#[derive(Debug, Default)]
struct Stage {
    driver: Driver,
    watched: Option<Watched>,
    /// The page, where it is to be told what it does not know by itself.
    tell: Option<UseReducerDispatcher<Page>>,
    frame: Option<AnimationFrame>,
    /// When the last frame was, ms.
    last: Option<f64>,
    /// What is within the window, see [`PLACES`]; `None` where that is to be found out at once.
    in_sight: Option<[bool; 3]>,
    painted: Painted,
    /// When segments were last painted, and how long that took.
    painted_at: f64,
    painting: f64,
    /// Whether something may have changed since numbers were last read.
    is_behind: bool,
    /// Whether everything is to be written in this frame.
    is_urgent: bool,
    /// When numbers were last read, how often that was, and how long they took to write.
    read_at: f64,
    readings: u32,
    writing: f64,
    sight: Option<Sight>,
    /// What is to be written next; `None` while there is time.
    part: Option<usize>,
    /// How many files were asked for when that was last looked at.
    files: Option<u32>,
}

/// Ids of the whole, of the table of metrics, and of the board.
const PLACES: [&str; 3] = [shell::PLACE, "metrics", board::PLACE];
/// Parts before those of the board.
const BOARD: usize = 4;

impl Player {
    /// One that tells the page what it does not know by itself.
    #[must_use]
    pub fn new(tell: Option<UseReducerDispatcher<Page>>) -> Self {
        let player = Self::default();
        player.stage.borrow_mut().tell = tell;
        player
    }

    /// What is to be simulated from now on, and how it is watched.
    pub fn follow(&self, wanted: Option<Wanted>, compared: &Compared, watched: Watched) {
        let mut stage = self.stage.borrow_mut();
        let run = watched.run;
        stage.driver.follow(wanted, run, compared);
        // There may be other elements now, which are empty. Else there is no hurry: a slider may be moving.
        if stage.watched.as_ref() != Some(&watched) {
            stage.hurry();
        }
        stage.is_behind = true;
        stage.watched = Some(watched);
        let is_asked = stage.files.replace(run.files).is_some_and(|files| files != run.files);
        drop(stage);
        if is_asked {
            self.stage.borrow().save(run.file);
        }
        self.go_on();
    }

    /// There may be other room for what is painted, or other colours.
    pub fn look_again(&self) {
        self.stage.borrow_mut().hurry();
        self.go_on();
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
        let has_read = stage.move_on(now);
        let goes_on = stage.driver.is_moving() || stage.is_behind || stage.part.is_some();
        let news = stage.driver.news().zip(stage.tell.clone());
        let language = stage.watched.as_ref().map(|watched| watched.language);
        drop(stage);
        if let (Some((news, tell)), Some(language)) = (news, language) {
            let words = language.of_jobs();
            let notify = |what| tell.dispatch(Action::Notify(Rc::new([Notice::Said(what)])));
            tell.dispatch(match news {
                News::Other(past) => Action::Before(past),
                News::Now(now) => Action::Now(now),
                News::Stands => Action::Stand,
                News::Senseless => {
                    notify(words.senseless[0]);
                    Action::Before(None)
                }
                News::NoSuchCourse => {
                    notify(words.senseless[1]);
                    Action::Now(None)
                }
            });
        }
        if has_read {
            let player = self.clone();
            browser::later(0, move || player.stage.borrow_mut().look_around());
        }
        if goes_on {
            self.go_on();
        }
        drop(ended);
    }

    /// There will be no other frame.
    pub fn stop(&self) {
        *self.stage.borrow_mut() = Stage::default();
    }
}

impl Stage {
    /// Writes and paints everything in the next frame, wherever it is then.
    const fn hurry(&mut self) {
        self.is_urgent = true;
        self.is_behind = true;
        self.in_sight = None;
    }

    /// Sees how much room there is, and which colours. What that wipes is painted at once: nobody is to see it empty.
    fn look_around(&mut self) {
        self.in_sight = Some(PLACES.map(browser::is_in_sight));
        let stages = self.watched.as_ref().map_or(0, |watched| watched.job.stages.len());
        let is_wiped = self.painted.fit(bands_of(stages));
        if let (true, Some(simulation), Some(watched)) =
            (is_wiped, self.driver.simulation_mut(), &self.watched)
        {
            self.painted.show(simulation, watched.look.task_manager);
            grids::show_channels(simulation, watched.look, &self.painted, watched.language.of_jobs());
        }
    }

    /// A frame: whether numbers were read in it.
    fn move_on(&mut self, now: f64) -> bool {
        if self.in_sight.is_none() {
            self.look_around();
        }
        let elapsed = self.last.replace(now).map_or(0.0, |last| now - last);
        let [is_in_sight, ..] = self.in_sight.unwrap_or_default();
        let was_moving = self.driver.is_moving();
        self.driver.frame(if is_in_sight { elapsed } else { 0.0 }, browser::now);
        self.is_behind |= was_moving;
        // What stands still now is to be seen as it is.
        self.is_urgent |= was_moving && !self.driver.is_moving();
        let is_painting = is_in_sight && now - self.painted_at >= REPAINT.max(self.painting * SPARING);
        if self.is_urgent || is_painting {
            self.painted_at = now;
            let start = browser::now();
            if let (Some(simulation), Some(watched)) = (self.driver.simulation_mut(), &self.watched) {
                self.painted.show(simulation, watched.look.task_manager);
            }
            self.painting = browser::now() - start;
        }
        // Not both in one frame.
        (self.is_urgent || !is_painting) && self.write(now)
    }

    /// Writes the next part of what is to be written, or all of it if that is urgent: whether numbers were read.
    fn write(&mut self, now: f64) -> bool {
        let is_due = now - self.read_at >= REFRESH.max(self.writing * SPARING);
        let reads = self.is_urgent || (self.is_behind && self.part.is_none() && is_due);
        let start = browser::now();
        if reads {
            self.read_at = now;
            self.writing = 0.0;
            self.readings = self.readings.wrapping_add(1);
            self.is_behind = false;
            self.sight = self.driver.sight();
            self.part = Some(0);
        }
        while let Some(part) = self.part {
            let is_wanted = self.is_wanted(part);
            // Where one part of the board is not wanted, no other is.
            let goes_on = if is_wanted { self.show(part) } else { part < BOARD };
            self.part = goes_on.then_some(part + 1);
            if is_wanted && !self.is_urgent {
                break;
            }
        }
        self.is_urgent = false;
        self.writing += browser::now() - start;
        reads
    }

    /// Whether a part is worth writing this time.
    fn is_wanted(&self, part: usize) -> bool {
        let [_, table, board] = self.in_sight.unwrap_or_default();
        let is_often = [true, true, false, table].get(part).copied().unwrap_or(board);
        is_often || self.is_urgent || self.readings.is_multiple_of(SELDOM)
    }

    /// Writes a part; `false` if there is none.
    fn show(&mut self, part: usize) -> bool {
        let Some(watched) = &self.watched else { return false };
        let (words, language) = (watched.language.of_jobs(), watched.language);
        let Some(sight) = &self.sight else {
            screen::put("live-time", "");
            let why = self.driver.error().map(|error| refusal(error, words));
            screen::put("live-said", &why.unwrap_or_default());
            return false;
        };
        match part {
            0 => {
                let said = if self.driver.is_retold() {
                    words.retold
                } else {
                    said(self.driver.begun(), sight, words)
                };
                screen::put("live-said", said);
                show_graph(sight, words);
                if let Some(simulation) = self.driver.simulation() {
                    effects::show_in_short(simulation, words);
                    if let Some(details) = watched.details {
                        (details.show_memory)(simulation, watched.look.task_manager, language);
                    }
                }
            }
            1 => {
                self.painted.tell(words);
                if let Some(simulation) = self.driver.simulation() {
                    grids::show_channels(simulation, watched.look, &self.painted, words);
                }
            }
            2 => {
                let is_whole = self.tell.is_some();
                finding::show(self.driver.finding().as_ref(), &watched.job, watched.lever, is_whole, words);
            }
            3 => {
                for (number, vertex) in sight.vertices.iter().enumerate() {
                    table::show(number, &watched.job, vertex);
                }
            }
            _ => {
                return watched
                    .details
                    .is_some_and(|details| self.show_board(part - BOARD, details, language));
            }
        }
        true
    }

    fn show_board(&self, part: usize, details: &Details, language: Language) -> bool {
        let (Some(series), Some(simulation)) = (self.driver.series(), self.driver.simulation()) else {
            return false;
        };
        (details.show_board)(part, simulation.scenario(), series, self.driver.before(), language)
    }

    /// Gives the user a chart, or the table of all.
    fn save(&self, file: Option<Chart>) {
        let Some((details, language)) =
            self.watched.as_ref().and_then(|watched| Some((watched.details?, watched.language)))
        else {
            return;
        };
        let (Some(series), Some(simulation)) = (self.driver.series(), self.driver.simulation()) else {
            return;
        };
        let recorded = Recorded { scenario: simulation.scenario(), series, before: self.driver.before() };
        (details.save)(file, recorded, language);
    }
}

/// Writes the time, the graph, and what is neither of a vertex nor of an edge.
fn show_graph(sight: &Sight, words: &'static LiveWords) {
    screen::put("live-time", &["t = ", &clock(sight.time)].concat());
    for (number, vertex) in sight.vertices.iter().enumerate() {
        graph::show_vertex(number, vertex);
    }
    for (number, edge) in sight.edges.iter().enumerate() {
        graph::show_edge(number, edge, words);
    }
    let latency = sight.latency.map(|[median, most]| [&time(median), ", ", &time(most)].concat());
    screen::put("live-latency", latency.as_deref().unwrap_or("–"));
    let checkpoint =
        sight.checkpoint.map(|(number, took)| ["#", &number.to_string(), ": ", &time(took)].concat());
    screen::put("live-checkpoint", checkpoint.as_deref().unwrap_or(words.no_checkpoint));
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
