//! What the page around a widget says, as actions.

use std::cell::Cell;
use std::rc::Rc;

use gloo::events::EventListener;
use yew::UseReducerDispatcher;

use super::{EVENT, parse};
use crate::browser;
use crate::language::Language;
use crate::notice::Notice;
use crate::page::{Action, Page};
use crate::visit;

/// Does what the page around says, until what is returned is dropped.
#[must_use]
pub(super) fn listen(page: UseReducerDispatcher<Page>) -> Option<EventListener> {
    let count = Rc::new(Cell::new(0_u32));
    browser::on_told(EVENT, move |address| {
        let (query, fragment) = address.split_at(address.find('#').unwrap_or(address.len()));
        let (Some(embed), link) = parse(query) else { return };
        let (page, count, fragment) = (page.clone(), Rc::clone(&count), fragment.to_owned());
        let embed = Rc::new(embed);
        page.dispatch(Action::Embed(Rc::clone(&embed)));
        let number = count.get().wrapping_add(1);
        count.set(number);
        wasm_bindgen_futures::spawn_local(async move {
            let language = Language::named(&embed.language).await;
            // Loading and reading take a moment. What has been overtaken meanwhile is of no interest.
            if count.get() == number {
                page.dispatch(
                    language.map_or_else(|_| Action::Notify(Rc::new([Notice::NotLoaded])), Action::Language),
                );
            }
            let linked = visit::linked(&link, &fragment).await;
            if let Some((moment, notices)) = linked.filter(|_| count.get() == number) {
                page.dispatch(Action::Notify(notices.into()));
                page.dispatch(Action::Load(Box::new(moment)));
            }
        });
    })
}
