//! Boroughs and wards, and which of them holds a point.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::blob::{Reader, Writer};
use crate::code::{BoroughCode, WardCode};
use crate::cover::Cover;
use crate::error::{AtlasError, Result};
use crate::point::LatLon;
use crate::shape::{Bounds, Ring, Shape};

/// The place of a ward in [`Areas::wards`]. Means nothing with other areas: keep the code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WardIx(pub u16);

/// The place of a borough in [`Areas::boroughs`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BoroughIx(pub u16);

const MOST: usize = 60_000;
const BLOB: (u8, u8) = (b'A', 1);

#[derive(Debug, Clone, PartialEq)]
pub struct Borough {
    pub code: BoroughCode,
    pub name: String,
    /// The name in Welsh, where it has one.
    pub name_cy: Option<String>,
    /// As imported, or the outline of its wards.
    pub shape: Shape,
    /// Whether the shape was imported rather than made of the wards.
    pub shape_is_own: bool,
    /// In the order of [`Areas::wards`].
    pub wards: Vec<WardIx>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Ward {
    pub code: WardCode,
    pub name: String,
    pub name_cy: Option<String>,
    pub borough: BoroughIx,
    pub shape: Shape,
    /// A point surely inside.
    pub middle: LatLon,
    pub population: Option<u32>,
}

/// A force's area: boroughs and the wards in them, each sorted by code. The default has none: nothing was imported.
#[derive(Debug, Clone, Default)]
pub struct Areas {
    boroughs: Vec<Borough>,
    wards: Vec<Ward>,
    ward_cover: Cover,
    borough_cover: Cover,
    bounds: Bounds,
}

/// Areas while they are read in: codes are unique, later ones replace earlier ones.
#[derive(Debug, Clone, Default)]
pub struct AreasDraft {
    boroughs: BTreeMap<BoroughCode, DraftBorough>,
    wards: BTreeMap<WardCode, DraftWard>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct DraftBorough {
    pub name: String,
    pub name_cy: Option<String>,
    /// `None`: the outline of its wards.
    pub shape: Option<Shape>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct DraftWard {
    pub name: String,
    pub name_cy: Option<String>,
    /// `None`: the borough in which the ward's middle lies.
    pub borough: Option<BoroughCode>,
    pub shape: Shape,
    pub population: Option<u32>,
}

/// What became of an area put into a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Put {
    Added,
    Changed,
    Same,
}

/// A ward that is in no borough.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LostWard {
    pub code: WardCode,
    pub name: String,
}

impl AreasDraft {
    pub fn put_borough(&mut self, code: BoroughCode, mut borough: DraftBorough) -> Put {
        // A mention without a shape does not take away the shape that another file gave.
        if let Some(old) = self.boroughs.get(&code)
            && borough.shape.is_none()
        {
            borough.shape.clone_from(&old.shape);
        }
        put(&mut self.boroughs, code, borough)
    }

    /// A ward's file names its borough; that makes the borough, but changes none that is there.
    pub fn mention_borough(&mut self, code: BoroughCode, name: Option<&str>) {
        self.boroughs.entry(code).or_insert_with(|| DraftBorough {
            name: name.unwrap_or(code.as_str()).to_owned(),
            name_cy: None,
            shape: None,
        });
    }

    pub fn put_ward(&mut self, code: WardCode, ward: DraftWard) -> Put {
        put(&mut self.wards, code, ward)
    }

    pub fn counts(&self) -> (usize, usize) {
        (self.boroughs.len(), self.wards.len())
    }

