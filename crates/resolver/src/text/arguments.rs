//! Arguments of Flink's commands: `-Dkey=value` and what else sets options there.
//!
//! Follows `DefaultParser` of Commons CLI, with which every command of Flink reads its arguments (`CliFrontendParser`, `GenericCLI`,
//! `FlinkYarnSessionCli`, `ClusterConfigurationParserFactory`): options end at the first word that is none, `-Dkey` means `true`, and of
//! `-ytm` given twice the first counts, of `-D` the last. Words that follow no command of Flink are read as a mere list of options.

use super::draft::{Draft, Rank};
use super::shell::{self, Word};
use super::{Entry, Failure, Insertion, Kind, Reading, Severity, Span, Syntax};
use crate::behaviour::behaviour;
use crate::catalogue::{JM_HEAP_SIZE, JM_TOTAL_PROCESS, PARALLELISM_DEFAULT, TM_NUM_SLOTS, TM_TOTAL_PROCESS};
use crate::error::{FlinkError, class};
use crate::java;
use crate::memory_size::{MemorySize, MemoryUnit};
use crate::resolution::{Deployment, Process};
use crate::version::FlinkVersion;

/// An option of a command line.
struct Flag {
    short: &'static str,
    long: &'static str,
    /// Words that it takes.
    words: usize,
    meaning: Meaning,
}

/// What an option of a command line means for the configuration.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Meaning {
    /// Nothing that is known here.
    Other,
    /// `key=value`, from `flink run` and the start scripts.
    Dynamic,
    /// `key=value` that only YARN's part of `flink run` reads.
    YarnDynamic,
    /// Memory of the JobManager's container on YARN.
    YarnJobManager,
    /// Memory of a TaskManager's container on YARN.
    YarnTaskManager,
    /// Slots of a TaskManager on YARN.
    YarnSlots,
    /// Where to deploy.
    Target,
    /// The JobManager's address, or `yarn-cluster`.
    Address,
    Parallelism,
}

const fn flag(short: &'static str, long: &'static str, words: usize, meaning: Meaning) -> Flag {
    Flag { short, long, words, meaning }
}

/// An option that is only known so that its words are not taken for the job.
const fn other(short: &'static str, long: &'static str, words: usize) -> Flag {
    flag(short, long, words, Meaning::Other)
}

const DYNAMIC: Flag = flag("D", "", 2, Meaning::Dynamic);

/// `flink run` and its like, of all releases.
const RUN: &[Flag] = &[
    DYNAMIC,
    flag("t", "target", 1, Meaning::Target),
    flag("e", "executor", 1, Meaning::Target),
    flag("m", "jobmanager", 1, Meaning::Address),
    flag("p", "parallelism", 1, Meaning::Parallelism),
    flag("yD", "", 2, Meaning::YarnDynamic),
    flag("yjm", "yarnjobManagerMemory", 1, Meaning::YarnJobManager),
    flag("ytm", "yarntaskManagerMemory", 1, Meaning::YarnTaskManager),
    flag("ys", "yarnslots", 1, Meaning::YarnSlots),
    other("C", "classpath", 1),
    other("a", "arguments", 1),
    other("c", "class", 1),
    other("cm", "claimMode", 1),
    other("d", "detached", 0),
    other("h", "help", 0),
    other("j", "jarfile", 1),
    other("n", "allowNonRestoredState", 0),
    other("py", "python", 1),
    other("pyarch", "pyArchives", 1),
    other("pyclientexec", "pyClientExecutable", 1),
    other("pyexec", "pyExecutable", 1),
    other("pyfs", "pyFiles", 1),
    other("pym", "pyModule", 1),
    other("pypath", "pyPythonPath", 1),
    other("pyreq", "pyRequirements", 1),
    other("q", "sysoutLogging", 0),
    other("rm", "restoreMode", 1),
    other("s", "fromSavepoint", 1),
    other("sae", "shutdownOnAttachedExit", 0),
    other("v", "verbose", 0),
    other("yat", "yarnapplicationType", 1),
    other("yd", "yarndetached", 0),
    other("yh", "yarnhelp", 0),
    other("yid", "yarnapplicationId", 1),
    other("yj", "yarnjar", 1),
    other("yn", "yarncontainer", 1),
    other("ynl", "yarnnodeLabel", 1),
    other("ynm", "yarnname", 1),
    other("yq", "yarnquery", 0),
    other("yqu", "yarnqueue", 1),
    other("yst", "yarnstreaming", 0),
    other("yt", "yarnship", 1),
    other("yz", "yarnzookeeperNamespace", 1),
    other("z", "zookeeperNamespace", 1),
];

