//! The inverse of the small square table in the middle of a simplex: which full sites reach which paying demands. It is kept
//! as it is and changed with every exchange; a row belongs to a demand, a column to a site.

#[derive(Debug, Clone, Default)]
pub(super) struct Inverse {
    rows: Vec<Vec<f64>>,
}

/// `to += factor * from`
fn add(to: &mut [f64], factor: f64, from: &[f64]) {
    for (t, f) in to.iter_mut().zip(from) {
        *t += factor * f;
    }
}

impl Inverse {
    pub(super) fn row(&self, at: usize) -> &[f64] {
        &self.rows[at]
    }

    pub(super) fn rows(&self) -> &[Vec<f64>] {
        &self.rows
    }

    /// Becomes a copy, in the room it has already.
    pub(super) fn copy(&mut self, from: &Self) {
        self.rows.clone_from(&from.rows);
    }

    /// One demand takes another's place; `column`: the new one's column times the inverse.
    pub(super) fn change_demand(&mut self, at: usize, column: &[f64]) {
        let mut own = std::mem::take(&mut self.rows[at]);
        let pivot = 1.0 / column[at];
        own.iter_mut().for_each(|x| *x *= pivot);
        for (row, &factor) in self.rows.iter_mut().zip(column) {
            if factor != 0.0 {
                add(row, -factor, &own);
            }
        }
        self.rows[at] = own;
    }

    /// One site takes another's place; `row`: the new one's row times the inverse.
    pub(super) fn change_site(&mut self, at: usize, row: &[f64]) {
        let pivot = 1.0 / row[at];
        for own in &mut self.rows {
            let lead = own[at] * pivot;
            if lead != 0.0 {
                add(own, -lead, row);
                own[at] = lead;
            }
        }
    }

    /// One demand and one site more. `corner`: what is left where they meet.
    pub(super) fn grow(&mut self, column: &[f64], row: &[f64], corner: f64) {
        let pivot = 1.0 / corner;
        for (own, &factor) in self.rows.iter_mut().zip(column) {
            if factor != 0.0 {
                add(own, factor * pivot, row);
            }
            own.push(-factor * pivot);
        }
        let mut last: Vec<f64> = row.iter().map(|x| -x * pivot).collect();
        last.push(pivot);
        self.rows.push(last);
    }

    /// One demand and one site fewer; the last ones take their places.
    pub(super) fn shrink(&mut self, demand: usize, site: usize) {
        let mut gone = self.rows.swap_remove(demand);
        let pivot = 1.0 / gone.swap_remove(site);
        for own in &mut self.rows {
            let factor = own.swap_remove(site) * pivot;
            if factor != 0.0 {
                add(own, -factor, &gone);
            }
        }
    }

    /// Inverts a table from scratch: a row for each site, a column for each demand.
    pub(super) fn of(mut table: Vec<Vec<f64>>) -> Option<Self> {
        let size = table.len();
        let mut used = vec![false; size];
        let mut pivots = vec![0; size];
        // Columns with few entries first: less is filled in.
        let mut order: Vec<usize> = (0..size).collect();
        let entries = |c: usize| table.iter().filter(|r| r[c] != 0.0).count();
        order.sort_by_cached_key(|&c| entries(c));
        for &c in &order {
            let free = (0..size).filter(|&r| !used[r]);
            let at = free.max_by(|&a, &b| table[a][c].abs().total_cmp(&table[b][c].abs()).then(b.cmp(&a)))?;
            let pivot = table[at][c];
            if pivot.abs() < 1e-9 {
                return None;
            }
            used[at] = true;
            pivots[c] = at;
            let mut own = std::mem::take(&mut table[at]);
            own[c] = 1.0;
            own.iter_mut().for_each(|x| *x /= pivot);
            for row in table.iter_mut().filter(|r| !r.is_empty()) {
                let factor = row[c];
                if factor != 0.0 {
                    row[c] = 0.0;
                    add(row, -factor, &own);
                }
            }
            table[at] = own;
        }
        let rows = (0..size)
            .map(|c| {
                let from = &table[pivots[c]];
                let mut row = vec![0.0; size];
                for (x, &p) in from.iter().zip(&pivots) {
                    row[p] = *x;
                }
                row
            })
            .collect();
        Some(Self { rows })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Random;

    /// A table of noughts and ones with an inverse.
    fn table(size: usize, random: &mut Random) -> Vec<Vec<f64>> {
        loop {
            let one = |_| if random.below(3) == 0 { 1.0 } else { 0.0 };
            let table: Vec<Vec<f64>> = (0..size).map(|_| vec![0.0; size]).collect();
            let table: Vec<Vec<f64>> = {
                let cells: Vec<f64> = (0..size * size).map(one).collect();
                (0..table.len())
                    .map(|r| cells[r * size..(r + 1) * size].to_vec())
                    .collect()
            };
            if Inverse::of(table.clone()).is_some() {
                return table;
            }
        }
    }

    fn is_inverse(inverse: &Inverse, table: &[Vec<f64>]) -> bool {
        let size = table.len();
        let cell = |r: usize, c: usize| (0..size).map(|k| inverse.row(r)[k] * table[k][c]).sum::<f64>();
        (0..size).all(|r| (0..size).all(|c| (cell(r, c) - f64::from(u8::from(r == c))).abs() < 1e-7))
    }

    fn column_of(inverse: &Inverse, column: &[f64]) -> Vec<f64> {
        let times = |row: &Vec<f64>| row.iter().zip(column).map(|(a, b)| a * b).sum();
        inverse.rows().iter().map(times).collect()
    }

    fn row_of(inverse: &Inverse, row: &[f64]) -> Vec<f64> {
        let size = row.len();
        (0..size)
            .map(|c| (0..size).map(|r| row[r] * inverse.row(r)[c]).sum())
            .collect()
    }

    #[test]
    fn every_exchange_leaves_the_inverse_of_the_new_table() {
        let mut random = Random::new(7);
        for round in 0..200 {
            let size = 1 + random.below(8);
            let large = table(size + 1, &mut random);
            let mut small: Vec<Vec<f64>> = large[..size].iter().map(|r| r[..size].to_vec()).collect();
            let Some(first) = Inverse::of(small.clone()) else {
                continue;
            };
            assert!(is_inverse(&first, &small), "{round}");
            let column: Vec<f64> = large[..size].iter().map(|r| r[size]).collect();
            let (w, v) = (column_of(&first, &column), row_of(&first, &large[size][..size]));
            let corner = large[size][size] - w.iter().zip(&large[size]).map(|(a, b)| a * b).sum::<f64>();
            let mut grown = first.clone();
            grown.grow(&w, &v, corner);
            assert!(is_inverse(&grown, &large), "{round}");
            grown.shrink(size, size);
            assert!(is_inverse(&grown, &small), "{round}");
            let at = random.below(size);
            if w[at].abs() > 1e-6 {
                let mut changed = first.clone();
                changed.change_demand(at, &w);
                let mut table = small.clone();
                table.iter_mut().zip(&column).for_each(|(r, c)| r[at] = *c);
                assert!(is_inverse(&changed, &table), "{round}");
            }
            if v[at].abs() > 1e-6 {
                let mut changed = first;
                changed.change_site(at, &v);
                small[at].copy_from_slice(&large[size][..size]);
                assert!(is_inverse(&changed, &small), "{round}");
            }
        }
    }
}
