use proptest::prelude::*;
use siting::{Matrix, Model, Problem, Rule, Settings, Unlimited, read, solve};

#[test]
fn a_refusal_names_the_file_and_the_row() {
    let said = |text: &str| read::matrix_csv("minutes.csv", text).unwrap_err().to_string();
    assert!(said("from,to,minutes\na,b,-1\n").starts_with("minutes.csv, row 2:"));
    assert!(said("from,to,minutes\na,b,1\na,c,NaN\n").starts_with("minutes.csv, row 3:"));
    assert!(said("from,to,minutes\na,b,1e300\n").contains("row 2"));
    assert!(said("from,to,minutes\na,b,1\na,b,2\n").contains("twice"));
    assert!(said("from,to\na,b\n").contains("minutes"));
    assert!(said("").contains("heading"));
    let said = read::pmed("g.txt", "3 1 1\n1 4 5\n").unwrap_err().to_string();
    assert!(said.starts_with("g.txt, row 2:"), "{said}");
    assert!(
        read::pmed("g.txt", "3 2 1\n1 2 5\n")
            .unwrap_err()
            .to_string()
            .contains("ends")
    );
    assert!(read::pmed("g.txt", "3 1 4\n1 2 5\n").is_err());
    assert!(read::pmed("g.txt", "9000000 1 4\n1 2 5\n").is_err());
    assert!(read::cap("c.txt", "1 1 capacity 5 1 2", Model::Plant, None).is_ok());
    let full = Model::Capacitated { single_source: false };
    assert!(
        read::cap("c.txt", "1 1 capacity 5 1 2", full, None)
            .unwrap_err()
            .to_string()
            .contains("figure")
    );
}

#[test]
fn the_edge_read_last_wins() {
    let problem = read::pmed("g.txt", "2 2 1\n1 2 5\n2 1 9\n").unwrap();
    assert_eq!(problem.matrix.at(0, 1), 9.0);
}

#[test]
fn questions_without_sense_are_refused() {
    let matrix = || Matrix::new(2, 2, vec![0.0, 1.0, 1.0, 0.0]).unwrap();
    assert!(Matrix::new(2, 2, vec![0.0, 1.0, f64::NAN, 0.0]).is_err());
    assert!(Matrix::new(0, 0, vec![]).is_err());
    assert!(Matrix::unreachable(1_000_000, 1_000_000).is_err());
    let ask = |problem: &Problem| solve(problem, &Settings::default(), &Unlimited);
    assert!(ask(&Problem::new(Model::PMedian { p: 3 }, matrix())).is_err());
    assert!(ask(&Problem::new(Model::PMedian { p: 0 }, matrix())).is_err());
    assert!(ask(&Problem::new(Model::SetCover { limit: f64::NAN }, matrix())).is_err());
    let mut problem = Problem::new(Model::Plant, matrix());
    problem.weights = vec![1.0, f64::INFINITY];
    assert!(ask(&problem).is_err());
    let mut problem = Problem::new(Model::Plant, matrix());
    problem.rules = vec![Rule::MustKeep { sites: vec![9] }];
    assert!(ask(&problem).is_err());
}

#[test]
fn a_demand_out_of_everyones_reach_is_named() {
    let matrix = Matrix::new(2, 1, vec![5.0, 20.0]).unwrap();
    let answer = solve(
        &Problem::new(Model::SetCover { limit: 10.0 }, matrix),
        &Settings::default(),
        &Unlimited,
    )
    .unwrap();
    assert!(answer.infeasible);
    assert_eq!(answer.conflict, ["no site reaches demand 1 within 10"]);
}

proptest! {
    #[test]
    fn no_text_makes_a_reader_panic(text in "[0-9 .\\-eENaif,\n\r\tcpty:_ODSIM\"]{0,300}") {
        let _ = read::pmed("x", &text);
        let _ = read::tsplib("x", &text, 1, read::Distance::Truncated);
        let _ = read::cap("x", &text, Model::Plant, Some(5.0));
        let _ = read::single_source("x", &text);
        let _ = read::matrix_csv("x", &text);
        let _ = read::figures_csv("x", &text);
    }

    #[test]
    fn no_answer_text_makes_the_checker_panic(
        open in proptest::collection::vec(0usize..5, 0..4),
        prices in proptest::collection::vec(proptest::collection::vec(-9.0f64..9.0, 0..6), 0..3),
        site in 0u32..5, at in 0usize..4,
    ) {
        let matrix = Matrix::new(3, 3, (0..9).map(f64::from).collect()).unwrap();
        let problem = Problem::new(Model::PMedian { p: 2 }, matrix);
        let mut answer = solve(&problem, &Settings::default(), &Unlimited).unwrap();
        answer.open = open;
        if let Some(proof) = &mut answer.proof {
            proof.prices = prices;
            proof.cases.push(siting::Case::Split { site, opened: at, closed: at + 1 });
            proof.cases.push(siting::Case::Sure { prices: at, opened: vec![site], closed: vec![site], then: at });
            proof.cases[0] = siting::Case::Split { site, opened: 1, closed: at };
        }
        let _ = siting::verify(&problem, &answer);
    }
}

#[test]
fn a_centre_that_cannot_be_names_a_smallest_conflict() {
    let far = f64::INFINITY;
    // Two demands that share no site, and a third that reaches both.
    let cells = vec![5.0, far, far, 7.0, 1.0, 2.0];
    let mut problem = Problem::new(Model::PCenter { p: 1 }, Matrix::new(3, 2, cells).unwrap());
    problem.demand_names = vec!["ash".into(), "elm".into(), "oak".into()];
    let answer = solve(&problem, &Settings::default(), &Unlimited).unwrap();
    assert!(answer.infeasible && !answer.found, "{answer:?}");
    assert_eq!(answer.conflict, ["at most 1 sites", "demand ash", "demand elm"]);
    assert!(siting::verify(&problem, &answer).unwrap().agrees);
    problem.model = Model::PMedian { p: 1 };
    let answer = solve(&problem, &Settings::default(), &Unlimited).unwrap();
    assert!(answer.infeasible, "{answer:?}");
    problem.model = Model::PMedian { p: 2 };
    assert!(solve(&problem, &Settings::default(), &Unlimited).unwrap().proved);
}

#[test]
fn figures_below_zero_are_refused_by_name() {
    let matrix = || Matrix::new(2, 2, vec![0.0, 1.0, 1.0, 0.0]).unwrap();
    let said = |problem: &Problem| {
        solve(problem, &Settings::default(), &Unlimited)
            .unwrap_err()
            .to_string()
    };
    let mut problem = Problem::new(Model::Capacitated { single_source: false }, matrix());
    problem.site_names = vec!["north".into(), "south".into()];
    problem.capacity.of_demand = vec![1.0, 1.0];
    problem.capacity.of_site = vec![3.0, -2.0];
    assert_eq!(
        said(&problem),
        "the capacity of site south is -2: it should be zero or more"
    );
    let mut problem = Problem::new(Model::Plant, matrix());
    problem.rules = vec![Rule::Budget {
        costs: vec![(1, -4.0)],
        most: 3.0,
    }];
    assert!(said(&problem).contains("-4"));
}
