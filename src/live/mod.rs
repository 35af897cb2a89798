//! The job under load: what it is, and what it looks like while it runs.
//!
//! ```text
//! settings ─┐
//!           ├▸ scenario ▸ driver ▸ sight ▸ screen
//! job, run ─┘     (pure)   (frames)  (numbers)  (elements, canvas)
//! ```
//!
//! [`job`], [`run`] and [`look`] are part of the page's state; [`scenario`] follows from them and the configuration. From there on nothing goes through the
//! reducer or the virtual DOM: the [`driver`] owns the simulation, [`sight`] takes numbers from it, and [`screen`] writes them where
//! [`view`] has left room. What is not state, nor the [`shell`] that waits for the rest, is in a [`part`] of the page of its own, loaded
//! when the block comes into view, and what stands below the first view of a job in another one, the [`details`].

pub mod act;
pub mod board;
pub mod channels;
pub mod chart;
pub mod charts;
pub mod cluster;
pub mod code;
pub mod csv;
pub mod details;
pub mod dial;
pub mod differences;
pub mod driver;
pub mod edit;
pub mod editor;
pub mod effects;
pub mod estimates;
pub mod figures;
pub mod files;
pub mod finding;
pub mod graph;
pub mod grids;
pub mod job;
pub mod later;
pub mod load;
pub mod look;
pub mod managed;
pub mod memory;
pub mod pace;
pub mod paint;
pub mod part;
pub mod past;
pub mod player;
pub mod pool;
pub mod present;
pub mod preset;
pub mod recipe;
pub mod replay;
pub mod run;
pub mod running;
pub mod runs;
pub mod scenario;
pub mod screen;
pub mod series;
pub mod shell;
pub mod sight;
pub mod sketch;
pub mod story;
pub mod table;
pub mod view;
