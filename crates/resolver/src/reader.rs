//! Reading options as Flink's `Configuration` does: old spellings with a warning, values converted on demand, errors in its words.

use std::fmt;

use crate::behaviour::{Behaviour, behaviour, legacy_behaviour};
use crate::catalogue::{DefaultValue, OptionDef, OptionType, Span};
use crate::config::{Class, Configuration, ReadCollection, Value};
use crate::derivation::Rule;
use crate::duration::Duration;
use crate::error::{FlinkError, Sentence, class};
use crate::java;
use crate::memory_size::MemorySize;
use crate::structured;
use crate::version::FlinkVersion;

/// A configuration, read by one release. Collects what Flink logs.
pub(crate) struct Reader<'a> {
    config: &'a Configuration,
    version: FlinkVersion,
    behaviour: &'static Behaviour,
    /// A legacy heap size that stands in for an option, as if that had been configured.
    stand_in: Option<StandIn>,
    log: Vec<String>,
}

/// A size put in the place of an option that is not configured.
#[derive(Clone, Copy)]
struct StandIn {
    option: &'static OptionDef,
    size: MemorySize,
    spelled: &'static str,
}

/// A text found for an option.
#[derive(Clone, Copy)]
struct Found<'a> {
    value: &'a Value,
    spelled: &'static str,
}

/// A size with where it came from.
#[derive(Clone, Debug)]
pub(crate) struct SizeRead {
    pub(crate) size: MemorySize,
    pub(crate) rule: Rule,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(config: &'a Configuration, version: FlinkVersion) -> Self {
        let behaviour = if config.is_legacy() { legacy_behaviour(version) } else { behaviour(version) };
        Self { config, version, behaviour, stand_in: None, log: Vec::new() }
    }

    /// What tells a value that is a list or a map in YAML.
    pub(crate) const fn collection(&self) -> ReadCollection {
        self.config.collection()
    }

    pub(crate) const fn version(&self) -> FlinkVersion {
        self.version
    }

