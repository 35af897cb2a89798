//! The engines in a page, compiled and optimised as it is published, against the same engines in this program.

use bench_page::digests::{DIGESTS, digest};
use e2e::{Server, Session, surroundings};

#[test]
fn simulations_take_the_same_course_in_a_page() {
    let server = Server::of(surroundings::bench_page());
    let session = Session::start();
    session.open(&server.url());
    session.wait_for("the simulation", "window.wasmBindings", &[]);
    let mut seen = Vec::new();
    for number in 0..DIGESTS {
        let here = digest(number).expect("a job");
        let there = session.script("return wasmBindings.digest(arguments[0])", &[number.into()]);
        assert_eq!(there, format!("{here:016x}"), "job {number}");
        seen.push(here);
    }
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len(), DIGESTS as usize, "all jobs differ");
}