/// `yarn-session.sh`.
const YARN_SESSION: &[Flag] = &[
    DYNAMIC,
    flag("jm", "jobManagerMemory", 1, Meaning::YarnJobManager),
    flag("tm", "taskManagerMemory", 1, Meaning::YarnTaskManager),
    flag("s", "slots", 1, Meaning::YarnSlots),
    other("at", "applicationType", 1),
    other("d", "detached", 0),
    other("h", "help", 0),
    other("id", "applicationId", 1),
    other("j", "jar", 1),
    other("m", "jobmanager", 1),
    other("n", "container", 1),
    other("nl", "nodeLabel", 1),
    other("nm", "name", 1),
    other("q", "query", 0),
    other("qu", "queue", 1),
    other("sae", "shutdownOnAttachedExit", 0),
    other("st", "streaming", 0),
    other("t", "ship", 1),
    other("yd", "yarndetached", 0),
    other("z", "zookeeperNamespace", 1),
];

/// `kubernetes-session.sh`.
const KUBERNETES_SESSION: &[Flag] =
    &[DYNAMIC, other("e", "executor", 1), other("h", "help", 0), other("t", "target", 1)];

/// Flink's processes themselves.
const PROCESS: &[Flag] = &[
    DYNAMIC,
    other("c", "configDir", 1),
    other("h", "host", 1),
    other("j", "job-classname", 1),
    other("jars", "jars", 1),
    other("jid", "job-id", 1),
    other("n", "allowNonRestoredState", 0),
    other("r", "webui-port", 1),
    other("s", "fromSavepoint", 1),
    other("x", "executionMode", 1),
];

/// A list of options that no command precedes.
const LIST: &[Flag] = &[
    DYNAMIC,
    flag("yD", "", 2, Meaning::YarnDynamic),
    flag("yjm", "yarnjobManagerMemory", 1, Meaning::YarnJobManager),
    flag("ytm", "yarntaskManagerMemory", 1, Meaning::YarnTaskManager),
    flag("ys", "yarnslots", 1, Meaning::YarnSlots),
];

/// A command that takes options.
struct Tool {
    /// What its file is called.
    name: &'static str,
    flags: &'static [Flag],
    /// Words between the command and its options.
    skipped: usize,
    process: Option<Process>,
    deployment: Option<Deployment>,
}

const fn tool(
    name: &'static str,
    flags: &'static [Flag],
    skipped: usize,
    process: Option<Process>,
    deployment: Option<Deployment>,
) -> Tool {
    Tool { name, flags, skipped, process, deployment }
}

const TASK_MANAGER: Option<Process> = Some(Process::TaskManager);
const JOB_MANAGER: Option<Process> = Some(Process::JobManager);
const STANDALONE: Option<Deployment> = Some(Deployment::Standalone);
const CONTAINERIZED: Option<Deployment> = Some(Deployment::Containerized);

/// Flink's commands, and the ones that its docker image takes.
const TOOLS: &[Tool] = &[
    tool("flink", RUN, 1, None, None),
    tool("yarn-session.sh", YARN_SESSION, 0, None, CONTAINERIZED),
    tool("kubernetes-session.sh", KUBERNETES_SESSION, 0, None, CONTAINERIZED),
    tool("taskmanager.sh", PROCESS, 1, TASK_MANAGER, STANDALONE),
    tool("jobmanager.sh", PROCESS, 1, JOB_MANAGER, STANDALONE),
    tool("standalone-job.sh", PROCESS, 1, JOB_MANAGER, STANDALONE),
    tool("kubernetes-taskmanager.sh", PROCESS, 0, TASK_MANAGER, CONTAINERIZED),
    tool("kubernetes-jobmanager.sh", PROCESS, 1, JOB_MANAGER, CONTAINERIZED),
    tool("taskmanager", PROCESS, 0, TASK_MANAGER, STANDALONE),
    tool("jobmanager", PROCESS, 0, JOB_MANAGER, STANDALONE),
    tool("standalone-job", PROCESS, 0, JOB_MANAGER, STANDALONE),
];

