//! How fast it is.

use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::args::Args;
use crate::process::{cargo, run as run_command};
use crate::{build, setup, test};

pub(crate) fn run(mut args: Args) -> Result<ExitCode> {
    let which = args.positional();
    args.finish()?;
    let (on_host, in_browser) = match which.as_deref() {
        None => (true, true),
        Some("native") => (true, false),
        Some("browser") => (false, true),
        Some(other) => bail!("`cargo xtask bench` knows `native` and `browser`, not `{other}`"),
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
        let bench_page = build::bench_page()?;
        let mut bench = cargo();
        bench.args(["run", "--quiet", "--release", "--package", "e2e", "--bin", "bench"]);
        test::give_browser(&mut bench, &browser)?;
        bench.env("FMC_BENCH_PAGE", bench_page);
        run_command(&mut bench)?;
    }
    Ok(ExitCode::SUCCESS)
}
