//! Work in the background.

use kernel::Moment;
use kernel::file;
use kernel::job::{Job, JobError};
use kernel::site::Site;
use serde::{Deserialize, Serialize};

use crate::store;

/// Forgets drafts that nobody touched for the days the force keeps them, with their files. Run again, it finds
/// nothing left to do.
#[derive(Debug, Serialize, Deserialize)]
pub struct ForgetDrafts {}

impl Job for ForgetDrafts {
    const NAME: &'static str = "contact.forget-drafts";

    async fn run(self, site: Site, now: Moment) -> Result<(), JobError> {
        let before = now.plus_days(-site.config().force.draft_days);
        for hash in store::old_drafts(&mut site.db().read(), before).await? {
            let owner = format!("draft {hash}");
            let files = file::of_owner(&mut site.db().read(), &owner).await?;
            for kept in &files {
                file::erase(&site, &kept.id)
                    .await
                    .map_err(|e| JobError::Later(e.to_string()))?;
            }
            let mut tx = site.db().begin().await?;
            for kept in &files {
                file::forget(&mut tx, &kept.id, &owner).await?;
            }
            store::delete_old(&mut tx, &hash, before).await?;
            tx.commit().await?;
        }
        Ok(())
    }
}
