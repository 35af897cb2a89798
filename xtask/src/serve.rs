//! The page, on this machine.

use std::net::{Ipv4Addr, TcpListener};
use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::args::Args;
use crate::build::{Profile, toolbox, trunk};
use crate::process::{hand_over, say};
use crate::workspace;

const DEFAULT_PORT: u16 = 8080;

pub(crate) fn run(mut args: Args) -> Result<ExitCode> {
    let asked = args.value("--port")?;
    let profile = if args.flag("--release") { Profile::Release } else { Profile::Dev };
    args.finish()?;

    let toolbox = toolbox(profile)?;
    let port = match asked {
        Some(port) if is_free(port) => port,
        Some(port) => bail!("port {port} is taken; try another `--port`, or none"),
        None => (DEFAULT_PORT..=u16::MAX).find(|port| is_free(*port)).unwrap_or(DEFAULT_PORT),
    };

    let mut serve = trunk(&toolbox);
    serve.args(["serve", "--port", &port.to_string()]);
    // Not into `dist/`: what is published is built in there, perhaps at the same time.
    serve.arg("--dist").arg(workspace::target().join("xtask/serve"));
    if profile == Profile::Release {
        serve.arg("--release");
    }
    say(format_args!(
        "building; the page will be at http://127.0.0.1:{port}/ and is rebuilt when a file changes (stop with Ctrl-C)"
    ));
    hand_over(serve)
}

fn is_free(port: u16) -> bool {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok()
}
