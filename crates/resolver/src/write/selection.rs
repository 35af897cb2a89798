//! Which options are written.

use super::{Export, Extent, LeftOut, Resolutions, explicit};
use crate::behaviour::behaviour;
use crate::catalogue;
use crate::config::Configuration;
use crate::external_resources::LIST_KEY;
use crate::resolution::Process;

/// The options to write.
pub(super) struct Selection {
    pub(super) config: Configuration,
    pub(super) left_out: Vec<LeftOut>,
    pub(super) others: usize,
    pub(super) notes: Vec<String>,
}

/// Words in keys and values of which Flink itself hides the values (`GlobalConfiguration.SENSITIVE_KEYS`), and a few more.
const SENSITIVE: [&str; 18] = [
    "password",
    "passphrase",
    "passwd",
    "secret",
    "credential",
    "token",
    "fs.azure.account.key",
    "apikey",
    "api-key",
    "access-key",
    "access.key",
    "accesskey",
    "auth-params",
    "service-key",
    "private-key",
    "basic-auth",
    "jaas.config",
    "http-headers",
];

pub(super) fn select(export: Export<'_>, resolutions: &Resolutions) -> Selection {
    let mut selection =
        Selection { config: export.config.clone(), left_out: Vec::new(), others: 0, notes: Vec::new() };
    let (left_out, others) = (&mut selection.left_out, &mut selection.others);
    selection.config.retain(|key, value| {
        if is_known(key) {
            return true;
        }
        if !export.with_others {
            *others += 1;
            return false;
        }
        let is_sensitive = is_sensitive(key, value);
        if is_sensitive {
            left_out.push(LeftOut { key: key.to_owned(), why: "it looks like a secret" });
        }
        !is_sensitive
    });
    if export.extent == Extent::Explicit {
        for (process, resolution) in resolutions {
            match &resolution.outcome {
                Ok(breakdown) => explicit::make_explicit(&mut selection.config, breakdown),
                Err(_) if *process == Process::TaskManager || behaviour(export.version).has_job_manager => {
                    selection.notes.push(
                        [
                            "the ",
                            process.name(),
                            " does not start with this, so its options are as they are set",
                        ]
                        .concat(),
                    )
                }
                Err(_) => {}
            }
        }
    }
    selection
}

/// Whether some release knows the key for memory, network buffers, state backends or parallelism.
fn is_known(key: &str) -> bool {
    key == LIST_KEY
        || (key.starts_with("external-resource.") && key.ends_with(".amount"))
        || catalogue::ever_known(key).is_some()
}

/// Whether a value should not be shown around.
fn is_sensitive(key: &str, value: &str) -> bool {
    let has_word = |text: &str| {
        let text = text.to_ascii_lowercase();
        SENSITIVE.iter().any(|word| text.contains(word))
    };
    // Names and passwords in addresses, and keys in files.
    let has_login = value.split("://").skip(1).any(|rest| {
        let host = rest.split(['/', ' ', ',', ';']).next().unwrap_or_default();
        host.contains('@')
    });
    has_word(key) || has_word(value) || has_login || value.contains("-----BEGIN")
}
