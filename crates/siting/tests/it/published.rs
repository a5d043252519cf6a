//! Published optima, where the shared data folder is present. `BLUELAMP_FULL=1` runs all of them.

use std::path::PathBuf;

use siting::{Matrix, Model, Problem, Settings, Unlimited, read, solve, verify};

fn folder() -> Option<PathBuf> {
    let shared = std::env::var("BLUELAMP_SHARED")
        .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared").to_owned());
    let folder = PathBuf::from(shared).join("data/07_location");
    if folder.is_dir() {
        return Some(folder);
    }
    println!("skipped: the shared data folder is not here");
    None
}

fn full() -> bool {
    std::env::var("BLUELAMP_FULL").is_ok_and(|v| v == "1")
}

fn text(path: PathBuf) -> String {
    String::from_utf8_lossy(&std::fs::read(path).unwrap()).into_owned()
}

/// Figures of a `name value` list.
fn listed(path: PathBuf) -> std::collections::HashMap<String, f64> {
    text(path)
        .lines()
        .filter_map(|l| {
            let mut words = l.split_whitespace();
            Some((words.next()?.to_owned(), words.next()?.parse().ok()?))
        })
        .collect()
}

fn proved(problem: &Problem, known: f64) {
    let answer = solve(problem, &Settings::default(), &Unlimited).unwrap();
    let got = answer.objective.unwrap();
    assert!(
        (got - known).abs() < 1e-6 * known.abs().max(1.0),
        "{got}, but {known} is known"
    );
    assert!(
        answer.proved,
        "{:?} {:?} {}",
        answer.objective, answer.bound, answer.method
    );
    let verdict = verify(problem, &answer).unwrap();
    assert!(verdict.agrees && verdict.proved, "{verdict:?}");
}

#[test]
fn or_library_medians_are_proved() {
    let Some(folder) = folder() else { return };
    let known = listed(folder.join("orlib_pmed/pmedopt.txt"));
    let some = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 15, 18, 20, 25];
    for k in if full() { (1..=40).collect() } else { some.to_vec() } {
        let name = format!("pmed{k}");
        let problem = read::pmed(&name, &text(folder.join(format!("orlib_pmed/{name}.txt")))).unwrap();
        proved(&problem, known[&name]);
    }
}

#[test]
fn or_library_centres_are_proved() {
    let Some(folder) = folder() else { return };
    let known = listed(folder.join("orlib_pmed/kcenteropt.txt"));
    for k in if full() {
        (1..=40).collect()
    } else {
        vec![1, 2, 3, 4, 5, 8, 9, 10, 15]
    } {
        let name = format!("pmed{k}");
        let mut problem = read::pmed(&name, &text(folder.join(format!("orlib_pmed/{name}.txt")))).unwrap();
        let Model::PMedian { p } = problem.model else {
            panic!("a median")
        };
        problem.model = Model::PCenter { p };
        proved(&problem, known[&name]);
    }
}

#[test]
fn or_library_warehouses_are_proved() {
    let Some(folder) = folder() else { return };
    let known = listed(folder.join("orlib_cap/optimal-solutions.txt"));
    for (place, name) in [
        ("70", "cap71"),
        ("70", "cap74"),
        ("100", "cap101"),
        ("100", "cap104"),
        ("130", "cap134"),
    ] {
        let file = text(folder.join(format!("orlib_cap/beasley-cap/{place}/{name}.txt")));
        for model in [Model::Plant, Model::Capacitated { single_source: false }] {
            proved(&read::cap(name, &file, model, None).unwrap(), known[name]);
        }
    }
}

#[test]
fn large_warehouses_are_proved() {
    let Some(folder) = folder() else { return };
    let known = listed(folder.join("orlib_cap/optimal-solutions.txt"));
    for name in ["capa", "capb", "capc"] {
        let file = text(folder.join(format!("orlib_cap/beasley-cap/a-c/{name}.txt")));
        proved(&read::cap(name, &file, Model::Plant, None).unwrap(), known[name]);
    }
}

