//! The page as a whole: one reducer, the columns, and what is linked across them.

use resolver::Component;
use web_sys::Event;
use yew::{
    Callback, ContextProvider, Html, KeyboardEvent, component, html, use_effect_with, use_memo, use_reducer,
};

use crate::announcer::Announcer;
use crate::browser;
use crate::env::Env;
use crate::form::Form;
use crate::geometry;
use crate::header::Header;
use crate::output::Output;
use crate::page::{Action, Page};
use crate::picture::{Anatomy, Strip};
use crate::pointer::Pointer;
use crate::settings::Settings;
use crate::verdict::{Problem, Verdict};
use crate::why::Why;

/// The calculator.
#[component]
pub fn App() -> Html {
    let page = use_reducer(|| Page::new(Settings::default(), browser::stored_theme()));
    let env = use_memo((), |()| Env::new(page.dispatcher()));
    let pointer = use_memo((), |()| Pointer::default());
    use_effect_with(page.theme, |theme| browser::apply_theme(*theme));

    // One pair of listeners for everything that stands for a component: boxes, rows and controls.
    let point = {
        let pointer = (*pointer).clone();
        Callback::from(move |event: Event| {
            if let Some(component) = pointed_at(&event, &["data-component", "data-of"]) {
                pointer.move_to(component);
            }
        })
    };
    let pin = {
        let env = (*env).clone();
        Callback::from(move |event: Event| {
            if let Some(component) = pointed_at(&event, &["data-component"]) {
                env.dispatch(Action::Pin(component));
            }
        })
    };
    let unpin = {
        let env = (*env).clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                env.dispatch(Action::Unpin);
            }
        })
    };
    let settings = &page.answer.settings;
    let words = env.words();
    let stale = page.is_stale();
    html! {
        <ContextProvider<Env> context={(*env).clone()}>
            <Hatches />
            <Header
                version={settings.version}
                process={settings.process}
                deployment={settings.deployment}
                theme={page.theme}
            />
            <main
                class="main"
                onmouseover={point.reform(Event::from)}
                onfocusin={point.reform(Event::from)}
                onclick={pin.reform(Event::from)}
                onkeydown={unpin}
            >
                <section class="col c1" aria-label={words.configuration}>
                    <Form answer={page.answer.clone()} />
                </section>
                <section class="col c2" aria-label={words.memory}>
                    <div class="mem">
                    <Verdict answer={page.answer.clone()} shown={page.shown().cloned()} />
                    <Strip answer={page.shown().cloned()} {stale} />
                    <Anatomy
                        process={settings.process}
                        answer={page.shown().cloned()}
                        {stale}
                        pinned={page.pinned}
                    />
                    <div class="side">
                        <div class="side-in">
                        <Problem answer={page.answer.clone()} can_restore={stale && page.shown().is_some()} />
                        <Why answer={page.shown().cloned()} {stale} pinned={page.pinned} pointer={(*pointer).clone()} />
                        </div>
                    </div>
                    <Output answer={page.answer.clone()} />
                    <footer class="foot">
                        <span>{ words.trademark }</span>
                        <span>{ words.private }</span>
                        <span class="r">{ concat!("v", env!("CARGO_PKG_VERSION")) }</span>
                    </footer>
                    </div>
                </section>
            </main>
            <Announcer answer={page.answer.clone()} />
        </ContextProvider<Env>>
    }
}

/// The component that an event is about.
fn pointed_at(event: &Event, attributes: &[&str]) -> Option<Component> {
    let id = browser::marked(event, attributes)?;
    let all = [resolver::Process::TaskManager, resolver::Process::JobManager];
    let mut nodes = all.into_iter().flat_map(geometry::nodes);
    nodes.find(|node| node.component.id() == id).map(|node| node.component)
}

/// Patterns that the pictures refer to.
#[component]
fn Hatches() -> Html {
    html! {
        <svg class="vh" width="0" height="0" aria-hidden="true">
            <defs>
                <pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                    <rect class="hatch" width="2" height="6" />
                </pattern>
            </defs>
        </svg>
    }
}
