use kernel::Moment;
use kernel::args;
use kernel::db::{DbError, FromRow, Query, Row, Tx};
use kernel::site::Site;

use super::history::{self, Changed};
use crate::fact::Confirmed;
use crate::keeper::Keeper;
use crate::team::{NewTeam, Team};

impl FromRow for Team {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            ward: row.get("ward")?,
            facts: NewTeam {
                email: row.get("email")?,
                phone: row.get("phone")?,
                about: row.get("about")?,
                base: row.get("base")?,
                hub: row.get("hub")?,
                base_words: row.get("base_words")?,
            },
            confirmed: Confirmed::from_row(row)?,
        })
    }
}

const COLUMNS: &str = "ward, email, phone, about, base, hub, base_words, confirmed_at, confirmed_by";

pub async fn find(q: &mut impl Query, ward: &str) -> Result<Option<Team>, DbError> {
    q.opt(
        &format!("SELECT {COLUMNS} FROM ward_team WHERE ward = $1"),
        args![ward],
    )
    .await
}

/// Every team.
pub async fn all(q: &mut impl Query) -> Result<Vec<Team>, DbError> {
    q.all(&format!("SELECT {COLUMNS} FROM ward_team ORDER BY ward"), args![])
        .await
}

/// Wards whose team has a base or says in words where it works from.
pub async fn with_base(q: &mut impl Query) -> Result<Vec<String>, DbError> {
    let rows = q
        .rows(
            "SELECT ward FROM ward_team WHERE base IS NOT NULL OR hub IS NOT NULL OR base_words <> ''",
            args![],
        )
        .await?;
    rows.iter().map(|r| r.get("ward")).collect()
}

/// Says how the keeper's team is reached and where it works from; that confirms it too.
pub async fn put(tx: &mut Tx, site: &Site, by: &Keeper, new: &NewTeam, now: Moment) -> Result<(), DbError> {
    let before = find(tx, by.area()).await?;
    tx.exec(
        "INSERT INTO ward_team (ward, email, phone, about, base, hub, base_words, confirmed_at, confirmed_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         ON CONFLICT (ward) DO UPDATE SET email = excluded.email, phone = excluded.phone, about = excluded.about,
           base = excluded.base, hub = excluded.hub, base_words = excluded.base_words,
           confirmed_at = excluded.confirmed_at, confirmed_by = excluded.confirmed_by",
        args![
            by.area(),
            new.email.as_str(),
            new.phone.as_str(),
            new.about.as_str(),
            new.base.clone(),
            new.hub.clone(),
            new.base_words.as_str(),
            now,
            by.role()
        ],
    )
    .await?;
    let was = before.map(|t| t.facts.written()).unwrap_or_default();
    let changes = Changed::between(&was, &new.written());
    let what = if changes.is_empty() {
        "team.confirmed"
    } else {
        "team.changed"
    };
    history::write(tx, site, by, by.area(), what, &changes, now).await
}
