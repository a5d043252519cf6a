//! News goes up: a feature tells that something happened, others take it as a job of theirs.

use serde::{Serialize, de::DeserializeOwned};

use crate::args;
use crate::clock::Moment;
use crate::db::{DbError, Tx};
use crate::id::{Random, sorted_text};
use crate::site::Site;

/// Something that happened. The payload holds ids and states, no personal data.
pub trait Event: Serialize + DeserializeOwned + Send + Sync + 'static {
    const NAME: &'static str;
}

/// Writes the news and a job for each subscriber, in the transaction that made it happen.
pub async fn tell<E: Event>(
    tx: &mut Tx,
    site: &Site,
    event: &E,
    now: Moment,
    random: Random,
) -> Result<(), DbError> {
    let id = format!("evt_{}", sorted_text(now, &random));
    let payload = serde_json::to_string(event).map_err(|e| DbError::Broken(e.to_string()))?;
    tx.exec(
        "INSERT INTO event (id, name, payload, at) VALUES ($1, $2, $3, $4)",
        args![id.as_str(), E::NAME, payload.as_str(), now],
    )
    .await?;
    for job in site.subscribers(E::NAME) {
        crate::job::put(
            tx,
            job,
            &payload,
            Some(&format!("{job} {id}")),
            now,
            site.random(),
        )
        .await?;
    }
    Ok(())
}
