//! A proposal for people: how near to the best possible it is, what it opens and closes, and who pays for it.

use std::io::Write;

use planner::{CustodyAnswer, Further, LineTold, Nearly, Proposal, Site};

use super::{MOST, and_more, changes, is_estimate, minutes, percent, stamp};

/// The name of a place with its id, by which rules and commands name it.
fn place(sites: &[Site], id: &str) -> String {
    match sites.iter().find(|s| s.id == id) {
        Some(site) if site.name != id => format!("{} ({id})", site.name),
        _ => id.to_owned(),
    }
}

pub fn proposal(out: &mut impl Write, p: &Proposal, sites: &[Site]) -> anyhow::Result<()> {
    writeln!(out, "what was weighed: {}", p.weighs)?;
    is_estimate(out, p.estimate)?;
    if !p.conflict.is_empty() {
        writeln!(out, "cannot be done: these rules cannot hold together:")?;
        for rule in &p.conflict {
            writeln!(out, "  {rule}")?;
        }
    } else if p.found {
        near(out, p)?;
    } else {
        writeln!(out, "no answer was found")?;
    }
    changed(out, p, sites)?;
    for binding in &p.binding {
        writeln!(out, "in the way of better: {binding}")?;
    }
    for l in &p.lines {
        line(out, l)?;
    }
    if let Some(c) = &p.custody {
        custody(out, c)?;
    }
    if !(p.groups.is_empty() && p.deciles.is_empty() && p.boroughs.is_empty()) {
        writeln!(out, "who pays for it and who gains:")?;
        changes(out, p.groups.iter().chain(&p.deciles).chain(&p.boroughs))?;
    }
    further(out, &p.ask, &p.further)?;
    for note in &p.notes {
        writeln!(out, "note: {note}")?;
    }
    stamp(out, &p.stamp)
}

/// How near to the best possible it is.
fn near(out: &mut impl Write, p: &Proposal) -> anyhow::Result<()> {
    let figure = |x: Option<f64>| x.map_or_else(|| "none".to_owned(), |x| format!("{x} {}", p.unit));
    writeln!(
        out,
        "reached: {}; nothing can be better than {}",
        figure(p.objective),
        figure(p.bound)
    )?;
    let gap = p.gap.map_or_else(
        || "how far is not known".to_owned(),
        |g| format!("at most {}", percent(g)),
    );
    writeln!(
        out,
        "{} ({})",
        if p.proved {
            "proved: nothing is better".to_owned()
        } else {
            format!("good, but something better may exist: {gap} from the best")
        },
        p.method
    )?;
    Ok(())
}

/// What opens and closes, and what would be nearly as good.
fn changed(out: &mut impl Write, p: &Proposal, sites: &[Site]) -> anyhow::Result<()> {
    if !p.open.is_empty() {
        writeln!(out, "open ({}):", p.open.len())?;
    }
    for one in &p.open {
        let new = if one.open_today { "" } else { ", opens" };
        writeln!(out, "  {} ({}){new}", one.name, one.id)?;
    }
    if !p.closes.is_empty() {
        writeln!(out, "closes ({}):", p.closes.len())?;
    }
    for id in &p.closes {
        writeln!(out, "  {}", place(sites, id))?;
    }
    if let Some(n) = &p.nights {
        let figure = |x: Option<f64>| x.map_or_else(|| "none".to_owned(), |x| format!("{x} minutes"));
        writeln!(
            out,
            "open day and night: at night {} on average; nothing can be better than {}{}",
            figure(n.objective),
            figure(n.bound),
            n.gap
                .map_or_else(String::new, |g| format!(", at most {} from the best", percent(g)))
        )?;
        for one in &n.open {
            writeln!(out, "  {} ({})", one.name, one.id)?;
        }
    }
    for other in &p.alternatives {
        writeln!(out, "nearly as good: {}", nearly(other, &p.unit, sites))?;
    }
    Ok(())
}

