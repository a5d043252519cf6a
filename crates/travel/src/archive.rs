//! The files of a feed, from a folder or a zip archive, with caps on what they may grow to.
//!
//! Only named files at the root (or in one folder) are ever opened and nothing is written to disk, so path names can do no
//! harm; those that try are refused all the same, since such a feed was made to hurt someone.

use std::fs::File;
use std::io::{BufReader, Cursor, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use flate2::read::DeflateDecoder;

use crate::error::{Result, TravelError};

/// No single table is read further than this.
const LARGEST_TABLE: u64 = 4 << 30;
/// Real timetables shrink to a tenth; more than this is a bomb.
const MOST_SHRUNK: u64 = 250;
/// A small table of equal rows may shrink more.
const SMALL: u64 = 16 << 20;
const MOST_ENTRIES: usize = 10_000;
/// No row of a table is longer.
const LONGEST_ROW: u64 = 1 << 20;

pub(crate) struct Archive {
    name: String,
    kind: Kind,
}

enum Kind {
    Folder(PathBuf),
    Zip { from: Bytes, entries: Vec<Entry> },
}

/// Where the bytes of an archive are.
enum Bytes {
    File(PathBuf),
    Memory(Arc<[u8]>),
}

trait ReadSeek: Read + Seek {}
impl<T: Read + Seek> ReadSeek for T {}

impl Bytes {
    fn open(&self) -> Result<Box<dyn ReadSeek>> {
        Ok(match self {
            Self::File(path) => Box::new(File::open(path).map_err(|source| TravelError::File {
                path: path.clone(),
                source,
            })?),
            Self::Memory(bytes) => Box::new(Cursor::new(Arc::clone(bytes))),
        })
    }
}

struct Entry {
    name: String,
    method: u16,
    packed: u64,
    plain: u64,
    at: u64,
}

impl Archive {
    pub fn open(path: &Path) -> Result<Self> {
        let name = path.file_name().map_or_else(
            || path.display().to_string(),
            |n| n.to_string_lossy().into_owned(),
        );
        let failed = |source| TravelError::File {
            path: path.to_owned(),
            source,
        };
        let meta = std::fs::metadata(path).map_err(failed)?;
        if meta.is_dir() {
            return Ok(Self {
                name,
                kind: Kind::Folder(path.to_owned()),
            });
        }
        Self::zip(name, Bytes::File(path.to_owned()))
    }

    /// A zip archive that is in memory already.
    pub fn from_bytes(name: &str, bytes: &[u8]) -> Result<Self> {
        Self::zip(name.to_owned(), Bytes::Memory(bytes.into()))
    }

    fn zip(name: String, from: Bytes) -> Result<Self> {
        let entries = directory(&mut from.open()?).map_err(|reason| TravelError::Gtfs {
            file: name.clone(),
            reason,
        })?;
        Ok(Self {
            name,
            kind: Kind::Zip { from, entries },
        })
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    /// A table such as `stops.txt`; none when the feed has no such table.
    pub fn table(&self, table: &str) -> Result<Option<Box<dyn Read>>> {
        let bad = |reason: String| TravelError::Gtfs {
            file: self.name.clone(),
            reason,
        };
        match &self.kind {
            Kind::Folder(folder) => {
                let path = folder.join(table);
                match File::open(&path) {
                    Ok(f) => Ok(Some(Box::new(Guard::new(BufReader::new(f), LARGEST_TABLE)))),
                    Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(None),
                    Err(source) => Err(TravelError::File { path, source }),
                }
            }
            Kind::Zip { from, entries } => {
                let at_root = |e: &&Entry| e.name == table;
                let in_folder = |e: &&Entry| e.name.split_once('/').is_some_and(|(_, rest)| rest == table);
                let Some(e) = entries
                    .iter()
                    .find(at_root)
                    .or_else(|| entries.iter().find(in_folder))
                else {
                    return Ok(None);
                };
                if e.plain > LARGEST_TABLE || e.plain > e.packed.saturating_mul(MOST_SHRUNK).max(SMALL) {
                    return Err(bad(format!(
                        "{table} would unpack to {} bytes from {}: refused",
                        e.plain, e.packed
                    )));
                }
                let mut file = from.open()?;
                let mut head = [0_u8; 30];
                file.seek(SeekFrom::Start(e.at))?;
                file.read_exact(&mut head)
                    .map_err(|_| bad(format!("{table} is cut short")))?;
                if head[..4] != *b"PK\x03\x04" {
                    return Err(bad(format!("{table} is not where the directory says")));
                }
                let skip = 30 + u64::from(u16_at(&head, 26)) + u64::from(u16_at(&head, 28));
                file.seek(SeekFrom::Start(e.at.saturating_add(skip)))?;
                let packed = BufReader::new(file).take(e.packed);
                // What it claims is what it may grow to: a lying size ends in an error, not in memory.
                Ok(Some(match e.method {
                    0 => Box::new(Guard::new(packed, e.plain)),
                    8 => Box::new(Guard::new(DeflateDecoder::new(packed), e.plain)),
                    m => {
                        return Err(bad(format!(
                            "{table} is packed by method {m}, which is not supported"
                        )));
                    }
                }))
            }
        }
    }
}

fn u16_at(b: &[u8], i: usize) -> u16 {
    b.get(i..i + 2)
        .and_then(|x| x.try_into().ok())
        .map_or(0, u16::from_le_bytes)
}

fn u64_at(b: &[u8], i: usize) -> u64 {
    b.get(i..i + 8)
        .and_then(|x| x.try_into().ok())
        .map_or(0, u64::from_le_bytes)
}

fn u32_at(b: &[u8], i: usize) -> u32 {
    b.get(i..i + 4)
        .and_then(|x| x.try_into().ok())
        .map_or(0, u32::from_le_bytes)
}

type Plain<T> = std::result::Result<T, String>;

/// Where the directory of a zip archive is said to be.
struct Directory {
    count: u64,
    length: u64,
    begin: u64,
}

fn directory(file: &mut dyn ReadSeek) -> Plain<Vec<Entry>> {
    let cut = |_| "it is cut short".to_owned();
    let size = file.seek(SeekFrom::End(0)).map_err(cut)?;
    let damaged = || "its directory is damaged".to_owned();
    let Directory { count, length, begin } = find_directory(file, size)?;
    let inside = begin.checked_add(length).is_some_and(|end| end <= size);
    if count > MOST_ENTRIES as u64 || !inside || length > 16 << 20 {
        return Err(damaged());
    }
    let mut bytes = Vec::new();
    file.seek(SeekFrom::Start(begin)).map_err(cut)?;
    file.take(length).read_to_end(&mut bytes).map_err(cut)?;
    let (mut entries, mut at) = (Vec::new(), 0);
    for _ in 0..count {
        let head = bytes
            .get(at..at + 46)
            .filter(|h| h[..4] == *b"PK\x01\x02")
            .ok_or_else(damaged)?;
        let [name_len, extra_len, comment_len] = [28, 30, 32].map(|i| usize::from(u16_at(head, i)));
        let (name_at, extra_at) = (at + 46, at + 46 + name_len);
        let name = bytes.get(name_at..extra_at).ok_or_else(damaged)?;
        let extra = bytes.get(extra_at..extra_at + extra_len).ok_or_else(damaged)?;
        let name = String::from_utf8_lossy(name).into_owned();
        if name.starts_with(['/', '\\']) || name.contains(':') || name.split(['/', '\\']).any(|p| p == "..") {
            return Err(format!(
                "it holds a file named {name:?} that would land outside its folder: refused"
            ));
        }
        if u16_at(head, 8) & 1 == 1 {
            return Err(format!("{name} is encrypted"));
        }
        let mut sizes = [24, 20, 42].map(|i| u64::from(u32_at(head, i)));
        large_sizes(extra, &mut sizes).ok_or_else(damaged)?;
        let [plain, packed, at_byte] = sizes;
        if at_byte > size {
            return Err(damaged());
        }
        entries.push(Entry {
            name,
            method: u16_at(head, 10),
            packed,
            plain,
            at: at_byte,
        });
        at = extra_at + extra_len + comment_len;
    }
    Ok(entries)
}

fn find_directory(file: &mut dyn ReadSeek, size: u64) -> Plain<Directory> {
    let cut = |_| "it is cut short".to_owned();
    let tail_len = size.min(66_000);
    let mut tail = Vec::new();
    file.seek(SeekFrom::Start(size - tail_len)).map_err(cut)?;
    file.take(tail_len).read_to_end(&mut tail).map_err(cut)?;
    let at = tail
        .windows(4)
        .rposition(|w| w == b"PK\x05\x06")
        .ok_or("it is no zip archive")?;
    let end = tail.get(at..at + 22).ok_or("it is cut short")?;
    let plain = Directory {
        count: u64::from(u16_at(end, 10)),
        length: u64::from(u32_at(end, 12)),
        begin: u64::from(u32_at(end, 16)),
    };
    let full =
        plain.count == 0xffff || plain.length == u64::from(u32::MAX) || plain.begin == u64::from(u32::MAX);
    // What did not fit stands in a larger record (zip64), which a locator before this one points to.
    let locator = at.checked_sub(20).and_then(|i| tail.get(i..at));
    let Some(locator) = locator.filter(|l| full && l[..4] == *b"PK\x06\x07") else {
        return if full {
            Err("its directory is damaged".into())
        } else {
            Ok(plain)
        };
    };
    let mut large = Vec::new();
    file.seek(SeekFrom::Start(u64_at(locator, 8))).map_err(cut)?;
    file.take(56).read_to_end(&mut large).map_err(cut)?;
    if large.len() < 56 || large[..4] != *b"PK\x06\x06" {
        return Err("its directory is damaged".into());
    }
    Ok(Directory {
        count: u64_at(&large, 32),
        length: u64_at(&large, 40),
        begin: u64_at(&large, 48),
    })
}

/// Sizes and place of an entry that did not fit are in its extra field 1, in the order plain, packed, place; none when they are
/// missing there.
fn large_sizes(extra: &[u8], sizes: &mut [u64; 3]) -> Option<()> {
    if sizes.iter().all(|&s| s != u64::from(u32::MAX)) {
        return Some(());
    }
    let mut rest = extra;
    while rest.len() >= 4 {
        let (kind, long) = (u16_at(rest, 0), usize::from(u16_at(rest, 2)));
        let mut field = rest.get(4..4 + long)?;
        if kind == 1 {
            for s in sizes.iter_mut().filter(|s| **s == u64::from(u32::MAX)) {
                let (eight, more) = field.split_at_checked(8)?;
                *s = u64_at(eight, 0);
                field = more;
            }
            return Some(());
        }
        rest = rest.get(4 + long..)?;
    }
    None
}

/// Ends in an error once more comes than was announced, or a row without end.
struct Guard<R> {
    inner: R,
    left: u64,
    row: u64,
}

impl<R> Guard<R> {
    fn new(inner: R, most: u64) -> Self {
        Self {
            inner,
            left: most,
            row: 0,
        }
    }
}

impl<R: Read> Read for Guard<R> {
    fn read(&mut self, buf: &mut [u8]) -> std::io::Result<usize> {
        let n = self.inner.read(buf)?;
        let bytes = buf.get(..n).unwrap_or_default();
        let too_much = |what: &str| std::io::Error::new(std::io::ErrorKind::InvalidData, what.to_owned());
        self.left = self
            .left
            .checked_sub(n as u64)
            .ok_or_else(|| too_much("it is longer than it says"))?;
        self.row = match bytes.iter().rposition(|&b| b == b'\n') {
            Some(i) => (n - i - 1) as u64,
            None => self.row + n as u64,
        };
        if self.row > LONGEST_ROW {
            Err(too_much("a row is longer than any real one"))
        } else {
            Ok(n)
        }
    }
}
