//! Any bytes as a zip archive with a timetable.
#![no_main]

use libfuzzer_sys::fuzz_target;
use travel::{Network, Progress};

fuzz_target!(|bytes: &[u8]| {
    let _ = Network::default().add_timetable_bytes("feed", bytes, 10.0, &Progress::none());
});
