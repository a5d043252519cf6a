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
