//! How fast it is.

use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::args::Args;
use crate::process::{cargo, run as run_command};
use crate::{build, setup, site, test, workspace};

/// What is timed in a browser.
enum Part {
    /// The engines and the page.
    All,
    /// The page.
    Page,
    /// Many widgets in a page of others.
    Widgets,
    /// How soon page and widget are there, as Lighthouse rates it.
    Audit,
}

pub(crate) fn run(mut args: Args) -> Result<ExitCode> {
    let which = args.positional();
    args.finish()?;
    let (on_host, in_browser) = match which.as_deref() {
        None => (true, Some(Part::All)),
        Some("native") => (true, None),
        Some("browser") => (false, Some(Part::All)),
        Some("page") => (false, Some(Part::Page)),
        Some("widgets") => (false, Some(Part::Widgets)),
        Some("audit") => (false, Some(Part::Audit)),
        Some(other) => {
            bail!(
                "`cargo xtask bench` knows `native`, `browser`, `page`, `widgets` and `audit`, not `{other}`"
            )
        }
    };
    if on_host {
        natively()?;
    }
    if let Some(part) = in_browser {
        part.measure()?;
    }
    Ok(ExitCode::SUCCESS)
}

fn natively() -> Result<()> {
    let mut bench = cargo();
    bench.arg("bench");
    for package in ["resolver", "pools", "sim", "bench-page"] {
        bench.args(["--package", package]);
    }
    run_command(&mut bench)
}

impl Part {
    fn measure(&self) -> Result<()> {
        let (_, browser) = setup::everything()?;
        build::release_page()?;
        let mut bench = cargo();
        bench.args(["run", "--quiet", "--release", "--package", "e2e", "--bin", "bench"]);
        test::give_browser(&mut bench, &browser)?;
        match self {
            Self::All => {
                bench.env("FMC_BENCH_PAGE", build::bench_page()?);
            }
            Self::Page => {
                bench.args(["--", "page"]);
            }
            Self::Widgets => {
                bench.args(["--", "widgets"]);
            }
            Self::Audit => {
                site::publish(&workspace::dist(), &workspace::site(), None)?;
                bench.args(["--", "audit"]);
            }
        }
        run_command(&mut bench)
    }
}
