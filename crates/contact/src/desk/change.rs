//! What a handler does with a report. Each of these names the version that was seen.

use axum::extract::Path;
use axum::response::Response;
use kernel::web::{Fault, Posted, Visit, see};
use kernel::{account, event};
use page::Problems;

use super::care;
use super::report::{Typed, parse_id, report_page};
use super::{authority, book};
use crate::error::ContactError;
use crate::report::{Content, Report, ReportId};
use crate::send::OutcomeChosen;
use crate::store::{self, Change};

/// A reason worth the name, where one is asked for.
pub(super) const REASON: usize = 20;

/// The version of the report that the handler saw.
pub(super) fn version(posted: &Posted) -> i64 {
    posted.text("version").parse().unwrap_or(-1)
}

pub(super) fn back_to(id: &ReportId) -> Response {
    see(&format!("/desk/reports/{id}"))
}

/// The report as this handler may see it, with what was told.
pub(super) async fn seen(visit: &Visit, id: &ReportId) -> Result<(Report, Content), Fault> {
    let by = authority(visit)?;
    let mut read = visit.site.db().read();
    let report = store::find(&mut read, id).await?;
    let report = report.filter(|r| by.may_see(r)).ok_or(Fault::Missing)?;
    let (content, _) = store::content(&mut read, visit.site.keys(), id)
        .await?
        .ok_or(Fault::Missing)?;
    Ok((report, content))
}

/// After something that did not work because the report is not as it was seen: the report as it is now, with what
/// was typed still there. Anything else is a fault.
pub(super) async fn told(
    visit: &Visit,
    id: &ReportId,
    error: ContactError,
    mut typed: Typed,
) -> Result<Response, Fault> {
    let key = match error {
        ContactError::ChangedMeanwhile => "desk-changed-meanwhile",
        ContactError::NotPossible => "desk-not-possible",
        ContactError::SlotTaken => "desk-slot-taken",
        other => return Err(other.told(&visit.tongue())),
    };
    let mut problems = Problems::default();
    problems.add("history", visit.tongue().t(key));
    typed.conflict = true;
    report_page(visit, id, problems, typed).await
}

pub(super) async fn take(visit: Visit, Path(id): Path<String>, posted: Posted) -> Result<Response, Fault> {
    let (id, by) = (parse_id(&id)?, authority(&visit)?);
    let mut tx = visit.site.db().begin().await?;
    match store::take(&mut tx, &visit.site, &by, &id, version(&posted), visit.now).await {
        Ok(()) => tx.commit().await?,
        Err(e) => {
            drop(tx);
            return told(&visit, &id, e, Typed::default()).await;
        }
    }
    Ok(back_to(&id))
}

pub(super) async fn changed(
    visit: &Visit,
    id: &ReportId,
    posted: &Posted,
    change: &Change<'_>,
    why: &str,
    typed: Typed,
) -> Result<Response, Fault> {
    let by = authority(visit)?;
    let mut tx = visit.site.db().begin().await?;
    let seen = (id, version(posted));
    let report = match store::change(&mut tx, &visit.site, &by, seen, change, why, visit.now).await {
        Ok(report) => report,
        Err(e) => {
            drop(tx);
            return told(visit, id, e, typed).await;
        }
    };
    if let Change::Outcome { outcome, .. } = change {
        let news = OutcomeChosen {
            report: id.clone(),
            outcome: outcome.as_str().to_owned(),
            version: report.version,
        };
        event::tell(&mut tx, &visit.site, &news, visit.now, visit.random()).await?;
    }
    tx.commit().await?;
    Ok(back_to(id))
}

