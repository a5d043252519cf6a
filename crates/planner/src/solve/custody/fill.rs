//! How full suites get: arrivals by hour against the lengths of stays, by formula and in a simulation.

use siting::queue::{Suite, erlang_b};

use crate::random::Chance;
use crate::wish::{Custody, Stay};

/// Days that are simulated.
pub const DAYS: u32 = 4_000;

/// From how full one arrival a day fills a suite at its fullest hour: arrivals by hour against the lengths of stays.
#[derive(Debug, Clone)]
pub struct Profile {
    /// People held in each hour of the day per arrival a day.
    pub held: [f64; 24],
    pub by_hour: [f64; 24],
    pub mean: f64,
}

impl Profile {
    pub fn new(wish: &Custody) -> Self {
        let given: f64 = wish.arrivals.by_hour.iter().sum();
        let mut by_hour = [1.0 / 24.0; 24];
        if given > 0.0 {
            for (share, part) in by_hour.iter_mut().zip(&wish.arrivals.by_hour) {
                *share = part / given;
            }
        }
        let mut held = [0.0; 24];
        for (hour, slot) in held.iter_mut().enumerate() {
            // Whoever came `ago` hours before this one is still here with the chance that a stay lasts so long; days
            // repeat. Within an hour arrivals are spread evenly: half an hour on average.
            for ago in 0..24 * 60 {
                let share = by_hour.get((hour + 24 * 60 - ago) % 24).copied().unwrap_or(0.0);
                let still = stays(&wish.stay, ago as f64 + 0.5);
                if still < 1e-9 {
                    break;
                }
                *slot += share * still;
            }
        }
        Self {
            held,
            by_hour,
            mean: mean(&wish.stay),
        }
    }

    pub fn peak(&self) -> (usize, f64) {
        self.held
            .iter()
            .copied()
            .enumerate()
            .fold((0, 0.0), |best, (h, x)| if x > best.1 { (h, x) } else { best })
    }
}

fn mean(stay: &Stay) -> f64 {
    if stay.hours.is_empty() {
        return stay.mean_hours.unwrap_or(0.0);
    }
    stay.hours.iter().sum::<f64>() / stay.hours.len() as f64
}

/// The share of stays that last longer.
fn stays(stay: &Stay, hours: f64) -> f64 {
    if stay.hours.is_empty() {
        return (-hours / stay.mean_hours.unwrap_or(1.0)).exp();
    }
    stay.hours.iter().filter(|h| **h > hours).count() as f64 / stay.hours.len() as f64
}

/// The largest load with which a suite is full no more often than this.
pub fn room(cells: u32, most_full: f64) -> f64 {
    let (mut low, mut high) = (0.0, f64::from(cells) * 2.0 + 1.0);
    for _ in 0..60 {
        let middle = (low + high) / 2.0;
        if erlang_b(cells, middle) <= most_full {
            low = middle;
        } else {
            high = middle;
        }
    }
    low
}

