//! How a widget is put into the pages of others: a few lines to copy, for each kind of place.

use super::Block;
use crate::page::Theme;

/// Where a widget goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Place {
    /// Any page, without a script.
    #[default]
    Frame,
    /// Any page with scripts.
    Element,
    /// Hugo, of which Flink's own documentation is made.
    Hugo,
    /// `MkDocs`.
    MkDocs,
    /// Docusaurus.
    Docusaurus,
    /// `MediaWiki`, with the extension *Widgets*.
    MediaWiki,
    /// Confluence, by its macro for frames.
    Confluence,
    /// Where frames are not possible: a picture with a link.
    Picture,
}

impl Place {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Frame,
        Self::Element,
        Self::Hugo,
        Self::MkDocs,
        Self::Docusaurus,
        Self::MediaWiki,
        Self::Confluence,
        Self::Picture,
    ];

    /// Its name in markup.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Frame => "frame",
            Self::Element => "element",
            Self::Hugo => "hugo",
            Self::MkDocs => "mkdocs",
            Self::Docusaurus => "docusaurus",
            Self::MediaWiki => "mediawiki",
            Self::Confluence => "confluence",
            Self::Picture => "picture",
        }
    }

    /// Whether what is written is a picture, of which blocks and colours cannot be chosen.
    #[must_use]
    pub const fn is_picture(self) -> bool {
        matches!(self, Self::Picture)
    }
}

/// A choice of language.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tongue {
    /// That of the page around, where the widget can know it.
    #[default]
    Around,
    /// English.
    English,
    /// Chinese.
    Chinese,
}

impl Tongue {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Around, Self::English, Self::Chinese];

    /// Its name in addresses.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Around => "",
            Self::English => "en",
            Self::Chinese => "zh",
        }
    }
}

/// What is wished for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wish {
    /// Where it goes.
    pub place: Place,
    /// For each block whether it is shown.
    shown: [bool; Block::ALL.len()],
    /// Its colours.
    pub theme: Theme,
    /// Its language.
    pub tongue: Tongue,
}

impl Default for Wish {
    fn default() -> Self {
        let nothing = Self {
            place: Place::Frame,
            shown: [false; Block::ALL.len()],
            theme: Theme::System,
            tongue: Tongue::default(),
        };
        nothing.with(Block::Bar, true).with(Block::Controls, true)
    }
}

impl Wish {
    /// The same with a block more or less.
    #[must_use]
    pub const fn with(mut self, block: Block, is_shown: bool) -> Self {
        self.shown[block as usize] = is_shown;
        self
    }

    /// Whether it shows a block.
    #[must_use]
    pub const fn shows(&self, block: Block) -> bool {
        self.shown[block as usize]
    }

    /// The names of the blocks, in the order in which all of them are listed.
    fn show(&self) -> String {
        let mut names = String::new();
        for block in Block::ALL.into_iter().filter(|block| self.shows(*block)) {
            if !names.is_empty() {
                names.push(',');
            }
            names.push_str(block.name());
        }
        names
    }

