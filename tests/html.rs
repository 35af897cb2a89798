//! The page's markup, rendered natively: what a reader, a screen reader and the end-to-end tests find in it.

#![cfg(not(target_arch = "wasm32"))]

use std::rc::Rc;

use flink_memory_calculator::app::{App, AppProps};
use flink_memory_calculator::embed::{self, Embed};
use flink_memory_calculator::settings::Settings;
use flink_memory_calculator::visit::Moment;
use resolver::{Deployment, FlinkVersion, Process};
use yew::LocalServerRenderer;

fn html(settings: Settings) -> String {
    rendered(settings, None)
}

fn rendered(settings: Settings, embed: Option<Embed>) -> String {
    let renderer = LocalServerRenderer::<App>::with_props(AppProps {
        start: Moment { settings, ..Moment::default() },
        embed: embed.map(Rc::new),
        ..AppProps::default()
    })
    .hydratable(false);
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    tokio::task::LocalSet::new().block_on(&runtime, renderer.render())
}

fn with(entries: &[(&str, &str)]) -> Settings {
    let mut settings = Settings::default();
    for (key, text) in entries {
        settings.set(key, (*text).to_owned());
    }
    settings
}

/// The markup from the element that contains `mark` to the end of the first `</tag>` after it.
#[track_caller]
fn part<'a>(html: &'a str, mark: &str, end: &str) -> &'a str {
    let from = html.find(mark).unwrap_or_else(|| panic!("{mark} is in the page"));
    let rest = &html[from..];
    &rest[..rest.find(end).unwrap_or(rest.len())]
}

/// The text of some markup.
fn text(html: &str) -> String {
    let mut text = String::new();
    let mut inside = true;
    for c in html.chars() {
        match c {
            '<' => inside = false,
            '>' => inside = true,
            c if inside => text.push(c),
            _ => {}
        }
    }
    text
}

#[test]
fn a_widget_has_the_blocks_it_is_told_to_have() {
    let settings = || with(&[("taskmanager.memory.process.size", "4g")]);
    let (embed, _) =
        embed::parse("?embed=1&show=bar,controls,nonsense&controls=managed.fraction,process.size");
    let widget = rendered(settings(), embed);
    for (mark, count) in [
        ("data-key=", 2),
        ("class=\"strip\"", 1),
        ("<table", 0),
        ("class=\"top\"", 0),
        ("<dialog", 0),
        ("id=\"live\"", 0),
        ("nonsense", 1),
    ] {
        assert_eq!(widget.matches(mark).count(), count, "{mark}");
    }
    let managed = widget.find("data-key=\"taskmanager.memory.managed.fraction\"").expect("its control");
    assert!(managed < widget.find("data-key=\"taskmanager.memory.process.size\"").expect("its control"));
    assert!(part(&widget, "data-sizes=", ">").contains("total-process 4294967296,"));
    let link = "?v=1&amp;flink=2.3&amp;p=tm&amp;process.size=4g";
    assert!(part(&widget, "<footer>", "</a>").contains(link), "{}", part(&widget, "<footer>", "</footer>"));

    let (embed, _) = embed::parse("?embed=1&show=table,pools,graph,flags");
    let widget = rendered(settings(), embed);
    for (mark, count) in
        [("<table id=\"components\"", 1), ("id=\"live\"", 1), ("id=\"output-text\"", 1), ("data-key=", 0)]
    {
        assert_eq!(widget.matches(mark).count(), count, "{mark}");
    }
}

#[test]
fn the_table_has_flinks_numbers() {
    let html =
        html(with(&[("taskmanager.memory.process.size", "4g"), ("taskmanager.memory.network.max", "100m")]));
    for (component, bytes) in [
        ("total-process", "4294967296"),
        ("total-flink", "3597035104"),
        ("jvm-heap", "1919145713"),
        ("task-heap", "1784927985"),
        ("managed", "1438814063"),
        ("network", "104857600"),
        ("task-off-heap", "0"),
        ("jvm-overhead", "429496736"),
    ] {
        let mark = format!(
            "<tr class=\"{}\" data-component=\"{component}\"",
            match component {
                "total-process" | "total-flink" => "sum total-row",
                "jvm-heap" => "sum",
                _ => "leaf",
            }
        );
        let row = part(&html, &mark, "</tr>");
        assert!(text(row).contains(bytes), "{component}: {}", text(row));
    }
    assert!(html.contains("-Xmx1919145713"));
    assert!(text(part(&html, "id=\"verdict\"", "</p>")).contains("Flink 2.3 starts"));
}

#[test]
fn no_style_attribute_and_no_script() {
    // Both are forbidden by the page's content security policy.
    let html = html(with(&[("taskmanager.memory.process.size", "x")]));
    assert!(!html.contains(" style="));
    assert!(!html.contains("<script"));
}

#[test]
fn an_error_is_beside_its_control_and_in_full() {
    let html = html(with(&[("taskmanager.memory.process.size", "1.5g")]));
    let control =
        part(&html, "data-key=\"taskmanager.memory.process.size\"", "data-key=\"taskmanager.memory.task");
    assert!(control.contains("value=\"1.5g\""), "the value stays");
    assert!(control.contains("aria-invalid=\"true\""));
    assert!(control.contains("aria-describedby=\"taskmanager.memory.process.size-error\""));
    let message = text(control);
    assert!(
        message.contains("Could not parse value '1.5g' for key 'taskmanager.memory.process.size'."),
        "{message}"
    );
    assert!(
        message.contains("Memory size unit '.5g' does not match any of the recognized units"),
        "{message}"
    );
    let problem = text(part(&html, "id=\"problem\"", "</section>"));
    assert!(problem.contains("org.apache.flink.configuration.IllegalConfigurationException"), "{problem}");
    assert!(html.contains("Flink 2.3 does not start"));
}

#[test]
fn an_empty_configuration_has_ways_out() {
    let mut settings = Settings::default();
    settings.unset("taskmanager.memory.process.size");
    let html = html(settings);
    assert!(text(&html).contains("Either required fine-grained memory"));
    assert!(html.contains("data-offer=\"taskmanager.memory.process.size\""));
    assert!(html.contains("data-offer=\"taskmanager.memory.flink.size\""));
}

#[test]
fn long_values_are_cut_for_display() {
    let long = "x".repeat(100_000);
    let html = html(with(&[("taskmanager.memory.process.size", &long)]));
    assert!(html.len() < 400_000, "{} bytes", html.len());
    assert!(html.contains("characters)"));
}

#[test]
fn every_release_and_process_renders() {
    for version in FlinkVersion::ALL {
        for process in [Process::TaskManager, Process::JobManager] {
            for deployment in [Deployment::Containerized, Deployment::Standalone] {
                let html = html(Settings::new(version, process, deployment));
                assert!(html.contains("id=\"verdict\""), "{version} {process:?} {deployment:?}");
            }
        }
    }
}

#[test]
fn every_control_has_a_name_and_every_group_a_summary() {
    let html = html(Settings::default());
    for piece in html.split("data-key=\"").skip(1) {
        let key = piece.split('"').next().unwrap_or_default();
        assert!(html.contains(&format!("for=\"{key}\"")), "{key} has a label");
        assert!(html.contains(&format!("id=\"{key}\"")), "{key} has a field");
    }
    assert_eq!(html.matches("<details").count(), html.matches("<summary").count());
}