/// Days of arrivals by hour and stays of the measured lengths; how often an arrival in the fullest hour of the day finds
/// its suite full. A full suite sends people on once.
pub fn simulate(suites: &[Suite], a_day: &[f64], profile: &Profile, stay: &Stay, seed: u64) -> Vec<f64> {
    let mut chance = Chance::new(seed);
    let mut held: Vec<Vec<f64>> = vec![Vec::new(); suites.len()];
    let mut asked = vec![0_u32; suites.len()];
    let mut full = vec![0_u32; suites.len()];
    let (peak, _) = profile.peak();
    let all: f64 = a_day.iter().sum();
    if all <= 0.0 {
        return vec![0.0; suites.len()];
    }
    for hour in 0..DAYS * 24 {
        let of_day = usize::try_from(hour % 24).unwrap_or(0);
        let rate = all * profile.by_hour.get(of_day).copied().unwrap_or(0.0);
        let mut now = f64::from(hour);
        loop {
            now += if rate > 0.0 { chance.wait(1.0 / rate) } else { 2.0 };
            if now >= f64::from(hour) + 1.0 {
                break;
            }
            let mut pick = chance.unit() * all;
            let at = a_day.iter().position(|a| {
                pick -= a;
                pick < 0.0
            });
            let Some(first) = at else { continue };
            let long = if stay.hours.is_empty() {
                chance.wait(stay.mean_hours.unwrap_or(1.0))
            } else {
                stay.hours
                    .get(chance.below(stay.hours.len()))
                    .copied()
                    .unwrap_or(1.0)
            };
            // The first weeks fill the suites.
            let counted = of_day == peak && hour > 24 * 14;
            for at in [Some(first), suites.get(first).and_then(|s| s.then)]
                .into_iter()
                .flatten()
            {
                let (Some(here), Some(suite)) = (held.get_mut(at), suites.get(at)) else {
                    continue;
                };
                here.retain(|end| *end > now);
                let is_full = here.len() >= usize::try_from(suite.cells).unwrap_or(usize::MAX);
                if counted {
                    if let Some(n) = asked.get_mut(at) {
                        *n += 1;
                    }
                    if is_full && let Some(n) = full.get_mut(at) {
                        *n += 1;
                    }
                }
                if !is_full {
                    here.push(now + long);
                    break;
                }
            }
        }
    }
    full.iter()
        .zip(&asked)
        .map(|(f, a)| f64::from(*f) / f64::from((*a).max(1)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::at::At;
    use siting::queue::linked;

    use crate::wish::{Arrivals, Rules};

    fn wish(by_hour: Vec<f64>, stay: Stay) -> Custody {
        Custody {
            close: 1,
            mode: crate::way::Way::USUAL,
            at: At::USUAL,
            minutes: 60.0,
            most_full: 0.02,
            arrivals: Arrivals {
                a_day: 24.0,
                by_hour,
                by_borough: Vec::new(),
            },
            stay,
            rules: Rules::default(),
        }
    }

    #[test]
    fn with_even_arrivals_as_many_are_held_as_come_in_a_mean_stay() {
        let stay = Stay {
            hours: vec![6.0, 12.0, 24.0],
            mean_hours: None,
        };
        let profile = Profile::new(&wish(Vec::new(), stay));
        // 24 a day come one an hour and stay 14 hours on average: 14 of 24.
        for held in profile.held {
            assert!((held * 24.0 - 14.0).abs() < 1e-9, "{held}");
        }
    }

    #[test]
    fn the_peak_comes_after_the_busy_hours() {
        let mut by_hour = vec![1.0; 24];
        by_hour[18..].fill(6.0);
        let stay = Stay {
            mean_hours: Some(10.0),
            ..Stay::default()
        };
        let (hour, held) = Profile::new(&wish(by_hour, stay)).peak();
        assert_eq!(hour, 23);
        assert!(held > 10.0 / 24.0);
    }

    #[test]
    fn the_formula_agrees_with_a_simulation_of_linked_suites() {
        let stay = Stay {
            hours: vec![4.0, 8.0, 12.0, 16.0, 20.0],
            mean_hours: None,
        };
        let wish = wish(Vec::new(), stay.clone());
        let profile = Profile::new(&wish);
        let suites: Vec<Suite> = [(12, 8.0, Some(1)), (20, 15.0, Some(0))]
            .into_iter()
            .map(|(cells, load, then)| Suite {
                name: String::new(),
                cells,
                load,
                then,
            })
            .collect();
        let a_day: Vec<f64> = suites.iter().map(|s| s.load / profile.peak().1).collect();
        let simulated = simulate(&suites, &a_day, &profile, &stay, 7);
        for (fill, found) in linked(&suites).unwrap().iter().zip(simulated) {
            assert!(
                (fill.full - found).abs() < 0.15 * found + 0.006,
                "{fill:?} {found}"
            );
        }
    }

    /// A simulation of 60,000 days written in Python beside this project, with a random numbers of its own: arrivals three
    /// times as many from 18:00 on, stays of 4 to 24 hours, three suites of which the first two send on to each other and
    /// the third to the second. Shares of arrivals that found their suite full, in the hours from 23:00 and from 0:00.
    #[test]
    fn formula_and_simulation_agree_with_a_simulation_elsewhere() {
        let at_23 = [0.1224, 0.1092, 0.0389];
        let at_0 = [0.1255, 0.1062, 0.0405];
        let mut by_hour = vec![1.0; 24];
        by_hour[18..].fill(3.0);
        let stay = Stay {
            hours: vec![4.0, 8.0, 12.0, 16.0, 20.0, 24.0],
            mean_hours: None,
        };
        let profile = Profile::new(&wish(by_hour, stay.clone()));
        let peak = profile.peak().1;
        let a_day = [14.0, 22.0, 8.0];
        let suites: Vec<Suite> = [(14, 1), (20, 0), (10, 1)]
            .into_iter()
            .zip(a_day)
            .map(|((cells, then), a_day)| Suite {
                name: String::new(),
                cells,
                load: a_day * peak,
                then: Some(then),
            })
            .collect();
        let formula = linked(&suites).unwrap();
        let own = simulate(&suites, &a_day, &profile, &stay, 11);
        for (i, fill) in formula.iter().enumerate() {
            let worst = f64::max(at_23[i], at_0[i]);
            // The formula takes the overflow of others for ordinary arrivals and the peak for lasting: it errs both ways,
            // which is why a proposal is held against the simulation too.
            assert!(
                (fill.full - worst).abs() < 0.15 * worst + 0.002,
                "{i}: {fill:?} {worst}"
            );
            // Our own simulation is of the fullest hour, and finds what that one found.
            let there = if profile.peak().0 == 23 { at_23[i] } else { at_0[i] };
            assert!((own[i] - there).abs() < 0.012, "{i}: {} {there}", own[i]);
        }
    }

    #[test]
    fn the_room_of_a_suite_is_what_the_formula_of_erlang_says() {
        let most = room(20, 0.02);
        assert!((erlang_b(20, most) - 0.02).abs() < 1e-9);
        // Published tables: 13.18 Erlang at 2 % with 20 servers.
        assert!((most - 13.18).abs() < 0.01, "{most}");
        assert!(room(0, 0.02) < 1e-6);
        // More of the published table of Erlang B: servers, share that is turned away, load.
        for (servers, share, load) in [
            (10, 0.01, 4.46),
            (10, 0.02, 5.08),
            (30, 0.02, 21.93),
            (50, 0.01, 37.90),
            (100, 0.01, 84.06),
        ] {
            let found = room(servers, share);
            assert!((found - load).abs() < 0.006, "{servers} at {share}: {found}");
        }
    }
}
