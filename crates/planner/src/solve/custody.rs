//! Which custody suites can close, while each stays below a chance of being full at its peak and no borough's arrests
//! go too far.

mod fill;

use serde::{Deserialize, Serialize};
use siting::queue::{Suite, linked};
use siting::{Capacity, Model, Problem, Rule, solve as search};
use travel::Progress;

use crate::base::Base;
use crate::error::{PlanError, Result};
use crate::measure::round2;
use crate::said::{Said, said};
use crate::solve::custody::fill::{DAYS, Profile, room, simulate};
use crate::solve::further::{Further, worst_first};
use crate::solve::instance::{Instance, sure};
use crate::solve::{Effort, Proposal};
use crate::wish::Custody;

/// How a suite would fare.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SuiteTold {
    pub id: String,
    pub name: String,
    pub cells: u32,
    /// People there at the peak, on average, if there were always room; overflow of others included.
    pub load: f64,
    /// The chance of finding it full at the peak, by formula and in a simulation; the larger counts.
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

/// Tightenings, when overflow of others fills a suite beyond what its own arrests do.
const ROUNDS: u32 = 12;

pub fn solve(base: &Base, wish: &Custody, effort: Effort, out: &mut Proposal) -> Result<()> {
    let instance = Instance::new(base, &wish.rules, |kind| kind == "custody")?;
    let suites = instance.sites.len();
    if wish.close >= suites {
        return Err(PlanError::Question(said!(
            "planner-said-custody-many",
            close = wish.close,
            suites = suites
        )));
    }
    let cells: Vec<u32> = instance
        .sites
        .iter()
        .filter_map(|j| base.sites.get(*j))
        .map(|s| {
            s.cells
                .ok_or_else(|| PlanError::Question(said!("planner-said-custody-no-cells", id = &s.id)))
        })
        .collect::<Result<_>>()?;
    let table = base.table(wish.mode, wish.at, &Progress::none())?;
    out.estimate = table.estimate;
    let limit = sure(wish.minutes, wish.mode, table.estimate, &mut out.notes);
    let profile = Profile::new(wish);
    let (peak_hour, held) = profile.peak();
    let (points, arrests, names) = boroughs(base, wish)?;
    out.weighs = Said::new("planner-said-weighs-custody");
    out.unit = "minutes".to_owned();
    let loads: Vec<f64> = arrests.iter().map(|a| a * held).collect();
    let all: f64 = arrests.iter().sum();
    let matrix = {
        // What is too far is no way at all.
        let near = instance.matrix(&table, &points)?;
        let cells = (0..near.demands())
            .flat_map(|i| near.row(i).to_vec())
            .map(|m| if m <= limit { m } else { f64::INFINITY })
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
        let mut answer = search(&question, &effort.settings(), &effort.limit(f64::from(ROUNDS)))?;
        if !answer.found && !answer.infeasible && round == 0 {
            // Whole boroughs do not fit: some are divided between suites.
            question.model = Model::Capacitated { single_source: false };
            answer = search(&question, &effort.settings(), &effort.limit(f64::from(ROUNDS)))?;
            if answer.found {
                out.notes.push(Said::new("planner-said-note-divided"));
            }
        }
        if round == 0 {
            first_bound = answer.bound;
        }
        instance.tell(base, &answer, out, |sum| round2(sum / all));
        if !answer.found {
            if round == 0 && !out.conflict.is_empty() {
                // What was wished besides the rules is in the way as well.
                out.conflict.push(said!(
                    "planner-said-conflict-suites",
                    close = wish.close,
                    stay = suites - wish.close
                ));
                out.conflict.push(said!(
                    "planner-said-conflict-full",
                    share = round2(wish.most_full * 100.0)
                ));
            }
            if round > 0 {
                out.notes.push(Said::new("planner-said-note-overflow"));
                out.conflict.clear();
            } else if !answer.infeasible {
                out.notes.push(said!(
                    "planner-said-note-no-room",
                    held = round2(loads.iter().sum()),
                    close = wish.close,
                    stay = suites - wish.close,
                    room = round2(largest(&most, suites - wish.close))
                ));
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
            .filter(|(_, s)| s.full.max(s.simulated_full) > wish.most_full)
            .map(|(j, _)| *j)
            .collect();
        if over.is_empty() || round + 1 == ROUNDS {
            if !over.is_empty() {
                out.notes.push(Said::new("planner-said-note-a-little"));
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
                .flat_map(|(i, list)| list.iter().map(move |(j, _)| (i, *j)))
                .map(|(i, j)| question.matrix.at(i, j))
                .fold(0.0_f64, f64::max);
            let today = |i: usize| {
                let row = points.get(i).map_or(&[][..], |p| table.row(*p));
                let open = instance
                    .sites
                    .iter()
                    .filter(|j| base.sites.get(**j).is_some_and(|s| s.open));
                open.filter_map(|j| row.get(*j))
                    .copied()
                    .fold(f32::INFINITY, f32::min)
            };
            let further = names.iter().zip(&serves).enumerate().map(|(i, (name, list))| {
                let after: f64 = list
                    .iter()
                    .map(|(j, share)| question.matrix.at(i, *j) * share)
                    .sum();
                let to: Vec<&str> = list
                    .iter()
                    .filter_map(|(j, _)| base.sites.get(*instance.sites.get(*j)?))
                    .map(|s| s.name.as_str())
                    .collect();
                Further::new(name, f64::from(today(i)), after, to.join(", "))
            });
            out.further = worst_first(further.collect());
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

/// The room of so many suites, the largest first.
fn largest(room: &[f64], suites: usize) -> f64 {
    let mut room = room.to_vec();
    room.sort_by(|a, b| b.total_cmp(a));
    room.iter().take(suites).sum()
}

/// Of each borough the suites that serve it, with their shares.
type Served = Vec<Vec<(usize, f64)>>;

fn served(answer: &siting::Answer, demands: usize) -> Served {
    let mut serves: Served = vec![Vec::new(); demands];
    for (i, j, share) in &answer.flows {
        if let Some(list) = serves.get_mut(*i).filter(|_| *share > 1e-6) {
            list.push((*j, *share));
        }
    }
    for (list, to) in serves.iter_mut().zip(&answer.assignment) {
        if let Some(j) = to.filter(|_| list.is_empty()) {
            list.push((j, 1.0));
        }
    }
    serves
}

fn share(list: &[(usize, f64)], suite: usize) -> f64 {
    list.iter().filter(|(j, _)| *j == suite).map(|(_, s)| s).sum()
}

fn named(mut told: Vec<SuiteTold>, serves: &Served, open: &[usize], names: &[String]) -> Vec<SuiteTold> {
    for (suite, j) in told.iter_mut().zip(open) {
        suite.boroughs = serves
            .iter()
            .zip(names)
            .filter_map(|(list, name)| match share(list, *j) {
                s if s > 0.999 => Some(name.clone()),
                s if s > 0.001 => Some(format!("{name} ({:.0} %)", s * 100.0)),
                _ => None,
            })
            .collect();
    }
    told
}

#[allow(clippy::too_many_arguments)]
fn fares(
    base: &Base,
    instance: &Instance,
    question: &Problem,
    open: &[usize],
    serves: &Served,
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
                .map(|(i, list)| {
                    let arrests = question.weights.get(i).copied().unwrap_or(0.0) * share(list, j);
                    question.matrix.at(i, k).min(1e6) * arrests
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
            load: serves.iter().zip(loads).map(|(list, l)| l * share(list, j)).sum(),
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

/// Where arrests come from: of each borough its most central point, arrests a day, its name.
fn boroughs(base: &Base, wish: &Custody) -> Result<(Vec<usize>, Vec<f64>, Vec<String>)> {
    let people = &base.people;
    if people.boroughs.is_empty() {
        return Err(PlanError::question("planner-said-custody-no-boroughs"));
    }
    let mut points = Vec::new();
    let mut arrests = Vec::new();
    let mut names = Vec::new();
    for (code, _) in &wish.arrivals.by_borough {
        if !people.boroughs.iter().any(|b| b.code == *code) {
            return Err(PlanError::Question(said!(
                "planner-said-custody-no-borough",
                code = code
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
        return Err(PlanError::question("planner-said-custody-no-arrest"));
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
