//! The way to a person when it changes: held at once when it may not be safe, changed only by someone who checked.

use kernel::Moment;
use kernel::args;
use kernel::db::{DbError, Tx};
use kernel::id::Reference;
use kernel::site::Site;

use super::desk::{at_version, step};
use super::{Authority, content};
use crate::error::ContactError;
use crate::report::{Contact, ReportId};
use crate::send::lookup_keys;

/// Nothing more is sent, and what waits to be sent is not, until someone has found a safe way.
pub async fn hold(
    tx: &mut Tx,
    site: &Site,
    id: &ReportId,
    (actor, name): (&str, &str),
    why: &str,
    now: Moment,
) -> Result<bool, DbError> {
    let changed = tx
        .exec(
            "UPDATE contact_report SET held_at = $1, version = version + 1 WHERE id = $2 AND held_at IS NULL",
            args![now, id],
        )
        .await?;
    if changed == 1 {
        tx.exec("DELETE FROM mail WHERE about = $1 AND sent_at IS NULL", args![id])
            .await?;
        step(tx, site, id, "unsafe", (actor, name), ("", ""), why, now).await?;
    }
    Ok(changed == 1)
}

/// A later report says that it belongs to this one. Nobody proved it: the handler sees it and decides.
pub async fn linked(
    tx: &mut Tx,
    site: &Site,
    id: &ReportId,
    other: &Reference,
    now: Moment,
) -> Result<(), DbError> {
    let by = ("resident", "");
    step(tx, site, id, "added", by, ("", other.as_str()), "", now).await
}

/// The person was told by someone, by phone or by post.
pub async fn person_told(
    tx: &mut Tx,
    site: &Site,
    by: &Authority,
    id: &ReportId,
    words: &str,
    now: Moment,
) -> Result<(), DbError> {
    step(
        tx,
        site,
        id,
        "told",
        (by.actor(), by.name()),
        ("", ""),
        words,
        now,
    )
    .await
}

/// Another way to reach the person; `how` says how it was checked that it is theirs. What was held may go again.
pub async fn change_contact(
    tx: &mut Tx,
    site: &Site,
    by: &Authority,
    (id, version): (&ReportId, i64),
    new: &Contact,
    how: &str,
    now: Moment,
) -> Result<(), ContactError> {
    let before = at_version(tx, by, id, version).await?;
    let (mut content, _) = content(tx, site.keys(), id)
        .await?
        .ok_or(ContactError::NoSuchReport)?;
    let was = content.contact.channel.clone();
    content.contact = new.clone();
    if let Some(answers) = content.answers.as_object_mut() {
        let now_told = [
            ("contactChannel", &new.channel),
            ("email", &new.email),
            ("phone", &new.phone),
        ];
        for (name, value) in now_told {
            answers.insert(name.to_owned(), serde_json::json!(value));
        }
    }
    let [person, phone, _] = lookup_keys(site.keys(), new, None);
    let changed = tx
        .exec(
            "UPDATE contact_report SET content = $1, person_key = $2, phone_key = $3, held_at = NULL,
               version = version + 1 WHERE id = $4 AND version = $5",
            args![
                site.keys().seal_json("report", &content),
                person,
                phone,
                id,
                before.version
            ],
        )
        .await?;
    if changed == 0 {
        return Err(ContactError::ChangedMeanwhile);
    }
    let names = (was.as_str(), new.channel.as_str());
    step(tx, site, id, "contact", (by.actor(), by.name()), names, how, now).await?;
    Ok(())
}

/// What was decided is decided again: after a review, or because something came up.
pub async fn reopen(
    tx: &mut Tx,
    site: &Site,
    id: &ReportId,
    (actor, name): (&str, &str),
    why: &str,
    now: Moment,
) -> Result<bool, DbError> {
    let changed = tx
        .exec(
            "UPDATE contact_report SET state = 'waiting', version = version + 1
             WHERE id = $1 AND state IN ('closed', 'referred', 'accepted')",
            args![id],
        )
        .await?;
    if changed == 1 {
        step(tx, site, id, "reopened", (actor, name), ("", ""), why, now).await?;
    }
    Ok(changed == 1)
}
