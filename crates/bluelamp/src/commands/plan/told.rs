//! What the commands of the planner print for people.

mod proposal;

use std::io::Write;

use planner::{Affected, Change, Compared, Figures, Measured, Newly, Stamp, named};

pub use proposal::proposal;

/// Of a long list so many lines are printed.
const MOST: usize = 20;
const UNITS: usize = 38;

fn minutes(m: Option<f64>) -> String {
    m.map_or_else(|| "-".to_owned(), |m| format!("{m:.1}"))
}

/// What is too small for two decimals is not nothing.
fn percent(share: f64) -> String {
    let hundredths = share * 100.0;
    if hundredths > 0.0 && hundredths < 0.01 {
        "under 0.01 %".to_owned()
    } else {
        format!("{hundredths:.2} %")
    }
}

/// `£1,234,567`
fn pounds(amount: f64) -> String {
    let digits = format!("{:.0}", amount.abs());
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    format!("£{text}")
}

/// So many lines of a list are left out.
fn and_more(out: &mut impl Write, all: usize) -> anyhow::Result<()> {
    if all > MOST {
        writeln!(out, "  and {} more: --json names them", all - MOST)?;
    }
    Ok(())
}

/// What the figures rest on, and under which licences.
fn stamp(out: &mut impl Write, s: &Stamp) -> anyhow::Result<()> {
    if s.data.is_empty() {
        writeln!(
            out,
            "made from the calls of the wish; method {}, seed {}",
            s.method, s.seed
        )?;
        return Ok(());
    }
    let data: Vec<String> = s
        .data
        .iter()
        .map(|d| format!("{} ({} of {})", d.kind, d.name, d.date))
        .collect();
    writeln!(
        out,
        "made from {}; week of {}; method {}, seed {}: the same data give the same figures",
        data.join(", "),
        s.week,
        s.method,
        s.seed
    )?;
    for d in &s.data {
        let licence = if d.licence.is_empty() {
            "licence not stated"
        } else {
            &d.licence
        };
        let source = if d.source.is_empty() {
            String::new()
        } else {
            format!(", {}", d.source)
        };
        writeln!(out, "  {}: {licence}{source}", d.kind)?;
    }
    Ok(())
}

/// What must be known beside figures.
fn notes(out: &mut impl Write, notes: &[planner::Said]) -> anyhow::Result<()> {
    for note in notes {
        writeln!(out, "note: {note}")?;
    }
    Ok(())
}

/// Says that public transport is not what was measured.
fn quiet(out: &mut impl Write, quiet: bool) -> anyhow::Result<()> {
    if quiet {
        writeln!(
            out,
            "note: no public transport runs in the timetable at this time: these are times on foot"
        )?;
    }
    Ok(())
}

fn is_estimate(out: &mut impl Write, estimate: bool) -> anyhow::Result<()> {
    if estimate {
        writeln!(out, "ESTIMATE: straight distance x 1.3 / speed")?;
    }
    Ok(())
}

/// A table of figures of sets of people.
fn figures(out: &mut impl Write, rows: &[(String, &Figures)], estimate: bool) -> anyhow::Result<()> {
    let untold = rows.iter().any(|(_, f)| f.untold > 0.0);
    write!(
        out,
        "{:<UNITS$} {:>10} {:>6} {:>6} {:>6} {:>10} {:>10}",
        "", "people", "mean", "median", "p90", "over 45", "over 60"
    )?;
    if estimate {
        write!(out, " {:>11} {:>11}", "too near 45", "too near 60")?;
    }
    write!(out, " {:>16}", "cannot get there")?;
    if untold {
        write!(out, " {:>14}", "cannot be told")?;
    }
    writeln!(out)?;
    for (name, f) in rows {
        write!(
            out,
            "{name:<UNITS$} {:>10} {:>6} {:>6} {:>6} {:>10} {:>10}",
            f.people,
            minutes(f.mean),
            minutes(f.median),
            minutes(f.p90),
            f.over_45,
            f.over_60
        )?;
        if estimate {
            write!(out, " {:>11} {:>11}", f.undecided_45, f.undecided_60)?;
        }
        write!(out, " {:>16}", f.not_reached)?;
        if untold {
            write!(out, " {:>14}", f.untold)?;
        }
        writeln!(out)?;
    }
    if estimate {
        writeln!(
            out,
            "too near: people whom an estimate can put neither within nor over the limit"
        )?;
    }
    Ok(())
}

pub fn measured(out: &mut impl Write, m: &Measured) -> anyhow::Result<()> {
    writeln!(
        out,
        "{}, {} on {}: {} places are open{}",
        m.scenario.name,
        m.mode,
        m.at,
        m.places,
        match m.hours_unknown {
            0 => String::new(),
            n => format!(", {n} of them with hours that are not known"),
        }
    )?;
    is_estimate(out, m.estimate)?;
    quiet(out, m.quiet)?;
    notes(out, &m.notes)?;
    let mut rows = vec![("all".to_owned(), &m.told.all)];
    if let Some(bad) = &m.told.on_a_bad_departure {
        rows.push(("all, on a bad departure".to_owned(), bad));
    }
    let sets = m
        .told
        .boroughs
        .iter()
        .chain(&m.told.groups)
        .chain(&m.told.deciles);
    rows.extend(sets.map(|one| (named(&one.code, &one.name), &one.figures)));
    figures(out, &rows, m.estimate)?;
    stamp(out, &m.stamp)
}