/// Main classes, by a part of their names.
const CLASSES: &[Tool] = &[
    tool("client.cli.CliFrontend", RUN, 1, None, None),
    tool("FlinkYarnSessionCli", YARN_SESSION, 0, None, CONTAINERIZED),
    tool("KubernetesSessionCli", KUBERNETES_SESSION, 0, None, CONTAINERIZED),
    tool("kubernetes.taskmanager", PROCESS, 0, TASK_MANAGER, CONTAINERIZED),
    tool("YarnTaskExecutorRunner", PROCESS, 0, TASK_MANAGER, CONTAINERIZED),
    tool("TaskManagerRunner", PROCESS, 0, TASK_MANAGER, STANDALONE),
    tool("kubernetes.entrypoint", PROCESS, 0, JOB_MANAGER, CONTAINERIZED),
    tool("yarn.entrypoint", PROCESS, 0, JOB_MANAGER, CONTAINERIZED),
    tool("Standalone", PROCESS, 0, JOB_MANAGER, STANDALONE),
];

/// Commands that pass words on to something else, so that the last command of Flink among them counts.
const WRAPPERS: &[&str] = &["docker", "podman", "nerdctl", "kubectl"];

/// Actions of `flink` that take options.
const ACTIONS: &[&str] = &["run", "run-application", "info", "list", "cancel", "stop", "savepoint"];

/// Reads a text as arguments.
pub(super) fn read(text: &str, version: FlinkVersion) -> Reading {
    let mut draft = Draft::new(Kind::Arguments);
    for words in shell::commands(text, Span::new(0, text.len())) {
        read_command(&mut draft, text, &words, version);
    }
    let mut reading = draft.finish();
    if reading.insertion.is_none() {
        let end = text.trim_end().len();
        let before = if end == 0 { "-D" } else { " -D" };
        reading.insertion = Some(insertion(end, before.to_owned()));
    }
    reading
}

/// Whether the words hold a command or an option that is read here.
pub(super) fn is_command(words: &[Word<'_>]) -> bool {
    let is_option = |word: &Word<'_>| {
        let name = word.text.strip_prefix('-').unwrap_or_default();
        name == "D"
            || name == "yD"
            || (name.starts_with('D') && name.contains('='))
            || LIST.iter().any(|flag| flag.words == 1 && flag.short == name)
    };
    find_tool(words).is_some_and(|(tool, at)| tool.name.contains('.') || at + 1 < words.len())
        || words.iter().any(is_option)
}

/// Whether there is such a command in a text.
pub(super) fn has_command(text: &str) -> bool {
    shell::commands(text, Span::new(0, text.len())).any(|words| is_command(&words))
}

/// The process that a command starts, and who starts it.
pub(super) fn who_starts(words: &[Word<'_>]) -> (Option<Process>, Option<Deployment>) {
    if let Some((tool, _)) = find_tool(words) {
        return (tool.process, tool.deployment);
    }
    // A shell gets its command in one word.
    let all = |word: &Word<'_>| {
        shell::commands(&word.text, Span::new(0, word.text.len())).find_map(|words| find_tool(&words))
    };
    let found = words.iter().filter(|word| word.text.contains(' ')).find_map(all);
    found.map_or((None, None), |(tool, _)| (tool.process, tool.deployment))
}

