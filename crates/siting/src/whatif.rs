//! What changes when one place closes or opens, without solving anything: a demand only looks at its nearest and its
//! second nearest open site.

use serde::{Deserialize, Serialize};

use crate::error::{Result, SitingError};
use crate::matrix::Matrix;

#[derive(Debug, Clone, Copy)]
struct Near {
    first: f64,
    second: f64,
    at: usize,
}

/// The open sites as they are, ready for questions.
#[derive(Debug, Clone)]
pub struct Today<'a> {
    matrix: &'a Matrix,
    weights: &'a [f64],
    open: Vec<bool>,
    near: Vec<Near>,
}

/// What one change would do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// Weighted sum of minutes before and after.
    pub before: f64,
    pub after: f64,
    /// The farthest demand with weight, before and after.
    pub farthest_before: f64,
    pub farthest_after: f64,
    /// Weight beyond each of the limits asked about: (limit, before, after).
    pub beyond: Vec<(f64, f64, f64)>,
    /// Demands whose minutes change, with their minutes before and after, the largest change first (at most 1,000).
    pub affected: Vec<(usize, f64, f64)>,
    /// Weight of all demands whose minutes change.
    pub people: f64,
}

impl<'a> Today<'a> {
    /// Prepares the questions: one look at every demand and open site.
    ///
    /// # Errors
    /// When the weights do not fit the matrix, nothing is open, or an open site does not exist.
    pub fn new(matrix: &'a Matrix, weights: &'a [f64], open: &[usize]) -> Result<Self> {
        if weights.len() != matrix.demands() || weights.iter().any(|w| !w.is_finite() || *w < 0.0) {
            return Err(SitingError::question(
                "every demand needs one weight, zero or more",
            ));
        }
        let mut flags = vec![false; matrix.sites()];
        for &j in open {
            *flags
                .get_mut(j)
                .ok_or_else(|| SitingError::Question(format!("there is no site {j}")))? = true;
        }
        if !flags.contains(&true) {
            return Err(SitingError::question("no site is open"));
        }
        let mut today = Self {
            matrix,
            weights,
            open: flags,
            near: Vec::new(),
        };
        let list: Vec<usize> = (0..matrix.sites()).filter(|&j| today.open[j]).collect();
        today.near = (0..matrix.demands())
            .map(|i| look(matrix.row(i), &list))
            .collect();
        Ok(today)
    }

    /// What closing an open site would do.
    ///
    /// # Errors
    /// When the site is not open, or is the only one.
    pub fn if_closed(&self, site: usize, limits: &[f64]) -> Result<Change> {
        if self.open.get(site) != Some(&true) {
            return Err(SitingError::Question(format!("site {site} is not open")));
        }
        if self.open.iter().filter(|o| **o).count() == 1 {
            return Err(SitingError::question("the only open site cannot be closed"));
        }
        Ok(self.compare(
            limits,
            |near, _| if near.at == site { near.second } else { near.first },
        ))
    }

    /// What opening a closed site would do.
    ///
    /// # Errors
    /// When there is no such site, or it is open.
    pub fn if_opened(&self, site: usize, limits: &[f64]) -> Result<Change> {
        if self.open.get(site) != Some(&false) {
            return Err(SitingError::Question(format!(
                "site {site} is open already, or does not exist"
            )));
        }
        Ok(self.compare(limits, |near, i| near.first.min(self.matrix.at(i, site))))
    }

    /// Closes or opens a site for good, so that the next question starts from there.
    ///
    /// # Errors
    /// As [`Today::if_closed`] and [`Today::if_opened`].
    pub fn toggle(&mut self, site: usize) -> Result<()> {
        match self.open.get(site) {
            Some(true) => self.if_closed(site, &[]).map(|_| ())?,
            Some(false) => {}
            None => return Err(SitingError::Question(format!("there is no site {site}"))),
        }
        self.open[site] = !self.open[site];
        let list: Vec<usize> = (0..self.open.len()).filter(|&j| self.open[j]).collect();
        for (i, near) in self.near.iter_mut().enumerate() {
            let c = self.matrix.at(i, site);
            if c <= near.second || near.at == site {
                *near = look(self.matrix.row(i), &list);
            }
        }
        Ok(())
    }

    fn compare(&self, limits: &[f64], then: impl Fn(&Near, usize) -> f64) -> Change {
        let mut change = Change {
            before: 0.0,
            after: 0.0,
            farthest_before: 0.0,
            farthest_after: 0.0,
            beyond: limits.iter().map(|&l| (l, 0.0, 0.0)).collect(),
            affected: Vec::new(),
            people: 0.0,
        };
        for (i, near) in self.near.iter().enumerate() {
            let w = self.weights[i];
            if w == 0.0 {
                continue;
            }
            let (old, new) = (near.first, then(near, i));
            change.before += w * old;
            change.after += w * new;
            change.farthest_before = change.farthest_before.max(old);
            change.farthest_after = change.farthest_after.max(new);
            for (limit, before, after) in &mut change.beyond {
                *before += if old > *limit { w } else { 0.0 };
                *after += if new > *limit { w } else { 0.0 };
            }
            if old != new {
                change.people += w;
                change.affected.push((i, old, new));
            }
        }
        let size = |a: &(usize, f64, f64)| (a.2 - a.1).abs();
        change
            .affected
            .sort_by(|a, b| size(b).total_cmp(&size(a)).then(a.0.cmp(&b.0)));
        change.affected.truncate(1_000);
        change
    }
}

fn look(row: &[f64], open: &[usize]) -> Near {
    let mut near = Near {
        first: f64::INFINITY,
        second: f64::INFINITY,
        at: usize::MAX,
    };
    for &j in open {
        let c = row[j];
        if c < near.first || near.at == usize::MAX {
            near = Near {
                first: c,
                second: near.first,
                at: j,
            };
        } else if c < near.second {
            near.second = c;
        }
    }
    near
}
