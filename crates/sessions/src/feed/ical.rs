//! iCalendar (RFC 5545): one event for each session, the same UID for ever, a SEQUENCE that grows when it is moved or
//! cancelled, times on the force's wall clock.

use std::fmt::Write;

use icalendar::{Calendar, Component, Event, EventLike, EventStatus, Property};
use jiff::tz::{Dst, Offset, TimeZone};
use kernel::Moment;

use super::{Feed, plain, utc};
use crate::meetings::Meeting;
use crate::session::Session;

/// The calendar as text, lines ended and folded as the standard wants.
pub fn ical(feed: &Feed<'_>) -> Result<String, std::fmt::Error> {
    let zone = feed.site.days().zone();
    let name = zone.iana_name().unwrap_or("UTC").to_owned();
    let mut calendar = Calendar::empty();
    calendar.append_property(Property::new("VERSION", "2.0"));
    calendar.append_property(Property::new("PRODID", "-//Bluelamp//Sessions//EN"));
    calendar.append_property(Property::new("CALSCALE", "GREGORIAN"));
    calendar.append_property(Property::new("METHOD", "PUBLISH"));
    calendar.append_property(Property::new("X-WR-CALNAME", plain(&feed.title)));
    calendar.append_property(Property::new("X-WR-TIMEZONE", &name));
    calendar.append_property(Property::new("X-PUBLISHED-TTL", "PT1H"));
    calendar.append_property(Property::new("REFRESH-INTERVAL;VALUE=DURATION", "PT1H"));
    for session in feed.sessions {
        calendar.push(event(feed, session, zone, &name));
    }
    for meeting in feed.meetings {
        calendar.push(meeting_event(feed, meeting, zone, &name));
    }
    let mut text = String::new();
    write!(text, "{calendar}")?;
    // The crate can read a VTIMEZONE and cannot make one; it stands before the first event that names it.
    let starts = feed.sessions.iter().map(|s| s.starts_at);
    let starts = starts.chain(feed.meetings.iter().map(|m| m.at));
    if let (Some(first), Some(last)) = (starts.clone().min(), starts.max()) {
        let described = time_zone(zone, &name, first, last)?;
        text = text.replacen("BEGIN:VEVENT", &format!("{described}BEGIN:VEVENT"), 1);
    }
    Ok(folded(&text))
}

/// The most octets of a line, its end not counted.
const LINE: usize = 75;

/// Folded again where a line may be: the crate counts the space that goes on with a line beside its 75 octets.
fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 32);
    for line in text.replace("\r\n ", "").split_terminator("\r\n") {
        let mut octets = 0;
        for c in line.chars() {
            if octets + c.len_utf8() > LINE {
                out.push_str("\r\n ");
                octets = 1;
            }
            out.push(c);
            octets += c.len_utf8();
        }
        out.push_str("\r\n");
    }
    out
}

fn event(feed: &Feed<'_>, session: &Session, zone: &TimeZone, name: &str) -> Event {
    let said = feed.said(session);
    let address = feed.address(session);
    let mut event = Event::with_uid(&format!("{}@{}", session.id, host(&feed.site.public_url())));
    let local = |at: Moment| {
        let local = at.timestamp().to_zoned_datetime(zone.clone());
        local.strftime("%Y%m%dT%H%M%S").to_string()
    };
    let mut time = |key: &str, at: Moment| {
        let mut property = Property::new(key, local(at));
        property.add_parameter("TZID", name);
        event.append_property(property);
    };
    time("DTSTART", session.starts_at);
    time("DTEND", session.ends_at);
    event
        .summary(&plain(&format!("{} – {}", said.headline(), said.ward())))
        .description(&plain(&format!("{}\n{address}", said.text())))
        .location(&plain(&said.place()))
        .url(&address)
        .timestamp(utc(session.changed_at))
        .created(utc(session.made_at))
        .last_modified(utc(session.changed_at))
        .sequence(u32::try_from(session.version - 1).unwrap_or(u32::MAX))
        .status(if session.is_cancelled() {
            EventStatus::Cancelled
        } else {
            EventStatus::Confirmed
        });
    if let Some(at) = session.venue.at {
        event.append_property(Property::new("GEO", format!("{:.6};{:.6}", at.lat(), at.lon())));
    }
    event.append_property(Property::new("CATEGORIES", session.kind.as_str().to_uppercase()));
    event.done()
}

