//! Small random problems: every set of open sites is tried.

use proptest::prelude::*;
use siting::{Answer, Case, Matrix, Model, Problem, Rule, Settings, Unlimited, solve, verify};

fn holds(rule: &Rule, open: &[usize]) -> bool {
    let count = |s: &[usize]| s.iter().filter(|j| open.contains(j)).count();
    match rule {
        Rule::MustKeep { sites } => sites.iter().all(|j| open.contains(j)),
        Rule::MustClose { sites } => !sites.iter().any(|j| open.contains(j)),
        Rule::AtLeast { sites, least } => count(sites) >= *least,
        Rule::AtMost { sites, most } => count(sites) <= *most,
        Rule::NotTogether { sites } => count(sites) <= 1,
        Rule::Needs { first, then } => !open.contains(first) || open.contains(then),
        Rule::Budget { costs, most } => {
            costs
                .iter()
                .filter(|(j, _)| open.contains(j))
                .map(|c| c.1)
                .sum::<f64>()
                <= *most
        }
    }
}

/// The best objective over all sets of open sites, in "less is better" terms.
fn best(problem: &Problem) -> Option<f64> {
    let (n, m) = (problem.matrix.demands(), problem.matrix.sites());
    let mut best: Option<f64> = None;
    for mask in 1u32..1 << m {
        let open: Vec<usize> = (0..m).filter(|j| mask >> j & 1 == 1).collect();
        let count = open.len();
        let fits = match problem.model {
            Model::PMedian { p } => count == p,
            Model::PCenter { p } | Model::MaxCover { p, .. } => count <= p,
            _ => true,
        };
        if !fits || !problem.rules.iter().all(|r| holds(r, &open)) {
            continue;
        }
        let near = |i: usize| {
            open.iter()
                .map(|&j| problem.matrix.at(i, j))
                .fold(f64::INFINITY, f64::min)
        };
        let fixed: f64 = open.iter().map(|&j| problem.fixed_cost(j)).sum();
        let value = match problem.model {
            Model::PMedian { .. } | Model::Plant => {
                fixed + (0..n).map(|i| problem.weights[i] * near(i)).sum::<f64>()
            }
            Model::PCenter { .. } => (0..n).map(near).fold(0.0, f64::max),
            Model::SetCover { limit } if (0..n).all(|i| near(i) <= limit) => fixed,
            Model::MaxCover { limit, .. } => -(0..n)
                .filter(|&i| near(i) <= limit)
                .map(|i| problem.weights[i])
                .sum::<f64>(),
            _ => f64::INFINITY,
        };
        if value.is_finite() {
            best = Some(best.map_or(value, |b| b.min(value)));
        }
    }
    if let (Model::MaxCover { .. }, true) = (problem.model, problem.rules.iter().all(|r| holds(r, &[]))) {
        best = Some(best.map_or(0.0, |b| b.min(0.0)));
    }
    best
}

fn same(problem: &Problem) -> Result<Answer, TestCaseError> {
    let answer = solve(problem, &Settings::default(), &Unlimited).unwrap();
    let verdict = verify(problem, &answer).unwrap();
    prop_assert!(verdict.agrees, "{:?} {:?}", verdict.problems, answer);
    match best(problem) {
        Some(value) => {
            let value = if problem.model.maximises() { -value } else { value };
            let got = answer.objective.unwrap_or(f64::NAN);
            prop_assert!(
                (got - value).abs() <= 1e-6 * (1.0 + value.abs()),
                "found {got}, best {value}: {answer:?}"
            );
            prop_assert!(answer.proved, "not proved: {answer:?}");
        }
        None => prop_assert!(
            answer.infeasible && !answer.found,
            "there is none, but: {answer:?}"
        ),
    }
    Ok(answer)
}