/// Another answer: one place instead of another, or what it is in words, and what it reaches.
fn nearly(other: &Nearly, unit: &str, sites: &[Site]) -> String {
    if let Some(r) = &other.rota {
        let what = other.what.as_ref().map_or_else(String::new, |w| format!(", {w}"));
        return format!(
            "{}{what}: {} handler hours, up to {} at once, {} in time ({} in the worst half-hour), {} give up",
            r.line,
            r.handler_hours,
            r.most_handlers,
            percent(r.within),
            percent(r.worst_within),
            percent(r.gives_up)
        );
    }
    let what = match (&other.what, other.open.as_str(), other.instead_of.as_str()) {
        (Some(what), _, _) => what.to_string(),
        (None, "", gone) => format!("without {}", place(sites, gone)),
        (None, open, "") => format!("with {}", place(sites, open)),
        (None, open, gone) => format!("{} instead of {}", place(sites, open), place(sites, gone)),
    };
    let more = [
        other.people.map(|n| format!("{n} people within the limit")),
        other
            .furthest
            .map(|m| format!("the borough that goes furthest needs {m} minutes")),
        other
            .fullest
            .map(|f| format!("the fullest suite is full {}", percent(f))),
    ];
    std::iter::once(format!("{what}: {} {unit}", other.objective))
        .chain(more.into_iter().flatten())
        .collect::<Vec<_>>()
        .join(", ")
}

/// A telephone line, half-hour by half-hour.
fn line(out: &mut impl Write, l: &LineTold) -> anyhow::Result<()> {
    writeln!(
        out,
        "{}: {} of calls within {} seconds: up to {} handlers at once, {} handler hours",
        l.name,
        percent(l.share),
        l.seconds,
        l.most_handlers,
        l.handler_hours
    )?;
    writeln!(
        out,
        "  {:>5} {:>8} {:>8} {:>10} {:>10} {:>20} {:>18}",
        "from", "calls", "handlers", "in time", "give up", "simulated: in time", "simulated: give up"
    )?;
    for (i, h) in l.half_hours.iter().enumerate() {
        writeln!(
            out,
            "  {:02}:{:02} {:>8} {:>8} {:>10} {:>10} {:>20} {:>18}",
            i / 2 % 24,
            i % 2 * 30,
            h.calls,
            h.handlers,
            percent(h.within),
            percent(h.gives_up),
            percent(h.simulated_within),
            percent(h.simulated_gives_up)
        )?;
    }
    writeln!(
        out,
        "  in all {} are answered in time and {} give up; the simulation differs by {} at most",
        percent(l.within),
        percent(l.gives_up),
        percent(l.furthest_from_simulation)
    )?;
    Ok(())
}

fn custody(out: &mut impl Write, c: &CustodyAnswer) -> anyhow::Result<()> {
    writeln!(
        out,
        "at the fullest hour, from {:02}:00, {} people are held on average, who stay {} hours on average; \
         the borough that goes furthest needs {} minutes",
        c.peak_hour, c.held_at_peak, c.mean_stay_hours, c.furthest
    )?;
    writeln!(
        out,
        "suites that stay (chances of being full at that hour, also simulated over {} days):",
        c.simulated_days
    )?;
    for s in &c.suites {
        let then = if s.then.is_empty() {
            String::new()
        } else {
            format!("; when full to {}", s.then)
        };
        writeln!(
            out,
            "  {} ({}): {} cells, {} held on average, full {} (simulated {}), arrests of {}{then}",
            s.name,
            s.id,
            s.cells,
            s.load,
            percent(s.full),
            percent(s.simulated_full),
            if s.boroughs.is_empty() {
                "no borough".to_owned()
            } else {
                s.boroughs.join(", ")
            }
        )?;
    }
    Ok(())
}

/// Who goes how far where residents go nowhere.
fn further(out: &mut impl Write, ask: &str, list: &[Further]) -> anyhow::Result<()> {
    if list.is_empty() {
        return Ok(());
    }
    let what = if ask == "hubs" {
        "walk of each ward's team to its hub"
    } else {
        "way to the suite by borough"
    };
    writeln!(
        out,
        "{what}, minutes before and after, those with the most more first:"
    )?;
    for f in list.iter().take(MOST) {
        writeln!(
            out,
            "  {}: {} -> {}, to {}",
            f.name,
            minutes(f.before),
            minutes(f.after),
            f.to
        )?;
    }
    and_more(out, list.len())
}
