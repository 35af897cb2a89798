//! Random programs of buffer pool operations.

pub(crate) mod model;
pub(crate) mod pair;

use pools::Release;
use pools::buffer::{BufferPoolRequest, GlobalPool, UNBOUNDED};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

/// How long blocking requests of the programs wait, ms.
pub(crate) const TIMEOUT_MS: u64 = 5_000;

/// An operation. Pools, segments and requests are chosen among those that there are, by a number that is cut down to how many there are.
#[derive(Clone, Debug)]
pub(crate) enum Operation {
    Create(BufferPoolRequest),
    Request { pool: usize, subpartition: Option<u16>, times: usize },
    Recycle { held: usize, times: usize },
    Listen { pool: usize },
    Destroy { pool: usize },
    SetNumBuffers { pool: usize, size: i32 },
    SetOverdraft { pool: usize, buffers: i32 },
    Reserve { pool: usize, number: i32 },
    Unpooled { number: i32 },
    UnpooledBack { number: usize },
    Resume { request: usize, after_ms: u64 },
    DestroyAll,
    DestroyGlobal,
    Look,
}

/// A global pool and what is done with it.
#[derive(Clone, Debug)]
pub(crate) struct Program {
    pub(crate) global: GlobalPool,
    pub(crate) operations: Vec<Operation>,
}

/// Numbers of a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Numbers {
    /// Such as Flink's own classes use: nothing that is refused for what it is.
    Ordinary,
    /// Any at all.
    Any,
}

impl Numbers {
    /// A number of buffers around `usual`.
    fn number(self, usual: std::ops::Range<i32>) -> BoxedStrategy<i32> {
        match self {
            Self::Ordinary => usual.boxed(),
            Self::Any => prop_oneof![
                6 => usual,
                1 => -2..3,
                1 => any::<i32>(),
                1 => select(vec![i32::MIN, i32::MAX - 1, i32::MAX, 1 << 30]),
            ]
            .boxed(),
        }
    }

    fn request(self) -> impl Strategy<Value = BufferPoolRequest> {
        let fixed_or_more = prop_oneof![1 => Just(0), 3 => 1..20, 1 => Just(UNBOUNDED)];
        (self.number(1..8), fixed_or_more, self.number(1..40), 0..5_u16, self.number(1..6), self.number(0..4))
            .prop_map(move |(min, more, max, subpartitions, max_buffers_per_channel, overdraft)| {
                BufferPoolRequest {
                    min,
                    max: if self == Self::Ordinary || max % 4 != 0 { min.saturating_add(more) } else { max },
                    subpartitions,
                    max_buffers_per_channel,
                    max_overdraft_buffers: overdraft,
                }
            })
    }

    fn operation(self) -> impl Strategy<Value = Operation> {
        let at = any::<u16>().prop_map(usize::from);
        let pool = at.clone();
        let subpartition = prop_oneof![2 => Just(None), 3 => (0..6_u16).prop_map(Some)];
        let rare = match self {
            Self::Ordinary => Operation::Look,
            Self::Any => Operation::DestroyGlobal,
        };
        prop_oneof![
            8 => self.request().prop_map(Operation::Create),
            24 => (pool.clone(), subpartition, 1..9_usize)
                .prop_map(|(pool, subpartition, times)| Operation::Request { pool, subpartition, times }),
            18 => (at.clone(), 1..9_usize).prop_map(|(held, times)| Operation::Recycle { held, times }),
            3 => pool.clone().prop_map(|pool| Operation::Listen { pool }),
            4 => pool.clone().prop_map(|pool| Operation::Destroy { pool }),
            2 => (pool.clone(), self.number(0..24))
                .prop_map(|(pool, size)| Operation::SetNumBuffers { pool, size }),
            1 => (pool.clone(), self.number(0..4))
                .prop_map(|(pool, buffers)| Operation::SetOverdraft { pool, buffers }),
            3 => (pool, self.number(0..6)).prop_map(|(pool, number)| Operation::Reserve { pool, number }),
            5 => self.number(1..6).prop_map(|number| Operation::Unpooled { number }),
            4 => (1..8_usize).prop_map(|number| Operation::UnpooledBack { number }),
            4 => (at, 0..4_000_u64)
                .prop_map(|(request, after_ms)| Operation::Resume { request, after_ms }),
            1 => Just(Operation::DestroyAll),
            1 => Just(rare),
            4 => Just(Operation::Look),
        ]
    }
}

/// Programs of up to `length` operations, in any release.
pub(crate) fn programs(numbers: Numbers, length: usize) -> impl Strategy<Value = Program> {
    let segments = match numbers {
        Numbers::Ordinary => (0..120).boxed(),
        Numbers::Any => prop_oneof![8 => 0..120, 1 => -3..1, 1 => 0..5_000].boxed(),
    };
    (select(Release::ALL.to_vec()), segments, vec(numbers.operation(), 0..length)).prop_map(
        |(release, segments, operations)| {
            let global =
                GlobalPool { request_timeout_ms: TIMEOUT_MS, ..GlobalPool::new(release, segments, 32 << 10) };
            Program { global, operations }
        },
    )
}
