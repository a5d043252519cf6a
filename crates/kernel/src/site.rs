//! A site: one force's running program, handed to every handler and job.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::future::Future;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use axum::http::HeaderValue;
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use object_store::ObjectStore;
use page::{Chrome, Link, Words};
use tokio::sync::Semaphore;

use crate::account::Staff;
use crate::args;
use crate::clock::{Clock, Moment, WorkingDays};
use crate::config::{Config, DataDir};
use crate::db::{Db, DbError, Reader};
use crate::file;
use crate::id::Random;
use crate::job::Jobs;
use crate::mail::Post;
use crate::metrics::Metrics;
use crate::reseal::SealedColumn;
use crate::seal::Keys;
use crate::web::{Access, Routes};

/// A link of the desk's navigation.
#[derive(Debug, Clone, Copy)]
pub struct DeskLink {
    pub href: &'static str,
    pub key: &'static str,
    pub access: Access,
}

/// A way from the start page into a feature. Its words are `KEY-start-title`, `KEY-start-text` and
/// `KEY-start-link`, the last one a label where it asks something.
#[derive(Debug, Clone, Copy)]
pub struct StartLink {
    pub href: &'static str,
    pub key: &'static str,
    /// Shown beside it in Easy Read.
    pub picture: &'static str,
    /// The field of the page at `href` that takes a postcode or a name, asked for on the start page itself.
    pub asks: Option<&'static str>,
}

/// A way on from the page that says that something was sent: `HREF?about=SUBJECT`. Its words are `KEY-after-title`,
/// `KEY-after-text` and `KEY-after-link`.
#[derive(Debug, Clone, Copy)]
pub struct AfterLink {
    pub href: &'static str,
    pub key: &'static str,
    /// Shown beside it in Easy Read.
    pub picture: &'static str,
}

/// A kind of thing that people send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// In addresses and tables: `theft`.
    pub name: String,
    /// In the reader's language.
    pub title: String,
    /// Its pages have the button that leaves them at once.
    pub sensitive: bool,
}

/// How many were sent of each subject.
pub type Sent<'a> = Pin<Box<dyn Future<Output = Result<Vec<(String, i64)>, DbError>> + Send + 'a>>;

/// A feature that people send something to, as features without an arrow to it need to know it.
pub trait Sends: Send + Sync {
    fn subject(&self, name: &str, lang: &str) -> Option<Subject>;

    /// What was sent online from one moment on and before another.
    fn sent(&self, db: Reader, from: Moment, to: Moment) -> Sent<'_>;

    /// Whether words that came by another way speak of someone in danger.
    fn is_danger(&self, _words: &str) -> bool {
        false
    }
}

/// What a feature brings: the program lists them and knows nothing else of them.
#[derive(Default)]
pub struct Feature {
    pub name: &'static str,
    pub words: &'static [page::Source],
    pub routes: Routes,
    pub jobs: Jobs,
    /// (event, job): the job is queued with the event's payload.
    pub subscribes: Vec<(&'static str, &'static str)>,
    pub desk: Vec<DeskLink>,
    pub start: Vec<StartLink>,
    /// What it offers to whoever has sent something.
    pub after: Vec<AfterLink>,
    /// What people send to it.
    pub sends: Option<Arc<dyn Sends>>,
    /// Its sealed columns, for [`crate::reseal`].
    pub sealed: &'static [SealedColumn],
    /// What its handlers need besides the site, found again by type.
    pub parts: Vec<Arc<dyn Any + Send + Sync>>,
    /// What it would else make for its first visitor, who would wait for it.
    pub warm: Vec<Warm>,
}

/// Makes what can be dropped and made again, before someone asks.
pub type Warm = fn(Site) -> Pin<Box<dyn Future<Output = ()> + Send>>;

/// Cheap to clone.
#[derive(Clone)]
pub struct Site(Arc<Inner>);

struct Inner {
    config: Config,
    data: DataDir,
    db: Db,
    keys: Keys,
    words: Arc<Words>,
    clock: Clock,
    days: WorkingDays,
    jobs: Jobs,
    subscribers: HashMap<&'static str, Vec<&'static str>>,
    desk: Vec<DeskLink>,
    start: Vec<StartLink>,
    warm: Vec<Warm>,
    after: Vec<AfterLink>,
    sends: Vec<Arc<dyn Sends>>,
    sealed: Vec<SealedColumn>,
    parts: HashMap<TypeId, Arc<dyn Any + Send + Sync>>,
    post: Post,
    files: Box<dyn ObjectStore>,
    metrics: Metrics,
    posts: DefaultKeyedRateLimiter<IpAddr>,
    uploads: Arc<Semaphore>,
    kept: tokio::sync::Mutex<Option<(Instant, Result<(), DbError>)>>,
    stopping: AtomicBool,
    lines: Vec<crate::web::Line>,
    /// What pages may load, and what a page with a map may.
    policies: (HeaderValue, HeaderValue),
}

