//! Controls as data: for every option of the form what is typed, what stands in its place, where its thumb lies, what Flink says to it.
//!
//! Everything a control shows is here, so that it is drawn again only when one of these values changed, and so that all of it can be
//! tested without a browser.

use std::rc::Rc;

use resolver::catalogue::{DefaultValue, OptionType};
use resolver::control::{self, Control, State};
use resolver::derivation::{Clamp, Range, Rule};
use resolver::{Component, MemorySize, Resolution};
use yew::AttrValue;

use crate::complaint::Complaint;
use crate::format;
use crate::settings::Settings;
use crate::track::{PLACES, Track};
use crate::words::Words;

/// What an option is set with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Input {
    /// A field and a slider.
    Slider(Track),
    /// A field between two buttons.
    Stepper,
    /// A switch.
    Switch,
    /// A field.
    Text,
}

/// An end of the range in which a fraction decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edge {
    /// Its place on the track.
    pub at: u32,
    /// The option that decides beyond it, with its size, such as `max 1g`.
    pub label: String,
}

/// What is known about a control.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Main key of the option.
    pub key: &'static str,
    /// The key that is configured, or would be: an old spelling stays the spelling that is edited.
    pub spelled: &'static str,
    /// Plain name.
    pub label: &'static str,
    /// What it does, in our words.
    pub description: &'static str,
    /// What became of it.
    pub state: State,
    /// The part of memory it is about.
    pub component: Option<Component>,
    /// What is typed, whole; `None` is "not set".
    pub text: Option<AttrValue>,
    /// What holds while nothing is typed.
    pub placeholder: AttrValue,
    /// How it is set.
    pub input: Input,
    /// Place of the thumb.
    pub place: u32,
    /// Left of it the minimum decides.
    pub min_edge: Option<Edge>,
    /// Right of it the maximum decides.
    pub max_edge: Option<Edge>,
    /// A sentence of the resolver's about it.
    pub note: Option<AttrValue>,
    /// Flink's error, where this is the option to look at first, or one that Flink reads later and then refuses.
    pub error: Option<Rc<Complaint>>,
}

/// Controls under one heading.
#[derive(Clone, Debug, PartialEq)]
pub struct Fields {
    /// Stable identifier.
    pub id: &'static str,
    /// Plain heading.
    pub heading: &'static str,
    /// The controls.
    pub fields: Vec<Rc<Field>>,
}

impl Fields {
    /// How many are set, and how many of them Flink rejects.
    #[must_use]
    pub fn counts(&self) -> (usize, usize) {
        let set = self.fields.iter().filter(|field| field.text.is_some()).count();
        let rejected = self.fields.iter().filter(|field| field.state == State::Rejected).count();
        (set, rejected)
    }
}

/// All controls of a resolved configuration.
#[must_use]
pub fn fields(settings: &Settings, resolution: &Resolution, error: Option<&Rc<Complaint>>) -> Vec<Fields> {
    // An error without a class is not Flink's: the whole page says then that nothing is resolved.
    let error = error.filter(|error| !error.is_unresolved());
    control::controls(settings.request(), resolution)
        .into_iter()
        .map(|group| Fields {
            id: group.id,
            heading: group.heading,
            fields: group
                .controls
                .into_iter()
                .map(|control| Rc::new(field(control, settings, resolution, error)))
                .collect(),
        })
        .collect()
}

fn field(
    control: Control,
    settings: &Settings,
    resolution: &Resolution,
    error: Option<&Rc<Complaint>>,
) -> Field {
    let option = control.option;
    let words = option.words.unwrap_or_default();
    let span = option.span(settings.version);
    let default = span.map_or(DefaultValue::None, |span| span.default);
    let spelled = control.spelled.unwrap_or(option.key);
    let text = control.text.map(AttrValue::from);
    let track = span.and_then(|span| Track::of(option.key, span));
    let input = match (span.map(|span| span.kind), track) {
        (_, Some(track)) => Input::Slider(track),
        (Some(OptionType::Integer | OptionType::Long), _) => Input::Stepper,
        (Some(OptionType::Boolean), _) => Input::Switch,
        _ => Input::Text,
    };
    let range = control.component.and_then(|component| range_of(resolution, component));
    let (min_edge, max_edge) = match (control.clamp_edges, track) {
        (Some((low, high)), Some(track)) => edges(track, low, high, range),
        _ => (None, None),
    };
    Field {
        key: option.key,
        label: words.label,
        description: words.description,
        state: if control.state == State::Rejected && error.is_none() && control.error.is_none() {
            unresolved(text.is_some())
        } else {
            control.state
        },
        component: control.component,
        placeholder: placeholder(default, control.effective),
        input,
        place: place(track, text.as_deref(), default, control.effective),
        min_edge,
        max_edge,
        note: control.note.map(AttrValue::from),
        error: match &control.error {
            Some(late) => Some(Rc::new(Complaint::from(late))),
            None => error
                .filter(|error| error.key.is_some_and(|key| key == option.key || key == spelled))
                .cloned(),
        },
        spelled,
        text,
    }
}