    /// Ready for look-ups, with the wards for which no borough could be found left out and listed.
    pub fn build(self) -> Result<(Areas, Vec<LostWard>)> {
        for (what, found) in [("boroughs", self.boroughs.len()), ("wards", self.wards.len())] {
            if found > MOST {
                return Err(AtlasError::TooMany {
                    what,
                    found,
                    limit: MOST,
                });
            }
        }
        let shaped: Vec<(BoroughCode, &Shape)> = self
            .boroughs
            .iter()
            .filter_map(|(code, b)| Some((*code, b.shape.as_ref()?)))
            .collect();
        let cover = Cover::new(shaped.iter().map(|(_, s)| *s));
        let around = |p: LatLon| Some(shaped.get(cover.find(p)? as usize)?.0);
        let mut homes: Vec<(WardCode, BoroughCode, LatLon, DraftWard)> = Vec::with_capacity(self.wards.len());
        let mut lost = Vec::new();
        for (code, ward) in self.wards {
            let middle = ward.shape.middle();
            match ward
                .borough
                .filter(|b| self.boroughs.contains_key(b))
                .or_else(|| around(middle))
            {
                Some(home) => homes.push((code, home, middle, ward)),
                None => lost.push(LostWard {
                    code,
                    name: ward.name,
                }),
            }
        }
        let mut boroughs = Vec::new();
        let mut places = BTreeMap::new();
        for (code, draft) in self.boroughs {
            let members = || homes.iter().enumerate().filter(move |(_, h)| h.1 == code);
            let own = draft.shape.is_some();
            let shape = draft.shape.or_else(|| {
                let shapes: Vec<&Shape> = members().map(|(_, h)| &h.3.shape).collect();
                Shape::union(&shapes)
            });
            // A borough that was named but has neither a shape nor a ward is no area.
            let Some(shape) = shape else { continue };
            places.insert(code, BoroughIx(boroughs.len() as u16));
            boroughs.push(Borough {
                code,
                name: draft.name,
                name_cy: draft.name_cy,
                shape,
                shape_is_own: own,
                wards: members().map(|(i, _)| WardIx(i as u16)).collect(),
            });
        }
        let wards = homes
            .into_iter()
            .map(|(code, home, middle, draft)| Ward {
                code,
                name: draft.name,
                name_cy: draft.name_cy,
                borough: places.get(&home).copied().unwrap_or(BoroughIx(0)),
                shape: draft.shape,
                middle,
                population: draft.population,
            })
            .collect();
        Ok((Areas::assemble(boroughs, wards)?, lost))
    }
}

/// To read a newer file over what is there.
impl From<&Areas> for AreasDraft {
    fn from(areas: &Areas) -> Self {
        let boroughs = areas.boroughs.iter().map(|b| {
            let shape = b.shape_is_own.then(|| b.shape.clone());
            (
                b.code,
                DraftBorough {
                    name: b.name.clone(),
                    name_cy: b.name_cy.clone(),
                    shape,
                },
            )
        });
        let wards = areas.wards.iter().map(|w| {
            let draft = DraftWard {
                name: w.name.clone(),
                name_cy: w.name_cy.clone(),
                borough: areas.borough(w.borough).map(|b| b.code),
                shape: w.shape.clone(),
                population: w.population,
            };
            (w.code, draft)
        });
        Self {
            boroughs: boroughs.collect(),
            wards: wards.collect(),
        }
    }
}

fn put<K: Ord, V: PartialEq>(map: &mut BTreeMap<K, V>, key: K, new: V) -> Put {
    match map.get_mut(&key) {
        Some(old) if *old == new => Put::Same,
        Some(old) => {
            *old = new;
            Put::Changed
        }
        None => {
            map.insert(key, new);
            Put::Added
        }
    }
}

impl Areas {
    fn assemble(boroughs: Vec<Borough>, wards: Vec<Ward>) -> Result<Self> {
        let ward_cover = Cover::new(wards.iter().map(|w| &w.shape));
        let borough_cover = Cover::new(boroughs.iter().map(|b| &b.shape));
        let bounds = boroughs
            .iter()
            .map(|b| b.shape.bounds())
            .chain(wards.iter().map(|w| w.shape.bounds()));
        let bounds = bounds.reduce(Bounds::join).ok_or(AtlasError::NoAreas)?;
        Ok(Self {
            boroughs,
            wards,
            ward_cover,
            borough_cover,
            bounds,
        })
    }

