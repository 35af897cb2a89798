//! The page's one kind of button, and its icons.

use yew::{AttrValue, Callback, Html, MouseEvent, html};

/// What differs from button to button. What is `None` is left out.
#[derive(Clone, Debug, Default)]
pub struct Button {
    /// How it looks.
    pub class: &'static str,
    /// Its id.
    pub id: Option<&'static str>,
    /// Its name, where what is inside says too little; also its tooltip.
    pub label: Option<AttrValue>,
    /// For a button that stays down.
    pub pressed: Option<&'static str>,
    /// The key that it offers to set.
    pub offer: Option<&'static str>,
    /// What is inside.
    pub inside: Vec<Html>,
    /// What it does.
    pub onclick: Callback<MouseEvent>,
}

impl Button {
    /// The button's markup.
    pub fn html(self) -> Html {
        html! {
            <button
                type="button"
                class={self.class}
                id={self.id}
                aria-label={self.label.clone()}
                title={self.label}
                aria-pressed={self.pressed}
                data-offer={self.offer}
                onclick={self.onclick}
            >
                { for self.inside }
            </button>
        }
    }
}

/// A drawing that never changes, as markup.
pub fn icon(markup: &'static str) -> Html {
    Html::from_html_unchecked(AttrValue::Static(markup))
}

/// The product's mark.
pub const BRAND: &str = r#"<svg viewBox="0 0 20 20" aria-hidden="true"><rect class="shell" x="1" y="1" width="18" height="18" rx="4"/><rect class="box" data-of="task-heap" x="4" y="4" width="5" height="12"/><rect class="box" data-of="managed" x="10" y="4" width="6" height="7"/><rect class="box" data-of="network" x="10" y="12" width="6" height="4"/></svg>"#;
/// Back to not set.
pub const RESET: &str =
    r#"<svg viewBox="0 0 14 14" aria-hidden="true"><path d="M2.6 5.2A5 5 0 1 1 2 7.6M2.2 2v3.6h3.6"/></svg>"#;
/// Two sheets.
pub const COPY: &str =
    r#"<svg viewBox="0 0 14 14" aria-hidden="true"><path d="M4.5 4.5h8v8h-8zM9.5 2.5v-1h-8v8h1"/></svg>"#;
/// A tick.
pub const TICK: &str =
    r#"<svg viewBox="0 0 14 14" aria-hidden="true"><path d="M2 7.5 5.5 11 12 3.5"/></svg>"#;
/// A cross.
pub const CROSS: &str = r#"<svg viewBox="0 0 14 14" aria-hidden="true"><path d="M3 3l8 8M11 3l-8 8"/></svg>"#;
/// Colours by theme: those of the system, light, dark.
pub const THEMES: [&str; 3] = [
    r#"<svg viewBox="0 0 14 14" aria-hidden="true"><circle cx="7" cy="7" r="5"/><path class="full" d="M7 2a5 5 0 0 1 0 10z"/></svg>"#,
    r#"<svg viewBox="0 0 14 14" aria-hidden="true"><circle cx="7" cy="7" r="3"/><path d="M7 1v1.5M7 11.5V13M1 7h1.5M11.5 7H13M2.8 2.8l1 1M10.2 10.2l1 1M2.8 11.2l1-1M10.2 3.8l1-1"/></svg>"#,
    r#"<svg viewBox="0 0 14 14" aria-hidden="true"><path class="full" d="M5.5 2A5.2 5.2 0 1 0 12 8.8 4.6 4.6 0 0 1 5.5 2z"/></svg>"#,
];
/// The pattern of a track where a limit decides; drawings refer to it.
pub const HATCH: &str = r#"<svg class="vh" width="0" height="0" aria-hidden="true"><defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="hatch" width="2" height="6"/></pattern></defs></svg>"#;
