//! `cargo xtask bench web`.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::Context;
use serde_json::json;

use super::load::{Cookies, Times, Visitor, together};
use super::process::Served;
use super::resident;
use crate::browser::program;
use crate::needs;
use crate::server::Server;
use crate::shell::{Scratch, cargo, say, tell};

/// Browsers at once, as the aims say.
const CONNECTIONS: usize = 32;

/// A figure, and what it should be.
struct Figure {
    engine: &'static str,
    what: String,
    value: f64,
    unit: &'static str,
    aim: &'static str,
}

pub fn run(seconds: u64, reports: usize, embedded_only: bool, built: Option<&Path>) -> anyhow::Result<()> {
    let program = match built {
        Some(built) => built.to_owned(),
        None => {
            needs::node_modules()?;
            cargo(&["build", "--release", "-p", "bluelamp", "--locked"]).run()?;
            program("release")
        }
    };
    let mut figures = Vec::new();
    measure(&program, "SQLite", "", seconds, reports, &mut figures)?;
    if !embedded_only && needs::postgres_programs().is_some() {
        let server = Server::start(true)?;
        measure(
            &program,
            "PostgreSQL",
            &server.url(),
            seconds,
            reports,
            &mut figures,
        )?;
    }
    directory(&program, seconds, &mut figures)?;
    tell(&format!(
        "{:<11} {:<44} {:>12} {:<10} aim",
        "database", "what", "figure", "unit"
    ));
    for f in &figures {
        tell(&format!(
            "{:<11} {:<44} {:>12.3} {:<10} {}",
            f.engine, f.what, f.value, f.unit, f.aim
        ));
    }
    let list: Vec<_> = figures
        .iter()
        .map(
            |f| json!({"database": f.engine, "what": f.what, "value": f.value, "unit": f.unit, "aim": f.aim}),
        )
        .collect();
    tell(&json!({ "bench": "web", "connections": CONNECTIONS, "figures": list }).to_string());
    Ok(())
}

/// Says a figure and notes it.
fn noting(
    engine: &'static str,
    figures: &mut Vec<Figure>,
) -> impl FnMut(&str, f64, &'static str, &'static str) {
    move |what, value, unit, aim| {
        say(&format!("{what}: {value:.3} {unit}"));
        figures.push(Figure {
            engine,
            what: what.to_owned(),
            value,
            unit,
            aim,
        });
    }
}

fn measure(
    program: &Path,
    engine: &'static str,
    url: &str,
    seconds: u64,
    reports: usize,
    figures: &mut Vec<Figure>,
) -> anyhow::Result<()> {
    say(&format!("\n== {engine}"));
    let mut figure = noting(engine, figures);
    let folder = Scratch::new("bench")?;
    let forms = folder.path().join("forms");
    std::fs::create_dir(&forms)?;
    std::fs::write(
        forms.join("two-questions.yaml"),
        include_str!("two-questions.yaml"),
    )?;
    let data = folder.path().to_string_lossy().into_owned();
    let env = [
        ("RUST_LOG", "warn"),
        ("BLUELAMP_DATABASE__URL", url),
        ("BLUELAMP_SERVER__POSTS_A_MINUTE", "1000000000"),
    ];
    if !url.is_empty() {
        let status = std::process::Command::new(program)
            .args(["migrate", "--data", &data])
            .envs(env)
            .stdout(std::process::Stdio::null())
            .status()?;
        anyhow::ensure!(status.success(), "the database could not be made ready");
    }
    let args = ["serve", "--listen", "127.0.0.1:0", "--data", &data];
    let first = Served::start(program, &args, &env)?;
    figure("first start, empty folder", ms(first.ready_after), "ms", "");
    drop(first);
    let mut starts = Vec::new();
    for _ in 0..5 {
        starts.push(ms(Served::start(program, &args, &env)?.ready_after));
    }
    starts.sort_by(f64::total_cmp);
    figure(
        "start (middle of five)",
        starts.get(2).copied().unwrap_or(0.0),
        "ms",
        "< 200",
    );
    let served = Served::start(program, &args, &env)?;
    figure("memory, idle", served.memory_mb()?, "MB", "< 60");
    for (name, path, aim) in PAGES {
        page(&served, name, path, aim, seconds, &mut figure)?;
    }
    journeys(&served, resident::TWO_QUESTIONS, "0.5", seconds, &mut figure)?;
    journeys(&served, resident::THEFT, "", seconds, &mut figure)?;
    figure("memory, under load", served.memory_mb()?, "MB", "");
    submissions(&served, reports, &mut figure)?;
    figure("memory, after all", served.memory_mb()?, "MB", "");
    drop(served);
    let output = std::process::Command::new(program)
        .args(["reconcile", "--json", "--data", &data])
        .envs(env)
        .output()?;
    say(&format!(
        "reconciled: {}",
        String::from_utf8_lossy(&output.stdout).trim()
    ));
    Ok(())
}

