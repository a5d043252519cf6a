//! The `.osm.pbf` container, read with every length and index checked and every size capped.
//!
//! Written out here rather than taken from a crate because an extract comes from outside: the reader must not
//! panic on an unknown member kind or a string index out of range, and must stop a blob that inflates without end.

use std::io::{Read, Seek, SeekFrom};

use flate2::read::ZlibDecoder;

use crate::error::{Result, TravelError};
use crate::progress::Progress;

/// The format's own limits.
const LONGEST_HEADER: u32 = 64 * 1024;
const LONGEST_BLOB: u64 = 32 * 1024 * 1024;
/// Real extracts unpack to less than six times their size; far more than this is a bomb, unless it is small.
const MOST_UNPACKED: u64 = 20;
const SMALL: u64 = 16 * 1024 * 1024;
/// A way has at most 2,000 nodes by the map's own rule; a relation may have tens of thousands of members.
const MOST_REFS: usize = 200_000;

pub type Tags<'a> = Vec<(&'a str, &'a str)>;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MemberKind {
    Node,
    Way,
    Relation,
}

#[derive(Debug, Clone, Copy)]
pub struct Member<'a> {
    pub id: i64,
    pub kind: MemberKind,
    pub role: &'a str,
}

/// Receives what is in a file. Which parts are decoded is said by the three `wants_…`.
pub trait Elements {
    fn wants_nodes(&self) -> bool {
        false
    }
    fn wants_ways(&self) -> bool {
        false
    }
    fn wants_relations(&self) -> bool {
        false
    }
    /// Coordinates in ten-millionths of a degree.
    fn node(&mut self, _id: i64, _lat: i64, _lon: i64, _tags: &Tags<'_>) -> Result<()> {
        Ok(())
    }
    fn way(&mut self, _id: i64, _nodes: &[i64], _tags: &Tags<'_>) -> Result<()> {
        Ok(())
    }
    fn relation(&mut self, _id: i64, _members: &[Member<'_>], _tags: &Tags<'_>) -> Result<()> {
        Ok(())
    }
}

/// One protobuf message, field by field.
struct Wire<'a>(&'a [u8]);

enum Value<'a> {
    Number(u64),
    Bytes(&'a [u8]),
    Other,
}

type Plain<T> = std::result::Result<T, &'static str>;

const SHORT: &str = "it ends in the middle of a field";

impl<'a> Wire<'a> {
    fn varint(&mut self) -> Plain<u64> {
        let mut value = 0_u64;
        for (i, &byte) in self.0.iter().enumerate().take(10) {
            value |= u64::from(byte & 0x7f) << (7 * i as u32).min(63);
            if byte < 0x80 {
                self.0 = self.0.get(i + 1..).unwrap_or_default();
                return Ok(value);
            }
        }
        Err(SHORT)
    }

    fn signed(&mut self) -> Plain<i64> {
        let v = self.varint()?;
        Ok((v >> 1) as i64 ^ -((v & 1) as i64))
    }

    fn take(&mut self, n: usize) -> Plain<&'a [u8]> {
        let (head, rest) = self.0.split_at_checked(n).ok_or(SHORT)?;
        self.0 = rest;
        Ok(head)
    }

    fn field(&mut self) -> Plain<Option<(u64, Value<'a>)>> {
        if self.0.is_empty() {
            return Ok(None);
        }
        let key = self.varint()?;
        let value = match key & 7 {
            0 => Value::Number(self.varint()?),
            1 => self.take(8).map(|_| Value::Other)?,
            2 => {
                let n = usize::try_from(self.varint()?).map_err(|_| SHORT)?;
                Value::Bytes(self.take(n)?)
            }
            5 => self.take(4).map(|_| Value::Other)?,
            _ => return Err("it holds a field of an unknown kind"),
        };
        Ok(Some((key >> 3, value)))
    }

    fn more(&self) -> bool {
        !self.0.is_empty()
    }
}

struct Block<'a> {
    strings: Vec<&'a [u8]>,
    granularity: i64,
    lat_offset: i64,
    lon_offset: i64,
}

