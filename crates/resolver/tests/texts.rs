//! Laws of reading and editing, for texts made of what such texts are made of.

mod laws;

use laws::{Step, check_detected, check_edits, check_reading};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use resolver::FlinkVersion;
use resolver::text::{Document, Kind};

/// Pieces of all formats.
const COMMON: &[&str] = &[
    "\n",
    "\n",
    "\n",
    " ",
    "  ",
    "    ",
    "\t",
    "\r\n",
    "\r",
    ":",
    ": ",
    "=",
    "#",
    " # ",
    "\"",
    "'",
    "\\",
    ",",
    "-",
    "- ",
    "\u{feff}",
    "\u{0}",
    "\u{85}",
    "\u{2028}",
    "\u{a0}",
    "ä",
    "🙂",
    "%",
    "$",
    "${X}",
    "taskmanager.memory.process.size",
    "taskmanager.memory.flink.size",
    "taskmanager.memory.managed.fraction",
    "jobmanager.memory.process.size",
    "taskmanager.heap.size",
    "taskmanager.numberOfTaskSlots",
    "rest.port",
    "s3.secret-key",
    "4g",
    "1728m",
    "0.4",
    "1.5g",
    "true",
    "~",
    "null",
    "0x1f",
    "1e3",
    "-1",
    "９",
];

/// Pieces of one format.
const fn pieces(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::FlinkConf => &["taskmanager.memory.process.size: 4g\n", ": ", "key : value", "a:b", " #c"],
        Kind::ConfigYaml => &[
            "taskmanager:\n",
            "memory:\n",
            "  process:\n",
            "size: ",
            "{",
            "}",
            "[",
            "]",
            "&a ",
            "*a",
            "<<: *a",
            "!!str ",
            "---\n",
            "...\n",
            "|\n",
            ">-\n",
            "? ",
            "%YAML 1.2\n",
            "@",
            "`",
            "\"\\u0041\"",
            "\"\\ud800\"",
            "''",
            "{a: [b, {c: d}]}",
        ],
        Kind::Arguments => &[
            "-D",
            "-D ",
            "-Dtaskmanager.memory.process.size=4g ",
            "--",
            "flink run ",
            "\\\n",
            "$'",
            "-t ",
            "\"-Da=b\"",
        ],
        Kind::Properties => &[
            "FLINK_PROPERTIES=",
            "FLINK_PROPERTIES: |\n",
            "- |\n",
            "      ",
            "environment:\n",
            "services:\n",
            "  - ",
            "export ",
            "docker run --env ",
            "\"\n",
        ],
        Kind::Manifest => &[
            "apiVersion: flink.apache.org/v1beta1\n",
            "kind: FlinkDeployment\n",
            "kind: ConfigMap\n",
            "spec:\n",
            "  flinkVersion: v1_20\n",
            "  flinkConfiguration:\n",
            "  taskManager:\n",
            "    resource:\n",
            "      memory: ",
            "2048m",
            "2Gi",
            "\"2g\"",
            "---\n",
            "data:\n",
            "  flink-conf.yaml: |\n",
            "    ",
            "items:\n",
            "metadata:\n",
            "{",
            "}",
            "[",
            "]",
            "cpu: 1\n",
        ],
        Kind::Values => &[
            "flink:\n",
            "  flinkConfiguration:\n",
            "  config.yaml: |-\n",
            "      ",
            "{{ .Values.x }}",
            "[]",
            "{}",
            "resources:\n",
        ],
        Kind::LogBlock => &[
            "INFO  [] - Final TaskExecutor Memory configuration:\n",
            "INFO  [] - Final Master Memory configuration:\n",
            "  Total Process Memory:          ",
            "    Total Flink Memory:          ",
            "        Task Heap Memory:    ",
            "4.000gb (4294967296 bytes)",
            "1728.000mb (1811939328 bytes)",
            "Total JVM Heap Memory: ",
            "(0 bytes)",
            "2024-01-01 00:00:00,000 ",
        ],
        Kind::RestAnswer => &[
            "{",
            "}",
            "[",
            "]",
            "\"id\":",
            "\"memoryConfiguration\":",
            "\"frameworkHeap\":",
            "\"totalProcessMemory\":",
            "134217728",
            "\"key\":",
            "\"value\":",
            "\"taskmanagers\":",
            "\"\\u00e9\"",
            "\"\\ud800\"",
            "1e99",
            "null",
            ",",
        ],
        Kind::ErrorMessage => &[
            "org.apache.flink.configuration.IllegalConfigurationException: ",
            "Caused by: ",
            "\tat org.apache.flink.X.y(X.java:1)\n",
            "Sum of configured Framework Heap Memory (128.000mb (134217728 bytes))",
            " exceed configured Total Flink Memory (",
            "1.5g",
            "OutOfMemoryError: Metaspace",
            "Insufficient number of network buffers: required 10, but only 5 available.",
            "Java heap space",
        ],
    }
}

