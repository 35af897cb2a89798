//! What the user chose and typed, and nothing that follows from it.

use std::rc::Rc;

use resolver::text::{Document, Kind, Library, is_simple};
use resolver::{Configuration, Deployment, FlinkVersion, Process, Request};

/// Key of the total that a container is sized by.
pub const TASK_MANAGER_PROCESS_SIZE: &str = "taskmanager.memory.process.size";
/// Key of the total that a bare machine is sized by.
pub const TASK_MANAGER_FLINK_SIZE: &str = "taskmanager.memory.flink.size";
/// As [`TASK_MANAGER_PROCESS_SIZE`], for the JobManager.
pub const JOB_MANAGER_PROCESS_SIZE: &str = "jobmanager.memory.process.size";
/// As [`TASK_MANAGER_FLINK_SIZE`], for the JobManager.
pub const JOB_MANAGER_FLINK_SIZE: &str = "jobmanager.memory.flink.size";
/// The one total that the JobManager of 1.10 has.
pub const JOB_MANAGER_HEAP_SIZE: &str = "jobmanager.heap.size";

/// A total size to begin with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StartTotal {
    /// Its key.
    pub key: &'static str,
    /// Its value, in Flink's units.
    pub value: &'static str,
}

/// The total that a new page begins with: what Flink ships in its own configuration file for containers, and the Flink memory that
/// this leaves for bare machines.
#[must_use]
pub const fn start_total(process: Process, deployment: Deployment) -> StartTotal {
    match (process, deployment) {
        (Process::TaskManager, Deployment::Containerized) => {
            StartTotal { key: TASK_MANAGER_PROCESS_SIZE, value: "1728m" }
        }
        (Process::TaskManager, Deployment::Standalone) => {
            StartTotal { key: TASK_MANAGER_FLINK_SIZE, value: "1280m" }
        }
        (Process::JobManager, Deployment::Containerized) => {
            StartTotal { key: JOB_MANAGER_PROCESS_SIZE, value: "1600m" }
        }
        (Process::JobManager, Deployment::Standalone) => {
            StartTotal { key: JOB_MANAGER_FLINK_SIZE, value: "1280m" }
        }
    }
}

/// The release, process and deployment asked about, with the configuration as a text. A key that is not in it is "not set".
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// The release that answers.
    pub version: FlinkVersion,
    /// The process that is looked at. The configuration holds the options of both.
    pub process: Process,
    /// Who starts it.
    pub deployment: Deployment,
    /// The configuration as the user has it: controls and editor change the same text.
    document: Document,
    /// Processes whose total the user has taken in hand: it no longer follows the deployment.
    own_total: [bool; 2],
    /// What the text began as.
    origin: Option<Origin>,
}

/// A preset that was chosen.
#[derive(Clone, Debug, PartialEq)]
pub struct Origin {
    /// Its id.
    pub id: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Its text.
    text: Rc<str>,
}

impl Default for Settings {
    fn default() -> Self {
        Self::new(FlinkVersion::LATEST, Process::TaskManager, Deployment::Containerized)
    }
}

impl Settings {
    /// The settings that a new page begins with: nothing is set but the totals.
    #[must_use]
    pub fn new(version: FlinkVersion, process: Process, deployment: Deployment) -> Self {
        let mut document = Document::plain(version);
        for process in [Process::TaskManager, Process::JobManager] {
            let total = start_total(process, deployment);
            document.set(total.key, total.value);
        }
        Self { version, process, deployment, document, own_total: [false; 2], origin: None }
    }

    /// Settings with a configuration from elsewhere, such as a link. Without a library, only [simple](is_simple) values are taken.
    #[must_use]
    pub fn of(
        version: FlinkVersion,
        process: Process,
        deployment: Deployment,
        config: &Configuration,
        library: Option<Library>,
    ) -> Self {
        let mut document = Document::plain(version);
        if let Some(library) = library {
            document.set_library(library);
        }
        let is_taken = |(key, value): &(&str, &str)| library.is_some() || is_simple(key, value);
        for (key, value) in config.iter().filter(is_taken) {
            document.set(key, value);
        }
        let own_total = [Process::TaskManager, Process::JobManager].map(|process| {
            let total = start_total(process, deployment);
            config.get(total.key) != Some(total.value)
        });
        Self { version, process, deployment, document, own_total, origin: None }
    }

    /// What is configured.
    #[must_use]
    pub const fn config(&self) -> &Configuration {
        self.document.config()
    }

    /// The configuration as a text.
    #[must_use]
    pub const fn document(&self) -> &Document {
        &self.document
    }

    /// Id and name of the preset that the text began as, and whether it has been edited since.
    #[must_use]
    pub fn origin(&self) -> Option<(&'static str, &'static str, bool)> {
        self.origin.as_ref().map(|origin| (origin.id, origin.name, origin.text != *self.document.text()))
    }

    /// Whether there is a configuration of the user's, and not just what a new page begins with.
    #[must_use]
    pub fn is_own(&self) -> bool {
        *self.config() != *Self::new(self.version, self.process, self.deployment).config()
    }

    /// Another release; the text is read as that release does.
    pub fn set_version(&mut self, version: FlinkVersion) {
        self.version = version;
        self.document.set_version(version);
    }

