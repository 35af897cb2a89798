//! The job under load as the value of a parameter, for links: `p4.r8000.b1000_p4.eh.t300.b1000_p4.eh.t250.b1000`.
//!
//! Stages in their order, with `_` between them; what a stage is, with `.` between: a letter and a number.
//!
//! | letter | what | if it is absent |
//! |---|---|---|
//! | `p` | subtasks | 1 |
//! | `g` | slot sharing group | 0 |
//! | `e` | how it gets its records: `h` by key, `a` to all by turns, `s` to some by turns, `b` to all at once, `f` to the one of the same number | `h` |
//! | `k` | percent of the records for its first subtask | 0: as for all others |
//! | `r` | records per second, of a source | 0: as many as it can |
//! | `t` | µs for a record | 0 |
//! | `x` | records written for each that is read, thousandths | 1000 |
//! | `b` | bytes of a record | 1000 |
//!
//! Nothing here depends on what a page begins with: it means the same for ever. Letters are only ever added.

use pools::job::Partitioner;

use super::job::{Job, Stage};

/// How a stage gets its records.
const INPUTS: [(Partitioner, char); 5] = [
    (Partitioner::Hash, 'h'),
    (Partitioner::Rebalance, 'a'),
    (Partitioner::Rescale, 's'),
    (Partitioner::Broadcast, 'b'),
    (Partitioner::Forward, 'f'),
];

/// A stage of which nothing is said.
const STAGE: Stage = Stage {
    parallelism: 1,
    group: 0,
    input: Partitioner::Hash,
    skew: 0,
    rate: 0,
    service_us: 0,
    selectivity: 1_000,
    record_bytes: 1_000,
};

/// The largest of each of the numbers of a stage, in the order of [`numbers`].
const MOST: [(char, u32, u32); 7] = [
    ('p', 1, 4_096),
    ('g', 0, 99),
    ('k', 0, 100),
    ('r', 0, 10_000_000),
    ('t', 0, 60_000_000),
    ('x', 0, 1_000_000),
    ('b', 1, 1 << 24),
];

/// The numbers of a stage, in the order of [`MOST`].
fn numbers(stage: &mut Stage) -> [&mut u32; 7] {
    [
        &mut stage.parallelism,
        &mut stage.group,
        &mut stage.skew,
        &mut stage.rate,
        &mut stage.service_us,
        &mut stage.selectivity,
        &mut stage.record_bytes,
    ]
}

/// Stages in letters and numbers.
#[must_use]
pub fn encode(stages: &[Stage]) -> String {
    let mut text = String::new();
    for (place, stage) in stages.iter().enumerate() {
        if place > 0 {
            text.push('_');
        }
        let start = text.len();
        let (mut stage, mut absent) = (*stage, STAGE);
        if let Some((_, letter)) =
            INPUTS.iter().find(|(input, _)| *input == stage.input && *input != STAGE.input)
        {
            text.extend(['e', *letter]);
        }
        let pairs = numbers(&mut stage).into_iter().zip(numbers(&mut absent));
        for ((letter, ..), (number, absent)) in MOST.iter().zip(pairs) {
            // A stage has subtasks, so that none is empty.
            if number != absent || *letter == 'p' {
                if text.len() > start {
                    text.push('.');
                }
                text.push(*letter);
                text.push_str(&number.to_string());
            }
        }
    }
    text
}

/// Reads stages; `None` if anything is not understood, or out of its range.
#[must_use]
pub fn decode(text: &str) -> Option<Vec<Stage>> {
    let stages: Option<Vec<Stage>> = text.split('_').take(Job::MOST_STAGES + 1).map(stage).collect();
    stages.filter(|stages| (2..=Job::MOST_STAGES).contains(&stages.len()))
}

fn stage(text: &str) -> Option<Stage> {
    let mut stage = STAGE;
    for part in text.split('.') {
        let mut rest = part.chars();
        let letter = rest.next()?;
        if letter == 'e' {
            stage.input = INPUTS.iter().find(|(_, input)| rest.as_str().chars().eq([*input]))?.0;
            continue;
        }
        let place = MOST.iter().position(|(known, ..)| *known == letter)?;
        let (_, least, most) = MOST[place];
        *numbers(&mut stage)[place] = number(rest.as_str(), least, most)?;
    }
    Some(stage)
}

/// A whole number within a range; digits alone.
#[must_use]
pub fn number(text: &str, least: u32, most: u32) -> Option<u32> {
    let is_plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|number| is_plain && (least..=most).contains(number))
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_job_is_readable() {
        let mut job = Job::default();
        assert_eq!(encode(&job.stages), "p4.r8000.t300_p4.r8000.t300_p4.r8000.t250");
        job.stages[1] =
            Stage { input: Partitioner::Forward, skew: 70, group: 2, selectivity: 3_500, ..STAGE };
        assert_eq!(encode(&job.stages), "p4.r8000.t300_ef.p1.g2.k70.x3500_p4.r8000.t250");
    }

    #[test]
    fn what_is_not_a_job_is_none() {
        for text in [
            "",
            "p4",
            "p4_",
            "p4_p0",
            "p4_p4097",
            "p4_p-1",
            "p4_p+1",
            "p4_p1e3",
            "p4_ex",
            "p4_ehh",
            "p4_z1",
            "p4_b0",
            "p4_p99999999999999999999",
            "p1_p1_p1_p1_p1_p1_p1",
        ] {
            assert_eq!(decode(text), None, "{text}");
        }
        assert_eq!(decode("p1_ea"), Some(vec![STAGE, Stage { input: Partitioner::Rebalance, ..STAGE }]));
    }

    fn any_stage() -> impl Strategy<Value = Stage> {
        let inputs = prop::sample::select(INPUTS.map(|(input, _)| input).to_vec());
        let within = MOST.map(|(_, least, most)| least..=most).to_vec();
        (inputs, within).prop_map(|(input, wanted)| {
            let mut stage = Stage { input, ..STAGE };
            for (number, wanted) in numbers(&mut stage).into_iter().zip(wanted) {
                *number = wanted;
            }
            stage
        })
    }

    proptest! {
        #[test]
        fn what_was_written_is_read(stages in prop::collection::vec(any_stage(), 2..=Job::MOST_STAGES)) {
            let text = encode(&stages);
            prop_assert!(text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._".contains(&byte)));
            prop_assert_eq!(decode(&text), Some(stages));
        }

        #[test]
        fn any_text_does_no_harm(text in "[a-z0-9._]{0,80}|.{0,40}") {
            if let Some(stages) = decode(&text) {
                prop_assert_eq!(decode(&encode(&stages)), Some(stages));
            }
        }
    }
}
