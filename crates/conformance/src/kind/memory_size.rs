//! Reading, printing and computing with sizes.

use std::borrow::Cow;

use resolver::{FlinkError, FlinkVersion, MemorySize, MemoryUnit};

use crate::answer::Answer;
use crate::fields::{Fields, Reason};
use crate::json::Json;

/// What is done with a size.
pub(crate) enum Operation<'a> {
    Parse { text: Cow<'a, str>, default_unit: Option<MemoryUnit> },
    Format { bytes: i64 },
    Multiply { bytes: i64, factor: f64 },
    Divide { bytes: i64, by: i64 },
}

impl<'a> Operation<'a> {
    pub(crate) fn read(fields: &mut Fields<'a>) -> Result<Self, Reason> {
        Ok(match fields.text("op")?.as_ref() {
            "parse" => Self::Parse {
                text: fields.text("text")?,
                default_unit: fields.optional_text("default_unit")?.as_deref().map(unit).transpose()?,
            },
            "format" => Self::Format { bytes: fields.integer("bytes")? },
            "multiply" => {
                Self::Multiply { bytes: fields.integer("bytes")?, factor: fields.double("factor")? }
            }
            "divide" => Self::Divide { bytes: fields.integer("bytes")?, by: fields.integer("by")? },
            other => return Err(format!("field `op` is not known: {other}")),
        })
    }

    pub(crate) fn answer(&self, version: FlinkVersion) -> Answer<'static> {
        let size = self.compute(version).map(|size| {
            Json::object([
                ("bytes", Json::integer(size.bytes())),
                ("to_string", Json::text(size.to_string())),
                ("human", Json::text(size.human().to_string())),
            ])
        });
        Answer::of(size, Vec::new())
    }

    fn compute(&self, version: FlinkVersion) -> Result<MemorySize, FlinkError> {
        match self {
            Self::Parse { text, default_unit: None } => MemorySize::parse(text),
            Self::Parse { text, default_unit: Some(unit) } => {
                MemorySize::parse_with_default_unit(text, *unit)
            }
            Self::Format { bytes } => MemorySize::try_from(*bytes),
            Self::Multiply { bytes, factor } => MemorySize::try_from(*bytes)?.multiply(*factor),
            Self::Divide { bytes, by } => MemorySize::try_from(*bytes)?.divide(*by, version),
        }
    }
}

/// Flink's name of a unit.
fn unit(name: &str) -> Result<MemoryUnit, Reason> {
    Ok(match name {
        "BYTES" => MemoryUnit::Bytes,
        "KILO_BYTES" => MemoryUnit::KiloBytes,
        "MEGA_BYTES" => MemoryUnit::MegaBytes,
        "GIGA_BYTES" => MemoryUnit::GigaBytes,
        "TERA_BYTES" => MemoryUnit::TeraBytes,
        other => return Err(format!("field `default_unit` is not known: {other}")),
    })
}
