//! Tries the engine from the command line.
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::panic)]
use travel::*;
fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let (out, osm) = args.split_last().unwrap();
    let t = std::time::Instant::now();
    let inputs = Inputs {
        osm: osm.iter().map(Into::into).collect(),
        ..Inputs::default()
    };
    let mut net = Network::build(&inputs, &Progress::none()).unwrap();
    println!(
        "built in {:?}: {} nodes {} edges {:?}",
        t.elapsed(),
        net.streets.nodes(),
        net.streets.edges(),
        net.about
    );
    let bytes = net.save(out.as_ref()).unwrap();
    let t = std::time::Instant::now();
    let net = Network::load(out.as_ref()).unwrap();
    println!(
        "{bytes} bytes, loaded in {:?}, {} edges",
        t.elapsed(),
        net.streets.edges()
    );
}
