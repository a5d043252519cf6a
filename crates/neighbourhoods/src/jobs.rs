//! What is done when a report was accepted (it is connected with the school that it names), and when a question was not
//! answered in time (whoever asked is told, and how to complain).

use contact::{ReportId, content, find};
use kernel::Moment;
use kernel::job::{Job, JobError};
use kernel::site::Site;
use page::Lang;
use serde::{Deserialize, Serialize};

use crate::letter::{self, News};
use crate::school;
use crate::store;
use crate::ward::{WardName, ground};

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

/// Late questions in one go.
const BATCH: u32 = 100;

/// Tells everyone whose question was not answered in time and who left an address that we are late: once, with the way to
/// complain. Run again, it finds that they were told.
#[derive(Debug, Serialize, Deserialize)]
pub struct TellLate {}

impl Job for TellLate {
    const NAME: &'static str = "neighbourhoods.tell-late";

    async fn run(self, site: Site, now: Moment) -> Result<(), JobError> {
        let ground = ground(&site).map_err(|e| JobError::Later(e.to_string()))?;
        loop {
            let late = store::question::untold(&mut site.db().read(), now, BATCH).await?;
            if late.is_empty() {
                return Ok(());
            }
            for question in late {
                let mut tx = site.db().begin().await?;
                if !store::question::told_late(&mut tx, &site, &question.id, now).await? {
                    continue;
                }
                let opened = store::question::open(site.keys(), &question)?;
                // Without the key to their page there is nothing to lead to: they have it in the first letter.
                if let Some(page) = opened.page() {
                    let lang = Lang::parse(&question.lang).unwrap_or(Lang::EN);
                    let ward = WardName::find(ground.areas(), &question.ward, lang);
                    let name = ward.map_or_else(|| question.ward.clone(), |w| w.name);
                    let (lang, content) = (&question.lang, &opened.content);
                    let (id, page) = (&question.id, Some(page.as_str()));
                    letter::tell(&mut tx, &site, id, lang, content, &name, page, News::Late, now).await?;
                }
                tx.commit().await?;
            }
        }
    }
}
