//! Sites that can be full: each demand's price for being served, and each site filled with those who pay most for its room.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use crate::answer::Answer;
use crate::arcs::Arcs;
use crate::bound::{FREE, Pricing, View};
use crate::budget::Budget;
use crate::error::Result;
use crate::nearby;
use crate::problem::Problem;
use crate::random::Random;
use crate::solve::{Settings, finish};
use crate::transport::{Amounts, Plan, transport};
use crate::tree::{Effort, Filling, Search};

/// What a set of sites costs, and which site serves each demand where each is served whole.
type Known = (f64, Vec<u32>);

struct Loads<'a> {
    problem: &'a Problem,
    arcs: &'a Arcs,
    single: bool,
    /// Sets already looked at.
    known: RefCell<HashMap<Vec<u32>, Known>>,
    /// Cheapest set met.
    record: Cell<f64>,
    scratch: RefCell<Scratch>,
}

#[derive(Default)]
struct Scratch {
    /// For each site, who would pay: (saving per unit, demand, saving).
    wanting: Vec<Vec<(f64, u32, f64)>>,
}

impl Loads<'_> {
    fn cost(&self, i: usize, j: usize) -> f64 {
        self.problem.matrix.at(i, j) * self.problem.weights[i]
    }

    fn plan(&self, open: &[u32]) -> Option<Plan> {
        let cost = |i: usize, j: usize| self.cost(i, j);
        let capacity = &self.problem.capacity;
        transport(
            &Amounts {
                cost: &cost,
                of_demand: &capacity.of_demand,
                of_site: &capacity.of_site,
            },
            open,
        )
    }

    fn fixed(&self, open: &[u32]) -> f64 {
        open.iter().map(|&j| self.arcs.fixed[j as usize]).sum()
    }

    fn holds(&self, open: &[u32]) -> bool {
        let mut flags = vec![false; self.arcs.m];
        for &j in open {
            flags[j as usize] = true;
        }
        self.arcs.sides.iter().all(|s| s.holds(&flags))
    }

    fn exact(&self, open: &[u32]) -> f64 {
        self.served(open).0
    }

    fn served(&self, open: &[u32]) -> Known {
        let mut key = open.to_vec();
        key.sort_unstable();
        if let Some(known) = self.known.borrow().get(&key) {
            return known.clone();
        }
        let none = (f64::INFINITY, Vec::new());
        let found = if !self.holds(&key) {
            none
        } else if self.single {
            self.single_source(&key).map_or(none, |(to, cost)| (cost, to))
        } else {
            self.plan(&key)
                .map_or(none, |p| (p.cost + self.fixed(&key), Vec::new()))
        };
        self.known.borrow_mut().insert(key, found.clone());
        found
    }

    /// One site for every demand: from the split plan, its splits undone; and where that comes near the best of all, from
    /// other beginnings as well.
    fn single_source(&self, open: &[u32]) -> Option<(Vec<u32>, f64)> {
        let plan = self.plan(open)?;
        if plan.cost + self.fixed(open) > self.record.get() * NEAR {
            return None;
        }
        let n = self.arcs.n;
        let mut share: Vec<Vec<(u32, f64)>> = vec![Vec::new(); n];
        for &(i, a, x) in &plan.flows {
            share[i as usize].push((a, x));
        }
        let whole: Vec<Option<u32>> = share
            .iter()
            .map(|list| list.first().filter(|_| list.len() == 1).map(|x| x.0))
            .collect();
        let amount = |i: &usize| self.problem.capacity.of_demand[*i];
        let mut order: Vec<usize> = (0..n).collect();
        order.sort_by(|a, b| amount(b).total_cmp(&amount(a)));
        let mut best = self.improve(open, self.begin(open, &whole, &order)?);
        if n * open.len() <= SMALL {
            let mut random = Random::new(1);
            let none = vec![None; n];
            for k in 0..BEGINNINGS {
                for i in (1..n).rev() {
                    order.swap(i, random.below(i + 1));
                }
                let from = if k % 2 == 0 { &none } else { &whole };
                let other = self
                    .begin(open, from, &order)
                    .and_then(|to| self.improve(open, to));
                if let Some(other) = other
                    && best.as_ref().is_none_or(|b| other.1 < b.1)
                {
                    best = Some(other);
                }
            }
        }
        best
    }

    /// Puts demands where they are cheapest and fit, in this order.
    fn begin(&self, open: &[u32], known: &[Option<u32>], order: &[usize]) -> Option<Vec<u32>> {
        let capacity = &self.problem.capacity;
        let mut to: Vec<u32> = known.iter().map(|a| a.unwrap_or(u32::MAX)).collect();
        let mut left: Vec<f64> = open.iter().map(|&j| capacity.of_site[j as usize]).collect();
        for (i, a) in known.iter().enumerate() {
            if let Some(a) = a {
                left[*a as usize] -= capacity.of_demand[i];
            }
        }
        let cost = |i: usize, a: usize| self.cost(i, open[a] as usize);
        for &i in order.iter().filter(|i| known[**i].is_none()) {
            let q = capacity.of_demand[i];
            let best = (0..open.len())
                .filter(|&a| left[a] + FITS >= q)
                .min_by(|&a, &b| cost(i, a).total_cmp(&cost(i, b)));
            let a = match best {
                Some(a) => a,
                // No room as it is: it goes where least is missing, and moves make room.
                None => (0..open.len()).max_by(|&a, &b| left[a].total_cmp(&left[b]))?,
            };
            to[i] = a as u32;
            left[a] -= q;
        }
        Some(to)
    }

    /// Moves and exchanges while they help.
    fn improve(&self, open: &[u32], mut to: Vec<u32>) -> Option<(Vec<u32>, f64)> {
        let capacity = &self.problem.capacity;
        let n = self.arcs.n;
        let cost = |i: usize, a: usize| self.cost(i, open[a] as usize);
        let mut left: Vec<f64> = open.iter().map(|&j| capacity.of_site[j as usize]).collect();
        for (i, &a) in to.iter().enumerate() {
            left[a as usize] -= capacity.of_demand[i];
        }
        // Overfull sites pay a fine per unit, so that moves first make the plan fit and then make it cheap.
        let fine = (0..n)
            .map(|i| {
                (0..open.len())
                    .map(|a| cost(i, a))
                    .filter(|c| c.is_finite())
                    .fold(0.0, f64::max)
            })
            .sum::<f64>()
            + 1.0;
        let over = |room: f64| if room < -FITS { -room } else { 0.0 };
        let mut rounds = 0;
        loop {
            let mut better = false;
            for (i, at) in to.iter_mut().enumerate() {
                let q = capacity.of_demand[i];
                for a in 0..open.len() {
                    let now = *at as usize;
                    if a == now {
                        continue;
                    }
                    let change = cost(i, a) - cost(i, now)
                        + fine * (over(left[a] - q) + over(left[now] + q) - over(left[a]) - over(left[now]));
                    if change < -1e-9 * (1.0 + fine * 1e-9) {
                        left[now] += q;
                        left[a] -= q;
                        *at = a as u32;
                        better = true;
                    }
                }
            }
            for i in 0..n {
                for k in i + 1..n {
                    let (a, b) = (to[i] as usize, to[k] as usize);
                    if a == b {
                        continue;
                    }
                    let d = capacity.of_demand[i] - capacity.of_demand[k];
                    let change = cost(i, b) + cost(k, a) - cost(i, a) - cost(k, b)
                        + fine * (over(left[a] + d) + over(left[b] - d) - over(left[a]) - over(left[b]));
                    if change < -1e-9 * (1.0 + fine * 1e-9) {
                        left[a] += d;
                        left[b] -= d;
                        to[i] = b as u32;
                        to[k] = a as u32;
                        better = true;
                    }
                }
            }
            rounds += 1;
            if !better || rounds > 200 {
                break;
            }
        }
        if left.iter().any(|l| *l < -1e-6) {
            return None;
        }
        let sum = (0..n).map(|i| cost(i, to[i] as usize)).sum::<f64>() + self.fixed(open);
        Some((to.iter().map(|&a| open[a as usize]).collect(), sum))
    }
}

