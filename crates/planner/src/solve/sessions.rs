//! Where contact sessions reach most of those who are far from every place.

use siting::{Model, Problem, solve as search};
use travel::Progress;

use crate::base::Base;
use crate::error::{PlanError, Result};
use crate::measure::{MARGIN, round2};
use crate::said::{Said, said};
use crate::solve::instance::Instance;
use crate::solve::{Effort, Proposal};
use crate::way::Way;
use crate::wish::Sessions;

pub fn solve(base: &Base, wish: &Sessions, effort: Effort, out: &mut Proposal) -> Result<()> {
    let now = base.reach(base.today()?, wish.mode, wish.at, &Progress::none())?;
    let walk = Way::Travel(travel::Mode::Walk);
    let table = base.table(walk, wish.at, &Progress::none())?;
    out.estimate = table.estimate || now.estimate;
    let beyond = if now.estimate && wish.beyond >= 30.0 {
        out.notes.push(said!(
            "planner-said-note-surely-over",
            sure = wish.beyond + MARGIN,
            limit = wish.beyond
        ));
        wish.beyond + MARGIN
    } else {
        wish.beyond
    };
    // Places that are open already need no session.
    let usual = |kind: &str| !matches!(kind, "custody" | "counter");
    let instance = Instance::among(base, &wish.rules, usual, |s| !s.open)?;
    if wish.sessions > instance.sites.len() {
        return Err(PlanError::Question(said!(
            "planner-said-sessions-many",
            wanted = wish.sessions,
            there = instance.sites.len()
        )));
    }
    let far: Vec<f64> = base
        .people
        .people
        .iter()
        .zip(&now.minutes)
        .map(|(n, m)| if f64::from(*m) > beyond { *n } else { 0.0 })
        .collect();
    let all: f64 = far.iter().sum();
    out.unit = "people".to_owned();
    out.larger_is_better = true;
    out.weighs = said!(
        "planner-said-weighs-sessions",
        people = round2(all),
        beyond = wish.beyond,
        walk = wish.walk
    );
    let points: Vec<usize> = (0..far.len())
        .filter(|i| far.get(*i).is_some_and(|w| *w > 0.0))
        .collect();
    if points.is_empty() {
        out.notes.push(Said::new("planner-said-note-nobody-far"));
        return Ok(());
    }
    let mut question = Problem::new(
        Model::MaxCover {
            limit: wish.walk,
            p: wish.sessions,
        },
        instance.matrix(&table, &points)?,
    );
    question.weights = points.iter().filter_map(|i| far.get(*i).copied()).collect();
    question.site_names = instance.names(base);
    question.rules.clone_from(&instance.rules);
    if !wish.rules.no_group_worse.is_empty() {
        out.notes.push(Said::new("planner-said-note-sessions-added"));
    }
    let answer = search(&question, &effort.settings(), &effort.limit(1.0))?;
    instance.tell(base, &answer, out, round2);
    // Nothing closes because sessions are held.
    out.closes.clear();
    out.edits
        .retain(|e| matches!(e, crate::scenario::Edit::Open { .. }));
    Ok(())
}
