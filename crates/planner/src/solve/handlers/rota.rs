//! Other rotas of a line, close to the one that keeps the promise in every half-hour: what they cost and what callers meet.

use siting::queue::{Interval, Promise};

use super::{LineTold, four, intervals, promise};
use crate::said::{Said, said};
use crate::solve::others::Rota;
use crate::wish::Line;

/// How much more or less than promised is told as well.
const STEP: f64 = 0.05;

/// What else could be done, with what it is called. Rotas that would be the same are left out.
pub fn others(line: &Line, told: &LineTold) -> Vec<(Said, Rota)> {
    let own: Vec<u32> = told.half_hours.iter().map(|h| h.handlers).collect();
    let intervals = intervals(line);
    let busy = |k: usize| intervals.get(k).is_some_and(|i| i.calls > 0.0);
    let each = |change: &dyn Fn(u32) -> u32| -> Vec<u32> {
        let one = |(k, n): (usize, &u32)| if busy(k) { change(*n) } else { *n };
        own.iter().enumerate().map(one).collect()
    };
    let mut list = vec![
        (
            Said::new("planner-said-rota-fewer"),
            Some(each(&|n| n.saturating_sub(1))),
        ),
        (Said::new("planner-said-rota-more"), Some(each(&|n| n + 1))),
        (
            said!("planner-said-rota-day", share = percent(line.share)),
            over_the_day(line, &intervals, &own),
        ),
    ];
    for share in [line.share - STEP, line.share + STEP] {
        let promise = Promise {
            share,
            ..promise(line)
        };
        let staff = |i: &Interval| i.staff(&promise).ok().map(|s| s.0);
        if share > 0.0 && share < 1.0 {
            list.push((
                said!("planner-said-rota-share", share = percent(share)),
                intervals.iter().map(staff).collect(),
            ));
        }
    }
    list.into_iter()
        .filter_map(|(what, handlers)| Some((what, handlers.filter(|h| *h != own)?)))
        .filter_map(|(what, handlers)| Some((what, meets(line, &intervals, &handlers)?)))
        .collect()
}

fn percent(share: f64) -> f64 {
    (share * 10_000.0).round() / 100.0
}

/// Calls answered within the promise's seconds, and calls given up.
fn answered(line: &Line, interval: &Interval, handlers: u32) -> Option<(f64, f64)> {
    let wait = interval.wait(handlers, line.seconds).ok()?;
    Some((interval.calls * wait.within, interval.calls * wait.gives_up))
}

/// The promise kept over all calls together and not in each half-hour: handlers are taken away where fewest callers notice.
fn over_the_day(line: &Line, intervals: &[Interval], own: &[u32]) -> Option<Vec<u32>> {
    let calls: f64 = line.calls.iter().sum();
    let mut handlers = own.to_vec();
    let mut now: Vec<(f64, f64)> = intervals
        .iter()
        .zip(own)
        .map(|(i, n)| answered(line, i, *n))
        .collect::<Option<_>>()?;
    let fewer = |k: usize, n: u32| {
        let interval = intervals.get(k).filter(|i| i.calls > 0.0)?;
        answered(line, interval, n.checked_sub(1)?)
    };
    // What one handler fewer would answer: worked out anew only where one was taken away.
    let mut less: Vec<Option<(f64, f64)>> = (0..).zip(own).map(|(k, n)| fewer(k, *n)).collect();
    loop {
        let (within, gone) = now.iter().fold((0.0, 0.0), |sum, x| (sum.0 + x.0, sum.1 + x.1));
        let holds = |less: &(f64, f64), now: &(f64, f64)| {
            within - now.0 + less.0 >= calls * line.share
                && line
                    .most_give_up
                    .is_none_or(|most| gone - now.1 + less.1 <= calls * most)
        };
        let next = less
            .iter()
            .zip(&now)
            .enumerate()
            .filter_map(|(k, (less, now))| Some((k, now.0 - less.as_ref().filter(|l| holds(l, now))?.0)))
            .min_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
        let Some((k, _)) = next else { break };
        if let (Some(n), Some(now), Some(less)) = (handlers.get_mut(k), now.get_mut(k), less.get_mut(k)) {
            *n -= 1;
            *now = less.unwrap_or(*now);
            *less = fewer(k, *n);
        }
    }
    Some(handlers)
}

