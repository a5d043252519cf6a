//! What a set cover need not look at: demands that are reached whenever another one is, and sites that another one
//! stands in for. Each is written down, so that the checker can see it for itself.

use crate::answer::Spared;
use crate::arcs::Arcs;
use crate::bound::{CLOSED, FREE};
use crate::budget::Budget;

/// A smaller form with the same least cost.
pub(crate) struct Reduced {
    pub arcs: Arcs,
    /// For each of its rows, the demand it stands for.
    pub kept: Vec<u32>,
    /// Sites that need not be open are closed.
    pub status: Vec<u8>,
    /// What was left out and why, in order.
    pub rounds: Vec<Spared>,
}

struct Table {
    words: usize,
    bits: Vec<u64>,
}

impl Table {
    fn new(rows: usize, width: usize) -> Self {
        let words = width.div_ceil(64);
        Self {
            words,
            bits: vec![0; rows * words],
        }
    }
    fn set(&mut self, row: usize, at: usize) {
        self.bits[row * self.words + at / 64] |= 1 << (at % 64);
    }
    fn row(&self, row: usize) -> &[u64] {
        &self.bits[row * self.words..(row + 1) * self.words]
    }
    fn within(&self, small: usize, large: usize) -> bool {
        let pairs = self.row(small).iter().zip(self.row(large));
        pairs.into_iter().all(|(s, l)| s & !l == 0)
    }
}

/// Leaves out demands and sites until nothing more can be left out.
pub(crate) fn reduce(arcs: &Arcs, budget: &dyn Budget) -> Reduced {
    let mut status = vec![FREE; arcs.m];
    let mut kept: Vec<u32> = (0..arcs.n as u32).collect();
    let mut rounds = Vec::new();
    // A site that a rule names cannot be stood in for.
    let mut named = vec![false; arcs.m];
    for (j, _) in arcs.sides.iter().flat_map(|s| &s.terms) {
        named[*j as usize] = true;
    }
    loop {
        let lists: Vec<Vec<u32>> = kept
            .iter()
            .map(|&i| {
                let sites = &arcs.site[arcs.row(i as usize)];
                sites
                    .iter()
                    .copied()
                    .filter(|&j| status[j as usize] != CLOSED)
                    .collect()
            })
            .collect();
        let (rows, demands) = spare_demands(&lists, &kept, arcs.m, budget);
        let left: Vec<&Vec<u32>> = rows.iter().map(|&r| &lists[r]).collect();
        kept = rows.iter().map(|&r| kept[r]).collect();
        let sites = spare_sites(&left, &arcs.fixed, &named, &status);
        for &(j, _) in &sites {
            status[j as usize] = CLOSED;
        }
        let done = sites.is_empty() || budget.spent();
        if !demands.is_empty() || !sites.is_empty() {
            rounds.push(Spared { demands, sites });
        }
        if done {
            break;
        }
    }
    Reduced {
        arcs: smaller(arcs, &kept, &status),
        kept,
        status,
        rounds,
    }
}

/// The rows to keep, and each other demand with the one that is reached only when it is. Out of time, the rest is kept.
fn spare_demands(
    lists: &[Vec<u32>],
    names: &[u32],
    m: usize,
    budget: &dyn Budget,
) -> (Vec<usize>, Vec<(u32, u32)>) {
    let mut table = Table::new(lists.len(), m);
    let mut frequency = vec![0u32; m];
    for (r, list) in lists.iter().enumerate() {
        for &j in list {
            table.set(r, j as usize);
            frequency[j as usize] += 1;
        }
    }
    let mut order: Vec<usize> = (0..lists.len()).collect();
    order.sort_by_key(|&r| (lists[r].len(), r));
    // Kept rows stand under their rarest site: a row can only hold a kept one that stands under one of its sites.
    let mut under: Vec<Vec<usize>> = vec![Vec::new(); m];
    let (mut kept, mut spared) = (Vec::new(), Vec::new());
    let mut late = false;
    for (step, r) in order.into_iter().enumerate() {
        late = late || (step % 256 == 255 && budget.spent());
        let by = lists[r]
            .iter()
            .take(if late { 0 } else { usize::MAX })
            .flat_map(|&j| &under[j as usize])
            .copied()
            .find(|&k| table.within(k, r));
        if let Some(by) = by {
            spared.push((names[r], names[by]));
            continue;
        }
        if let Some(&rare) = lists[r].iter().min_by_key(|&&j| (frequency[j as usize], j)) {
            under[rare as usize].push(r);
        }
        kept.push(r);
    }
    kept.sort_unstable();
    (kept, spared)
}

/// Sites that another one stands in for: it reaches all that they reach and costs no more.
fn spare_sites(lists: &[&Vec<u32>], fixed: &[f64], named: &[bool], status: &[u8]) -> Vec<(u32, u32)> {
    let m = fixed.len();
    let mut table = Table::new(m, lists.len());
    let mut size = vec![0u32; m];
    let mut rarest = vec![usize::MAX; m];
    for (r, list) in lists.iter().enumerate() {
        for &j in *list {
            let j = j as usize;
            table.set(j, r);
            size[j] += 1;
            if rarest[j] == usize::MAX || list.len() < lists[rarest[j]].len() {
                rarest[j] = r;
            }
        }
    }
    let mut order: Vec<usize> = (0..m).filter(|&j| status[j] != CLOSED && !named[j]).collect();
    order.sort_by(|&a, &b| {
        let by_cost = fixed[a].total_cmp(&fixed[b]);
        size[b].cmp(&size[a]).then(by_cost).then(a.cmp(&b))
    });
    let mut stays = vec![false; m];
    let mut spared = Vec::new();
    for j in order {
        let by = lists
            .get(rarest[j])
            .into_iter()
            .flat_map(|list| list.iter())
            .map(|&k| k as usize)
            .find(|&k| stays[k] && fixed[k] <= fixed[j] && table.within(j, k));
        match by {
            Some(by) => spared.push((j as u32, by as u32)),
            None => stays[j] = true,
        }
    }
    spared
}

fn smaller(arcs: &Arcs, kept: &[u32], status: &[u8]) -> Arcs {
    let mut small = Arcs {
        n: kept.len(),
        m: arcs.m,
        start: vec![0],
        site: Vec::new(),
        cost: Vec::new(),
        roof: Vec::new(),
        refuse: Vec::new(),
        fixed: arcs.fixed.clone(),
        least: arcs.least,
        most: arcs.most,
        sides: arcs.sides.clone(),
        flat: arcs.flat,
        whole: arcs.whole,
    };
    for &i in kept {
        for a in arcs.row(i as usize) {
            if status[arcs.site[a] as usize] != CLOSED {
                small.site.push(arcs.site[a]);
                small.cost.push(arcs.cost[a]);
            }
        }
        small.start.push(small.site.len());
        small.roof.push(arcs.roof[i as usize]);
        small.refuse.push(arcs.refuse[i as usize]);
    }
    small
}
