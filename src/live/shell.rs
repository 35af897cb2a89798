//! The place of the job under load, which the first part of the page has: until what is in it is loaded, a button that loads it.

use resolver::Process;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::js_sys::Array;
use web_sys::{IntersectionObserver, IntersectionObserverEntry, IntersectionObserverInit};
use yew::Html;

use crate::browser;
use crate::button::Button;
use crate::deed::Handle;
use crate::language::Language;
use crate::mark::{around, flag, text};

/// The id of the place.
pub const PLACE: &str = "live";

/// The column with the job, or what stands for it; TaskManagers alone run jobs.
pub fn shell(page: &Handle, language: Language) -> Html {
    let words = language.words();
    let inside = match page.live {
        Some(part) => (part.live)(page, language),
        None => {
            let button = Button {
                class: "btn line",
                deed: "load-live",
                inside: vec![words.load_job.into()],
                ..Button::default()
            };
            let head = vec![text("h2", &["class"], &["h"], words.job), button.html()];
            around("div", &["class"], &["card-head"], head)
        }
    };
    let is_hidden = page.answer.settings.process != Process::TaskManager;
    around(
        "section",
        &["class", "id", "aria-label", "hidden"],
        &["col c3", PLACE, words.job, flag(is_hidden)],
        vec![inside],
    )
}

/// Does something once, when one of these places comes as near the window as `margin` says. Dropping what is returned takes it back.
#[must_use]
pub fn when_near(places: &[&str], margin: &str, then: impl Fn() + 'static) -> Option<Near> {
    let callback = Closure::<dyn Fn(Array, IntersectionObserver)>::new(
        move |entries: Array, observer: IntersectionObserver| {
            let is_near = entries.iter().any(|entry| {
                entry
                    .dyn_ref::<IntersectionObserverEntry>()
                    .is_some_and(IntersectionObserverEntry::is_intersecting)
            });
            if is_near {
                observer.disconnect();
                then();
            }
        },
    );
    let options = IntersectionObserverInit::new();
    options.set_root_margin(margin);
    let observer =
        IntersectionObserver::new_with_options(callback.as_ref().unchecked_ref(), &options).ok()?;
    for place in places.iter().filter_map(|place| browser::place(place)) {
        observer.observe(&place);
    }
    Some(Near { observer, _callback: callback })
}

/// Who is told.
type Told = Closure<dyn Fn(Array, IntersectionObserver)>;

/// Waits for places to come near.
#[derive(Debug)]
pub struct Near {
    observer: IntersectionObserver,
    _callback: Told,
}

impl Drop for Near {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}
