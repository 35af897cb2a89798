//! What the page says, one constant a language and part of the page. Keys, component names and Flink's messages are Flink's and are never translated.

pub mod chinese;
pub mod details;
pub mod lexicon;
pub mod live;
pub mod texts;

use resolver::control::State;
use resolver::derivation::Clamp;
use resolver::{Deployment, Process};

use crate::page::Theme;

/// All words of a language that one sees at first. Each language is one constant; a missing word does not compile. Numbers in braces stand for what
/// [is put in](fill).
#[derive(Debug)]
pub struct Words {
    /// Name of the product.
    pub title: &'static str,
    /// What the button leads to that changes the language.
    pub other_language: OtherLanguage,
    /// Label of the release selector.
    pub version: &'static str,
    /// Label of the process switch.
    pub process: &'static str,
    /// Label of the deployment switch.
    pub deployment: &'static str,
    /// Names of the deployments.
    pub containerized: &'static str,
    /// Names of the deployments.
    pub standalone: &'static str,
    /// Label of the theme button, before the theme's name.
    pub theme: &'static str,
    /// Names of the themes: system, light, dark.
    pub themes: [&'static str; 3],
    /// Heading of the form.
    pub configuration: &'static str,
    /// Hint beside that heading.
    pub configuration_hint: &'static str,
    /// After a number of options in a group that are set.
    pub count_set: &'static str,
    /// After a number of options in a group, none of which is set.
    pub count_defaults: [&'static str; 2],
    /// After a number of options that Flink rejects.
    pub count_rejected: &'static str,
    /// What became of an option: default, set, derived, to min, to max, legacy, ignored, rejected, not set.
    pub states: [&'static str; 9],
    /// Units of bytes, as they are spoken: of one byte, 2^10 bytes, and so on.
    pub spoken_units: [&'static str; 7],
    /// Behind a value, as it is spoken: not set, clamped to min, to max, rejected.
    pub spoken_states: [&'static str; 4],
    /// Button that puts an option back, before its key.
    pub reset: &'static str,
    /// Stepper buttons, before the label.
    pub less: &'static str,
    /// Stepper buttons, before the label.
    pub more: &'static str,
    /// Placeholder of a field without default and value.
    pub not_set: &'static str,
    /// Heading of the keys that are set and not read.
    pub unread: &'static str,
    /// Button that removes such a key.
    pub remove: &'static str,
    /// Heading of the memory column, for screen readers.
    pub memory: &'static str,
    /// After the process's name, before the bytes.
    pub process_memory: &'static str,
    /// Unit in running text.
    pub bytes: &'static str,
    /// After `Flink 2.3`.
    pub starts: &'static str,
    /// After `Flink 2.3`, where the sizes are right and another option is not.
    pub rejects_an_option: &'static str,
    /// After `Flink 2.3`.
    pub does_not_start: &'static str,
    /// After `Flink 1.10`, where there is nothing to resolve.
    pub is_not_resolved: &'static str,
    /// Said where a start script sets a heap and nothing else.
    pub heap_alone: &'static str,
    /// What the total is then.
    pub heap: &'static str,
    /// Mark of a picture that is not of the present configuration.
    pub stale: &'static str,
    /// Shown where there was never a picture.
    pub no_result: &'static str,
    /// Before a cause of an error, as Java prints it.
    pub caused_by: &'static str,
    /// Before the keys an error is about.
    pub look_at: &'static str,
    /// Button back to the last settings that work.
    pub restore: &'static str,
    /// Before the offers of a total.
    pub way_out: &'static str,
    /// Verb of an offer.
    pub set: &'static str,
    /// Caption of the table.
    pub table: &'static str,
    /// Columns: component and key, bytes, size, share.
    pub columns: [&'static str; 4],
    /// Where a size comes from: default, set, sum, derived, to min, to max, legacy key.
    pub sources: [&'static str; 7],
    /// Title of the picture.
    pub picture: &'static str,
    /// Heading of the derivation for screen readers.
    pub derivation: &'static str,
    /// Said while no component has a derivation.
    pub no_derivation: &'static str,
    /// Button that pins a derivation.
    pub pin: &'static str,
    /// The same, when it is.
    pub unpin: &'static str,
    /// Before the Flink class that computed something.
    pub computed_by: &'static str,
    /// Before the options that size a component.
    pub sized_by: &'static str,
    /// Label of the output's tabs.
    pub output: &'static str,
    /// Tabs: JVM flags, log lines, -D list.
    pub outputs: [&'static str; 4],
    /// Copy button.
    pub copy: &'static str,
    /// After it worked.
    pub copied: &'static str,
    /// After it did not: the text is selected.
    pub copy_by_hand: &'static str,
    /// When a part of the page could not be loaded.
    pub not_loaded: &'static str,
    /// Of something in a link that could not be used, and why.
    pub left_out: &'static str,
    /// [Why](crate::link::Why) that is.
    pub reasons: [&'static str; 11],
    /// Instead of an output that a failed start does not have.
    pub no_output: &'static str,
    /// Instead of an output that this release does not have.
    pub no_such_output: &'static str,
    /// Instead of log lines when there are none.
    pub no_log: &'static str,
    /// Shows more of a long text.
    pub show_more: &'static str,
    /// Unit of a text's length.
    pub characters: &'static str,
    /// At the foot.
    pub trademark: &'static str,
    /// At the foot.
    pub private: &'static str,
    /// The two ways to look at the configuration: controls, text.
    pub views: [&'static str; 2],
    /// Name of that choice.
    pub view: &'static str,
    /// Puts a notice away.
    pub dismiss: &'static str,
    /// Link from a widget to the whole page.
    pub open_whole: &'static str,
    /// Before names that a widget was told to show and that mean nothing.
    pub not_shown: &'static str,
    /// Heading of the block about network buffers.
    pub network_buffers: &'static str,
    /// Button that counts them.
    pub count_buffers: &'static str,
    /// Button that puts the count away.
    pub hide_buffers: &'static str,
    /// Heading of the job under load.
    pub job: &'static str,
    /// Button that loads what jobs need.
    pub load_job: &'static str,
    /// Button and heading of the presets.
    pub presets: &'static str,
    /// After the name of a preset that was edited since.
    pub edited: &'static str,
    /// Button and heading of the exports.
    pub export: &'static str,
    /// Button and heading of what makes a widget.
    pub embed: &'static str,
    /// Heading of the link.
    pub link: &'static str,
    /// Button that copies the link.
    pub copy_link: &'static str,
    /// Closes a dialog.
    pub close: &'static str,
}

/// A language that one can go to.
#[derive(Debug)]
pub struct OtherLanguage {
    /// Its name for browsers and screen readers.
    pub tag: &'static str,
    /// What it calls itself.
    pub name: &'static str,
}

/// English.
pub const ENGLISH: Words = Words {
    title: "Flink Memory Calculator",
    other_language: OtherLanguage { tag: "zh-Hans", name: "中文" },
    version: "Flink version",
    process: "Process",
    deployment: "Deployment",
    containerized: "Kubernetes / YARN",
    standalone: "Standalone",
    theme: "Colours",
    themes: ["as the system", "light", "dark"],
    configuration: "Configuration",
    configuration_hint: "shift + arrow key: fine steps",
    count_set: "set",
    count_defaults: ["default", "defaults"],
    count_rejected: "rejected",
    states: [
        "default",
        "set",
        "derived",
        "clamped to min",
        "clamped to max",
        "legacy key",
        "ignored",
        "rejected",
        "not set",
    ],
    spoken_units: ["bytes", "kibibytes", "mebibytes", "gibibytes", "tebibytes", "pebibytes", "exbibytes"],
    spoken_states: [", not set", ", clamped to the minimum", ", clamped to the maximum", ", rejected"],
    reset: "Reset to not set:",
    less: "Less:",
    more: "More:",
    not_set: "not set",
    unread: "Set, but not read here",
    remove: "Remove",
    memory: "Memory",
    process_memory: "process",
    bytes: "bytes",
    starts: "starts",
    rejects_an_option: "rejects an option",
    does_not_start: "does not start",
    is_not_resolved: "is not resolved here",
    heap_alone: "In this release the JobManager has no memory model. Its start script passes the heap on as \u{2011}Xms and \u{2011}Xmx; nothing else is limited.",
    heap: "heap",
    stale: "last valid result — not this configuration",
    no_result: "There is no result to show.",
    caused_by: "Caused by:",
    look_at: "Look at",
    restore: "Back to the last valid configuration",
    way_out: "Give the process a total:",
    set: "Set",
    table: "Memory components",
    columns: ["Component, key", "bytes", "size", "share"],
    sources: ["default", "set", "sum", "derived", "clamped to min", "clamped to max", "legacy key"],
    picture: "Process memory to scale",
    derivation: "Where it comes from",
    no_derivation: "Point at a component to see where its size comes from.",
    pin: "Pin",
    unpin: "Unpin",
    computed_by: "Computed by",
    sized_by: "Options",
    output: "What Flink makes of it",
    outputs: ["JVM flags", "Log lines", "-D list", "Slot memory"],
    copy: "Copy",
    copied: "Copied",
    copy_by_hand: "Selected: press Ctrl+C",
    not_loaded: "A part of the calculator could not be loaded. Check the connection and try again.",
    left_out: "From the link, {0} was left out: {1}.",
    reasons: [
        "not an option known here",
        "not a value known here",
        "the link names no Flink version",
        "given more than once; the last one counts",
        "not readable as text",
        "the value is too long for a link",
        "the value has characters that this option does not take",
        "its value can be any text, which is not for links",
        "the link is too long; the rest was not read",
        "made by a later version of this page; what is known here was read",
        "the link is incomplete or was changed",
    ],
    no_output: "Flink does not start with this configuration, so there is nothing to pass on.",
    no_such_output: "This release prints no such list for this process.",
    no_log: "Flink logs nothing above DEBUG here.",
    show_more: "Show more",
    characters: "characters",
    trademark: "Apache Flink is a trademark of the Apache Software Foundation. This calculator is not affiliated with it.",
    private: "Nothing you type leaves this page.",
    views: ["Controls", "Paste / edit"],
    view: "How to configure",
    dismiss: "Dismiss",
    open_whole: "Open in Flink Memory Calculator",
    not_shown: "Not known here, and left out: ",
    network_buffers: "Network buffers",
    count_buffers: "Count for the job",
    hide_buffers: "Hide",
    job: "Job under load",
    load_job: "Run the simulation",
    presets: "Presets",
    edited: "edited",
    export: "Export",
    embed: "Embed",
    link: "Link",
    copy_link: "Copy link",
    close: "Close",
};

impl Words {
    /// What became of an option.
    #[must_use]
    pub const fn state(&self, state: State) -> &'static str {
        self.states[match state {
            State::Default => 0,
            State::Set => 1,
            State::Derived => 2,
            State::Clamped(Clamp::ToMin) => 3,
            State::Clamped(Clamp::ToMax) => 4,
            State::LegacyKey => 5,
            State::Ignored => 6,
            State::Rejected => 7,
            State::Unset => 8,
        }]
    }

    /// Name of a deployment.
    #[must_use]
    pub const fn deployment_name(&self, deployment: Deployment) -> &'static str {
        match deployment {
            Deployment::Containerized => self.containerized,
            Deployment::Standalone => self.standalone,
        }
    }

    /// Name of a theme.
    #[must_use]
    pub const fn theme_name(&self, theme: Theme) -> &'static str {
        self.themes[theme as usize]
    }
}

/// Puts values into a template, which has their numbers in braces.
#[must_use]
pub fn fill(template: &str, values: &[&str]) -> String {
    let mut pieces = template.split('{');
    let mut text = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let mut letters = piece.chars();
        let number = letters.next().and_then(|digit| digit.to_digit(10));
        text.push_str(number.and_then(|number| values.get(number as usize)).copied().unwrap_or_default());
        // The brace behind it.
        letters.next();
        text.push_str(letters.as_str());
    }
    text
}

/// Flink's name of a process.
#[must_use]
pub const fn process_name(process: Process) -> &'static str {
    match process {
        Process::TaskManager => "TaskManager",
        Process::JobManager => "JobManager",
    }
}