impl std::fmt::Debug for Site {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Site({})", self.0.config.force.name)
    }
}

/// Why a site cannot be put together.
#[derive(Debug, thiserror::Error)]
pub enum SiteError {
    #[error("{0}")]
    Config(String),
    #[error(transparent)]
    Db(#[from] DbError),
    #[error(transparent)]
    Seal(#[from] crate::seal::SealError),
    #[error(transparent)]
    File(#[from] crate::file::FileError),
}

/// Everything a site is put together from.
pub struct Parts {
    pub config: Config,
    pub data: DataDir,
    pub db: Db,
    /// Those of this database: [`Keys::of`].
    pub keys: Keys,
    pub clock: Clock,
    pub features: Vec<Feature>,
}

impl Site {
    /// Puts a site together; the routes of all features come beside it.
    pub fn new(parts: Parts) -> Result<(Self, Routes), SiteError> {
        let Parts {
            config,
            data,
            db,
            keys,
            clock,
            features,
        } = parts;
        let zone = jiff::tz::TimeZone::get(&config.force.time_zone).map_err(|_| {
            SiteError::Config(format!(
                "force.time_zone: {} is not known",
                config.force.time_zone
            ))
        })?;
        let extra = config
            .force
            .extra_bank_holidays
            .iter()
            .map(|d| {
                d.parse()
                    .map_err(|_| SiteError::Config(format!("force.extra_bank_holidays: {d} is not a date")))
            })
            .collect::<Result<Vec<jiff::civil::Date>, _>>()?;
        let post = Post::new(&config.mail).map_err(SiteError::Config)?;
        let files = file::open_store(&config.files, &data.files())?;
        let policy = |from: &[String]| {
            crate::web::policy(from).map_err(|e| SiteError::Config(format!("map.origins: {e}")))
        };
        let map_from = config.map.sources().map_err(SiteError::Config)?;
        let policies = (policy(&[])?, policy(&map_from)?);
        let minute = NonZeroU32::new(config.server.posts_a_minute.max(1)).unwrap_or(NonZeroU32::MIN);
        let mut sources: Vec<page::Source> = Vec::new();
        let mut jobs = Jobs::default()
            .add::<crate::mail::Send>()
            .every::<crate::job::SealAudit>(1)
            .every::<crate::job::Forget>(3_600);
        let mut subscribers: HashMap<_, Vec<_>> = HashMap::new();
        let mut found: HashMap<TypeId, Arc<dyn Any + Send + Sync>> = HashMap::new();
        let mut desk = Vec::new();
        let mut start = Vec::new();
        let mut warm = Vec::new();
        let mut after = Vec::new();
        let mut sends = Vec::new();
        let mut sealed = crate::reseal::COLUMNS.to_vec();
        let mut routes = Routes::default();
        let own = crate::pages::feature(config.demo);
        let own_links = own.desk.len();
        for feature in std::iter::once(own).chain(features) {
            sources.extend(feature.words.iter().copied());
            jobs.extend(feature.jobs);
            for (event, job) in feature.subscribes {
                subscribers.entry(event).or_default().push(job);
            }
            for part in feature.parts {
                found.insert((*part).type_id(), part);
            }
            desk.extend(feature.desk);
            start.extend(feature.start);
            warm.extend(feature.warm);
            after.extend(feature.after);
            sends.extend(feature.sends);
            sealed.extend(feature.sealed);
            routes = routes.merge(feature.routes);
        }
        // What people work with stands before what keeps the program going.
        desk.rotate_left(own_links);
        let words = Words::load(sources.iter()).map_err(|e| SiteError::Config(e.to_string()))?;
        let lines = routes.lines().to_vec();
        let site = Self(Arc::new(Inner {
            days: WorkingDays::new(zone, extra),
            posts: RateLimiter::keyed(Quota::per_minute(minute)),
            uploads: Arc::new(Semaphore::new(crate::web::UPLOADS_MEGABYTES as usize)),
            kept: tokio::sync::Mutex::default(),
            stopping: AtomicBool::new(false),
            metrics: Metrics::default(),
            parts: found,
            lines,
            policies,
            config,
            data,
            db,
            keys,
            words,
            clock,
            jobs,
            subscribers,
            desk,
            start,
            warm,
            after,
            sends,
            sealed,
            post,
            files,
        }));
        Ok((site, routes))
    }

    pub fn config(&self) -> &Config {
        &self.0.config
    }

    pub fn db(&self) -> &Db {
        &self.0.db
    }

    pub fn keys(&self) -> &Keys {
        &self.0.keys
    }

    pub fn words(&self) -> &Arc<Words> {
        &self.0.words
    }

    pub fn days(&self) -> &WorkingDays {
        &self.0.days
    }

    pub fn now(&self) -> Moment {
        self.0.clock.now()
    }

    pub fn random(&self) -> Random {
        crate::seal::random()
    }

    pub fn jobs(&self) -> &Jobs {
        &self.0.jobs
    }

    pub fn metrics(&self) -> &Metrics {
        &self.0.metrics
    }

    pub fn data(&self) -> &DataDir {
        &self.0.data
    }

    pub fn audit_head(&self) -> PathBuf {
        self.0.data.audit_head()
    }

    pub fn routes(&self) -> &[crate::web::Line] {
        &self.0.lines
    }

    /// The ways from the start page into the features.
    pub fn start(&self) -> &[StartLink] {
        &self.0.start
    }

    /// Makes what features would else make for their first visitor, one after the other.
    pub async fn warm(&self) {
        for make in &self.0.warm {
            make(self.clone()).await;
        }
    }

    /// What is offered to whoever has sent something.
    pub fn after(&self) -> &[AfterLink] {
        &self.0.after
    }

    /// What people send under this name, whichever feature takes it.
    pub fn subject(&self, name: &str, lang: &str) -> Option<Subject> {
        self.0.sends.iter().find_map(|s| s.subject(name, lang))
    }

    /// Whether words speak of someone in danger: no form takes them without saying "call 999".
    pub fn is_danger(&self, words: &str) -> bool {
        self.0.sends.iter().any(|s| s.is_danger(words))
    }

    /// How many were sent online of each subject, from one moment on and before another.
    pub async fn sent(&self, from: Moment, to: Moment) -> Result<HashMap<String, i64>, DbError> {
        let mut all = HashMap::new();
        for sends in &self.0.sends {
            all.extend(sends.sent(self.0.db.read(), from, to).await?);
        }
        Ok(all)
    }

    pub(crate) fn sealed(&self) -> &[SealedColumn] {
        &self.0.sealed
    }

    pub(crate) fn post(&self) -> &Post {
        &self.0.post
    }

    pub(crate) fn files(&self) -> &dyn ObjectStore {
        self.0.files.as_ref()
    }

    pub(crate) fn policies(&self) -> &(HeaderValue, HeaderValue) {
        &self.0.policies
    }

    pub(crate) fn posts(&self) -> &DefaultKeyedRateLimiter<IpAddr> {
        &self.0.posts
    }

    pub(crate) fn uploads(&self) -> &Arc<Semaphore> {
        &self.0.uploads
    }

    /// Writes to the database as a report would, at most once in five seconds: whoever asks in between gets the
    /// last answer, so that asking costs nothing.
    pub(crate) async fn can_keep(&self) -> Result<(), DbError> {
        const LASTS: Duration = Duration::from_secs(5);
        let mut last = self.0.kept.lock().await;
        if let Some((_, result)) = last.as_ref().filter(|(at, _)| at.elapsed() < LASTS) {
            return result.clone();
        }
        let result = self.try_to_keep().await;
        *last = Some((Instant::now(), result.clone()));
        result
    }

    async fn try_to_keep(&self) -> Result<(), DbError> {
        let mut tx = self.db().begin().await?;
        tx.exec("UPDATE key_check SET id = id", args![]).await?;
        tx.commit().await
    }

    /// Whether the program was asked to stop: an answer that goes on for long ends then.
    pub fn is_stopping(&self) -> bool {
        self.0.stopping.load(Ordering::Relaxed)
    }

    pub(crate) fn stop(&self) {
        self.0.stopping.store(true, Ordering::Relaxed);
    }

    /// The jobs that want to know of an event.
    pub fn subscribers(&self, event: &str) -> &[&'static str] {
        self.0.subscribers.get(event).map_or(&[], Vec::as_slice)
    }

    /// What a feature handed over for its own handlers. Asking for what no feature handed over is a fault of
    /// the program, found by the first request of any test.
    pub fn part<T: Any + Send + Sync>(&self) -> Result<Arc<T>, crate::web::Fault> {
        let found = self.0.parts.get(&TypeId::of::<T>()).cloned();
        found
            .and_then(|p| p.downcast().ok())
            .ok_or_else(|| crate::web::Fault::broken("a part is missing", std::any::type_name::<T>()))
    }

    /// The address people use, without a slash at its end.
    pub fn public_url(&self) -> String {
        let server = &self.0.config.server;
        if server.public_url.is_empty() {
            format!("http://{}", server.listen)
        } else {
            server.public_url.trim_end_matches('/').to_owned()
        }
    }

    pub fn is_https(&self) -> bool {
        self.0.config.server.public_url.starts_with("https://")
    }

    pub(crate) fn navigation(&self, chrome: &Chrome, staff: &Staff) -> Vec<Link> {
        use crate::account::Role;
        self.0
            .desk
            .iter()
            .filter(|l| match l.access {
                Access::Admin => staff.role == Role::Admin,
                Access::Supervisor => staff.role >= Role::Supervisor,
                _ => true,
            })
            .map(|l| Link::new(l.href, chrome.t(l.key).into_owned()).current(chrome.path == l.href))
            .collect()
    }
}
