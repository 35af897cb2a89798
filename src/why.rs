//! Where a number comes from: the steps that Flink takes, with the numbers in them, always at the same place.

use std::rc::Rc;

use resolver::Component;
use resolver::derivation::Line;
use yew::{Callback, Html, Properties, component, html, use_effect_with, use_state_eq};

use crate::browser;
use crate::button::Button;
use crate::field::Field;
use crate::geometry;
use crate::language::{Language, digits};
use crate::mark::{around, text};
use crate::page::Answer;
use crate::picture::{short_name, source};
use crate::pointer::Pointer;
use crate::words::Words;

/// What the derivation shows.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct WhyProps {
    /// The answer that is drawn.
    pub answer: Option<Rc<Answer>>,
    /// Whether it is not that of the present configuration.
    pub stale: bool,
    /// The component whose derivation stays.
    pub pinned: Option<Component>,
    /// What is pointed at.
    pub pointer: Pointer,
    /// The language it speaks.
    pub language: Language,
}

/// The derivation of the component that is pinned, or else pointed at. It also marks the document's root with that component, from
/// which the style sheet highlights everything that stands for it.
#[component]
pub fn Why(props: &WhyProps) -> Html {
    let words = props.language.words();
    let pointed = use_state_eq(|| None);
    use_effect_with((), {
        let (pointer, setter) = (props.pointer.clone(), pointed.setter());
        move |()| pointer.listen(Callback::from(move |component| setter.set(Some(component))))
    });
    let shown = props.answer.as_ref().and_then(|answer| choose(answer, props.pinned, *pointed));
    use_effect_with(shown, |shown| browser::mark_root("data-hl", shown.map(Component::id)));

    html! {
        <section
            class={if props.stale { "why stale" } else { "why" }}
            id="derivation"
            aria-label={words.derivation}
            data-of={shown.map(Component::id)}
        >
            if let (Some(answer), Some(component)) = (&props.answer, shown) {
                { for explanation(answer, component, words) }
                { pin(component, props.pinned == Some(component), words) }
                { options(answer, component, props.language) }
            } else {
                <p class="nothing">{ words.no_derivation }</p>
            }
        </section>
    }
}

/// The pinned component, or the one pointed at, or one that Flink cut, or the heap: whichever the process has.
fn choose(answer: &Answer, pinned: Option<Component>, pointed: Option<Component>) -> Option<Component> {
    let has = |component: &Component| answer.bytes(*component).is_some();
    let clamped = || {
        let leaves = geometry::nodes(answer.settings.process).iter().filter(|node| node.is_leaf);
        leaves.map(|node| node.component).find(|component| {
            answer.resolution.derivation.of(*component).is_some_and(|step| step.clamp().is_some())
        })
    };
    let candidates = [pinned, pointed, clamped(), Some(Component::TaskHeap), Some(Component::JvmHeap)];
    candidates.into_iter().flatten().find(has)
}

fn explanation(answer: &Answer, component: Component, words: &Words) -> Vec<Html> {
    let derivation = &answer.resolution.derivation;
    let step = derivation.of(component);
    let lines = derivation.explain(component);
    let last = lines.len().saturating_sub(1);
    let is_cut = step.is_some_and(|step| step.clamp().is_some());
    let source = step.map(|step| words.sources[source(step)]).unwrap_or_default();
    let heading = vec![
        [short_name(component), " = "].concat().into(),
        digits(answer.bytes(component).unwrap_or(0)),
        [" ", words.bytes].concat().into(),
        text("small", &[], &[], source),
    ];
    let lines = lines.iter().enumerate().map(|(index, line)| step_line(line, is_cut && index == last));
    let class = step.map_or_else(Vec::new, |step| {
        vec![[words.computed_by, " "].concat().into(), text("code", &[], &[], step.class)]
    });
    vec![
        around("h3", &["class"], &["h"], heading),
        around("ol", &["lang"], &["en"], lines.collect()),
        around("p", &["class"], &["by"], class),
    ]
}

fn pin(component: Component, is_pinned: bool, words: &Words) -> Html {
    let button = Button {
        class: "btn line pin",
        deed: &["pin ", component.id()].concat(),
        pressed: if is_pinned { "true" } else { "false" },
        inside: vec![if is_pinned { words.unpin } else { words.pin }.into()],
        ..Button::default()
    };
    button.html()
}

/// What was done, its formula, its number.
fn step_line(line: &Line, is_cut: bool) -> Html {
    let number = line.bytes.to_string();
    let number = text(if line.superseded { "s" } else { "span" }, &[], &[], &number);
    around(
        "li",
        &["class"],
        &[if line.superseded {
            "old"
        } else if is_cut {
            "cut"
        } else {
            ""
        }],
        vec![
            text("span", &["class"], &["what"], &line.what),
            text("code", &[], &[], &line.formula),
            around("span", &["class"], &["res"], vec![number]),
        ],
    )
}

/// The options about a component, with what they do.
fn options(answer: &Answer, component: Component, language: Language) -> Html {
    let fields =
        answer.form.iter().flat_map(|group| &group.fields).filter(|field| field.component == Some(component));
    let about = |field: &Rc<Field>| {
        let key = text("code", &[], &[], field.key);
        let [_, description] = language.option(field.key, [field.label, field.description]);
        let parts = vec![around("dt", &[], &[], vec![key]), text("dd", &[], &[], description)];
        around("div", &[], &[], parts)
    };
    let about: Vec<Html> = fields.map(about).collect();
    let parts = if about.is_empty() {
        Vec::new()
    } else {
        vec![text("h4", &[], &[], language.words().sized_by), around("dl", &[], &[], about)]
    };
    around("div", &["class"], &["about"], parts)
}
