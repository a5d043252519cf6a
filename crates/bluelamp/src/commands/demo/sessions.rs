//! Sessions of the demonstration: weekly in most wards, past ones with what came of them, some cancelled, moved or badly
//! attended, some wards with none.

use anyhow::Context;
use atlas::{Gazetteer, PlaceKind, Ward};
use jiff::civil::{Date, Time, Weekday};
use jiff::{Span, tz::TimeZone};
use kernel::account;
use kernel::db::Tx;
use kernel::{Moment, Site};
use places::Directory;
use sessions::{After, Changed, Keeping, Kind, Offered, Officer, Plan, SessionId, Slot, Topic, Venue};

use super::fill::Chance;

/// Weeks back and ahead.
const BACK: i64 = 5;
const AHEAD: i64 = 5;

const SAID: &[(&str, &str)] = &[
    (
        "Mopeds race along the High Street in the evening",
        "Stopped nine riders and took two mopeds",
    ),
    (
        "The alley behind the shops is dark",
        "Asked the council for lamps; they come in spring",
    ),
    (
        "People knock on doors and say they are from the bank",
        "Gave out two hundred leaflets and spoke at the lunch club",
    ),
    (
        "Bicycles are taken outside the library",
        "Marked sixty bicycles and asked for better racks",
    ),
    ("Drivers do not stop at the crossing by the school", ""),
    (
        "There is shouting in the square late on Fridays",
        "Officers walk through the square on Friday nights",
    ),
    (
        "Nobody answers when we write",
        "Each letter now has a name under it and a day to answer by",
    ),
    ("Young people have nowhere to go", ""),
];

const CANCELLED: &[&str] = &[
    "The hall has no heating this week.",
    "The officers are needed at the city marathon.",
    "The library is closed for repairs.",
];

const MOVED: &[&str] = &[
    "The room is let to someone else.",
    "You told us that mornings are hard for people who work.",
];

pub async fn fill(site: &Site, chance: &mut Chance) -> anyhow::Result<()> {
    let ground = site.part::<Gazetteer>().map_err(|e| anyhow::anyhow!(e))?;
    let zone = site.days().zone().clone();
    let today = site.now().date(&zone);
    let directory = places::directory(site).await?;
    let mut tx = site.db().begin().await?;
    for ward in ground.areas().wards() {
        // One ward in twelve has none: their inspector finds them in the list.
        if chance.below(12) == 0 {
            continue;
        }
        of_ward(&mut tx, site, &ground, &directory, ward, today, &zone, chance).await?;
    }
    tx.commit().await?;
    Ok(())
}

#[expect(
    clippy::too_many_arguments,
    reason = "what one ward of the invented city needs"
)]
async fn of_ward(
    tx: &mut Tx,
    site: &Site,
    ground: &Gazetteer,
    directory: &Directory,
    ward: &Ward,
    today: Date,
    zone: &TimeZone,
    chance: &mut Chance,
) -> anyhow::Result<()> {
    let code = ward.code.as_str();
    let areas = ground.areas();
    let borough = areas.borough(ward.borough).context("a ward has a borough")?;
    let staff = account::of_area(tx, code).await?;
    let officers: Vec<Officer> = staff
        .into_iter()
        .map(|s| Officer {
            id: s.id,
            name: s.name,
        })
        .collect();
    let plan = Plan {
        kind: Kind::Contact,
        ward: code.to_owned(),
        borough: borough.code.to_string(),
        title: String::new(),
        about: String::new(),
        venue: room(ground, directory, ward, today, chance),
        officers,
        offered: Offered {
            languages: ["pl", "bn", "cy", "so"]
                .iter()
                .filter(|_| chance.below(4) == 0)
                .map(|l| (*l).to_owned())
                .collect(),
            bsl: chance.below(6) == 0,
            private_room: chance.below(2) == 0,
            step_free: chance.below(5) > 0,
        },
    };
    let weekday = Weekday::from_monday_zero_offset(i8::try_from(chance.below(6)).unwrap_or(0))?;
    let hour = i8::try_from(10 + chance.below(9)).unwrap_or(10);
    let (from, to) = (Time::new(hour, 0, 0, 0)?, Time::new(hour + 1, 0, 0, 0)?);
    let first = today.nth_weekday(-1, weekday)?;
    // To some wards hardly anyone comes: another room is advised.
    let few = chance.below(9) == 0;
    let series = format!("ser_demo_{code}").to_lowercase().replace('-', "_");
    let by = Keeping::by_program(code);
    for week in -BACK..=AHEAD {
        let day = first.checked_add(Span::new().try_weeks(week)?)?;
        let slot = Slot::new(day, from, to, zone).context("an hour")?;
        one(tx, site, &by, &plan, slot, &series, few, chance).await?;
    }
    if chance.below(4) == 0 {
        let kind = if chance.below(2) == 0 {
            Kind::Meeting
        } else {
            Kind::Training
        };
        let title = match kind {
            Kind::Training => "Lock it, mark it, keep it: bicycles",
            _ => "Ward panel: what matters here",
        };
        let other = Plan {
            kind,
            title: title.to_owned(),
            ..plan
        };
        let day = today.checked_add(Span::new().try_days(i64::try_from(5 + chance.below(20))?)?)?;
        let slot =
            Slot::new(day, Time::new(19, 0, 0, 0)?, Time::new(20, 30, 0, 0)?, zone).context("an hour")?;
        sessions::insert(tx, site, &by, &other, slot, None, site.now().plus_days(-3)).await?;
    }
    Ok(())
}

