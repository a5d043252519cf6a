//! The way along streets between two points: which stretches, how long, where it runs.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::geo::Place;
use crate::graph::{FAR, Search};
use crate::mode::Street;
use crate::snap::Snap;
use crate::streets::Streets;

/// A way along streets, the steps from the door to the street at both ends included in the time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Path {
    pub minutes: f64,
    pub metres: f64,
    /// Streets in order; neighbouring stretches of one name are one step.
    pub steps: Vec<Step>,
    #[serde(skip)]
    pub line: Vec<Place>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// Empty where the street has no name.
    pub street: String,
    pub kind: String,
    pub metres: f64,
}

impl Streets {
    pub fn path(&self, mode: Street, from: &Snap, to: &Snap) -> Option<Path> {
        let net = &self.modes[mode as usize];
        let mut best = self.along(mode, from, to);
        let straight = from.straight(to);
        let mut pieces: Vec<(u32, f64, f64)> = Vec::new();
        if best < FAR {
            let forward = to.along >= from.along && net.ms[2 * from.edge as usize] < FAR;
            let (d, a, b) = if forward {
                (0, from.along, to.along)
            } else {
                (1, 1.0 - from.along, 1.0 - to.along)
            };
            pieces.push((2 * from.edge + d, a, b));
        }
        let mut search = Search::new(net.graph.nodes());
        let goals = self.arriving(mode, to);
        let mut last = None;
        search.run(&net.graph, &self.leaving(mode, from), FAR - 1, |v, d| {
            if d >= best.min(straight) {
                return false;
            }
            for &(g, more) in goals.iter().filter(|g| g.0 == v) {
                if d.saturating_add(more) < best {
                    best = d + more;
                    last = Some(g);
                }
            }
            true
        });
        if straight < FAR && straight <= best {
            return Some(Path {
                minutes: f64::from(straight) / 60_000.0,
                metres: from.place.metres_to(to.place),
                steps: Vec::new(),
                line: vec![from.place, to.place],
            });
        }
        if let Some(last) = last {
            let nodes = search.path(last);
            pieces = self.pieces(mode, from, to, &nodes);
        }
        (best < FAR).then(|| self.told(best, from, to, &pieces))
    }

    fn pieces(&self, mode: Street, from: &Snap, to: &Snap, nodes: &[u32]) -> Vec<(u32, f64, f64)> {
        let net = &self.modes[mode as usize];
        let (first, last) = (nodes.first().copied(), nodes.last().copied());
        let mut wanted: HashMap<(u32, u32), Option<u32>> =
            nodes.windows(2).map(|w| ((w[0], w[1]), None)).collect();
        let mut note = |a: u32, b: u32, d: u32| {
            if let Some(slot) = wanted.get_mut(&(a, b)) {
                let quicker = slot.is_none_or(|s| net.ms[d as usize] < net.ms[s as usize]);
                if quicker {
                    *slot = Some(d);
                }
            }
        };
        for d in 0..net.ms.len() as u32 {
            if net.ms[d as usize] < FAR {
                note(net.tail[d as usize], net.head[d as usize], d);
            }
        }
        for c in net.copies.chunks(3) {
            if let &[begin, end, d] = c {
                note(begin, end, d);
            }
        }
        let mut pieces = Vec::new();
        for d in [2 * from.edge, 2 * from.edge + 1] {
            if net.ms[d as usize] < FAR && Some(net.head[d as usize]) == first && pieces.is_empty() {
                let begin = if d % 2 == 0 { from.along } else { 1.0 - from.along };
                pieces.push((d, begin, 1.0));
            }
        }
        for w in nodes.windows(2) {
            if let Some(Some(d)) = wanted.get(&(w[0], w[1])) {
                pieces.push((*d, 0.0, 1.0));
            }
        }
        let goal = [2 * to.edge, 2 * to.edge + 1]
            .into_iter()
            .find(|&d| net.ms[d as usize] < FAR && Some(net.tail[d as usize]) == last);
        if let Some(d) = goal {
            let end = if d % 2 == 0 { to.along } else { 1.0 - to.along };
            pieces.push((d, 0.0, end));
        }
        pieces
    }

    fn told(&self, ms: u32, from: &Snap, to: &Snap, pieces: &[(u32, f64, f64)]) -> Path {
        let mut path = Path {
            minutes: f64::from(ms) / 60_000.0,
            metres: from.metres + to.metres,
            steps: Vec::new(),
            line: vec![from.at],
        };
        for &(d, a, b) in pieces {
            let Some(s) = self.stretch(d / 2) else { continue };
            let metres = s.metres * (b - a).max(0.0);
            path.metres += metres;
            if metres > 0.0 {
                match path
                    .steps
                    .last_mut()
                    .filter(|l| l.street == s.name && (!s.name.is_empty() || l.kind == s.class))
                {
                    Some(last) => last.metres += metres,
                    None => path.steps.push(Step {
                        street: s.name.to_owned(),
                        kind: s.class.to_owned(),
                        metres,
                    }),
                }
            }
            path.line.extend(self.line(d, a, b));
        }
        path.line.push(to.at);
        path.line.dedup();
        path
    }

    /// Shape points of a direction strictly between two parts of its length.
    fn line(&self, d: u32, a: f64, b: f64) -> Vec<Place> {
        let e = d as usize / 2;
        let row = self.shape_first[e] as usize..self.shape_first[e + 1] as usize;
        let mut points: Vec<Place> = row.map(|i| self.shape_at(i)).collect();
        if d % 2 == 1 {
            points.reverse();
        }
        let whole: f64 = points.windows(2).map(|p| p[0].metres_to(p[1])).sum();
        let mut gone = 0.0;
        let mut out = Vec::new();
        for (i, p) in points.iter().enumerate() {
            if i > 0 {
                gone += points[i - 1].metres_to(*p);
            }
            let part = if whole > 0.0 { gone / whole } else { 0.0 };
            if part >= a - 1e-9 && part <= b + 1e-9 {
                out.push(*p);
            }
        }
        out
    }
}
