//! The cheapest way to serve every demand from given open sites that can be full; demands may be split.
//!
//! Every demand first goes to its nearest open site; what is too much is then moved on, always along the cheapest
//! chain of sites, until nothing is too much. The chain lengths left at the end are the price of room at each site.

/// Serving shares and the price of room.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    /// (demand, place in the list of open sites, amount).
    pub flows: Vec<(u32, u32, f64)>,
    pub cost: f64,
    /// What one unit of room at each open site is worth.
    pub room: Vec<f64>,
}

pub(crate) struct Amounts<'a> {
    /// Cost of serving a whole demand from a site (infinite: cannot).
    pub cost: &'a dyn Fn(usize, usize) -> f64,
    pub of_demand: &'a [f64],
    pub of_site: &'a [f64],
}

/// `None` when the open sites are too small together or a demand cannot be served.
pub(crate) fn transport(amounts: &Amounts<'_>, open: &[u32]) -> Option<Plan> {
    let k = open.len();
    let n = amounts.of_demand.len();
    let total: f64 = amounts.of_demand.iter().sum();
    let room: f64 = open.iter().map(|&j| amounts.of_site[j as usize]).sum();
    if k == 0 || room < total * (1.0 - 1e-12) {
        return None;
    }
    let tiny = 1e-9 * (1.0 + total / n.max(1) as f64);
    let unit: Vec<f64> = (0..n)
        .flat_map(|i| {
            let q = amounts.of_demand[i];
            open.iter().map(move |&j| {
                let c = (amounts.cost)(i, j as usize);
                if q > 0.0 { c / q } else { c }
            })
        })
        .collect();
    let mut left: Vec<f64> = open.iter().map(|&j| amounts.of_site[j as usize]).collect();
    let mut at: Vec<Vec<(u32, f64)>> = vec![Vec::new(); k];
    for i in 0..n {
        let row = &unit[i * k..(i + 1) * k];
        let a = (0..k).min_by(|&a, &b| row[a].total_cmp(&row[b]))?;
        if row[a].is_infinite() {
            return None;
        }
        at[a].push((i as u32, amounts.of_demand[i]));
        left[a] -= amounts.of_demand[i];
    }
    // move_to[a * k + b]: the cheapest unit to move from a to b, and whose it is.
    let mut cheapest = vec![(f64::INFINITY, 0u32); k * k];
    let renew = |a: usize, at: &[Vec<(u32, f64)>], cheapest: &mut [(f64, u32)]| {
        let out = &mut cheapest[a * k..(a + 1) * k];
        out.fill((f64::INFINITY, 0));
        for (slot, &(i, amount)) in at[a].iter().enumerate() {
            if amount <= 0.0 || amounts.of_demand[i as usize] <= 0.0 {
                continue;
            }
            let row = &unit[i as usize * k..(i as usize + 1) * k];
            let here = row[a];
            for (o, &there) in out.iter_mut().zip(row) {
                let step = there - here;
                if step < o.0 {
                    *o = (step, slot as u32);
                }
            }
        }
    };
    for a in 0..k {
        renew(a, &at, &mut cheapest);
    }
    let mut guard = 50 * (n + k) + 1000;
    let mut distance = vec![f64::INFINITY; k];
    let mut from = vec![usize::MAX; k];
    while let Some(start) = (0..k).find(|&a| left[a] < -tiny) {
        guard = guard.checked_sub(1)?;
        distance.fill(f64::INFINITY);
        from.fill(usize::MAX);
        distance[start] = 0.0;
        for _ in 0..k {
            let mut changed = false;
            for a in 0..k {
                if distance[a].is_infinite() {
                    continue;
                }
                for b in 0..k {
                    let next = distance[a] + cheapest[a * k + b].0;
                    if b != a && next < distance[b] - 1e-9 * (1.0 + next.abs()) {
                        distance[b] = next;
                        from[b] = a;
                        changed = true;
                    }
                }
            }
            if !changed {
                break;
            }
        }
        let end = (0..k)
            .filter(|&b| left[b] > tiny && distance[b].is_finite())
            .min_by(|&a, &b| distance[a].total_cmp(&distance[b]))?;
        let mut amount = left[end].min(-left[start]);
        let mut chain = vec![end];
        let mut b = end;
        while b != start {
            let a = from[b];
            if a == usize::MAX || chain.len() > k {
                return None;
            }
            amount = amount.min(at[a][cheapest[a * k + b].1 as usize].1);
            chain.push(a);
            b = a;
        }
        if amount <= 0.0 {
            return None;
        }
        left[start] += amount;
        left[end] -= amount;
        for pair in chain.windows(2) {
            let (b, a) = (pair[0], pair[1]);
            let slot = cheapest[a * k + b].1 as usize;
            let i = at[a][slot].0;
            at[a][slot].1 -= amount;
            match at[b].iter_mut().find(|f| f.0 == i) {
                Some(flow) => flow.1 += amount,
                None => at[b].push((i, amount)),
            }
        }
        for &a in &chain {
            at[a].retain(|f| f.1 > tiny * 1e-3 || amounts.of_demand[f.0 as usize] == 0.0);
            renew(a, &at, &mut cheapest);
        }
    }
    let flows: Vec<(u32, u32, f64)> = at
        .iter()
        .enumerate()
        .flat_map(|(a, list)| list.iter().map(move |&(i, x)| (i, a as u32, x)))
        .collect();
    let mut cost = 0.0;
    for &(i, a, x) in &flows {
        let q = amounts.of_demand[i as usize];
        let u = unit[i as usize * k + a as usize];
        cost += if q > 0.0 { u * x } else { u };
    }
    // Room is worth what one unit saves when it may move on: the shortest chain to any site with room left.
    let mut worth = vec![f64::INFINITY; k];
    for a in 0..k {
        if left[a] > tiny {
            worth[a] = 0.0;
        }
    }
    if worth.iter().all(|w| w.is_infinite()) {
        // Everything is full: only differences matter, so any level will do.
        worth.fill(0.0);
    }
    for _ in 0..k {
        let mut changed = false;
        for a in 0..k {
            for b in 0..k {
                let next = worth[b] + cheapest[a * k + b].0;
                if a != b && next < worth[a] - 1e-12 * (1.0 + next.abs()) {
                    worth[a] = next;
                    changed = true;
                }
            }
        }
        if !changed {
            break;
        }
    }
    let floor = worth.iter().copied().fold(0.0, f64::min);
    for w in &mut worth {
        *w -= floor;
    }
    let top = worth
        .iter()
        .copied()
        .filter(|w| w.is_finite())
        .fold(0.0, f64::max);
    for w in &mut worth {
        *w = if w.is_finite() { w.max(0.0) } else { top };
    }
    Some(Plan {
        flows,
        cost,
        room: worth,
    })
}
