//! The driver's process.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, ChildStdout, Command, Stdio};

use crate::surroundings;

/// How often a driver is started that ends at once.
const ATTEMPTS: usize = 5;

/// A driver of our own on a port that it chose. The browser ends with its session, the driver when this is dropped.
#[derive(Debug)]
pub(crate) struct Driver {
    process: Child,
    /// Kept open: what is written to a closed pipe would end the driver.
    _stdout: BufReader<ChildStdout>,
    port: u16,
}

impl Driver {
    pub(crate) fn start() -> Self {
        // It chooses a port for one family of addresses and ends if that is taken in the other.
        (0..ATTEMPTS).find_map(|_| Self::try_to_start()).unwrap_or_else(|| {
            panic!("{} did not say its port, {ATTEMPTS} times", surroundings::driver().display())
        })
    }

    fn try_to_start() -> Option<Self> {
        let program = surroundings::driver();
        let mut process = Command::new(&program)
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("cannot start {}: {error}", program.display()));
        let mut stdout = BufReader::new(process.stdout.take().expect("it is piped"));
        let port = port(&mut stdout);
        let driver = Self { process, _stdout: stdout, port: port.unwrap_or_default() };
        port.map(|_| driver)
    }

    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // It may have ended by itself.
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

/// 41235 from `ChromeDriver was started successfully on port 41235.`
fn port(stdout: &mut BufReader<ChildStdout>) -> Option<u16> {
    let mut lines = stdout.lines().map_while(Result::ok);
    lines.find_map(|line| {
        let (_, port) = line.split_once("started successfully on port ")?;
        port.trim_end_matches('.').trim().parse().ok()
    })
}
