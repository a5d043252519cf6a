use kernel::Moment;
use kernel::args;
use kernel::db::{DbError, Query, Tx};
use kernel::site::Site;

use super::history::{self, Changed};
use crate::keeper::Keeper;

/// In which language a ward's team is reminded; none where nobody chose.
pub async fn lang(q: &mut impl Query, ward: &str) -> Result<Option<String>, DbError> {
    let rows = q
        .rows("SELECT lang FROM ward_reminder WHERE ward = $1", args![ward])
        .await?;
    rows.first().map(|r| r.get("lang")).transpose()
}

/// The keeper chooses the language of reminders for their ward, or none of them.
pub async fn choose(tx: &mut Tx, site: &Site, by: &Keeper, chosen: &str, now: Moment) -> Result<(), DbError> {
    let was = lang(tx, by.area()).await?.unwrap_or_default();
    tx.exec(
        "INSERT INTO ward_reminder (ward, lang, month) VALUES ($1, $2, '')
         ON CONFLICT (ward) DO UPDATE SET lang = excluded.lang",
        args![by.area(), chosen],
    )
    .await?;
    let changes = [Changed::new("reminders", was, chosen)];
    history::write(tx, site, by, by.area(), "reminders.changed", &changes, now).await
}

/// Takes the reminder of a month for a ward; false where it was taken before.
pub async fn due(tx: &mut Tx, ward: &str, month: &str) -> Result<bool, DbError> {
    let taken = tx
        .exec(
            "INSERT INTO ward_reminder (ward, lang, month) VALUES ($1, 'en', $2)
             ON CONFLICT (ward) DO UPDATE SET month = excluded.month WHERE ward_reminder.month < excluded.month",
            args![ward, month],
        )
        .await?;
    Ok(taken == 1)
}

/// Wards that are to have no letter this month: it was written, or they want none.
pub async fn settled(q: &mut impl Query, month: &str) -> Result<Vec<String>, DbError> {
    let rows = q
        .rows(
            "SELECT ward FROM ward_reminder WHERE month >= $1 OR lang = 'none'",
            args![month],
        )
        .await?;
    rows.iter().map(|r| r.get("ward")).collect()
}
