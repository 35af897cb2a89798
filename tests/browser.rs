//! The page in a headless browser, by `cargo xtask test`: events in, document out.

#![cfg(target_arch = "wasm32")]

#[path = "browser/history.rs"]
mod history;
#[path = "browser/portrait.rs"]
mod portrait;

use flink_memory_calculator::app::App;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{
    Document, Element, Event, EventInit, HtmlElement, HtmlInputElement, HtmlSelectElement, KeyboardEvent,
    KeyboardEventInit,
};

wasm_bindgen_test_configure!(run_in_browser);

const TOTAL: &str = "taskmanager.memory.process.size";
const OVERHEAD: &str = "taskmanager.memory.jvm-overhead.fraction";

fn document() -> Document {
    web_sys::window().and_then(|window| window.document()).expect("a document")
}

/// A mounted page. One at a time: fields are found by their ids.
struct Mounted {
    host: Element,
    handle: Option<yew::AppHandle<App>>,
}

impl Drop for Mounted {
    fn drop(&mut self) {
        if let Some(handle) = self.handle.take() {
            handle.destroy();
        }
        self.host.remove();
    }
}

impl Mounted {
    async fn new() -> Self {
        let host = document().create_element("div").expect("an element");
        document().body().expect("a body").append_child(&host).expect("a child");
        let handle = yew::Renderer::<App>::with_root(host.clone()).render();
        yew::scheduler::flush().await;
        Self { host, handle: Some(handle) }
    }

    #[track_caller]
    fn find(&self, selector: &str) -> Element {
        self.host
            .query_selector(selector)
            .expect("a selector")
            .unwrap_or_else(|| panic!("{selector} is in the page"))
    }

    #[track_caller]
    fn text(&self, selector: &str) -> String {
        self.find(selector).text_content().unwrap_or_default()
    }

    fn count(&self, selector: &str) -> u32 {
        self.host.query_selector_all(selector).expect("a selector").length()
    }

    /// Bytes in the row of a component.
    #[track_caller]
    fn bytes(&self, component: &str) -> u64 {
        let text = self.text(&format!("tr[data-component={component}] .by"));
        text.parse().unwrap_or_else(|_| panic!("{component}: {text}"))
    }

    async fn input(&self, selector: &str, value: &str) {
        let input: HtmlInputElement = self.find(selector).unchecked_into();
        input.set_value(value);
        fire(&input, "input").await;
    }

    async fn type_into(&self, key: &str, text: &str) {
        self.input(&format!("[data-key='{key}'] .val"), text).await;
    }

    async fn press(&self, selector: &str, key: &str, shift: bool) {
        let options = KeyboardEventInit::new();
        options.set_key(key);
        options.set_shift_key(shift);
        options.set_bubbles(true);
        options.set_cancelable(true);
        let event = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &options).expect("an event");
        self.find(selector).dispatch_event(&event).expect("a dispatch");
        yew::scheduler::flush().await;
    }

    async fn click(&self, selector: &str) {
        self.find(selector).unchecked_into::<HtmlElement>().click();
        yew::scheduler::flush().await;
    }

    async fn version(&self, name: &str) {
        let select: HtmlSelectElement = self.find("#version").unchecked_into();
        select.set_value(name);
        fire(&select, "change").await;
    }

    fn field(&self, key: &str) -> String {
        self.find(&format!("[data-key='{key}'] .val")).unchecked_into::<HtmlInputElement>().value()
    }
}

async fn fire(element: &Element, name: &str) {
    let options = EventInit::new();
    options.set_bubbles(true);
    let event = Event::new_with_event_init_dict(name, &options).expect("an event");
    element.dispatch_event(&event).expect("a dispatch");
    yew::scheduler::flush().await;
}

#[wasm_bindgen_test]
async fn a_dragged_slider_changes_field_table_and_flags() {
    let page = Mounted::new().await;
    let slider = format!("[data-key='{TOTAL}'] input[type=range]");
    let mut seen = Vec::new();
    for place in [4_000, 5_000, 6_000, 7_000] {
        page.input(&slider, &place.to_string()).await;
        seen.push((page.field(TOTAL), page.bytes("total-process"), page.text("#output-text")));
    }
    assert!(seen.is_sorted_by(|a, b| a.1 < b.1), "{seen:?}");
    seen.dedup_by(|a, b| a.2 == b.2);
    assert_eq!(seen.len(), 4, "the flags follow");
    assert!(page.text(&format!("[data-key='{TOTAL}'] .chip")).contains("set"));
}

