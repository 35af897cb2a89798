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
    manners: Manners,
    is_over: AtomicBool,
}

/// What hosts do differently.
#[derive(Clone, Copy, Debug, Default)]
struct Manners {
    /// Whether it says that pages of any origin may read what it sends.
    is_open_to_all: bool,
    /// Whether it sends the compressed files that lie beside others, and lets browsers keep what it sends.
    is_saving: bool,
}

/// The folder in which the page is found a second time.
const BELOW: &str = "some/folder/below/";

impl Server {
    /// Serves `folder` on a free port.
    #[must_use]
    pub fn of(folder: PathBuf) -> Self {
        Self::start(folder, Manners::default())
    }

    /// The same, and says that pages of any origin may read what it sends.
    #[must_use]
    pub fn open_to_all(folder: PathBuf) -> Self {
        Self::start(folder, Manners { is_open_to_all: true, ..Manners::default() })
    }

    /// Serves `folder` as those hosts do that are easy on the network: they send the compressed files that lie beside others, and let browsers
    /// keep what they sent.
    #[must_use]
    pub fn saving(folder: PathBuf) -> Self {
        Self::start(folder, Manners { is_saving: true, ..Manners::default() })
    }

    fn start(folder: PathBuf, manners: Manners) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("there is a free port");
        let address = listener.local_addr().expect("the port is known");
        let shared = Arc::new(Shared {
            folder,
            requests: Mutex::default(),
            refused: Mutex::default(),
            manners,
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
    let request = Request::read(&stream)?;
    let path = request.path.as_str();
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
    let manners = shared.manners;
    let (status, kind, mut body) = match fs::read(&file) {
        Ok(body) if is_inside => ("200 OK", media_type(&file), body),
        _ => ("404 Not Found", "text/plain", b"not here".to_vec()),
    };
    let mut more = String::new();
    if manners.is_open_to_all {
        more.push_str("Access-Control-Allow-Origin: *\r\n");
    }
    if manners.is_saving
        && request.takes_brotli
        && let Ok(compressed) = fs::read(beside(&file))
    {
        body = compressed;
        more.push_str("Content-Encoding: br\r\n");
    } else if kind == HTML && !surroundings::engine().has_preloaded_scripts() {
        body = witness::in_document(&body);
    }
    // Ten minutes, as GitHub Pages says of all its files.
    let keep = if manners.is_saving { "max-age=600" } else { "no-store" };
    let length = body.len();
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nCache-Control: {keep}\r\n\
         X-Content-Type-Options: nosniff\r\nConnection: close\r\n{more}\r\n"
    )?;
    stream.write_all(&body)
}

/// What a browser asks for.
struct Request {
    path: String,
    takes_brotli: bool,
}

impl Request {
    fn read(stream: &TcpStream) -> std::io::Result<Self> {
        let mut lines = BufReader::new(stream.try_clone()?).lines();
        let first = lines.next().unwrap_or_else(|| Ok(String::new()))?;
        let target = first.split(' ').nth(1).unwrap_or("/");
        let path = target.split(['?', '#']).next().unwrap_or_default().to_owned();
        let mut takes_brotli = false;
        for line in lines {
            let line = line?.to_ascii_lowercase();
            if line.is_empty() {
                break;
            }
            let encodings = line.strip_prefix("accept-encoding:").unwrap_or_default();
            takes_brotli |= encodings.split(',').any(|encoding| encoding.trim() == "br");
        }
        Ok(Self { path, takes_brotli })
    }
}

/// Where a file's compressed form is, if it has one.
fn beside(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".br");
    name.into()
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
