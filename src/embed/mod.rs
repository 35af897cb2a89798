//! The page as a widget in another page: which of its blocks are laid out, with which controls, in which colours.
//!
//! These parameters stand in the address beside those of a [link](crate::link), which has none of their names:
//!
//! | parameter | what it says | if it is absent |
//! |---|---|---|
//! | `embed` | `1`: this is a widget | the whole page; the others mean nothing |
//! | `show` | [blocks](Block), in the order in which they are laid out | `bar,table,controls` |
//! | `controls` | keys of options, as links have them, in the order of their controls | those of the form's first group |
//! | `theme` | `light` or `dark` | `auto`: that of the system |
//! | `lang` | `zh`, also as `zh-CN` or `zh-Hans`: Chinese | English |
//!
//! What is not known is left out, and said ([`Embed::unknown`]). Messages from the page around come as such an address, too: `www/boot.js`
//! has checked where they come from.

pub mod dialog;
pub mod part;
pub mod snippet;
mod told;
mod view;

use crate::link::unescaped;
use crate::page::Theme;

pub use part::EmbedPart;

/// The name of the event by which `www/boot.js` says what the page around wants.
pub const EVENT: &str = "embed";

/// Bytes that are read of a parameter.
const LONGEST: usize = 2000;
/// Names that are read of a list.
const MOST: usize = 24;
/// Bytes of a name from which on it is none of an option.
const LONGEST_KEY: usize = 120;
/// Characters that are shown of such a name.
const NAME: usize = 40;

/// Something that can be laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Block {
    /// The memory of the process to scale.
    Bar,
    /// The components in bytes.
    Table,
    /// Sliders and fields.
    Controls,
    /// The segments and channels of the job under load.
    Pools,
    /// The tasks of the job under load.
    Graph,
    /// JVM flags and whatever else Flink makes of the sizes.
    Flags,
}

impl Block {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Bar, Self::Table, Self::Controls, Self::Pools, Self::Graph, Self::Flags];

    /// Its name in addresses and style sheets.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Bar => "bar",
            Self::Table => "table",
            Self::Controls => "controls",
            Self::Pools => "pools",
            Self::Graph => "graph",
            Self::Flags => "flags",
        }
    }

    /// Whether it is about the job under load.
    #[must_use]
    pub const fn is_live(self) -> bool {
        matches!(self, Self::Pools | Self::Graph)
    }
}

/// What a widget shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Embed {
    /// The blocks, in their order.
    pub blocks: Vec<Block>,
    /// Names of the options that have a control; none for those that the form begins with.
    pub controls: Vec<String>,
    /// The colours.
    pub theme: Theme,
    /// Name of the language.
    pub language: String,
    /// Names that mean nothing here.
    pub unknown: Vec<String>,
    /// What shows it.
    pub part: &'static EmbedPart,
}

impl Embed {
    fn new() -> Self {
        Self {
            blocks: vec![Block::Bar, Block::Table, Block::Controls],
            controls: Vec::new(),
            theme: Theme::System,
            language: String::new(),
            unknown: Vec::new(),
            part: &part::PART,
        }
    }

    /// Whether it shows the job under load.
    #[must_use]
    pub fn is_live(&self) -> bool {
        self.blocks.iter().any(|block| block.is_live())
    }

    fn show(&mut self, names: &str) {
        let named = |name: &String| Block::ALL.iter().copied().find(|block| block.name() == name);
        let names = listed(names);
        self.blocks = names.iter().filter_map(named).collect();
        self.unknown = names.into_iter().filter(|name| named(name).is_none()).collect();
    }
}

/// Whether the query of an address may ask for a widget.
#[must_use]
pub fn may_be_asked(query: &str) -> bool {
    query.contains("embed=")
}

/// Takes the parameters of a widget out of the query of an address: what they say, and the query of a link that is left. `None` where it is the
/// whole page that is asked for.
#[must_use]
pub fn parse(query: &str) -> (Option<Embed>, String) {
    let mut embed = Embed::new();
    let mut is_embedded = false;
    let mut link = String::from("?");
    for piece in query.strip_prefix('?').unwrap_or(query).split('&') {
        let (name, value) = piece.split_once('=').unwrap_or((piece, ""));
        if !matches!(name, "embed" | "show" | "controls" | "theme" | "lang") {
            if link.len() > 1 {
                link.push('&');
            }
            link.push_str(piece);
            continue;
        }
        let value = unescaped(&value[..value.floor_char_boundary(LONGEST)]).unwrap_or_default();
        match name {
            "embed" => is_embedded = value == "1",
            "show" => embed.show(&value),
            "controls" => embed.controls = listed(&value),
            "theme" => embed.theme = Theme::named(&value),
            _ => embed.language = value,
        }
    }
    if is_embedded { (Some(embed), link) } else { (None, query.to_owned()) }
}

