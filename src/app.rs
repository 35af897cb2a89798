//! The page as a whole: one reducer, the columns, and what is linked across them.

use std::rc::Rc;

use resolver::{Component, Process};
use web_sys::Event;
use yew::{
    Callback, Html, InputEvent, KeyboardEvent, Properties, component, html, use_effect_with, use_memo,
    use_mut_ref, use_reducer,
};

use crate::announcer::{announcer, say};
use crate::browser;
use crate::button::Button;
use crate::control;
use crate::deed::{self, Handle};
use crate::embed::Embed;
use crate::form::{form, form_head};
use crate::header::header;
use crate::language::Language;
use crate::live::run::Run;
use crate::live::shell;
use crate::mark::{around, text};
use crate::menus::dialog;
use crate::network;
use crate::notice::Notice;
use crate::output::output;
use crate::page::{Action, Open, Page};
use crate::picture::{anatomy, strip};
use crate::pointer::Pointer;
use crate::verdict::{problem, verdict};
use crate::visit::{Moment, Trip};
use crate::why::Why;
use crate::words::Words;

/// How the calculator begins.
#[derive(Clone, Debug, Default, PartialEq, Properties)]
pub struct AppProps {
    /// The first settings.
    #[prop_or_default]
    pub start: Moment,
    /// What to tell about where they come from.
    #[prop_or_default]
    pub notices: Rc<[Notice]>,
    /// The language in which it begins.
    #[prop_or_default]
    pub language: Language,
    /// What is shown in another page; `None` for the whole page.
    #[prop_or_default]
    pub embed: Option<Rc<Embed>>,
}

/// The calculator.
#[component]
pub fn App(props: &AppProps) -> Html {
    let page = use_reducer(|| {
        // A widget neither reads nor keeps anything.
        let theme = props.embed.as_ref().map_or_else(browser::stored_theme, |embed| embed.theme);
        let mut page = Page::new(props.start.settings.clone(), theme);
        page.embed = props.embed.clone();
        page.notices = Rc::clone(&props.notices);
        page.language = props.language;
        page.run = Run::new(!browser::has_less_motion());
        page.put_under_load(&props.start);
        page.see(props.start.seen);
        page
    });
    let is_whole = page.embed.is_none();
    let language = page.language;
    let words = language.words();
    let pointer = use_memo((), |()| Pointer::default());
    let trip = use_mut_ref(|| None::<Trip>);
    let shown = (Rc::clone(&page.answer), Rc::clone(&page.job), page.run.seed, page.run.speed);
    use_effect_with((shown, page.before.clone(), page.now.clone(), page.seen()), {
        let (trip, page) = (Rc::clone(&trip), page.clone());
        move |_| {
            // A widget's address and history are not its own.
            if !is_whole {
                return;
            }
            let moment = page.moment();
            let mut trip = trip.borrow_mut();
            match &*trip {
                Some(trip) => trip.follow(&moment),
                None => *trip = Some(Trip::new(&moment, page.dispatcher())),
            }
        }
    });
    use_effect_with((page.theme, language), move |(theme, language)| {
        browser::mark_root("lang", Some(language.tag()));
        browser::show_theme(*theme);
        if is_whole {
            browser::keep_theme(*theme);
        }
    });
    use_effect_with(page.pinned, move |pinned| {
        if !is_whole {
            browser::mark_root("data-hl", pinned.map(Component::id));
        }
    });
    use_effect_with((page.answer.clone(), language), {
        move |(answer, language)| {
            // What Flink rejects must not hide in a folded group.
            if let Some(key) = answer.error.as_ref().and_then(|error| error.key) {
                browser::reveal_field(key);
            }
            let said = say(answer, language.words());
            move || drop(said)
        }
    });

    use_effect_with((), {
        let dispatcher = page.dispatcher();
        move |()| {
            let take = move |text: String| deed::send_with_part(&dispatcher, Action::Paste(text.into()));
            let listeners = is_whole.then(|| browser::on_text(take));
            move || drop(listeners)
        }
    });
    use_effect_with((), {
        let (dispatcher, embed) = (page.dispatcher(), page.embed.clone());
        move |()| {
            let told = embed.map(|embed| (embed.part.listen)(dispatcher));
            move || drop(told)
        }
    });
    use_effect_with(page.embed.as_ref().is_none_or(|embed| embed.is_live()), {
        let dispatcher = page.dispatcher();
        move |has_job| {
            let near = has_job
                .then(|| shell::when_near(&[shell::PLACE], "300px", move || deed::load_live(&dispatcher)));
            move || drop(near)
        }
    });
    use_effect_with(page.view.open, |open| browser::show_dialog("dialog", *open != Open::Nothing));

    let on = |deed: fn(&Event, &Handle)| {
        let page = page.clone();
        Callback::from(move |event: Event| deed(&event, &page))
    };
    let point = {
        let (pointer, pinned) = ((*pointer).clone(), page.pinned);
        Callback::from(move |event: Event| {
            if let Some(component) = deed::component_at(&event, &["data-component", "data-of"]) {
                pointer.move_to(component);
                if !is_whole {
                    browser::mark_root("data-hl", Some(pinned.unwrap_or(component).id()));
                }
            }
        })
    };
    // A slider that is dragged, or a text that is typed, becomes an entry of the history when it is let go or left.
    let oninput = {
        let (trip, page) = (Rc::clone(&trip), page.clone());
        Callback::from(move |event: InputEvent| {
            if let Some(trip) = &*trip.borrow() {
                trip.begin_moving();
            }
            deed::input(&event, &page);
        })
    };
    let onchange = {
        let (trip, page) = (Rc::clone(&trip), page.clone());
        Callback::from(move |event: Event| {
            if let Some(trip) = &*trip.borrow() {
                trip.end_moving(&page.moment());
            }
            deed::change(&event, &page);
        })
    };
    let onkeydown = {
        let page = page.clone();
        Callback::from(move |event: KeyboardEvent| deed::key(&event, &page))
    };
    let onclose = {
        let dispatcher = page.dispatcher();
        Callback::from(move |_: Event| dispatcher.dispatch(Action::Open(Open::Nothing)))
    };
    let notices = notices(&page.notices, words);
    let inside = match &page.embed {
        Some(embed) => {
            around("main", &["class"], &["widget"], vec![(embed.part.view)(&page, embed, notices, language)])
        }
        None => whole(&page, notices, onclose, (*pointer).clone(), language),
    };
    html! {
        <div
            class="page"
            aria-busy={if page.is_loading { "true" } else { "false" }}
            {oninput}
            {onchange}
            {onkeydown}
            onclick={on(deed::click).reform(Event::from)}
            onpaste={on(deed::paste)}
            onmouseover={point.reform(Event::from)}
            onfocusin={point.reform(Event::from)}
        >
            { control::hatch() }
            { inside }
            { announcer() }
        </div>
    }
}