pub(super) async fn grade(visit: Visit, Path(id): Path<String>, posted: Posted) -> Result<Response, Fault> {
    let id = parse_id(&id)?;
    let book = book(&visit)?;
    let tongue = visit.tongue();
    let why = posted.text("grade-why").trim();
    let chosen = book.triage().grade(posted.text("grade"));
    let (report, _) = seen(&visit, &id).await?;
    let suggested = book.triage().grade(&report.suggested);
    let mut problems = Problems::default();
    if chosen.is_none() {
        problems.add("grade", tongue.t("report-grade-needed"));
    }
    let lower = chosen.zip(suggested).is_some_and(|(c, s)| c.order > s.order);
    if why.is_empty() {
        problems.add("grade-why", tongue.t("report-why-needed"));
    } else if lower && why.chars().count() < REASON {
        // Nobody lowers a grade in passing.
        problems.add(
            "grade-why",
            tongue.t1("report-lower-needed", "grade", report.suggested.as_str()),
        );
    }
    let typed = Typed {
        grade: posted.text("grade").to_owned(),
        grade_why: why.to_owned(),
        ..Typed::default()
    };
    let Some(chosen) = chosen.filter(|_| problems.is_empty()) else {
        return report_page(&visit, &id, problems, typed).await;
    };
    let minutes = chosen
        .clock_minutes
        .map_or(visit.site.config().force.answer_hours * 60, i64::from);
    let change = Change::Grade {
        grade: &chosen.code,
        urgency: chosen.order.into(),
        due_at: report.received_at.plus_minutes(minutes),
    };
    changed(&visit, &id, &posted, &change, why, typed).await
}

pub(super) async fn kept(visit: Visit, Path(id): Path<String>, posted: Posted) -> Result<Response, Fault> {
    let id = parse_id(&id)?;
    changed(&visit, &id, &posted, &Change::Kept, "", Typed::default()).await
}

pub(super) async fn close(visit: Visit, Path(id): Path<String>, posted: Posted) -> Result<Response, Fault> {
    let id = parse_id(&id)?;
    let (report, _) = seen(&visit, &id).await?;
    let why = posted.text("close-why").trim();
    let typed = Typed {
        close_why: why.to_owned(),
        ..Typed::default()
    };
    let mut problems = Problems::default();
    if why.is_empty() {
        problems.add("close-why", visit.tongue().t("report-why-needed"));
    } else if care::needs_reason(&report) && report.kept_at.is_none() && why.chars().count() < REASON {
        problems.add("close-why", visit.tongue().t("report-nobody-needed"));
    }
    if !problems.is_empty() {
        return report_page(&visit, &id, problems, typed).await;
    }
    changed(&visit, &id, &posted, &Change::Close, why, typed).await
}

/// A decision is taken back, so that another can be made.
pub(super) async fn reopen(visit: Visit, Path(id): Path<String>, posted: Posted) -> Result<Response, Fault> {
    let (id, by) = (parse_id(&id)?, authority(&visit)?);
    let (report, _) = seen(&visit, &id).await?;
    let why = posted.text("reopen-why").trim();
    if why.is_empty() {
        let mut problems = Problems::default();
        problems.add("reopen-why", visit.tongue().t("report-why-needed"));
        return report_page(&visit, &id, problems, Typed::default()).await;
    }
    if report.version != version(&posted) {
        return told(&visit, &id, ContactError::ChangedMeanwhile, Typed::default()).await;
    }
    let mut tx = visit.site.db().begin().await?;
    store::reopen(&mut tx, &visit.site, &id, (by.actor(), by.name()), why, visit.now).await?;
    tx.commit().await?;
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
    let typed = Typed {
        team: posted.text("team").to_owned(),
        team_why: why.to_owned(),
        ..Typed::default()
    };
    let Some(wanted) = wanted.filter(|_| problems.is_empty()) else {
        return report_page(&visit, &id, problems, typed).await;
    };
    let mut tx = visit.site.db().begin().await?;
    let seen = (&id, version(&posted));
    let done = store::hand_over(&mut tx, &visit.site, &by, seen, wanted, why, visit.now).await;
    if let Err(e) = done {
        drop(tx);
        return told(&visit, &id, e, typed).await;
    }
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
        return report_page(&visit, &id, problems, Typed::default()).await;
    }
    let mut tx = visit.site.db().begin().await?;
    store::note(&mut tx, &visit.site, &by, &id, words, visit.now)
        .await
        .map_err(|e| e.told(&tongue))?;
    tx.commit().await?;
    Ok(back_to(&id))
}
