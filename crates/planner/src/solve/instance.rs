//! From places and people to the engine's question, and from its answer back to places.

use std::collections::BTreeMap;

use siting::{Answer, Matrix, Rule};

use crate::at::At;
use crate::base::Base;
use crate::engine;
use crate::error::{PlanError, Result};
use crate::measure::{margin_of, round2};
use crate::said::{Said, said};
use crate::scenario::Edit;
use crate::site::Site;
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
    /// Minutes for which each is still open at the time that is asked about; none where it serves nobody then.
    left: Vec<Option<f64>>,
    /// By point, minutes to the nearest place that stays open whatever is found; empty where there is none.
    anyway: Vec<f64>,
}

impl Instance {
    /// The places of the kinds that the rules name, or of the usual ones.
    pub fn new(
        base: &Base,
        rules: &Rules,
        usual: impl Fn(&str) -> bool,
        notes: &mut Vec<Said>,
    ) -> Result<Self> {
        Self::among(base, rules, usual, |_| true, notes)
    }

    /// The same, of those places only that `also` takes.
    pub fn among(
        base: &Base,
        rules: &Rules,
        usual: impl Fn(&str) -> bool,
        also: impl Fn(&Site) -> bool,
        notes: &mut Vec<Said>,
    ) -> Result<Self> {
        let wanted = |kind: &str| {
            if rules.kinds.is_empty() {
                usual(kind)
            } else {
                rules.kinds.iter().any(|k| k == kind)
            }
        };
        let sites: Vec<usize> = (0..)
            .zip(&base.sites)
            .filter(|(_, s)| wanted(&s.kind) && also(s))
            .map(|(j, _)| j)
            .collect();
        if sites.is_empty() {
            return Err(PlanError::question("planner-said-no-kind"));
        }
        let mut instance = Self::of(sites);
        instance.rules = instance.rules_of(base, rules, notes)?;
        Ok(instance)
    }

    /// These places, whatever their hours, without rules.
    pub fn of(sites: Vec<usize>) -> Self {
        Self {
            left: vec![Some(f64::INFINITY); sites.len()],
            sites,
            rules: Vec::new(),
            anyway: Vec::new(),
        }
    }

    /// Takes into account what is open today and is of none of the kinds that may change: it stays open.
    pub fn beside(
        &mut self,
        base: &Base,
        way: Way,
        at: At,
        table: &Table,
        notes: &mut Vec<Said>,
    ) -> Result<()> {
        let moment = at.in_week(base.week);
        let others: Vec<(usize, f32)> = (0..)
            .zip(base.today()?)
            .filter(|(j, _)| !self.sites.contains(j))
            .filter_map(|(j, spot)| Some((j, spot.left(way, moment)?)))
            .collect();
        if others.is_empty() {
            return Ok(());
        }
        notes.push(said!("planner-said-note-beside", count = others.len()));
        let nearest = |row: &[f32]| {
            let there = others.iter().filter_map(|(j, left)| {
                let minutes = row.get(*j).copied()?;
                (minutes <= *left).then_some(f64::from(minutes))
            });
            there.fold(f64::INFINITY, f64::min)
        };
        self.anyway = (0..base.people.len()).map(|i| nearest(table.row(i))).collect();
        Ok(())
    }

    /// Minutes from a point to what stays open whatever is found.
    fn anyway(&self, point: usize) -> f64 {
        self.anyway.get(point).copied().unwrap_or(f64::INFINITY)
    }

    /// Leaves out what serves nobody: places that are closed at the time, or that have steps for who needs none. Gives
    /// how many these are.
    pub fn at(&mut self, base: &Base, way: Way, at: Option<At>) -> Result<usize> {
        let spots = base.today()?;
        let moment = at.map(|a| a.in_week(base.week));
        self.left = self
            .sites
            .iter()
            .map(|j| {
                let spot = spots.get(*j).filter(|s| s.lets_in(way))?;
                moment.map_or(Some(f64::INFINITY), |m| spot.open_for(m).map(f64::from))
            })
            .collect();
        Ok(self.left.iter().filter(|l| l.is_none()).count())
    }

    /// Minutes from a row of the table to one of the places; infinite where it is closed by then.
    fn cell(&self, row: &[f32], at: usize) -> f64 {
        let minutes = self.sites.get(at).and_then(|j| row.get(*j)).copied();
        let minutes = minutes.map_or(f64::INFINITY, f64::from);
        match self.left.get(at) {
            Some(Some(left)) if minutes <= *left => minutes,
            _ => f64::INFINITY,
        }
    }

    fn find(&self, base: &Base, id: &str) -> Result<usize> {
        self.sites
            .iter()
            .position(|j| base.sites.get(*j).is_some_and(|s| s.id == id))
            .ok_or_else(|| PlanError::Question(said!("planner-said-rule-no-place", id = id)))
    }