impl<'a> Block<'a> {
    /// Text that is not UTF-8 reads as empty: such a tag can say nothing about access.
    fn text(&self, index: u64) -> Plain<&'a str> {
        let bytes = usize::try_from(index).ok().and_then(|i| self.strings.get(i));
        bytes
            .map(|b| std::str::from_utf8(b).unwrap_or_default())
            .ok_or("a text is referred to that is not in it")
    }

    fn lat(&self, raw: i64) -> i64 {
        self.lat_offset
            .saturating_add(self.granularity.saturating_mul(raw))
            / 100
    }

    fn lon(&self, raw: i64) -> i64 {
        self.lon_offset
            .saturating_add(self.granularity.saturating_mul(raw))
            / 100
    }

    fn tags(&self, keys: &'a [u8], values: &'a [u8], out: &mut Tags<'a>) -> Plain<()> {
        out.clear();
        let (mut keys, mut values) = (Wire(keys), Wire(values));
        while keys.more() && values.more() {
            out.push((self.text(keys.varint()?)?, self.text(values.varint()?)?));
        }
        Ok(())
    }
}

/// Reads a whole extract once.
pub fn read<R: Read + Seek>(
    file: &str,
    from: &mut R,
    sink: &mut dyn Elements,
    progress: &Progress<'_>,
) -> Result<()> {
    let bad = |reason: &str| TravelError::Pbf {
        file: file.to_owned(),
        reason: reason.to_owned(),
    };
    let all = from.seek(SeekFrom::End(0))?;
    from.seek(SeekFrom::Start(0))?;
    let mut at = 0_u64;
    let (mut raw, mut plain) = (Vec::new(), Vec::new());
    let most = all.saturating_mul(MOST_UNPACKED).max(SMALL);
    let mut unpacked = 0_u64;
    let mut seen_header = false;
    while at < all {
        progress.step("reading streets", at, all)?;
        let mut four = [0; 4];
        from.read_exact(&mut four).map_err(|_| bad("it is cut short"))?;
        let header_len = u32::from_be_bytes(four);
        if header_len > LONGEST_HEADER {
            return Err(bad(
                "a block header is too long, so this is another kind of file or a damaged one",
            ));
        }
        read_exactly(from, u64::from(header_len), &mut raw).map_err(|_| bad("it is cut short"))?;
        let (kind, size) = blob_header(&raw).map_err(bad)?;
        if size > LONGEST_BLOB {
            return Err(bad("a block is larger than the format allows"));
        }
        read_exactly(from, size, &mut raw).map_err(|_| bad("it is cut short"))?;
        at = at.saturating_add(4 + u64::from(header_len) + size);
        match kind {
            Kind::Header => {
                seen_header = true;
                inflate(&raw, &mut plain).map_err(bad)?;
                check_features(&plain).map_err(|r| TravelError::Pbf {
                    file: file.to_owned(),
                    reason: r,
                })?;
            }
            Kind::Data => {
                if !seen_header {
                    return Err(bad("data comes before the header"));
                }
                inflate(&raw, &mut plain).map_err(bad)?;
                unpacked = unpacked.saturating_add(plain.len() as u64);
                if unpacked > most {
                    return Err(bad("it unpacks to far more than any real extract of its size"));
                }
                block(&plain, sink).map_err(|e| match e {
                    Fault::Plain(reason) => bad(reason),
                    Fault::Sink(e) => e,
                })?;
            }
            Kind::Unknown => {}
        }
    }
    if seen_header {
        Ok(())
    } else {
        Err(bad("it is empty"))
    }
}

fn read_exactly<R: Read>(from: &mut R, n: u64, into: &mut Vec<u8>) -> std::io::Result<()> {
    into.clear();
    // `take` grows the buffer only as bytes arrive, so a lying length costs nothing.
    let got = from.take(n).read_to_end(into)?;
    if got as u64 == n {
        Ok(())
    } else {
        Err(std::io::ErrorKind::UnexpectedEof.into())
    }
}

enum Kind {
    Header,
    Data,
    Unknown,
}

fn blob_header(bytes: &[u8]) -> Plain<(Kind, u64)> {
    let (mut kind, mut size) = (Kind::Unknown, None);
    let mut wire = Wire(bytes);
    while let Some((field, value)) = wire.field()? {
        match (field, value) {
            (1, Value::Bytes(b"OSMHeader")) => kind = Kind::Header,
            (1, Value::Bytes(b"OSMData")) => kind = Kind::Data,
            (3, Value::Number(n)) => size = Some(n),
            _ => {}
        }
    }
    size.map(|s| (kind, s))
        .ok_or("a block does not say how long it is")
}

