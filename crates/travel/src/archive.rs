//! The files of a feed, from a folder or a zip archive, with caps on what they may grow to.
//!
//! Only named files at the root (or in one folder) are ever opened and nothing is written to disk, so path names can do no
//! harm; those that try are refused all the same, since such a feed was made to hurt someone.

use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

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
    Zip { path: PathBuf, entries: Vec<Entry> },
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
        let mut file = File::open(path).map_err(failed)?;
        let entries = directory(&mut file, meta.len());
        let entries = entries.map_err(|reason| TravelError::Gtfs {
            file: name.clone(),
            reason,
        })?;
        Ok(Self {
            name,
            kind: Kind::Zip {
                path: path.to_owned(),
                entries,
            },
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
            Kind::Zip { path, entries } => {
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
                let mut file = File::open(path).map_err(|source| TravelError::File {
                    path: path.clone(),
                    source,
                })?;
                let mut head = [0_u8; 30];
                file.seek(SeekFrom::Start(e.at))?;
                file.read_exact(&mut head)
                    .map_err(|_| bad(format!("{table} is cut short")))?;
                if head[..4] != *b"PK\x03\x04" {
                    return Err(bad(format!("{table} is not where the directory says")));
                }
                let skip = u64::from(u16_at(&head, 26)) + u64::from(u16_at(&head, 28));
                file.seek(SeekFrom::Start(e.at + 30 + skip))?;
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

fn u32_at(b: &[u8], i: usize) -> u32 {
    b.get(i..i + 4)
        .and_then(|x| x.try_into().ok())
        .map_or(0, u32::from_le_bytes)
}

fn directory(file: &mut File, size: u64) -> std::result::Result<Vec<Entry>, String> {
    let cut = |_| "it is cut short".to_owned();
    let tail_len = size.min(66_000);
    let mut tail = Vec::new();
    file.seek(SeekFrom::Start(size - tail_len)).map_err(cut)?;
    file.take(tail_len).read_to_end(&mut tail).map_err(cut)?;
    let end = tail
        .windows(4)
        .rposition(|w| w == b"PK\x05\x06")
        .ok_or("it is no zip archive")?;
    let end = tail.get(end..end + 22).ok_or("it is cut short")?;
    let (count, length, begin) = (usize::from(u16_at(end, 10)), u32_at(end, 12), u32_at(end, 16));
    if begin == u32::MAX || count == 0xffff {
        return Err("it is larger than 4 GB (zip64), which is not supported: unpack it into a folder".into());
    }
    if count > MOST_ENTRIES || u64::from(begin) + u64::from(length) > size || length > 16 << 20 {
        return Err("its directory is damaged".into());
    }
    let mut bytes = Vec::new();
    file.seek(SeekFrom::Start(u64::from(begin))).map_err(cut)?;
    file.take(u64::from(length))
        .read_to_end(&mut bytes)
        .map_err(cut)?;
    let (mut entries, mut at) = (Vec::new(), 0);
    for _ in 0..count {
        let head = bytes
            .get(at..at + 46)
            .filter(|h| h[..4] == *b"PK\x01\x02")
            .ok_or("its directory is damaged")?;
        let (name_len, extra, comment) = (
            usize::from(u16_at(head, 28)),
            usize::from(u16_at(head, 30)),
            usize::from(u16_at(head, 32)),
        );
        let name = bytes
            .get(at + 46..at + 46 + name_len)
            .ok_or("its directory is damaged")?;
        let name = String::from_utf8_lossy(name).into_owned();
        if name.starts_with(['/', '\\']) || name.contains(':') || name.split(['/', '\\']).any(|p| p == "..") {
            return Err(format!(
                "it holds a file named {name:?} that would land outside its folder: refused"
            ));
        }
        if u16_at(head, 8) & 1 == 1 {
            return Err(format!("{name} is encrypted"));
        }
        entries.push(Entry {
            name,
            method: u16_at(head, 10),
            packed: u64::from(u32_at(head, 20)),
            plain: u64::from(u32_at(head, 24)),
            at: u64::from(u32_at(head, 42)),
        });
        at += 46 + name_len + extra + comment;
    }
    Ok(entries)
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
