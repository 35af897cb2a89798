//! The package for JavaScript: its own tests in Node, and what a page makes of it.

mod browser;
mod bundlers;
mod course;
mod scripts;
