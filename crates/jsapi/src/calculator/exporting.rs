//! Configurations as texts to take away.

use resolver::Deployment;
use resolver::write::{Export, Extent, LeftOut, Written, write};
use wasm_bindgen::JsValue;

use super::names::formats;
use super::request::Request;
use crate::border::{Built, Refusal, Value, list};

/// UTF-16 code units of a link.
const LONGEST_LINK: u32 = 1 << 16;

/// `Exported` in TypeScript.
pub(super) fn answer(value: &Value<'_>) -> Result<JsValue, Refusal> {
    let known = ["flink", "config", "text", "kind", "deployment", "format", "explicit", "withOthers", "link"];
    let object = value.object(&known)?;
    let format = object.get("format")?.one_of(&formats())?;
    let flag = |name| object.find(name)?.map_or(Ok(false), |value| value.flag());
    let (is_explicit, with_others) = (flag("explicit")?, flag("withOthers")?);
    let link = object.find("link")?.map(|value| value.text(LONGEST_LINK)).transpose()?.unwrap_or_default();
    let request = Request::of_object(&object)?;
    let written = write(
        format,
        Export {
            version: request.version,
            deployment: request.deployment.unwrap_or(Deployment::Standalone),
            config: request.config(),
            extent: if is_explicit { Extent::Explicit } else { Extent::AsSet },
            with_others,
            link: &link,
        },
    );
    let Written { text, left_out, others, notes } = written;
    let left = |left: &LeftOut| Built::new().with("key", &left.key).with("why", left.why);
    Ok(Built::new()
        .with("text", text)
        .with("fileName", format.file_name())
        .with("mediaType", format.media_type())
        .with("leftOut", list(left_out.iter().map(left)))
        .with("others", u32::try_from(others).unwrap_or(u32::MAX))
        .with("notes", list(notes))
        .done())
}
