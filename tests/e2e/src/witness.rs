//! What notes everything that goes wrong in a page, from before its first script.

/// Keeps a list of troubles in each document.
pub(crate) const OF_DOCUMENT: &str = "
    window.troubles = [];
    window.alert = text => troubles.push('a script was injected and ran: ' + text);
    addEventListener('error', event => troubles.push('error: ' + (event.message || event.target?.outerHTML)), true);
    addEventListener('unhandledrejection', event => troubles.push('unhandled rejection: ' + event.reason));
    addEventListener('securitypolicyviolation', event =>
        troubles.push('against the policy: ' + event.violatedDirective + ' ' + event.blockedURI + ' ' + event.sample));
";

/// Keeps what scripts say of errors, where WebDriver has no word for the console.
const OF_CONSOLE: &str = "
    window.consoleErrors = [];
    for (const say of [console.error]) console.error = (...words) => (consoleErrors.push(words.join(' ')), say(...words));
";

/// A document with the witness in it, before what forbids scripts of others.
pub(crate) fn in_document(html: &[u8]) -> Vec<u8> {
    const BEGIN: &[u8] = b"<!doctype html>";
    let is_whole = html.get(..BEGIN.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(BEGIN));
    if !is_whole {
        return html.to_vec();
    }
    let witness = format!("<script>{OF_DOCUMENT}{OF_CONSOLE}</script>");
    [BEGIN, witness.as_bytes(), &html[BEGIN.len()..]].concat()
}
