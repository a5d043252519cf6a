//! How many call handlers are needed in each half-hour, by Erlang with callers who give up, held against a simulation.

mod rota;

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use serde::{Deserialize, Serialize};
use siting::queue::{Interval, Promise, rota as engine_rota};

use crate::engine;
use crate::error::{PlanError, Result};
use crate::measure::round2;
use crate::random::Chance;
use crate::said::{Said, said};
use crate::solve::others::Nearly;
use crate::solve::{Effort, Proposal};
use crate::wish::{Handlers, Line};

const HALF_HOUR: f64 = 1_800.0;
/// Callers of one simulated half-hour: the shares come out within a hundredth.
const CALLERS: u32 = 20_000;

/// One half-hour of a line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HalfHour {
    pub calls: f64,
    pub handlers: u32,
    /// Share answered within the promise, giving up, and of the handlers' time that is spent on calls.
    pub within: f64,
    pub gives_up: f64,
    pub busy: f64,
    pub mean_wait_seconds: f64,
    /// The same shares in a simulated control room.
    pub simulated_within: f64,
    pub simulated_gives_up: f64,
    /// What one handler fewer would keep of the promise.
    pub within_with_one_fewer: f64,
}

/// What a line needs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LineTold {
    pub name: String,
    pub share: f64,
    pub seconds: f64,
    pub half_hours: Vec<HalfHour>,
    pub most_handlers: u32,
    pub handler_hours: f64,
    /// Over all calls.
    pub within: f64,
    pub gives_up: f64,
    /// The largest difference between the formula and the simulation.
    pub furthest_from_simulation: f64,
}

fn four(x: f64) -> f64 {
    (x * 10_000.0).round() / 10_000.0
}

pub fn solve(wish: &Handlers, effort: Effort, out: &mut Proposal) -> Result<()> {
    out.weighs = Said::new("planner-said-weighs-handlers");
    out.unit = "handler hours".to_owned();
    for line in &wish.lines {
        out.lines.push(told(line, effort.seed)?);
    }
    let hours: f64 = out.lines.iter().map(|l| l.handler_hours).sum();
    for (line, told) in wish.lines.iter().zip(&out.lines) {
        for (what, rota) in rota::others(line, told) {
            out.alternatives.push(Nearly {
                what: Some(what),
                objective: round2(hours - told.handler_hours + rota.handler_hours),
                rota: Some(rota),
                ..Nearly::default()
            });
        }
    }
    out.found = true;
    // One fewer breaks the promise in every half-hour, so no rota of half-hours is smaller.
    (out.objective, out.bound, out.gap, out.proved) =
        (Some(round2(hours)), Some(round2(hours)), Some(0.0), true);
    out.method = Said::new("planner-said-method-erlang");
    out.notes.push(Said::new("planner-said-note-handlers"));
    Ok(())
}

/// The half-hours of a line as the engine takes them.
fn intervals(line: &Line) -> Vec<Interval> {
    let interval = |calls: &f64| Interval {
        calls: *calls,
        length_s: HALF_HOUR,
        handle_s: line.handle_seconds,
        patience_s: Some(line.patience_seconds),
    };
    line.calls.iter().map(interval).collect()
}

fn promise(line: &Line) -> Promise {
    Promise {
        share: line.share,
        seconds: line.seconds,
        most_give_up: line.most_give_up,
    }
}

fn told(line: &Line, seed: u64) -> Result<LineTold> {
    let intervals = intervals(line);
    let named = |e: siting::SitingError| {
        PlanError::Question(said!(
            "planner-said-of-line",
            line = &line.name,
            why = engine::of_siting(&e)
        ))
    };
    let found = engine_rota(&intervals, &promise(line)).map_err(named)?;
    let mut chance = Chance::new(seed);
    let mut half_hours = Vec::with_capacity(found.len());
    let mut furthest = 0.0_f64;
    for (interval, (handlers, wait)) in intervals.iter().zip(found) {
        let (within, gives_up) = simulate(interval, line, handlers, &mut chance);
        furthest = furthest
            .max((within - wait.within).abs())
            .max((gives_up - wait.gives_up).abs());
        let fewer = match handlers.checked_sub(1) {
            Some(fewer) => interval.wait(fewer, line.seconds).map_err(named)?.within,
            None => 1.0,
        };
        half_hours.push(HalfHour {
            calls: interval.calls,
            handlers,
            within: four(wait.within),
            gives_up: four(wait.gives_up),
            busy: four(wait.busy),
            mean_wait_seconds: round2(wait.mean_s),
            simulated_within: four(within),
            simulated_gives_up: four(gives_up),
            within_with_one_fewer: four(fewer),
        });
    }
    let calls: f64 = line.calls.iter().sum();
    let over_all = |share: &dyn Fn(&HalfHour) -> f64| -> f64 {
        let sum: f64 = half_hours.iter().map(|h| h.calls * share(h)).sum();
        if calls > 0.0 { four(sum / calls) } else { 0.0 }
    };
    Ok(LineTold {
        name: line.name.clone(),
        share: line.share,
        seconds: line.seconds,
        most_handlers: half_hours.iter().map(|h| h.handlers).max().unwrap_or(0),
        handler_hours: half_hours.iter().map(|h| f64::from(h.handlers) / 2.0).sum(),
        within: over_all(&|h| h.within),
        gives_up: over_all(&|h| h.gives_up),
        furthest_from_simulation: four(furthest),
        half_hours,
    })
}

