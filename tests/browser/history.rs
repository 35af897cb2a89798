//! The address and the history of the browser.

use std::cell::RefCell;
use std::rc::Rc;

use flink_memory_calculator::history::{self, History, Visited};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::js_sys::{Function, Promise};
use yew::Callback;

async fn wait(milliseconds: i32) {
    let promise = Promise::new(&mut |resolve: Function, _| {
        let window = web_sys::window().expect("a window");
        window
            .set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds)
            .expect("a timer");
    });
    JsFuture::from(promise).await.expect("is never rejected");
}

fn browser() -> web_sys::History {
    web_sys::window().and_then(|window| window.history().ok()).expect("a history")
}

type Seen = Rc<RefCell<Vec<Visited<&'static str>>>>;

fn begin() -> (History<&'static str>, Seen) {
    let seen = Seen::default();
    let visited = {
        let seen = Rc::clone(&seen);
        Callback::from(move |visited| seen.borrow_mut().push(visited))
    };
    (History::new("?v=1&start", "start", 5, visited), seen)
}

/// Goes back, and waits until the page knows.
async fn back(seen: &Seen) -> Visited<&'static str> {
    let before = seen.borrow().len();
    browser().back().expect("may go back");
    for _ in 0..200 {
        wait(10).await;
        if let Some(visited) = seen.borrow().get(before) {
            return visited.clone();
        }
    }
    panic!("nothing was visited");
}

#[wasm_bindgen_test]
async fn the_address_follows_and_a_drag_is_one_entry() {
    let (query, fragment) = history::current();
    let (history, seen) = begin();
    assert_eq!(history::current(), (query.clone(), fragment), "nothing has changed yet");
    let entries = browser().length().expect("a length");

    history.input("?v=1&a=1", "a 1", 3);
    assert_eq!(history::current().0, "?v=1&a=1");
    for _ in 0..100 {
        history.input("?v=1&a=2", "a 2", 3);
        history.input("?v=1&a=3", "a 3", 3);
    }
    assert_eq!(history::current().0, "?v=1&a=1", "the browser is not told every time");
    wait(600).await;
    assert_eq!(history::current().0, "?v=1&a=3", "but at last");
    history.input("?v=1&a=4", "a 4", 3);
    history.commit("?v=1&a=4", "a 4", 3);
    assert_eq!(history::current().0, "?v=1&a=4", "what is committed is told at once");
    history.commit("#1:abc", "long", 4);
    assert_eq!(history::current(), (String::new(), "#1:abc".to_owned()));
    assert_eq!(browser().length(), Ok(entries + 2));

    let state = browser().state().expect("a state").as_string().expect("a text");
    assert!(state.ends_with(":2") && !state.contains("abc") && !state.contains("long"), "{state}");

    assert_eq!(back(&seen).await, Visited::Snapshot("a 4"));
    history.restored("?v=1&a=4");
    assert_eq!(history::current().0, "?v=1&a=4");
    assert_eq!(back(&seen).await, Visited::Snapshot("start"));
    history.restored("?v=1&start");
    assert_eq!(history::current().0, query);

    // An entry that is not of this visit.
    drop(history);
    assert!(history::push("?v=1&flink=2.3#here"));
    assert!(history::push("?later"));
    let (_again, seen) = begin();
    let visited = Visited::Address("?v=1&flink=2.3".to_owned(), "#here".to_owned());
    assert_eq!(back(&seen).await, visited);
    assert!(history::replace(&query));
}

#[wasm_bindgen_test]
fn an_address_to_be_copied_has_one_link() {
    let address = history::address("#1:abc");
    assert!(address.starts_with("http") && address.ends_with("/#1:abc"), "{address}");
    assert!(!history::address("").contains(['?', '#']));
}
