//! The pools against a plain model of Flink's, operation by operation: pools set sizes when they matter, the model at once, and nobody may
//! see a difference.

mod programs;

use pools::Release;
use pools::buffer::{BufferPoolRequest, GlobalPool, UNBOUNDED};
use programs::pair::Pair;
use programs::{Numbers, Operation, Program, programs};
use proptest::prelude::*;

fn run(program: &Program) {
    let mut pair = Pair::new(program);
    for operation in &program.operations {
        pair.carry_out(operation);
    }
    pair.look();
}

proptest! {
    #[test]
    fn ordinary_programs_do_as_in_flink(program in programs(Numbers::Ordinary, 120)) {
        run(&program);
    }

    #[test]
    fn programs_with_any_numbers_do_as_in_flink(program in programs(Numbers::Any, 80)) {
        run(&program);
    }

    #[test]
    fn long_programs_do_as_in_flink(program in programs(Numbers::Ordinary, 300)) {
        run(&program);
    }
}

#[track_caller]
fn check_creations(segments: i32, requests: &[BufferPoolRequest]) {
    for release in Release::ALL {
        let operations = requests.iter().map(|request| Operation::Create(*request));
        let operations = operations.chain([Operation::DestroyGlobal]).collect();
        run(&Program { global: GlobalPool::new(release, segments, 32 << 10), operations });
    }
}

/// A refused pool keeps its guarantee, but that does not count before the next redistribution.
#[test]
fn a_refused_pool_leaves_sizes_alone() {
    let refused = BufferPoolRequest {
        subpartitions: 1,
        max_buffers_per_channel: 0,
        ..BufferPoolRequest::of_gate(1, 1)
    };
    check_creations(19, &[BufferPoolRequest::of_gate(1, UNBOUNDED), refused]);
}

/// With a negative guarantee there is more to share than any pool has segments, and then Java's arithmetic overflows.
#[test]
fn sizes_stay_as_they_are_where_sharing_fails() {
    let unbounded = BufferPoolRequest::of_gate(1, UNBOUNDED);
    let negative = BufferPoolRequest::of_gate(-1_895_760_362, -1_895_760_362);
    let requests = [unbounded, unbounded, unbounded, unbounded, negative, BufferPoolRequest::of_gate(1, 1)];
    check_creations(100, &requests);
}
