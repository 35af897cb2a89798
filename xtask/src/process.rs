//! Running other programs.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::{env, fmt};

use anyhow::{Context, Result, bail};

use crate::workspace;

/// Says what goes on, apart from results.
pub(crate) fn say(message: impl fmt::Display) {
    eprintln!("xtask: {message}");
}

/// Cargo itself, in the repository's folder.
pub(crate) fn cargo() -> Command {
    // Cargo names itself to what it runs; so the same toolchain is used all the way down.
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(workspace::root());
    command
}

/// Runs to the end; anything but success is an error.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("cannot start `{}`", line(command)))?;
    if !status.success() {
        bail!("`{}` failed ({status})", line(command));
    }
    Ok(())
}

/// What the command prints, if it can be started and succeeds.
pub(crate) fn output(command: &mut Command) -> Option<String> {
    let output = command.output().ok()?;
    if !output.status.success() {
        return None;
    }
    String::from_utf8(output.stdout).ok()
}

/// Lets the command take the place of this process, so that signals, the terminal and the exit status are its own.
#[cfg(unix)]
pub(crate) fn hand_over(mut command: Command) -> Result<ExitCode> {
    use std::os::unix::process::CommandExt as _;

    // `exec` returns only if it failed.
    let error = command.exec();
    Err(error).with_context(|| format!("cannot start `{}`", line(&command)))
}

/// Runs the command and passes its exit status on.
#[cfg(not(unix))]
pub(crate) fn hand_over(mut command: Command) -> Result<ExitCode> {
    let status = command.status().with_context(|| format!("cannot start `{}`", line(&command)))?;
    Ok(u8::try_from(status.code().unwrap_or(1)).map_or(ExitCode::FAILURE, ExitCode::from))
}

/// The first program of this name on the user's PATH.
pub(crate) fn find_on_path(program: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?).find_map(|folder| program_in(&folder, program))
}

/// The program of this name in a folder, if it is there and may be run.
pub(crate) fn program_in(folder: &Path, program: &str) -> Option<PathBuf> {
    let path = folder.join(format!("{program}{}", env::consts::EXE_SUFFIX));
    let metadata = path.metadata().ok()?;
    #[cfg(unix)]
    let may_run = std::os::unix::fs::PermissionsExt::mode(&metadata.permissions()) & 0o111 != 0;
    #[cfg(not(unix))]
    let may_run = true;
    (metadata.is_file() && may_run).then_some(path)
}

/// The command as one would type it, for messages.
pub(crate) fn line(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let mut line = program.file_stem().unwrap_or(program.as_os_str()).to_string_lossy().into_owned();
    for arg in command.get_args() {
        line.push(' ');
        line.push_str(&arg.to_string_lossy());
    }
    line
}
