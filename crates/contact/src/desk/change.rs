//! What a handler does with a report. Each of these names the version that was seen.

use axum::extract::Path;
use axum::response::Response;
use kernel::web::{Fault, Posted, Visit, see};
use kernel::{Moment, account, event};
use page::Problems;

use super::report::{Typed, parse_id, report_page};
use super::{authority, book};
use crate::report::{Outcome, Report, ReportId};
use crate::send::OutcomeChosen;
use crate::store::{self, Change};

/// The version of the report that the handler saw.
fn version(posted: &Posted) -> i64 {
    posted.text("version").parse().unwrap_or(-1)
}

fn back_to(id: &ReportId) -> Response {
    see(&format!("/desk/reports/{id}"))
}

pub(super) async fn take(visit: Visit, Path(id): Path<String>, posted: Posted) -> Result<Response, Fault> {
    let (id, by, tongue) = (parse_id(&id)?, authority(&visit)?, visit.tongue());
    let mut tx = visit.site.db().begin().await?;
    let done = store::take(&mut tx, &visit.site, &by, &id, version(&posted), visit.now).await;
    done.map_err(|e| e.told(&tongue))?;
    tx.commit().await?;
    Ok(back_to(&id))
}

async fn changed(
    visit: &Visit,
    id: &ReportId,
    posted: &Posted,
    change: &Change<'_>,
    why: &str,
) -> Result<Report, Fault> {
    let (by, tongue) = (authority(visit)?, visit.tongue());
    let mut tx = visit.site.db().begin().await?;
    let report = store::change(
        &mut tx,
        &visit.site,
        &by,
        (id, version(posted)),
        change,
        why,
        visit.now,
    )
    .await
    .map_err(|e| e.told(&tongue))?;
    if let Change::Outcome { outcome, .. } = change {
        let news = OutcomeChosen {
            report: id.clone(),
            outcome: outcome.as_str().to_owned(),
            version: report.version,
        };
        event::tell(&mut tx, &visit.site, &news, visit.now, visit.random()).await?;
    }
    tx.commit().await?;
    Ok(report)
}

pub(super) async fn grade(visit: Visit, Path(id): Path<String>, posted: Posted) -> Result<Response, Fault> {
    let id = parse_id(&id)?;
    let book = book(&visit)?;
    let tongue = visit.tongue();
    let why = posted.text("grade-why").trim();
    let chosen = book.triage().grade(posted.text("grade"));
    let report = store::find(&mut visit.site.db().read(), &id)
        .await?
        .ok_or(Fault::Missing)?;
    let suggested = book.triage().grade(&report.suggested);
    let mut problems = Problems::default();
    if chosen.is_none() {
        problems.add("grade", tongue.t("report-grade-needed"));
    }
    let lower = chosen.zip(suggested).is_some_and(|(c, s)| c.order > s.order);
    if why.is_empty() {
        problems.add("grade-why", tongue.t("report-why-needed"));
    } else if lower && why.chars().count() < 20 {
        // Nobody lowers a grade in passing.
        problems.add(
            "grade-why",
            tongue.t1("report-lower-needed", "grade", report.suggested.as_str()),
        );
    }
    let Some(chosen) = chosen.filter(|_| problems.is_empty()) else {
        let typed = Typed {
            grade_why: why.to_owned(),
            ..Typed::default()
        };
        return report_page(&visit, &id, problems, typed, posted.text("grade"), "").await;
    };
    let minutes = chosen
        .clock_minutes
        .map_or(visit.site.config().force.answer_hours * 60, i64::from);
    let change = Change::Grade {
        grade: &chosen.code,
        urgency: chosen.order.into(),
        due_at: report.received_at.plus_minutes(minutes),
    };
    changed(&visit, &id, &posted, &change, why).await?;
    Ok(back_to(&id))
}