/// Reads the words of one command.
pub(super) fn read_command(draft: &mut Draft, text: &str, words: &[Word<'_>], version: FlinkVersion) {
    let found = find_tool(words);
    if let Some((tool, at)) = found {
        let image = words[..at].iter().rev().find_map(|word| version_of_image(&word.text));
        let reading = &mut draft.reading;
        reading.version = reading.version.or(image);
        reading.deployment = reading.deployment.or(tool.deployment);
        // Commands for both processes leave it open which one is meant.
        reading.process = match reading.process {
            None if reading.entries.is_empty() => tool.process,
            process => process.filter(|process| tool.process == Some(*process)),
        };
    }
    let (flags, start) = match found {
        Some((tool, at)) => (tool.flags, (at + 1 + tool.skipped).min(words.len())),
        None => (LIST, 0),
    };
    let mut parser = Parser {
        words,
        flags,
        is_list: found.is_none(),
        pending: None,
        given: Vec::new(),
        stopped_at: None,
        problem: None,
    };
    parser.parse(start);
    remark_on(draft, &parser, start);
    if let Some((at, message)) = parser.problem.take() {
        let error = FlinkError::new("org.apache.flink.client.cli.CliArgsException", message);
        draft.reading.failure.get_or_insert(Failure { error, at: Some(at) });
    }
    interpret(draft, text, &parser, version);
    if let Some(insertion) = new_key(text, &parser, found.map(|_| start)) {
        draft.reading.insertion = Some(insertion);
    }
}

/// The release that the tag of Flink's image names: `flink:1.20.1-scala_2.12-java11`.
pub(super) fn version_of_image(image: &str) -> Option<FlinkVersion> {
    let (name, tag) = image.rsplit_once(':')?;
    if !name.rsplit('/').next()?.contains("flink") {
        return None;
    }
    FlinkVersion::parse(tag.split(['-', '_', '@']).next()?)
}

/// The command of Flink that the words call, and where it stands.
fn find_tool<'a>(words: &[Word<'a>]) -> Option<(&'static Tool, usize)> {
    let base = |word: &Word<'a>| word.text.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
    let before_options =
        words.iter().position(|word| word.text.starts_with("-D") || word.text.starts_with("-yD"));
    let head = &words[..before_options.unwrap_or(words.len())];
    let java = head.iter().position(|word| matches!(base(word).as_str(), "java" | "java.exe"));
    if let Some(java) = java {
        // Up to the main class, -D sets properties of the JVM.
        let is_main = |word: &Word<'a>| word.text.starts_with("org.apache.flink.");
        let main = java + words[java..].iter().position(is_main)?;
        let class = CLASSES.iter().find(|tool| words[main].text.contains(tool.name))?;
        return Some((class, main));
    }
    let matching = |(at, word): (usize, &Word<'a>)| {
        let tool = TOOLS.iter().find(|tool| tool.name == base(word))?;
        let is_action = |next: &Word<'a>| ACTIONS.contains(&next.text.as_ref());
        let is_call = tool.name != "flink" || words.get(at + 1).is_some_and(is_action);
        is_call.then_some((tool, at))
    };
    let mut found = head.iter().enumerate().filter_map(matching);
    let is_wrapped = head.iter().any(|word| WRAPPERS.contains(&base(word).as_str()));
    let first = found.next();
    if is_wrapped { found.next_back().or(first) } else { first }
}

/// A value that was given, with the words it was given in.
struct Given<'a> {
    flag: &'a Flag,
    /// The words of the option, up to the last one of its values.
    first: usize,
    last: usize,
    /// The values: `key` and `value` of `-Dkey=value`.
    values: Vec<String>,
    /// The word in which the last value stands, and where in that word it begins.
    value_in: (usize, usize),
}

struct Parser<'a, 'b> {
    words: &'b [Word<'a>],
    flags: &'static [Flag],
    /// Whether what is not known is passed over.
    is_list: bool,
    /// The option that takes the next word.
    pending: Option<Given<'static>>,
    given: Vec<Given<'static>>,
    /// The word at which the options end.
    stopped_at: Option<usize>,
    problem: Option<(Span, String)>,
}

