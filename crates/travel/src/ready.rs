//! A network that is asked one question after the other: what they share is made once and kept.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use crate::ask::Asking;
use crate::error::Result;
use crate::geo::Place;
use crate::mode::Mode;
use crate::net::Network;
use crate::progress::Progress;
use crate::run::{Cell, cells, when_riding};
use crate::transit::{Course, Doors, When};

/// Questions that begin within so many seconds of each other are scanned over the same hops.
const TURN: i32 = 1_800;

/// A network with the doors of its stops and what runs at the time that was asked last.
#[derive(Debug)]
pub struct Ready {
    net: Network,
    most_metres: f64,
    /// On foot and step-free, each to the stops and from them.
    doors: [OnceLock<[Doors; 2]>; 2],
    course: [Mutex<Option<Kept>>; 2],
}

#[derive(Debug, Clone)]
struct Kept {
    day: i32,
    span: (i32, i32),
    course: Arc<Course>,
}

impl Ready {
    /// No street further than `most_metres` from a place is walked to.
    pub fn new(net: Network, most_metres: f64) -> Self {
        Self {
            net,
            most_metres,
            doors: <[_; 2]>::default(),
            course: <[_; 2]>::default(),
        }
    }

    pub fn net(&self) -> &Network {
        &self.net
    }

    /// As [`cells`], on one thread. From a few places to more, by what departs, it takes what was made before.
    pub fn cells(&self, mode: Mode, from: &[Place], to: &[Place], when: Option<&When>) -> Result<Vec<Cell>> {
        let progress = Progress::none();
        let how = Asking {
            speeds: &self.net.about.speeds,
            most_metres: self.most_metres,
            threads: 1,
            progress: &progress,
        };
        let riding = when_riding(mode, when)?.filter(|w| !w.arrive_by && from.len() <= to.len());
        let Some(when) = riding else {
            return cells(&self.net, mode, from, to, when, &how);
        };
        when.check()?;
        let scene = self.net.scene()?;
        let [there, back] = self.doors[usize::from(when.step_free)]
            .get_or_init(|| [true, false].map(|to_stops| scene.doors(to_stops, when.step_free, &how)));
        let access = scene.near_by(there, from, true, &when, &how)?;
        let egress = scene.near_by(back, to, false, &when, &how)?;
        let walked = scene.walked(from, to, &when, &how)?;
        let course = self.course(&when)?;
        let window = scene.fill_on(&course, &access, &egress, &walked, &when, &how)?;
        Ok(window.cells().collect())
    }

    /// What runs in the half hour of the question and for as long after it as a journey may take.
    fn course(&self, when: &When) -> Result<Arc<Course>> {
        let begin = when.seconds.div_euclid(TURN) * TURN;
        let span = (begin, when.span().1 - when.seconds + begin + TURN);
        let kept = &self.course[usize::from(when.step_free)];
        let now = kept.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(now) = now.filter(|k| k.day == when.day && k.span == span) {
            return Ok(now.course);
        }
        // Made without the lock: whoever asks meanwhile makes the same.
        let course = Arc::new(self.net.scene()?.course(when.day, span, when.step_free, true));
        *kept.lock().unwrap_or_else(PoisonError::into_inner) = Some(Kept {
            day: when.day,
            span,
            course: Arc::clone(&course),
        });
        Ok(course)
    }
}
