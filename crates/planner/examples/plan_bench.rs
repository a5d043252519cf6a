//! `cargo xtask bench plan`: forces of London's size on this machine, 4,994 small areas and 600 places each.
//!
//! - An invented city, made from a seed: it runs from a clean clone. Without streets its times are estimates.
//! - Where the shared data folder is present (`BLUELAMP_SHARED`, or `shared` beside the project): London itself, its small
//!   areas and its police sites, libraries, council offices and fire stations. There are no streets of London there, so
//!   times are estimates too.
//! - And Porto Alegre, with streets and timetable: as many points and places as London has, spread over its people.
//!
//! A word (`invented`, `london`, `streets`) runs one of them alone.
//!
//! Aims: an edit in less than a second, memory under 2 GB; measured and solved in the times that the engines' own
//! benchmarks allow (`cargo xtask bench engines`).

use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

use planner::{At, Base, BaseId, Called, Edit, Effort, Holidays, People, Side, Site, Stamp, Way, Wish};
use travel::Progress;
use travel::geo::Place;

type Failed = Box<dyn std::error::Error>;

const POINTS: usize = 4_994;
const PLACES: usize = 600;
const OPEN: usize = 73;

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

    /// Within some two hundred metres.
    fn beside(&mut self, at: Place) -> Place {
        Place {
            lat: at.lat + (self.unit() - 0.5) * 0.004,
            lon: at.lon + (self.unit() - 0.5) * 0.004,
        }
    }
}

/// Places at these spots: the first so many are open, every third day and night.
fn sites(at: impl Iterator<Item = (Place, Option<String>)>) -> Vec<Site> {
    at.take(PLACES)
        .enumerate()
        .map(|(j, (at, borough))| Site {
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
            open: j < OPEN,
            step_free: Some(j % 5 != 0),
            address: String::new(),
            ward: None,
            borough,
            cost: Some(100_000.0),
            cost_source: String::new(),
            receipt: None,
            cells: None,
        })
        .collect()
}

fn base(people: People, sites: Vec<Site>, week: jiff::civil::Date, folder: PathBuf) -> Result<Base, Failed> {
    let id = BaseId::parse("pbs_0").ok_or("no id")?;
    Ok(Base::new(id, people, sites, week, folder, Holidays::default()))
}

fn area(code: String) -> planner::Area {
    planner::Area {
        name: code.clone(),
        code,
        borough: None,
    }
}

/// People at these points in 32 boroughs and 680 wards, as a grid divides them.
fn people(at: Vec<Place>, counts: Vec<f64>, chance: &mut Chance) -> People {
    let square = squares(&at);
    let n = at.len();
    People {
        ids: (0..n).map(|i| format!("p{i}")).collect(),
        people: counts,
        decile: (0..n).map(|_| 1 + (chance.unit() * 9.99) as u8).collect(),
        boroughs: (0..32).map(|b| area(format!("B{b}"))).collect(),
        borough: at.iter().map(|p| Some(square(p))).collect(),
        wards: (0..680).map(|w| area(format!("W{w}"))).collect(),
        ward: (0..n).map(|i| u32::try_from(i % 680).ok()).collect(),
        at,
        ..People::default()
    }
}

/// Which of 32 squares over these points a place lies in.
fn squares(at: &[Place]) -> impl Fn(&Place) -> u32 + use<> {
    let fold = |of: &dyn Fn(&Place) -> f64| {
        at.iter()
            .map(of)
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), x| {
                (a.min(x), b.max(x))
            })
    };
    let ((south, north), (west, east)) = (fold(&|p| p.lat), fold(&|p| p.lon));
    move |p| {
        let down = ((p.lat - south) / (north - south).max(1e-9) * 4.0).clamp(0.0, 3.0) as u32;
        let across = ((p.lon - west) / (east - west).max(1e-9) * 8.0).clamp(0.0, 7.0) as u32;
        down * 8 + across
    }
}

fn invented() -> Result<Base, Failed> {
    let mut chance = Chance(7);
    let at: Vec<Place> = (0..POINTS).map(|_| chance.spot()).collect();
    let counts = (0..POINTS)
        .map(|_| 1_200.0 + (chance.unit() * 1_000.0).round())
        .collect();
    let square = squares(&at);
    let people = people(at, counts, &mut chance);
    let spots = std::iter::repeat_with(|| chance.spot()).map(|p| (p, Some(format!("B{}", square(&p)))));
    base(
        people,
        sites(spots),
        jiff::civil::date(2026, 3, 2),
        "absent".into(),
    )
}

fn shared(file: &str) -> Option<PathBuf> {
    let root = std::env::var_os("BLUELAMP_SHARED").map(PathBuf::from);
    let root = root.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"));
    Some(root.join("data").join(file)).filter(|p| p.exists())
}

