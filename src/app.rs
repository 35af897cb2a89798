//! The page as a whole: one reducer, the columns, and what is linked across them.

use std::rc::Rc;

use resolver::Component;
use web_sys::Event;
use yew::{
    AttrValue, Callback, ContextProvider, Html, KeyboardEvent, Properties, component, html, use_effect_with,
    use_memo, use_mut_ref, use_reducer,
};

use crate::announcer::{announcer, say};
use crate::browser;
use crate::button::Button;
use crate::control;
use crate::counsel::counsel;
use crate::editor::Editor;
use crate::env::Env;
use crate::form::{form, form_head};
use crate::geometry;
use crate::header::header;
use crate::mark::{around, text};
use crate::output::Output;
use crate::page::{Action, Page};
use crate::picture::{anatomy, strip};
use crate::pointer::Pointer;
use crate::settings::Settings;
use crate::verdict::{problem, verdict};
use crate::visit::Trip;
use crate::why::Why;

/// How the calculator begins.
#[derive(Clone, Debug, Default, PartialEq, Properties)]
pub struct AppProps {
    /// The first settings.
    #[prop_or_default]
    pub start: Settings,
    /// What to tell about where they come from.
    #[prop_or_default]
    pub notices: Rc<[AttrValue]>,
}

/// The calculator.
#[component]
pub fn App(props: &AppProps) -> Html {
    let page = use_reducer(|| {
        let mut page = Page::new(props.start.clone(), browser::stored_theme());
        page.notices = Rc::clone(&props.notices);
        page
    });
    let env = use_memo((), |()| Env::new(page.dispatcher()));
    let pointer = use_memo((), |()| Pointer::default());
    let trip = use_mut_ref(|| None::<Trip>);
    use_effect_with(Rc::clone(&page.answer), {
        let (trip, env) = (Rc::clone(&trip), (*env).clone());
        move |answer| {
            let mut trip = trip.borrow_mut();
            match &*trip {
                Some(trip) => trip.follow(answer),
                None => *trip = Some(Trip::new(&answer.settings, env)),
            }
        }
    });
    // A slider that is dragged, or a text that is typed, becomes an entry of the history when it is let go or left.
    let moving = {
        let trip = Rc::clone(&trip);
        Callback::from(move |_: Event| {
            if let Some(trip) = &*trip.borrow() {
                trip.begin_moving();
            }
        })
    };
    let moved = {
        let (trip, answer) = (Rc::clone(&trip), Rc::clone(&page.answer));
        Callback::from(move |_: Event| {
            if let Some(trip) = &*trip.borrow() {
                trip.end_moving(&answer);
            }
        })
    };
    use_effect_with(page.theme, |theme| browser::apply_theme(*theme));
    use_effect_with(page.answer.clone(), {
        let words = env.words();
        move |answer| {
            // What Flink rejects must not hide in a folded group.
            if let Some(key) = answer.error.as_ref().and_then(|error| error.key) {
                browser::reveal_field(key);
            }
            let said = say(answer, words);
            move || drop(said)
        }
    });

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
    use_effect_with((), {
        let env = (*env).clone();
        move |()| {
            let listeners = browser::on_text(move |text| {
                env.dispatch(Action::Paste(text.into()));
            });
            move || drop(listeners)
        }
    });
    let settings = &page.answer.settings;
    let words = env.words();
    let stale = page.is_stale();
    let shown = page.shown().map(|answer| &**answer);
    let editor = page.is_text_shown.then(|| html! { <Editor answer={page.answer.clone()} /> });
    let class = if page.is_text_shown { "main with-text" } else { "main" };
    html! {
        <ContextProvider<Env> context={(*env).clone()}>
            { control::hatch() }
            { header(&page.answer, page.theme, &env) }
            { notices(&page.notices, &env) }
            <main
                {class}
                onmouseover={point.reform(Event::from)}
                onfocusin={point.reform(Event::from)}
                onclick={pin.reform(Event::from)}
                oninput={moving.reform(Event::from)}
                onchange={moved}
                onkeydown={unpin}
            >
                <section class="col c1" aria-label={words.configuration}>
                    { form_head(settings, page.is_text_shown, &env) }
                    { form(&page.answer, &env) }
                </section>
                <div class="col ct">{ for editor }</div>
                <section class="col c2" aria-label={words.memory}>
                    <div class="mem">
                        { verdict(&page.answer, shown, words) }
                        { strip(shown, stale, words) }
                        { anatomy(settings.process, shown, stale, page.pinned, words) }
                        <div class="side">
                            <div class="side-in">
                                { counsel(&page, &env) }
                                { problem(&page.answer, stale && shown.is_some(), &env) }
                                <Why
                                    answer={page.shown().cloned()}
                                    {stale}
                                    pinned={page.pinned}
                                    pointer={(*pointer).clone()}
                                />
                            </div>
                        </div>
                        <Output answer={page.answer.clone()} />
                        <footer class="foot">
                            { text("span", &[], &[], words.trademark) }
                            { text("span", &[], &[], words.private) }
                            { text("span", &["class"], &["r"], concat!("v", env!("CARGO_PKG_VERSION"))) }
                        </footer>
                    </div>
                </section>
            </main>
            { announcer() }
        </ContextProvider<Env>>
    }
}

/// What there is to tell, with a button that puts it away.
fn notices(notices: &[AttrValue], env: &Env) -> Html {
    let words = env.words();
    let mut parts: Vec<Html> = notices.iter().map(|notice| text("p", &[], &[], notice)).collect();
    if !parts.is_empty() {
        let env = env.clone();
        let dismiss = Button {
            class: "btn line",
            id: Some("dismiss"),
            inside: vec![words.dismiss.into()],
            onclick: Callback::from(move |_| env.dispatch(Action::Notify(Rc::default()))),
            ..Button::default()
        };
        parts = vec![around("div", &[], &[], parts), dismiss.html()];
    }
    around("aside", &["class", "role"], &["notices", "status"], parts)
}

/// The component that an event is about.
fn pointed_at(event: &Event, attributes: &[&str]) -> Option<Component> {
    let id = browser::marked(event, attributes)?;
    let all = [resolver::Process::TaskManager, resolver::Process::JobManager];
    let mut nodes = all.into_iter().flat_map(geometry::nodes);
    nodes.find(|node| node.component.id() == id).map(|node| node.component)
}
