//! A running `bluelamp` of our own, and a browser's worth of HTTP to talk to it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// Longer than anything here takes on the slowest machine: only a hang reaches it.
pub const PATIENCE: Duration = Duration::from_secs(60);

pub fn bluelamp() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bluelamp"));
    // The settings of whoever runs the tests are not those of the test.
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("BLUELAMP_") {
            command.env_remove(name);
        }
    }
    command.env("RUST_LOG", "warn").stdin(Stdio::null());
    command
}

/// A process that ends with the test.
pub struct Program {
    child: Child,
    _out: BufReader<ChildStdout>,
    /// `127.0.0.1:port`.
    pub address: String,
    pub said: Vec<String>,
}

impl Program {
    /// Starts it and waits for its line `ready http://…`.
    pub fn start(args: &[&str], data: &Path) -> Self {
        Self::start_with(args, data, &[])
    }

    // Whether it got ready or not, whoever holds the value (or sees the panic) ends and awaits the process.
    #[allow(clippy::zombie_processes)]
    pub fn start_with(args: &[&str], data: &Path, env: &[(&str, &str)]) -> Self {
        let mut child = bluelamp()
            .args(args)
            .arg("--data")
            .arg(data)
            .envs(env.iter().copied())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .expect("the program starts");
        let mut out = BufReader::new(child.stdout.take().expect("its output"));
        let mut said = Vec::new();
        loop {
            let mut line = String::new();
            let read = out.read_line(&mut line).expect("a line");
            assert_ne!(
                read,
                0,
                "it ended before it was ready: {said:?} {:?}",
                child.wait()
            );
            let line = line.trim_end().to_owned();
            said.push(line.clone());
            if let Some(address) = line.strip_prefix("ready http://") {
                let address = address.to_owned();
                return Self {
                    child,
                    _out: out,
                    address,
                    said,
                };
            }
        }
    }

    pub fn get(&self, path: &str) -> Answer {
        Visitor::new(&self.address).get(path)
    }

    pub fn signal(&self, name: &str) {
        let done = Command::new("kill")
            .args([name, &self.child.id().to_string()])
            .status();
        assert!(done.expect("kill").success());
    }

    /// Waits for its end.
    pub fn ended(mut self) -> ExitStatus {
        let began = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().expect("its status") {
                return status;
            }
            assert!(began.elapsed() < PATIENCE, "it does not end");
            std::thread::yield_now();
        }
    }

    /// As a power cut does.
    pub fn kill(mut self) {
        self.kill_now();
    }

    pub fn kill_now(&mut self) {
        self.child.kill().expect("kill");
        self.child.wait().expect("its end");
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }
}

/// A browser without script: one connection for each request, and cookies.
pub struct Visitor {
    address: String,
    pub cookies: Vec<(String, String)>,
}

impl Visitor {
    pub fn new(address: &str) -> Self {
        Self {
            address: address.to_owned(),
            cookies: Vec::new(),
        }
    }

    /// From now on the program is there.
    pub fn moves_to(&mut self, address: &str) {
        address.clone_into(&mut self.address);
    }

    pub fn get(&mut self, path: &str) -> Answer {
        self.try_send("GET", path, "").expect("an answer")
    }

    /// `Err` when the server went away before it had answered whole.
    pub fn try_send(&mut self, method: &str, path: &str, body: &str) -> std::io::Result<Answer> {
        let mut stream = TcpStream::connect(&self.address)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        let cookies: Vec<String> = self.cookies.iter().map(|(k, v)| format!("{k}={v}")).collect();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nCookie: {}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
            self.address,
            cookies.join("; "),
            body.len()
        );
        stream.write_all(request.as_bytes())?;
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes)?;
        let text = String::from_utf8_lossy(&bytes);
        let broken = || std::io::Error::from(std::io::ErrorKind::UnexpectedEof);
        let (head, body) = text.split_once("\r\n\r\n").ok_or_else(broken)?;
        let status = head.get(9..12).and_then(|s| s.parse().ok()).ok_or_else(broken)?;
        let answer = Answer {
            status,
            head: head.to_owned(),
            body: body.to_owned(),
        };
        if answer
            .header("content-length")
            .and_then(|l| l.parse().ok())
            .is_some_and(|l: usize| l > body.len())
        {
            return Err(broken());
        }
        for line in head.lines() {
            let Some((key, value)) = line.split_once(':') else {
                continue;
            };
            if !key.eq_ignore_ascii_case("set-cookie") {
                continue;
            }
            if let Some((name, value)) = value.trim().split(';').next().and_then(|c| c.split_once('=')) {
                self.cookies.retain(|(n, _)| n != name);
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
        Ok(answer)
    }
}