    pub(crate) const fn behaviour(&self) -> &'static Behaviour {
        self.behaviour
    }

    pub(crate) fn into_log(self) -> Vec<String> {
        self.log
    }

    /// Logs a line, unless the very same one stands there already.
    pub(crate) fn log(&mut self, level: &str, class: &str, message: impl fmt::Display) {
        let line = format!("{level} {class}: {message}");
        if !self.log.contains(&line) {
            self.log.push(line);
        }
    }

    /// Logs a line that cannot stand there already; there may be many of these.
    pub(crate) fn log_new(&mut self, level: &str, class: &str, message: impl fmt::Display) {
        self.log.push(format!("{level} {class}: {message}"));
    }

    /// Lets `size` stand for `option` from here on.
    pub(crate) fn put(&mut self, option: &'static OptionDef, size: MemorySize, spelled: &'static str) {
        self.stand_in = Some(StandIn { option, size, spelled });
    }

    fn stand_in(&self, option: &OptionDef) -> Option<StandIn> {
        self.stand_in.filter(|stand_in| std::ptr::eq(stand_in.option, option))
    }

    /// The definition in this release; options are only asked for where they exist.
    fn span(&self, option: &'static OptionDef) -> Option<&'static Span> {
        option.span(self.version)
    }

    /// `Configuration.getRawValueFromOption`: the main key first, then each old one.
    fn find(&mut self, option: &'static OptionDef) -> Option<Found<'a>> {
        let span = self.span(option)?;
        if let Some(value) = self.config.value(option.key) {
            return Some(Found { value, spelled: option.key });
        }
        let config = self.config;
        let deprecated = span.deprecated_keys.iter().map(|key| (*key, true));
        let fallback = span.fallback_keys.iter().map(|key| (*key, false));
        for (spelled, is_deprecated) in deprecated.chain(fallback) {
            if let Some(value) = config.value(spelled) {
                let key = option.key;
                if is_deprecated {
                    self.log(
                        "WARN",
                        "Configuration",
                        format_args!("Config uses deprecated configuration key '{spelled}' instead of proper key '{key}'"),
                    );
                } else {
                    self.log(
                        "INFO",
                        "Configuration",
                        format_args!(
                            "Config uses fallback configuration key '{spelled}' instead of key '{key}'"
                        ),
                    );
                }
                return Some(Found { value, spelled });
            }
        }
        None
    }

    /// `Configuration.contains`: whether the option is configured under any spelling, even to nonsense.
    pub(crate) fn contains(&mut self, option: &'static OptionDef) -> bool {
        self.stand_in(option).is_some() || self.find(option).is_some()
    }

    /// The text configured under exactly `key`.
    pub(crate) fn raw(&self, key: &str) -> Option<&'a str> {
        self.config.value(key).map(Value::java_text)
    }

    fn default(&self, option: &'static OptionDef) -> DefaultValue {
        self.span(option).map_or(DefaultValue::None, |span| span.default)
    }

    /// `Configuration.get` of a size.
    pub(crate) fn plain_size(&mut self, option: &'static OptionDef) -> Result<Option<SizeRead>, FlinkError> {
        let key = option.key;
        if let Some(StandIn { size, spelled, .. }) = self.stand_in(option) {
            return Ok(Some(SizeRead { size, rule: Rule::Configured { key, spelled } }));
        }
        if let Some(Found { value, spelled }) = self.find(option) {
            let value = value.java_text();
            let size =
                MemorySize::parse(value).map_err(|cause| could_not_parse(key, value).caused_by(cause))?;
            return Ok(Some(SizeRead { size, rule: Rule::Configured { key, spelled } }));
        }
        Ok(match self.default(option) {
            DefaultValue::Bytes(bytes) => {
                MemorySize::new(bytes).map(|size| SizeRead { size, rule: Rule::Default { key } })
            }
            _ => None,
        })
    }

    /// `ProcessMemoryUtils.getMemorySizeFromConfig`: the same, with one more exception around a failure.
    pub(crate) fn size(&mut self, option: &'static OptionDef) -> Result<SizeRead, FlinkError> {
        let cannot_read = || FlinkError::from(Sentence::CannotReadSize { key: option.key });
        match self.plain_size(option) {
            Ok(Some(read)) => Ok(read),
            Ok(None) => Err(cannot_read()
                .caused_by(FlinkError::new(
                    "java.lang.NullPointerException",
                    "The memory option is not set and has no default value.",
                ))
                .about(&[option.key])),
            Err(cause) => Err(cannot_read().caused_by(cause)),
        }
    }

    /// A number or a truth value: the configured text through `convert`, or the default through `default`.
    fn value<T>(
        &mut self,
        option: &'static OptionDef,
        convert: impl FnOnce(&Value) -> Result<T, FlinkError>,
        default: impl FnOnce(DefaultValue) -> Option<T>,
    ) -> Result<Option<(T, bool)>, FlinkError> {
        match self.find(option) {
            Some(Found { value, .. }) => convert(value)
                .map(|converted| Some((converted, true)))
                .map_err(|cause| could_not_parse(option.key, value.java_text()).caused_by(cause)),
            None => Ok(default(self.default(option)).map(|value| (value, false))),
        }
    }

    /// `Configuration.get` of a 32-bit float; whether it was configured; 0 where there is no default either.
    pub(crate) fn float(&mut self, option: &'static OptionDef) -> Result<(f32, bool), FlinkError> {
        let read = self.value(option, read_float, |default| {
            if let DefaultValue::Float(value) = default { Some(value) } else { None }
        })?;
        Ok(read.unwrap_or((0.0, false)))
    }

    /// `Configuration.get` of a 64-bit float.
    pub(crate) fn double(&mut self, option: &'static OptionDef) -> Result<Option<f64>, FlinkError> {
        let read = self.value(
            option,
            |value| java::parse_double(value.java_text()).map_err(number_format),
            |default| if let DefaultValue::Double(value) = default { Some(value) } else { None },
        )?;
        Ok(read.map(|(value, _)| value))
    }

    /// `Configuration.get` of a 32-bit integer; 0 where it is neither configured nor has a default.
    pub(crate) fn integer(&mut self, option: &'static OptionDef) -> Result<i32, FlinkError> {
        Ok(self.optional_integer(option)?.unwrap_or(0))
    }

    /// `Configuration.getOptional` of a 32-bit integer, or the default.
    pub(crate) fn optional_integer(&mut self, option: &'static OptionDef) -> Result<Option<i32>, FlinkError> {
        let read = self.value(option, read_integer, |default| {
            if let DefaultValue::Integer(value) = default { i32::try_from(value).ok() } else { None }
        })?;
        Ok(read.map(|(value, _)| value))
    }

    /// `Configuration.get` of a 64-bit integer.
    pub(crate) fn long(&mut self, option: &'static OptionDef) -> Result<Option<i64>, FlinkError> {
        let read = self.value(
            option,
            |value| java::parse_long(value.java_text()).map_err(number_format),
            |default| if let DefaultValue::Integer(value) = default { Some(value) } else { None },
        )?;
        Ok(read.map(|(value, _)| value))
    }

    /// `Configuration.get` of a duration.
    pub(crate) fn duration(&mut self, option: &'static OptionDef) -> Result<Option<Duration>, FlinkError> {
        let rules = &self.behaviour.durations;
        let read = self.value(
            option,
            |value| Duration::parse(value.java_text(), rules),
            |default| {
                if let DefaultValue::Millis(millis) = default {
                    Some(Duration::from_millis(millis))
                } else {
                    None
                }
            },
        )?;
        Ok(read.map(|(value, _)| value))
    }

    /// `Configuration.get` of a constant of the enumeration `class`, by its name.
    pub(crate) fn constant(
        &mut self,
        option: &'static OptionDef,
        class: &'static str,
    ) -> Result<Option<&'static str>, FlinkError> {
        let names = match self.span(option).map(|span| span.kind) {
            Some(OptionType::Enum(names)) => names,
            _ => &[],
        };
        let read = self.value(
            option,
            |value| {
                let text = upper_case(value.java_text());
                let name = names.iter().find(|name| **name == text).copied();
                name.ok_or_else(|| Sentence::UnknownEnum { class, names }.into())
            },
            |default| if let DefaultValue::Text(name) = default { Some(name) } else { None },
        )?;
        Ok(read.map(|(name, _)| name))
    }

    /// `Configuration.get` of a truth value.
    pub(crate) fn boolean(&mut self, option: &'static OptionDef) -> Result<bool, FlinkError> {
        let read = self.value(
            option,
            |value| parse_boolean(value.java_text()),
            |default| {
                if let DefaultValue::Boolean(value) = default { Some(value) } else { None }
            },
        )?;
        Ok(read.is_some_and(|(value, _)| value))
    }

    /// `Configuration.get` of a map, in the order of the text.
    pub(crate) fn map(&mut self, option: &'static OptionDef) -> Result<Vec<(String, String)>, FlinkError> {
        let (behaviour, collection) = (self.behaviour, self.config.collection());
        if behaviour.has_prefix_maps && self.config.value(option.key).is_none() {
            let prefix = [option.key, "."].concat();
            let entries = self.config.with_prefix(&prefix);
            let entries: Vec<_> = entries.map(|(key, value)| (key.to_owned(), value.text.clone())).collect();
            if !entries.is_empty() {
                return Ok(entries);
            }
        }
        let read = self.value(
            option,
            |value| structured::read_map(value.java_text(), collection, behaviour),
            |default| {
                if let DefaultValue::Text(printed) = default { Some(printed_map(printed)) } else { None }
            },
        )?;
        Ok(read.map_or_else(Vec::new, |(entries, _)| entries))
    }

    /// Reads an option for its errors only. Durations and names of enumerations are left to those who use them.
    pub(crate) fn check(&mut self, option: &'static OptionDef) -> Result<(), FlinkError> {
        match self.span(option).map(|span| span.kind) {
            Some(OptionType::MemorySize) => self.plain_size(option).map(drop),
            Some(OptionType::Float) => self.float(option).map(drop),
            Some(OptionType::Double) => self.double(option).map(drop),
            Some(OptionType::Integer) => self.integer(option).map(drop),
            Some(OptionType::Boolean) => self.boolean(option).map(drop),
            Some(OptionType::Map) => self.map(option).map(drop),
            _ => Ok(()),
        }
    }

    /// The text of an option under any spelling, or its default where that is a text.
    pub(crate) fn text(&mut self, option: &'static OptionDef) -> Option<&'a str> {
        match (self.find(option), self.default(option)) {
            (Some(found), _) => Some(&found.value.text),
            (None, DefaultValue::Text(text)) => Some(text),
            (None, _) => None,
        }
    }
}

