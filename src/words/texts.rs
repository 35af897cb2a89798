//! Words about texts, exports and widgets. They are loaded with [what reads and writes texts](mod@crate::part).

/// All of them.
#[derive(Debug)]
pub struct TextWords {
    /// Name of the field that holds the configuration as a text.
    pub config_text: &'static str,
    /// Label of the choice of kinds.
    pub read_as: &'static str,
    /// Before the kind that a text seems to be.
    pub detected: &'static str,
    /// The choice to tell the kind from the text.
    pub detect: &'static str,
    /// Button that opens a file.
    pub open_file: &'static str,
    /// Said of a text that is too long to be edited.
    pub too_long: &'static str,
    /// Before a line and column.
    pub line: &'static str,
    /// Names of severities: hint, warning, error.
    pub severities: [&'static str; 3],
    /// After the number of findings that are not listed.
    pub more_findings: &'static str,
    /// Said where there is nothing to find.
    pub no_findings: &'static str,
    /// After the number of findings above hints.
    pub to_look_at: &'static str,
    /// Verbs of remedies.
    pub raise: &'static str,
    /// Verbs of remedies.
    pub lower: &'static str,
    /// Before a preset's source.
    pub source: &'static str,
    /// Switch: every size in the export, or only what is set.
    pub everything_explicit: &'static str,
    /// Switch: keys that have nothing to do with memory, too.
    pub with_others: &'static str,
    /// Name of the choice of formats.
    pub format: &'static str,
    /// Button that saves a file.
    pub download: &'static str,
    /// In the dialog that makes a widget.
    pub embedding: EmbeddingWords,
}

/// Words about widgets.
#[derive(Debug)]
pub struct EmbeddingWords {
    /// Name of the choice of places.
    pub place: &'static str,
    /// The places.
    pub places: [&'static str; 8],
    /// What to do in each of them.
    pub notes: [&'static str; 8],
    /// Name of the choice of blocks.
    pub show: &'static str,
    /// The blocks.
    pub blocks: [&'static str; 6],
    /// Name of the choice of colours.
    pub colours: &'static str,
    /// The themes.
    pub themes: [&'static str; 3],
    /// Name of the choice of languages.
    pub language: &'static str,
    /// The languages, each called as it calls itself.
    pub languages: [&'static str; 3],
    /// Title of the frame with the widget.
    pub preview: &'static str,
}

/// English.
pub const ENGLISH: TextWords = TextWords {
    config_text: "Configuration text",
    read_as: "Read as",
    detected: "detected:",
    detect: "detect",
    open_file: "Open file…",
    too_long: "Too long to be edited here. All of it was read; its beginning is shown.",
    line: "Line",
    severities: ["Hint", "Warning", "Error"],
    more_findings: "more",
    no_findings: "Nothing to remark on.",
    to_look_at: "to look at",
    raise: "Raise",
    lower: "Lower",
    source: "Source:",
    everything_explicit: "Every size explicit",
    with_others: "Include other keys of the text (they may be secret)",
    format: "Format",
    download: "Download",
    embedding: EmbeddingWords {
        place: "Where it goes",
        places: ["Frame", "Element", "Hugo", "MkDocs", "Docusaurus", "MediaWiki", "Confluence", "Picture"],
        notes: [
            "For any page that allows frames.",
            "For any page that allows scripts: takes its colours, width and language, and has the height that it needs.",
            "Put layouts/shortcodes/flink-memory-calculator.html of the examples into your site, and the calculator into static/calculator/.",
            "In a Markdown page. The script can stand in extra_javascript instead.",
            "In an MDX page, with FlinkMemoryCalculator.jsx of the examples in src/components/.",
            "With the extension Widgets and its widget Iframe.",
            "For the source editor, with a macro named iframe. Where there is a macro for HTML, take the element.",
            "Where frames are not possible. Save the picture by Export, SVG, and put it beside.",
        ],
        show: "What it shows",
        blocks: ["Bar", "Table", "Controls", "Segments", "Job graph", "Flags"],
        colours: "Colours",
        themes: ["as the page or the system", "light", "dark"],
        language: "Language",
        languages: ["as the page, or English", "English", "中文"],
        preview: "The widget",
    },
};
