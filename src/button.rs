//! The page's one kind of button, and its icons.

use yew::Html;

use crate::mark::{ABSENT, around, mark};

/// What differs from button to button. What is empty is left out.
#[derive(Clone, Debug, Default)]
pub struct Button<'a> {
    /// How it looks.
    pub class: &'a str,
    /// What it does, in the words of [`deed`](crate::deed).
    pub deed: &'a str,
    /// Its id.
    pub id: &'a str,
    /// Its name, where what is inside says too little; also its tooltip.
    pub label: &'a str,
    /// For a button that stays down: whether it is.
    pub pressed: &'a str,
    /// The key that it offers to set.
    pub offer: &'a str,
    /// What is inside.
    pub inside: Vec<Html>,
}

impl Button<'_> {
    /// The button's markup.
    pub fn html(self) -> Html {
        const KEYS: &[&str] =
            &["type", "class", "data-do", "id", "aria-label", "title", "aria-pressed", "data-offer"];
        let given = |value| if str::is_empty(value) { ABSENT } else { value };
        let values = [
            "button",
            self.class,
            given(self.deed),
            given(self.id),
            given(self.label),
            given(self.label),
            given(self.pressed),
            given(self.offer),
        ];
        around("button", KEYS, &values, self.inside)
    }
}

/// A small drawing: a line and a filled shape, as SVG paths. Either may be empty.
#[derive(Clone, Copy, Debug)]
pub struct Icon {
    line: &'static str,
    full: &'static str,
}

impl Icon {
    /// Back to not set.
    pub const RESET: Self = Self { line: "M2.6 5.2A5 5 0 1 1 2 7.6M2.2 2v3.6h3.6", full: "" };
    /// Two sheets.
    pub const COPY: Self = Self { line: "M4.5 4.5h8v8h-8zM9.5 2.5v-1h-8v8h1", full: "" };
    /// A tick.
    pub const TICK: Self = Self { line: "M2 7.5 5.5 11 12 3.5", full: "" };
    /// A cross.
    pub const CROSS: Self = Self { line: "M3 3l8 8M11 3l-8 8", full: "" };
    /// Goes on.
    pub const PLAY: Self = Self { line: "", full: "M3.5 2v10l8-5z" };
    /// Stops for a while.
    pub const PAUSE: Self = Self { line: "", full: "M3 2h3v10H3zM8 2h3v10H8z" };
    /// Goes on a little.
    pub const STEP: Self = Self { line: "", full: "M2.5 2v10l6.5-5zM10 2h2v10h-2z" };
    /// Begins anew.
    pub const RESTART: Self = Self { line: "M11.5 4A5.2 5.2 0 1 0 12.2 7M12 1v3.4H8.6", full: "" };
    /// Becomes a file.
    pub const SAVE: Self = Self { line: "M7 1.5v7M4 5.8 7 8.8 10 5.8M2 12h10", full: "" };
    /// Colours by theme: those of the system, light, dark.
    pub const THEMES: [Self; 3] = [
        Self { line: "M7 2a5 5 0 1 0 0 10a5 5 0 1 0 0-10z", full: "M7 2a5 5 0 0 1 0 10z" },
        Self {
            line: "M7 4a3 3 0 1 0 0 6a3 3 0 1 0 0-6zM7 1v1.2M7 11.8V13M1 7h1.2M11.8 7H13M2.8 2.8l.9.9M10.3 10.3l.9.9M2.8 11.2l.9-.9M10.3 3.7l.9-.9",
            full: "",
        },
        Self { line: "", full: "M5.5 2A5.2 5.2 0 1 0 12 8.8 4.6 4.6 0 0 1 5.5 2z" },
    ];

    /// The icon's markup.
    pub fn html(self) -> Html {
        let paths =
            vec![mark("path", &["d"], &[self.line]), mark("path", &["class", "d"], &["full", self.full])];
        around("svg", &["viewBox", "aria-hidden"], &["0 0 14 14", "true"], paths)
    }
}
