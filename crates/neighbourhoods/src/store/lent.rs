use jiff::civil::Date;
use kernel::account::StaffId;
use kernel::args;
use kernel::db::{DbError, Query};

use crate::school::SchoolId;

/// What someone keeps in place of others: made only here, of what the posts, absences and schools say today.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lent(Vec<String>);

impl Lent {
    pub fn areas(&self) -> &[String] {
        &self.0
    }
}

/// The wards in which someone with this sign-in covers for another on this day.
pub async fn covered_by(q: &mut impl Query, staff: &StaffId, day: Date) -> Result<Lent, DbError> {
    let rows = q
        .rows(
            "SELECT DISTINCT p.ward AS ward FROM ward_absence a JOIN ward_officer o ON o.id = a.cover
               JOIN ward_post p ON p.officer = a.officer
             WHERE o.staff = $1 AND a.starts_on <= $2 AND a.ends_on >= $2
               AND p.starts_on <= $2 AND (p.ends_on IS NULL OR p.ends_on >= $2) ORDER BY ward",
            args![staff, day.to_string()],
        )
        .await?;
    let wards: Result<_, DbError> = rows.iter().map(|r| r.get("ward")).collect();
    Ok(Lent(wards?))
}

/// The ward of a school, for whoever has that school on this day: as its own officer or as cover.
pub async fn with_school(
    q: &mut impl Query,
    staff: &StaffId,
    school: &SchoolId,
    day: Date,
) -> Result<Lent, DbError> {
    let rows = q
        .rows(
            "SELECT s.ward AS ward FROM ward_school s WHERE s.id = $1 AND EXISTS (
               SELECT 1 FROM ward_school_officer c JOIN ward_officer o ON o.id = c.officer
                 JOIN ward_post p ON p.officer = o.id
               WHERE c.school = s.id AND o.staff = $2 AND c.starts_on <= $3 AND (c.ends_on IS NULL OR c.ends_on >= $3)
                 AND p.starts_on <= $3 AND (p.ends_on IS NULL OR p.ends_on >= $3))",
            args![school, staff, day.to_string()],
        )
        .await?;
    let wards: Result<_, DbError> = rows.iter().map(|r| r.get("ward")).collect();
    Ok(Lent(wards?))
}
