//! Eight weeks at the counters and custody suites of the demonstration. Nobody came and nobody was held.

use anyhow::anyhow;
use counters::{Cost, Count, CounterVisit, Outcome, Reason, Referred, Suite, TapId};
use jiff::ToSpan;
use jiff::civil::Date;
use kernel::db::Tx;
use kernel::{Moment, Site};
use places::{Kind, Place, directory};

use super::fill::Chance;

const DAYS: i32 = 56;

/// How often in a hundred people come for what.
const REASONS: &[(Reason, u64)] = &[
    (Reason::Crime, 21),
    (Reason::Lost, 12),
    (Reason::Bail, 9),
    (Reason::Directions, 9),
    (Reason::Found, 7),
    (Reason::Property, 7),
    (Reason::Documents, 6),
    (Reason::Officer, 6),
    (Reason::Collision, 4),
    (Reason::Detainee, 3),
    (Reason::Statement, 3),
    (Reason::Licence, 3),
    (Reason::Digital, 2),
    (Reason::Missing, 2),
    (Reason::Records, 1),
    (Reason::Safety, 1),
    (Reason::Complaint, 1),
    (Reason::Translation, 1),
    (Reason::Other, 2),
];

/// Fills every counter and suite of the directory.
pub async fn fill(site: &Site, chance: &mut Chance) -> anyhow::Result<()> {
    let directory = directory(site).await?;
    let mut tx = site.db().begin().await?;
    for place in directory.all() {
        match place.facts.kind {
            Kind::Counter => counter(&mut tx, site, place, chance).await?,
            Kind::Custody => suite(&mut tx, site, place, chance).await?,
            _ => {}
        }
    }
    tx.commit().await?;
    Ok(())
}

async fn counter(tx: &mut Tx, site: &Site, place: &Place, chance: &mut Chance) -> anyhow::Result<()> {
    let zone = site.days().zone();
    let (now, today) = (site.now(), site.now().date(zone));
    let mut visits = Vec::new();
    // Some are busy and some are quiet.
    let usual = 4 + chance.below(12);
    for back in (0..=DAYS).rev() {
        let date = today.checked_sub(back.days()).unwrap_or(today);
        let open = place.day(date).stretches;
        for _ in 0..usual / 2 + chance.below(usual) {
            // Most come in the middle of the day.
            let minute = u16::try_from(7 * 60 + chance.below(420) + chance.below(420)).unwrap_or(720);
            if !open.iter().any(|s| s.from <= minute && minute < s.to) {
                continue;
            }
            let Some(came) = at(site, date, minute) else {
                continue;
            };
            if came < now {
                visits.push(visit(came, now, chance));
            }
        }
    }
    counters::fill(tx, zone, &place.id, &visits).await?;
    let this = if today.month() < 4 {
        today.year() - 1
    } else {
        today.year()
    };
    for year in [this - 1, this] {
        let cost = Cost {
            year,
            pounds: i64::try_from(180 + chance.below(400)).unwrap_or(300) * 1_000,
            source: "Invented accounts of the demonstration".to_owned(),
        };
        counters::set_cost(tx, site, &place.id, &cost, "system", now).await?;
    }
    Ok(())
}

fn at(site: &Site, date: Date, minute: u16) -> Option<Moment> {
    let midnight = date.to_zoned_datetime(site.days().zone().clone()).ok()?;
    Some(Moment::from(midnight.timestamp()).plus_minutes(minute.into()))
}

/// Someone who came; who came just now is still there.
fn visit(came: Moment, now: Moment, chance: &mut Chance) -> CounterVisit {
    let waited = if chance.below(3) == 0 { chance.below(25) } else { 0 };
    let begun = came.plus_minutes(i64::try_from(waited).unwrap_or(0));
    let took = i64::try_from(2 + chance.below(9) + chance.below(14)).unwrap_or(5);
    let reason = reason(chance);
    let left = waited > 15 && chance.below(8) == 0;
    let ended = if left { begun } else { begun.plus_minutes(took) };
    let outcome = match (reason, chance.below(10)) {
        _ if left => Outcome::Left,
        (Reason::Crime | Reason::Collision | Reason::Missing, 0..=5) => Outcome::Report,
        (Reason::Officer | Reason::Statement | Reason::Safety, 0..=5) => Outcome::Officer,
        (_, 9) => Outcome::Referred,
        _ => Outcome::Done,
    };
    let over = ended <= now;
    let to = chance.pick(Referred::ALL).copied();
    let mut random = [0; 16];
    let halves = [chance.next().to_be_bytes(), chance.next().to_be_bytes()];
    random
        .iter_mut()
        .zip(halves.concat())
        .for_each(|(to, from)| *to = from);
    CounterVisit {
        id: TapId::new(random),
        reason,
        came_at: came,
        begun_at: Some(begun).filter(|at| *at <= now && !left),
        ended_at: over.then_some(ended),
        outcome: over.then_some(outcome),
        referred: to.filter(|_| over && outcome == Outcome::Referred),
    }
}

fn reason(chance: &mut Chance) -> Reason {
    let mut left = chance.below(100);
    for (reason, times) in REASONS {
        if left < *times {
            return *reason;
        }
        left -= times;
    }
    Reason::Other
}

/// Cells, and four counts a day.
async fn suite(tx: &mut Tx, site: &Site, place: &Place, chance: &mut Chance) -> anyhow::Result<()> {
    let (now, today) = (site.now(), site.now().date(site.days().zone()));
    let cells = i64::try_from(18 + chance.below(22)).unwrap_or(24);
    let suite = Suite {
        cells,
        visiting: String::new(),
        version: 0,
    };
    counters::set_suite(tx, site, &place.id, &suite, "system", now).await?;
    for back in (0..=DAYS).rev() {
        let date = today.checked_sub(back.days()).unwrap_or(today);
        for hour in [0, 6, 12, 18] {
            let at = at(site, date, hour * 60).ok_or_else(|| anyhow!("{date} has no midnight"))?;
            let share = 25 + chance.below(30) + if hour == 18 { 15 } else { 0 };
            let count = Count {
                at,
                held: cells * i64::try_from(share).unwrap_or(40) / 100,
                cells,
            };
            if at < now {
                counters::put(tx, &place.id, &count, "system", now).await?;
            }
        }
    }
    Ok(())
}