fn inflate(blob: &[u8], out: &mut Vec<u8>) -> Plain<()> {
    out.clear();
    let mut wire = Wire(blob);
    while let Some((field, value)) = wire.field()? {
        match (field, value) {
            (1, Value::Bytes(raw)) => {
                out.extend_from_slice(raw);
                return Ok(());
            }
            (3, Value::Bytes(zlib)) => {
                let mut decoder = ZlibDecoder::new(zlib).take(LONGEST_BLOB + 1);
                decoder
                    .read_to_end(out)
                    .map_err(|_| "a compressed block is damaged")?;
                if out.len() as u64 > LONGEST_BLOB {
                    return Err("a block inflates to more than the format allows");
                }
                return Ok(());
            }
            (4..=7, Value::Bytes(_)) => return Err("it is compressed in a way other than zlib"),
            _ => {}
        }
    }
    Err("a block has no content")
}

fn check_features(header: &[u8]) -> std::result::Result<(), String> {
    let mut wire = Wire(header);
    while let Some((field, value)) = wire.field().map_err(str::to_owned)? {
        if let (4, Value::Bytes(name)) = (field, value)
            && !matches!(name, b"OsmSchema-V0.6" | b"DenseNodes")
        {
            let name =
                String::from_utf8_lossy(name.get(..name.len().min(60)).unwrap_or_default()).into_owned();
            return Err(format!("it needs the feature {name}, which is not supported"));
        }
    }
    Ok(())
}

enum Fault {
    Plain(&'static str),
    Sink(TravelError),
}

impl From<&'static str> for Fault {
    fn from(reason: &'static str) -> Self {
        Self::Plain(reason)
    }
}

impl From<TravelError> for Fault {
    fn from(e: TravelError) -> Self {
        Self::Sink(e)
    }
}

fn block(bytes: &[u8], sink: &mut dyn Elements) -> std::result::Result<(), Fault> {
    let mut b = Block {
        strings: Vec::new(),
        granularity: 100,
        lat_offset: 0,
        lon_offset: 0,
    };
    let mut groups = Vec::new();
    let mut wire = Wire(bytes);
    while let Some((field, value)) = wire.field()? {
        match (field, value) {
            (1, Value::Bytes(table)) => {
                let mut table = Wire(table);
                while let Some((field, value)) = table.field()? {
                    if let (1, Value::Bytes(text)) = (field, value) {
                        b.strings.push(text);
                    }
                }
            }
            (2, Value::Bytes(group)) => groups.push(group),
            (17, Value::Number(n)) => b.granularity = n as i64,
            (19, Value::Number(n)) => b.lat_offset = n as i64,
            (20, Value::Number(n)) => b.lon_offset = n as i64,
            _ => {}
        }
    }
    let mut tags = Tags::new();
    for group in groups {
        let mut wire = Wire(group);
        while let Some((field, value)) = wire.field()? {
            match (field, value) {
                (1, Value::Bytes(m)) if sink.wants_nodes() => node(&b, m, &mut tags, sink)?,
                (2, Value::Bytes(m)) if sink.wants_nodes() => dense(&b, m, &mut tags, sink)?,
                (3, Value::Bytes(m)) if sink.wants_ways() => way(&b, m, &mut tags, sink)?,
                (4, Value::Bytes(m)) if sink.wants_relations() => relation(&b, m, &mut tags, sink)?,
                _ => {}
            }
        }
    }
    Ok(())
}

fn node<'a>(
    b: &Block<'a>,
    message: &'a [u8],
    tags: &mut Tags<'a>,
    sink: &mut dyn Elements,
) -> std::result::Result<(), Fault> {
    let (mut id, mut lat, mut lon) = (0, 0, 0);
    let (mut keys, mut values): (&[u8], &[u8]) = (&[], &[]);
    let mut wire = Wire(message);
    let unzig = |v: u64| (v >> 1) as i64 ^ -((v & 1) as i64);
    while let Some((field, value)) = wire.field()? {
        match (field, value) {
            (1, Value::Number(n)) => id = unzig(n),
            (2, Value::Bytes(m)) => keys = m,
            (3, Value::Bytes(m)) => values = m,
            (8, Value::Number(n)) => lat = unzig(n),
            (9, Value::Number(n)) => lon = unzig(n),
            _ => {}
        }
    }
    b.tags(keys, values, tags)?;
    Ok(sink.node(id, b.lat(lat), b.lon(lon), tags)?)
}

