//! Which custody suites can close, while each stays below a chance of being full at its peak and no borough's arrests
//! go too far.

use serde::{Deserialize, Serialize};
use siting::queue::{Suite, erlang_b, linked};
use siting::{Capacity, Model, Problem, Rule, solve as search};
use travel::Progress;

use crate::base::Base;
use crate::error::{PlanError, Result};
use crate::measure::round2;
use crate::random::Chance;
use crate::solve::instance::Instance;
use crate::solve::{Effort, Proposal};
use crate::wish::{Custody, Stay};

/// How a suite would fare.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SuiteTold {
    pub id: String,
    pub name: String,
    pub cells: u32,
    /// People there at the peak, on average, if there were always room; overflow of others included.
    pub load: f64,
    /// The chance of finding it full at the peak, by formula and in a simulation.
    pub full: f64,
    pub simulated_full: f64,
    /// Where it sends people when it is full.
    pub then: String,
    pub boroughs: Vec<String>,
}

/// What is told of custody besides which places stay.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CustodyAnswer {
    /// The hour in which most people are held.
    pub peak_hour: usize,
    pub held_at_peak: f64,
    pub mean_stay_hours: f64,
    pub suites: Vec<SuiteTold>,
    /// Minutes of the borough that goes furthest.
    pub furthest: f64,
    pub simulated_days: u32,
}

/// From how full one arrival a day fills a suite at its fullest hour: arrivals by hour against the lengths of stays.
#[derive(Debug, Clone)]
struct Profile {
    /// People held in each hour of the day per arrival a day.
    held: [f64; 24],
    by_hour: [f64; 24],
    mean: f64,
}

