//! What the commands of the planner print for people.

use std::io::Write;

use planner::Figures;

pub fn proposal(out: &mut impl Write, p: &planner::Proposal) -> anyhow::Result<()> {
    let figure = |x: Option<f64>| x.map_or_else(|| "none".to_owned(), |x| x.to_string());
    writeln!(out, "{}{}", p.weighs, if p.estimate { " (ESTIMATE)" } else { "" })?;
    writeln!(
        out,
        "{} {}, bound {}, gap {}",
        figure(p.objective),
        p.unit,
        figure(p.bound),
        figure(p.gap)
    )?;
    writeln!(
        out,
        "{}",
        if p.proved {
            "proved to be the best"
        } else {
            "not proved to be the best"
        }
    )?;
    for conflict in &p.conflict {
        writeln!(out, "cannot hold: {conflict}")?;
    }
    for place in &p.open {
        let new = if place.open_today { "" } else { "  (opens)" };
        writeln!(out, "  {} {}{new}", place.id, place.name)?;
    }
    if !p.closes.is_empty() {
        writeln!(out, "closes: {}", p.closes.join(", "))?;
    }
    if let Some(n) = &p.nights {
        let names: Vec<&str> = n.open.iter().map(|o| o.id.as_str()).collect();
        writeln!(
            out,
            "open day and night: {}; at night {} minutes on average, bound {}, gap {}",
            names.join(", "),
            figure(n.objective),
            figure(n.bound),
            figure(n.gap)
        )?;
    }
    for other in &p.alternatives {
        writeln!(
            out,
            "nearly as good: {} instead of {}: {}",
            other.open, other.instead_of, other.objective
        )?;
    }
    for binding in &p.binding {
        writeln!(out, "in the way: {binding}")?;
    }
    for l in &p.lines {
        writeln!(
            out,
            "{}: up to {} handlers, {} hours",
            l.name, l.most_handlers, l.handler_hours
        )?;
    }
    if let Some(custody) = &p.custody {
        for s in &custody.suites {
            writeln!(
                out,
                "  {}: {} cells, full {} (simulated {})",
                s.name, s.cells, s.full, s.simulated_full
            )?;
        }
    }
    for note in &p.notes {
        writeln!(out, "note: {note}")?;
    }
    Ok(())
}

fn minutes(m: Option<f64>) -> String {
    m.map_or_else(|| "-".to_owned(), |m| format!("{m:.1}"))
}

pub fn figures(out: &mut impl Write, name: &str, f: &Figures) -> anyhow::Result<()> {
    writeln!(
        out,
        "{name:<38} people {:>9}  mean {:>6}  median {:>6}  p90 {:>6}  over 45 {:>9}  over 60 {:>9}  undecided {} and {}  cannot get there {}{}",
        f.people,
        minutes(f.mean),
        minutes(f.median),
        minutes(f.p90),
        f.over_45,
        f.over_60,
        f.undecided_45,
        f.undecided_60,
        f.not_reached,
        if f.untold > 0.0 {
            format!("  cannot be told {}", f.untold)
        } else {
            String::new()
        }
    )?;
    Ok(())
}

/// Says that public transport is not what was measured.
pub fn quiet(out: &mut impl Write, quiet: bool) -> anyhow::Result<()> {
    if quiet {
        writeln!(
            out,
            "note: no public transport runs in the timetable at this time: these are times on foot"
        )?;
    }
    Ok(())
}

pub fn compared(out: &mut impl Write, c: &planner::Compared) -> anyhow::Result<()> {
    writeln!(
        out,
        "{} against {}, {} on {}{}",
        c.b.name,
        c.a.name,
        c.mode,
        c.at,
        if c.estimate { ", ESTIMATE" } else { "" }
    )?;
    quiet(out, c.quiet)?;
    figures(out, "before", &c.before)?;
    figures(out, "after", &c.after)?;
    let newly = |n: &planner::Newly| {
        if c.estimate {
            format!("{} surely and up to {} more", n.people, n.undecided)
        } else {
            n.people.to_string()
        }
    };
    writeln!(
        out,
        "{} people go further, {} less far; newly over 45 minutes: {}, over 60: {}",
        c.all.longer,
        c.all.shorter,
        newly(&c.newly_over_45),
        newly(&c.newly_over_60)
    )?;
    writeln!(
        out,
        "{} people can no longer get there, {} can for the first time; means are of those who can both times",
        c.lost, c.gained
    )?;
    writeln!(
        out,
        "a year {:+}, once {:+}",
        c.money_b.a_year - c.money_a.a_year,
        c.money_b.once - c.money_a.once
    )?;
    for one in c.groups.iter().chain(&c.deciles).chain(&c.boroughs) {
        writeln!(
            out,
            "{:<38} {:>6} -> {:>6}  {:>7}  can no longer get there {}",
            planner::named(&one.code, &one.name),
            minutes(one.mean_before),
            minutes(one.mean_after),
            one.change.map_or_else(|| "-".to_owned(), |c| format!("{c:+.2}")),
            one.lost
        )?;
    }
    Ok(())
}
