//! Where every postcode is, and in which ward.

use std::collections::BTreeMap;

use crate::areas::{Areas, Put, WardIx};
use crate::blob::{Reader, Writer};
use crate::code::WardCode;
use crate::error::{AtlasError, Result};
use crate::nearest::Tree;
use crate::point::LatLon;
use crate::postcode::{Postcode, PostcodePrefix};

const MOST: usize = 8_000_000;
const BLOB: (u8, u8) = (b'P', 1);
/// No ward: outside the force's area.
const NO_WARD: u16 = u16::MAX;

/// A postcode and its place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PostcodePlace {
    pub postcode: Postcode,
    /// The middle of its addresses.
    pub at: LatLon,
    /// `None`: outside the force's area.
    pub ward: Option<WardIx>,
}

/// An index of postcodes, 18 bytes each, bound to the [`Areas`] it was built with.
#[derive(Debug, Clone, Default)]
pub struct Postcodes {
    /// Sorted; the others in the same order.
    keys: Vec<u32>,
    at: Vec<LatLon>,
    wards: Vec<u16>,
    tree: Tree,
    /// No longer in use, sorted.
    retired: Vec<u32>,
}

/// Postcodes while they are read in.
#[derive(Debug, Clone, Default)]
pub struct PostcodesDraft {
    base: Postcodes,
    rows: Vec<(u32, LatLon, u16)>,
    retired: Vec<u32>,
}

impl PostcodesDraft {
    /// Keeps what is there and reads newer rows over it.
    pub fn from_postcodes(base: Postcodes) -> Self {
        Self {
            base,
            ..Self::default()
        }
    }

    /// When the same postcode is put twice the later place counts.
    pub fn put(&mut self, postcode: Postcode, at: LatLon, ward: Option<WardIx>) -> Put {
        let ward = ward.map_or(NO_WARD, |w| w.0);
        let put = match self.base.row(postcode) {
            Some(i) if self.base.at.get(i) == Some(&at) && self.base.wards.get(i) == Some(&ward) => Put::Same,
            Some(_) => Put::Changed,
            None => Put::Added,
        };
        self.rows.push((postcode.key(), at, ward));
        put
    }

    /// A postcode that was in use once: people still write it.
    pub fn retire(&mut self, postcode: Postcode) {
        self.retired.push(postcode.key());
    }

    pub fn build(self) -> Result<Postcodes> {
        let Self {
            base,
            rows: new,
            mut retired,
        } = self;
        let old = base
            .keys
            .iter()
            .zip(&base.at)
            .zip(&base.wards)
            .map(|((k, at), w)| (*k, *at, *w));
        let mut rows: Vec<_> = old.chain(new).collect();
        // Stable, so that of equals the last put comes last.
        rows.sort_by_key(|row| row.0);
        rows.dedup_by(|later, kept| {
            let same = later.0 == kept.0;
            if same {
                *kept = *later;
            }
            same
        });
        if rows.len() > MOST {
            return Err(AtlasError::TooMany {
                what: "postcodes",
                found: rows.len(),
                limit: MOST,
            });
        }
        let keys: Vec<u32> = rows.iter().map(|r| r.0).collect();
        retired.extend(base.retired);
        retired.sort_unstable();
        retired.dedup();
        retired.retain(|k| keys.binary_search(k).is_err());
        let at = rows.iter().map(|r| r.1).collect();
        let wards = rows.iter().map(|r| r.2).collect();
        Ok(Postcodes::assemble(keys, at, wards, retired))
    }
}

impl Postcodes {
    fn assemble(keys: Vec<u32>, at: Vec<LatLon>, wards: Vec<u16>, retired: Vec<u32>) -> Self {
        let tree = Tree::new(&at);
        Self {
            keys,
            at,
            wards,
            tree,
            retired,
        }
    }

    pub fn len(&self) -> usize {
        self.keys.len()
    }

    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    fn row(&self, postcode: Postcode) -> Option<usize> {
        self.keys.binary_search(&postcode.key()).ok()
    }

    fn place(&self, row: usize) -> Option<PostcodePlace> {
        let postcode = Postcode::from_key(*self.keys.get(row)?)?;
        let ward = *self.wards.get(row)?;
        Some(PostcodePlace {
            postcode,
            at: *self.at.get(row)?,
            ward: (ward != NO_WARD).then_some(WardIx(ward)),
        })
    }

    pub fn get(&self, postcode: Postcode) -> Option<PostcodePlace> {
        self.place(self.row(postcode)?)
    }

    /// Whether it was in use once and is no longer.
    pub fn is_retired(&self, postcode: Postcode) -> bool {
        self.retired.binary_search(&postcode.key()).is_ok()
    }

    pub fn retired_count(&self) -> usize {
        self.retired.len()
    }

