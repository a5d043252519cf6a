//! Which custody suites can close, while each stays below a chance of being full at its peak and no borough's arrests
//! go too far.

mod arrests;
mod fill;
mod others;

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use siting::queue::{Suite, linked};
use siting::{Answer, Capacity, Model, Problem, Rule, Settings, solve as search};
use travel::Progress;

use crate::base::Base;
use crate::engine;
use crate::error::{PlanError, Result};
use crate::measure::round2;
use crate::said::{Said, said};
use crate::solve::custody::arrests::boroughs;
use crate::solve::custody::fill::{DAYS, Profile, room, simulate};
use crate::solve::further::{Further, worst_first};
use crate::solve::instance::{Instance, sure};
use crate::solve::{Effort, Proposal};
use crate::table::Table;
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
/// Branches of the proof: a force has a few dozen suites and boroughs, and each branch is short.
const BRANCHES: usize = 200_000;

pub fn solve(base: &Base, wish: &Custody, effort: Effort, out: &mut Proposal) -> Result<()> {
    let mut ask = Ask::new(base, wish, effort, out)?;
    let found = ask.search(&effort.settings_of(BRANCHES), f64::from(ROUNDS))?;
    if found.divided {
        out.notes.push(Said::new("planner-said-note-divided"));
    }
    let all: f64 = ask.question.weights.iter().sum();
    ask.instance
        .tell(base, &found.answer, out, |sum| round2(sum / all));
    // That the number is what was asked for stands in nobody's way.
    let number = ask.question.rules.iter().skip(ask.instance.rules.len());
    let number: Vec<Said> = number.map(|r| engine::of_rule(&r.words(&ask.question))).collect();
    out.binding.retain(|b| !number.contains(b));
    let Some(told) = &found.told else {
        ask.why_none(&found, out);
        return Ok(());
    };
    if found.over {
        out.notes.push(Said::new("planner-said-note-a-little"));
    }
    // A suite's own arrests alone must fit: what was proved without overflow holds with it.
    if let (Some(bound), Some(objective)) = (found.first_bound, found.answer.objective) {
        out.bound = Some(round2(bound / all));
        let gap = ((objective - bound) / objective.abs().max(1e-9)).max(0.0);
        out.gap = Some(if gap < 1e-9 { 0.0 } else { gap });
        out.proved = found.answer.proved && found.round == 0 && !found.over;
    }
    out.further = ask.further(&found.serves);
    out.custody = Some(CustodyAnswer {
        peak_hour: ask.profile.peak().0,
        held_at_peak: round2(all * ask.profile.peak().1),
        mean_stay_hours: round2(ask.profile.mean),
        suites: named(told.clone(), &found.serves, &found.answer.open, &ask.names),
        furthest: round2(ask.furthest(&found.serves)),
        simulated_days: DAYS,
    });
    others::tell(&mut ask, &found.answer.open, out)
}

/// The question, with all that is needed to judge an answer to it.
struct Ask<'a> {
    base: &'a Base,
    wish: &'a Custody,
    effort: Effort,
    instance: Instance,
    question: Problem,
    table: Arc<Table>,
    /// Of each borough with arrests its most central point and its name.
    points: Vec<usize>,
    names: Vec<String>,
    cells: Vec<u32>,
    profile: Profile,
}

/// What a search found, and how the suites would fare by it.
struct Found {
    answer: Answer,
    serves: Served,
    /// None where no answer was found.
    told: Option<Vec<SuiteTold>>,
    /// Some suite is full more often than wished, by overflow of others.
    over: bool,
    /// Boroughs are divided, as they do not fit whole.
    divided: bool,
    round: u32,
    first_bound: Option<f64>,
}

impl<'a> Ask<'a> {
    fn new(base: &'a Base, wish: &'a Custody, effort: Effort, out: &mut Proposal) -> Result<Self> {
        let instance = Instance::new(base, &wish.rules, |kind| kind == "custody", &mut out.notes)?;
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
        out.weighs = Said::new("planner-said-weighs-custody");
        out.unit = "minutes".to_owned();
        let limit = sure(wish.minutes, wish.mode, table.estimate, &mut out.notes);
        let profile = Profile::new(wish);
        let (points, arrests, names) = boroughs(base, wish)?;
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
        // Arrests are given out to suites whole: minutes are of the arrest, not of the borough's load.
        question.capacity = Capacity {
            of_demand: arrests.iter().map(|a| a * profile.peak().1).collect(),
            of_site: cells.iter().map(|c| room(*c, wish.most_full)).collect(),
        };
        question.weights = arrests;
        question.site_names = instance.names(base);
        question.demand_names.clone_from(&names);
        let mut ask = Self {
            base,
            wish,
            effort,
            instance,
            question,
            table,
            points,
            names,
            cells,
            profile,
        };
        ask.question.rules = ask.rules(wish.close);
        Ok(ask)
    }

    /// What was wished, with just so many suites closed: one that nobody needs is not closed beyond that.
    fn rules(&self, close: usize) -> Vec<Rule> {
        let stay = self.cells.len().saturating_sub(close);
        let sites = || (0..self.cells.len()).collect();
        let number = [
            Rule::AtMost {
                sites: sites(),
                most: stay,
            },
            Rule::AtLeast {
                sites: sites(),
                least: stay,
            },
        ];
        self.instance.rules.iter().cloned().chain(number).collect()
    }