/// The directory of the demonstration: how soon the whole force is there, and how fast its pages are.
fn directory(program: &Path, seconds: u64, figures: &mut Vec<Figure>) -> anyhow::Result<()> {
    const MIDDLE: &str = "54.5,2.5";
    say("\n== The demonstration, on SQLite");
    let mut figure = noting("SQLite", figures);
    let folder = Scratch::new("bench-demo")?;
    let data = folder.path().to_string_lossy().into_owned();
    let args = ["demo", "--listen", "127.0.0.1:0", "--data", &data];
    let env = [("RUST_LOG", "warn")];
    let served = Served::start(program, &args, &env)?;
    figure(
        "demonstration, built and ready",
        served.ready_after.as_secs_f64(),
        "s",
        "< 10",
    );
    let found = Visitor::new(&served.address)?.get(&format!("/api/locate-neighbourhood?q={MIDDLE}"))?;
    let place: serde_json::Value = serde_json::from_str(&found.body)?;
    let ward = place["neighbourhood"]
        .as_str()
        .context("no ward in the middle of the city")?;
    page(
        &served,
        "ward page",
        &format!("/ward/{ward}"),
        "",
        seconds,
        &mut figure,
    )?;
    page(
        &served,
        "/near on foot",
        &format!("/near?at={MIDDLE}&mode=walk"),
        "",
        seconds,
        &mut figure,
    )?;
    figure("demonstration, memory after", served.memory_mb()?, "MB", "");
    Ok(())
}

const PAGES: &[(&str, &str, &str)] = &[
    ("start page", "/", ""),
    ("form page", "/report/theft/now", "0.05"),
];

/// Whole reports, one after another, by each of the visitors.
fn journeys(
    served: &Served,
    form: resident::Form,
    aim: &'static str,
    seconds: u64,
    figure: &mut impl FnMut(&str, f64, &'static str, &'static str),
) -> anyhow::Result<()> {
    let visitors: Vec<(Visitor, usize)> = (0..CONNECTIONS)
        .map(|n| Ok((Visitor::new(&served.address)?, n)))
        .collect::<anyhow::Result<_>>()?;
    let until = Instant::now() + Duration::from_secs(seconds);
    let requests = AtomicUsize::new(0);
    let before = served.cpu_ms()?;
    let (mut times, took) = together(visitors, |(visitor, n), times: &mut Times| {
        while Instant::now() < until {
            let began = Instant::now();
            visitor.swap(Vec::new());
            let (check, so_far) = resident::up_to_check(visitor, form, *n)?;
            resident::send(visitor, form, &check, *n)?;
            requests.fetch_add(so_far + 1, Ordering::Relaxed);
            times.0.push(began.elapsed());
        }
        Ok(())
    })?;
    let many = count(times.0.len());
    let cpu = served.cpu_ms()? - before;
    let each = count(requests.load(Ordering::Relaxed)) / many;
    let name = form.flow;
    figure(&format!("{name}: whole journey, CPU"), cpu / many, "ms", aim);
    figure(&format!("{name}: requests each"), each, "", "");
    figure(&format!("{name}: a request, CPU"), cpu / many / each, "ms", "");
    figure(
        &format!("{name}: whole journeys"),
        many / took.as_secs_f64(),
        "/s",
        "",
    );
    figure(&format!("{name}: half done within"), times.share(0.5), "ms", "");
    figure(&format!("{name}: 99 % done within"), times.share(0.99), "ms", "");
    Ok(())
}

