//! Work to do later, written in the transaction that makes it necessary, done by any worker.
//!
//! A job is leased, not locked: when its worker is killed, another takes it after the lease. So a job may run
//! twice and must do no harm then. One that keeps failing is tried again after longer and longer waits, and in
//! the end is put aside where the desk sees it.

use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use serde::{Serialize, de::DeserializeOwned};

use crate::args;
use crate::clock::Moment;
use crate::db::{Db, DbError, FromRow, Query, Row, Tx};
use crate::id::{Random, sorted_text};
use crate::site::Site;

/// How long a worker may be silent before another takes its jobs.
const LEASE_SECONDS: i64 = 60;
/// With the waits between them these fill about three days.
const MOST_ATTEMPTS: i64 = 20;
const BATCH: u32 = 64;
/// Jobs of a batch that run side by side.
const AT_ONCE: usize = 16;

/// Why a job did not work.
#[derive(Debug, thiserror::Error)]
pub enum JobError {
    /// Worth another try later.
    #[error("{0}")]
    Later(String),
    /// Will never work: put aside at once.
    #[error("{0}")]
    Never(String),
    #[error(transparent)]
    Db(#[from] DbError),
}

/// A kind of job; the value is what it needs to know.
pub trait Job: Serialize + DeserializeOwned + Send + 'static {
    const NAME: &'static str;
    fn run(self, site: Site, now: Moment) -> impl Future<Output = Result<(), JobError>> + Send;
}

type Done = Pin<Box<dyn Future<Output = Result<(), JobError>> + Send>>;
type Run = Arc<dyn Fn(Site, String, Moment) -> Done + Send + Sync>;

/// The jobs this program knows how to do, and what it does on its own every so often.
#[derive(Clone, Default)]
pub struct Jobs {
    kinds: HashMap<&'static str, Run>,
    pub(crate) every: Vec<(&'static str, i64)>,
}

impl Jobs {
    #[must_use]
    pub fn add<J: Job>(mut self) -> Self {
        let run: Run = Arc::new(|site, payload, now| {
            Box::pin(async move {
                let job: J = serde_json::from_str(&payload).map_err(|e| JobError::Never(e.to_string()))?;
                job.run(site, now).await
            })
        });
        self.kinds.insert(J::NAME, run);
        self
    }

    /// A job with an empty payload (`{}`) that is queued again every so many seconds.
    #[must_use]
    pub fn every<J: Job>(mut self, seconds: i64) -> Self {
        self = self.add::<J>();
        self.every.push((J::NAME, seconds));
        self
    }

    pub(crate) fn extend(&mut self, other: Self) {
        self.kinds.extend(other.kinds);
        self.every.extend(other.every);
    }

    pub fn names(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.kinds.keys().copied()
    }
}

/// Queues a job. With a key, the same job is queued once while it waits.
pub async fn queue<J: Job>(
    tx: &mut Tx,
    job: &J,
    key: Option<&str>,
    at: Moment,
    random: Random,
) -> Result<(), DbError> {
    let payload = serde_json::to_string(job).map_err(|e| DbError::Broken(e.to_string()))?;
    put(tx, J::NAME, &payload, key, at, random).await
}

pub(crate) async fn put(
    tx: &mut Tx,
    name: &str,
    payload: &str,
    key: Option<&str>,
    at: Moment,
    random: Random,
) -> Result<(), DbError> {
    tx.exec(
        // One that was put aside under this key is wanted again: a regular job must not stay dead for ever.
        "INSERT INTO job (id, name, payload, key, run_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (key) DO UPDATE SET dead_at = NULL, attempts = 0, leased_until = 0, run_at = excluded.run_at
         WHERE job.dead_at IS NOT NULL",
        args![format!("job_{}", sorted_text(at, &random)), name, payload, key, at],
    )
    .await?;
    Ok(())
}

/// A job that was put aside.
#[derive(Debug, Clone)]
pub struct Dead {
    pub id: String,
    pub name: String,
    pub attempts: i64,
    pub dead_at: Moment,
    pub last_error: String,
}

impl FromRow for Dead {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.get("id")?,
            name: row.get("name")?,
            attempts: row.get("attempts")?,
            dead_at: row.get("dead_at")?,
            last_error: row.get::<Option<String>>("last_error")?.unwrap_or_default(),
        })
    }
}

