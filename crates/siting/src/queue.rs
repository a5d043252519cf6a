//! Queues: how many people must answer so that a promise is kept (Erlang B, C and A), and how custody suites that
//! pass people on to each other fill up. Times are in seconds, rates per second, loads in Erlang.

use serde::{Deserialize, Serialize};

use crate::error::{Result, SitingError};

/// More servers than any control room has; searches stop here.
pub const MOST_SERVERS: u32 = 1_000_000;

/// Erlang B: the share of arrivals that find all `servers` busy and go away. `load` is arrivals times mean stay.
pub fn erlang_b(servers: u32, load: f64) -> f64 {
    if load.is_nan() || load < 0.0 {
        return f64::NAN;
    }
    if load == 0.0 {
        return if servers == 0 { 1.0 } else { 0.0 };
    }
    let mut blocked = 1.0;
    for s in 1..=servers.min(MOST_SERVERS) {
        blocked = load * blocked / (f64::from(s) + load * blocked);
    }
    blocked
}

/// Erlang C: the share of callers who wait at all, when nobody gives up. 1 when there are too few servers.
pub fn erlang_c(servers: u32, load: f64) -> f64 {
    let (s, blocked) = (f64::from(servers), erlang_b(servers, load));
    if load.is_nan() {
        return f64::NAN;
    }
    if load >= s {
        return 1.0;
    }
    blocked * s / (s - load * (1.0 - blocked))
}

/// The chance that a server is free over the chance that just all are busy: one over Erlang B, less one.
fn free_share(servers: u32, load: f64) -> f64 {
    let each = 1.0 / load;
    (1..=servers.min(MOST_SERVERS)).fold(0.0, |free, s| f64::from(s) * each * (1.0 + free))
}

/// One over 1, 2, 3 and so on: a division each would be most of the time that a number of servers takes.
const SHARES: [f64; 96] = {
    let mut list = [0.0; 96];
    let mut k = 0;
    while k < list.len() {
        list[k] = 1.0 / (k + 1) as f64;
        k += 1;
    }
    list
};

/// What callers meet in one interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Wait {
    /// Share of callers who wait at all.
    pub waits: f64,
    /// Share of all callers who are answered within the promise.
    pub within: f64,
    /// Mean wait of all callers in seconds (of those who stay and those who give up). Infinite when the queue only grows.
    pub mean_s: f64,
    /// Share of callers who give up.
    pub gives_up: f64,
    /// Share of the servers' time spent on callers.
    pub busy: f64,
}

impl Wait {
    /// Nobody calls.
    const NOBODY: Self = Self {
        waits: 0.0,
        within: 1.0,
        mean_s: 0.0,
        gives_up: 0.0,
        busy: 0.0,
    };
}

/// Calls in one interval, for example half an hour.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// Calls that arrive, on average.
    pub calls: f64,
    /// Length of the interval in seconds.
    pub length_s: f64,
    /// Mean time a call keeps a server busy.
    pub handle_s: f64,
    /// Mean time a caller is ready to wait; `None`: for ever.
    #[serde(default)]
    pub patience_s: Option<f64>,
}

/// A promise: this share of calls answered within this many seconds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Promise {
    /// From 0 to 1, for example 0.9.
    pub share: f64,
    pub seconds: f64,
    /// At most this share may give up, where callers do.
    #[serde(default)]
    pub most_give_up: Option<f64>,
}

impl Interval {
    fn check(&self) -> Result<()> {
        let positive = |x: f64| x.is_finite() && x > 0.0;
        if !self.calls.is_finite() || self.calls < 0.0 || !positive(self.length_s) || !positive(self.handle_s)
        {
            return Err(SitingError::question(
                "an interval needs calls (zero or more) and positive times",
            ));
        }
        if self.patience_s.is_some_and(|p| !positive(p)) {
            return Err(SitingError::question(
                "patience must be a positive number of seconds",
            ));
        }
        if self.load() > 100_000.0 {
            return Err(SitingError::question(
                "more than 100,000 servers would be busy at once",
            ));
        }
        Ok(())
    }

    /// Calls in progress on average if every call were answered at once.
    pub fn load(&self) -> f64 {
        self.calls / self.length_s * self.handle_s
    }

