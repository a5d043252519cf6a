//! Any bytes as an OpenStreetMap extract.
#![no_main]

use libfuzzer_sys::fuzz_target;
use travel::{Network, Progress, Speeds};

fuzz_target!(|bytes: &[u8]| {
    let _ = Network::from_osm_bytes("map", bytes, &Speeds::default(), &Progress::none());
});