pub async fn dead(q: &mut impl Query) -> Result<Vec<Dead>, DbError> {
    q.all(
        "SELECT id, name, attempts, dead_at, last_error FROM job WHERE dead_at IS NOT NULL ORDER BY dead_at DESC LIMIT 200",
        args![],
    )
    .await
}

/// Gives a job that was put aside another chance.
pub async fn revive(tx: &mut Tx, id: &str, now: Moment) -> Result<bool, DbError> {
    let changed = tx
        .exec(
            "UPDATE job SET dead_at = NULL, attempts = 0, run_at = $1, leased_until = 0 WHERE id = $2 AND dead_at IS NOT NULL",
            args![now, id],
        )
        .await?;
    Ok(changed == 1)
}

/// How many wait, and since when the oldest that is due has waited.
pub async fn backlog(q: &mut impl Query, now: Moment) -> Result<(i64, Option<Moment>), DbError> {
    let row: Option<Row> = q
        .opt(
            "SELECT count(*) AS many, min(run_at) AS oldest FROM job WHERE dead_at IS NULL AND run_at <= $1",
            args![now],
        )
        .await?;
    let Some(row) = row else { return Ok((0, None)) };
    Ok((row.get("many")?, row.get("oldest")?))
}

struct Claimed {
    id: String,
    name: String,
    payload: String,
    attempts: i64,
}

impl FromRow for Claimed {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.get("id")?,
            name: row.get("name")?,
            payload: row.get("payload")?,
            attempts: row.get("attempts")?,
        })
    }
}

async fn claim(db: &Db, now: Moment) -> Result<Vec<Claimed>, DbError> {
    let due = "SELECT id FROM job WHERE dead_at IS NULL AND run_at <= $1 AND leased_until <= $1 ORDER BY run_at, id LIMIT";
    // Looking first, outside a transaction, keeps an idle worker from taking the writer's turn.
    if db.read().rows(&format!("{due} 1"), args![now]).await?.is_empty() {
        return Ok(Vec::new());
    }
    let mut tx = db.begin().await?;
    let claimed = tx
        .all(
            &format!(
                "UPDATE job SET leased_until = $2, attempts = attempts + 1 WHERE id IN ({due} {BATCH}{})
                 RETURNING id, name, payload, attempts",
                tx.skip_locked()
            ),
            args![now, now.plus_seconds(LEASE_SECONDS)],
        )
        .await?;
    tx.commit().await?;
    Ok(claimed)
}

/// Seconds before the next try: 5, 10, 20, … up to six hours.
fn wait_seconds(attempts: i64) -> i64 {
    5_i64
        .saturating_mul(1 << attempts.clamp(1, 13).saturating_sub(1))
        .min(6 * 3_600)
}

/// Does what is due now; says how many jobs it took.
pub async fn work_once(site: &Site) -> Result<usize, DbError> {
    let now = site.now();
    let claimed = claim(site.db(), now).await?;
    let many = claimed.len();
    let mut done = Vec::with_capacity(many);
    // Side by side, so that their transactions share commits as those of visitors do.
    let mut running = futures_util::stream::iter(claimed.into_iter().map(|job| async move {
        let result = match site.jobs().kinds.get(job.name.as_str()) {
            Some(run) => run(site.clone(), job.payload.clone(), now).await,
            // A newer program queued it: an older worker leaves it to a newer one.
            None => Err(JobError::Later("this worker does not know the job".to_owned())),
        };
        (job, result)
    }))
    .buffer_unordered(AT_ONCE);
    while let Some((job, result)) = running.next().await {
        match result {
            Ok(()) => done.push(job.id),
            Err(error) => fail(site, &job, &error).await?,
        }
    }
    if !done.is_empty() {
        let mut tx = site.db().begin().await?;
        for id in &done {
            tx.exec("DELETE FROM job WHERE id = $1", args![id.as_str()])
                .await?;
        }
        tx.commit().await?;
        site.metrics().jobs_done(done.len());
    }
    Ok(many)
}

