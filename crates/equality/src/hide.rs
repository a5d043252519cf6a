//! Small numbers are not shown, nor can they be worked out from those that are.
//!
//! A table of one question has an option in each row and a kind of report in each column; in the last column stand all
//! kinds together. Someone who looks on knows besides how many sets of answers there are of each kind, and so, of each
//! column, how much its numbers cannot exceed: how many left the question empty is never shown.

/// The least number that is shown.
pub const LEAST: i64 = 5;

/// What can be read of a table: by option, then by kind, all kinds at the end.
pub type Shown = Vec<Vec<Option<i64>>>;

/// `counts` by option and kind, `sets` of answers by kind.
///
/// Every number under [`LEAST`] is left out. For each of these that is not 0, three others that stand with it in a
/// rectangle are left out too, such that one person could have been counted at other corners: then there is another table
/// with the same numbers left in, and nobody can tell which of them it was. Of the rectangles the one is taken that costs
/// least.
pub fn shown(counts: &[Vec<i64>], sets: &[i64]) -> Shown {
    let table = Table::new(counts, sets);
    let mut hidden = table.small();
    for row in 0..table.options() {
        for column in 0..=table.kinds() {
            if !(1..LEAST).contains(&table.at(row, column)) {
                continue;
            }
            let others = table.rectangles(row, column);
            let cost = |corners: &[Cell; 3]| -> i64 {
                let new = corners.iter().filter(|c| !is_in(&hidden, **c));
                new.map(|c| table.at(c.0, c.1)).sum()
            };
            if let Some(corners) = others.into_iter().min_by_key(cost) {
                for (row, column) in corners {
                    if let Some(cell) = hidden.get_mut(row).and_then(|r| r.get_mut(column)) {
                        *cell = true;
                    }
                }
            }
        }
    }
    (0..table.options())
        .map(|row| {
            let cells = 0..=table.kinds();
            cells
                .map(|column| (!is_in(&hidden, (row, column))).then(|| table.at(row, column)))
                .collect()
        })
        .collect()
}

/// Row and column.
type Cell = (usize, usize);

fn is_in(hidden: &[Vec<bool>], (row, column): Cell) -> bool {
    hidden
        .get(row)
        .and_then(|r| r.get(column))
        .copied()
        .unwrap_or(true)
}

/// The table with what was left empty as a last row, and all kinds as a last column.
struct Table {
    rows: Vec<Vec<i64>>,
}

impl Table {
    fn new(counts: &[Vec<i64>], sets: &[i64]) -> Self {
        let mut rows = counts.to_vec();
        let empty = sets.iter().enumerate().map(|(kind, sets)| {
            let given: i64 = counts.iter().filter_map(|r| r.get(kind)).sum();
            sets - given
        });
        rows.push(empty.collect());
        for row in &mut rows {
            row.push(row.iter().sum());
        }
        Self { rows }
    }

    fn options(&self) -> usize {
        self.rows.len().saturating_sub(1)
    }

    fn kinds(&self) -> usize {
        self.rows.first().map_or(0, |r| r.len().saturating_sub(1))
    }

    fn at(&self, row: usize, column: usize) -> i64 {
        self.rows
            .get(row)
            .and_then(|r| r.get(column))
            .copied()
            .unwrap_or(0)
    }

    /// What is left out for its own sake. What was left empty is never shown.
    fn small(&self) -> Vec<Vec<bool>> {
        let rows = self.rows.iter().enumerate();
        rows.map(|(i, row)| row.iter().map(|n| i == self.options() || *n < LEAST).collect())
            .collect()
    }