#[wasm_bindgen_test]
async fn a_decimal_size_is_rejected_beside_the_control() {
    let page = Mounted::new().await;
    page.type_into(TOTAL, "4g").await;
    let before = page.bytes("task-heap");
    page.type_into(TOTAL, "1.5g").await;
    let error = page.text(&format!("[data-key='{TOTAL}'] .error"));
    assert!(error.contains("Could not parse value '1.5g'"), "{error}");
    assert_eq!(page.field(TOTAL), "1.5g", "the value stays");
    assert_eq!(page.bytes("task-heap"), before, "the last valid result stays");
    assert!(page.text("#stale").contains("not this configuration"));
    assert!(page.text("#verdict").contains("does not start"));
    page.click("#restore").await;
    assert_eq!(page.field(TOTAL), "4g");
    assert_eq!(page.count(".error"), 0);
}

#[wasm_bindgen_test]
async fn reset_returns_to_not_set() {
    let page = Mounted::new().await;
    page.type_into(OVERHEAD, "0.2").await;
    let control = format!("[data-key='{OVERHEAD}']");
    assert!(!page.find(&control).matches(".unset").expect("a selector"));
    page.click(&format!("{control} .reset")).await;
    assert!(page.find(&control).matches(".unset").expect("a selector"));
    assert_eq!(page.field(OVERHEAD), "");
    page.type_into(OVERHEAD, "0.2").await;
    page.type_into(OVERHEAD, "").await;
    assert!(page.find(&control).matches(".unset").expect("a selector"), "an emptied field is not set, too");
}

#[wasm_bindgen_test]
async fn the_network_cap_goes_with_1_17() {
    let page = Mounted::new().await;
    page.type_into(TOTAL, "20g").await;
    page.version("1.16").await;
    assert_eq!(page.bytes("network"), 1 << 30);
    page.version("1.17").await;
    assert!(page.bytes("network") > 1 << 30);
    assert!(page.text("#verdict").contains("Flink 1.17 starts"));
}

#[wasm_bindgen_test]
async fn keys_move_in_stops_and_fine_steps() {
    let page = Mounted::new().await;
    let slider = format!("[data-key='{OVERHEAD}'] input[type=range]");
    page.press(&slider, "ArrowRight", false).await;
    assert_eq!(page.field(OVERHEAD), "0.11");
    page.press(&slider, "ArrowLeft", true).await;
    assert_eq!(page.field(OVERHEAD), "0.109");
    page.press(&format!("[data-key='{TOTAL}'] .val"), "ArrowUp", false).await;
    assert_eq!(page.field(TOTAL), "1792m");
}

#[wasm_bindgen_test]
async fn process_and_deployment_switch() {
    let page = Mounted::new().await;
    page.click("input[name=deployment][value=standalone]").await;
    assert_eq!(page.field("taskmanager.memory.flink.size"), "1280m");
    assert_eq!(page.field(TOTAL), "");
    page.click("input[name=process][value=jobmanager]").await;
    assert_eq!(page.bytes("total-flink"), 1280 << 20);
    assert_eq!(page.count("tr[data-component=managed]"), 0);
    page.version("1.10").await;
    assert!(page.text(".anat").contains("no memory model"));
    page.click("input[name=process][value=taskmanager]").await;
    page.version("2.3").await;
    assert_eq!(page.bytes("total-flink"), 1280 << 20);
}

#[wasm_bindgen_test]
async fn an_empty_configuration_offers_a_total() {
    let page = Mounted::new().await;
    page.click(&format!("[data-key='{TOTAL}'] .reset")).await;
    assert!(page.text("#problem").contains("Either required fine-grained memory"));
    page.click("[data-offer='taskmanager.memory.flink.size']").await;
    assert!(page.text("#verdict").contains("starts"));
    assert_eq!(page.bytes("total-flink"), 1280 << 20);
}

