//! What an answer must keep to, beyond being cheap.

use serde::{Deserialize, Serialize};

use crate::error::{Result, SitingError};
use crate::problem::Problem;

/// A rule about which sites may be open together. Sites are numbered from 0.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "rule")]
pub enum Rule {
    /// These sites stay open.
    MustKeep { sites: Vec<usize> },
    /// These sites are closed.
    MustClose { sites: Vec<usize> },
    /// At least `least` of these sites are open (1 where not said).
    AtLeast {
        sites: Vec<usize>,
        #[serde(default = "one")]
        least: usize,
    },
    /// At most `most` of these sites are open.
    AtMost { sites: Vec<usize>, most: usize },
    /// Of these sites no two are open together.
    NotTogether { sites: Vec<usize> },
    /// `first` may be open only where `then` is (a 24-hour desk needs the daytime one).
    Needs { first: usize, then: usize },
    /// What the open sites cost together stays within `most`. What closing an existing site saves is its cost here.
    Budget { costs: Vec<(usize, f64)>, most: f64 },
}

fn one() -> usize {
    1
}

/// A rule as numbers: the sum of `terms` over open sites is at least `least`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Side {
    pub terms: Vec<(u32, f64)>,
    pub least: f64,
}

impl Rule {
    pub(crate) fn check(&self, problem: &Problem) -> Result<()> {
        let m = problem.matrix.sites();
        let known = |sites: &[usize]| match sites.iter().find(|&&j| j >= m) {
            Some(j) => Err(SitingError::Question(format!(
                "a rule names site {j}, but there are only {m}"
            ))),
            None => Ok(()),
        };
        match self {
            Self::MustKeep { sites }
            | Self::MustClose { sites }
            | Self::AtLeast { sites, .. }
            | Self::AtMost { sites, .. }
            | Self::NotTogether { sites } => known(sites),
            Self::Needs { first, then } => known(&[*first, *then]),
            Self::Budget { costs, most } => {
                if !most.is_finite() || costs.iter().any(|(_, c)| !c.is_finite()) {
                    return Err(SitingError::question(
                        "a budget rule holds a figure that is not a number",
                    ));
                }
                known(&costs.iter().map(|(j, _)| *j).collect::<Vec<_>>())?;
                match costs.iter().find(|(_, c)| *c < 0.0) {
                    Some((j, c)) => Err(SitingError::Question(format!(
                        "a budget rule says that {} costs {c}: it should be zero or more",
                        problem.site_name(*j)
                    ))),
                    None => Ok(()),
                }
            }
        }
    }

    /// The rule as a linear row; each site counted once however often it is named (costs add up).
    pub(crate) fn side(&self) -> Side {
        let mut terms: Vec<(u32, f64)> = Vec::new();
        let once = |sites: &[usize], sign: f64| {
            let mut sites = sites.to_vec();
            sites.sort_unstable();
            sites.dedup();
            sites.into_iter().map(|j| (j as u32, sign)).collect::<Vec<_>>()
        };
        let least = match self {
            Self::MustKeep { sites } => {
                terms = once(sites, 1.0);
                terms.len() as f64
            }
            Self::MustClose { sites } => {
                terms = once(sites, -1.0);
                0.0
            }
            Self::AtLeast { sites, least } => {
                terms = once(sites, 1.0);
                *least as f64
            }
            Self::AtMost { sites, most } => {
                terms = once(sites, -1.0);
                -(*most as f64)
            }
            Self::NotTogether { sites } => {
                terms = once(sites, -1.0);
                -1.0
            }
            Self::Needs { first, then } => {
                if first != then {
                    terms = vec![(*then as u32, 1.0), (*first as u32, -1.0)];
                }
                0.0
            }
            Self::Budget { costs, most } => {
                let mut sorted = costs.clone();
                sorted.sort_by_key(|(j, _)| *j);
                for (j, c) in sorted {
                    match terms.last_mut() {
                        Some((last, sum)) if *last as usize == j => *sum -= c,
                        _ => terms.push((j as u32, -c)),
                    }
                }
                -most
            }
        };
        Side { terms, least }
    }

    /// A short sentence for people.
    pub fn words(&self, problem: &Problem) -> String {
        let list = |sites: &[usize]| {
            let mut names: Vec<String> = sites.iter().take(6).map(|&j| problem.site_name(j)).collect();
            if sites.len() > 6 {
                names.push(format!("{} more", sites.len() - 6));
            }
            names.join(", ")
        };
        match self {
            Self::MustKeep { sites } => format!("keep {}", list(sites)),
            Self::MustClose { sites } => format!("close {}", list(sites)),
            Self::AtLeast { sites, least } => format!("at least {least} of {}", list(sites)),
            Self::AtMost { sites, most } => format!("at most {most} of {}", list(sites)),
            Self::NotTogether { sites } => format!("no two together of {}", list(sites)),
            Self::Needs { first, then } => {
                format!(
                    "{} only with {}",
                    problem.site_name(*first),
                    problem.site_name(*then)
                )
            }
            Self::Budget { most, .. } => format!("the open sites cost at most {most} together"),
        }
    }
}

impl Side {
    /// How far the row is above its least for these open sites (negative: broken).
    pub(crate) fn slack(&self, open: &[bool]) -> f64 {
        let sum: f64 = self
            .terms
            .iter()
            .filter(|(j, _)| open.get(*j as usize) == Some(&true))
            .map(|t| t.1)
            .sum();
        sum - self.least
    }
    pub(crate) fn holds(&self, open: &[bool]) -> bool {
        self.slack(open) >= -1e-7 * (1.0 + self.least.abs())
    }
}
