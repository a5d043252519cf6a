//! What changes for one reader: their nearest place now and then, by each way at each time. Nothing they ask is kept.

use std::sync::Arc;

use kernel::web::{Fault, Visit};
use page::{Cell, Tongue};
use travel::Progress;
use travel::geo::Place;

use super::opening::opening;
use super::shown::{self, Shown};
use super::tried::Tried;
use super::{How, InWords};
use crate::at::At;
use crate::base::Base;
use crate::error::Result;
use crate::scenario::Spot;
use crate::service::away;
use crate::site::CUSTODY;
use crate::way::Way;

pub(super) struct Mine {
    pub found: String,
    pub area: String,
    /// What changes, in a sentence or two, before any table.
    pub told: Vec<String>,
    /// One for each way, the one that was asked for first.
    pub tables: Vec<Shown>,
    pub night: Vec<String>,
    pub near: Vec<String>,
}

/// Minutes and the place, now or in the plan; none where there is nowhere to go.
type Goes<'a> = Option<(f64, &'a Spot)>;

/// Where someone goes by one way at one time; minutes and numbers of places.
struct Row {
    way: Way,
    at: At,
    /// No street of this way is near where they live.
    untold: bool,
    before: (f32, u32),
    after: (f32, u32),
}

/// The small area nearest to a spot may be so far away, and no further.
const MOST_AWAY: f64 = 5_000.0;

pub(super) async fn mine_of(
    visit: &Visit,
    tried: &Tried,
    how: How,
    found: String,
    place: Place,
) -> std::result::Result<Option<Mine>, Fault> {
    let base = Arc::clone(&tried.desk.base);
    let people = &base.people;
    let nearest = people
        .at
        .iter()
        .map(|p| p.metres_to(place))
        .enumerate()
        .min_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
    let Some((point, _)) = nearest.filter(|(_, m)| *m <= MOST_AWAY) else {
        return Ok(None);
    };
    let (today, plan) = (tried.today.spots.clone(), tried.plan.spots.clone());
    let work = Arc::clone(&base);
    let rows = away(move || rows(&work, point, &today, &plan))
        .await
        .for_reader(visit)?;
    let reader = Reader {
        tongue: visit.tongue(),
        tried,
        estimates: Way::FOUR
            .into_iter()
            .filter_map(|way| base.is_estimate(way).ok().filter(|e| *e).map(|_| way))
            .collect(),
    };
    let mut ways = Way::FOUR;
    ways.sort_by_key(|w| *w != how.way);
    let spot = people.at.get(point).copied().unwrap_or(place);
    let (near, night) = reader.near(spot, how.way);
    Ok(Some(Mine {
        found,
        area: people.name(point).to_owned(),
        told: reader.told(&rows, how),
        tables: ways.into_iter().map(|way| reader.table(&rows, way)).collect(),
        night,
        near,
    }))
}

/// Where the people of a point go, by the four ways at the five times.
fn rows(base: &Base, point: usize, today: &[Spot], plan: &[Spot]) -> Result<Vec<Row>> {
    let none = Progress::none();
    let mut rows = Vec::new();
    for way in Way::FOUR {
        let untold = base.is_untold(way, point)?;
        for at in At::FIVE {
            rows.push(Row {
                way,
                at,
                untold,
                before: base.reach_of(point, today, way, at, &none)?,
                after: base.reach_of(point, plan, way, at, &none)?,
            });
        }
    }
    Ok(rows)
}

/// Who reads, in what language, about which version of which plan.
struct Reader<'a> {
    tongue: Tongue,
    tried: &'a Tried,
    estimates: Vec<Way>,
}