fn matrices() -> impl Strategy<Value = (Matrix, Vec<f64>)> {
    (1usize..12, 1usize..9, any::<bool>()).prop_flat_map(|(n, m, whole)| {
        let cells = proptest::collection::vec(0u32..60, n * m);
        let weights = proptest::collection::vec(0u32..5, n);
        (cells, weights).prop_map(move |(cells, weights)| {
            let scale = if whole { 1.0 } else { 0.37 };
            let cells = cells.into_iter().map(|c| f64::from(c) * scale).collect();
            (
                Matrix::new(n, m, cells).unwrap(),
                weights.into_iter().map(f64::from).collect(),
            )
        })
    })
}

fn rules(m: usize) -> impl Strategy<Value = Vec<Rule>> {
    let some = || {
        proptest::collection::btree_set(0..m, 1..=m.min(4)).prop_map(|s| s.into_iter().collect::<Vec<_>>())
    };
    let one = prop_oneof![
        some().prop_map(|s| Rule::MustKeep {
            sites: s.into_iter().take(1).collect()
        }),
        some().prop_map(|s| Rule::MustClose {
            sites: s.into_iter().take(1).collect()
        }),
        (some(), 1usize..3).prop_map(|(sites, least)| Rule::AtLeast { sites, least }),
        (some(), 0usize..3).prop_map(|(sites, most)| Rule::AtMost { sites, most }),
        some().prop_map(|sites| Rule::NotTogether { sites }),
        (0..m, 0..m).prop_map(|(first, then)| Rule::Needs { first, then }),
        (proptest::collection::vec(0u32..9, m), 0u32..20).prop_map(|(costs, most)| Rule::Budget {
            costs: costs
                .into_iter()
                .enumerate()
                .map(|(j, c)| (j, f64::from(c)))
                .collect(),
            most: f64::from(most),
        }),
    ];
    proptest::collection::vec(one, 0..4)
}