    /// Searches, and where overflow of others fills a suite beyond what is wished searches again with less room there.
    /// `parts`: of how many searches this is one in the time there is.
    fn search(&self, settings: &Settings, parts: f64) -> Result<Found> {
        let mut question = self.question.clone();
        let (mut first_bound, mut divided) = (None, false);
        for round in 0..ROUNDS {
            let mut answer = search(&question, settings, &self.effort.limit(parts))?;
            if !answer.found && !answer.infeasible && round == 0 {
                // Whole boroughs do not fit: some are divided between suites.
                question.model = Model::Capacitated { single_source: false };
                answer = search(&question, settings, &self.effort.limit(parts))?;
                divided = answer.found;
            }
            if round == 0 {
                first_bound = answer.bound;
            }
            let serves = served(&answer, self.points.len());
            let told = if answer.found {
                Some(self.fares(&answer.open, &serves)?)
            } else {
                None
            };
            let full = |s: &SuiteTold| s.full.max(s.simulated_full) > self.wish.most_full;
            let over: Vec<usize> = answer
                .open
                .iter()
                .zip(told.iter().flatten())
                .filter(|(_, s)| full(s))
                .map(|(j, _)| *j)
                .collect();
            if over.is_empty() || round + 1 == ROUNDS {
                return Ok(Found {
                    answer,
                    serves,
                    told,
                    over: !over.is_empty(),
                    divided,
                    round,
                    first_bound,
                });
            }
            for j in over {
                if let Some(c) = question.capacity.of_site.get_mut(j) {
                    *c *= 0.96;
                }
            }
        }
        Err(PlanError::broken("no search was made"))
    }

    /// Says why there is no answer.
    fn why_none(&self, found: &Found, out: &mut Proposal) {
        let (close, stay) = (self.wish.close, self.cells.len() - self.wish.close);
        if found.round > 0 {
            out.notes.push(Said::new("planner-said-note-overflow"));
            out.conflict.clear();
        } else if !out.conflict.is_empty() {
            // What was wished besides the rules is in the way as well.
            out.conflict
                .push(said!("planner-said-conflict-suites", close = close, stay = stay));
            out.conflict.push(said!(
                "planner-said-conflict-full",
                share = round2(self.wish.most_full * 100.0)
            ));
        } else if !found.answer.infeasible {
            let capacity = &self.question.capacity;
            out.notes.push(said!(
                "planner-said-note-no-room",
                held = round2(capacity.of_demand.iter().sum()),
                close = close,
                stay = stay,
                room = round2(largest(&capacity.of_site, stay))
            ));
        }
    }

    /// Minutes of the borough that goes furthest.
    fn furthest(&self, serves: &Served) -> f64 {
        serves
            .iter()
            .enumerate()
            .flat_map(|(i, list)| list.iter().map(move |(j, _)| self.question.matrix.at(i, *j)))
            .fold(0.0_f64, f64::max)
    }

    /// Of each borough the minutes to the nearest suite today and to its own then.
    fn further(&self, serves: &Served) -> Vec<Further> {
        let site = |j: usize| self.base.sites.get(*self.instance.sites.get(j)?);
        let open = |j: &&usize| self.base.sites.get(**j).is_some_and(|s| s.open);
        let today = |i: usize| {
            let row = self.points.get(i).map_or(&[][..], |p| self.table.row(*p));
            let near = self.instance.sites.iter().filter(open);
            near.filter_map(|j| row.get(*j))
                .copied()
                .fold(f32::INFINITY, f32::min)
        };
        let further = self
            .names
            .iter()
            .zip(serves)
            .enumerate()
            .map(|(i, (name, list))| {
                let minutes = |(j, share): &(usize, f64)| self.question.matrix.at(i, *j) * share;
                let to: Vec<&str> = list
                    .iter()
                    .filter_map(|(j, _)| site(*j))
                    .map(|s| s.name.as_str())
                    .collect();
                Further::new(
                    name,
                    f64::from(today(i)),
                    list.iter().map(minutes).sum(),
                    to.join(", "),
                )
            });
        worst_first(further.collect())
    }

    /// How each suite would fare.
    fn fares(&self, open: &[usize], serves: &Served) -> Result<Vec<SuiteTold>> {
        // The next suite is the one that is nearest for the arrests that a suite serves.
        let next = |j: usize| {
            let away = |k: usize| -> f64 {
                serves
                    .iter()
                    .enumerate()
                    .map(|(i, list)| {
                        let arrests = self.question.weights.get(i).copied().unwrap_or(0.0) * share(list, j);
                        self.question.matrix.at(i, k).min(1e6) * arrests
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
        let site = |j: usize| self.instance.sites.get(j).and_then(|s| self.base.sites.get(*s));
        let loads = &self.question.capacity.of_demand;
        let suites: Vec<Suite> = open
            .iter()
            .map(|&j| Suite {
                name: site(j).map_or_else(String::new, |s| s.name.clone()),
                cells: self.cells.get(j).copied().unwrap_or(0),
                load: serves.iter().zip(loads).map(|(list, l)| l * share(list, j)).sum(),
                then: next(j),
            })
            .collect();
        let fills = linked(&suites)?;
        let peak = self.profile.peak().1.max(1e-12);
        let a_day: Vec<f64> = suites.iter().map(|s| s.load / peak).collect();
        let simulated = simulate(&suites, &a_day, &self.profile, &self.wish.stay, self.effort.seed);
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
