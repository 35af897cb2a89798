//! A static web host like any other, except that it forgets nothing: which files were asked for is what some tests are about.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use crate::{surroundings, witness};

/// Serves a folder at two addresses, its root and a folder below, to this machine only, until it is dropped.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    folder: PathBuf,
    requests: Mutex<Vec<String>>,
    /// Part of the paths that it hangs up on.
    refused: Mutex<Option<&'static str>>,
    /// Whether it says that pages of any origin may read what it sends.
    is_open_to_all: bool,
    is_over: AtomicBool,
}

/// The folder in which the page is found a second time.
const BELOW: &str = "some/folder/below/";

impl Server {
    /// Serves `folder` on a free port.
    #[must_use]
    pub fn of(folder: PathBuf) -> Self {
        Self::start(folder, false)
    }

    /// The same, and says that pages of any origin may read what it sends.
    #[must_use]
    pub fn open_to_all(folder: PathBuf) -> Self {
        Self::start(folder, true)
    }

    fn start(folder: PathBuf, is_open_to_all: bool) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("there is a free port");
        let address = listener.local_addr().expect("the port is known");
        let shared = Arc::new(Shared {
            folder,
            requests: Mutex::default(),
            refused: Mutex::default(),
            is_open_to_all,
            is_over: AtomicBool::new(false),
        });
        let theirs = Arc::clone(&shared);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if theirs.is_over.load(Ordering::Relaxed) {
                    break;
                }
                let shared = Arc::clone(&theirs);
                // A browser that hangs up early is no failure of ours; a file that is missing shows in the page.
                thread::spawn(move || drop(answer(stream, &shared)));
            }
        });
        Self { address, shared }
    }

    /// Address of the page.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// Address of the page as a host would have it that serves others too.
    #[must_use]
    pub fn url_below(&self) -> String {
        format!("http://{}/{BELOW}", self.address)
    }

    /// The paths asked for so far.
    #[must_use]
    pub fn requests(&self) -> Vec<String> {
        self.shared.requests.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Server {
    /// From now on hangs up when a path with this in it is asked for; `None` for no path.
    pub fn refuse(&self, part: Option<&'static str>) {
        *self.shared.refused.lock().unwrap_or_else(PoisonError::into_inner) = part;
    }

    /// Answers nobody any more.
    pub fn stop(&self) {
        self.shared.is_over.store(true, Ordering::Relaxed);
        // The thread that accepts wakes up for one more connection, and ends.
        drop(TcpStream::connect(self.address));
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
    }
}

fn answer(mut stream: TcpStream, shared: &Shared) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let request = lines.next().unwrap_or_else(|| Ok(String::new()))?;
    for line in lines {
        if line?.is_empty() {
            break;
        }
    }
    let target = request.split(' ').nth(1).unwrap_or("/");
    let path = target.split(['?', '#']).next().unwrap_or_default();
    shared.requests.lock().unwrap_or_else(PoisonError::into_inner).push(path.to_owned());
    let refused = *shared.refused.lock().unwrap_or_else(PoisonError::into_inner);
    if refused.is_some_and(|part| path.contains(part)) {
        return Ok(());
    }

    let path = path.trim_start_matches('/');
    let path = Path::new(path.strip_prefix(BELOW).unwrap_or(path));
    let is_inside = path.components().all(|component| matches!(component, Component::Normal(_)));
    let mut file = shared.folder.join(path);
    if file.is_dir() {
        file.push("index.html");
    }
    let (status, kind, mut body) = match fs::read(&file) {
        Ok(body) if is_inside => ("200 OK", media_type(&file), body),
        _ => ("404 Not Found", "text/plain", b"not here".to_vec()),
    };
    if kind == HTML && !surroundings::engine().has_preloaded_scripts() {
        body = witness::in_document(&body);
    }
    let length = body.len();
    let for_all = if shared.is_open_to_all { "Access-Control-Allow-Origin: *\r\n" } else { "" };
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nCache-Control: no-store\r\n\
         X-Content-Type-Options: nosniff\r\nConnection: close\r\n{for_all}\r\n"
    )?;
    stream.write_all(&body)
}

const HTML: &str = "text/html; charset=utf-8";

fn media_type(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()) {
        Some("html") => HTML,
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("json" | "webmanifest") => "application/json",
        Some("png") => "image/png",
        _ => "application/octet-stream",
    }
}