async fn fail(site: &Site, job: &Claimed, error: &JobError) -> Result<(), DbError> {
    let give_up = matches!(error, JobError::Never(_)) || job.attempts >= MOST_ATTEMPTS;
    let now = site.now();
    tracing::warn!(job = %job.name, id = %job.id, attempts = job.attempts, give_up, "A job failed: {error}");
    site.metrics().job_failed(give_up);
    let mut tx = site.db().begin().await?;
    tx.exec(
        "UPDATE job SET leased_until = 0, run_at = $1, dead_at = $2, last_error = $3 WHERE id = $4",
        args![
            now.plus_seconds(wait_seconds(job.attempts)),
            give_up.then_some(now),
            error.to_string().chars().take(500).collect::<String>(),
            job.id.as_str()
        ],
    )
    .await?;
    tx.commit().await
}

/// People who press "send" at the same moment go first: what is done after them can wait, though not for long.
async fn after_the_crowd(site: &Site) {
    for _ in 0..25 {
        if !site.db().is_crowded() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// Works until `stop` says so. Every pause is short, and shorter still when a handler of this process queues work.
pub async fn work(site: Site, mut stop: tokio::sync::watch::Receiver<bool>) {
    let mut due: HashMap<&'static str, Moment> = HashMap::new();
    while !*stop.borrow() {
        let now = site.now();
        for (name, seconds) in &site.jobs().every {
            if due.get(name).is_none_or(|at| *at <= now) {
                due.insert(name, now.plus_seconds(*seconds));
                if let Err(error) = enqueue(&site, name, now).await {
                    tracing::warn!(job = name, "A regular job could not be queued: {error}");
                }
            }
        }
        after_the_crowd(&site).await;
        let pause = match work_once(&site).await {
            Ok(0) => Duration::from_millis(250),
            Ok(_) => continue,
            Err(error) => {
                tracing::warn!("The worker cannot use the database: {error}");
                Duration::from_secs(2)
            }
        };
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            _ = stop.changed() => {}
        }
    }
}

async fn enqueue(site: &Site, name: &str, now: Moment) -> Result<(), DbError> {
    let mut tx = site.db().begin().await?;
    put(&mut tx, name, "{}", Some(name), now, site.random()).await?;
    tx.commit().await
}

/// The kernel's own: gives audit rows their place in the chain.
#[derive(Debug, Serialize, serde::Deserialize)]
pub struct SealAudit {}

impl Job for SealAudit {
    const NAME: &'static str = "kernel.seal-audit";

    async fn run(self, site: Site, _: Moment) -> Result<(), JobError> {
        while crate::audit::seal(site.db(), &site.audit_head(), 500).await? == 500 {}
        Ok(())
    }
}

/// The kernel's own: forgets what is only kept for a while.
#[derive(Debug, Serialize, serde::Deserialize)]
pub struct Forget {}

impl Job for Forget {
    const NAME: &'static str = "kernel.forget";

    async fn run(self, site: Site, now: Moment) -> Result<(), JobError> {
        let mut tx = site.db().begin().await?;
        tx.exec("DELETE FROM account_sign_in WHERE ends_at < $1", args![now])
            .await?;
        tx.exec("DELETE FROM attempt WHERE at < $1", args![now.plus_days(-1)])
            .await?;
        tx.commit().await?;
        Ok(())
    }
}
