use proptest::prelude::*;
use siting::{Matrix, Today};

fn total(matrix: &Matrix, weights: &[f64], open: &[usize]) -> f64 {
    (0..matrix.demands())
        .map(|i| {
            weights[i]
                * open
                    .iter()
                    .map(|&j| matrix.at(i, j))
                    .fold(f64::INFINITY, f64::min)
        })
        .sum()
}

proptest! {
    #[test]
    fn what_if_agrees_with_counting_anew(
        cells in proptest::collection::vec(0u32..90, 60),
        toggles in proptest::collection::vec(0usize..6, 0..12),
    ) {
        let matrix = Matrix::new(10, 6, cells.into_iter().map(f64::from).collect()).unwrap();
        let weights: Vec<f64> = (1..=10).map(f64::from).collect();
        let mut open = vec![0, 3];
        let mut today = Today::new(&matrix, &weights, &open).unwrap();
        for site in toggles {
            let before = total(&matrix, &weights, &open);
            let closing = open.contains(&site);
            let mut then = open.clone();
            if closing { then.retain(|j| *j != site) } else { then.push(site) }
            if then.is_empty() {
                prop_assert!(today.if_closed(site, &[]).is_err());
                continue;
            }
            let change = if closing { today.if_closed(site, &[45.0]) } else { today.if_opened(site, &[45.0]) }.unwrap();
            prop_assert_eq!(change.before, before);
            prop_assert_eq!(change.after, total(&matrix, &weights, &then));
            // Closing never brings anyone nearer, opening never takes anyone farther.
            prop_assert!(change.affected.iter().all(|a| (a.2 > a.1) == closing));
            prop_assert!((change.beyond[0].2 >= change.beyond[0].1) == closing || change.beyond[0].1 == change.beyond[0].2);
            today.toggle(site).unwrap();
            open = then;
        }
    }
}

#[test]
fn a_trade_off_holds_every_point_and_falls_evenly() {
    use siting::{Model, Problem, Settings, Unlimited, shapes};
    let cells = vec![0., 9., 30., 9., 0., 25., 30., 25., 0.];
    let problem = Problem::new(Model::Plant, Matrix::new(3, 3, cells).unwrap());
    let costs = [(0, 3.0), (1, 2.0), (2, 4.0)];
    let points = shapes::trade_off(&problem, &costs, 1.0, 50, &Settings::default(), &Unlimited).unwrap();
    let curve: Vec<(f64, f64)> = points
        .iter()
        .map(|p| (p.second, p.answer.objective.unwrap()))
        .collect();
    assert_eq!(curve, [(9.0, 0.0), (6.0, 9.0), (5.0, 25.0), (2.0, 34.0)]);
    assert!(points.iter().all(|p| p.answer.proved));
}

#[test]
fn night_places_are_also_open_by_day() {
    use siting::{Settings, Unlimited, shapes, solve};
    let matrix = Matrix::new(2, 2, vec![0., 10., 10., 0.]).unwrap();
    let problem = shapes::day_and_night(&matrix, &[5., 5.], &[1., 4.], 2, 1).unwrap();
    let answer = solve(&problem, &Settings::default(), &Unlimited).unwrap();
    // The second place is open round the clock, the first by day: only the first demand's night is far.
    assert_eq!(
        (answer.open.clone(), answer.objective, answer.proved),
        (vec![0, 3], Some(10.0), true)
    );
}

#[test]
fn modes_and_limits_combine() {
    use siting::shapes;
    let walk = Matrix::new(1, 2, vec![30., 10.]).unwrap();
    let bus = Matrix::new(1, 2, vec![20., 80.]).unwrap();
    let any = shapes::by_modes(&[(&walk, 20.), (&bus, 40.)], false).unwrap();
    let every = shapes::by_modes(&[(&walk, 20.), (&bus, 40.)], true).unwrap();
    assert_eq!((any.row(0), every.row(0)), (&[0.5, 0.5][..], &[1.5, 2.0][..]));
    assert_eq!(
        shapes::nobody_beyond(&walk, &[0], 15.0),
        [siting::Rule::AtLeast {
            sites: vec![1],
            least: 1
        }]
    );
}
