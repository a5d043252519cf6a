//! Minutes on streets between places.

use std::collections::HashMap;

use crate::error::{Result, TravelError};
use crate::geo::Place;
use crate::graph::FAR;
use crate::hierarchy::{Ends, Way};
use crate::mode::{Speeds, Street};
use crate::progress::Progress;
use crate::snap::Snap;
use crate::streets::Streets;

/// The largest table that is made in one piece: 400 million cells, 1.6 GB.
const MOST_CELLS: u64 = 400_000_000;
/// A little less than any degree of latitude has.
const METRES_A_DEGREE: f64 = 110_000.0;

/// Milliseconds from each place to each place, row by row; [`FAR`] where there is no way.
#[derive(Debug, Clone)]
pub struct Table {
    pub ms: Vec<u32>,
    pub to: usize,
    /// Where each place met the streets; none when there is no street near.
    pub from_snaps: Vec<Option<Snap>>,
    pub to_snaps: Vec<Option<Snap>>,
}

impl Table {
    /// Minutes, or none where there is no way.
    pub fn minutes(&self, from: usize, to: usize) -> Option<f64> {
        let ms = self.ms.get(from * self.to + to).copied().filter(|&ms| ms < FAR)?;
        Some(f64::from(ms) / 60_000.0)
    }
}

impl Streets {
    /// The ends a journey from a snapped place may begin with.
    pub(crate) fn leaving(&self, mode: Street, snap: &Snap) -> Ends {
        self.ends(mode, snap, true)
    }

    /// The ends a journey to a snapped place may finish with.
    pub(crate) fn arriving(&self, mode: Street, snap: &Snap) -> Ends {
        self.ends(mode, snap, false)
    }

    fn ends(&self, mode: Street, snap: &Snap, leaving: bool) -> Ends {
        let net = &self.modes[mode as usize];
        let mut ends = Ends::new();
        for d in [2 * snap.edge, 2 * snap.edge + 1] {
            let whole = net.ms[d as usize];
            if whole >= FAR {
                continue;
            }
            let gone = if d % 2 == 0 { snap.along } else { 1.0 - snap.along };
            let (node, part) = if leaving {
                (net.head[d as usize], 1.0 - gone)
            } else {
                (net.tail[d as usize], gone)
            };
            ends.push((node, share(whole, part).saturating_add(snap.ms)));
        }
        ends
    }

    /// Without passing a junction: along one stretch, or straight when that is quicker.
    pub(crate) fn directly(&self, mode: Street, from: &Snap, to: &Snap) -> u32 {
        self.along(mode, from, to).min(from.straight(to))
    }

    /// Every pair that is joined without passing a junction, with its milliseconds in the direction asked.
    pub(crate) fn at_hand(
        &self,
        mode: Street,
        from: &[Option<Snap>],
        to: &[Option<Snap>],
        way: Way,
        mut each: impl FnMut(usize, usize, u32),
    ) {
        let mut on_edge: HashMap<u32, Vec<usize>> = HashMap::new();
        let mut by_lat: Vec<(f64, usize)> = Vec::new();
        for (t, snap) in to.iter().enumerate() {
            if let Some(s) = snap {
                on_edge.entry(s.edge).or_default().push(t);
                by_lat.push((s.place.lat, t));
            }
        }
        by_lat.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        for (f, snap) in from.iter().enumerate() {
            let Some(a) = snap else { continue };
            let same = on_edge.get(&a.edge).into_iter().flatten().copied();
            // No further than its street, which bounds how far north or south it lies.
            let reach = a.metres / METRES_A_DEGREE;
            let begin = by_lat.partition_point(|x| x.0 < a.place.lat - reach);
            let near = by_lat[begin..].iter().take_while(|x| x.0 <= a.place.lat + reach);
            for t in same.chain(near.map(|x| x.1)) {
                if let Some(b) = &to[t] {
                    let ms = match way {
                        Way::Out => self.directly(mode, a, b),
                        Way::Back => self.directly(mode, b, a),
                    };
                    if ms < FAR {
                        each(f, t, ms);
                    }
                }
            }
        }
    }

