//! One exchange: who comes in, who goes out, and what that changes.

use super::{Beyond, LARGE, LITTLE, NONE, Simplex, TINY, given};
use crate::bound::CLOSED;

pub(super) enum Done {
    Exchanged,
    /// The prices are as high as can be.
    Nothing,
    /// They rise for ever.
    Endless,
    /// The figures do not fit together.
    Doubtful,
}

/// A price or a site's spare amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Who {
    Demand(u32),
    Site(u32),
}

/// Room to work in, the same for every step.
#[derive(Clone)]
pub(super) struct Room {
    /// How fast the prices fall, by place, and the spare amounts, by site.
    fall: Vec<f64>,
    drain: Vec<f64>,
    /// The row of whoever goes out: by site, and by demand.
    row: Vec<f64>,
    reach: Vec<f64>,
    lead: Vec<f64>,
    places: Vec<usize>,
}

impl Room {
    pub(super) fn new(n: usize, m: usize) -> Self {
        Self {
            fall: Vec::new(),
            drain: vec![0.0; m],
            row: vec![0.0; m],
            reach: vec![0.0; n],
            lead: Vec::new(),
            places: Vec::new(),
        }
    }
}

impl Simplex<'_> {
    /// Who brings most for the length of the way, and what one unit of it brings.
    fn entering(&self) -> Option<(Who, f64)> {
        let mut best = None;
        let mut most = 0.0;
        for (i, (&short, &scale)) in self.short.iter().zip(&self.demand_scale).enumerate() {
            // Hardly ever true but for the first few, which is what makes it quick.
            let up = short.max(0.0);
            if up * up > most * scale && short > LITTLE && self.demand_at[i] == NONE {
                most = up * up / scale;
                best = Some((Who::Demand(i as u32), short));
            }
        }
        for &j in &self.full {
            let kind = self.kind[j as usize];
            let gain = given(kind) - self.share[j as usize];
            let scale = self.site_scale[j as usize];
            let may = gain > LITTLE || (kind == CLOSED && gain < -LITTLE);
            if may && gain * gain > most * scale {
                most = gain * gain / scale;
                best = Some((Who::Site(j), gain));
            }
        }
        best
    }

    pub(super) fn step(&mut self, target: f64) -> Done {
        let Some((who, gain)) = self.entering() else {
            return Done::Nothing;
        };
        let mut room = std::mem::replace(&mut self.room, Room::new(0, 0));
        let done = self.exchange(who, gain, target, &mut room);
        self.room = room;
        done
    }

    fn exchange(&mut self, who: Who, gain: f64, target: f64, room: &mut Room) -> Done {
        let sign = if gain > 0.0 { 1.0 } else { -1.0 };
        self.movement(who, sign, room);
        let Some((out, far, pivot)) = self.leaving(room) else {
            let need = (target - self.value).max(0.0) / gain.abs();
            self.beyond = Some(Beyond {
                demand: match who {
                    Who::Demand(i) => Some(i),
                    Who::Site(_) => None,
                },
                fall: room.fall.clone(),
                far: need * 1.01 + 1.0,
            });
            self.value = self.value.max(target);
            return Done::Endless;
        };
        // The same figure the other way round: along the row of whoever goes out.
        self.row_of(out, room);
        let crossing = match who {
            Who::Demand(i) => self.sites(i).iter().map(|&j| room.row[j as usize]).sum(),
            Who::Site(j) => room.row[j as usize],
        };
        if pivot.abs() < LITTLE || (crossing * sign - pivot).abs() > 1e-6 * (1.0 + pivot.abs()) {
            self.clear(out, room);
            return Done::Doubtful;
        }
        self.reprice(who, out, gain / crossing, crossing, room);
        self.clear(out, room);
        // The amounts move.
        for (p, f) in self.price.iter_mut().zip(&room.fall) {
            *p -= far * f;
        }
        for (s, d) in self.spare.iter_mut().zip(&room.drain) {
            *s -= far * d;
        }
        self.value += far * gain.abs();
        self.swap(who, out, sign * far, room);
        self.since += 1;
        Done::Exchanged
    }

    /// What happens to everybody while one comes in.
    fn movement(&self, who: Who, sign: f64, room: &mut Room) {
        room.drain.fill(0.0);
        room.fall.clear();
        match who {
            Who::Demand(i) => {
                let places = &mut room.places;
                places.clear();
                for &j in self.sites(i) {
                    room.drain[j as usize] = 1.0;
                    if self.site_at[j as usize] != NONE {
                        places.push(self.site_at[j as usize] as usize);
                    }
                }
                let sum = |row: &Vec<f64>| places.iter().map(|&a| row[a]).sum::<f64>();
                room.fall.extend(self.inverse.rows().iter().map(sum));
            }
            Who::Site(j) => {
                let at = self.site_at[j as usize] as usize;
                room.fall
                    .extend(self.inverse.rows().iter().map(|row| row[at] * sign));
            }
        }
        for (f, &i) in room.fall.iter_mut().zip(&self.paying) {
            if f.abs() < 1e-11 {
                *f = 0.0;
                continue;
            }
            for &j in self.sites(i) {
                room.drain[j as usize] -= *f;
            }
        }
    }

    /// Who stops the movement: the largest rate among those that would stop it at about the same point.
    fn leaving(&self, room: &Room) -> Option<(Who, f64, f64)> {
        // Products instead of quotients: only a new nearest stop costs a division.
        let mut reach = f64::INFINITY;
        for (p, &f) in self.price.iter().zip(&room.fall) {
            if f > TINY && p.max(0.0) + TINY < reach * f {
                reach = (p.max(0.0) + TINY) / f;
            }
        }
        let stops = |j: usize| self.site_at[j] == NONE && self.kind[j] != CLOSED;
        for (j, (s, &d)) in self.spare.iter().zip(&room.drain).enumerate() {
            if d > TINY && s.max(0.0) + TINY < reach * d && stops(j) {
                reach = (s.max(0.0) + TINY) / d;
            }
        }
        let mut best: Option<(Who, f64, f64)> = None;
        let mut most = TINY;
        for ((p, &f), &i) in self.price.iter().zip(&room.fall).zip(&self.paying) {
            if f > most && p.max(0.0) <= reach * f {
                most = f;
                best = Some((Who::Demand(i), p.max(0.0) / f, f));
            }
        }
        for (j, (s, &d)) in self.spare.iter().zip(&room.drain).enumerate() {
            if d > most && s.max(0.0) <= reach * d && stops(j) {
                most = d;
                best = Some((Who::Site(j as u32), s.max(0.0) / d, d));
            }
        }
        best
    }

    /// The row of whoever goes out, by site; for a site also `lead`, its row times the inverse.
    fn row_of(&self, out: Who, room: &mut Room) {
        match out {
            Who::Demand(i) => {
                let own = self.inverse.row(self.demand_at[i as usize] as usize);
                for (&j, &x) in self.full.iter().zip(own) {
                    room.row[j as usize] = x;
                }
            }
            Who::Site(l) => {
                room.lead.clear();
                room.lead.resize(self.full.len(), 0.0);
                for &i in self.reach.of(l) {
                    if let Some(own) = self.inverse.rows().get(self.demand_at[i as usize] as usize) {
                        for (s, x) in room.lead.iter_mut().zip(own) {
                            *s += x;
                        }
                    }
                }
                for (&j, &x) in self.full.iter().zip(&room.lead) {
                    room.row[j as usize] = -x;
                }
                room.row[l as usize] = 1.0;
            }
        }
    }

    fn clear(&self, out: Who, room: &mut Room) {
        for &j in &self.full {
            room.row[j as usize] = 0.0;
        }
        if let Who::Site(l) = out {
            room.row[l as usize] = 0.0;
        }
    }

    /// The answer's side moves, and what a step towards each is measured by.
    fn reprice(&mut self, who: Who, out: Who, factor: f64, crossing: f64, room: &mut Room) {
        let scale = match who {
            Who::Demand(i) => self.demand_scale[i as usize],
            Who::Site(j) => self.site_scale[j as usize],
        };
        let unit = scale / (crossing * crossing);
        if unit > LARGE {
            // The measures have drifted too far from what they measure.
            self.measure();
        }
        room.reach.fill(0.0);
        let also = match out {
            Who::Site(l) => Some(l),
            Who::Demand(_) => None,
        };
        for &j in self.full.iter().chain(&also) {
            let x = room.row[j as usize];
            if x.abs() < 1e-11 {
                continue;
            }
            self.share[j as usize] += factor * x;
            let s = &mut self.site_scale[j as usize];
            *s = s.max(x * x * unit);
            for &i in self.reach.of(j) {
                room.reach[i as usize] += x;
            }
        }
        for ((short, scale), &x) in self.short.iter_mut().zip(&mut self.demand_scale).zip(&room.reach) {
            *short -= factor * x;
            let least = x * x * unit;
            *scale = if least > *scale { least } else { *scale };
        }
        match who {
            Who::Demand(i) => self.short[i as usize] = 0.0,
            Who::Site(j) => self.share[j as usize] = given(self.kind[j as usize]),
        }
        match out {
            Who::Demand(i) => self.demand_scale[i as usize] = unit.max(1.0),
            Who::Site(j) => self.site_scale[j as usize] = unit.max(1.0),
        }
    }

    /// The exchange itself.
    fn swap(&mut self, who: Who, out: Who, amount: f64, room: &Room) {
        let last = self.paying.len();
        match (who, out) {
            (Who::Demand(q), Who::Demand(r)) => {
                let at = self.demand_at[r as usize] as usize;
                self.inverse.change_demand(at, &room.fall);
                self.demand_at[r as usize] = NONE;
                self.demand_at[q as usize] = at as u32;
                self.paying[at] = q;
                self.price[at] = amount;
            }
            (Who::Demand(q), Who::Site(l)) => {
                self.inverse.grow(&room.fall, &room.lead, room.drain[l as usize]);
                self.demand_at[q as usize] = last as u32;
                self.site_at[l as usize] = last as u32;
                self.paying.push(q);
                self.full.push(l);
                self.price.push(amount);
                self.spare[l as usize] = 0.0;
            }
            (Who::Site(q), Who::Demand(r)) => {
                let (at, place) = (
                    self.demand_at[r as usize] as usize,
                    self.site_at[q as usize] as usize,
                );
                self.inverse.shrink(at, place);
                self.demand_at[r as usize] = NONE;
                self.site_at[q as usize] = NONE;
                self.paying.swap_remove(at);
                self.price.swap_remove(at);
                self.full.swap_remove(place);
                if let Some(&moved) = self.paying.get(at) {
                    self.demand_at[moved as usize] = at as u32;
                }
                if let Some(&moved) = self.full.get(place) {
                    self.site_at[moved as usize] = place as u32;
                }
                self.spare[q as usize] = amount;
            }
            (Who::Site(q), Who::Site(l)) => {
                let place = self.site_at[q as usize] as usize;
                self.inverse.change_site(place, &room.lead);
                self.site_at[q as usize] = NONE;
                self.site_at[l as usize] = place as u32;
                self.full[place] = l;
                self.spare[q as usize] = amount;
                self.spare[l as usize] = 0.0;
            }
        }
    }
}
