//! The accessibility checker axe-core, inside the page.

use std::fs;

use serde_json::Value;

use crate::session::Session;
use crate::surroundings;

/// Every rule of WCAG 2.2 on the levels A and AA that a program can check.
const RUN: &str = "
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
    return axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] }).then(result => [
        result.passes.length,
        result.violations.flatMap(violation => violation.nodes.slice(0, 4).map(node =>
            violation.id + ' (' + violation.nodes.length + '): ' + node.target.join(' ') + ': ' +
                node.failureSummary.replace(/\\s+/g, ' '))),
    ]);
";

/// What breaks the rules, in words; empty if nothing does.
pub(crate) fn violations(session: &Session) -> Vec<String> {
    let path = surroundings::axe();
    let axe = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    session.script(&axe, &[]);
    let result = session.script(RUN, &[]);
    assert!(result[0].as_u64() > Some(10), "axe checked next to nothing");
    let violations = result[1].as_array().expect("a list");
    violations.iter().filter_map(Value::as_str).map(str::to_owned).collect()
}
