//! Sessions as a table with the headings that an import reads: read again, it changes nothing.

use jiff::tz::TimeZone;
use kernel::Moment;
use kernel::db::{DbError, Query};
use places::Table;

use crate::area::Area;
use crate::import::topics_cell;
use crate::session::Session;
use crate::store;

pub const HEADINGS: &[&str] = &[
    "id",
    "ward",
    "kind",
    "title",
    "date",
    "from",
    "to",
    "venue",
    "address",
    "officers",
    "languages",
    "bsl",
    "private_room",
    "step_free",
    "about",
    "attendance",
    "topics",
    "follow_up",
    "follow_up_on",
    "state",
    "why",
];

/// The last year and all that is planned.
const BACK_DAYS: i64 = 366;
const AHEAD_DAYS: i64 = 600;
const MOST: u32 = 100_000;

pub async fn of(q: &mut impl Query, area: &Area, zone: &TimeZone, now: Moment) -> Result<Table, DbError> {
    let (from, to) = (now.plus_days(-BACK_DAYS), now.plus_days(AHEAD_DAYS));
    let all = store::between(q, area, from, to, MOST).await?;
    let rows = all
        .iter()
        .map(|s| HEADINGS.iter().map(|h| cell(s, h, zone)).collect());
    Ok(Table::new(HEADINGS, rows.collect(), 2))
}

fn cell(session: &Session, heading: &str, zone: &TimeZone) -> String {
    let at = |moment: Moment| moment.timestamp().to_zoned_datetime(zone.clone()).datetime();
    let clock = |moment: Moment| {
        let time = at(moment).time();
        format!("{:02}:{:02}", time.hour(), time.minute())
    };
    let yes = |is: bool| if is { "yes" } else { "no" }.to_owned();
    let offered = &session.offered;
    match heading {
        "id" => session.id.to_string(),
        "ward" => session.ward.clone(),
        "kind" => session.kind.as_str().to_owned(),
        "title" => session.title.clone(),
        "date" => at(session.starts_at).date().to_string(),
        "from" => clock(session.starts_at),
        "to" => clock(session.ends_at),
        "venue" => session.venue.name.clone(),
        "address" => session.venue.address.clone(),
        "officers" => {
            let names: Vec<&str> = session.officers.iter().map(|o| o.name.as_str()).collect();
            names.join("; ")
        }
        "languages" => offered.languages.join(" "),
        "bsl" => yes(offered.bsl),
        "private_room" => yes(offered.private_room),
        "step_free" => yes(offered.step_free),
        "about" => session.about.clone(),
        "attendance" => session
            .after
            .as_ref()
            .map_or_else(String::new, |a| a.attendance.to_string()),
        "topics" => topics_cell(session.after.as_ref()),
        "follow_up" => session
            .after
            .as_ref()
            .map_or_else(String::new, |a| a.follow_up.clone()),
        "follow_up_on" => session
            .after
            .as_ref()
            .and_then(|a| a.follow_up_on)
            .map_or_else(String::new, |d| d.to_string()),
        // Why one was moved once is not why it is moved again.
        "why" if session.is_cancelled() => session.why.clone(),
        "state" => session.state.as_str().to_owned(),
        _ => String::new(),
    }
}
