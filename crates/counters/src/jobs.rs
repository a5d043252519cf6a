//! What the program does on its own.

use kernel::Moment;
use kernel::job::{Job, JobError};
use kernel::site::Site;
use serde::{Deserialize, Serialize};

use crate::store;

/// Longer than anyone waits at a counter that is open day and night.
const HOURS: i64 = 14;
const AT_ONCE: u32 = 500;

/// Ends the visits that nobody ended, as "not noted", so that tomorrow's queue begins empty. Twice does no harm: a visit
/// that is ended is not found again.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct EndForgotten {}

impl Job for EndForgotten {
    const NAME: &'static str = "counters.end-forgotten";

    async fn run(self, site: Site, now: Moment) -> Result<(), JobError> {
        let before = now.plus_minutes(-60 * HOURS);
        let mut tx = site.db().begin().await?;
        for (place, visit) in store::forgotten(&mut tx, before, AT_ONCE).await? {
            store::end_forgotten(&mut tx, site.days().zone(), &place, &visit, now).await?;
        }
        tx.commit().await?;
        Ok(())
    }
}
