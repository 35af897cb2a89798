use std::collections::BTreeSet;
use std::fmt::Debug;

use resolver::catalogue::ALL;
use resolver::control::controls;
use resolver::{Deployment, FlinkVersion, Process, presets};

use super::PART;
use crate::page::Answer;
use crate::settings::Settings;
use crate::words::lexicon::Named;
use crate::words::{ENGLISH, details, live, texts};

/// What is the same in both languages: names of products, of Flink's things, and units.
const SAME: [&str; 41] = [
    "",
    "BROADCAST",
    "Confluence",
    "Docusaurus",
    "Element",
    "English",
    "FORWARD",
    "Flink Memory Calculator",
    "Frame",
    "GiB",
    "HASH",
    "Hugo",
    "Kubernetes / YARN",
    "MediaWiki",
    "MkDocs",
    "REBALANCE",
    "RESCALE",
    "Standalone",
    "TaskManager",
    "Caused by:",
    "/s",
    " / ",
    "backlog",
    "credit",
    "en",
    "zh-Hans",
    "{0}\u{a0}{1}",
    "KiB",
    "MiB",
    "TiB",
    "PiB",
    "EiB",
    "Checkpoint",
    "Checkpoint barrier",
    "State Backend",
    "Result partition",
    "JVM Metaspace",
    "JVM",
    "中文",
    "1 cell = ",
    "TaskManager × slot",
];

/// All texts of a structure, in its order: each is a line of what is printed for programmers.
fn texts_of(words: &impl Debug) -> Vec<String> {
    let printed = format!("{words:#?}");
    let quoted = printed.lines().filter_map(|line| {
        let (start, end) = (line.find('"')?, line.rfind('"')?);
        Some(line[start + 1..end].replace("\\u{a0}", "\u{a0}"))
    });
    quoted.collect()
}

/// Every text with its English one.
fn pairs() -> Vec<(String, String)> {
    let english = [
        texts_of(&ENGLISH),
        texts_of(&texts::ENGLISH),
        texts_of(&live::ENGLISH),
        texts_of(&details::ENGLISH),
    ];
    let chinese =
        [texts_of(&PART.words), texts_of(&PART.texts), texts_of(&PART.live), texts_of(&PART.details)];
    for (english, chinese) in english.iter().zip(&chinese) {
        assert_eq!(english.len(), chinese.len());
    }
    english.concat().into_iter().zip(chinese.concat()).collect()
}

fn is_chinese(text: &str) -> bool {
    text.chars().any(|letter| ('\u{4e00}'..='\u{9fff}').contains(&letter))
}

/// The numbers in braces.
fn places(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|piece| Some(piece.split_once('}')?.0)).collect()
}

#[test]
fn there_are_as_many_texts_as_fields_and_more() {
    let pairs = pairs();
    assert!(pairs.len() > 400, "{}", pairs.len());
    assert!(pairs.contains(&("Restart from the beginning".to_owned(), "从头开始".to_owned())));
}

#[test]
fn templates_have_the_same_places() {
    let mut templates = 0;
    for (english, chinese) in pairs() {
        assert_eq!(places(&english), places(&chinese), "{english}: {chinese}");
        templates += usize::from(!places(&english).is_empty());
    }
    assert!(templates > 20, "{templates}");
}

#[test]
fn everything_is_said_in_chinese_but_names() {
    for (english, chinese) in pairs() {
        assert!(is_chinese(&chinese) || SAME.contains(&&*chinese), "{english:?}: {chinese:?}");
        assert!(!is_chinese(&english) || english == "中文", "{english:?}");
    }
}

#[test]
fn sentences_end_as_they_do_in_english() {
    for (english, chinese) in pairs() {
        let is_sentence = english.ends_with('.') && english.contains(' ');
        assert_eq!(is_sentence, chinese.ends_with('。'), "{english}: {chinese}");
        assert!(!chinese.contains(", ") && !chinese.contains("; "), "{chinese}");
    }
}

fn find<'a>(list: &'a [Named], id: &str) -> Option<&'a Named> {
    list.iter().find(|named| named.id == id)
}

#[test]
fn every_option_with_english_words_has_chinese_ones_and_no_other_has() {
    let known: BTreeSet<&str> =
        ALL.iter().filter(|option| option.words.is_some()).map(|option| option.key).collect();
    let said: BTreeSet<&str> = PART.options.iter().map(|named| named.id).collect();
    assert_eq!(said, known);
    assert_eq!(said.len(), PART.options.len());
    for named in PART.options {
        assert!(is_chinese(named.label) || SAME.contains(&named.label), "{}", named.label);
        assert!(is_chinese(named.text) && named.text.ends_with('。'), "{}", named.text);
    }
}

#[test]
fn every_preset_has_words() {
    assert_eq!(PART.presets.len(), presets::ALL.len());
    for preset in presets::ALL {
        let named = find(PART.presets, preset.id).unwrap_or_else(|| panic!("{}", preset.id));
        assert!(is_chinese(named.label) && is_chinese(named.text), "{}", named.text);
    }
}

#[test]
fn every_group_of_the_form_has_a_heading() {
    for version in FlinkVersion::ALL {
        for process in Process::ALL {
            for deployment in [Deployment::Containerized, Deployment::Standalone] {
                let answer = Answer::to(Settings::new(version, process, deployment));
                for group in controls(answer.settings.request(), &answer.resolution) {
                    let named = find(PART.groups, group.id).unwrap_or_else(|| panic!("{}", group.id));
                    assert!(is_chinese(named.label) || SAME.contains(&named.label), "{}", named.label);
                }
            }
        }
    }
}