#[allow(clippy::too_many_arguments)]
async fn one(
    tx: &mut Tx,
    site: &Site,
    by: &Keeping,
    plan: &Plan,
    slot: Slot,
    series: &str,
    few: bool,
    chance: &mut Chance,
) -> anyhow::Result<()> {
    let now = site.now();
    let earlier = |at: Moment| if at < now { at } else { now };
    let made = earlier(slot.starts_at.plus_days(-40));
    let id = sessions::insert(tx, site, by, plan, slot, Some(series), made).await?;
    let changed = earlier(slot.starts_at.plus_days(-2));
    match chance.below(20) {
        0 => {
            let why = chance.pick(CANCELLED).copied().unwrap_or_default();
            let session = found(tx, &id).await?;
            done(sessions::cancel(tx, site, by, &session, why, changed).await?)?;
        }
        1 => {
            let why = chance.pick(MOVED).copied().unwrap_or_default();
            let later = Slot {
                starts_at: slot.starts_at.plus_minutes(120),
                ends_at: slot.ends_at.plus_minutes(120),
            };
            let session = found(tx, &id).await?;
            done(sessions::change(tx, site, by, &session, plan, later, Some(why), changed).await?)?;
        }
        _ if slot.ends_at < now && chance.below(12) > 0 => {
            let session = found(tx, &id).await?;
            let most = if few { 3 } else { 24 };
            let mut topics = Vec::new();
            for _ in 0..chance.below(3) {
                if let Some((said, did)) = chance.pick(SAID) {
                    topics.push(Topic {
                        said: (*said).to_owned(),
                        did: (*did).to_owned(),
                    });
                }
            }
            let after = After {
                attendance: i64::try_from(chance.below(most))?,
                topics,
                ..After::default()
            };
            let written = earlier(slot.ends_at.plus_minutes(90));
            done(sessions::note_after(tx, site, by, &session, &after, written).await?)?;
        }
        _ => {}
    }
    Ok(())
}

async fn found(tx: &mut Tx, id: &SessionId) -> anyhow::Result<sessions::Session> {
    sessions::find(tx, id).await?.context("a session is not there")
}

fn done(changed: Changed) -> anyhow::Result<()> {
    match changed {
        Changed::Done(_) => Ok(()),
        Changed::Stale => anyhow::bail!("a session was changed by someone else"),
    }
}

/// A room of the directory, or a named place of the ward where there is one, and a hall of its own where there is none.
fn room(ground: &Gazetteer, directory: &Directory, ward: &Ward, today: Date, chance: &mut Chance) -> Venue {
    let rooms = sessions::rooms(directory, ground.areas(), ward, 1_000, today, 3);
    if let Some(room) = chance.pick(&rooms) {
        return Venue::of(room);
    }
    let inside: Vec<&atlas::Place> = ground
        .places()
        .iter()
        .filter(|p| {
            matches!(
                p.kind,
                PlaceKind::Library | PlaceKind::FireStation | PlaceKind::TownHall | PlaceKind::School
            )
        })
        .filter(|p| ward.shape.contains(p.at))
        .collect();
    match chance.pick(&inside) {
        Some(place) => Venue {
            place: None,
            name: place.name.clone(),
            address: place.postcode.map_or_else(String::new, |p| p.to_string()),
            at: Some(place.at),
        },
        None => Venue {
            place: None,
            name: format!("{} Community Hall", ward.name),
            address: ward.name.clone(),
            at: Some(ward.middle),
        },
    }
}
