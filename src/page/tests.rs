//! What happens to the page, without a browser.

use std::rc::Rc;

use resolver::{Component, Deployment, FlinkVersion, Process};
use yew::Reducible;

use super::{Action, Page, Theme};

const TOTAL: &str = "taskmanager.memory.process.size";

fn after(actions: impl IntoIterator<Item = Action>) -> Rc<Page> {
    actions.into_iter().fold(Rc::new(Page::default()), |page, action| page.reduce(action))
}

fn set(key: &str, text: &str) -> Action {
    Action::Set { key: key.to_owned(), text: text.to_owned() }
}

fn bytes(page: &Page, component: Component) -> Option<u64> {
    page.answer.bytes(component)
}

#[test]
fn it_begins_with_what_flink_ships() {
    let page = Page::default();
    assert_eq!(page.answer.settings.version, FlinkVersion::LATEST);
    assert_eq!(bytes(&page, Component::TotalProcess), Some(1728 << 20));
    assert!(!page.is_stale());
    let page = after([Action::Process(Process::JobManager)]);
    assert_eq!(bytes(&page, Component::TotalProcess), Some(1600 << 20));
}

#[test]
fn what_changes_nothing_gives_the_same_page() {
    let page = after([set(TOTAL, "4g")]);
    for action in [
        set(TOTAL, "4g"),
        Action::Unset { key: "taskmanager.memory.managed.size".to_owned() },
        Action::Version(FlinkVersion::LATEST),
        Action::Process(Process::TaskManager),
        Action::Deployment(Deployment::Containerized),
        Action::Theme(Theme::System),
        Action::Unpin,
        Action::Restore,
    ] {
        assert!(Rc::ptr_eq(&page, &Rc::clone(&page).reduce(action.clone())), "{action:?}");
    }
}

#[test]
fn a_rejected_value_stays_and_the_last_valid_answer_is_shown() {
    let page = after([set(TOTAL, "4g"), set(TOTAL, "1.5g")]);
    assert_eq!(page.answer.settings.config().get(TOTAL), Some("1.5g"));
    assert!(page.is_stale());
    let error = page.answer.error.as_ref().expect("1.5g is not a size of Flink's");
    assert_eq!(error.key, Some(TOTAL));
    let shown = page.shown().expect("4g was valid");
    assert_eq!(shown.bytes(Component::TotalProcess), Some(4 << 30));
    let page = page.reduce(Action::Restore);
    assert_eq!(page.answer.settings.config().get(TOTAL), Some("4g"));
}

#[test]
fn the_last_valid_answer_is_of_the_same_process() {
    let page = after([set("jobmanager.memory.process.size", "x"), Action::Process(Process::JobManager)]);
    assert!(page.shown().is_none());
    assert!(page.clone().reduce(Action::Process(Process::TaskManager)).shown().is_some());
}

#[test]
fn network_memory_is_capped_up_to_1_16() {
    let network = |version| {
        let page = after([set(TOTAL, "20g"), Action::Version(version)]);
        bytes(&page, Component::Network).expect("20g is enough")
    };
    assert_eq!(network(FlinkVersion::V1_16), 1 << 30);
    assert!(network(FlinkVersion::V1_17) > 1 << 30);
}

#[test]
fn pinning_twice_unpins() {
    let page = after([Action::Pin(Component::Network)]);
    assert_eq!(page.pinned, Some(Component::Network));
    assert_eq!(page.reduce(Action::Pin(Component::Network)).pinned, None);
}

#[test]
fn the_job_manager_of_1_10_is_resolved_standalone_alone() {
    let page = after([Action::Process(Process::JobManager), Action::Version(FlinkVersion::V1_10)]);
    assert!(page.answer.is_unresolved());
    assert!(page.shown().is_none(), "an answer of another release would mislead");
    let page =
        page.reduce(Action::Deployment(Deployment::Standalone)).reduce(set("jobmanager.heap.size", "2g"));
    assert_eq!(bytes(&page, Component::JvmHeap), Some(2 << 30));
    assert_eq!(bytes(&page, Component::TotalProcess), None);
}

#[test]
fn any_text_is_kept_whole() {
    let long = "9".repeat(10 << 20);
    let page = after([set(TOTAL, &long)]);
    assert_eq!(page.answer.settings.config().get(TOTAL), Some(&*long));
    assert!(page.is_stale());
    for text in ["NaN", "9223372036854775808", "-1", "\u{0}", "\u{202e}4g", " "] {
        assert!(after([set(TOTAL, text)]).is_stale(), "{text:?}");
    }
}
