//! A handler decides what becomes of a report.

use axum::extract::Path;
use axum::response::Response;
use jiff::ToSpan;
use jiff::civil::Time;
use kernel::Moment;
use kernel::web::{Fault, Posted, Visit};
use page::Problems;

use super::change::{REASON, changed, seen};
use super::report::{Typed, parse_id, report_page};
use super::{book, care};
use crate::report::{Outcome, Report};
use crate::store::{self, Change};

/// How long a call back or an appointment may take to begin.
const WINDOW_MINUTES: i64 = 120;
/// Two at a time for each team.
const PLACES: i64 = 2;
/// For an officer who comes later: within an hour, this shift, today or tonight, two days.
pub(super) const LATER: [i64; 4] = [60, 240, 720, 2_880];

/// Times that can be promised: every two hours from eight to six on the next seven days.
pub(super) async fn free_slots(visit: &Visit, report: &Report) -> Result<Vec<(Moment, i64)>, Fault> {
    let zone = visit.site.days().zone();
    let today = visit.now.date(zone);
    let mut starts = Vec::new();
    for day in 0..7 {
        let Ok(date) = today.checked_add(i64::from(day).days()) else {
            continue;
        };
        for hour in [8, 10, 12, 14, 16, 18] {
            let at = Time::new(hour, 0, 0, 0)
                .ok()
                .and_then(|t| date.to_datetime(t).to_zoned_datetime(zone.clone()).ok());
            starts.extend(at.map(|z| Moment::from(z.timestamp())).filter(|m| *m > visit.now));
        }
    }
    Ok(store::free_slots(&mut visit.site.db().read(), &report.team, &starts, PLACES).await?)
}

pub(super) fn window_of(from: Moment) -> (Moment, Moment) {
    (from, from.plus_minutes(WINDOW_MINUTES))
}

pub(super) async fn outcome(visit: Visit, Path(id): Path<String>, posted: Posted) -> Result<Response, Fault> {
    let id = parse_id(&id)?;
    let book = book(&visit)?;
    let tongue = visit.tongue();
    let (report, content) = seen(&visit, &id).await?;
    let why = posted.text("outcome-why").trim();
    let despite = posted.text("despite").trim();
    let typed = Typed {
        outcome: posted.text("outcome").to_owned(),
        outcome_why: why.to_owned(),
        slot: posted.text("slot").to_owned(),
        window: posted.text("window").to_owned(),
        body: posted.text("body").to_owned(),
        despite: despite.to_owned(),
        meeting: posted.text("meeting").trim().chars().take(500).collect(),
        ..Typed::default()
    };
    let mut problems = Problems::default();
    let chosen = Outcome::parse(&typed.outcome);
    // A time that is offered to everyone else, and no other. One that was just given away is told as that.
    let slot = typed
        .slot
        .split_once('-')
        .and_then(|(at, place)| Some((at.parse::<i64>().ok()?, place.parse::<i64>().ok()?)))
        .map(|(at, place)| (Moment::from_millis(at), place))
        .filter(|(at, place)| is_offered(&visit, *at) && (0..PLACES).contains(place));
    let later = typed.window.parse::<i64>().ok().filter(|m| LATER.contains(m));
    let body = book.matter(&typed.body).map(|m| m.id.clone());
    let minutes = |to: i64| Some((visit.now, visit.now.plus_minutes(to)));
    let (window, place) = match (chosen, slot) {
        (Some(Outcome::Appointment), Some((at, place))) => (Some(window_of(at)), Some(place)),
        (Some(Outcome::Callback), Some((at, _))) => (Some(window_of(at)), None),
        (Some(Outcome::DeployLater), _) => (later.and_then(minutes), None),
        (Some(other), _) => (other.default_window().and_then(|(_, to)| minutes(to)), None),
        (None, _) => (None, None),
    };
    match chosen {
        None => problems.add("outcome", tongue.t("report-outcome-needed")),
        Some(Outcome::Callback | Outcome::Appointment) if slot.is_none() => {
            problems.add("slot", tongue.t("report-window-needed"));
        }
        Some(Outcome::DeployLater) if later.is_none() => {
            problems.add("window", tongue.t("report-later-needed"));
        }
        Some(Outcome::Signposted) if body.is_none() && typed.body != "other" => {
            problems.add("body", tongue.t("report-body-needed"));
        }
        Some(_) => {}
    }
    if chosen == Some(Outcome::Appointment) && typed.meeting.is_empty() {
        problems.add("meeting", tongue.t("report-meeting-needed"));
    }
    if let Some(key) = chosen.and_then(|o| care::impossible(o, &report, &content)) {
        problems.add("outcome", tongue.t(key));
    }
    let sends_nobody = chosen.is_some_and(|o| !o.state().is_open());
    if why.is_empty() {
        problems.add("outcome-why", tongue.t("report-why-needed"));
    } else if sends_nobody && care::needs_reason(&report) && why.chars().count() < REASON {
        problems.add("outcome-why", tongue.t("report-nobody-needed"));
    }
    let zone = visit.site.days().zone();
    let conflict = chosen.and_then(|o| care::conflict(o, window, &content, zone));
    if let Some(key) = conflict.filter(|_| despite.chars().count() < REASON) {
        problems.add(
            "despite",
            tongue.t1("report-despite-needed", "what", tongue.t(key).as_ref()),
        );
    }
    let Some(outcome) = chosen.filter(|_| problems.is_empty()) else {
        return report_page(&visit, &id, problems, typed).await;
    };
    let change = Change::Outcome {
        outcome,
        window,
        slot: place,
        body: body.filter(|_| outcome == Outcome::Signposted),
        meeting: match outcome {
            Outcome::Appointment => typed.meeting.clone(),
            _ => String::new(),
        },
    };
    let words = match conflict {
        Some(key) => format!("{why}\n{}: {despite}", tongue.t(key)),
        None => why.to_owned(),
    };
    changed(&visit, &id, &posted, &change, &words, typed).await
}

/// Whether a time is one of those that are offered: on the hour, by day, within the week.
fn is_offered(visit: &Visit, at: Moment) -> bool {
    let zone = visit.site.days().zone();
    let local = at.timestamp().to_zoned_datetime(zone.clone());
    at > visit.now
        && at < visit.now.plus_days(7)
        && matches!(local.hour(), 8 | 10 | 12 | 14 | 16 | 18)
        && local.minute() == 0
        && local.second() == 0
        && local.subsec_nanosecond() == 0
}