    fn rules_of(&self, base: &Base, wish: &Rules, notes: &mut Vec<Said>) -> Result<Vec<Rule>> {
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
            let boroughs = self.by_borough(base);
            note_boroughs(base, &boroughs, notes);
            for sites in boroughs.into_values() {
                rules.push(Rule::AtLeast { sites, least });
            }
        }
        if let Some(most) = wish.budget {
            let mut costs = Vec::new();
            for (at, j) in (0..).zip(&self.sites) {
                let site = base.sites.get(*j);
                let cost = site.and_then(|s| s.cost).ok_or_else(|| {
                    PlanError::Question(said!(
                        "planner-said-rule-no-cost",
                        id = site.map_or("", |s| s.id.as_str())
                    ))
                })?;
                costs.push((at, cost));
            }
            rules.push(Rule::Budget { costs, most });
        }
        Ok(rules)
    }

    /// Places that the rules alone demand: boroughs have no place in common.
    pub fn least(&self) -> usize {
        let each = self.rules.iter().map(|r| match r {
            Rule::AtLeast { least, .. } => *least,
            _ => 0,
        });
        each.sum()
    }

    /// Places by the borough they lie in.
    pub fn by_borough(&self, base: &Base) -> BTreeMap<String, Vec<usize>> {
        let mut boroughs: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, j) in (0..).zip(&self.sites) {
            if let Some(borough) = base.sites.get(*j).and_then(|s| borough_of(base, s)) {
                boroughs.entry(borough).or_default().push(at);
            }
        }
        boroughs
    }

    pub fn id(&self, base: &Base, at: usize) -> String {
        let site = self.sites.get(at).and_then(|j| base.sites.get(*j));
        site.map_or_else(String::new, |s| s.id.clone())
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
            let anyway = self.anyway(i);
            cells.extend((0..self.sites.len()).map(|at| self.cell(row, at).min(anyway)));
        }
        Ok(Matrix::new(points.len(), self.sites.len(), cells)?)
    }

    /// Points with weight that some place that may be open reaches within the limit; and the weight of the others.
    pub fn reached(&self, table: &Table, weights: &[f64], limit: f64) -> (Vec<usize>, f64) {
        let mut points = Vec::new();
        let mut lost = 0.0;
        for (i, w) in weights.iter().enumerate().filter(|(_, w)| **w > 0.0) {
            let row = table.row(i);
            let within = |minutes: f64| minutes.is_finite() && minutes <= limit;
            let near = within(self.anyway(i)) || (0..self.sites.len()).any(|at| within(self.cell(row, at)));
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
        proposal.method = engine::of_method(&answer.method);
        proposal.binding = answer.binding.iter().map(|b| engine::of_rule(b)).collect();
        proposal.conflict = answer.conflict.iter().map(|c| engine::of_rule(c)).collect();
        let id = |at: Option<usize>| at.map_or_else(String::new, |at| self.id(base, at));
        proposal.alternatives = answer
            .alternatives
            .iter()
            .map(|a| Nearly {
                instead_of: id(a.close),
                open: id(a.open),
                objective: value(a.objective),
                ..Nearly::default()
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

/// The borough a place lies in: as it was loaded, or that of the people nearest to it.
fn borough_of(base: &Base, site: &Site) -> Option<String> {
    if site.borough.is_some() {
        return site.borough.clone();
    }
    let people = &base.people;
    let number = |i: usize| usize::try_from(people.borough.get(i).copied().flatten()?).ok();
    let nearest = (0..people.len()).filter(|i| number(*i).is_some()).min_by(|a, b| {
        let away = |i: &usize| people.at.get(*i).map_or(f64::INFINITY, |p| p.metres_to(site.at));
        away(a).total_cmp(&away(b))
    });
    Some(people.boroughs.get(number(nearest?)?)?.code.clone())
}

/// Says in which boroughs the rule of one in each cannot be kept, as no place of theirs may be open.
fn note_boroughs(base: &Base, boroughs: &BTreeMap<String, Vec<usize>>, notes: &mut Vec<Said>) {
    let people = &base.people;
    let lived_in = |number: usize| {
        let there = people.borough.iter().zip(&people.people);
        there
            .filter(|(b, n)| **n > 0.0 && b.and_then(|b| usize::try_from(b).ok()) == Some(number))
            .count()
            > 0
    };
    let without: Vec<&str> = people
        .boroughs
        .iter()
        .enumerate()
        .filter(|(number, b)| !boroughs.contains_key(&b.code) && lived_in(*number))
        .map(|(_, b)| b.name.as_str())
        .collect();
    if boroughs.is_empty() {
        notes.push(Said::new("planner-said-note-no-boroughs"));
    } else if !without.is_empty() {
        notes.push(said!(
            "planner-said-note-boroughs-without",
            boroughs = without.join(", "),
            count = without.len()
        ));
    }
}

/// Counters, hubs and the like; custody suites are not for visitors.
pub fn for_visitors(kind: &str) -> bool {
    kind != "custody"
}

/// What counts as surely within a limit: an estimate close to it does not.
pub fn sure(limit: f64, way: Way, estimate: bool, notes: &mut Vec<Said>) -> f64 {
    if !estimate || way == Way::Straight || margin_of(limit) <= 0.0 {
        return limit;
    }
    let sure = limit - margin_of(limit);
    notes.push(said!(
        "planner-said-note-sure",
        sure = round2(sure),
        limit = limit
    ));
    sure
}

/// Says how many places that may be open serve nobody at the time.
pub fn note_shut(shut: usize, notes: &mut Vec<Said>) {
    if shut > 0 {
        notes.push(said!("planner-said-note-shut", count = shut));
    }
}

/// The same in words.
pub fn unit_key(way: Way) -> &'static str {
    if way == Way::Straight {
        "planner-said-unit-metres"
    } else {
        "planner-said-unit-minutes"
    }
}

/// The unit of a way of travel.
pub fn unit(way: Way) -> &'static str {
    if way == Way::Straight { "metres" } else { "minutes" }
}

/// Says how many people no place can reach.
pub fn note_lost(lost: f64, key: &str, notes: &mut Vec<Said>) {
    if lost > 0.0 {
        notes.push(said!(key, people = round2(lost)));
    }
}