impl<'a> Reader<'a> {
    fn before(&self, row: &Row) -> Goes<'a> {
        goes(&self.tried.today.spots, row.before)
    }

    fn after(&self, row: &Row) -> Goes<'a> {
        goes(&self.tried.plan.spots, row.after)
    }

    fn changes(&self, row: &Row) -> bool {
        let key = |g: Goes<'a>| g.map(|(m, s)| (m.to_bits(), s.site.id.as_str()));
        !row.untold && key(self.before(row)) != key(self.after(row))
    }

    fn t(&self, key: &str) -> String {
        self.tongue.t(key).into_owned()
    }

    /// The place as the plan has it, where it closes in it.
    fn closes(&self, spot: &Spot) -> bool {
        let then = self.tried.plan.spots.iter().find(|s| s.site.id == spot.site.id);
        then.is_none_or(|s| !s.site.open)
    }

    /// What changes at the time that was asked for, or at the first at which anything does.
    fn told(&self, rows: &[Row], how: How) -> Vec<String> {
        let own: Vec<&Row> = rows.iter().filter(|r| r.way == how.way).collect();
        if own.iter().all(|r| r.untold) {
            return vec![self.untold(how.way)];
        }
        let asked = own.iter().find(|r| r.at == how.at && self.changes(r));
        let Some(row) = asked.or_else(|| own.iter().find(|r| self.changes(r))) else {
            let mode = how.way.words(&self.tongue);
            let mut told = vec![self.tongue.t1("planner-mine-same", "mode", mode)];
            if rows.iter().any(|r| self.changes(r)) {
                told.push(self.t("planner-mine-other-way"));
            }
            return told;
        };
        let place = |key: &str, name: &str| self.tongue.t1(key, "place", name.to_owned());
        let mut told = vec![format!(
            "{}, {}:",
            how.way.words(&self.tongue),
            row.at.words(&self.tongue)
        )];
        let (before, after) = (self.before(row), self.after(row));
        if let Some((_, spot)) = before {
            let stays = after.is_some_and(|(_, s)| s.site.id == spot.site.id);
            let key = if self.closes(spot) {
                Some("planner-mine-closes")
            } else if stays {
                None
            } else if self.serves_then(spot, row) {
                Some("planner-mine-now")
            } else {
                Some("planner-mine-shut")
            };
            told.extend(key.map(|key| place(key, &spot.site.name)));
        }
        let about = self.estimates.contains(&row.way);
        told.push(match (before, after) {
            (Some((m, _)), Some((n, spot))) => {
                let more = crate::measure::round2(n - m);
                let key = match (more, about) {
                    (more, _) if more.abs() < 0.05 => "planner-mine-goes-same",
                    (more, false) if more > 0.0 => "planner-mine-goes-more",
                    (more, true) if more > 0.0 => "planner-mine-goes-about-more",
                    (_, false) => "planner-mine-goes-less",
                    (_, true) => "planner-mine-goes-about-less",
                };
                self.tongue.ta(
                    key,
                    &[
                        ("place", self.named(spot, row.way).into()),
                        ("minutes", format!("{:.1}", more.abs()).into()),
                    ],
                )
            }
            (None, Some((n, spot))) => self.tongue.ta(
                "planner-mine-first",
                &[
                    ("place", self.named(spot, row.way).into()),
                    ("minutes", format!("{n:.1}").into()),
                ],
            ),
            _ => shown::within(&self.tongue, "planner-mine-none", row.way, about),
        });
        vec![told.join(" ")]
    }

    /// Whether a place that stays open serves in the plan at this time.
    fn serves_then(&self, spot: &Spot, row: &Row) -> bool {
        let moment = row.at.in_week(self.tried.desk.base.week);
        let then = self.tried.plan.spots.iter().find(|s| s.site.id == spot.site.id);
        then.is_some_and(|s| s.left(row.way, moment).is_some())
    }

    fn untold(&self, way: Way) -> String {
        let mode = way.words(&self.tongue);
        self.tongue.t1("planner-mine-untold", "mode", mode)
    }

    /// A place with what its visitor should know: that nobody has said its hours, or whether it has steps.
    fn named(&self, spot: &Spot, way: Way) -> String {
        let mut about = Vec::new();
        if !spot.hours.is_known() {
            about.push(self.t("planner-hours-unknown"));
        }
        about.extend(self.steps(spot, way));
        self.with(spot, &about)
    }

    fn with(&self, spot: &Spot, about: &[String]) -> String {
        if about.is_empty() {
            spot.site.name.clone()
        } else {
            format!("{} ({})", spot.site.name, about.join(", "))
        }
    }

    /// Steps that are there matter to everyone; whether there are any, to whoever looks for a way without.
    fn steps(&self, spot: &Spot, way: Way) -> Option<String> {
        match spot.site.step_free {
            Some(false) => Some(self.t("planner-has-steps")),
            None if way.is_step_free() => Some(self.t("planner-steps-unknown")),
            _ => None,
        }
    }

    fn table(&self, rows: &[Row], way: Way) -> Shown {
        let about = self.estimates.contains(&way);
        let heads = [
            "planner-when-and-how",
            "planner-nearest-now",
            "planner-minutes-now",
            "planner-nearest-then",
            "planner-minutes-then",
            "planner-change",
        ];
        let place = |row: &Row, goes: Goes<'a>, now: bool| match goes {
            _ if row.untold => self.t("planner-untold-here"),
            None => shown::within(&self.tongue, "planner-nowhere", way, about),
            Some((_, spot)) if now && self.closes(spot) => {
                let closes = self.t("planner-would-close");
                let mut about = vec![closes];
                about.extend((!spot.hours.is_known()).then(|| self.t("planner-hours-unknown")));
                about.extend(self.steps(spot, way));
                self.with(spot, &about)
            }
            Some((_, spot)) => self.named(spot, way),
        };
        let minutes = |row: &Row, goes: Goes<'a>| {
            let there = goes.filter(|_| !row.untold);
            Cell::number(shown::minutes(there.map(|(m, _)| m)))
        };
        let line = |row: &Row| {
            let (before, after) = (self.before(row), self.after(row));
            let change = before.zip(after).filter(|_| !row.untold);
            vec![
                Cell::text(row.at.words(&self.tongue)),
                Cell::text(place(row, before, true)),
                minutes(row, before),
                Cell::text(place(row, after, false)),
                minutes(row, after),
                Cell::number(match change {
                    Some((b, a)) if (a.0 - b.0).abs() < 0.05 => self.t("planner-no-change"),
                    change => shown::change(change.map(|(b, a)| a.0 - b.0)),
                }),
            ]
        };
        Shown {
            caption: self
                .tongue
                .t1("planner-mine-table", "mode", way.words(&self.tongue)),
            heads: heads
                .iter()
                .enumerate()
                .map(|(i, k)| match i {
                    2 | 4 | 5 => Cell::number(self.tongue.t(k)),
                    _ => Cell::text(self.tongue.t(k)),
                })
                .collect(),
            rows: rows.iter().filter(|r| r.way == way).map(line).collect(),
            chart: String::new(),
        }
    }

    /// The places that are nearest by the map, and of those known to be open at night the nearest.
    fn near(&self, from: Place, way: Way) -> (Vec<String>, Vec<String>) {
        let base = &self.tried.desk.base;
        let moment = At::NIGHT.in_week(base.week);
        let mut near: Vec<(f64, &Spot)> = self
            .tried
            .plan
            .spots
            .iter()
            .filter(|s| s.site.open && s.site.kind != CUSTODY)
            .map(|s| (s.site.at.metres_to(from), s))
            .collect();
        near.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.site.id.cmp(&b.1.site.id)));
        let line = |(metres, s): &(f64, &Spot)| {
            let mut about = vec![opening(&self.tongue, &s.hours, base.week)];
            about.extend(self.steps(s, way));
            self.tongue.ta(
                "planner-near-line",
                &[
                    ("place", s.site.name.as_str().into()),
                    ("km", format!("{:.1}", metres / 1_000.0).into()),
                    ("hours", about.join(", ").into()),
                ],
            )
        };
        let at_night = |s: &&(f64, &Spot)| s.1.hours.is_known() && s.1.open_for(moment).is_some();
        (
            near.iter().take(4).map(line).collect(),
            near.iter().filter(at_night).take(3).map(line).collect(),
        )
    }
}

fn goes(spots: &[Spot], (minutes, to): (f32, u32)) -> Goes<'_> {
    let spot = usize::try_from(to).ok().and_then(|t| spots.get(t))?;
    minutes.is_finite().then_some((f64::from(minutes), spot))
}