    /// All that begin so, in order.
    pub fn with_prefix(&self, prefix: PostcodePrefix) -> impl ExactSizeIterator<Item = PostcodePlace> + '_ {
        let (first, last) = prefix.keys();
        let from = self.keys.partition_point(|k| *k < first);
        let to = self.keys.partition_point(|k| *k <= last).max(from);
        (from..to).map(|i| self.place(i).unwrap_or(NOWHERE))
    }

    /// The first few postcodes that begin as someone has typed so far; spread evenly over what there is, so
    /// that the beginning `QN1` shows more than `QN1 1AA` to `QN1 1AH`.
    pub fn suggest(&self, typed: &str, most: usize) -> Vec<PostcodePlace> {
        let Some(prefix) = PostcodePrefix::parse(typed) else {
            return Vec::new();
        };
        let all = self.with_prefix(prefix);
        let step = all.len().div_ceil(most.max(1)).max(1);
        all.step_by(step).take(most).collect()
    }

    /// The nearest postcode and its distance in metres, if there is one within so many.
    pub fn nearest(&self, p: LatLon, within_m: f64) -> Option<(PostcodePlace, f64)> {
        let (row, metres) = self.tree.nearest(&self.at, p, within_m)?;
        Some((self.place(row)?, metres))
    }

    pub fn iter(&self) -> impl ExactSizeIterator<Item = PostcodePlace> + '_ {
        (0..self.keys.len()).map(|i| self.place(i).unwrap_or(NOWHERE))
    }

    /// Bytes held.
    pub fn size(&self) -> usize {
        self.keys.len() * (4 + size_of::<LatLon>() + 2 + 4) + self.retired.len() * 4
    }

    /// To keep in a file or a database. Holds ward codes, so it can be read back with other areas.
    pub fn to_blob(&self, areas: &Areas) -> Vec<u8> {
        let mut w = Writer::new(BLOB.0, BLOB.1);
        w.number(areas.wards().len() as u64);
        for ward in areas.wards() {
            w.text(ward.code.as_str());
        }
        w.number(self.keys.len() as u64);
        let mut before = (0u32, LatLon::ORIGIN, 0i64);
        for ((&key, &at), &ward) in self.keys.iter().zip(&self.at).zip(&self.wards) {
            let ward = if ward == NO_WARD { -1 } else { i64::from(ward) };
            w.number(u64::from(key.wrapping_sub(before.0)));
            w.signed(i64::from(at.x()) - i64::from(before.1.x()));
            w.signed(i64::from(at.y()) - i64::from(before.1.y()));
            w.signed(ward - before.2);
            before = (key, at, ward);
        }
        w.number(self.retired.len() as u64);
        let mut last = 0;
        for &key in &self.retired {
            w.number(u64::from(key.wrapping_sub(last)));
            last = key;
        }
        w.finish()
    }

    /// Reads what [`to_blob`](Self::to_blob) wrote. Wards are matched by code; a postcode whose ward is gone is
    /// placed by its point.
    pub fn from_blob(bytes: &[u8], areas: &Areas) -> Result<Self> {
        let mut r = Reader::open("postcodes", BLOB.0, BLOB.1, bytes)?;
        let mut codes = Vec::new();
        for _ in 0..r.count()? {
            let code = WardCode::parse(&r.text()?).ok_or(r.bad("a ward's code is wrong"))?;
            codes.push(areas.ward_by_code(&code));
        }
        let count = r.count()?;
        let (mut keys, mut places) = (Vec::with_capacity(count), Vec::with_capacity(count));
        let mut wards = Vec::with_capacity(count);
        let (mut key, mut x, mut y, mut ward) = (0u32, 0i64, 0i64, 0i64);
        for i in 0..count {
            let step = r.u32()?;
            key = key
                .checked_add(step)
                .filter(|_| i == 0 || step > 0)
                .ok_or(r.bad("its rows are out of order"))?;
            let (dx, dy, dw) = (r.signed()?, r.signed()?, r.signed()?);
            (x, y, ward) = (
                x.saturating_add(dx),
                y.saturating_add(dy),
                ward.saturating_add(dw),
            );
            let at = i32::try_from(x).ok().zip(i32::try_from(y).ok());
            let at = at
                .and_then(|(x, y)| LatLon::from_steps(y, x))
                .ok_or(r.bad("a point is off the earth"))?;
            if Postcode::from_key(key).is_none() {
                return Err(r.bad("a postcode is wrong"));
            }
            let found = match usize::try_from(ward).ok() {
                None => None,
                Some(w) => codes
                    .get(w)
                    .ok_or(r.bad("a ward is missing"))?
                    .or_else(|| areas.find(at)),
            };
            keys.push(key);
            places.push(at);
            wards.push(found.map_or(NO_WARD, |w| w.0));
        }
        let mut retired = Vec::new();
        let mut last = 0u32;
        for _ in 0..r.count()? {
            last = last
                .checked_add(r.u32()?)
                .ok_or(r.bad("its rows are out of order"))?;
            retired.push(last);
        }
        r.end()?;
        Ok(Self::assemble(keys, places, wards, retired))
    }

    /// How many postcodes lie in each ward, by [`WardIx`].
    pub fn per_ward(&self) -> BTreeMap<WardIx, u32> {
        let mut counts = BTreeMap::new();
        for &ward in self.wards.iter().filter(|w| **w != NO_WARD) {
            *counts.entry(WardIx(ward)).or_default() += 1;
        }
        counts
    }
}

/// Rows are checked when they come in, so that this is never shown.
const NOWHERE: PostcodePlace = PostcodePlace {
    postcode: Postcode::FIRST,
    at: LatLon::ORIGIN,
    ward: None,
};
