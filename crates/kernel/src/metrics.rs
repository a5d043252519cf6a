//! Counters and times for Prometheus. Labels are route patterns and statuses: never anything of a person.

use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Asked {
    route: String,
    status: u32,
}

/// The numbers of one process.
pub struct Metrics {
    registry: Registry,
    requests: Family<Asked, Counter>,
    seconds: Histogram,
    jobs_done: Counter,
    jobs_failed: Counter,
    jobs_dead: Counter,
    waiting: Gauge,
    waiting_seconds: Gauge,
    dead: Gauge,
}

impl std::fmt::Debug for Metrics {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Metrics")
    }
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("bluelamp");
        let seconds = Histogram::new([0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0]);
        let made = Self {
            requests: Family::default(),
            seconds,
            jobs_done: Counter::default(),
            jobs_failed: Counter::default(),
            jobs_dead: Counter::default(),
            waiting: Gauge::default(),
            waiting_seconds: Gauge::default(),
            dead: Gauge::default(),
            registry: Registry::default(),
        };
        registry.register("requests", "Requests answered", made.requests.clone());
        registry.register("request_seconds", "Time to answer", made.seconds.clone());
        registry.register("jobs_done", "Jobs done", made.jobs_done.clone());
        registry.register(
            "jobs_failed",
            "Tries of jobs that failed",
            made.jobs_failed.clone(),
        );
        registry.register("jobs_given_up", "Jobs put aside", made.jobs_dead.clone());
        registry.register("jobs_waiting", "Jobs that are due now", made.waiting.clone());
        registry.register(
            "jobs_waiting_seconds",
            "Age of the oldest job that is due",
            made.waiting_seconds.clone(),
        );
        registry.register(
            "jobs_dead",
            "Jobs on the list of those put aside",
            made.dead.clone(),
        );
        Self { registry, ..made }
    }
}

impl Metrics {
    pub(crate) fn request(&self, route: &str, status: u16, took: Duration) {
        self.requests
            .get_or_create(&Asked {
                route: route.to_owned(),
                status: status.into(),
            })
            .inc();
        self.seconds.observe(took.as_secs_f64());
    }

    pub(crate) fn jobs_done(&self, many: usize) {
        self.jobs_done.inc_by(u64::try_from(many).unwrap_or(0));
    }

    pub(crate) fn job_failed(&self, given_up: bool) {
        self.jobs_failed.inc();
        if given_up {
            self.jobs_dead.inc();
        }
    }

    pub(crate) fn text(&self, waiting: i64, waiting_seconds: i64, dead: i64) -> String {
        self.waiting.set(waiting);
        self.waiting_seconds.set(waiting_seconds);
        self.dead.set(dead);
        let mut out = String::new();
        // Writing to a String does not fail.
        let _ = prometheus_client::encoding::text::encode(&mut out, &self.registry);
        out
    }
}