/// The names of a list, each once, and none longer than can be shown.
fn listed(text: &str) -> Vec<String> {
    let cut = |name| {
        // A key may be longer than what is shown of a wrong one.
        let shown: String =
            str::chars(name).take(if name.len() > LONGEST_KEY { NAME } else { LONGEST_KEY }).collect();
        shown
    };
    let names = text.split(',').map(str::trim).filter(|name| !name.is_empty()).take(MOST);
    let names: Vec<String> = names.map(cut).collect();
    let is_first = |(at, name): &(usize, &String)| !names[..*at].iter().any(|other| other == *name);
    names.iter().enumerate().filter(is_first).map(|(_, name)| name.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn embed(query: &str) -> Embed {
        parse(query).0.unwrap_or_else(|| panic!("{query} asks for a widget"))
    }

    #[test]
    fn the_whole_page_is_asked_for_without_the_parameter_or_with_another_value() {
        for query in
            ["", "?", "?v=1&flink=2.3&p=tm", "?show=bar", "?embed=0&show=bar", "?embed", "?embed=1&embed=0"]
        {
            assert_eq!(parse(query), (None, query.to_owned()), "{query}");
        }
    }

    #[test]
    fn a_link_keeps_what_is_its_own() {
        let link = "v=1&flink=2.3&p=tm&process.size=4g&managed.fraction=0.3";
        for query in [
            format!("?embed=1&show=bar&controls=process.size&theme=dark&lang=en&{link}"),
            format!("?{link}&embed=1&show=bar"),
            format!("{link}&embed=1"),
            format!("?v=1&embed=1&{}", &link[4..]),
        ] {
            assert_eq!(parse(&query).1, format!("?{link}"), "{query}");
        }
        assert_eq!(parse("?embed=1").1, "?");
    }

    #[test]
    fn blocks_keep_their_order_and_come_once() {
        let shown = embed("?embed=1&show=controls%2Cbar,%20graph,bar,").blocks;
        assert_eq!(shown, [Block::Controls, Block::Bar, Block::Graph]);
        assert_eq!(embed("?embed=1").blocks, [Block::Bar, Block::Table, Block::Controls]);
        assert_eq!(embed("?embed=1&show=").blocks, []);
        for block in Block::ALL {
            assert_eq!(embed(&format!("?embed=1&show={}", block.name())).blocks, [block]);
        }
    }

    #[test]
    fn what_is_not_known_is_left_out_and_kept_to_be_said() {
        let read = embed("?embed=1&show=bar,nonsense,%3Cscript%3E&theme=purple&lang=%FF&controls=a,b");
        assert_eq!(read.blocks, [Block::Bar]);
        assert_eq!(read.unknown, ["nonsense", "<script>"]);
        assert_eq!(read.theme, Theme::System);
        assert_eq!(read.controls, ["a", "b"]);
    }

    #[test]
    fn of_hostile_values_little_is_kept() {
        let long = "x".repeat(1 << 20);
        let read = embed(&format!("?embed=1&show={long}&controls={}", "é,".repeat(1 << 18)));
        assert_eq!(read.unknown.len(), 1);
        assert!(read.unknown[0].len() <= NAME);
        assert!(read.controls.len() <= MOST);
        let many: Vec<String> = (0..1000).map(|number| number.to_string()).collect();
        assert!(embed(&format!("?embed=1&show={}", many.join(","))).unknown.len() <= MOST);
        for query in
            ["?embed=1&show=%", "?embed=1&show=%E2%82", "?embed=1&&&=&show", "?embed=1&show=\u{202e},\0"]
        {
            drop(embed(query));
        }
    }

    #[test]
    fn links_have_no_parameter_of_these_names() {
        for name in ["embed", "show", "controls", "theme", "lang"] {
            let read = crate::link::decode(
                &format!("?v=1&flink=2.3&{name}=1"),
                "",
                None,
                crate::link::Parts::default(),
            )
            .expect("a link");
            assert!(read.dropped.iter().any(|dropped| dropped.name == name), "{name}");
        }
    }
}
