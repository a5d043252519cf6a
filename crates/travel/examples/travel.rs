//! Tries the engine from the command line: `build`, `matrix`, `reach` and `journey`, as the program itself offers them.
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::print_stderr)]

use std::collections::HashMap;
use std::path::Path;

use travel::geo::Place;
use travel::run::{self, Options};
use travel::{Inputs, Mode, Network, Progress, TravelError, When};

fn main() {
    if let Err(e) = command() {
        eprintln!("{e}");
        std::process::exit(1);
    }
}

fn command() -> Result<(), TravelError> {
    let mut args = std::env::args().skip(1);
    let verb = args.next().unwrap_or_default();
    let mut given: HashMap<String, Vec<String>> = HashMap::new();
    let mut last = String::new();
    for a in args {
        match a.strip_prefix("--") {
            Some(name) => {
                last = name.to_owned();
                given.entry(last.clone()).or_default();
            }
            None => given.entry(last.clone()).or_default().push(a),
        }
    }
    let all = |name: &str| given.get(name).cloned().unwrap_or_default();
    let one = |name: &str| {
        let value = all(name).first().cloned();
        value.ok_or_else(|| TravelError::Question(format!("--{name} is missing")))
    };
    let progress = Progress::none();
    if verb == "build" {
        let paths = |name: &str| all(name).iter().map(Into::into).collect();
        let inputs = Inputs {
            osm: paths("osm"),
            gtfs: paths("gtfs"),
            ..Inputs::default()
        };
        let built = run::build(&inputs, Path::new(&one("out")?), &progress)?;
        println!("{}", serde_json::to_string_pretty(&built).unwrap());
        return Ok(());
    }
    let net = Network::load(Path::new(&one("net")?))?;
    let mode = Mode::parse(&one("mode")?)?;
    let when = one("depart").ok().map(|d| When::parse(&d)).transpose()?;
    let window = one("window").ok().and_then(|w| w.parse().ok()).unwrap_or(60);
    let when = when.map(|w| When { window, ..w });
    let options = Options::default();
    match verb.as_str() {
        "matrix" => {
            let points = |name: &str| run::read_points(Path::new(&one(name)?));
            let (from, to) = (points("from")?, points("to")?);
            let done = run::matrix(
                &net,
                &from,
                &to,
                mode,
                when.as_ref(),
                Path::new(&one("out")?),
                &options,
                &progress,
            )?;
            println!("{}", serde_json::to_string_pretty(&done).unwrap());
        }
        "reach" => {
            let minutes: Vec<f64> = one("minutes")?
                .split(',')
                .filter_map(|m| m.parse().ok())
                .collect();
            let at = Place::parse(&one("at")?)?;
            run::reach(
                &net,
                at,
                &minutes,
                mode,
                when.as_ref(),
                Path::new(&one("out")?),
                &options,
                &progress,
            )?;
        }
        "journey" => {
            let (from, to) = (Place::parse(&one("from")?)?, Place::parse(&one("to")?)?);
            match run::journey(&net, from, to, mode, when.as_ref(), &options, &progress)? {
                Some(j) => {
                    j.words.iter().for_each(|w| println!("{w}"));
                    println!("{}", serde_json::to_string_pretty(&j).unwrap());
                }
                None => println!(
                    "There is no way: {}",
                    run::why_none(&net, from, to, mode, when.as_ref(), &options, &progress)?
                ),
            }
        }
        _ => return Err(TravelError::Question("build, matrix, reach or journey?".into())),
    }
    Ok(())
}