/// What adding up may make of a room that is just enough.
const FITS: f64 = 1e-9;
/// Sets of sites whose split plan alone costs so much more than the best answer are not looked at whole.
const NEAR: f64 = 1.5;
/// Demands times sites up to which a plan is begun anew in so many orders.
const SMALL: usize = 5_000;
const BEGINNINGS: usize = 16;

/// Up to so many demands are fitted whole into a site when its worth is looked for; of more a part of one fills it.
const MOST_WHOLE: usize = 64;
/// Sets of them that are looked at before a part is let in as well.
const MOST_LOOKS: usize = 20_000;
/// A site may be fuller than it holds by what adding up makes of it.
const SLACK: f64 = 1e-6;

/// The demands that pay most for the room of one site, each whole or not at all: (payment, amount), the best rate first.
struct Fit<'a> {
    items: &'a [(f64, f64)],
    taken: Vec<bool>,
    best: f64,
    best_taken: Vec<bool>,
    looks: usize,
}

impl<'a> Fit<'a> {
    /// Which are taken; none when that was not settled soon.
    fn whole(items: &'a [(f64, f64)], room: f64) -> Option<Vec<bool>> {
        let mut fit = Self {
            items,
            taken: vec![false; items.len()],
            best: 0.0,
            best_taken: vec![false; items.len()],
            looks: 0,
        };
        fit.go(0, room, 0.0);
        (fit.looks <= MOST_LOOKS).then_some(fit.best_taken)
    }

