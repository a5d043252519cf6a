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
        let mut on_edge: HashMap<u32, Vec<usize>> = HashMap::new();
        for (t, snap) in to_snaps.iter().enumerate() {
            if let Some(s) = snap {
                on_edge.entry(s.edge).or_default().push(t);
            }
        }
        for (f, snap) in from_snaps.iter().enumerate() {
            let Some(s) = snap else { continue };
            for &t in on_edge.get(&s.edge).into_iter().flatten() {
                if let Some(goal) = &to_snaps[t] {
                    let cell = &mut ms[f * to.len() + t];
                    *cell = (*cell).min(self.along(mode, s, goal));
                }
            }
        }
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

fn transposed(rows: &[u32], height: usize, width: usize) -> Vec<u32> {
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
