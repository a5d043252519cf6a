//! The way to a person: stopped when it may not be safe, changed by someone who checked that it is theirs.

use axum::extract::Path;
use axum::response::Response;
use kernel::web::{Fault, Posted, Visit};
use page::Problems;

use super::authority;
use super::change::{REASON, back_to, seen, told, version};
use super::report::{Typed, parse_id, report_page};
use crate::report::Contact;
use crate::store;

/// Ways that a handler can choose.
pub(super) const WAYS: [&str; 5] = ["email", "text", "phone", "letter", "none"];

pub(super) async fn hold(visit: Visit, Path(id): Path<String>, posted: Posted) -> Result<Response, Fault> {
    let (id, by) = (parse_id(&id)?, authority(&visit)?);
    seen(&visit, &id).await?;
    let why = posted.text("hold-why").trim();
    if why.is_empty() {
        let mut problems = Problems::default();
        problems.add("hold-why", visit.tongue().t("report-why-needed"));
        return report_page(&visit, &id, problems, Typed::default()).await;
    }
    let mut tx = visit.site.db().begin().await?;
    store::hold(&mut tx, &visit.site, &id, (by.actor(), by.name()), why, visit.now).await?;
    tx.commit().await?;
    Ok(back_to(&id))
}

pub(super) async fn change(visit: Visit, Path(id): Path<String>, posted: Posted) -> Result<Response, Fault> {
    let (id, by, tongue) = (parse_id(&id)?, authority(&visit)?, visit.tongue());
    let (_, content) = seen(&visit, &id).await?;
    let text = |name: &str| posted.text(name).trim().chars().take(200).collect::<String>();
    let (way, email, phone, how) = (
        text("reach-way"),
        text("reach-email"),
        text("reach-phone"),
        text("reach-how"),
    );
    let mut problems = Problems::default();
    if !WAYS.contains(&way.as_str()) {
        problems.add("reach-way", tongue.t("reach-way-needed"));
    }
    let looks_right = email
        .split_once('@')
        .is_some_and(|(a, b)| !a.is_empty() && b.contains('.'));
    if (way == "email" || !email.is_empty()) && !looks_right {
        problems.add("reach-email", tongue.t("reach-email-wrong"));
    }
    let digits = phone.chars().filter(char::is_ascii_digit).count();
    if (matches!(way.as_str(), "text" | "phone") || !phone.is_empty()) && !(10..=15).contains(&digits) {
        problems.add("reach-phone", tongue.t("reach-phone-wrong"));
    }
    if how.chars().count() < REASON {
        problems.add("reach-how", tongue.t("reach-how-needed"));
    }
    let typed = Typed {
        reach: [way.clone(), email.clone(), phone.clone(), how.clone()],
        ..Typed::default()
    };
    if !problems.is_empty() {
        return report_page(&visit, &id, problems, typed).await;
    }
    let new = Contact {
        email,
        phone,
        channel: way,
        ..content.contact
    };
    let mut tx = visit.site.db().begin().await?;
    let seen = (&id, version(&posted));
    let done = store::change_contact(&mut tx, &visit.site, &by, seen, &new, &how, visit.now).await;
    if let Err(e) = done {
        drop(tx);
        return told(&visit, &id, e, typed).await;
    }
    tx.commit().await?;
    Ok(back_to(&id))
}
