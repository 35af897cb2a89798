//! The browser's history: the address follows what is set, every committed change is an entry, and going back shows it again.
//!
//! Everything here may be refused: frames without an origin and pages opened from a file may not change their address. The page works
//! without. Rules that need no browser are in [`committer`](crate::committer).

use std::cell::RefCell;
use std::rc::Rc;

use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{PopStateEvent, Window};
use yew::Callback;

use crate::committer::{Committer, Move, Pace, Trail};

/// Bytes of snapshots that are kept: as much as a few pasted files of the largest size.
const TRAIL_LIMIT: usize = 32 << 20;

fn window() -> Option<Window> {
    // Native tests have no JavaScript to ask.
    if cfg!(target_arch = "wasm32") { web_sys::window() } else { None }
}

/// Query and fragment of the page's address, with their `?` and `#`; empty where there is none.
#[must_use]
pub fn current() -> (String, String) {
    let location = window().map(|window| window.location());
    let part = |part: fn(&web_sys::Location) -> Result<String, JsValue>| {
        location.as_ref().and_then(|location| part(location).ok()).unwrap_or_default()
    };
    (part(web_sys::Location::search), part(web_sys::Location::hash))
}

/// The page's address with a link behind it, to be copied. A link on its own would keep the query of the present address, or its fragment.
#[must_use]
pub fn address(link: &str) -> String {
    let mut address = window().and_then(|window| window.location().href().ok()).unwrap_or_default();
    address.truncate(address.find(['?', '#']).unwrap_or(address.len()));
    address + link
}

/// Adds an entry with this link to the history; whether that was allowed.
pub fn push(link: &str) -> bool {
    call(Move::Push, link, &JsValue::NULL)
}

/// Changes the link of the present entry; whether that was allowed.
pub fn replace(link: &str) -> bool {
    call(Move::Replace, link, &JsValue::NULL)
}

fn call(step: Move, link: &str, state: &JsValue) -> bool {
    let Some(history) = window().and_then(|window| window.history().ok()) else { return false };
    let address = address(link);
    let done = match step {
        Move::Push => history.push_state_with_url(state, "", Some(&address)),
        Move::Replace => history.replace_state_with_url(state, "", Some(&address)),
    };
    done.is_ok()
}

/// Milliseconds since the visit began.
fn now() -> u64 {
    window().and_then(|window| window.performance()).map_or(0, |clock| clock.now() as u64)
}

/// What the user went back or forward to.
#[derive(Clone, Debug, PartialEq)]
pub enum Visited<T> {
    /// An entry of this visit: what was noted with it.
    Snapshot(T),
    /// Any other entry: query and fragment of its address. Also a fragment that the user typed or clicked.
    Address(String, String),
}

/// Keeps history and address in step with what is shown. Dropping it stops that.
pub struct History<T: Clone + 'static> {
    inner: Rc<RefCell<Inner<T>>>,
    listener: Closure<dyn FnMut(PopStateEvent)>,
    _hiding: Option<EventListener>,
}

impl<T: Clone + 'static> std::fmt::Debug for History<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("History").finish_non_exhaustive()
    }
}

struct Inner<T> {
    committer: Committer,
    pace: Pace,
    trail: Trail<T>,
    /// Number of the present entry.
    number: usize,
    /// Tells the entries of this visit from those of earlier ones, which the browser keeps over a reload.
    visit: String,
    /// What the browser does not know yet.
    pending: Option<(Move, String)>,
    timer: Option<Timeout>,
}

