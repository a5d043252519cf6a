//! What someone should know before a session is kept: it is their decision.

use atlas::Ward;
use jiff::civil::Date;
use kernel::Moment;
use kernel::clock::WorkingDays;
use places::Place;

use crate::plan::Plan;
use crate::repeat::Slot;
use crate::rota::Gone;
use crate::session::{Session, SessionId, Venue};
use crate::venue::is_open;

#[derive(Debug, Clone, PartialEq)]
pub enum Warning {
    /// One of the officers is at another session then.
    OfficerBusy {
        officer: String,
        other: Session,
    },
    /// There is another session at the venue then.
    VenueBusy {
        other: Session,
    },
    /// So many metres from the ward, as the crow flies.
    TooFar {
        metres: u32,
    },
    /// Nobody knows where the venue is: no map and no distance.
    NoPoint,
    BankHoliday {
        day: Date,
    },
    /// One of the officers is away that day, or does not serve in the ward any more.
    OfficerGone {
        officer: String,
        day: Date,
        left: bool,
    },
    /// Nobody is down to be there.
    Nobody,
    /// The venue is not open all the while; its hours of that day.
    Closed {
        hours: places::Day,
    },
}

/// Metres from the ward; none when the venue lies in it or nobody knows where it is.
pub fn metres_away(venue: &Venue, ward: &Ward) -> u32 {
    match venue.at {
        Some(at) if !ward.shape.contains(at) => ward.shape.border_distance_m(at).round() as u32,
        _ => 0,
    }
}

pub fn is_same_venue(a: &Venue, b: &Venue) -> bool {
    if a.place.is_some() && a.place == b.place {
        return true;
    }
    let alike = |t: &str| {
        t.chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect::<String>()
    };
    let near = match (a.at, b.at) {
        (Some(a), Some(b)) => a.distance_m(b) < 100.0,
        _ => alike(&a.address) == alike(&b.address),
    };
    near && alike(&a.name) == alike(&b.name)
}

/// `others` are the sessions that may meet one of the slots; `own` are those that are changed; `room` is the venue, where
/// the directory knows it.
pub struct Around<'a> {
    pub others: &'a [Session],
    pub own: &'a [SessionId],
    pub ward: Option<&'a Ward>,
    pub room: Option<&'a Place>,
    pub walk_m: u32,
    pub days: &'a WorkingDays,
    /// Who of the officers will not be there.
    pub gone: &'a [Gone],
}

pub fn warnings(plan: &Plan, slots: &[Slot], around: &Around<'_>) -> Vec<Warning> {
    let mut found = Vec::new();
    for slot in slots {
        for other in around.others {
            let meets = !other.is_cancelled()
                && !around.own.contains(&other.id)
                && slot.meets(other.starts_at, other.ends_at);
            if !meets {
                continue;
            }
            for officer in &plan.officers {
                if other.officers.iter().any(|o| o.id == officer.id) {
                    found.push(Warning::OfficerBusy {
                        officer: officer.name.clone(),
                        other: other.clone(),
                    });
                }
            }
            if is_same_venue(&plan.venue, &other.venue) {
                found.push(Warning::VenueBusy { other: other.clone() });
            }
        }
        let local = |at: Moment| at.timestamp().to_zoned_datetime(around.days.zone().clone());
        let (from, to) = (local(slot.starts_at), local(slot.ends_at));
        let day = from.date();
        for officer in &plan.officers {
            let gone = around
                .gone
                .iter()
                .find(|g| g.officer == officer.id && g.day == day);
            found.extend(gone.map(|gone| Warning::OfficerGone {
                officer: officer.name.clone(),
                day,
                left: gone.left,
            }));
        }
        if around.days.is_bank_holiday(day) {
            found.push(Warning::BankHoliday { day });
        }
        if let Some(room) = around.room
            && !is_open(room, day, from.time(), to.time())
        {
            found.push(Warning::Closed { hours: room.day(day) });
        }
    }
    let metres = around.ward.map_or(0, |w| metres_away(&plan.venue, w));
    if metres > around.walk_m {
        found.push(Warning::TooFar { metres });
    }
    if plan.officers.is_empty() {
        found.push(Warning::Nobody);
    }
    if plan.venue.at.is_none() {
        found.push(Warning::NoPoint);
    }
    found
}