pub(super) async fn outcome(visit: Visit, Path(id): Path<String>, posted: Posted) -> Result<Response, Fault> {
    let id = parse_id(&id)?;
    let tongue = visit.tongue();
    let why = posted.text("outcome-why").trim();
    let chosen = Outcome::parse(posted.text("outcome"));
    let slot = posted
        .text("slot")
        .split_once('-')
        .and_then(|(at, place)| Some((at.parse::<i64>().ok()?, place.parse::<i64>().ok()?)));
    let slot = slot
        .map(|(at, place)| (Moment::from_millis(at), place))
        .filter(|(at, place)| *at > visit.now && (0..10).contains(place));
    let mut problems = Problems::default();
    if chosen.is_none() {
        problems.add("outcome", tongue.t("report-outcome-needed"));
    }
    if matches!(chosen, Some(Outcome::Callback | Outcome::Appointment)) && slot.is_none() {
        problems.add("slot", tongue.t("report-window-needed"));
    }
    if why.is_empty() {
        problems.add("outcome-why", tongue.t("report-why-needed"));
    }
    let Some(chosen) = chosen.filter(|_| problems.is_empty()) else {
        let typed = Typed {
            outcome_why: why.to_owned(),
            ..Typed::default()
        };
        return report_page(&visit, &id, problems, typed, "", posted.text("outcome")).await;
    };
    let from_now = |(from, to): (i64, i64)| (visit.now.plus_minutes(from), visit.now.plus_minutes(to));
    let (window, place) = match (chosen, slot) {
        (Outcome::Appointment, Some((at, place))) => (Some((at, at.plus_minutes(120))), Some(place)),
        (Outcome::Callback, Some((at, _))) => (Some((at, at.plus_minutes(120))), None),
        _ => (chosen.default_window().map(from_now), None),
    };
    let change = Change::Outcome {
        outcome: chosen,
        window,
        slot: place,
    };
    changed(&visit, &id, &posted, &change, why).await?;
    Ok(back_to(&id))
}

pub(super) async fn kept(visit: Visit, Path(id): Path<String>, posted: Posted) -> Result<Response, Fault> {
    let id = parse_id(&id)?;
    changed(&visit, &id, &posted, &Change::Kept, "").await?;
    Ok(back_to(&id))
}

pub(super) async fn close(visit: Visit, Path(id): Path<String>, posted: Posted) -> Result<Response, Fault> {
    let id = parse_id(&id)?;
    let why = posted.text("close-why").trim();
    if why.is_empty() {
        let mut problems = Problems::default();
        problems.add("close-why", visit.tongue().t("report-why-needed"));
        return report_page(&visit, &id, problems, Typed::default(), "", "").await;
    }
    changed(&visit, &id, &posted, &Change::Close, why).await?;
    Ok(back_to(&id))
}

pub(super) async fn team(visit: Visit, Path(id): Path<String>, posted: Posted) -> Result<Response, Fault> {
    let (id, by, tongue) = (parse_id(&id)?, authority(&visit)?, visit.tongue());
    let why = posted.text("team-why").trim();
    let known = account::teams(&mut visit.site.db().read()).await?;
    let wanted = known.iter().find(|t| *t == posted.text("team"));
    let mut problems = Problems::default();
    if wanted.is_none() {
        problems.add("team", tongue.t("report-team-needed"));
    }
    if why.is_empty() {
        problems.add("team-why", tongue.t("report-why-needed"));
    }
    let Some(wanted) = wanted.filter(|_| problems.is_empty()) else {
        let typed = Typed {
            team_why: why.to_owned(),
            ..Typed::default()
        };
        return report_page(&visit, &id, problems, typed, "", "").await;
    };
    let mut tx = visit.site.db().begin().await?;
    store::hand_over(
        &mut tx,
        &visit.site,
        &by,
        (&id, version(&posted)),
        wanted,
        why,
        visit.now,
    )
    .await
    .map_err(|e| e.told(&tongue))?;
    tx.commit().await?;
    let still = store::find(&mut visit.site.db().read(), &id)
        .await?
        .is_some_and(|r| by.may_see(&r));
    Ok(if still { back_to(&id) } else { see("/desk") })
}

pub(super) async fn note(visit: Visit, Path(id): Path<String>, posted: Posted) -> Result<Response, Fault> {
    let (id, by, tongue) = (parse_id(&id)?, authority(&visit)?, visit.tongue());
    let words = posted.text("note").trim();
    if words.is_empty() {
        let mut problems = Problems::default();
        problems.add("note", tongue.t("report-note-needed"));
        return report_page(&visit, &id, problems, Typed::default(), "", "").await;
    }
    let mut tx = visit.site.db().begin().await?;
    store::note(&mut tx, &visit.site, &by, &id, words, visit.now)
        .await
        .map_err(|e| e.told(&tongue))?;
    tx.commit().await?;
    Ok(back_to(&id))
}
