//! The columns of a prepared network and how they lie in its file.
//!
//! Layout, little-endian: 8 bytes `BLTRAVEL`, version (u32), number of columns (u32), length of the whole file (u64), checksum
//! of everything after the first 32 bytes (u64); then for each column its name (24 bytes, padded with zeros), begin and
//! length in bytes (u64 each); then the columns, each beginning at a multiple of 64.

use std::fs::File;
use std::sync::Arc;

use bytemuck::Pod;
use memmap2::Mmap;
use xxhash_rust::xxh3::Xxh3;

use crate::col::Col;
use crate::mode::Street;
use crate::streets::Streets;
use crate::timetable::Timetable;

/// The first column of a timetable: there when one was built in.
pub(super) const TIMETABLE: &str = "stop_lat";

const MAGIC: &[u8; 8] = b"BLTRAVEL";
const VERSION: u32 = 1;
pub(super) const HEAD: usize = 32;
const ENTRY: usize = 40;
const ALIGN: usize = 64;

#[allow(unsafe_code)]
pub(super) fn map(file: &File) -> std::io::Result<Mmap> {
    // SAFETY: the mapping is read-only and lives as long as the columns that look into it. Another process that truncated the
    // file in place could still fault the reader; networks are therefore written beside and renamed, never rewritten, and
    // the documentation of `load` says so.
    unsafe { Mmap::map(file) }
}

/// Goes through every column in a fixed order, to write or to read it.
pub(super) trait Visit {
    fn col<T: Pod>(&mut self, name: &str, col: &mut Col<T>);
}

impl Streets {
    pub(super) fn columns(&mut self, v: &mut impl Visit) {
        v.col("node_lat", &mut self.node_lat);
        v.col("node_lon", &mut self.node_lon);
        v.col("edge_from", &mut self.edge_from);
        v.col("edge_to", &mut self.edge_to);
        v.col("edge_way", &mut self.edge_way);
        v.col("edge_name", &mut self.edge_name);
        v.col("edge_class", &mut self.edge_class);
        v.col("edge_mm", &mut self.edge_mm);
        v.col("shape_first", &mut self.shape_first);
        v.col("shape_lat", &mut self.shape_lat);
        v.col("shape_lon", &mut self.shape_lon);
        v.col("names_first", &mut self.names.first);
        v.col("names_bytes", &mut self.names.bytes);
        v.col("grid_key", &mut self.grid.key);
        v.col("grid_first", &mut self.grid.first);
        v.col("grid_segment", &mut self.grid.segment);
        for (mode, m) in Street::ALL.iter().zip(&mut self.modes) {
            let name = mode.name();
            v.col(&format!("{name}.ms"), &mut m.ms);
            v.col(&format!("{name}.tail"), &mut m.tail);
            v.col(&format!("{name}.head"), &mut m.head);
            v.col(&format!("{name}.open"), &mut m.open);
            v.col(&format!("{name}.copies"), &mut m.copies);
            v.col(&format!("{name}.g_first"), &mut m.graph.first);
            v.col(&format!("{name}.g_head"), &mut m.graph.head);
            v.col(&format!("{name}.g_weight"), &mut m.graph.weight);
            let h = &mut m.hierarchy;
            v.col(&format!("{name}.place"), &mut h.place);
            v.col(&format!("{name}.parent"), &mut h.parent);
            let mut core = Col::from(vec![h.core]);
            v.col(&format!("{name}.core"), &mut core);
            h.core = core.first().copied().unwrap_or(u32::MAX);
            for (part, rows) in [
                ("up", &mut h.up),
                ("down", &mut h.down),
                ("c_out", &mut h.core_out),
                ("c_in", &mut h.core_in),
            ] {
                v.col(&format!("{name}.{part}_f"), &mut rows.first);
                v.col(&format!("{name}.{part}_h"), &mut rows.head);
                v.col(&format!("{name}.{part}_w"), &mut rows.weight);
            }
        }
    }