    /// What callers meet with this many servers.
    ///
    /// # Errors
    /// When the interval's figures make no sense.
    pub fn wait(&self, servers: u32, seconds: f64) -> Result<Wait> {
        self.check()?;
        if seconds.is_nan() || seconds < 0.0 {
            return Err(SitingError::question(
                "the seconds of a promise must be zero or more",
            ));
        }
        if self.calls == 0.0 {
            return Ok(Wait::NOBODY);
        }
        let load = self.load();
        let free = free_share(servers, load);
        Ok(match self.patience_s {
            None => {
                let late = (-(f64::from(servers) - load) * seconds / self.handle_s).exp();
                self.patient(free, servers, load, late)
            }
            Some(patience) => {
                let late = (-(f64::from(servers) / self.handle_s + 1.0 / patience) * seconds).exp();
                // With share 0 nothing is ever turned down.
                let met = Crowd::new(self, seconds, patience).meet(free, servers, late, 0.0);
                met.unwrap_or(Wait {
                    waits: 1.0,
                    within: 0.0,
                    mean_s: patience,
                    gives_up: 1.0,
                    busy: 0.0,
                })
            }
        })
    }

    /// `late`: the chance that none of the calls that hold somebody up ends within the seconds.
    fn patient(&self, free: f64, servers: u32, load: f64, late: f64) -> Wait {
        let spare = f64::from(servers) - load;
        if spare <= 0.0 {
            return Wait {
                waits: 1.0,
                within: 0.0,
                mean_s: f64::INFINITY,
                gives_up: 0.0,
                busy: 1.0,
            };
        }
        let waits = f64::from(servers) / (spare * (1.0 + free) + load);
        Wait {
            waits,
            within: 1.0 - waits * late,
            mean_s: waits * self.handle_s / spare,
            gives_up: 0.0,
            busy: load / f64::from(servers),
        }
    }

    /// The fewest servers that keep a promise, and what callers then meet.
    ///
    /// # Errors
    /// When figures make no sense or no number of servers keeps the promise.
    pub fn staff(&self, promise: &Promise) -> Result<(u32, Wait)> {
        self.check()?;
        if !(0.0..1.0).contains(&promise.share) || promise.seconds.is_nan() || promise.seconds < 0.0 {
            return Err(SitingError::question(
                "a promise needs a share from 0 to below 1 and seconds, zero or more",
            ));
        }
        let load = self.load();
        if self.calls == 0.0 {
            return Ok((0, Wait::NOBODY));
        }
        if let Some(patience) = self.patience_s {
            return Crowd::new(self, promise.seconds, patience).staff(promise);
        }
        // Fewer servers than the load can never do.
        let first = load.floor() as u32 + 1;
        let mut free = free_share(first - 1, load);
        let last = (-promise.seconds / self.handle_s).exp();
        let mut late = (-(f64::from(first - 1) - load) * promise.seconds / self.handle_s).exp();
        for servers in first..=MOST_SERVERS {
            free = f64::from(servers) / load * (1.0 + free);
            late *= last;
            let wait = self.patient(free, servers, load, late);
            if wait.within >= promise.share && promise.most_give_up.is_none_or(|g| wait.gives_up <= g) {
                return Ok((servers, wait));
            }
        }
        Err(SitingError::question("no number of servers keeps this promise"))
    }
}

/// Callers who give up (Erlang A). A caller who finds `j` others waiting is reached after `j + 1` departures, by service
/// or by giving up; the time that takes is the logarithm of a beta variable, whose sums over `j` build up term by term.
struct Crowd {
    load: f64,
    arrive: f64,
    leave: f64,
    handle_s: f64,
    /// Chance to give up within the promise's seconds, and to last that long.
    gone: f64,
    lasts: f64,
    seconds: f64,
}

impl Crowd {
    fn new(interval: &Interval, seconds: f64, patience: f64) -> Self {
        let (load, leave) = (interval.load(), 1.0 / patience);
        let lasts = (-leave * seconds).exp();
        Self {
            load,
            arrive: load / interval.handle_s,
            leave,
            handle_s: interval.handle_s,
            gone: 1.0 - lasts,
            lasts,
            seconds,
        }
    }

    fn staff(&self, promise: &Promise) -> Result<(u32, Wait)> {
        // Those answered, let alone in time, are no more than the servers can take.
        let first = (self.load * promise.share * (1.0 - 1e-12)).ceil().max(1.0) as u32;
        let last = (-self.seconds / self.handle_s).exp();
        let mut free = free_share(first - 1, self.load);
        let mut late = (-f64::from(first - 1) * self.seconds / self.handle_s).exp() * self.lasts;
        for servers in first..=MOST_SERVERS {
            free = f64::from(servers) / self.load * (1.0 + free);
            late *= last;
            if let Some(wait) = self.meet(free, servers, late, promise.share)
                && wait.within >= promise.share
                && promise.most_give_up.is_none_or(|g| wait.gives_up <= g)
            {
                return Ok((servers, wait));
            }
        }
        Err(SitingError::question("no number of servers keeps this promise"))
    }

