//! Files for the user to keep, made in the page.
//!
//! Nothing is sent anywhere: a text becomes a file in the browser, and an SVG becomes a PNG on a canvas. The page's policy needs no exception: an
//! image may be a `data:` address, and following a link to a file of one's own is not loading one.

use gloo::timers::callback::Timeout;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::js_sys::{self, Promise};
use web_sys::{
    Blob, BlobPropertyBag, CanvasRenderingContext2d, Document, HtmlAnchorElement, HtmlCanvasElement,
    HtmlImageElement, Url,
};

/// Milliseconds that a file stays for the browser to fetch it. Some ask the user first where to put it.
const FETCHED: u32 = 60_000;

/// Greatest width and height of a canvas in all browsers, in pixels.
const CANVAS_LIMIT: u32 = 8192;

fn document() -> Option<Document> {
    // Native tests have no JavaScript to ask.
    if cfg!(target_arch = "wasm32") { web_sys::window()?.document() } else { None }
}

/// An SVG document as the address of an image.
#[must_use]
pub fn source(svg: &str) -> String {
    if !cfg!(target_arch = "wasm32") {
        // Native tests have no JavaScript to ask.
        return String::new();
    }
    let escaped: String = js_sys::encode_uri_component(svg).into();
    "data:image/svg+xml;charset=utf-8,".to_owned() + &escaped
}

/// Gives the user a text file; whether the browser was asked to. Frames without the permission to download ignore it in silence.
pub fn save(file_name: &str, mime: &str, text: &str) -> bool {
    let options = BlobPropertyBag::new();
    options.set_type(mime);
    let parts = js_sys::Array::of1(&text.into());
    Blob::new_with_str_sequence_and_options(&parts, &options)
        .and_then(|blob| save_blob(file_name, &blob))
        .is_ok()
}

fn save_blob(file_name: &str, blob: &Blob) -> Result<(), JsValue> {
    let document = document().ok_or(JsValue::NULL)?;
    let url = Url::create_object_url_with_blob(blob)?;
    let anchor: HtmlAnchorElement = document.create_element("a")?.unchecked_into();
    anchor.set_href(&url);
    anchor.set_download(file_name);
    anchor.set_rel("noopener");
    // Older Firefox follows only links that are in the document.
    let body = document.body().ok_or(JsValue::NULL)?;
    body.append_child(&anchor)?;
    anchor.click();
    anchor.remove();
    Timeout::new(FETCHED, move || {
        let _ = Url::revoke_object_url(&url);
    })
    .forget();
    Ok(())
}

/// Gives the user an SVG document as a PNG, `scale` times as large as it says it is; whether that worked.
pub async fn save_png(file_name: &str, svg: &str, scale: f64) -> bool {
    match png(svg, scale).await {
        Ok(blob) => save_blob(file_name, &blob).is_ok(),
        Err(_) => false,
    }
}

/// An SVG document as a PNG.
///
/// # Errors
///
/// Where the document is none, is too large for a canvas, or the browser has no canvas to read from.
pub async fn png(svg: &str, scale: f64) -> Result<Blob, JsValue> {
    let document = document().ok_or(JsValue::NULL)?;
    let image = HtmlImageElement::new()?;
    // `decode` would be shorter, and refuses SVG in some browsers.
    let loaded = Promise::new(&mut |resolve, reject| {
        image.set_onload(Some(&resolve));
        image.set_onerror(Some(&reject));
    });
    image.set_src(&source(svg));
    JsFuture::from(loaded).await?;

    let pixels = |length: u32| (f64::from(length) * scale).ceil() as u32;
    let (width, height) = (pixels(image.natural_width()), pixels(image.natural_height()));
    if width == 0 || height == 0 || width.max(height) > CANVAS_LIMIT {
        return Err("not a size that a canvas can have".into());
    }
    let canvas: HtmlCanvasElement = document.create_element("canvas")?.unchecked_into();
    canvas.set_width(width);
    canvas.set_height(height);
    let context = canvas.get_context("2d")?.ok_or("no canvas")?.unchecked_into::<CanvasRenderingContext2d>();
    let size = (f64::from(width), f64::from(height));
    context.draw_image_with_html_image_element_and_dw_and_dh(&image, 0.0, 0.0, size.0, size.1)?;

    let drawn = Promise::new(&mut |resolve, reject| {
        let refused = reject.clone();
        let done = Closure::once_into_js(move |blob: Option<Blob>| {
            let _ = match blob {
                Some(blob) => resolve.call1(&JsValue::NULL, &blob),
                None => reject.call0(&JsValue::NULL),
            };
        });
        if canvas.to_blob(done.unchecked_ref()).is_err() {
            let _ = refused.call0(&JsValue::NULL);
        }
    });
    JsFuture::from(drawn).await?.dyn_into()
}