    /// That every number that is used to look something up points at something: checked once, when a file is opened.
    pub(super) fn is_sound(&self) -> bool {
        let (nodes, edges, points) = (self.node_lat.len(), self.edge_from.len(), self.shape_lat.len());
        let within = |col: &[u32], end: usize| col.iter().all(|&v| (v as usize) < end);
        let on_the_world = |lat: &[i32], lon: &[i32]| {
            lat.iter().all(|v| v.unsigned_abs() <= 900_000_000)
                && lon.iter().all(|v| v.unsigned_abs() <= 1_800_000_000)
        };
        self.node_lon.len() == nodes
            && on_the_world(&self.node_lat, &self.node_lon)
            && on_the_world(&self.shape_lat, &self.shape_lon)
            && [
                self.edge_to.len(),
                self.edge_way.len(),
                self.edge_name.len(),
                self.edge_class.len(),
                self.edge_mm.len(),
            ]
            .iter()
            .all(|&l| l == edges)
            && within(&self.edge_from, nodes)
            && within(&self.edge_to, nodes)
            && self.names.is_sound()
            && within(&self.edge_name, self.names.len().max(1))
            && self.shape_first.len() == edges + 1
            && crate::graph::rows_rise(&self.shape_first, points)
            && self.shape_first.windows(2).all(|w| w[1] - w[0] >= 2)
            && self.shape_lon.len() == points
            && self.grid.is_sound(points)
            && self.modes.iter().all(|m| {
                let n = m.graph.nodes() as usize;
                m.ms.len() == edges * 2
                    && m.tail.len() == edges * 2
                    && m.head.len() == edges * 2
                    && m.open.len() == edges
                    && m.copies.len() % 3 == 0
                    && m.copies
                        .chunks(3)
                        .all(|c| matches!(c, &[_, _, d] if (d as usize) < edges * 2))
                    && m.graph.is_sound()
                    && m.hierarchy.is_sound(&m.graph)
                    && m.ms
                        .iter()
                        .zip(m.tail.iter().zip(m.head.iter()))
                        .all(|(&ms, (&t, &h))| {
                            ms >= crate::graph::FAR || (t as usize) < n && (h as usize) < n
                        })
            })
    }
}

impl Timetable {
    pub(super) fn columns(&mut self, v: &mut impl Visit) {
        v.col(TIMETABLE, &mut self.stop_lat);
        v.col("stop_lon", &mut self.stop_lon);
        v.col("stop_wheelchair", &mut self.stop_wheelchair);
        for (name, texts) in [
            ("stop_id", &mut self.stop_id),
            ("stop_name", &mut self.stop_name),
            ("route_name", &mut self.route_name),
            ("trip_id", &mut self.trip_id),
            ("trip_headsign", &mut self.trip_headsign),
        ] {
            v.col(&format!("{name}_first"), &mut texts.first);
            v.col(&format!("{name}_bytes"), &mut texts.bytes);
        }
        v.col("change", &mut self.change);
        v.col("route_kind", &mut self.route_kind);
        v.col("trip_route", &mut self.trip_route);
        v.col("trip_service", &mut self.trip_service);
        v.col("trip_wheelchair", &mut self.trip_wheelchair);
        v.col("call_first", &mut self.call_first);
        v.col("call_stop", &mut self.call_stop);
        v.col("call_arrive", &mut self.call_arrive);
        v.col("call_depart", &mut self.call_depart);
        v.col("call_closed", &mut self.call_closed);
        v.col("service_first", &mut self.service_first);
        v.col("service_day", &mut self.service_day);
        v.col("door_stop", &mut self.door_stop);
        v.col("door_lat", &mut self.door_lat);
        v.col("door_lon", &mut self.door_lon);
        v.col("door_walk", &mut self.door_walk);
        v.col("door_step_free", &mut self.door_step_free);
        for (name, w) in ["walks", "rolls"].into_iter().zip(&mut self.walks) {
            v.col(&format!("{name}_first"), &mut w.first);
            v.col(&format!("{name}_to"), &mut w.to);
            v.col(&format!("{name}_seconds"), &mut w.seconds);
        }
    }
}

#[derive(Default)]
pub(super) struct Saver {
    entries: Vec<(String, usize, usize)>,
    data: Vec<u8>,
}

impl Visit for Saver {
    fn col<T: Pod>(&mut self, name: &str, col: &mut Col<T>) {
        let bytes: &[u8] = bytemuck::cast_slice(col);
        self.data.resize(self.data.len().next_multiple_of(ALIGN), 0);
        self.entries.push((name.to_owned(), self.data.len(), bytes.len()));
        self.data.extend_from_slice(bytes);
    }
}