    /// What callers meet; `None` as soon as it is certain that less than `share` are answered in time.
    /// `late`: the chance that neither a service ends nor the caller's patience within the seconds.
    fn meet(&self, free: f64, servers: u32, late: f64, share: f64) -> Option<Wait> {
        let serve = f64::from(servers) / self.handle_s;
        let ratio = self.gone / self.leave;
        let miss = 1.0 - share;
        // All relative to the chance of "all busy, nobody waiting".
        let mut chance = 1.0;
        let (mut all, mut queue, mut lost) = (0.0, 0.0, 0.0);
        let mut spare = miss * free;
        let (mut term, mut late) = (late, late);
        let mut rate = serve;
        let mut j = 0usize;
        if free.is_finite() {
            loop {
                rate += self.leave;
                let each = 1.0 / rate;
                // Not answered in time, of those who find j waiting. It only grows with j.
                let misses = 1.0 - serve * each * (1.0 - late).max(0.0);
                all += chance;
                queue += j as f64 * chance;
                lost += misses * chance;
                spare += (miss - misses) * chance;
                if spare < -1e-9 * (lost + free) && misses > miss {
                    return None;
                }
                chance *= self.arrive * each;
                if (chance < 1e-13 * all && self.arrive < rate) || j > 5_000_000 {
                    break;
                }
                term *= rate * ratio * SHARES.get(j).copied().unwrap_or_else(|| 1.0 / (j + 1) as f64);
                late += term;
                j += 1;
            }
        }
        let (waits, queue, lost) = if free.is_finite() {
            let sum = free + all;
            (all / sum, queue / sum, lost / sum)
        } else {
            (0.0, 0.0, 0.0)
        };
        let gives_up = (queue * self.leave / self.arrive).min(1.0);
        Some(Wait {
            waits,
            within: (1.0 - lost).clamp(0.0, 1.0),
            mean_s: queue / self.arrive,
            gives_up,
            busy: if servers == 0 {
                1.0
            } else {
                self.load * (1.0 - gives_up) / f64::from(servers)
            },
        })
    }
}

/// Staff for each interval of a day, for example 48 half-hours.
///
/// # Errors
/// Names the interval whose figures make no sense.
pub fn rota(intervals: &[Interval], promise: &Promise) -> Result<Vec<(u32, Wait)>> {
    intervals
        .iter()
        .enumerate()
        .map(|(k, i)| {
            i.staff(promise)
                .map_err(|why| SitingError::Question(format!("interval {}: {why}", k + 1)))
        })
        .collect()
}

/// A custody suite and where it sends people when it is full.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Suite {
    pub name: String,
    pub cells: u32,
    /// People who would be there on average if there were always room (arrivals a day times days they stay).
    pub load: f64,
    /// Number of the suite that takes the overflow.
    #[serde(default)]
    pub then: Option<usize>,
}

/// How a suite fares.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fill {
    pub name: String,
    /// Load offered, overflow from others included.
    pub offered: f64,
    /// Share of what is offered that finds no cell.
    pub full: f64,
    /// Load that goes on to the next suite.
    pub passed_on: f64,
    /// Load that finds no cell and has nowhere to go.
    pub lost: f64,
    pub busy_cells: f64,
}

/// Linked custody suites: what is full passes people on.
///
/// An approximation: overflow comes in bursts, so each stream is carried by its mean and its variance (Wilkinson), a
/// suite is weighed by Hayward's rule, and suites that pass to each other in a ring are iterated until they settle.
/// Good to a few per cent of what is lost when streams are independent.
///
/// # Errors
/// When a figure makes no sense or a suite passes on to itself or to none there is.
pub fn linked(suites: &[Suite]) -> Result<Vec<Fill>> {
    for (k, s) in suites.iter().enumerate() {
        if !s.load.is_finite() || s.load < 0.0 || s.load > 1e6 || s.cells > MOST_SERVERS {
            return Err(SitingError::Question(format!(
                "{}: load or cells make no sense",
                s.name
            )));
        }
        if s.then.is_some_and(|t| t >= suites.len() || t == k) {
            return Err(SitingError::Question(format!(
                "{} passes on to a suite that is not there",
                s.name
            )));
        }
    }
    let mut over = vec![(0.0_f64, 0.0_f64); suites.len()];
    let mut fills: Vec<Fill> = Vec::new();
    for _ in 0..500 {
        let mut next = vec![(0.0, 0.0); suites.len()];
        fills.clear();
        for (k, s) in suites.iter().enumerate() {
            let (mut mean, mut variance) = (s.load, s.load);
            for (other, &(m, v)) in suites.iter().zip(&over) {
                if other.then == Some(k) {
                    mean += m;
                    variance += v;
                }
            }
            let peak = if mean > 0.0 {
                (variance / mean).max(1e-6)
            } else {
                1.0
            };
            let full = blocked_between(f64::from(s.cells) / peak, mean / peak);
            let passed = mean * full;
            // The burstiness of what goes on, from the equivalent plain stream.
            let n = f64::from(s.cells) / peak;
            let a = mean / peak;
            let plain = a * full;
            let spread = 1.0 - plain + a / (n + 1.0 + plain - a).max(1e-9);
            next[k] = (passed, passed * (spread * peak).max(peak.min(1.0)));
            fills.push(Fill {
                name: s.name.clone(),
                offered: mean,
                full,
                passed_on: if s.then.is_some() { passed } else { 0.0 },
                lost: if s.then.is_none() { passed } else { 0.0 },
                busy_cells: mean - passed,
            });
        }
        let moved = next
            .iter()
            .zip(&over)
            .map(|(a, b)| (a.0 - b.0).abs())
            .fold(0.0, f64::max);
        over = next;
        if moved < 1e-10 {
            break;
        }
    }
    Ok(fills)
}

