//! The picture as a file.

use flink_memory_calculator::download;
use flink_memory_calculator::portrait::Portrait;
use resolver::{Configuration, Deployment, FlinkVersion, Process, Request, resolve};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::js_sys::Promise;
use web_sys::{HtmlImageElement, Url};

fn portrait(title: &str) -> String {
    let config = Configuration::from([("taskmanager.memory.process.size", "1728m")]);
    let (version, process) = (FlinkVersion::V2_3, Process::TaskManager);
    let request = Request { version, process, deployment: Deployment::Containerized, config: &config };
    let breakdown = resolve(request).outcome.expect("Flink starts");
    let link = "https://example.org/?v=1&flink=2.3&p=tm";
    Portrait { version, process, breakdown: &breakdown, title, link, is_dark: false }
        .svg()
        .expect("has a total")
}

#[wasm_bindgen_test]
async fn it_becomes_a_png_of_the_wanted_size() {
    let svg = portrait("Größe & <Zahl> \u{0} 🙂 #%");
    let blob = download::png(&svg, 2.0).await.expect("is drawn");
    assert_eq!(blob.type_(), "image/png");
    assert!(blob.size() > 20_000.0, "{} bytes", blob.size());
    let url = Url::create_object_url_with_blob(&blob).expect("an address");
    let image = HtmlImageElement::new().expect("an image");
    let loaded = Promise::new(&mut |resolve, reject| {
        image.set_onload(Some(&resolve));
        image.set_onerror(Some(&reject));
    });
    image.set_src(&url);
    JsFuture::from(loaded).await.expect("is an image");
    assert_eq!(image.natural_width(), 1472);
    Url::revoke_object_url(&url).expect("was an address");
}

#[wasm_bindgen_test]
async fn what_cannot_be_drawn_is_an_error() {
    assert!(download::png("", 2.0).await.is_err());
    assert!(download::png("<svg", 2.0).await.is_err());
    assert!(download::png(&portrait(""), 1000.0).await.is_err());
    assert!(download::png(&portrait(""), 0.0).await.is_err());
    assert!(!download::save_png("x.png", "<svg", 1.0).await);
}

#[wasm_bindgen_test]
fn a_text_is_saved() {
    assert!(download::save("flink-conf.yaml", "text/yaml", "a: b\n"));
}