impl Parser<'_, '_> {
    fn parse(&mut self, start: usize) {
        for at in start..self.words.len() {
            if self.stopped_at.is_some() || self.problem.is_some() {
                return;
            }
            self.token(at);
        }
        self.settle();
    }

    /// `handleToken`.
    fn token(&mut self, at: usize) {
        let token = self.words[at].text.to_string();
        if token == "--" {
            self.settle();
            self.stopped_at = Some(at);
        } else if self.pending.is_some() && !self.is_option(&token) {
            let inner = token.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
            match inner.filter(|inner| !inner.contains('"')) {
                Some(inner) => self.add(at, 1, inner),
                None => self.add(at, 0, &token),
            }
        } else if token.starts_with("--") {
            self.long(at, &token);
        } else if token.starts_with('-') && token != "-" {
            self.short(at, &token);
        } else {
            self.unknown(at);
        }
    }

    /// Gives a value to the option at hand, split at the first `=` if it takes two.
    fn add(&mut self, at: usize, start: usize, value: &str) {
        let Some(given) = &mut self.pending else { return };
        let mut start = start;
        let mut value = value;
        if given.flag.words == 2
            && given.values.is_empty()
            && let Some((key, rest)) = value.split_once('=')
        {
            given.values.push(key.to_owned());
            start += key.len() + 1;
            value = rest;
        }
        given.values.push(value.to_owned());
        given.value_in = (at, start);
        given.last = at;
        if given.values.len() == given.flag.words {
            self.given.extend(self.pending.take());
        }
    }

    /// Begins an option.
    fn begin(&mut self, at: usize, flag: &'static Flag) {
        self.settle();
        let given = Given { flag, first: at, last: at, values: Vec::new(), value_in: (at, 0) };
        if flag.words == 0 {
            self.given.push(given);
        } else {
            self.pending = Some(given);
        }
    }

    /// Ends the option at hand, which must have got its words.
    fn settle(&mut self) {
        if let Some(given) = self.pending.take()
            && self.problem.is_none()
        {
            let message = ["Missing argument for option: ", given.flag.short].concat();
            self.problem = Some((self.words[given.first].at, message));
        }
    }

    /// Ends the option at hand, whatever it has got: `-Dkey`.
    fn finish(&mut self) {
        self.given.extend(self.pending.take());
    }

    fn unknown(&mut self, at: usize) {
        self.settle();
        if !self.is_list {
            self.stopped_at = Some(at);
        }
    }

