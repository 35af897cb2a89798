//! How long one resolution takes, derivation included.

#![expect(missing_docs, reason = "criterion's macros make undocumented functions")]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use resolver::control::controls;
use resolver::{Component, Configuration, Deployment, FlinkVersion, Process, Request, resolve};

fn request(process: Process, config: &Configuration) -> Request<'_> {
    Request { version: FlinkVersion::LATEST, process, deployment: Deployment::Containerized, config }
}

fn resolutions(c: &mut Criterion) {
    let task_manager = Configuration::from([("taskmanager.memory.process.size", "1728m")]);
    let job_manager = Configuration::from([("jobmanager.memory.process.size", "1600m")]);
    let rejected = Configuration::from([("taskmanager.memory.process.size", "1.5g")]);

    let mut group = c.benchmark_group("resolve");
    group.throughput(Throughput::Elements(1));
    for (name, process, config) in [
        ("task manager, default", Process::TaskManager, &task_manager),
        ("job manager, default", Process::JobManager, &job_manager),
        ("task manager, rejected", Process::TaskManager, &rejected),
    ] {
        group.bench_function(name, |b| b.iter(|| resolve(black_box(request(process, config)))));
    }
    group.finish();

    // What a page does on every input event on top of that.
    let request = request(Process::TaskManager, &task_manager);
    let resolution = resolve(request);
    c.bench_function("controls of a form", |b| b.iter(|| controls(black_box(request), &resolution)));
    c.bench_function("explain every component", |b| {
        b.iter(|| {
            Component::TASK_MANAGER_LEAVES
                .map(|component| resolution.derivation.explain(black_box(component)).len())
        });
    });
}

criterion_group!(benches, resolutions);
criterion_main!(benches);