/// All of the page.
fn whole(
    page: &Handle,
    notices: Html,
    onclose: Callback<Event>,
    pointer: Pointer,
    language: Language,
) -> Html {
    let words = language.words();
    let settings = &page.answer.settings;
    let stale = page.is_stale();
    let shown = page.shown().map(|answer| &**answer);
    let editor = page.part.filter(|_| page.view.is_text).map(|part| (part.editor)(page, language));
    let nothing = || around("div", &[], &[], Vec::new());
    let network = network(page, language).unwrap_or_else(nothing);
    let counsel = page.part.map_or_else(nothing, |part| (part.counsel)(page, language));
    html! {
        <>
            { header(page, language) }
            { notices }
            <main class={layout(page)}>
                <section class="col c1" aria-label={words.configuration}>
                    { form_head(settings, page.view.is_text, language) }
                    { form(&page.answer, language) }
                </section>
                <div class="col ct">{ for editor }</div>
                <section class="col c2" aria-label={words.memory}>
                    <div class="mem">
                        { verdict(&page.answer, shown, words) }
                        { strip(shown, stale, words) }
                        { anatomy(settings.process, shown, stale, page.pinned, true, words) }
                        <div class="side">
                            <div class="side-in">
                                { counsel }
                                { problem(&page.answer, stale && shown.is_some(), |_| true, words) }
                                <Why
                                    answer={page.shown().cloned()}
                                    {stale}
                                    pinned={page.pinned}
                                    pointer={pointer}
                                    {language}
                                />
                            </div>
                        </div>
                        { output(page, words) }
                        { network::section(page, network, words) }
                        <footer class="foot">
                            { text("span", &[], &[], words.trademark) }
                            { text("span", &[], &[], words.private) }
                            { text("span", &["class"], &["r"], concat!("v", env!("CARGO_PKG_VERSION"))) }
                        </footer>
                    </div>
                </section>
                { shell::shell(page, language) }
            </main>
            { dialog(page, onclose, language) }
        </>
    }
}

/// What the job needs of network buffers, if somebody looks; only TaskManagers have them.
fn network(page: &Page, language: Language) -> Option<Html> {
    let (live, details) = page.live.zip(page.details)?;
    let is_shown = page.view.has_buffers && page.answer.settings.process == Process::TaskManager;
    is_shown.then(|| (details.network)(page, (live.count)(page, language), language))
}

/// Which columns there are.
fn layout(page: &Page) -> &'static str {
    match (page.answer.settings.process, page.view.is_text) {
        (Process::TaskManager, false) => "main with-job",
        (Process::TaskManager, true) => "main with-job with-text",
        (Process::JobManager, false) => "main",
        (Process::JobManager, true) => "main with-text",
    }
}

/// What there is to tell, with a button that puts it away.
fn notices(notices: &[Notice], words: &Words) -> Html {
    let mut parts: Vec<Html> =
        notices.iter().map(|notice| text("p", &[], &[], &notice.text(words))).collect();
    if !parts.is_empty() {
        let dismiss = Button {
            class: "btn line",
            id: "dismiss",
            deed: "dismiss",
            inside: vec![words.dismiss.into()],
            ..Button::default()
        };
        parts = vec![around("div", &[], &[], parts), dismiss.html()];
    }
    around("div", &["class", "role"], &["notices", "status"], parts)
}
