//! Numbers that say nothing about one person: what is under five is not said, nor can it be worked out.

/// The least number that is published.
pub const LEAST: i64 = 5;

/// A number as the public reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Number {
    Exact(i64),
    /// Fewer than [`LEAST`]; none, too.
    Few,
    /// [`LEAST`] or more: said exactly, it would give away another one.
    Some,
    /// A sum of which not every part is published.
    AtLeast(i64),
}

impl Number {
    /// A number that stands alone.
    pub fn alone(count: i64) -> Self {
        if count < LEAST {
            Self::Few
        } else {
            Self::Exact(count)
        }
    }

    pub fn exact(self) -> Option<i64> {
        match self {
            Self::Exact(n) => Some(n),
            _ => None,
        }
    }

    /// The least that it can be.
    pub fn least(self) -> i64 {
        match self {
            Self::Exact(n) | Self::AtLeast(n) => n,
            Self::Few => 0,
            Self::Some => LEAST,
        }
    }

    /// The most that it can be.
    fn most(self) -> Option<i64> {
        match self {
            Self::Exact(n) => Some(n),
            Self::Few => Some(LEAST - 1),
            Self::Some | Self::AtLeast(_) => None,
        }
    }
}

/// Parts of a whole as the public reads them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parts {
    pub numbers: Vec<Number>,
    /// Whether the whole may be said beside them.
    pub whole: bool,
}

/// The parts of a whole. Where a small part could be had by subtracting from the whole, the smallest of the others is
/// not said either; when that is not enough, the whole is not.
pub fn parts(counts: &[i64]) -> Parts {
    let total: i64 = counts.iter().sum();
    let mut numbers: Vec<Number> = counts.iter().map(|c| Number::alone(*c)).collect();
    while gives_away(&numbers, total) {
        let smallest = numbers
            .iter_mut()
            .filter(|p| p.exact().is_some())
            .min_by_key(|p| p.least());
        match smallest {
            Some(part) => *part = Number::Some,
            None => {
                return Parts {
                    numbers,
                    whole: false,
                };
            }
        }
    }
    Parts { numbers, whole: true }
}

/// Whether someone who knows the whole could tell one of the few exactly. That there was nobody may be told.
fn gives_away(parts: &[Number], total: i64) -> bool {
    if total < LEAST {
        // The whole is not published.
        return false;
    }
    let least: i64 = parts.iter().map(|p| p.least()).sum();
    let most: Option<i64> = parts.iter().map(|p| p.most()).sum();
    let few = parts.iter().filter(|p| **p == Number::Few).count();
    if few == 0 || total == least {
        return false;
    }
    // What one of the few can be, the others being anything that they can be.
    let low = most.map_or(0, |most| (total - (most - (LEAST - 1))).max(0));
    let high = (total - least).min(LEAST - 1);
    low >= high
}

/// What is left of a whole without some of its parts, as far as the published numbers tell.
pub fn rest(whole: Number, taken: &[Number], left: &[Number]) -> Number {
    let taken: Option<i64> = taken.iter().map(|n| n.exact()).sum();
    match (whole.exact(), taken) {
        (Some(whole), Some(taken)) => Number::alone(whole - taken),
        _ if whole == Number::Few => Number::Few,
        _ => sum(left),
    }
}

/// A sum of published numbers: it says no more than they do.
pub fn sum(parts: &[Number]) -> Number {
    let exact: Option<i64> = parts.iter().map(|n| n.exact()).sum();
    match exact {
        Some(exact) => Number::Exact(exact),
        None => match parts.iter().map(|p| p.least()).sum() {
            0 => Number::Few,
            least => Number::AtLeast(least),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Every way in which the parts could have been, for someone who sees what is published.
    fn possible(published: &[Number], total: i64) -> Vec<Vec<i64>> {
        let Some((first, rest)) = published.split_first() else {
            return if total == 0 { vec![Vec::new()] } else { Vec::new() };
        };
        let range = match *first {
            Number::Exact(n) => n..=n,
            Number::Few => 0..=LEAST - 1,
            _ => LEAST..=total.max(LEAST),
        };
        range
            .filter(|n| *n <= total)
            .flat_map(|n| {
                possible(rest, total - n).into_iter().map(move |mut more| {
                    more.insert(0, n);
                    more
                })
            })
            .collect()
    }

    #[test]
    fn a_small_number_that_could_be_had_by_subtracting_takes_another_one_with_it() {
        let numbers = |counts: &[i64]| parts(counts).numbers;
        assert_eq!(
            numbers(&[40, 3, 7]),
            [Number::Exact(40), Number::Few, Number::Some]
        );
        assert_eq!(
            numbers(&[40, 3, 2, 7]),
            [Number::Exact(40), Number::Few, Number::Few, Number::Exact(7)]
        );
        // Both were four, and the whole would say it.
        assert_eq!(numbers(&[40, 4, 4]), [Number::Some, Number::Few, Number::Few]);
        assert_eq!(numbers(&[9, 6]), [Number::Exact(9), Number::Exact(6)]);
        assert!(parts(&[9, 4]).whole && !parts(&[4, 4]).whole);
    }

    #[test]
    fn the_rest_of_a_whole_is_not_more_exact_than_its_parts() {
        let whole = Number::Exact(50);
        let left = [Number::Exact(20), Number::Few];
        assert_eq!(rest(whole, &[Number::Exact(28)], &left), Number::Exact(22));
        assert_eq!(rest(whole, &[Number::Few], &left), Number::AtLeast(20));
        assert_eq!(rest(Number::Few, &[Number::Few], &[Number::Few]), Number::Few);
    }

    proptest! {
        #[test]
        fn nobody_can_work_out_a_small_number(counts in proptest::collection::vec(0_i64..12, 1..6)) {
            let total: i64 = counts.iter().sum();
            prop_assume!(total >= LEAST);
            let Parts { numbers: published, whole } = parts(&counts);
            // Where the whole is not said, anything up to it may have been.
            let wholes = if whole { total..=total } else { LEAST..=total };
            let ways: Vec<Vec<i64>> = wholes.flat_map(|whole| possible(&published, whole)).collect();
            prop_assert!(ways.contains(&counts));
            for (i, count) in counts.iter().enumerate().filter(|(_, c)| (1..LEAST).contains(*c)) {
                prop_assert!(ways.iter().any(|w| w[i] != *count), "{counts:?} {published:?}");
            }
        }

        #[test]
        fn what_is_published_is_true(counts in proptest::collection::vec(0_i64..40, 1..20)) {
            for (count, number) in counts.iter().zip(parts(&counts).numbers) {
                match number {
                    Number::Exact(n) => prop_assert_eq!(n, *count),
                    Number::Few => prop_assert!(*count < LEAST),
                    Number::Some => prop_assert!(*count >= LEAST),
                    Number::AtLeast(_) => prop_assert!(false),
                }
            }
            let whole = sum(&parts(&counts).numbers);
            prop_assert!(whole.least() <= counts.iter().sum());
        }
    }
}
