//! All words of a language that is loaded where somebody reads it.

use super::Words;
use super::details::DetailsWords;
use super::live::LiveWords;
use super::texts::TextWords;

/// All words of a language but English, whose words stand where they are needed first.
#[derive(Debug)]
pub struct Lexicon {
    /// Its name for browsers and screen readers.
    pub tag: &'static str,
    /// What the page says at first.
    pub words: Words,
    /// What it says about texts.
    pub texts: TextWords,
    /// What it says about the job under load.
    pub live: LiveWords,
    /// What it says about what is seen later of a job.
    pub details: DetailsWords,
    /// Headings of the form's groups.
    pub groups: &'static [Named],
    /// Options: what they are called, and what they do.
    pub options: &'static [Named],
    /// Presets: what they are called, and when to use them.
    pub presets: &'static [Named],
}

/// Words for something that has its English ones in the resolver.
#[derive(Clone, Copy, Debug)]
pub struct Named {
    /// Its key, or its id.
    pub id: &'static str,
    /// What it is called.
    pub label: &'static str,
    /// What else there is to say of it.
    pub text: &'static str,
}