impl Profile {
    fn new(wish: &Custody) -> Self {
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

    fn peak(&self) -> (usize, f64) {
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
fn room(cells: u32, most_full: f64) -> f64 {
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

/// Tightenings, when overflow of others fills a suite beyond what its own arrests do.
const ROUNDS: u32 = 12;

pub fn solve(base: &Base, wish: &Custody, effort: Effort, out: &mut Proposal) -> Result<()> {
    let instance = Instance::new(base, &wish.rules, |kind| kind == "custody")?;
    let suites = instance.sites.len();
    if wish.close >= suites {
        return Err(PlanError::Question(format!(
            "{} cannot close: there are {suites} suites",
            wish.close
        )));
    }
    let cells: Vec<u32> = instance
        .sites
        .iter()
        .filter_map(|j| base.sites.get(*j))
        .map(|s| {
            s.cells
                .ok_or_else(|| PlanError::Question(format!("{} has no number of cells", s.id)))
        })
        .collect::<Result<_>>()?;
    let table = base.table(wish.mode, wish.at, &Progress::none())?;
    out.estimate = table.estimate;
    if table.estimate {
        out.notes
            .push("times are estimates: straight distance x 1.3 / speed".to_owned());
    }
    let profile = Profile::new(wish);
    let (peak_hour, held) = profile.peak();
    let (points, arrests, names) = boroughs(base, wish)?;
    out.weighs = "mean minutes from arrest to suite".to_owned();
    out.unit = "minutes".to_owned();
    let loads: Vec<f64> = arrests.iter().map(|a| a * held).collect();
    let all: f64 = arrests.iter().sum();
    let matrix = {
        // What is too far is no way at all.
        let near = instance.matrix(&table, &points)?;
        let cells = (0..near.demands())
            .flat_map(|i| near.row(i).to_vec())
            .map(|m| if m <= wish.minutes { m } else { f64::INFINITY })
            .collect();
        siting::Matrix::new(near.demands(), near.sites(), cells)?
    };
    let mut question = Problem::new(Model::Capacitated { single_source: true }, matrix);
    question.weights.clone_from(&arrests);
    question.site_names = instance.names(base);
    question.demand_names.clone_from(&names);
    question.rules.clone_from(&instance.rules);
    question.rules.push(Rule::AtMost {
        sites: (0..suites).collect(),
        most: suites - wish.close,
    });
    let most: Vec<f64> = cells.iter().map(|c| room(*c, wish.most_full)).collect();
    // Arrests are given out to suites whole: minutes are of the arrest, not of the borough's load.
    question.capacity = Capacity {
        of_demand: loads.clone(),
        of_site: most.clone(),
    };
    let mut first_bound = None;
    for round in 0..ROUNDS {
        let answer = search(&question, &effort.settings(), &effort.limit(f64::from(ROUNDS)))?;
        if round == 0 {
            first_bound = answer.bound;
        }
        instance.tell(base, &answer, out, |sum| round2(sum / all));
        if !answer.found {
            if round > 0 {
                out.notes.push(
                    "with overflow between suites no answer was found; without it there is one".to_owned(),
                );
                out.conflict.clear();
            }
            return Ok(());
        }
        let serves = served(&answer, points.len());
        let told = fares(
            base,
            &instance,
            &question,
            &answer.open,
            &serves,
            &loads,
            &cells,
            &profile,
            wish,
            effort,
        )?;
        let over: Vec<usize> = answer
            .open
            .iter()
            .zip(&told)
            .filter(|(_, s)| s.full > wish.most_full)
            .map(|(j, _)| *j)
            .collect();
        if over.is_empty() || round + 1 == ROUNDS {
            if !over.is_empty() {
                out.notes
                    .push("overflow of others fills some suites a little beyond the bound".to_owned());
            }
            // A suite's own arrests alone must fit: what was proved without overflow holds with it.
            if let (Some(bound), Some(objective)) = (first_bound, answer.objective) {
                out.bound = Some(round2(bound / all));
                let gap = ((objective - bound) / objective.abs().max(1e-9)).max(0.0);
                out.gap = Some(if gap < 1e-9 { 0.0 } else { gap });
                out.proved = answer.proved && round == 0 && over.is_empty();
            }
            let furthest = serves
                .iter()
                .enumerate()
                .filter_map(|(i, j)| Some(question.matrix.at(i, (*j)?)))
                .fold(0.0_f64, f64::max);
            out.custody = Some(CustodyAnswer {
                peak_hour,
                held_at_peak: round2(all * held),
                mean_stay_hours: round2(profile.mean),
                suites: named(told, &serves, &answer.open, &names),
                furthest: round2(furthest),
                simulated_days: DAYS,
            });
            return Ok(());
        }
        for j in over {
            if let Some(c) = question.capacity.of_site.get_mut(j) {
                *c *= 0.96;
            }
        }
    }
    Ok(())
}

fn served(answer: &siting::Answer, demands: usize) -> Vec<Option<usize>> {
    let mut serves = vec![None; demands];
    for (i, j, share) in &answer.flows {
        if let Some(slot) = serves.get_mut(*i).filter(|_| *share > 0.5) {
            *slot = Some(*j);
        }
    }
    for (slot, to) in serves.iter_mut().zip(&answer.assignment) {
        *slot = slot.or(*to);
    }
    serves
}

fn named(
    mut told: Vec<SuiteTold>,
    serves: &[Option<usize>],
    open: &[usize],
    names: &[String],
) -> Vec<SuiteTold> {
    for (suite, j) in told.iter_mut().zip(open) {
        suite.boroughs = serves
            .iter()
            .zip(names)
            .filter(|(s, _)| **s == Some(*j))
            .map(|(_, n)| n.clone())
            .collect();
    }
    told
}

const DAYS: u32 = 2_000;

#[allow(clippy::too_many_arguments)]
fn fares(
    base: &Base,
    instance: &Instance,
    question: &Problem,
    open: &[usize],
    serves: &[Option<usize>],
    loads: &[f64],
    cells: &[u32],
    profile: &Profile,
    wish: &Custody,
    effort: Effort,
) -> Result<Vec<SuiteTold>> {
    // The next suite is the one that is nearest for the arrests that a suite serves.
    let next = |j: usize| {
        let away = |k: usize| -> f64 {
            serves
                .iter()
                .enumerate()
                .filter(|(_, s)| **s == Some(j))
                .map(|(i, _)| {
                    question.matrix.at(i, k).min(1e6) * question.weights.get(i).copied().unwrap_or(0.0)
                })
                .sum()
        };
        (0..open.len())
            .filter(|k| open.get(*k) != Some(&j))
            .min_by(|a, b| {
                let at = |k: &usize| open.get(*k).map_or(f64::INFINITY, |j| away(*j));
                at(a).total_cmp(&at(b)).then(a.cmp(b))
            })
    };
    let site = |j: usize| instance.sites.get(j).and_then(|s| base.sites.get(*s));
    let suites: Vec<Suite> = open
        .iter()
        .map(|&j| Suite {
            name: site(j).map_or_else(String::new, |s| s.name.clone()),
            cells: cells.get(j).copied().unwrap_or(0),
            load: serves
                .iter()
                .zip(loads)
                .filter(|(s, _)| **s == Some(j))
                .map(|(_, l)| l)
                .sum(),
            then: next(j),
        })
        .collect();
    let fills = linked(&suites)?;
    let peak = profile.peak().1.max(1e-12);
    let a_day: Vec<f64> = suites.iter().map(|s| s.load / peak).collect();
    let simulated = simulate(&suites, &a_day, profile, &wish.stay, effort.seed);
    Ok(fills
        .iter()
        .zip(&suites)
        .zip(open)
        .zip(simulated)
        .map(|(((fill, suite), j), simulated)| SuiteTold {
            id: site(*j).map_or_else(String::new, |s| s.id.clone()),
            name: suite.name.clone(),
            cells: suite.cells,
            load: round2(fill.offered),
            full: (fill.full * 1e6).round() / 1e6,
            simulated_full: (simulated * 1e6).round() / 1e6,
            then: suite
                .then
                .and_then(|t| suites.get(t))
                .map_or_else(String::new, |s| s.name.clone()),
            boroughs: Vec::new(),
        })
        .collect())
}

/// Days of arrivals by hour and stays of the measured lengths; how often an arrival in the fullest hour of the day finds
/// its suite full. A full suite sends people on once.
fn simulate(suites: &[Suite], a_day: &[f64], profile: &Profile, stay: &Stay, seed: u64) -> Vec<f64> {
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

/// Where arrests come from: of each borough its most central point, arrests a day, its name.
fn boroughs(base: &Base, wish: &Custody) -> Result<(Vec<usize>, Vec<f64>, Vec<String>)> {
    let people = &base.people;
    if people.boroughs.is_empty() {
        return Err(PlanError::question(
            "the people loaded are in no boroughs, so it is not known where arrests come from",
        ));
    }
    let mut points = Vec::new();
    let mut arrests = Vec::new();
    let mut names = Vec::new();
    for (code, _) in &wish.arrivals.by_borough {
        if !people.boroughs.iter().any(|b| b.code == *code) {
            return Err(PlanError::Question(format!(
                "arrivals.by_borough: there is no borough {code}"
            )));
        }
    }
    let whole: f64 = if wish.arrivals.by_borough.is_empty() {
        people.all()
    } else {
        wish.arrivals.by_borough.iter().map(|b| b.1).sum()
    };
    for (number, borough) in (0_u32..).zip(&people.boroughs) {
        let own: Vec<usize> = (0..people.len())
            .filter(|i| people.borough.get(*i) == Some(&Some(number)))
            .collect();
        let count = |i: &usize| people.people.get(*i).copied().unwrap_or(0.0);
        let residents: f64 = own.iter().map(count).sum();
        let part = if wish.arrivals.by_borough.is_empty() {
            residents
        } else {
            wish.arrivals
                .by_borough
                .iter()
                .filter(|(c, _)| *c == borough.code)
                .map(|b| b.1)
                .sum()
        };
        let Some(middle) = middle(base, &own) else {
            continue;
        };
        if part > 0.0 && whole > 0.0 {
            points.push(middle);
            arrests.push(wish.arrivals.a_day * part / whole);
            names.push(borough.name.clone());
        }
    }
    if points.is_empty() {
        return Err(PlanError::question("no borough has any arrest"));
    }
    Ok((points, arrests, names))
}

fn middle(base: &Base, own: &[usize]) -> Option<usize> {
    let people = &base.people;
    let weight = |i: &usize| people.people.get(*i).copied().unwrap_or(0.0).max(1e-6);
    let all: f64 = own.iter().map(weight).sum();
    let sum = |of: &dyn Fn(&travel::geo::Place) -> f64| -> f64 {
        own.iter()
            .filter_map(|i| Some(of(people.at.get(*i)?) * weight(i)))
            .sum::<f64>()
            / all
    };
    let centre = travel::geo::Place::new(sum(&|p| p.lat), sum(&|p| p.lon))?;
    let away = |i: &usize| people.at.get(*i).map_or(f64::INFINITY, |p| p.metres_to(centre));
    own.iter()
        .copied()
        .min_by(|a, b| away(a).total_cmp(&away(b)).then(a.cmp(b)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::at::At;
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

    #[test]
    fn the_room_of_a_suite_is_what_the_formula_of_erlang_says() {
        let most = room(20, 0.02);
        assert!((erlang_b(20, most) - 0.02).abs() < 1e-9);
        // Published tables: 13.18 Erlang at 2 % with 20 servers.
        assert!((most - 13.18).abs() < 0.01, "{most}");
        assert!(room(0, 0.02) < 1e-6);
    }
}
