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
//! | `sim.job` | the job under load: its stages, see [`code`] | nothing is said about a load, and what follows is not known |
//! | `sim.tm` | TaskManagers of its cluster | as many as it takes |
//! | `sim.exchange` | how results get to the next stage, in Flink's words | `PIPELINED_BOUNDED` |
//! | `sim.latency`, `sim.bandwidth` | from one TaskManager to another, µs; in each direction, MiB/s | 0; 1024 |
//! | `sim.seed` | of all random choices | 1 |
//! | `sim.speed` | how fast simulated time passes, see [`Speed::id`] | 1 |
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

use std::rc::Rc;

use pools::shuffle::ResultPartitionType;
use resolver::catalogue::{self, OptionDef, OptionType};
use resolver::job;
use resolver::{Configuration, Deployment, FlinkVersion, Process};

use crate::live::code;
use crate::live::job::Job;
use crate::live::run::Speed;

/// The form of links written here.
const VERSION: &str = "1";
/// Length up to which a link stays readable, in bytes. Some programs cut addresses at 2,000.
pub const READABLE: usize = 1_500;
/// How much text is read of a link, compressed or not, in bytes. All options with the longest values need less.
const TEXT_LIMIT: usize = 1 << 16;
/// How much of a compressed link is read, in characters. It may become a thousand times as much before it is known to be too long.
const COMPRESSED_LIMIT: usize = 1 << 14;
/// How many parameters are read. There are half as many keys.
const PARAMETER_LIMIT: usize = 400;
/// Parameters of the load.
const LOAD: [&str; 7] =
    ["sim.job", "sim.tm", "sim.exchange", "sim.latency", "sim.bandwidth", "sim.seed", "sim.speed"];
/// How results can get to the next stage, in a link.
const EXCHANGES: [ResultPartitionType; 4] = [
    ResultPartitionType::PipelinedBounded,
    ResultPartitionType::Blocking,
    ResultPartitionType::HybridFull,
    ResultPartitionType::HybridSelective,
];
/// Names of what was dropped are cut to so many characters.
const NAME_LIMIT: usize = 60;

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
}

/// A job under load.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Load {
    /// The job.
    pub job: Rc<Job>,
    /// Of all random choices.
    pub seed: u32,
    /// How fast simulated time passes.
    pub speed: Speed,
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

/// Why something was left out.
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

impl Why {
    /// The reason in words.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::Unknown => "not an option known here",
            Self::NoSuchChoice => "not a value known here",
            Self::NoRelease => "the link names no Flink version",
            Self::Twice => "given more than once; the last one counts",
            Self::NotText => "not readable as text",
            Self::TooLong => "the value is too long for a link",
            Self::Foreign => "the value has characters that this option does not take",
            Self::Free => "its value can be any text, which is not for links",
            Self::TooMany => "the link is too long; the rest was not read",
            Self::Later => "made by a later version of this page; what is known here was read",
            Self::Damaged => "the link is incomplete or was changed",
        }
    }
}

/// The total that a process has in a link of version 1 which says nothing about its totals: key and value. It stays as it is, whatever
/// later pages begin with.
#[must_use]
pub const fn first_total(process: Process, deployment: Deployment) -> (&'static str, &'static str) {
    let [process_size, flink_size] = totals(process);
    match (process, deployment) {
        (Process::TaskManager, Deployment::Containerized) => (process_size, "1728m"),
        (Process::JobManager, Deployment::Containerized) => (process_size, "1600m"),
        (_, Deployment::Standalone) => (flink_size, "1280m"),
    }
}

const fn totals(process: Process) -> [&'static str; 2] {
    match process {
        Process::TaskManager => ["taskmanager.memory.process.size", "taskmanager.memory.flink.size"],
        Process::JobManager => ["jobmanager.memory.process.size", "jobmanager.memory.flink.size"],
    }
}

const fn prefix(process: Process) -> &'static str {
    match process {
        Process::TaskManager => "taskmanager.memory.",
        Process::JobManager => "jobmanager.memory.",
    }
}

const fn name(process: Process) -> &'static str {
    match process {
        Process::TaskManager => "tm",
        Process::JobManager => "jm",
    }
}

/// Every key that some release reads: those of the options with their old spellings, and those about jobs. Some come more than once.
fn keys() -> impl Iterator<Item = &'static str> {
    let of_options =
        catalogue::ALL.iter().flat_map(|option| std::iter::once(option.key).chain(old_keys(option)));
    of_options.chain(job::KEYS)
}

fn old_keys(option: &'static OptionDef) -> impl Iterator<Item = &'static str> {
    option.spans.iter().flat_map(|span| span.deprecated_keys.iter().chain(span.fallback_keys)).copied()
}

/// The option that is meant by a key, with the key. What is about jobs is no option of the catalogue.
fn option(key: &str) -> Option<(&'static str, Option<&'static OptionDef>)> {
    if let Some(option) = catalogue::find(key) {
        return Some((option.key, Some(option)));
    }
    if let Some(key) = job::KEYS.into_iter().find(|known| *known == key) {
        return Some((key, None));
    }
    catalogue::ALL.iter().find_map(|option| Some((old_keys(option).find(|old| *old == key)?, Some(*option))))
}

/// A key that could be in a link, its value, and the option that is meant, if it is one of the catalogue.
type Candidate<'a> = (&'static str, &'a str, Option<&'static OptionDef>);