/// First come first served: a caller is answered by whoever is free first, unless patience ends before.
fn simulate(interval: &Interval, line: &Line, handlers: u32, chance: &mut Chance) -> (f64, f64) {
    if interval.calls <= 0.0 {
        return (1.0, 0.0);
    }
    let between = interval.length_s / interval.calls;
    // Moments of getting free in whole milliseconds, so that they have an order.
    let whole = |seconds: f64| (seconds * 1_000.0) as u64;
    let mut free: BinaryHeap<Reverse<u64>> = (0..handlers).map(|_| Reverse(0)).collect();
    let (mut now, mut within, mut gone) = (0.0, 0_u32, 0_u32);
    let mut counted = 0_u32;
    // The first tenth fills the empty room and is not counted.
    for caller in 0..CALLERS + CALLERS / 10 {
        now += chance.wait(between);
        let patience = chance.wait(line.patience_seconds);
        let handle = chance.wait(line.handle_seconds);
        let count = u32::from(caller >= CALLERS / 10);
        counted += count;
        let first = free.peek().map_or(u64::MAX, |f| f.0);
        let wait = first.saturating_sub(whole(now)) as f64 / 1_000.0;
        if wait > patience {
            gone += count;
            continue;
        }
        free.pop();
        free.push(Reverse(whole(now + wait + handle)));
        within += count * u32::from(wait <= line.seconds);
    }
    let share = |n: u32| f64::from(n) / f64::from(counted.max(1));
    (share(within), share(gone))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(calls: Vec<f64>) -> Line {
        Line {
            name: "999".to_owned(),
            calls,
            handle_seconds: 180.0,
            patience_seconds: 120.0,
            share: 0.9,
            seconds: 10.0,
            most_give_up: None,
        }
    }

    #[test]
    fn each_half_hour_has_the_fewest_handlers_that_keep_the_promise_and_the_simulation_agrees() {
        let told = told(&line(vec![0.0, 5.0, 40.0, 120.0, 300.0]), 1).unwrap();
        assert_eq!(told.half_hours[0].handlers, 0);
        for h in &told.half_hours[1..] {
            assert!(h.within >= 0.9 && h.within_with_one_fewer < 0.9, "{h:?}");
            assert!((h.within - h.simulated_within).abs() < 0.015, "{h:?}");
            assert!((h.gives_up - h.simulated_gives_up).abs() < 0.015, "{h:?}");
        }
        assert!(told.half_hours.windows(2).all(|w| w[0].handlers < w[1].handlers));
        assert!(told.furthest_from_simulation < 0.015);
    }

    #[test]
    fn very_patient_callers_give_the_published_table_of_erlang_c() {
        // 100 calls in half an hour of 180 s, 80 % in 20 s: 14 handlers by every published table.
        let patient = Line {
            patience_seconds: 1e9,
            share: 0.8,
            seconds: 20.0,
            ..line(vec![100.0])
        };
        let told = told(&patient, 1).unwrap();
        assert_eq!(told.half_hours[0].handlers, 14);
        assert!((told.half_hours[0].within - 0.888).abs() < 0.001);
    }

    /// Figures of the Python package pyworkforce 0.5.1 (`ErlangC.required_positions`, no shrinkage, occupancy up to 1):
    /// calls in half an hour, seconds of a call, the promise in seconds, its share; handlers, share kept, share of their
    /// time on calls.
    const PYWORKFORCE: [(f64, f64, f64, f64, u32, f64, f64); 6] = [
        (100.0, 180.0, 20.0, 0.8, 14, 0.888_35, 0.714_286),
        (20.0, 240.0, 10.0, 0.9, 6, 0.946_087, 0.444_444),
        (60.0, 240.0, 10.0, 0.9, 13, 0.938_293, 0.615_385),
        (250.0, 300.0, 30.0, 0.8, 47, 0.811_058, 0.886_525),
        (600.0, 360.0, 30.0, 0.9, 131, 0.906_356, 0.916_031),
        (10.0, 150.0, 10.0, 0.9, 3, 0.950_052, 0.277_778),
    ];

    #[test]
    fn without_callers_who_give_up_the_rota_is_that_of_another_program() {
        for (calls, handle_seconds, seconds, share, handlers, within, busy) in PYWORKFORCE {
            let patient = Line {
                patience_seconds: 1e9,
                handle_seconds,
                seconds,
                share,
                ..line(vec![calls])
            };
            let h = &told(&patient, 1).unwrap().half_hours[0];
            assert_eq!(h.handlers, handlers, "{calls} calls");
            assert!(
                (h.within - within).abs() < 1e-4 && (h.busy - busy).abs() < 1e-4,
                "{h:?}"
            );
        }
    }

    #[test]
    fn a_line_whose_figures_make_no_sense_is_named() {
        for bad in [
            Line {
                handle_seconds: 0.0,
                ..line(vec![5.0])
            },
            Line {
                share: 1.0,
                ..line(vec![5.0])
            },
            line(vec![-1.0]),
            line(vec![f64::NAN]),
        ] {
            assert!(told(&bad, 1).unwrap_err().to_string().starts_with("999: "));
        }
    }
}