    /// The ward that holds the point. A point exactly on a border belongs to the ward east of it (north, where the
    /// border runs due east); where wards overlap, the one with the lowest code.
    #[inline]
    pub fn find(&self, p: LatLon) -> Option<WardIx> {
        self.ward_cover.find(p).map(|i| WardIx(i as u16))
    }

    /// The borough that holds the point: its ward's, else the one whose outline is around it.
    pub fn find_borough(&self, p: LatLon) -> Option<BoroughIx> {
        let by_ward = self.find(p).and_then(|w| self.ward(w)).map(|w| w.borough);
        by_ward.or_else(|| self.borough_cover.find(p).map(|i| BoroughIx(i as u16)))
    }

    /// As [`find`](Self::find); for a point in no ward (a gap between rough outlines, the river's edge)
    /// the ward whose border is nearest, if that is within so many metres.
    pub fn find_near(&self, p: LatLon, within_m: f64) -> Option<WardIx> {
        if let Some(ward) = self.find(p) {
            return Some(ward);
        }
        let reach = (within_m / 111_000.0 * crate::point::STEPS) as i64;
        let wide = (reach as f64 / p.lat().to_radians().cos().max(0.01)) as i64;
        let (x, y) = (i64::from(p.x()), i64::from(p.y()));
        let close = |b: Bounds| {
            i64::from(b.west) - wide <= x
                && x <= i64::from(b.east) + wide
                && i64::from(b.south) - reach <= y
                && y <= i64::from(b.north) + reach
        };
        if !close(self.bounds) {
            return None;
        }
        (0u16..)
            .zip(&self.wards)
            .filter(|(_, w)| close(w.shape.bounds()))
            .map(|(i, w)| (w.shape.border_distance_m(p), WardIx(i)))
            .filter(|(m, _)| *m <= within_m)
            .min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)))
            .map(|(_, ward)| ward)
    }

    pub fn wards(&self) -> &[Ward] {
        &self.wards
    }

    pub fn boroughs(&self) -> &[Borough] {
        &self.boroughs
    }

    pub fn ward(&self, ix: WardIx) -> Option<&Ward> {
        self.wards.get(usize::from(ix.0))
    }

    pub fn borough(&self, ix: BoroughIx) -> Option<&Borough> {
        self.boroughs.get(usize::from(ix.0))
    }

    pub fn ward_by_code(&self, code: &WardCode) -> Option<WardIx> {
        self.wards
            .binary_search_by_key(code, |w| w.code)
            .ok()
            .map(|i| WardIx(i as u16))
    }

    pub fn borough_by_code(&self, code: &BoroughCode) -> Option<BoroughIx> {
        self.boroughs
            .binary_search_by_key(code, |b| b.code)
            .ok()
            .map(|i| BoroughIx(i as u16))
    }

    /// The box around everything.
    pub fn bounds(&self) -> Bounds {
        self.bounds
    }

    /// Bytes that the look-up grids take, beside the outlines.
    pub fn grid_size(&self) -> usize {
        self.ward_cover.size() + self.borough_cover.size()
    }

    /// To keep in a file or a database; [`from_blob`](Self::from_blob) reads it.
    pub fn to_blob(&self) -> Vec<u8> {
        let mut w = Writer::new(BLOB.0, BLOB.1);
        w.number(self.boroughs.len() as u64);
        for b in &self.boroughs {
            w.text(b.code.as_str());
            w.text(&b.name);
            w.maybe_text(b.name_cy.as_deref());
            w.number(u64::from(b.shape_is_own));
            write_shape(&mut w, &b.shape);
        }
        w.number(self.wards.len() as u64);
        for ward in &self.wards {
            w.text(ward.code.as_str());
            w.text(&ward.name);
            w.maybe_text(ward.name_cy.as_deref());
            w.number(u64::from(ward.borough.0));
            w.number(ward.population.map_or(0, |n| u64::from(n) + 1));
            write_point(&mut w, ward.middle, LatLon::ORIGIN);
            write_shape(&mut w, &ward.shape);
        }
        w.finish()
    }

    pub fn from_blob(bytes: &[u8]) -> Result<Self> {
        let mut r = Reader::open("areas", BLOB.0, BLOB.1, bytes)?;
        let mut boroughs = Vec::new();
        for _ in 0..r.count()? {
            let code = BoroughCode::parse(&r.text()?).ok_or(r.bad("a borough's code is wrong"))?;
            boroughs.push(Borough {
                code,
                name: r.text()?,
                name_cy: r.maybe_text()?,
                shape_is_own: r.number()? == 1,
                shape: read_shape(&mut r)?,
                wards: Vec::new(),
            });
        }
        let mut wards = Vec::new();
        for i in 0..r.count()? {
            let code = WardCode::parse(&r.text()?).ok_or(r.bad("a ward's code is wrong"))?;
            let (name, name_cy) = (r.text()?, r.maybe_text()?);
            let home = usize::try_from(r.number()?).unwrap_or(usize::MAX);
            let population = r
                .number()?
                .checked_sub(1)
                .map(|n| n.min(u64::from(u32::MAX)) as u32);
            let middle = read_point(&mut r, LatLon::ORIGIN)?;
            let shape = read_shape(&mut r)?;
            let number = u16::try_from(i).map_err(|_| r.bad("it has too many wards"))?;
            boroughs
                .get_mut(home)
                .ok_or(r.bad("a ward is in no borough"))?
                .wards
                .push(WardIx(number));
            let borough = BoroughIx(home as u16);
            wards.push(Ward {
                code,
                name,
                name_cy,
                borough,
                shape,
                middle,
                population,
            });
        }
        let sorted =
            boroughs.is_sorted_by(|a, b| a.code < b.code) && wards.is_sorted_by(|a, b| a.code < b.code);
        if !sorted || boroughs.len() > MOST || wards.len() > MOST {
            return Err(r.bad("its areas are out of order or too many"));
        }
        r.end()?;
        Self::assemble(boroughs, wards)
    }
}

