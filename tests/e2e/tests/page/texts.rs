//! The configuration as a text: pasted, edited, moved by controls, read as what it is.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use e2e::{Calculator, Mouse, Visit, keys};
use serde_json::{Value, json};

use crate::key;

const FILE: &str = "# Flink on the big nodes
jobmanager.rpc.address: jm-0

taskmanager.memory.process.size: 4g # one pod
taskmanager.memory.managed.fraction: 0.5
s3.secret-key: AKIAIOSFODNN7EXAMPLE
taskmanager.numberOfTaskSlots: 4
";

#[test]
fn a_pasted_file_fills_controls_and_picture() {
    Visit::default().run(|page| {
        page.paste_anywhere(FILE);
        assert_eq!(page.config_text(), FILE);
        assert_eq!(page.bytes("total-process"), 4 << 30);
        assert_eq!(page.field(key::MANAGED_FRACTION), "0.5");
        assert_eq!(page.chip(key::MANAGED_FRACTION), "set");
        assert!(page.starts());
    });
}

#[test]
fn the_clipboard_is_taken_by_a_key_stroke() {
    Visit::default().run(|page| {
        page.allow_clipboard();
        page.session.script("return navigator.clipboard.writeText(arguments[0])", &[json!(FILE)]);
        page.session.script("document.activeElement?.blur()", &[]);
        page.session.press(Some(keys::CONTROL), 'v');
        page.session.wait_until("the total to follow", || page.bytes("total-process") == 4 << 30);
    });
}

#[test]
fn a_slider_changes_its_value_in_the_text_and_nothing_else() {
    Visit::default().run(|page| {
        page.paste_anywhere(FILE);
        let track = page.thumb(key::MANAGED_FRACTION);
        let to = track.left + (track.right - track.left) * 0.3;
        page.session.mouse(&[
            Mouse::To(track.thumb, track.height),
            Mouse::Down,
            Mouse::To(to, track.height),
            Mouse::Rest,
            Mouse::Up,
        ]);
        page.settle();
        assert_eq!(page.field(key::MANAGED_FRACTION), "0.3");
        assert_eq!(page.config_text(), FILE.replace("fraction: 0.5", "fraction: 0.3"));
    });
}

#[test]
fn typing_in_the_text_moves_the_controls() {
    Visit::default().run(|page| {
        page.write_config(&FILE.replace("0.5", "0.25"));
        assert_eq!(page.field(key::MANAGED_FRACTION), "0.25");
        page.set(key::PROCESS_SIZE, "6g");
        assert!(page.config_text().contains("\ntaskmanager.memory.process.size: 6g # one pod\n"));
        page.reset(key::MANAGED_FRACTION);
        assert!(!page.config_text().contains("fraction"));
        assert!(page.config_text().contains("s3.secret-key: AKIAIOSFODNN7EXAMPLE\ntaskmanager"));
    });
}

#[test]
fn a_field_that_is_emptied_and_typed_in_again_keeps_its_place() {
    Visit::default().run(|page| {
        page.paste_anywhere(FILE);
        let field = page.select_all_in(key::PROCESS_SIZE);
        page.session.press(None, keys::DELETE);
        page.settle();
        assert!(!page.config_text().contains("process.size"));
        page.session.type_into(&field, "8g");
        page.settle();
        assert_eq!(page.config_text(), FILE.replace("4g # one pod", "8g # one pod"));
    });
}

#[test]
fn the_kind_is_told_and_can_be_chosen() {
    Visit::default().run(|page| {
        page.choose_version("1.18");
        page.paste_anywhere("taskmanager.memory.process.size: 4g#big\n");
        assert!(page.text("#kind option:checked").contains("flink-conf.yaml"));
        assert_eq!(page.bytes("total-process"), 4 << 30);
        // In YAML this is no comment.
        page.click("#kind option[value='config-yaml']");
        assert!(!page.starts());
        assert_eq!(page.field(key::PROCESS_SIZE), "4g#big");
        page.click("#kind option[value='']");
        assert!(page.starts());
    });
}

#[test]
fn a_file_that_flinks_loader_refuses_says_so_in_its_words() {
    Visit::default().run(|page| {
        page.paste_anywhere(FILE);
        page.write_config("taskmanager.memory.process.size: 1g\ntaskmanager.memory.process.size: 2g\n");
        assert!(!page.starts());
        let problem = page.text("#problem .error");
        assert!(problem.contains("Error parsing YAML configuration."), "{problem}");
        assert!(problem.contains("found duplicate key taskmanager.memory.process.size"), "{problem}");
        assert!(page.count("#findings .failure") > 0, "the editor points at the place");
        assert_eq!(page.bytes("total-process"), 4 << 30, "the last valid picture stays");
        page.click("#restore");
        assert_eq!(page.config_text(), FILE);
    });
}

#[test]
fn a_manifest_brings_its_release_and_both_processes() {
    Visit::default().run(|page| {
        page.paste_anywhere(
            "apiVersion: flink.apache.org/v1beta1
kind: FlinkDeployment
metadata:
  name: example
spec:
  flinkVersion: v1_20
  flinkConfiguration:
    taskmanager.numberOfTaskSlots: \"2\"
  jobManager:
    resource:
      memory: \"2048m\"
      cpu: 1
  taskManager:
    resource:
      memory: \"4096m\"
      cpu: 1
",
        );
        assert_eq!(page.property("#version", "value"), "1.20");
        assert!(page.text("#kind option:checked").contains("manifest"));
        assert_eq!(page.bytes("total-process"), 4 << 30);
        page.choose("process", "jobmanager");
        assert_eq!(page.bytes("total-process"), 2 << 30);
        page.set("jobmanager.memory.process.size", "3g");
        assert!(page.config_text().contains("memory: 3g") || page.config_text().contains("memory: \"3g\""));
    });
}

