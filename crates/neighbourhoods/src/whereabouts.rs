//! Where officers are: who is away from a ward or has left it, who covers where, and whose sign-in is whose. Sessions
//! are told of it, so that nobody promises someone who will not be there.

use jiff::civil::Date;
use kernel::Moment;
use kernel::account::{self, Role, Staff, StaffId};
use kernel::audit;
use kernel::db::{DbError, Query, Tx};
use kernel::site::Site;
use sessions::{Gone, Meeting, Meetings, Rota, RotaAsked};

use crate::keeper::Keeper;
use crate::officer::{Absence, Officer, OfficerId, Post};
use crate::store;

/// Handed to the sessions.
pub const ROTA: Rota = Rota {
    gone: |site, asked| Box::pin(gone(site, asked)),
    covers: |site, staff, day| {
        Box::pin(async move {
            let lent = store::lent::covered_by(&mut site.db().read(), &staff, day).await?;
            Ok(lent.areas().to_vec())
        })
    },
};

/// Handed to the sessions too: when groups meet next.
pub const MEETINGS: Meetings = Meetings(|site, area, now| Box::pin(meetings(site, area, now)));

/// Why someone is not in a ward on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Absent {
    Away,
    Left,
}

/// Whether someone is away that day, or served in the ward and does no more. Who never served there is a guest: nothing is
/// known of them but their absences.
pub fn absent(posts: &[Post], absences: &[Absence], ward: &str, day: Date) -> Option<Absent> {
    let here: Vec<&Post> = posts.iter().filter(|p| p.ward == ward).collect();
    let ended = here.iter().any(|p| p.days.to.is_some_and(|to| to < day));
    if ended && !here.iter().any(|p| p.days.has(day)) {
        return Some(Absent::Left);
    }
    absences.iter().any(|a| a.days.has(day)).then_some(Absent::Away)
}

async fn gone(site: Site, asked: RotaAsked) -> Result<Vec<Gone>, DbError> {
    let mut read = site.db().read();
    let Some(first) = asked.days.iter().min() else {
        return Ok(Vec::new());
    };
    let mut found = Vec::new();
    for person in &asked.officers {
        for id in known(&mut read, &person.id, &person.name, &asked.ward).await? {
            let posts = store::officer::posts_of(&mut read, &id).await?;
            let absences = store::officer::absences_of(&mut read, &id, *first).await?;
            for day in &asked.days {
                let absent = absent(&posts, &absences, &asked.ward, *day);
                found.extend(absent.map(|why| Gone {
                    officer: person.id.clone(),
                    day: *day,
                    left: why == Absent::Left,
                }));
            }
        }
    }
    Ok(found)
}

/// The officers that someone at the desk is: by the sign-in, or by a name that only one in the ward has or had.
async fn known(
    read: &mut impl Query,
    staff: &StaffId,
    name: &str,
    ward: &str,
) -> Result<Vec<OfficerId>, DbError> {
    let tied = store::officer::of_sign_in(read, staff).await?;
    if !tied.is_empty() {
        return Ok(tied);
    }
    let ever = store::officer::ever_of(read, ward).await?;
    let alike: Vec<OfficerId> = ever
        .into_iter()
        .filter(|(_, other)| sessions::is_name(name, other))
        .map(|(id, _)| id)
        .collect();
    Ok(if alike.len() == 1 { alike } else { Vec::new() })
}