/// The entries of a map as Java prints it, `{key=value, key=value}`: the form in which the catalogue has a map's default.
fn printed_map(printed: &str) -> Vec<(String, String)> {
    let entries = printed.trim_start_matches('{').trim_end_matches('}').split(',').map(java::trim);
    let pairs = entries.filter_map(|entry| entry.split_once('='));
    pairs.map(|(key, value)| (key.to_owned(), value.to_owned())).collect()
}

/// `ConfigurationUtils.convertToFloat`.
#[expect(clippy::cast_possible_truncation, reason = "as Flink does")]
fn read_float(value: &Value) -> Result<f32, FlinkError> {
    let text = value.java_text();
    if value.class != Class::Double {
        return java::parse_float(text).map_err(number_format);
    }
    let number = java::parse_double(text).map_err(number_format)?;
    let size = number.abs();
    let is_in_range = size == 0.0 || (f64::from(f32::from_bits(1)) <= size && size <= f64::from(f32::MAX));
    if is_in_range { Ok(number as f32) } else { Err(out_of_range(text, "float")) }
}

/// `ConfigurationUtils.convertToInt`.
fn read_integer(value: &Value) -> Result<i32, FlinkError> {
    let text = value.java_text();
    java::parse_int(text).map_err(|message| match value.class {
        Class::Long => out_of_range(text, "integer"),
        _ => number_format(message),
    })
}

