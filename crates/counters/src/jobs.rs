//! What the program does on its own.

use contact::{Origin, ReportId};
use kernel::Moment;
use kernel::job::{Job, JobError};
use kernel::site::Site;
use serde::{Deserialize, Serialize};

use crate::store;
use crate::tap::TapId;

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
        let mut forgotten = store::forgotten(&mut tx, before, AT_ONCE).await?;
        // Counter by counter: whoever else takes turns at several does so in the same order.
        forgotten.sort();
        for (place, visit) in forgotten {
            store::end_forgotten(&mut tx, site.days().zone(), &place, &visit, now).await?;
        }
        tx.commit().await?;
        Ok(())
    }
}

/// A report that someone at a counter helped with is what came of that visit. Twice does no harm: the tap that ends the
/// visit has the report's id.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct TieReport {
    pub(crate) report: ReportId,
}

impl Job for TieReport {
    const NAME: &'static str = "counters.tie-report";

    async fn run(self, site: Site, now: Moment) -> Result<(), JobError> {
        let mut tx = site.db().begin().await?;
        let Some(report) = contact::find(&mut tx, &self.report).await? else {
            return Ok(());
        };
        let visit = report.origin.as_ref().filter(|o| o.channel() == "counter");
        let Some(visit) = visit.map(Origin::id).and_then(TapId::parse) else {
            return Ok(());
        };
        // Letters and digits after the prefix, which has a sign that no tap's id has.
        let Some(tap) = TapId::parse(&report.id.as_str().replace('_', "-")) else {
            return Ok(());
        };
        store::reported(&mut tx, site.days().zone(), &visit, &tap, report.received_at, now).await?;
        tx.commit().await?;
        Ok(())
    }
}