    /// `handleLongOption`.
    fn long(&mut self, at: usize, token: &str) {
        let (name, value) = match token.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (token, None),
        };
        match (self.find_long(name.trim_start_matches('-')), value) {
            (None, _) => self.unknown(at),
            (Some(flag), None) => self.begin(at, flag),
            (Some(flag), Some(_)) if flag.words == 0 => self.unknown(at),
            (Some(flag), Some(value)) => {
                self.begin(at, flag);
                self.add(at, name.len() + 1, value);
                self.finish();
            }
        }
    }

    /// `handleShortAndLongOption`.
    fn short(&mut self, at: usize, token: &str) {
        let name = &token[1..];
        let first = name.chars().next().map_or(0, char::len_utf8);
        let head = self.find_short(&name[..first]);
        let takes_pairs = head.filter(|flag| flag.words == 2);
        match name.split_once('=') {
            Some((option, value)) if option.len() == first => match head.filter(|flag| flag.words > 0) {
                Some(flag) => {
                    self.begin(at, flag);
                    if let Some(given) = &mut self.pending {
                        given.values.push(value.to_owned());
                        given.value_in = (at, 2 + first);
                    }
                    self.finish();
                }
                None => self.unknown(at),
            },
            Some((option, value)) if takes_pairs.is_some() => {
                if let Some(flag) = takes_pairs {
                    self.begin(at, flag);
                    if let Some(given) = &mut self.pending {
                        given.values.extend([option[first..].to_owned(), value.to_owned()]);
                        given.value_in = (at, option.len() + 2);
                    }
                    self.finish();
                }
            }
            Some(_) => self.long(at, token),
            None => match (self.find_short(name), self.find_long(name), takes_pairs) {
                (Some(flag), _, _) | (None, Some(flag), _) => self.begin(at, flag),
                (None, None, Some(flag)) => {
                    self.begin(at, flag);
                    if let Some(given) = &mut self.pending {
                        given.values.push(name[first..].to_owned());
                        given.value_in = (at, token.len());
                    }
                    self.finish();
                }
                (None, None, None) => self.concatenated(at, token),
            },
        }
    }

    /// `handleConcatenatedOptions`: `-p4`, `-dp4`.
    fn concatenated(&mut self, at: usize, token: &str) {
        let mut rest = &token[1..];
        while let Some(c) = rest.chars().next() {
            let Some(flag) = self.find_short(&rest[..c.len_utf8()]) else {
                return self.unknown(at);
            };
            rest = &rest[c.len_utf8()..];
            self.begin(at, flag);
            if flag.words > 0 && !rest.is_empty() {
                self.add(at, token.len() - rest.len(), rest);
                return;
            }
        }
    }

    /// Whether it is `flink run` or its like.
    fn reads_yarn_options(&self) -> bool {
        !self.is_list && self.find_short("yD").is_some()
    }

    /// Whether YARN's own part of `flink run` reads the options: `-m yarn-cluster` without `-t`.
    fn is_yarn_cluster(&self) -> bool {
        let values = |wanted: Meaning| {
            let given = self.given.iter().filter(move |given| given.flag.meaning == wanted);
            given.flat_map(|given| &given.values)
        };
        self.reads_yarn_options()
            && values(Meaning::Target).next().is_none()
            && values(Meaning::Address).any(|value| value == "yarn-cluster")
    }

    fn find_short(&self, name: &str) -> Option<&'static Flag> {
        self.flags.iter().find(|flag| flag.short == name)
    }

    /// An option by its long name or the beginning of it, if no other begins alike.
    fn find_long(&self, name: &str) -> Option<&'static Flag> {
        let mut matching = self.flags.iter().filter(|flag| !name.is_empty() && flag.long.starts_with(name));
        let first = matching.next()?;
        if first.long == name {
            return Some(first);
        }
        let exact = self.flags.iter().find(|flag| flag.long == name);
        exact.or_else(|| matching.next().is_none().then_some(first))
    }

    fn is_option(&self, token: &str) -> bool {
        let Some(rest) = token.strip_prefix('-').filter(|rest| !rest.is_empty()) else {
            return false;
        };
        let name = rest.split('=').next().unwrap_or_default();
        let first = name.chars().next().map_or(0, char::len_utf8);
        self.find_short(name).is_some()
            || (first > 0 && self.find_short(&name[..first]).is_some())
            || self.find_long(name.trim_start_matches('-')).is_some()
    }
}

/// Says which words Flink does not read, if they look as if it should.
fn remark_on(draft: &mut Draft, parser: &Parser<'_, '_>, start: usize) {
    let words = parser.words;
    let is_yarn_word = |word: &&Word<'_>| word.text.starts_with("-yD") && word.text.contains('=');
    if let Some(word) = words.iter().find(is_yarn_word).filter(|_| parser.find_short("yD").is_some()) {
        let message = "Flink does not read `-yD` and its property in one word: put a blank behind `-yD`.";
        draft.remark(word.at, Severity::Error, message);
    }
    if let Some(at) = parser.stopped_at {
        let rest = &words[at..];
        let lost =
            rest.iter().skip(1).find(|word| word.text.starts_with("-D") || word.text.starts_with("-y"));
        if rest[0].text.starts_with('-') && rest[0].text != "--" && !is_yarn_word(&&rest[0]) {
            let message = ["Flink does not know `", &rest[0].text, "` here, and reads no option from it on."];
            draft.remark(rest[0].at, Severity::Warning, message.concat());
        } else if let Some(lost) = lost {
            let message = ["What follows `", &rest[0].text, "` goes to the job: Flink does not read this."];
            draft.remark(lost.at, Severity::Warning, message.concat());
        }
    }
    let is_jvm = |word: &&Word<'_>| ["-Xm", "-XX:"].iter().any(|prefix| word.text.starts_with(prefix));
    if let Some(word) = words[start.min(words.len())..].iter().find(is_jvm) {
        let message = "Flags of the JVM are no configuration: Flink derives them from its options.";
        draft.remark(word.at, Severity::Hint, message);
    }
}