/// Token soup of one kind: lines that look right, and never quite are.
fn soup(kind: Kind) -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => select(pieces(kind).to_vec()).prop_map(str::to_owned),
        6 => select(COMMON.to_vec()).prop_map(str::to_owned),
        1 => "(?s).{0,6}",
        1 => "[a-z.]{1,12}: [0-9a-z]{0,6}\n",
    ];
    vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

fn kind() -> impl Strategy<Value = Kind> {
    select(Kind::ALL.to_vec())
}

fn version() -> impl Strategy<Value = FlinkVersion> {
    select(FlinkVersion::ALL.to_vec())
}

fn step() -> impl Strategy<Value = Step> {
    let key = || {
        prop_oneof![
            8 => select(vec![
                "taskmanager.memory.process.size",
                "taskmanager.memory.flink.size",
                "taskmanager.memory.managed.fraction",
                "jobmanager.memory.process.size",
                "taskmanager.numberOfTaskSlots",
                "rest.port",
            ]).prop_map(str::to_owned),
            1 => "(?s).{0,12}",
        ]
    };
    let value = prop_oneof![
        4 => "[0-9]{1,4}[mg]",
        2 => select(COMMON.to_vec()).prop_map(str::to_owned),
        1 => "(?s).{0,12}",
    ];
    prop_oneof![
        6 => (key(), value).prop_map(|(key, value)| Step::Set(key, value)),
        3 => key().prop_map(Step::Unset),
        1 => version().prop_map(Step::Version),
    ]
}

proptest! {
    #[test]
    fn every_text_is_read(
        (kind, text) in kind().prop_flat_map(|kind| (Just(kind), soup(kind))),
        version in version(),
    ) {
        check_reading(&text, kind, version);
        check_detected(&text, version);
    }

    #[test]
    fn every_text_is_read_as_every_kind(text in kind().prop_flat_map(soup), version in version()) {
        for kind in Kind::ALL {
            check_reading(&text, kind, version);
        }
    }

    #[test]
    fn an_edit_changes_its_key_and_nothing_else(
        (kind, text) in kind().prop_flat_map(|kind| (Just(kind), soup(kind))),
        is_chosen in any::<bool>(),
        version in version(),
        steps in vec(step(), 1..6),
    ) {
        check_edits(&text, Some(kind).filter(|_| is_chosen), version, &steps);
    }
}

