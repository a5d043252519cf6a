//! TSPLIB files: points in the plane, each a demand of weight 1 and a site.

use super::words::Words;
use crate::error::{Result, SitingError};
use crate::matrix::{MOST_CELLS, Matrix};
use crate::problem::{Model, Problem};

/// How a straight line becomes a distance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Distance {
    /// Cut to a whole number: what the p-median literature uses.
    Truncated,
    /// To the nearest whole number: TSPLIB's own rule.
    Rounded,
    /// As it is.
    Exact,
}

/// Reads a TSPLIB file of type `EUC_2D`.
///
/// # Errors
/// When the file breaks the format, is of another type, or has more points than a matrix may hold.
pub fn tsplib(file: &str, text: &str, p: usize, distance: Distance) -> Result<Problem> {
    let mut words = Words::new(file, text);
    let mut size = None;
    let mut kind_known = false;
    loop {
        let word = words.raw("NODE_COORD_SECTION")?;
        let (key, joined) = match word.strip_suffix(':') {
            Some(key) => (key, true),
            None => (word, false),
        };
        match key {
            "NODE_COORD_SECTION" => break,
            "DIMENSION" | "EDGE_WEIGHT_TYPE" => {
                if !joined && words.raw("a colon")? != ":" {
                    return words.fail(format!("{key} should be followed by a colon"));
                }
                if key == "DIMENSION" {
                    size = Some(words.whole("the number of points", 1, 8_000)?);
                } else if words.raw("the kind of distance")? == "EUC_2D" {
                    kind_known = true;
                } else {
                    return words.fail("only distances of kind EUC_2D are read");
                }
            }
            _ => {}
        }
    }
    let Some(n) = size else {
        return words.fail("no DIMENSION before the points");
    };
    if !kind_known {
        return words.fail("no EDGE_WEIGHT_TYPE before the points");
    }
    if n * n > MOST_CELLS {
        return Err(SitingError::TooLarge(format!("{n} points")));
    }
    let mut points = Vec::with_capacity(n);
    for at in 1..=n {
        if words.whole("the number of a point", 1, n)? != at {
            return words.fail(format!("point {at} should stand here"));
        }
        let mut axis = || -> Result<f64> {
            let word = words.raw("a coordinate")?;
            match word.parse::<f64>() {
                Ok(x) if x.is_finite() && x.abs() < 1e9 => Ok(x),
                _ => words.fail("a coordinate should be a number below 1,000,000,000"),
            }
        };
        points.push((axis()?, axis()?));
    }
    let mut matrix = Matrix::unreachable(n, n)?;
    for (i, a) in points.iter().enumerate() {
        for (cell, b) in matrix.row_mut(i).iter_mut().zip(&points) {
            let line = ((a.0 - b.0).powi(2) + (a.1 - b.1).powi(2)).sqrt();
            *cell = match distance {
                Distance::Truncated => line.floor(),
                Distance::Rounded => (line + 0.5).floor(),
                Distance::Exact => line,
            };
        }
    }
    if p == 0 || p > n {
        return Err(SitingError::question(format!(
            "p is {p}, but there are {n} sites to choose from"
        )));
    }
    Ok(Problem::new(Model::PMedian { p }, matrix))
}
