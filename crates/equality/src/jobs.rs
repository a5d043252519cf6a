//! Work in the background.

use jiff::ToSpan;
use jiff::civil::Date;
use kernel::Moment;
use kernel::job::{Job, JobError};
use kernel::site::Site;
use serde::{Deserialize, Serialize};

use crate::store;

fn days_before(site: &Site, now: Moment, days: i64) -> Date {
    let today = now.date(site.days().zone());
    today.checked_sub(days.days()).unwrap_or(Date::MIN)
}

/// Forgets answers that nobody went on with for the days the force keeps what is unfinished. Run again, it finds nothing
/// left to do.
#[derive(Debug, Serialize, Deserialize)]
pub struct ForgetUnsent {}

impl Job for ForgetUnsent {
    const NAME: &'static str = "equality.forget-unsent";

    async fn run(self, site: Site, now: Moment) -> Result<(), JobError> {
        let before = days_before(&site, now, site.config().force.draft_days);
        let mut tx = site.db().begin().await?;
        store::forget_unsent(&mut tx, before).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// Takes the day off what was sent on days that are over, and the order in which it came. Run again, it finds nothing
/// that has a day.
#[derive(Debug, Serialize, Deserialize)]
pub struct LayDown {}

impl Job for LayDown {
    const NAME: &'static str = "equality.lay-down";

    async fn run(self, site: Site, now: Moment) -> Result<(), JobError> {
        let mut tx = site.db().begin().await?;
        store::lay_down(&mut tx, days_before(&site, now, 0)).await?;
        tx.commit().await?;
        Ok(())
    }
}
