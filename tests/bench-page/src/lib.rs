//! What is timed or compared in a page, and natively beside it: the same work of the same engines.

pub mod digests;
pub mod jobs;

use std::hint::black_box;

use pools::Release;
use pools::buffer::{BufferPoolRequest, GlobalPool, NetworkBufferPool, PoolError, SegmentId, Subpartition};
use resolver::{Configuration, Deployment, FlinkVersion, Process, Request, resolve};

/// Resolves the TaskManager's default configuration, derivation included, so many times. What is returned says that it was done.
#[must_use]
pub fn resolve_many(times: u32) -> usize {
    let config = Configuration::from([("taskmanager.memory.process.size", "1728m")]);
    let request = Request {
        version: FlinkVersion::LATEST,
        process: Process::TaskManager,
        deployment: Deployment::Containerized,
        config: &config,
    };
    let mut steps = 0_usize;
    for _ in 0..times {
        let resolution = resolve(black_box(request));
        steps += black_box(&resolution).derivation.steps().len();
    }
    steps
}

/// Subpartitions of each result partition in [`rotate_buffers`].
const SUBPARTITIONS: u16 = 8;
/// Result partitions.
const PARTITIONS: usize = 64;

/// Makes the pools of 64 result partitions and lets each of them, in turn, recycle its oldest buffer and request another one, as a TaskManager
/// does while data flow. Returns how many requests and recyclings that were, at least as many as were asked for.
///
/// # Errors
/// None, but the pools' own in principle.
pub fn rotate_buffers(operations: u32) -> Result<u32, PoolError> {
    let mut global = NetworkBufferPool::new(GlobalPool::new(Release::LATEST, 4_096, 32 << 10))?;
    let subpartitions = i32::from(SUBPARTITIONS);
    let request = BufferPoolRequest {
        min: subpartitions + 1,
        max: 2 * subpartitions + 8,
        subpartitions: SUBPARTITIONS,
        max_buffers_per_channel: 10,
        max_overdraft_buffers: 20,
    };
    let mut partitions = Vec::with_capacity(PARTITIONS);
    for _ in 0..PARTITIONS {
        partitions.push((global.create_buffer_pool(&request)?, [None::<SegmentId>; SUBPARTITIONS as usize]));
    }
    let mut done = 0;
    while done < operations {
        for subpartition in 0..SUBPARTITIONS {
            for (pool, held) in &mut partitions {
                let held = &mut held[usize::from(subpartition)];
                if let Some(segment) = held.take() {
                    global.recycle(black_box(segment))?;
                    done += 1;
                }
                *held = global.request(*pool, Some(Subpartition(subpartition)))?;
                done += 1;
            }
        }
    }
    Ok(done)
}
