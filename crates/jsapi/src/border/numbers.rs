//! Numbers and lists that come in.

use js_sys::Reflect;

use super::path::Path;
use super::refusal::{Code, Refusal};
use super::value::{Object, Value, is_array, printed, unreadable};

/// The largest number below which all whole numbers are there: 2^53 - 1.
const MAX_SAFE: f64 = 9_007_199_254_740_991.0;

impl Value<'_> {
    /// Whether it is a text, where it may be something else as well.
    pub(crate) fn is_text(&self) -> bool {
        self.js.is_string()
    }

    /// As a whole number in a range.
    pub(crate) fn whole(&self, least: u64, most: u64) -> Result<u64, Refusal> {
        let range = format_args!("is no whole number in {least}..={most}").to_string();
        let number = match self.js.as_f64() {
            Some(number) if number.fract() != 0.0 || !(0.0..=MAX_SAFE).contains(&number) => {
                let hint = if number.fract() == 0.0 && number > MAX_SAFE { "; pass a bigint" } else { "" };
                return Err(self.refuse(Code::OutOfRange, format_args!("{} {range}{hint}", printed(number))));
            }
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 2^53 - 1")]
            Some(number) => number as u64,
            None if self.js.is_bigint() => u64::try_from(self.js.clone())
                .map_err(|_| self.refuse(Code::OutOfRange, format_args!("this bigint {range}")))?,
            None => return Err(self.wrong_type("a number or a bigint")),
        };
        if number < least || number > most {
            return Err(self.refuse(Code::OutOfRange, format_args!("{number} {range}")));
        }
        Ok(number)
    }

    /// The same of 32 bits.
    pub(crate) fn whole_u32(&self, least: u32, most: u32) -> Result<u32, Refusal> {
        self.whole(least.into(), most.into()).map(|number| u32::try_from(number).unwrap_or(most))
    }

    /// As a number in a range.
    pub(crate) fn number(&self, least: f64, most: f64) -> Result<f64, Refusal> {
        let Some(number) = self.js.as_f64() else { return Err(self.wrong_type("a number")) };
        if !(least..=most).contains(&number) {
            return Err(self.refuse(
                Code::OutOfRange,
                format_args!("{} is not in {}..={}", printed(number), printed(least), printed(most)),
            ));
        }
        Ok(number)
    }

    /// As a list of at most so many items, each read by `read`.
    pub(crate) fn list<T>(
        &self,
        most: u32,
        mut read: impl FnMut(Value<'_>) -> Result<T, Refusal>,
    ) -> Result<Vec<T>, Refusal> {
        if !is_array(&self.js) {
            return Err(self.wrong_type("an array"));
        }
        // Not `Array::length`: a proxy of an array passes for one, and may throw.
        let length = Object { js: self.js.clone(), path: self.path };
        let length = length.get("length")?.whole(0, u64::from(u32::MAX))?;
        let length = u32::try_from(length).unwrap_or(u32::MAX);
        if length > most {
            return Err(self.refuse(Code::TooLarge, format_args!("{length} items are more than {most}")));
        }
        (0..length)
            .map(|number| {
                let path = Path::Item(&self.path, number);
                let js = Reflect::get_u32(&self.js, number).map_err(|thrown| unreadable(&path, &thrown))?;
                read(Value { js, path })
            })
            .collect()
    }
}