fn out_of_range(value: &str, kind: &'static str) -> FlinkError {
    Sentence::NumberOutOfRange { value: value.to_owned(), kind }.into()
}

/// Upper case for a comparison with names of ASCII letters: beyond ASCII, only these become such letters.
fn upper_case(text: &str) -> String {
    let text =
        text.replace('ı', "I").replace('ſ', "S").replace('ß', "SS").replace('ﬀ', "FF").replace('ﬁ', "FI");
    let text = text.replace('ﬂ', "FL").replace('ﬃ', "FFI").replace('ﬄ', "FFL").replace(['ﬅ', 'ﬆ'], "ST");
    text.to_ascii_uppercase()
}

/// `ConfigurationUtils.convertToBoolean`: either word in any case. Upper case makes an `S` of the long s, too; no other letter beyond
/// ASCII becomes one of these words.
fn parse_boolean(text: &str) -> Result<bool, FlinkError> {
    let word = text.replace('ſ', "S");
    if word.eq_ignore_ascii_case("true") {
        Ok(true)
    } else if word.eq_ignore_ascii_case("false") {
        Ok(false)
    } else {
        Err(Sentence::UnknownBoolean { value: text.to_owned() }.into())
    }
}

/// A `NumberFormatException` with this message.
pub(crate) fn number_format(message: String) -> FlinkError {
    FlinkError::new(class::NUMBER_FORMAT, message)
}

/// The exception around every failed conversion.
pub(crate) fn could_not_parse(key: &'static str, value: &str) -> FlinkError {
    FlinkError::from(Sentence::CouldNotParse { key: key.to_owned(), value: value.to_owned() }).about(&[key])
}

/// `ConfigOption.toString`, as it appears in messages.
pub(crate) fn describe(option: &OptionDef, version: FlinkVersion) -> String {
    let span = option.span(version);
    let default = span.map_or(DefaultValue::None, |span| span.default);
    let default = match default {
        DefaultValue::Float(value) => java::float_to_string(value),
        _ => "null".to_owned(),
    };
    let describe_key = |key: &&str| format!("{{key={key}, isDeprecated=true}}");
    let keys: Vec<String> =
        span.map_or_else(Vec::new, |span| span.deprecated_keys.iter().map(describe_key).collect());
    format!("Key: '{}' , default: {default} (fallback keys: [{}])", option.key, keys.join(", "))
}