fn dense<'a>(
    b: &Block<'a>,
    message: &'a [u8],
    tags: &mut Tags<'a>,
    sink: &mut dyn Elements,
) -> std::result::Result<(), Fault> {
    let (mut ids, mut lats, mut lons, mut kvs) = (Wire(&[]), Wire(&[]), Wire(&[]), Wire(&[]));
    let mut wire = Wire(message);
    while let Some((field, value)) = wire.field()? {
        match (field, value) {
            (1, Value::Bytes(m)) => ids = Wire(m),
            (8, Value::Bytes(m)) => lats = Wire(m),
            (9, Value::Bytes(m)) => lons = Wire(m),
            (10, Value::Bytes(m)) => kvs = Wire(m),
            _ => {}
        }
    }
    let (mut id, mut lat, mut lon) = (0_i64, 0_i64, 0_i64);
    while ids.more() {
        id = id.wrapping_add(ids.signed()?);
        lat = lat.wrapping_add(lats.signed()?);
        lon = lon.wrapping_add(lons.signed()?);
        tags.clear();
        while kvs.more() {
            let key = kvs.varint()?;
            if key == 0 {
                break;
            }
            let value = kvs.varint()?;
            tags.push((b.text(key)?, b.text(value)?));
        }
        sink.node(id, b.lat(lat), b.lon(lon), tags)?;
    }
    Ok(())
}

fn way<'a>(
    b: &Block<'a>,
    message: &'a [u8],
    tags: &mut Tags<'a>,
    sink: &mut dyn Elements,
) -> std::result::Result<(), Fault> {
    let mut id = 0;
    let (mut keys, mut values): (&[u8], &[u8]) = (&[], &[]);
    let mut refs = Wire(&[]);
    let mut wire = Wire(message);
    while let Some((field, value)) = wire.field()? {
        match (field, value) {
            (1, Value::Number(n)) => id = n as i64,
            (2, Value::Bytes(m)) => keys = m,
            (3, Value::Bytes(m)) => values = m,
            (8, Value::Bytes(m)) => refs = Wire(m),
            _ => {}
        }
    }
    b.tags(keys, values, tags)?;
    let (mut nodes, mut at) = (Vec::new(), 0_i64);
    while refs.more() {
        at = at.wrapping_add(refs.signed()?);
        nodes.push(at);
        if nodes.len() > MOST_REFS {
            return Err(Fault::Plain("a way has more nodes than any real one"));
        }
    }
    Ok(sink.way(id, &nodes, tags)?)
}

fn relation<'a>(
    b: &Block<'a>,
    message: &'a [u8],
    tags: &mut Tags<'a>,
    sink: &mut dyn Elements,
) -> std::result::Result<(), Fault> {
    let mut id = 0;
    let (mut keys, mut values): (&[u8], &[u8]) = (&[], &[]);
    let (mut roles, mut ids, mut kinds) = (Wire(&[]), Wire(&[]), Wire(&[]));
    let mut wire = Wire(message);
    while let Some((field, value)) = wire.field()? {
        match (field, value) {
            (1, Value::Number(n)) => id = n as i64,
            (2, Value::Bytes(m)) => keys = m,
            (3, Value::Bytes(m)) => values = m,
            (8, Value::Bytes(m)) => roles = Wire(m),
            (9, Value::Bytes(m)) => ids = Wire(m),
            (10, Value::Bytes(m)) => kinds = Wire(m),
            _ => {}
        }
    }
    b.tags(keys, values, tags)?;
    let (mut members, mut at) = (Vec::new(), 0_i64);
    while ids.more() {
        at = at.wrapping_add(ids.signed()?);
        let kind = match kinds.varint()? {
            0 => MemberKind::Node,
            1 => MemberKind::Way,
            2 => MemberKind::Relation,
            _ => return Err(Fault::Plain("a relation has a member of an unknown kind")),
        };
        members.push(Member {
            id: at,
            kind,
            role: b.text(roles.varint()?)?,
        });
        if members.len() > MOST_REFS {
            return Err(Fault::Plain("a relation has more members than any real one"));
        }
    }
    Ok(sink.relation(id, &members, tags)?)
}
