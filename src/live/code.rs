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
//! | `s` | MiB of state | 0 |
//!
//! Estimates that are on are a letter and a number each, too:
//!
//! | letter | what | if it is absent |
//! |---|---|---|
//! | `b` | state: bytes of an entry | 100 |
//! | `z` | state: exponent of Zipf's law for reads, hundredths | 0 |
//! | `r`, `w` | state: reads and writes for each record | 1 |
//! | `a` | heap: bytes of garbage for each record | 0 |
//!
//! Nothing here depends on what a page begins with: it means the same for ever. Letters are only ever added.

use pools::job::Partitioner;

use super::estimates::Estimates;
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
    state_mib: 0,
};

/// A number: its letter, the least and the most that it may be.
type Letter = (char, u32, u32);

/// The numbers of a stage, in the order of [`numbers`].
const MOST: [Letter; 8] = [
    ('p', 1, 4_096),
    ('g', 0, 99),
    ('k', 0, 100),
    ('r', 0, 10_000_000),
    ('t', 0, 60_000_000),
    ('x', 0, 1_000_000),
    ('b', 1, 1 << 24),
    ('s', 0, 1 << 24),
];

/// The numbers of an estimate of state.
const STATE: [Letter; 4] = [('b', 1, 1 << 24), ('z', 0, 400), ('r', 0, 1_000), ('w', 0, 1_000)];
const NO_STATE: [u32; 4] = [100, 0, 1, 1];

/// That of an estimate of the heap.
const HEAP: [Letter; 1] = [('a', 0, 1 << 30)];

/// The numbers of a stage, in the order of [`MOST`].
fn numbers(stage: &mut Stage) -> [&mut u32; 8] {
    [
        &mut stage.parallelism,
        &mut stage.group,
        &mut stage.skew,
        &mut stage.rate,
        &mut stage.service_us,
        &mut stage.selectivity,
        &mut stage.record_bytes,
        &mut stage.state_mib,
    ]
}

/// Letters with their numbers. The first is always there, so that there is something; others if they are not what they are when absent.
fn write(letters: &[Letter], numbers: &[u32], absent: &[u32]) -> Vec<String> {
    let all = letters.iter().zip(numbers.iter().zip(absent)).enumerate();
    let those = all.filter(|(place, (_, (number, absent)))| *place == 0 || number != absent);
    those
        .map(|(_, ((letter, ..), (number, _)))| [&*letter.to_string(), &number.to_string()].concat())
        .collect()
}

/// Reads a letter and its number.
fn read(text: &str, letters: &[Letter], numbers: &mut [&mut u32]) -> Option<()> {
    let mut rest = text.chars();
    let letter = rest.next()?;
    let place = letters.iter().position(|(known, ..)| *known == letter)?;
    let (_, least, most) = letters[place];
    *numbers[place] = number(rest.as_str(), least, most)?;
    Some(())
}

/// Stages in letters and numbers.
#[must_use]
pub fn encode(stages: &[Stage]) -> String {
    let each = |stage: &Stage| {
        let (mut stage, mut absent) = (*stage, STAGE);
        let numbers_of = |stage: &mut Stage| numbers(stage).map(|number| *number);
        let mut parts = write(&MOST, &numbers_of(&mut stage), &numbers_of(&mut absent));
        let of_input = INPUTS.iter().find(|(input, _)| *input == stage.input && *input != STAGE.input);
        if let Some((_, letter)) = of_input {
            parts.insert(0, ["e", &letter.to_string()].concat());
        }
        parts.join(".")
    };
    stages.iter().map(each).collect::<Vec<_>>().join("_")
}

/// The numbers of an estimate of state.
#[must_use]
pub fn encode_state(estimates: &Estimates) -> String {
    let Estimates { entry_bytes, access_skew, reads, writes, .. } = *estimates;
    write(&STATE, &[entry_bytes, access_skew, reads, writes], &NO_STATE).join(".")
}

/// Reads them, and turns the estimate on.
#[must_use]
pub fn decode_state(text: &str, estimates: &mut Estimates) -> bool {
    let mut numbers = NO_STATE;
    let read_all = text.split('.').try_for_each(|part| read(part, &STATE, &mut numbers.each_mut()));
    if read_all.is_some() {
        let [entry_bytes, access_skew, reads, writes] = numbers;
        *estimates = Estimates { has_state: true, entry_bytes, access_skew, reads, writes, ..*estimates };
    }
    read_all.is_some()
}

/// The number of an estimate of the heap.
#[must_use]
pub fn encode_heap(estimates: &Estimates) -> String {
    write(&HEAP, &[estimates.garbage_bytes], &[0]).join(".")
}

/// Reads it, and turns the estimate on.
#[must_use]
pub fn decode_heap(text: &str, estimates: &mut Estimates) -> bool {
    let mut garbage_bytes = 0;
    let read_all = text.split('.').try_for_each(|part| read(part, &HEAP, &mut [&mut garbage_bytes]));
    if read_all.is_some() {
        *estimates = Estimates { has_heap: true, garbage_bytes, ..*estimates };
    }
    read_all.is_some()
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
        read(part, &MOST, &mut numbers(&mut stage))?;
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
        job.stages[1] = Stage {
            input: Partitioner::Forward,
            skew: 70,
            group: 2,
            selectivity: 3_500,
            state_mib: 90,
            ..STAGE
        };
        assert_eq!(encode(&job.stages), "p4.r8000.t300_ef.p1.g2.k70.x3500.s90_p4.r8000.t250");
    }

    #[test]
    fn estimates_are_letters_and_numbers() {
        let mut read = Estimates::default();
        assert!(decode_state("b100.z90.w0", &mut read) && decode_heap("a5", &mut read));
        let expected = Estimates {
            has_state: true,
            has_heap: true,
            entry_bytes: 100,
            access_skew: 90,
            reads: 1,
            writes: 0,
            garbage_bytes: 5,
        };
        assert_eq!(read, expected);
        assert_eq!((encode_state(&read), encode_heap(&read)), ("b100.z90.w0".into(), "a5".into()));
        for text in ["", "b0", "b1.", "z401", "r1001", "b1e3", "b-1", "x1", "b99999999999", "a1"] {
            let mut none = Estimates::default();
            assert!(!decode_state(text, &mut none), "{text}");
            assert_eq!(none, Estimates::default(), "{text}");
        }
        assert!(!decode_heap("a1073741825", &mut read) && !decode_heap("a", &mut read));
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
        fn estimates_that_were_written_are_read(
            entry_bytes in 1..=1_u32 << 24,
            access_skew in 0..=400_u32,
            [reads, writes] in [0..=1_000_u32, 0..=1_000],
            garbage_bytes in 0..=1_u32 << 30,
        ) {
            let written =
                Estimates { has_state: true, has_heap: true, entry_bytes, access_skew, reads, writes, garbage_bytes };
            let mut again = Estimates::default();
            prop_assert!(decode_state(&encode_state(&written), &mut again));
            prop_assert!(decode_heap(&encode_heap(&written), &mut again));
            prop_assert_eq!(again, written);
        }

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