/// The state of an option about which nothing is known but whether it is set.
const fn unresolved(is_set: bool) -> State {
    if is_set { State::Set } else { State::Unset }
}

fn placeholder(default: DefaultValue, effective: Option<MemorySize>) -> AttrValue {
    match default {
        DefaultValue::None => {
            effective.map_or(AttrValue::Static(""), |size| format::readable(size.bytes()).into())
        }
        DefaultValue::Bytes(bytes) if bytes == MemorySize::MAX.bytes() => AttrValue::Static("no limit"),
        DefaultValue::Bytes(bytes) => format::typed(bytes).into(),
        // Every default fraction of Flink's has three decimals at most.
        DefaultValue::Float(value) => format::thousandths((value * 1000.0).round() as u32).into(),
        DefaultValue::Double(value) => format::thousandths((value * 1000.0).round() as u32).into(),
        DefaultValue::Integer(value) => value.to_string().into(),
        DefaultValue::Boolean(value) => AttrValue::Static(if value { "true" } else { "false" }),
        DefaultValue::Millis(value) => (value.to_string() + " ms").into(),
        DefaultValue::Text(text) => AttrValue::Static(text),
    }
}

fn place(
    track: Option<Track>,
    text: Option<&str>,
    default: DefaultValue,
    effective: Option<MemorySize>,
) -> u32 {
    let Some(track) = track else { return 0 };
    if let Some(text) = text {
        return track.place_of(text).unwrap_or(0);
    }
    match (default, effective) {
        (DefaultValue::Float(value), _) => track.place_of_fraction(value.into()),
        (DefaultValue::Bytes(bytes), _) => track.place_of_size(bytes),
        (_, Some(size)) => track.place_of_size(size.bytes()),
        _ => 0,
    }
}

fn range_of(resolution: &Resolution, component: Component) -> Option<Range> {
    match &resolution.derivation.of(component)?.rule {
        Rule::Fraction { range, .. } | Rule::InverseFraction { range, .. } => Some(*range),
        _ => None,
    }
}

fn edges(track: Track, low: f64, high: f64, range: Option<Range>) -> (Option<Edge>, Option<Edge>) {
    let edge = |value: f64, word: &str, size: Option<MemorySize>| Edge {
        at: track.place_of_fraction(value),
        label: match size {
            Some(size) => [word, " ", &format::typed(size.bytes())].concat(),
            None => word.to_owned(),
        },
    };
    let min = edge(low, "min", range.map(|range| range.min));
    let max = edge(high, "max", range.map(|range| range.max));
    (Some(min).filter(|edge| edge.at > 0), Some(max).filter(|edge| edge.at < PLACES))
}

impl Field {
    /// The value that holds, as a screen reader should say it.
    #[must_use]
    pub fn spoken(&self, words: &Words) -> String {
        let Input::Slider(track) = self.input else { return String::new() };
        let text = self.text.as_deref().unwrap_or(&self.placeholder);
        let value = match track {
            Track::Size { .. } => {
                MemorySize::parse(text).map(|size| format::spoken(size.bytes(), words)).ok()
            }
            Track::Fraction { .. } => None,
        };
        let mut spoken = value.unwrap_or_else(|| format::clip(text, 40).head.into_owned());
        let [not_set, to_min, to_max, rejected] = words.spoken_states;
        if self.text.is_none() {
            spoken.push_str(not_set);
        }
        match self.state {
            State::Clamped(Clamp::ToMin) => spoken.push_str(to_min),
            State::Clamped(Clamp::ToMax) => spoken.push_str(to_max),
            State::Rejected => spoken.push_str(rejected),
            _ => {}
        }
        spoken
    }
}

#[cfg(test)]
mod tests {
    use resolver::catalogue::ALL;
    use resolver::{Deployment, FlinkVersion, Process};

    use super::*;
    use crate::page::Answer;
    use crate::words::ENGLISH;