fn meets(line: &Line, intervals: &[Interval], handlers: &[u32]) -> Option<Rota> {
    let calls: f64 = line.calls.iter().sum();
    let (mut within, mut gone, mut worst) = (0.0, 0.0, 1.0_f64);
    for (interval, n) in intervals.iter().zip(handlers).filter(|(i, _)| i.calls > 0.0) {
        let (own_within, own_gone) = answered(line, interval, *n)?;
        within += own_within;
        gone += own_gone;
        worst = worst.min(own_within / interval.calls);
    }
    Some(Rota {
        line: line.name.clone(),
        handler_hours: handlers.iter().map(|n| f64::from(*n) / 2.0).sum(),
        most_handlers: handlers.iter().copied().max().unwrap_or(0),
        within: four(within / calls.max(1e-9)),
        gives_up: four(gone / calls.max(1e-9)),
        worst_within: four(worst),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::solve::handlers::told;

    #[test]
    fn other_rotas_cost_and_keep_what_they_say() {
        let line = Line {
            name: "101".to_owned(),
            calls: vec![0.0, 5.0, 40.0, 120.0, 60.0],
            handle_seconds: 240.0,
            patience_seconds: 120.0,
            share: 0.9,
            seconds: 30.0,
            most_give_up: None,
        };
        let told = told(&line, 1).unwrap();
        let list = others(&line, &told);
        assert_eq!(list.len(), 5, "{list:?}");
        let [fewer, more, day, lower, higher] = [0, 1, 2, 3, 4].map(|k| &list[k].1);
        assert!((told.handler_hours - fewer.handler_hours - 2.0).abs() < 1e-9);
        assert!((more.handler_hours - told.handler_hours - 2.0).abs() < 1e-9);
        assert!(fewer.worst_within < 0.9 && more.worst_within >= 0.9);
        // Over the day the promise is kept with fewer, and no half-hour alone could spare another handler.
        assert!(day.within >= 0.9 && day.handler_hours < told.handler_hours && day.worst_within < 0.9);
        assert!(lower.handler_hours <= told.handler_hours && lower.worst_within >= 0.85);
        assert!(higher.handler_hours >= told.handler_hours && higher.worst_within >= 0.95);
        // By hand: with fewer in the one half-hour of five calls.
        let wait = intervals(&line)[1]
            .wait(told.half_hours[1].handlers - 1, 30.0)
            .unwrap();
        assert!(fewer.worst_within <= four(wait.within));
    }

    #[test]
    fn over_the_day_no_rota_with_fewer_hours_keeps_the_promise() {
        let line = Line {
            name: "999".to_owned(),
            calls: vec![8.0, 20.0, 35.0],
            handle_seconds: 180.0,
            patience_seconds: 90.0,
            share: 0.85,
            seconds: 10.0,
            most_give_up: None,
        };
        let told = told(&line, 1).unwrap();
        let own: Vec<u32> = told.half_hours.iter().map(|h| h.handlers).collect();
        let intervals = intervals(&line);
        let found: u32 = over_the_day(&line, &intervals, &own).unwrap().iter().sum();
        let mut least = u32::MAX;
        for a in 0..own[0] + 3 {
            for b in 0..own[1] + 3 {
                for c in 0..own[2] + 3 {
                    let rota = meets(&line, &intervals, &[a, b, c]).unwrap();
                    if rota.within >= 0.85 {
                        least = least.min(a + b + c);
                    }
                }
            }
        }
        assert!(found <= least + 1 && found >= least, "{found} {least}");
    }
}
