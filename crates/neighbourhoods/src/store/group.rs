use jiff::civil::Date;
use kernel::Moment;
use kernel::args;
use kernel::db::{DbError, Query, Tx};
use kernel::id::sorted_text;
use kernel::site::Site;

use super::history::{self, Changed};
use crate::group::{Group, GroupId, NewGroup, NewPaper, NewSeat, Paper, Seat};
use crate::keeper::Keeper;

const COLUMNS: &str = "id, kind, ward, borough, name, does, joining, meets, next_at, next_where, quorum, email, phone, web, \
     ended_on, confirmed_at, confirmed_by";

/// The groups for a ward: its own, then those of its whole borough.
pub async fn for_ward(q: &mut impl Query, ward: &str, borough: &str) -> Result<Vec<Group>, DbError> {
    q.all(
        &format!(
            "SELECT {COLUMNS} FROM ward_group WHERE ended_on IS NULL AND (ward = $1 OR (ward IS NULL AND borough = $2))
             ORDER BY CASE WHEN ward IS NULL THEN 1 ELSE 0 END, kind, name, id"
        ),
        args![ward, borough],
    )
    .await
}

/// The groups of a whole borough.
pub async fn of_borough(q: &mut impl Query, borough: &str) -> Result<Vec<Group>, DbError> {
    q.all(
        &format!(
            "SELECT {COLUMNS} FROM ward_group WHERE ended_on IS NULL AND ward IS NULL AND borough = $1 ORDER BY kind, name, id"
        ),
        args![borough],
    )
    .await
}

/// The groups of a borough and of all its wards.
pub async fn within_borough(q: &mut impl Query, borough: &str) -> Result<Vec<Group>, DbError> {
    q.all(
        &format!(
            "SELECT {COLUMNS} FROM ward_group WHERE ended_on IS NULL AND borough = $1 ORDER BY kind, name, id"
        ),
        args![borough],
    )
    .await
}

pub async fn find(q: &mut impl Query, id: &GroupId) -> Result<Option<Group>, DbError> {
    q.opt(
        &format!("SELECT {COLUMNS} FROM ward_group WHERE id = $1"),
        args![id],
    )
    .await
}

/// Makes a group of the keeper's area: of a ward, or of the borough itself when that is the area.
pub async fn make(
    tx: &mut Tx,
    site: &Site,
    by: &Keeper,
    borough: &str,
    new: &NewGroup,
    now: Moment,
) -> Result<GroupId, DbError> {
    let id = GroupId::new(now, site.random());
    tx.exec(
        "INSERT INTO ward_group (id, kind, ward, borough, name, does, joining, meets, next_at, next_where, quorum, email, phone,
           web, confirmed_at, confirmed_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
        args![
            &id,
            new.kind.as_str(),
            Some(by.area()).filter(|a| *a != borough),
            borough,
            new.name.as_str(),
            new.does.as_str(),
            new.joining.as_str(),
            new.meets.as_str(),
            new.next_at,
            new.next_where.as_str(),
            new.quorum,
            new.email.as_str(),
            new.phone.as_str(),
            new.web.as_str(),
            now,
            by.role()
        ],
    )
    .await?;
    let changes = Changed::between(&Default::default(), &new.written(site.days().zone()));
    history::write(tx, site, by, id.as_str(), "group.made", &changes, now).await?;
    Ok(id)
}

/// Changes what is said of a group; that confirms it too.
pub async fn change(
    tx: &mut Tx,
    site: &Site,
    by: &Keeper,
    before: &Group,
    new: &NewGroup,
    now: Moment,
) -> Result<(), DbError> {
    tx.exec(
        "UPDATE ward_group SET kind = $1, name = $2, does = $3, joining = $4, meets = $5, next_at = $6, next_where = $7,
           quorum = $8, email = $9, phone = $10, web = $11, confirmed_at = $12, confirmed_by = $13
         WHERE id = $14 AND coalesce(ward, borough) = $15",
        args![
            new.kind.as_str(),
            new.name.as_str(),
            new.does.as_str(),
            new.joining.as_str(),
            new.meets.as_str(),
            new.next_at,
            new.next_where.as_str(),
            new.quorum,
            new.email.as_str(),
            new.phone.as_str(),
            new.web.as_str(),
            now,
            by.role(),
            &before.id,
            by.area()
        ],
    )
    .await?;
    let zone = site.days().zone();
    let changes = Changed::between(&before.facts.written(zone), &new.written(zone));
    let what = if changes.is_empty() {
        "group.confirmed"
    } else {
        "group.changed"
    };
    history::write(tx, site, by, before.id.as_str(), what, &changes, now).await
}

