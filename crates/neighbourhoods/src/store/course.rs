use jiff::civil::Date;
use kernel::Moment;
use kernel::args;
use kernel::db::{DbError, Query, Tx};
use kernel::site::Site;

use super::history::{self, Changed};
use crate::area::FORCE;
use crate::course::{Course, CourseId, NewCourse};
use crate::keeper::Keeper;

const COLUMNS: &str = "id, area, kind, name, about, format, languages, needs, gives, joining, ended_on, confirmed_at, confirmed_by";

/// Courses of the whole force, of a borough and of a ward; "" for no such area.
pub async fn for_area(q: &mut impl Query, ward: &str, borough: &str) -> Result<Vec<Course>, DbError> {
    q.all(
        &format!(
            "SELECT {COLUMNS} FROM ward_course WHERE ended_on IS NULL AND area IN ($1, $2, $3) ORDER BY kind, name, id"
        ),
        args![FORCE, borough, ward],
    )
    .await
}

/// All courses of all areas, for the public list.
pub async fn all(q: &mut impl Query) -> Result<Vec<Course>, DbError> {
    q.all(
        &format!(
            "SELECT {COLUMNS} FROM ward_course WHERE ended_on IS NULL ORDER BY kind, name, id LIMIT 1000"
        ),
        args![],
    )
    .await
}

pub async fn find(q: &mut impl Query, id: &CourseId) -> Result<Option<Course>, DbError> {
    q.opt(
        &format!("SELECT {COLUMNS} FROM ward_course WHERE id = $1"),
        args![id],
    )
    .await
}

pub async fn make(
    tx: &mut Tx,
    site: &Site,
    by: &Keeper,
    new: &NewCourse,
    now: Moment,
) -> Result<CourseId, DbError> {
    let id = CourseId::new(now, site.random());
    tx.exec(
        "INSERT INTO ward_course (id, area, kind, name, about, format, languages, needs, gives, joining, confirmed_at,
           confirmed_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        args![
            &id,
            by.area(),
            new.kind.as_str(),
            new.name.as_str(),
            new.about.as_str(),
            new.format.as_str(),
            new.languages.as_str(),
            new.needs.as_str(),
            new.gives.as_str(),
            new.joining.as_str(),
            now,
            by.role()
        ],
    )
    .await?;
    let changes = Changed::between(&Default::default(), &new.written());
    history::write(tx, site, by, id.as_str(), "course.made", &changes, now).await?;
    Ok(id)
}

/// Changes what is said of a course; that confirms it too.
pub async fn change(
    tx: &mut Tx,
    site: &Site,
    by: &Keeper,
    before: &Course,
    new: &NewCourse,
    now: Moment,
) -> Result<(), DbError> {
    tx.exec(
        "UPDATE ward_course SET kind = $1, name = $2, about = $3, format = $4, languages = $5, needs = $6, gives = $7,
           joining = $8, confirmed_at = $9, confirmed_by = $10 WHERE id = $11 AND area = $12",
        args![
            new.kind.as_str(),
            new.name.as_str(),
            new.about.as_str(),
            new.format.as_str(),
            new.languages.as_str(),
            new.needs.as_str(),
            new.gives.as_str(),
            new.joining.as_str(),
            now,
            by.role(),
            &before.id,
            by.area()
        ],
    )
    .await?;
    let changes = Changed::between(&before.facts.written(), &new.written());
    let what = if changes.is_empty() {
        "course.confirmed"
    } else {
        "course.changed"
    };
    history::write(tx, site, by, before.id.as_str(), what, &changes, now).await
}

pub async fn end(
    tx: &mut Tx,
    site: &Site,
    by: &Keeper,
    id: &CourseId,
    day: Date,
    now: Moment,
) -> Result<bool, DbError> {
    let ended = tx
        .exec(
            "UPDATE ward_course SET ended_on = $1 WHERE id = $2 AND area = $3 AND ended_on IS NULL",
            args![day.to_string(), id, by.area()],
        )
        .await?;
    if ended == 1 {
        history::write(tx, site, by, id.as_str(), "course.ended", &[], now).await?;
    }
    Ok(ended == 1)
}
