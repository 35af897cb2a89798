//! What a page does with a long configuration text on every input event: read it, change a value, look for findings.

#![expect(missing_docs, reason = "criterion's macros make undocumented functions")]

use std::hint::black_box;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use resolver::text::{Document, Kind, findings, read};
use resolver::{Deployment, FlinkVersion, Process, Request, resolve};

/// 200 KB of options and comments, with a memory option in the middle.
fn long_text(kind: Kind) -> String {
    let mut text = String::new();
    for at in 0..4000 {
        if at == 2000 {
            text.push_str("taskmanager.memory.process.size: 4g # as agreed\n");
        }
        match (kind, at % 5) {
            (_, 0) => text.push_str("# A comment that says what the next lines are for.\n"),
            (Kind::ConfigYaml, 1) => {
                text.push_str(&format!(
                    "some-{at}:\n  nested:\n    option: \"value {at}\"\n    other: {at}\n"
                ));
            }
            _ => text.push_str(&format!("some.option.of-something-else.{at}: value-{at}\n")),
        }
    }
    text
}

fn texts(c: &mut Criterion) {
    for (kind, version) in [(Kind::FlinkConf, FlinkVersion::V1_18), (Kind::ConfigYaml, FlinkVersion::V2_3)] {
        let text = long_text(kind);
        let mut group = c.benchmark_group(format!("{} of {} KB", kind.name(), text.len() / 1000));
        group.bench_function("read", |b| b.iter(|| read(black_box(&text), kind, version)));
        let document = Document::new(text.as_str(), None, version);
        let mut size = 1000;
        group.bench_function("read as what it seems to be", |b| {
            b.iter(|| Document::new(black_box(text.as_str()), None, version));
        });
        group.bench_function("set a value", |b| {
            b.iter_batched_ref(
                || document.clone(),
                |document| {
                    size = (size + 1) % 9000;
                    document.set("taskmanager.memory.process.size", &format!("{size}m"));
                },
                BatchSize::SmallInput,
            );
        });
        group.bench_function("set a new key", |b| {
            b.iter_batched_ref(
                || document.clone(),
                |document| document.set("taskmanager.memory.managed.fraction", "0.3"),
                BatchSize::SmallInput,
            );
        });
        let request = Request {
            version,
            process: Process::TaskManager,
            deployment: Deployment::Containerized,
            config: document.config(),
        };
        let resolution = resolve(request);
        group.bench_function("findings", |b| {
            b.iter(|| findings(black_box(&text), document.reading(), request, &resolution));
        });
        group.finish();
    }
}

criterion_group!(benches, texts);
criterion_main!(benches);
