//! From places and people to the engine's question, and from its answer back to places.

use std::collections::BTreeMap;

use siting::{Answer, Matrix, Rule};

use crate::base::Base;
use crate::error::{PlanError, Result};
use crate::measure::{MARGIN, round2};
use crate::scenario::Edit;
use crate::solve::{Nearly, Picked, Proposal};
use crate::table::Table;
use crate::way::Way;
use crate::wish::Rules;

/// The places that may be open, in the order of the base.
#[derive(Debug)]
pub struct Instance {
    /// Numbers of sites of the base.
    pub sites: Vec<usize>,
    pub rules: Vec<Rule>,
}

impl Instance {
    pub fn new(base: &Base, rules: &Rules, usual: impl Fn(&str) -> bool) -> Result<Self> {
        let wanted = |kind: &str| {
            if rules.kinds.is_empty() {
                usual(kind)
            } else {
                rules.kinds.iter().any(|k| k == kind)
            }
        };
        let sites: Vec<usize> = (0..)
            .zip(&base.sites)
            .filter(|(_, s)| wanted(&s.kind))
            .map(|(j, _)| j)
            .collect();
        if sites.is_empty() {
            return Err(PlanError::question("no place is of a kind that may be open"));
        }
        let mut instance = Self {
            sites,
            rules: Vec::new(),
        };
        instance.rules = instance.rules_of(base, rules)?;
        Ok(instance)
    }

    fn find(&self, base: &Base, id: &str) -> Result<usize> {
        self.sites
            .iter()
            .position(|j| base.sites.get(*j).is_some_and(|s| s.id == id))
            .ok_or_else(|| {
                PlanError::Question(format!("a rule names {id}, which is no place that may be open"))
            })
    }

    fn rules_of(&self, base: &Base, wish: &Rules) -> Result<Vec<Rule>> {
        let mut rules = Vec::new();
        // One rule for each place, so that a conflict can name the very place.
        for id in &wish.keep {
            rules.push(Rule::MustKeep {
                sites: vec![self.find(base, id)?],
            });
        }
        for id in &wish.close {
            rules.push(Rule::MustClose {
                sites: vec![self.find(base, id)?],
            });
        }
        for list in &wish.not_together {
            rules.push(Rule::NotTogether {
                sites: list.iter().map(|id| self.find(base, id)).collect::<Result<_>>()?,
            });
        }
        let least = wish.each_borough.or(wish.round_the_clock.then_some(1));
        if let Some(least) = least {
            for sites in self.by_borough(base).into_values() {
                rules.push(Rule::AtLeast { sites, least });
            }
        }
        if let Some(most) = wish.budget {
            let mut costs = Vec::new();
            for (at, j) in (0..).zip(&self.sites) {
                let site = base.sites.get(*j);
                let cost = site.and_then(|s| s.cost).ok_or_else(|| {
                    PlanError::Question(format!(
                        "a budget needs the cost of every place: {} has none",
                        site.map_or("", |s| s.id.as_str())
                    ))
                })?;
                costs.push((at, cost));
            }
            rules.push(Rule::Budget { costs, most });
        }
        Ok(rules)
    }

