//! Tries the engine from the command line.
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::panic)]
use travel::ask::Asking;
use travel::geo::Place;
use travel::*;
fn points(path: &str) -> Vec<Place> {
    let mut r = csv::Reader::from_path(path).unwrap();
    let h = r.headers().unwrap().clone();
    let (a, b) = (h.iter().position(|c| c == "lat").unwrap(), h.iter().position(|c| c == "lon").unwrap());
    r.records().map(|x| { let x = x.unwrap(); Place::new(x[a].parse().unwrap(), x[b].parse().unwrap()).unwrap() }).collect()
}
fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let (out, osm) = args.split_last().unwrap();
    let t = std::time::Instant::now();
    let (gtfs, osm): (Vec<_>, Vec<_>) = osm.iter().partition(|p| p.ends_with(".zip"));
    let inputs = Inputs { osm: osm.iter().map(Into::into).collect(), gtfs: gtfs.iter().map(Into::into).collect(), ..Inputs::default() };
    let mut net = Network::build(&inputs, &Progress::none()).unwrap();
    println!("built in {:?}: {} nodes {} edges {:#?}", t.elapsed(), net.streets.nodes(), net.streets.edges(), net.about);
    let bytes = net.save(out.as_ref()).unwrap();
    let t = std::time::Instant::now();
    let net = Network::load(out.as_ref()).unwrap();
    println!("{bytes} bytes, loaded in {:?}, {} edges", t.elapsed(), net.streets.edges());
    let hexes = points("/work/shared/data/06_travel/porto_alegre_br/poa_hexgrid.csv");
    let places: Vec<Place> = hexes.iter().copied().step_by(12).take(100).collect();
    for threads in [1, 2] {
        for arrive_by in [false, true] {
            let t = std::time::Instant::now();
            let when = When { arrive_by, ..When::parse("2019-05-14T14:00").unwrap() };
            let how = Asking { speeds: &net.about.speeds, most_metres: 1000.0, threads, progress: &Progress::none() };
            let w = net.window(&hexes, &places, &when, &how).unwrap();
            let got: Vec<i32> = w.median.iter().copied().filter(|&m| m >= 0).collect();
            println!("{threads} {arrive_by} {:?} reached {} of {} mean {} p90 {}", t.elapsed(), got.len(), w.median.len(), got.iter().map(|&x| i64::from(x)).sum::<i64>() / got.len() as i64, w.p90.iter().filter(|&&x| x >= 0).count());
            let v = net.window(&places, &hexes, &when, &how).unwrap();
            println!("turned {:?} mean {}", t.elapsed(), v.median.iter().filter(|&&x| x >= 0).map(|&x| i64::from(x)).sum::<i64>() / v.median.iter().filter(|&&x| x >= 0).count() as i64);
        }
    }
}
