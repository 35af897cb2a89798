//! How fast it is.

use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::args::Args;
use crate::process::{cargo, run as run_command};
use crate::{build, setup, test};

pub(crate) fn run(mut args: Args) -> Result<ExitCode> {
    let which = args.positional();
    args.finish()?;
    let (on_host, in_browser, is_page_alone) = match which.as_deref() {
        None => (true, true, false),
        Some("native") => (true, false, false),
        Some("browser") => (false, true, false),
        Some("page") => (false, true, true),
        Some(other) => bail!("`cargo xtask bench` knows `native`, `browser` and `page`, not `{other}`"),
    };
    if on_host {
        run_command(cargo().args([
            "bench",
            "--package",
            "resolver",
            "--package",
            "pools",
            "--package",
            "sim",
            "--package",
            "bench-page",
        ]))?;
    }
    if in_browser {
        let (_, browser) = setup::everything()?;
        build::release_page()?;
        let mut bench = cargo();
        bench.args(["run", "--quiet", "--release", "--package", "e2e", "--bin", "bench"]);
        test::give_browser(&mut bench, &browser)?;
        if is_page_alone {
            bench.args(["--", "page"]);
        } else {
            bench.env("FMC_BENCH_PAGE", build::bench_page()?);
        }
        run_command(&mut bench)?;
    }
    Ok(ExitCode::SUCCESS)
}