/// What is set of what could be in a link, sorted by key.
fn candidates(config: &Configuration) -> Vec<Candidate<'_>> {
    let mut candidates: Vec<Candidate<'_>> = Vec::new();
    // A configuration may have any number of keys, the catalogue has few; and sorting code would weigh more than it saves.
    for key in keys() {
        let place = candidates.partition_point(|(other, ..)| *other < key);
        if let Some(value) = config.get(key)
            && let Some((key, option)) = option(key)
            && candidates.get(place).is_none_or(|(other, ..)| *other != key)
        {
            candidates.insert(place, (key, value, option));
        }
    }
    candidates
}

/// The option that is meant by a parameter's name.
fn named(name: &str, process: Process) -> Option<(&'static str, Option<&'static OptionDef>)> {
    option(name).or_else(|| option(&[prefix(process), name].concat()))
}

/// Why a value is not for links.
fn fault(option: Option<&OptionDef>, value: &str) -> Option<Why> {
    let free = [catalogue::FORST_CACHE_DIR.key, catalogue::HYBRID_SHUFFLE_REMOTE_TIER_FACTORY.key];
    if option.is_some_and(|option| free.contains(&option.key)) {
        return Some(Why::Free);
    }
    let kind = option.and_then(|option| option.spans.last()).map(|span| span.kind);
    // Sizes, numbers, fractions and names of constants are short. A secret key of S3 has 40 characters, and so has no place between two
    // separators anywhere.
    let (limit, separators) = match kind {
        Some(OptionType::Map) => (200, " .,:;={}'\"\\[]"),
        Some(OptionType::String) => (120, " ."),
        _ => (32, " ."),
    };
    let is_foreign = |char: char| {
        // Paths, addresses, accounts; and what separates a key from a value.
        char.is_control() || "/@\\:=".contains(char) && !separators.contains(char)
    };
    let is_short = |text: &str, limit: usize| text.chars().nth(limit).is_none();
    if !is_short(value, limit)
        || !value.split(|char| separators.contains(char)).all(|word| is_short(word, 36))
    {
        Some(Why::TooLong)
    } else if value.contains(is_foreign) {
        Some(Why::Foreign)
    } else {
        None
    }
}

/// Options that are set and not in the link, with the reason. Keys that are not in the catalogue are in no link and not listed.
#[must_use]
pub fn left_out(config: &Configuration) -> Vec<Dropped> {
    let faults = candidates(config).into_iter().filter_map(|(key, value, option)| {
        fault(option, value).map(|why| Dropped { name: key.to_owned(), why })
    });
    faults.collect()
}

/// A link, perhaps a long one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// A query to follow the page's address, whatever its length.
    pub query: String,
    /// What to compress and to give to [`fragment`], where the query is too long for some programs.
    pub to_compress: Option<String>,
}

/// The link to a state.
#[must_use]
pub fn encode(state: &LinkState) -> Link {
    let parameters = parameters(state);
    let query = ["?v=", VERSION, "&", &parameters].concat();
    let to_compress = (query.len() > READABLE).then_some(parameters);
    Link { query, to_compress }
}

/// The fragment to follow the page's address, of what a long link has to compress in the zlib format.
#[must_use]
pub fn fragment(compressed: &[u8]) -> String {
    ["#", VERSION, ":", &base64url(compressed)].concat()
}

/// What to decompress of the fragment of a compressed link, and to give to [`decode`].
#[must_use]
pub fn compressed(fragment: &str) -> Option<Vec<u8>> {
    let (version, payload) = parts(fragment)?;
    (version == VERSION && payload.len() <= COMPRESSED_LIMIT).then(|| from_base64url(payload))
}

/// Version and payload of the fragment of a compressed link.
fn parts(fragment: &str) -> Option<(&str, &str)> {
    let fragment = fragment.strip_prefix('#').unwrap_or(fragment);
    // Some programs escape the colon.
    let (version, payload) = fragment.split_once(':').or_else(|| fragment.split_once("%3A"))?;
    let is_version = !version.is_empty() && version.bytes().all(|byte| byte.is_ascii_digit());
    is_version.then_some((version, payload))
}

fn parameters(state: &LinkState) -> String {
    let LinkState { version, process, deployment, config, load } = state;
    let mut text = ["flink=", version.name(), "&p=", name(*process)].concat();
    if *deployment == Deployment::Standalone {
        text.push_str("&d=standalone");
    }
    let mut entries = candidates(config);
    entries.retain(|(_, value, option)| fault(*option, value).is_none());
    for process in Process::ALL {
        let first = first_total(process, *deployment);
        let mut set = entries.iter().filter(|(key, ..)| totals(process).contains(key));
        match (set.next(), set.next()) {
            (None, _) => text.extend(["&", name(process), "=none"]),
            (Some((key, value, _)), None) if (*key, *value) == first => {
                entries.retain(|(key, ..)| *key != first.0);
            }
            _ => {}
        }
    }
    // The totals of the process, its other options, everything else.
    let rank = |short: Option<&str>| match short {
        Some("process.size") => 0,
        Some("flink.size") => 1,
        Some(_) => 2,
        None => 3,
    };
    for wanted in 0..=3 {
        for (key, value, _) in &entries {
            let short = key.strip_prefix(prefix(*process));
            if rank(short) == wanted {
                text.extend(["&", short.unwrap_or(key), "="]);
                percent_encode(value, &mut text);
            }
        }
    }
    if let Some(load) = load {
        push_load(load, &mut text);
    }
    // Most programs do not take punctuation behind a link for a part of it, and so not at its end.
    if let Some(last) = text.pop() {
        if b"-._:,".contains(&(last as u8)) {
            push_escaped(last as u8, &mut text);
        } else {
            text.push(last);
        }
    }
    text
}

