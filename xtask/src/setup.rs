//! Everything the other commands would install when they need it, at once.

use std::process::ExitCode;

use anyhow::Result;

use crate::args::Args;
use crate::browser::Browser;
use crate::firefox::Firefox;
use crate::process::say;
use crate::tools::{self, Tool, Toolbox};
use crate::webkit::WebKit;
use crate::{node, rust};

pub(crate) fn run(args: Args) -> Result<ExitCode> {
    args.finish()?;
    rust::ensure_fmt_and_clippy()?;
    everything()?;
    Firefox::ensure()?;
    if let Err(error) = WebKit::ensure() {
        say(format_args!("without WebKit, which only tests need: {error:#}"));
    }
    say("everything is there");
    Ok(ExitCode::SUCCESS)
}

/// What building the page and testing it in Chromium take.
pub(crate) fn everything() -> Result<(Toolbox, Browser)> {
    rust::ensure_wasm_target()?;
    // Browser and Node.js first: if they must be installed by hand, one should know before minutes of compiling.
    let browser = Browser::ensure()?;
    node::ensure_for_tests()?;
    let toolbox =
        Toolbox::with(&[Tool::trunk(), Tool::wasm_bindgen()?, Tool::wasm_pack(), Tool::wasm_opt()])?;
    tools::axe()?;
    tools::lighthouse()?;
    tools::typescript()?;
    tools::typedoc()?;
    tools::makers()?;
    Ok((toolbox, browser))
}