/// Texts that are expensive for readers which are not careful. Each grows with the number given.
fn monsters(size: usize) -> Vec<(&'static str, String)> {
    let many = |piece: &str| piece.repeat(size / piece.len());
    let levels = |level: fn(usize) -> String| -> String { (0..60).map(level).collect() };
    vec![
        ("one long line", many("x")),
        ("one long value", "taskmanager.memory.process.size: ".to_owned() + &many("9")),
        ("brackets", many("[")),
        ("braces", many("{a: ")),
        ("JSON objects", many("{\"a\":")),
        ("nested dashes", many("- ")),
        ("questions", many("? ")),
        ("indentation", (0..1000).map(|depth| " ".repeat(depth) + "a:\n").collect()),
        ("the same key", many("taskmanager.memory.process.size: 4g\n")),
        ("many keys", (0..size / 16).map(|number| format!("key.{number}: {number}\n")).collect()),
        ("many nested keys", (0..size / 24).map(|number| format!("a{number}:\n  b: {number}\n")).collect()),
        (
            "aliases of aliases",
            levels(|level| match level {
                0 => "a0: &a0 x\n".to_owned(),
                _ => format!("a{level}: &a{level} [{}]\n", format!("*a{},", level - 1).repeat(9)),
            }),
        ),
        (
            "merged aliases",
            levels(|level| match level {
                0 => "a0: &a0 {k: v}\n".to_owned(),
                _ => format!("a{level}: &a{level} {{l{level}: *a{0}, r{level}: *a{0}}}\n", level - 1),
            }),
        ),
        ("anchors", many("&a ")),
        ("tags", many("!!str ")),
        ("documents", many("---\n")),
        (
            "a deep manifest",
            "apiVersion: flink.apache.org/v1beta1\nkind: FlinkDeployment\nspec: ".to_owned()
                + &many("{spec: "),
        ),
        (
            "aliases in a manifest",
            "kind: FlinkDeployment\napiVersion: v1\nspec:\n  flinkConfiguration:\n".to_owned()
                + &levels(|level| match level {
                    0 => "    a0: &a0 {k: v}\n".to_owned(),
                    _ => format!("    a{level}: &a{level} {{l{level}: *a{0}, r{level}: *a{0}}}\n", level - 1),
                }),
        ),
        (
            "long keys around many in a manifest",
            ["flinkConfiguration: {", &"k".repeat(size / 2), ": {", &many("a: b, "), "}}"].concat(),
        ),
        ("quotes", many("\"'")),
        ("backslashes", many("\\")),
        ("an open quote", "\"".to_owned() + &many("a ")),
        ("arguments", many("-Da=b ")),
        ("an argument", "-Da='".to_owned() + &many("b ")),
        ("comments", many("# x\n")),
        ("carriage returns", many("\r")),
        ("NULs", many("\u{0}")),
        ("byte order marks", many("\u{feff}")),
        ("tabs", many("\t")),
        ("colons", many(": ")),
        ("percent signs", many("%")),
        ("properties", "FLINK_PROPERTIES: |\n".to_owned() + &many("  a: b\n")),
        ("a log", many("  Total Process Memory: 4.000gb (4294967296 bytes)\n")),
        ("causes", many("Caused by: java.lang.OutOfMemoryError: Metaspace\n")),
        ("parentheses", many("(1 bytes) ")),
    ]
}

#[test]
fn places_lie_between_characters() {
    for text in [
        "config.yaml: äx",
        "flink-conf.yaml: \u{2028}",
        "a: {{ ä }} ]",
        "k: 'x' {{ é",
        "a: b {{ ääääää }}: ]c",
        "ä: {{ |\n{{ ä\näa: -",
        "a: {{ {{ { ää\nää",
    ] {
        for (kind, version) in
            Kind::ALL.into_iter().flat_map(|kind| FlinkVersion::ALL.map(|version| (kind, version)))
        {
            check_reading(text, kind, version);
        }
    }
}

#[test]
fn no_text_takes_more_than_its_share() {
    for (_, text) in monsters(6_000) {
        for kind in Kind::ALL {
            check_reading(&text, kind, FlinkVersion::V2_3);
        }
        check_detected(&text, FlinkVersion::V1_18);
    }
}

#[test]
fn a_key_that_a_file_cannot_hold_is_kept_beside_it() {
    for (length, version) in
        [(300, FlinkVersion::V2_3), (2000, FlinkVersion::V2_3), (2000, FlinkVersion::V1_18)]
    {
        for char in ["\\u0015", "a"] {
            let text = format!(
                r#"[{{"key":"{}","value":"3g"}},{{"key":"rest.port","value":"1"}}]"#,
                char.repeat(length)
            );
            let step = Step::Set("taskmanager.memory.process.size".to_owned(), "4g".to_owned());
            check_edits(&text, Some(Kind::RestAnswer), version, &[step]);
        }
    }
}

#[test]
fn what_was_set_stays_when_something_else_is_set() {
    // The shell takes the control character for a part of the word; as a size it is the same.
    let mut document = Document::new("\u{b}", Some(Kind::Arguments), FlinkVersion::V1_10);
    document.set("execution.batch-shuffle-mode", "0");
    document.set("execution.sorted-inputs.memory", "0m");
    assert_eq!(document.config().get("execution.batch-shuffle-mode"), Some("0"));
    assert_eq!(document.config().get("execution.sorted-inputs.memory"), Some("0m"));
}
