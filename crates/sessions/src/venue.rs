//! Rooms of the directory in which sessions can be held, and times that fit when they are open.

use std::sync::Arc;

use atlas::{Areas, Ward};
use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use kernel::Moment;
use places::{Directory, Place, PlaceId};

use crate::session::{Session, Venue};

/// The times that are offered at most.
const MOST: usize = 4;
/// Days that are looked at for the same time of the day.
const DAYS: i32 = 6;

impl Venue {
    pub fn of(place: &Place) -> Self {
        Self {
            place: Some(place.id.to_string()),
            name: place.facts.name.clone(),
            address: place.whole_address(),
            at: Some(place.facts.at),
        }
    }
}

/// The place of the directory that a venue is.
pub fn place<'d>(directory: &'d Directory, venue: &Venue) -> Option<&'d Arc<Place>> {
    directory.find(&PlaceId::parse(venue.place.as_deref()?)?)
}

/// Rooms for a ward: those in it, then those within a walk of it, nearest to its middle first.
pub fn rooms(
    directory: &Directory,
    areas: &Areas,
    ward: &Ward,
    walk_m: u32,
    day: Date,
    most: usize,
) -> Vec<Arc<Place>> {
    let fits = |p: &Place| p.facts.kind.is_venue() && p.is_there(day);
    let own = |p: &Place| {
        areas
            .find(p.facts.at)
            .and_then(|ix| areas.ward(ix))
            .is_some_and(|w| w.code == ward.code)
    };
    let near = directory.near(ward.middle, fits);
    let (inside, outside): (Vec<_>, Vec<_>) = near.into_iter().map(|(p, _)| p).partition(|p| own(p));
    let walk = f64::from(walk_m);
    let outside = outside
        .into_iter()
        .take(most)
        .filter(|p| ward.shape.border_distance_m(p.facts.at) <= walk);
    inside.into_iter().chain(outside).take(most).collect()
}

/// A time of a day, from and to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fit {
    pub day: Date,
    pub from: Time,
    pub to: Time,
}

fn minute(time: Time) -> u16 {
    u16::try_from(i32::from(time.hour()) * 60 + i32::from(time.minute())).unwrap_or(0)
}

fn time(minute: u16) -> Option<Time> {
    let (hour, minute) = (minute / 60, minute % 60);
    Time::new(i8::try_from(hour).ok()?, i8::try_from(minute).ok()?, 0, 0).ok()
}

/// Stretches in which someone is surely there, in minutes of a day.
fn open(place: &Place, day: Date) -> Vec<(u16, u16)> {
    let stretches = place.day(day).stretches;
    stretches
        .iter()
        .filter(|s| s.sure)
        .map(|s| (s.from, s.to))
        .collect()
}

/// Whether a place is open all the while; one whose hours nobody has said may be.
pub fn is_open(place: &Place, day: Date, from: Time, to: Time) -> bool {
    let known = place.facts.hours.is_known() || place.exception(day).is_some();
    let (from, to) = (minute(from), minute(to));
    !known || open(place, day).iter().any(|(a, b)| *a <= from && to <= *b)
}

/// Whether the place has said since that it is closed then: for some days, or for good. That a session is outside its usual
/// hours was known when it was planned.
pub fn says_closed(place: &Place, session: &Session, zone: &TimeZone) -> bool {
    let local = |at: Moment| at.timestamp().to_zoned_datetime(zone.clone());
    let (from, to) = (local(session.starts_at), local(session.ends_at));
    let day = from.date();
    let announced = place.exception(day).is_some() && !is_open(place, day, from.time(), to.time());
    !place.is_there(day) || announced
}

/// The same of a session's venue, where the directory has it and the session is still to be held.
pub fn is_shut(directory: &Directory, session: &Session, zone: &TimeZone, now: Moment) -> bool {
    session.is_open(now) && place(directory, &session.venue).is_some_and(|p| says_closed(p, session, zone))
}

/// Times like the wanted one at which the place is open: as near to it as can be on the same day, then the same time on
/// the days that follow. None of them has begun `now`.
pub fn fits(place: &Place, day: Date, from: Time, to: Time, now: DateTime) -> Vec<Fit> {
    let (start, end) = (minute(from), minute(to));
    let long = end.saturating_sub(start);
    if long == 0 {
        return Vec::new();
    }
    // Of a stretch that has begun, what is left of it from the next full quarter of an hour on.
    let left = match day == now.date() {
        true => (minute(now.time()) / 15 + 1) * 15,
        false => 0,
    };
    let mut same: Vec<u16> = open(place, day)
        .into_iter()
        .map(|(a, b)| (a.max(left), b))
        .filter(|(a, b)| b.saturating_sub(*a) >= long)
        .map(|(a, b)| start.clamp(a, b - long))
        .collect();
    same.sort_by_key(|at| at.abs_diff(start));
    let same = same.into_iter().filter_map(|at| {
        Some(Fit {
            day,
            from: time(at)?,
            to: time(at + long)?,
        })
    });
    let later = (1..=DAYS)
        .filter_map(|n| day.checked_add(n.days()).ok())
        .filter(|d| open(place, *d).iter().any(|(a, b)| *a <= start && end <= *b))
        .map(|day| Fit { day, from, to });
    same.chain(later)
        .filter(|fit| fit.day.to_datetime(fit.from) > now)
        .take(MOST)
        .collect()
}