/// A load, all of it: what a page begins with may change.
fn push_load(Load { job, seed, speed }: &Load, text: &mut String) {
    text.extend(["&sim.job=", &code::encode(&job.stages)]);
    let numbers = [
        ("tm", job.task_managers),
        ("latency", Some(job.latency_us)),
        ("bandwidth", Some(job.bandwidth_mib)),
        ("seed", Some(*seed)),
    ];
    for (name, number) in numbers {
        if let Some(number) = number {
            text.extend(["&sim.", name, "=", &number.to_string()]);
        }
    }
    if job.exchange != ResultPartitionType::PipelinedBounded {
        text.extend(["&sim.exchange=", job.exchange.name()]);
    }
    if *speed != Speed::default() {
        text.extend(["&sim.speed=", speed.id()]);
    }
}

/// Everything but what is safe in all places where links are written, and was meant to be read there.
fn percent_encode(value: &str, text: &mut String) {
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._:,".contains(&byte) {
            text.push(byte.into());
        } else {
            push_escaped(byte, text);
        }
    }
}

fn push_escaped(byte: u8, text: &mut String) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    for char in [b'%', DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]] {
        text.push(char.into());
    }
}

/// Reads percent signs as browsers do: one without two digits is itself. A plus sign is a blank, as forms write it.
fn percent_decode(text: &str) -> Option<String> {
    let mut decoded = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [byte, after @ ..] = rest {
        rest = after;
        decoded.push(match (byte, after) {
            (b'%', [high, low, further @ ..]) => match (digit(*high), digit(*low)) {
                (Some(high), Some(low)) => {
                    rest = further;
                    high << 4 | low
                }
                _ => b'%',
            },
            (b'+', _) => b' ',
            _ => *byte,
        });
    }
    String::from_utf8(decoded).ok()
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).map(|digit| digit as u8)
}

const BASE64URL: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// RFC 4648, section 5, without padding.
fn base64url(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 4 / 3 + 3);
    for chunk in bytes.chunks(3) {
        let bits =
            chunk.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for place in 0..=chunk.len() {
            text.push(BASE64URL[(bits >> (18 - 6 * place)) as usize & 63].into());
        }
    }
    text
}

/// Reads up to the first character that is none of the sixty-four: a bracket or a full stop behind a link.
fn from_base64url(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len() * 3 / 4);
    let (mut bits, mut count) = (0_u32, 0);
    for value in text.bytes().map_while(|char| BASE64URL.iter().position(|known| *known == char)) {
        bits = bits << 6 | value as u32;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
        }
    }
    bytes
}

/// Reads a link: the query and the fragment of the page's address, with or without their `?` and `#`. `None` if there is nothing of ours.
/// A compressed fragment counts alone; `decompressed` is what [`compressed`] gave, decompressed, or `None` where that failed.
#[must_use]
pub fn decode(query: &str, fragment: &str, decompressed: Option<&str>) -> Option<Decoded> {
    let mut reader = Reader::new();
    if let Some((version, _)) = parts(fragment) {
        reader.is_ours = true;
        if version != VERSION {
            reader.drop("v", Why::Later);
        } else if let Some(text) = decompressed {
            reader.read(text);
        } else {
            reader.drop(fragment.strip_prefix('#').unwrap_or(fragment), Why::Damaged);
        }
    } else {
        reader.read(query.strip_prefix('?').unwrap_or(query));
    }
    reader.done()
}

/// What was read so far.
struct Reader {
    is_ours: bool,
    version: Option<FlinkVersion>,
    process: Option<Process>,
    deployment: Option<Deployment>,
    config: Configuration,
    /// Whether something was said about the totals of a process.
    has_totals: [bool; 2],
    /// Whether there is a job. Without one, nothing else of a load is known.
    has_load: bool,
    /// A job that is nothing yet, its seed, and its speed.
    job: Job,
    seed: u32,
    speed: Speed,
    dropped: Vec<Dropped>,
}

impl Reader {
    fn new() -> Self {
        Self {
            is_ours: false,
            version: None,
            process: None,
            deployment: None,
            // It is only asked for its texts.
            config: Configuration::plain(),
            has_totals: [false; 2],
            has_load: false,
            job: Job { latency_us: 0, ..Job::of(&[]) },
            seed: 1,
            speed: Speed::default(),
            dropped: Vec::new(),
        }
    }

    fn drop(&mut self, name: &str, why: Why) {
        self.dropped.push(Dropped { name: name.chars().take(NAME_LIMIT).collect(), why });
    }

    fn read(&mut self, text: &str) {
        let read = &text[..text.floor_char_boundary(TEXT_LIMIT)];
        let mut parameters = Vec::new();
        // Pages that show a link sometimes show the source of one.
        let pieces = read.split('&').map(|piece| piece.strip_prefix("amp;").unwrap_or(piece));
        let mut pieces = pieces.filter(|piece| !piece.is_empty());
        for piece in pieces.by_ref().take(PARAMETER_LIMIT) {
            let (name, value) = piece.split_once('=').unwrap_or((piece, ""));
            match (percent_decode(name), percent_decode(value)) {
                (Some(name), Some(value)) => parameters.push((name, value)),
                _ => self.drop(name, Why::NotText),
            }
        }
        let is_cut = read.len() < text.len();
        if is_cut {
            // Half a value would be another one.
            parameters.pop();
        }
        let is_too_long = is_cut || pieces.next().is_some();
        if !parameters.iter().any(|(name, _)| name == "flink") {
            self.drop("flink", Why::NoRelease);
        }
        self.has_load = parameters.iter().any(|(name, _)| name == "sim.job");
        // Names of options depend on the process.
        for (name, value) in &parameters {
            self.choose(name, value);
        }
        for (name, value) in &parameters {
            self.set(name, value);
        }
        if is_too_long {
            self.drop("…", Why::TooMany);
        }
    }

