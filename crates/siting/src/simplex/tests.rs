use super::*;
use crate::bound::FREE;
use crate::budget::Unlimited;

/// A cover with rows and columns that occur twice, and often with equal costs: as many ties as can be.
fn made(random: &mut Random) -> Arcs {
    let (n, m) = (1 + random.below(24), 1 + random.below(9));
    let mut rows: Vec<Vec<u32>> = Vec::new();
    for _ in 0..n {
        let twin = random.below(5) == 0;
        let row = match rows.last().filter(|_| twin) {
            Some(last) => last.clone(),
            None => (0..m as u32).filter(|_| random.below(3) == 0).collect(),
        };
        // The last site but one reaches whoever the last one reaches.
        let row = match row.last() {
            Some(&last) if last + 1 == m as u32 && last > 0 && !row.contains(&(last - 1)) => {
                let mut row = row;
                row.insert(row.len() - 1, last - 1);
                row
            }
            _ => row,
        };
        if !row.is_empty() {
            rows.push(row);
        }
    }
    if rows.is_empty() {
        rows.push(vec![0]);
    }
    let mut arcs = Arcs::of_rows(&rows, m);
    if random.below(2) == 0 {
        let scale = [1e-4, 1.0, 250_000.0][random.below(3)];
        arcs.fixed = (0..m).map(|_| random.below(5) as f64 * scale).collect();
    }
    arcs
}

/// The bound that the prices show, by its definition.
fn shown(arcs: &Arcs, status: &[u8], prices: &[f64]) -> f64 {
    let mut worth = arcs.fixed.clone();
    for (i, price) in prices.iter().enumerate() {
        for &j in &arcs.site[arcs.row(i)] {
            worth[j as usize] -= price;
        }
    }
    let counted = status.iter().zip(&worth).map(|(&s, &w)| match s {
        OPEN => w,
        FREE => w.min(0.0),
        _ => 0.0,
    });
    prices.iter().sum::<f64>() + counted.sum::<f64>()
}

/// The cheapest cover of a case, by trying all.
fn cheapest(arcs: &Arcs, status: &[u8]) -> f64 {
    let mut best = f64::INFINITY;
    for mask in 0u32..1 << arcs.m {
        let open = |j: usize| mask >> j & 1 == 1;
        let fits = (0..arcs.m).all(|j| match status[j] {
            OPEN => open(j),
            CLOSED => !open(j),
            _ => true,
        });
        let reached = |i: usize| arcs.site[arcs.row(i)].iter().any(|&j| open(j as usize));
        if fits && (0..arcs.n).all(reached) {
            best = best.min((0..arcs.m).filter(|&j| open(j)).map(|j| arcs.fixed[j]).sum());
        }
    }
    best
}

#[test]
fn both_sides_of_the_linear_form_meet_in_every_case() {
    let mut random = Random::new(3);
    let mut endless = 0;
    for round in 0..400 {
        let arcs = made(&mut random);
        let columns = arcs.columns();
        let mut simplex = Simplex::new(&arcs, &columns).unwrap();
        let mut status = vec![FREE; arcs.m];
        let target = arcs.fixed.iter().sum::<f64>() * 2.0 + 1.0;
        let mut kept: Vec<(Vec<u8>, Basis, f64)> = Vec::new();
        for _ in 0..6 {
            simplex.go(&status, None);
            let ended = simplex.run(target, 10_000, &Unlimited);
            let prices = simplex.prices();
            let (value, little) = (shown(&arcs, &status, &prices), simplex.little(simplex.value()));
            let best = cheapest(&arcs, &status);
            assert!(
                (value - simplex.value()).abs() <= little || value >= target,
                "{round}: {value} {}",
                simplex.value()
            );
            assert!(
                value <= best + little,
                "{round}: {value} above the cheapest cover {best}"
            );
            if ended == Ended::Enough {
                assert!(best.is_infinite() && value >= target, "{round}");
                endless += 1;
                break;
            }
            assert_eq!(ended, Ended::Best, "{round}");
            // The answer's side is allowed and costs as much: neither can be better.
            let share = simplex.share().to_vec();
            let reached = |i: usize| {
                arcs.site[arcs.row(i)]
                    .iter()
                    .map(|&j| share[j as usize])
                    .sum::<f64>()
            };
            assert!((0..arcs.n).all(|i| reached(i) > 1.0 - 1e-6), "{round}");
            let decided = |j: usize| match status[j] {
                OPEN => share[j] > 1.0 - 1e-6,
                CLOSED => share[j].abs() < 1e-6,
                _ => share[j] > -1e-6,
            };
            assert!((0..arcs.m).all(decided), "{round}: {status:?} {share:?}");
            let costs = share.iter().zip(&arcs.fixed).map(|(x, c)| x * c).sum::<f64>();
            assert!((costs - value).abs() <= little, "{round}: {costs} {value}");
            kept.push((status.clone(), simplex.basis(), value));
            let j = random.below(arcs.m);
            if status[j] == FREE {
                status[j] = [OPEN, CLOSED][random.below(2)];
            }
        }
        // Back to any case before, from where that one ended, or from where this one did.
        for (status, basis, value) in kept.iter().rev() {
            for basis in [Some(basis), None] {
                simplex.go(status, basis);
                assert_eq!(simplex.run(target, 10_000, &Unlimited), Ended::Best);
                assert!(
                    (simplex.value() - value).abs() <= simplex.little(*value),
                    "{round}"
                );
            }
        }
    }
    assert!(endless > 20, "{endless}");
}

#[test]
fn a_run_ends_as_soon_as_the_prices_are_high_enough() {
    let rows: Vec<Vec<u32>> = (0..30u32).map(|i| vec![i, (i + 1) % 30, (i + 7) % 30]).collect();
    let arcs = Arcs::of_rows(&rows, 30);
    let columns = arcs.columns();
    let mut simplex = Simplex::new(&arcs, &columns).unwrap();
    assert_eq!(simplex.run(4.5, 1_000, &Unlimited), Ended::Enough);
    assert!(simplex.value() >= 4.5 && simplex.value() < 10.0);
    assert!(shown(&arcs, &[FREE; 30], &simplex.prices()) >= 4.5);
    assert_eq!(simplex.run(1e9, 1_000, &Unlimited), Ended::Best);
    // Each demand is reached by three, each site reaches three.
    assert!((simplex.value() - 10.0).abs() < 1e-4, "{}", simplex.value());
    assert_eq!(simplex.run(1e9, 0, &Unlimited), Ended::Early);
}

#[test]
fn a_site_that_is_paid_for_opening_is_left_to_the_climb() {
    let mut arcs = Arcs::of_rows(&[vec![0, 1]], 2);
    arcs.fixed[1] = -1.0;
    assert!(Simplex::new(&arcs, &arcs.columns()).is_none());
}
