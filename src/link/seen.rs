//! What of the page is looked at, in a link: `see=log-lines,managed,tm.2,edge.2,subtask.4`.
//!
//! Names with `,` between, in any order: an [output](Tab), a [component](Component) whose derivation stays, and, with a number from 1 behind a point, a TaskManager, an
//! edge of the job and a subtask behind it. What is not named is what a visit begins with.

use resolver::Component;

use crate::geometry;
use crate::live::look::Look;
use crate::output::Tab;

/// The name of the parameter.
pub const SEE: &str = "see";

/// What is looked at. It may be something that is not there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// The output.
    pub tab: Tab,
    /// The component whose derivation stays.
    pub pinned: Option<Component>,
    /// The part of the job under load.
    pub look: Look,
}

impl Seen {
    /// Writes what is otherwise than a visit begins.
    pub(super) fn write(&self, text: &mut String) {
        let names =
            [Some(self.tab.id()).filter(|_| self.tab != Tab::default()), self.pinned.map(Component::id)];
        let mut begin = ["&", SEE, "="].concat();
        let mut push = |name: &str| {
            text.extend([&*begin, name]);
            ",".clone_into(&mut begin);
        };
        names.into_iter().flatten().for_each(&mut push);
        let mut look = self.look;
        for (name, number) in numbers(&mut look).into_iter().filter(|(_, number)| **number > 0) {
            push(&[name, &number.saturating_add(1).to_string()].concat());
        }
    }

    /// Reads it; `None` if something is not known.
    pub(super) fn read(text: &str) -> Option<Self> {
        let mut seen = Self::default();
        for name in text.split(',') {
            if let Some(tab) = Tab::ALL.into_iter().find(|tab| tab.id() == name) {
                seen.tab = tab;
            } else if let Some(component) = geometry::component(name) {
                seen.pinned = Some(component);
            } else {
                let numbers = numbers(&mut seen.look).into_iter();
                let (place, number) =
                    numbers.filter_map(|(what, place)| Some((place, name.strip_prefix(what)?))).next()?;
                *place = number.parse::<u32>().ok()?.checked_sub(1)?;
            }
        }
        Some(seen)
    }
}

/// Names of what is numbered, with the numbers from 0.
fn numbers(look: &mut Look) -> [(&'static str, &mut u32); 3] {
    [("tm.", &mut look.task_manager), ("edge.", &mut look.edge), ("subtask.", &mut look.subtask)]
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::prelude::*;
    use proptest::sample::select;
    use resolver::Process;

    use super::*;

    fn written(seen: &Seen) -> String {
        let mut text = String::new();
        seen.write(&mut text);
        text
    }

    #[test]
    fn what_a_visit_begins_with_is_not_said() {
        assert_eq!(written(&Seen::default()), "");
        let seen = Seen {
            tab: Tab::Log,
            pinned: Some(Component::Managed),
            look: Look { task_manager: 1, edge: 0, subtask: 3 },
        };
        assert_eq!(written(&seen), "&see=log-lines,managed,tm.2,subtask.4");
        assert_eq!(Seen::read("subtask.4,tm.2,managed,log-lines"), Some(seen));
        assert_eq!(Seen::read("jvm-flags,edge.1"), Some(Seen::default()));
    }

    #[test]
    fn what_is_not_known_is_none() {
        for text in [
            "",
            ",",
            "log-lines,",
            "log",
            "tm",
            "tm.",
            "tm.0",
            "tm.-1",
            "tm.4294967296",
            "edge.x",
            "subtask.1.1",
            "vertex.1",
            "<script>",
            "managed managed",
        ] {
            assert_eq!(Seen::read(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_was_written_is_read(
            tab in select(Tab::ALL.to_vec()),
            place in prop::option::of(0..20_usize),
            process in select(Process::ALL.to_vec()),
            numbers: [u32; 3],
        ) {
            let [task_manager, edge, subtask] = numbers.map(|number| number.min(u32::MAX - 1));
            let nodes = geometry::nodes(process);
            let pinned = place.map(|place| nodes[place % nodes.len()].component);
            let seen = Seen { tab, pinned, look: Look { task_manager, edge, subtask } };
            let text = written(&seen);
            prop_assert!(text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"&=,.-".contains(&byte)));
            let read = text.strip_prefix("&see=").map_or(Some(Seen::default()), Seen::read);
            prop_assert_eq!(read, Some(seen));
        }

        #[test]
        fn any_text_does_no_harm(text in ".{0,40}|([a-z.-]{1,9}|tm[.][0-9]{1,12}|managed|,){0,9}") {
            if let Some(seen) = Seen::read(&text) {
                let read = written(&seen);
                prop_assert_eq!(read.strip_prefix("&see=").map_or(Some(Seen::default()), Seen::read), Some(seen));
            }
        }
    }
}