fn with_rules() -> impl Strategy<Value = (Matrix, Vec<f64>, Vec<Rule>, usize, f64)> {
    matrices().prop_flat_map(|(matrix, weights)| {
        let m = matrix.sites();
        (Just(matrix), Just(weights), rules(m), 1..=m, 0u32..60)
            .prop_map(|(a, b, c, d, limit)| (a, b, c, d, f64::from(limit)))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn the_median_is_the_best_of_all_sets((matrix, weights, rules, p, _) in with_rules()) {
        let mut problem = Problem::new(Model::PMedian { p }, matrix);
        problem.weights = weights;
        problem.rules = rules;
        same(&problem)?;
    }

    #[test]
    fn the_plants_are_the_best_of_all_sets((matrix, weights, rules, _, limit) in with_rules()) {
        let mut problem = Problem::new(Model::Plant, matrix);
        problem.weights = weights;
        problem.fixed = (0..problem.matrix.sites()).map(|j| limit * 0.5 + j as f64).collect();
        problem.rules = rules;
        same(&problem)?;
    }

    #[test]
    fn the_largest_cover_is_the_best_of_all_sets((matrix, weights, rules, p, limit) in with_rules()) {
        let mut problem = Problem::new(Model::MaxCover { limit, p }, matrix);
        problem.weights = weights;
        problem.rules = rules;
        same(&problem)?;
    }

    #[test]
    fn the_smallest_cover_is_the_best_of_all_sets((matrix, weights, rules, _, limit) in with_rules()) {
        let mut problem = Problem::new(Model::SetCover { limit }, matrix);
        problem.weights = weights;
        problem.rules = rules;
        same(&problem)?;
    }

    #[test]
    fn covers_with_many_ties_are_proved(
        (n, m) in (20usize..40, 8usize..12),
        near in proptest::collection::vec(0u8..7, 40 * 12),
        costs in proptest::collection::vec(1u8..4, 12),
        priced in any::<bool>(),
    ) {
        let cells = (0..n * m).map(|k| if near[k] < 2 || k % m == k / m % m { 1.0 } else { 9.0 }).collect();
        let mut problem = Problem::new(Model::SetCover { limit: 5.0 }, Matrix::new(n, m, cells).unwrap());
        if priced {
            problem.fixed = costs[..m].iter().map(|c| f64::from(*c) * 0.7).collect();
        }
        same(&problem)?;
    }

    #[test]
    fn the_centre_is_the_best_of_all_sets((matrix, _, rules, p, _) in with_rules()) {
        let mut problem = Problem::new(Model::PCenter { p }, matrix);
        problem.rules = rules;
        same(&problem)?;
    }

    #[test]
    fn a_conflict_is_one_and_no_smaller((matrix, weights, rules, p, _) in with_rules()) {
        let mut problem = Problem::new(Model::PMedian { p }, matrix);
        problem.weights = weights;
        problem.rules = rules;
        let answer = solve(&problem, &Settings::default(), &Unlimited).unwrap();
        if answer.infeasible {
            prop_assert!(!answer.conflict.is_empty());
            let m = problem.matrix.sites();
            let named: Vec<&Rule> =
                problem.rules.iter().filter(|r| answer.conflict.contains(&r.words(&problem))).collect();
            let (most, least) = (format!("at most {p} sites"), format!("at least {p} sites"));
            // Some set of sites keeps everything named but the thing left out; none keeps it all.
            let fits = |without: &str| {
                (0u32..1 << m).any(|mask| {
                    let open: Vec<usize> = (0..m).filter(|j| mask >> j & 1 == 1).collect();
                    let says = |words: &String| words != without && answer.conflict.contains(words);
                    (!says(&most) || open.len() <= p)
                        && (!says(&least) || open.len() >= p)
                        && named.iter().filter(|r| r.words(&problem) != without).all(|r| holds(r, &open))
                })
            };
            prop_assert!(!fits(""), "{:?}", answer.conflict);
            for words in &answer.conflict {
                prop_assert!(fits(words), "{words} is not needed in {:?}", answer.conflict);
            }
        }
    }

    #[test]
    fn the_same_question_has_the_same_answer((matrix, weights, rules, p, _) in with_rules()) {
        let mut problem = Problem::new(Model::PMedian { p }, matrix);
        problem.weights = weights;
        problem.rules = rules;
        let once = solve(&problem, &Settings::default(), &Unlimited).unwrap();
        prop_assert_eq!(once, solve(&problem, &Settings::default(), &Unlimited).unwrap());
    }

    #[test]
    fn a_forged_answer_is_found_out((matrix, weights, _, p, _) in with_rules(), forge in 0usize..5) {
        let mut problem = Problem::new(Model::PMedian { p }, matrix);
        problem.weights = weights;
        let mut answer = solve(&problem, &Settings::default(), &Unlimited).unwrap();
        let Some(objective) = answer.objective.filter(|o| *o > 1.0) else { return Ok(()) };
        match forge {
            0 => answer.objective = Some(objective - 1.0),
            1 => answer.bound = Some(objective + 1.0),
            2 => { answer.open.pop(); }
            3 => answer.proof = None,
            _ => {
                // A case that looks at one side only.
                if let Some(proof) = &mut answer.proof {
                    proof.cases.insert(0, Case::Split { site: 0, opened: 1, closed: 1 });
                }
            }
        }
        prop_assert!(!verify(&problem, &answer).unwrap().agrees);
    }
}

/// The cheapest way to serve whole demands from open sites that can be full, by trying every one.
fn single_best(problem: &Problem) -> Option<f64> {
    let (n, m) = (problem.matrix.demands(), problem.matrix.sites());
    let mut best: Option<f64> = None;
    for mut code in 0..m.pow(n as u32) {
        let mut load = vec![0.0; m];
        let mut cost = 0.0;
        let mut used = vec![false; m];
        for i in 0..n {
            let j = code % m;
            code /= m;
            load[j] += problem.capacity.of_demand[i];
            cost += problem.weights[i] * problem.matrix.at(i, j);
            used[j] = true;
        }
        if load.iter().zip(&problem.capacity.of_site).any(|(l, s)| l > s) {
            continue;
        }
        cost += (0..m)
            .filter(|&j| used[j])
            .map(|j| problem.fixed_cost(j))
            .sum::<f64>();
        best = Some(best.map_or(cost, |b: f64| b.min(cost)));
    }
    best
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, ..ProptestConfig::default() })]

    #[test]
    fn full_sites_never_cost_more_split_than_whole(
        cells in proptest::collection::vec(0u32..50, 15),
        amounts in proptest::collection::vec(1u32..6, 5),
        rooms in proptest::collection::vec(2u32..12, 3),
        fixed in proptest::collection::vec(0u32..40, 3),
    ) {
        let cells = cells.into_iter().map(f64::from).collect();
        let mut problem = Problem::new(Model::Capacitated { single_source: true }, Matrix::new(5, 3, cells).unwrap());
        problem.fixed = fixed.into_iter().map(f64::from).collect();
        problem.capacity.of_demand = amounts.into_iter().map(f64::from).collect();
        problem.capacity.of_site = rooms.into_iter().map(f64::from).collect();
        let whole = solve(&problem, &Settings::default(), &Unlimited).unwrap();
        let verdict = verify(&problem, &whole).unwrap();
        prop_assert!(verdict.agrees, "{:?} {:?}", verdict.problems, whole);
        let best = single_best(&problem);
        if let (Some(best), Some(bound)) = (best, whole.bound) {
            prop_assert!(bound <= best + 1e-6, "bound {bound} above the best {best}");
        }
        if let Some(objective) = whole.objective {
            let best = best.unwrap();
            prop_assert!(objective >= best - 1e-6);
            prop_assert!(!whole.proved || (objective - best).abs() < 1e-6, "{objective} said to be proved, best {best}");
        }
        problem.model = Model::Capacitated { single_source: false };
        let split = solve(&problem, &Settings::default(), &Unlimited).unwrap();
        let verdict = verify(&problem, &split).unwrap();
        prop_assert!(verdict.agrees, "{:?} {:?}", verdict.problems, split);
        let room: f64 = problem.capacity.of_site.iter().sum();
        let need: f64 = problem.capacity.of_demand.iter().sum();
        prop_assert_eq!(split.found, room >= need);
        if let (Some(a), Some(best)) = (split.objective, best) {
            prop_assert!(a <= best + 1e-6, "split {a} above whole {best}");
        }
        prop_assert!(split.proved || !split.found, "{split:?}");
    }
}

