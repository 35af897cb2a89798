//! Links: what follows the page's address, so that whoever opens it sees the same.
//!
//! Version 1 is a readable query, `?v=1&flink=2.3&p=tm&process.size=4g&managed.fraction=0.3`:
//!
//! | parameter | what it says | if it is absent |
//! |---|---|---|
//! | `v` | version of the link's form | 1 |
//! | `flink` | release; every link has it | the newest one known |
//! | `p` | process looked at: `tm` or `jm` | `tm` |
//! | `d` | who starts it: `standalone` | containers |
//! | `tm`, `jm` | `none`: neither total of this process is set | it has the total of [`first_total`], unless the link sets one |
//! | `sim.job` | the job under load: its stages, see [`code`](crate::live::code) | nothing is said about a load, and what follows is not known |
//! | `sim.tm` | TaskManagers of its cluster | as many as it takes |
//! | `sim.exchange` | how results get to the next stage, in Flink's words | `PIPELINED_BOUNDED` |
//! | `sim.latency`, `sim.bandwidth` | from one TaskManager to another, µs; in each direction, MiB/s | 0; 1024 |
//! | `sim.seed` | of all random choices | 1 |
//! | `sim.consumers` | what else takes managed memory of each slot, in Flink's words | nothing |
//! | `sim.state`, `sim.heap` | estimates that are on, see [`code`](crate::live::code) | off |
//! | `sim.speed` | how fast simulated time passes, see [`Speed::id`](crate::live::run::Speed::id) | 1 |
//! | `was.run` | the run that the present one is compared with: how long it went on, what of its load was changed when; see [`recipe`](crate::live::recipe) | there is none |
//! | `now.run` | the present run, if its load was changed, it stands still or it stays: when it stood, or nothing where it goes on, and the changes, as of `was.run` | it begins, and nothing is changed |
//! | `was.` or `now.`, and any of these | what was otherwise when that run began | as in the link |
//! | `was.unset`, `now.unset` | names of what is in the link and was not then, with `,` between | none |
//! | `was.pin`, `now.pin` | `1`: that run stays, whatever is changed | the next run that is over takes its place |
//! | `see` | what is looked at: output, derivation, TaskManager, edge and subtask; see [`seen`](Seen) | what a visit begins with |
//! | any other | an option that is set: its key, without `taskmanager.memory.` (`p=tm`) or `jobmanager.memory.` (`p=jm`) | not set |
//!
//! Options that are not set are in no link, and nothing in a link depends on what a later page begins with: it means the same for ever. A
//! link that would be longer than [`READABLE`] becomes a fragment instead: `#1:` and the same parameters but `v`, in the zlib format and
//! then in base64url.
//!
//! Only keys of the catalogue enter a link, and are accepted from one, and those that say when a job flushes and takes checkpoints
//! ([`resolver::job::KEYS`]). Their values must look like what such an option takes, which need
//! not be right: a size that Flink rejects can be shown to others, a password beside a size cannot. What is in no link is listed
//! by [`left_out`], and what could not be read by [`Decoded::dropped`].

mod base64url;
mod escape;
mod options;
mod read;
mod seen;
mod write;

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;

use resolver::{Configuration, Deployment, FlinkVersion, Process};

use resolver::text::Library;

use crate::live::load::{Draft, JOB};
use crate::live::past::PREFIXES;
use crate::live::story::Recipe;

pub(crate) use escape::{decode as unescaped, encode as escaped};
pub use options::{first_total, left_out};
pub use read::{Reader, compressed, decode};
pub use seen::{SEE, Seen};
pub use write::{Link, READABLE, encode, fragment, parameters};

pub use crate::live::load::Load;
pub use crate::live::past::Past;

/// The form of links written here.
const VERSION: &str = "1";

/// What a link says.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkState {
    /// The release.
    pub version: FlinkVersion,
    /// The process looked at.
    pub process: Process,
    /// Who starts it.
    pub deployment: Deployment,
    /// What is set. It may hold anything: what is not for links does not enter one.
    pub config: Configuration,
    /// The job under load, if it is another than what a page begins with.
    pub load: Option<Load>,
    /// The run that the present one is compared with.
    pub before: Option<Past>,
    /// The present one, if there is more to it than its beginning.
    pub now: Option<Past>,
    /// What is looked at.
    pub seen: Seen,
}

/// How links are read and written that say something about jobs. It belongs to the [part](crate::live::part) of jobs: other links do without.
#[derive(Debug)]
pub struct Jobs {
    /// Reads such a parameter: whether its value is known, or `None` if it is none.
    pub read: fn(&mut Draft, &str, &str) -> Option<bool>,
    /// Writes a load.
    pub write: fn(&Load, &mut String),
}

/// The same of links that say something about runs: the present one, and the one it is compared with. It belongs to the [details](crate::live::details) of jobs.
#[derive(Debug)]
pub struct Runs {
    /// Reads what all the parameters of a link say of it; its own begin with a prefix.
    pub read: fn(&[&str], &mut Reader, &str) -> Option<Past>,
    /// What is written of it behind other parameters, with a prefix.
    pub write: fn(&Past, &str, &str) -> String,
    /// How to make it again; `None` where what is said makes no sense. The library reads its configuration.
    pub recipe: fn(&Past, Library) -> Option<Box<dyn Recipe>>,
}

/// It is what it is.
impl PartialEq for Runs {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Eq for Runs {}

/// What is there to read a link: what there is not, it says in vain.
#[derive(Clone, Copy, Debug, Default)]
pub struct Parts {
    /// For jobs.
    pub jobs: Option<&'static Jobs>,
    /// For runs.
    pub runs: Option<&'static Runs>,
}

/// Whether the text of a link may say something about jobs, and about runs.
#[must_use]
pub fn is_about(text: &str) -> [bool; 2] {
    let has_past = PREFIXES.into_iter().any(|prefix| text.contains(prefix));
    [has_past || text.contains(JOB), has_past]
}

/// What was read of a link.
#[derive(Clone, Debug, PartialEq)]
pub struct Decoded {
    /// What it says.
    pub state: LinkState,
    /// What was not understood or not accepted: choices first, then options, each in the order of the link.
    pub dropped: Vec<Dropped>,
}

/// A part of a link, or of a configuration on its way into one, that was left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dropped {
    /// The parameter or key, cut to a readable length.
    pub name: String,
    /// The reason.
    pub why: Why,
}

/// Why something was left out; the words for it are in [`Words::reasons`](crate::words::Words::reasons), in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Why {
    /// No option and nothing else known.
    Unknown,
    /// Not a release, process or deployment known here.
    NoSuchChoice,
    /// There is no `flink` parameter.
    NoRelease,
    /// An earlier parameter of the same name or key; the last one counts.
    Twice,
    /// Bytes that are not text in UTF-8.
    NotText,
    /// A value with more characters than any that makes sense.
    TooLong,
    /// A value with characters that no such option takes.
    Foreign,
    /// An option whose values can be anything, and which sizes nothing.
    Free,
    /// The link has more text or parameters than there are options for.
    TooMany,
    /// The link was made by a later version of the page.
    Later,
    /// A compressed link with characters lost or changed.
    Damaged,
}