    fn theme(&self) -> Option<&'static str> {
        match self.theme {
            Theme::System => None,
            Theme::Light => Some("light"),
            Theme::Dark => Some("dark"),
        }
    }

    /// The query of a widget that shows what a link says. `controls` are names of options, separated by commas; none for those it has by itself.
    #[must_use]
    pub fn query(&self, link: &str, controls: &str) -> String {
        let mut query = String::from("?embed=1");
        for (name, value) in self.parameters(&self.show(), controls) {
            query.push_str(&["&", name, "=", value].concat());
        }
        match link.strip_prefix('?') {
            Some(rest) if !rest.is_empty() => [&query, "&", rest].concat(),
            _ => [&query, link].concat(),
        }
    }

    /// The lines to copy. `home` is the address of the calculator, up to its last `/`; `link` what follows it for what is shown.
    #[must_use]
    pub fn snippet(&self, home: &str, link: &str, controls: &str) -> String {
        let address = [home, &self.query(link, controls)].concat();
        let size = self.size();
        match self.place {
            Place::Frame => [
                "<iframe title=\"Flink Memory Calculator\" width=\"640\" height=\"",
                size,
                "\" loading=\"lazy\"\n        src=\"",
                &escaped(&address),
                "\"></iframe>\n",
            ]
            .concat(),
            Place::Element | Place::MkDocs => {
                let script = ["<script src=\"", &escaped(home), "flink-memory-calculator.js\" defer></script>\n"];
                let element = [
                    "<flink-memory-calculator",
                    &self.attributes(link, controls, escaped),
                    ">\n  <a href=\"",
                    &escaped(home),
                    &escaped(link),
                    "\">Flink Memory Calculator</a>\n</flink-memory-calculator>\n",
                ];
                [script.concat(), element.concat()].concat()
            }
            Place::Hugo => {
                ["{{< flink-memory-calculator", &self.attributes(link, controls, quoted), " >}}\n"].concat()
            }
            Place::Docusaurus => [
                "import FlinkMemoryCalculator from \"@site/src/components/FlinkMemoryCalculator\";\n\n<FlinkMemoryCalculator",
                &self.attributes(link, controls, escaped),
                " />\n",
            ]
            .concat(),
            Place::MediaWiki => {
                // By these a wiki ends parameters.
                let url = address.replace('|', "%7C").replace('}', "%7D");
                ["{{#widget:Iframe|url=", &url, "|width=640|height=", size, "|border=0}}\n"].concat()
            }
            Place::Confluence => [
                "<ac:structured-macro ac:name=\"iframe\">\n  <ac:parameter ac:name=\"src\"><ri:url ri:value=\"",
                &escaped(&address),
                "\" /></ac:parameter>\n  <ac:parameter ac:name=\"width\">640</ac:parameter>\n  \
                 <ac:parameter ac:name=\"height\">",
                size,
                "</ac:parameter>\n</ac:structured-macro>\n",
            ]
            .concat(),
            Place::Picture => [
                "<a href=\"",
                &escaped(home),
                &escaped(link),
                "\"><img src=\"flink-memory.svg\" width=\"640\" alt=\"Memory of a Flink process\"></a>\n",
            ]
            .concat(),
        }
    }

    /// Pixels of a frame that does not take the height of what is in it.
    fn size(&self) -> &'static str {
        match self.shown.iter().filter(|is_shown| **is_shown).count() {
            0 | 1 => "240",
            2 => "480",
            _ => "720",
        }
    }

    /// What is said of a widget beside the link: blocks always, since a frame without them shows others.
    fn parameters<'a>(
        &self,
        show: &'a str,
        controls: &'a str,
    ) -> impl Iterator<Item = (&'static str, &'a str)> + use<'a> {
        let controls = if self.shows(Block::Controls) { controls } else { "" };
        let all = [
            ("show", show),
            ("controls", controls),
            ("theme", self.theme().unwrap_or_default()),
            ("lang", self.tongue.name()),
        ];
        all.into_iter().filter(|(name, value)| *name == "show" || !value.is_empty())
    }

    fn attributes(&self, link: &str, controls: &str, written: fn(&str) -> String) -> String {
        let mut attributes = [" state=\"", &written(link), "\""].concat();
        for (name, value) in self.parameters(&self.show(), controls) {
            attributes.push_str(&[" ", name, "=\"", &written(value), "\""].concat());
        }
        attributes
    }
}

/// For an attribute of HTML or XML.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;").replace('>', "&gt;")
}

