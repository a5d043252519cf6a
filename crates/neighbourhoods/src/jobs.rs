//! What is done when a report was accepted: it is connected with the school that it names.

use contact::{ReportId, content, find};
use kernel::Moment;
use kernel::job::{Job, JobError};
use kernel::site::Site;
use serde::{Deserialize, Serialize};

use crate::school;
use crate::store;

/// The answer in which a report names a school.
const ANSWER: &str = "school";
const LONGEST: usize = 200;

/// Looks whether an accepted report names a school. Run again, it finds the connection there.
#[derive(Debug, Serialize, Deserialize)]
pub struct ConnectSchool {
    pub report: ReportId,
}

impl Job for ConnectSchool {
    const NAME: &'static str = "neighbourhoods.connect-school";

    async fn run(self, site: Site, _now: Moment) -> Result<(), JobError> {
        let mut tx = site.db().begin().await?;
        let Some(report) = find(&mut tx, &self.report).await? else {
            return Ok(());
        };
        let Some((told, _)) = content(&mut tx, site.keys(), &self.report).await? else {
            return Ok(());
        };
        let called = told.answers.get(ANSWER).and_then(|v| v.as_str());
        let called: String = called.unwrap_or_default().trim().chars().take(LONGEST).collect();
        if called.is_empty() {
            return Ok(());
        }
        // A report without a place is looked up in the whole force.
        let borough = report.borough.as_deref().unwrap_or("");
        let names = store::school::names(&mut tx, borough).await?;
        let school = school::meant(&called, &names).cloned();
        store::school::connect(
            &mut tx,
            &site,
            self.report.as_str(),
            school.as_ref(),
            &called,
            report.ward.as_deref().unwrap_or(""),
            report.received_at,
        )
        .await?;
        tx.commit().await?;
        Ok(())
    }
}