/// Finished forms, made ready beforehand, sent by twice as many visitors as look at pages.
fn submissions(
    served: &Served,
    reports: usize,
    figure: &mut impl FnMut(&str, f64, &'static str, &'static str),
) -> anyhow::Result<()> {
    const SENDERS: usize = 2 * CONNECTIONS;
    say(&format!("Making {reports} reports ready"));
    let ready: Mutex<Vec<(Cookies, String)>> = Mutex::new(Vec::new());
    let makers: Vec<Visitor> = (0..CONNECTIONS)
        .map(|_| Visitor::new(&served.address))
        .collect::<anyhow::Result<_>>()?;
    let next = AtomicUsize::new(0);
    together(makers, |visitor, _| {
        loop {
            let n = next.fetch_add(1, Ordering::Relaxed);
            if n >= reports {
                return Ok(());
            }
            visitor.swap(Vec::new());
            let (check, _) = resident::up_to_check(visitor, resident::THEFT, n)?;
            let cookies = visitor.swap(Vec::new());
            let mut held = ready.lock().unwrap_or_else(PoisonError::into_inner);
            held.push((cookies, check));
        }
    })?;
    let senders: Vec<Visitor> = (0..SENDERS)
        .map(|_| Visitor::new(&served.address))
        .collect::<anyhow::Result<_>>()?;
    let before = served.cpu_ms()?;
    let (mut times, took) = together(senders, |visitor, times: &mut Times| {
        loop {
            let one = ready.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let Some((cookies, check)) = one else {
                return Ok(());
            };
            visitor.swap(cookies);
            let fields = resident::fields(&check, 0);
            let began = Instant::now();
            let answer = visitor.post("/report/theft/send", &fields)?;
            times.0.push(began.elapsed());
            anyhow::ensure!(answer.status == 303, "sending answered {}", answer.status);
        }
    })?;
    let many = count(times.0.len());
    figure("submission, CPU", (served.cpu_ms()? - before) / many, "ms", "");
    figure("submissions, durable", many / took.as_secs_f64(), "/s", "2000+");
    figure("submission, half answered within", times.share(0.5), "ms", "");
    figure(
        "submission, 99 % answered within",
        times.share(0.99),
        "ms",
        "< 50",
    );
    Ok(())
}

fn page(
    served: &Served,
    name: &str,
    path: &str,
    aim: &'static str,
    seconds: u64,
    figure: &mut impl FnMut(&str, f64, &'static str, &'static str),
) -> anyhow::Result<()> {
    let mut visitors: Vec<Visitor> = (0..CONNECTIONS)
        .map(|_| Visitor::new(&served.address))
        .collect::<anyhow::Result<_>>()?;
    // A question is shown to who has passed the safety question.
    if let Some((flow, _)) = path.strip_prefix("/report/").and_then(|p| p.split_once('/')) {
        let safety = format!("/report/{flow}");
        for visitor in &mut visitors {
            let asked = visitor.get(&safety)?.body;
            visitor.post(&safety, &resident::fields(&asked, 0))?;
        }
    }
    let until = Instant::now() + Duration::from_secs(seconds);
    let before = served.cpu_ms()?;
    let (mut times, took) = together(visitors, |visitor: &mut Visitor, times: &mut Times| {
        while Instant::now() < until {
            let began = Instant::now();
            let answer = visitor.get(path)?;
            anyhow::ensure!(answer.status == 200, "{path} answered {}", answer.status);
            times.0.push(began.elapsed());
        }
        Ok(())
    })?;
    let many = count(times.0.len());
    figure(
        &format!("{name}, CPU a request"),
        (served.cpu_ms()? - before) / many,
        "ms",
        aim,
    );
    figure(&format!("{name}, requests"), many / took.as_secs_f64(), "/s", "");
    figure(
        &format!("{name}, half answered within"),
        times.share(0.5),
        "ms",
        "",
    );
    figure(
        &format!("{name}, 99 % answered within"),
        times.share(0.99),
        "ms",
        "",
    );
    Ok(())
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

#[allow(clippy::cast_precision_loss)]
fn count(many: usize) -> f64 {
    many as f64
}
