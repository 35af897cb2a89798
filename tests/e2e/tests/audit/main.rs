//! What Lighthouse says of the site on a host that is easy on the network: page and widget, as computers and as phones load them. How fast they are
//! depends on the machine and is for the benchmark (`cargo xtask bench audit`); what is here does not.

use e2e::lighthouse::{self, Form};
use e2e::{Server, surroundings};

/// What is rated, and has to be nearly perfect.
const CATEGORIES: [&str; 3] = ["accessibility", "best-practices", "seo"];

/// Points of 100.
const LEAST: f64 = 95.0;

/// A widget with all of its blocks.
const WIDGET: &str = "?embed=1&show=bar,table,controls,graph,pools,flags&v=1&flink=2.3&p=tm&process.size=4g";

/// Rates what is at an address of the site, below a folder.
#[track_caller]
fn is_good(name: &str, query: &str, form: Form) {
    let server = Server::saving(surroundings::site());
    let rated = lighthouse::rate(name, &format!("{}{query}", server.url_below()), form, &CATEGORIES);
    assert_eq!(rated.len(), CATEGORIES.len());
    for category in rated {
        assert!(category.score >= LEAST, "{name}: {category:#?}");
    }
    assert!(server.requests().iter().any(|path| path.ends_with(".wasm")), "the program was loaded");
}

#[test]
fn the_page_on_computers() {
    is_good("page-desktop", "", Form::Desktop);
}

#[test]
fn the_page_on_phones() {
    is_good("page-phone", "", Form::Phone);
}

#[test]
fn a_widget_on_computers() {
    is_good("widget-desktop", WIDGET, Form::Desktop);
}

#[test]
fn a_widget_on_phones() {
    is_good("widget-phone", WIDGET, Form::Phone);
}
