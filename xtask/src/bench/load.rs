//! A small browser without script that keeps its connection open: HTTP/1.1 by hand, so that the driver
//! costs little beside the server it measures.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};

pub type Cookies = Vec<(String, String)>;

pub struct Visitor {
    address: String,
    stream: TcpStream,
    cookies: Cookies,
    held: Vec<u8>,
}

#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub location: Option<String>,
    pub body: String,
}

impl Visitor {
    pub fn new(address: &str) -> anyhow::Result<Self> {
        Ok(Self {
            address: address.to_owned(),
            stream: connect(address)?,
            cookies: Vec::new(),
            held: Vec::new(),
        })
    }

    /// Becomes another browser on the same connection; gives what the one before held.
    pub fn swap(&mut self, cookies: Cookies) -> Cookies {
        std::mem::replace(&mut self.cookies, cookies)
    }

    pub fn get(&mut self, path: &str) -> anyhow::Result<Answer> {
        self.send("GET", path, None)
    }

    pub fn post(&mut self, path: &str, fields: &[(String, String)]) -> anyhow::Result<Answer> {
        let body: Vec<String> = fields
            .iter()
            .map(|(k, v)| format!("{}={}", encode(k), encode(v)))
            .collect();
        self.send("POST", path, Some(&body.join("&")))
    }

    fn send(&mut self, method: &str, path: &str, body: Option<&str>) -> anyhow::Result<Answer> {
        let cookies: Vec<String> = self.cookies.iter().map(|(k, v)| format!("{k}={v}")).collect();
        let mut request = format!("{method} {path} HTTP/1.1\r\nHost: {}\r\n", self.address);
        if !cookies.is_empty() {
            request.push_str(&format!("Cookie: {}\r\n", cookies.join("; ")));
        }
        if let Some(body) = body {
            request.push_str(&format!(
                "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
                body.len()
            ));
        } else {
            request.push_str("\r\n");
        }
        self.stream.write_all(request.as_bytes())?;
        self.answer()
    }

    fn answer(&mut self) -> anyhow::Result<Answer> {
        let head_end = loop {
            if let Some(at) = find(&self.held, b"\r\n\r\n") {
                break at;
            }
            self.more()?;
        };
        let head = String::from_utf8_lossy(self.held.get(..head_end).unwrap_or_default()).into_owned();
        self.held.drain(..head_end + 4);
        let status = head
            .get(9..12)
            .and_then(|s| s.parse().ok())
            .context("no status")?;
        let mut answer = Answer {
            status,
            location: None,
            body: String::new(),
        };
        let (mut length, mut chunked) = (0_usize, false);
        for line in head.lines().skip(1) {
            let Some((key, value)) = line.split_once(": ") else {
                continue;
            };
            match key {
                "content-length" => length = value.parse().context("a length")?,
                "transfer-encoding" => chunked = value == "chunked",
                "location" => answer.location = Some(value.to_owned()),
                "set-cookie" => {
                    if let Some((name, value)) = value.split(';').next().and_then(|c| c.split_once('=')) {
                        self.cookies.retain(|(n, _)| n != name);
                        self.cookies.push((name.to_owned(), value.to_owned()));
                    }
                }
                _ => {}
            }
        }
        if chunked {
            bail!("the server answered in chunks, which this driver does not read");
        }
        while self.held.len() < length {
            self.more()?;
        }
        let body: Vec<u8> = self.held.drain(..length).collect();
        answer.body = String::from_utf8_lossy(&body).into_owned();
        Ok(answer)
    }

    fn more(&mut self) -> anyhow::Result<()> {
        let mut buffer = [0; 32_768];
        let read = self.stream.read(&mut buffer)?;
        if read == 0 {
            return Err(std::io::Error::from(ErrorKind::UnexpectedEof).into());
        }
        self.held
            .extend_from_slice(buffer.get(..read).unwrap_or_default());
        Ok(())
    }
}

fn connect(address: &str) -> anyhow::Result<TcpStream> {
    let stream = TcpStream::connect(address)?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(Duration::from_secs(60)))?;
    Ok(stream)
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|w| w == needle)
}

fn encode(text: &str) -> String {
    text.bytes()
        .map(|b| match b {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => char::from(b).to_string(),
            b' ' => "+".to_owned(),
            b => format!("%{b:02X}"),
        })
        .collect()
}

/// How long each of many requests took.
#[derive(Debug, Default, Clone)]
pub struct Times(pub Vec<Duration>);

impl Times {
    /// Milliseconds within which this share of the requests was answered.
    pub fn share(&mut self, share: f64) -> f64 {
        self.0.sort_unstable();
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss
        )]
        let at = (self.0.len().saturating_sub(1) as f64 * share).round() as usize;
        self.0.get(at).map_or(0.0, |d| d.as_secs_f64() * 1_000.0)
    }
}

/// Lets `many` visitors at once do the same until `until` says stop; gives the times and how long all took.
pub fn together<S: Send>(
    states: Vec<S>,
    work: impl Fn(&mut S, &mut Times) -> anyhow::Result<()> + Sync,
) -> anyhow::Result<(Times, Duration)> {
    let began = Instant::now();
    let work = &work;
    let parts = std::thread::scope(|scope| {
        let running: Vec<_> = states
            .into_iter()
            .map(|mut state| {
                scope.spawn(move || {
                    let mut times = Times::default();
                    work(&mut state, &mut times).map(|()| times)
                })
            })
            .collect();
        running
            .into_iter()
            .map(|r| {
                r.join()
                    .unwrap_or_else(|_| bail!("a visitor stopped in the middle"))
            })
            .collect::<anyhow::Result<Vec<Times>>>()
    })?;
    let took = began.elapsed();
    Ok((Times(parts.into_iter().flat_map(|t| t.0).collect()), took))
}