    /// Whether what follows, with a part of one, could still beat the best.
    fn hopes(&self, from: usize, mut room: f64, mut paid: f64) -> bool {
        for &(pay, amount) in &self.items[from..] {
            if amount > room {
                paid += if amount > 0.0 { pay * room / amount } else { pay };
                break;
            }
            room -= amount;
            paid += pay;
        }
        paid > self.best
    }

    fn go(&mut self, from: usize, room: f64, paid: f64) {
        self.looks += 1;
        if paid > self.best {
            self.best = paid;
            self.best_taken.clone_from(&self.taken);
        }
        let Some(&(pay, amount)) = self.items.get(from) else {
            return;
        };
        if self.looks > MOST_LOOKS || !self.hopes(from, room, paid) {
            return;
        }
        if amount <= room {
            self.taken[from] = true;
            self.go(from + 1, room - amount, paid + pay);
            self.taken[from] = false;
        }
        self.go(from + 1, room, paid);
    }
}

impl Pricing for Loads<'_> {
    fn worths(&self, view: &View, prices: &[f64], worth: &mut [f64]) {
        let mut scratch = self.scratch.borrow_mut();
        let wanting = &mut scratch.wanting;
        wanting.resize(self.arcs.m, Vec::new());
        for list in wanting.iter_mut() {
            list.clear();
        }
        for (i, &price) in prices.iter().enumerate() {
            let q = self.problem.capacity.of_demand[i];
            for a in view.start[i]..view.start[i + 1] {
                let saving = view.cost[a] - price;
                if saving >= 0.0 {
                    break;
                }
                let rate = if q > 0.0 { saving / q } else { f64::NEG_INFINITY };
                wanting[view.site[a] as usize].push((rate, i as u32, saving));
            }
        }
        for (j, list) in wanting.iter_mut().enumerate() {
            if list.is_empty() {
                continue;
            }
            list.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            if self.single && list.len() <= MOST_WHOLE {
                let amount = |i: u32| self.problem.capacity.of_demand[i as usize];
                let items: Vec<(f64, f64)> = list.iter().map(|x| (-x.2, amount(x.1))).collect();
                if let Some(taken) = Fit::whole(&items, self.problem.capacity.of_site[j] + SLACK) {
                    for (item, taken) in list.iter_mut().zip(taken) {
                        item.0 = f64::from(u8::from(taken));
                        worth[j] += item.2 * item.0;
                    }
                    continue;
                }
            }
            let mut room = self.problem.capacity.of_site[j];
            for item in list.iter_mut() {
                let q = self.problem.capacity.of_demand[item.1 as usize];
                let share = if q <= room { 1.0 } else { (room / q).max(0.0) };
                room -= q * share;
                worth[j] += item.2 * share;
                // From here on the first figure is the share served.
                item.0 = share;
            }
        }
    }

    fn slope(&self, _: &View, _: &[f64], chosen: &[bool], slope: &mut [f64]) {
        slope.fill(1.0);
        let scratch = self.scratch.borrow();
        for (j, list) in scratch.wanting.iter().enumerate() {
            if chosen[j] {
                for &(share, i, _) in list {
                    slope[i as usize] -= share;
                }
            }
        }
    }

    fn full(&self) -> bool {
        true
    }
}

