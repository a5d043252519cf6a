//! OR-Library p-median files: a graph whose shortest paths are the matrix.

use super::words::Words;
use crate::error::{Result, SitingError};
use crate::matrix::{MOST_CELLS, Matrix};
use crate::problem::{Model, Problem};

/// Reads an OR-Library `pmed` file: `vertices edges p`, then one `from to length` per edge.
/// An edge that is given again replaces the earlier one (the published optima need that).
/// Every vertex is a demand of weight 1 and a site.
///
/// # Errors
/// When the file breaks the format or a vertex cannot reach another is still fine; hostile sizes are refused.
pub fn pmed(file: &str, text: &str) -> Result<Problem> {
    let mut words = Words::new(file, text);
    let n = words.whole("the number of vertices", 1, 8_000)?;
    let edges = words.whole("the number of edges", 0, 64_000_000)?;
    let p = words.whole("p", 1, n)?;
    if n * n > MOST_CELLS {
        return Err(SitingError::TooLarge(format!("{n} vertices")));
    }
    let mut list: Vec<(u32, u32, u32)> = Vec::new();
    for _ in 0..edges {
        let a = words.whole("a vertex", 1, n)? - 1;
        let b = words.whole("a vertex", 1, n)? - 1;
        let length = words.whole("an edge length", 0, 10_000_000)?;
        list.push((a.min(b) as u32, a.max(b) as u32, length as u32));
    }
    if words.next().is_some() {
        return words.fail("there is more in the file than its first row says");
    }
    // A stable sort keeps the order of reading among equals, so the last of each run is the one read last.
    list.sort_by_key(|&(a, b, _)| (a, b));
    let mut kept: Vec<(u32, u32, u32)> = Vec::with_capacity(list.len());
    for edge in list {
        match kept.last_mut() {
            Some(last) if (last.0, last.1) == (edge.0, edge.1) => *last = edge,
            _ => kept.push(edge),
        }
    }
    let matrix = shortest(n, &kept)?;
    Ok(Problem::new(Model::PMedian { p }, matrix))
}

/// All shortest paths. Lengths are whole numbers, so a bucket queue beats a heap.
fn shortest(n: usize, edges: &[(u32, u32, u32)]) -> Result<Matrix> {
    let mut start = vec![0usize; n + 2];
    for &(a, b, _) in edges {
        start[a as usize + 2] += 1;
        start[b as usize + 2] += 1;
    }
    for v in 2..n + 2 {
        start[v] += start[v - 1];
    }
    let mut to = vec![(0u32, 0u32); edges.len() * 2];
    for &(a, b, length) in edges {
        for (from, other) in [(a, b), (b, a)] {
            let slot = &mut start[from as usize + 1];
            to[*slot] = (length, other);
            *slot += 1;
        }
    }
    // Short edges first: the scan of a vertex stops when an edge alone is longer than anything still open.
    for v in 0..n {
        to[start[v]..start[v + 1]].sort_unstable();
    }
    let mut matrix = Matrix::unreachable(n, n)?;
    let mut distance = vec![u64::MAX; n];
    let mut heap = std::collections::BinaryHeap::new();
    for source in 0..n {
        distance.fill(u64::MAX);
        distance[source] = 0;
        heap.push(std::cmp::Reverse((0u64, source as u32)));
        while let Some(std::cmp::Reverse((d, v))) = heap.pop() {
            let v = v as usize;
            if d > distance[v] {
                continue;
            }
            for &(length, w) in &to[start[v]..start[v + 1]] {
                let next = d + u64::from(length);
                if next < distance[w as usize] {
                    distance[w as usize] = next;
                    heap.push(std::cmp::Reverse((next, w)));
                }
            }
        }
        for (cell, &d) in matrix.row_mut(source).iter_mut().zip(&distance) {
            if d != u64::MAX {
                *cell = d as f64;
            }
        }
    }
    Ok(matrix)
}
