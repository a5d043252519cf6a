//! Any bytes as a prepared network. Its length and checksum are set right first, so that what they guard is reached; what then
//! loads is asked.
#![no_main]

use libfuzzer_sys::fuzz_target;
use travel::ask::Asking;
use travel::geo::Place;
use travel::{Mode, Network, Progress, Street, When};
use xxhash_rust::xxh3::Xxh3;

fuzz_target!(|bytes: &[u8]| {
    let mut bytes = bytes.to_vec();
    if bytes.len() >= 32 {
        let long = bytes.len() as u64;
        bytes[16..24].copy_from_slice(&long.to_le_bytes());
        let mut hash = Xxh3::new();
        hash.update(&bytes[..24]);
        hash.update(&bytes[32..]);
        bytes[24..32].copy_from_slice(&hash.digest().to_le_bytes());
    }
    let path = std::env::temp_dir().join(format!("fuzz-net-{}", std::process::id()));
    if std::fs::write(&path, &bytes).is_err() {
        return;
    }
    let Ok(net) = Network::load(&path) else { return };
    let progress = Progress::none();
    let how = Asking {
        speeds: &net.about.speeds,
        most_metres: 1_000.0,
        threads: 1,
        progress: &progress,
    };
    let places: Vec<Place> = (0..3).filter_map(|e| net.streets.middle(e)).collect();
    for mode in Street::ALL {
        let _ = net.streets.table(mode, &places, &places, &how);
    }
    let Ok(when) = When::parse("2024-03-05T08:00") else { return };
    let when = When { window: 3, ..when };
    for mode in [Mode::Walk, Mode::Drive, Mode::Transit, Mode::StepFreeTransit] {
        if let [a, .., b] = places[..] {
            let _ = net.journey(mode, a, b, Some(&when), &how);
            let _ = net.reach(mode, a, &[5.0], Some(&when), &how);
        }
    }
    let _ = net.window(&places, &places, &when, &how);
});
