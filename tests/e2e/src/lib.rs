//! The built page in a real browser: what its tests, its benchmark and its screenshots are made of.
//!
//! A [`Visit`] serves the page on this machine, starts a browser of its own through WebDriver and opens the page in it; what the page is
//! then asked and told is in [`Calculator`]. Everything ends with the visit, also when a test fails.
//!
//! This is the machinery of tests: it panics, with words, when anything is not as it should be. It runs as `cargo xtask test` and
//! `cargo xtask bench`, which build the page and pass on where page, browser and driver are ([`surroundings`]).

mod axe;
mod calculator;
mod desktop;
mod driver;
mod engine;
pub mod lighthouse;
mod recorded;
mod server;
mod session;
pub mod surroundings;
mod table;
mod visit;
mod witness;

pub use calculator::{Calculator, Track};
pub use engine::{Engine, Looks};
pub use recorded::Recorded;
pub use server::Server;
pub use session::{Element, Mouse, Session, keys};
pub use visit::{DESKTOP, PHONE, Size, TABLET, Visit};
