//! Plain, gzip or Zstandard, told by the first bytes; counted and bounded.

use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

use flate2::read::MultiGzDecoder;
use ruzstd::decoding::StreamingDecoder;

use crate::error::{AtlasError, Result};

/// How a file is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Packing {
    Plain,
    Gzip,
    Zstd,
}

impl Packing {
    /// By the file's first bytes.
    pub fn of(first: &[u8]) -> Self {
        match first {
            [0x1F, 0x8B, ..] => Self::Gzip,
            [0x28, 0xB5, 0x2F, 0xFD, ..] => Self::Zstd,
            _ => Self::Plain,
        }
    }
}

/// What unpacking may come to before it is refused.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    pub bytes: u64,
    pub line: usize,
}

/// A file that unpacks to this many times its size is a trap; coordinates and postcodes pack 3 to 15 times.
const RATIO: u64 = 200;
/// Below this much no ratio is judged.
const ALWAYS_FINE: u64 = 8 << 20;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stop {
    TooBig,
    Bomb,
    LongLine,
}

/// Shared between the reader, which is moved into a parser, and whoever waits for the outcome.
#[derive(Debug, Default)]
struct Count {
    packed: Cell<u64>,
    stop: Cell<Option<Stop>>,
}

pub(super) struct Source<'a> {
    inner: Box<dyn Read + 'a>,
    count: Rc<Count>,
    bounds: Bounds,
    unpacked: u64,
    line: usize,
    /// Only the first line: a byte order mark is dropped.
    started: bool,
}

/// What is left to ask of a source after a parser has swallowed it.
pub(super) struct Meter {
    file: String,
    count: Rc<Count>,
    bounds: Bounds,
}

impl<'a> Source<'a> {
    pub fn open(file: &str, reader: impl Read + 'a, bounds: Bounds) -> Result<(Self, Meter)> {
        let count = Rc::new(Count::default());
        let mut counted = Counted {
            inner: reader,
            count: count.clone(),
        };
        let mut first = [0; 4];
        let mut len = 0;
        while len < first.len() {
            let free = first.get_mut(len..).unwrap_or_default();
            match counted.read(free) {
                Ok(0) => break,
                Ok(n) => len += n,
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(source) => {
                    return Err(AtlasError::Io {
                        file: file.to_owned(),
                        source,
                    });
                }
            }
        }
        let first = first.get(..len).unwrap_or_default().to_vec();
        let packing = Packing::of(&first);
        let whole = io::BufReader::with_capacity(1 << 16, io::Cursor::new(first).chain(counted));
        let inner: Box<dyn Read + 'a> = match packing {
            Packing::Plain => Box::new(whole),
            Packing::Gzip => Box::new(MultiGzDecoder::new(whole)),
            Packing::Zstd => Box::new(Frames {
                state: Frame::Between(whole),
            }),
        };
        let meter = Meter {
            file: file.to_owned(),
            count: count.clone(),
            bounds,
        };
        Ok((
            Self {
                inner,
                count,
                bounds,
                unpacked: 0,
                line: 0,
                started: false,
            },
            meter,
        ))
    }

    fn refuse(&self, stop: Stop) -> io::Error {
        self.count.stop.set(Some(stop));
        io::Error::new(io::ErrorKind::InvalidData, "too large")
    }
}

impl Read for Source<'_> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        if let Some(stop) = self.count.stop.get() {
            return Err(self.refuse(stop));
        }
        let mut n = self.inner.read(buf)?;
        if !self.started && n > 0 {
            self.started = true;
            if n >= 3 && buf.starts_with(b"\xEF\xBB\xBF") {
                buf.copy_within(3..n, 0);
                n -= 3;
                if n == 0 {
                    return self.read(buf);
                }
            }
        }
        self.unpacked += n as u64;
        if self.unpacked > self.bounds.bytes {
            return Err(self.refuse(Stop::TooBig));
        }
        if self.unpacked > ALWAYS_FINE && self.unpacked / RATIO > self.count.packed.get() {
            return Err(self.refuse(Stop::Bomb));
        }
        let filled = buf.get(..n).unwrap_or_default();
        if self.bounds.line < usize::MAX {
            for piece in filled.split_inclusive(|b| *b == b'\n') {
                self.line += piece.len();
                if self.line > self.bounds.line {
                    return Err(self.refuse(Stop::LongLine));
                }
                if piece.ends_with(b"\n") {
                    self.line = 0;
                }
            }
        }
        Ok(n)
    }
}

impl Meter {
    pub fn bytes(&self) -> u64 {
        self.count.packed.get()
    }

    /// The error to tell: what stopped the source if something did, else what the parser made of it.
    pub fn explain(&self, otherwise: AtlasError) -> AtlasError {
        let file = self.file.clone();
        match self.count.stop.get() {
            Some(Stop::TooBig) => AtlasError::TooBig {
                file,
                limit: self.bounds.bytes,
            },
            Some(Stop::Bomb) => AtlasError::Bomb { file, ratio: RATIO },
            Some(Stop::LongLine) => AtlasError::LongLine {
                file,
                limit: self.bounds.line,
            },
            None => otherwise,
        }
    }
}

struct Counted<R> {
    inner: R,
    count: Rc<Count>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buf)?;
        self.count.packed.set(self.count.packed.get() + n as u64);
        Ok(n)
    }
}

/// A Zstandard file may hold several frames, one after another.
struct Frames<R: io::BufRead> {
    state: Frame<R>,
}

enum Frame<R: io::BufRead> {
    Between(R),
    Inside(Box<StreamingDecoder<R, ruzstd::decoding::FrameDecoder>>),
    Over,
}

impl<R: io::BufRead> Read for Frames<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        if buf.is_empty() {
            return Ok(0);
        }
        loop {
            match std::mem::replace(&mut self.state, Frame::Over) {
                Frame::Over => return Ok(0),
                Frame::Between(mut rest) => {
                    if !rest.fill_buf()?.is_empty() {
                        let opened = StreamingDecoder::new(rest).map_err(io::Error::other)?;
                        self.state = Frame::Inside(Box::new(opened));
                    }
                }
                Frame::Inside(mut decoder) => {
                    let n = decoder.read(buf)?;
                    if n > 0 {
                        self.state = Frame::Inside(decoder);
                        return Ok(n);
                    }
                    self.state = Frame::Between(decoder.into_inner());
                }
            }
        }
    }
}