    /// Reads a parameter that is not an option.
    fn choose(&mut self, name: &str, value: &str) {
        let (is_known, is_twice) = match name {
            "v" => {
                self.is_ours = true;
                let is_later = value.bytes().all(|byte| byte.is_ascii_digit()) && !value.is_empty();
                if value != VERSION && is_later {
                    return self.drop(name, Why::Later);
                }
                (value == VERSION, false)
            }
            "flink" => {
                self.is_ours = true;
                replace(&mut self.version, FlinkVersion::parse(value))
            }
            "p" => replace(
                &mut self.process,
                Process::ALL.into_iter().find(|process| self::name(*process) == value),
            ),
            "d" => replace(
                &mut self.deployment,
                match value {
                    "standalone" => Some(Deployment::Standalone),
                    "containerized" => Some(Deployment::Containerized),
                    _ => None,
                },
            ),
            "tm" | "jm" => {
                let is_known = value == "none";
                if is_known {
                    self.has_totals[usize::from(name == "jm")] = true;
                }
                (is_known, false)
            }
            _ => match name
                .strip_prefix("sim.")
                .filter(|_| self.has_load)
                .and_then(|name| self.load(name, value))
            {
                Some(is_known) => (is_known, false),
                None => return,
            },
        };
        self.is_ours |= is_known;
        if !is_known {
            self.drop(name, Why::NoSuchChoice);
        } else if is_twice {
            self.drop(name, Why::Twice);
        }
    }

    /// Reads a parameter of the load: whether its value is known, or `None` if it is no such parameter.
    fn load(&mut self, name: &str, value: &str) -> Option<bool> {
        let job = &mut self.job;
        let set = |number: &mut u32, least, most| {
            code::number(value, least, most).map(|read| *number = read).is_some()
        };
        Some(match name {
            "job" => code::decode(value).map(|stages| job.stages = stages).is_some(),
            "tm" => {
                job.task_managers = code::number(value, 1, 4_096);
                job.task_managers.is_some()
            }
            "exchange" => {
                let named = EXCHANGES.into_iter().find(|exchange| exchange.name() == value);
                named.map(|exchange| job.exchange = exchange).is_some()
            }
            "latency" => set(&mut job.latency_us, 0, 10_000_000),
            "bandwidth" => set(&mut job.bandwidth_mib, 1, 1 << 20),
            "seed" => set(&mut self.seed, 0, u32::MAX),
            "speed" => Speed::named(value).map(|speed| self.speed = speed).is_some(),
            _ => return None,
        })
    }

    /// Reads a parameter that is an option.
    fn set(&mut self, name: &str, value: &str) {
        if matches!(name, "v" | "flink" | "p" | "d" | "tm" | "jm") || (self.has_load && LOAD.contains(&name))
        {
            return;
        }
        let Some((key, option)) = named(name, self.process.unwrap_or(Process::TaskManager)) else {
            return self.drop(name, Why::Unknown);
        };
        self.is_ours = true;
        for process in Process::ALL {
            self.has_totals[process as usize] |= totals(process).contains(&key);
        }
        if let Some(why) = fault(option, value) {
            return self.drop(name, why);
        }
        if self.config.contains(key) {
            self.drop(name, Why::Twice);
        }
        self.config.set(key, value);
    }

    fn done(mut self) -> Option<Decoded> {
        if !self.is_ours {
            return None;
        }
        let deployment = self.deployment.unwrap_or(Deployment::Containerized);
        for process in Process::ALL {
            if !self.has_totals[process as usize] {
                let (key, value) = first_total(process, deployment);
                self.config.set(key, value);
            }
        }
        let state = LinkState {
            version: self.version.unwrap_or(FlinkVersion::LATEST),
            process: self.process.unwrap_or(Process::TaskManager),
            deployment,
            config: self.config,
            load: (!self.job.stages.is_empty()).then(|| Load {
                job: Rc::new(self.job),
                seed: self.seed,
                speed: self.speed,
            }),
        };
        Some(Decoded { state, dropped: self.dropped })
    }
}