/// Turns what was given into entries.
fn interpret(draft: &mut Draft, text: &str, parser: &Parser<'_, '_>, version: FlinkVersion) {
    let is_run = parser.reads_yarn_options();
    let value_of = |wanted: Meaning| parser.given.iter().find(|given| given.flag.meaning == wanted);
    let target = value_of(Meaning::Target).and_then(|given| given.values.first());
    let is_yarn_cluster = is_run
        && target.is_none()
        && value_of(Meaning::Address)
            .is_some_and(|given| given.values.iter().any(|value| value == "yarn-cluster"));
    if let Some(target) = target {
        let is_container = target.starts_with("yarn") || target.starts_with("kubernetes");
        draft.reading.deployment =
            Some(if is_container { Deployment::Containerized } else { Deployment::Standalone });
    } else if is_yarn_cluster || (parser.is_list && parser.given.iter().any(|given| given.is_yarn())) {
        draft.reading.deployment = CONTAINERIZED;
    }
    let mut seen: Vec<Meaning> = Vec::new();
    for given in &parser.given {
        let meaning = given.flag.meaning;
        let at = Span::new(parser.words[given.first].at.start, parser.words[given.last].at.end);
        let ignored_because = match meaning {
            Meaning::Dynamic if is_yarn_cluster => Some("`-m yarn-cluster` reads only `-yD`, not `-D`."),
            _ if is_run && target.is_some() && given.is_yarn() => {
                Some("With `-t`, Flink reads only `-D`, not the options of YARN.")
            }
            _ => None,
        };
        if let Some(reason) = ignored_because {
            draft.remark(at, Severity::Warning, reason);
            continue;
        }
        // Of an option with one word, the first one counts.
        let is_repeated = given.flag.words == 1 && seen.contains(&meaning);
        if !seen.contains(&meaning) {
            seen.push(meaning);
        }
        let Some(text_of_value) = given.values.last().filter(|_| !is_repeated) else { continue };
        let (key, value, rank) = match meaning {
            Meaning::Other | Meaning::Target | Meaning::Address => continue,
            Meaning::Dynamic => {
                let value = if given.values.len() < 2 { "true" } else { text_of_value };
                (given.values[0].as_str(), Ok(value.to_owned()), Rank::Usual)
            }
            Meaning::YarnDynamic => {
                let value = if given.values.len() < 2 { "true" } else { text_of_value };
                (java::trim(&given.values[0]), Ok(java::trim(value).to_owned()), Rank::Usual)
            }
            Meaning::YarnTaskManager => (TM_TOTAL_PROCESS.key, mebibytes(text_of_value), Rank::Beneath),
            Meaning::YarnJobManager if behaviour(version).has_job_manager => {
                (JM_TOTAL_PROCESS.key, mebibytes(text_of_value), Rank::Beneath)
            }
            Meaning::YarnJobManager => {
                let unit = if has_unit(text_of_value) { "" } else { "m" };
                (JM_HEAP_SIZE.key, Ok([text_of_value, unit].concat()), Rank::Beneath)
            }
            Meaning::YarnSlots => (TM_NUM_SLOTS.key, integer(text_of_value), Rank::Beneath),
            Meaning::Parallelism => (PARALLELISM_DEFAULT.key, integer(text_of_value), Rank::Above),
        };
        if key.is_empty() {
            continue;
        }
        let value = value.unwrap_or_else(|error| {
            draft.reading.failure.get_or_insert(Failure { error, at: Some(at) });
            text_of_value.clone()
        });
        draft.put(entry(text, parser, given, key, value), rank);
    }
}

impl Given<'_> {
    const fn is_yarn(&self) -> bool {
        matches!(
            self.flag.meaning,
            Meaning::YarnDynamic | Meaning::YarnJobManager | Meaning::YarnTaskManager | Meaning::YarnSlots
        )
    }
}

