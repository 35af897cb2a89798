//! Where sizes come from.

use resolver::derivation::{Clamp, Derivation, Fraction, Line, Range, Rule, Step, Term};
use wasm_bindgen::JsValue;

use super::breakdown::bytes;
use super::names;
use crate::border::{Built, list, or_null};

/// `DerivationStep[]` in TypeScript.
pub(super) fn steps(derivation: &Derivation) -> JsValue {
    list(derivation.steps().iter().map(step))
}

fn step(step: &Step) -> Built {
    Built::new()
        .with("component", names::component(step.component))
        .with("bytes", bytes(step.size))
        .with("rule", rule(&step.rule))
        .with("flinkClass", step.class)
        .with("lines", list(step.lines().iter().map(line)))
}

fn line(line: &Line) -> Built {
    Built::new()
        .with("what", &line.what)
        .with("formula", &line.formula)
        .with("bytes", line.bytes)
        .with("superseded", line.superseded)
}

fn rule(rule: &Rule) -> Built {
    let kind = |kind: &str| Built::new().with("kind", kind);
    match rule {
        Rule::Configured { key, spelled } => kind("configured").with("key", *key).with("spelled", *spelled),
        Rule::Default { key } => kind("default").with("key", *key),
        Rule::Sum { terms } => kind("sum").with("terms", list(terms.iter().map(term))),
        Rule::Remainder { of, minus, within } => kind("remainder")
            .with("of", term(of))
            .with("minus", list(minus.iter().map(term)))
            .with("within", or_null(within.as_ref().map(range))),
        Rule::Fraction { of, fraction: part, exact, range: within, clamp: end } => kind("fraction")
            .with("of", term(of))
            .with("fraction", fraction(part))
            .with("exact", bytes(*exact))
            .with("range", range(within))
            .with("clamp", clamp(*end)),
        Rule::InverseFraction { of, base, fraction: part, factor, exact, range: within, clamp: end } => {
            kind("inverse-fraction")
                .with("of", list(of.iter().map(term)))
                .with("base", bytes(*base))
                .with("fraction", fraction(part))
                .with("factor", *factor)
                .with("exact", bytes(*exact))
                .with("range", range(within))
                .with("clamp", clamp(*end))
        }
        Rule::NumberOfBuffers { buffers, segment_size } => {
            kind("number-of-buffers").with("buffers", *buffers).with("segmentSize", bytes(*segment_size))
        }
    }
}

fn term(term: &Term) -> Built {
    Built::new().with("component", names::component(term.component)).with("bytes", bytes(term.size))
}

fn range(range: &Range) -> Built {
    Built::new()
        .with("minKey", range.min_key)
        .with("min", bytes(range.min))
        .with("maxKey", range.max_key)
        .with("max", bytes(range.max))
}

fn fraction(fraction: &Fraction) -> Built {
    Built::new()
        .with("key", fraction.key)
        .with("value", fraction.value)
        .with("configured", fraction.configured)
}

fn clamp(clamp: Option<Clamp>) -> JsValue {
    or_null(clamp.map(|end| match end {
        Clamp::ToMin => "to-min",
        Clamp::ToMax => "to-max",
    }))
}
