//! Laws of buffer debloating.

use pools::Release;
use proptest::prelude::*;
use proptest::sample::select;
use sim::debloat::{BufferDebloater, DebloatSetup};

fn releases() -> impl Strategy<Value = Release> {
    select(vec![Release::V1_14, Release::V1_15, Release::V1_20, Release::V2_0, Release::V2_3])
}

proptest! {
    /// With a steady flow, the size becomes what makes the buffers in use last for the target; a little off, because small changes are not
    /// announced, and whole numbers do not move by less than one.
    #[test]
    fn a_steady_flow_gets_its_size(
        release in releases(),
        (min, max) in (1_i32..1_000, 1_000_i32..100_000),
        threshold_percentages in 0_i32..60,
        samples in 1_i32..40,
        target_ms in 1_i64..10_000,
        throughput in 0_i64..100_000_000,
        in_use in -1_i32..2_000,
    ) {
        let setup = DebloatSetup { release, target_ms, start: max, max, min, threshold_percentages, samples };
        let mut debloater = BufferDebloater::new(&setup).expect("it is there");
        for _ in 0..2_000 {
            let before = debloater.size();
            let announced = debloater.recalculate(throughput, in_use).expect("not negative");
            prop_assert_eq!(announced.is_some(), before != debloater.size());
            prop_assert_eq!(announced.unwrap_or(before), debloater.size());
            prop_assert!((min..=max).contains(&debloater.size()));
        }
        let wanted = throughput * target_ms / 1_000 / i64::from(in_use.max(1));
        let wanted = wanted.clamp(min.into(), max.into());
        let size = i64::from(debloater.size());
        let slack = size * i64::from(threshold_percentages) / 100 + i64::from(samples) + 2;
        prop_assert!((size - wanted).abs() <= slack, "{} instead of {}", size, wanted);
    }

    #[test]
    fn no_number_does_harm(
        release in select(Release::ALL.to_vec()),
        numbers in any::<[i32; 5]>(),
        target_ms in any::<i64>(),
        decisions in any::<[(i64, i32); 8]>(),
    ) {
        let [start, max, min, threshold_percentages, samples] = numbers;
        let setup = DebloatSetup { release, target_ms, start, max, min, threshold_percentages, samples };
        let Some(mut debloater) = BufferDebloater::new(&setup) else {
            prop_assert!(release < Release::V1_14);
            return Ok(());
        };
        for (throughput, in_use) in decisions {
            let size = debloater.size();
            if debloater.recalculate(throughput, in_use).is_err() {
                prop_assert_eq!(debloater.size(), size);
                prop_assert!(throughput.wrapping_mul(target_ms) < 0);
            }
        }
    }
}