/// As many groups as places, each with one to open, and people who reach only what is near: swaps from random sites
/// found no answer to that in minutes, and there is one.
#[test]
fn one_place_in_each_group_is_found_where_people_reach_few() {
    let (groups, m, reach) = (32, 600, 0.13);
    let mut state = 2_u64;
    let mut unit = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as f64 / (1u64 << 31) as f64
    };
    let sites: Vec<(f64, f64)> = (0..m).map(|_| (unit(), unit())).collect();
    let far = |a: (f64, f64), b: (f64, f64)| (a.0 - b.0).abs() + (a.1 - b.1).abs();
    // An answer to begin with: sites far from one another, each in a group of its own.
    let mut planted = vec![0];
    while planted.len() < groups {
        let from = |j: usize| {
            planted
                .iter()
                .map(|&k| far(sites[j], sites[k]))
                .fold(9.0, f64::min)
        };
        let next = (0..m).max_by(|&a, &b| from(a).total_cmp(&from(b))).unwrap();
        planted.push(next);
    }
    let mut members: Vec<Vec<usize>> = planted.iter().map(|&k| vec![k]).collect();
    for j in (0..m).filter(|j| !planted.contains(j)) {
        members[(unit() * groups as f64) as usize].push(j);
    }
    let mut cells = Vec::new();
    for _ in 0..3_000 {
        let place = (unit(), unit());
        if planted.iter().any(|&k| far(place, sites[k]) <= reach) {
            cells.extend(sites.iter().map(|&s| {
                let d = far(place, s);
                if d <= reach {
                    (d * 1000.0).round()
                } else {
                    f64::INFINITY
                }
            }));
        }
    }
    let matrix = Matrix::new(cells.len() / m, m, cells).unwrap();
    for model in [
        Model::PMedian { p: groups },
        Model::PCenter { p: groups },
        Model::SetCover { limit: 130.0 },
    ] {
        let mut problem = Problem::new(model, matrix.clone());
        let rule = |sites: &Vec<usize>| Rule::AtLeast {
            sites: sites.clone(),
            least: 1,
        };
        problem.rules = members.iter().map(rule).collect();
        let settings = Settings {
            heuristic: true,
            ..Settings::default()
        };
        let answer = solve(&problem, &settings, &Unlimited).unwrap();
        assert!(answer.found, "{model:?}: {}", answer.method);
        assert!(verify(&problem, &answer).unwrap().agrees);
        assert!(problem.rules.iter().all(|r| holds(r, &answer.open)));
        assert!(answer.open.len() >= groups);
    }
}