impl Filling for Loads<'_> {
    fn polish(&self, open: &[u32]) -> Option<Vec<u32>> {
        let m = self.arcs.m as u32;
        let mut now = open.to_vec();
        now.sort_unstable();
        // Make room first: the sites with most of it for their cost.
        let capacity = &self.problem.capacity;
        let need: f64 = capacity.of_demand.iter().sum();
        let mut closed: Vec<u32> = (0..m).filter(|j| !now.contains(j)).collect();
        let rate = |j: u32| (self.arcs.fixed[j as usize] + 1.0) / capacity.of_site[j as usize].max(1e-9);
        closed.sort_by(|&a, &b| rate(a).total_cmp(&rate(b)));
        let mut room: f64 = now.iter().map(|&j| capacity.of_site[j as usize]).sum();
        for j in closed {
            if room >= need {
                break;
            }
            room += capacity.of_site[j as usize];
            now.push(j);
        }
        now.sort_unstable();
        let mut cost = self.exact(&now);
        // Looking around costs a hundred plans: only where it may pay.
        let record = self.record.get();
        if cost > record * 1.005 {
            return None;
        }
        self.record.set(record.min(cost));
        let small = self.arcs.n * self.arcs.m <= 5_000;
        loop {
            let mut best: Option<(f64, Vec<u32>)> = None;
            let consider = |set: Vec<u32>, best: &mut Option<(f64, Vec<u32>)>| {
                let c = self.exact(&set);
                if c < cost - 1e-9 * (1.0 + c.abs()) && best.as_ref().is_none_or(|b| c < b.0) {
                    *best = Some((c, set));
                }
            };
            for k in 0..now.len() {
                let mut set = now.clone();
                set.remove(k);
                consider(set, &mut best);
            }
            if best.is_none() {
                for j in (0..m).filter(|j| !now.contains(j)) {
                    let mut set = now.clone();
                    set.push(j);
                    consider(set.clone(), &mut best);
                    if small {
                        for k in 0..now.len() {
                            let mut other = set.clone();
                            other.remove(k);
                            consider(other, &mut best);
                        }
                    }
                }
            }
            match best {
                Some((c, mut set)) => {
                    set.sort_unstable();
                    cost = c;
                    self.record.set(self.record.get().min(c));
                    now = set;
                }
                None => break,
            }
        }
        cost.is_finite().then_some(now)
    }

    fn prices(&self, open: &[u32]) -> Option<Vec<f64>> {
        let plan = self.plan(open)?;
        let mut prices: Vec<f64> = (0..self.arcs.n)
            .map(|i| {
                let q = self.problem.capacity.of_demand[i];
                let over = open
                    .iter()
                    .zip(&plan.room)
                    .map(|(&j, room)| self.cost(i, j as usize) + q * room);
                over.fold(f64::INFINITY, f64::min)
            })
            .collect();
        prices.resize(self.arcs.n + self.arcs.sides.len(), 0.0);
        Some(prices)
    }

    fn sharp(&self) -> bool {
        !self.single
    }

    fn pricing(&self) -> &dyn Pricing {
        self
    }
}

pub(crate) fn solve(
    problem: &Problem,
    single: bool,
    settings: &Settings,
    budget: &dyn Budget,
) -> Result<Answer> {
    let mut arcs = Arcs::by_cost(problem)?;
    // Split demands may cost fractions even where every figure is whole.
    arcs.whole &= single;
    let columns = arcs.columns();
    let loads = Loads {
        problem,
        arcs: &arcs,
        single,
        known: RefCell::new(HashMap::new()),
        record: Cell::new(f64::INFINITY),
        scratch: RefCell::new(Scratch::default()),
    };
    let exact = |open: &[u32]| loads.exact(open);
    let effort = Effort {
        starts: 1,
        kicks: 0,
        root_steps: 1_000,
        ..settings.effort()
    };
    let search = Search::new(&arcs, &columns, &exact, budget, effort).with(&loads);
    let found = search.run(&vec![FREE; arcs.m], None);
    let mut answer = finish(problem, &arcs, found, |cost| cost);
    // Each one is a plan of its own; many that are cheap by nearness have no room.
    let tries = (settings.alternatives, settings.alternatives * 20);
    answer.alternatives = nearby::alternatives(problem, &answer, &exact, &|cost| cost, tries);
    let open: Vec<u32> = answer.open.iter().map(|&j| j as u32).collect();
    if single {
        let (_, to) = loads.served(&open);
        answer.assignment = to.into_iter().map(|j| Some(j as usize)).collect();
    } else if let Some(plan) = loads.plan(&open) {
        let share = |i: u32, x: f64| {
            let q = problem.capacity.of_demand[i as usize];
            if q > 0.0 { x / q } else { 1.0 }
        };
        answer.flows = plan
            .flows
            .iter()
            .map(|&(i, a, x)| (i as usize, open[a as usize] as usize, share(i, x)))
            .collect();
        answer.flows.sort_by_key(|f| (f.0, f.1));
    }
    Ok(answer)
}