#[wasm_bindgen_test]
async fn pointing_highlights_and_explains_and_a_click_pins() {
    let page = Mounted::new().await;
    let root = document().document_element().expect("a root");
    fire(&page.find("tr[data-component=managed]"), "mouseover").await;
    assert_eq!(root.get_attribute("data-hl").as_deref(), Some("managed"));
    assert!(page.text("#derivation").contains("0.4000000059604645"));
    page.click("tr[data-component=network] .name").await;
    fire(&page.find("tr[data-component=managed]"), "mouseover").await;
    assert_eq!(root.get_attribute("data-hl").as_deref(), Some("network"), "pinned");
    page.press("tr[data-component=network] .name", "Escape", false).await;
    assert_eq!(root.get_attribute("data-hl").as_deref(), Some("managed"));
}

#[wasm_bindgen_test]
async fn an_option_that_is_read_later_is_rejected_beside_its_control() {
    let page = Mounted::new().await;
    let key = "taskmanager.memory.segment-size";
    page.type_into(key, "33000").await;
    assert!(
        page.text(&format!("[data-key='{key}'] .error"))
            .contains("Memory segment size must be a power of 2.")
    );
    assert!(page.text("#verdict").ends_with("rejects an option"));
    page.type_into(key, "64k").await;
    assert!(page.text("#verdict").ends_with("starts"));
}

#[wasm_bindgen_test]
async fn a_rejected_option_unfolds_its_group() {
    let page = Mounted::new().await;
    let key = "taskmanager.memory.jvm-metaspace.size";
    page.type_into(key, "x").await;
    let group = page.find(&format!("[data-key='{key}']")).closest("details").expect("a selector");
    assert!(group.expect("it is in a folded group").has_attribute("open"));
}

#[wasm_bindgen_test]
async fn megabytes_do_not_freeze() {
    let page = Mounted::new().await;
    let clock = web_sys::window().and_then(|window| window.performance()).expect("a clock");
    let long = "9".repeat(10 << 20);
    let begin = clock.now();
    page.type_into(TOTAL, &long).await;
    let took = clock.now() - begin;
    assert!(took < 5_000.0, "{took} ms");
    assert!(page.text("#verdict").contains("does not start"));
    assert!(page.host.inner_html().len() < 1_000_000);
    page.click(&format!("[data-key='{TOTAL}'] .reset")).await;
}

#[wasm_bindgen_test]
async fn tabs_show_logs_and_dynamic_options() {
    let page = Mounted::new().await;
    page.click("#log-lines").await;
    assert!(page.text("#output-text").contains("Final TaskExecutor Memory configuration:"));
    page.click("#d-list").await;
    assert!(page.text("#output-text").contains("-D taskmanager.memory.network.min=134217730b"));
    page.press("#d-list", "ArrowRight", false).await;
    assert!(page.text("#output-text").contains("536870920 bytes in each slot, 1 in all"));
    page.press("#slot-memory", "ArrowRight", false).await;
    assert!(page.text("#output-text").contains("-Xmx"));
}

#[wasm_bindgen_test]
async fn every_state_follows_every_other() {
    // Opposite conditional parts side by side are what Yew once stumbled over.
    let page = Mounted::new().await;
    let texts = ["", "4g", "x", "1.5g", "64m", "0", "9223372036854775808", "NaN", "16t", "1728m"];
    for version in ["1.10", "1.20", "2.3"] {
        page.version(version).await;
        for process in ["jobmanager", "taskmanager"] {
            page.click(&format!("input[name=process][value={process}]")).await;
            for deployment in ["standalone", "containerized"] {
                page.click(&format!("input[name=deployment][value={deployment}]")).await;
                for text in texts {
                    for key in [TOTAL, "taskmanager.memory.flink.size", "jobmanager.memory.process.size"] {
                        if page.count(&format!("[data-key='{key}'] .val")) == 1 {
                            page.type_into(key, text).await;
                        }
                    }
                    assert_eq!(page.count("#verdict"), 1);
                }
            }
        }
    }
}
