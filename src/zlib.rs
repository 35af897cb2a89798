//! Texts made shorter for long links, in the zlib format (RFC 1950), by the browser itself: `CompressionStream` and `DecompressionStream`.

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::js_sys::{self, Array, Function, Reflect, Uint8Array};
use web_sys::{Blob, ReadableWritablePair, Response};

/// Compresses a text. `None` in a browser that cannot.
pub async fn compressed(text: &str) -> Option<Vec<u8>> {
    through("CompressionStream", text.as_bytes()).await.ok()
}

/// Reads what was compressed. `None` for anything else, and in a browser that cannot.
///
/// The format makes a thousand bytes of one at most; whoever calls bounds the bytes, and so the text.
pub async fn decompressed(bytes: &[u8]) -> Option<String> {
    String::from_utf8(through("DecompressionStream", bytes).await.ok()?).ok()
}

/// What comes out of a stream of this class. Classes are looked up by name, because not every browser has them.
async fn through(class: &str, bytes: &[u8]) -> Result<Vec<u8>, JsValue> {
    if !cfg!(target_arch = "wasm32") {
        // Native tests have no JavaScript to ask.
        return Err(JsValue::NULL);
    }
    let class: Function = Reflect::get(&js_sys::global(), &class.into())?.dyn_into()?;
    let stream = Reflect::construct(&class, &Array::of1(&"deflate".into()))?;
    let blob = Blob::new_with_u8_array_sequence(&Array::of1(&Uint8Array::from(bytes)))?;
    let piped = blob.stream().pipe_through(stream.unchecked_ref::<ReadableWritablePair>());
    let buffer = Response::new_with_opt_readable_stream(Some(&piped))?.array_buffer()?;
    Ok(Uint8Array::new(&JsFuture::from(buffer).await?).to_vec())
}