    /// Places by the borough they lie in.
    pub fn by_borough(&self, base: &Base) -> BTreeMap<String, Vec<usize>> {
        let mut boroughs: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, j) in (0..).zip(&self.sites) {
            if let Some(borough) = base.sites.get(*j).and_then(|s| s.borough.clone()) {
                boroughs.entry(borough).or_default().push(at);
            }
        }
        boroughs
    }

    pub fn names(&self, base: &Base) -> Vec<String> {
        self.sites
            .iter()
            .map(|j| base.sites.get(*j).map_or_else(String::new, |s| s.name.clone()))
            .collect()
    }

    /// The rows of these points as the engine takes them.
    pub fn matrix(&self, table: &Table, points: &[usize]) -> Result<Matrix> {
        let mut cells = Vec::with_capacity(points.len() * self.sites.len());
        for &i in points {
            let row = table.row(i);
            cells.extend(
                self.sites
                    .iter()
                    .map(|j| row.get(*j).map_or(f64::INFINITY, |m| f64::from(*m))),
            );
        }
        Ok(Matrix::new(points.len(), self.sites.len(), cells)?)
    }

    /// Points with weight that some place that may be open reaches within the limit; and the weight of the others.
    pub fn reached(&self, table: &Table, weights: &[f64], limit: f64) -> (Vec<usize>, f64) {
        let mut points = Vec::new();
        let mut lost = 0.0;
        for (i, w) in weights.iter().enumerate().filter(|(_, w)| **w > 0.0) {
            let row = table.row(i);
            let near = self.sites.iter().any(|j| {
                row.get(*j)
                    .is_some_and(|m| m.is_finite() && f64::from(*m) <= limit)
            });
            if near {
                points.push(i);
            } else {
                lost += w;
            }
        }
        (points, lost)
    }

    pub fn picked(&self, base: &Base, open: &[usize]) -> Vec<Picked> {
        open.iter()
            .filter_map(|at| base.sites.get(*self.sites.get(*at)?))
            .map(|s| Picked {
                id: s.id.clone(),
                name: s.name.clone(),
                borough: s.borough.clone().unwrap_or_default(),
                open_today: s.open,
            })
            .collect()
    }

    /// Writes an answer of the engine into the proposal. `value` turns the engine's figure into the one that is told.
    pub fn tell(&self, base: &Base, answer: &Answer, proposal: &mut Proposal, value: impl Fn(f64) -> f64) {
        proposal.found = answer.found;
        proposal.objective = answer.objective.map(&value);
        proposal.bound = answer.bound.map(&value);
        proposal.gap = answer.gap;
        proposal.proved = answer.proved;
        proposal.method.clone_from(&answer.method);
        proposal.binding.clone_from(&answer.binding);
        proposal.conflict.clone_from(&answer.conflict);
        let id = |at: Option<usize>| {
            at.and_then(|a| base.sites.get(*self.sites.get(a)?))
                .map_or_else(String::new, |s| s.id.clone())
        };
        proposal.alternatives = answer
            .alternatives
            .iter()
            .map(|a| Nearly {
                instead_of: id(a.close),
                open: id(a.open),
                objective: value(a.objective),
            })
            .collect();
        self.open(base, &answer.open, proposal);
    }

    /// Which places open and close against today, as edits.
    pub fn open(&self, base: &Base, open: &[usize], proposal: &mut Proposal) {
        proposal.open = self.picked(base, open);
        proposal.opens.clear();
        proposal.closes.clear();
        proposal.edits.clear();
        if open.is_empty() {
            return;
        }
        for (at, j) in (0..).zip(&self.sites) {
            let Some(site) = base.sites.get(*j) else { continue };
            let wanted = open.contains(&at);
            if wanted && !site.open {
                proposal.opens.push(site.id.clone());
                proposal.edits.push(Edit::Open {
                    site: site.id.clone(),
                });
            }
        }
        for (at, j) in (0..).zip(&self.sites) {
            let Some(site) = base.sites.get(*j) else { continue };
            if site.open && !open.contains(&at) {
                proposal.closes.push(site.id.clone());
                proposal.edits.push(Edit::Close {
                    site: site.id.clone(),
                });
            }
        }
    }
}

/// Counters, hubs and the like; custody suites are not for visitors.
pub fn for_visitors(kind: &str) -> bool {
    kind != "custody"
}

/// What counts as surely within a limit: an estimate within ten minutes of it does not.
pub fn sure(limit: f64, way: Way, estimate: bool, notes: &mut Vec<String>) -> f64 {
    if !estimate || way == Way::Straight || limit < 30.0 {
        return limit;
    }
    let sure = limit - MARGIN;
    notes.push(format!(
        "times are estimates: only {sure} minutes or less by the estimate count as surely within {limit}"
    ));
    sure
}

/// The unit of a way of travel.
pub fn unit(way: Way) -> &'static str {
    if way == Way::Straight { "metres" } else { "minutes" }
}

/// Says how many people no place can reach.
pub fn note_lost(lost: f64, what: &str, notes: &mut Vec<String>) {
    if lost > 0.0 {
        notes.push(format!("{} people {what}", round2(lost)));
    }
}