/// The lines of an affine space over three elements: a linear bound of a third of the points, and far more are needed. Whoever
/// misses no line leaves out a cap set, and the largest have 4 of 9 and 9 of 27 points.
#[test]
fn a_cover_far_above_its_linear_bound_is_proved() {
    for (points, least) in [(9usize, 5.0), (27, 18.0)] {
        let digits = |k: usize| [k % 3, k / 3 % 3, k / 9];
        let third = |a: usize, b: usize| {
            let (a, b) = (digits(a), digits(b));
            (0..3)
                .map(|d| (6 - a[d] - b[d]) % 3 * 3usize.pow(d as u32))
                .sum::<usize>()
        };
        let mut cells = Vec::new();
        for a in 0..points {
            for b in a + 1..points {
                let c = third(a, b);
                if c > b {
                    cells.extend((0..points).map(|k| if [a, b, c].contains(&k) { 1.0 } else { 9.0 }));
                }
            }
        }
        let rows = cells.len() / points;
        assert_eq!(rows, points * (points - 1) / 6);
        let matrix = Matrix::new(rows, points, cells).unwrap();
        let mut problem = Problem::new(Model::SetCover { limit: 5.0 }, matrix);
        for cost in [1.0, 0.7] {
            problem.fixed = vec![cost; points];
            let answer = solve(&problem, &Settings::default(), &Unlimited).unwrap();
            let verdict = verify(&problem, &answer).unwrap();
            assert!(verdict.agrees && verdict.proved, "{:?}", verdict.problems);
            let objective = answer.objective.unwrap();
            assert!((objective - least * cost).abs() < 1e-9, "{objective}");
            assert!(answer.proved && answer.branches > 1, "{}", answer.method);
        }
    }
}

/// Figures from 0 to 1.
fn chance(seed: u64) -> impl FnMut() -> f64 {
    let mut state = seed * 2_654_435_761 + 1;
    move || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 40) as f64 / f64::from(1 << 24)
    }
}