/// For a parameter of a shortcode. Links have neither of these characters as they are.
fn quoted(text: &str) -> String {
    text.replace('\\', "%5C").replace('"', "%22")
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOME: &str = "https://example.org/calculator/";
    const LINK: &str = "?v=1&flink=2.3&p=tm&process.size=4g";

    fn wish(place: Place) -> Wish {
        Wish { place, ..Wish::default() }
    }

    #[test]
    fn a_frame_is_a_link_with_the_parameters_of_a_widget() {
        let query = wish(Place::Frame).query(LINK, "process.size");
        assert_eq!(
            query,
            "?embed=1&show=bar,controls&controls=process.size&v=1&flink=2.3&p=tm&process.size=4g"
        );
        let (embed, link) = crate::embed::parse(&query);
        let embed = embed.expect("a widget");
        assert_eq!(
            (embed.blocks, embed.controls),
            (vec![Block::Bar, Block::Controls], vec!["process.size".to_owned()])
        );
        assert_eq!(link, LINK);
        assert_eq!(Wish::default().query("#z=abc", ""), "?embed=1&show=bar,controls#z=abc");
        assert_eq!(Wish::default().query("", ""), "?embed=1&show=bar,controls");
    }

    #[test]
    fn blocks_keep_the_order_in_which_they_are_listed() {
        let wish = Wish::default().with(Block::Flags, true).with(Block::Bar, false).with(Block::Table, true);
        assert_eq!(wish.show(), "table,controls,flags");
        let dark = Wish { theme: Theme::Dark, ..wish };
        assert!(dark.query(LINK, "").starts_with("?embed=1&show=table,controls,flags&theme=dark&v=1"));
        for block in Block::ALL {
            assert_eq!(Block::ALL[block as usize], block);
        }
    }

    #[test]
    fn a_language_is_named_where_it_was_chosen() {
        for tongue in Tongue::ALL {
            let wish = Wish { tongue, ..Wish::default() };
            let query = wish.query(LINK, "");
            assert_eq!(query.contains("lang="), tongue != Tongue::Around, "{query}");
        }
        let chinese = Wish { tongue: Tongue::Chinese, ..Wish::default() };
        assert!(chinese.query(LINK, "").starts_with("?embed=1&show=bar,controls&lang=zh&v=1"));
        let element = Wish { place: Place::Element, ..chinese };
        assert!(element.snippet(HOME, LINK, "").contains(" lang=\"zh\""));
    }

    #[test]
    fn that_nothing_is_shown_is_said_too() {
        let nothing = Wish::default().with(Block::Bar, false).with(Block::Controls, false);
        assert_eq!(nothing.query(LINK, ""), format!("?embed=1&show=&{}", &LINK[1..]));
    }

    #[test]
    fn controls_are_named_only_where_they_are_shown() {
        let wish = Wish::default().with(Block::Controls, false);
        assert!(!wish.query(LINK, "process.size").contains("controls"));
        assert!(
            !Wish { place: Place::Element, ..wish }.snippet(HOME, LINK, "process.size").contains("controls")
        );
    }

    #[test]
    fn each_place_has_its_own_words_and_the_whole_of_what_is_shown() {
        let starts = [
            (Place::Frame, "<iframe title="),
            (
                Place::Element,
                "<script src=\"https://example.org/calculator/flink-memory-calculator.js\" defer>",
            ),
            (
                Place::Hugo,
                "{{< flink-memory-calculator state=\"?v=1&flink=2.3&p=tm&process.size=4g\" show=\"bar,controls\" >}}",
            ),
            (Place::MkDocs, "<script src="),
            (Place::Docusaurus, "import FlinkMemoryCalculator"),
            (Place::MediaWiki, "{{#widget:Iframe|url=https://example.org/calculator/?embed=1&show="),
            (Place::Confluence, "<ac:structured-macro ac:name=\"iframe\">"),
            (Place::Picture, "<a href=\"https://example.org/calculator/?v=1&amp;flink"),
        ];
        assert_eq!(starts.map(|(place, _)| place), Place::ALL);
        for (place, start) in starts {
            let snippet = wish(place).snippet(HOME, LINK, "");
            assert!(snippet.starts_with(start), "{snippet}");
            assert!(snippet.contains("process.size=4g"), "{snippet}");
        }
    }

    #[test]
    fn nothing_in_a_link_ends_what_it_stands_in() {
        let hostile = "?v=1&x=\">|}}\\";
        for (place, end) in [
            (Place::Frame, "x=\""),
            (Place::Element, "x=\""),
            (Place::Hugo, "x=\""),
            (Place::Docusaurus, "x=\""),
            (Place::MediaWiki, "x=\">|"),
            (Place::MediaWiki, "x=\">%7C}"),
            (Place::Confluence, "x=\""),
            (Place::Picture, "x=\""),
        ] {
            let snippet = wish(place).snippet(HOME, hostile, "");
            assert!(!snippet.contains(end), "{snippet}");
        }
    }
}