    /// The other three corners of every rectangle in which one person more or less at this corner can be made up for.
    fn rectangles(&self, row: usize, column: usize) -> Vec<[Cell; 3]> {
        let mut found = Vec::new();
        for other_row in (0..=self.options()).filter(|r| *r != row) {
            for other_column in (0..=self.kinds()).filter(|c| *c != column) {
                // All kinds go the way of the one kind; two kinds go opposite ways.
                let side = if self.kinds() == column || self.kinds() == other_column {
                    1
                } else {
                    -1
                };
                let corners = [
                    ((row, column), 1),
                    ((row, other_column), side),
                    ((other_row, column), -1),
                    ((other_row, other_column), -side),
                ];
                let fits = |by: i64| {
                    corners
                        .iter()
                        .all(|((r, c), way)| self.at(*r, *c) + by * way >= 0)
                };
                if fits(1) || fits(-1) {
                    found.push([
                        (row, other_column),
                        (other_row, column),
                        (other_row, other_column),
                    ]);
                }
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    #[test]
    fn small_numbers_take_others_with_them() {
        // Two kinds: of the second, three are Sikh.
        let counts = [vec![40, 30], vec![12, 3], vec![8, 9]];
        let shown = shown(&counts, &[60, 42]);
        assert_eq!(shown[1][1], None);
        // The row's sum would tell it: the other kind or the sum goes too.
        assert!(shown[1][0].is_none() || shown[1][2].is_none(), "{shown:?}");
        assert_eq!(shown[0], [Some(40), Some(30), Some(70)]);
    }

    #[test]
    fn nothing_is_left_out_where_nothing_is_small() {
        let counts = [vec![40, 30], vec![12, 13]];
        let all = shown(&counts, &[52, 43]);
        assert_eq!(
            all,
            [[Some(40), Some(30), Some(70)], [Some(12), Some(13), Some(25)]]
        );
        assert_eq!(shown(&[], &[]), Vec::<Vec<Option<i64>>>::new());
    }

    #[test]
    fn one_kind_alone_hides_its_sum_with_it() {
        let all = shown(&[vec![20], vec![2]], &[22]);
        assert_eq!(all[1], [None, None]);
        assert_eq!(all[0], [Some(20), Some(20)]);
    }

    /// What every number that is not shown could be, for someone who tries every table that fits what is.
    fn possible(shown: &Shown, sets: &[i64]) -> Vec<Vec<BTreeSet<i64>>> {
        let kinds = sets.len();
        let mut found = vec![vec![BTreeSet::new(); kinds + 1]; shown.len()];
        let mut cells = vec![vec![0; kinds]; shown.len()];
        try_all(shown, sets, 0, &mut cells, &mut found);
        found
    }

    fn try_all(
        shown: &Shown,
        sets: &[i64],
        at: usize,
        cells: &mut Vec<Vec<i64>>,
        found: &mut Vec<Vec<BTreeSet<i64>>>,
    ) {
        let kinds = sets.len();
        let (row, kind) = (at / kinds, at % kinds);
        if row > 0 && kind == 0 {
            let sum: i64 = cells[row - 1].iter().sum();
            if shown[row - 1][kinds].is_some_and(|all| all != sum) {
                return;
            }
        }
        if row == shown.len() {
            for (row, cells) in cells.iter().enumerate() {
                for (kind, n) in cells.iter().enumerate() {
                    found[row][kind].insert(*n);
                }
                found[row][kinds].insert(cells.iter().sum());
            }
            return;
        }
        let used: i64 = cells[..row].iter().map(|r| r[kind]).sum();
        let range = match shown[row][kind] {
            Some(n) => n..=n,
            None => 0..=sets[kind] - used,
        };
        for n in range {
            if used + n <= sets[kind] {
                cells[row][kind] = n;
                try_all(shown, sets, at + 1, cells, found);
            }
        }
    }

    fn tables() -> impl Strategy<Value = (Vec<Vec<i64>>, Vec<i64>)> {
        (1_usize..4, 1_usize..3).prop_flat_map(|(options, kinds)| {
            let cells = proptest::collection::vec(proptest::collection::vec(0_i64..9, kinds), options);
            let empty = proptest::collection::vec(0_i64..4, kinds);
            (cells, empty).prop_map(|(cells, empty)| {
                let sets = empty
                    .iter()
                    .enumerate()
                    .map(|(k, e)| e + cells.iter().map(|r| r[k]).sum::<i64>())
                    .collect();
                (cells, sets)
            })
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]
        #[test]
        fn nobody_who_tries_every_table_can_tell_a_small_number((counts, sets) in tables()) {
            prop_assume!(sets.iter().all(|s| *s <= 18));
            let shown = shown(&counts, &sets);
            let possible = possible(&shown, &sets);
            for (row, cells) in counts.iter().enumerate() {
                let all: i64 = cells.iter().sum();
                for (kind, n) in cells.iter().chain([&all]).enumerate() {
                    match shown[row][kind] {
                        Some(said) => prop_assert!(said == *n && said >= LEAST),
                        None => prop_assert!(possible[row][kind].contains(n)),
                    }
                    if (1..LEAST).contains(n) {
                        prop_assert!(possible[row][kind].len() > 1, "{counts:?} {sets:?} {shown:?}");
                    }
                }
            }
        }

        #[test]
        fn large_tables_show_only_what_is_true_and_large(
            counts in proptest::collection::vec(proptest::collection::vec(0_i64..60, 9), 11)
        ) {
            let sets: Vec<i64> = (0..9).map(|k| counts.iter().map(|r| r[k]).sum()).collect();
            for (row, cells) in shown(&counts, &sets).iter().enumerate() {
                prop_assert_eq!(cells.len(), 10);
                for (kind, said) in cells.iter().enumerate() {
                    let n = counts[row].get(kind).copied().unwrap_or_else(|| counts[row].iter().sum());
                    prop_assert!(said.is_none_or(|said| said == n && said >= LEAST));
                }
            }
        }
    }
}