fn has_unit(value: &str) -> bool {
    !java::trim(value).bytes().all(|byte| byte.is_ascii_digit())
}

/// A size as YARN's options take it: a mere number counts mebibytes. As `Configuration.toMap` prints it.
fn mebibytes(value: &str) -> Result<String, FlinkError> {
    MemorySize::parse_with_default_unit(value, MemoryUnit::MegaBytes).map(|size| size.to_string())
}

fn integer(value: &str) -> Result<String, FlinkError> {
    java::parse_int(value)
        .map(|value| value.to_string())
        .map_err(|message| FlinkError::new(class::NUMBER_FORMAT, message))
}

fn entry(text: &str, parser: &Parser<'_, '_>, given: &Given<'_>, key: &str, value: String) -> Entry {
    let words = parser.words;
    let first = &words[given.first];
    let (at, start) = given.value_in;
    let word = &words[at];
    let inner = shell::with_places(text, word);
    let value_start = inner.outer(Span::new(start, start)).start;
    // Quotes around the value alone belong to it, those around the whole word do not.
    let in_quotes =
        text[word.at.start..value_start].bytes().filter(|byte| matches!(byte, b'"' | b'\'')).count();
    let begins_with_quote =
        text[..value_start].ends_with(['"', '\'']) && text[word.at.start..value_start - 1].ends_with('=');
    let value_at = match in_quotes {
        0 => Span::new(value_start, word.at.end),
        1 if begins_with_quote => Span::new(value_start - 1, word.at.end),
        _ => inner.outer(Span::new(start, inner.text.len())),
    };
    let key_at = match (given.flag.words, given.values.len()) {
        (2, 1) => inner.outer(Span::new(start - given.values[0].len().min(start), start)),
        (2, _) if start == 0 => words[at.saturating_sub(1)].at,
        (2, _) => inner.outer(Span::new((start - 1).saturating_sub(given.values[0].len()), start - 1)),
        _ => first.at,
    };
    // With the word before the value, or what is left of a line if there is no other word.
    let whole = match (words.get(given.last + 1), given.first.checked_sub(1)) {
        (Some(next), _) => Span::new(first.at.start, next.at.start),
        (None, Some(previous)) => Span::new(words[previous].at.end, words[given.last].at.end),
        (None, None) => {
            let end = words[given.last].at.end;
            let rest = &text[end..];
            let length = rest.len() - rest.trim_start_matches([' ', '\t', '\r']).len();
            let end = end + length + usize::from(rest[length..].starts_with('\n'));
            Span::new(first.at.start, end)
        }
    };
    Entry { key: key.to_owned(), value, key_at, value_at, whole, syntax: Syntax::Word }
}

const fn insertion(at: usize, before: String) -> Insertion {
    Insertion { at, before, between: "=", after: String::new(), syntax: Syntax::Word }
}

/// Behind the last property, written like that one; else behind the command.
fn new_key(text: &str, parser: &Parser<'_, '_>, start: Option<usize>) -> Option<Insertion> {
    let words = parser.words;
    let is_yarn = parser.is_yarn_cluster();
    let is_dynamic = |given: &&Given<'_>| match given.flag.meaning {
        Meaning::Dynamic => !is_yarn,
        meaning => meaning == Meaning::YarnDynamic && (is_yarn || parser.is_list),
    };
    if let Some(last) = parser.given.iter().rev().find(is_dynamic) {
        let first = &words[last.first];
        let separator = match last.first.checked_sub(1) {
            Some(previous) => text[words[previous].at.end..first.at.start].to_owned(),
            None => "\n".to_owned(),
        };
        let option = if last.first == last.last { "-D" } else { &["-", last.flag.short, " "].concat() };
        return Some(insertion(words[last.last].at.end, separator + option));
    }
    let after = words.get(start?.checked_sub(1)?)?;
    let option = if is_yarn { " -yD " } else { " -D" };
    Some(insertion(after.at.end, option.to_owned()))
}
