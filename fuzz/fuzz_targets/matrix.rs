//! Any text as a matrix of minutes and its weights: the first line that reads `--` parts them.
#![no_main]

use libfuzzer_sys::fuzz_target;
use siting::run::{Input, Request, Source, problem};

fuzz_target!(|text: &str| {
    let (matrix, weights) = match text.split_once("\n--\n") {
        Some((matrix, weights)) => (matrix, Some(weights)),
        None => (text, None),
    };
    let source = |name: &str, text: &str| Source {
        name: name.to_owned(),
        text: text.to_owned(),
    };
    for model in ["p-median", "max-cover", "capacitated"] {
        let _ = problem(&Request {
            model: model.to_owned(),
            input: Input::Matrix {
                matrix: source("matrix.csv", matrix),
                weights: weights.map(|w| source("weights.csv", w)),
            },
            p: Some(2),
            limit: Some(10.0),
            capacity: Some(5.0),
            rules: None,
        });
    }
});