#[test]
fn where_each_group_keeps_one_the_alternatives_are_the_best_swaps_that_keep_it_so() {
    for seed in 0..20_u64 {
        let mut next = chance(seed);
        let (n, m, p) = (30, 18, 6);
        let sites: Vec<(f64, f64)> = (0..m).map(|_| (next(), next())).collect();
        let cells = (0..n)
            .flat_map(|_| {
                let at = (next(), next());
                let way = |s: &(f64, f64)| ((s.0 - at.0).powi(2) + (s.1 - at.1).powi(2)).sqrt();
                sites.iter().map(way).collect::<Vec<_>>()
            })
            .collect();
        let mut problem = Problem::new(Model::PMedian { p }, Matrix::new(n, m, cells).unwrap());
        problem.rules = (0..p)
            .map(|g| Rule::AtLeast {
                sites: (0..m).filter(|j| j % p == g).collect(),
                least: 1,
            })
            .collect();
        let answer = solve(&problem, &Settings::default(), &Unlimited).unwrap();
        let cost = |open: &[usize]| -> f64 {
            let near = |i: usize| {
                open.iter()
                    .map(|&j| problem.matrix.at(i, j))
                    .fold(f64::INFINITY, f64::min)
            };
            (0..n).map(near).sum()
        };
        let swapped = |out: usize, into: usize| -> Vec<usize> {
            answer
                .open
                .iter()
                .map(|&j| if j == out { into } else { j })
                .collect()
        };
        let mut swaps = Vec::new();
        for &out in &answer.open {
            for into in (0..m).filter(|j| !answer.open.contains(j)) {
                let open = swapped(out, into);
                if problem.rules.iter().all(|r| holds(r, &open)) {
                    swaps.push(cost(&open));
                }
            }
        }
        swaps.sort_by(f64::total_cmp);
        assert_eq!(answer.alternatives.len(), 5, "{seed}: {answer:?}");
        for (other, best) in answer.alternatives.iter().zip(&swaps) {
            assert!((other.objective - best).abs() < 1e-6, "{seed}: {other:?} {best}");
        }
        for other in &answer.alternatives {
            let open = swapped(other.close.unwrap(), other.open.unwrap());
            assert!(problem.rules.iter().all(|r| holds(r, &open)), "{seed}: {other:?}");
        }
    }
}

#[test]
fn covers_and_full_sites_tell_swaps_that_are_answers_themselves() {
    for seed in 0..30_u64 {
        let mut next = chance(seed);
        let (n, m) = (24, 12);
        let sites: Vec<(f64, f64)> = (0..m).map(|_| (next(), next())).collect();
        let cells: Vec<f64> = (0..n)
            .flat_map(|_| {
                let at = (next(), next());
                let way = |s: &(f64, f64)| (s.0 - at.0).hypot(s.1 - at.1);
                sites.iter().map(way).collect::<Vec<_>>()
            })
            .collect();
        let matrix = Matrix::new(n, m, cells).unwrap();
        let mut cover = Problem::new(Model::SetCover { limit: 0.6 }, matrix.clone());
        cover.rules = vec![Rule::NotTogether { sites: vec![0, 1, 2] }];
        let mut full = Problem::new(Model::Capacitated { single_source: false }, matrix);
        full.rules = vec![Rule::AtMost {
            sites: (0..m).collect(),
            most: 5,
        }];
        full.capacity.of_demand = vec![1.0; n];
        full.capacity.of_site = vec![6.0; m];
        for problem in [cover, full] {
            let answer = solve(&problem, &Settings::default(), &Unlimited).unwrap();
            if !answer.found {
                continue;
            }
            let swapped = |out: usize, into: usize| -> Vec<usize> {
                let swap = |&j: &usize| if j == out { into } else { j };
                answer.open.iter().map(swap).collect()
            };
            // What the swapped sites give by themselves, as a question of their own.
            let alone = |open: &[usize]| {
                let mut own = problem.clone();
                own.rules.extend((0..m).map(|j| {
                    if open.contains(&j) {
                        Rule::MustKeep { sites: vec![j] }
                    } else {
                        Rule::MustClose { sites: vec![j] }
                    }
                }));
                solve(&own, &Settings::default(), &Unlimited).unwrap().objective
            };
            let mut all: Vec<f64> = answer
                .open
                .iter()
                .flat_map(|out| (0..m).map(move |into| (*out, into)))
                .filter(|(_, into)| !answer.open.contains(into))
                .filter_map(|(out, into)| alone(&swapped(out, into)))
                .collect();
            all.sort_by(f64::total_cmp);
            assert_eq!(answer.alternatives.len(), all.len().min(5), "{seed}: {answer:?}");
            for (k, other) in answer.alternatives.iter().enumerate() {
                let own = alone(&swapped(other.close.unwrap(), other.open.unwrap()));
                assert!((own.unwrap() - other.objective).abs() < 1e-6, "{seed}: {other:?}");
                assert!(
                    other.objective >= all[k] - 1e-6 && other.objective >= answer.objective.unwrap() - 1e-6
                );
            }
        }
    }
}