fn write_point(w: &mut Writer, p: LatLon, before: LatLon) {
    w.signed(i64::from(p.x()) - i64::from(before.x()));
    w.signed(i64::from(p.y()) - i64::from(before.y()));
}

fn read_point(r: &mut Reader<'_>, before: LatLon) -> Result<LatLon> {
    let (x, y) = (r.signed()?, r.signed()?);
    let step = |from: i32, by: i64| {
        i64::from(from)
            .checked_add(by)
            .and_then(|n| i32::try_from(n).ok())
    };
    let (x, y) = (step(before.x(), x), step(before.y(), y));
    x.zip(y)
        .and_then(|(x, y)| LatLon::from_steps(y, x))
        .ok_or(r.bad("a point is off the earth"))
}

fn write_shape(w: &mut Writer, shape: &Shape) {
    w.number(shape.polygons().len() as u64);
    let mut before = LatLon::ORIGIN;
    for rings in shape.polygons() {
        w.number(rings.len() as u64);
        for ring in rings {
            w.number(ring.len() as u64);
            for &p in ring {
                write_point(w, p, before);
                before = p;
            }
        }
    }
}

fn read_shape(r: &mut Reader<'_>) -> Result<Shape> {
    let mut before = LatLon::ORIGIN;
    let mut polygons = Vec::new();
    for _ in 0..r.count()? {
        let mut rings = Vec::new();
        for _ in 0..r.count()? {
            let count = r.count()?;
            let mut ring = Ring::with_capacity(count);
            for _ in 0..count {
                before = read_point(r, before)?;
                ring.push(before);
            }
            rings.push(ring);
        }
        polygons.push(rings);
    }
    Shape::new(polygons).ok_or(r.bad("an outline has no area"))
}
