use kernel::Moment;
use kernel::args;
use kernel::db::{DbError, Query, Tx};
use kernel::id::sorted_text;
use kernel::site::Site;

use super::history::{self, Changed};
use crate::group::{Group, GroupId};
use crate::keeper::Keeper;
use crate::meeting::{Bid, Meeting, NewBid, NewMeeting};

/// The meetings that a group held, newest first.
pub async fn of_group(q: &mut impl Query, id: &GroupId) -> Result<Vec<Meeting>, DbError> {
    q.all(
        "SELECT id, day, place, came, members, quorum, decided FROM ward_meeting WHERE grp = $1 ORDER BY day DESC, id LIMIT 100",
        args![id],
    )
    .await
}

/// Writes down a meeting; what was written of the same day is corrected. The quorum is the group's of now.
pub async fn put(
    tx: &mut Tx,
    site: &Site,
    by: &Keeper,
    group: &Group,
    new: &NewMeeting,
    now: Moment,
) -> Result<(), DbError> {
    let day = new.day.to_string();
    let before: Option<Meeting> = tx
        .opt(
            "SELECT id, day, place, came, members, quorum, decided FROM ward_meeting WHERE grp = $1 AND day = $2",
            args![&group.id, day.as_str()],
        )
        .await?;
    tx.exec(
        "INSERT INTO ward_meeting (id, grp, day, place, came, members, quorum, decided) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (grp, day) DO UPDATE SET place = excluded.place, came = excluded.came, members = excluded.members,
           decided = excluded.decided",
        args![
            format!("mee_{}", sorted_text(now, &site.random())),
            &group.id,
            day.as_str(),
            new.place.as_str(),
            new.came,
            new.members,
            group.facts.quorum,
            new.decided.as_str()
        ],
    )
    .await?;
    let was = before.map(|m| m.held.written()).unwrap_or_default();
    let changes = Changed::between(&was, &new.written());
    history::write(tx, site, by, group.id.as_str(), "group.met", &changes, now).await
}

/// What a group asked money for, newest first.
pub async fn bids(q: &mut impl Query, id: &GroupId) -> Result<Vec<Bid>, DbError> {
    q.all(
        "SELECT id, what, fund, pounds, asked_on, state, granted, outcome FROM ward_bid WHERE grp = $1
         ORDER BY asked_on DESC, id DESC LIMIT 100",
        args![id],
    )
    .await
}

/// A new bid of the group, or other words and another outcome for one that is there (`before`).
pub async fn bid(
    tx: &mut Tx,
    site: &Site,
    by: &Keeper,
    group: &GroupId,
    before: Option<&Bid>,
    new: &NewBid,
    now: Moment,
) -> Result<(), DbError> {
    let id = before.map_or_else(
        || format!("bid_{}", sorted_text(now, &site.random())),
        |b| b.id.clone(),
    );
    tx.exec(
        "INSERT INTO ward_bid (id, grp, what, fund, pounds, asked_on, state, granted, outcome)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         ON CONFLICT (id) DO UPDATE SET what = excluded.what, fund = excluded.fund, pounds = excluded.pounds,
           asked_on = excluded.asked_on, state = excluded.state, granted = excluded.granted, outcome = excluded.outcome",
        args![
            id,
            group,
            new.what.as_str(),
            new.fund.as_str(),
            new.pounds,
            new.asked_on.to_string(),
            new.state.as_str(),
            new.granted,
            new.outcome.as_str()
        ],
    )
    .await?;
    let was = before.map(|b| b.facts.written()).unwrap_or_default();
    let changes = Changed::between(&was, &new.written());
    let what = if before.is_none() {
        "group.bid"
    } else {
        "group.bid-changed"
    };
    history::write(tx, site, by, group.as_str(), what, &changes, now).await
}