    /// Other readers, for the texts that come.
    pub fn set_library(&mut self, library: Library) {
        self.document.set_library(library);
    }

    /// Another text. What it says for the first time about release, process and deployment is taken over; what it said before was
    /// perhaps overruled since.
    pub fn set_text(&mut self, text: impl Into<Rc<str>>) {
        let text = text.into();
        if text == *self.document.text() {
            return;
        }
        let before = Rc::clone(self.document.reading());
        self.own_total = [true; 2];
        self.document = Document::by(self.document.library(), text, self.document.chosen(), self.version);
        self.follow(&before);
    }

    /// Reads the text as another kind, or again as the kind that it seems to be.
    pub fn set_kind(&mut self, kind: Option<Kind>) {
        if kind != self.document.chosen() {
            let before = Rc::clone(self.document.reading());
            let text = Rc::clone(self.document.text());
            self.document = Document::by(self.document.library(), text, kind, self.version);
            self.follow(&before);
        }
    }

    /// Begins anew with the text of a preset.
    pub fn set_preset(&mut self, [id, name]: [&'static str; 2], deployment: Deployment, text: String) {
        self.deployment = deployment;
        self.own_total = [true; 2];
        self.document = Document::by(self.document.library(), text, None, self.version);
        self.origin = Some(Origin { id, name, text: Rc::clone(self.document.text()) });
    }

    fn follow(&mut self, before: &resolver::text::Reading) {
        let reading = Rc::clone(self.document.reading());
        if let Some(process) = reading.process.filter(|_| reading.process != before.process) {
            self.process = process;
        }
        if let Some(deployment) = reading.deployment.filter(|_| reading.deployment != before.deployment) {
            self.deployment = deployment;
        }
        if let Some(version) = reading.version.filter(|_| reading.version != before.version) {
            self.set_version(version);
        }
    }

    /// The question to ask the resolver.
    #[must_use]
    pub const fn request(&self) -> Request<'_> {
        Request {
            version: self.version,
            process: self.process,
            deployment: self.deployment,
            config: self.config(),
        }
    }

    /// Sets `key`, or puts it back to "not set" where `text` is empty: an emptied field means that nothing is configured.
    pub fn set(&mut self, key: &str, text: String) {
        self.take_in_hand(key);
        if text.is_empty() {
            self.document.unset(key);
        } else {
            self.document.set(key, &text);
        }
    }

    /// Puts `key` back to "not set".
    pub fn unset(&mut self, key: &str) {
        self.take_in_hand(key);
        self.document.unset(key);
    }

    /// Changes who starts the process. What the user set stays; a start total that nobody touched moves to the option that this
    /// deployment is sized by.
    pub fn deploy(&mut self, deployment: Deployment) {
        let before = self.deployment;
        self.deployment = deployment;
        for process in [Process::TaskManager, Process::JobManager] {
            if !self.own_total[process as usize] {
                let total = start_total(process, deployment);
                self.document.unset(start_total(process, before).key);
                self.document.set(total.key, total.value);
            }
        }
    }

    /// Whether neither total of the process is set, so that a total is the first thing to offer when Flink does not start.
    #[must_use]
    pub fn lacks_total(&self) -> bool {
        [Deployment::Containerized, Deployment::Standalone]
            .into_iter()
            .all(|deployment| !self.config().contains(start_total(self.process, deployment).key))
    }

    fn take_in_hand(&mut self, key: &str) {
        match key {
            TASK_MANAGER_PROCESS_SIZE | TASK_MANAGER_FLINK_SIZE => {
                self.own_total[Process::TaskManager as usize] = true;
            }
            JOB_MANAGER_PROCESS_SIZE | JOB_MANAGER_FLINK_SIZE => {
                self.own_total[Process::JobManager as usize] = true;
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_untouched_total_follows_the_deployment() {
        let mut settings = Settings::default();
        settings.set("taskmanager.memory.managed.fraction", "0.3".to_owned());
        settings.deploy(Deployment::Standalone);
        let entries: Vec<_> = settings.config().iter().collect();
        assert_eq!(
            entries,
            [
                (JOB_MANAGER_FLINK_SIZE, "1280m"),
                (TASK_MANAGER_FLINK_SIZE, "1280m"),
                ("taskmanager.memory.managed.fraction", "0.3")
            ]
        );
        settings.deploy(Deployment::Containerized);
        assert_eq!(settings.config().get(TASK_MANAGER_PROCESS_SIZE), Some("1728m"));
        assert!(!settings.config().contains(TASK_MANAGER_FLINK_SIZE));
    }

    #[test]
    fn a_total_that_was_set_or_removed_stays() {
        let mut settings = Settings::default();
        settings.set(TASK_MANAGER_PROCESS_SIZE, "4g".to_owned());
        settings.unset(JOB_MANAGER_PROCESS_SIZE);
        settings.deploy(Deployment::Standalone);
        let entries: Vec<_> = settings.config().iter().collect();
        assert_eq!(entries, [(TASK_MANAGER_PROCESS_SIZE, "4g")]);
    }

    #[test]
    fn an_emptied_field_is_not_set() {
        let mut settings = Settings::default();
        settings.set(TASK_MANAGER_PROCESS_SIZE, String::new());
        assert!(!settings.config().contains(TASK_MANAGER_PROCESS_SIZE));
        assert!(settings.lacks_total());
    }
}