/// These columns of a table as texts.
fn columns<const N: usize>(file: &Path, names: [&str; N]) -> Result<Vec<[String; N]>, Failed> {
    let mut reader = csv::Reader::from_path(file)?;
    let head = reader.headers()?.clone();
    let mut at = [0; N];
    for (slot, name) in at.iter_mut().zip(names) {
        *slot = head
            .iter()
            .position(|h| h == name)
            .ok_or(format!("no column {name}"))?;
    }
    let mut rows = Vec::new();
    for row in reader.records() {
        let row = row?;
        rows.push(at.map(|i| row.get(i).unwrap_or_default().to_owned()));
    }
    Ok(rows)
}

fn spot(lat: &str, lon: &str) -> Option<Place> {
    Place::new(lat.parse().ok()?, lon.parse().ok()?)
}

fn london() -> Result<Option<Base>, Failed> {
    let lists = [
        "04_sites/police_sites_london.csv",
        "04_sites/libraries_london_2023.csv",
        "04_sites/council_offices_london.csv",
        "04_sites/fire_stations_london.csv",
    ];
    let Some(areas) = shared("03_demography/london_lsoa21_master.csv") else {
        return Ok(None);
    };
    let Some(lists) = lists.iter().map(|l| shared(l)).collect::<Option<Vec<_>>>() else {
        return Ok(None);
    };
    let wanted = [
        "lsoa21cd",
        "lat",
        "lon",
        "population_2021",
        "lad22cd",
        "ward24_code",
        "IMD_decile",
    ];
    let mut found = People::default();
    for [id, lat, lon, count, borough, ward, decile] in columns(&areas, wanted)? {
        let Some(at) = spot(&lat, &lon) else { continue };
        let number = |list: &mut Vec<planner::Area>, code: String| {
            let at = list.iter().position(|a| a.code == code).unwrap_or_else(|| {
                list.push(area(code));
                list.len() - 1
            });
            u32::try_from(at).ok()
        };
        found.borough.push(number(&mut found.boroughs, borough));
        found.ward.push(number(&mut found.wards, ward));
        found.ids.push(id);
        found.at.push(at);
        found.people.push(count.parse()?);
        found.decile.push(decile.parse()?);
    }
    let mut spots = Vec::new();
    for list in lists {
        for [lat, lon, borough] in columns(&list, ["lat", "lon", "borough_code"])
            .or_else(|_| columns(&list, ["lat", "lon", "borough"]))?
        {
            if let Some(at) = spot(&lat, &lon) {
                spots.push((at, Some(borough)));
            }
        }
    }
    // Every second in turn, so that all four lists are among the six hundred.
    let all = spots.len();
    let some = (0..PLACES).filter_map(|i| spots.get(i * 7 % all).cloned());
    Ok(Some(base(
        found,
        sites(some),
        jiff::civil::date(2026, 3, 2),
        "absent".into(),
    )?))
}

fn porto_alegre(folder: &Path) -> Result<Option<Base>, Failed> {
    let files = [
        "poa_osm.pbf",
        "poa_eptc.zip",
        "poa_trensurb.zip",
        "poa_hexgrid.csv",
    ];
    let files = files.map(|f| shared(&format!("06_travel/porto_alegre_br/{f}")));
    let [Some(osm), Some(bus), Some(train), Some(cells)] = files else {
        return Ok(None);
    };
    let inputs = travel::Inputs {
        osm: vec![osm],
        gtfs: vec![bus, train],
        ..travel::Inputs::default()
    };
    travel::run::build(&inputs, &folder.join("streets.net"), &Progress::none())?;
    let mut chance = Chance(11);
    let lived: Vec<(Place, f64)> = columns(&cells, ["lat", "lon", "population"])?
        .iter()
        .filter_map(|[lat, lon, n]| Some((spot(lat, lon)?, n.parse().ok()?)))
        .filter(|(_, n)| *n > 0.0)
        .collect();
    let pick = |i: usize| lived.get(i % lived.len().max(1)).copied();
    let picked: Vec<(Place, f64)> = (0..POINTS).filter_map(pick).collect();
    let at: Vec<Place> = picked.iter().map(|p| chance.beside(p.0)).collect();
    let square = squares(&at);
    let people = people(at, picked.iter().map(|p| p.1).collect(), &mut chance);
    let spots: Vec<_> = (0..PLACES)
        .filter_map(|j| pick(j * 13))
        .map(|p| chance.beside(p.0))
        .map(|p| (p, Some(format!("B{}", square(&p)))))
        .collect();
    // A week in the middle of its timetable.
    let week = jiff::civil::date(2019, 5, 13);
    Ok(Some(base(
        people,
        sites(spots.into_iter()),
        week,
        folder.to_owned(),
    )?))
}