    /// Along one stretch without leaving it.
    pub(crate) fn along(&self, mode: Street, from: &Snap, to: &Snap) -> u32 {
        if from.edge != to.edge {
            return FAR;
        }
        let net = &self.modes[mode as usize];
        let way = |d: u32, part: f64| {
            let whole = net.ms[d as usize];
            if whole < FAR && part >= 0.0 {
                share(whole, part).saturating_add(from.ms).saturating_add(to.ms)
            } else {
                FAR
            }
        };
        let forward = way(2 * from.edge, to.along - from.along);
        forward
            .min(way(2 * from.edge + 1, from.along - to.along))
            .min(FAR)
    }

    pub fn snaps(
        &self,
        mode: Street,
        places: &[Place],
        speeds: &Speeds,
        most_metres: f64,
    ) -> Vec<Option<Snap>> {
        let pace = speeds.to_the_street(mode);
        places
            .iter()
            .map(|&p| self.snap(mode, p, most_metres, pace))
            .collect()
    }

    /// Many to many, exact.
    pub fn table(&self, mode: Street, from: &[Place], to: &[Place], how: &Asking<'_>) -> Result<Table> {
        let cells = from.len() as u64 * to.len() as u64;
        if cells > MOST_CELLS {
            return Err(TravelError::TooLarge(format!(
                "{} x {} places in one table",
                from.len(),
                to.len()
            )));
        }
        let from_snaps = self.snaps(mode, from, how.speeds, how.most_metres);
        let to_snaps = self.snaps(mode, to, how.speeds, how.most_metres);
        let ends = |snaps: &[Option<Snap>], leaving: bool| -> Vec<Ends> {
            let one = |s: &Option<Snap>| {
                s.as_ref()
                    .map(|s| self.ends(mode, s, leaving))
                    .unwrap_or_default()
            };
            snaps.iter().map(one).collect()
        };
        let (starts, goals) = (ends(&from_snaps, true), ends(&to_snaps, false));
        let hierarchy = &self.modes[mode as usize].hierarchy;
        // The shorter side climbs, the longer one is swept.
        let mut ms = if from.len() <= to.len() {
            hierarchy
                .targets(&goals, Way::Out)
                .table(&starts, how.threads, how.progress)?
        } else {
            let turned = hierarchy
                .targets(&starts, Way::Back)
                .table(&goals, how.threads, how.progress)?;
            transposed(&turned, to.len(), from.len())
        };
        self.at_hand(mode, &from_snaps, &to_snaps, Way::Out, |f, t, direct| {
            let cell = &mut ms[f * to.len() + t];
            *cell = (*cell).min(direct);
        });
        Ok(Table {
            ms,
            to: to.len(),
            from_snaps,
            to_snaps,
        })
    }
}

/// How a question is asked.
pub struct Asking<'a> {
    pub speeds: &'a Speeds,
    /// No street further away than this is snapped to.
    pub most_metres: f64,
    pub threads: usize,
    pub progress: &'a Progress<'a>,
}

fn share(whole: u32, part: f64) -> u32 {
    (f64::from(whole) * part.clamp(0.0, 1.0)).round() as u32
}

pub(crate) fn transposed(rows: &[u32], height: usize, width: usize) -> Vec<u32> {
    let mut out = vec![FAR; rows.len()];
    // Square blocks: whole columns of a long table would miss the cache at every step.
    const BLOCK: usize = 32;
    for top in (0..height).step_by(BLOCK) {
        for left in (0..width).step_by(BLOCK) {
            for r in top..(top + BLOCK).min(height) {
                for c in left..(left + BLOCK).min(width) {
                    out[c * height + r] = rows[r * width + c];
                }
            }
        }
    }
    out
}
