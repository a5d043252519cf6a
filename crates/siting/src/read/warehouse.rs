//! OR-Library warehouse files: capacities, opening costs, and what serving each customer from each site costs.

use super::words::Words;
use crate::error::{Result, SitingError};
use crate::matrix::{MOST_CELLS, Matrix};
use crate::problem::{Capacity, Model, Problem};

fn sizes(words: &mut Words<'_>) -> Result<(usize, usize)> {
    let sites = words.whole("the number of sites", 1, 100_000)?;
    let demands = words.whole("the number of customers", 1, 1_000_000)?;
    match sites.checked_mul(demands) {
        Some(cells) if cells <= MOST_CELLS => Ok((sites, demands)),
        _ => Err(SitingError::TooLarge(format!(
            "{demands} customers by {sites} sites"
        ))),
    }
}

fn problem(
    file: &str,
    model: Model,
    matrix: Matrix,
    fixed: Vec<f64>,
    of_site: Vec<f64>,
    of_demand: Vec<f64>,
) -> Result<Problem> {
    let mut problem = Problem::new(model, matrix);
    problem.fixed = fixed;
    problem.capacity = Capacity { of_demand, of_site };
    match problem.check() {
        Ok(()) => Ok(problem),
        Err(why) => Err(SitingError::file(file, why.to_string())),
    }
}

/// Reads a `cap` file: `sites customers`, then per site `capacity opening-cost`, then per customer its demand and its
/// cost from every site. `capacity` stands in for the word "capacity" that the large files hold instead of a number.
///
/// # Errors
/// When the file breaks the format, or holds the word and no figure was given.
pub fn cap(file: &str, text: &str, model: Model, capacity: Option<f64>) -> Result<Problem> {
    let mut words = Words::new(file, text);
    let (sites, demands) = sizes(&mut words)?;
    let (mut of_site, mut fixed) = (Vec::new(), Vec::new());
    for _ in 0..sites {
        let word = words.raw("a capacity")?;
        let room = match (word, capacity) {
            ("capacity", Some(figure)) => figure,
            // Without capacities the figure does not matter.
            ("capacity", None) if matches!(model, Model::Plant) => 0.0,
            ("capacity", None) => {
                return words
                    .fail("the file says \u{201c}capacity\u{201d}: give the figure that it stands for");
            }
            _ => words.parse("a capacity", word)?,
        };
        of_site.push(room);
        fixed.push(words.number("an opening cost")?);
    }
    let mut of_demand = Vec::new();
    let mut cells = Vec::new();
    for _ in 0..demands {
        of_demand.push(words.number("a demand")?);
        for _ in 0..sites {
            cells.push(words.number("a cost")?);
        }
    }
    if words.next().is_some() {
        return words.fail("there is more in the file than its first row says");
    }
    problem(
        file,
        model,
        Matrix::new(demands, sites, cells)?,
        fixed,
        of_site,
        of_demand,
    )
}

/// Reads a single-source file: `sites customers`, per site `capacity opening-cost`, all demands, then per site its cost
/// to every customer, and at the end the best known value. Gives the problem and that value.
///
/// # Errors
/// When the file breaks the format.
pub fn single_source(file: &str, text: &str) -> Result<(Problem, Option<f64>)> {
    let mut words = Words::new(file, text);
    let (sites, demands) = sizes(&mut words)?;
    let (mut of_site, mut fixed, mut of_demand) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..sites {
        of_site.push(words.number("a capacity")?);
        fixed.push(words.number("an opening cost")?);
    }
    for _ in 0..demands {
        of_demand.push(words.number("a demand")?);
    }
    let mut rows = Vec::new();
    for _ in 0..sites {
        for _ in 0..demands {
            rows.push(words.number("a cost")?);
        }
    }
    let mut matrix = Matrix::unreachable(demands, sites)?;
    for i in 0..demands {
        for (j, cell) in matrix.row_mut(i).iter_mut().enumerate() {
            *cell = rows[j * demands + i];
        }
    }
    let best = match words.next() {
        Some(word) => Some(words.parse("the best known value", word)?),
        None => None,
    };
    if words.next().is_some() {
        return words.fail("there is more in the file than its first row says");
    }
    let model = Model::Capacitated { single_source: true };
    Ok((problem(file, model, matrix, fixed, of_site, of_demand)?, best))
}