    fn fields_of(entries: &[(&str, &str)]) -> Vec<Rc<Field>> {
        let mut settings = Settings::default();
        for (key, text) in entries {
            settings.set(key, (*text).to_owned());
        }
        Answer::to(settings).form.into_iter().flat_map(|group| group.fields).collect()
    }

    #[track_caller]
    fn field(fields: &[Rc<Field>], key: &str) -> Rc<Field> {
        fields
            .iter()
            .find(|field| field.key == key)
            .cloned()
            .unwrap_or_else(|| panic!("{key} is in the form"))
    }

    #[test]
    fn every_release_has_a_form_without_gaps() {
        for version in FlinkVersion::ALL {
            for process in [Process::TaskManager, Process::JobManager] {
                for deployment in [Deployment::Containerized, Deployment::Standalone] {
                    let form = Answer::to(Settings::new(version, process, deployment)).form;
                    assert!(
                        form.first().is_some_and(|group| !group.fields.is_empty()),
                        "{version} {process:?}"
                    );
                    let mut keys: Vec<_> =
                        form.iter().flat_map(|group| &group.fields).map(|field| field.key).collect();
                    keys.sort_unstable();
                    keys.dedup();
                    assert_eq!(
                        keys.len(),
                        form.iter().map(|group| group.fields.len()).sum::<usize>(),
                        "{version}"
                    );
                }
            }
        }
    }

    #[test]
    fn unset_options_show_what_holds() {
        let fields = fields_of(&[]);
        assert_eq!(field(&fields, "taskmanager.memory.managed.fraction").placeholder, "0.4");
        assert_eq!(field(&fields, "taskmanager.memory.network.max").placeholder, "no limit");
        assert_eq!(field(&fields, "taskmanager.memory.network.max").place, PLACES);
        assert_eq!(field(&fields, "taskmanager.memory.network.min").placeholder, "64m");
        let task_heap = field(&fields, "taskmanager.memory.task.heap.size");
        assert_eq!((task_heap.state, &*task_heap.placeholder), (State::Derived, "384.0\u{a0}MiB"));
    }

    #[test]
    fn default_fractions_print_as_they_are() {
        for option in ALL {
            for span in option.spans {
                if let DefaultValue::Float(value) = span.default {
                    assert_eq!(&*placeholder(span.default, None), value.to_string(), "{}", option.key);
                }
            }
        }
    }

    #[test]
    fn a_fraction_knows_where_it_is_cut() {
        let fields = fields_of(&[("taskmanager.memory.process.size", "4g")]);
        let overhead = field(&fields, "taskmanager.memory.jvm-overhead.fraction");
        let (min, max) = (overhead.min_edge.clone().expect("192m"), overhead.max_edge.clone().expect("1g"));
        assert_eq!((&*min.label, &*max.label), ("min 192m", "max 1g"));
        assert_eq!((min.at / 10, max.at / 10), (93, 500), "a quarter of the process, half of the track");
    }

    #[test]
    fn an_option_read_later_has_an_error_of_its_own() {
        let key = "state.backend.rocksdb.memory.write-buffer-ratio";
        let fields = fields_of(&[("taskmanager.memory.process.size", "4g"), (key, "half")]);
        let field = field(&fields, key);
        assert_eq!(field.state, State::Rejected);
        let error = field.error.as_ref().expect("half is no number");
        assert_eq!(
            &*error.message,
            "Could not parse value 'half' for key 'state.backend.rocksdb.memory.write-buffer-ratio'."
        );
    }

    #[test]
    fn the_error_stands_at_its_option() {
        let fields = fields_of(&[("taskmanager.memory.network.max", "1.5g")]);
        let with_error: Vec<_> =
            fields.iter().filter(|field| field.error.is_some()).map(|field| field.key).collect();
        assert_eq!(with_error, ["taskmanager.memory.network.max"]);
        let network = field(&fields, "taskmanager.memory.network.max");
        assert_eq!(network.text.as_deref(), Some("1.5g"));
        assert_eq!(network.state, State::Rejected);
    }

    #[test]
    fn sliders_speak_in_units() {
        let fields = fields_of(&[("taskmanager.memory.process.size", "1536m")]);
        assert_eq!(field(&fields, "taskmanager.memory.process.size").spoken(&ENGLISH), "1.50 gibibytes");
        assert_eq!(field(&fields, "taskmanager.memory.managed.fraction").spoken(&ENGLISH), "0.4, not set");
    }
}
