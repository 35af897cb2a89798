//! The calculator's page: settings in, Flink's own answer out, drawn.
//!
//! One reducer ([`page`]) owns the state. A configuration goes to the `resolver` crate at every input event; nothing here computes a
//! size. What is drawn are functions of the answer: [`form`], [`picture`], [`why`], [`output`]. Pure parts ([`settings`], [`field`],
//! [`track`], [`geometry`], [`mod@format`]) know no browser and are tested without one.

pub mod announcer;
pub mod app;
pub mod browser;
pub mod button;
pub mod committer;
pub mod complaint;
pub mod control;
pub mod counsel;
pub mod deed;
pub mod download;
pub mod drawing;
pub mod editor;
pub mod embed;
pub mod export;
pub mod field;
pub mod form;
pub mod format;
pub mod geometry;
pub mod header;
pub mod history;
pub mod language;
pub mod link;
pub mod live;
pub mod long_text;
pub mod mark;
pub mod menus;
pub mod network;
pub mod notice;
pub mod output;
pub mod page;
pub mod part;
pub mod picture;
pub mod pointer;
pub mod portrait;
pub mod settings;
pub mod sheet;
pub mod split;
pub mod track;
pub mod verdict;
pub mod visit;
pub mod why;
pub mod words;
pub mod zlib;
