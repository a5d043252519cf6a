//! `cargo xtask bench plan`: a force of London's size on this machine. People and places are made from a seed, so that it
//! runs from a clean clone; there is no timetable of London's size to measure with, so times are estimates here and
//! `cargo xtask bench engines` says what the tables of a network cost.
//!
//! Budget: everything measured at five times by four ways in 10 s, an edit in less than 1 s, memory under 2 GB.

use std::io::Write;
use std::time::Instant;

use planner::{At, Base, BaseId, Called, Edit, Effort, People, Side, Site, Stamp, Way, Wish};
use travel::Progress;
use travel::geo::Place;

const POINTS: usize = 4_994;
const PLACES: usize = 600;

struct Chance(u64);

impl Chance {
    fn unit(&mut self) -> f64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as f64 / f64::from(1_u32 << 31)
    }

    /// Denser towards the middle, as cities are.
    fn spot(&mut self) -> Place {
        let far = self.unit().sqrt() * self.unit().max(0.3);
        let turn = self.unit() * std::f64::consts::TAU;
        Place {
            lat: 51.5 + far * 0.2 * turn.sin(),
            lon: -0.1 + far * 0.4 * turn.cos(),
        }
    }
}

fn force() -> Base {
    let mut chance = Chance(7);
    let at: Vec<Place> = (0..POINTS).map(|_| chance.spot()).collect();
    let borough = |p: &Place| u32::from(p.lat > 51.5) * 16 + ((p.lon + 0.5) * 20.0).clamp(0.0, 15.0) as u32;
    let area = |code: String| planner::Area {
        name: code.clone(),
        code,
        borough: None,
    };
    let people = People {
        ids: (0..POINTS).map(|i| format!("p{i}")).collect(),
        people: (0..POINTS)
            .map(|_| 1_200.0 + (chance.unit() * 1_000.0).round())
            .collect(),
        decile: (0..POINTS).map(|_| 1 + (chance.unit() * 9.99) as u8).collect(),
        boroughs: (0..32).map(|b| area(format!("B{b}"))).collect(),
        borough: at.iter().map(|p| Some(borough(p))).collect(),
        wards: (0..680).map(|w| area(format!("W{w}"))).collect(),
        ward: (0..POINTS).map(|i| u32::try_from(i % 680).ok()).collect(),
        at,
        ..People::default()
    };
    let sites = (0..PLACES)
        .map(|j| {
            let at = chance.spot();
            Site {
                id: format!("s{j}"),
                name: format!("Place {j}"),
                kind: "counter".to_owned(),
                at,
                grid: None,
                hours: if j % 3 == 0 {
                    "24/7"
                } else {
                    "Mo-Fr 10:00-22:00; Sa,Su 09:00-19:00"
                }
                .to_owned(),
                open: j < 73,
                step_free: Some(j % 5 != 0),
                address: String::new(),
                ward: None,
                borough: Some(format!("B{}", borough(&at))),
                cost: Some(100_000.0),
                receipt: None,
                cells: None,
            }
        })
        .collect();
    let id = BaseId::parse("pbs_0").unwrap_or_else(|| unreachable!("an id"));
    Base::new(id, people, sites, jiff::civil::date(2026, 3, 2), "absent".into())
}

fn side(base: &Base, name: &str, edits: &[Edit]) -> planner::Result<Side> {
    Ok(Side {
        called: Called {
            id: name.to_owned(),
            name: name.to_owned(),
        },
        spots: planner::apply(&base.sites, edits)?,
        money: Vec::new(),
    })
}

fn stamp() -> Stamp {
    Stamp {
        base: String::new(),
        base_name: String::new(),
        week: String::new(),
        method: String::new(),
        seed: 1,
        data: Vec::new(),
    }
}

/// The most memory that was held, in megabytes; where the system tells.
fn peak() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|l| l.starts_with("VmHWM:"))?;
    Some(line.split_whitespace().nth(1)?.parse::<f64>().ok()? / 1_024.0)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut out = std::io::stdout().lock();
    let none = Progress::none();
    let base = force();
    writeln!(out, "{POINTS} points x {PLACES} places, four ways, five times")?;
    let mut told = |what: &str, began: Instant, aim: &str| -> std::io::Result<()> {
        writeln!(out, "{what:<58} {:>9.3} s   {aim}", began.elapsed().as_secs_f64())
    };
    let today = side(&base, "today", &[])?;
    let began = Instant::now();
    for way in Way::FOUR {
        for at in At::FIVE {
            planner::measure(&base, today.called.clone(), &today.spots, way, at, stamp(), &none)?;
        }
    }
    told("measured, tables made on the way", began, "aim 10 s")?;
    let began = Instant::now();
    for way in Way::FOUR {
        for at in At::FIVE {
            planner::measure(&base, today.called.clone(), &today.spots, way, at, stamp(), &none)?;
        }
    }
    told("measured again", began, "")?;
    let edits: Vec<Edit> = (0..30)
        .map(|j| Edit::Close {
            site: format!("s{j}"),
        })
        .chain((100..110).map(|j| Edit::Open {
            site: format!("s{j}"),
        }))
        .collect();
    let began = Instant::now();
    let other = side(&base, "other", &edits)?;
    planner::compare(&base, &today, &other, Way::USUAL, At::USUAL, stamp(), &none)?;
    told("an edit of 40 places, compared with today", began, "aim 1 s")?;
    let began = Instant::now();
    let moved = side(
        &base,
        "moved",
        &[Edit::Move {
            site: "s0".into(),
            at: Place {
                lat: 51.52,
                lon: -0.12,
            },
        }],
    )?;
    planner::compare(&base, &today, &moved, Way::USUAL, At::USUAL, stamp(), &none)?;
    told("a place moved, compared with today", began, "aim 1 s")?;
    for text in [
        r#"{"ask":"best","places":73}"#,
        r#"{"ask":"best","places":32,"rules":{"each_borough":1}}"#,
        r#"{"ask":"fewest","minutes":45,"share":0.95,"rules":{"each_borough":1,"round_the_clock":true}}"#,
        r#"{"ask":"fewest","minutes":45,"share":1}"#,
    ] {
        let began = Instant::now();
        let wish = Wish::parse("wish", text)?;
        let effort = Effort {
            seconds: 60.0,
            ..Effort::default()
        };
        let found = planner::solve(&base, &wish, stamp(), effort)?;
        told(
            text,
            began,
            &format!(
                "{:?} {}, bound {:?}, gap {:?}{}",
                found.objective.unwrap_or(f64::NAN),
                found.unit,
                found.bound.unwrap_or(f64::NAN),
                found.gap.unwrap_or(f64::NAN),
                if found.proved { ", proved" } else { "" }
            ),
        )?;
    }
    if let Some(peak) = peak() {
        writeln!(out, "{:<58} {peak:>9.0} MB  aim 2,000 MB", "most memory")?;
    }
    Ok(())
}
