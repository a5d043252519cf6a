//! A question about sites: the matrix, who needs it, what counts as good, and what is not allowed.

use serde::{Deserialize, Serialize};

use crate::check::rule_holds;
use crate::error::{Result, SitingError};
use crate::matrix::Matrix;
use crate::rules::Rule;

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Model {
    /// Open `p` sites so that the weighted sum of costs to the nearest open site is least.
    PMedian { p: usize },
    /// Open at most `p` sites so that the farthest demand is as near as can be.
    PCenter { p: usize },
    /// Open as few (or as cheap) sites as reach every demand within `limit`.
    SetCover { limit: f64 },
    /// Open at most `p` sites so that as much weight as can be lies within `limit`.
    MaxCover { limit: f64, p: usize },
    /// Open any number of sites: fixed costs and weighted costs together are least.
    Plant,
    /// As `Plant`, but a site serves no more than its capacity. With `single_source`, a demand is served by one site only.
    Capacitated { single_source: bool },
}

impl Model {
    /// The name used on the command line and in answers.
    pub fn name(&self) -> &'static str {
        match self {
            Self::PMedian { .. } => "p-median",
            Self::PCenter { .. } => "p-center",
            Self::SetCover { .. } => "set-cover",
            Self::MaxCover { .. } => "max-cover",
            Self::Plant => "plant",
            Self::Capacitated { .. } => "capacitated",
        }
    }
    /// True when a larger objective is better.
    pub fn maximises(&self) -> bool {
        matches!(self, Self::MaxCover { .. })
    }
}

/// How much each demand takes and each site gives, in the same unit.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Capacity {
    pub of_demand: Vec<f64>,
    pub of_site: Vec<f64>,
}

/// A question, complete.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    pub model: Model,
    pub matrix: Matrix,
    /// One per demand: people, or 1.
    pub weights: Vec<f64>,
    /// One per site: what opening it costs; empty means nothing (and one each for set cover).
    pub fixed: Vec<f64>,
    /// For the capacitated model only.
    pub capacity: Capacity,
    pub rules: Vec<Rule>,
    /// Names for people; empty means numbers are used.
    pub site_names: Vec<String>,
    pub demand_names: Vec<String>,
}

impl Problem {
    /// A question with unit weights, no fixed costs and no rules.
    pub fn new(model: Model, matrix: Matrix) -> Self {
        let weights = vec![1.0; matrix.demands()];
        Self {
            model,
            matrix,
            weights,
            fixed: Vec::new(),
            capacity: Capacity::default(),
            rules: Vec::new(),
            site_names: Vec::new(),
            demand_names: Vec::new(),
        }
    }

    /// Opening cost of a site as the model counts it.
    pub fn fixed_cost(&self, site: usize) -> f64 {
        let unit = if matches!(self.model, Model::SetCover { .. }) {
            1.0
        } else {
            0.0
        };
        self.fixed.get(site).copied().unwrap_or(unit)
    }

    /// Whether these open sites keep every rule.
    pub fn keeps(&self, open: &[usize]) -> bool {
        let mut flags = vec![false; self.matrix.sites()];
        for &j in open {
            if let Some(flag) = flags.get_mut(j) {
                *flag = true;
            }
        }
        self.rules.iter().all(|rule| rule_holds(rule, &flags))
    }

    /// What people call a site.
    pub fn site_name(&self, site: usize) -> String {
        self.site_names
            .get(site)
            .cloned()
            .unwrap_or_else(|| site.to_string())
    }

    /// What people call a demand.
    pub fn demand_name(&self, demand: usize) -> String {
        self.demand_names
            .get(demand)
            .cloned()
            .unwrap_or_else(|| demand.to_string())
    }

    /// Checks that lengths agree and that every number is usable.
    ///
    /// # Errors
    /// Names the first thing that does not make sense.
    pub fn check(&self) -> Result<()> {
        let (n, m) = (self.matrix.demands(), self.matrix.sites());
        let wrong = |what: String| Err(SitingError::Question(what));
        if self.weights.len() != n {
            return wrong(format!("{} weights for {n} demands", self.weights.len()));
        }
        if let Some(i) = self.weights.iter().position(|w| !w.is_finite() || *w < 0.0) {
            return wrong(format!(
                "the weight of demand {} is {}",
                self.demand_name(i),
                self.weights[i]
            ));
        }
        if !self.fixed.is_empty() && self.fixed.len() != m {
            return wrong(format!("{} opening costs for {m} sites", self.fixed.len()));
        }
        if let Some(j) = self.fixed.iter().position(|f| !f.is_finite()) {
            return wrong(format!(
                "the opening cost of site {} is {}",
                self.site_name(j),
                self.fixed[j]
            ));
        }
        let mut largest = self.fixed.iter().fold(0.0_f64, |a, f| a + f.abs());
        for i in 0..n {
            let far = self
                .matrix
                .row(i)
                .iter()
                .copied()
                .filter(|c| c.is_finite())
                .fold(0.0_f64, f64::max);
            largest += far * self.weights[i].max(1.0);
        }
        if !largest.is_finite() || largest > 1e15 {
            return wrong("the costs are too large to add up exactly".to_owned());
        }
        match self.model {
            Model::PMedian { p } | Model::PCenter { p } | Model::MaxCover { p, .. } => {
                if p == 0 || p > m {
                    return wrong(format!("p is {p}, but there are {m} sites to choose from"));
                }
            }
            Model::Capacitated { .. } => {
                if self.capacity.of_demand.len() != n || self.capacity.of_site.len() != m {
                    return wrong("every demand and every site needs a capacity figure".to_owned());
                }
                let all = self.capacity.of_demand.iter().chain(&self.capacity.of_site);
                let bad = |c: &f64| !c.is_finite() || *c < 0.0;
                if let Some(j) = self.capacity.of_site.iter().position(bad) {
                    return wrong(format!(
                        "the capacity of site {} is {}: it should be zero or more",
                        self.site_name(j),
                        self.capacity.of_site[j]
                    ));
                }
                if let Some(i) = self.capacity.of_demand.iter().position(bad) {
                    return wrong(format!(
                        "the amount of demand {} is {}: it should be zero or more",
                        self.demand_name(i),
                        self.capacity.of_demand[i]
                    ));
                }
                if all.sum::<f64>() > 1e15 {
                    return wrong("the capacities are too large to add up exactly".to_owned());
                }
            }
            Model::SetCover { .. } | Model::Plant => {}
        }
        if let Model::SetCover { limit } | Model::MaxCover { limit, .. } = self.model
            && (limit.is_nan() || limit < 0.0)
        {
            return wrong(format!("the limit is {limit}"));
        }
        for rule in &self.rules {
            rule.check(self)?;
        }
        Ok(())
    }
}
