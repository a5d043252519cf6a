//! Minutes (or metres, or money) from every demand to every site.

use crate::error::{Result, SitingError};

/// The most cells a matrix may have: 0.5 GB, about 13,000 demands by 5,000 sites.
pub const MOST_CELLS: usize = 64_000_000;

/// A dense matrix, one row per demand and one column per site. A cell is the cost of reaching the site:
/// zero or more, or infinite where it cannot be reached.
#[derive(Debug, Clone, PartialEq)]
pub struct Matrix {
    demands: usize,
    sites: usize,
    cells: Vec<f64>,
}

impl Matrix {
    /// A matrix with every site out of reach.
    ///
    /// # Errors
    /// When it would hold more than [`MOST_CELLS`] cells, or none.
    pub fn unreachable(demands: usize, sites: usize) -> Result<Self> {
        let cells = demands
            .checked_mul(sites)
            .filter(|&c| c <= MOST_CELLS)
            .ok_or_else(|| SitingError::TooLarge(format!("{demands} demands by {sites} sites")))?;
        if cells == 0 {
            return Err(SitingError::question(
                "there must be at least one demand and one site",
            ));
        }
        Ok(Self {
            demands,
            sites,
            cells: vec![f64::INFINITY; cells],
        })
    }

    /// A matrix from its cells, row by row.
    ///
    /// # Errors
    /// When the number of cells is wrong or a cell is negative or not a number.
    pub fn new(demands: usize, sites: usize, cells: Vec<f64>) -> Result<Self> {
        if demands.checked_mul(sites) != Some(cells.len()) || cells.is_empty() {
            return Err(SitingError::question(format!(
                "{} cells do not make {demands} demands by {sites} sites",
                cells.len()
            )));
        }
        if cells.len() > MOST_CELLS {
            return Err(SitingError::TooLarge(format!(
                "{demands} demands by {sites} sites"
            )));
        }
        if let Some(at) = cells.iter().position(|c| c.is_nan() || *c < 0.0) {
            return Err(SitingError::question(format!(
                "the cost from demand {} to site {} is {}",
                at / sites,
                at % sites,
                cells[at]
            )));
        }
        Ok(Self {
            demands,
            sites,
            cells,
        })
    }

    /// Number of demands (rows).
    pub fn demands(&self) -> usize {
        self.demands
    }
    /// Number of sites (columns).
    pub fn sites(&self) -> usize {
        self.sites
    }
    /// One demand's costs to every site. Empty when there is no such demand.
    pub fn row(&self, demand: usize) -> &[f64] {
        let from = demand.saturating_mul(self.sites);
        self.cells
            .get(from..from.saturating_add(self.sites))
            .unwrap_or(&[])
    }
    /// The cost from a demand to a site; infinite when either does not exist.
    pub fn at(&self, demand: usize, site: usize) -> f64 {
        self.row(demand).get(site).copied().unwrap_or(f64::INFINITY)
    }
    pub(crate) fn row_mut(&mut self, demand: usize) -> &mut [f64] {
        let from = demand * self.sites;
        &mut self.cells[from..from + self.sites]
    }
}