/// Keeps whose sign-in an officer has, where one in their ward has that name and no other: from then on they can act where
/// they cover.
pub async fn tie(
    tx: &mut Tx,
    site: &Site,
    by: &Keeper,
    officer: &Officer,
    now: Moment,
) -> Result<(), DbError> {
    if store::officer::sign_in(tx, &officer.id).await?.is_some() {
        return Ok(());
    }
    let today = now.date(site.days().zone());
    let posts = store::officer::posts_of(tx, &officer.id).await?;
    let mut alike: Vec<Staff> = Vec::new();
    for post in posts.iter().filter(|p| p.days.to.is_none_or(|to| to >= today)) {
        let staff = account::of_area(tx, &post.ward).await?;
        let named = staff
            .into_iter()
            .filter(|s| s.role == Role::Officer && sessions::is_name(&s.name, &officer.facts.name));
        alike.extend(named);
    }
    alike.sort_by(|a, b| a.id.cmp(&b.id));
    alike.dedup_by(|a, b| a.id == b.id);
    let [only] = alike.as_slice() else {
        return Ok(());
    };
    if !store::officer::of_sign_in(tx, &only.id).await?.is_empty() {
        return Ok(());
    }
    store::officer::tie(tx, &officer.id, &only.id).await?;
    let (subject, detail) = (officer.id.as_str(), only.id.as_str());
    audit::write(
        tx,
        by.actor(),
        "officer.sign-in",
        subject,
        detail,
        now,
        site.random(),
    )
    .await
}

/// As [`meetings`], for our own pages.
pub async fn of_area(site: &Site, area: sessions::Area, now: Moment) -> Result<Vec<Meeting>, DbError> {
    meetings(site.clone(), area, now).await
}

/// The next meetings of the groups of a ward and of its borough, or of a borough and its wards.
async fn meetings(site: Site, area: sessions::Area, now: Moment) -> Result<Vec<Meeting>, DbError> {
    let mut read = site.db().read();
    let Ok(ground) = site.part::<atlas::Gazetteer>() else {
        return Ok(Vec::new());
    };
    let areas = ground.areas();
    let groups = match area {
        sessions::Area::Force => Vec::new(),
        sessions::Area::Ward(code) => {
            let ward = crate::ward::WardName::find(areas, code.as_str(), page::Lang::EN);
            let borough = ward.map_or_else(String::new, |w| w.borough);
            store::group::for_ward(&mut read, code.as_str(), &borough).await?
        }
        sessions::Area::Borough(code) => store::group::within_borough(&mut read, code.as_str()).await?,
    };
    let mut all: Vec<Meeting> = groups
        .into_iter()
        .filter_map(|g| {
            Some(Meeting {
                at: g.next(now)?,
                path: format!("/group/{}", g.id),
                id: g.id.to_string(),
                title: g.facts.name,
                place: g.facts.next_where,
                said_at: g.confirmed.at,
            })
        })
        .collect();
    all.sort_by_key(|m| m.at);
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::officer::{Days, Duty, Why};

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn post(ward: &str, from: &str, to: Option<&str>) -> Post {
        Post {
            id: "pst_1".to_owned(),
            officer: OfficerId::parse("off_1").unwrap(),
            ward: ward.to_owned(),
            duty: Duty::Dedicated,
            days: Days {
                from: day(from),
                to: to.map(day),
            },
        }
    }

    #[test]
    fn someone_has_left_after_their_last_day_is_away_on_leave_and_a_guest_is_neither() {
        let posts = [
            post("A", "2026-01-01", Some("2026-11-30")),
            post("B", "2026-12-01", None),
        ];
        let absences = [Absence {
            id: "abs_1".to_owned(),
            officer: OfficerId::parse("off_1").unwrap(),
            why: Why::Leave,
            days: Days {
                from: day("2026-11-20"),
                to: None,
            },
            cover: None,
        }];
        for (ward, on, expected) in [
            ("A", "2026-11-19", None),
            ("A", "2026-11-30", Some(Absent::Away)),
            ("A", "2026-12-01", Some(Absent::Left)),
            ("B", "2026-12-01", Some(Absent::Away)),
            ("C", "2026-11-01", None),
        ] {
            assert_eq!(absent(&posts, &absences, ward, day(on)), expected, "{ward} {on}");
        }
        let back = [
            post("A", "2026-01-01", Some("2026-06-01")),
            post("A", "2026-09-01", None),
        ];
        assert_eq!(absent(&back, &[], "A", day("2026-12-01")), None, "they came back");
    }
}
