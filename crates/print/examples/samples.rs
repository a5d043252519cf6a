//! Prints the samples into a folder, to look at them: `cargo run -p print --example samples -- FOLDER [FONTS]`.
#![allow(clippy::expect_used)] // An example for us.

#[path = "../samples.rs"]
#[allow(dead_code)]
mod samples;

use std::path::{Path, PathBuf};

use print::{Poster, Press, Size};

fn main() {
    let mut args = std::env::args_os().skip(1).map(PathBuf::from);
    let folder = args.next().expect("a folder");
    let press = args.next().map_or_else(Press::new, |fonts| {
        Press::with_folder(Path::new(&fonts)).expect("fonts")
    });
    let small = Poster {
        map: None,
        easy: None,
        notice: Some("Cancelled: the library is closed that day.".into()),
        ..samples::poster(Size::A4)
    };
    let hostile = Poster {
        title: samples::hostile().concat(),
        foot: samples::hostile(),
        ..samples::poster(Size::A4)
    };
    for (name, pdf) in [
        ("a4", press.poster(&samples::poster(Size::A4))),
        ("large", press.poster(&samples::poster(Size::Large))),
        ("small", press.poster(&small)),
        ("arabic", press.poster(&samples::arabic())),
        ("hostile", press.poster(&hostile)),
        ("report", press.report(&samples::report(120))),
        ("leaflet", press.leaflet(&samples::leaflet(false))),
        ("leaflet-large", press.leaflet(&samples::leaflet(true))),
    ] {
        match pdf {
            Ok(pdf) => std::fs::write(folder.join(format!("{name}.pdf")), pdf).expect("a file"),
            Err(why) => assert!(why.to_string().is_empty(), "{name}: {why}"),
        }
    }
}