/// Takes a choice that is one: whether it is, and whether there was one before.
fn replace<T>(choice: &mut Option<T>, value: Option<T>) -> (bool, bool) {
    match value {
        Some(value) => (true, choice.replace(value).is_some()),
        None => (false, false),
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use std::io::{Read as _, Write as _};

    use flate2::Compression;
    use flate2::read::ZlibDecoder;
    use flate2::write::ZlibEncoder;
    use proptest::collection::{btree_map, vec};
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::*;

    /// A link as the page makes it.
    fn encode(state: &LinkState) -> String {
        let link = super::encode(state);
        link.to_compress.map_or(link.query, |text| fragment(&zlib(text.as_bytes())))
    }

    /// A link as the page reads it.
    fn decode(query: &str, fragment: &str) -> Option<Decoded> {
        let text = compressed(fragment).and_then(|bytes| {
            let mut text = String::new();
            ZlibDecoder::new(&*bytes).read_to_string(&mut text).ok().map(|_| text)
        });
        super::decode(query, fragment, text.as_deref())
    }

    fn zlib(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).expect("memory takes all");
        encoder.finish().expect("memory takes all")
    }

    fn state(
        version: FlinkVersion,
        process: Process,
        deployment: Deployment,
        config: Configuration,
    ) -> LinkState {
        LinkState { version, process, deployment, config, load: None }
    }

    /// A TaskManager of 2.3 in a container, with the JobManager's first total, so that only the TaskManager is in the link.
    fn ordinary<const N: usize>(entries: [(&str, &str); N]) -> LinkState {
        let mut config = Configuration::from(entries);
        config.set("jobmanager.memory.process.size", "1600m");
        state(FlinkVersion::V2_3, Process::TaskManager, Deployment::Containerized, config)
    }

    /// Checks both directions.
    #[track_caller]
    fn check(state: &LinkState, link: &str) {
        assert_eq!(encode(state), link);
        let decoded = decode(link, "").expect("is a link");
        assert_eq!(decoded, Decoded { state: state.clone(), dropped: Vec::new() });
    }

    #[track_caller]
    fn check_dropped(link: &str, expected: &[(&str, Why)]) {
        let dropped = decode(link, "").expect("is a link").dropped;
        let dropped: Vec<_> = dropped.iter().map(|dropped| (&*dropped.name, dropped.why)).collect();
        assert_eq!(dropped, expected, "{link}");
    }

    #[test]
    fn an_ordinary_state_is_readable() {
        let total = "taskmanager.memory.process.size";
        let fraction = "taskmanager.memory.managed.fraction";
        check(
            &ordinary([(total, "4g"), (fraction, "0.3")]),
            "?v=1&flink=2.3&p=tm&process.size=4g&managed.fraction=0.3",
        );
        check(&ordinary([(total, "1728m")]), "?v=1&flink=2.3&p=tm");
        let weights = ("taskmanager.memory.managed.consumer-weights", "OPERATOR:60,PYTHON:40");
        check(
            &ordinary([weights, (total, "1728m")]),
            "?v=1&flink=2.3&p=tm&managed.consumer-weights=OPERATOR:60,PYTHON:40",
        );
    }

    #[test]
    fn a_load_is_said_in_full() {
        let load = Load { job: Rc::default(), seed: 1, speed: Speed::Real };
        let mut state =
            LinkState { load: Some(load), ..ordinary([("taskmanager.memory.process.size", "4g")]) };
        let begin = "?v=1&flink=2.3&p=tm&process.size=4g";
        let stages = "&sim.job=p4.r8000.t300_p4.r8000.t300_p4.r8000.t250";
        check(&state, &[begin, stages, "&sim.latency=200&sim.bandwidth=1024&sim.seed=1"].concat());

        let exchange = ResultPartitionType::HybridFull;
        let job =
            Job { task_managers: Some(3), latency_us: 0, bandwidth_mib: 10, exchange, ..Job::default() };
        state.load = Some(Load { job: Rc::new(job), seed: u32::MAX, speed: Speed::Tenth });
        let rest = "&sim.tm=3&sim.latency=0&sim.bandwidth=10&sim.seed=4294967295&sim.exchange=HYBRID_FULL&sim.speed=0.1";
        check(&state, &[begin, stages, rest].concat());

        let decoded = decode(&[begin, "&sim.job=p1_p2"].concat(), "").expect("is a link");
        let load = decoded.state.load.expect("a load");
        assert_eq!((load.seed, load.job.latency_us, load.job.bandwidth_mib), (1, 0, 1024));
        assert_eq!(load.speed, Speed::Real);
        let decoded = decode(&[begin, "&sim.seed=5"].concat(), "").expect("is a link");
        assert_eq!(decoded.state.load, None);
    }

    #[test]
    fn what_is_wrong_with_a_load_is_dropped() {
        check_dropped(
            "?v=1&flink=2.3&sim.job=p0_p1&sim.tm=0&sim.latency=-1&sim.bandwidth=x&sim.seed=4294967296&sim.exchange=PIPELINED&sim.speed=99&sim.x=1",
            &[
                ("sim.job", Why::NoSuchChoice),
                ("sim.tm", Why::NoSuchChoice),
                ("sim.latency", Why::NoSuchChoice),
                ("sim.bandwidth", Why::NoSuchChoice),
                ("sim.seed", Why::NoSuchChoice),
                ("sim.exchange", Why::NoSuchChoice),
                ("sim.speed", Why::NoSuchChoice),
                ("sim.x", Why::Unknown),
            ],
        );
    }

    #[test]
    fn when_a_job_flushes_and_takes_checkpoints_is_in_the_link() {
        check(
            &ordinary([
                ("taskmanager.memory.process.size", "4g"),
                ("execution.buffer-timeout.interval", "20 ms"),
                ("execution.checkpointing.interval", "5 s"),
                ("execution.checkpointing.timeout", "soon"),
                ("execution.checkpointing.unaligned.enabled", "true"),
            ]),
            "?v=1&flink=2.3&p=tm&process.size=4g&execution.buffer-timeout.interval=20%20ms&execution.checkpointing.interval=5%20s\
             &execution.checkpointing.timeout=soon&execution.checkpointing.unaligned.enabled=true",
        );
        check_dropped(
            "?flink=2.3&execution.checkpointing.interval=s3://bucket&execution.checkpointing.dir=x",
            &[
                ("execution.checkpointing.interval", Why::Foreign),
                ("execution.checkpointing.dir", Why::Unknown),
            ],
        );
    }

    #[test]
    fn the_order_is_fixed_and_names_are_short_for_the_process() {
        let config = Configuration::from([
            ("jobmanager.memory.jvm-overhead.max", "2g"),
            ("jobmanager.memory.flink.size", "1g"),
            ("jobmanager.memory.process.size", "1600m"),
            ("parallelism.default", "8"),
            ("taskmanager.memory.process.size", "1728m"),
            ("taskmanager.memory.network.min", "1b"),
        ]);
        check(
            &state(FlinkVersion::V1_10, Process::JobManager, Deployment::Containerized, config.clone()),
            "?v=1&flink=1.10&p=jm&process.size=1600m&flink.size=1g&jvm-overhead.max=2g&parallelism.default=8\
             &taskmanager.memory.network.min=1b",
        );
        check(
            &state(FlinkVersion::V1_20, Process::TaskManager, Deployment::Standalone, config),
            "?v=1&flink=1.20&p=tm&d=standalone&process.size=1728m&network.min=1b&jobmanager.memory.flink.size=1g\
             &jobmanager.memory.jvm-overhead.max=2g&jobmanager.memory.process.size=1600m&parallelism.default=8",
        );
    }

    #[test]
    fn a_total_that_is_not_set_is_not_the_first_total() {
        let of = |deployment, config| state(FlinkVersion::V2_3, Process::TaskManager, deployment, config);
        check(&of(Deployment::Containerized, Configuration::new()), "?v=1&flink=2.3&p=tm&tm=none&jm=none");
        let flink_sizes =
            [("taskmanager.memory.flink.size", "1280m"), ("jobmanager.memory.flink.size", "1280m")];
        check(&of(Deployment::Standalone, flink_sizes.into()), "?v=1&flink=2.3&p=tm&d=standalone");
        check(
            &of(Deployment::Containerized, flink_sizes.into()),
            "?v=1&flink=2.3&p=tm&flink.size=1280m&jobmanager.memory.flink.size=1280m",
        );
        // A total that cannot be in a link does not become another one.
        let secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
        let linked = encode(&ordinary([("taskmanager.memory.process.size", secret)]));
        assert_eq!(linked, "?v=1&flink=2.3&p=tm&tm=none");
        let opened = decode(&["?flink=2.3&process.size=", secret].concat(), "").expect("is a link");
        assert_eq!(opened.state.config.get("taskmanager.memory.process.size"), None);
    }

    #[test]
    fn what_is_typed_survives() {
        for (value, escaped) in [
            ("", ""),
            ("1.5g", "1.5g"),
            ("4.", "4%2E"),
            (" 4 g ", "%204%20g%20"),
            ("+4g", "%2B4g"),
            ("50%", "50%25"),
            ("%41", "%2541"),
            ("4&p", "4%26p"),
            ("4#g", "4%23g"),
            ("４ｇ", "%EF%BC%94%EF%BD%87"),
            ("\u{202e}\u{fffd}\"'<>`", "%E2%80%AE%EF%BF%BD%22%27%3C%3E%60"),
            ("🙂", "%F0%9F%99%82"),
        ] {
            let link = ["?v=1&flink=2.3&p=tm&process.size=", escaped].concat();
            let state = ordinary([("taskmanager.memory.process.size", value)]);
            check(&state, &link);
        }
    }

    #[test]
    fn what_others_make_of_links_is_read() {
        let state = ordinary([("taskmanager.memory.process.size", "4 g"), ("parallelism.default", "50%")]);
        for link in [
            "v=1&flink=2.3&p=tm&process.size=4+g&parallelism.default=50%",
            "?parallelism.default=50%&process.size=4%20g&flink=2.3.0",
            "?v=1&amp;flink=2.3&amp;p=tm&amp;process.size=4%20g&&amp;parallelism.default=50%25",
            "?flink=2.3&taskmanager.memory.process.size=%34%20g&parallelism%2edefault=50%25&d=containerized",
        ] {
            let decoded = decode(link, "#components").expect("is a link");
            assert_eq!(decoded, Decoded { state: state.clone(), dropped: Vec::new() }, "{link}");
        }
    }

    #[test]
    fn what_is_not_a_link_is_none() {
        for (query, fragment) in [
            ("", ""),
            ("?", "#"),
            ("?utm_source=x&p=3&tm=5", "#components"),
            ("", "#a:b"),
            ("", "#:"),
            ("", "1"),
            ("%FF", ""),
        ] {
            assert_eq!(decode(query, fragment), None, "{query} {fragment}");
        }
    }

    #[test]
    fn what_is_wrong_is_dropped_and_the_rest_is_kept() {
        check_dropped("?v=1&flink=2.3&p=tm&d=standalone&process.size=1.5g", &[]);
        check_dropped("?v=1", &[("flink", Why::NoRelease)]);
        check_dropped("?v=2&flink=2.3", &[("v", Why::Later)]);
        check_dropped("?v=x&flink=2.3", &[("v", Why::NoSuchChoice)]);
        check_dropped("?v=1&flink=3.0", &[("flink", Why::NoSuchChoice)]);
        check_dropped(
            "?flink=2.3&p=x&d=yarn&jm=all",
            &[("p", Why::NoSuchChoice), ("d", Why::NoSuchChoice), ("jm", Why::NoSuchChoice)],
        );
        check_dropped(
            "?flink=2.3&managed.fraktion=1&s3.secret-key=x&sim.seed=1&=&tm",
            &[
                ("tm", Why::NoSuchChoice),
                ("managed.fraktion", Why::Unknown),
                ("s3.secret-key", Why::Unknown),
                ("sim.seed", Why::Unknown),
                ("", Why::Unknown),
            ],
        );
        check_dropped(
            "?flink=2.3&process.size=%ff&parallelism.default=%ED%A0%80&network.min=%00",
            &[
                ("process.size", Why::NotText),
                ("parallelism.default", Why::NotText),
                ("network.min", Why::Foreign),
            ],
        );
        check_dropped(
            "?flink=2.3&state.backend.forst.cache.dir=x",
            &[("state.backend.forst.cache.dir", Why::Free)],
        );
        let long = ["?flink=2.3&process.size=", &"9".repeat(33)].concat();
        check_dropped(&long, &[("process.size", Why::TooLong)]);
    }

    #[test]
    fn of_a_parameter_given_twice_the_last_counts() {
        let link = "?flink=1.20&flink=2.3&process.size=1g&taskmanager.memory.process.size=4g&process.size=/";
        check_dropped(
            link,
            &[
                ("flink", Why::Twice),
                ("taskmanager.memory.process.size", Why::Twice),
                ("process.size", Why::Foreign),
            ],
        );
        let state = ordinary([("taskmanager.memory.process.size", "4g")]);
        assert_eq!(decode(link, "").map(|decoded| decoded.state), Some(state));
    }

    #[test]
    fn too_much_is_not_read() {
        let many = ["?flink=2.3", &"&x=1".repeat(PARAMETER_LIMIT)].concat();
        let dropped = decode(&many, "").expect("is a link").dropped;
        assert_eq!(dropped.len(), PARAMETER_LIMIT);
        assert_eq!(dropped.last().map(|dropped| dropped.why), Some(Why::TooMany));
        // Cut within a value, or within a character of it.
        for filler in ["9", "ä"] {
            let long =
                ["?flink=2.3&parallelism.default=2&process.size=", &filler.repeat(TEXT_LIMIT)].concat();
            check_dropped(&long, &[("…", Why::TooMany)]);
            let config = decode(&long, "").expect("is a link").state.config;
            assert_eq!(config.get("parallelism.default"), Some("2"));
        }
    }

    /// All keys with values of the greatest length.
    fn everything() -> LinkState {
        let config = keys().map(|key| {
            let (_, option) = option(key).expect("is a key");
            let limit = match option.and_then(|option| option.spans.last()).map(|span| span.kind) {
                Some(OptionType::Map) => 200,
                _ => 32,
            };
            // Characters that take nine bytes each.
            (key, ["７８９ ", "ab,"].concat().chars().cycle().take(limit).collect::<String>())
        });
        state(FlinkVersion::V1_20, Process::JobManager, Deployment::Standalone, config.collect())
    }

    #[test]
    fn a_long_link_is_a_compressed_fragment() {
        let state = everything();
        let parameters = parameters(&state);
        assert!(parameters.len() < TEXT_LIMIT, "{}", parameters.len());
        let link = encode(&state);
        assert!(link.starts_with("#1:eJ"), "{link}");
        assert!(link[3..].bytes().all(|byte| BASE64URL.contains(&byte)));
        assert!(link.len() < parameters.len() / 3, "{}", link.len());
        let decoded = decode("?utm_source=x", &link).expect("is a link");
        let left_out: Vec<_> = left_out(&state.config).into_iter().map(|dropped| dropped.name).collect();
        assert_eq!(left_out.len(), 2);
        assert_eq!(decoded.state.config.len(), state.config.len() - left_out.len());
        assert!(decoded.state.config.iter().all(|(key, value)| state.config.get(key) == Some(value)));
        // A full stop behind it is not a part of it, and the colon may be escaped.
        assert_eq!(decode("", &[&link, ")."].concat()).as_ref(), Some(&decoded));
        assert_eq!(decode("", &link.replace(':', "%3A")).as_ref(), Some(&decoded));
    }

    #[test]
    fn a_damaged_fragment_says_so_and_nothing_of_it_is_kept() {
        let link = encode(&everything());
        let first = decode("?v=1&flink=2.3", "").map(|decoded| decoded.state);
        for damaged in ["#1:", "#1:x", "#1:eNo", &link[..link.len() / 2], &link.replacen('A', "B", 1)] {
            let decoded = decode("?v=1&flink=1.10", damaged).expect("is a link");
            assert_eq!(decoded.dropped.len(), 1);
            assert_eq!(decoded.dropped[0].why, Why::Damaged, "{damaged}");
            assert_eq!(Some(decoded.state), first);
        }
        let later = decode("", "#2:abc").expect("is a link").dropped;
        assert_eq!(later, [Dropped { name: "v".to_owned(), why: Why::Later }]);
    }

    #[test]
    fn secrets_do_not_enter_a_link() {
        let secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
        let plain = "wJalrXUtnFEMIaK7MDENGabPxRfiCYEXAMPLEKEY";
        let mut config = Configuration::new();
        for key in ["s3.secret-key", "fs.s3a.secret.key", "security.ssl.key-password", "env.java.opts"] {
            config.set(key, secret);
        }
        let uri = ["s3://key:", secret, "@bucket"].concat();
        for key in keys() {
            for value in [
                secret,
                plain,
                &uri,
                &["4g ", plain].concat(),
                "4g -Ds3.secret-key=hunter2",
                "4g s3.key: hunter2",
            ] {
                // Of a map, only what cannot be one is refused.
                if key == "taskmanager.memory.managed.consumer-weights" && value.contains("hunter2") {
                    continue;
                }
                config.set(key, value);
                let link = encode(&state(
                    FlinkVersion::V2_3,
                    Process::TaskManager,
                    Deployment::Standalone,
                    config.clone(),
                ));
                assert_eq!(link, "?v=1&flink=2.3&p=tm&d=standalone&tm=none&jm=none", "{key}={value}");
                assert_eq!(left_out(&config).len(), 1);
            }
            config.unset(key);
        }
    }

    #[test]
    fn every_name_means_one_key() {
        let reserved = ["v", "flink", "p", "d", "tm", "jm"];
        for key in keys() {
            assert!(!reserved.contains(&key) && !key.starts_with("sim."));
            for process in Process::ALL {
                let short = key.strip_prefix(prefix(process)).unwrap_or(key);
                assert_eq!(named(short, process).map(|(key, _)| key), Some(key));
                assert!(short == key || option(short).is_none(), "{short} is two keys");
                assert!(!reserved.contains(&short) && !short.starts_with("sim."));
                assert!(
                    short.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-.".contains(&byte)),
                    "{short}"
                );
            }
        }
    }

    #[test]
    fn every_default_can_be_linked() {
        use resolver::catalogue::DefaultValue;
        for option in catalogue::ALL {
            for span in option.spans {
                if let DefaultValue::Text(text) = span.default {
                    assert_eq!(fault(Some(option), text), None, "{}={text}", option.key);
                }
                if let OptionType::Enum(names) = span.kind {
                    assert!(names.iter().all(|name| fault(Some(option), name).is_none()), "{}", option.key);
                }
            }
        }
    }

    fn any_state(value: BoxedStrategy<String>) -> impl Strategy<Value = LinkState> {
        let known: Vec<&str> = keys().collect();
        let key = prop_oneof![20 => select(known).prop_map(str::to_owned), 1 => ".{0,30}"];
        let entries = prop_oneof![4 => btree_map(key.clone(), value, 0..12), 1 => btree_map(key, "[0-9]{1,4}[mg]", 40..100)];
        (
            select(FlinkVersion::ALL.to_vec()),
            select(Process::ALL.to_vec()),
            select(vec![Deployment::Containerized, Deployment::Standalone]),
            [any::<bool>(), any::<bool>()],
            entries,
        )
            .prop_map(|(version, process, deployment, firsts, entries)| {
                let mut config: Configuration = entries.into_iter().collect();
                for (process, is_first) in Process::ALL.into_iter().zip(firsts) {
                    if is_first {
                        let (key, value) = first_total(process, deployment);
                        config.set(key, value);
                    }
                }
                state(version, process, deployment, config)
            })
    }

    fn any_value() -> impl Strategy<Value = String> {
        prop_oneof![
            "[0-9]{1,6} ?(b|k|m|gb|mebibytes)?",
            "[+-]?[0-9]?[.][0-9]{1,4}",
            "true|false|none|NaN|LZ4",
            "[A-Z_]{1,8}:[0-9]{1,3}(,[A-Z_]{1,8}:[0-9]{1,3}){0,3}",
            "(?s).{0,40}",
            "[a-zA-Z0-9./]{0,300}",
        ]
    }

    fn split(link: &str) -> (&str, &str) {
        link.split_at(link.find('#').unwrap_or(link.len()))
    }

    proptest! {
        #[test]
        fn a_link_leads_back_to_the_state(state in any_state(any_value().boxed())) {
            let link = encode(&state);
            let (query, fragment) = split(&link);
            prop_assert!(query.len() <= READABLE);
            prop_assert!(link.is_ascii() && !link.contains(['"', '\'', '<', '>', '`', ' ', '\\', ')', '|', '*']));
            let decoded = decode(query, fragment).expect("is a link");
            let left_out = left_out(&state.config);
            let linked = state.config.iter().filter(|(key, _)| {
                option(key).is_some() && !left_out.iter().any(|dropped| dropped.name == *key)
            });
            let linked: Configuration = linked.collect();
            prop_assert_eq!(decoded, Decoded { state: LinkState { config: linked, ..state }, dropped: Vec::new() });
        }

        #[test]
        fn any_text_is_read_as_far_as_it_goes(
            query in prop_oneof!["(?s).{0,200}", "([?&=%+#;.a-z0-9]|flink=2.3|v=|process.size=|amp;|%[0-9A-F]{2}){0,60}"],
            fragment in prop_oneof!["(?s).{0,50}", "#[0-9]{1,3}:[A-Za-z0-9_-]{0,200}", "#1:eNo[A-Za-z0-9_-]{0,200}"],
            packed in vec(any::<u8>(), 0..200),
        ) {
            let packed = ["#1:", &base64url(&zlib(&packed))].concat();
            for fragment in ["", &*fragment, &*packed] {
                let Some(Decoded { state, dropped }) = decode(&query, fragment) else { continue };
                prop_assert!(dropped.iter().all(|dropped| dropped.name.chars().count() <= NAME_LIMIT));
                prop_assert_eq!(left_out(&state.config), []);
                let link = encode(&state);
                let (query, fragment) = split(&link);
                prop_assert_eq!(decode(query, fragment), Some(Decoded { state, dropped: Vec::new() }));
            }
        }

        #[test]
        fn bytes_survive_base64url(bytes in vec(any::<u8>(), 0..100)) {
            prop_assert_eq!(from_base64url(&base64url(&bytes)), bytes);
        }
    }

    #[test]
    fn base64url_is_that_of_the_standard() {
        // RFC 4648, section 10; and the two characters that differ from base64.
        for (bytes, text) in
            [(&b""[..], ""), (b"f", "Zg"), (b"fo", "Zm8"), (b"foo", "Zm9v"), (&[0xfb, 0xff], "-_8")]
        {
            assert_eq!(base64url(bytes), text);
            assert_eq!(from_base64url(text), bytes);
        }
    }
}
