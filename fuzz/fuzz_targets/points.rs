//! Any bytes as a table of places.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = travel::run::points_from("points.csv", bytes);
});
