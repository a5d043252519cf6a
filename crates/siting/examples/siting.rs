//! Solves a question from the command line, for trying the engine:
//! `cargo run --release -p siting --example siting -- MODEL FILE [P] [LIMIT]` (a matrix CSV, an OR-Library or a `.tsp` file).
#![allow(clippy::print_stdout, clippy::print_stderr)]

use siting::run::{Input, Request, Source, solve};
use siting::{Settings, Unlimited};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let (Some(model), Some(path)) = (words.first(), words.get(1)) else {
        eprintln!("MODEL FILE [P] [LIMIT]");
        return Ok(());
    };
    let file = Source {
        name: path.clone(),
        text: String::from_utf8_lossy(&std::fs::read(path)?).into_owned(),
    };
    let input = match path.rsplit('.').next() {
        Some("csv") => Input::Matrix {
            matrix: file,
            weights: None,
        },
        Some("tsp") => Input::Tsplib { file },
        _ => Input::Orlib { file },
    };
    let request = Request {
        model: model.clone(),
        input,
        p: words.get(2).and_then(|w| w.parse().ok()),
        limit: words.get(3).and_then(|w| w.parse().ok()),
        capacity: None,
        rules: None,
    };
    let answer = solve(&request, &Settings::default(), &Unlimited)?;
    println!("{}", serde_json::to_string(&answer)?);
    Ok(())
}
