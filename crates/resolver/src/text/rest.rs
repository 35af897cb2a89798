//! Answers of Flink's REST interface: `/taskmanagers`, `/taskmanagers/:id`, `/jobmanager/config`, and the release in `/overview` and
//! `/config`.
//!
//! They are JSON, which is YAML. The sizes of a TaskManager (`TaskExecutorMemoryConfiguration`) become explicit options.

use super::draft::{Draft, Rank};
use super::yaml::{self, Node};
use super::{Kind, Reading, Severity, Span};
use crate::catalogue::{
    TM_FRAMEWORK_HEAP, TM_FRAMEWORK_OFF_HEAP, TM_JVM_METASPACE, TM_JVM_OVERHEAD_MAX, TM_JVM_OVERHEAD_MIN,
    TM_MANAGED_SIZE, TM_NETWORK_MAX, TM_NETWORK_MIN, TM_NUM_SLOTS, TM_TASK_HEAP, TM_TASK_OFF_HEAP,
    TM_TOTAL_FLINK, TM_TOTAL_PROCESS,
};
use crate::resolution::{Deployment, Process};
use crate::version::FlinkVersion;

/// Fields of a TaskManager's memory and the options that make them so.
static SIZES: [(&str, &str); 10] = [
    ("frameworkHeap", TM_FRAMEWORK_HEAP.key),
    ("taskHeap", TM_TASK_HEAP.key),
    ("frameworkOffHeap", TM_FRAMEWORK_OFF_HEAP.key),
    ("taskOffHeap", TM_TASK_OFF_HEAP.key),
    ("managedMemory", TM_MANAGED_SIZE.key),
    ("networkMemory", TM_NETWORK_MIN.key),
    ("networkMemory", TM_NETWORK_MAX.key),
    ("jvmMetaspace", TM_JVM_METASPACE.key),
    ("jvmOverhead", TM_JVM_OVERHEAD_MIN.key),
    ("jvmOverhead", TM_JVM_OVERHEAD_MAX.key),
];

/// Sums, which stand in for parts that the answer does not have.
static TOTALS: [(&str, &str); 2] =
    [("totalFlinkMemory", TM_TOTAL_FLINK.key), ("totalProcessMemory", TM_TOTAL_PROCESS.key)];

/// Reads an answer.
pub(super) fn read(text: &str) -> Reading {
    let mut draft = Draft::new(Kind::RestAnswer);
    match yaml::documents(text) {
        Ok(documents) => {
            for document in &documents {
                answer(&mut draft, &document.root);
            }
        }
        Err(error) => {
            let message = ["This is not JSON: ", &error.message, "."].concat();
            draft.remark(error.at, Severity::Error, message);
        }
    }
    draft.finish()
}

fn answer(draft: &mut Draft, node: &Node) {
    if !node.items().is_empty() {
        properties(draft, node);
        return;
    }
    if let Some(version) = node.get("flink-version").and_then(Node::text) {
        draft.reading.version = FlinkVersion::parse(version.split('-').next().unwrap_or(version));
    }
    if let Some(all) = node.get("taskmanagers") {
        for (at, task_manager) in all.items().iter().enumerate() {
            if at == 0 {
                answer(draft, task_manager);
            } else if values(task_manager) != values(&all.items()[0]) {
                let message = "This TaskManager has other sizes than the first one, which counts.";
                draft.remark(head(task_manager), Severity::Hint, message);
            }
        }
    }
    if let Some(memory) = node.get("memoryConfiguration") {
        draft.reading.process = Some(Process::TaskManager);
        for (field, key) in &SIZES {
            size(draft, memory, field, key);
        }
        let is_whole = SIZES.iter().all(|(field, _)| number(memory, field).is_some());
        for (field, key) in TOTALS.iter().filter(|_| !is_whole) {
            size(draft, memory, field, key);
        }
        if let Some((slots, at)) = number(node, "slotsNumber") {
            draft.put_fixed(TM_NUM_SLOTS.key, slots, at, Rank::Usual);
        }
    } else if node.get("slotsNumber").is_some() {
        let message = "Before 1.12, this answer has no sizes.";
        draft.remark(head(node), Severity::Hint, message);
    }
    if let Some(options) = node.get("jvm").and_then(|jvm| jvm.get("options")) {
        let message = "Flags of the JVM are no configuration: Flink derives them from its options.";
        draft.remark(head(options), Severity::Hint, message);
    }
}

/// Reads a list of objects with a key and a value each.
fn properties(draft: &mut Draft, list: &Node) {
    for item in list.items() {
        let (Some(key), Some(value)) = (item.get("key"), item.get("value")) else { continue };
        let (Some(name), Some(text)) = (key.text(), value.text()) else { continue };
        // What Flink does not show, it does not say.
        if text != "******" {
            draft.put_fixed(name, text, value.at, Rank::Usual);
        }
        let target = name == "execution.target";
        if target && (text.starts_with("kubernetes") || text.starts_with("yarn")) {
            draft.reading.deployment = Some(Deployment::Containerized);
        }
    }
}

fn size(draft: &mut Draft, memory: &Node, field: &str, key: &str) {
    if let Some((bytes, at)) = number(memory, field) {
        draft.put_fixed(key, [bytes, "b"].concat(), at, Rank::Usual);
    }
}

/// A field that is a whole number, and not null.
fn number<'a>(node: &'a Node, field: &str) -> Option<(&'a str, Span)> {
    let value = node.get(field)?;
    let text = value.text()?;
    (!text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())).then_some((text, value.at))
}

fn values(task_manager: &Node) -> Vec<&str> {
    let memory = task_manager.get("memoryConfiguration").into_iter().flat_map(Node::entries);
    memory.filter_map(|(_, value)| value.text()).collect()
}

/// The beginning of a node, for a remark that is about all of it.
fn head(node: &Node) -> Span {
    Span::new(node.at.start, (node.at.start + 1).min(node.at.end))
}