/// Erlang B for a number of servers that is not whole: the integral form for the part below one, then the recurrence.
fn blocked_between(servers: f64, load: f64) -> f64 {
    if load <= 0.0 {
        return if servers <= 0.0 { 1.0 } else { 0.0 };
    }
    let part = servers - servers.floor();
    // 1/B = load * integral of exp(-load t) (1+t)^part dt = integral of exp(-u) (1 + u/load)^part du.
    let steps = 400;
    let top = 40.0;
    let h = top / f64::from(steps);
    let f = |u: f64| (-u).exp() * (1.0 + u / load).powf(part);
    let mut sum = f(0.0) + f(top);
    for k in 1..steps {
        sum += f(f64::from(k) * h) * if k % 2 == 1 { 4.0 } else { 2.0 };
    }
    let mut blocked = 1.0 / (sum * h / 3.0);
    let mut s = part;
    for _ in 0..servers.floor() as u32 {
        s += 1.0;
        blocked = load * blocked / (s + load * blocked);
    }
    blocked.min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Random;

    fn waits(random: &mut Random, rate: f64) -> f64 {
        -(1.0 - random.unit()).ln() / rate
    }

    #[test]
    fn erlang_b_agrees_with_the_sum_it_stands_for() {
        for (servers, load) in [(1u32, 0.5), (5, 3.0), (12, 20.0), (30, 25.0)] {
            let mut term = 1.0;
            let mut sum = 1.0;
            for k in 1..=servers {
                term *= load / f64::from(k);
                sum += term;
            }
            assert!((erlang_b(servers, load) - term / sum).abs() < 1e-12);
        }
    }

    #[test]
    fn erlang_b_and_c_stay_sane_at_ten_thousand_servers() {
        let b = erlang_b(10_000, 9_900.0);
        assert!(b > 0.0 && b < 0.05);
        let c = erlang_c(10_000, 9_900.0);
        assert!(c > b && c < 1.0);
    }

    #[test]
    fn a_textbook_call_centre_needs_fourteen_agents() {
        // 100 calls in half an hour of 180 s: 10 Erlang; 80 % in 20 s needs 14.
        let i = Interval {
            calls: 100.0,
            length_s: 1800.0,
            handle_s: 180.0,
            patience_s: None,
        };
        let (servers, wait) = i
            .staff(&Promise {
                share: 0.8,
                seconds: 20.0,
                most_give_up: None,
            })
            .unwrap();
        assert_eq!(servers, 14);
        assert!((wait.within - 0.888).abs() < 0.001, "{wait:?}");
        assert!((wait.waits - 0.1741).abs() < 0.0005, "{wait:?}");
    }

    #[test]
    fn endless_patience_makes_erlang_a_into_erlang_c() {
        let c = Interval {
            calls: 100.0,
            length_s: 1800.0,
            handle_s: 180.0,
            patience_s: None,
        };
        let a = Interval {
            patience_s: Some(1e9),
            ..c
        };
        for servers in [11, 14, 20] {
            let (c, a) = (c.wait(servers, 20.0).unwrap(), a.wait(servers, 20.0).unwrap());
            assert!(
                (c.within - a.within).abs() < 1e-4 && (c.waits - a.waits).abs() < 1e-4,
                "{c:?} {a:?}"
            );
        }
    }

    #[test]
    fn erlang_a_agrees_with_a_simulated_control_room() {
        let i = Interval {
            calls: 120.0,
            length_s: 1800.0,
            handle_s: 180.0,
            patience_s: Some(60.0),
        };
        let servers = 11;
        let want = i.wait(servers, 20.0).unwrap();
        let mut random = Random::new(7);
        let (mut now, mut within, mut gave_up, mut total) = (0.0, 0u32, 0u32, 0u32);
        let mut free_at = vec![0.0_f64; servers as usize];
        // First come first served: a caller takes the server free earliest, unless patience ends before.
        for _ in 0..400_000 {
            now += waits(&mut random, i.calls / i.length_s);
            let patience = waits(&mut random, 1.0 / 60.0);
            let (at, &free) = free_at
                .iter()
                .enumerate()
                .min_by(|a, b| a.1.total_cmp(b.1))
                .unwrap();
            let wait = (free - now).max(0.0);
            total += 1;
            if wait > patience {
                gave_up += 1;
                continue;
            }
            within += u32::from(wait <= 20.0);
            free_at[at] = now + wait + waits(&mut random, 1.0 / i.handle_s);
        }
        assert!(
            (f64::from(within) / f64::from(total) - want.within).abs() < 0.01,
            "{want:?} {within} of {total}"
        );
        assert!(
            (f64::from(gave_up) / f64::from(total) - want.gives_up).abs() < 0.01,
            "{want:?} {gave_up}"
        );
    }

    #[test]
    fn linked_suites_agree_with_simulated_ones() {
        let suite = |name: &str, cells, load, then| Suite {
            name: name.to_owned(),
            cells,
            load,
            then,
        };
        let suites = [suite("A", 10, 9.0, Some(1)), suite("B", 15, 10.0, None)];
        let fills = linked(&suites).unwrap();
        let mut random = Random::new(3);
        let (mut now, mut lost, mut total) = (0.0, 0u32, 0u32);
        let mut ends: [Vec<f64>; 2] = [Vec::new(), Vec::new()];
        for _ in 0..400_000 {
            now += waits(&mut random, 19.0);
            let first = usize::from(random.unit() >= 9.0 / 19.0);
            total += 1;
            let mut at = Some(first);
            while let Some(k) = at {
                ends[k].retain(|e| *e > now);
                if ends[k].len() < suites[k].cells as usize {
                    ends[k].push(now + waits(&mut random, 1.0));
                    break;
                }
                at = suites[k].then;
            }
            lost += u32::from(at.is_none());
        }
        let simulated = f64::from(lost) / f64::from(total);
        let computed = fills.iter().map(|f| f.lost).sum::<f64>() / 19.0;
        assert!(
            (simulated - computed).abs() < 0.1 * simulated,
            "{simulated} {computed} {fills:?}"
        );
    }

    proptest::proptest! {
        /// The search that gives up early against one that weighs every number of servers.
        #[test]
        fn staff_is_the_first_number_that_keeps_the_promise(
            calls in 1u32..400, handle_s in 20u32..900, patience_s in 5u32..600, seconds in 0u32..60,
            share in 0u32..99, give_up in proptest::option::of(1u32..40),
        ) {
            let interval = Interval {
                calls: f64::from(calls),
                length_s: 1800.0,
                handle_s: f64::from(handle_s),
                patience_s: Some(f64::from(patience_s)),
            };
            let promise = Promise {
                share: f64::from(share) / 100.0,
                seconds: f64::from(seconds),
                most_give_up: give_up.map(|g| f64::from(g) / 100.0),
            };
            let (servers, wait) = interval.staff(&promise).unwrap();
            let keeps = |servers: u32| {
                let w = interval.wait(servers, promise.seconds).unwrap();
                w.within >= promise.share && promise.most_give_up.is_none_or(|g| w.gives_up <= g)
            };
            proptest::prop_assert_eq!((1..).find(|s| keeps(*s)), Some(servers));
            let again = interval.wait(servers, promise.seconds).unwrap();
            proptest::prop_assert!((again.within - wait.within).abs() < 1e-9 && (again.mean_s - wait.mean_s).abs() < 1e-6);
        }
    }

    #[test]
    fn figures_that_make_no_sense_are_refused() {
        let i = Interval {
            calls: f64::NAN,
            length_s: 1800.0,
            handle_s: 180.0,
            patience_s: None,
        };
        assert!(i.wait(3, 20.0).is_err());
        let i = Interval { calls: 10.0, ..i };
        assert!(
            i.staff(&Promise {
                share: 1.0,
                seconds: 20.0,
                most_give_up: None
            })
            .is_err()
        );
        assert!(erlang_b(3, f64::NAN).is_nan());
    }
}