/// A group that is no more leaves the pages; what it left stays.
pub async fn end(
    tx: &mut Tx,
    site: &Site,
    by: &Keeper,
    id: &GroupId,
    day: Date,
    now: Moment,
) -> Result<bool, DbError> {
    let ended = tx
        .exec(
            "UPDATE ward_group SET ended_on = $1 WHERE id = $2 AND coalesce(ward, borough) = $3 AND ended_on IS NULL",
            args![day.to_string(), id, by.area()],
        )
        .await?;
    if ended == 1 {
        history::write(tx, site, by, id.as_str(), "group.ended", &[], now).await?;
    }
    Ok(ended == 1)
}

/// Who sits in a group now: chair first.
pub async fn seats(q: &mut impl Query, id: &GroupId, day: Date) -> Result<Vec<Seat>, DbError> {
    q.all(
        "SELECT id, role, stands_for, name, starts_on, ends_on FROM ward_seat
         WHERE grp = $1 AND (ends_on IS NULL OR ends_on >= $2)
         ORDER BY CASE role WHEN 'chair' THEN 0 WHEN 'vice-chair' THEN 1 WHEN 'member' THEN 2 ELSE 3 END, starts_on, id",
        args![id, day.to_string()],
    )
    .await
}

/// Someone takes a seat.
pub async fn seat(
    tx: &mut Tx,
    site: &Site,
    by: &Keeper,
    id: &GroupId,
    new: &NewSeat,
    now: Moment,
) -> Result<(), DbError> {
    tx.exec(
        "INSERT INTO ward_seat (id, grp, role, stands_for, name, starts_on) VALUES ($1, $2, $3, $4, $5, $6)",
        args![
            format!("sea_{}", sorted_text(now, &site.random())),
            id,
            new.role.as_str(),
            new.stands_for.as_str(),
            new.name.as_str(),
            new.from.to_string()
        ],
    )
    .await?;
    let changes = [
        Changed::new("role", "", new.role.as_str()),
        Changed::new("stands-for", "", &new.stands_for),
    ];
    history::write(tx, site, by, id.as_str(), "group.seated", &changes, now).await
}

/// Someone leaves a seat; the name goes with them.
pub async fn unseat(
    tx: &mut Tx,
    site: &Site,
    by: &Keeper,
    id: &GroupId,
    seat: &str,
    day: Date,
    now: Moment,
) -> Result<bool, DbError> {
    let left = tx
        .exec(
            "UPDATE ward_seat SET name = '', ends_on = CASE WHEN starts_on > $1 THEN starts_on ELSE $1 END
             WHERE id = $2 AND grp = $3 AND (ends_on IS NULL OR ends_on > $1)",
            args![day.to_string(), seat, id],
        )
        .await?;
    if left == 1 {
        history::write(tx, site, by, id.as_str(), "group.unseated", &[], now).await?;
    }
    Ok(left == 1)
}

/// The papers of a group, newest first.
pub async fn papers(q: &mut impl Query, id: &GroupId) -> Result<Vec<Paper>, DbError> {
    q.all(
        "SELECT id, kind, title, day, file, web FROM ward_paper WHERE grp = $1 ORDER BY day DESC, id DESC LIMIT 200",
        args![id],
    )
    .await
}

/// Adds a paper; its file, if it has one, is kept beside it by the caller.
pub async fn paper(
    tx: &mut Tx,
    site: &Site,
    by: &Keeper,
    id: &GroupId,
    new: &NewPaper,
    file: Option<&str>,
    now: Moment,
) -> Result<(), DbError> {
    tx.exec(
        "INSERT INTO ward_paper (id, grp, kind, title, day, file, web) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        args![
            format!("pap_{}", sorted_text(now, &site.random())),
            id,
            new.kind.as_str(),
            new.title.as_str(),
            new.day.to_string(),
            file,
            new.web.as_str()
        ],
    )
    .await?;
    let changes = [Changed::new("title", "", &new.title)];
    history::write(tx, site, by, id.as_str(), "group.paper", &changes, now).await
}

/// Every group that has not ended.
pub async fn all(q: &mut impl Query) -> Result<Vec<Group>, DbError> {
    q.all(
        &format!("SELECT {COLUMNS} FROM ward_group WHERE ended_on IS NULL ORDER BY name, id"),
        args![],
    )
    .await
}