impl<T: Clone + 'static> History<T> {
    /// Begins with what the visit begins with: its link, a snapshot of it, and about how many bytes that takes. `visited` is called when the
    /// user goes back or forward; the page then shows that and calls [`restored`](Self::restored). An address without a link of ours (a
    /// fragment that was clicked) changes nothing.
    ///
    /// The address stays as it is until the first change.
    #[must_use]
    pub fn new(link: &str, snapshot: T, weight: usize, visited: Callback<Visited<T>>) -> Self {
        let origin =
            window().and_then(|window| window.performance()).map_or(0.0, |clock| clock.time_origin());
        let mut trail = Trail::new(TRAIL_LIMIT);
        trail.note(0, true, snapshot, weight);
        let inner = Rc::new(RefCell::new(Inner {
            committer: Committer::new(link),
            pace: Pace::default(),
            trail,
            number: 0,
            visit: (origin as u64).to_string(),
            pending: None,
            timer: None,
        }));
        let (query, fragment) = current();
        let state = inner.borrow().state();
        call(Move::Replace, &(query + &fragment), &state);

        let shared = Rc::clone(&inner);
        let listener = Closure::new(move |event: PopStateEvent| {
            let visited_now = shared.borrow_mut().visit(&event.state());
            visited.emit(visited_now);
        });
        if let Some(window) = window() {
            let _ = window.add_event_listener_with_callback("popstate", listener.as_ref().unchecked_ref());
        }
        // A page that is left or loaded again must find its address up to date.
        let shared = Rc::clone(&inner);
        let hiding = window().map(|window| {
            EventListener::new(&window, "pagehide", move |_| shared.borrow_mut().call_pending())
        });
        Self { inner, listener, _hiding: hiding }
    }

    /// Something is being changed and may go on; see [`Committer::input`].
    pub fn input(&self, link: &str, snapshot: T, weight: usize) {
        let step = self.inner.borrow_mut().committer.input(link);
        self.follow(step, link, snapshot, weight);
        self.settle(false);
    }

    /// A change is done; see [`Committer::commit`]. Also to be called when the snapshot alone has changed.
    pub fn commit(&self, link: &str, snapshot: T, weight: usize) {
        let step = self.inner.borrow_mut().committer.commit(link);
        self.follow(step, link, snapshot, weight);
        // The address is final now; it need not wait.
        self.settle(true);
    }

    /// Something else belongs to the present entry; see [`Committer::amend`].
    pub fn amend(&self, link: &str, snapshot: T, weight: usize) {
        let step = self.inner.borrow_mut().committer.amend(link);
        self.follow(step, link, snapshot, weight);
        self.settle(false);
    }

    /// What the user went to is shown, and this is its link.
    pub fn restored(&self, link: &str) {
        self.inner.borrow_mut().committer.restore(link);
    }

    fn follow(&self, step: Option<Move>, link: &str, snapshot: T, weight: usize) {
        let mut inner = self.inner.borrow_mut();
        let is_new = step == Some(Move::Push);
        if is_new && matches!(inner.pending, Some((Move::Replace, _))) {
            // The entry that is left keeps its last address.
            inner.call_pending();
        }
        inner.number += usize::from(is_new);
        let number = inner.number;
        inner.trail.note(number, is_new, snapshot, weight);
        if let Some(step) = step {
            // An entry that the browser was not told of is still to be added. If it is another one by now, more were added than it takes.
            let is_added = !matches!(inner.pending, Some((Move::Push, _)));
            inner.pending = Some((if is_added { step } else { Move::Push }, link.to_owned()));
        }
    }

    /// Tells the browser, now or as soon as it may be told.
    fn settle(&self, is_final: bool) {
        let mut inner = self.inner.borrow_mut();
        let Some((step, _)) = &inner.pending else { return };
        let wait = inner.pace.wait(now(), is_final || *step == Move::Push);
        if wait == 0 {
            inner.timer = None;
            inner.call_pending();
        } else if inner.timer.is_none() {
            let shared = Rc::clone(&self.inner);
            let later = move || {
                let mut inner = shared.borrow_mut();
                inner.timer = None;
                inner.call_pending();
            };
            inner.timer = Some(Timeout::new(u32::try_from(wait).unwrap_or(u32::MAX), later));
        }
    }
}

impl<T: Clone> Inner<T> {
    /// What the browser keeps for an entry: numbers, nothing of what is configured.
    fn state(&self) -> JsValue {
        [&*self.visit, ":", &self.number.to_string()].concat().into()
    }

    fn call_pending(&mut self) {
        if let Some((step, link)) = self.pending.take() {
            self.pace.called(now());
            call(step, &link, &self.state());
        }
    }

    /// The entry that the browser went to.
    fn visit(&mut self, state: &JsValue) -> Visited<T> {
        // It belongs to an entry that was left.
        self.pending = None;
        self.timer = None;
        let state = state.as_string().unwrap_or_default();
        let number = state.strip_prefix(&*self.visit).and_then(|state| state.strip_prefix(':')?.parse().ok());
        if let Some(number) = number {
            self.number = number;
            if let Some(snapshot) = self.trail.get(number) {
                return Visited::Snapshot(snapshot.clone());
            }
        }
        let (query, fragment) = current();
        Visited::Address(query, fragment)
    }
}

impl<T: Clone + 'static> Drop for History<T> {
    fn drop(&mut self) {
        if let Some(window) = window() {
            let _ = window
                .remove_event_listener_with_callback("popstate", self.listener.as_ref().unchecked_ref());
        }
    }
}