/// Who pays and who gains, as the lists are sorted.
fn changes<'a>(out: &mut impl Write, list: impl Iterator<Item = &'a Change>) -> anyhow::Result<()> {
    writeln!(
        out,
        "{:<UNITS$} {:>7} {:>7} {:>7} {:>10} {:>10} {:>22}",
        "minutes on average, worst off first",
        "before",
        "after",
        "change",
        "further",
        "less far",
        "can no longer get there"
    )?;
    for one in list {
        writeln!(
            out,
            "{:<UNITS$} {:>7} {:>7} {:>7} {:>10} {:>10} {:>22}",
            named(&one.code, &one.name),
            minutes(one.mean_before),
            minutes(one.mean_after),
            one.change.map_or_else(|| "-".to_owned(), |c| format!("{c:+.2}")),
            one.longer,
            one.shorter,
            one.lost
        )?;
    }
    Ok(())
}

/// The areas that are newly beyond a limit.
fn newly(out: &mut impl Write, limit: u32, n: &Newly, estimate: bool) -> anyhow::Result<()> {
    let more = if estimate {
        format!(" surely, and up to {} more", n.undecided)
    } else {
        String::new()
    };
    writeln!(out, "newly over {limit} minutes: {} people{more}", n.people)?;
    for a in n.named.iter().take(MOST) {
        writeln!(out, "  {}", affected(a))?;
    }
    and_more(out, n.points)
}

fn affected(a: &Affected) -> String {
    let name = if a.name.is_empty() { &a.point } else { &a.name };
    let within: Vec<&str> = [a.ward.as_str(), a.borough.as_str()]
        .into_iter()
        .filter(|t| !t.is_empty() && t != name)
        .collect();
    let within = if within.is_empty() {
        String::new()
    } else {
        format!(" ({})", within.join(", "))
    };
    let people = a.people;
    match a.after {
        Some(_) => format!(
            "{name}{within}: {people} people, {} -> {} minutes, to {}",
            minutes(a.before),
            minutes(a.after),
            a.place_after
        ),
        None => format!(
            "{name}{within}: {people} people, {} minutes -> cannot get there",
            minutes(a.before)
        ),
    }
}

/// What is saved or spent more; `gained` and `spent` say it.
fn money(amount: f64, gained: &str, spent: &str) -> String {
    if amount.abs() < 0.5 {
        "no difference".to_owned()
    } else if amount > 0.0 {
        format!("{gained} {}", pounds(amount))
    } else {
        format!("{spent} {}", pounds(amount))
    }
}

pub fn compared(out: &mut impl Write, c: &Compared) -> anyhow::Result<()> {
    writeln!(out, "{} against {}, {} on {}", c.b.name, c.a.name, c.mode, c.at)?;
    is_estimate(out, c.estimate)?;
    quiet(out, c.quiet)?;
    notes(out, &c.notes)?;
    let mut rows = vec![("before".to_owned(), &c.before), ("after".to_owned(), &c.after)];
    if let Some(bad) = &c.on_a_bad_departure {
        rows.push(("before, on a bad departure".to_owned(), &bad.before));
        rows.push(("after, on a bad departure".to_owned(), &bad.after));
    }
    figures(out, &rows, c.estimate)?;
    writeln!(
        out,
        "{} people go further, {} less far",
        c.all.longer, c.all.shorter
    )?;
    if c.lost > 0.0 || c.gained > 0.0 {
        writeln!(
            out,
            "{} people can no longer get there, {} can for the first time; means are of those who can both times",
            c.lost, c.gained
        )?;
    }
    newly(out, 45, &c.newly_over_45, c.estimate)?;
    newly(out, 60, &c.newly_over_60, c.estimate)?;
    if c.money_a.lines.is_empty() && c.money_b.lines.is_empty() {
        writeln!(out, "money: no cost or saving is known")?;
    } else {
        writeln!(
            out,
            "money: a year {}; once {}",
            money(c.money_b.a_year - c.money_a.a_year, "saves", "costs"),
            money(c.money_b.once - c.money_a.once, "brings in", "costs")
        )?;
    }
    changes(out, c.groups.iter().chain(&c.deciles).chain(&c.boroughs))?;
    stamp(out, &c.stamp)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_and_chances_are_told_as_people_write_them() {
        assert_eq!(money(1_234_567.4, "saves", "costs"), "saves £1,234,567");
        assert_eq!(money(-999.0, "saves", "costs"), "costs £999");
        assert_eq!(money(0.0, "saves", "costs"), "no difference");
        assert_eq!(percent(0.000_027), "under 0.01 %");
        assert_eq!(percent(0.005_203_578), "0.52 %");
        assert_eq!(percent(0.0), "0.00 %");
    }
}