/// The meeting of a group: nobody has said how long it takes, so it has no end. One on another day is another event.
fn meeting_event(feed: &Feed<'_>, meeting: &Meeting, zone: &TimeZone, name: &str) -> Event {
    let url = feed.site.public_url();
    let address = format!("{url}{}", meeting.path);
    let local = meeting.at.timestamp().to_zoned_datetime(zone.clone());
    let day = local.strftime("%Y%m%d").to_string();
    let mut event = Event::with_uid(&format!("{}-{day}@{}", meeting.id, host(&url)));
    let mut starts = Property::new("DTSTART", local.strftime("%Y%m%dT%H%M%S").to_string());
    starts.add_parameter("TZID", name);
    event.append_property(starts);
    event
        .summary(&plain(&meeting.title))
        .description(&address)
        .location(&plain(&meeting.place))
        .url(&address)
        .timestamp(utc(meeting.said_at))
        .last_modified(utc(meeting.said_at))
        .status(EventStatus::Confirmed);
    event.append_property(Property::new("CATEGORIES", "MEETING"));
    event.done()
}

/// The machine that a calendar is from, for the UID: the name in its address.
fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', ':']).next().unwrap_or(rest)
}

/// The changes of the clocks from before the first event to after the last.
fn time_zone(zone: &TimeZone, name: &str, first: Moment, last: Moment) -> Result<String, std::fmt::Error> {
    let mut out = format!("BEGIN:VTIMEZONE\r\nTZID:{name}\r\n");
    let from = first.plus_days(-400).timestamp();
    let until = last.plus_days(400).timestamp();
    let mut before = zone.to_offset(from);
    let mut any = false;
    for change in zone.following(from).take_while(|t| t.timestamp() <= until) {
        let kind = match change.dst() {
            Dst::Yes => "DAYLIGHT",
            Dst::No => "STANDARD",
        };
        // DTSTART is what the clock showed before it was changed.
        let starts = before.to_datetime(change.timestamp());
        write!(
            out,
            "BEGIN:{kind}\r\nDTSTART:{}\r\nTZOFFSETFROM:{}\r\nTZOFFSETTO:{}\r\nTZNAME:{}\r\nEND:{kind}\r\n",
            starts.strftime("%Y%m%dT%H%M%S"),
            offset(before),
            offset(change.offset()),
            change.abbreviation(),
        )?;
        before = change.offset();
        any = true;
    }
    if !any {
        let at = offset(before);
        write!(
            out,
            "BEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:{at}\r\nTZOFFSETTO:{at}\r\nEND:STANDARD\r\n"
        )?;
    }
    out.push_str("END:VTIMEZONE\r\n");
    Ok(out)
}

fn offset(offset: Offset) -> String {
    let seconds = offset.seconds();
    let sign = if seconds < 0 { '-' } else { '+' };
    let minutes = seconds.unsigned_abs() / 60;
    format!("{sign}{:02}{:02}", minutes / 60, minutes % 60)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Letters of one to four octets, spaces where a line is folded among them.
        #[test]
        fn no_line_is_longer_than_75_octets_and_none_loses_a_letter(
            lines in prop::collection::vec("[a-zŵé€ 中😀;,\\\\]{0,300}", 0..6),
        ) {
            let mut calendar = Calendar::empty();
            for line in &lines {
                calendar.push(Event::with_uid("1").summary(line).done());
            }
            let text = calendar.to_string();
            let folded = folded(&text);
            prop_assert!(folded.split("\r\n").all(|l| l.len() <= LINE));
            prop_assert_eq!(folded.replace("\r\n ", ""), text.replace("\r\n ", ""));
            let read: Calendar = folded.parse().unwrap();
            let summaries: Vec<_> = read.events().map(|e| e.get_summary().unwrap_or_default().to_owned()).collect();
            prop_assert_eq!(summaries, lines);
        }
    }

    #[test]
    fn the_host_of_an_address_is_its_name_alone() {
        for (url, name) in [
            ("https://police.example/x", "police.example"),
            ("http://127.0.0.1:8103", "127.0.0.1"),
            ("police.example", "police.example"),
        ] {
            assert_eq!(host(url), name);
        }
    }

    #[test]
    fn london_turns_its_clocks_twice_a_year_and_utc_never() {
        let from = Moment::from_millis(1_795_600_800_000);
        let london = TimeZone::get("Europe/London").unwrap();
        let text = time_zone(&london, "Europe/London", from, from).unwrap();
        assert!(text.contains(
            "BEGIN:DAYLIGHT\r\nDTSTART:20270328T010000\r\nTZOFFSETFROM:+0000\r\nTZOFFSETTO:+0100\r\nTZNAME:BST\r\n"
        ), "{text}");
        assert!(text.contains(
            "BEGIN:STANDARD\r\nDTSTART:20261025T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0000\r\nTZNAME:GMT\r\n"
        ), "{text}");
        let utc = time_zone(&TimeZone::UTC, "UTC", from, from).unwrap();
        assert_eq!(utc.matches("BEGIN:STANDARD").count(), 1);
    }
}