#[test]
fn findings_name_their_place_and_offer_what_to_write() {
    Visit::default().run(|page| {
        page.paste_anywhere("taskmanager.memory.process.size: 4g\ntaskmanager.memory.network.size: 1g\n");
        let findings = page.text("#findings");
        assert!(findings.contains("2:1"), "{findings}");
        assert!(findings.contains("Write taskmanager.memory.network.min and"), "{findings}");
        page.click("#findings .place");
        let selected = page.session.script("return getSelection().toString()", &[]);
        assert!(
            selected.as_str().is_some_and(|text| text.starts_with("taskmanager.memory.network")),
            "{selected}"
        );
    });
}

#[test]
fn ten_megabytes_in_the_text_do_not_freeze_the_page() {
    Visit::default().run(|page| {
        page.choose_version("1.18");
        let line = "some.option: some value\n";
        page.drop_clipboard(line, (10 << 20) / line.len(), "taskmanager.memory.process.size: 4g\n");
        page.session.wait_until("the text to be read", || page.bytes("total-process") == 4 << 30);
        page.set(key::MANAGED_FRACTION, "0.3");
        assert_eq!(page.chip(key::MANAGED_FRACTION), "set");
    });
}

/// A text of `tests/inputs` with what it says.
struct Input {
    name: String,
    text: String,
    kind: String,
    /// The release that is chosen on the page.
    release: String,
    /// What is configured then.
    entries: Vec<(String, String)>,
    has_advice: bool,
}

fn inputs() -> Vec<Input> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../inputs");
    let mut names: Vec<String> = fs::read_dir(&folder)
        .expect("a folder")
        .filter_map(|entry| {
            entry.expect("an entry").file_name().to_str()?.strip_suffix(".txt").map(str::to_owned)
        })
        .collect();
    names.sort();
    let read =
        |name: &str, ending: &str| fs::read_to_string(folder.join(name.to_owned() + ending)).expect("a text");
    let input = |name: String| {
        let (text, expected) = (read(&name, ".txt"), read(&name, ".expected"));
        let word = |word: &str| expected.lines().find_map(|line| line.strip_prefix(word).map(str::to_owned));
        Input {
            kind: word("kind ").expect("every text has a kind"),
            release: word("with ").unwrap_or_else(|| "2.3".to_owned()),
            entries: expected
                .lines()
                .filter(|line| !line.starts_with(' '))
                .filter_map(|line| line.split_once(" = "))
                // A backslash is written twice there.
                .map(|(key, value)| (key.to_owned(), value.replace(r"\\", r"\")))
                .collect(),
            has_advice: expected.lines().any(|line| line.starts_with("advice ")),
            name,
            text,
        }
    };
    names.into_iter().map(input).collect()
}

/// Keys and texts of all fields of the form that are set.
fn set_fields(page: &Calculator<'_>) -> BTreeMap<String, String> {
    let fields = page.session.script(
        "return [...document.querySelectorAll('.ctl:not(.unset)')].map(control =>
             [control.querySelector('.key').textContent, control.querySelector('input[type=text]')?.value])",
        &[],
    );
    let fields = fields.as_array().expect("a list").iter();
    let text = |value: &Value| value.as_str().map(str::to_owned);
    fields.filter_map(|field| Some((text(&field[0])?, text(&field[1])?))).collect()
}

#[test]
fn every_kind_of_text_that_is_pasted_fills_the_form_and_the_picture() {
    let inputs = inputs();
    assert!(inputs.len() > 60, "{}", inputs.len());
    Visit::default().run(|page| {
        for input in inputs {
            page.session.open(&(page.server.url() + "?v=1&flink=" + &input.release + "&p=tm"));
            page.wait_until_ready();
            page.paste_anywhere(&input.text);
            let name = &input.name;
            let kind = page.text(&format!("#kind option[value='{}']", input.kind));
            assert_eq!(page.text("#kind option:checked"), format!("detected: {kind}"), "{name}");
            if input.has_advice {
                assert!(page.count(".counsel") > 0, "{name}");
            }
            let mut found = 0;
            for process in ["taskmanager", "jobmanager"] {
                page.choose("process", process);
                let fields = set_fields(page);
                for (key, value) in &input.entries {
                    if let Some(field) = fields.get(key) {
                        assert_eq!(field, value, "{name}: {key}");
                        found += 1;
                    }
                }
                // The JobManager of 1.10 has a heap and nothing else.
                if page.text("#verdict").ends_with(" starts")
                    && page.count("tr[data-component='total-process']") > 0
                {
                    assert!(page.table()["total-process"] > 0 && page.drawn("total-process") > 0.0, "{name}");
                }
            }
            let is_about_memory = |(key, _): &&(String, String)| key.contains(".memory.process.size");
            assert!(
                found >= input.entries.iter().filter(is_about_memory).count(),
                "{name}: {found} fields are filled"
            );
        }
    });
}
