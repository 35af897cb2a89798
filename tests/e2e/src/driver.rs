//! The driver's process.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use crate::desktop::Desktop;
use crate::engine::{Engine, Looks};
use crate::surroundings;

/// How often a driver is started that ends at once.
const ATTEMPTS: usize = 5;

/// A driver of our own on a port of its own. The browser ends with its session, the driver when this is dropped.
#[derive(Debug)]
pub(crate) struct Driver {
    process: Child,
    /// Kept open: what is written to a closed pipe would end the driver.
    _stdout: BufReader<ChildStdout>,
    port: u16,
    /// After the process: what is on it ends first.
    _desktop: Option<Desktop>,
}

impl Driver {
    pub(crate) fn start(engine: Engine, looks: Looks) -> Self {
        // It chooses a port for one family of addresses and ends if that is taken in the other.
        (0..ATTEMPTS).find_map(|_| Self::try_to_start(engine, looks)).unwrap_or_else(|| {
            panic!("{} did not say its port, {ATTEMPTS} times", surroundings::driver(engine).display())
        })
    }

    fn try_to_start(engine: Engine, looks: Looks) -> Option<Self> {
        let program = surroundings::driver(engine);
        let mut command = Command::new(&program);
        let desktop = (engine == Engine::WebKit).then(|| Desktop::start(looks));
        if let Some(desktop) = &desktop {
            desktop.give_to(&mut command);
        }
        // WebKit's driver says nothing, and so must be told a port.
        let chosen = if engine == Engine::WebKit { free_port() } else { 0 };
        let mut process = command
            .arg(format!("--port={chosen}"))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("cannot start {}: {error}", program.display()));
        let mut stdout = BufReader::new(process.stdout.take().expect("it is piped"));
        let port = match engine {
            Engine::Chromium => said_port(&mut stdout, "started successfully on port "),
            Engine::Firefox => said_port(&mut stdout, "Listening on 127.0.0.1:"),
            Engine::WebKit => listens(&mut process, chosen).then_some(chosen),
        };
        let driver = Self { process, _stdout: stdout, port: port.unwrap_or_default(), _desktop: desktop };
        port.map(|_| driver)
    }

    /// The driver and all that it has started, as Linux lists them.
    pub(crate) fn processes(&self) -> Vec<u32> {
        let listed = fs::read_dir("/proc").into_iter().flatten().flatten();
        let numbers = listed.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
        let all: Vec<(u32, u32)> = numbers.filter_map(|number| Some((number, parent(number)?))).collect();
        let mut found = vec![self.process.id()];
        let mut at = 0;
        while let Some(&parent) = found.get(at) {
            found.extend(all.iter().filter(|(_, of)| *of == parent).map(|(number, _)| *number));
            at += 1;
        }
        found
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

/// Who started a process, by its `stat`: `12 (a name (of any kind)) S 7 …`.
fn parent(process: u32) -> Option<u32> {
    let told = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    told.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse().ok()
}

/// 41235 from `ChromeDriver was started successfully on port 41235.`
fn said_port(stdout: &mut BufReader<ChildStdout>, words_before: &str) -> Option<u16> {
    let mut lines = stdout.lines().map_while(Result::ok);
    lines.find_map(|line| {
        let (_, port) = line.split_once(words_before)?;
        port.trim_end_matches('.').trim().parse().ok()
    })
}

/// A port that was free a moment ago.
fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("there is a free port");
    listener.local_addr().expect("the port is known").port()
}

/// Waits until a process listens, or has ended.
fn listens(process: &mut Child, port: u16) -> bool {
    while process.try_wait().is_ok_and(|status| status.is_none()) {
        if TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok() {
            return true;
        }
        sleep(Duration::from_millis(20));
    }
    false
}
