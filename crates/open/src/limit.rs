//! As many requests as the original allows: 15 a second from one address, 30 at once.

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::Duration;

use kernel::clock::Moment;

/// Between two requests that never wait.
const APART_MICROS: i64 = 1_000_000 / 15;
const AT_ONCE: i64 = 30;
/// With more addresses than this, those that have been quiet are forgotten.
const MOST_ADDRESSES: usize = 10_000;

/// For each address the moment, in microseconds, at which all its requests so far would have been due.
#[derive(Debug, Default)]
pub(crate) struct Limit(Mutex<HashMap<String, i64>>);

impl Limit {
    /// Counts a request, or says how long to wait.
    pub(crate) fn take(&self, address: String, now: Moment) -> Result<(), Duration> {
        let now = now.millis().saturating_mul(1_000);
        let mut due = match self.0.lock() {
            Ok(due) => due,
            Err(poisoned) => poisoned.into_inner(),
        };
        if due.len() >= MOST_ADDRESSES {
            due.retain(|_, at| *at > now);
        }
        let next = due.get(&address).map_or(now, |at| (*at).max(now)) + APART_MICROS;
        let early = next - now - AT_ONCE * APART_MICROS;
        if early > 0 {
            return Err(Duration::from_micros(early.unsigned_abs()));
        }
        due.insert(address, next);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thirty_at_once_and_fifteen_a_second_are_answered() {
        let limit = Limit::default();
        let at = |millis: i64| Moment::from_millis(1_000_000 + millis);
        let many = |from: &str, millis: i64| {
            (0..100)
                .filter(|_| limit.take(from.into(), at(millis)).is_ok())
                .count()
        };
        assert_eq!(many("a", 0), 30);
        assert_eq!(many("b", 0), 30, "each address by itself");
        assert_eq!(many("a", 1_000), 15);
        assert_eq!(many("a", 1_000), 0);
        assert!(limit.take("a".into(), at(1_000)).unwrap_err() <= Duration::from_millis(67));
        assert_eq!(many("a", 60_000), 30, "a pause saves up no more than that");
    }

    #[test]
    fn addresses_that_were_quiet_are_forgotten() {
        let limit = Limit::default();
        for i in 0..MOST_ADDRESSES {
            limit.take(i.to_string(), Moment::from_millis(0)).unwrap();
        }
        limit.take("later".into(), Moment::from_millis(10_000)).unwrap();
        assert_eq!(limit.0.lock().unwrap().len(), 1);
    }
}