impl Saver {
    pub fn finish(self) -> Vec<u8> {
        let start = (HEAD + self.entries.len() * ENTRY).next_multiple_of(ALIGN);
        let mut out = vec![0; HEAD];
        for (name, begin, len) in &self.entries {
            let mut label = [0_u8; 24];
            for (slot, b) in label.iter_mut().zip(name.bytes()) {
                *slot = b;
            }
            out.extend_from_slice(&label);
            out.extend_from_slice(&((start + begin) as u64).to_le_bytes());
            out.extend_from_slice(&(*len as u64).to_le_bytes());
        }
        out.resize(start, 0);
        out.extend_from_slice(&self.data);
        let mut head = Vec::with_capacity(HEAD);
        head.extend_from_slice(MAGIC);
        head.extend_from_slice(&VERSION.to_le_bytes());
        head.extend_from_slice(&(self.entries.len() as u32).to_le_bytes());
        head.extend_from_slice(&(out.len() as u64).to_le_bytes());
        head.extend_from_slice(&checksum(&head, &out[HEAD..]).to_le_bytes());
        out[..HEAD].copy_from_slice(&head);
        out
    }
}

fn checksum(head: &[u8], body: &[u8]) -> u64 {
    let mut hash = Xxh3::new();
    hash.update(head);
    hash.update(body);
    hash.digest()
}

pub(super) struct Loader {
    map: Arc<Mmap>,
    pub entries: Vec<(String, std::ops::Range<usize>)>,
    next: usize,
    pub missing: Option<String>,
}

impl Loader {
    pub fn open(map: Mmap) -> std::result::Result<Self, String> {
        if cfg!(target_endian = "big") {
            return Err("prepared networks are read on little-endian machines only".into());
        }
        let u64_at = |i: usize| {
            let bytes = map.get(i..i + 8).and_then(|b| b.try_into().ok());
            bytes.map(u64::from_le_bytes).ok_or("it is cut short")
        };
        let u32_at = |i: usize| {
            let bytes = map.get(i..i + 4).and_then(|b| b.try_into().ok());
            bytes.map(u32::from_le_bytes).ok_or("it is cut short")
        };
        if map.get(..8) != Some(MAGIC) {
            return Err("it begins differently".into());
        }
        let version = u32_at(8)?;
        if version != VERSION {
            return Err(format!(
                "it has version {version} and this program reads version {VERSION}: build it again"
            ));
        }
        if u64_at(16)? != map.len() as u64 {
            return Err("it is cut short or something was added".into());
        }
        let body = map.get(HEAD..).unwrap_or_default();
        if checksum(map.get(..24).unwrap_or_default(), body) != u64_at(24)? {
            return Err("its checksum does not match, so it was damaged".into());
        }
        let count = u32_at(12)? as usize;
        let mut entries = Vec::new();
        for i in 0..count {
            let at = HEAD + i * ENTRY;
            let label = map.get(at..at + 24).ok_or("it is cut short")?;
            let name = String::from_utf8_lossy(label).trim_end_matches('\0').to_owned();
            let begin = usize::try_from(u64_at(at + 24)?).map_err(|_| "it is too large for this machine")?;
            let len = usize::try_from(u64_at(at + 32)?).map_err(|_| "it is too large for this machine")?;
            let end = begin
                .checked_add(len)
                .filter(|&e| e <= map.len())
                .ok_or("a part lies outside the file")?;
            entries.push((name, begin..end));
        }
        Ok(Self {
            map: Arc::new(map),
            entries,
            next: 0,
            missing: None,
        })
    }
}

impl Visit for Loader {
    fn col<T: Pod>(&mut self, name: &str, col: &mut Col<T>) {
        let entry = self.entries.get(self.next).filter(|e| e.0 == name);
        self.next += 1;
        let whole = entry.filter(|e| {
            let bytes = self.map.get(e.1.clone()).unwrap_or_default();
            e.1.start.is_multiple_of(ALIGN) && bytemuck::try_cast_slice::<u8, T>(bytes).is_ok()
        });
        match whole {
            Some((_, bytes)) => {
                *col = Col::Mapped {
                    map: Arc::clone(&self.map),
                    bytes: bytes.clone(),
                }
            }
            None => {
                self.missing.get_or_insert_with(|| name.to_owned());
            }
        }
    }
}
