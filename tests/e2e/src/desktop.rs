//! A desktop for a browser that cannot do without one: a display that nobody sees, and its settings.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::engine::Looks;
use crate::surroundings;

/// Lets windows be as narrow as phones: a bar with buttons would keep them wide.
const STYLE: &str = "* { min-width: 0; min-height: 0; padding: 0; margin: 0; font-size: 1px; -gtk-icon-transform: scale(0.1); }\n";

/// A display and a folder of settings, until this is dropped.
#[derive(Debug)]
pub(crate) struct Desktop {
    display: Child,
    number: String,
    settings: PathBuf,
}

impl Desktop {
    pub(crate) fn start(looks: Looks) -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let settings = std::env::temp_dir().join(format!("fmc-desktop-{}-{number}", std::process::id()));
        let folder = settings.join("gtk-3.0");
        fs::create_dir_all(&folder).expect("a folder for settings");
        let theme = if looks.is_dark { "Adwaita-dark" } else { "Adwaita" };
        let text = format!(
            "[Settings]\ngtk-theme-name={theme}\ngtk-enable-animations={}\n",
            u8::from(!looks.has_less_motion)
        );
        fs::write(folder.join("settings.ini"), text).expect("settings");
        fs::write(folder.join("gtk.css"), STYLE).expect("a style");

        let program = surroundings::display();
        let mut display = Command::new(&program)
            // It chooses a number and says which.
            .args(["-displayfd", "1", "-screen", "0", "1920x1400x24", "-nolisten", "tcp"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("cannot start {}: {error}", program.display()));
        let mut number = String::new();
        let stdout = display.stdout.take().expect("it is piped");
        let read = BufReader::new(stdout).read_line(&mut number);
        let desktop = Self { display, number: number.trim().to_owned(), settings };
        assert!(read.is_ok() && !desktop.number.is_empty(), "{} has no display", program.display());
        desktop
    }

    /// Lets a program, and what it starts, be on this desktop.
    pub(crate) fn give_to(&self, command: &mut Command) {
        command
            .env("DISPLAY", format!(":{}", self.number))
            .env("GDK_BACKEND", "x11")
            .env("XDG_CONFIG_HOME", &self.settings)
            .env("XDG_CACHE_HOME", &self.settings)
            .env("XDG_DATA_HOME", &self.settings);
    }
}

impl Drop for Desktop {
    fn drop(&mut self) {
        drop(self.display.kill());
        drop(self.display.wait());
        drop(fs::remove_dir_all(&self.settings));
    }
}