/// Sixteen shops and 205 districts of San Francisco, with the values that the package `spopt` gives for them.
#[test]
fn the_spopt_set_has_the_values_that_spopt_gives() {
    let Some(folder) = folder() else { return };
    let file = text(folder.join("spopt_sf/SF_network_distance_candidateStore_16_censusTract_205_new.csv"));
    let (mut minutes, mut people) = (String::from("from,to,metres\n"), String::from("id,weight\n"));
    let mut seen = std::collections::HashSet::new();
    for line in file.lines().skip(1) {
        let words: Vec<&str> = line.split(',').collect();
        minutes.push_str(&format!("{},{},{}\n", words[2], words[1], words[0]));
        if seen.insert(words[2]) {
            people.push_str(&format!("{},{}\n", words[2], words[3]));
        }
    }
    let table = read::matrix_csv("metres", &minutes).unwrap();
    let mut problem = Problem::new(Model::PMedian { p: 4 }, table.matrix);
    problem.weights = read::figures_csv("people", &people)
        .unwrap()
        .into_iter()
        .map(|f| f.1)
        .collect();
    for (model, known) in [
        (Model::PMedian { p: 4 }, 2_848_268_129.714_5),
        (Model::PCenter { p: 4 }, 7_403.063_810_8),
        (Model::SetCover { limit: 5_000.0 }, 8.0),
    ] {
        problem.model = model;
        proved(&problem, known);
    }
}

#[test]
fn single_source_files_reach_their_known_values() {
    let Some(folder) = folder() else { return };
    for name in ["cap61", "cap71", "cap73", "cap104"] {
        let (problem, best) =
            read::single_source(name, &text(folder.join(format!("sscflp_orlib/{name}")))).unwrap();
        let answer = solve(&problem, &Settings::default(), &Unlimited).unwrap();
        assert!((answer.objective.unwrap() - best.unwrap()).abs() < 1.0, "{name}");
        assert!(verify(&problem, &answer).unwrap().agrees);
    }
}

#[test]
fn tsplib_distances_are_cut_to_whole_numbers() {
    let Some(folder) = folder() else { return };
    let file = text(folder.join("tsplib/rl1304.tsp"));
    let problem = read::tsplib("rl1304", &file, 500, read::Distance::Truncated).unwrap();
    let answer = solve(
        &problem,
        &Settings {
            branches: 2,
            ..Settings::default()
        },
        &Unlimited,
    )
    .unwrap();
    let (objective, bound) = (answer.objective.unwrap(), answer.bound.unwrap());
    assert!(
        bound <= 97_024.0 && (97_024.0..97_024.0 * 1.0005).contains(&objective),
        "{objective} {bound}"
    );
    assert!(answer.gap.unwrap() < 0.005 && verify(&problem, &answer).unwrap().agrees);
}

/// Hundreds of open sites on short lists: kicks that look around one demand bring the best known within reach.
#[test]
fn large_tsplib_medians_come_near_the_best_known() {
    let Some(folder) = folder() else { return };
    for (name, p, best) in [("d1655", 400, 43_978.0), ("u1432", 300, 123_689.0)] {
        let file = text(folder.join(format!("tsplib/{name}.tsp")));
        let problem = read::tsplib(name, &file, p, read::Distance::Truncated).unwrap();
        let settings = Settings {
            branches: 60,
            ..Settings::default()
        };
        let answer = solve(&problem, &settings, &Unlimited).unwrap();
        let (objective, bound) = (answer.objective.unwrap(), answer.bound.unwrap());
        assert!(bound <= best && objective >= best, "{name}: {objective} {bound}");
        assert!(objective <= best * 1.0005, "{name}: {objective} against {best}");
        assert!(answer.gap.unwrap() < 0.005 && verify(&problem, &answer).unwrap().agrees);
    }
}

#[test]
fn the_london_reference_is_proved() {
    let Some(folder) = folder() else { return };
    let rows = |name: &str| -> Vec<Vec<String>> {
        text(folder.join(name))
            .lines()
            .skip(1)
            .map(|l| l.split(',').map(str::to_owned).collect())
            .collect()
    };
    let (demand, sites) = (
        rows("london_ref_demand_msoa.csv"),
        rows("london_ref_candidates_police.csv"),
    );
    let number = |w: &String| w.parse::<f64>().unwrap();
    let mut cells = Vec::new();
    for d in &demand {
        for s in &sites {
            let (dx, dy) = (
                number(&d[2]) - number(&s[s.len() - 3]),
                number(&d[3]) - number(&s[s.len() - 2]),
            );
            cells.push((dx.hypot(dy) + 0.5).floor());
        }
    }
    let mut problem = Problem::new(
        Model::PMedian { p: 16 },
        Matrix::new(demand.len(), sites.len(), cells).unwrap(),
    );
    problem.weights = demand.iter().map(|d| number(&d[4])).collect();
    for (p, known) in [
        (16, 30_101_303_241.0),
        (73, 14_180_864_755.0),
        (150, 10_682_464_113.0),
    ] {
        problem.model = Model::PMedian { p };
        proved(&problem, known);
    }
}