fn side(base: &Base, name: &str, edits: &[Edit]) -> planner::Result<Side> {
    Ok(Side {
        called: Called {
            id: name.to_owned(),
            name: name.to_owned(),
        },
        spots: base.apply(edits)?,
        money: Vec::new(),
        evidence: None,
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

/// The most memory that was held since [`forget_peak`], in megabytes; where the system tells.
fn peak() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|l| l.starts_with("VmHWM:"))?;
    Some(line.split_whitespace().nth(1)?.parse::<f64>().ok()? / 1_024.0)
}

fn forget_peak() {
    // Where the system does not let us, the peak is that of everything before, too.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}

fn measured(base: &Base) -> planner::Result<()> {
    let today = side(base, "today", &[])?;
    for way in Way::FOUR {
        for at in At::FIVE {
            planner::measure(
                base,
                today.called.clone(),
                &today.spots,
                way,
                at,
                stamp(),
                &Progress::none(),
            )?;
        }
    }
    Ok(())
}

fn work(out: &mut impl Write, what: &str, base: &Base) -> Result<(), Failed> {
    writeln!(
        out,
        "\n{what}: {} points x {} places, four ways, five times",
        base.people.len(),
        base.sites.len()
    )?;
    let mut told = |what: &str, began: Instant, aim: &str| -> std::io::Result<()> {
        writeln!(
            out,
            "  {what:<76} {:>8.3} s   {aim}",
            began.elapsed().as_secs_f64()
        )?;
        out.flush()
    };
    let began = Instant::now();
    measured(base)?;
    let tables = if base.is_estimate(Way::USUAL)? {
        "measured; minutes estimated on the way"
    } else {
        "measured; twelve tables worked out on streets and timetable"
    };
    told(tables, began, "aim 10 s")?;
    let began = Instant::now();
    measured(base)?;
    told("measured again", began, "aim 10 s")?;
    let today = side(base, "today", &[])?;
    let none = Progress::none();
    let edits: Vec<Edit> = (0..30)
        .map(|j| Edit::Close {
            site: format!("s{j}"),
        })
        .chain((100..110).map(|j| Edit::Open {
            site: format!("s{j}"),
        }))
        .collect();
    let began = Instant::now();
    let other = side(base, "other", &edits)?;
    planner::compare(base, &today, &other, Way::USUAL, At::USUAL, stamp(), &none)?;
    told("a what-if of 40 edits, compared with today", began, "aim 1 s")?;
    let at = base
        .people
        .at
        .get(base.people.len() / 2)
        .copied()
        .ok_or("nobody")?;
    let began = Instant::now();
    let moved = side(
        base,
        "moved",
        &[Edit::Move {
            site: "s0".into(),
            at,
            to: String::new(),
        }],
    )?;
    planner::compare(base, &today, &moved, Way::USUAL, At::USUAL, stamp(), &none)?;
    told(
        "a what-if that moves a place, compared with today",
        began,
        "aim 1 s",
    )?;
    for text in [
        r#"{"ask":"best","places":73}"#,
        r#"{"ask":"best","places":32,"rules":{"each_borough":1}}"#,
        r#"{"ask":"best","places":40,"rules":{"no_group_worse":["decile_1"]}}"#,
        r#"{"ask":"fewest","minutes":45,"share":0.95,"rules":{"each_borough":1,"round_the_clock":true}}"#,
        r#"{"ask":"fewest","minutes":45,"share":1}"#,
        r#"{"ask":"hubs","minutes":20,"most":150}"#,
    ] {
        let began = Instant::now();
        let wish = Wish::parse("wish", text)?;
        let effort = Effort {
            seconds: 60.0,
            ..Effort::default()
        };
        let found = planner::solve(base, &wish, stamp(), effort)?;
        let figure = |x: Option<f64>| x.map_or_else(|| "none".to_owned(), |x| x.to_string());
        told(
            text,
            began,
            &format!(
                "{} {}, bound {}, gap {}{}",
                figure(found.objective),
                found.unit,
                figure(found.bound),
                found
                    .gap
                    .map_or_else(|| "none".to_owned(), |g| format!("{:.3} %", g * 100.0)),
                if found.proved { ", proved" } else { "" }
            ),
        )?;
        for conflict in &found.conflict {
            told(&format!("  cannot hold: {conflict}"), began, "")?;
        }
    }
    if let Some(peak) = peak() {
        writeln!(out, "  {:<76} {peak:>8.0} MB  aim 2,000 MB", "most memory")?;
    }
    Ok(())
}

fn main() -> Result<(), Failed> {
    let mut out = std::io::stdout().lock();
    let only = std::env::args().nth(1);
    let wanted = |part: &str| only.as_deref().is_none_or(|o| o == part);
    if wanted("invented") {
        work(&mut out, "An invented city, estimates", &invented()?)?;
        forget_peak();
    }
    if wanted("london") {
        match london()? {
            Some(base) => work(&mut out, "London, estimates", &base)?,
            None => writeln!(out, "\nLondon: skipped, the shared data folder is not here")?,
        }
        forget_peak();
    }
    if !wanted("streets") {
        return Ok(());
    }
    let folder = std::env::temp_dir().join(format!("bluelamp-plan-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let began = Instant::now();
    let done = match porto_alegre(&folder) {
        Ok(Some(base)) => {
            let built = began.elapsed().as_secs_f64();
            let what = format!("Porto Alegre, streets and timetable (built in {built:.0} s)");
            work(&mut out, &what, &base)
        }
        Ok(None) => {
            writeln!(out, "\nPorto Alegre: skipped, the shared data folder is not here").map_err(Into::into)
        }
        Err(e) => Err(e),
    };
    std::fs::remove_dir_all(&folder)?;
    done
}
