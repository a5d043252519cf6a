//! Graphs made here, the same on every machine: the hard ones, and one like London's streets.

use std::path::Path;

use travel::graph::Arc;

pub type Made = (&'static str, u32, Vec<Arc>);

pub fn mixed(x: u64) -> u64 {
    let x = (x ^ x >> 31).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    x ^ x >> 29
}

pub fn both(arcs: &mut Vec<Arc>, a: u32, b: u32) {
    let weight = 100 + (mixed(u64::from(a) << 32 | u64::from(b)) >> 56) as u32;
    arcs.push(Arc {
        from: a,
        to: b,
        weight,
    });
    arcs.push(Arc {
        from: b,
        to: a,
        weight,
    });
}

/// Shapes that a hierarchy could go wrong on.
pub fn hard() -> Vec<Made> {
    let mut made: Vec<Made> = Vec::new();
    let side = 387_u32;
    let mut arcs = Vec::new();
    for v in 0..side * side {
        if v % side + 1 < side {
            both(&mut arcs, v, v + 1);
        }
        if v / side + 1 < side {
            both(&mut arcs, v, v + side);
        }
    }
    made.push(("full grid", side * side, arcs));
    let n = 150_000;
    let mut arcs = Vec::new();
    (1..n).for_each(|v| both(&mut arcs, 0, v));
    made.push(("star", n, arcs));
    let mut arcs = Vec::new();
    for v in 1..n {
        both(&mut arcs, 0, v);
        both(&mut arcs, v, if v + 1 < n { v + 1 } else { 1 });
    }
    made.push(("wheel", n, arcs));
    let mut arcs = Vec::new();
    for k in 0..u64::from(n) * 3 / 2 {
        both(
            &mut arcs,
            (mixed(2 * k) % u64::from(n)) as u32,
            (mixed(2 * k + 1) % u64::from(n)) as u32,
        );
    }
    made.push(("random, 3 a node", n, arcs));
    let mut arcs = Vec::new();
    for k in 0..400_000_u64 {
        both(
            &mut arcs,
            (mixed(2 * k) % 2_000) as u32,
            (mixed(2 * k + 1) % 2_000) as u32,
        );
    }
    made.push(("random, 400 a node", 2_000, arcs));
    made
}

/// From 0 to 1.
fn part(k: u64) -> f64 {
    (mixed(mixed(k)) >> 11) as f64 / (1_u64 << 53) as f64
}

const WIDE: u32 = 430;
const TALL: u32 = 350;

/// Streets as dense and as uneven as London's, written to a folder: `arcs.csv` in tenths of a second, `nodes.csv`, 4,835 places
/// where people live with how many (`demand.csv`, `pop.csv`) and 600 where a counter may be (`sites.csv`), denser to the middle.
pub fn like_london(folder: &Path) -> std::io::Result<()> {
    let n = WIDE * TALL;
    let at: Vec<(f64, f64)> = (0..n)
        .map(|v| {
            let moved = |axis: u64| (part(u64::from(v) << 1 | axis) - 0.5) * 0.7;
            let (x, y) = (f64::from(v % WIDE) + moved(0), f64::from(v / WIDE) + moved(1));
            (
                -0.51 + 0.84 * x / f64::from(WIDE - 1),
                51.28 + 0.41 * y / f64::from(TALL - 1),
            )
        })
        .collect();
    let mut edges: Vec<(u32, u32, u32)> = Vec::new();
    let mut join = |a: u32, b: u32, line: u32, bridge: bool| {
        let class = if line.is_multiple_of(40) {
            2
        } else {
            u32::from(line.is_multiple_of(8))
        };
        // A good quarter of the small streets is missing, and no small street crosses the river.
        if class > 0 || !bridge && part(1 << 40 | u64::from(a) << 20 | u64::from(b)) < 0.72 {
            edges.push((a, b, class));
        }
    };
    for v in 0..n {
        let (x, y) = (v % WIDE, v / WIDE);
        if x + 1 < WIDE {
            join(v, v + 1, y, false);
        }
        if y + 1 < TALL {
            join(v, v + WIDE, x, y == TALL / 2);
        }
    }
    let number = largest(n, &edges);
    let mut arcs = String::from("from,to,weight\n");
    for &(a, b, class) in &edges {
        let (i, j) = (number[a as usize], number[b as usize]);
        if i == u32::MAX {
            continue;
        }
        let ((x, y), (u, v)) = (at[a as usize], at[b as usize]);
        let metres = ((u - x) * 69_300.0).hypot((v - y) * 111_200.0);
        let kmh = [24.0, 36.0, 54.0][class as usize];
        let tenths = (metres / (kmh / 3.6) * 10.0).round().max(1.0);
        arcs += &format!("{i},{j},{tenths}\n{j},{i},{tenths}\n");
    }
    let kept: Vec<u32> = (0..n).filter(|&v| number[v as usize] != u32::MAX).collect();
    let mut nodes = String::from("id,lon,lat\n");
    for (i, &v) in kept.iter().enumerate() {
        nodes += &format!("{i},{:.6},{:.6}\n", at[v as usize].0, at[v as usize].1);
    }
    // By exponential keys: the more weight, the sooner picked.
    let pick = |count: usize, salt: u64| -> String {
        let mut keyed: Vec<(f64, usize)> = kept
            .iter()
            .enumerate()
            .map(|(i, &v)| {
                let (x, y) = at[v as usize];
                let far = ((x + 0.1) / 0.22).powi(2) + ((y - 51.5) / 0.11).powi(2);
                let weight = (-far / 2.0).exp() + 0.08;
                (-part(salt | u64::from(v)).max(1e-12).ln() / weight, i)
            })
            .collect();
        keyed.sort_by(|a, b| a.0.total_cmp(&b.0));
        keyed.iter().take(count).map(|k| format!("{}\n", k.1)).collect()
    };
    let people: String = (0..4_835)
        .map(|k| format!("{}\n", 1_610 + (part(1 << 45 | k) * 160.0) as u32))
        .collect();
    std::fs::create_dir_all(folder)?;
    std::fs::write(folder.join("arcs.csv"), arcs)?;
    std::fs::write(folder.join("nodes.csv"), nodes)?;
    std::fs::write(folder.join("demand.csv"), pick(4_835, 1 << 43))?;
    std::fs::write(folder.join("sites.csv"), pick(600, 1 << 44))?;
    std::fs::write(folder.join("pop.csv"), people)
}

/// New numbers for the nodes of the largest group that is joined, `u32::MAX` for the others.
fn largest(n: u32, edges: &[(u32, u32, u32)]) -> Vec<u32> {
    let mut near: Vec<Vec<u32>> = vec![Vec::new(); n as usize];
    for &(a, b, _) in edges {
        near[a as usize].push(b);
        near[b as usize].push(a);
    }
    let mut group = vec![u32::MAX; n as usize];
    let mut sizes: Vec<usize> = Vec::new();
    for v in 0..n {
        if group[v as usize] != u32::MAX {
            continue;
        }
        let id = sizes.len() as u32;
        let mut stack = vec![v];
        group[v as usize] = id;
        let mut size = 0;
        while let Some(a) = stack.pop() {
            size += 1;
            for &b in &near[a as usize] {
                if group[b as usize] == u32::MAX {
                    group[b as usize] = id;
                    stack.push(b);
                }
            }
        }
        sizes.push(size);
    }
    let most = (0..sizes.len()).max_by_key(|&g| sizes[g]).unwrap_or(0) as u32;
    let mut next = 0;
    let mut number = vec![u32::MAX; n as usize];
    for v in 0..n as usize {
        if group[v] == most {
            number[v] = next;
            next += 1;
        }
    }
    number
}
