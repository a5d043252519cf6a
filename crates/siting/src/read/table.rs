//! CSV tables: a matrix as `from,to,minutes`, weights as `id,weight`.

use std::collections::HashMap;

use super::words::short;
use crate::error::{Result, SitingError};
use crate::matrix::{MOST_CELLS, Matrix};

/// A matrix with the names of its rows and columns, in the order in which they first appear.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    pub matrix: Matrix,
    pub demands: Vec<String>,
    pub sites: Vec<String>,
}

const MOST_NAME: usize = 200;

fn reader(text: &str) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new()
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes())
}

/// One row of text with the line it stands in.
fn rows<'a>(file: &'a str, text: &'a str) -> impl Iterator<Item = Result<(usize, csv::StringRecord)>> + 'a {
    let mut inner = reader(text).into_records();
    std::iter::from_fn(move || {
        let next = inner.next()?;
        Some(match next {
            Ok(record) => {
                let row = record.position().map_or(0, |p| p.line() as usize);
                Ok((row, record))
            }
            Err(why) => {
                let row = why.position().map_or(0, |p| p.line() as usize);
                Err(SitingError::row(
                    file,
                    row,
                    "this row is not readable as comma-separated text",
                ))
            }
        })
    })
}

fn heads(file: &str, text: &str) -> Result<Vec<String>> {
    match reader(text).headers() {
        Ok(heads) if !heads.is_empty() => {
            let strip = |h: &str| h.trim_start_matches('\u{feff}').trim().to_ascii_lowercase();
            Ok(heads.iter().map(strip).collect())
        }
        _ => Err(SitingError::file(file, "there is no heading row")),
    }
}

fn column(file: &str, heads: &[String], names: &[&str]) -> Result<usize> {
    heads
        .iter()
        .position(|h| names.contains(&h.as_str()))
        .ok_or_else(|| {
            SitingError::row(
                file,
                1,
                format!("there is no column \u{201c}{}\u{201d}", names[0]),
            )
        })
}

/// Numbers names by first appearance.
#[derive(Default)]
struct Names {
    order: Vec<String>,
    known: HashMap<String, usize>,
}

impl Names {
    fn number(&mut self, name: &str) -> usize {
        if let Some(&at) = self.known.get(name) {
            return at;
        }
        let at = self.order.len();
        self.order.push(name.to_owned());
        self.known.insert(name.to_owned(), at);
        at
    }
}

/// Reads `from,to,minutes` (also `cost`, `metres`, `distance` for the last). An empty cell, or a pair that is not
/// there, means out of reach. A pair that stands there twice is refused.
///
/// # Errors
/// Names the row of the first thing that is wrong: missing columns, a negative, endless or unreadable figure.
pub fn matrix_csv(file: &str, text: &str) -> Result<Table> {
    let heads = heads(file, text)?;
    let from = column(file, &heads, &["from", "demand", "origin"])?;
    let to = column(file, &heads, &["to", "site", "destination"])?;
    let value = column(
        file,
        &heads,
        &["minutes", "cost", "metres", "distance", "seconds"],
    )?;
    let (mut demands, mut sites) = (Names::default(), Names::default());
    let mut cells: Vec<(u32, u32, f64, u32)> = Vec::new();
    for row in rows(file, text) {
        let (line, record) = row?;
        let get = |k: usize| record.get(k).unwrap_or("");
        let (a, b, c) = (get(from), get(to), get(value));
        if a.is_empty() || b.is_empty() {
            return Err(SitingError::row(file, line, "a name is missing"));
        }
        if a.len() > MOST_NAME || b.len() > MOST_NAME {
            return Err(SitingError::row(file, line, "a name is longer than 200 letters"));
        }
        let (i, j) = (demands.number(a), sites.number(b));
        if demands.order.len().saturating_mul(sites.order.len()) > MOST_CELLS {
            return Err(SitingError::TooLarge(format!(
                "{file}, row {line}: {} demands by {} sites",
                demands.order.len(),
                sites.order.len()
            )));
        }
        let cost = if c.is_empty() {
            f64::INFINITY
        } else {
            match c.parse::<f64>() {
                Ok(x) if x.is_finite() && (0.0..=1e12).contains(&x) => x,
                _ => {
                    let what = format!(
                        "\u{201c}{}\u{201d} should be a number from 0 to 1,000,000,000,000",
                        short(c)
                    );
                    return Err(SitingError::row(file, line, what));
                }
            }
        };
        cells.push((i as u32, j as u32, cost, line as u32));
    }
    if cells.is_empty() {
        return Err(SitingError::file(file, "there is no row below the heading"));
    }
    let mut matrix = Matrix::unreachable(demands.order.len(), sites.order.len())?;
    let mut seen = vec![false; matrix.demands() * matrix.sites()];
    for (i, j, cost, line) in cells {
        let at = i as usize * matrix.sites() + j as usize;
        if std::mem::replace(&mut seen[at], true) {
            return Err(SitingError::row(
                file,
                line as usize,
                "this pair stands in the file twice",
            ));
        }
        matrix.row_mut(i as usize)[j as usize] = cost;
    }
    Ok(Table {
        matrix,
        demands: demands.order,
        sites: sites.order,
    })
}

/// Reads one figure per name: `id,weight` (also `population`, `people`, `demand`, `capacity`, `cost`).
///
/// # Errors
/// Names the row of the first thing that is wrong.
pub fn figures_csv(file: &str, text: &str) -> Result<Vec<(String, f64)>> {
    let heads = heads(file, text)?;
    let id = column(file, &heads, &["id", "name", "from", "demand", "site"])?;
    let named = [
        "weight",
        "weights",
        "population",
        "people",
        "pop",
        "demand",
        "capacity",
        "cost",
    ];
    let value = heads
        .iter()
        .enumerate()
        .position(|(k, h)| k != id && named.contains(&h.as_str()))
        .ok_or_else(|| SitingError::row(file, 1, "there is no column \u{201c}weight\u{201d}"))?;
    let mut figures = Vec::new();
    let mut seen = std::collections::HashSet::new();
    for row in rows(file, text) {
        let (line, record) = row?;
        let name = record.get(id).unwrap_or("");
        let text = record.get(value).unwrap_or("");
        if name.is_empty() || name.len() > MOST_NAME {
            return Err(SitingError::row(
                file,
                line,
                "the name is missing or longer than 200 letters",
            ));
        }
        if !seen.insert(name.to_owned()) {
            return Err(SitingError::row(
                file,
                line,
                format!("\u{201c}{}\u{201d} stands in the file twice", short(name)),
            ));
        }
        match text.parse::<f64>() {
            Ok(x) if x.is_finite() && (0.0..=1e12).contains(&x) => figures.push((name.to_owned(), x)),
            _ => {
                let what = format!(
                    "\u{201c}{}\u{201d} should be a number from 0 to 1,000,000,000,000",
                    short(text)
                );
                return Err(SitingError::row(file, line, what));
            }
        }
    }
    Ok(figures)
}
