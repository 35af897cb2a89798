//! Amounts of memory as Kubernetes and Flink's operator read them.

use crate::memory_size::MemorySize;

/// What the operator sets a process size to, given the memory of a pod: `ResourceConfigUtils.parseResourceMemoryString`, before operator
/// 1.17 a part of `FlinkConfigBuilder`. First Flink's units (`2g` and `2G` are 2 GiB), then those of Kubernetes (`2Gi` too, but `2.5G` is
/// 2.5 billion bytes).
///
/// # Errors
/// `None` for a text that is neither.
pub(super) fn operator_memory(text: &str) -> Option<String> {
    if let Ok(size) = MemorySize::parse(text) {
        return Some(size.to_string());
    }
    let upper: String = text.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_uppercase();
    let upper = upper.strip_suffix('B').unwrap_or(&upper);
    match upper.strip_suffix('I') {
        Some(binary) => decimal(&[binary, "i"].concat()),
        None => decimal(upper),
    }
}

/// `Quantity.getNumericalAmount` of the operator's Kubernetes client, printed: a product of decimals keeps their decimals, so `1.5Gi` is
/// `1610612736.0`, which Flink then refuses.
fn decimal(text: &str) -> Option<String> {
    let unit_at =
        text.find(['e', 'E', 'i', 'n', 'u', 'm', 'k', 'K', 'M', 'G', 'T', 'P']).unwrap_or(text.len());
    let (amount, unit) = text.split_at(unit_at);
    let (whole, decimals) = amount.split_once('.').unwrap_or((amount, ""));
    let digits = [whole, decimals].concat();
    let product = multiply(&digits, multiple(unit)?)?;
    let mut product = product.to_string();
    if decimals.is_empty() {
        return Some(product);
    }
    while product.len() <= decimals.len() {
        product.insert(0, '0');
    }
    product.insert(product.len() - decimals.len(), '.');
    Some(product)
}

/// Bytes of an amount as Kubernetes itself counts them, rounded up: `resource.Quantity.Value`.
pub(super) fn kubernetes_bytes(text: &str) -> Option<u64> {
    let unit_at = text.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(text.len());
    let (amount, unit) = text.split_at(unit_at);
    let (whole, decimals) = amount.split_once('.').unwrap_or((amount, ""));
    let digits = [whole, decimals].concat();
    let (factor, divisor) = match unit {
        "m" => (1, 1000),
        "k" => (1000, 1),
        unit => (multiple(unit)?, 1),
    };
    let scale = 10_u128.checked_pow(u32::try_from(decimals.len()).ok()?)?.checked_mul(divisor)?;
    u64::try_from(multiply(&digits, factor)?.div_ceil(scale)).ok()
}

/// CPU cores: a number, or thousandths with an `m` behind it. As a decimal for Java's `Double`.
pub(super) fn cores(text: &str) -> Option<f64> {
    match text.strip_suffix('m') {
        Some(thousandths) => crate::java::parse_double(thousandths).ok().map(|cores| cores / 1000.0),
        None => crate::java::parse_double(text).ok(),
    }
}

fn multiply(digits: &str, factor: u128) -> Option<u128> {
    // More digits than any memory has are not worth a number.
    let is_number =
        !digits.is_empty() && digits.len() <= 19 && digits.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { digits.parse::<u128>().ok()?.checked_mul(factor) } else { None }
}

fn multiple(unit: &str) -> Option<u128> {
    Some(match unit {
        "" => 1,
        "Ki" => 1 << 10,
        "Mi" => 1 << 20,
        "Gi" => 1 << 30,
        "Ti" => 1 << 40,
        "Pi" => 1 << 50,
        "M" => 1_000_000,
        "G" => 1_000_000_000,
        "T" => 1_000_000_000_000,
        "P" => 1_000_000_000_000_000,
        _ => {
            let exponent = unit.strip_prefix(['E', 'e'])?.parse::<u32>().ok()?;
            10_u128.checked_pow(exponent).filter(|_| exponent <= 15)?
        }
    })
}

#[cfg(test)]
mod tests {
    use super::{kubernetes_bytes, operator_memory};

    #[test]
    fn the_operator_reads_flinks_units_first() {
        for (text, expected) in [
            ("2048m", Some("2 gb")),
            ("2g", Some("2 gb")),
            ("2G", Some("2 gb")),
            ("2 Gb", Some("2 gb")),
            ("1700mb", Some("1700 mb")),
            ("2048", Some("2 kb")),
            ("2Gi", Some("2147483648")),
            ("2 GiB", Some("2147483648")),
            ("512mi", Some("536870912")),
            ("1.5Gi", Some("1610612736.0")),
            ("0.05Mi", Some("52428.80")),
            ("2.5G", Some("2500000000.0")),
            ("2e9", Some("2000000000")),
            ("1.5k", None),
            ("lots", None),
            ("", None),
            ("Gi", None),
        ] {
            assert_eq!(operator_memory(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn kubernetes_counts_decimal_and_binary_units() {
        for (text, expected) in [
            ("2048Mi", Some(2 << 30)),
            ("1.5Gi", Some(3 << 29)),
            ("2G", Some(2_000_000_000)),
            ("1500m", Some(2)),
            ("2e3", Some(2000)),
            ("1k", Some(1000)),
            ("", None),
            ("x", None),
        ] {
            assert_eq!(kubernetes_bytes(text), expected, "{text}");
        }
    }
}
