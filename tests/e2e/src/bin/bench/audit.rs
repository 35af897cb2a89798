//! How soon page and widget are there, in Lighthouse's points: it loads them as from afar, and computes what a slower machine would have taken.

use e2e::lighthouse::{self, Form};
use e2e::{Server, surroundings};

use super::quantile;

/// Points that may be missing of 100.
const BUDGET: f64 = 5.0;

/// Ratings of each; whatever else the machine does takes points of some of them.
const ROUNDS: usize = 5;

const WIDGET: &str = "?embed=1&show=bar,table,controls&v=1&flink=2.3&p=tm&process.size=4g";

/// Rates them, and holds the best rating of each against the budget.
pub(crate) fn measure(check: &mut impl FnMut(&str, f64, &str, f64)) {
    for (what, query) in [("page", ""), ("widget", WIDGET)] {
        for (on, form) in [("desktop", Form::Desktop), ("phone", Form::Phone)] {
            let name = format!("{what}-{on}-speed");
            let points: Vec<f64> = (0..ROUNDS).map(|_| points(&name, query, form)).collect();
            println!("{what}, {on}: {points:.0?} points");
            check(
                &format!("{what}, {on}: what is missing of 100, at best"),
                100.0 - quantile(&points, 1.0),
                "points",
                BUDGET,
            );
        }
    }
}

fn points(name: &str, query: &str, form: Form) -> f64 {
    let server = Server::saving(surroundings::site());
    let rated = lighthouse::rate(name, &format!("{}{query}", server.url_below()), form, &["performance"]);
    rated.first().expect("one category was asked for").score
}
